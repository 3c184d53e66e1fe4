//! Doubts about a login's values. They speak of shapes, lengths and positions, and never repeat a value.

use crate::{
    model::{
        catalog::{Field, PsaFacts, Shape},
        login::{Value, Values},
    },
    words,
};

/// Every doubt about the value of `field`, the gravest first.
pub(super) fn about(facts: &PsaFacts, field: &Field, values: &Values) -> Vec<String> {
    let Some(value) = values.get(&field.id).filter(|it| !it.is_empty()) else { return vec![] };
    let others = facts.fields.iter().filter(|it| it.id != field.id);
    let others = others.filter_map(|it| values.get(&it.id).filter(|it| !it.is_empty()).map(|value| (it, value)));
    let mut doubts: Vec<String> = others.filter_map(|(other, its)| beside(field, value, other, its)).collect();
    if doubts.is_empty() {
        doubts.extend(characters(field, value).or_else(|| shape(facts, field, value)));
    }
    doubts
}

/// What two values say of each other.
fn beside(field: &Field, value: &Value, other: &Field, its: &Value) -> Option<String> {
    let label = &other.label;
    if are_same(value, its) {
        return Some(words::with("paste-same", &[("field", label.into())]));
    }
    have_changed_places(field, value, other, its).then(|| words::with("paste-swapped", &[("field", label.into())]))
}

fn are_same(value: &Value, its: &Value) -> bool {
    value.is(|a| its.is(|b| a == b))
}

fn have_changed_places(field: &Field, value: &Value, other: &Field, its: &Value) -> bool {
    let misfits = !fits(&field.shape, value) && fits(&other.shape, value);
    misfits && !fits(&other.shape, its) && fits(&field.shape, its)
}

/// The first two fields whose values look as if they had changed places.
pub(super) fn swapped<'a>(facts: &'a PsaFacts, values: &Values) -> Option<(&'a Field, &'a Field)> {
    pair(facts, values, have_changed_places)
}

/// The first two fields that have one value.
pub(super) fn same<'a>(facts: &'a PsaFacts, values: &Values) -> Option<(&'a Field, &'a Field)> {
    pair(facts, values, |_, its, _, others| are_same(its, others))
}

/// The first two filled fields of which something is so.
fn pair<'a>(
    facts: &'a PsaFacts,
    values: &Values,
    is_so: impl Fn(&Field, &Value, &Field, &Value) -> bool,
) -> Option<(&'a Field, &'a Field)> {
    let filled = |it: &'a Field| Some((it, values.get(&it.id).filter(|it| !it.is_empty())?));
    let filled: Vec<_> = facts.fields.iter().filter_map(filled).collect();
    let mut pairs =
        filled.iter().enumerate().flat_map(|(at, one)| filled[at + 1..].iter().map(move |other| (one, other)));
    let found = pairs.find(|((one, its), (other, others))| is_so(one, its, other, others));
    found.map(|((one, _), (other, _))| (*one, *other))
}

/// What no value of a login has.
fn characters(field: &Field, value: &Value) -> Option<String> {
    let position = |is: fn(char) -> bool| {
        let mut at = None;
        value.is(|it| {
            at = it.chars().position(is).map(|it| it + 1);
            at.is_some()
        });
        at
    };
    if let Some(at) = position(char::is_whitespace) {
        let remedy = match field.shape {
            Shape::Word { .. } => field.help.as_str(),
            Shape::Key { .. } | Shape::Guid | Shape::Address | Shape::Text { .. } => {
                words::say("paste-no-more-than-the-value")
            }
        };
        return Some(words::with("paste-space", &[("at", at.to_string().into()), ("remedy", remedy.into())]));
    }
    let at = position(|it| !it.is_ascii() || it.is_control())?;
    Some(words::with("paste-odd-character", &[("at", at.to_string().into())]))
}

