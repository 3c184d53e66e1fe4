//! The mirror of a connection: the rows of its lists in a database that any tool can query. One trait, one file a database.
//!
//! ```text
//! pages ─▶ write: rows + cursor in one transaction ─▶ tables of the lists, lists, pulls, pulled_lists
//! ```
//! Invariant: the cursor of a list says exactly which ids the rows in its table were read of. Killed at any moment, the next
//! pull goes on from there.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{
    fault::Fault,
    id::ListId,
    integration::RowWarning,
    mirror::{Coverage, Kept, RowDoubt, Rows, Scope, Shape, Span, Tally, Value},
};

mod digest;
mod doubts;
pub(super) mod files;
mod place;
#[cfg(feature = "postgres")]
mod postgres;
pub mod schema;
mod server;
mod sql;
mod sqlite;

pub use place::{Database, MIRRORS, Purpose};
pub use server::{Passwords, PostgresAt};

/// How far a list is read. Kept in the same transaction as the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Which rows are asked for.
    pub scope: Scope,
    /// Only those that changed at this moment or later, by the PSA's clock.
    pub since: Option<String>,
    /// When its first request was sent, RFC 3339.
    pub began: String,
    /// The ids that were read; of a list below another, the ids of that one whose rows were read.
    pub covered: Coverage,
    /// When its first page was made, by the PSA's clock.
    #[serde(default)]
    pub asked_at: Option<String>,
    /// The latest change among the rows that came.
    pub newest: Option<String>,
    /// What became of the rows so far.
    pub tally: Tally,
}

impl Cursor {
    /// Up to when changes are surely known once all was read: no later than the first page was made, because a row of it may
    /// have changed while the others were read. `None` when the rows say nothing of changes.
    pub fn changed_until(&self) -> Option<String> {
        let newest: Timestamp = self.newest.as_ref()?.parse().ok()?;
        let asked: Timestamp = self.asked_at.as_ref().unwrap_or(&self.began).parse().ok()?;
        Some(newest.min(asked).to_string())
    }
}

/// What the mirror knows of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListState {
    /// How far it is read; `None` when nothing was begun or all was read.
    pub cursor: Option<Cursor>,
    /// When the last full pass that came to its end began, RFC 3339.
    pub full_at: Option<String>,
    /// Up to when changes are known, by the PSA's clock.
    pub changed_until: Option<String>,
}

/// A page to be written.
#[derive(Clone, Debug)]
pub struct Written<'a> {
    /// The list.
    pub shape: &'a Shape,
    /// The rows.
    pub rows: &'a Rows,
    /// The row that they hang below, of a list below another.
    pub parent: Option<i64>,
    /// All rows that the PSA has of these ids came: what the mirror has besides is gone. `None` when only changes came.
    pub all_of: Option<Span>,
    /// How far the list is read with this page. Its tally is brought up to date when it is written.
    pub cursor: &'a Cursor,
}

/// What a pull is about to do.
#[derive(Clone, Debug)]
pub struct Begun<'a> {
    /// Whose lists: the PSA and the tenant. A mirror that holds those of another is not mixed with them.
    pub source: &'a str,
    /// Its lists.
    pub shapes: &'a [Shape],
    /// How much of each record is kept.
    pub kept: Kept,
    /// Now, RFC 3339.
    pub at: &'a str,
    /// A minute ago, RFC 3339.
    pub recent: &'a str,
}

/// What a mirror knows when a pull begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Of each list, in the order that was asked for.
    pub lists: Vec<ListState>,
    /// Requests of earlier pulls since [`Begun::recent`]: those count against the vendor's minute, too.
    pub sent: u64,
}

/// How many of a pull's requests fell into its last minute, when they were sent evenly.
fn within_a_minute(began: &str, seen: &str, requests: u64) -> u64 {
    let moment = |it: &str| it.parse::<Timestamp>().ok();
    let took = moment(began).zip(moment(seen)).map(|(began, seen)| seen.duration_since(began).as_secs().unsigned_abs());
    took.filter(|it| *it > 60).map_or(requests, |secs| (requests.saturating_mul(60)).div_ceil(secs))
}

