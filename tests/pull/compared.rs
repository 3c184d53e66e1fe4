//! Compares a mirror with what the simulated PSA has, row by row, through a digest that either makes on its own.

use std::fmt::Write as _;

use psa_connect::{
    model::{
        catalog::{ColumnKind, List},
        mirror::{Shape, Value as Cell},
    },
    sandbox::Digest,
};
use ring::digest::{Context, SHA256};
use serde_json::{Value, json};

use crate::world::World;

impl World {
    /// Asserts that the mirror has exactly the rows of these lists that the PSA has.
    pub(crate) fn is_equal(&self, psa: &str, lists: &[&str]) {
        for id in lists {
            let list = self.facts(psa).list(&(*id).into()).unwrap();
            let fields: Vec<&str> = list.columns.iter().map(|it| it.field.as_str()).collect();
            let place = list.path.replace("/{parent}", "");
            let wanted = self.sandbox.digest(psa, &place, &fields).unwrap_or_else(|| panic!("{place}"));
            let found = self.digest(psa, list);
            assert_eq!(found, wanted, "{psa} {id}");
        }
    }

    /// The digest of a table of the mirror: each cell put back into what the PSA sent.
    pub(crate) fn digest(&self, psa: &str, list: &List) -> Digest {
        let shape = Shape::of(list);
        let columns: Vec<usize> = (0..list.columns.len()).collect();
        let (mut rows, mut context) = (0, Context::new(&SHA256));
        let mut each = |cells: &[Cell<'_>]| {
            let row = list.columns.iter().zip(cells).map(|(column, cell)| {
                let by_word = |word: &str| column.codes.iter().find(|it| it.1 == word).map(|it| it.0.clone());
                sent(psa, &column.field, column.kind, *cell, by_word)
            });
            context.update(format!("{}\n", Value::Array(row.collect())).as_bytes());
            rows += 1;
            Ok(())
        };
        self.mirror(psa).rows(&shape, &columns, &mut each).unwrap();
        let mut sha256 = String::new();
        for byte in context.finish().as_ref() {
            write!(sha256, "{byte:02x}").unwrap();
        }
        Digest { rows, sha256 }
    }
}

/// What the PSA sent for a cell.
fn sent(psa: &str, field: &str, kind: ColumnKind, cell: Cell<'_>, code_of: impl Fn(&str) -> Option<String>) -> Value {
    let number = |text: &str| json!(text.parse::<f64>().unwrap());
    match (cell, kind) {
        // ConnectWise lists the types of a company, none included.
        (Cell::Null, _) if field == "types/name" => json!([]),
        (Cell::Null, _) => Value::Null,
        (Cell::Whole(it), _) => json!(it),
        (Cell::Flag(it), _) => json!(it),
        (Cell::Text(it), ColumnKind::Money | ColumnKind::Number) => number(it),
        (Cell::Text(it), ColumnKind::Date) if psa == "connectwise" => json!(format!("{it}T00:00:00Z")),
        (Cell::Text(it), ColumnKind::Date) => json!(format!("{it}T00:00:00")),
        (Cell::Text(it), _) if field == "types/name" => json!(it.split(", ").collect::<Vec<_>>()),
        (Cell::Text(it), _) => match code_of(it) {
            Some(code) => json!(code.parse::<i64>().unwrap()),
            None => it.parse::<i64>().ok().filter(|_| is_a_code(psa, field)).map_or(json!(it), |it| json!(it)),
        },
    }
}

/// Numbers that stand for words and are kept as text.
fn is_a_code(psa: &str, field: &str) -> bool {
    const CODES: [&str; 8] = [
        "companyType",
        "contractType",
        "status",
        "contractPeriodType",
        "contractCategory",
        "periodType",
        "productCategory",
        "id",
    ];
    psa == "autotask" && CODES.contains(&field)
}
