//! An opened list: its rows as a table that fills the body.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::{Drawn, Picture, bottom::More, list, text};
use crate::{
    model::table::{Align, Row, Table},
    tui::{browse::Browse, looks::Role},
    wizard::screen::Item,
    words,
};

/// An opened list with everything it shows.
pub struct Open<'a> {
    picture: &'a Picture<'a>,
    browse: &'a Browse,
    label: &'a str,
    count: &'a str,
    note: &'a str,
    table: &'a Table,
    /// The rows that match the search, sorted.
    rows: Vec<usize>,
}

impl<'a> Open<'a> {
    /// Finds the opened list on the screen.
    pub fn find(picture: &'a Picture<'a>, browse: &'a Browse) -> Option<Self> {
        picture.screen.items.iter().find_map(|it| match it {
            Item::List { id, label, count, table, note, .. } if *id == browse.list => {
                Some(Self { picture, browse, label, count, note, table, rows: browse.rows(table) })
            }
            Item::List { .. }
            | Item::Text { .. }
            | Item::Heading(_)
            | Item::Verbatim(_)
            | Item::Choice { .. }
            | Item::Tick { .. }
            | Item::Field(_)
            | Item::Finding(_)
            | Item::Row(_)
            | Item::Connection { .. } => None,
        })
    }

    fn selected(&self) -> Option<&Row> {
        self.rows.get(self.browse.at).and_then(|it| self.table.rows.get(*it))
    }

    /// The warnings of the selected row, else the note of the list. Always three lines, so that nothing jumps.
    pub fn detail(&self, columns: usize) -> Vec<Line<'static>> {
        let looks = self.picture.looks;
        let warnings = self.selected().map(|it| it.warnings.join(" ")).unwrap_or_default();
        let (says, style, mark) = if warnings.is_empty() {
            (self.note, looks.style(Role::Faint), "")
        } else {
            (warnings.as_str(), looks.style(Role::Warning), "! ")
        };
        let mut lines = text::wrap_at_most(&format!("{mark}{says}"), columns, 3, looks.ellipsis());
        lines.resize(3, String::new());
        lines.into_iter().map(|it| Line::styled(it, style)).collect()
    }

    /// Draws title, headings and rows.
    pub fn draw(self, frame: &mut Frame, area: Rect) -> (Drawn, More) {
        let looks = self.picture.looks;
        let columns = usize::from(area.width);
        self.title(frame, area);
        let page = usize::from(area.height).saturating_sub(2).max(1);
        let top = self.browse.window(page, self.rows.len());
        let shown = &self.rows[top.min(self.rows.len())..(top + page).min(self.rows.len())];
        let widths = self.widths(columns.saturating_sub(4));
        let heading = self.table.columns.iter().enumerate().zip(&widths).flat_map(|((n, heading), width)| {
            let sign = self.browse.sort.filter(|it| it.0 == n).map_or("", |it| looks.sorted(it.1));
            let label = format!("{}{sign}", heading.label);
            [Span::styled(text::cell(&label, *width, heading.align, looks.ellipsis()), looks.title()), Span::raw("  ")]
        });
        let heading = Line::from([vec![Span::raw("   ")], heading.collect()].concat());
        frame.buffer_mut().set_line(area.x, area.y + 1, &heading, area.width);
        for (n, (index, y)) in shown.iter().zip(area.y + 2..area.bottom()).enumerate() {
            if let Some(row) = self.table.rows.get(*index) {
                let selected = top + n == self.browse.at;
                frame.buffer_mut().set_line(area.x, y, &self.row(row, &widths, selected), area.width);
                if selected && !self.browse.is_searching() {
                    frame.set_cursor_position((area.x + 3, y));
                }
            }
        }
        if self.rows.is_empty() {
            let says = match &self.table.part {
                _ if self.table.rows.is_empty() => words::say("table-no-rows").to_owned(),
                Some(part) => words::with("table-no-match-in-part", &[("part", part.into())]),
                None => words::say("table-no-match").to_owned(),
            };
            frame.buffer_mut().set_stringn(area.x + 3, area.y + 2, says, columns.saturating_sub(4), Style::new());
            if !self.browse.is_searching() {
                frame.set_cursor_position((area.x + 3, area.y + 2));
            }
        }
        let below = self.rows.len().saturating_sub(top + page);
        (Drawn { top, page, hidden: More::default() }, More { above: top, below })
    }

    fn title(&self, frame: &mut Frame, area: Rect) {
        let looks = self.picture.looks;
        let search = self.browse.search();
        let part = self.table.part.as_ref().filter(|_| !search.is_empty() && !self.rows.is_empty());
        let of = ("of", self.rows.len().to_string().into());
        let at = ("at", (self.browse.at + 1).to_string().into());
        let all = self.table.rows.len();
        let place = match (self.rows.len(), part) {
            (0, _) => String::new(),
            (_, Some(part)) => words::with("table-row-in-part", &[at, of, ("part", part.into())]),
            (n, None) if n == all => words::with("table-row", &[at, of]),
            (_, None) => words::with("table-row-in-all", &[at, of, ("all", all.to_string().into())]),
        };
        let count = if self.count.is_empty() || part.is_some() {
            String::new()
        } else {
            format!("{}{}", looks.between(), self.count)
        };
        let title = format!("{}{count}", self.label);
        let mut spans = vec![Span::raw(" "), Span::styled(title, looks.title())];
        // What is typed comes before what may be cut.
        if self.browse.is_searching() || !search.is_empty() {
            spans.push(Span::raw("   / "));
            let before = Line::from(spans.clone()).width();
            spans.push(Span::raw(search.to_owned()));
            if self.browse.is_searching() {
                let typed: String = search.chars().take(self.browse.caret()).collect();
                let x = u16::try_from(before + text::width(&typed)).unwrap_or(0);
                frame.set_cursor_position((area.x + x.min(area.width.saturating_sub(1)), area.y));
            }
        }
        spans.extend([Span::raw("   "), Span::raw(place)]);
        frame.buffer_mut().set_line(area.x, area.y, &Line::from(spans), area.width);
    }

    fn widths(&self, room: usize) -> Vec<usize> {
        let wide = |n: usize| {
            let cells = self.table.rows.iter().filter_map(|row| row.cells.get(n));
            let cells = cells.map(|it| text::width(it.as_str())).max().unwrap_or(0);
            let heading = self.table.columns.get(n).map_or(0, |it| text::width(&it.label) + 1);
            cells.max(heading)
        };
        list::fit((0..self.table.columns.len()).map(wide).collect(), room)
    }

    fn row(&self, row: &Row, widths: &[usize], selected: bool) -> Line<'static> {
        let looks = self.picture.looks;
        let mut spans = vec![if row.warnings.is_empty() {
            Span::raw("   ")
        } else {
            Span::styled(" ! ", looks.sign(Role::Warning))
        }];
        for (n, (cell, width)) in row.cells.iter().zip(widths).enumerate() {
            let align = self.table.columns.get(n).map_or(Align::Left, |it| it.align);
            let shown = text::cell(cell.as_str(), *width, align, looks.ellipsis());
            let style = if selected && n == 0 { looks.focus() } else { Style::new() };
            spans.push(Span::styled(shown, style));
            spans.push(Span::raw("  "));
        }
        Line::from(spans)
    }
}
