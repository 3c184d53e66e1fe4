//! The only sockets of the program. It sends what a provider built, and only to the host that the person confirmed.

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::{
    Client, RequestBuilder, Url,
    header::{HeaderMap, HeaderName, HeaderValue, LOCATION},
};
use rustls::ClientConfig;

use crate::{
    model::{
        fault::Fault,
        origin::{Origin, Scheme},
        secret::Secret,
        shown::Shown,
    },
    psa::{Answer, Credentials, Method, Reply, Request},
};

use self::{blame::Stage, gate::Gate, route::Route};

mod blame;
mod gate;
mod layers;
mod route;
mod trust;

pub use layers::{Layer, Layers};

/// How the program reaches the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// A PEM file of certificate authorities to trust besides those of this host.
    pub ca_file: Option<PathBuf>,
    /// How long and how much.
    pub limits: Limits,
}

/// How long anything may take and how much of it there may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// To connect, TLS included. Shorter than `read`, so that the two can be told apart.
    pub connect: Duration,
    /// Between two bytes of a reply.
    pub read: Duration,
    /// For one request, from first to last byte.
    pub total: Duration,
    /// Bytes of one reply, decompressed.
    pub body: u64,
    /// Header lines of one reply (HTTP/1).
    pub headers: usize,
    /// Before the one retry of a request.
    pub pause: Duration,
    /// The longest `Retry-After` that is waited for.
    pub patience: Duration,
    /// Requests on their way at once.
    pub in_flight: usize,
    /// Requests of one bucket on their way at once. Autotask refuses the fourth and frees a place late.
    pub per_bucket: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
            total: Duration::from_mins(1),
            body: 32_000_000,
            headers: 100,
            pause: Duration::from_secs(1),
            patience: Duration::from_secs(10),
            in_flight: 8,
            per_bucket: 2,
        }
    }
}

/// Whether a request may be sent a second time by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Never: it spends a login attempt.
    Never,
    /// Once, when waiting may help.
    Once,
}

/// An answer, and what was done to get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The answer.
    pub answer: Answer,
    /// What the person should know about it, a sentence: that the PSA asked to wait.
    pub note: Option<String>,
}

/// Everything that is needed to send requests. One for each engine; cheap to share.
#[derive(Debug)]
pub struct Transport {
    /// For hosts off this machine; uses the proxy of the environment.
    away: Client,
    /// For this machine; never a proxy.
    here: Client,
    tls: Arc<ClientConfig>,
    /// Why no certificate can be checked, on a host without roots. The sandbox needs none.
    no_roots: Option<Fault>,
    route: Route,
    gate: Gate,
    limits: Limits,
}

impl Transport {
    /// Reads the trust roots and the proxy of the environment, and builds the clients.
    ///
    /// Errors: [`Fault::NoTrustRoots`] when the CA file cannot be read. A host without roots is a fault of https only.
    pub fn new(network: &Network) -> Result<Self, Fault> {
        let limits = network.limits.clone();
        let (tls, no_roots) = match trust::client_config(network.ca_file.as_deref()) {
            Ok(tls) => (tls, None),
            Err(fault) if network.ca_file.is_some() => return Err(fault),
            Err(fault) => (trust::trusting_nobody(), Some(fault)),
        };
        let client = |https_only, here| {
            let builder = Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .https_only(https_only)
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .retry(reqwest::retry::never())
                .connect_timeout(limits.connect)
                .read_timeout(limits.read)
                .timeout(limits.total)
                .http1_max_headers(limits.headers)
                .gzip(true)
                .user_agent(concat!("psa-connect/", env!("CARGO_PKG_VERSION")));
            let builder = if here { builder.no_proxy() } else { builder };
            builder.build().map_err(|it| Fault::NoTrustRoots { says: shown(&it.without_url().to_string()) })
        };
        Ok(Self {
            away: client(true, false)?,
            here: client(false, true)?,
            tls: Arc::new(tls.clone()),
            no_roots,
            route: Route::of_environment(),
            gate: Gate::new(&limits),
            limits,
        })
    }

    /// The limits it works under.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Sends a request once its turn comes, and once more when that is allowed and waiting may help.
    pub async fn ask(&self, request: &Request, confirmed: &Origin, retry: Retry) -> Asked {
        let answer = self.send(request, confirmed).await;
        let (wait, note) = match (retry, second_try(&answer, &self.limits)) {
            (Retry::Never, _) | (Retry::Once, None) => return Asked { answer, note: None },
            (Retry::Once, Some(it)) => it,
        };
        tokio::time::sleep(wait).await;
        let again = self.send(request, confirmed).await;
        Asked { answer: Answer { took: answer.took + again.took, ..again }, note }
    }

