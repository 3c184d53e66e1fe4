//! What a screen asks, in reading order: texts to say and questions to answer. Values in, values out; no terminal.

use crate::{
    model::shown::Shown,
    wizard::{
        event::{Button, ItemId},
        screen::{ButtonHint, FieldItem, FieldText, FindingItem, Item, Mark, Screen, ScreenName, Tone},
    },
};

use super::told::{self, Told};

/// One piece of a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Something to say.
    Says(Told),
    /// Something to say behind what the screen comes to: it mends nothing.
    Beside(Told),
    /// Something to ask.
    Asks(Question),
}

/// Tells a question from the others of its screen, while the screen changes around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// The choices that come so many groups of choices after the first.
    Choices(usize),
    /// The ticks, likewise.
    Ticks(usize),
    /// A field.
    Field(ItemId),
    /// The rows.
    Rows,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Which it is.
    pub key: Key,
    /// What it is about.
    pub heading: Option<String>,
    /// How it is asked.
    pub asked: Asked,
}

/// How a question is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// One of several.
    Choose {
        /// What there is.
        options: Vec<Choice>,
        /// Which is chosen.
        chosen: Option<usize>,
        /// What Enter does.
        enter: Enter,
    },
    /// Any of several.
    Tick(Vec<TickLine>),
    /// A text.
    Fill(Fill),
    /// One of the rows, or something that is about none of them.
    Pick {
        /// The rows.
        rows: Vec<Choice>,
        /// The rest.
        buttons: Vec<ButtonHint>,
    },
}

/// What Enter does where one of several is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enter {
    /// Nothing else is asked on the screen: takes the chosen one, or the first.
    Takes,
    /// Goes on to the next question.
    GoesOn,
}

/// One of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name.
    pub id: ItemId,
    /// What it is called, and a remark.
    pub label: String,
    /// What stands below it.
    pub below: Vec<String>,
    /// What there is to know besides.
    pub detail: String,
}

/// One line to tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TickLine {
    /// Its name.
    pub id: ItemId,
    /// What stands above it, where that is new.
    pub above: Vec<Told>,
    /// Whether it is ticked.
    pub mark: Mark,
    /// Where to click.
    pub menu: Option<String>,
    /// What to do.
    pub text: String,
    /// Why.
    pub detail: String,
}

/// A text to enter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The field.
    pub field: FieldItem,
    /// How a line reaches the wizard.
    pub arrives: Arrives,
    /// What is pressed after a new text.
    pub after: Option<Button>,
    /// What is pressed after the text was kept.
    pub kept: Option<Button>,
}

/// How a line reaches the wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrives {
    /// As it is.
    Typed,
    /// Cleaned, and split where it names several fields.
    Pasted,
}

impl Fill {
    /// Says whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        match &self.field.text {
            FieldText::Plain(text) => text.is_empty(),
            FieldText::Masked { chars, .. } => *chars == 0,
        }
    }

    /// Says whether nothing of it may be seen.
    pub fn is_hidden(&self) -> bool {
        matches!(self.field.text, FieldText::Masked { .. })
    }
}

/// Says whether the screen asks for a yes before it goes on; then nothing else on it is asked.
pub fn wants_a_yes(screen: &Screen) -> bool {
    screen.buttons.iter().any(|it| it.button == Button::Yes)
}

/// What a yes is asked for to, where one is.
pub fn yes_or_no(screen: &Screen) -> Option<&str> {
    screen.notice.as_ref().filter(|_| wants_a_yes(screen)).map(|it| it.says.as_str())
}

/// Says whether a button is about one of the rows of a screen.
pub fn is_about_a_row(screen: ScreenName, button: Button) -> bool {
    match screen {
        ScreenName::Home => {
            matches!(button, Button::Test | Button::Pull | Button::Edit | Button::Rotate | Button::Remove)
        }
        ScreenName::Drafts => matches!(button, Button::Next | Button::Remove),
        ScreenName::Pull
        | ScreenName::Unlock
        | ScreenName::Psa
        | ScreenName::Integration
        | ScreenName::Site
        | ScreenName::Guide
        | ScreenName::Login
        | ScreenName::Test
        | ScreenName::Preview
        | ScreenName::Save
        | ScreenName::Done => false,
    }
}

