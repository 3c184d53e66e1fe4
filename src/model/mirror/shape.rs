//! What the mirror keeps of a list: a table, its columns and their kinds.

use serde::{Deserialize, Serialize};

use crate::model::{
    catalog::{ColumnKind, List},
    id::ListId,
};

/// How much of each record is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kept {
    /// The columns that the catalogue names.
    #[default]
    Columns,
    /// Those, and the record as the PSA sent it.
    Whole,
}

/// Which rows a pull asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Those that changed, where the PSA can say so and the last full pass is young; else all.
    #[default]
    Changes,
    /// All.
    Full,
}

/// One list's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The list.
    pub list: ListId,
    /// The table: the list's id with `_` for `-`.
    pub table: String,
    /// The columns in the order of [`super::Rows`]: those of the catalogue, the id first, then `changed_at` where the PSA
    /// says when a row changed.
    pub columns: Vec<ShapeColumn>,
    /// Whether rows hang below those of another list, whose id is kept as `parent_id`.
    pub parent: Option<ListId>,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeColumn {
    /// Its name in SQL: the catalogue's id with `_` for `-`.
    pub name: String,
    /// How it reads.
    pub kind: ColumnKind,
}

impl Shape {
    /// The table of a list of the catalogue.
    pub fn of(list: &List) -> Self {
        let own = list.columns.iter().map(|it| ShapeColumn { name: sql_name(&it.id), kind: it.kind });
        let changed =
            list.changed.as_ref().map(|_| ShapeColumn { name: CHANGED_AT.to_owned(), kind: ColumnKind::Moment });
        Self {
            list: list.id.clone(),
            table: Self::table_of(&list.id),
            columns: own.chain(changed).collect(),
            parent: list.parent.clone(),
        }
    }

    /// The table of a list by the list's id.
    pub fn table_of(list: &ListId) -> String {
        sql_name(&list.0)
    }

    /// Where the moment of the last change stands among the columns.
    pub fn changed_at(&self) -> Option<usize> {
        self.columns.iter().position(|it| it.name == CHANGED_AT)
    }

    /// A column by the id that the catalogue has for it, or by its name in SQL.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|it| it.name == sql_name(id))
    }
}

/// The column with the moment of a row's last change.
const CHANGED_AT: &str = "changed_at";

/// An id of the catalogue as a name in SQL.
fn sql_name(id: &str) -> String {
    id.replace('-', "_")
}
