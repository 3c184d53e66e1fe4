//! A pasted note: a line each, `label: value` in any of the usual forms, or the value on the line below its label.

use super::labels::{Found, Match};

/// Reads every line.
pub(super) fn read(text: &str, found: &mut Found<'_>) {
    let mut waiting: Option<&str> = None;
    for line in text.lines().map(bare).filter(|it| !it.is_empty()) {
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
        if parts.len() > 1 && parts.iter().all(|it| pair(it, found).is_some()) {
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
    ends.map(|(at, _)| (&text[..at], &text[at..])).find_map(|(label, rest)| {
        let value = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '=' | '|' | '\u{2192}'));
        // The end of a label in bold: `**Company ID:** acme`.
        let value = value.strip_prefix("** ").map_or(value, str::trim_start);
        // The marks of `->`, `=>` and ` - `, but not a value that starts with one of them.
        let value = value.strip_prefix("-> ").or_else(|| value.strip_prefix("> ")).unwrap_or(value);
        let value = value.strip_prefix("- ").unwrap_or(value).trim_end_matches(['|', ' ']);
        // A path or a URL is no label, whatever it ends with.
        let is_label = label.len() <= LONGEST_LABEL && !label.contains('/') && means(label, found);
        (is_label && !value.is_empty()).then_some((label, value))
    })
}

/// A hyphen between spaces, or the start of an arrow.
fn is_dash(text: &str, at: usize) -> bool {
    text[at..].starts_with("- ") && text[..at].ends_with(' ') || text[at..].starts_with("->")
}

fn means(label: &str, found: &Found<'_>) -> bool {
    found.field(label).is_some() || super::labels::plain(label) == "authorization"
}

/// Says whether a line is nothing but a label, so that its value is on the next.
fn is_label(line: &str, found: &Found<'_>) -> bool {
    let has_colon = line.ends_with([':', '=']);
    found.field(line).is_some_and(|(_, how)| match how {
        Match::Own | Match::Also => true,
        Match::Ending => has_colon && line.len() <= LONGEST_LABEL,
    })
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
