//! Text fields: ` Company ID   [acme                 ]`, with what is wrong right below.

use ratatui::text::{Line, Span};

use super::{Picture, body::Block, choice::focused, text};
use crate::{
    model::table::Align,
    tui::looks::Role,
    wizard::screen::{FieldItem, FieldText, Item, Tone},
    words,
};

/// The widest box.
const BOX: usize = 46;

/// Fields with their labels in one column and their boxes in the next.
pub fn fields(group: &[Item], picture: &Picture, columns: usize) -> Vec<Block> {
    let fields = || {
        group.iter().filter_map(|it| match it {
            Item::Field(field) => Some(field),
            Item::Text { .. }
            | Item::Heading(_)
            | Item::Verbatim(_)
            | Item::Choice { .. }
            | Item::Tick { .. }
            | Item::Finding(_)
            | Item::List { .. }
            | Item::Row(_)
            | Item::Connection { .. } => None,
        })
    };
    let labels = fields().map(|it| text::width(&it.label)).max().unwrap_or(0).min(columns / 3);
    let is_masked = |it: &FieldItem| matches!(it.text, FieldText::Masked { .. });
    let beside = if fields().any(is_masked) { text::width(words::say("field-typing-replaces")) + 1 } else { 0 };
    let room = columns.saturating_sub(1 + labels + 2 + 2 + beside + 1).min(BOX);
    // On a narrow screen the box matters more than what stands beside it.
    let room = if room < 20 { columns.saturating_sub(1 + labels + 2 + 3).clamp(4, BOX) } else { room };
    fields().map(|it| block(it, picture, Columns { labels, room, all: columns })).collect()
}

/// Columns of one group of fields.
#[derive(Clone, Copy)]
struct Columns {
    labels: usize,
    room: usize,
    all: usize,
}

fn block(field: &FieldItem, picture: &Picture, columns: Columns) -> Block {
    let Columns { labels, room, all: columns } = columns;
    let looks = picture.looks;
    let indent = 1 + labels + 2;
    let label = text::cut(&field.label, labels, looks.ellipsis());
    let gap = " ".repeat(labels - text::width(&label) + 2);
    let inside = inside(field, picture, room);
    let used = text::width(&inside.shown);
    let mut spans =
        vec![Span::raw(" "), Span::styled(label, focused(picture, &field.id)), Span::raw(gap), Span::raw("[")];
    let style = if inside.is_example { looks.style(Role::Faint) } else { ratatui::style::Style::new() };
    spans.push(Span::styled(inside.shown, style));
    spans.push(Span::raw(format!("{}]", " ".repeat(room.saturating_sub(used)))));
    if let Some(beside) = inside.beside {
        let left = columns.saturating_sub(indent + room + 4);
        spans.push(Span::styled(format!(" {}", text::cut(&beside, left, looks.ellipsis())), looks.style(Role::Faint)));
    }
    let mut lines = vec![Line::from(spans)];
    lines.extend(below(field.problem.as_deref(), Tone::Bad, picture, columns));
    lines.extend(below(field.doubt.as_deref(), Tone::Warning, picture, columns));
    Block { id: Some(field.id.clone()), lines, caret: (0, indent + 1 + inside.caret), runs: false }
}

fn below(says: Option<&str>, tone: Tone, picture: &Picture, columns: usize) -> Vec<Line<'static>> {
    let mark = picture.looks.tone_mark(tone);
    let indent = 3 + text::width(&mark);
    let wrapped = says.map(|it| text::wrap(it, columns.saturating_sub(indent + 1))).unwrap_or_default();
    let line = |(n, line): (usize, String)| {
        let before = if n == 0 { format!("   {mark}") } else { " ".repeat(indent) };
        let before = Span::styled(before, picture.looks.tone_sign(tone));
        Line::from(vec![before, Span::styled(line, picture.looks.tone(tone))])
    };
    wrapped.into_iter().enumerate().map(line).collect()
}

/// What stands in the box.
struct Inside {
    shown: String,
    is_example: bool,
    caret: usize,
    beside: Option<String>,
}

fn inside(field: &FieldItem, picture: &Picture, room: usize) -> Inside {
    let looks = picture.looks;
    let has_focus = picture.focus == Some(&field.id);
    let caret = picture.fields.caret(&field.id);
    match &field.text {
        FieldText::Plain(held) if held.is_empty() => example(field, picture, room),
        FieldText::Masked { chars: 0, .. } => example(field, picture, room),
        FieldText::Plain(held) => {
            let caret = if has_focus { caret.unwrap_or_else(|| held.chars().count()) } else { 0 };
            let (shown, caret) = window(held, caret, room);
            let cut = !has_focus && text::width(held) > room;
            let shown = if cut { text::cut(held, room, looks.ellipsis()) } else { shown };
            Inside { shown, is_example: false, caret, beside: None }
        }
        FieldText::Masked { chars, tail } => {
            let dots = looks.dot().repeat(chars.saturating_sub(tail.chars().count()));
            let all = format!("{dots}{tail}");
            let (shown, caret) = window(&all, if has_focus { caret.unwrap_or(*chars) } else { 0 }, room);
            let known = picture.fields.is_known(&field.id);
            let beside = match (has_focus, known) {
                (true, true) => None,
                (true, false) => Some(words::say("field-typing-replaces").to_owned()),
                (false, _) => Some(words::with("field-characters", &[("n", chars.into())])),
            };
            Inside { shown, is_example: false, caret, beside }
        }
    }
}

fn example(field: &FieldItem, picture: &Picture, room: usize) -> Inside {
    let shown = if field.example.is_empty() {
        String::new()
    } else {
        words::with("field-example", &[("example", field.example.as_str().into())])
    };
    let shown = text::cut(&shown, room, picture.looks.ellipsis());
    Inside { shown, is_example: true, caret: 0, beside: None }
}

/// The part of the text around the caret that fits, and the caret's column in it.
fn window(held: &str, caret: usize, room: usize) -> (String, usize) {
    let caret = held.char_indices().nth(caret).map_or(held.len(), |(at, _)| at);
    let (before, _) = held.split_at(caret);
    // Back from the caret, as far as it still stands inside: a text may be very long.
    let mut used = 0;
    let mut from = caret;
    for (at, c) in before.char_indices().rev() {
        used += text::char_width(c);
        if used >= room {
            break;
        }
        from = at;
    }
    let shown = text::fitting(&held[from..], room);
    (text::cell(shown, text::width(shown), Align::Left, ""), text::width(&held[from..caret]))
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn the_caret_is_always_inside_and_what_is_left_of_it_is_shown() {
        assert_eq!(window("abcdef", 6, 20), ("abcdef".into(), 6));
        assert_eq!(window("abcdef", 6, 4), ("def".into(), 3));
        assert_eq!(window("abcdef", 2, 4), ("abcd".into(), 2));
        assert_eq!(window("株式会社", 4, 5), ("会社".into(), 4));
        assert_eq!(window("abc", 3, 0), (String::new(), 0));
    }

    #[test]
    fn a_text_of_a_megabyte_is_cut_at_once() {
        let long = "0123456789abcdef".repeat(1 << 16);
        assert_eq!(window(&long, usize::MAX, 5), ("cdef".into(), 4));
    }
}