/// The screen in reading order.
pub fn parts(screen: &Screen) -> Vec<Part> {
    // Said before anything is asked for.
    let sent_to = screen.sent_to.iter().map(|it| Part::Says(Told::says(&it.says))).collect();
    let mut reading = Reading { screen, parts: sent_to, heading: None, groups: [0, 0], heads: vec![] };
    let mut at = 0;
    while let Some(item) = screen.items.get(at) {
        at += reading.take(item, &screen.items[at..]);
    }
    reading.parts
}

/// The questions alone.
pub fn questions(parts: &[Part]) -> Vec<&Question> {
    parts.iter().filter_map(|it| if let Part::Asks(question) = it { Some(question) } else { None }).collect()
}

struct Reading<'a> {
    screen: &'a Screen,
    parts: Vec<Part>,
    heading: Option<String>,
    /// Groups of choices and of ticks so far.
    groups: [usize; 2],
    /// The headings of rows of numbers.
    heads: Vec<String>,
}

impl Reading<'_> {
    /// Takes one item, or the whole group that it begins; gives how many.
    fn take(&mut self, item: &Item, rest: &[Item]) -> usize {
        let asks = !wants_a_yes(self.screen);
        match item {
            Item::Heading(heading) => self.heading = Some(heading.clone()).filter(|it| !it.is_empty()),
            Item::Choice { .. } if asks => return self.choices(rest),
            Item::Tick { .. } if asks => return self.ticks(rest),
            Item::Connection { .. } if asks => return self.rows(rest),
            Item::Field(field) if asks => self.field(field),
            Item::Row(row) if row.state.is_none() => self.heads.clone_from(&row.cells),
            Item::Text { .. }
            | Item::Verbatim(_)
            | Item::Finding(_)
            | Item::List { .. }
            | Item::Row(_)
            | Item::Choice { .. }
            | Item::Tick { .. }
            | Item::Connection { .. }
            | Item::Field(_) => {
                let told = told::item(item, &self.heads).map(|it| Told { heading: self.heading.clone(), ..it });
                let part = if is_beside(self.screen.name, item) { Part::Beside } else { Part::Says };
                self.parts.extend(told.map(part));
            }
        }
        1
    }

    fn ask(&mut self, key: Key, asked: Asked) {
        // A heading belongs to what follows it, and is said once.
        let heading = self.heading.take();
        self.parts.push(Part::Asks(Question { key, heading, asked }));
    }

    fn field(&mut self, field: &FieldItem) {
        let others = self.screen.items.iter().filter(|it| is_question(it)).count() > 1;
        let is_known = self.screen.items.iter().any(|it| matches!(it, Item::Choice { mark: Mark::On, .. }));
        // The end of a screen with several questions is its menu: nothing is saved by the way.
        let after = field.on_enter.filter(|it| *it != Button::Next || !others);
        // A new passphrase comes as a whole, too, and what is wrong with it is told at once.
        let is_new_passphrase = matches!(field.id, ItemId::Passphrase | ItemId::PassphraseAgain);
        let is_whole = self.screen.name == ScreenName::Login || is_new_passphrase;
        let arrives = if is_whole { Arrives::Pasted } else { Arrives::Typed };
        let mut fill = Fill { field: field.clone(), arrives, after, kept: None };
        fill.kept = after.filter(|it| *it == Button::Find && !is_known && !fill.is_empty());
        self.ask(Key::Field(field.id.clone()), Asked::Fill(fill));
    }

    fn choices(&mut self, rest: &[Item]) -> usize {
        let last = rest.iter().take_while(|it| matches!(it, Item::Choice { .. } | Item::Text { .. }));
        let group: Vec<_> = last.collect();
        // Texts stand below a choice where they do so below each; else those at the end are not of the last one.
        let n_choices = group.iter().filter(|it| matches!(it, Item::Choice { .. })).count();
        let behind = group.iter().rev().take_while(|it| matches!(it, Item::Text { .. })).count();
        let is_mixed = n_choices > 1 && group.len() - behind > n_choices;
        let taken = if is_mixed { group.len() } else { group.len() - behind };
        let mut options: Vec<Choice> = vec![];
        let mut chosen = None;
        for item in &group[..taken] {
            if let Item::Choice { id, mark, label, note, detail } = item {
                if *mark == Mark::On {
                    chosen = Some(options.len());
                }
                let label = if note.is_empty() { label.clone() } else { format!("{label}: {note}") };
                options.push(Choice { id: id.clone(), label, below: vec![], detail: detail.clone() });
            } else if let (Item::Text { text, .. }, Some(option)) = (item, options.last_mut()) {
                option.below.push(text.clone());
            }
        }
        let alone = self.screen.items.iter().filter(|it| is_question(it)).count() == n_choices;
        let enter = if alone { Enter::Takes } else { Enter::GoesOn };
        let key = Key::Choices(self.groups[0]);
        self.groups[0] += 1;
        self.ask(key, Asked::Choose { options, chosen, enter });
        taken
    }

    fn ticks(&mut self, rest: &[Item]) -> usize {
        let group = rest.iter().take_while(|it| matches!(it, Item::Tick { .. } | Item::Text { .. } | Item::Heading(_)));
        let group: Vec<_> = group.collect();
        let behind = group.iter().rev().take_while(|it| !matches!(it, Item::Tick { .. })).count();
        let taken = group.len() - behind;
        let mut lines = vec![];
        let mut above = vec![];
        for item in &group[..taken] {
            if let Item::Tick { id, mark, menu, text, detail } = item {
                let above = std::mem::take(&mut above);
                let (menu, text, detail) = (menu.clone(), text.clone(), detail.clone());
                lines.push(TickLine { id: id.clone(), above, mark: *mark, menu, text, detail });
            } else if let Item::Heading(text) = item {
                above.extend((!text.is_empty()).then(|| Told::heading(text)));
            } else {
                above.extend(told::item(item, &[]));
            }
        }
        let key = Key::Ticks(self.groups[1]);
        self.groups[1] += 1;
        self.ask(key, Asked::Tick(lines));
        taken
    }

    fn rows(&mut self, rest: &[Item]) -> usize {
        let row = |it: &Item| {
            let Item::Connection { id, cells, detail } = it else { return None };
            let (first, others) = cells.split_first()?;
            let others: Vec<_> = others.iter().map(Shown::as_str).filter(|it| !it.is_empty()).collect();
            let label = format!("{first}: {}", others.join(", "));
            Some(Choice { id: id.clone(), label, below: vec![], detail: detail.clone() })
        };
        let rows: Vec<_> = rest.iter().map_while(row).collect();
        let is_loose = |it: &&ButtonHint| !is_about_a_row(self.screen.name, it.button);
        let buttons = self.screen.buttons.iter().filter(is_loose).cloned().collect();
        let n = rows.len();
        self.ask(Key::Rows, Asked::Pick { rows, buttons });
        n.max(1)
    }
}

/// Says whether an item is beside the point of a test: who has to mend something wants to hear of that first.
fn is_beside(screen: ScreenName, item: &Item) -> bool {
    let of_test = matches!(item, Item::Finding(FindingItem { id: ItemId::Excess, .. }));
    of_test || (screen == ScreenName::Test && matches!(item, Item::Text { tone: Tone::Faint, .. }))
}

fn is_question(item: &Item) -> bool {
    match item {
        Item::Choice { .. } | Item::Tick { .. } | Item::Field(_) | Item::Connection { .. } => true,
        Item::Text { .. }
        | Item::Heading(_)
        | Item::Verbatim(_)
        | Item::Finding(_)
        | Item::List { .. }
        | Item::Row(_) => false,
    }
}
