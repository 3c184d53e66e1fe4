//! The simulated Autotask PSA REST API: paths, gate, answers. Nothing can be written.
//!
//! ```text
//! request ─▶ route (404, 405) ─▶ gate (401, 500 code, 429) ─▶ latency ─▶ right (500 or 403) ─▶ answer (200, 500 body)
//! ```

mod answer;
mod billing;
mod catalogue;
mod cell;
mod companies;
mod contracts;
mod entity;
mod filter;
mod gate;
mod getters;
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

use self::answer::Which;
use self::entity::{Costs, Entities};
use self::records::{Data, Index};
use self::route::Call;
use super::kept::Kept;
use super::packed::{MOST_KEPT_BYTES, Packing};
use super::server::Shared;

/// What one listener answers from.
struct Face {
    shared: Arc<Shared>,
    entities: Entities,
    index: Index,
    pages: Kept<Which, Bytes>,
}

impl Face {
    fn data(&self) -> Data<'_> {
        Data { tenant: &self.shared.tenant, index: &self.index }
    }
}

/// The routes of one listener.
///
/// The latency of [`super::traffic::Traffic::latency`] passes in here, because a request holds its thread while it waits.
pub fn router(state: Arc<Shared>) -> Router {
    let entities = Entities::new(if state.scenario.autotask.hides_costs { Costs::Hidden } else { Costs::Shown });
    let index = Index::new(&state.tenant);
    Router::new().fallback(answer).with_state(Arc::new(Face {
        shared: state,
        entities,
        index,
        pages: Kept::new(MOST_KEPT_BYTES),
    }))
}

async fn answer(State(face): State<Arc<Face>>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let latency = face.shared.traffic.latency(uri.path(), uri.query().unwrap_or_default());
    let call = match route::route(&face, &method, &uri) {
        Ok(call) => call,
        Err(refused) => {
            wait(latency).await;
            return refused;
        }
    };
    if matches!(call, Call::Zone | Call::Versions) {
        wait(latency).await;
        let zone = matches!(call, Call::Zone);
        return if zone { zone::zone_information(&face.shared, &uri) } else { zone::version_information(&face.shared) };
    }
    match gate::gate(&face.shared, &headers, &call.bucket()) {
        // The place among the threads is held until the answer is ready.
        Ok(place) => {
            wait(latency + gate::usage_latency(&face.shared.traffic)).await;
            let answered = answer::answer(&face, &call, &uri, &body, Packing::accepted(&headers));
            drop(place);
            answered
        }
        Err(refused) => {
            wait(latency).await;
            refused
        }
    }
}

async fn wait(latency: std::time::Duration) {
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
}
