//! Answers a call that was let in: rights, rows, counts, and what the API says of itself.

use axum::{
    http::{StatusCode, Uri},
    response::Response,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::json;

use super::entity::Entity;
use super::host::Host;
use super::paging::Cursor;
use super::query::{MOST_ROWS, Query, Refusal};
use super::records::{Data, id};
use super::route::{Asked, Call, argument};
use super::{Face, info, reply};
use crate::sandbox::packed::Packing;
use crate::sandbox::scenario::Access;

/// In whose name a request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The API user's.
    Own,
    /// That of a resource that the API user stands for.
    Another,
}

/// A request that was let in.
pub(super) struct Request<'a> {
    /// Its path and what follows it.
    pub(super) uri: &'a Uri,
    /// Where it was sent to.
    pub(super) host: &'a Host<'a>,
    /// Its body.
    pub(super) body: &'a [u8],
    /// In whose name it is made.
    pub(super) whose: Whose,
    /// How the answer may be packed.
    pub(super) packing: Packing,
}

/// Answers; whoever asks has logged in.
pub(super) fn answer(face: &Face, call: &Call<'_>, request: &Request<'_>) -> Response {
    let rules = &face.shared.scenario.autotask;
    match *call {
        Call::Version => reply::ok(
            &json!({"majorVersion": "2026", "minorVersion": "3", "build": "12", "customerType": "Production"}),
        ),
        Call::Threshold => {
            let traffic = &face.shared.traffic;
            reply::ok(&json!({
                "externalRequestThreshold": traffic.rules().hourly_limit,
                "requestThresholdTimeframe": 60,
                "currentTimeframeRequestCount": traffic.used(),
            }))
        }
        Call::Modules => {
            let modules: Vec<_> = (1..=8).map(|key| json!({"key": key, "value": key != 8})).collect();
            reply::ok(&json!({"modules": modules}))
        }
        Call::AllEntities => {
            let all: Vec<_> = face.entities.iter().map(|it| info::entity_information(it, rules)).collect();
            reply::ok(&json!({"entityDescriptions": all}))
        }
        Call::Info(entity) => reply::ok(&info::entity_information(entity, rules)),
        Call::Fields(entity) => reply::ok(&info::fields(entity)),
        Call::UserFields(entity) => reply::ok(&info::user_fields(entity)),
        Call::Query(entity, _) | Call::Count(entity, _) | Call::Next(entity, _) | Call::One(entity, ..)
            // In another's name things are written, never read.
            if rules.access(entity.path).query == Access::None || request.whose == Whose::Another =>
        {
            let text = "The logged in Resource does not have the adequate permissions to query this entity type.";
            let status = StatusCode::from_u16(rules.permission_status);
            reply::errors(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), text)
        }
        Call::One(entity, id, within) => {
            let data = face.data();
            let rows = data.rows_within(entity.source, id..id.saturating_add(1));
            let shown = |row: usize| data.has(entity.source, row) && !rules.hides(entity.path, row);
            let row = rows.into_iter().find(|row| shown(*row) && within.is_none_or(|it| it.has(entity, data, *row)));
            let item = row.map(|row| Row { entity, data, nth: row, fields: None });
            reply::ok(&Item { item })
        }
        Call::Count(entity, asked) => match query(entity, asked, request) {
            Ok(query) => {
                let rows = rows(face, entity, &query, -1);
                reply::ok(&json!({"queryCount": rows.count()}))
            }
            Err(refusal) => refused(&refusal),
        },
        Call::Query(entity, asked) | Call::Next(entity, asked) => {
            let start = if matches!(call, Call::Next(..)) { Start::AtTheCursor } else { Start::First };
            let (packing, address) = (request.packing, format!("{}{}", request.host.origin(), request.uri));
            let which = Which { entity: entity.path, address, body: request.body.to_vec(), packing };
            let made = match face.pages.get(&which) {
                Some(made) => Ok(made),
                None => make(face, entity, asked, start, request).map(|it| packing.pack(it)),
            };
            match made {
                Ok(made) => {
                    face.pages.put(which, made.clone(), made.len() + 1000);
                    reply::packed(packing, made)
                }
                Err(refusal) => refused(&refusal),
            }
        }
    }
}

