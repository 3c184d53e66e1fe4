//! The only sockets of the program. It sends what a provider built, and only to the host that the person confirmed.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use reqwest::header::{HeaderMap, HeaderValue, LOCATION};

use crate::{
    model::{
        catalog::VendorLimits, certificate::Certificate, fault::Fault, origin::Origin, settings::proxy::ProxyUrl,
        shown::Shown,
    },
    psa::{Answer, Reply, Request, headers::destination},
};

use self::{
    blame::Stage,
    gate::Gate,
    pace::{Budgets, Pace},
    redact::Redaction,
    route::Route,
    sendable::build,
    ways::Ways,
};

mod blame;
mod chain;
mod courier;
mod gate;
mod inspectors;
mod layers;
mod limits;
mod pace;
mod peer;
mod redact;
mod retry;
mod route;
mod sendable;
mod trust;
mod ways;
pub mod xray;

pub use layers::{Layer, Layers};
pub use limits::Limits;
pub use retry::{Retry, Tell};
pub use trust::Authorities;

/// How the program reaches the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// A PEM file of certificate authorities to trust besides those of this host.
    pub ca_file: Option<PathBuf>,
    /// The proxy before hosts off this one; `None` takes the one of the environment.
    pub proxy: Option<ProxyUrl>,
    /// How long and how much.
    pub limits: Limits,
}

/// Everything that is needed to send requests. Cheap to clone; all clones share what is counted and held back.
#[derive(Clone, Debug)]
pub struct Transport {
    ways: Arc<Ways>,
    shared: Arc<Shared>,
    pace: Pace,
}

/// What all clones have in common, whomever they trust.
#[derive(Debug)]
struct Shared {
    route: Route,
    gate: Gate,
    budgets: Budgets,
    limits: Limits,
    /// By fingerprint: what trusts a pinned certificate.
    pinned: Mutex<BTreeMap<String, Arc<Ways>>>,
}

impl Transport {
    /// Reads the trust roots, and the proxy of the environment when no other is set, and builds the clients.
    ///
    /// Errors: [`Fault::NoTrustRoots`] when the CA file cannot be read. A host without roots is a fault of https only.
    pub fn new(network: &Network) -> Result<Self, Fault> {
        let limits = network.limits.clone();
        let ways = Arc::new(Ways::by_roots(network.ca_file.as_deref(), network.proxy.clone(), &limits)?);
        let pace = Pace::unlimited(&limits);
        let shared = Shared {
            route: Route::by(network.proxy.as_ref()),
            gate: Gate::new(&limits),
            budgets: Budgets::default(),
            limits,
            pinned: Mutex::default(),
        };
        Ok(Self { ways, shared: Arc::new(shared), pace })
    }

    /// The same, trusting exactly this certificate and no other, whoever vouches for another.
    #[must_use]
    pub fn pinned(&self, pin: &Certificate) -> Self {
        let mut pinned = self.shared.pinned.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(self.ways.by_pin(pin, &self.shared.limits));
        let ways = Arc::clone(pinned.entry(pin.sha256.clone()).or_insert_with(new));
        Self { ways, shared: Arc::clone(&self.shared), pace: self.pace }
    }

    /// The same, staying below what this vendor allows.
    #[must_use]
    pub fn paced(&self, vendor: &VendorLimits) -> Self {
        Self { pace: Pace::of(vendor, &self.shared.limits), ..self.clone() }
    }

    /// The limits it works under.
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// How many requests were sent to `origin` by all clones, tries that found no server included.
    pub fn sent(&self, origin: &Origin) -> u64 {
        self.shared.budgets.sent(origin)
    }

    /// Counts requests that were sent to `origin` within the last minute, by whichever process of this account.
    pub fn charge(&self, origin: &Origin, requests: u64) {
        self.shared.budgets.charge(origin, requests, self.pace);
    }

    /// How long the next request to `origin` has to wait, because of the vendor's limit or because it asked for that.
    pub fn waits(&self, origin: &Origin) -> Option<Duration> {
        self.shared.budgets.waits(origin, self.pace)
    }

    /// Host and port of the proxy that a request to `origin` goes through, if one does.
    pub fn proxy_of(&self, origin: &Origin) -> Option<String> {
        self.shared.route.proxy_of(origin)
    }

    /// Sends a request once its turn comes, and once more when that is allowed and waiting may help.
    ///
    /// A wait that the PSA asks for is one for every request to it. `tell` is given a sentence about it before it begins.
    pub async fn ask(&self, request: &Request, confirmed: &Origin, retry: Retry, tell: Tell<'_>) -> Answer {
        let (budgets, patience) = (&self.shared.budgets, self.limits().patience);
        if let Some(wait) = budgets.held(&request.origin) {
            tell(retry::waits(wait));
        }
        let send = || self.send(request, confirmed);
        let heed = |wait| budgets.hold(&request.origin, wait, patience);
        retry::Manners { pause: self.limits().pause, advised: self.pace.advised_wait, heed: &heed, tell }
            .ask(retry, send)
            .await
    }

