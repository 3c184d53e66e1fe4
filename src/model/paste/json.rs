//! A pasted piece of JSON: an object of fields, or a password manager's export with names and values.

use serde_json::Value;
use zeroize::Zeroizing;

use super::labels::Found;

/// How deep fields are looked for.
const DEEPEST: usize = 5;

/// Keys under which an export keeps a field's name, and those for its value.
const NAMES: [&str; 5] = ["name", "label", "title", "field", "key"];
const VALUES: [&str; 4] = ["value", "val", "text", "content"];

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

fn walk(value: Value, found: &mut Found<'_>, deeper: usize) {
    if deeper == 0 {
        return;
    }
    match value {
        Value::Object(fields) => {
            let text = |names: &[&str]| names.iter().find_map(|it| fields.get(*it).and_then(Value::as_str));
            if let (Some(name), Some(value)) = (text(&NAMES), text(&VALUES)) {
                found.take(name, value);
            }
            for (label, value) in fields {
                match value {
                    Value::String(text) => {
                        let text = Zeroizing::new(text);
                        found.take(&label, &text);
                    }
                    Value::Number(number) => {
                        found.take(&label, &number.to_string());
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
