//! What happens to the wizard, and what the wizard wants done.

use std::time::Duration;

use crate::model::{
    catalog::PsaFacts,
    document::Document,
    draft::{Draft, DraftId},
    fault::{ExitCode, Fault},
    guide::Way,
    id::{FieldId, JobId, ListId, PsaId, SiteId},
    login::Login,
    mirror::{Budget, ListNews, Mirrored, Pulled, Standing},
    origin::Origin,
    report::{Check, CheckFinding, Excess, Moved, RightFinding, Sight},
    right::{Confirmation, RightId},
    rotation::OldKey,
    saved::{Connection, LastTest, Name, SavedAt, StoreCard},
    secret::Secret,
    shown::Shown,
    store_kind::StoreKind,
    table::Preview,
};

mod job;

pub use job::{Consent, Far, Job, ToPull};

/// Names everything on a screen that can have the focus.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemId {
    /// A PSA to choose.
    Psa(PsaId),
    /// An integration to choose.
    Integration(String),
    /// A site to choose.
    Site(SiteId),
    /// The address field of the site screen.
    Address,
    /// A login field (the site screen has one too: what the site is found by).
    Field(FieldId),
    /// A way of the guide to choose.
    Way(WayId),
    /// A line of the guide to tick.
    Tick(String),
    /// The checks that went well, told in one row; to choose it shows or folds them.
    Layers,
    /// A check of the test, for its details.
    Check(Check),
    /// A right of the test, for its details and its retry.
    Right(RightId),
    /// A cross-check of rows, for its details.
    Sight(String),
    /// The rights beyond the need, for what they are.
    Excess,
    /// A list of the preview.
    List(ListId),
    /// The name field of the save screen.
    Name,
    /// A store to choose on the save screen.
    Store(StoreKind),
    /// The new passphrase of the chosen store.
    Passphrase,
    /// The same passphrase once more.
    PassphraseAgain,
    /// The passphrase that opens a locked store.
    Unlock,
    /// A saved connection on the home screen.
    Connection(String),
    /// A set-up that was cut off.
    Draft(DraftId),
    /// A button.
    Button(Button),
}

/// [`Way`] as a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WayId {
    /// [`Way::Simple`].
    Simple,
    /// [`Way::LeastPrivilege`].
    LeastPrivilege,
}

impl From<WayId> for Way {
    fn from(id: WayId) -> Self {
        match id {
            WayId::Simple => Self::Simple,
            WayId::LeastPrivilege => Self::LeastPrivilege,
        }
    }
}

/// Everything a person can press besides moving, typing and choosing. Each has one meaning on every screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Button {
    /// Goes on to the next step: saves on the save step, ends on the last.
    Next,
    /// Goes back a step; on the first, to the home screen or out.
    Back,
    /// Looks for the site, without keys.
    Find,
    /// Fills in the sandbox's login.
    FillSandbox,
    /// Shows or hides the end of the secrets.
    Reveal,
    /// Uses what was understood of a pasted note.
    UsePasted,
    /// Drops what was understood of a pasted note.
    DropPasted,
    /// Puts two values that stand in each other's place where they belong.
    Swap,
    /// Writes the guide as plain text.
    WriteText,
    /// Writes the guide as Markdown.
    WriteMarkdown,
    /// Looks up the right under the focus again.
    RetryRight,
    /// Runs the whole test again: one more login attempt.
    RetryAll,
    /// Stops what runs.
    Stop,
    /// Confirms by hand the right under the focus.
    Confirm,
    /// Goes to the step where the fault is mended.
    Mend,
    /// Trusts the certificate that the server shows; asks first.
    Trust,
    /// Drops the pinned certificate, so that this host's authorities decide again; asks first.
    Unpin,
    /// Uses the site that the PSA names; asks first.
    UseNewSite,
    /// Shows everything that was found, or only what is left to do.
    ShowAll,
    /// Starts a new connection.
    New,
    /// Opens the connection under the focus and tests it.
    Test,
    /// Opens the connection under the focus at its site.
    Edit,
    /// Copies the lists of the connection under the focus, or of that on the screen, into its mirror.
    Pull,
    /// Reads the lists from the PSA instead of from the mirror.
    FromPsa,
    /// Removes the connection under the focus; asks first.
    Remove,
    /// Puts a second key in the place of that of the connection under the focus.
    Rotate,
    /// Sends the key before the last switch once, to see that it is refused.
    CheckOldKey,
    /// Says yes to the question on the screen.
    Yes,
    /// Says no to the question on the screen.
    No,
    /// Leaves the program.
    Quit,
}

/// What happens to the wizard. Past tense: it has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Something was chosen, ticked or opened.
    Chose(ItemId),
    /// A button was pressed while `on` had the focus.
    Pressed {
        /// The button.
        button: Button,
        /// What had the focus.
        on: Option<ItemId>,
    },
    /// A field now holds this text. Every field's text travels as a secret, so that no event shows it.
    Typed(ItemId, Secret),
    /// This text was pasted into a field. It is cleaned, never submitted.
    Pasted(ItemId, Secret),
    /// The first screen is there: what it must not wait for can be read now.
    Began,
    /// The face ends, however that came: what was typed last is kept.
    Ends,
    /// A running job has news.
    Progressed(JobId, Progress),
    /// A job is over.
    Finished(JobId, Finish),
    /// The set-up cannot be kept in case it is cut off. Said once in a run.
    NotKept(Fault),
}

