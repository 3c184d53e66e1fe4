//! One page of a list, its count, or one record. Pages are kept, packed as they are sent, until the tenant changes.

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::json;

use super::{
    asked::Asked,
    found::Found,
    lists::List,
    paging::{Page, Paging},
    query::Query,
    records::Desk,
    reply::{self, Refusal},
};
use crate::sandbox::{packed::Packing, scenario::Level};

/// What decides a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Which {
    list: List,
    query: String,
    paging: Paging,
    packing: Packing,
}

/// A page that was made.
#[derive(Clone, Debug)]
pub(super) struct Made {
    body: Bytes,
    page: Page,
}

/// Answers with one page; whoever asks may see the list.
///
/// Errors: parameters that the vendor refuses.
pub fn page(desk: &Desk, list: List, url: &str, query: &Query, headers: &HeaderMap) -> Result<Response, Refusal> {
    let paging = Paging::read(query, headers)?;
    let packing = Packing::accepted(headers);
    let which = Which { list, query: query.sent(), paging, packing };
    let made = if let Some(made) = desk.pages.get(&which) {
        made
    } else {
        let made = make(desk, list, query, paging, packing)?;
        desk.pages.put(which, made.clone(), made.body.len() + 500);
        made
    };
    let mut response = reply::packed(StatusCode::OK, packing, made.body);
    let link = paging.link(url, query, &made.page);
    if let Some(link) = link.and_then(|it| HeaderValue::from_str(&it).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

fn make(desk: &Desk, list: List, query: &Query, paging: Paging, packing: Packing) -> Result<Made, Refusal> {
    let found = Found::read(desk, list, query)?;
    let (found, start) = match paging {
        Paging::Numbered { page, size } => (found, (page - 1).saturating_mul(size)),
        Paging::Forward { after, .. } => (found.after(desk, list, after), 0),
    };
    let rows = found.slice(start, paging.size());
    let asked = Asked::read(query.get("fields"));
    let mut text = vec![b'['];
    for (nth, row) in rows.iter().enumerate() {
        if nth > 0 {
            text.push(b',');
        }
        list.write(desk, *row, &asked, &mut text);
    }
    text.push(b']');
    let page = Page { total: found.count(), last_id: rows.last().map(|row| list.id(desk, *row)) };
    Ok(Made { body: packing.pack(text), page })
}

/// Answers with the count.
///
/// Errors: conditions that the vendor refuses.
pub fn count(desk: &Desk, list: List, query: &Query) -> Result<Response, Refusal> {
    let found = Found::read(desk, list, &query.without("orderby"))?;
    Ok(reply::json(StatusCode::OK, &json!({"count": found.count()})))
}

/// Answers with one record.
///
/// Errors: no such record.
pub fn single(desk: &Desk, list: List, id: &str, query: &Query) -> Result<Response, Refusal> {
    let row = id.parse().ok().and_then(|it| list.row(desk, it)).filter(|_| list.inquire(desk) == Level::All);
    let row = row.ok_or_else(|| Refusal::NoRecord { what: list.schema().to_owned(), id: id.to_owned() })?;
    let mut text = Vec::new();
    list.write(desk, row, &Asked::read(query.get("fields")), &mut text);
    Ok(reply::packed(StatusCode::OK, Packing::Plain, text.into()))
}
