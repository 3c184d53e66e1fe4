//! `docs/schema.md` is made from the catalogue and the statements that make the tables. `UPDATE_DOCS=1` writes it anew.

use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::PathBuf};

use psa_connect::{
    model::{
        catalog::{Catalog, Column, List, PsaFacts},
        mirror::Shape,
    },
    store::mirror::schema,
};

mod fixed;
mod reserved;

const HEAD: &str = include_str!("schema_page/head.md");

/// A table, as a statement makes it.
struct Table {
    name: String,
    columns: Vec<Made>,
}

/// One of its columns.
struct Made {
    name: String,
    /// Its type and what must be true of it: `INTEGER NOT NULL`.
    kind: String,
}

impl Table {
    /// Reads `CREATE TABLE IF NOT EXISTS name (…)`; nothing of other statements.
    fn read(statement: &str) -> Option<Self> {
        let (name, rest) = statement.strip_prefix("CREATE TABLE IF NOT EXISTS ")?.split_once(" (")?;
        let inner = &rest[..rest.rfind(')').expect("it is closed")];
        let mut depth = 0;
        let parts = inner.split(|it: char| {
            depth += i32::from(it == '(') - i32::from(it == ')');
            it == ',' && depth == 0
        });
        let columns = parts.map(str::trim).filter(|it| !it.starts_with("PRIMARY KEY")).map(|it| {
            let (name, kind) = it.split_once(' ').expect("a name and a type");
            Made { name: name.to_owned(), kind: kind.to_owned() }
        });
        Some(Self { name: name.to_owned(), columns: columns.collect() })
    }
}

/// The tables of both databases, in the same order.
fn tables(shapes: &[Shape]) -> Vec<(Table, Table)> {
    let read = |it: Vec<String>| it.iter().filter_map(|it| Table::read(it)).collect::<Vec<_>>();
    let (sqlite, postgres) = (read(schema::sqlite(shapes)), read(schema::postgres(shapes)));
    assert_eq!(sqlite.len(), postgres.len());
    sqlite.into_iter().zip(postgres).collect()
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// What a column of a list is, and where it is in the vendor's record.
fn own(column: &Column) -> (String, String) {
    let words: Vec<&str> = column.codes.values().map(String::as_str).collect();
    let codes = if words.is_empty() {
        String::new()
    } else {
        format!("; the words of the codes that are known: {}", words.join(", "))
    };
    (format!("{}{codes}", column.label), format!("`{}`", column.field))
}

fn list(text: &mut String, list: &List, tables: &(Table, Table)) {
    let shape = Shape::of(list);
    let (sqlite, postgres) = tables;
    assert_eq!((&sqlite.name, &postgres.name), (&shape.table, &shape.table));
    // Writing to a String cannot fail.
    let _ = writeln!(text, "\n### {}: `{}`\n\n{}. `{}`", list.name, shape.table, says(list), list.path);
    let _ = writeln!(text, "\n| column | SQLite | PostgreSQL | what it is | in the record |\n|---|---|---|---|---|");
    for (at, (made, other)) in sqlite.columns.iter().zip(&postgres.columns).enumerate() {
        assert_eq!(made.name, other.name);
        let (is, field) = match list.columns.get(at) {
            Some(column) => own(column),
            None if fixed::of_every_list(&made.name).is_some() => continue,
            None if made.name == "changed_at" => {
                let changed = list.changed.as_ref().expect("only then there is such a column");
                ("Last change, by the PSA's clock".to_owned(), format!("`{}`", changed.field))
            }
            None if made.name == "parent_id" => {
                let parent = list.parent.as_ref().expect("only then there is such a column");
                (format!("The `id` in `{}` of the row that this one hangs below", Shape::table_of(parent)), "-".into())
            }
            None => panic!("{} in {} is not described", made.name, shape.table),
        };
        let _ =
            writeln!(text, "| `{}` | {} | {} | {} | {} |", made.name, made.kind, other.kind, cell(&is), cell(&field));
    }
}

fn says(list: &List) -> String {
    match (&list.changed, &list.parent) {
        (Some(changed), _) => {
            format!("A later pull asks for the rows that changed since (`{}`), where that can be told", changed.filter)
        }
        (None, Some(parent)) => format!("Read whole by each pull, below each row of `{}`", Shape::table_of(parent)),
        (None, None) => "Read whole by each pull".to_owned(),
    }
}

fn own_tables(text: &mut String, tables: &[(Table, Table)]) {
    for (sqlite, postgres) in tables {
        let _ = writeln!(text, "\n### `{}`\n\n{}", sqlite.name, fixed::table(&sqlite.name));
        let _ = writeln!(text, "\n| column | SQLite | PostgreSQL | what it is |\n|---|---|---|---|");
        for (made, other) in sqlite.columns.iter().zip(&postgres.columns) {
            assert_eq!(made.name, other.name);
            let is = fixed::column(&sqlite.name, &made.name);
            let _ = writeln!(text, "| `{}` | {} | {} | {} |", made.name, made.kind, other.kind, cell(is));
        }
    }
}

fn every_list(text: &mut String, (sqlite, postgres): &(Table, Table)) {
    let _ = writeln!(text, "| column | SQLite | PostgreSQL | what it is |\n|---|---|---|---|");
    for (made, other) in sqlite.columns.iter().zip(&postgres.columns) {
        if let Some(is) = fixed::of_every_list(&made.name) {
            let _ = writeln!(text, "| `{}` | {} | {} | {} |", made.name, made.kind, other.kind, cell(is));
        }
    }
}

fn shapes(facts: &PsaFacts) -> Vec<Shape> {
    facts.lists.iter().map(Shape::of).collect()
}

fn page() -> String {
    let catalog = Catalog::embedded();
    let mut text = HEAD.to_owned();
    for (at, facts) in catalog.psas.iter().enumerate() {
        let tables = tables(&shapes(facts));
        let (own, lists) = tables.split_at(tables.len() - facts.lists.len());
        if at == 0 {
            text.push_str("\n## In the table of every list\n\n");
            every_list(&mut text, &lists[0]);
            text.push_str("\n## Tables about pulls\n");
            own_tables(&mut text, own);
        }
        let _ = writeln!(text, "\n## {}", facts.name);
        for (it, made) in facts.lists.iter().zip(lists) {
            list(&mut text, it, made);
        }
    }
    text
}

#[test]
fn the_page_of_the_schema_is_current() {
    let page = page();
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/schema.md");
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, &page).expect("it can be written");
    }
    let update = "docs/schema.md is not current; UPDATE_DOCS=1 cargo test --test providers schema_page";
    assert!(fs::read_to_string(&file).unwrap_or_default() == page, "{update}");
}

#[test]
fn names_are_plain_unique_and_need_no_quotes() {
    for facts in &Catalog::embedded().psas {
        let mut names = BTreeSet::new();
        for (table, _) in tables(&shapes(facts)) {
            assert!(names.insert(table.name.clone()), "{} twice", table.name);
            let columns: BTreeSet<_> = table.columns.iter().map(|it| it.name.as_str()).collect();
            assert_eq!(columns.len(), table.columns.len(), "a column twice in {}", table.name);
            for name in columns.into_iter().chain([table.name.as_str()]) {
                assert!(reserved::is_plain(name), "{name} in {}", table.name);
                assert_eq!(reserved::by(name), None, "{name} in {}", table.name);
            }
        }
    }
}
