//! What was found so far in a pasted text: fields, an address, and what was taken away.

use zeroize::Zeroizing;

use crate::model::{
    address::{Address, AddressFault},
    catalog::{Field, PsaFacts},
    login::Value,
};

use super::{
    Note, basic,
    labels::{self, Label, Match},
    place, value,
};

/// The fields that a pasted text names.
pub(super) struct Found<'a> {
    pub(super) facts: &'a PsaFacts,
    values: Vec<(&'a Field, Match, Zeroizing<String>)>,
    place: Option<(place::Trust, Result<Address, AddressFault>)>,
    removed: Vec<String>,
}

impl<'a> Found<'a> {
    /// Nothing yet.
    pub(super) fn new(facts: &'a PsaFacts) -> Self {
        Self { facts, values: vec![], place: None, removed: vec![] }
    }

    /// How many fields were found.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is a value for a field.
    pub(super) fn has(&self, field: &Field) -> bool {
        self.values.iter().any(|(it, ..)| it.id == field.id)
    }

    /// The field that a label means.
    pub(super) fn field(&self, label: &str) -> Option<(&'a Field, Match)> {
        labels::field(self.facts, label)
    }

    /// What a label means: a field, an address, a header.
    pub(super) fn means(&self, label: &str) -> Option<Label<'a>> {
        labels::means(self.facts, label)
    }

    /// Takes a value under a label; says whether the label means something.
    pub(super) fn take(&mut self, label: &str, value: &str) -> bool {
        match self.means(label) {
            None => false,
            Some(Label::Authorization) => basic::read_header(value, self),
            Some(Label::Place) => {
                place::labelled(value, self);
                true
            }
            Some(Label::Field(field, how)) => {
                if !basic::read_user(field, value, self) {
                    self.put(field, how, value);
                }
                true
            }
        }
    }

    /// Takes a value for a field; a surer label wins, and of equals the first.
    pub(super) fn put(&mut self, field: &'a Field, how: Match, value: &str) {
        let (value, marks) = value::refined(field, value);
        let is_masked = value.chars().all(|it| matches!(it, '*' | '\u{2022}' | '\u{25cf}' | '\u{b7}'));
        if is_masked {
            return;
        }
        if let Some(what) = marks {
            self.removed(&what);
        }
        match self.values.iter_mut().find(|(it, ..)| it.id == field.id) {
            Some((_, known, kept)) if how < *known => (*known, *kept) = (how, value),
            Some(_) => {}
            None => self.values.push((field, how, value)),
        }
    }

    /// Takes an address; the one that is trusted more wins, and of equals the first.
    pub(super) fn put_place(&mut self, trust: place::Trust, address: Result<Address, AddressFault>) {
        if self.place.as_ref().is_none_or(|(known, _)| trust < *known) {
            self.place = Some((trust, address));
        }
    }

    /// Notes what was taken away.
    pub(super) fn removed(&mut self, what: &str) {
        if !self.removed.iter().any(|it| it == what) {
            self.removed.push(what.to_owned());
        }
    }

    /// All of it, the values in the order of the fields.
    pub(super) fn note(self) -> Note {
        let value = |field: &Field| self.values.iter().find(|(it, ..)| it.id == field.id).map(|(.., text)| text);
        let fields = self.facts.fields.iter();
        let fields = fields.filter_map(|it| Some((it.id.clone(), Value::new(it.kind, value(it)?)))).collect();
        Note { fields, address: self.place.map(|(_, it)| it), removed: self.removed }
    }
}
