//! Measures, cuts and wraps text by the columns that it takes.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::{model::table::Align, tui::looks};

/// Columns of a text.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Columns of one character.
pub fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// The text in at most `columns`; what was cut leaves `ellipsis`.
pub fn cut(text: &str, columns: usize, ellipsis: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(ellipsis));
    let mut kept = fitting(text, room).trim_end().to_owned();
    if columns >= width(ellipsis) {
        kept.push_str(ellipsis);
    }
    kept
}

/// The text in at most `columns`; what was cut from its middle leaves `ellipsis`, so that texts that begin alike still
/// differ.
pub fn cut_middle(text: &str, columns: usize, ellipsis: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(ellipsis));
    // What stands behind the last slash tells most.
    if let Some((start, end)) = text.rfind(" / ").map(|at| text.split_at(at))
        && width(end) + 3 <= room
    {
        return format!("{}{ellipsis}{end}", fitting(start, room - width(end)).trim_end());
    }
    let start = fitting(text, room / 3);
    let mut end = "";
    for (at, _) in text.char_indices().rev() {
        if width(&text[at..]) > room - width(start) {
            break;
        }
        end = &text[at..];
    }
    if columns < width(ellipsis) { String::new() } else { format!("{start}{ellipsis}{end}") }
}

/// The text in exactly `columns`.
pub fn cell(text: &str, columns: usize, align: Align, ellipsis: &str) -> String {
    let kept = cut(text, columns, ellipsis);
    let used = width(&kept);
    let before = looks::pad_before(align, used, columns);
    format!("{}{kept}{}", " ".repeat(before), " ".repeat(columns.saturating_sub(used + before)))
}

/// The lines of a text, broken between words where that can be, else inside them. An empty text has none.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = vec![];
    for part in text.split('\n') {
        let mut line = String::new();
        for word in part.split(' ').filter(|it| !it.is_empty()) {
            let gap = usize::from(!line.is_empty());
            if width(&line) + gap + width(word) <= columns {
                if gap == 1 {
                    line.push(' ');
                }
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            let mut pieces = hard(word, columns);
            line = pieces.pop().unwrap_or_default();
            lines.append(&mut pieces);
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

/// The wrapped lines, `most` at most; an ellipsis says that there was more.
pub fn wrap_at_most(text: &str, columns: usize, most: usize, ellipsis: &str) -> Vec<String> {
    let mut lines = wrap(text, columns);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let room = columns.saturating_sub(width(ellipsis));
            *last = format!("{}{ellipsis}", fitting(last, room));
        }
    }
    lines
}

/// The text in pieces of at most `columns`, broken anywhere.
pub fn hard(text: &str, columns: usize) -> Vec<String> {
    let mut rest = text;
    let mut pieces = vec![];
    while !rest.is_empty() {
        let piece = match fitting(rest, columns) {
            // Not even one character fits: it is taken all the same.
            "" => &rest[..rest.chars().next().map_or(rest.len(), char::len_utf8)],
            piece => piece,
        };
        pieces.push(piece.to_owned());
        rest = &rest[piece.len()..];
    }
    pieces
}

/// The longest start of the text that takes at most `columns`.
pub fn fitting(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += char_width(c);
        if used > columns {
            return &text[..at];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{cell, cut, cut_middle, hard, wrap, wrap_at_most};
    use crate::model::table::Align;

    #[test]
    fn cutting_counts_columns_not_characters() {
        assert_eq!(cut("株式会社アクメ", 7, "…"), "株式会…");
        assert_eq!(cut("Müller", 6, "…"), "Müller");
        assert_eq!(cut("Müller GmbH", 8, "…"), "Müller…");
    }

    #[test]
    fn what_begins_alike_still_differs_when_it_is_cut() {
        assert_eq!(cut_middle("Table Setup: Agreements / Batch", 20, "…"), "Table Setup… / Batch");
        assert_eq!(cut_middle("Admin / Accounts & Contacts", 15, "…"), "Admi…& Contacts");
        assert_eq!(cut_middle("short", 20, "…"), "short");
        assert_eq!(cut_middle("株式会社アクメ", 7, "…"), "株…クメ");
        assert_eq!(cut_middle("anything", 0, "…"), "");
    }

    #[test]
    fn cells_have_exactly_their_width() {
        assert_eq!(cell("12", 5, Align::Right, "…"), "   12");
        assert_eq!(cell("Acme", 6, Align::Left, "…"), "Acme  ");
        assert_eq!(cell("株式", 5, Align::Left, "…"), "株式 ");
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap("", 10), Vec::<String>::new());
        assert_eq!(wrap("first\nsecond", 20), ["first", "second"]);
    }

    #[test]
    fn what_does_not_fit_says_so() {
        assert_eq!(wrap_at_most("one two three four", 7, 2, "…"), ["one two", "three…"]);
    }

    #[test]
    fn a_text_to_copy_is_broken_without_loss() {
        assert_eq!(hard("https://x.example/abc", 10).concat(), "https://x.example/abc");
    }
}
