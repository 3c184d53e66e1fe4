//! `/login/companyinfo/{company}`: what anybody may know of a company, without keys.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::Response,
};
use serde_json::{Value, json};

use super::{CODEBASE, reply::VERSION, system};
use crate::sandbox::server::Shared;

/// Answers; an unknown company gets 200 and `null`.
pub(super) fn reply(shared: &Shared, company: &str) -> Response {
    let known = shared.answers_for_the_tenant() && company.eq_ignore_ascii_case(&shared.logins.connectwise.company);
    let body = if known { info(shared) } else { Value::Null };
    let mut response = Response::new(Body::from(body.to_string()));
    let json = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

fn info(shared: &Shared) -> Value {
    let here = shared.here();
    json!({
        "CompanyName": shared.tenant.now().name,
        "Codebase": format!("{CODEBASE}/"),
        "VersionCode": CODEBASE.replace('_', "."),
        "VersionNumber": VERSION,
        "CompanyID": shared.logins.connectwise.company,
        "IsCloud": system::is_cloud(shared),
        "SiteUrl": format!("{}:{}", here.host(), here.port()),
    })
}
