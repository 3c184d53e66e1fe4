//! What a pull did and does: per list, in numbers.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Scope;
use crate::{
    model::{fault::Fault, id::ListId},
    words,
};

/// How many rows of a list a pull wrote, by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Came, all together.
    pub read: u64,
    /// Were not there before.
    pub added: u64,
    /// Were there with other values.
    pub changed: u64,
    /// Were there and came no more; they stay, marked as gone.
    pub gone: u64,
    /// Cells whose value did not fit their column.
    pub misfits: u64,
}

impl Tally {
    /// Adds another.
    pub fn add(&mut self, other: Self) {
        self.read += other.read;
        self.added += other.added;
        self.changed += other.changed;
        self.gone += other.gone;
        self.misfits += other.misfits;
    }
}

/// How far a pull is with one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListNews {
    /// The list.
    pub list: ListId,
    /// Rows that are written, those of an earlier pull that was cut off included.
    pub rows: u64,
    /// Rows there are to read, if the PSA says so; up to a page too many where it counts pages. Of a list below another: rows
    /// of that one.
    pub total: Option<u64>,
    /// What is counted, when it is not rows: of a list below another, the rows of that one: `agreements`.
    pub of: Option<String>,
    /// What was done for the total, in the total's unit.
    pub done: u64,
    /// Whether it is moving.
    pub flow: Flow,
}

/// Whether a list is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// It waits for its turn.
    Waiting,
    /// It is being read; rows a second, and how long it still takes where that can be told.
    Reading {
        /// Rows written in a second, lately.
        rows_per_sec: u64,
        /// Until its end.
        left: Option<Duration>,
    },
    /// It is read to its end.
    Done,
    /// It cannot be read.
    Failed,
}

/// Requests that a pull used, and what the PSA allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// Sent by this pull.
    pub used: u64,
    /// Allowed in a minute, where the vendor says so.
    pub per_minute: Option<u32>,
}

/// How much of what the vendor allows in a time is used, by every program that asks the same PSA.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Usage {
    /// Requests that count.
    pub used: u64,
    /// As many are allowed.
    pub allowed: u64,
    /// In so many minutes.
    pub minutes: u64,
    /// The same as a clause, with what the vendor does about it.
    #[serde(skip)]
    pub says: String,
}

/// How one list ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// To its end.
    Whole,
    /// Counted only.
    Counted(u64),
    /// Not: the right for it is missing, or the PSA has trouble with it.
    Not(Fault),
}

/// What a pull did with one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PulledList {
    /// The list.
    pub list: ListId,
    /// Its name on screens.
    pub name: String,
    /// Whether the integration cannot do without it.
    pub is_needed: bool,
    /// How it ended.
    pub read: Read,
    /// Which rows were asked for.
    pub scope: Scope,
    /// What became of them.
    pub tally: Tally,
    /// Rows in the mirror now that are not gone.
    pub rows: u64,
    /// Rows that the integration would trip over.
    pub doubts: Vec<RowDoubt>,
}

impl Pulled {
    /// How much of what the vendor allows is used, as a sentence, where the PSA tells.
    pub fn usage_says(&self) -> Option<String> {
        Some(match self.usage.as_ref()? {
            Ok(usage) => words::with("pull-usage", &[("says", usage.says.as_str().into())]),
            Err(fault) => words::with("pull-usage-unread", &[("fault", fault.to_string().into())]),
        })
    }
}

/// Rows of one kind that an integration would trip over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowDoubt {
    /// What it means, a sentence of the integration's file.
    pub says: String,
    /// How many rows.
    pub rows: u64,
    /// The ids of the first few.
    pub first: Vec<i64>,
}

/// What a pull did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    /// The lists, in the order of the integration.
    pub lists: Vec<PulledList>,
    /// Requests.
    pub budget: Budget,
    /// What the PSA counted at its end, or why that could not be read; `None` where no PSA tells.
    pub usage: Option<Result<Usage, Fault>>,
    /// From its start to its end.
    pub took: Duration,
    /// Whether an earlier pull that was cut off was taken up.
    pub resumed: bool,
    /// Where the mirror is: a path or an address, safe to show.
    pub place: String,
}
