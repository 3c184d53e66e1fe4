//! `zoneInformation`: where a user name belongs; asked without any credentials.

use super::{
    BASE, USER,
    refusal::{is_unknown_user, judge},
};
use crate::{
    model::{
        fault::Fault,
        login::Login,
        origin::Origin,
        report::{Detail, Fact, Moved},
    },
    psa::{
        Api, Credentials, Located, Method, Reply, Request,
        body::{Body, says, text},
        refusal::Asked,
        target, trust,
    },
    words,
};

const LABEL: &str = "GET /zoneInformation";

/// The vendor's domain. Source: the zone list, `API_Zones.htm`.
const DOMAIN: &str = "autotask.net";

/// Asks `origin` where `user` belongs. Any zone can answer.
pub(super) fn ask(origin: &Origin, user: &str) -> Request {
    Request {
        method: Method::Get,
        origin: origin.clone(),
        target: format!("{BASE}/zoneInformation?user={}", target::value(user.trim())),
        headers: vec![("accept", "application/json".to_owned())],
        credentials: Credentials::None,
        label: LABEL.to_owned(),
        bucket: String::new(),
    }
}

/// Reads where the user belongs; `None` when nobody knows.
///
/// Errors: [`Fault::ForeignHost`] when the answer points away from the vendor.
pub(super) fn located(asked: &Origin, reply: &Reply) -> Result<Option<Located>, Fault> {
    let Some(zone) = read(asked, reply)? else { return Ok(None) };
    let says = zone.says(&zone.origin);
    Ok(Some(Located { origin: zone.origin, says, canonical: None }))
}

/// Reads the answer of the login's own zone. Another zone is named, never taken; an unknown user may be a valid one.
pub(super) fn api(login: &Login, reply: &Reply) -> Result<Api, Fault> {
    let api = |says, doubt| Api { says, doubt, ..Api::at(BASE) };
    let Some(zone) = read(&login.origin, reply)? else {
        let doubt = words::with("reply-zone-unknown-doubt", &[("user", says(login.plain(USER)).into())]);
        return Ok(api(words::say("reply-zone-unknown").to_owned(), Some(doubt)));
    };
    let details = vec![Detail::new(Fact::Zone, zone.name.clone().unwrap_or_else(|| place(&zone.origin)))];
    if zone.origin == login.origin {
        return Ok(Api { details, ..api(zone.says(&login.origin), None) });
    }
    let doubt = words::with(
        "reply-other-zone-doubt",
        &[("place", zone.place().into()), ("asked", place(&login.origin).into())],
    );
    let says = words::with("reply-other-zone", &[("place", zone.place().into())]);
    let moved = Some(Moved { to: zone.origin, by: words::say("reply-by-the-zone") });
    Ok(Api { details, moved, ..api(says, Some(doubt)) })
}

/// A zone, as the look-up names it.
struct Zone {
    name: Option<String>,
    origin: Origin,
}

impl Zone {
    /// A clause: `zone America East, webservices3.autotask.net`.
    fn says(&self, origin: &Origin) -> String {
        match self.name.as_deref() {
            Some(name) => words::with("reply-zone", &[("name", name.into()), ("host", origin.host().into())]),
            None => origin.host().to_owned(),
        }
    }

    /// `webservices3.autotask.net (America East)`.
    fn place(&self) -> String {
        let name = self.name.as_deref().map(|it| format!(" ({it})")).unwrap_or_default();
        format!("{}{name}", place(&self.origin))
    }
}

/// The host; on this machine, where only the port tells two zones apart, with the port.
fn place(origin: &Origin) -> String {
    let port = if origin.is_loopback() { format!(":{}", origin.port()) } else { String::new() };
    format!("{}{port}", origin.host())
}

fn read(asked: &Origin, reply: &Reply) -> Result<Option<Zone>, Fault> {
    if is_unknown_user(reply) {
        return Ok(None);
    }
    let host = asked.host();
    let json = match judge(Asked { host, label: LABEL }, reply) {
        Ok(json) => json,
        // Nothing was sent that could be refused: something in between answers.
        Err(Fault::BadLogin { .. } | Fault::BadTrackingId { .. } | Fault::Locked { .. }) => {
            let saw = words::with("reply-status-without-login", &[("status", reply.status.to_string().into())]);
            return Err(Fault::NotThisPsa { host: host.to_owned(), saw });
        }
        Err(Fault::Forbidden { .. }) => {
            return Err(Fault::Blocked { host: host.to_owned(), status: reply.status, saw: Body::of(reply).saw() });
        }
        Err(fault) => return Err(fault),
    };
    let Some(url) = text(&json, "url") else {
        return Err(Fault::Unreadable { what: LABEL.to_owned(), at: "url".to_owned() });
    };
    let origin = trust::origin(asked, url, DOMAIN, words::say("reply-by-zone"))?;
    Ok(Some(Zone { name: text(&json, "zoneName").map(says), origin }))
}
