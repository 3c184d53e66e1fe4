//! How things look: the five roles of colour, and the signs with their ASCII forms. The only place that names colours.
//!
//! No colour of a terminal is readable on both a light and a dark background, but for red. So letters are never in a
//! colour (a failure's are red and bold), and the signs that are in one stand beside letters or are told apart without it.

mod chosen;
mod fold;

use ratatui::style::{Color, Modifier, Style};

pub use chosen::Chosen;
pub use fold::fold;

use crate::{
    model::table::Align,
    wizard::screen::{FindingState, Mark, StepState, Tone},
    words,
};

/// What this terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looks {
    /// Which signs.
    pub glyphs: Glyphs,
    /// Whether colours.
    pub colour: Colour,
    /// Which letters.
    pub letters: Letters,
    /// Whether anything turns.
    pub motion: Motion,
    /// Whether there is a paler shade of letters.
    pub shades: Shades,
}

/// Which signs stand for marks and lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// `✓ ✗ ─ …`.
    Rich,
    /// `ok FAIL - ...`.
    Ascii,
}

/// Whether colours are used. They are for line drawing only: in ASCII the signs are words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// The sixteen names, whose values the terminal's owner chose.
    Sixteen,
    /// None.
    None,
}

/// Which letters the terminal decodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// UTF-8.
    Any,
    /// Seven bits; everything else becomes a question mark.
    Ascii,
}

/// Whether a sign turns while something runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// It does, where there is line drawing.
    Turns,
    /// Nothing does.
    Still,
}

/// Whether letters can be paler than others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shades {
    /// They can.
    Dim,
    /// All are alike: the pale ones could hardly be read here, or there are none.
    Alike,
}

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Where you are, and where to click.
    Accent,
    /// It went well.
    Good,
    /// Look at this.
    Warning,
    /// It failed.
    Bad,
    /// Beside the point.
    Faint,
}

/// Says whether a terminal of this kind (`TERM`) knows little more than letters.
pub fn is_plain_term(term: &str) -> bool {
    is_old_term(term) || ["linux", "ansi", "cons25", "sun"].contains(&term)
}

/// Says whether a terminal of this kind (`TERM`) has attributes at most, and no colours.
fn is_old_term(term: &str) -> bool {
    term.starts_with("vt") || ["", "dumb", "unknown", "wyse60"].contains(&term)
}

impl Looks {
    /// Everything a modern terminal has.
    pub const RICH: Self = Self {
        glyphs: Glyphs::Rich,
        colour: Colour::Sixteen,
        letters: Letters::Any,
        motion: Motion::Turns,
        shades: Shades::Dim,
    };
    /// What every terminal has.
    pub const ASCII: Self = Self {
        glyphs: Glyphs::Ascii,
        colour: Colour::None,
        letters: Letters::Ascii,
        motion: Motion::Still,
        shades: Shades::Alike,
    };

    /// With these signs instead. Line drawing that a person chose is worth nothing without the letters that it needs.
    #[must_use]
    pub fn with(self, glyphs: Glyphs) -> Self {
        match glyphs {
            Glyphs::Rich => Self { glyphs, letters: Letters::Any, ..self },
            Glyphs::Ascii => Self { glyphs, ..self },
        }
    }

    /// The other signs; for the key that toggles them.
    #[must_use]
    pub fn toggled(self) -> Self {
        self.with(match self.glyphs {
            Glyphs::Rich => Glyphs::Ascii,
            Glyphs::Ascii => Glyphs::Rich,
        })
    }

    /// Says whether a sign turns while something runs.
    pub fn turns(self) -> bool {
        self.motion == Motion::Turns && self.glyphs == Glyphs::Rich
    }

