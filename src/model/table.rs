//! Rows of a list as they are previewed, and how they are searched and sorted.

use std::cmp::Ordering;

use super::{id::ListId, mirror::RowDoubt, shown::Shown};

/// The first rows of one list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Column headings, in order, of the shown columns.
    pub columns: Vec<Heading>,
    /// Rows; each has one cell a column.
    pub rows: Vec<Row>,
    /// What they are of the list, when they are not all of it: `first 200 of 10,240 rows`. Nothing beyond them is searched.
    pub part: Option<String>,
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

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Up,
    /// Largest first.
    Down,
}

impl Table {
    /// The rows in which a cell holds `wanted`, whatever the case, in the order of a column: indices into the rows.
    pub fn found(&self, wanted: &str, sort: Option<(usize, Order)>) -> Vec<usize> {
        let wanted = wanted.to_lowercase();
        let matches = |row: &Row| row.cells.iter().any(|it| it.as_str().to_lowercase().contains(&wanted));
        let rows = self.rows.iter().enumerate().filter(|(_, row)| wanted.is_empty() || matches(row));
        let mut rows: Vec<usize> = rows.map(|(n, _)| n).collect();
        if let Some((column, order)) = sort {
            let align = self.columns.get(column).map_or(Align::Left, |it| it.align);
            let cell = |n: usize| self.rows[n].cells.get(column).map_or("", |it| it.as_str());
            rows.sort_by(|a, b| {
                let ordering = compare(cell(*a), cell(*b), align);
                match order {
                    Order::Up => ordering,
                    Order::Down => ordering.reverse(),
                }
            });
        }
        rows
    }
}

fn compare(a: &str, b: &str, align: Align) -> Ordering {
    let number = |text: &str| {
        let digits: String = text.chars().filter(|it| it.is_ascii_digit() || matches!(it, '.' | '-')).collect();
        digits.parse::<f64>().ok()
    };
    match (align, number(a), number(b)) {
        (Align::Right, Some(a), Some(b)) => a.total_cmp(&b),
        (Align::Left | Align::Right, _, _) => a.to_lowercase().cmp(&b.to_lowercase()),
    }
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
