//! Cross-checks: what the rows of one list say about rows of another that ought to be readable.

use serde::Deserialize;

use crate::model::right::RightId;

/// One cross-check. A level that hides rows gives no error, only fewer of them; rows elsewhere still name what is gone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cross {
    /// Its id: `agreements-of-products`.
    pub id: String,
    /// What it looks for, a clause: `agreements that products belong to`.
    pub looks_for: String,
    /// The right that it is about. An integration that does not need it does not run the check.
    pub right: RightId,
    /// Where the references are read.
    pub from: CrossFrom,
    /// Where the rows that they name are looked up.
    pub to: CrossTo,
    /// What else a missing row may mean, a clause, where the vendor does not say.
    #[serde(default)]
    pub doubt: Option<String>,
    /// The group of the caller's customised items (ConnectWise `customizeItems`) which, when it has any, limits these rows.
    #[serde(default)]
    pub customized: Option<String>,
    /// Where this comes from.
    pub source: String,
}

/// The list that references are read from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrossFrom {
    /// The path or entity below the API base.
    pub path: String,
    /// Which of its rows, in the PSA's own language of conditions. Without it all of them.
    #[serde(default)]
    pub only: Option<String>,
    /// The right to read this list, when it is another than the check's. It is not read for a check alone.
    #[serde(default)]
    pub right: Option<RightId>,
    /// Where the id of the other row is: `agreement/id`.
    pub field: String,
    /// Where the reference says more of the other row: `agreement/name`.
    #[serde(default)]
    pub words: Vec<String>,
    /// What people know its own rows by: `contractName`.
    #[serde(default)]
    pub known_by: Vec<String>,
    /// One of its rows: `product`.
    pub row: String,
    /// Several of them: `products`.
    pub rows: String,
}

/// The list that rows are looked up in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrossTo {
    /// The path or entity below the API base.
    pub path: String,
    /// One of its rows: `agreement`.
    pub row: String,
    /// Several of them: `agreements`.
    pub rows: String,
}

impl Cross {
    /// Every field that is read of a row, the id first, each once.
    pub fn fields(&self) -> Vec<&str> {
        let from = &self.from;
        let all = ["id", &from.field].into_iter().chain(from.words.iter().chain(&from.known_by).map(String::as_str));
        let mut fields = Vec::new();
        for field in all {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        fields
    }

    /// Says whether both read the same page.
    pub fn shares_page_with(&self, other: &Self) -> bool {
        self.from.path == other.from.path && self.from.only == other.from.only
    }
}
