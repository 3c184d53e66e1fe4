//! A server between psa-connect and the sandbox: it passes everything on and changes what a test wants changed.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{Response, StatusCode},
};
use psa_connect::model::origin::Origin;

/// What is asked: path and query, decoded no further than it was sent, and the body.
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) body: String,
}

/// What is done with a request.
pub(crate) enum Turn {
    /// It is passed on as it is.
    On,
    /// It is passed on with another query.
    OnWithQuery(String),
    /// It is answered here.
    Answer(u16, String),
}

/// The server.
pub(crate) struct Between {
    pub(crate) origin: Origin,
    asked: Arc<Mutex<Vec<String>>>,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for Between {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Between {
    /// Starts to listen on a free port of this host.
    pub(crate) async fn start(behind: &Origin, turn: fn(&Asked) -> Turn) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address")).parse().expect("an origin");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (client, behind, noted) = (client(), behind.to_string(), Arc::clone(&asked));
        let router = Router::new().fallback(move |request: Request| {
            let (client, behind, noted) = (client.clone(), behind.clone(), Arc::clone(&noted));
            async move { pass(&client, &behind, turn, &noted, request).await }
        });
        #[expect(clippy::disallowed_methods, reason = "dropping the server aborts it")]
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { origin, asked, server }
    }

    /// What was asked, in order, as path and query.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody panicked").clone()
    }
}

fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().expect("a client")
}

async fn pass(
    client: &reqwest::Client,
    behind: &str,
    turn: fn(&Asked) -> Turn,
    noted: &Mutex<Vec<String>>,
    request: Request,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 1_000_000).await.expect("a short body");
    let asked = Asked {
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    noted.lock().expect("nobody panicked").push(format!("{}?{}", asked.path, asked.query));
    let query = match turn(&asked) {
        Turn::On => asked.query.clone(),
        Turn::OnWithQuery(query) => query,
        Turn::Answer(status, body) => {
            let status = StatusCode::from_u16(status).expect("a status");
            return Response::builder().status(status).body(Body::from(body)).expect("a reply");
        }
    };
    let mut headers = head.headers;
    headers.remove("host");
    headers.remove("accept-encoding");
    let url = format!("{behind}{}?{query}", asked.path);
    let reply = client.request(head.method, url).headers(headers).body(body).send().await.expect("the sandbox answers");
    let mut passed = Response::builder().status(reply.status());
    for (name, value) in reply.headers().iter().filter(|(name, _)| *name != "transfer-encoding") {
        passed = passed.header(name, value);
    }
    passed.body(Body::from(reply.bytes().await.expect("a body"))).expect("a reply")
}
