//! What any face should show now: data only, in reading order, every text already safe for a terminal.

use std::{fmt, time::Duration};

use crate::{
    model::{shown::Shown, table::Table},
    words,
};

use super::event::{Button, ItemId};

/// One screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Which it is. When it changes, a face resets its focus and scroll (and restores them when it comes back).
    pub name: ScreenName,
    /// Which connection this is: `new connection`, `acme · ConnectWise PSA · na`.
    pub connection: String,
    /// The steps with their state; empty on the home screen.
    pub steps: Vec<StepMark>,
    /// One line: `Where does your ConnectWise PSA answer?`
    pub title: String,
    /// One or two sentences on what to do here.
    pub lead: String,
    /// Where what is entered here will be sent. A face never lets it go out of sight: a person confirms it.
    pub sent_to: Option<SentTo>,
    /// The body, in reading order.
    pub items: Vec<Item>,
    /// What runs just now, if something does: `asking 6 regions`.
    pub busy: Option<String>,
    /// What the person must know now: a refusal with what to do instead, or good news.
    pub notice: Option<Notice>,
    /// What can be pressed, in order of importance; faces turn it into keys and buttons. `Next` and `Back` included.
    pub buttons: Vec<ButtonHint>,
}

/// Where what is entered will be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentTo {
    /// A sentence with the address.
    pub says: String,
    /// The same where a line is too short for it.
    pub short: String,
}

/// Which screen it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScreenName {
    /// The set-ups that were cut off.
    Drafts,
    /// The saved connections.
    Home,
    /// A pull of one of them.
    Pull,
    /// The passphrase of a locked store.
    Unlock,
    /// Which PSA.
    Psa,
    /// Which integration.
    Integration,
    /// Which site.
    Site,
    /// The API-user guide.
    Guide,
    /// The keys.
    Login,
    /// The connection test.
    Test,
    /// The first rows.
    Preview,
    /// Name and store.
    Save,
    /// What was saved where.
    Done,
}

/// One step of the step list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepMark {
    /// Its short name: `API user`.
    pub label: &'static str,
    /// Where the person is in relation to it.
    pub state: StepState,
}

/// Where the person is in relation to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind, with an answer.
    Done,
    /// Behind, without a good one: it was passed all the same.
    Failed,
    /// Behind, and passed before there was an answer.
    Skipped,
    /// Now.
    Here,
    /// Ahead.
    Ahead,
}

/// One thing in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A paragraph; wraps.
    Text {
        /// The text.
        text: String,
        /// What it tells.
        tone: Tone,
    },
    /// The heading of what follows; an empty one is a blank line.
    Heading(String),
    /// A text that must be copied whole, on lines of its own: an address, a path, a command.
    Verbatim(String),
    /// One of several to choose from.
    Choice {
        /// Its name. Enter or Space sends `Event::Chose`.
        id: ItemId,
        /// Whether it is the chosen one.
        mark: Mark,
        /// What it is called.
        label: String,
        /// A short remark beside it: a host, an answer.
        note: String,
        /// More, for the detail area while it has the focus.
        detail: String,
    },
    /// A line to tick off.
    Tick {
        /// Its name. Space or Enter sends `Event::Chose`.
        id: ItemId,
        /// Whether it is done.
        mark: Mark,
        /// Where to click.
        menu: Option<String>,
        /// What to do.
        text: String,
        /// Why, for the detail area.
        detail: String,
    },
    /// A text field.
    Field(FieldItem),
    /// A row of the test.
    Finding(FindingItem),
    /// A list of the preview: its rows can be scrolled, searched and sorted by the face.
    List {
        /// Its name. Enter opens and closes it.
        id: ItemId,
        /// What it is called: `Companies`.
        label: String,
        /// How many: `240`, or `not counted`.
        count: String,
        /// How it stands.
        state: FindingState,
        /// The rows.
        table: Table,
        /// Where the rows come from, and how many have warnings; a failure and its remedy.
        note: String,
    },
    /// A row of numbers: how far a list is, or what became of its rows.
    Row(RowItem),
    /// A saved connection.
    Connection {
        /// Its name. Enter opens and tests it.
        id: ItemId,
        /// Name, PSA, site, last test, rights: cells of one row.
        cells: Vec<Shown>,
        /// More, for the detail area.
        detail: String,
    },
}

/// A row of numbers. Rows that follow each other share their columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowItem {
    /// How it stands; `None` for the headings of the columns.
    pub state: Option<FindingState>,
    /// What it is about: `Companies`.
    pub label: String,
    /// Numbers and what stands above them; each column to the right.
    pub cells: Vec<String>,
    /// How much of it is done, for a bar where there is room.
    pub part: Option<Part>,
    /// What else there is to say, most useful first; what has no room is left out.
    pub notes: Vec<String>,
}

