//! Rows of numbers: mark, label, cells, a bar where there is room, and what else fits.

use ratatui::{
    style::Style,
    text::{Line, Span},
};

use super::{Picture, body::Block, text};
use crate::{
    model::table::Align,
    tui::looks::{Looks, Role},
    wizard::screen::{Item, Part, RowItem},
};

/// Columns of a bar. Few, so that it changes seldom.
const BAR: usize = 10;
/// From this many columns on there is room for one.
const ROOMY: usize = 76;

/// ` … Companies        4,000 of 10,000   ####......   3 s left, 2,100/s`: one line each, columns shared.
pub fn rows(group: &[Item], picture: &Picture, columns: usize) -> Vec<Block> {
    let rows: Vec<&RowItem> =
        group.iter().filter_map(|it| if let Item::Row(row) = it { Some(row) } else { None }).collect();
    let mark = picture.looks.finding_mark_width();
    let label = rows.iter().map(|it| text::width(&it.label)).max().unwrap_or(0).min(columns * 2 / 5);
    let n = rows.iter().map(|it| it.cells.len()).max().unwrap_or(0);
    let wide = |at: usize| rows.iter().filter_map(|it| it.cells.get(at)).map(|it| text::width(it)).max().unwrap_or(0);
    let cells: Vec<usize> = (0..n).map(wide).collect();
    let bar = columns >= ROOMY && rows.iter().any(|it| it.part.is_some());
    let layout = Columns { mark, label, cells, bar, all: columns };
    rows.into_iter().map(|it| block(it, picture.looks, &layout)).collect()
}

/// Columns of one group of rows.
struct Columns {
    mark: usize,
    label: usize,
    cells: Vec<usize>,
    bar: bool,
    all: usize,
}

fn block(row: &RowItem, looks: Looks, columns: &Columns) -> Block {
    let ellipsis = looks.ellipsis();
    let style = row.state.map_or(Style::new(), |it| looks.finding_sign(it));
    let plain = if row.state.is_none() { looks.style(Role::Faint) } else { Style::new() };
    let mark = row.state.map_or("", |it| looks.finding_mark(it));
    let label = text::cut_middle(&row.label, columns.label, ellipsis);
    let mut spans = vec![
        Span::raw(" "),
        Span::styled(text::cell(mark, columns.mark, Align::Left, ""), style),
        Span::raw(" "),
        Span::styled(text::cell(&label, columns.label, Align::Left, ellipsis), plain),
    ];
    let mut used = 2 + columns.mark + columns.label;
    for (at, width) in columns.cells.iter().enumerate() {
        let cell = row.cells.get(at).map_or("", String::as_str);
        let cell = text::cell(cell, *width, Align::Right, ellipsis);
        spans.push(Span::styled(format!("  {cell}"), plain));
        used += width + 2;
    }
    if columns.bar {
        let bar = row.part.map_or_else(|| " ".repeat(BAR), |it| bar(it, looks));
        spans.push(Span::styled(format!("  {bar}"), looks.sign(Role::Accent)));
        used += BAR + 2;
    }
    let notes = fitting(&row.notes, columns.all.saturating_sub(used + 3));
    if !notes.is_empty() {
        spans.push(Span::styled(format!("  {notes}"), looks.style(Role::Faint)));
    }
    Block { id: None, lines: vec![Line::from(spans)], caret: (0, 0), runs: false }
}

/// The first of the notes, and as many of the others as fit.
fn fitting(notes: &[String], room: usize) -> String {
    let mut all = String::new();
    for note in notes {
        let gap = if all.is_empty() { "" } else { ", " };
        if text::width(&all) + gap.len() + text::width(note) <= room {
            all.push_str(gap);
            all.push_str(note);
        }
    }
    all
}

fn bar(part: Part, looks: Looks) -> String {
    let full = u64::try_from(BAR).unwrap_or(0).saturating_mul(part.done).checked_div(part.of).unwrap_or(0);
    let full = usize::try_from(full).unwrap_or(BAR).min(BAR);
    format!("{}{}", looks.bar().repeat(full), looks.bar_left().repeat(BAR - full))
}

#[cfg(test)]
mod tests {
    use super::{Looks, Part, bar, fitting};

    #[test]
    fn a_bar_is_full_only_at_the_end_and_a_whole_of_nothing_is_empty() {
        let of = |done, of| bar(Part { done, of }, Looks::ASCII);
        assert_eq!(
            [of(0, 3), of(1, 3), of(2_999, 3_000), of(3, 3)],
            ["..........", "###.......", "#########.", "##########"]
        );
        assert_eq!([of(0, 0), of(u64::MAX, 1)], ["..........", "##########"]);
    }

    #[test]
    fn notes_that_do_not_fit_give_way_to_those_that_do() {
        let notes = ["3 s left".to_owned(), "12,345,678/s".to_owned(), "x".to_owned()];
        assert_eq!(
            [fitting(&notes, 40), fitting(&notes, 12), fitting(&notes, 3)],
            ["3 s left, 12,345,678/s, x", "3 s left, x", "x"]
        );
    }
}
