//! An opened list, some rows at a time: a line for each row, looked for and sorted by answers. Values in, values out.

use crate::{
    model::table::{Order, Row, Table},
    wizard::event::ItemId,
    words,
};

use super::{answer, told::Told};

/// Rows that are read at a time.
const PAGE: usize = 10;

/// An opened list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browse {
    /// Which.
    pub list: ItemId,
    /// How many rows were read.
    read: usize,
    wanted: String,
    sort: Option<(usize, Order)>,
}

/// What an answer comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// More of it is read.
    Read,
    /// It is closed.
    Close,
}

impl Browse {
    /// Opens a list at its first row.
    pub fn new(list: ItemId) -> Self {
        Self { list, read: 0, wanted: String::new(), sort: None }
    }

    /// The next rows, and that there are none where there are none.
    pub fn page(&mut self, table: &Table) -> Vec<Told> {
        let rows = table.found(&self.wanted, self.sort);
        let page = rows.iter().enumerate().skip(self.read).take(PAGE);
        let page: Vec<_> = page.map(|(n, at)| Told::says(line(n, &table.rows[*at], table))).collect();
        let found = (self.read == 0).then(|| self.found(rows.len(), table)).flatten().map(Told::says);
        self.read += page.len();
        found.into_iter().chain(page).collect()
    }

    /// How many rows have it, where not every row of the list was searched; that none has it, in any case.
    fn found(&self, n: usize, table: &Table) -> Option<String> {
        let text = ("text", self.wanted.as_str().into());
        let part = table.part.as_ref().filter(|_| !self.wanted.is_empty());
        match (n, part) {
            (0, None) => Some(words::with("line-no-row-has", &[text])),
            (0, Some(part)) => Some(words::with("line-no-row-of-part-has", &[text, ("part", part.into())])),
            (_, None) => None,
            (n, Some(part)) => Some(words::with("line-found-in-part", &[("n", n.into()), ("part", part.into())])),
        }
    }

    /// What is asked behind a page.
    pub fn asks(&self, table: &Table) -> String {
        let n = table.found(&self.wanted, self.sort).len();
        match n.saturating_sub(self.read) {
            0 => words::with("line-list-end", &[("n", n.to_string().into())]),
            left => {
                let (read, next) = (self.read.to_string(), left.min(PAGE).to_string());
                let n = n.to_string();
                words::with("line-list-more", &[("read", read.into()), ("n", n.into()), ("next", next.into())])
            }
        }
    }

    /// How to answer.
    pub fn help(table: &Table) -> Vec<Told> {
        let columns: Vec<_> = table.columns.iter().map(|it| it.label.as_str()).collect();
        [
            words::say("line-list-help-search").to_owned(),
            words::with("line-list-help-sort", &[("columns", columns.join(", ").into())]),
            words::say("line-list-help-row").to_owned(),
        ]
        .map(Told::says)
        .to_vec()
    }

    /// Takes an answer; `None` is Enter alone.
    ///
    /// Errors: a complaint, a sentence.
    pub fn take(&mut self, line: Option<&str>, table: &Table) -> Result<Next, String> {
        let n = table.found(&self.wanted, self.sort).len();
        let Some(line) = line.map(str::trim) else {
            return Ok(if self.read < n { Next::Read } else { Next::Close });
        };
        if let Some(wanted) = line.strip_prefix('/') {
            wanted.trim().clone_into(&mut self.wanted);
            self.read = 0;
        } else if line == "o" {
            (self.sort, self.read) = (None, 0);
        } else if let Some(column) = line.strip_prefix("o ") {
            let column = answer::one_of(table.columns.iter().map(|it| it.label.as_str()), column)?;
            let order = if self.sort == Some((column, Order::Up)) { Order::Down } else { Order::Up };
            (self.sort, self.read) = (Some((column, order)), 0);
        } else {
            let row = line.parse::<usize>().ok().filter(|it| (1..=n).contains(it));
            self.read = row.ok_or_else(|| words::say("line-list-answer"))? - 1;
        }
        Ok(Next::Read)
    }
}

/// `row 1: ID: 250, Name: Acme. Note: it is inactive`. What is empty is left out.
fn line(n: usize, row: &Row, table: &Table) -> String {
    let cells = table.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.as_str().trim().is_empty());
    let cells: Vec<_> = cells.map(|(column, cell)| format!("{}: {cell}", column.label)).collect();
    let n = (n + 1).to_string();
    let row_said = words::with("line-row", &[("n", n.into()), ("cells", cells.join(", ").into())]);
    row.warnings.iter().fold(row_said, |said, it| {
        let says = words::with("line-note", &[("text", it.trim_end_matches('.').into())]);
        format!("{said}. {says}")
    })
}

