//! Writes a record as text, only what is asked for, without a tree of values in between.
//!
//! Names are written in the order of their bytes, nulls are left out.

use serde::Serialize;
use serde_json::{Map, Value};

use super::asked::Asked;

/// Writes the fields of one record.
#[derive(Debug)]
pub struct Writer<'a> {
    asked: &'a Asked,
    to: &'a mut Vec<u8>,
    start: usize,
}

impl<'a> Writer<'a> {
    /// Opens a record.
    pub fn open(asked: &'a Asked, to: &'a mut Vec<u8>) -> Self {
        to.push(b'{');
        let start = to.len();
        Self { asked, to, start }
    }

    /// Closes the record.
    pub fn close(self) {
        self.to.push(b'}');
    }

    /// What is asked of a field; `None` when it is not.
    pub fn wants(&self, name: &str) -> Option<&'a Asked> {
        self.asked.part(name)
    }

    /// Writes a field, unless it has no value or nothing of what is asked.
    pub fn put(&mut self, name: &str, asked: &Asked, part: &impl Part) {
        let before = self.to.len();
        if before > self.start {
            self.to.push(b',');
        }
        self.to.push(b'"');
        // Names are the vendor's own: letters and underscores.
        self.to.extend_from_slice(name.as_bytes());
        self.to.extend_from_slice(b"\":");
        if part.write(asked, self.to) == Written::Nothing {
            self.to.truncate(before);
        }
    }

    /// Writes every field of a record that was made as values.
    pub fn all(&mut self, record: &Map<String, Value>) {
        for (name, value) in record {
            if let Some(asked) = self.wants(name) {
                self.put(name, asked, value);
            }
        }
    }
}

/// Writes those fields that are asked for; the others are not even made.
macro_rules! fields {
    ($to:ident; $($name:literal: $part:expr,)*) => {
        $(if let Some(asked) = $to.wants($name) {
            $to.put($name, asked, &$part);
        })*
    };
}
pub(super) use fields;

/// Whether there was something to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A value.
    Value,
    /// None: it is null, or a part is asked of what has no parts.
    Nothing,
}

/// The value of a field.
pub trait Part {
    /// Writes as much of it as is asked for.
    fn write(&self, asked: &Asked, to: &mut Vec<u8>) -> Written;
}

/// Writes all of a value.
pub(super) fn whole(value: &(impl Serialize + ?Sized), to: &mut Vec<u8>) {
    let before = to.len();
    if serde_json::to_writer(&mut *to, value).is_err() {
        // Only a map with odd keys or a failing writer cannot be written; neither is here.
        to.truncate(before);
        to.extend_from_slice(b"null");
    }
}

macro_rules! scalars {
    ($($kind:ty),*) => {
        $(impl Part for $kind {
            fn write(&self, asked: &Asked, to: &mut Vec<u8>) -> Written {
                if !asked.is_whole() {
                    return Written::Nothing;
                }
                whole(self, to);
                Written::Value
            }
        })*
    };
}
scalars!(u64, i32, u32, usize, f64, bool, str, String);

impl<T: Part + ?Sized> Part for &T {
    fn write(&self, asked: &Asked, to: &mut Vec<u8>) -> Written {
        (**self).write(asked, to)
    }
}

impl<T: Part> Part for Option<T> {
    fn write(&self, asked: &Asked, to: &mut Vec<u8>) -> Written {
        self.as_ref().map_or(Written::Nothing, |it| it.write(asked, to))
    }
}

impl<T: Part, const N: usize> Part for [T; N] {
    fn write(&self, asked: &Asked, to: &mut Vec<u8>) -> Written {
        to.push(b'[');
        for (nth, member) in self.iter().enumerate() {
            if nth > 0 {
                to.push(b',');
            }
            if member.write(asked, to) == Written::Nothing {
                to.extend_from_slice(b"{}");
            }
        }
        to.push(b']');
        Written::Value
    }
}

impl Part for Value {
    fn write(&self, asked: &Asked, to: &mut Vec<u8>) -> Written {
        match (self, asked) {
            (Self::Null, _) | (Self::Bool(_) | Self::Number(_) | Self::String(_), Asked::Parts(_)) => Written::Nothing,
            (_, Asked::Whole) => {
                whole(self, to);
                Written::Value
            }
            (Self::Object(_) | Self::Array(_), Asked::Parts(_)) => {
                whole(&pruned(self, asked), to);
                Written::Value
            }
        }
    }
}

/// What is left of a value when only parts of it are asked for.
fn pruned(value: &Value, asked: &Asked) -> Value {
    if asked.is_whole() {
        return value.clone();
    }
    match value {
        Value::Object(inner) => {
            let kept = inner.iter().filter_map(|(name, value)| {
                let asked = asked.part(name)?;
                let has_parts = asked.is_whole() || value.is_object() || value.is_array();
                has_parts.then(|| (name.clone(), pruned(value, asked)))
            });
            Value::Object(kept.collect())
        }
        Value::Array(members) => members.iter().map(|it| pruned(it, asked)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Value::Object(Map::new()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Asked, Writer};

    fn left(record: &Value, asked: Option<&str>) -> Value {
        let (asked, mut text) = (Asked::read(asked), Vec::new());
        let mut to = Writer::open(&asked, &mut text);
        to.all(record.as_object().unwrap());
        to.close();
        serde_json::from_slice(&text).unwrap()
    }

    #[test]
    fn only_the_named_fields_are_left_nested_ones_too() {
        let record = json!({
            "id": 1, "name": "a", "status": {"id": 2, "name": "b"}, "types": [{"id": 3, "name": "c"}], "none": null,
        });
        let asked = "id, status/id,types/name,nonsense,name/id,none";
        assert_eq!(left(&record, Some(asked)), json!({"id": 1, "status": {"id": 2}, "types": [{"name": "c"}]}));
        assert_eq!(left(&record, Some("status/id,status")), json!({"status": {"id": 2, "name": "b"}}));
        assert_eq!(left(&record, Some("Status/Nonsense,TYPES")), json!({"status": {}, "types": record["types"]}));
    }

    #[test]
    fn nulls_are_left_out_and_nothing_asked_is_nothing() {
        assert_eq!(left(&json!({"a": null, "b": 1}), None), json!({"b": 1}));
        assert_eq!(left(&json!({"a": 1}), Some(",")), json!({}));
    }
}
