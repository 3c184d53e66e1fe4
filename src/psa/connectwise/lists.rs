//! Counts and first rows of a list.

use serde_json::Value;

use super::{get, refusal::judge, role::PAGE, split};
use crate::{
    model::{catalog::List, fault::Fault, login::Login},
    psa::{
        Api, Record, Reply, Request,
        refusal::Asked,
        rows::records,
        target::{self, Depth},
    },
};

/// Asks how many rows there are; a list below another has no count of its own.
pub(super) fn count(list: &List, login: &Login, api: &Api) -> Option<Request> {
    if list.path.contains("{parent}") {
        return None;
    }
    let (path, query) = split(&list.path);
    Some(get(login, api, &format!("{path}/count"), query))
}

/// Reads `{"count": n}`.
pub(super) fn read_count(reply: &Reply) -> Result<u64, Fault> {
    let json = judge(Asked::somewhere("GET /count"), reply)?;
    json.get("count")
        .and_then(Value::as_u64)
        .ok_or_else(|| Fault::Unreadable { what: "GET /count".to_owned(), at: "count".to_owned() })
}

/// Asks for the first rows, lowest id first, with no more than the columns need.
pub(super) fn rows(list: &List, parent: Option<&str>, limit: u32, login: &Login, api: &Api) -> Request {
    let (path, query) = split(&list.path);
    let page = usize::try_from(limit).unwrap_or(PAGE).clamp(1, PAGE);
    let fields = target::fields(&target::places(list, Depth::Whole).join(","));
    let own = if query.is_empty() { String::new() } else { format!("{query}&") };
    let query = format!("{own}orderBy=id&fields={fields}&pageSize={page}");
    let label = format!("GET {path}");
    let path = path.replace("{parent}", &target::value(parent.unwrap_or_default()));
    Request { label, ..get(login, api, &path, &query) }
}

/// Reads an array of records, each with its id.
pub(super) fn read_rows(list: &List, reply: &Reply) -> Result<Vec<Record>, Fault> {
    let label = format!("GET {}", split(&list.path).0);
    let json = judge(Asked::somewhere(&label), reply)?;
    let unreadable = |at: String| Fault::Unreadable { what: label.clone(), at };
    let Value::Array(rows) = json else { return Err(unreadable("the top".to_owned())) };
    records(list, &label, "", rows)
}
