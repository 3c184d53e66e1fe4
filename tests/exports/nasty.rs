//! Rows with everything that a format may trip over, and what each cell is.

use psa_connect::model::mirror::{Rows, Shape};

use crate::{
    host::{Host, now},
    mirror::{Reached, pull, rows, shape},
};

/// The columns of the agreements that are filled, in the order of the mirror.
pub(crate) const COLUMNS: &str = "id,name,company_id,cancelled,starts,amount,changed_at";

/// Their cells; an empty one is missing.
pub(crate) const AGREEMENTS: [[&str; 7]; 9] = [
    ["1", "plain", "7", "true", "2026-01-31", "12.5", "2026-01-31T15:04:05.307Z"],
    ["2", "a, \"quoted\" one", "8", "false", "1969-12-31", "-12.5", "1969-12-31T23:59:59Z"],
    ["3", "two\nlines\r\nand three", "9007199254740993", "", "", "9007199254740993.25", ""],
    ["4", "\u{4e}\u{fc}rnberg \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{65e5}\u{672c}", "", "", "", "0", ""],
    ["5", "=HYPERLINK(\"http://x.example\",\"y\")", "", "", "", "-0.000000000000000001", ""],
    ["6", "\u{ff1d}1+1", "", "", "", "", ""],
    ["7", "\u{1b}[31mred\u{7}", "", "", "", "99999999999999999999.999999999999999999", ""],
    ["8", "", "", "", "", "", ""],
    ["9", "'already' \\ NULL \\N", "", "", "2026-02-28", "1", ""],
];

/// Forty digits, which no `DECIMAL` of 38 holds.
pub(crate) const FORTY: &str = "1234567890123456789012345678901234567890";

fn agreements() -> (Shape, Vec<Rows>) {
    let shape = shape("connectwise", "agreements");
    let names: Vec<&str> = COLUMNS.split(',').collect();
    let cells = |row: &[&str; 7]| {
        let there = names.iter().zip(row).skip(1).filter(|it| !it.1.is_empty());
        there.map(|(name, text)| (*name, (*text).to_owned())).collect()
    };
    let all: Vec<_> = AGREEMENTS.iter().map(|row| (row[0].parse().unwrap(), cells(row))).collect();
    let rows = rows(&shape, &all);
    (shape, vec![rows])
}

/// A host whose mirror has the agreements, products with quantities, and types with nothing but a name.
pub(crate) fn host() -> Host {
    let host = Host::new();
    let products = shape("connectwise", "products");
    let cell = |name, text: &str| (name, text.to_owned());
    let quantities = [
        (1, vec![cell("quantity", "0.1"), cell("price", FORTY)]),
        (2, vec![cell("quantity", "-3")]),
        (3, vec![cell("quantity", "1500000000000000000000")]),
    ];
    let quantities = rows(&products, &quantities);
    let lists = [agreements(), (products, vec![quantities])];
    pull(&host.config(), "north", &lists, &now(), Reached::TheEnd);
    host
}
