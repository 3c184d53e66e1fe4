//! The ids that a condition leaves, so that rows are found by arithmetic instead of being looked at one by one.

use super::{Condition, Literal, Op};

/// Ids from `first` on, below `end`; no others can meet the condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first id that can.
    pub first: u64,
    /// The first id that cannot any more.
    pub end: u64,
    /// Every id in between does.
    pub exact: bool,
}

impl Span {
    /// Every id.
    pub const EVERY: Self = Self { first: 0, end: u64::MAX, exact: true };

    /// What both leave.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), end: self.end.min(other.end), exact: self.exact && other.exact }
    }

    /// What a condition leaves.
    pub fn of(condition: &Condition) -> Self {
        let unknown = Self { exact: false, ..Self::EVERY };
        match condition {
            Condition::All(them) => them.iter().map(Self::of).fold(Self::EVERY, Self::and),
            Condition::Test { field, op, values } if field.eq_ignore_ascii_case("id") => match values.as_slice() {
                [Literal::Number(number)] => Self::compared(*op, *number),
                _ => unknown,
            },
            Condition::Any(_) | Condition::Not(_) | Condition::Test { .. } => unknown,
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a conversion that stops at the smallest and the largest id is what is wanted"
    )]
    fn compared(op: Op, number: f64) -> Self {
        // The first id at or above it, and the first id above it.
        let (at, above) = (number.ceil() as u64, (number.floor() + 1.0) as u64);
        let every = Self::EVERY;
        match op {
            Op::Equal => Self { first: at, end: above, ..every },
            Op::Less => Self { end: at, ..every },
            Op::AtMost => Self { end: above, ..every },
            Op::More => Self { first: above, ..every },
            Op::AtLeast => Self { first: at, ..every },
            Op::Unequal | Op::Contains | Op::Like => Self { exact: false, ..every },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Condition, Span};

    fn span(text: &str) -> (u64, u64, bool) {
        let Span { first, end, exact } = Span::of(&Condition::parse(text).unwrap());
        (first, end, exact)
    }

    #[test]
    fn comparisons_of_ids_leave_a_span() {
        assert_eq!(span("id > 5000 and id <= 9000"), (5001, 9001, true));
        assert_eq!(span("(ID >= 3 and id < 7)"), (3, 7, true));
        assert_eq!(span("id = 7"), (7, 8, true));
        assert_eq!(span("id > 2.5 and id < 4.5"), (3, 5, true));
        assert_eq!((span("id = 2.5"), span("id < -1")), ((3, 3, true), (0, 0, true)));
        assert_eq!(span("id > 9 and id < 3"), (10, 3, true));
    }

    #[test]
    fn with_anything_else_the_rows_within_have_to_be_looked_at() {
        assert_eq!(span("id > 3 and name = 'x'"), (4, u64::MAX, false));
        for text in ["id > 3 or id < 2", "not id > 3", "id in (1, 2)", "id != 3", "id = null", "name = 'x'"] {
            assert_eq!(span(text), (0, u64::MAX, false), "{text}");
        }
    }
}
