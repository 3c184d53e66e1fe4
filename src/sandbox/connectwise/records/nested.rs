//! Objects within a record: references with their link, and when a record was last changed.

use std::borrow::Cow;

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use crate::sandbox::connectwise::{
    asked::Asked,
    writer::{Part, Written, whole},
};

/// A value without parts.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Scalar<'a> {
    /// A whole number.
    Number(u64),
    /// A text.
    Text(Cow<'a, str>),
    /// True or false.
    Truth(bool),
}

impl From<u64> for Scalar<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Scalar<'_> {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<String> for Scalar<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<&'a str> for Scalar<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

/// Where the record behind a reference is: `{"company_href": "https://.../company/companies/250"}`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link<'a> {
    /// The listener.
    pub(super) here: &'a str,
    /// Path of the list.
    pub(super) path: &'a str,
    /// Id of the record.
    pub(super) id: u64,
}

impl Link<'_> {
    /// The vendor names the field after its list: `company_href`, `type_href`, ...
    fn name(self) -> String {
        let list = self.path.rsplit('/').next().unwrap_or(self.path);
        match (list.strip_suffix("ies"), list.strip_suffix("uses")) {
            (Some(stem), _) => format!("{stem}y_href"),
            (None, Some(stem)) => format!("{stem}us_href"),
            (None, None) => format!("{}_href", list.strip_suffix('s').unwrap_or(list)),
        }
    }
}

impl Serialize for Link<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(1))?;
        let Self { here, path, id } = self;
        map.serialize_entry(&self.name(), &format_args!("{here}/v4_6_release/apis/3.0/{path}/{id}"))?;
        map.end()
    }
}

/// An object within a record; its parts in the order of their names.
#[derive(Clone, Debug)]
pub struct Nested<'a> {
    /// Its `_info`, which comes before the parts.
    pub(super) link: Option<Link<'a>>,
    /// The other parts.
    pub(super) parts: Vec<(&'static str, Scalar<'a>)>,
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        if let Some(link) = &self.link {
            map.serialize_entry("_info", link)?;
        }
        self.parts.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.end()
    }
}

impl Part for Nested<'_> {
    fn write(&self, asked: &Asked, to: &mut Vec<u8>) -> Written {
        if asked.is_whole() {
            whole(self, to);
            return Written::Value;
        }
        to.push(b'{');
        let start = to.len();
        if let (Some(link), Some(asked)) = (&self.link, asked.part("_info")) {
            to.extend_from_slice(b"\"_info\":");
            // A part of it that is asked for by name is all that it has.
            if asked.part(&link.name()).is_some_and(Asked::is_whole) {
                whole(link, to);
            } else {
                to.extend_from_slice(b"{}");
            }
        }
        let parts = self.parts.iter().filter(|(name, _)| asked.part(name).is_some_and(Asked::is_whole));
        for (name, value) in parts {
            if to.len() > start {
                to.push(b',');
            }
            whole(name, to);
            to.push(b':');
            whole(value, to);
        }
        to.push(b'}');
        Written::Value
    }
}
