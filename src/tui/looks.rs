//! How things look: the five roles of colour, and the signs with their ASCII forms. The only place that names colours.

use ratatui::{
    buffer::Buffer,
    style::{Color, Modifier, Style},
};

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
}

/// Which signs stand for marks and lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// `✓ ✗ ─ …`.
    Rich,
    /// `ok FAIL - ...`.
    Ascii,
}

/// Whether colours are used. Attributes (bold, reverse, dim) always are.
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

impl Looks {
    /// Everything a modern terminal has.
    pub const RICH: Self = Self { glyphs: Glyphs::Rich, colour: Colour::Sixteen, letters: Letters::Any };
    /// What every terminal has.
    pub const ASCII: Self = Self { glyphs: Glyphs::Ascii, colour: Colour::None, letters: Letters::Ascii };

    /// Decides from the environment: `TERM`, `LC_ALL`, `LC_CTYPE`, `LANG`, `NO_COLOR`, `PSA_CONNECT_ASCII`.
    pub fn from_env(value: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| value(name).filter(|it| !it.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default().to_lowercase();
        let letters = if locale.contains("utf-8") || locale.contains("utf8") { Letters::Any } else { Letters::Ascii };
        let term = set("TERM").unwrap_or_default();
        let plain_term = term.starts_with("vt")
            || ["", "linux", "dumb", "ansi", "cons25", "sun", "wyse60", "unknown"].contains(&term.as_str());
        let asked = set("PSA_CONNECT_ASCII").is_some_and(|it| it != "0");
        let glyphs = if asked || plain_term || letters == Letters::Ascii { Glyphs::Ascii } else { Glyphs::Rich };
        let colour = if set("NO_COLOR").is_some() { Colour::None } else { Colour::Sixteen };
        Self { glyphs, colour, letters }
    }

    /// The other signs; for the key that toggles them.
    #[must_use]
    pub fn toggled(self) -> Self {
        match self.glyphs {
            Glyphs::Rich => Self { glyphs: Glyphs::Ascii, ..self },
            Glyphs::Ascii => Self { glyphs: Glyphs::Rich, letters: Letters::Any, ..self },
        }
    }

    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        match (role, self.colour) {
            (Role::Faint, _) => plain.add_modifier(Modifier::DIM),
            (Role::Accent, Colour::Sixteen) => plain.fg(Color::Cyan),
            (Role::Good, Colour::Sixteen) => plain.fg(Color::Green),
            (Role::Warning, Colour::Sixteen) => plain.fg(Color::Yellow),
            (Role::Bad, Colour::Sixteen) => plain.fg(Color::Red),
            (Role::Bad, Colour::None) => plain.add_modifier(Modifier::BOLD),
            (Role::Accent | Role::Good | Role::Warning, Colour::None) => plain,
        }
    }

