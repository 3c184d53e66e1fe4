//! The SQL that both databases share, and the words in which they differ.

use std::fmt::Write as _;

use crate::model::{catalog::ColumnKind, mirror::Shape};

/// Where the two databases differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    #[cfg(feature = "postgres")]
    Postgres,
}

impl Dialect {
    /// The type of a column.
    pub(super) fn type_of(self, kind: ColumnKind) -> &'static str {
        match self {
            Self::Sqlite => match kind {
                // Money is text, so that no amount goes through a float.
                ColumnKind::Text | ColumnKind::Money | ColumnKind::Date | ColumnKind::Moment => "TEXT",
                ColumnKind::Id | ColumnKind::Flag => "INTEGER",
                ColumnKind::Number => "REAL",
            },
            #[cfg(feature = "postgres")]
            Self::Postgres => match kind {
                ColumnKind::Text => "text",
                ColumnKind::Id => "bigint",
                ColumnKind::Flag => "boolean",
                ColumnKind::Money | ColumnKind::Number => "numeric",
                ColumnKind::Date => "date",
                ColumnKind::Moment => "timestamptz",
            },
        }
    }

    fn bigint(self) -> &'static str {
        match self {
            Self::Sqlite => "INTEGER",
            #[cfg(feature = "postgres")]
            Self::Postgres => "bigint",
        }
    }

    fn moment(self) -> &'static str {
        self.type_of(ColumnKind::Moment)
    }

    fn text(self) -> &'static str {
        self.type_of(ColumnKind::Text)
    }

    /// What follows the columns of a table.
    fn strict(self) -> &'static str {
        match self {
            Self::Sqlite => " STRICT",
            #[cfg(feature = "postgres")]
            Self::Postgres => "",
        }
    }

    /// A text in small letters, without the blanks around it.
    pub(super) fn fold(self, what: &str) -> String {
        match self {
            // Its own `lower` knows ASCII only.
            Self::Sqlite => format!("fold({what})"),
            #[cfg(feature = "postgres")]
            Self::Postgres => format!("lower(btrim({what}))"),
        }
    }
}

/// The table of a list, when it is missing.
pub(super) fn create(dialect: Dialect, shape: &Shape) -> String {
    let (bigint, text, moment) = (dialect.bigint(), dialect.text(), dialect.moment());
    let mut sql = format!("CREATE TABLE IF NOT EXISTS {} (id {bigint} PRIMARY KEY", shape.table);
    for it in &shape.columns[1..] {
        // Writing to a String cannot fail.
        let _ = write!(sql, ", {} {}", it.name, dialect.type_of(it.kind));
    }
    if shape.parent.is_some() {
        let _ = write!(sql, ", parent_id {bigint} NOT NULL");
    }
    let _ = write!(
        sql,
        ", raw {text}, pulled_at {moment} NOT NULL, gone_at {moment}, hash {bigint} NOT NULL){}",
        dialect.strict()
    );
    sql
}

/// The index by which rows below another are found, for a list that has such.
pub(super) fn index(shape: &Shape) -> Option<String> {
    let table = &shape.table;
    shape.parent.as_ref().map(|_| format!("CREATE INDEX IF NOT EXISTS {table}_of ON {table} (parent_id)"))
}

/// The tables that every mirror has.
pub(super) fn own_tables(dialect: Dialect) -> Vec<String> {
    let (bigint, text, moment, strict) = (dialect.bigint(), dialect.text(), dialect.moment(), dialect.strict());
    vec![
        format!(
            "CREATE TABLE IF NOT EXISTS pulls (id {bigint} PRIMARY KEY, began_at {moment} NOT NULL, ended_at {moment}, \
             outcome {text} NOT NULL, fault {text}, requests {bigint} NOT NULL DEFAULT 0, \
             seen_at {moment} NOT NULL){strict}"
        ),
        format!(
            "CREATE TABLE IF NOT EXISTS pulled_lists (pull_id {bigint} NOT NULL REFERENCES pulls(id), list {text} NOT NULL, \
             scope {text} NOT NULL, read {bigint} NOT NULL DEFAULT 0, added {bigint} NOT NULL DEFAULT 0, \
             changed {bigint} NOT NULL DEFAULT 0, gone {bigint} NOT NULL DEFAULT 0, misfits {bigint} NOT NULL DEFAULT 0, \
             ended_at {moment}, PRIMARY KEY (pull_id, list)){strict}"
        ),
        format!(
            "CREATE TABLE IF NOT EXISTS lists (list {text} PRIMARY KEY, table_name {text} NOT NULL, columns {text} NOT NULL, \
             kept {text} NOT NULL, full_at {moment}, changed_until {text}, cursor {text}){strict}"
        ),
    ]
}

/// The columns of a table and their types, as one text: another text means another table.
pub(super) fn columns_of(dialect: Dialect, shape: &Shape) -> String {
    let column = |it: &crate::model::mirror::ShapeColumn| format!("{} {}", it.name, dialect.type_of(it.kind));
    shape.columns.iter().map(column).collect::<Vec<_>>().join(", ")
}

/// The columns that a write sets, the id first: those of the list, `parent_id`, `raw`, `pulled_at`, `hash`.
pub(super) fn set_columns(shape: &Shape) -> Vec<&str> {
    let own = shape.columns.iter().map(|it| it.name.as_str());
    let parent = shape.parent.iter().map(|_| "parent_id");
    own.chain(parent).chain(["raw", "pulled_at", "hash"]).collect()
}

/// A text as a literal.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\0', "").replace('\'', "''"))
}
