//! What was found so far in a pasted text: fields, an address, and what was taken away.

use zeroize::Zeroizing;

use crate::model::{
    address::{Address, AddressFault},
    catalog::{Field, PsaFacts, Shape},
    login::Value,
};

use super::{
    Note, Taken, basic, doubts,
    labels::{self, Label, Match},
    place, value,
};

/// The fields that a pasted text names.
pub(super) struct Found<'a> {
    pub(super) facts: &'a PsaFacts,
    values: Vec<Held<'a>>,
    place: Option<(place::Trust, Result<Address, AddressFault>)>,
    removed: Vec<String>,
}

/// The value that was taken for a field.
struct Held<'a> {
    field: &'a Field,
    how: Match,
    text: Zeroizing<String>,
    several: Option<Taken>,
}

impl Held<'_> {
    /// Says whether another text is a second value for the same field: not what is left of the first by another way of
    /// reading it, nor something else under a label that may mean something else.
    fn has_rival(&self, how: Match, other: &str) -> bool {
        let is_apart = !self.text.contains(other) && !other.contains(self.text.as_str());
        let fits = || doubts::fits(&self.field.shape, &Value::new(self.field.kind, other));
        let is_one = match self.field.shape {
            Shape::Word { .. } => how == self.how && fits(),
            Shape::Key { .. } | Shape::Guid | Shape::Address | Shape::Text { .. } => how == self.how || fits(),
        };
        is_apart && is_one
    }
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
        self.values.iter().any(|it| it.field.id == field.id)
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
        let Some(held) = self.values.iter_mut().find(|it| it.field.id == field.id) else {
            self.values.push(Held { field, how, text: value, several: None });
            return;
        };
        if held.has_rival(how, &value) {
            held.several.get_or_insert(Taken::First);
        }
        if how < held.how {
            (held.how, held.text) = (how, value);
            held.several = held.several.map(|_| Taken::ByItsLabel);
        }
    }

    /// Notes a value under a label that is not taken in any case: it is of another record.
    pub(super) fn pass_by(&mut self, label: &str, value: &str) {
        let Some(Label::Field(field, how)) = self.means(label) else { return };
        let value = value::refined(field, value).0;
        if let Some(held) = self.values.iter_mut().find(|it| it.field.id == field.id)
            && held.has_rival(how, &value)
        {
            held.several.get_or_insert(Taken::First);
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
        let held = |field: &Field| self.values.iter().find(|it| it.field.id == field.id);
        let fields = self.facts.fields.iter().filter_map(held);
        let several = fields.clone().filter_map(|it| Some((it.field.id.clone(), it.several?))).collect();
        let fields = fields.map(|it| (it.field.id.clone(), Value::new(it.field.kind, &it.text))).collect();
        Note { fields, several, address: self.place.map(|(_, it)| it), removed: self.removed }
    }
}
