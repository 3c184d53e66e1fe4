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
        let doubt = format!(
            "The zone look-up does not know the user name \"{}\". It says so of some valid users too; check the user name if the login fails.",
            says(login.plain(USER))
        );
        return Ok(api("zone not known for this user".to_owned(), Some(doubt)));
    };
    let details = vec![Detail::new(Fact::Zone, zone.name.clone().unwrap_or_else(|| place(&zone.origin)))];
    if zone.origin == login.origin {
        return Ok(Api { details, ..api(zone.says(&login.origin), None) });
    }
    let doubt = format!(
        "The zone look-up says that this user belongs to {}, not to {}. No key was sent there: if the login fails, go back to the site and choose that zone.",
        zone.place(),
        place(&login.origin)
    );
    let says = format!("other zone: {}", zone.place());
    let moved = Some(Moved { to: zone.origin, by: "the zone look-up" });
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
        let name = self.name.as_deref().map(|it| format!("zone {it}, ")).unwrap_or_default();
        format!("{name}{}", origin.host())
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
            let saw = format!("status {}, although no login was sent", reply.status);
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
    let origin = trust::origin(asked, url, DOMAIN, "zone look-up")?;
    Ok(Some(Zone { name: text(&json, "zoneName").map(says), origin }))
}
