//! What Autotask's own refusals mean. A missing right and a wrong tracking identifier both come as a 500.

use serde_json::Value;

use crate::{
    model::fault::{Fault, Limit},
    psa::{
        Answer, Reply,
        body::{Body, says, text},
        headers::retry_after,
        refusal::{Asked, Read, Rules, is_timeout, not_the_apis_own},
    },
    words,
};

/// How Autotask's replies are judged.
pub(in crate::psa) const RULES: Rules = Rules { said, own };

/// Judges a reply.
pub(super) fn judge(asked: Asked, reply: &Reply) -> Result<Value, Fault> {
    RULES.judge(asked, reply)
}

/// Judges an answer of the evidence.
pub(super) fn answer(answer: &Answer) -> Result<Value, Fault> {
    RULES.answer(answer)
}

/// The vendor's own rules. The text counts more than the status, and a 200 may carry errors.
fn own(asked: Asked, read: &Read) -> Option<Fault> {
    let Read { reply, body, said, lower, .. } = read;
    let status = reply.status;
    let host = || asked.host.to_owned();
    let says = || said.clone();
    let has_errors = errors(body).is_some();
    if (200..300).contains(&status) && !has_errors {
        return is_no_item(body).then(|| Fault::NoSuchRecord { what: asked.label.to_owned() });
    }
    let limited = |limit| Some(Fault::Limited { host: host(), limit, retry_after: retry_after(reply), says: says() });
    let has = |words: &[&str]| words.iter().all(|it| read.has(it));
    let is_own = matches!(body, Body::Json(_) | Body::Text(_));
    if is_own && lower.replace(' ', "").contains("integrationcode") {
        return Some(Fault::BadTrackingId { host: host(), says: says() });
    }
    if has(&["account", "locked"]) {
        return Some(Fault::Locked { host: host() });
    }
    if has(&["adequate permissions"]) {
        return Some(Fault::Forbidden { request: asked.label.to_owned() });
    }
    if has(&["no matching records found"]) {
        return Some(Fault::NoSuchRecord { what: asked.label.to_owned() });
    }
    if has(&["zone information could not be determined"]) {
        return Some(Fault::UnknownUser { user: words::say("reply-the-user-asked-for").to_owned() });
    }
    if has(&["thread threshold"]) || has(&["threads", "exceeded"]) {
        return limited(Limit::Threads);
    }
    if has(&["threshold", "exceeded"]) {
        return limited(Limit::Hourly);
    }
    if has(&["picklist value"]) {
        return Some(Fault::RecordRefused { host: host(), says: says() });
    }
    let is_of_a_query = has(&["maxcountofrecordstoreturn"]) || has(&["filter"]) || has(&["filters"]);
    // A 403 that speaks of a filter comes from a web filter.
    if status != 403 && (is_of_a_query || has(&["not support", "method"])) {
        return Some(Fault::QueryRefused { host: host(), status, says: says() });
    }
    if has_errors && is_timeout(lower) {
        return Some(Fault::VendorTimedOut { host: host(), says: says() });
    }
    match status {
        401 => Some(Fault::BadLogin { host: host(), hints: hints(body) }),
        // The vendor declares a 403 without saying what is in it.
        403 if matches!(body, Body::Json(_) | Body::Empty) => {
            Some(Fault::Forbidden { request: asked.label.to_owned() })
        }
        // The vendor refuses a request with a 500 too; only one without its error form is trouble of the server.
        200..=299 | 400 | 500 if has_errors => Some(Fault::Unexpected { host: host(), status, says: says() }),
        _ => None,
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
        Some(words::say("reply-errors-without-text").to_owned())
    } else {
        Some(says(&texts.join(" ")))
    }
}

/// Says whether the reply is `{"item": null}`, which is how an unknown id is answered.
fn is_no_item(body: &Body) -> bool {
    matches!(body, Body::Json(json) if json.get("item").is_some_and(Value::is_null))
}

/// The text of a refusal, safe to show.
pub(super) fn said(body: &Body) -> String {
    match body {
        Body::Json(json) => errors(body).unwrap_or_else(|| {
            let own = text(json, "Message").or_else(|| text(json, "message")).or_else(|| json.as_str());
            own.map_or_else(|| words::say("reply-json-without-message").to_owned(), says)
        }),
        Body::Text(said) => says(said),
        Body::Broken(_) | Body::NotUtf8(_) | Body::Page(_) | Body::Xml | Body::Empty => body.saw(),
    }
}

/// Says whether the zone look-up does not know the user. It says so of some valid users too.
pub(super) fn is_unknown_user(reply: &Reply) -> bool {
    matches!(judge(Asked::somewhere(""), reply), Err(Fault::UnknownUser { .. }))
}

/// Why a login may be refused: what this reply points at first. The vendor answers nearly all alike, with an empty 401.
fn hints(body: &Body) -> Vec<String> {
    let seen = not_the_apis_own(body);
    let usual = [
        words::say("hint-autotask-secret"),
        words::say("hint-autotask-locked"),
        words::say("hint-autotask-level"),
        words::say("hint-autotask-zone"),
        words::say("hint-autotask-tracking"),
        words::say("hint-autotask-new"),
        words::say("hint-autotask-again"),
    ];
    seen.into_iter().chain(usual.map(str::to_owned)).collect()
}
