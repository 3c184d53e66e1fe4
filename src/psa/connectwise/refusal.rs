//! What ConnectWise's own refusals mean.

use serde_json::Value;

use crate::{
    model::{
        fault::{Fault, Limit},
        login::Login,
    },
    psa::{
        Answer, Reply,
        body::{Body, says, text},
        headers::retry_after,
        refusal::{Asked, Read, Rules, not_the_apis_own},
        trust::is_within,
    },
    words,
};

/// The vendor's domain. Source: Developer Guide, "Cloud URLs".
pub(super) const DOMAIN: &str = "myconnectwise.net";

/// The domain of its staging host.
const STAGING: &str = "connectwisedev.com";

/// How ConnectWise's replies are judged.
pub(in crate::psa) const RULES: Rules = Rules { said: message, own };

/// Judges a reply.
pub(super) fn judge(asked: Asked, reply: &Reply) -> Result<Value, Fault> {
    RULES.judge(asked, reply)
}

/// Judges an answer of the evidence.
pub(super) fn answer(answer: &Answer) -> Result<Value, Fault> {
    RULES.answer(answer)
}

/// The vendor's own rules. Source: Developer Guide, "Errors", and error bodies that clients captured.
fn own(asked: Asked, read: &Read) -> Option<Fault> {
    let Read { reply, body, said, .. } = read;
    let status = reply.status;
    if (200..400).contains(&status) {
        return None;
    }
    let host = || asked.host.to_owned();
    let says = || said.clone();
    let code = text_of(body, "code").unwrap_or_default();
    // The code is that of a missing right; only the text tells them apart.
    if read.has("ssl is required") {
        return Some(Fault::NeedsApiPrefix { host: host() });
    }
    if read.has("security permission") || read.has("security permissions") {
        return Some(Fault::Forbidden { request: asked.label.to_owned() });
    }
    if code == "ApiFindCondition" {
        return Some(Fault::QueryRefused { host: host(), status, says: says() });
    }
    if matches!(status, 400 | 401 | 403 | 404) && names_client_id(read) {
        return Some(Fault::BadClientId { host: host(), says: says() });
    }
    if matches!(status, 400 | 404) && read.begins("cannot route") {
        return Some(Fault::CannotRoute { host: host(), path: asked.path() });
    }
    if read.has("endpoint does not exist") {
        return Some(Fault::NoSuchEndpoint { host: host(), path: asked.path() });
    }
    if status == 401 || read.has("usernotauthenticated") || code == "Unauthorized" {
        return Some(Fault::BadLogin { host: host(), hints: hints(asked.host, body) });
    }
    if read.has("too many requests") {
        return Some(Fault::Limited {
            host: host(),
            limit: Limit::Requests,
            retry_after: retry_after(reply),
            says: says(),
        });
    }
    if read.has("accept header") {
        return Some(Fault::WrongVersion { host: host(), says: says() });
    }
    if status == 409 || is_about_a_record(code, read) {
        return Some(Fault::RecordRefused { host: host(), says: says() });
    }
    if code == "NotFound" {
        return Some(Fault::NoSuchRecord { what: asked.label.to_owned() });
    }
    if status == 403 && matches!(body, Body::Json(_)) {
        return Some(Fault::Forbidden { request: asked.label.to_owned() });
    }
    None
}

/// Says whether a text is about the client ID, however it is spelt.
fn names_client_id(read: &Read) -> bool {
    ["clientid", "client id", "clientids", "client ids"].iter().any(|it| read.has(it))
}

/// Says whether a record that somebody wanted to write was refused. Such bodies name the fields in `errors`.
fn is_about_a_record(code: &str, read: &Read) -> bool {
    const CODES: [&str; 5] =
        ["InvalidObject", "MissingRequiredField", "MaxLengthField", "UnsupportedFormat", "ObjectExists"];
    let nested = match &read.body {
        Body::Json(json) => json.get("errors").and_then(Value::as_array).into_iter().flatten(),
        Body::Broken(_) | Body::NotUtf8(_) | Body::Page(_) | Body::Xml | Body::Text(_) | Body::Empty => {
            None.into_iter().flatten()
        }
    };
    let has_code = nested.filter_map(|it| text(it, "code")).chain([code]).any(|it| CODES.contains(&it));
    has_code || read.has("error converting value")
}

/// Says whether the reply means that the path, not the login, was wrong.
///
/// The gateway says `Cannot route` as plain text (400), the API a JSON message (404).
pub(super) fn is_wrong_path(reply: &Reply) -> bool {
    // Asked of every reply: nobody makes a tree of a page for it.
    if !matches!(reply.status, 400 | 404) {
        return false;
    }
    match Body::of(reply) {
        Body::Text(said) => said.to_lowercase().starts_with("cannot route"),
        Body::Json(json) => {
            let said = text(&json, "message").or_else(|| json.as_str()).unwrap_or_default().to_lowercase();
            said.contains("endpoint does not exist") || said.starts_with("cannot route")
        }
        Body::Broken(_) | Body::NotUtf8(_) | Body::Page(_) | Body::Xml | Body::Empty => false,
    }
}

/// The text of an error, safe to show: the message with its nested errors, or what the body is.
pub(super) fn message(body: &Body) -> String {
    match body {
        Body::Json(json) => {
            let own = text(json, "message").or_else(|| text(json, "error")).or_else(|| json.as_str());
            let nested = json.get("errors").and_then(Value::as_array).into_iter().flatten();
            let all: Vec<&str> = own.into_iter().chain(nested.filter_map(|it| text(it, "message"))).collect();
            if all.is_empty() { words::say("reply-json-without-message").to_owned() } else { says(&all.join(" ")) }
        }
        Body::Text(said) => says(said),
        Body::Broken(_) | Body::NotUtf8(_) | Body::Page(_) | Body::Xml | Body::Empty => body.saw(),
    }
}

fn text_of<'a>(body: &'a Body, key: &str) -> Option<&'a str> {
    match body {
        Body::Json(json) => text(json, key),
        Body::Broken(_) | Body::NotUtf8(_) | Body::Page(_) | Body::Xml | Body::Text(_) | Body::Empty => None,
    }
}

/// Says whether the vendor runs this host.
pub(super) fn is_cloud(host: &str) -> bool {
    is_within(host, DOMAIN) || is_within(host, STAGING)
}

/// Why a login may be refused: what this reply points at first, then the most frequent.
fn hints(host: &str, body: &Body) -> Vec<String> {
    let seen = not_the_apis_own(body);
    let usual = [
        words::say("hint-connectwise-keys"),
        words::say("hint-connectwise-password"),
        words::say("hint-connectwise-inactive"),
        words::say("hint-connectwise-company"),
    ];
    let region = is_cloud(host).then(|| words::say("hint-connectwise-region"));
    seen.into_iter().chain(usual.into_iter().chain(region).map(str::to_owned)).collect()
}

/// The host of a login.
pub(super) fn at<'a>(login: &'a Login, label: &'a str) -> Asked<'a> {
    Asked { host: login.origin.host(), label }
}