fn query(entity: &Entity, asked: Asked, request: &Request<'_>) -> Result<Query, Refusal> {
    match asked {
        Asked::Body => Query::parse(entity, request.body),
        Asked::Search => Query::parse(entity, argument(request.uri, "search").unwrap_or_default().as_bytes()),
        Asked::Below(parent) => Query::parse(entity, parent.search().as_bytes()),
    }
}

fn refused(Refusal(text): &Refusal) -> Response {
    reply::errors(StatusCode::INTERNAL_SERVER_ERROR, text)
}

/// The rows that a query lets through and a restricted level does not hide, above the id `after`.
fn rows<'a>(face: &'a Face, entity: &'a Entity, query: &'a Query, after: i64) -> impl Iterator<Item = usize> + 'a {
    let data = face.data();
    let ids = query.test.ids(entity);
    let start = ids.start.max(after.saturating_add(1));
    let rules = &face.shared.scenario.autotask;
    let candidates = data.rows_within(entity.source, start..ids.end.max(start));
    candidates.filter(move |row| {
        data.has(entity.source, *row) && query.test.lets(entity, data, *row) && !rules.hides(entity.path, *row)
    })
}

/// What decides a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Which {
    entity: &'static str,
    address: String,
    body: Vec<u8>,
    packing: Packing,
}

/// Where a page starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// At the first row.
    First,
    /// Where the address says.
    AtTheCursor,
}

/// The text of the page that an address and a body ask for.
fn make(face: &Face, entity: &Entity, asked: Asked, start: Start, request: &Request<'_>) -> Result<Vec<u8>, Refusal> {
    let query = query(entity, asked, request)?;
    let cursor = match start {
        Start::First => Cursor::first(query.page_size),
        Start::AtTheCursor => {
            let cursor = argument(request.uri, "paging").and_then(|it| Cursor::parse(&it));
            let cursor = cursor.filter(|it| (1..=MOST_ROWS).contains(&it.page_size));
            cursor.ok_or_else(|| Refusal("The paging parameter cannot be read.".into()))?
        }
    };
    serde_json::to_vec(&page(face, entity, asked, request, &query, &cursor)).map_err(|it| Refusal(it.to_string()))
}

fn page<'a>(
    face: &'a Face,
    entity: &'a Entity,
    asked: Asked,
    request: &Request<'_>,
    query: &'a Query,
    cursor: &Cursor,
) -> Page<'a> {
    let mut found = rows(face, entity, query, cursor.after());
    let shown: Vec<usize> = found.by_ref().take(cursor.page_size).collect();
    // Without the id there is no paging (the vendor: "you must include Id as a field"), and nothing says so.
    let more = query.includes_id() && shown.len() == cursor.page_size && found.next().is_some();
    let last = shown.last().filter(|_| more).map(|row| id(entity.source, *row));
    let search = match asked {
        Asked::Search => argument(request.uri, "search"),
        Asked::Body => None,
        // How the vendor goes on below a parent was never captured; its clients take what the address says.
        Asked::Below(parent) => Some(parent.search()),
    };
    let url = |cursor: Cursor| {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let search = search.as_deref().map(|it| format!("&search={}", encoded(it))).unwrap_or_default();
        let (origin, paging) = (request.host.origin(), encoded(&cursor.text()));
        format!("{origin}/atservicesrest/V1.0/{}/query/next?paging={paging}{search}", entity.path)
    };
    let data = face.data();
    let fields = query.fields.as_deref();
    Page {
        page_details: PageDetails {
            count: shown.len(),
            request_count: cursor.page_size,
            prev_page_url: cursor.previous().map(url),
            next_page_url: last.map(|it| url(cursor.next(it))),
        },
        items: shown.into_iter().map(|row| Row { entity, data, nth: row, fields }).collect(),
    }
}

/// One row, rendered while it is written.
struct Row<'a> {
    entity: &'a Entity,
    data: Data<'a>,
    nth: usize,
    fields: Option<&'a [usize]>,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        let mut write =
            |field: &super::entity::Field| map.serialize_entry(field.name, &(field.get)(self.data, self.nth));
        match self.fields {
            None => self.entity.fields.iter().try_for_each(&mut write)?,
            Some(fields) => fields.iter().try_for_each(|it| write(&self.entity.fields[*it]))?,
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Item<'a> {
    item: Option<Row<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    items: Vec<Row<'a>>,
    page_details: PageDetails,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageDetails {
    count: usize,
    request_count: usize,
    prev_page_url: Option<String>,
    next_page_url: Option<String>,
}
