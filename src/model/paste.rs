//! Makes sense of what people paste into a login: cleans one value, and splits a whole note into the fields it names.

use super::{
    catalog::{Field, FieldKind, PsaFacts},
    id::FieldId,
    login::{Value, Values},
    secret::Secret,
};

mod basic;
mod clean;
mod curl;
mod doubts;
mod json;
mod labels;
mod lines;
#[cfg(test)]
mod tests;

use labels::Found;

/// One value, cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The value without the junk.
    pub value: Value,
    /// What was removed, each as a clause for people (`a line break at the end`); never the value itself.
    pub removed: Vec<String>,
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

/// [`split`] for what travels as a secret.
pub fn split_secret(facts: &PsaFacts, pasted: &Secret) -> Vec<(FieldId, Value)> {
    pasted.read(|it| split(facts, it))
}

/// Splits a pasted block (`label: value` lines, JSON, a URL, a curl command with Basic or vendor headers) into the fields it names.
///
/// Empty when the text is one plain value. Labels are matched with `Field::label` and `Field::also`. Values come out clean.
pub fn split(facts: &PsaFacts, pasted: &str) -> Vec<(FieldId, Value)> {
    // A paste of more than this is a file, and no note about a login.
    let end = pasted.char_indices().nth(LONGEST).map_or(pasted.len(), |(at, _)| at);
    // Terminals send a pasted line break as a carriage return.
    let text = pasted[..end].replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let mut found = Found::new(facts);
    if json::read(text, &mut found) || curl::read(text, &mut found) {
        return found.fields();
    }
    if basic::read(text.trim(), &mut found) {
        return found.fields();
    }
    lines::read(text, &mut found);
    found.fields()
}

/// Unit: characters.
const LONGEST: usize = 65_536;

/// Doubts about one value of the login, in the light of the others: swapped keys, a password instead of a key, an e-mail
/// address that is not a user name, a wrong shape. Each is a sentence that never contains a secret value; none refuses anything.
pub fn doubts(facts: &PsaFacts, field: &Field, values: &Values) -> Vec<String> {
    doubts::about(facts, field, values)
}
