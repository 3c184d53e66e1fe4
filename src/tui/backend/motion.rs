//! The shortest way to move a terminal's cursor.

use std::io::Write;

use ratatui::{
    buffer::Cell,
    layout::{Position, Size},
};

use super::{dialect::Dialect, sgr::Pen};

/// From where to where.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Where the cursor is, if that is sure.
    pub at: Option<Position>,
    /// Where it must be.
    pub to: Position,
    /// The size of the screen.
    pub size: Size,
    /// What the terminal knows.
    pub dialect: Dialect,
}

/// Writes the shortest movement. `between` are the cells from the cursor to the target, when that lies right of it:
/// writing them again is often the shortest of all.
pub fn shortest(out: &mut Vec<u8>, place: Place, between: &[Cell], pen: Option<Pen>) {
    let Position { x, y } = place.to;
    let mut best = absolute(x, y);
    let mut offer = |way: Vec<u8>| {
        if way.len() < best.len() {
            best = way;
        }
    };
    if let Some(at) = place.at {
        if at.y == y {
            offer(along(at.x, x));
            offer(from_start(x));
            offer_column(&mut offer, place.dialect, vec![], x);
            if let Some(again) = again(between, pen) {
                offer(again);
            }
        } else if let Some(vertical) = vertical(at.y, y) {
            offer([vertical.clone(), along(at.x, x)].concat());
            offer([vertical.clone(), from_start(x)].concat());
            offer_column(&mut offer, place.dialect, vertical, x);
        }
    }
    out.extend_from_slice(&best);
}

fn absolute(x: u16, y: u16) -> Vec<u8> {
    match (x, y) {
        (0, 0) => b"\x1b[H".to_vec(),
        (0, y) => format!("\x1b[{}H", y + 1).into_bytes(),
        (x, y) => format!("\x1b[{};{}H", y + 1, x + 1).into_bytes(),
    }
}

/// The column by its number, behind what leads to its row, where the terminal knows that.
fn offer_column(offer: &mut impl FnMut(Vec<u8>), dialect: Dialect, to_row: Vec<u8>, x: u16) {
    match dialect {
        Dialect::Full => offer([to_row, format!("\x1b[{}G", x + 1).into_bytes()].concat()),
        Dialect::Vt100 => {}
    }
}

fn from_start(x: u16) -> Vec<u8> {
    [b"\r".to_vec(), along(0, x)].concat()
}

fn along(from: u16, to: u16) -> Vec<u8> {
    let mut way = vec![];
    if to > from {
        relative(&mut way, to - from, 'C');
    } else if from - to <= 3 {
        way.resize(usize::from(from - to), 8);
    } else {
        relative(&mut way, from - to, 'D');
    }
    way
}

/// Up or down in the same column. A line feed in the last row would scroll, but nothing lies below the last row.
fn vertical(from: u16, to: u16) -> Option<Vec<u8>> {
    let mut way = vec![];
    if to > from {
        if to - from <= 3 {
            way.resize(usize::from(to - from), b'\n');
        } else {
            relative(&mut way, to - from, 'B');
        }
    } else {
        relative(&mut way, from.checked_sub(to)?, 'A');
    }
    Some(way)
}

fn relative(way: &mut Vec<u8>, n: u16, end: char) {
    if n == 1 {
        way.extend_from_slice(&[0x1b, b'[', end as u8]);
    } else {
        // Writing to a vector does not fail.
        let _ = write!(way, "\x1b[{n}{end}");
    }
}

/// The cells as they stand, when they are plain text in the present pen.
fn again(between: &[Cell], pen: Option<Pen>) -> Option<Vec<u8>> {
    let pen = pen?;
    if between.is_empty() || between.len() > 4 {
        return None;
    }
    between
        .iter()
        .map(|cell| {
            let [byte] = cell.symbol().as_bytes() else { return None };
            pen.suits(cell).then_some(*byte)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use ratatui::{
        buffer::Cell,
        layout::{Position, Size},
    };

    use super::{Place, shortest};
    use crate::tui::backend::{dialect::Dialect, sgr::Pen};

    fn way(at: Option<(u16, u16)>, to: (u16, u16)) -> String {
        let mut out = vec![];
        let dialect = Dialect::Full;
        let place = Place { at: at.map(Position::from), to: to.into(), size: Size::new(80, 24), dialect };
        shortest(&mut out, place, &[], None);
        String::from_utf8(out).unwrap().replace('\x1b', "^").replace('\x08', "<").replace('\r', "R").replace('\n', "N")
    }

    #[test]
    fn from_nowhere_the_place_is_named() {
        assert_eq!([way(None, (0, 0)), way(None, (0, 4)), way(None, (9, 4))], ["^[H", "^[5H", "^[5;10H"]);
    }

    #[test]
    fn a_step_is_shorter_than_a_place() {
        assert_eq!([way(Some((5, 3)), (6, 3)), way(Some((5, 3)), (3, 3))], ["^[C", "<<"]);
        assert_eq!([way(Some((5, 3)), (0, 3)), way(Some((60, 3)), (0, 4))], ["R", "NR"]);
        assert_eq!([way(Some((5, 3)), (5, 2)), way(Some((70, 9)), (12, 9))], ["^[A", "^[58D"]);
    }

    #[test]
    fn a_short_gap_is_written_again() {
        let mut out = vec![];
        let (at, to) = (Some(Position::new(3, 0)), Position::new(5, 0));
        let place = Place { at, to, size: Size::new(80, 24), dialect: Dialect::Full };
        shortest(&mut out, place, &[Cell::new("a"), Cell::new("b")], Some(Pen::default()));
        assert_eq!(out, b"ab");
    }
}
