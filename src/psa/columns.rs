//! Reads records into columns as they are parsed: no tree of a page is ever built, and what no column names is skipped.

use std::fmt;

use serde::{
    Deserialize as _, Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{Reply, body::says};
use crate::{
    model::{
        catalog::{ColumnKind, List},
        fault::Fault,
        mirror::{
            Kept, Rows, RowsBuilder, Value,
            reading::{day, decimal, moment},
        },
    },
    words,
};

/// Where the columns of a list are in a record.
pub(super) struct Plan<'a> {
    root: Node<'a>,
    width: usize,
}

/// Reads the body of a reply that went well with `read`.
///
/// Errors: what `judge` says of a refusal and of a body that is no JSON; else where the body is not what was asked for.
pub(super) fn read<T>(
    reply: &Reply,
    read: impl Fn(&[u8]) -> Result<T, serde_json::Error>,
    judge: impl Fn(&Reply) -> Result<serde_json::Value, Fault>,
    label: &str,
) -> Result<T, Fault> {
    let body = reply.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&reply.body);
    let at = match (reply.status, read(body)) {
        (200..=299, Ok(read)) => return Ok(read),
        (_, Ok(_)) => words::say("reply-at-the-status").to_owned(),
        // Where in the text it is says less than what is missing.
        (_, Err(error)) => error.to_string().split(" at line ").next().unwrap_or_default().to_owned(),
    };
    judge(reply)?;
    Err(Fault::Unreadable { what: label.to_owned(), at: says(&at) })
}

/// One place in a record.
#[derive(Default)]
struct Node<'a> {
    inner: Vec<(&'a str, Node<'a>)>,
    /// The columns that end here.
    leaves: Vec<Leaf<'a>>,
}

/// One column.
#[derive(Clone, Copy)]
struct Leaf<'a> {
    column: usize,
    kind: ColumnKind,
    codes: Option<&'a std::collections::BTreeMap<String, String>>,
}

impl<'a> Plan<'a> {
    /// The columns of a list, then the moment of the last change where the list has one.
    pub(super) fn of(list: &'a List) -> Self {
        let mut root = Node::default();
        for (column, it) in list.columns.iter().enumerate() {
            let codes = Some(&it.codes).filter(|it| !it.is_empty());
            root.put(&it.field, Leaf { column, kind: it.kind, codes });
        }
        let mut width = list.columns.len();
        if let Some(changed) = &list.changed {
            root.put(&changed.field, Leaf { column: width, kind: ColumnKind::Moment, codes: None });
            width += 1;
        }
        Self { root, width }
    }

    /// Reads an array of records.
    ///
    /// Errors: what is no JSON array, the first record without an id.
    pub(super) fn array(&self, kept: Kept, json: &[u8]) -> Result<Rows, serde_json::Error> {
        let mut parser = serde_json::Deserializer::from_slice(json);
        let rows = Records { plan: self, kept }.deserialize(&mut parser)?;
        parser.end().map(|()| rows)
    }

    /// The records as a part of a larger text.
    pub(super) fn records(&self, kept: Kept) -> Records<'_> {
        Records { plan: self, kept }
    }
}

impl<'a> Node<'a> {
    fn put(&mut self, place: &'a str, leaf: Leaf<'a>) {
        let Some((name, rest)) = place.split_once('/').map(|(name, rest)| (name, Some(rest))).or(Some((place, None)))
        else {
            return;
        };
        let at = self.inner.iter().position(|it| it.0 == name).unwrap_or_else(|| {
            self.inner.push((name, Node::default()));
            self.inner.len() - 1
        });
        match rest {
            Some(rest) => self.inner[at].1.put(rest, leaf),
            None => self.inner[at].1.leaves.push(leaf),
        }
    }
}

/// An array of records.
#[derive(Clone, Copy)]
pub(super) struct Records<'a> {
    plan: &'a Plan<'a>,
    kept: Kept,
}

impl<'de> DeserializeSeed<'de> for Records<'_> {
    type Value = Rows;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Rows, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Records<'_> {
    type Value = Rows;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> Result<Rows, A::Error> {
        let mut rows = RowsBuilder::of(self.plan.width);
        let mut at = 0;
        loop {
            rows.begin();
            let came = match self.kept {
                Kept::Columns => {
                    records.next_element_seed(Inside { node: &self.plan.root, rows: &mut rows })?.is_some()
                }
                Kept::Whole => match records.next_element::<&RawValue>()? {
                    None => false,
                    Some(record) => {
                        rows.raw(record.get());
                        let mut parser = serde_json::Deserializer::from_str(record.get());
                        let inside = Inside { node: &self.plan.root, rows: &mut rows };
                        inside.deserialize(&mut parser).map_err(A::Error::custom)?;
                        true
                    }
                },
            };
            if !came {
                return Ok(rows.done());
            }
            let Some(id) = id_of(rows.cell(0)) else { return Err(A::Error::custom(format!("[{at}].id"))) };
            rows.set(0, Value::Whole(id));
            rows.end(id);
            at += 1;
        }
    }
}

