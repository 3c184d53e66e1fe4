//! The documented field names of each record, generated from the vendor's `OpenAPI` document; those of tables that its excerpt
//! lacks (countries, locations, ...) from the models of a public client.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::asked::Asked;

/// Field names by schema, in lower case; those of references as `status/id`.
static DOCUMENTED: LazyLock<HashMap<&str, HashSet<String>>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let (schema, fields) = line.split_once(':')?;
        Some((schema, fields.split_whitespace().map(str::to_ascii_lowercase).collect()))
    };
    include_str!("../../../assets/sandbox/connectwise-fields.txt").lines().filter_map(line).collect()
});

/// When a record was last changed, as its path stands in a record.
const LAST_UPDATED: &str = "_info/lastUpdated";

/// Says whether conditions and orders may name this field of a schema.
pub fn is_documented(schema: &str, field: &str) -> bool {
    DOCUMENTED.get(schema).is_some_and(|them| them.contains(&field.to_ascii_lowercase()))
}

/// The path in a record of a field that conditions and orders name; `None` when they may not.
///
/// How a condition names the moment of the last change is uncertain: the `OpenAPI` document types `_info` as a map of texts
/// that names no keys, and the Developer Guide's `lastUpdated`, as it is remembered, was not captured. Both are taken here.
pub fn path<'a>(schema: &str, field: &'a str) -> Option<&'a str> {
    let field = if field.eq_ignore_ascii_case("lastUpdated") { LAST_UPDATED } else { field };
    is_documented(schema, field).then_some(field)
}

/// What is asked of a record, without what the schema has not.
pub(super) fn within(schema: &str, asked: &Asked) -> Asked {
    match asked {
        Asked::Whole => Asked::of(DOCUMENTED.get(schema).into_iter().flatten().map(String::as_str)),
        Asked::Parts(parts) => {
            let has = |name: &str| name == "_info" || is_documented(schema, name);
            Asked::Parts(parts.iter().filter(|(name, _)| has(name)).cloned().collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_documented;

    #[test]
    fn documented_names_are_known_and_others_are_not() {
        assert!(is_documented("Company", "status/id") && is_documented("Agreement", "Company/Identifier"));
        assert!(!is_documented("Company", "member/id") && !is_documented("Company", ""));
    }
}
