//! Lists that an integration may take, and their columns.

use serde::Deserialize;

use crate::model::{id::ListId, right::RightId};

/// One list that an integration may take.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Its id: `companies`, `agreements`, `products`, `additions`.
    pub id: ListId,
    /// Its name on screens, in the vendor's words, as a plural.
    pub name: String,
    /// The path or entity below the API base. `{parent}` stands for the id of a row of `parent`.
    pub path: String,
    /// The list whose rows this one hangs below, when it has no list of its own.
    #[serde(default)]
    pub parent: Option<ListId>,
    /// The right without which it is empty or refused.
    #[serde(default)]
    pub right: Option<RightId>,
    /// How the PSA says which rows changed, where it can.
    #[serde(default)]
    pub changed: Option<Changed>,
    /// The columns, the first of which is the id.
    #[serde(rename = "column")]
    pub columns: Vec<Column>,
    /// Where this comes from.
    pub source: String,
}

/// How a PSA says which rows of a list changed since a moment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    /// Where the moment of the last change is in a record: `_info/lastUpdated`.
    pub field: String,
    /// What a condition or filter calls it: `lastUpdated`.
    pub filter: String,
    /// What is doubtful about it, a sentence.
    #[serde(default)]
    pub doubt: Option<String>,
}

/// One column of a list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its id, used by warnings: `status`.
    pub id: String,
    /// Its heading.
    pub label: String,
    /// Where it is in a record: `status/name`. Below an array (`types/name`) it is in each entry.
    pub field: String,
    /// How it reads.
    #[serde(default)]
    pub kind: ColumnKind,
    /// What codes mean, as `code = "word"` (Autotask pick lists with fixed values).
    #[serde(default)]
    pub codes: std::collections::BTreeMap<String, String>,
    /// Shown in the preview; others are only read for warnings.
    #[serde(default = "shown")]
    pub shown: bool,
}

fn shown() -> bool {
    true
}

/// How a column reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnKind {
    /// Text.
    #[default]
    Text,
    /// A whole number, right aligned.
    Id,
    /// Money, right aligned, two decimals.
    Money,
    /// A number, right aligned.
    Number,
    /// A day.
    Date,
    /// A moment in UTC.
    Moment,
    /// Yes or no.
    Flag,
}
