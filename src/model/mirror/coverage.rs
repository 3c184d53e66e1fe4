//! Which ids of a list were read: spans that are joined where they touch, and the gaps between them.

use serde::{Deserialize, Serialize};

/// Ids above `after`, up to and including `upto`.
///
/// `i64::MIN` and `i64::MAX` stand for no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The id that all of these are above.
    pub after: i64,
    /// The last of them.
    pub upto: i64,
}

impl Span {
    /// Every id there may be.
    pub const ALL: Self = Self { after: i64::MIN, upto: i64::MAX };

    /// Whether no id fits in.
    pub fn is_empty(self) -> bool {
        self.after >= self.upto
    }
}

/// Spans that were read, in order, none touching another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Coverage(Vec<Span>);

impl Coverage {
    /// Adds what was read.
    pub fn add(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        let first = self.0.partition_point(|it| it.upto < span.after);
        let last = self.0.partition_point(|it| it.after <= span.upto);
        let joined = self.0[first..last]
            .iter()
            .fold(span, |all, it| Span { after: all.after.min(it.after), upto: all.upto.max(it.upto) });
        self.0.splice(first..last, [joined]);
    }

    /// What was not read, in order.
    pub fn gaps(&self) -> Vec<Span> {
        let mut gaps = Vec::new();
        let mut after = Span::ALL.after;
        for it in &self.0 {
            gaps.push(Span { after, upto: it.after });
            after = it.upto;
        }
        gaps.push(Span { after, upto: Span::ALL.upto });
        gaps.retain(|it| !it.is_empty());
        gaps
    }

    /// Whether this id was read.
    pub fn has(&self, id: i64) -> bool {
        self.0.iter().any(|it| it.after < id && id <= it.upto)
    }

    /// Whether every id was read.
    pub fn is_whole(&self) -> bool {
        self.0 == [Span::ALL]
    }

    /// Whether nothing was read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Coverage, Span};

    fn span(after: i64, upto: i64) -> Span {
        Span { after, upto }
    }

    #[test]
    fn spans_that_touch_are_one_and_the_gaps_are_the_rest() {
        let mut it = Coverage::default();
        assert_eq!(it.gaps(), [Span::ALL]);
        it.add(span(i64::MIN, 10));
        it.add(span(20, 30));
        assert_eq!(it.gaps(), [span(10, 20), span(30, i64::MAX)]);
        it.add(span(10, 20));
        assert_eq!(it.gaps(), [span(30, i64::MAX)]);
        it.add(span(30, i64::MAX));
        assert!(it.is_whole() && it.gaps().is_empty());
    }

    proptest! {
        #[test]
        fn an_id_is_covered_exactly_when_one_span_held_it(
            spans in proptest::collection::vec((0_i64..60, 0_i64..60), 0..12),
        ) {
            let mut coverage = Coverage::default();
            for (after, upto) in &spans {
                coverage.add(span(*after, *upto));
            }
            let gaps = coverage.gaps();
            for id in -1..62 {
                let held = spans.iter().any(|(after, upto)| *after < id && id <= *upto);
                let open = gaps.iter().any(|it| it.after < id && id <= it.upto);
                prop_assert_eq!((held, held), (!open, coverage.has(id)), "id {}", id);
            }
            prop_assert!(gaps.windows(2).all(|it| it[0].upto < it[1].after));
        }
    }
}
