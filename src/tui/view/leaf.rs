//! An opened finding: everything that is told of it, on a page of its own.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{
    Drawn, Picture,
    bottom::{self, More},
    finding, text, top,
};
use crate::{
    tui::looks::{Looks, Role},
    wizard::{
        event::{Button, ItemId},
        screen::{FindingItem, FindingState, Item, Screen, Told},
    },
    words::{Word, word},
};

/// What is opened, and how far it is scrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The finding.
    pub id: ItemId,
    /// The first line that is shown.
    pub top: usize,
}

/// The finding of that name.
pub fn find<'a>(screen: &'a Screen, id: &ItemId) -> Option<&'a FindingItem> {
    screen.items.iter().find_map(|it| match it {
        Item::Finding(finding) if finding.id == *id => Some(finding),
        Item::Finding(_)
        | Item::Text { .. }
        | Item::Heading(_)
        | Item::Verbatim(_)
        | Item::Choice { .. }
        | Item::Tick { .. }
        | Item::Field(_)
        | Item::List { .. }
        | Item::Row(_)
        | Item::Connection { .. } => None,
    })
}

/// Says whether a button is about the finding, so that its key works on the page.
pub fn offers(finding: &FindingItem, button: Button) -> bool {
    let is_right = matches!(finding.id, ItemId::Right(_));
    let is_open = matches!(finding.state, FindingState::Unclear | FindingState::Confirmed);
    is_right && (button == Button::RetryRight || button == Button::Confirm && is_open)
}

/// Draws the page.
pub fn draw(frame: &mut Frame, area: Rect, picture: &Picture, finding: &FindingItem, from: usize) -> Drawn {
    let [header, rule, title, body, below, footer] =
        super::stacked(area, [1, 1, 1, area.height.saturating_sub(5), 1, 1]);
    let looks = picture.looks;
    top::header(frame, header, picture);
    top::rule(frame, rule, looks);
    let room = usize::from(area.width).saturating_sub(2);
    frame.buffer_mut().set_line(title.x + 1, title.y, &title_line(finding, looks, room), title.width.saturating_sub(1));
    let lines = lines(finding, looks, room);
    let page = usize::from(body.height);
    let from = from.min(lines.len().saturating_sub(page));
    for (line, y) in lines.iter().skip(from).zip(body.y..body.bottom()) {
        frame.buffer_mut().set_line(body.x + 1, y, line, body.width.saturating_sub(1));
    }
    frame.set_cursor_position((title.x + 1, title.y));
    let more = More { above: from, below: lines.len().saturating_sub(from + page) };
    bottom::rule(frame, below, picture, more);
    bottom::footer(frame, footer, picture);
    Drawn { top: from, page, hidden: More::default() }
}

/// `✓ TLS · OK · 48 ms`.
fn title_line(finding: &FindingItem, looks: Looks, room: usize) -> Line<'static> {
    let mark = looks.finding_mark(finding.state);
    let took = finding.took.map(|it| format!("{}{}", looks.between(), finding::duration(it))).unwrap_or_default();
    let state = format!("{}{}{took}", looks.between(), finding.word());
    let label = room.saturating_sub(text::width(mark) + 1 + text::width(&state));
    let label = text::cut_middle(&finding.label, label, looks.ellipsis());
    Line::from(vec![
        Span::styled(format!("{mark} "), looks.finding_sign(finding.state)),
        Span::styled(label, looks.title()),
        Span::styled(state, looks.style(Role::Faint)),
    ])
}

/// What was found, then everything that is told: labels in one column, values beside it, sentences below.
fn lines(finding: &FindingItem, looks: Looks, room: usize) -> Vec<Line<'static>> {
    let mut lines = vec![Line::default()];
    if !finding.found.is_empty() && !says_found(finding) {
        let found = text::wrap(&finding.found, room);
        lines.extend(found.into_iter().map(|it| Line::styled(it, looks.finding_style(finding.state))));
        lines.push(Line::default());
    }
    let label = |it: &Told| match it {
        Told::Says(_) => 0,
        Told::Pair { label, .. } => text::width(label),
        Told::Menu(_) => text::width(MENU.say()),
    };
    let wide = finding.detail.iter().map(label).max().unwrap_or(0);
    let mut last = "";
    for told in &finding.detail {
        match told {
            Told::Says(says) => {
                if lines.last().is_some_and(|it| it.width() > 0) {
                    lines.push(Line::default());
                }
                lines.extend(text::wrap(says, room).into_iter().map(Line::raw));
                last = "";
            }
            Told::Pair { label, value } => {
                // What is shown by several requests is labelled once.
                let shown = if *label == last { "" } else { label };
                lines.extend(pair(shown, value, ratatui::style::Style::new(), (wide, room), looks));
                last = label;
            }
            Told::Menu(menu) => {
                lines.extend(pair(MENU.say(), menu, looks.style(Role::Accent), (wide, room), looks));
                last = MENU.say();
            }
        }
    }
    lines
}

/// The label of a menu path.
const MENU: Word = word("leaf-set-it-at");

fn says_found(finding: &FindingItem) -> bool {
    finding.detail.iter().any(|it| match it {
        Told::Pair { value, .. } => value.contains(&finding.found),
        Told::Says(says) => says.contains(&finding.found),
        Told::Menu(_) => false,
    })
}

fn pair(
    label: &str,
    value: &str,
    style: ratatui::style::Style,
    (wide, room): (usize, usize),
    looks: Looks,
) -> Vec<Line<'static>> {
    let before = wide + 2;
    let values = text::wrap(value, room.saturating_sub(before).max(10));
    let line = |(n, it): (usize, String)| {
        let label = if n == 0 { label } else { "" };
        let label = text::cell(label, before, crate::model::table::Align::Left, "");
        Line::from(vec![Span::styled(label, looks.style(Role::Faint)), Span::styled(it, style)])
    };
    values.into_iter().enumerate().map(line).collect()
}
