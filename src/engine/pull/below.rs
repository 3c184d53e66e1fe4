//! Lists whose rows hang below those of another: which of these are still to be read. Decides; sends nothing.

use std::collections::VecDeque;

use crate::model::mirror::{Coverage, Span};

/// How many ids of the other list are taken from the mirror at a time.
pub(super) const IDS: u32 = 1000;

/// The rows of the other list below which a list is not read yet.
#[derive(Debug)]
pub(super) struct Below {
    covered: Coverage,
    /// To be asked, each with where its page begins.
    queue: VecDeque<BelowAsk>,
    flying: usize,
    /// The last id that was taken from the mirror.
    pub(super) after: i64,
    state: Ids,
    /// Rows of the other list that are read.
    pub(super) done: u64,
}

/// Where the ids of the other list come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ids {
    /// The other list is not read to its end.
    Wait,
    /// There are more in the mirror.
    More,
    /// They were asked for.
    Asked,
    /// All are known.
    All,
}

/// A page to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BelowAsk {
    /// The row of the other list.
    pub(super) parent: i64,
    /// The row before it, so that what is covered joins.
    before: i64,
    /// Which ids of this list.
    pub(super) span: Span,
}

impl Below {
    /// What is left of a list that was read below this much of the other.
    pub(super) fn of(covered: &Coverage) -> Self {
        Self { covered: covered.clone(), queue: VecDeque::new(), flying: 0, after: i64::MIN, state: Ids::Wait, done: 0 }
    }

    /// The other list is in the mirror.
    pub(super) fn parent_is_read(&mut self) {
        if self.state == Ids::Wait {
            self.state = Ids::More;
        }
    }

    /// Whether ids should be taken from the mirror now; they are then on their way.
    pub(super) fn wants_ids(&mut self) -> bool {
        let wants = self.state == Ids::More && self.queue.len() < IDS as usize / 4;
        if wants {
            self.state = Ids::Asked;
        }
        wants
    }

    /// Ids came from the mirror.
    pub(super) fn take_ids(&mut self, ids: &[i64]) {
        self.state = if ids.len() < IDS as usize { Ids::All } else { Ids::More };
        for id in ids {
            if self.covered.has(*id) {
                self.done += 1;
            } else {
                self.queue.push_back(BelowAsk { parent: *id, before: self.after, span: Span::ALL });
            }
            self.after = *id;
        }
    }

    /// The next page to ask for.
    pub(super) fn next(&mut self) -> Option<BelowAsk> {
        let ask = self.queue.pop_front()?;
        self.flying += 1;
        Some(ask)
    }

    /// A page came. Gives the ids of the other list that are read with it, and those of this list.
    pub(super) fn came(&mut self, ask: BelowAsk, last: Option<i64>, has_more: bool) -> (Option<Span>, Span) {
        self.flying -= 1;
        if let Some(last) = last.filter(|_| has_more) {
            let rest = Span { after: last, upto: ask.span.upto };
            self.queue.push_front(BelowAsk { span: rest, ..ask });
            return (None, Span { after: ask.span.after, upto: last });
        }
        self.done += 1;
        (Some(Span { after: ask.before, upto: ask.parent }), ask.span)
    }

    /// Rows of the other list that are known to be left.
    pub(super) fn left(&self) -> usize {
        self.queue.len() + self.flying
    }

    /// What is covered besides when every row of the other list was asked for; `None` before.
    pub(super) fn end(&self) -> Option<Span> {
        let is_done = self.state == Ids::All && self.queue.is_empty() && self.flying == 0;
        is_done.then_some(Span { after: self.after, upto: i64::MAX })
    }
}

#[cfg(test)]
mod tests {
    use super::{Below, Coverage, Span};

    #[test]
    fn each_row_of_the_other_list_is_asked_for_until_its_last_page() {
        let mut below = Below::of(&Coverage::default());
        assert!(!below.wants_ids());
        below.parent_is_read();
        assert!(below.wants_ids() && !below.wants_ids());
        below.take_ids(&[4, 9]);
        let (four, nine) = (below.next().unwrap(), below.next().unwrap());
        assert_eq!((four.parent, nine.parent, below.next()), (4, 9, None));
        let mut covered = Coverage::default();
        let (parents, rows) = below.came(nine, Some(70), true);
        assert_eq!((parents, rows), (None, Span { after: i64::MIN, upto: 70 }));
        let rest = below.next().unwrap();
        assert_eq!((rest.parent, rest.span.after), (9, 70));
        for ask in [rest, four] {
            covered.add(below.came(ask, None, false).0.unwrap());
        }
        covered.add(below.end().unwrap());
        assert!(covered.is_whole());
    }

    #[test]
    fn a_row_whose_list_was_read_is_not_asked_for_again() {
        let mut covered = Coverage::default();
        covered.add(Span { after: i64::MIN, upto: 4 });
        let mut below = Below::of(&covered);
        below.parent_is_read();
        assert!(below.wants_ids());
        below.take_ids(&[4, 9]);
        let nine = below.next().unwrap();
        assert_eq!((nine.parent, below.next(), below.end()), (9, None, None));
        covered.add(below.came(nine, None, false).0.unwrap());
        covered.add(below.end().unwrap());
        assert!(covered.is_whole() && below.done == 2);
    }
}
