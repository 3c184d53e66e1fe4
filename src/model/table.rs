//! Rows of a list as they are previewed.

use super::{id::ListId, mirror::RowDoubt, shown::Shown};

/// The first rows of one list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Column headings, in order, of the shown columns.
    pub columns: Vec<Heading>,
    /// Rows; each has one cell a column.
    pub rows: Vec<Row>,
}

/// One column's heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The catalogue's column id.
    pub id: String,
    /// What stands above the column.
    pub label: String,
    /// Numbers stand to the right.
    pub align: Align,
}

/// Where a cell's text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The cells, in the order of the columns.
    pub cells: Vec<Shown>,
    /// What an integration would trip over, each a sentence.
    pub warnings: Vec<String>,
}

/// What the preview found of one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The list.
    pub list: ListId,
    /// How many rows the PSA says there are, if it says so.
    pub count: Option<u64>,
    /// The first of them.
    pub table: Table,
    /// Where the rows come from when they are not the first of the whole list: `of the first 5 agreements`.
    pub scope: Option<String>,
    /// What an integration would trip over, where every row was looked at; else empty.
    pub doubts: Vec<RowDoubt>,
}