/// What a pull has sent so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent<'a> {
    /// Requests.
    pub requests: u64,
    /// Now, RFC 3339.
    pub at: &'a str,
}

/// How a pull ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every list was read to its end.
    Complete,
    /// Some lists were; the others may not be read.
    Partial,
    /// It was stopped, or the limit was reached; the next pull goes on.
    Stopped,
    /// It failed; the next pull goes on.
    Failed,
}

impl Outcome {
    /// As it is written.
    pub fn key(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
        }
    }
}

/// The end of a pull.
#[derive(Clone, Debug)]
pub struct End<'a> {
    /// How.
    pub outcome: Outcome,
    /// Why it did not come to its end, a sentence without secrets.
    pub fault: Option<&'a str>,
    /// Requests that it sent.
    pub requests: u64,
    /// Now, RFC 3339.
    pub at: &'a str,
}

/// A list that was read to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListEnd {
    /// Rows that are gone because the row that they hung below is.
    pub gone: u64,
    /// Rows there are now.
    pub rows: u64,
}

/// What is in a mirror, in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The last pull.
    pub last: Option<LastPull>,
    /// Each list with its rows that are not gone.
    pub lists: Vec<ListSummary>,
}

/// One pull, as it was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastPull {
    /// When it began, RFC 3339.
    pub began_at: String,
    /// When it ended; `None` while it runs, and of one that was cut off.
    pub ended_at: Option<String>,
    /// `running`, `complete`, `stopped`, `failed` or `cut off`.
    pub outcome: String,
    /// Why it did not come to its end.
    pub fault: Option<String>,
    /// Requests that it sent.
    pub requests: u64,
}

/// The outcome of a pull that did not end.
const RUNNING: &str = "running";

/// The outcome of one that did not, and that nobody runs.
const CUT_OFF: &str = "cut off";

/// One list of a mirror.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSummary {
    /// The list.
    pub list: ListId,
    /// Rows that are not gone.
    pub rows: u64,
    /// When the last full pass that came to its end began; `None` when none did.
    pub full_at: Option<String>,
    /// The columns of its table besides those that every table has: fewer than are known now, when an earlier version of this
    /// program pulled it.
    pub columns: Vec<String>,
}

/// Takes one row: the cells that were asked for, in their order.
pub type EachRow<'a> = &'a mut dyn FnMut(&[Value<'_>]) -> Result<(), Fault>;

/// One connection's mirror in one database.
///
/// Errors of all: [`Fault::Local`] when the database cannot be read or written, with what to do.
pub trait Mirror: Send {
    /// Where it is, safe to show.
    fn place(&self) -> String;

    /// Makes the tables that are missing, notes that a pull begins, and says what is known of each list and how many
    /// requests earlier pulls sent since [`Begun::recent`].
    fn begin_pull(&mut self, begun: &Begun<'_>) -> Result<Known, Fault>;

    /// Writes pages and their cursors in one transaction, and says what became of the rows of each. `sent` is what the pull
    /// has sent so far.
    fn write(&mut self, written: &[Written<'_>], sent: Sent<'_>) -> Result<Vec<Tally>, Fault>;

    /// Notes that a list was read to its end `at` a moment (RFC 3339), by the cursor that it had last.
    fn end_list(&mut self, shape: &Shape, cursor: &Cursor, at: &str) -> Result<ListEnd, Fault>;

    /// Notes that the pull is over.
    fn end_pull(&mut self, end: &End<'_>) -> Result<(), Fault>;

    /// The ids above `after` that are not gone, in order, `limit` at most.
    fn ids(&mut self, shape: &Shape, after: i64, limit: u32) -> Result<Vec<i64>, Fault>;

    /// Gives every row that is not gone, in the order of the ids, with these of its columns.
    ///
    /// A table that was never pulled has no rows.
    fn rows(&mut self, shape: &Shape, columns: &[usize], each: EachRow<'_>) -> Result<(), Fault>;

    /// Counts the rows that these warnings of one list are about. A warning that looks into a list which was never read to
    /// its end is left out.
    fn doubts(&mut self, shape: &Shape, warnings: &[&RowWarning]) -> Result<Vec<RowDoubt>, Fault>;

    /// What is in it.
    fn summary(&mut self) -> Result<Summary, Fault>;
}
