//! References between entities, and the look-up of rows by id.

use serde_json::{Value, json};

use super::{get, refusal::judge};
use crate::{
    model::{catalog::Cross, fault::Fault, login::Login},
    psa::{Api, LookUp, Method, PagePart, References, Reply, Request, cross, refusal::Asked},
};

/// The largest page, and the most values of one `in`. Source: the vendor refuses more than 500.
const PAGE: usize = 500;

/// Asks for the first rows; the vendor sorts by id and has no other order.
pub(super) fn references(cross: &Cross, fields: &[&str], login: &Login, api: &Api) -> Request {
    let body = json!({
        "MaxRecords": PAGE, "IncludeFields": fields, "filter": [{ "op": "gte", "field": "id", "value": 0 }],
    });
    query(&cross.from.path, &body, login, api)
}

/// Reads `{"items": [...], "pageDetails": {...}}`.
pub(super) fn read_references(cross: &Cross, reply: &Reply) -> Result<References, Fault> {
    let label = label(&cross.from.path);
    let (rows, has_more) = rows(&label, reply)?;
    let is_whole = rows.len() < PAGE && !has_more;
    cross::read(cross, &rows, &label, if is_whole { PagePart::Whole } else { PagePart::First })
}

/// Asks for the first ids that one query takes.
pub(super) fn among(cross: &Cross, ids: &[u64], login: &Login, api: &Api) -> Vec<LookUp> {
    let ids = &ids[..ids.len().min(PAGE)];
    if ids.is_empty() {
        return Vec::new();
    }
    let body = json!({
        "MaxRecords": PAGE, "IncludeFields": ["id"], "filter": [{ "op": "in", "field": "id", "value": ids }],
    });
    vec![LookUp { ids: ids.to_vec(), request: query(&cross.to.path, &body, login, api) }]
}

/// Reads the ids of the items.
pub(super) fn read_ids(cross: &Cross, reply: &Reply) -> Result<Vec<u64>, Fault> {
    let label = label(&cross.to.path);
    let (rows, has_more) = rows(&label, reply)?;
    if has_more { Err(cross::only_a_part(&label)) } else { cross::read_ids(&rows, &label) }
}

fn query(entity: &str, body: &Value, login: &Login, api: &Api) -> Request {
    Request {
        method: Method::Query(body.to_string()),
        label: label(entity),
        ..get(login, api, &format!("/{entity}/query"), "", entity)
    }
}

fn label(entity: &str) -> String {
    format!("POST /{entity}/query")
}

/// The items, and whether the reply names a next page.
fn rows(label: &str, reply: &Reply) -> Result<(Vec<Value>, bool), Fault> {
    let mut json = judge(Asked::somewhere(label), reply)?;
    let has_more = json.pointer("/pageDetails/nextPageUrl").is_some_and(Value::is_string);
    match json.get_mut("items").map(Value::take) {
        Some(Value::Array(rows)) => Ok((rows, has_more)),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) | None => {
            Err(Fault::Unreadable { what: label.to_owned(), at: "items".to_owned() })
        }
    }
}
