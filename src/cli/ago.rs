//! How long ago something was, in the words of people.

use std::time::Duration;

use jiff::Timestamp;

use crate::{model::age, words};

/// Says how long before now the RFC 3339 time `then` was: `just now`, `3 minutes ago`, `2 days ago`.
pub(super) fn ago(then: &str) -> String {
    between(then, Timestamp::now())
}

/// The same where there is little room: `just now`, `3 min ago`, `2 d ago`.
pub(super) fn ago_in_short(then: &str) -> String {
    since(then, Timestamp::now()).map_or_else(|| then.to_owned(), age::ago_in_short)
}

/// Says how old keys are for a row: `keys 3 days`; of those that are older than a year, `old keys 412 days`.
pub(super) fn keys_age(since: &str) -> String {
    match days(since, Timestamp::now()) {
        None => words::say("age-keys-unknown").into(),
        Some(..1) => words::say("age-keys-new").into(),
        Some(1) => words::say("age-keys-one-day").into(),
        Some(days) if days > OLD => words::with("age-keys-old", &[("days", days.to_string().into())]),
        Some(days) => words::with("age-keys-days", &[("days", days.to_string().into())]),
    }
}

/// Says how old keys are that were saved at the RFC 3339 time `since`: `today`, `1 day`, `400 days: old`.
pub(super) fn age_of_keys(since: &str) -> String {
    keys_at(since, Timestamp::now())
}

/// From this age on, keys are said to be old. Unit: days.
const OLD: i64 = 365;

fn days(since: &str, now: Timestamp) -> Option<i64> {
    let since = since.parse::<Timestamp>().ok()?;
    Some((now.as_second() - since.as_second()) / 86_400)
}

fn keys_at(since: &str, now: Timestamp) -> String {
    match days(since, now) {
        None => since.to_owned(),
        Some(..1) => words::say("age-rotation-today").into(),
        Some(1) => words::say("age-rotation-one-day").into(),
        Some(days) if days > OLD => words::with("age-rotation-old", &[("days", days.to_string().into())]),
        Some(days) => words::with("age-rotation-days", &[("days", days.to_string().into())]),
    }
}

/// Now, RFC 3339 in UTC, whole seconds.
pub(super) fn now() -> String {
    Timestamp::from_second(Timestamp::now().as_second()).unwrap_or_default().to_string()
}

fn between(then: &str, now: Timestamp) -> String {
    since(then, now).map_or_else(|| then.to_owned(), age::ago)
}

/// How long ago it was, unless that cannot be read. A clock that went back makes nothing older than now.
fn since(then: &str, now: Timestamp) -> Option<Duration> {
    let then = then.parse::<Timestamp>().ok()?;
    Some(Duration::from_secs(u64::try_from(now.as_second() - then.as_second()).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::{between, keys_at};

    #[test]
    fn an_age_is_told_in_its_largest_unit() {
        let now = "2026-08-21T12:00:00Z".parse().unwrap();
        let ages = ["2026-08-21T11:59:30Z", "2026-08-21T11:59:00Z", "2026-08-21T09:00:00Z", "2026-08-01T12:00:00Z"];
        assert_eq!(ages.map(|it| between(it, now)), ["just now", "1 minute ago", "3 hours ago", "20 days ago"]);
    }

    #[test]
    fn keys_are_old_when_more_than_a_year_has_gone() {
        let now = "2026-08-21T12:00:00Z".parse().unwrap();
        let since =
            ["2026-08-21T11:00:00Z", "2026-08-20T11:00:00Z", "2025-08-21T12:00:00Z", "2025-08-20T11:00:00Z", "x"];
        assert_eq!(since.map(|it| keys_at(it, now)), ["today", "1 day", "365 days", "366 days: old", "x"]);
    }

    #[test]
    fn a_clock_that_went_back_is_no_surprise() {
        assert_eq!(between("2026-08-21T13:00:00Z", "2026-08-21T12:00:00Z".parse().unwrap()), "just now");
    }
}
