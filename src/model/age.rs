//! How long ago something was, in the words of people. It takes the time that has gone: no clock is read here.

use std::time::Duration;

use crate::words;

/// `just now`, `3 minutes ago`, `2 days ago`.
pub fn ago(age: Duration) -> String {
    match largest(age) {
        None => words::say("age-just-now").into(),
        Some((n, Unit::Minute)) => words::with("age-minutes-ago", &[("n", n.into())]),
        Some((n, Unit::Hour)) => words::with("age-hours-ago", &[("n", n.into())]),
        Some((n, Unit::Day)) => words::with("age-days-ago", &[("n", n.into())]),
    }
}

/// The same where there is little room: `just now`, `3 min ago`, `3 h ago`, `2 d ago`.
pub fn ago_in_short(age: Duration) -> String {
    match largest(age) {
        None => words::say("age-just-now").into(),
        Some((n, Unit::Minute)) => words::with("age-short-minutes-ago", &[("n", n.into())]),
        Some((n, Unit::Hour)) => words::with("age-short-hours-ago", &[("n", n.into())]),
        Some((n, Unit::Day)) => words::with("age-short-days-ago", &[("n", n.into())]),
    }
}

/// How long something takes or took: `3 s`, `2 min`, rounded up.
pub fn span(time: Duration) -> String {
    match time.as_secs() {
        secs @ ..100 => words::with("age-span-seconds", &[("n", secs.into())]),
        secs => words::with("age-span-minutes", &[("n", secs.div_ceil(60).into())]),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Minute,
    Hour,
    Day,
}

/// The age in its largest unit; `None` below a minute.
fn largest(age: Duration) -> Option<(u64, Unit)> {
    match age.as_secs() {
        ..60 => None,
        secs @ 60..3_600 => Some((secs / 60, Unit::Minute)),
        secs @ 3_600..86_400 => Some((secs / 3_600, Unit::Hour)),
        secs @ 86_400.. => Some((secs / 86_400, Unit::Day)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{ago, ago_in_short, span};

    #[test]
    fn an_age_is_told_in_its_largest_unit() {
        let ages = [59, 60, 3 * 3_600, 86_400].map(Duration::from_secs);
        assert_eq!(ages.map(ago), ["just now", "1 minute ago", "3 hours ago", "1 day ago"]);
        assert_eq!(ages.map(ago_in_short), ["just now", "1 min ago", "3 h ago", "1 d ago"]);
        assert_eq!([0, 99, 100, 121].map(Duration::from_secs).map(span), ["0 s", "99 s", "2 min", "3 min"]);
    }
}
