//! The two answers that need no login: which zone a user belongs to, and which versions there are.

use axum::{
    http::{StatusCode, Uri},
    response::Response,
};
use serde_json::json;

use super::host::Host;
use super::reply;
use super::route::argument;
use crate::sandbox::scenario::{Zone, ZoneUrl};
use crate::sandbox::server::Shared;

/// `zoneInformation?user=`, the same at every listener, under the name that it was asked by.
pub(super) fn zone_information(shared: &Shared, uri: &Uri, host: &Host<'_>) -> Response {
    let user = argument(uri, "user").unwrap_or_default();
    if !user.trim().eq_ignore_ascii_case(&shared.logins.autotask.user_name) {
        return reply::errors(StatusCode::INTERNAL_SERVER_ERROR, "Zone information could not be determined");
    }
    let rules = &shared.scenario.autotask;
    let origin = host.origin_of(match rules.zone {
        Zone::Home => &shared.home,
        Zone::Moved => &shared.elsewhere,
    });
    let path = match rules.zone_url {
        ZoneUrl::Documented => "/ATServicesRest/",
        ZoneUrl::DoubleSlash => "//ATServicesRest/",
        ZoneUrl::NoSlash => "/ATServicesRest",
    };
    reply::ok(&json!({
        "zoneName": "Sandbox",
        "url": format!("{origin}{path}"),
        "webUrl": format!("{origin}/"),
        "ci": 513_558,
    }))
}

/// `versioninformation`, which has no version in its path.
pub(super) fn version_information(shared: &Shared) -> Response {
    let versions: &[&str] = if shared.scenario.autotask.advertises_v2 { &["V1.0", "V2.0"] } else { &["V1.0"] };
    reply::ok(&json!({"apiVersions": versions}))
}
