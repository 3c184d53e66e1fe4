//! Things to choose from and lines to tick.

use ratatui::{
    style::Style,
    text::{Line, Span},
};

use super::{Picture, body::Block, text};
use crate::{model::table::Align, tui::looks::Role, wizard::screen::Item};

/// ` (•) North America   api-na.myconnectwise.net`: labels share a column, notes share the next.
pub fn choices(group: &[Item], picture: &Picture, columns: usize) -> Vec<Block> {
    let looks = picture.looks;
    let labels = group.iter().filter_map(|it| match it {
        Item::Choice { label, note, .. } => (!note.is_empty()).then(|| text::width(label)),
        Item::Text { .. }
        | Item::Heading(_)
        | Item::Verbatim(_)
        | Item::Tick { .. }
        | Item::Field(_)
        | Item::Finding(_)
        | Item::List { .. }
        | Item::Row(_)
        | Item::Connection { .. } => None,
    });
    let wide = labels.max().unwrap_or(0).min(columns / 2);
    let block = |item: &Item| {
        let Item::Choice { id, mark, label, note, .. } = item else { return None };
        let room = columns.saturating_sub(6);
        let shown = text::cut(label, if note.is_empty() { room } else { wide }, looks.ellipsis());
        let gap = wide.saturating_sub(text::width(&shown)) + 3;
        let note = text::cut(note, room.saturating_sub(wide + 3), looks.ellipsis());
        let style = focused(picture, id);
        let mut line = vec![Span::raw(format!(" {} ", looks.choice_mark(*mark))), Span::styled(shown, style)];
        if !note.is_empty() {
            line.push(Span::raw(" ".repeat(gap)));
            line.push(Span::styled(note, looks.style(Role::Faint)));
        }
        Some(Block { id: Some(id.clone()), lines: vec![Line::from(line)], caret: (0, 5), runs: false })
    };
    group.iter().filter_map(block).collect()
}

/// ` [x] System > Members` above `     what to do there`, wrapped below each other.
pub fn ticks(group: &[Item], picture: &Picture, columns: usize) -> Vec<Block> {
    let looks = picture.looks;
    let room = columns.saturating_sub(6);
    let block = |item: &Item| {
        let Item::Tick { id, mark, menu, text: says, .. } = item else { return None };
        let menu = menu.iter().flat_map(|it| text::wrap(it, room)).map(|it| (it, looks.style(Role::Accent)));
        let says = text::wrap(says, room).into_iter().map(|it| (it, Style::new()));
        let line = |(n, (line, style)): (usize, (String, Style))| {
            let before = if n == 0 {
                vec![Span::raw(" "), Span::styled(looks.tick_mark(*mark), focused(picture, id)), Span::raw(" ")]
            } else {
                vec![Span::raw(text::cell("", 5, Align::Left, ""))]
            };
            Line::from([before, vec![Span::styled(line, style)]].concat())
        };
        let mut lines: Vec<_> = menu.chain(says).enumerate().map(line).collect();
        if lines.is_empty() {
            lines.push(line((0, (String::new(), Style::new()))));
        }
        Some(Block { id: Some(id.clone()), lines, caret: (0, 2), runs: false })
    };
    group.iter().filter_map(block).collect()
}

/// The style of an item's label.
pub fn focused(picture: &Picture, id: &crate::wizard::event::ItemId) -> Style {
    if picture.focus == Some(id) { picture.looks.focus() } else { Style::new() }
}
