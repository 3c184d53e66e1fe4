//! The help: the keys of this screen, and what the marks mean.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{
    Drawn, Picture,
    bottom::{self, More},
    text, top,
};
use crate::{
    model::table::Align,
    tui::looks::{Looks, Role},
    wizard::screen::FindingState,
    words,
};

/// Draws the help from the line `from` on.
pub fn draw(frame: &mut Frame, area: Rect, picture: &Picture, from: usize) -> Drawn {
    let [header, rule, body, below, footer] = super::stacked(area, [1, 1, area.height - 4, 1, 1]);
    top::header(frame, header, picture);
    top::rule(frame, rule, picture.looks);
    let lines = lines(picture, usize::from(area.width));
    let page = usize::from(body.height);
    let from = from.min(lines.len().saturating_sub(page));
    for (line, y) in lines.iter().skip(from).zip(body.y..body.bottom()) {
        frame.buffer_mut().set_line(body.x, y, line, body.width);
    }
    frame.set_cursor_position((body.x + 1, body.y));
    let more = More { above: from, below: lines.len().saturating_sub(from + page) };
    bottom::rule(frame, below, picture, more);
    bottom::footer(frame, footer, picture);
    Drawn { top: from, page, hidden: More::default() }
}

fn lines(picture: &Picture, columns: usize) -> Vec<Line<'static>> {
    let looks = picture.looks;
    let keys: Vec<_> = bottom::hints(picture.mode, picture).map(|(it, hint)| (it.name, hint)).collect();
    let names = keys.iter().map(|(name, _)| text::width(name)).max().unwrap_or(0);
    let mut lines = vec![heading(words::say("help-keys"), looks)];
    lines.extend(keys.into_iter().map(|(name, hint)| {
        let hint = text::cut(&hint, columns.saturating_sub(names + 5), looks.ellipsis());
        Line::from(vec![
            Span::raw("   "),
            Span::styled(text::cell(name, names, Align::Left, ""), looks.style(Role::Accent)),
            Span::raw(format!("  {hint}")),
        ])
    }));
    lines.push(Line::default());
    lines.push(heading(words::say("help-marks"), looks));
    let marks = [
        FindingState::Good,
        FindingState::Partial,
        FindingState::Bad,
        FindingState::Unclear,
        FindingState::Confirmed,
        FindingState::Skipped,
        FindingState::Busy,
        FindingState::Waiting,
    ];
    lines.extend(marks.into_iter().map(|state| {
        let mark = text::cell(looks.finding_mark(state), names, Align::Left, "");
        Line::from(vec![
            Span::raw("   "),
            Span::styled(mark, looks.finding_sign(state)),
            Span::raw(format!("  {}", state.word())),
        ])
    }));
    lines
}

fn heading(says: &'static str, looks: Looks) -> Line<'static> {
    Line::from(vec![Span::raw(" "), Span::styled(says, looks.title())])
}
