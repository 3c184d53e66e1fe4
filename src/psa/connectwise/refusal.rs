//! Judges what ConnectWise answers: a JSON value, or the fault that the status and text stand for.

use serde_json::Value;

use crate::{
    model::{
        draft::Login,
        fault::{Fault, Limit},
    },
    psa::{
        Answer, Reply,
        body::{Body, retry_after, says, text},
    },
};

/// What a request was, for the fault that its reply may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// Who was asked.
    pub(super) host: &'a str,
    /// The request's label.
    pub(super) label: &'a str,
}

impl<'a> Asked<'a> {
    /// A request whose host is not at hand.
    pub(super) fn somewhere(label: &'a str) -> Self {
        Self { host: "the PSA", label }
    }

    /// The path in the label.
    fn path(&self) -> String {
        self.label.trim_start_matches("GET ").to_owned()
    }
}

/// Gives the JSON of a reply that went well.
///
/// Errors: the fault that status, code and text stand for. They are read together: one code has several meanings.
pub(super) fn judge(asked: Asked, reply: &Reply) -> Result<Value, Fault> {
    let body = Body::of(reply);
    let host = asked.host.to_owned();
    if (200..300).contains(&reply.status) {
        return match body {
            Body::Json(json) => Ok(json),
            Body::Broken(at) => Err(Fault::Unreadable { what: asked.label.to_owned(), at }),
            Body::Page | Body::Text(_) | Body::Empty => Err(Fault::NotThisPsa { host, saw: body.name().to_owned() }),
        };
    }
    let said = message(&body);
    let lower = said.to_lowercase();
    let status = reply.status;
    if lower.contains("ssl is required") {
        return Err(without_api_prefix(asked));
    }
    if matches!(status, 400 | 401 | 403 | 404) && lower.contains("clientid") {
        return Err(Fault::BadClientId { host, says: said });
    }
    if is_wrong_path(reply) {
        return Err(Fault::NoSuchEndpoint { host, path: asked.path() });
    }
    Err(match status {
        300..=399 => Fault::Redirected { host, to: says(reply.header("location").unwrap_or("another address")) },
        401 if lower.contains("do not have security permission") => {
            Fault::Forbidden { request: asked.label.to_owned() }
        }
        401 => Fault::BadLogin { hints: hints(&host), host },
        403 if matches!(body, Body::Page | Body::Empty | Body::Text(_)) => {
            Fault::NotThisPsa { host, saw: format!("{} and status 403", body.name()) }
        }
        403 => Fault::Forbidden { request: asked.label.to_owned() },
        404 if text_of(&body, "code") == Some("NotFound") => Fault::Unexpected { host, status, says: said },
        404 => Fault::NoSuchEndpoint { host, path: asked.path() },
        429 => Fault::Limited { host, limit: Limit::Requests, retry_after: retry_after(reply), says: said },
        500..=599 => Fault::ServerTrouble { host, status, says: said },
        _ => Fault::Unexpected { host, status, says: said },
    })
}

/// Judges an answer of the evidence.
pub(super) fn answer(answer: &Answer) -> Result<Value, Fault> {
    match &answer.reply {
        Ok(reply) => judge(Asked::somewhere(&answer.label), reply),
        Err(fault) => Err(fault.clone()),
    }
}

/// Says whether the reply means that the path, not the login, was wrong.
///
/// The gateway says `Cannot route` as plain text (400), the API a JSON message (404).
pub(super) fn is_wrong_path(reply: &Reply) -> bool {
    match (reply.status, Body::of(reply)) {
        (400 | 404, Body::Text(said)) => said.to_lowercase().starts_with("cannot route"),
        (400 | 404, Body::Json(json)) => {
            let said = text(&json, "message").or_else(|| json.as_str()).unwrap_or_default().to_lowercase();
            said.contains("endpoint does not exist") || said.starts_with("cannot route")
        }
        _ => false,
    }
}

/// The text of an error, safe to show: the message with its nested errors, or what the body is.
pub(super) fn message(body: &Body) -> String {
    match body {
        Body::Json(json) => {
            let own = text(json, "message").or_else(|| text(json, "error")).or_else(|| json.as_str());
            let nested = json.get("errors").and_then(Value::as_array).into_iter().flatten();
            let all: Vec<&str> = own.into_iter().chain(nested.filter_map(|it| text(it, "message"))).collect();
            if all.is_empty() { "JSON without a message".to_owned() } else { says(&all.join(" ")) }
        }
        Body::Text(said) => says(said),
        Body::Broken(_) | Body::Page | Body::Empty => body.name().to_owned(),
    }
}

fn text_of<'a>(body: &'a Body, key: &str) -> Option<&'a str> {
    match body {
        Body::Json(json) => text(json, key),
        Body::Broken(_) | Body::Page | Body::Text(_) | Body::Empty => None,
    }
}

/// `SSL is required` has the same code as a missing right; it means plain http, or a cloud host without `api-`.
fn without_api_prefix(asked: Asked) -> Fault {
    let remedy = if is_cloud(asked.host) && !asked.host.starts_with("api-") {
        format!("put api- in front of the host name: api-{}", asked.host)
    } else {
        "the cloud's API wants https and api- in front of the host name".to_owned()
    };
    Fault::NotThisPsa { host: asked.host.to_owned(), saw: format!("\"SSL is required\" ({remedy})") }
}

/// Says whether the vendor runs this host. Source: Developer Guide, "Cloud URLs".
fn is_cloud(host: &str) -> bool {
    ["myconnectwise.net", "connectwisedev.com"]
        .iter()
        .any(|domain| host.strip_suffix(domain).is_some_and(|it| it.ends_with('.')))
}

/// Why a login may be refused, the most frequent first.
fn hints(host: &str) -> Vec<String> {
    let mut hints = vec![
        "The keys may be mistyped, swapped or revoked: copy both again, or make a new pair on the member's tab API Keys."
            .to_owned(),
        "A member's own password does not work here; the private key is needed, which was shown once when it was made."
            .to_owned(),
        "The API member may be inactive.".to_owned(),
        "The company ID must be the short name from the login page.".to_owned(),
    ];
    if is_cloud(host) {
        hints.push("The keys may be of another region: each region knows only its own.".to_owned());
    }
    hints
}

/// The host of a login.
pub(super) fn at<'a>(login: &'a Login, label: &'a str) -> Asked<'a> {
    Asked { host: login.origin.host(), label }
}
