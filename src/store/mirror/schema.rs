//! The tables of a mirror, as each database is told to make them: for the page that describes them. Opens nothing.

use crate::model::mirror::Shape;

use super::sql::{self, Dialect};

/// The statements that make the tables in a file: those that every mirror has, then those of these lists.
pub fn sqlite(shapes: &[Shape]) -> Vec<String> {
    statements(Dialect::Sqlite, shapes)
}

/// The same in a shared database.
#[cfg(feature = "postgres")]
pub fn postgres(shapes: &[Shape]) -> Vec<String> {
    statements(Dialect::Postgres(sql::Folding::Unicode), shapes)
}

fn statements(dialect: Dialect, shapes: &[Shape]) -> Vec<String> {
    let lists = shapes.iter().flat_map(|it| [Some(sql::create(dialect, it)), sql::index(it)]);
    sql::own_tables(dialect).into_iter().chain(lists.flatten()).collect()
}
