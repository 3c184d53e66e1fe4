//! The copy page: each text worth taking along on a line of its own that begins at the left edge and has nothing around
//! it, so that the terminal's own selection takes it whole.

use ratatui::{
    Frame,
    layout::Rect,
    style::{Modifier, Style},
    text::{Line, Span},
};

use super::{
    Drawn, Picture,
    bottom::{self, More},
    text, top,
};
use crate::{
    tui::{
        copy::{Page, Piece},
        looks::Role,
    },
    words,
};

/// Draws the page; the piece that is meant is seen whole, if it fits at all.
pub fn draw(frame: &mut Frame, area: Rect, picture: &Picture, pieces: &[Piece], page: Page) -> Drawn {
    let looks = picture.looks;
    let columns = usize::from(area.width);
    let says = text::wrap_at_most(words::say("copy-page-says"), columns.saturating_sub(2), 3, looks.ellipsis());
    // Where there is little room, the texts need it.
    let says = if area.height < super::ROOMY { vec![] } else { says };
    let head = u16::try_from(says.len()).unwrap_or(0);
    let [header, rule, lead, body, below, footer] =
        super::stacked(area, [1, 1, head, area.height.saturating_sub(4 + head), 1, 1]);
    top::header(frame, header, picture);
    top::rule(frame, rule, looks);
    super::lines(frame, lead, &says.into_iter().map(Line::raw).collect::<Vec<_>>());
    let height = usize::from(body.height);
    let mut lines = vec![];
    let (mut start, mut end) = (0, 0);
    for (n, piece) in pieces.iter().enumerate() {
        let is_meant = n == page.at;
        if is_meant {
            start = lines.len();
        }
        let (sign, style) = if is_meant { (looks.pointer(), looks.focus()) } else { (" ", looks.style(Role::Faint)) };
        let label = text::cut(&piece.label, columns.saturating_sub(3), looks.ellipsis());
        lines.push(Line::from(vec![Span::raw(sign), Span::styled(label, style)]));
        let rows = text::hard(&piece.text, columns);
        // A style of which no terminal is told: with it blanks are written, too, and so the rows stay one line.
        let style = if rows.len() > 1 { Style::new().add_modifier(Modifier::ITALIC) } else { Style::new() };
        lines.extend(rows.into_iter().map(|it| Line::from(Span::styled(it, style))));
        if is_meant {
            end = lines.len();
        }
    }
    let top = end.saturating_sub(height).min(start);
    for (line, y) in lines.iter().skip(top).zip(body.y..body.bottom()) {
        frame.buffer_mut().set_line(body.x, y, line, body.width);
    }
    if pieces.is_empty() {
        frame.buffer_mut().set_string(body.x + 1, body.y, words::say("copy-nothing"), Style::new());
    }
    let y = body.y + u16::try_from(start + 1 - top.min(start + 1)).unwrap_or(0);
    frame.set_cursor_position((body.x, y.min(body.bottom().saturating_sub(1))));
    let more = More { above: top, below: lines.len().saturating_sub(top + height) };
    bottom::rule(frame, below, picture, more);
    bottom::footer(frame, footer, picture);
    Drawn { top, page: height, hidden: More::default() }
}