/// What departs from the usual shape.
fn shape(facts: &PsaFacts, field: &Field, value: &Value) -> Option<String> {
    let label = &field.label;
    let length = value.length();
    // A value that has the unmistakable shape of another field is called by its name.
    let stranger = facts.fields.iter().find(|it| {
        let is_unmistakable = matches!(it.shape, Shape::Guid | Shape::Address);
        it.id != field.id && it.shape != field.shape && is_unmistakable && fits(&it.shape, value)
    });
    if let Some(it) = stranger {
        return Some(words::with("paste-value-for", &[("field", it.label.as_str().into())]));
    }
    match &field.shape {
        Shape::Word { longest } => word(field, value, *longest, length),
        Shape::Key { usual } => {
            if value.is(|it| it.contains(['+', ':'])) {
                Some(words::with("paste-two-parts", &[("field", label.into())]))
            } else if value.is(is_guid) {
                Some(words::with("paste-guid", &[("field", label.into())]))
            } else if !value.is(is_alphanumeric) {
                Some(words::with("paste-member-password", &[("field", label.into())]))
            } else {
                (length != *usual).then(|| unusual(label, *usual))
            }
        }
        Shape::Guid => (!value.is(is_guid)).then(|| words::with("paste-no-guid", &[("field", label.into())])),
        Shape::Address => address(field, value),
        Shape::Text { usual } => {
            if value.is(is_mail) {
                Some(words::with("paste-email-no", &[("field", label.into())]))
            } else {
                (length != *usual).then(|| unusual(label, *usual))
            }
        }
    }
}

fn word(field: &Field, value: &Value, longest: usize, length: usize) -> Option<String> {
    let (label, help) = (&field.label, &field.help);
    if value.is(|it| it.contains('+')) {
        Some(words::with("paste-before-the-plus", &[("field", label.into())]))
    } else if value.is(|it| it.contains('@')) {
        Some(words::with("paste-email", &[("help", help.into())]))
    } else if value.is(|it| it.contains('/') || it.contains('.')) {
        Some(words::with("paste-web-address", &[("help", help.into())]))
    } else {
        (length > longest)
            .then(|| words::with("paste-long", &[("field", label.into()), ("n", length.into()), ("help", help.into())]))
    }
}

fn address(field: &Field, value: &Value) -> Option<String> {
    if !value.is(is_mail) {
        return Some(words::with("paste-no-address", &[("help", field.help.as_str().into())]));
    }
    // Names that the PSA makes have digits. People's have letters, dots and hyphens.
    let is_person = value.is(|it| {
        let local = it.split('@').next().unwrap_or_default();
        local.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'.' | b'-' | b'_'))
            && !local.to_ascii_lowercase().contains("api")
    });
    is_person.then(|| words::with("paste-person", &[("help", field.help.as_str().into())]))
}

/// The number of characters stands beside the field; said here too, it would be drawn again with each key.
fn unusual(label: &str, usual: usize) -> String {
    words::with("paste-length", &[("field", label.into()), ("usual", usual.into())])
}

/// Says whether a value has exactly the usual shape.
pub(super) fn fits(shape: &Shape, value: &Value) -> bool {
    let length = value.length();
    match shape {
        Shape::Word { longest } => {
            length <= *longest && value.is(|it| it.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_&".contains(&b)))
        }
        Shape::Key { usual } => length == *usual && value.is(is_alphanumeric),
        Shape::Guid => value.is(is_guid),
        Shape::Address => value.is(is_mail),
        Shape::Text { usual } => length == *usual && !value.is(is_guid) && !value.is(is_mail),
    }
}

fn is_alphanumeric(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn is_guid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|it| it.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|it| it.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn is_mail(text: &str) -> bool {
    let is_domain = |it: &str| it.contains('.') && !it.starts_with('.') && !it.ends_with('.') && !it.contains('@');
    !text.contains(char::is_whitespace)
        && text.split_once('@').is_some_and(|(name, domain)| !name.is_empty() && is_domain(domain))
}

impl Value {
    /// Counts the characters.
    fn length(&self) -> usize {
        match self {
            Self::Plain(text) => text.chars().count(),
            Self::Secret(secret) => secret.chars(),
        }
    }
}
