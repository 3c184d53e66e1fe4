//! Puts what the TOML reader says of an integration file into plain words.

use crate::{model::shown::Shown, words};

use super::IntegrationFault;

impl IntegrationFault {
    /// Says in plain words what the TOML reader did not like about `text`.
    pub(super) fn of_toml(text: &str, error: &toml::de::Error) -> Self {
        let at = error.span().map_or(0, |it| it.start);
        let (line, key) = (line_of(text, at), key_at(text, at));
        let message = error.message();
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let (named, known) = quoted.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
        let (key, expected) = if message.starts_with("unknown field") {
            (named.to_owned(), words::with("integration-fault-no-key", &[("keys", nearest_first(named, known).into())]))
        } else if message.starts_with("unknown variant") {
            (
                key,
                words::with(
                    "integration-fault-not-known",
                    &[("named", named.into()), ("known", nearest_first(named, known).into())],
                ),
            )
        } else if message.starts_with("missing field") {
            (named.to_owned(), words::say("integration-fault-key-missing").to_owned())
        } else if message.starts_with("duplicate key") {
            (key, words::say("integration-fault-key-twice").to_owned())
        } else if let Some((found, expected)) = mismatch(message) {
            (
                key,
                words::with(
                    "integration-fault-expected",
                    &[("expected", plain(expected).into()), ("found", plain_found(found).into())],
                ),
            )
        } else {
            (key, words::with("integration-fault-no-toml", &[("says", message.replace('\n', ", ").into())]))
        };
        Self::new(line, &key, &expected)
    }

    /// A fault whose words, which may come from anybody's file, cannot drive a terminal.
    pub(super) fn new(line: usize, key: &str, expected: &str) -> Self {
        let key = if key.is_empty() { "(none)" } else { key };
        Self { line, key: Shown::new(key).to_string(), expected: Shown::new(expected).to_string() }
    }
}

/// Splits `invalid type: integer `3`, expected a string`.
fn mismatch(message: &str) -> Option<(&str, &str)> {
    let rest =
        ["invalid type: ", "invalid value: ", "invalid length "].iter().find_map(|it| message.strip_prefix(it))?;
    rest.split_once(", expected ")
}

/// Says what a type of ours is in a file.
fn plain(expected: &str) -> &str {
    if expected.contains("sequence") {
        words::say("integration-fault-a-list")
    } else if expected.contains("struct") || expected.contains("map") {
        words::say("integration-fault-a-table")
    } else if expected.contains("string") {
        words::say("integration-fault-a-text")
    } else {
        expected
    }
}

/// Says what stands there instead.
fn plain_found(found: &str) -> String {
    let number = found.strip_prefix("integer ").or_else(|| found.strip_prefix("floating point "));
    match (number, found) {
        (Some(number), _) => words::with("integration-fault-the-number", &[("n", number.trim_matches('`').into())]),
        (None, "map") => words::say("integration-fault-table-or-date").to_owned(),
        (None, "sequence") => words::say("integration-fault-list-found").to_owned(),
        (None, found) if found.starts_with("string") => words::say("integration-fault-text-found").to_owned(),
        (None, found) => found.replace('`', ""),
    }
}

/// The line, from 1, of a position in `text`.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes().iter().take(at).filter(|it| **it == b'\n').count()
}

/// The key that a position belongs to: the nearest line at or above it that starts a key or a table.
fn key_at(text: &str, at: usize) -> String {
    let above: Vec<&str> = text.lines().take(line_of(text, at)).collect();
    let named = above.iter().rev().map(|it| it.trim()).filter(|it| !it.is_empty() && !it.starts_with('#'));
    let is_key = |it: &str| {
        !it.is_empty() && it.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '"'))
    };
    let mut keys = named.filter_map(|it| match it.split_once('=') {
        Some((key, _)) => Some(key.trim()).filter(|it| is_key(it)),
        None => it.strip_prefix('[').map(|it| it.trim_matches(['[', ']'])).filter(|it| is_key(it)),
    });
    keys.next().unwrap_or_default().to_owned()
}

/// Lists what is known, the name nearest to `given` first; a long list is cut.
pub(super) fn nearest_first(given: &str, known: &[&str]) -> String {
    const MOST: usize = 6;
    let mut known = known.to_vec();
    known.sort_by_key(|it| distance(given, it));
    // One more takes no more room than to say that there is one more.
    let rest = known.len().saturating_sub(MOST);
    let rest = if rest == 1 { 0 } else { rest };
    known.truncate(if rest == 0 { MOST + 1 } else { MOST });
    match (known.as_slice(), rest) {
        ([], _) => words::say("integration-fault-nothing").to_owned(),
        ([only], _) => (*only).to_owned(),
        ([first @ .., last], 0) => {
            words::with("integration-fault-or", &[("first", first.join(", ").into()), ("last", (*last).into())])
        }
        (some, rest) => {
            words::with("integration-fault-or-others", &[("some", some.join(", ").into()), ("rest", rest.into())])
        }
    }
}

/// How many letters must be added, taken away or changed to make one of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = corner + usize::from(a != *b);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[other.len()]
}
