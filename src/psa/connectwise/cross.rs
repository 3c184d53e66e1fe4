//! References between lists, and the look-up of rows by id.

use serde_json::Value;

use super::{get, refusal::judge, role::PAGE, split};
use crate::{
    model::{catalog::Cross, fault::Fault, login::Login},
    psa::{Api, LookUp, PagePart, References, Reply, Request, cross, refusal::Asked, target},
    words,
};

/// The longest target of a look-up. The vendor's servers take 2,000 characters for certain. Unit: bytes.
const LONGEST: usize = 1900;

/// Look-ups of one cross-check, at most. A list that names rows of its own shows most of them on the page itself.
const LOOK_UPS: usize = 2;
const LOOK_UPS_OF_ITS_OWN: usize = 1;

/// Asks for the newest rows: an old row may name what was deleted long ago.
pub(super) fn references(cross: &Cross, fields: &[&str], login: &Login, api: &Api) -> Request {
    let (path, _) = split(&cross.from.path);
    let only = cross.from.only.as_deref().map(|it| format!("conditions={}&", target::value(it))).unwrap_or_default();
    let fields = target::fields(&fields.join(","));
    get(login, api, &path, &format!("{only}orderBy=id%20desc&fields={fields}&pageSize={PAGE}"))
}

/// Reads an array of records.
pub(super) fn read_references(cross: &Cross, reply: &Reply) -> Result<References, Fault> {
    let label = label(&cross.from.path);
    let rows = rows(&label, reply)?;
    let is_whole = rows.len() < PAGE && !has_more(reply);
    cross::read(cross, &rows, &label, if is_whole { PagePart::Whole } else { PagePart::Newest })
}

/// Asks for `id in (…)`, as many as the address has room for.
pub(super) fn among(cross: &Cross, ids: &[u64], login: &Login, api: &Api) -> Vec<LookUp> {
    let (path, _) = split(&cross.to.path);
    let query = |ids: &str| {
        let condition = target::fields(&format!("id in ({ids})"));
        format!("conditions={condition}&fields=id&pageSize={PAGE}")
    };
    let room = LONGEST.saturating_sub(api.base.len() + path.len() + 1 + query("").len());
    let most = if cross.from.path == cross.to.path { LOOK_UPS_OF_ITS_OWN } else { LOOK_UPS };
    let mut look_ups = Vec::new();
    let mut left = ids;
    while !left.is_empty() && look_ups.len() < most {
        let mut text = String::new();
        let mut n_ids = 0;
        for id in left.iter().take(PAGE) {
            let next = if text.is_empty() { id.to_string() } else { format!(",{id}") };
            if text.len() + next.len() > room {
                break;
            }
            text.push_str(&next);
            n_ids += 1;
        }
        if n_ids == 0 {
            break;
        }
        let (now, later) = left.split_at(n_ids);
        look_ups.push(LookUp { ids: now.to_vec(), request: get(login, api, &path, &query(&text)) });
        left = later;
    }
    look_ups
}

/// Reads the ids of an array of records.
pub(super) fn read_ids(cross: &Cross, reply: &Reply) -> Result<Vec<u64>, Fault> {
    let label = label(&cross.to.path);
    let rows = rows(&label, reply)?;
    if has_more(reply) { Err(cross::only_a_part(&label)) } else { cross::read_ids(&rows, &label) }
}

fn label(path: &str) -> String {
    format!("GET {}", split(path).0)
}

fn rows(label: &str, reply: &Reply) -> Result<Vec<Value>, Fault> {
    match judge(Asked::somewhere(label), reply)? {
        Value::Array(rows) => Ok(rows),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            Err(Fault::Unreadable { what: label.to_owned(), at: words::say("reply-at-the-top").to_owned() })
        }
    }
}

/// Says whether the reply names a next page.
fn has_more(reply: &Reply) -> bool {
    reply.header("link").is_some_and(|it| it.contains("rel=\"next\""))
}