    /// The style of what has the focus.
    pub fn focus(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The style of a title.
    pub fn title(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The style of a tone.
    pub fn tone(self, tone: Tone) -> Style {
        match tone {
            Tone::Plain => Style::new(),
            Tone::Faint => self.style(Role::Faint),
            Tone::Good => self.style(Role::Good),
            Tone::Warning => self.style(Role::Warning),
            Tone::Bad => self.style(Role::Bad),
        }
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
            (FindingState::Waiting, Glyphs::Rich) => "·",
            (FindingState::Waiting, Glyphs::Ascii) => ".",
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
    pub fn finding_style(self, state: FindingState) -> Style {
        match state {
            FindingState::Waiting | FindingState::Skipped => self.style(Role::Faint),
            FindingState::Busy => self.style(Role::Accent),
            FindingState::Good | FindingState::Confirmed => self.style(Role::Good),
            FindingState::Partial | FindingState::Unclear => self.style(Role::Warning),
            FindingState::Bad => self.style(Role::Bad),
        }
    }

    /// The sign of a step.
    pub fn step_mark(self, state: StepState) -> &'static str {
        match (state, self.glyphs) {
            (StepState::Done, Glyphs::Rich) => "✓",
            (StepState::Done, Glyphs::Ascii) => "*",
            (StepState::Failed, Glyphs::Rich) => "✗",
            (StepState::Failed, Glyphs::Ascii) => "x",
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

    /// One phase of what turns while something runs; each differs from the one before in one cell.
    pub fn turning(self, phase: usize) -> &'static str {
        ["|", "/", "-", "\\"][phase % 4]
    }

    fn either(self, rich: &'static str, ascii: &'static str) -> &'static str {
        match self.glyphs {
            Glyphs::Rich => rich,
            Glyphs::Ascii => ascii,
        }
    }
}

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Up,
    /// Largest first.
    Down,
}

/// The padding before a cell's text of `used` columns in `all` columns.
pub fn pad_before(align: Align, used: usize, all: usize) -> usize {
    match align {
        Align::Left => 0,
        Align::Right => all.saturating_sub(used),
    }
}

/// Replaces, in a drawn frame, what this terminal cannot show.
pub fn fold(buffer: &mut Buffer, looks: Looks) {
    if looks.glyphs == Glyphs::Rich {
        return;
    }
    for cell in &mut buffer.content {
        if !cell.symbol().is_ascii() {
            let first = cell.symbol().chars().next().unwrap_or(' ');
            if let Some(plain) = plain(first, looks.letters) {
                cell.set_char(plain);
            }
        }
    }
}

/// The ASCII form of `c`; `None` keeps it.
fn plain(c: char, letters: Letters) -> Option<char> {
    match c {
        '·' | '–' | '—' | '─' | '−' => Some('-'),
        '•' | '●' | '×' => Some('*'),
        '…' => Some('~'),
        '→' | '›' | '▸' => Some('>'),
        '←' | '‹' => Some('<'),
        '↑' => Some('^'),
        '↓' => Some('v'),
        '“' | '”' | '„' => Some('"'),
        '‘' | '’' | '‚' => Some('\''),
        '\u{a0}' => Some(' '),
        '✓' | '✔' => Some('+'),
        '✗' | '✘' => Some('x'),
        '│' => Some('|'),
        c if c.is_alphanumeric() && letters == Letters::Any => None,
        _ => Some('?'),
    }
}

#[cfg(test)]
mod tests {
    use super::{Colour, Glyphs, Letters, Looks};

    fn looks(values: &[(&str, &str)]) -> Looks {
        Looks::from_env(|name| values.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn a_utf_8_terminal_gets_everything() {
        assert_eq!(looks(&[("TERM", "xterm-256color"), ("LANG", "en_GB.UTF-8")]), Looks::RICH);
    }

    #[test]
    fn lc_all_wins_over_lang() {
        let found = looks(&[("TERM", "xterm"), ("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")]);
        assert_eq!(found, Looks { glyphs: Glyphs::Ascii, colour: Colour::Sixteen, letters: Letters::Ascii });
    }

    #[test]
    fn the_linux_console_gets_ascii_signs_but_keeps_letters() {
        let found = looks(&[("TERM", "linux"), ("LANG", "de_DE.utf8"), ("NO_COLOR", "1")]);
        assert_eq!(found, Looks { glyphs: Glyphs::Ascii, colour: Colour::None, letters: Letters::Any });
    }

    #[test]
    fn ascii_can_be_asked_for_and_an_empty_value_asks_for_nothing() {
        let with = |value| looks(&[("TERM", "xterm"), ("LANG", "C.UTF-8"), ("PSA_CONNECT_ASCII", value)]).glyphs;
        assert_eq!([with("1"), with("0"), with("")], [Glyphs::Ascii, Glyphs::Rich, Glyphs::Rich]);
    }

    #[test]
    fn toggling_twice_gives_the_same_signs() {
        assert_eq!(Looks::RICH.toggled().toggled(), Looks::RICH);
    }
}
