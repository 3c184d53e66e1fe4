//! Counts and first rows of a list.

use serde_json::Value;

use super::{get, refusal::judge, role::PAGE, split};
use crate::{
    model::{
        catalog::List,
        fault::Fault,
        login::Login,
        mirror::{Kept, Span},
    },
    psa::{
        Api, Page, Record, Reply, Request, Wanted,
        columns::{self, Plan},
        refusal::Asked,
        rows::records,
        target::{self, Depth},
    },
    words,
};

/// Asks how many rows there are; a list below another has no count of its own.
pub(super) fn count(list: &List, since: Option<&str>, login: &Login, api: &Api) -> Option<Request> {
    if list.path.contains("{parent}") {
        return None;
    }
    let (path, own) = split(&list.path);
    let conditions = conditions(list, Span::ALL, since);
    Some(get(login, api, &format!("{path}/count"), &query(&[own, &conditions])))
}

/// Asks for one page, lowest id first. The page is found by its ids, so that rows which come and go meanwhile move nothing.
pub(super) fn page(list: &List, wanted: &Wanted, login: &Login, api: &Api) -> Request {
    let (path, own) = split(&list.path);
    let conditions = conditions(list, wanted.span, wanted.since.as_deref());
    let fields = match wanted.kept {
        Kept::Columns => {
            let changed = list.changed.iter().map(|it| it.field.as_str());
            let places: Vec<&str> = target::places(list, Depth::Whole).into_iter().chain(changed).collect();
            format!("fields={}", target::fields(&places.join(",")))
        }
        Kept::Whole => String::new(),
    };
    let size = wanted.size.clamp(1, LARGEST);
    let query = query(&[own, &conditions, "orderBy=id", &fields, &format!("pageSize={size}")]);
    let parent = wanted.parent.unwrap_or_default().to_string();
    Request { label: label(list), ..get(login, api, &path.replace("{parent}", &parent), &query) }
}

/// Asks for the highest id.
pub(super) fn last(list: &List, login: &Login, api: &Api) -> Option<Request> {
    if list.path.contains("{parent}") {
        return None;
    }
    let (path, own) = split(&list.path);
    Some(get(login, api, &path, &query(&[own, "orderBy=id%20desc", "fields=id", "pageSize=1"])))
}

/// Reads an array of records into columns.
pub(super) fn read_page(list: &List, wanted: &Wanted, reply: &Reply) -> Result<Page, Fault> {
    let label = label(list);
    let read = |body: &[u8]| Plan::of(list).array(wanted.kept, body);
    let rows = columns::read(reply, read, |reply| judge(Asked::somewhere(&label), reply), &label)?;
    // Without pages before or after there is no such header, as from a server that never sends one.
    let link = reply.header("link");
    let page = Page::of(wanted, rows, link.map(|it| it.contains("rel=\"next\"")), reply, &label)?;
    Ok(Page { pages: link.and_then(last_page), ..page })
}

/// The number of the last page. Source: Developer Guide, "Pagination": `<...&page=4>; rel="last"`.
fn last_page(link: &str) -> Option<u64> {
    let (before, _) = link.split_once("rel=\"last\"")?;
    let (_, number) = before.rsplit_once('<')?.1.rsplit_once("page=")?;
    number.split(|it: char| !it.is_ascii_digit()).next()?.parse().ok()
}

/// What limits a list to these ids and to what changed since; empty when nothing does.
fn conditions(list: &List, span: Span, since: Option<&str>) -> String {
    let mut all = vec![];
    if span.after > i64::MIN {
        all.push(format!("id>{}", span.after));
    }
    if span.upto < i64::MAX {
        all.push(format!("id<={}", span.upto));
    }
    if let (Some(since), Some(changed)) = (since, &list.changed) {
        all.push(format!("{}>=[{}]", changed.filter, whole_seconds(since)));
    }
    if all.is_empty() { String::new() } else { format!("conditions={}", target::value(&all.join(" and "))) }
}

/// A moment without its fraction, which the vendor refuses (`UnsupportedFormat`, seen by a public client).
fn whole_seconds(moment: &str) -> String {
    match moment.split_once('.') {
        Some((seconds, _)) => format!("{seconds}Z"),
        None => moment.to_owned(),
    }
}

/// The parts that are not empty, as a query.
fn query(parts: &[&str]) -> String {
    parts.iter().filter(|it| !it.is_empty()).copied().collect::<Vec<_>>().join("&")
}

fn label(list: &List) -> String {
    format!("GET {}", split(&list.path).0)
}

/// The largest page there is. Source: Developer Guide, "Pagination". Unit: rows.
const LARGEST: u32 = 1000;

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
    let label = label(list);
    let json = judge(Asked::somewhere(&label), reply)?;
    let unreadable = |at: String| Fault::Unreadable { what: label.clone(), at };
    let Value::Array(rows) = json else { return Err(unreadable(words::say("reply-at-the-top").to_owned())) };
    records(list, &label, "", rows)
}

#[cfg(test)]
mod tests {
    use super::last_page;

    #[test]
    fn the_last_page_is_read_where_the_link_names_it() {
        let next = r#"<https://h/a?fields=id,name&pageSize=50&page=2>; rel="next""#;
        let last = r#"<https://h/a?pageSize=50&page=14>; rel="last""#;
        assert_eq!(last_page(&format!("{next}, {last}")), Some(14));
        assert_eq!(last_page(&format!("{last}, {next}")), Some(14));
        assert_eq!(last_page(r#"<https://h/a?page=3&pageSize=50>; rel="last""#), Some(3));
        let without = r#"<https://h/a?pageSize=50>; rel="last""#;
        for link in ["", next, without, &format!("{next}, {without}"), r#"rel="last""#] {
            assert_eq!(last_page(link), None, "{link}");
        }
    }
}
