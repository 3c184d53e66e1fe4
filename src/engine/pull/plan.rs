//! What a pull is to read: its lists with those that they hang below, and those that are only counted.

use jiff::{SignedDuration, Timestamp};

use crate::{
    model::{
        catalog::List,
        fault::Fault,
        id::ListId,
        mirror::{Coverage, Kept, Scope, Shape, Tally},
    },
    store::mirror::{Cursor, ListState},
    wizard::event::ToPull,
    words,
};

use crate::engine::session::Session;

/// Rows of a page when whole records are read, which are some ten times as large.
const WHOLE_PAGE: u32 = 500;

/// How old a full pass may be before rows that vanished are looked for again.
const FULL_EVERY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How old what was read may be to be gone on with. Older, and rows read then and now would not fit together.
const RESUMED_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// How far clocks may differ.
const CLOCKS: SignedDuration = SignedDuration::from_hours(1);

/// How far back changes are asked for beyond the last one that is known: a change may become visible after a later one.
const OVERLAP: SignedDuration = SignedDuration::from_mins(5);

/// What is to be read.
pub(super) struct Plan<'a> {
    /// Whose lists: the PSA and the tenant, by what finds it.
    pub(super) source: String,
    /// The lists, each after the one that it hangs below.
    pub(super) lists: Vec<&'a List>,
    /// Their tables, in the same order.
    pub(super) shapes: Vec<Shape>,
    /// Lists that are only counted.
    pub(super) counted: Vec<&'a List>,
    /// How much of each record.
    pub(super) kept: Kept,
    /// Rows a page.
    pub(super) page: u32,
    /// Which rows were asked for.
    scope: Scope,
    /// When it began, RFC 3339.
    pub(super) at: String,
}

impl<'a> Plan<'a> {
    /// Works out the lists of a pull that begins `at` a moment.
    ///
    /// Errors: [`Fault::Local`] for a list that this PSA does not have.
    pub(super) fn of(session: &Session<'a>, to_pull: &ToPull, at: String) -> Result<Self, Fault> {
        let facts = session.facts;
        let named = to_pull.lists.as_ref().unwrap_or(&session.needs.lists);
        let mut lists: Vec<&List> = vec![];
        for id in named {
            let list = facts.list(id).ok_or_else(|| unknown(session, id))?;
            let parent = list.parent.as_ref().and_then(|it| facts.list(it));
            for it in [parent, Some(list)].into_iter().flatten() {
                if !lists.iter().any(|there| there.id == it.id) {
                    lists.push(it);
                }
            }
        }
        let counted = session.needs.counted.iter().filter(|_| to_pull.lists.is_none());
        let largest = match to_pull.kept {
            Kept::Columns => facts.limits.page,
            Kept::Whole => facts.limits.page.min(WHOLE_PAGE),
        };
        // Who logs in may change with an API user; the company ID, where there is one, never does.
        let tenant = session.login.plain(&facts.locate.by.0).to_lowercase();
        Ok(Self {
            source: format!("{}, {tenant}", facts.name),
            shapes: lists.iter().map(|it| Shape::of(it)).collect(),
            counted: counted.filter_map(|it| facts.list(it)).collect(),
            lists,
            kept: to_pull.kept,
            page: to_pull.page.unwrap_or(largest).clamp(1, largest),
            scope: to_pull.scope,
            at,
        })
    }

    /// Where the reading of a list begins, and whether it goes on from an earlier pull.
    pub(super) fn begin(&self, list: &List, state: ListState) -> (Cursor, bool) {
        let now: Timestamp = self.at.parse().unwrap_or_default();
        // A moment that is still to come was written by a clock that was wrong.
        let is_within = |moment: &str, span| {
            let age = moment.parse::<Timestamp>().ok().map(|it| now.duration_since(it));
            age.is_some_and(|it| it < span && it > -CLOCKS)
        };
        if let Some(cursor) = state.cursor
            && is_within(&cursor.began, RESUMED_WITHIN)
            && (cursor.scope == Scope::Full || self.scope == Scope::Changes)
        {
            let is_begun = !cursor.covered.is_empty();
            return (cursor, is_begun);
        }
        let is_known = state.full_at.is_some_and(|it| is_within(&it, FULL_EVERY));
        let since = state.changed_until.as_deref().and_then(|it| it.parse::<Timestamp>().ok());
        let since = since.filter(|_| is_known && self.scope == Scope::Changes && list.changed.is_some());
        let since = since.and_then(|it| it.checked_sub(OVERLAP).ok()).map(|it| it.to_string());
        let scope = if since.is_some() { Scope::Changes } else { Scope::Full };
        let (began, covered, tally) = (self.at.clone(), Coverage::default(), Tally::default());
        (Cursor { scope, since, began, covered, asked_at: None, newest: None, tally }, false)
    }
}

fn unknown(session: &Session<'_>, id: &ListId) -> Fault {
    let known: Vec<&str> = session.facts.lists.iter().map(|it| it.id.0.as_str()).collect();
    Fault::Local {
        what: words::with(
            "pull-no-list",
            &[("psa", session.facts.name.as_str().into()), ("list", id.to_string().into())],
        ),
        remedy: words::with("pull-name-some", &[("names", known.join(", ").into())]),
    }
}
