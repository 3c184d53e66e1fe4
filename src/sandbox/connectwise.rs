//! The simulated ConnectWise PSA: paths, gate, answers. Nothing can be written.
//!
//! ```text
//! request ─▶ path (400 "Cannot route") ─▶ keys (401, 404) ─▶ minute limit (429) ─▶ endpoint (404, 405) ─▶ right (403) ─▶ answer
//! ```

mod asked;
mod company_info;
pub mod conditions;
pub(super) mod digest;
pub mod fields;
mod found;
mod gate;
pub mod listing;
pub mod lists;
pub mod matrix;
mod minor;
pub mod order;
pub mod paging;
pub mod query;
pub mod records;
pub mod reply;
mod route;
mod system;
mod tables;
mod writer;

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::Response,
};
use serde_json::Value;

pub(super) use self::route::list_asked;
use self::{
    listing::{count, page, single},
    query::Query,
    records::Desk,
    reply::Refusal,
    route::{Call, Path},
};
use super::{scenario::Level, server::Shared, tenant::Latest, trouble::Trouble};
use crate::model::origin::Scheme;

/// The code base of the tenant, as it stands in paths.
const CODEBASE: &str = "v2025_1";

/// Bytes of a request that are read before it is refused.
const MOST_READ_BYTES: usize = 16 << 20;

/// The routes of one listener.
pub fn router(state: Arc<Shared>) -> Router {
    let desk = Latest::new(state.tenant.clone(), move |tenant| Desk::new(Arc::clone(&state), tenant));
    Router::new().fallback(answer).with_state(Arc::new(desk))
}

async fn answer(
    State(desk): State<Arc<Latest<Desk>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    // Nothing in it counts, but over HTTP/2 a client may take an answer before its end for a broken connection.
    drop(to_bytes(body, MOST_READ_BYTES).await);
    reply_to(&desk.now(), &method, &uri, &headers).unwrap_or_else(Refusal::reply)
}

fn reply_to(desk: &Desk, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<Response, Refusal> {
    let reads = method == Method::GET || method == Method::HEAD;
    let path = match route::path(uri.path()).ok_or(Refusal::CannotRoute)? {
        Path::CompanyInfo(_) if !reads => return Err(Refusal::ReadOnly),
        Path::CompanyInfo(company) => {
            return Ok(company_info::reply(&desk.shared, &company, &host(&desk.shared, uri, headers)));
        }
        Path::Api(path) => path,
    };
    gate::gate(&desk.shared, headers)?;
    if method == Method::POST && route::is_bundle(&path) {
        return Err(Refusal::Forbidden);
    }
    let call = route::call(desk, &path)?;
    if !reads {
        return Err(Refusal::ReadOnly);
    }
    let query = Query::read(uri.query().unwrap_or_default());
    let list = match call {
        Call::Info => return Ok(whole(&Value::Object(system::info(&desk.shared)))),
        Call::Me => return Ok(whole(&Value::Object(records::roles::me(desk)))),
        Call::MyInfo => return Ok(whole(&Value::Object(records::roles::my_info(desk)))),
        Call::Page(list) | Call::Count(list) | Call::Single(list, _) => list,
    };
    if list.inquire(desk) == Level::None {
        return Err(Refusal::Forbidden);
    }
    let trouble = match call {
        Call::Page(_) | Call::Count(_) if list.holds_data() => desk.shared.traffic.trouble(),
        Call::Page(_) | Call::Count(_) | Call::Single(..) | Call::Info | Call::Me | Call::MyInfo => None,
    };
    match trouble {
        Some(Trouble::TooMany) => return Err(Refusal::TooMany(desk.shared.traffic.rules().retry_after_secs)),
        Some(Trouble::Failed) => return Err(Refusal::TimedOut),
        Some(Trouble::Unavailable) => return Err(Refusal::Unavailable),
        Some(Trouble::Cut | Trouble::Stalled(_)) | None => {}
    }
    let mut response = match call {
        Call::Count(_) => count(desk, list, &query),
        Call::Single(_, id) => single(desk, list, &id, &query),
        Call::Page(_) | Call::Info | Call::Me | Call::MyInfo => {
            page(desk, list, &address(desk, uri, headers), &query, headers)
        }
    }?;
    if let Some(trouble) = trouble {
        // The listener spoils it on its way out.
        response.extensions_mut().insert(trouble);
    }
    Ok(response)
}

fn whole(body: &Value) -> Response {
    reply::json(StatusCode::OK, body)
}

/// The absolute address of the request, as its sender sees it.
fn address(desk: &Desk, uri: &Uri, headers: &HeaderMap) -> String {
    let scheme = match desk.shared.here().scheme() {
        Scheme::Https => "https",
        Scheme::Http => "http",
    };
    format!("{scheme}://{}{}", host(&desk.shared, uri, headers), uri.path())
}

/// Host and port of the request, as its sender sees them.
fn host(shared: &Shared, uri: &Uri, headers: &HeaderMap) -> String {
    let here = shared.here();
    // HTTP/2 carries the host in the request's own address.
    let named = headers.get(header::HOST).and_then(|it| it.to_str().ok());
    let host = named.or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
    host.map_or_else(|| format!("{}:{}", here.host(), here.port()), str::to_owned)
}