    /// Sends a request once, when its origin may be asked.
    ///
    /// Credentials go to `confirmed` only: to any other origin nothing is sent, and the answer is [`Fault::ForeignHost`].
    pub async fn send(&self, request: &Request, confirmed: &Origin) -> Answer {
        let built = build(&self.ways, request, confirmed).and_then(|built| {
            self.ways.can_check(&request.origin)?;
            Ok(built)
        });
        let (reply, took) = match built {
            Ok(built) => {
                // Whoever waits for one PSA takes no place from those that ask another.
                let _turn = loop {
                    self.shared.budgets.spend(&request.origin, self.pace).await;
                    let turn = self.shared.gate.turn(&request.origin, &request.bucket, self.pace).await;
                    if self.shared.budgets.held(&request.origin).is_none() {
                        break turn;
                    }
                    self.shared.budgets.take_back(&request.origin);
                };
                let started = Instant::now();
                let reply = self.exchange(request, built, started).await;
                if reply.as_ref().is_ok_and(|it| !retry::is_put_off(it.status)) {
                    self.shared.budgets.answered(&request.origin);
                }
                (reply, started.elapsed())
            }
            Err(fault) => (Err(fault), std::time::Duration::ZERO),
        };
        if let Err(fault) = &reply {
            tracing::debug!(request = request.label, %fault, "no reply");
        }
        Answer { reply, label: request.label.clone(), took }
    }

    async fn exchange(
        &self,
        request: &Request,
        built: reqwest::RequestBuilder,
        started: Instant,
    ) -> Result<Reply, Fault> {
        let limits = self.limits();
        let blame = |stage, error| {
            blame::reqwest(error, &request.origin, self.proxy_of(&request.origin), limits, stage, started.elapsed())
        };
        let mut response = match built.send().await {
            Ok(response) => response,
            Err(error) => return Err(self.which_timeout(blame(Stage::Head, error), &request.origin).await),
        };
        let received = jiff::Timestamp::now().as_second();
        let status = response.status().as_u16();
        let redaction = Redaction::of(&request.credentials, status);
        if response.status().is_redirection() && status != 304 {
            let to = response.headers().get(LOCATION).map(|it| redaction.text(text_of(it)));
            return Err(Fault::Redirected { host: request.origin.host().to_owned(), to: destination(to.as_deref()) });
        }
        let too_large = || Fault::TooLarge { host: request.origin.host().to_owned(), limit: limits.body };
        if response.content_length().is_some_and(|it| it > limits.body) {
            return Err(too_large());
        }
        let headers = texts(response.headers(), &redaction);
        let version = version_of(&response);
        let mut body = Vec::new();
        // Counted as it comes out of the decompression, so that neither a long nor a bursting reply fills the memory.
        while let Some(chunk) = response.chunk().await.map_err(|it| blame(Stage::Body, it))? {
            if (body.len() + chunk.len()) as u64 > limits.body {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        tracing::debug!(request = request.label, status, bytes = body.len(), "reply");
        Ok(Reply { status, headers, body: redaction.bytes(body), version, received: Some(received) })
    }

    /// Tells a host that drops packets from one that takes the connection and then says nothing.
    ///
    /// The client has one limit for both and which of its timers fires first is chance, so a bare connection decides.
    async fn which_timeout(&self, fault: Fault, origin: &Origin) -> Fault {
        let Fault::TlsTimedOut { host, after } = fault else { return fault };
        if self.proxy_of(origin).is_some() {
            return Fault::TlsTimedOut { host, after };
        }
        let dial = tokio::net::TcpStream::connect((origin.host(), origin.port()));
        match tokio::time::timeout(self.limits().connect, dial).await {
            Ok(Ok(_)) => Fault::TlsTimedOut { host, after },
            Ok(Err(_)) | Err(_) => Fault::ConnectTimedOut { host, after },
        }
    }
}

fn version_of(response: &reqwest::Response) -> String {
    // Its own name for the second version is HTTP/2.0, which nobody else says.
    match response.version() {
        reqwest::Version::HTTP_2 => "HTTP/2".into(),
        other => format!("{other:?}"),
    }
}

fn texts(headers: &HeaderMap, redaction: &Redaction) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), redaction.text(text_of(value)))).collect()
}

fn text_of(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

/// A text from outside, safe to put into a fault.
fn shown(text: &str) -> String {
    Shown::new(text).as_str().to_owned()
}
