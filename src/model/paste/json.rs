//! A pasted piece of JSON: an object of fields, or a password manager's export with names and values.

use serde_json::Value;
use zeroize::Zeroizing;

use super::{
    found::Found,
    labels::{Match, plain},
    prose,
};

/// How deep fields are looked for.
const DEEPEST: usize = 8;

/// Keys under which an export keeps a field's name, and those for its value.
pub(super) const NAMES: [&str; 5] = ["name", "label", "title", "field", "key"];
pub(super) const VALUES: [&str; 4] = ["value", "val", "text", "content"];

/// Reads a text that is JSON as a whole; says whether it is.
pub(super) fn read(text: &str, found: &mut Found<'_>) -> bool {
    if !text.starts_with(['{', '[']) {
        return false;
    }
    match serde_json::from_str(text.trim_end_matches([' ', '\t', '\r', '\n', ',', ';'])) {
        Ok(value) => {
            walk(value, found, DEEPEST);
            true
        }
        Err(_) => false,
    }
}

/// Reads the JSON in the middle of a text.
pub(super) fn inside(text: &str, found: &mut Found<'_>) {
    if let (Some(start), Some(end)) = (text.find(['{', '[']), text.rfind(['}', ']']))
        && start < end
    {
        read(&text[start..=end], found);
    }
}

fn walk(value: Value, found: &mut Found<'_>, deeper: usize) {
    if deeper == 0 {
        return;
    }
    match value {
        Value::Object(fields) => {
            let text = |names: &[&str]| names.iter().find_map(|it| fields.get(*it).and_then(Value::as_str));
            // 1Password says of what kind a value is: `"value": {"concealed": …}`.
            let kind = || VALUES.iter().find_map(|it| fields.get(*it)?.as_object()?.values().find_map(Value::as_str));
            if let (Some(name), Some(value)) = (text(&NAMES), text(&VALUES).or_else(kind)) {
                found.take(name, value);
            }
            for (label, value) in fields {
                match value {
                    Value::String(text) => {
                        let text = Zeroizing::new(text);
                        if !found.take(&label, &text) && may_be_note(&label, &text) {
                            prose(&text, found);
                        }
                    }
                    // `"company_id": 88` is the number of the export's own record.
                    Value::Number(number) => {
                        if let Some((field, _)) = found.field(&label) {
                            found.put(field, Match::Ending, &number.to_string());
                        }
                    }
                    Value::Object(_) | Value::Array(_) => walk(value, found, deeper - 1),
                    Value::Null | Value::Bool(_) => {}
                }
            }
        }
        Value::Array(items) => items.into_iter().for_each(|it| walk(it, found, deeper - 1)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Says whether a text is a note of its own: one of several lines, or of a field for notes.
fn may_be_note(label: &str, text: &str) -> bool {
    let label = plain(label);
    text.contains('\n') || ["note", "description", "comment", "body", "content"].iter().any(|it| label.contains(it))
}
