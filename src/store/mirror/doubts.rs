//! The rows that an integration would trip over, as SQL over a whole table.

use crate::model::{
    catalog::ColumnKind,
    id::ListId,
    integration::{RowTest, RowWarning},
    mirror::{Shape, ShapeColumn},
};

use super::sql::{Dialect, quoted};

/// How many ids are named.
pub(super) const FIRST: usize = 5;

/// Which rows of a table a warning is about: a condition on `it`, the table's alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// A condition that each row answers by itself.
    OfEach(String),
    /// One that needs the whole table.
    OfAll(String),
}

/// Makes the condition of a warning; `None` when the table has no such column, or the list that it looks into cannot be
/// looked into.
pub(super) fn question(
    dialect: Dialect,
    shape: &Shape,
    warning: &RowWarning,
    whole: impl Fn(&ListId) -> Option<String>,
) -> Option<Question> {
    let column = &shape.columns[shape.column(&warning.column)?];
    let text = text_of(dialect, column);
    Some(match &warning.when {
        RowTest::Is(words) => Question::OfEach(is_one_of(dialect, &text, words)),
        RowTest::IsNot(words) => Question::OfEach(format!("NOT ({})", is_one_of(dialect, &text, words))),
        RowTest::Missing => Question::OfEach(format!("it.{} IS NULL", column.name)),
        RowTest::NotIn(other) => {
            let table = whole(other)?;
            let name = &column.name;
            Question::OfEach(format!(
                "it.{name} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table} o WHERE o.id = it.{name} AND o.gone_at IS NULL)"
            ))
        }
        RowTest::Duplicate => {
            let folded = dialect.fold(&text);
            let table = &shape.table;
            Question::OfAll(format!(
                "{folded} IN (SELECT {folded} FROM {table} it WHERE it.gone_at IS NULL AND it.{} IS NOT NULL \
                 GROUP BY 1 HAVING count(*) > 1)",
                column.name
            ))
        }
    })
}

/// Whether a cell reads one of `words`, in any case; of a cell that joins entries, whether one entry does.
fn is_one_of(dialect: Dialect, text: &str, words: &[String]) -> String {
    if words.is_empty() {
        return "1 = 0".to_owned();
    }
    match dialect {
        // Its own LIKE would fold and join each cell anew for each word.
        Dialect::Sqlite => {
            let words: Vec<String> = words.iter().map(|it| quoted(&it.to_lowercase())).collect();
            format!("is_one_of({text}, {})", words.join(", "))
        }
        #[cfg(feature = "postgres")]
        Dialect::Postgres(_) => {
            let cell = format!("', ' || {} || ', '", dialect.fold(&format!("coalesce({text}, '')")));
            let has = |word: &String| {
                let pattern = word.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
                format!("{cell} LIKE {} ESCAPE '!'", quoted(&format!("%, {pattern}, %")))
            };
            words.iter().map(has).collect::<Vec<_>>().join(" OR ")
        }
    }
}

/// A cell as people read it.
fn text_of(dialect: Dialect, column: &ShapeColumn) -> String {
    let name = &column.name;
    match column.kind {
        ColumnKind::Flag => format!("CASE WHEN it.{name} THEN 'yes' WHEN NOT it.{name} THEN 'no' END"),
        ColumnKind::Text => format!("it.{name}"),
        ColumnKind::Id | ColumnKind::Money | ColumnKind::Number | ColumnKind::Date | ColumnKind::Moment => {
            dialect.as_text(column.kind, &format!("it.{name}"))
        }
    }
}
