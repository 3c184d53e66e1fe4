//! How a connection's mirror stands, in short: what the last pull came to, how long ago, how many rows there are.

use std::time::Duration;

use crate::words::{self, digits::grouped};

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
            Self::Never => words::say("mirror-never").into(),
            Self::Unreadable(_) => words::say("mirror-unreadable").into(),
            Self::Pulled(it) => match it.end {
                PullEnd::Complete => words::with("mirror-pulled", &[("ago", ago_in_short(it.age).into())]),
                PullEnd::Partial => words::say("mirror-in-part").into(),
                PullEnd::Stopped => words::say("mirror-stopped").into(),
                PullEnd::Failed => words::say("mirror-failed").into(),
                PullEnd::CutOff => words::say("mirror-cut-off").into(),
                PullEnd::Open => words::say("mirror-open").into(),
            },
        }
    }

    /// One or two sentences.
    pub fn says(&self) -> String {
        match self {
            Self::Never => words::say("mirror-says-never").into(),
            Self::Unreadable(fault) => words::with(
                "mirror-says-unreadable",
                &[("fault", fault.to_string().into()), ("remedy", fault.remedy().into())],
            ),
            Self::Pulled(it) => {
                let (rows, ago) = (grouped(it.rows), ago(it.age));
                match it.end {
                    PullEnd::Complete => {
                        words::with("mirror-says-pulled", &[("rows", rows.into()), ("ago", ago.into())])
                    }
                    PullEnd::Partial => {
                        words::with("mirror-says-in-part", &[("rows", rows.into()), ("ago", ago.into())])
                    }
                    PullEnd::Stopped => {
                        words::with("mirror-says-stopped", &[("rows", rows.into()), ("ago", ago.into())])
                    }
                    PullEnd::Failed => words::with("mirror-says-failed", &[("rows", rows.into()), ("ago", ago.into())]),
                    PullEnd::CutOff => {
                        words::with("mirror-says-cut-off", &[("rows", rows.into()), ("ago", ago.into())])
                    }
                    PullEnd::Open => words::with("mirror-says-open", &[("rows", rows.into()), ("ago", ago.into())]),
                }
            }
        }
    }
}
