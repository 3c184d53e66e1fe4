//! One pasted value without what a copy leaves around it.

use zeroize::Zeroizing;

use crate::{model::shown::Shown, words};

/// Unit: characters. No value of a login comes near it.
const LONGEST: usize = 4096;

/// What a terminal puts around a paste, and leaves in it when the program before did not understand it.
const PASTE_MARKS: [&str; 2] = ["\u{1b}[200~", "\u{1b}[201~"];

/// Quotes that a note or a program puts around a value. Only pairs are taken away: a secret may end with one.
const QUOTES: [(char, char); 6] =
    [('"', '"'), ('\'', '\''), ('`', '`'), ('\u{201c}', '\u{201d}'), ('\u{2018}', '\u{2019}'), ('\u{ab}', '\u{bb}')];

/// Gives the clean text, and what was removed, each as a clause.
pub(super) fn text(pasted: &str) -> (Zeroizing<String>, Vec<String>) {
    let mut removed = vec![];
    let whole = without_marks(pasted);
    let mut text = whole.as_str();
    loop {
        let before = text;
        text = trimmed(text, &mut removed);
        text = unquoted(text, &mut removed);
        if text == before {
            break;
        }
    }
    let mut clean = Zeroizing::new(String::with_capacity(text.len()));
    for c in text.chars().filter(|it| keeps(*it, &mut removed)).take(LONGEST) {
        clean.push(c);
    }
    if text.chars().filter(|it| keeps(*it, &mut vec![])).count() > LONGEST {
        removed.push(words::with("paste-cut", &[("n", LONGEST.to_string().into())]));
    }
    (clean, removed)
}

fn without_marks(pasted: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(pasted.len()));
    let mut rest = pasted;
    while let Some(at) = rest.find('\u{1b}') {
        text.push_str(&rest[..at]);
        let mark = PASTE_MARKS.iter().find(|it| rest[at..].starts_with(**it));
        let end = at + mark.map_or(1, |it| it.len());
        text.push_str(if mark.is_some() { "" } else { &rest[at..end] });
        rest = &rest[end..];
    }
    text.push_str(rest);
    text
}

fn trimmed<'a>(text: &'a str, removed: &mut Vec<String>) -> &'a str {
    let is_junk = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c);
    let inner = text.trim_start_matches(is_junk);
    note_junk(&text[..text.len() - inner.len()], "start", removed);
    let trimmed = inner.trim_end_matches(is_junk);
    note_junk(&inner[trimmed.len()..], "end", removed);
    trimmed
}

fn note_junk(junk: &str, place: &str, removed: &mut Vec<String>) {
    if junk.contains(is_line_break) {
        note(words::with("paste-line-break", &[("place", place.into())]), removed);
    } else if junk.contains(char::is_whitespace) {
        note(words::with("paste-space-at", &[("place", place.into())]), removed);
    } else if !junk.is_empty() {
        note(words::with("paste-invisible", &[("place", place.into())]), removed);
    }
}

fn unquoted<'a>(text: &'a str, removed: &mut Vec<String>) -> &'a str {
    // `"value",` is a line of JSON or of a program.
    let bare = text.trim_end_matches([',', ';']);
    for (open, close) in QUOTES {
        if let Some(inner) = bare.strip_prefix(open).and_then(|it| it.strip_suffix(close)) {
            note(words::say("paste-quotes").into(), removed);
            return inner;
        }
    }
    text
}

/// Says whether a character inside the value stays; what goes is noted.
fn keeps(c: char, removed: &mut Vec<String>) -> bool {
    if is_line_break(c) {
        note(words::say("paste-line-break-middle").into(), removed);
    } else if c.is_control() {
        note(words::say("paste-control-middle").into(), removed);
    } else if is_invisible(c) {
        note(words::say("paste-invisible-middle").into(), removed);
    } else {
        return true;
    }
    false
}

fn note(what: String, removed: &mut Vec<String>) {
    if !removed.contains(&what) {
        removed.push(what);
    }
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Says whether nothing of the character would be seen.
fn is_invisible(c: char) -> bool {
    Shown::new(c.encode_utf8(&mut [0; 4])).is_empty()
}