fn id_of(cell: Value<'_>) -> Option<i64> {
    match cell {
        Value::Whole(id) => Some(id),
        Value::Text(text) => text.parse().ok(),
        Value::Null | Value::Flag(_) => None,
    }
}

/// What is at one place of a record.
struct Inside<'a, 'n> {
    node: &'n Node<'a>,
    rows: &'n mut RowsBuilder,
}

impl<'de> DeserializeSeed<'de> for Inside<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let is_number = |it: &Leaf<'_>| matches!(it.kind, ColumnKind::Money | ColumnKind::Number);
        if self.node.inner.is_empty() && self.node.leaves.iter().any(is_number) {
            // As text, so that no digit is lost on the way through a float.
            let text = <&RawValue>::deserialize(from)?.get();
            let text = text.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(text);
            return if text == "null" { Ok(()) } else { self.visit_str(text) };
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inside<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if !self.node.leaves.is_empty() {
            self.rows.misfit();
        }
        while let Some(name) = map.next_key::<Name>()? {
            match self.node.inner.iter().find(|it| name.is(it.0)) {
                Some((_, node)) => map.next_value_seed(Inside { node, rows: &mut *self.rows })?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while entries.next_element_seed(Inside { node: self.node, rows: &mut *self.rows })?.is_some() {}
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        // A blank says nothing; any other text stays as it was sent.
        if !text.trim().is_empty() {
            self.node.leaves.iter().for_each(|leaf| leaf.text(text, self.rows));
        }
        Ok(())
    }

    fn visit_bool<E>(self, flag: bool) -> Result<(), E> {
        self.node.leaves.iter().for_each(|leaf| match leaf.kind {
            ColumnKind::Flag => self.rows.set(leaf.column, Value::Flag(flag)),
            ColumnKind::Text
            | ColumnKind::Id
            | ColumnKind::Money
            | ColumnKind::Number
            | ColumnKind::Date
            | ColumnKind::Moment => leaf.text(if flag { "true" } else { "false" }, self.rows),
        });
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.node.leaves.iter().for_each(|leaf| match leaf.kind {
            ColumnKind::Id => self.rows.set(leaf.column, Value::Whole(number)),
            ColumnKind::Text
            | ColumnKind::Money
            | ColumnKind::Number
            | ColumnKind::Date
            | ColumnKind::Moment
            | ColumnKind::Flag => leaf.text(&number.to_string(), self.rows),
        });
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        match i64::try_from(number) {
            Ok(number) => self.visit_i64(number),
            Err(_) => self.visit_str(&number.to_string()),
        }
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<(), E> {
        self.visit_str(&number.to_string())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

impl Leaf<'_> {
    /// Sets the column from a text that is not empty.
    fn text(&self, sent: &str, rows: &mut RowsBuilder) {
        let text = sent.trim();
        if let Some(word) = self.codes.and_then(|it| it.get(text)) {
            return rows.add(self.column, word);
        }
        let read_as;
        let read = match self.kind {
            ColumnKind::Text => return rows.add(self.column, sent),
            ColumnKind::Id => text.parse().ok().map(Value::Whole),
            ColumnKind::Money | ColumnKind::Number => {
                read_as = decimal(text);
                read_as.as_deref().map(Value::Text)
            }
            ColumnKind::Date => day(text).map(Value::Text),
            ColumnKind::Moment => {
                read_as = moment(text);
                read_as.as_deref().map(Value::Text)
            }
            ColumnKind::Flag => match text {
                "true" | "1" => Some(Value::Flag(true)),
                "false" | "0" => Some(Value::Flag(false)),
                _ => None,
            },
        };
        match read {
            Some(value) => rows.set(self.column, value),
            None => rows.misfit(),
        }
    }
}

/// The name of a field, compared without being kept.
struct Name<'de>(std::borrow::Cow<'de, str>);

impl Name<'_> {
    fn is(&self, name: &str) -> bool {
        self.0 == name
    }
}

impl<'de> serde::Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(text.into()))
            }

            fn visit_str<E>(self, text: &str) -> Result<Name<'de>, E> {
                Ok(Name(text.to_owned().into()))
            }
        }
        from.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests;
