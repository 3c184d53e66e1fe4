//! What happens to the wizard, and what the wizard wants done.

use crate::model::{
    catalog::PsaFacts,
    document::Document,
    fault::{ExitCode, Fault},
    guide::Way,
    id::{FieldId, JobId, ListId, PsaId, SiteId},
    login::Login,
    origin::Origin,
    report::{Check, CheckFinding, Excess, Moved, Report, RightFinding, Sight},
    right::{Confirmation, RightId},
    rotation::OldKey,
    saved::{Connection, Name, SavedAt, StoreCard, ToSave},
    secret::Secret,
    shown::Shown,
    store_kind::StoreKind,
    table::Preview,
};

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
    /// A list of the preview.
    List(ListId),
    /// The name field of the save screen.
    Name,
    /// A saved connection on the home screen.
    Connection(String),
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
    /// A running job has news.
    Progressed(JobId, Progress),
    /// A job is over.
    Finished(JobId, Finish),
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
    /// The result of a test is kept with its connection.
    Recorded,
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
    /// Leave the program.
    Exit(ExitCode),
}

/// What the engine can be asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    /// Ask every site, without keys, whether it knows `text`.
    Locate {
        /// The PSA.
        psa: PsaId,
        /// The company ID or user name.
        text: String,
    },
    /// Test the layers, log in once, prove every right.
    Test {
        /// What the rights are needed for.
        integration: String,
        /// The login.
        login: Login,
        /// Whether it may be sent although it was refused before.
        consent: Consent,
    },
    /// Look up one right again, without a new login check.
    TestRight {
        /// What the right is needed for.
        integration: String,
        /// The login.
        login: Login,
        /// Which.
        right: RightId,
    },
    /// Count each list and read its first rows.
    Preview {
        /// Which lists.
        integration: String,
        /// The login.
        login: Login,
    },
    /// Save the connection.
    Save(Box<ToSave>),
    /// Write the guide to a file beside the person (the working directory), never over another file.
    WriteSheet {
        /// The file's name: `connectwise-sync365-guide.txt`.
        file: String,
        /// Its text.
        text: String,
    },
    /// Try whether secrets could be kept in each store, and leave nothing.
    TryStores,
    /// Open the store that a passphrase protects.
    Unlock {
        /// Which.
        store: StoreKind,
        /// The passphrase.
        passphrase: Secret,
    },
    /// Read a saved connection and its secret.
    Open(Name),
    /// Give a saved connection another name.
    Rename {
        /// Its name.
        name: Name,
        /// The new one, which must be free.
        to: Name,
    },
    /// Move a saved connection's secrets to another store, and leave nothing where they were.
    MoveTo {
        /// The connection.
        name: Name,
        /// The store.
        store: StoreKind,
    },
    /// Put the connection before the last save back.
    Undo(Name),
    /// Read what the last test of a saved connection found.
    LastTest(Name),
    /// Send the login before the last save once: a person asks for it, and it is expected to be refused.
    CheckOldKey(Name),
    /// Remove a saved connection and its secret.
    Remove(Name),
    /// Give a confirmation by hand its name and time.
    Stamp(RightId),
    /// Keep the result of a test with a saved connection.
    Record {
        /// The connection.
        name: Name,
        /// What was found.
        report: Box<Report>,
    },
}

/// Whether a login may be sent although just these values were refused within the hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// It may not: accounts lock.
    No,
    /// It may not, however long ago: nobody decided anew since the saved connection was refused, at this Unix second.
    RefusedAt(i64),
    /// The person said so after reading why.
    Given,
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
