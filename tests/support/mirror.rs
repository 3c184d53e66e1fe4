//! Mirrors that are filled without a PSA.

use std::path::Path;

use psa_connect::{
    model::{
        catalog::Catalog,
        id::PsaId,
        mirror::{Coverage, Kept, Rows, RowsBuilder, Scope, Shape, Span, Tally, Value},
        saved::Name,
    },
    store::{
        Store,
        mirror::{Begun, Cursor, End, Outcome, Purpose, Sent, Written},
    },
};

/// How far a list was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reached {
    TheEnd,
    TheMiddle,
}

/// The shape of a list that ships.
pub(crate) fn shape(psa: &str, list: &str) -> Shape {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&PsaId::from(psa)).expect("a PSA that ships");
    Shape::of(facts.lists.iter().find(|it| it.id.0 == list).expect("a list that ships"))
}

/// Rows with these cells behind the id; flags are `true` and `false`, ids their digits. Missing cells are empty.
pub(crate) fn rows(shape: &Shape, rows: &[(i64, Vec<(&str, String)>)]) -> Rows {
    use psa_connect::model::catalog::ColumnKind as Kind;
    let mut builder = RowsBuilder::of(shape.columns.len());
    for (id, cells) in rows {
        builder.begin();
        builder.set(0, Value::Whole(*id));
        for (name, text) in cells {
            let at = shape.column(name).unwrap_or_else(|| panic!("no column {name}"));
            let value = match shape.columns[at].kind {
                Kind::Id => Value::Whole(text.parse().expect("a whole number")),
                Kind::Flag => Value::Flag(text == "true"),
                Kind::Text | Kind::Money | Kind::Number | Kind::Date | Kind::Moment => Value::Text(text),
            };
            builder.set(at, value);
        }
        builder.end(*id);
    }
    builder.done()
}

/// Pulls lists into the mirror of a connection: each with its pages, below the row `parent` where it hangs below another.
pub(crate) fn pull(config: &Path, name: &str, lists: &[(Shape, Vec<Rows>)], at: &str, reached: Reached) {
    let store = Store::at(config.to_owned());
    let name = Name::new(name).expect("a name");
    let mut mirror = store.mirror(&name, Purpose::Pull).expect("it opens").expect("it is made");
    let shapes: Vec<Shape> = lists.iter().map(|it| it.0.clone()).collect();
    mirror
        .begin_pull(&Begun { source: "ConnectWise PSA, acme", shapes: &shapes, kept: Kept::Columns, at, recent: at })
        .expect("begun");
    for (shape, pages) in lists {
        let mut covered = Coverage::default();
        covered.add(Span::ALL);
        let cursor = Cursor {
            scope: Scope::Full,
            since: None,
            began: at.to_owned(),
            covered,
            asked_at: None,
            newest: None,
            tally: Tally::default(),
        };
        for rows in pages {
            let parent = shape.parent.as_ref().map(|_| 1);
            mirror
                .write(&[Written { shape, rows, parent, all_of: None, cursor: &cursor }], Sent { requests: 3, at })
                .expect("written");
        }
        if reached == Reached::TheEnd {
            mirror.end_list(shape, &cursor, at).expect("ended");
        }
    }
    let outcome = if reached == Reached::TheEnd { Outcome::Complete } else { Outcome::Stopped };
    mirror.end_pull(&End { outcome, fault: None, requests: 3, at }).expect("ended");
}