#[cfg(test)]
mod tests {
    use super::{Browse, Next};
    use crate::{
        model::table::{Align, Heading, Row, Table},
        wizard::event::ItemId,
    };

    fn table(n: usize) -> Table {
        let heading = |label: &str, align| Heading { id: label.into(), label: label.into(), align };
        let row = |n: usize| Row {
            cells: vec![n.to_string().as_str().into(), format!("Company {}", n % 3).as_str().into()],
            warnings: if n == 2 { vec!["It is inactive.".into()] } else { vec![] },
        };
        Table {
            columns: vec![heading("ID", Align::Right), heading("Name", Align::Left)],
            rows: (1..=n).map(row).collect(),
            part: None,
        }
    }

    fn read(browse: &mut Browse, table: &Table) -> Vec<String> {
        browse.page(table).into_iter().map(|it| it.text).collect()
    }

    #[test]
    fn ten_rows_at_a_time_to_the_end_and_then_closed() {
        let (table, mut browse) = (table(12), Browse::new(ItemId::List("companies".into())));
        let first = read(&mut browse, &table);
        assert_eq!(first.len(), 10);
        assert_eq!(
            first[..2],
            ["row 1: ID: 1, Name: Company 1", "row 2: ID: 2, Name: Company 2. Note: It is inactive"]
        );
        assert!(browse.asks(&table).starts_with("10 of 12 read. Enter reads 2 more"), "{}", browse.asks(&table));
        assert_eq!(browse.take(None, &table), Ok(Next::Read));
        assert_eq!(read(&mut browse, &table), ["row 11: ID: 11, Name: Company 2", "row 12: ID: 12, Name: Company 0"]);
        assert_eq!(browse.take(None, &table), Ok(Next::Close));
    }

    #[test]
    fn it_is_searched_sorted_both_ways_and_read_from_a_row_on() {
        let (table, mut browse) = (table(6), Browse::new(ItemId::List("companies".into())));
        assert_eq!(browse.take(Some("/company 0"), &table), Ok(Next::Read));
        assert_eq!(read(&mut browse, &table), ["row 1: ID: 3, Name: Company 0", "row 2: ID: 6, Name: Company 0"]);
        assert_eq!(
            (browse.take(Some("o i"), &table), browse.take(Some("o i"), &table)),
            (Ok(Next::Read), Ok(Next::Read))
        );
        assert_eq!(read(&mut browse, &table)[0], "row 1: ID: 6, Name: Company 0");
        assert_eq!(browse.take(Some("/"), &table), Ok(Next::Read));
        assert_eq!(browse.take(Some("5"), &table), Ok(Next::Read));
        assert_eq!(
            read(&mut browse, &table),
            ["row 5: ID: 2, Name: Company 2. Note: It is inactive", "row 6: ID: 1, Name: Company 1"]
        );
    }

    #[test]
    fn a_search_says_that_it_looked_through_a_part_of_the_list_only() {
        let mut table = table(40);
        table.part = Some("first 40 of 1,240 rows".into());
        let mut browse = Browse::new(ItemId::List("companies".into()));
        assert!(read(&mut browse, &table)[0].starts_with("row 1: "));
        assert_eq!(browse.take(Some("/company 1"), &table), Ok(Next::Read));
        let found = "14 in the first 40 of 1,240 rows; the others were not searched.";
        assert_eq!(read(&mut browse, &table)[0], found);
        assert_eq!(browse.take(None, &table), Ok(Next::Read));
        assert!(read(&mut browse, &table)[0].starts_with("row 11: "));
        assert_eq!(browse.take(Some("/nobody"), &table), Ok(Next::Read));
        let none = "No row of the first 40 of 1,240 rows has \"nobody\" in it. The others were not searched.";
        assert_eq!(read(&mut browse, &table), [none]);
    }

    #[test]
    fn what_is_not_there_is_said_and_what_means_nothing_is_complained_about() {
        let (table, mut browse) = (table(3), Browse::new(ItemId::List("companies".into())));
        assert_eq!(browse.take(Some("/nobody"), &table), Ok(Next::Read));
        assert_eq!(read(&mut browse, &table), ["No row has \"nobody\" in it."]);
        assert!(browse.take(Some("o weight"), &table).is_err() && browse.take(Some("7"), &table).is_err());
    }
}
