//! The login itself: what `/Version` says, and who the API user is as far as the API can tell.

use serde_json::{Value, json};

use super::{
    USER, get,
    refusal::{answer, judge},
};
use crate::{
    model::{
        fault::Fault,
        login::Login,
        report::{CheckOutcome, Detail, Fact},
    },
    psa::{
        Answer, Api, LetIn, Reply, Request,
        body::{Body, says, text},
        refusal::Asked,
        target,
    },
    words,
};

/// The longest user name that is looked up, so that the address stays short. Unit: characters.
const LONGEST: usize = 100;

/// Reads `/Version`; a clause: `version 2026.3.1`.
pub(super) fn read_login(login: &Login, reply: &Reply) -> Result<LetIn, Fault> {
    let label = "GET /Version";
    let host = login.origin.host();
    let json = judge(Asked { host, label }, reply).map_err(|fault| match (fault, Body::of(reply)) {
        // The version needs no right, so a refusal that says nothing is not the API's own.
        (Fault::Forbidden { .. }, body @ Body::Empty) => {
            Fault::Blocked { host: host.to_owned(), status: reply.status, saw: body.saw() }
        }
        (other, _) => other,
    })?;
    let part = |key| match json.get(key) {
        Some(Value::String(text)) => Some(says(text)).filter(|it| !it.is_empty()),
        Some(Value::Number(number)) => Some(number.to_string()),
        Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => None,
    };
    let Some(major) = part("majorVersion") else {
        return Err(Fault::Unreadable { what: label.to_owned(), at: "majorVersion".to_owned() });
    };
    let parts: Vec<String> = [Some(major), part("minorVersion"), part("build")].into_iter().flatten().collect();
    let version = parts.join(".");
    Ok(LetIn {
        says: words::with("reply-version", &[("version", version.as_str().into())]),
        details: vec![Detail::new(Fact::Version, version)],
    })
}

/// Asks for the user's own record, which the API may or may not show to an API-only user.
pub(super) fn ask(login: &Login, api: &Api) -> Request {
    let user = login.plain(USER).trim();
    let key: String = user.split('@').next().unwrap_or_default().chars().take(LONGEST).collect();
    let search = json!({
        "MaxRecords": 1,
        "IncludeFields": ["id", "userName", "firstName", "lastName", "isActive"],
        "filter": [{ "op": "eq", "field": "userName", "value": key }],
    });
    let query = format!("search={}", target::value(&search.to_string()));
    get(login, api, "/Resources/query", &query, "Resources")
}

/// Says who the login is. The API has no request for it, and none shows the security level.
pub(super) fn identity(login: &Login, resources: &Answer) -> (CheckOutcome, Vec<Detail>) {
    let user = says(login.plain(USER));
    let details = vec![Detail::new(Fact::User, user.clone())];
    let found = match answer(resources) {
        Ok(found) => Some(found),
        // Whether an API user may look at resources is not known; that it may not says nothing of the login.
        Err(Fault::Forbidden { .. }) => None,
        Err(fault) => {
            return (
                CheckOutcome::Unclear(words::with("member-user-unread", &[("fault", fault.to_string().into())])),
                details,
            );
        }
    };
    let record = found.as_ref().and_then(|it| it.get("items")).and_then(Value::as_array).and_then(|it| it.first());
    let own = |key| record.and_then(|it| text(it, key)).map(says);
    let names: Vec<String> = ["firstName", "lastName"].into_iter().filter_map(own).collect();
    let name = if names.is_empty() { String::new() } else { format!(" ({})", names.join(" ")) };
    let who = words::with(
        if record.is_some() { "member-api-user" } else { "member-api-user-unseen" },
        &[("user", format!("{user}{name}").into())],
    );
    (CheckOutcome::Passed(who), details)
}
