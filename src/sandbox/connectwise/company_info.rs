//! `/login/companyinfo/{company}`: what anybody may know of a company, without keys.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::Response,
};
use serde_json::{Value, json};

use super::{CODEBASE, reply::VERSION};
use crate::sandbox::server::Shared;

/// Web pages of these hosts may call the API, as the vendor's own reply of 2021 listed them, as far as it was captured.
const ALLOWED_ORIGINS: [&str; 3] = ["*.connectwisedev.com", "*.myconnectwise.net", "*.connectwise.net"];

/// Answers at this host; an unknown company gets 200 and `null`.
pub(super) fn reply(shared: &Shared, company: &str, host: &str) -> Response {
    let known = shared.answers_for_the_tenant() && company.eq_ignore_ascii_case(&shared.logins.connectwise.company);
    let body = if known { info(shared, host) } else { Value::Null };
    let mut response = Response::new(Body::from(body.to_string()));
    let json = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

fn info(shared: &Shared, host: &str) -> Value {
    // Both spellings were seen.
    let is_cloud = if shared.scenario.connectwise.is_cloud_as_text { json!("True") } else { json!(true) };
    json!({
        "CompanyName": shared.tenant.now().name,
        "Codebase": format!("{CODEBASE}/"),
        "VersionCode": CODEBASE.replace('_', "."),
        "VersionNumber": VERSION,
        "CompanyID": shared.logins.connectwise.company,
        "IsCloud": is_cloud,
        "SiteUrl": host,
        "AllowedOrigins": ALLOWED_ORIGINS,
    })
}
