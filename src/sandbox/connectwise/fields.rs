//! The documented field names of each record (generated from the vendor's `OpenAPI` document), and the `fields` parameter.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use serde_json::{Map, Value};

use super::records::Record;

/// Field names by schema, in lower case; those of references as `status/id`.
static DOCUMENTED: LazyLock<HashMap<&str, HashSet<String>>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let (schema, fields) = line.split_once(':')?;
        Some((schema, fields.split_whitespace().map(str::to_ascii_lowercase).collect()))
    };
    include_str!("../../../assets/sandbox/connectwise-fields.txt").lines().filter_map(line).collect()
});

/// Says whether conditions and orders may name this field of a schema.
pub fn is_documented(schema: &str, field: &str) -> bool {
    DOCUMENTED.get(schema).is_some_and(|them| them.contains(&field.to_ascii_lowercase()))
}

/// What is left of a record when only these fields are asked for; unknown names are ignored.
pub fn only(record: &Record, fields: &str) -> Record {
    let mut kept = Record::new();
    for field in fields.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        let parts: Vec<&str> = field.split('/').collect();
        keep(record, &parts, &mut kept);
    }
    kept
}

fn keep(from: &Map<String, Value>, path: &[&str], into: &mut Map<String, Value>) {
    let Some((first, rest)) = path.split_first() else { return };
    let Some((name, value)) = from.iter().find(|(it, _)| it.eq_ignore_ascii_case(first)) else { return };
    if rest.is_empty() {
        into.insert(name.clone(), value.clone());
        return;
    }
    match value {
        Value::Object(inner) => {
            let slot = into.entry(name.clone()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(slot) = slot {
                keep(inner, rest, slot);
            }
        }
        Value::Array(members) => {
            let fresh = || Value::Array(vec![Value::Object(Map::new()); members.len()]);
            let slots = into.entry(name.clone()).or_insert_with(fresh);
            for (member, slot) in members.iter().zip(slots.as_array_mut().into_iter().flatten()) {
                if let (Value::Object(member), Value::Object(slot)) = (member, slot) {
                    keep(member, rest, slot);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{is_documented, only};

    #[test]
    fn only_the_named_fields_are_left_nested_ones_too() {
        let Value::Object(record) =
            json!({"id": 1, "name": "a", "status": {"id": 2, "name": "b"}, "types": [{"id": 3, "name": "c"}]})
        else {
            panic!("no object")
        };
        let left = Value::Object(only(&record, "id, status/id,types/name,nonsense,name/id"));
        assert_eq!(left, json!({"id": 1, "status": {"id": 2}, "types": [{"name": "c"}]}));
        assert_eq!(Value::Object(only(&record, "status/id,status")), json!({"status": {"id": 2, "name": "b"}}));
    }

    #[test]
    fn documented_names_are_known_and_others_are_not() {
        assert!(is_documented("Company", "status/id") && is_documented("Agreement", "Company/Identifier"));
        assert!(!is_documented("Company", "member/id") && !is_documented("Company", ""));
    }
}
