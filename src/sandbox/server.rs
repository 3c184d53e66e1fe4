//! One listener of a simulated PSA: what its routes share, and the watch around them (journal, then latency, then route).

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::Response,
};
use tokio::{net::TcpListener, sync::watch};
use tower_http::compression::CompressionLayer;

pub use super::journal::Place;
use super::{
    journal::{Journal, Seen},
    keys::Keys,
    logins::Logins,
    scenario::{Scenario, Zone},
    tenant::Live,
    tls::{TlsListener, TlsMaterial},
    traffic::Traffic,
    trouble,
};
use crate::model::origin::Origin;

/// What the routes of one listener work with.
#[derive(Debug)]
pub struct Shared {
    /// `connectwise` or `autotask`.
    pub psa: &'static str,
    /// Which of the PSA's two listeners this is.
    pub place: Place,
    /// The MSP's data.
    pub tenant: Live,
    /// What goes wrong.
    pub scenario: Scenario,
    /// What was asked so far.
    pub journal: Journal,
    /// The logins that open this sandbox.
    pub logins: Logins,
    /// Which of their keys are let in just now.
    pub keys: Keys,
    /// The listener that knows the tenant.
    pub home: Origin,
    /// The listener that does not.
    pub elsewhere: Origin,
    /// Latency and limits, shared with the PSA's other listener.
    pub traffic: Traffic,
}

impl Shared {
    /// This listener's own address.
    pub fn here(&self) -> &Origin {
        match self.place {
            Place::Home => &self.home,
            Place::Elsewhere => &self.elsewhere,
        }
    }

    /// Says whether logins and data of the tenant are answered at this listener.
    pub fn answers_for_the_tenant(&self) -> bool {
        let moved = self.psa == "autotask" && self.scenario.autotask.zone == Zone::Moved;
        match self.place {
            Place::Home => !moved,
            Place::Elsewhere => moved,
        }
    }
}

/// Serves `router` until the sender of `stopped` is dropped.
#[expect(clippy::disallowed_methods, reason = "a listener ends with the sandbox that holds the sender of `stopped`")]
pub(super) fn serve(
    router: Router,
    state: Arc<Shared>,
    socket: TcpListener,
    tls: Option<&TlsMaterial>,
    mut stopped: watch::Receiver<()>,
) {
    let app = router.layer(CompressionLayer::new()).layer(middleware::from_fn_with_state(state, watch_request));
    // An error means that the sender is gone, which is the only message.
    let until = async move { while stopped.changed().await.is_ok() {} };
    match tls {
        None => {
            use axum::serve::ListenerExt as _;
            // Without delay a small reply is not held back for an acknowledgement; a socket that refuses still works.
            let socket = socket.tap_io(|it| drop(it.set_nodelay(true)));
            tokio::spawn(axum::serve(socket, app).with_graceful_shutdown(until).into_future());
        }
        Some(material) => {
            let listener = TlsListener::new(socket, material);
            tokio::spawn(axum::serve(listener, app).with_graceful_shutdown(until).into_future());
        }
    }
}

/// Headers that carry something of a login, of either vendor, in lower case.
const CREDENTIALS: [&str; 6] = ["authorization", "clientid", "cookie", "apiintegrationcode", "username", "secret"];

async fn watch_request(State(state): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let uri = request.uri();
    let mut note = Note {
        journal: state.journal.clone(),
        since: Instant::now(),
        seen: Some(Seen {
            psa: state.psa,
            at: state.place,
            method: request.method().to_string(),
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            credentials: CREDENTIALS.iter().any(|it| request.headers().contains_key(*it)),
            status: ABANDONED,
            took: Duration::ZERO,
        }),
    };
    let list = match state.psa {
        "autotask" => super::autotask::entity_asked(uri.path()),
        _ => super::connectwise::list_asked(uri.path()),
    };
    let counter = state.traffic.counter();
    let inside = counter.enter(list);
    let latency = state.traffic.latency(uri.path(), uri.query().unwrap_or_default());
    // An Autotask request holds its thread while it waits, so its routes wait for themselves.
    if !latency.is_zero() && state.psa != "autotask" {
        tokio::time::sleep(latency).await;
    }
    let response = trouble::spoiled(next.run(request).await).await;
    note.answered(response.status().as_u16());
    drop(inside);
    response.map(|body| counter.counted(body))
}

/// Status in the journal of a request that the client gave up on.
pub const ABANDONED: u16 = 0;

/// Writes into the journal when dropped, so that a request which the client gives up on is noted too.
struct Note {
    journal: Journal,
    since: Instant,
    seen: Option<Seen>,
}

impl Note {
    fn answered(&mut self, status: u16) {
        if let Some(seen) = &mut self.seen {
            seen.status = status;
        }
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        if let Some(seen) = self.seen.take() {
            self.journal.note(Seen { took: self.since.elapsed(), ..seen });
        }
    }
}
