//! Rows of a list in columns, packed: one vector of cells and one text that they point into.

use std::ops::Range;

/// One cell. A text is a part of the rows' one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// The record does not have it, or it does not fit the column.
    Null,
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    Flag(bool),
    /// A text, a decimal number, a day or a moment.
    Text(Range<usize>),
}

/// One cell, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    Flag(bool),
    /// A text; a decimal number as its digits, a day as `2026-01-31`, a moment as `2026-01-31T12:00:00Z`.
    Text(&'a str),
}

/// Rows, each with an id and one cell a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    width: usize,
    ids: Vec<i64>,
    cells: Vec<Cell>,
    text: String,
    raws: Vec<Range<usize>>,
    /// Cells that had a value which does not fit their column, and were left empty.
    pub misfits: u64,
}

impl Rows {
    /// How many.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Cells of a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The ids, in the order of the rows.
    pub fn ids(&self) -> &[i64] {
        &self.ids
    }

    /// The cells of a row, in the order of the columns.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = Value<'_>> {
        self.cells[row * self.width..(row + 1) * self.width].iter().map(|it| self.read(it))
    }

    /// One cell.
    pub fn cell(&self, row: usize, column: usize) -> Value<'_> {
        self.read(&self.cells[row * self.width + column])
    }

    /// The record as the PSA sent it, where that is kept.
    pub fn raw(&self, row: usize) -> Option<&str> {
        self.raws.get(row).map(|it| &self.text[it.clone()])
    }

    fn read(&self, cell: &Cell) -> Value<'_> {
        match cell {
            Cell::Null => Value::Null,
            Cell::Whole(number) => Value::Whole(*number),
            Cell::Flag(flag) => Value::Flag(*flag),
            Cell::Text(range) => Value::Text(&self.text[range.clone()]),
        }
    }
}

/// Makes [`Rows`], cell by cell.
#[derive(Clone, Debug, Default)]
pub struct RowsBuilder {
    rows: Rows,
}

impl RowsBuilder {
    /// Rows of this many cells.
    pub fn of(width: usize) -> Self {
        Self { rows: Rows { width, ..Rows::default() } }
    }

    /// Begins a row whose cells are all empty.
    pub fn begin(&mut self) {
        self.rows.cells.resize(self.rows.cells.len() + self.rows.width, Cell::Null);
    }

    /// Ends the row that was begun.
    pub fn end(&mut self, id: i64) {
        self.rows.ids.push(id);
    }

    /// Keeps the record of the row that was begun as the PSA sent it.
    pub fn raw(&mut self, record: &str) {
        let at = self.rows.text.len();
        self.rows.text.push_str(record);
        self.rows.raws.push(at..self.rows.text.len());
    }

    /// A cell of the row that was begun.
    pub fn cell(&self, column: usize) -> Value<'_> {
        self.rows.read(&self.rows.cells[self.rows.cells.len() - self.rows.width + column])
    }

    /// Sets a cell.
    pub fn set(&mut self, column: usize, value: Value<'_>) {
        let cell = match value {
            Value::Null => Cell::Null,
            Value::Whole(number) => Cell::Whole(number),
            Value::Flag(flag) => Cell::Flag(flag),
            Value::Text(text) => {
                let at = self.rows.text.len();
                self.rows.text.push_str(text);
                Cell::Text(at..self.rows.text.len())
            }
        };
        let at = self.rows.cells.len() - self.rows.width + column;
        self.rows.cells[at] = cell;
    }

    /// Adds an entry to a text, after a comma.
    pub fn add(&mut self, column: usize, entry: &str) {
        let at = self.rows.cells.len() - self.rows.width + column;
        let start = self.rows.text.len();
        if let Cell::Text(before) = self.rows.cells[at].clone() {
            self.rows.text.extend_from_within(before);
            self.rows.text.push_str(", ");
        }
        self.rows.text.push_str(entry);
        self.rows.cells[at] = Cell::Text(start..self.rows.text.len());
    }

    /// Counts a value that did not fit its column.
    pub fn misfit(&mut self) {
        self.rows.misfits += 1;
    }

    /// The rows.
    pub fn done(self) -> Rows {
        self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::{RowsBuilder, Value};

    #[test]
    fn cells_are_read_as_they_were_set_and_entries_are_joined() {
        let mut rows = RowsBuilder::of(3);
        rows.begin();
        rows.set(0, Value::Whole(7));
        rows.add(1, "Client");
        rows.set(2, Value::Flag(true));
        rows.add(1, "Prospect");
        rows.end(7);
        rows.begin();
        rows.set(1, Value::Text("b"));
        rows.end(9);
        let rows = rows.done();
        assert_eq!(rows.ids(), [7, 9]);
        let first: Vec<_> = rows.cells(0).collect();
        assert_eq!(first, [Value::Whole(7), Value::Text("Client, Prospect"), Value::Flag(true)]);
        assert_eq!((rows.cell(1, 0), rows.cell(1, 1)), (Value::Null, Value::Text("b")));
    }
}
