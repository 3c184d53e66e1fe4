//! Makes sense of what people paste into a login: cleans one value, and splits a whole note into the fields it names.

use zeroize::Zeroizing;

use super::{
    address::{Address, AddressFault},
    catalog::{Field, FieldKind, PsaFacts},
    id::FieldId,
    login::{Value, Values},
    secret::Secret,
};

mod basic;
mod clean;
mod curl;
mod doubts;
mod found;
mod json;
mod labels;
mod lines;
mod mail;
mod markup;
mod parameters;
mod place;
mod rows;
#[cfg(test)]
mod tests;
mod value;

use found::Found;

/// One value, cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The value without the junk.
    pub value: Value,
    /// What was removed, each as a clause for people (`a line break at the end`); never the value itself.
    pub removed: Vec<String>,
}

/// What was understood of a pasted block. It prints no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The fields it names, in their order.
    pub fields: Vec<(FieldId, Value)>,
    /// Those of them for which it has more than one value, and which of these is among the fields.
    pub several: Vec<(FieldId, Taken)>,
    /// The address in it, or why the one in it is another product's.
    pub address: Option<Result<Address, AddressFault>>,
    /// What was taken away to understand it, each as a clause (`the > marks of a quoted message`); never a value.
    pub removed: Vec<String>,
}

/// Which of several values for one field was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The first.
    First,
    /// The one whose label says most plainly what it is.
    ByItsLabel,
}

/// Removes what a copy from a web page or a note leaves around a value: spaces, line breaks, quotes, control and
/// invisible characters at the ends; an inner line break or control character too, and says so. At most 4096 characters are kept.
pub fn clean(kind: FieldKind, pasted: &str) -> Cleaned {
    let (text, removed) = clean::text(pasted);
    Cleaned { value: Value::new(kind, &text), removed }
}

/// [`clean`] for what travels as a secret.
pub fn clean_secret(kind: FieldKind, pasted: &Secret) -> Cleaned {
    pasted.read(|it| clean(kind, it))
}

/// Understands a pasted block in any of the forms in which logins are handed on: `label: value` lines, an e-mail or a chat
/// message with its marks, JSON, CSV and XML of password managers, a table, variables, a command with its headers.
///
/// Nothing of one plain value is understood. Labels are matched with `Field::label` and `Field::also`. Values come out clean.
pub fn note(facts: &PsaFacts, pasted: &Secret) -> Note {
    pasted.read(|it| read(facts, it))
}

/// The fields of a [`note`].
pub fn split_secret(facts: &PsaFacts, pasted: &Secret) -> Vec<(FieldId, Value)> {
    note(facts, pasted).fields
}

fn read(facts: &PsaFacts, pasted: &str) -> Note {
    // A paste of more than this is a file, and no note about a login.
    let end = pasted.char_indices().nth(LONGEST).map_or(pasted.len(), |(at, _)| at);
    // Terminals send a pasted line break as a carriage return.
    let text = Zeroizing::new(pasted[..end].replace("\r\n", "\n").replace('\r', "\n"));
    let text = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let mut found = Found::new(facts);
    if json::read(text, &mut found) {
        place::scan(text, &mut found);
    } else {
        prose(text, &mut found);
    }
    found.note()
}

/// Unit: characters.
const LONGEST: usize = 65_536;

/// Reads a text that is not JSON as a whole.
fn prose(text: &str, found: &mut Found<'_>) {
    let text = mail::without_marks(text, found);
    let text = markup::without_tags(&text, found);
    let (body, signature) = mail::without_signature(&text);
    let before = found.len();
    forms(body, found);
    if found.len() > before {
        if !signature.is_empty() {
            found.removed(crate::words::say("paste-signature"));
        }
    } else if !signature.is_empty() {
        forms(&text, found);
    }
    place::scan(&text, found);
}

/// Tries one form after the other; the surest first.
fn forms(text: &str, found: &mut Found<'_>) {
    let before = found.len();
    let is_read = json::read(text.trim(), found)
        || curl::read(text, found)
        || basic::read(text.trim(), found)
        || rows::read(text, found);
    if is_read && found.len() > before {
        return;
    }
    json::inside(text, found);
    parameters::read(text, found);
    lines::read(text, found);
    basic::scan(text, found);
}

/// Doubts about one value of the login, in the light of the others: swapped keys, a password instead of a key, an e-mail
/// address that is not a user name, a wrong shape. Each is a sentence that never contains a secret value; none refuses anything.
pub fn doubts(facts: &PsaFacts, field: &Field, values: &Values) -> Vec<String> {
    doubts::about(facts, field, values)
}

/// Two fields whose values stand in each other's place, as far as their shapes tell.
pub fn swapped<'a>(facts: &'a PsaFacts, values: &Values) -> Option<(&'a Field, &'a Field)> {
    doubts::swapped(facts, values)
}

/// The first two fields that have one value.
pub fn same<'a>(facts: &'a PsaFacts, values: &Values) -> Option<(&'a Field, &'a Field)> {
    doubts::same(facts, values)
}

/// Puts the values of two fields in each other's place.
pub fn swap(one: &Field, other: &Field, values: &mut Values) {
    if let (Some(its), Some(others)) = (values.remove(&one.id), values.remove(&other.id)) {
        values.insert(one.id.clone(), others.turned(one.kind));
        values.insert(other.id.clone(), its.turned(other.kind));
    }
}
