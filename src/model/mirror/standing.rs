//! How a connection's mirror stands, in short: what the last pull came to, how long ago, how many rows there are.

use crate::words::digits::grouped;
use std::time::Duration;

use crate::model::{
    age::{ago, ago_in_short},
    fault::Fault,
};

/// How the mirror of a connection stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mirrored {
    /// Nothing was ever pulled.
    Never,
    /// Something was.
    Pulled(Standing),
    /// It cannot be read.
    Unreadable(Fault),
}

/// What the last pull came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How it ended.
    pub end: PullEnd,
    /// How long ago it ended; of one that did not, how long ago it began.
    pub age: Duration,
    /// Rows in the mirror that are not gone, of all lists.
    pub rows: u64,
}

/// How a pull ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullEnd {
    /// Every list was read to its end.
    Complete,
    /// Some lists were; the others may not be read.
    Partial,
    /// Somebody stopped it, or the PSA's limit did.
    Stopped,
    /// It failed.
    Failed,
    /// The program ended while it ran.
    CutOff,
    /// It did not end: another process pulls, or it was cut off.
    Open,
}

impl PullEnd {
    /// The end by the word that the mirror keeps: `complete`, `partial`, `stopped`, `failed`, `running`, `cut off`.
    pub fn of(word: &str) -> Self {
        match word {
            "complete" => Self::Complete,
            "partial" => Self::Partial,
            "stopped" => Self::Stopped,
            "failed" => Self::Failed,
            "running" => Self::Open,
            // What a later version writes did not come to a good end that is known here.
            _ => Self::CutOff,
        }
    }
}

impl Mirrored {
    /// For a row: `pulled 3 h ago`, `never pulled`, `pull cut off`.
    pub fn in_short(&self) -> String {
        match self {
            Self::Never => "never pulled".into(),
            Self::Unreadable(_) => "mirror unreadable".into(),
            Self::Pulled(it) => match it.end {
                PullEnd::Complete => format!("pulled {}", ago_in_short(it.age)),
                PullEnd::Partial => "pulled in part".into(),
                PullEnd::Stopped => "pull stopped".into(),
                PullEnd::Failed => "pull failed".into(),
                PullEnd::CutOff => "pull cut off".into(),
                PullEnd::Open => "pull not over".into(),
            },
        }
    }

    /// One or two sentences.
    pub fn says(&self) -> String {
        match self {
            Self::Never => "Nothing was pulled yet.".into(),
            Self::Unreadable(fault) => format!("Its mirror cannot be read: {fault}. {}", fault.remedy()),
            Self::Pulled(it) => {
                let (rows, ago) = (grouped(it.rows), ago(it.age));
                match it.end {
                    PullEnd::Complete => format!("Mirror: {rows} rows, pulled {ago}."),
                    PullEnd::Partial => format!("Mirror: {rows} rows, pulled {ago}; not every list may be read."),
                    PullEnd::Stopped => format!("Mirror: {rows} rows; the pull was stopped {ago}, the next goes on."),
                    PullEnd::Failed => format!("Mirror: {rows} rows; the pull failed {ago}, the next goes on."),
                    PullEnd::CutOff => format!("Mirror: {rows} rows; the pull was cut off {ago}, the next goes on."),
                    PullEnd::Open => {
                        format!("Mirror: {rows} rows; a pull began {ago} and is not over: it runs, or was cut off.")
                    }
                }
            }
        }
    }
}
