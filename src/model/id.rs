//! Names of things in the assets. Each kind is its own type, so that a field cannot stand where a site should.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names a PSA: `connectwise`, `autotask`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(transparent)]
pub struct PsaId(pub String);

/// Names a site of a PSA: `na`, `ws2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(transparent)]
pub struct SiteId(pub String);

/// Names a login field of a PSA: `company`, `private_key`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(transparent)]
pub struct FieldId(pub String);

/// Names a list of a PSA: `companies`, `agreements`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct ListId(pub String);

/// Numbers one run of a job. A late answer of an earlier run does not match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u64);

impl fmt::Display for PsaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for SiteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for FieldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for ListId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for PsaId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&str> for SiteId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&str> for FieldId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&str> for ListId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}
