//! Counts and first rows of a list.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Value, json};

use super::{get, refusal::judge};
use crate::{
    model::{
        catalog::List,
        fault::Fault,
        login::Login,
        mirror::{Kept, Rows, Span},
    },
    psa::{
        Api, Method, Page, Record, Reply, Request, Wanted,
        columns::{self, Plan, Records},
        refusal::Asked,
        rows::records,
        target::{self, Depth},
    },
    words,
};

/// The largest page there is. Source: the vendor refuses more than 500.
const PAGE: u32 = 500;

/// Asks how many rows there are; a list below another has no count of its own.
pub(super) fn count(list: &List, since: Option<&str>, login: &Login, api: &Api) -> Option<Request> {
    let entity = entity(list);
    if entity.contains("{parent}") {
        return None;
    }
    let search = json!({ "filter": filter(list, Span::ALL, since) });
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

/// Asks for one page, which comes in the order of the ids. The page is found by its ids, so that rows which come and go
/// meanwhile move nothing, and the vendor's cursors are not needed.
pub(super) fn page(list: &List, wanted: &Wanted, login: &Login, api: &Api) -> Request {
    let entity = entity(list);
    let mut body = json!({
        "MaxRecords": wanted.size.clamp(1, PAGE),
        "filter": filter(list, wanted.span, wanted.since.as_deref()),
    });
    if wanted.kept == Kept::Columns {
        let changed = list.changed.iter().map(|it| it.field.as_str());
        let fields: Vec<&str> = target::places(list, Depth::Top).into_iter().chain(changed).collect();
        body["IncludeFields"] = json!(fields);
    }
    let path = entity.replace("{parent}", &wanted.parent.unwrap_or_default().to_string());
    Request {
        method: Method::Query(body.to_string()),
        label: rows_label(entity),
        ..get(login, api, &format!("/{path}/query"), "", entity)
    }
}

/// Reads the records into columns.
pub(super) fn read_page(list: &List, wanted: &Wanted, reply: &Reply) -> Result<Page, Fault> {
    let label = rows_label(entity(list));
    let plan = Plan::of(list);
    let read = |body: &[u8]| {
        let mut parser = serde_json::Deserializer::from_slice(body);
        let page = Items(plan.records(wanted.kept)).deserialize(&mut parser)?;
        parser.end().map(|()| page)
    };
    let (rows, says_more) = columns::read(reply, read, |reply| judge(Asked::somewhere(&label), reply), &label)?;
    Page::of(wanted, rows, says_more, reply, &label)
}

/// `{"items": [...], "pageDetails": {"nextPageUrl": ...}}`. The address is only a sign that more follows; nothing is sent to it.
struct Items<'a>(Records<'a>);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageDetails {
    next_page_url: Option<IgnoredAny>,
}

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = (Rows, Option<bool>);

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = (Rows, Option<bool>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with items")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut rows, mut says_more) = (None, None);
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "items" => rows = Some(map.next_value_seed(self.0)?),
                "pageDetails" => {
                    let details: Option<PageDetails> = map.next_value()?;
                    says_more = details.map(|it| it.next_page_url.is_some());
                }
                // A reply that went well may carry them; then nothing else in it counts.
                "errors" if !map.next_value::<Option<Vec<IgnoredAny>>>()?.unwrap_or_default().is_empty() => {
                    return Err(A::Error::custom("errors"));
                }
                "errors" => {}
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok((rows.ok_or_else(|| A::Error::missing_field("items"))?, says_more))
    }
}

/// What limits a query to these ids and to what changed since. One condition at least: a query without is refused.
fn filter(list: &List, span: Span, since: Option<&str>) -> Vec<Value> {
    let above =
        if span.after > i64::MIN { json!({ "op": "gt", "field": "id", "value": span.after }) } else { every_row() };
    let mut all = vec![above];
    if span.upto < i64::MAX {
        all.push(json!({ "op": "lte", "field": "id", "value": span.upto }));
    }
    if let (Some(since), Some(changed)) = (since, &list.changed) {
        all.push(json!({ "op": "gte", "field": changed.filter, "value": since }));
    }
    all
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
    let Value::Object(mut top) = json else { return Err(unreadable(words::say("reply-at-the-top").to_owned())) };
    let Some(Value::Array(rows)) = top.remove("items") else { return Err(unreadable("items".to_owned())) };
    records(list, &label, "items", rows)
}
