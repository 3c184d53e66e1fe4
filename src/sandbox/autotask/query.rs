//! Reads the body of a query (or its `search`), whatever the case of its keys.

use serde_json::{Map, Value};

use super::entity::Entity;
use super::filter::{self, Test};

/// The most rows of one page, and how many there are if nobody says.
pub(super) const MOST_ROWS: usize = 500;

/// Why a query is refused: what stands in `errors`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) String);

/// What is asked of an entity.
#[derive(Debug, PartialEq)]
pub(super) struct Query {
    /// Which rows.
    pub(super) test: Test,
    /// Positions of the fields asked for, all if `None`.
    pub(super) fields: Option<Vec<usize>>,
    /// Rows of one page, 1 to [`MOST_ROWS`].
    pub(super) page_size: usize,
}

impl Query {
    /// Reads the text of a body or of `search`.
    ///
    /// Errors: a [`Refusal`] with the first thing that is wrong: the rows of a page, then the filter, then the fields.
    pub(super) fn parse(entity: &Entity, body: &[u8]) -> Result<Self, Refusal> {
        let value: Value = if body.trim_ascii().is_empty() {
            Value::Object(Map::new())
        } else {
            serde_json::from_slice(body).map_err(|it| Refusal(format!("The query cannot be read: {it}")))?
        };
        let Value::Object(map) = value else { return Err(Refusal("The query must be an object.".into())) };
        let page_size = match lookup(&map, "maxRecords") {
            None | Some(Value::Null) => MOST_ROWS,
            Some(value) => value
                .as_u64()
                .and_then(|it| usize::try_from(it).ok())
                .filter(|it| (1..=MOST_ROWS).contains(it))
                .ok_or_else(|| Refusal("maxCountOfRecordsToReturn must be between 1 and 500".into()))?,
        };
        let list = lookup(&map, "filter").and_then(Value::as_array).filter(|it| !it.is_empty());
        let list =
            list.ok_or_else(|| Refusal("The query has no filter; at least one condition is required.".into()))?;
        let test = filter::parse(entity, list)?;
        Ok(Self { test, fields: fields(entity, &map)?, page_size })
    }

    /// Says whether the id is part of the reply, which paging needs.
    pub(super) fn includes_id(&self) -> bool {
        self.fields.as_ref().is_none_or(|it| it.contains(&0))
    }
}

fn fields(entity: &Entity, map: &Map<String, Value>) -> Result<Option<Vec<usize>>, Refusal> {
    let Some(Value::Array(names)) = lookup(map, "includeFields") else { return Ok(None) };
    let mut fields = Vec::new();
    for name in names {
        let name = name.as_str().unwrap_or_default();
        let unknown = || Refusal(format!("Unable to find {name} in the {} Entity.", entity.legacy));
        fields.push(entity.field(name).ok_or_else(unknown)?);
    }
    fields.sort_unstable();
    fields.dedup();
    Ok((!fields.is_empty()).then_some(fields))
}

/// Finds a key whatever its case.
pub(super) fn lookup<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    map.get(key).or_else(|| map.iter().find(|(it, _)| it.eq_ignore_ascii_case(key)).map(|(_, value)| value))
}

#[cfg(test)]
mod tests {
    use super::{Query, Refusal};
    use crate::sandbox::autotask::entity::{Costs, Entities};

    fn read(text: &str) -> Result<Query, Refusal> {
        Query::parse(Entities::new(Costs::Shown).named("Companies").unwrap(), text.as_bytes())
    }

    fn with(rest: &str) -> Result<Query, Refusal> {
        read(&format!(r#"{{"filter":[{{"op":"gte","field":"id","value":0}}]{rest}}}"#))
    }

    #[test]
    fn a_page_has_1_to_500_rows_and_500_if_nobody_says() {
        let refused = Refusal("maxCountOfRecordsToReturn must be between 1 and 500".into());
        assert_eq!(with("").unwrap().page_size, 500);
        assert_eq!(with(r#","maxRecords":1"#).unwrap().page_size, 1);
        assert_eq!(with(r#","maxRecords":0"#).unwrap_err(), refused);
        assert_eq!(with(r#","maxRecords":501"#).unwrap_err(), refused);
        assert_eq!(with(r#","maxRecords":-1"#).unwrap_err(), refused);
        assert_eq!(with(r#","maxRecords":"10""#).unwrap_err(), refused);
    }

    #[test]
    fn keys_and_fields_are_read_whatever_their_case() {
        let text =
            r#"{"MaxRecords":7,"IncludeFields":["COMPANYNAME","Id"],"Filter":[{"OP":"GTE","Field":"ID","Value":0}]}"#;
        let query = read(text).unwrap();
        assert_eq!((query.page_size, query.includes_id(), query.fields.map(|it| it.len())), (7, true, Some(2)));
    }

    #[test]
    fn a_query_needs_a_filter() {
        for text in ["", "{}", r#"{"filter":[]}"#, r#"{"filter":null}"#] {
            assert!(read(text).unwrap_err().0.contains("no filter"), "{text}");
        }
        assert!(read("[").is_err());
        assert!(read("[]").is_err());
    }

    #[test]
    fn an_unknown_field_is_refused_by_name() {
        let found = with(r#","includeFields":["nope"]"#).unwrap_err();
        assert_eq!(found, Refusal("Unable to find nope in the Account Entity.".into()));
    }

    #[test]
    fn without_the_id_among_the_fields_there_is_no_paging() {
        assert!(!with(r#","includeFields":["companyName"]"#).unwrap().includes_id());
        assert!(with(r#","includeFields":[]"#).unwrap().includes_id());
    }
}