    /// The style of letters in a role.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        match (role, self.shades) {
            (Role::Faint, Shades::Dim) => plain.add_modifier(Modifier::DIM),
            (Role::Accent, _) => plain.add_modifier(Modifier::BOLD),
            (Role::Bad, _) => self.sign(Role::Bad),
            (Role::Good | Role::Warning, _) | (Role::Faint, Shades::Alike) => plain,
        }
    }

    /// The style of a sign in a role.
    pub fn sign(self, role: Role) -> Style {
        let plain = Style::new();
        let coloured = |it| if self.has_colours() { plain.fg(it) } else { plain };
        match role {
            Role::Accent => coloured(Color::Cyan),
            Role::Good => coloured(Color::Green),
            Role::Warning => coloured(Color::Yellow),
            // Bold is the brighter red on dark backgrounds, where the other is hard to read.
            Role::Bad => coloured(Color::Red).add_modifier(Modifier::BOLD),
            Role::Faint => self.style(Role::Faint),
        }
    }

    fn has_colours(self) -> bool {
        self.colour == Colour::Sixteen && self.glyphs == Glyphs::Rich
    }

    /// The style of what has the focus.
    pub fn focus(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The style of a title.
    pub fn title(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The style of letters in a tone.
    pub fn tone(self, tone: Tone) -> Style {
        role(tone).map_or(Style::new(), |it| self.style(it))
    }

    /// The style of a tone's sign.
    pub fn tone_sign(self, tone: Tone) -> Style {
        role(tone).map_or(Style::new(), |it| self.sign(it))
    }

    /// The sign of a tone, with a space behind it; nothing for those that tell nothing special.
    pub fn tone_mark(self, tone: Tone) -> String {
        let mark = match (tone, self.glyphs) {
            (Tone::Plain | Tone::Faint, _) => return String::new(),
            (Tone::Good, Glyphs::Rich) => "✓",
            (Tone::Good, Glyphs::Ascii) => words::say("look-tone-good"),
            (Tone::Warning, Glyphs::Rich) => "!",
            (Tone::Warning, Glyphs::Ascii) => words::say("look-tone-warning"),
            (Tone::Bad, Glyphs::Rich) => "✗",
            (Tone::Bad, Glyphs::Ascii) => words::say("look-tone-bad"),
        };
        format!("{mark} ")
    }

    /// The sign of a finding.
    pub fn finding_mark(self, state: FindingState) -> &'static str {
        match (state, self.glyphs) {
            (FindingState::Waiting | FindingState::NotReached, Glyphs::Rich) => "·",
            (FindingState::Waiting | FindingState::NotReached, Glyphs::Ascii) => ".",
            (FindingState::Busy, Glyphs::Rich) => "…",
            (FindingState::Busy, Glyphs::Ascii) => "...",
            (FindingState::Good, Glyphs::Rich) => "✓",
            (FindingState::Good, Glyphs::Ascii) => words::say("look-mark-good"),
            (FindingState::Partial, Glyphs::Rich) => "~",
            (FindingState::Partial, Glyphs::Ascii) => words::say("look-mark-partial"),
            (FindingState::Bad, Glyphs::Rich) => "✗",
            (FindingState::Bad, Glyphs::Ascii) => words::say("look-mark-bad"),
            (FindingState::Unclear, Glyphs::Rich | Glyphs::Ascii) => "?",
            (FindingState::Confirmed, Glyphs::Rich) => "+",
            (FindingState::Confirmed, Glyphs::Ascii) => words::say("look-mark-confirmed"),
            (FindingState::Skipped, Glyphs::Rich | Glyphs::Ascii) => "-",
        }
    }

    /// The columns that the widest finding mark takes.
    pub fn finding_mark_width(self) -> usize {
        match self.glyphs {
            Glyphs::Rich => 1,
            Glyphs::Ascii => 4,
        }
    }

    /// The style of a finding's mark.
    pub fn finding_sign(self, state: FindingState) -> Style {
        self.sign(finding_role(state))
    }

    /// The style of what a finding says.
    pub fn finding_style(self, state: FindingState) -> Style {
        self.style(finding_role(state))
    }

    /// The sign of a step.
    pub fn step_mark(self, state: StepState) -> &'static str {
        match (state, self.glyphs) {
            (StepState::Done, Glyphs::Rich) => "✓",
            (StepState::Done, Glyphs::Ascii) => "*",
            (StepState::Failed, Glyphs::Rich) => "✗",
            (StepState::Failed, Glyphs::Ascii) => "x",
            (StepState::Skipped, Glyphs::Rich | Glyphs::Ascii) => "-",
            (StepState::Here, Glyphs::Rich) => "▸",
            (StepState::Here, Glyphs::Ascii) => ">",
            (StepState::Ahead, Glyphs::Rich) => "·",
            (StepState::Ahead, Glyphs::Ascii) => ".",
        }
    }

    /// The sign before one of several to choose from.
    pub fn choice_mark(self, mark: Mark) -> &'static str {
        match (mark, self.glyphs) {
            (Mark::On, Glyphs::Rich) => "(•)",
            (Mark::On, Glyphs::Ascii) => "(*)",
            (Mark::Off, Glyphs::Rich | Glyphs::Ascii) => "( )",
        }
    }

    /// The sign before a line to tick.
    pub fn tick_mark(self, mark: Mark) -> &'static str {
        match mark {
            Mark::On => "[x]",
            Mark::Off => "[ ]",
        }
    }

    /// One sign of a horizontal rule.
    pub fn rule(self) -> &'static str {
        self.either("─", "-")
    }

    /// What stands where text was cut.
    pub fn ellipsis(self) -> &'static str {
        self.either("…", "~")
    }

    /// One hidden character.
    pub fn dot(self) -> &'static str {
        self.either("•", "*")
    }

    /// What stands between two things on one line.
    pub fn between(self) -> &'static str {
        self.either(" · ", " - ")
    }

    /// One sign of what is done of a whole.
    pub fn bar(self) -> &'static str {
        self.either("━", "#")
    }

    /// One sign of what is left of it.
    pub fn bar_left(self) -> &'static str {
        self.either("─", ".")
    }

    /// More above.
    pub fn above(self) -> String {
        words::with("look-more", &[("sign", self.either("↑", "^").into())])
    }

    /// More below.
    pub fn below(self) -> String {
        words::with("look-more", &[("sign", self.either("↓", "v").into())])
    }

    /// What points at the row that a button is about.
    pub fn pointer(self) -> &'static str {
        self.either("›", ">")
    }

    /// The sign of a sorted column.
    pub fn sorted(self, order: Order) -> &'static str {
        match order {
            Order::Up => self.either("↑", "^"),
            Order::Down => self.either("↓", "v"),
        }
    }

    /// One phase of what turns while something runs, each differing from the one before in one cell; a sign that stands
    /// where nothing turns.
    pub fn turning(self, phase: usize) -> &'static str {
        if self.turns() { ["|", "/", "-", "\\"][phase % 4] } else { self.finding_mark(FindingState::Busy) }
    }

    fn either(self, rich: &'static str, ascii: &'static str) -> &'static str {
        match self.glyphs {
            Glyphs::Rich => rich,
            Glyphs::Ascii => ascii,
        }
    }
}

pub use crate::model::table::Order;

fn role(tone: Tone) -> Option<Role> {
    match tone {
        Tone::Plain => None,
        Tone::Faint => Some(Role::Faint),
        Tone::Good => Some(Role::Good),
        Tone::Warning => Some(Role::Warning),
        Tone::Bad => Some(Role::Bad),
    }
}

fn finding_role(state: FindingState) -> Role {
    match state {
        FindingState::Waiting | FindingState::NotReached | FindingState::Skipped => Role::Faint,
        FindingState::Busy => Role::Accent,
        FindingState::Good | FindingState::Confirmed => Role::Good,
        FindingState::Partial | FindingState::Unclear => Role::Warning,
        FindingState::Bad => Role::Bad,
    }
}

/// The padding before a cell's text of `used` columns in `all` columns.
pub fn pad_before(align: Align, used: usize, all: usize) -> usize {
    match align {
        Align::Left => 0,
        Align::Right => all.saturating_sub(used),
    }
}