/// News from a running job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// One site answered.
    Located(SiteAnswer),
    /// A check is about to run.
    Checking(Check),
    /// A check is done.
    Checked(CheckFinding),
    /// A right was looked up.
    Proved(RightFinding),
    /// Rights beyond the need.
    Exceeded(Vec<Excess>),
    /// Who the login is.
    Identified(Shown),
    /// Rows of one list were looked for in another.
    Sighted(Sight),
    /// A list was counted.
    Counted(ListId, u64),
    /// The PSA says that the login belongs to another site.
    Moved(Moved),
    /// Something to know besides.
    Noted(String),
    /// A list was previewed.
    Listed(Box<Preview>),
    /// A list could not be.
    ListFailed(ListId, Fault),
    /// The lists that follow come from the mirror, which stands so.
    FromMirror(Standing),
    /// How far a pull is.
    Pulling(Box<PullNews>),
}

/// How far a pull is, all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullNews {
    /// Its lists, in the order of the integration.
    pub lists: Vec<ListNews>,
    /// Requests.
    pub budget: Budget,
    /// Since its start.
    pub took: Duration,
    /// How long the next request has to wait, because of the vendor's limit or because the PSA asked for that.
    pub waits: Option<Duration>,
}

impl PullNews {
    /// Seconds that are still waited for the vendor's limit, for people: in steps of five, so that a line that is drawn over
    /// changes seldom; `None` for a wait that is over before anybody has read of it.
    pub fn waits_secs(&self) -> Option<u64> {
        let secs = self.waits?.as_secs();
        (secs > 0).then(|| (secs + 1).div_ceil(5) * 5)
    }
}

/// One site's answer to "do you know them?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteAnswer {
    /// The catalogue's site, if it is one of them.
    pub site: Option<SiteId>,
    /// Where it answers.
    pub origin: Origin,
    /// What it said.
    pub answer: Known,
}

/// Whether a site knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// It does; what it calls them.
    Yes(Shown),
    /// It does not.
    No,
    /// It could not be asked.
    Failed(Fault),
}

/// How a job ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Every site was asked.
    Located,
    /// The test ran to its end, well or not.
    Tested,
    /// Every list was asked.
    Previewed,
    /// There is no mirror with all that was to be previewed from it.
    NothingMirrored,
    /// How the mirror of each connection stands.
    SummedUp(Vec<(Name, Mirrored)>),
    /// The mirror is up to date, as far as the lists may be read.
    Pulled(Box<Pulled>),
    /// The connection is saved.
    Saved(SavedAt),
    /// The guide is written; the file.
    Wrote(String),
    /// A saved connection was read.
    Opened(Box<Opened>),
    /// A saved connection is gone; those that are left.
    Removed(Vec<Connection>),
    /// A confirmation by hand got its name and time.
    Stamped(RightId, Confirmation),
    /// The result of a test is kept with its connection; what it is in short.
    Recorded(LastTest),
    /// Each secret store was tried.
    TriedStores(Vec<StoreCard>),
    /// A secret store is open now.
    Unlocked,
    /// A connection's secrets are in another store.
    Moved(SavedAt),
    /// A saved connection was renamed or taken back to what it was.
    Changed,
    /// The last test that is kept of a connection, if one is.
    LastTest(Option<Box<Document>>),
    /// What became of the key before the last switch.
    CheckedOldKey(OldKey),
    /// It could not be done.
    Failed(Fault),
}

impl Finish {
    /// The connection that was read, or why it was not.
    pub fn opened(self) -> Result<Box<Opened>, Fault> {
        if let Self::Opened(opened) = self { Ok(opened) } else { Err(self.into_fault()) }
    }

    /// What each store said of itself.
    pub fn tried(self) -> Result<Vec<StoreCard>, Fault> {
        if let Self::TriedStores(cards) = self { Ok(cards) } else { Err(self.into_fault()) }
    }

    /// What a pull did.
    pub fn pulled(self) -> Result<Box<Pulled>, Fault> {
        if let Self::Pulled(pulled) = self { Ok(pulled) } else { Err(self.into_fault()) }
    }

    /// Where the secrets are now.
    pub fn moved(self) -> Result<SavedAt, Fault> {
        if let Self::Moved(at) = self { Ok(at) } else { Err(self.into_fault()) }
    }

    /// Why the job failed; of one that ended otherwise than was asked for, that it was cancelled.
    pub fn into_fault(self) -> Fault {
        if let Self::Failed(fault) = self { fault } else { Fault::Cancelled }
    }

    /// Nothing, when the job did what it should.
    pub fn done(self) -> Result<(), Fault> {
        if let Self::Failed(fault) = self { Err(fault) } else { Ok(()) }
    }
}

/// A saved connection with its login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What was saved.
    pub connection: Connection,
    /// Its login, secrets included.
    pub login: Login,
}

/// What the wizard wants done. Imperative.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::large_enum_variant, reason = "there are one or two at a time, each used at once")]
pub enum Effect {
    /// Run this job; news of it carries the id.
    Start(JobId, Job),
    /// Stop this job. Nothing more is heard of it.
    Cancel(JobId),
    /// Keep this draft in the place of the one of this name. Nothing waits for it.
    Keep(DraftId, Box<Draft>),
    /// Remove the draft of this name, if there is one.
    DropDraft(DraftId),
    /// Leave the program.
    Exit(ExitCode),
}

/// A login that the sandbox offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The PSA it is for.
    pub psa: PsaId,
    /// The site it is at.
    pub site: SiteId,
    /// Its fields.
    pub values: Vec<(FieldId, Secret)>,
}

/// The API's path below an origin, for showing the final address.
pub fn api_address(facts: &PsaFacts, origin: &Origin) -> String {
    format!("{origin}{}", facts.address.api_path)
}
