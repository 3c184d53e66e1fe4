//! Judges what Autotask answers: a JSON value, or the fault that the status and text stand for.

use serde_json::Value;

use crate::{
    model::fault::{Fault, Limit},
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
}

/// Gives the JSON of a reply that went well.
///
/// Errors: the fault that text and status stand for. The text is looked at first: a missing right and a wrong tracking
/// identifier both come as a 500, and a 200 may carry errors.
pub(super) fn judge(asked: Asked, reply: &Reply) -> Result<Value, Fault> {
    let body = Body::of(reply);
    let host = asked.host.to_owned();
    let label = asked.label.to_owned();
    let status = reply.status;
    let errors = errors(&body);
    let is_fine = (200..300).contains(&status);
    if is_fine && errors.is_none() {
        return match body {
            Body::Json(json) => Ok(json),
            Body::Broken(at) => Err(Fault::Unreadable { what: label, at }),
            Body::Page | Body::Text(_) | Body::Empty => Err(Fault::NotThisPsa { host, saw: body.name().to_owned() }),
        };
    }
    let has_errors = errors.is_some();
    let said = errors.unwrap_or_else(|| said(&body));
    let lower = said.to_lowercase();
    let squeezed = lower.replace(' ', "");
    if squeezed.contains("integrationcode") {
        return Err(Fault::BadTrackingId { host, says: said });
    }
    if lower.contains("account has been locked") {
        return Err(Fault::BadLogin { host, hints: locked() });
    }
    if lower.contains("adequate permissions") {
        return Err(Fault::Forbidden { request: label });
    }
    if status == 429 || lower.contains("threshold") && lower.contains("exceeded") {
        return Err(Fault::Limited { host, limit: Limit::Requests, retry_after: retry_after(reply), says: said });
    }
    Err(match status {
        300..=399 => Fault::Redirected { host, to: says(reply.header("location").unwrap_or("another address")) },
        401 => Fault::BadLogin { host, hints: hints() },
        403 if body == Body::Page => Fault::NotThisPsa { host, saw: format!("{} and status 403", body.name()) },
        403 => Fault::Forbidden { request: label },
        404 => Fault::NoSuchEndpoint { host, path: label.trim_start_matches("GET ").to_owned() },
        // The vendor refuses a request with a 500 too; only one without its error form is trouble of the server.
        500 if has_errors => Fault::Unexpected { host, status, says: said },
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

/// The texts of `{"errors": [...]}`, safe to show; `None` when there are none.
fn errors(body: &Body) -> Option<String> {
    let Body::Json(json) = body else { return None };
    let errors = json.get("errors")?.as_array()?;
    let texts: Vec<&str> = errors.iter().filter_map(|it| it.as_str().or_else(|| text(it, "message"))).collect();
    if errors.is_empty() {
        None
    } else if texts.is_empty() {
        Some("errors without a text".to_owned())
    } else {
        Some(says(&texts.join(" ")))
    }
}

/// The text of any other refusal, safe to show.
pub(super) fn said(body: &Body) -> String {
    match body {
        Body::Json(json) => {
            let own = text(json, "Message").or_else(|| text(json, "message")).or_else(|| json.as_str());
            own.map_or_else(|| "JSON without a message".to_owned(), says)
        }
        Body::Text(said) => says(said),
        Body::Broken(_) | Body::Page | Body::Empty => body.name().to_owned(),
    }
}

/// Says whether the zone look-up does not know the user. It says so of some valid users too.
pub(super) fn is_unknown_user(reply: &Reply) -> bool {
    errors(&Body::of(reply)).is_some_and(|it| it.to_lowercase().contains("zone information could not be determined"))
}

const CAUTION: &str = "Check before you try again: each refused try counts, and the account locks after a few.";

/// Why a login may be refused. The vendor answers all of these alike, with an empty 401.
fn hints() -> Vec<String> {
    [
        "The secret or the user name may be wrong: use the user name (key) of the API user, not its e-mail, and generate a new secret if in doubt.",
        "The account may be locked or inactive; its page in Autotask shows it.",
        "It may not be an API user: only the security level \"API User (API-only)\" can log in here.",
        "It may be of another zone than this one.",
        "A new API user needs up to 5 minutes before it works.",
        CAUTION,
    ]
    .map(str::to_owned)
    .to_vec()
}

fn locked() -> Vec<String> {
    ["The account is locked: have the box Locked cleared on the API user's page.", CAUTION].map(str::to_owned).to_vec()
}
