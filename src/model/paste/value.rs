//! A value out of a note: without the remark behind it and the marks around it. One that has its shape is left alone.

use zeroize::Zeroizing;

use crate::{
    model::{
        catalog::{Field, FieldKind, Shape},
        login::Value,
    },
    words,
};

use super::{clean, doubts};

/// What may follow the closing quote of a value: the end of a line of a program, or a remark.
const BEHIND_QUOTES: [char; 8] = [',', ';', ')', '}', ']', '#', ' ', '\t'];

/// Where a remark starts.
const REMARKS: [&str; 6] = [" #", " //", " (", " <", "<mailto:", "\t"];

/// Marks of bold, italic and code.
const MARKS: [char; 5] = ['*', '_', '`', '~', '|'];

/// Gives the value, and what was taken away, a clause: `a remark behind the Public key`.
pub(super) fn refined(field: &Field, text: &str) -> (Zeroizing<String>, Option<String>) {
    let (whole, _) = clean::text(text);
    if fits(field, &whole) {
        return (whole, None);
    }
    if let Some(inner) = quoted(text) {
        let (inner, _) = clean::text(inner);
        return (inner, None);
    }
    let marks = words::with("paste-marks-around", &[("field", field.label.as_str().into())]);
    let remark = words::with("paste-remark-behind", &[("field", field.label.as_str().into())]);
    let candidates = [
        (whole.trim_end_matches([',', ';', ')', '}', ']']).trim_matches(MARKS), &marks),
        (before_remark(&whole), &remark),
        (before_remark(&whole).trim_matches(MARKS), &remark),
        (first_word(field, &whole), &remark),
    ];
    for (candidate, what) in candidates {
        if candidate.len() < whole.len() && fits(field, candidate) {
            return (Zeroizing::new(candidate.to_owned()), Some(what.to_owned()));
        }
    }
    (whole, None)
}

fn fits(field: &Field, text: &str) -> bool {
    // Of a secret no copy is left: `Value` wipes it.
    doubts::fits(&field.shape, &Value::new(FieldKind::Secret, text))
}

/// What stands between two quotes, where only the end of a line of a program follows.
fn quoted(text: &str) -> Option<&str> {
    let text = text.trim();
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\'' | '`'))?;
    let rest = &text[1..];
    let ends = rest.match_indices(quote).map(|(at, _)| at);
    let is_end = |at: &usize| {
        let behind = &rest[at + 1..];
        !behind.is_empty() && behind.starts_with(BEHIND_QUOTES)
    };
    ends.filter(is_end).map(|at| &rest[..at]).find(|it| !it.is_empty())
}

fn before_remark(text: &str) -> &str {
    let at = REMARKS.iter().filter_map(|it| text.find(it)).min();
    text[..at.unwrap_or(text.len())].trim_end()
}

/// The first word, where it cannot be the first of several that belong to the value.
fn first_word<'a>(field: &Field, text: &'a str) -> &'a str {
    match field.shape {
        Shape::Word { .. } => text,
        Shape::Key { .. } | Shape::Guid | Shape::Address | Shape::Text { .. } => {
            text.split_whitespace().next().unwrap_or(text)
        }
    }
}
