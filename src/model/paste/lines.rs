//! A pasted note: a line each, `label: value` in any of the usual forms, or the value on the line below its label.

use super::{
    found::Found,
    json::{NAMES, VALUES},
    labels::{Label, Match, plain},
};

/// Reads every line.
pub(super) fn read(text: &str, found: &mut Found<'_>) {
    let mut waiting: Option<&str> = None;
    for line in text.lines().map(bare).filter(|it| !it.is_empty()) {
        // `name: Company ID`, and on the next line `value: northwind`.
        let of_export = line.split_once([':', '=']).map(|(key, value)| (plain(key), value.trim()));
        match (of_export, waiting) {
            (Some((key, value)), _) if NAMES.contains(&key.as_str()) && found.field(value).is_some() => {
                waiting = Some(value);
                continue;
            }
            (Some((key, value)), Some(label)) if VALUES.contains(&key.as_str()) => {
                found.take(label, value);
                waiting = None;
                continue;
            }
            (Some(_) | None, _) => {}
        }
        if read_line(line, found) {
            waiting = None;
        } else if is_label(line, found) {
            waiting = Some(line);
        } else if let Some(label) = waiting.take() {
            found.take(label, line);
        }
    }
}

/// Reads one line that has a label and a value, or several such pairs.
fn read_line(line: &str, found: &mut Found<'_>) -> bool {
    for mark in [',', ';', '|'] {
        let parts: Vec<&str> = line.split(mark).map(str::trim).filter(|it| !it.is_empty()).collect();
        if parts.iter().filter(|it| pair(it, found).is_some()).count() > 1 {
            return parts.iter().filter(|it| read_pair(it, found)).count() > 0;
        }
    }
    read_pair(line, found)
}

fn read_pair(text: &str, found: &mut Found<'_>) -> bool {
    pair(text, found).is_some_and(|(label, value)| found.take(label, value))
}

/// Parts a label that means a field from its value.
fn pair<'a>(text: &'a str, found: &Found<'_>) -> Option<(&'a str, &'a str)> {
    let ends =
        text.char_indices().filter(|(at, c)| matches!(c, ':' | '=' | '\t' | '|' | '\u{2192}') || is_dash(text, *at));
    ends.map(|(at, mark)| (&text[..at], &text[at + mark.len_utf8()..])).find_map(|(label, rest)| {
        // The rest of `:=`, and the mark behind a tab; a value may start with one of them.
        let mut value = rest.strip_prefix('=').unwrap_or(rest).trim_start();
        while let Some(behind) = value.strip_prefix([':', '=', '|', '\u{2192}']).filter(|it| it.starts_with(' ')) {
            value = behind.trim_start();
        }
        // The end of a label in bold: `**Company ID:** acme`, `*Company ID:* acme`.
        let marks = value.trim_start_matches(['*', '_', '`']);
        let value = if marks.starts_with(char::is_whitespace) { marks.trim_start() } else { value };
        // The marks of `->`, `=>` and ` - `, but not a value that starts with one of them.
        let value = value.strip_prefix("-> ").or_else(|| value.strip_prefix("> ")).unwrap_or(value);
        let value = value.strip_prefix("- ").unwrap_or(value).trim_end_matches(['|', ' ']);
        // A path or a URL is no label, whatever it ends with.
        let label = label.rsplit('{').next().unwrap_or(label);
        let is_label = label.len() <= LONGEST_LABEL && !label.contains('/') && found.means(label).is_some();
        (is_label && !value.is_empty()).then_some((label, value))
    })
}

/// A hyphen between spaces, or the start of an arrow.
fn is_dash(text: &str, at: usize) -> bool {
    text[at..].starts_with("- ") && text[..at].ends_with(' ') || text[at..].starts_with("->")
}

/// Says whether a line is nothing but a label, so that its value is on the next.
fn is_label(line: &str, found: &Found<'_>) -> bool {
    let has_colon = line.ends_with([':', '=']);
    match found.means(line) {
        Some(Label::Field(_, Match::Own | Match::Also)) => true,
        Some(Label::Field(_, Match::Ending) | Label::Place | Label::Authorization) => {
            has_colon && line.len() <= LONGEST_LABEL
        }
        None => false,
    }
}

/// Unit: bytes.
const LONGEST_LABEL: usize = 80;

/// A line without the marks of a list, of Markdown or of a table.
fn bare(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['-', '*', '\u{2022}', '>', '#', '|']).trim_start();
    let (number, rest) = line.split_at(line.bytes().take_while(u8::is_ascii_digit).count());
    let rest = if number.is_empty() { None } else { rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")) };
    rest.unwrap_or(line).trim()
}