    /// Sends a request once.
    ///
    /// Credentials go to `confirmed` only: to any other origin nothing is sent, and the answer is [`Fault::ForeignHost`].
    pub async fn send(&self, request: &Request, confirmed: &Origin) -> Answer {
        let _turn = self.gate.turn(&request.bucket).await;
        let started = Instant::now();
        let reply = self.exchange(request, confirmed, started).await;
        if let Err(fault) = &reply {
            tracing::debug!(request = request.label, %fault, "no reply");
        }
        Answer { reply, label: request.label.clone(), took: started.elapsed() }
    }

    /// Says why TLS with `origin` cannot even be tried.
    fn can_check(&self, origin: &Origin) -> Result<(), Fault> {
        match (origin.scheme(), &self.no_roots) {
            (Scheme::Https, Some(fault)) => Err(fault.clone()),
            (Scheme::Https, None) | (Scheme::Http, _) => Ok(()),
        }
    }

    async fn exchange(&self, request: &Request, confirmed: &Origin, started: Instant) -> Result<Reply, Fault> {
        let built = self.build(request, confirmed)?;
        self.can_check(&request.origin)?;
        let blame = |stage, error| {
            let proxy = self.route.proxy_of(&request.origin);
            blame::reqwest(error, &request.origin, proxy, &self.limits, stage, started.elapsed())
        };
        let mut response = match built.send().await {
            Ok(response) => response,
            Err(error) => return Err(self.which_timeout(blame(Stage::Head, error), &request.origin).await),
        };
        let status = response.status().as_u16();
        if response.status().is_redirection() && status != 304 {
            let to = response.headers().get(LOCATION).map(HeaderValue::as_bytes).map(String::from_utf8_lossy);
            return Err(Fault::Redirected { host: request.origin.host().to_owned(), to: destination(to.as_deref()) });
        }
        let too_large = || Fault::TooLarge { host: request.origin.host().to_owned(), limit: self.limits.body };
        if response.content_length().is_some_and(|it| it > self.limits.body) {
            return Err(too_large());
        }
        let headers = texts(response.headers());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|it| blame(Stage::Body, it))? {
            if (body.len() + chunk.len()) as u64 > self.limits.body {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        tracing::debug!(request = request.label, status, bytes = body.len(), "reply");
        if status >= 300 {
            body = without_credentials(body, &request.credentials);
        }
        Ok(Reply { status, headers, body })
    }

    /// Tells a host that drops packets from one that takes the connection and then says nothing.
    ///
    /// The client has one limit for both and which of its timers fires first is chance, so a bare connection decides.
    async fn which_timeout(&self, fault: Fault, origin: &Origin) -> Fault {
        let Fault::TlsTimedOut { host, after } = fault else { return fault };
        if self.route.proxy_of(origin).is_some() {
            return Fault::TlsTimedOut { host, after };
        }
        let dial = tokio::net::TcpStream::connect((origin.host(), origin.port()));
        match tokio::time::timeout(self.limits.connect, dial).await {
            Ok(Ok(_)) => Fault::TlsTimedOut { host, after },
            Ok(Err(_)) | Err(_) => Fault::ConnectTimedOut { host, after },
        }
    }

    fn build(&self, request: &Request, confirmed: &Origin) -> Result<RequestBuilder, Fault> {
        let foreign = |offered: String| Fault::ForeignHost { confirmed: confirmed.clone(), offered, by: "request" };
        let has_credentials = match &request.credentials {
            Credentials::None => false,
            Credentials::Basic { .. } | Credentials::Headers(_) => true,
        };
        if has_credentials && request.origin != *confirmed {
            return Err(foreign(request.origin.to_string()));
        }
        let url: Url = format!("{}{}", request.origin, request.target).parse().map_err(|_| unsendable(request))?;
        // A target that does not start with a slash could continue the host name.
        if !Origin::of_url(url.as_str()).is_ok_and(|it| it == request.origin) || !request.target.starts_with('/') {
            return Err(foreign(shown(url.host_str().unwrap_or_default())));
        }
        let client = if request.origin.is_loopback() { &self.here } else { &self.away };
        let builder = match &request.method {
            Method::Get => client.get(url),
            Method::Query(body) => client.post(url).header("content-type", "application/json").body(body.clone()),
        };
        let mut headers = HeaderMap::new();
        for (name, text) in &request.headers {
            headers.insert(header_name(name, request)?, HeaderValue::from_str(text).map_err(|_| unsendable(request))?);
        }
        let mut secrets = HeaderMap::new();
        let builder = match &request.credentials {
            Credentials::None => builder,
            Credentials::Basic { user, password, headers } => {
                put_secrets(&mut secrets, headers, request)?;
                builder.basic_auth(user.expose(), Some(password.expose()))
            }
            Credentials::Headers(headers) => {
                put_secrets(&mut secrets, headers, request)?;
                builder
            }
        };
        Ok(builder.headers(headers).headers(secrets))
    }
}
/// A refusal may repeat what was sent; its text is shown and logged, so what was sent is taken out of it.
fn without_credentials(body: Vec<u8>, credentials: &Credentials) -> Vec<u8> {
    let secrets: Vec<&Secret> = match credentials {
        Credentials::None => return body,
        Credentials::Basic { user, password, headers } => {
            [user, password].into_iter().chain(headers.iter().map(|it| &it.1)).collect()
        }
        Credentials::Headers(headers) => headers.iter().map(|it| &it.1).collect(),
    };
    let holds =
        |secret: &&Secret| secret.is(|it| it.len() >= 6) && secret.is(|it| find(&body, it.as_bytes()).is_some());
    if !secrets.iter().any(holds) {
        return body;
    }
    let mut text = String::from_utf8_lossy(&body).into_owned();
    for secret in secrets.into_iter().filter(|it| it.is(|text| text.len() >= 6)) {
        text = text.replace(secret.expose(), "(redacted)");
    }
    text.into_bytes()
}

fn find(body: &[u8], wanted: &[u8]) -> Option<usize> {
    body.windows(wanted.len()).position(|it| it == wanted)
}

fn put_secrets(
    into: &mut HeaderMap,
    headers: &[(&'static str, crate::model::secret::Secret)],
    request: &Request,
) -> Result<(), Fault> {
    for (name, secret) in headers {
        // Bytes above ASCII go out as UTF-8; control characters are refused here, without saying which text it was.
        let mut value = HeaderValue::from_bytes(secret.expose().as_bytes()).map_err(|_| Fault::Local {
            what: format!("the value for {name} has a line break or control character in it"),
            remedy: "Go back to the login and enter it again.".into(),
        })?;
        value.set_sensitive(true);
        into.insert(header_name(name, request)?, value);
    }
    Ok(())
}

fn header_name(name: &str, request: &Request) -> Result<HeaderName, Fault> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| unsendable(request))
}

fn unsendable(request: &Request) -> Fault {
    Fault::Local {
        what: format!("the request {} cannot be sent", request.label),
        remedy: "Check the address and the login for odd characters.".into(),
    }
}

/// Says how long to wait before a second try, and what to tell the person; `None` when a second try would not help.
fn second_try(answer: &Answer, limits: &Limits) -> Option<(Duration, Option<String>)> {
    let jitter = Duration::from_millis(fastrand::u64(0..=250)).min(limits.pause);
    let reply = match &answer.reply {
        Err(fault) => return fault.retry_helps().then_some((limits.pause + jitter, None)),
        Ok(reply) => reply,
    };
    let asked_for = reply.header("retry-after").map(|it| it.trim().parse().ok().map(Duration::from_secs));
    match (reply.status, asked_for) {
        (429 | 503, Some(Some(wait))) if wait <= limits.patience => {
            let note =
                format!("The PSA asked to wait {} s before {}; that was done once.", wait.as_secs(), answer.label);
            Some((wait, Some(note)))
        }
        (429 | 502..=504, None) | (502 | 504, Some(_)) => Some((limits.pause + jitter, None)),
        // A wait that is too long, or a date, is for the person to decide.
        (_, _) => None,
    }
}

/// Where a redirect leads: an origin, or a path of the same host. Never its query, which may repeat what was sent.
fn destination(location: Option<&str>) -> String {
    let Some(location) = location else { return "nowhere".into() };
    let path = || location.split(['?', '#']).next().unwrap_or_default().chars().take(80).collect::<String>();
    match Origin::of_url(location) {
        Ok(origin) => origin.to_string(),
        Err(_) if location.starts_with('/') && !location.starts_with("//") => shown(&format!("its own {}", path())),
        Err(_) => {
            let after = location.split_once("://").map_or(location, |(_, rest)| rest).trim_start_matches('/');
            let host = after.split(['/', '?', '#', '\\']).next().unwrap_or_default();
            // A user name in front of an @ may be anything.
            shown(&host.rsplit('@').next().unwrap_or_default().chars().take(80).collect::<String>())
        }
    }
}

fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

/// A text from outside, safe to put into a fault.
fn shown(text: &str) -> String {
    Shown::new(text).as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use super::destination;

    #[test]
    fn a_redirect_is_told_without_its_query_or_user() {
        assert_eq!(destination(Some("https://evil.example/x?key=1")), "https://evil.example");
        assert_eq!(destination(Some("/login?key=1#a")), "its own /login");
        assert_eq!(destination(Some("//evil.example/x?key=1")), "evil.example");
        assert_eq!(destination(Some("http://u:p@evil.example/x")), "evil.example");
        assert_eq!(destination(None), "nowhere");
    }
}
