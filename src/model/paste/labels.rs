//! Which field a label means, and the fields found so far.

use zeroize::Zeroizing;

use crate::model::{
    catalog::{Field, PsaFacts},
    id::FieldId,
    login::Value,
};

use super::{basic, clean};

/// How surely a label means a field. Ordered: the first is surest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// It is the field's own id or label.
    Own,
    /// It is one of its other names.
    Also,
    /// It ends with one of its names: `Acme ConnectWise private key`.
    Ending,
}

/// The fields that a pasted text names.
pub(super) struct Found<'a> {
    facts: &'a PsaFacts,
    values: Vec<(&'a Field, Match, Zeroizing<String>)>,
}

/// Letters and digits that a name must have at least to be found at the end of a longer label.
const SHORTEST_ENDING: usize = 8;

impl<'a> Found<'a> {
    /// Nothing yet.
    pub(super) fn new(facts: &'a PsaFacts) -> Self {
        Self { facts, values: vec![] }
    }

    /// The field that a label means, with or without a remark in brackets at its end: `Private key (shown once)`.
    pub(super) fn field(&self, label: &str) -> Option<(&'a Field, Match)> {
        let without_remark = || label.trim_end().strip_suffix(')')?.rsplit_once('(').map(|(label, _)| label);
        self.named(label).or_else(|| self.named(without_remark()?))
    }

    fn named(&self, label: &str) -> Option<(&'a Field, Match)> {
        let label = plain(label);
        if label.is_empty() {
            return None;
        }
        let own = |it: &&Field| plain(&it.id.0) == label || plain(&it.label) == label;
        let also = |it: &&Field| it.also.iter().any(|it| plain(it) == label);
        let found = |matches: &dyn Fn(&&Field) -> bool| self.facts.fields.iter().find(matches);
        if let Some(field) = found(&own) {
            return Some((field, Match::Own));
        }
        if let Some(field) = found(&also) {
            return Some((field, Match::Also));
        }
        let longest = |it: &Field| {
            let names = it.also.iter().chain([&it.id.0, &it.label]).map(|it| plain(it));
            names.filter(|it| it.len() >= SHORTEST_ENDING && label.ends_with(it.as_str())).map(|it| it.len()).max()
        };
        let ending = self.facts.fields.iter().filter_map(|it| longest(it).map(|length| (length, it)));
        ending.max_by_key(|(length, _)| *length).map(|(_, field)| (field, Match::Ending))
    }

    /// Takes a value under a label; says whether the label means something.
    pub(super) fn take(&mut self, label: &str, value: &str) -> bool {
        if plain(label) == "authorization" {
            return basic::read_header(value, self);
        }
        let Some((field, how)) = self.field(label) else { return false };
        if basic::read_user(field, value, self) {
            return true;
        }
        self.put(field, how, value);
        true
    }

    /// Takes a value for a field; a surer label wins, and of equals the first.
    pub(super) fn put(&mut self, field: &'a Field, how: Match, value: &str) {
        let (value, _) = clean::text(value);
        let is_masked = value.chars().all(|it| matches!(it, '*' | '\u{2022}' | '\u{25cf}' | '\u{b7}'));
        if is_masked {
            return;
        }
        match self.values.iter_mut().find(|(it, ..)| it.id == field.id) {
            Some((_, known, kept)) if how < *known => (*known, *kept) = (how, value),
            Some(_) => {}
            None => self.values.push((field, how, value)),
        }
    }

    /// The values by field, in the order of the fields.
    pub(super) fn fields(self) -> Vec<(FieldId, Value)> {
        let value = |field: &Field| self.values.iter().find(|(it, ..)| it.id == field.id).map(|(.., text)| text);
        let fields = self.facts.fields.iter();
        fields.filter_map(|it| Some((it.id.clone(), Value::new(it.kind, value(it)?)))).collect()
    }
}

/// A label's letters and digits, in lower case: what is left of it in every spelling.
pub(super) fn plain(label: &str) -> String {
    label.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
