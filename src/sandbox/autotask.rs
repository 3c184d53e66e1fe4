//! The simulated Autotask PSA REST API: paths, gate, answers. Nothing can be written.
//!
//! ```text
//! request ─▶ login (401) ─▶ code (500) ─▶ route (404, 405) ─▶ limits (429) ─▶ latency ─▶ right (500 or 403) ─┐
//!    └─▶ zone, versions, beside the API (404)                                     answer (200, 500 body) ◀──┘
//! ```

mod answer;
mod billing;
mod catalogue;
mod cell;
mod companies;
mod contracts;
mod digest;
mod entity;
mod filter;
mod gate;
mod getters;
mod host;
mod info;
mod models;
mod paging;
mod picklist;
mod query;
mod records;
mod reply;
mod route;
mod zone;

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, Uri},
    response::Response,
};

use self::answer::{Request, Which};
pub(super) use self::digest::{digest, ids};
use self::entity::{Costs, Entities, Source};
use self::host::Host;
use self::records::{Data, Index};
use self::route::{Call, Door};
use super::kept::Kept;
use super::packed::{MOST_KEPT_BYTES, Packing};
use super::server::Shared;
use super::tenant::{Latest, Tenant};
use super::traffic::InFlight;
use super::trouble::Trouble;

/// What one listener answers from, for one state of the tenant.
struct Face {
    shared: Arc<Shared>,
    tenant: Arc<Tenant>,
    entities: Entities,
    index: Index,
    pages: Kept<Which, Bytes>,
}

impl Face {
    fn new(shared: Arc<Shared>, tenant: Arc<Tenant>) -> Self {
        let costs = if shared.scenario.autotask.hides_costs { Costs::Hidden } else { Costs::Shown };
        let index = Index::new(&tenant);
        Self { shared, tenant, entities: Entities::new(costs), index, pages: Kept::new(MOST_KEPT_BYTES) }
    }

    fn data(&self) -> Data<'_> {
        Data { tenant: &self.tenant, index: &self.index }
    }
}

/// The routes of one listener.
///
/// The latency of [`super::traffic::Traffic::latency`] passes in here, because a request holds its thread while it waits.
pub fn router(state: Arc<Shared>) -> Router {
    let face = Latest::new(state.tenant.clone(), move |tenant| Face::new(Arc::clone(&state), tenant));
    Router::new().fallback(answer).with_state(Arc::new(face))
}

async fn answer(
    State(face): State<Arc<Latest<Face>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let face = face.now();
    let latency = face.shared.traffic.latency(uri.path(), uri.query().unwrap_or_default());
    let host = Host::of(&face.shared, &uri, &headers);
    match admit(&face, &method, &uri, &headers, &host) {
        // The place among the threads is held until the answer is ready.
        Ok((call, place)) => {
            wait(latency + gate::usage_latency(&face.shared.traffic)).await;
            let (whose, packing) = (gate::whose(&headers), Packing::accepted(&headers));
            let request = Request { uri: &uri, host: &host, body: &body, whose, packing };
            let answered = trouble_or(&face, &call, || answer::answer(&face, &call, &request));
            drop(place);
            answered
        }
        Err(reply) => {
            wait(latency).await;
            reply
        }
    }
}

/// Lets a request in: what it asks for, and its place among the threads.
///
/// Errors: the reply to one that gets no further, or that needs no login.
#[expect(clippy::result_large_err, reason = "the error is the reply that is sent")]
fn admit<'a>(
    face: &'a Face,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    host: &Host<'_>,
) -> Result<(Call<'a>, InFlight), Response> {
    let path = route::path(uri);
    let rest = match route::door(method, uri, host, &path)? {
        Door::Zone => return Err(zone::zone_information(&face.shared, uri, host)),
        Door::Versions => return Err(zone::version_information(&face.shared)),
        Door::Api(rest) => rest,
    };
    gate::log_in(&face.shared, headers, host)?;
    let call = route::route(face, method, uri, host, &rest)?;
    let place = gate::enter(&face.shared.traffic, &call.bucket())?;
    Ok((call, place))
}

/// What goes wrong with a request for rows or their number, or the answer.
fn trouble_or(face: &Face, call: &Call<'_>, answer: impl FnOnce() -> Response) -> Response {
    let traffic = &face.shared.traffic;
    let trouble = match call {
        // Who the user is, is looked up among the resources.
        Call::Query(entity, _) | Call::Next(entity, _) | Call::Count(entity, _) => {
            if entity.source == Source::Resources { None } else { traffic.trouble() }
        }
        Call::Version
        | Call::Threshold
        | Call::Modules
        | Call::AllEntities
        | Call::Info(_)
        | Call::Fields(_)
        | Call::UserFields(_)
        | Call::One(..) => None,
    };
    match trouble {
        None => answer(),
        Some(Trouble::TooMany) => gate::threads_exceeded(traffic.rules().thread_limit),
        Some(Trouble::Failed) => reply::failed(),
        Some(Trouble::Unavailable) => reply::unavailable(),
        Some(trouble @ (Trouble::Cut | Trouble::Stalled(_))) => {
            // The listener spoils it on its way out.
            let mut response = answer();
            response.extensions_mut().insert(trouble);
            response
        }
    }
}

/// The entity that a path is about; `None` for what is none.
pub(super) fn entity_asked(path: &str) -> Option<&'static str> {
    let mut words = path.split('/').filter(|it| !it.is_empty()).skip(2);
    let (first, child) = (words.next()?, words.nth(1));
    child.and_then(|it| entity::child_named(first, it)).or_else(|| entity::path_named(first))
}

async fn wait(latency: std::time::Duration) {
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
}
