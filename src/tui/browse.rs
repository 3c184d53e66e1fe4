//! What a person does in an opened list: which row, what they look for, how it is sorted.

use tui_input::InputRequest;

use super::{
    edit::{Edit, Kind, Outcome},
    looks::Order,
};
use crate::{model::table::Table, wizard::event::ItemId};

/// Where the keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keys {
    Rows,
    Search,
}

/// An opened list.
#[derive(Debug)]
pub struct Browse {
    /// Which.
    pub list: ItemId,
    /// The selected row, counted among those shown.
    pub at: usize,
    /// The first row that was shown last.
    pub top: usize,
    /// The sorted column and its direction.
    pub sort: Option<(usize, Order)>,
    search: Edit,
    keys: Keys,
}

impl Browse {
    /// Opens a list at its first row.
    pub fn new(list: ItemId) -> Self {
        Self { list, at: 0, top: 0, sort: None, search: Edit::new(Kind::Plain, ""), keys: Keys::Rows }
    }

    /// What is looked for.
    pub fn search(&self) -> &str {
        self.search.text()
    }

    /// Characters before the caret of the search text.
    pub fn caret(&self) -> usize {
        self.search.caret()
    }

    /// Says whether keys go into the search text.
    pub fn is_searching(&self) -> bool {
        self.keys == Keys::Search
    }

    /// Keys go into the search text from now on.
    pub fn start_search(&mut self) {
        self.keys = Keys::Search;
    }

    /// Keys go to the rows again; what was looked for stays.
    pub fn keep_search(&mut self) {
        self.keys = Keys::Rows;
    }

    /// Keys go to the rows again and all rows are shown.
    pub fn end_search(&mut self) {
        *self = Self { sort: self.sort, ..Self::new(self.list.clone()) };
    }

    /// Changes the search text; starts from the first match.
    pub fn edit(&mut self, request: InputRequest) -> Outcome {
        let outcome = self.search.apply(request);
        if outcome == Outcome::Changed {
            (self.at, self.top) = (0, 0);
        }
        outcome
    }

    /// Sorts by the same column downwards, then by the next, then not at all.
    pub fn cycle_sort(&mut self, n_columns: usize) {
        self.sort = match self.sort {
            None if n_columns > 0 => Some((0, Order::Up)),
            Some((column, Order::Up)) => Some((column, Order::Down)),
            Some((column, Order::Down)) if column + 1 < n_columns => Some((column + 1, Order::Up)),
            None | Some((_, Order::Down)) => None,
        };
        (self.at, self.top) = (0, 0);
    }

    /// Moves to a row, as far as there are rows.
    pub fn go(&mut self, at: usize, table: &Table) {
        self.at = at.min(self.rows(table).len().saturating_sub(1));
    }

    /// The rows that match, sorted: indices into the table.
    pub fn rows(&self, table: &Table) -> Vec<usize> {
        table.found(self.search(), self.sort)
    }

    /// The first row to show: as before, unless the selected one would not be seen.
    pub fn window(&self, page: usize, n_rows: usize) -> usize {
        let at = self.at.min(n_rows.saturating_sub(1));
        self.top.min(at).max((at + 1).saturating_sub(page)).min(n_rows.saturating_sub(page))
    }
}

#[cfg(test)]
mod tests {
    use tui_input::InputRequest;

    use super::Browse;
    use crate::{
        model::table::{Align, Heading, Row, Table},
        tui::looks::Order,
        wizard::event::ItemId,
    };

    fn table() -> Table {
        let heading = |label: &str, align| Heading { id: label.into(), label: label.into(), align };
        let row = |name: &str, n: &str| Row { cells: vec![name.into(), n.into()], warnings: vec![] };
        Table {
            columns: vec![heading("Name", Align::Left), heading("Rows", Align::Right)],
            rows: vec![row("beta", "9"), row("Acme", "1,000"), row("gamma", "20")],
            part: None,
        }
    }

    fn browse() -> Browse {
        Browse::new(ItemId::List("companies".into()))
    }

    #[test]
    fn numbers_are_sorted_as_numbers_and_text_without_case() {
        let mut browse = browse();
        browse.sort = Some((1, Order::Down));
        assert_eq!(browse.rows(&table()), [1, 2, 0]);
        browse.sort = Some((0, Order::Up));
        assert_eq!(browse.rows(&table()), [1, 0, 2]);
    }

    #[test]
    fn sorting_goes_through_every_column_both_ways_and_ends() {
        let mut browse = browse();
        let sorts: Vec<_> = (0..5)
            .map(|_| {
                browse.cycle_sort(2);
                browse.sort
            })
            .collect();
        let (up, down) = (Order::Up, Order::Down);
        assert_eq!(sorts, [Some((0, up)), Some((0, down)), Some((1, up)), Some((1, down)), None]);
    }

    #[test]
    fn the_search_finds_in_any_column_without_case() {
        let mut browse = browse();
        for c in "acm".chars() {
            let _ = browse.edit(InputRequest::InsertChar(c));
        }
        assert_eq!(browse.rows(&table()), [1]);
    }

    #[test]
    fn the_window_follows_the_selected_row() {
        let mut browse = browse();
        browse.at = 12;
        assert_eq!(browse.window(5, 40), 8);
        browse.top = 20;
        assert_eq!(browse.window(5, 40), 12);
        assert_eq!(browse.window(50, 40), 0);
    }
}
