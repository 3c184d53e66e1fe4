//! One page of a list: what is asked for, and what came.

use jiff::Timestamp;

use super::{Reply, headers::unix_of};
use crate::{
    model::{
        fault::Fault,
        mirror::{Kept, Rows, Span},
    },
    words,
};

/// Which rows are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Their ids.
    pub span: Span,
    /// How many at most. Unit: rows, 1 to the vendor's largest page.
    pub size: u32,
    /// Only those that changed at this moment or later: `2026-11-20T08:00:00Z`.
    pub since: Option<String>,
    /// The row that they hang below, of a list below another.
    pub parent: Option<i64>,
    /// How much of each.
    pub kept: Kept,
}

/// What came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The rows, in the order of their ids.
    pub rows: Rows,
    /// Whether more of what was asked for follows.
    pub more: More,
    /// When it was made, by the PSA's clock, RFC 3339; `None` when the reply does not say.
    pub made_at: Option<String>,
    /// How many pages there are of what was asked for, this one included, when the reply says so.
    pub pages: Option<u64>,
}

/// Whether rows follow those of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum More {
    /// The reply says so.
    Yes,
    /// The reply says that none do.
    #[default]
    No,
    /// It says nothing, and has as many rows as were asked for.
    Unsaid,
}

impl Page {
    /// A page of `rows` that `label` asked for. `says_more` is `None` when the reply says nothing of it.
    ///
    /// Errors: the first row that was not asked for or is out of order, by its place.
    pub(super) fn of(
        wanted: &Wanted,
        rows: Rows,
        says_more: Option<bool>,
        reply: &Reply,
        label: &str,
    ) -> Result<Self, Fault> {
        let mut after = wanted.span.after;
        for (at, id) in rows.ids().iter().enumerate() {
            if *id <= after || *id > wanted.span.upto {
                return Err(Fault::Unreadable {
                    what: label.to_owned(),
                    at: words::with(
                        "reply-at-out-of-order",
                        &[("at", at.to_string().into()), ("id", id.to_string().into())],
                    ),
                });
            }
            after = *id;
        }
        let more = match says_more {
            // What follows would be asked for above the last id, and there is none: nobody knows what is there.
            Some(true) if rows.is_empty() => {
                return Err(Fault::Unreadable {
                    what: label.to_owned(),
                    at: words::say("reply-at-no-rows").to_owned(),
                });
            }
            // A server may keep its pages shorter than it was asked to, and then says that there is more.
            Some(true) => More::Yes,
            None if rows.len() >= wanted.size as usize => More::Unsaid,
            Some(false) | None => More::No,
        };
        let made_at = reply.header("date").and_then(unix_of).and_then(|it| Timestamp::from_second(it).ok());
        Ok(Self { rows, more, made_at: made_at.map(|it| it.to_string()), pages: None })
    }
}
