//! Reads the rows of a list: records, each with its id.

use serde_json::Value;

use super::Record;
use crate::model::{catalog::List, fault::Fault};

/// Makes records of `rows`, which stand in the reply to `label` at `place`.
///
/// Errors: the first row that is no record or has no id, by its place.
pub(super) fn records(list: &List, label: &str, place: &str, rows: Vec<Value>) -> Result<Vec<Record>, Fault> {
    let unreadable = |at: String| Fault::Unreadable { what: label.to_owned(), at };
    let id = list.columns.first().map_or("id", |it| it.field.as_str());
    rows.into_iter()
        .enumerate()
        .map(|(at, row)| match row {
            Value::Object(record) if record.get(id).is_some_and(|it| it.is_u64() || it.is_string()) => Ok(record),
            Value::Object(_) => Err(unreadable(format!("{place}[{at}].{id}"))),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(unreadable(format!("{place}[{at}]")))
            }
        })
        .collect()
}