impl RowItem {
    /// A row that only has its label yet.
    pub fn of(label: String) -> Self {
        Self { state: None, label, cells: vec![], part: None, notes: vec![] }
    }
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Done, at most the whole.
    pub done: u64,
    /// The whole.
    pub of: u64,
}

/// A text field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldItem {
    /// Its name. Each change sends `Event::Typed`, a paste `Event::Pasted`.
    pub id: ItemId,
    /// Its label.
    pub label: String,
    /// What it holds.
    pub text: FieldText,
    /// An example, shown while it is empty.
    pub example: String,
    /// What it is and where it is found, for the detail area.
    pub help: String,
    /// What is wrong with it and what to do; stands right below it.
    pub problem: Option<String>,
    /// A doubt that stops nobody; stands right below it.
    pub doubt: Option<String>,
    /// What Enter does in it besides going to the next field.
    pub on_enter: Option<Button>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldText {
    /// Shown as typed.
    Plain(String),
    /// Masked: number of characters, and the end of it while it is revealed.
    Masked {
        /// Characters.
        chars: usize,
        /// The last four, or empty.
        tail: String,
    },
}

/// A row of the test: a check or a right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingItem {
    /// Its name.
    pub id: ItemId,
    /// How it stands.
    pub state: FindingState,
    /// What it is about: `TLS`, `Finance / Agreements`.
    pub label: String,
    /// What is needed: `add, edit, inquire All`; empty for checks.
    pub needed: String,
    /// What was found, or the fault.
    pub found: String,
    /// How long it took, once it is known.
    pub took: Option<Duration>,
    /// Everything there is to say of it, most useful first. Enter opens it; where there is nothing, Enter sends
    /// `Event::Chose`.
    pub detail: Vec<Told>,
}

/// One thing that is told of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A sentence.
    Says(String),
    /// A value and what it is called: `issuer`, `Amazon RSA 2048 M02`.
    Pair {
        /// What it is called.
        label: &'static str,
        /// The value.
        value: String,
    },
    /// Where it is set, as a menu path.
    Menu(String),
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Says(says) => f.write_str(says),
            Self::Pair { label, value } => write!(f, "{label}: {value}"),
            Self::Menu(menu) => f.write_str(&words::with("layers-set-it-at", &[("menu", menu.into())])),
        }
    }
}

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingState {
    /// Not begun.
    Waiting,
    /// Not begun, and nothing runs that would come to it.
    NotReached,
    /// Running.
    Busy,
    /// Well.
    Good,
    /// In part.
    Partial,
    /// Not well.
    Bad,
    /// Could not be told.
    Unclear,
    /// Could not be told; somebody confirmed it.
    Confirmed,
    /// Not needed here.
    Skipped,
}

impl FindingState {
    /// It in a word or a few.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => words::say("state-waiting"),
            Self::NotReached => words::say("state-not-reached"),
            Self::Busy => words::say("state-running"),
            Self::Good => words::say("state-ok"),
            Self::Partial => words::say("state-in-part"),
            Self::Bad => words::say("state-failed"),
            Self::Unclear => words::say("state-could-not-tell"),
            Self::Confirmed => words::say("state-confirmed"),
            Self::Skipped => words::say("state-not-needed"),
        }
    }
}

impl FindingItem {
    /// How it stands, in a word or a few.
    pub fn word(&self) -> &'static str {
        match (&self.id, self.state) {
            (ItemId::Right(_), FindingState::Bad) => words::say("state-missing"),
            (ItemId::Sight(_), FindingState::Bad) => words::say("state-hidden-rows"),
            (ItemId::Excess, _) => words::say("state-note"),
            (_, state) => state.word(),
        }
    }
}

/// Chosen, ticked, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is.
    On,
    /// It is not.
    Off,
}

/// What a text tells. Faces never tell it by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something to read.
    Plain,
    /// Beside the point.
    Faint,
    /// It went well.
    Good,
    /// Look at this.
    Warning,
    /// It failed.
    Bad,
}

/// What the person must know now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How serious.
    pub tone: Tone,
    /// What happened, a sentence.
    pub says: String,
    /// What it means and what usually causes it; left out where there is no room.
    pub cause: Option<String>,
    /// What to do now, a sentence or two.
    pub remedy: String,
    /// The same where nothing can be pressed, if that is said otherwise.
    pub in_lines: Option<String>,
    /// Whose job it is to mend it: `the PSA's administrator`.
    pub whose: Option<&'static str>,
    /// Where to click, as a menu path.
    pub menu: Option<String>,
    /// What on this screen it is about, where that is no field with a problem of its own.
    pub about: Option<ItemId>,
}

impl Notice {
    /// A notice that is nobody's fault.
    pub fn new(tone: Tone, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        let (says, remedy) = (says.into(), remedy.into());
        Self { tone, says, cause: None, remedy, in_lines: None, whose: None, menu: None, about: None }
    }
}

/// Something that can be pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ButtonHint {
    /// What.
    pub button: Button,
    /// What it is called here: `Test`, `Save and finish`.
    pub label: String,
}
