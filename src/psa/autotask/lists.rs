//! Counts and first rows of a list.

use serde_json::{Value, json};

use super::{get, refusal::judge};
use crate::{
    model::{catalog::List, fault::Fault, login::Login},
    psa::{
        Api, Method, Record, Reply, Request,
        refusal::Asked,
        rows::records,
        target::{self, Depth},
    },
};

/// The largest page there is. Source: the vendor refuses more than 500.
const PAGE: u32 = 500;

/// Asks how many rows there are; a list below another has no count of its own.
pub(super) fn count(list: &List, login: &Login, api: &Api) -> Option<Request> {
    let entity = entity(list);
    if entity.contains("{parent}") {
        return None;
    }
    let search = json!({ "filter": [every_row()] });
    let query = format!("search={}", target::value(&search.to_string()));
    Some(get(login, api, &format!("/{entity}/query/count"), &query, entity))
}

/// Reads `{"queryCount": n}`.
pub(super) fn read_count(reply: &Reply) -> Result<u64, Fault> {
    let label = "GET /query/count";
    let json = judge(Asked::somewhere(label), reply)?;
    json.get("queryCount")
        .and_then(Value::as_u64)
        .ok_or_else(|| Fault::Unreadable { what: label.to_owned(), at: "queryCount".to_owned() })
}

/// Asks for the first rows with a query; a list below another is read from the child's own path.
pub(super) fn rows(list: &List, parent: Option<&str>, limit: u32, login: &Login, api: &Api) -> Request {
    let entity = entity(list);
    if entity.contains("{parent}") {
        let path = entity.replace("{parent}", &target::value(parent.unwrap_or_default()));
        return Request { label: rows_label(entity), ..get(login, api, &format!("/{path}"), "", entity) };
    }
    let mut fields = target::places(list, Depth::Top);
    if !fields.contains(&"id") {
        fields.insert(0, "id");
    }
    let body = json!({ "MaxRecords": limit.clamp(1, PAGE), "IncludeFields": fields, "filter": [every_row()] });
    Request {
        method: Method::Query(body.to_string()),
        label: rows_label(entity),
        ..get(login, api, &format!("/{entity}/query"), "", entity)
    }
}

/// Every row: ids start at 0, which is the MSP itself among the companies. A query without a filter is refused.
fn every_row() -> Value {
    json!({ "op": "gte", "field": "id", "value": 0 })
}

fn rows_label(entity: &str) -> String {
    if entity.contains("{parent}") { format!("GET /{entity}") } else { format!("POST /{entity}/query") }
}

fn entity(list: &List) -> &str {
    list.path.trim_matches('/')
}

/// Reads `{"items": [...]}`, each with its id.
pub(super) fn read_rows(list: &List, reply: &Reply) -> Result<Vec<Record>, Fault> {
    let label = rows_label(entity(list));
    let json = judge(Asked::somewhere(&label), reply)?;
    let unreadable = |at: String| Fault::Unreadable { what: label.clone(), at };
    let Value::Object(mut top) = json else { return Err(unreadable("the top".to_owned())) };
    let Some(Value::Array(rows)) = top.remove("items") else { return Err(unreadable("items".to_owned())) };
    records(list, &label, "items", rows)
}
