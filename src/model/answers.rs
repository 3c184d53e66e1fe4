//! The answers of a set-up that nobody sits at: what a file says, or one question after another, in the place of a person.
//!
//! A secret is never among them, only where it comes from. Nothing here reads such a place.

use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::{
    catalog::Catalog,
    guide::Way,
    id::{FieldId, PsaId, SiteId},
    saved::{Name, StoreCard},
    store_kind::StoreKind,
};

mod after;
mod check;
mod file;
mod give;
pub mod protocol;
mod question;
pub mod state;
#[cfg(test)]
mod tests;
mod words;
mod written;

pub use after::After;
pub use check::Wrong;
pub use file::line_of;
pub use give::given;
pub use question::{Choice, Question, QuestionKind, next, open, source_of};

/// What was answered. What is left out was not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// The version of the form.
    pub version: Version,
    /// The PSA.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub psa: Option<PsaId>,
    /// The integration: its id, or a file that says what it needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration: Option<String>,
    /// What the connection will be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Where the PSA answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<Site>,
    /// How the rights are given: what the guide shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub way: Option<Way>,
    /// The one certificate that is trusted although nobody vouches for it, by its SHA-256.
    #[serde(default, deserialize_with = "words::pin", skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
    /// Where the secrets will rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreKind>,
    /// Where the new passphrase of that store comes from, when it has none yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passphrase: Option<Source>,
    /// Whether the lists are pulled right after the save.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull: Option<Pull>,
    /// What happens when a connection of this name exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_existing_name: Option<OnExisting>,
    /// What happens when a right is missing, or rows are hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_missing_rights: Option<OnDoubt>,
    /// What happens when a right that can be shown could not be checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_unproven_rights: Option<OnDoubt>,
    /// What happens when the test fails before the rights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_failed_test: Option<OnDoubt>,
    /// The login's fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub login: BTreeMap<FieldId, Given>,
}

/// The version of the form that this program writes and the only one it reads: 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version;

/// How the site is answered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Site {
    /// One of the catalogue's.
    Id(SiteId),
    /// Any address of it.
    Address(String),
    /// Whoever knows the company ID or the user name; no key is sent for it.
    LookUp(Yes),
}

/// The value of a login field.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Given {
    /// Itself: of fields that may be shown.
    Text(String),
    /// Where it is read: of secrets.
    From(Source),
}

/// Where a secret is read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The first line of this file.
    File(PathBuf),
    /// This variable of the environment.
    Env(String),
    /// The first line that this program prints; the rest are its arguments.
    Command(Vec<String>),
    /// The next line of the standard input.
    Stdin(Yes),
}

/// A `true` that has no opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yes;

/// Whether the lists are pulled right after the save.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pull {
    /// They are.
    Now,
    /// They are not.
    #[default]
    Later,
}

/// What happens when a connection of the name exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnExisting {
    /// Nothing is sent or saved.
    #[default]
    Stop,
    /// It is replaced.
    Replace,
}

/// What happens when the connection is not proved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnDoubt {
    /// Nothing is saved.
    #[default]
    Stop,
    /// It is saved all the same.
    Save,
}

/// What the answers are held against: everything known of the PSAs, and this host.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The PSAs and integrations.
    pub catalog: &'a Catalog,
    /// Where secrets can rest, in the order in which they are offered.
    pub stores: &'a [StoreCard],
    /// Names of connections that exist.
    pub taken: &'a [String],
}
