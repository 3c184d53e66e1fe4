//! Closed lists of the preview, and saved connections: one row each.

use ratatui::text::{Line, Span};

use super::{Picture, body::Block, choice::focused, text};
use crate::{
    model::{shown::Shown, table::Align},
    tui::looks::Role,
    wizard::screen::Item,
};

/// ` ✓ Companies     240   first 50 rows, 3 warnings`.
pub fn lists(group: &[Item], picture: &Picture, columns: usize) -> Vec<Block> {
    let looks = picture.looks;
    let ellipsis = looks.ellipsis();
    let mark = looks.finding_mark_width();
    let widest = |of: fn(&Item) -> usize| group.iter().map(of).max().unwrap_or(0);
    let labels = widest(|it| if let Item::List { label, .. } = it { text::width(label) } else { 0 }).min(columns / 3);
    let counts = widest(|it| if let Item::List { count, .. } = it { text::width(count) } else { 0 }).min(columns / 4);
    let block = |item: &Item| {
        let Item::List { id, label, count, state, note, .. } = item else { return None };
        let label = text::cut(label, labels, ellipsis);
        let pad = " ".repeat(labels - text::width(&label) + 3);
        let room = columns.saturating_sub(1 + mark + 1 + labels + 3 + counts + 3 + 1);
        let line = vec![
            Span::raw(" "),
            Span::styled(text::cell(looks.finding_mark(*state), mark, Align::Left, ""), looks.finding_sign(*state)),
            Span::raw(" "),
            Span::styled(label, focused(picture, id)),
            Span::raw(pad),
            Span::raw(text::cell(count, counts, Align::Right, ellipsis)),
            Span::styled(format!("   {}", text::cut(note, room, ellipsis)), looks.style(Role::Faint)),
        ];
        Some(Block { id: Some(id.clone()), lines: vec![Line::from(line)], caret: (0, 2 + mark), runs: false })
    };
    group.iter().filter_map(block).collect()
}

/// The fewest columns in which the second cell of a connection, which PSA it is, still says something.
const KIND: usize = 6;

/// The fewest columns of a name that still tell it from others.
const NAME: usize = 16;

/// Cells of a connection beside its second one that are shown however little room there is.
const MOST: usize = 4;

/// Rows of cells with their columns aligned. Where there is no room, the second cell gives way: the detail has it, too.
pub fn connections(group: &[Item], picture: &Picture, columns: usize) -> Vec<Block> {
    let looks = picture.looks;
    let rows: Vec<_> = group
        .iter()
        .filter_map(|it| if let Item::Connection { id, cells, .. } = it { Some((id, cells.as_slice())) } else { None })
        .collect();
    let n = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let wide = |column: usize| {
        rows.iter().filter_map(|(_, cells)| cells.get(column)).map(|it| text::width(it.as_str())).max().unwrap_or(0)
    };
    let widths = fit_rows((0..n).map(wide).collect(), columns.saturating_sub(2));
    let block = |(id, cells): &(&crate::wizard::event::ItemId, &[Shown])| {
        let mut line = vec![Span::raw(" ")];
        for (column, (cell, width)) in cells.iter().zip(&widths).enumerate().filter(|(_, (_, width))| **width > 0) {
            let shown = text::cut(cell.as_str(), *width, looks.ellipsis());
            let pad = " ".repeat(width - text::width(&shown) + 2);
            let style = if column == 0 { focused(picture, id) } else { ratatui::style::Style::new() };
            line.push(Span::styled(shown, style));
            line.push(Span::raw(pad));
        }
        Block { id: Some((*id).clone()), lines: vec![Line::from(line)], caret: (0, 1), runs: false }
    };
    rows.iter().map(block).collect()
}

/// Column widths of connections: the second gives way first, whole if it must; then the last, where there are more than
/// five; then the widest.
fn fit_rows(mut widths: Vec<usize>, room: usize) -> Vec<usize> {
    let taken = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
    let over = taken.saturating_sub(room);
    let Some(kind) = widths.get_mut(1).filter(|_| over > 0) else { return widths };
    if *kind >= over + KIND {
        *kind -= over;
        return widths;
    }
    let mut rest = widths;
    rest.remove(1);
    let rest_len = rest.len();
    let over = (rest.iter().sum::<usize>() + 2 * rest.len().saturating_sub(1)).saturating_sub(room);
    match rest.first_mut() {
        Some(name) if rest_len > MOST && over > 0 && *name >= over + NAME => *name -= over,
        Some(_) if rest_len > MOST && over > 0 => {
            rest.pop();
            let mut rest = fit(rest, room);
            rest.insert(1, 0);
            rest.push(0);
            return rest;
        }
        Some(_) | None => {}
    }
    let mut rest = fit(rest, room);
    rest.insert(1, 0);
    rest
}

/// Column widths that fit into `room` with two blanks between: the widest give first.
pub fn fit(mut widths: Vec<usize>, room: usize) -> Vec<usize> {
    let taken = |widths: &[usize]| widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
    while taken(&widths) > room {
        let Some(widest) = widths.iter_mut().max_by_key(|it| **it).filter(|it| **it > 4) else { break };
        *widest -= 1;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::{fit, fit_rows};

    #[test]
    fn what_kind_of_connection_it_is_gives_way_before_how_it_stands() {
        assert_eq!(fit_rows(vec![16, 15, 10, 11, 11], 71), [16, 15, 10, 11, 11]);
        assert_eq!(fit_rows(vec![16, 15, 10, 11, 11], 65), [16, 9, 10, 11, 11]);
        assert_eq!(fit_rows(vec![16, 15, 10, 11, 11], 58), [16, 0, 10, 11, 11]);
        assert_eq!(fit_rows(vec![30, 15, 10, 11, 11], 58), [20, 0, 10, 11, 11]);
        assert_eq!(fit_rows(vec![16, 15, 10, 12, 14, 11], 78), [16, 0, 10, 12, 14, 11]);
        assert_eq!(fit_rows(vec![21, 15, 10, 12, 14, 17], 78), [17, 0, 10, 12, 14, 17]);
        assert_eq!(fit_rows(vec![16, 15, 8, 10, 12, 8], 58), [16, 0, 8, 10, 12, 0]);
        assert_eq!(fit_rows(vec![16, 15, 10, 12, 14, 11], 58), [16, 0, 10, 12, 14, 0]);
    }

    #[test]
    fn the_widest_column_gives_first() {
        assert_eq!(fit(vec![4, 30, 10], 38), [4, 20, 10]);
        assert_eq!(fit(vec![4, 6], 38), [4, 6]);
        assert_eq!(fit(vec![9, 9, 9], 10), [4, 4, 4]);
    }
}
