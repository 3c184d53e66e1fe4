//! What a product needs of a PSA: an integration file says it, shipped with the program or written by a technician.

use std::{collections::BTreeMap, fmt};

use crate::words;

use serde::Deserialize;

use super::{
    catalog::PsaFacts,
    id::{ListId, PsaId},
    right::{Action, Level, Levels, RightId},
};

mod check;
mod fault;
#[cfg(test)]
mod tests;

/// One product that will use the connection.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Integration {
    /// Its id: `sync365`.
    pub id: String,
    /// Its name: `Sync 365`.
    pub name: String,
    /// What it is, a sentence. Here and below, `{agreements}` and `{companies}` stand for the PSA's own words.
    pub what: String,
    /// What it reads, a clause.
    pub reads: String,
    /// What it writes, a clause: `nothing`.
    pub writes: String,
    /// What it needs of each PSA.
    pub psa: BTreeMap<PsaId, Needs>,
    /// Where these facts come from.
    pub source: String,
    /// The day they were read, ISO 8601.
    pub read: String,
}

/// What an integration needs of one PSA.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// Values for the guide: `member_id = "S365"`.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// The rights, in the order of the product's own table.
    #[serde(default, rename = "right")]
    pub rights: Vec<Right>,
    /// The lists it takes, in the order of the preview.
    pub lists: Vec<ListId>,
    /// Lists that a pull only counts, unless they are asked for by name.
    #[serde(default)]
    pub counted: Vec<ListId>,
    /// Rows it would trip over.
    #[serde(default, rename = "warning")]
    pub warnings: Vec<RowWarning>,
    /// What to know besides.
    #[serde(default)]
    pub notes: Vec<String>,
    /// How the product itself is set up afterwards, one step a line.
    #[serde(default)]
    pub finish: Vec<String>,
}

/// One right that an integration needs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Right {
    /// The function of the catalogue.
    pub function: RightId,
    /// The least level of each action.
    #[serde(default)]
    pub needs: BTreeMap<Action, Level>,
    /// How the vendor's screen says it where levels do not fit: `Full`, `yes`, `allowed`.
    #[serde(default)]
    pub wanted: Option<String>,
    /// Why it is needed, a clause.
    pub why: String,
    /// When it can be left out, a clause: `only for ticket notifications`.
    #[serde(default)]
    pub optional: Option<String>,
}

impl Right {
    /// What is needed, as people read it: `add, edit All; inquire All`, or the vendor's own word.
    pub fn needed(&self) -> String {
        let levels = Levels(self.needs.iter().map(|(action, level)| (*action, *level)).collect());
        self.wanted.clone().unwrap_or_else(|| levels.to_string())
    }
}

/// Rows that the integration would trip over.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowWarning {
    /// The list.
    pub list: ListId,
    /// The column looked at.
    pub column: String,
    /// What about it.
    pub when: RowTest,
    /// What it means for the integration, a sentence.
    pub says: String,
}

/// What makes a row worth a warning.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum RowTest {
    /// The cell reads one of these, in any case.
    Is(Vec<String>),
    /// The cell reads none of these, in any case.
    IsNot(Vec<String>),
    /// The cell is empty.
    Missing,
    /// Another row has the same cell, in any case.
    Duplicate,
    /// The cell names a row (by id) of this list that was read whole and does not have it.
    NotIn(ListId),
}

impl RowTest {
    /// The other list that it looks into.
    pub fn looks_into(&self) -> Option<&ListId> {
        match self {
            Self::NotIn(list) => Some(list),
            Self::Is(_) | Self::IsNot(_) | Self::Missing | Self::Duplicate => None,
        }
    }
}

/// Why an integration file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegrationFault {
    /// The line, from 1.
    pub line: usize,
    /// The key on that line or the key that is missing.
    pub key: String,
    /// What was expected there.
    pub expected: String,
}

impl fmt::Display for IntegrationFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words::with(
            "integration-fault",
            &[
                ("line", self.line.to_string().into()),
                ("key", self.key.as_str().into()),
                ("expected", self.expected.as_str().into()),
            ],
        ))
    }
}

impl std::error::Error for IntegrationFault {}

impl Integration {
    /// Reads an integration file and checks each name in it against the PSAs.
    ///
    /// Errors: the first thing that is wrong, with its line. The caller knows the file's name.
    pub fn parse(text: &str, psas: &[PsaFacts]) -> Result<Self, IntegrationFault> {
        let integration: Self = toml::from_str(text).map_err(|it| IntegrationFault::of_toml(text, &it))?;
        check::names(text, &integration, psas)?;
        Ok(integration)
    }

    /// What it needs of `psa`, if it works with it.
    pub fn needs(&self, psa: &PsaId) -> Option<&Needs> {
        self.psa.get(psa)
    }
}
