//! One list while it is read: what is still to be asked, and how far it is.

use std::sync::{Arc, atomic::AtomicU32};

use crate::{
    model::{
        catalog::List,
        fault::Fault,
        mirror::{Coverage, Scope, Shape, Span, Tally, Value},
    },
    psa::{More, Page},
    store::mirror::Cursor,
};

use super::{Asked, below::Below, meter::Meter, walk::Walk};

/// One list.
pub(super) struct Reading<'a> {
    pub(super) list: &'a List,
    pub(super) shape: &'a Shape,
    /// How far it is read, with what is on its way to the writer.
    pub(super) cursor: Cursor,
    pub(super) way: Way,
    pub(super) meter: Meter,
    /// Why it cannot be read.
    pub(super) failed: Option<Fault>,
    /// Whether the writer was told that it is read to its end.
    pub(super) is_ended: bool,
    /// Rows in the mirror, once it is there to its end.
    pub(super) now: Option<u64>,
    numbers: Numbers,
    flying: usize,
    /// What was asked for before it was begun anew is of another.
    pub(super) generation: u32,
    /// Rows a page, fewer when the PSA could not give as many.
    pub(super) page: Arc<AtomicU32>,
}

/// How its rows are found.
pub(super) enum Way {
    /// By their ids.
    Ids(Walk),
    /// Below the rows of the list at this place in the plan.
    Below(Below, usize),
}

/// Whether count and highest id were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbers {
    Count,
    Top,
    Asked,
}

/// Whether rows of another list hang below those of this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Above {
    AList,
    Nothing,
}

impl<'a> Reading<'a> {
    /// A list that is read from where its cursor says.
    pub(super) fn of(list: &'a List, shape: &'a Shape, cursor: Cursor, way: Way, page: u32) -> Self {
        let numbers = match &way {
            Way::Ids(walk) if walk.is_done() => Numbers::Asked,
            Way::Ids(_) => Numbers::Count,
            Way::Below(..) => Numbers::Asked,
        };
        let meter = Meter::of(cursor.tally.read);
        Self {
            list,
            shape,
            cursor,
            way,
            meter,
            failed: None,
            is_ended: false,
            now: None,
            numbers,
            flying: 0,
            generation: 0,
            page: Arc::new(AtomicU32::new(page)),
        }
    }

    /// What to ask next, of at most `lanes` requests at once.
    pub(super) fn next(&mut self, lanes: usize) -> Option<Asked> {
        if self.failed.is_some() || self.is_ended || self.flying >= lanes {
            return None;
        }
        let asked = match &mut self.way {
            // The first page says whether the list may be read at all; the numbers come beside it.
            Way::Ids(walk) => match walk.next_first().map(Asked::Page) {
                Some(first) => Some(first),
                // What a page has said of the whole is not asked for.
                None if walk.rows().is_some() => walk.next().map(Asked::Page),
                None => match self.numbers {
                    Numbers::Count => {
                        // Of changes alone, the highest id of all says nothing.
                        self.numbers = if self.cursor.scope == Scope::Full { Numbers::Top } else { Numbers::Asked };
                        Some(Asked::Count)
                    }
                    Numbers::Top => {
                        self.numbers = Numbers::Asked;
                        Some(Asked::Top)
                    }
                    Numbers::Asked => walk.next().map(Asked::Page),
                },
            },
            Way::Below(below, _) => below.next().map(Asked::Below),
        };
        self.flying += usize::from(asked.is_some());
        asked
    }

    /// An answer came, whatever it is.
    pub(super) fn landed(&mut self) {
        self.flying -= 1;
    }

    /// A page came: gives what the mirror may take as all there is of these ids.
    /// `size` is how many rows it was to have.
    pub(super) fn came(&mut self, asked: Asked, page: &Page, size: u32) -> Option<Span> {
        let Page { rows, more, made_at, pages } = page;
        if let Some(column) = self.shape.changed_at() {
            let newest = (0..rows.len()).filter_map(|row| match rows.cell(row, column) {
                Value::Text(text) => Some(text),
                Value::Null | Value::Whole(_) | Value::Flag(_) => None,
            });
            let newest = newest.max().filter(|it| self.cursor.newest.as_deref().is_none_or(|before| *it > before));
            if let Some(newest) = newest {
                self.cursor.newest = Some(newest.to_owned());
            }
        }
        if self.cursor.asked_at.is_none() {
            self.cursor.asked_at.clone_from(made_at);
        }
        let ids = rows.ids();
        let read = match (&mut self.way, asked) {
            (Way::Ids(walk), Asked::Page(ask)) => {
                let read = walk.came(ask, ids, *more);
                if let Some(pages) = pages {
                    walk.says_pages(ask, *pages, size);
                }
                self.cursor.covered.add(read);
                Some(read)
            }
            (Way::Below(below, _), Asked::Below(ask)) => {
                let (parents, read) = below.came(ask, ids.last().copied(), *more != More::No);
                if let Some(parents) = parents {
                    self.cursor.covered.add(parents);
                }
                Some(read)
            }
            (Way::Ids(_) | Way::Below(..), _) => None,
        };
        read.filter(|_| self.cursor.scope == Scope::Full)
    }

    /// Reads everything, because the PSA refuses to say what changed. What is still on its way is of no use then.
    pub(super) fn read_all(&mut self, began: &str, page: u32) {
        self.cursor = Cursor {
            scope: Scope::Full,
            since: None,
            began: began.to_owned(),
            covered: Coverage::default(),
            asked_at: None,
            newest: None,
            tally: Tally::default(),
        };
        self.way = Way::Ids(Walk::of(&self.cursor.covered, page));
        self.numbers = Numbers::Count;
        self.generation += 1;
    }

    /// Whether all was read; of a list below another, the rest of that one's ids is then covered, too.
    pub(super) fn is_read(&mut self) -> bool {
        match &self.way {
            Way::Ids(walk) => walk.is_done() && self.flying == 0,
            Way::Below(below, _) => below.end().is_some_and(|rest| {
                self.cursor.covered.add(rest);
                true
            }),
        }
    }

    /// Requests that are left, as far as that can be told, those for what hangs below it included.
    pub(super) fn weight(&self, above: Above) -> f64 {
        match &self.way {
            // Nobody knows yet how long it is, so that is found out first.
            Way::Ids(walk) if walk.is_unasked() => f64::INFINITY,
            // Each row takes a request for what hangs below it.
            Way::Ids(walk) if above == Above::AList => walk.rows_left(),
            Way::Ids(walk) => walk.pages_left(),
            Way::Below(below, _) => f64::from(u32::try_from(below.left()).unwrap_or(u32::MAX)),
        }
    }
}
