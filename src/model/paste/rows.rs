//! A table with its labels in the first row (the CSV of a password manager, cells of a page), and a row that has none.

use zeroize::Zeroizing;

use super::{basic, found::Found, labels::Label, prose};

/// What stands between cells.
const MARKS: [char; 4] = ['\t', ',', ';', '|'];

/// Cells that hold a note of their own.
const NOTES: [&str; 6] = ["notes", "note", "comments", "comment", "description", "fields"];

/// Cells that a row must have at least to be one of an export without labels.
const FEWEST: usize = 5;

type Cells = Vec<Zeroizing<String>>;

/// Reads a text with such a table in it; says whether there is one.
pub(super) fn read(text: &str, found: &mut Found<'_>) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
        for mark in MARKS {
            let labels = record(line, mark).0;
            let n_fields = labels.iter().filter(|it| matches!(found.means(it), Some(Label::Field(..)))).count();
            if n_fields > 1 && !below.trim().is_empty() && read_below(&labels, below, mark, found) {
                return true;
            }
        }
        rest = below;
    }
    read_bare(text, found)
}

/// Reads the row under the labels; of several, the one that speaks of this PSA.
fn read_below(labels: &Cells, below: &str, mark: char, found: &mut Found<'_>) -> bool {
    let mut rows = vec![];
    let mut rest = below;
    while !rest.trim().is_empty() {
        let (cells, after) = record(rest, mark);
        let is_rule = cells.iter().all(|it| it.chars().all(|it| matches!(it, '-' | ':' | ' ')));
        if cells.len() == labels.len() && !is_rule {
            rows.push(cells);
        }
        rest = after;
    }
    let facts = found.facts;
    let speaks = |cells: &&Cells| {
        let names = facts.address.domains.iter().chain([&facts.id.0]);
        let names: Vec<String> = names.map(|it| it.to_lowercase()).collect();
        cells.iter().any(|cell| names.iter().any(|it| cell.to_lowercase().contains(it)))
    };
    let Some(row) = rows.iter().find(speaks).or_else(|| rows.first()) else { return false };
    let is_chosen_for_it = speaks(&row);
    for (label, cell) in labels.iter().zip(row).filter(|it| !it.1.is_empty()) {
        if !found.take(label, cell) && NOTES.contains(&label.trim().to_lowercase().as_str()) {
            prose(cell, found);
        }
    }
    let others = rows.iter().filter(|it| !std::ptr::eq(*it, row) && (!is_chosen_for_it || speaks(it)));
    for (label, cell) in others.flat_map(|it| labels.iter().zip(it)).filter(|it| !it.1.is_empty()) {
        found.pass_by(label, cell);
    }
    true
}

/// Reads rows without labels: a label in one cell and its value in the next, or a user name before its password.
fn read_bare(text: &str, found: &mut Found<'_>) -> bool {
    let before = found.len();
    let mut rest = text;
    while !rest.trim().is_empty() {
        let (cells, after) = record(rest, ',');
        rest = after;
        if cells.len() < FEWEST {
            continue;
        }
        for (cell, next) in cells.iter().zip(cells.iter().skip(1)) {
            if let Some(Label::Field(..)) = found.means(cell) {
                found.take(cell, next);
            } else {
                basic::read_two(cell, next, found);
            }
        }
    }
    found.len() > before
}

/// The first record of a text, and what is below it. A quoted cell may have marks, doubled quotes and line breaks in it.
fn record(text: &str, mark: char) -> (Cells, &str) {
    let mut cells = vec![];
    let mut chars = text.char_indices().peekable();
    let end = loop {
        let mut cell = Zeroizing::new(String::new());
        while chars.next_if(|it| it.1 == ' ').is_some() {}
        if chars.next_if(|it| it.1 == '"').is_some() {
            while let Some((_, c)) = chars.next() {
                if c != '"' {
                    cell.push(c);
                } else if chars.next_if(|it| it.1 == '"').is_some() {
                    cell.push('"');
                } else {
                    break;
                }
            }
        }
        let ended = loop {
            match chars.next() {
                Some((_, c)) if c == mark => break None,
                Some((at, '\n')) => break Some(at + 1),
                Some((_, c)) => cell.push(c),
                None => break Some(text.len()),
            }
        };
        cells.push(Zeroizing::new(cell.trim_end().to_owned()));
        if let Some(at) = ended {
            break at;
        }
    };
    // A row of Markdown starts and ends with its mark.
    if mark == '|' {
        for at in [cells.len() - 1, 0] {
            if cells.len() > 1 && cells[at].is_empty() {
                cells.remove(at);
            }
        }
    }
    (cells, &text[end..])
}
