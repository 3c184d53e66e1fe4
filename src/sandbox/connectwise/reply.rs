//! What ConnectWise puts around its answers: headers, and the bodies of its refusals in its own wording.

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::{Value, json};

use crate::sandbox::{packed::Packing, trouble::UNAVAILABLE};

/// The version that the sandbox plays, as `/system/info` says it.
pub const VERSION: &str = "v2025.1.10675";

/// The content type of every answer in JSON.
const JSON: &str = "application/vnd.connectwise.com+json; version=2025.1; charset=utf-8";

/// An answer in JSON.
pub fn json(status: StatusCode, body: &Value) -> Response {
    reply(status, JSON, body.to_string())
}

/// An answer in JSON that is text already, packed like this.
pub(super) fn packed(status: StatusCode, packing: Packing, body: Bytes) -> Response {
    let mut response = reply(status, JSON, String::new());
    packing.send(body, &mut response);
    response
}

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The gateway knows no tenant at this path.
    CannotRoute,
    /// A wrong company, at a path that the gateway routes by company.
    NotHere,
    /// The keys are wrong.
    Unauthorized,
    /// No `clientId`, or an unknown one; with this status.
    ClientId(u16),
    /// A right is missing.
    Forbidden,
    /// Nothing at this path.
    NoEndpoint,
    /// No record with this id.
    NoRecord {
        /// Such as `Company`.
        what: String,
        /// The id that was asked for.
        id: String,
    },
    /// Anything but GET.
    ReadOnly,
    /// A condition that cannot be read or names an unknown field.
    Condition(String),
    /// A parameter out of its range.
    Parameter {
        /// Its name.
        field: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// Too many requests; wait this many seconds.
    TooMany(u64),
    /// The server's own database did not answer it in time.
    TimedOut,
    /// The web server in front of the API has nobody to ask.
    Unavailable,
}

impl Refusal {
    /// The whole answer.
    pub fn reply(self) -> Response {
        let coded = |status, code: &str, message: &str| json(status, &json!({"code": code, "message": message}));
        match self {
            Self::CannotRoute => plain(StatusCode::BAD_REQUEST, "Cannot route. Codebase/company is invalid"),
            Self::NotHere => plain(StatusCode::NOT_FOUND, ""),
            Self::Unauthorized => {
                let message = "The API key provided is unauthorized to perform this action.";
                let mut response = coded(StatusCode::UNAUTHORIZED, "Unauthorized", message);
                let challenge = HeaderValue::from_static("Basic realm=\"ConnectWise\"");
                response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
                response
            }
            Self::ClientId(status) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNAUTHORIZED);
                plain(status, "Invalid request: a valid clientId header is required.")
            }
            Self::Forbidden => {
                let message = "You do not have security permission to perform this action.";
                coded(StatusCode::FORBIDDEN, "Security", message)
            }
            Self::NoEndpoint => coded(StatusCode::NOT_FOUND, "ConnectWiseApi", "The endpoint does not exist."),
            Self::NoRecord { what, id } => coded(StatusCode::NOT_FOUND, "NotFound", &format!("{what} {id} not found")),
            Self::ReadOnly => {
                let message = "The requested resource does not support this http method.";
                let mut response = coded(StatusCode::METHOD_NOT_ALLOWED, "ConnectWiseApi", message);
                response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET"));
                response
            }
            Self::Condition(message) => coded(StatusCode::BAD_REQUEST, "ApiFindCondition", &message),
            Self::Parameter { field, message } => {
                let error = json!({"code": "InvalidField", "message": message, "resource": "query", "field": field});
                let body = json!({"code": "InvalidObject", "message": "query object is invalid", "errors": [error]});
                json(StatusCode::BAD_REQUEST, &body)
            }
            Self::TooMany(seconds) => {
                let message = format!("Too many requests. Please try again in {seconds} seconds.");
                let body = json!({"error": "ConnectWiseAPI", "message": message});
                let mut response = json(StatusCode::TOO_MANY_REQUESTS, &body);
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                response
            }
            Self::TimedOut => {
                let message = "A timeout has occured. Please try again.";
                coded(StatusCode::INTERNAL_SERVER_ERROR, "ConnectWiseApi", message)
            }
            Self::Unavailable => reply(StatusCode::SERVICE_UNAVAILABLE, "text/html", UNAVAILABLE.to_owned()),
        }
    }
}

fn plain(status: StatusCode, body: &str) -> Response {
    reply(status, "text/plain; charset=utf-8", body.to_owned())
}

fn reply(status: StatusCode, content_type: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    headers.insert(HeaderName::from_static("api-current-version"), HeaderValue::from_static("2025.1"));
    headers.insert(HeaderName::from_static("x-server-name"), HeaderValue::from_static("SANDBOX-WEB-01"));
    if let Ok(id) = HeaderValue::from_str(&request_id()) {
        headers.insert(HeaderName::from_static("x-cw-request-id"), id);
    }
    response
}

/// A GUID that no other reply has.
fn request_id() -> String {
    let (high, low) = (fastrand::u64(..), fastrand::u64(..));
    let (first, second, third) = (high >> 32, high >> 16 & 0xffff, high & 0x0fff);
    format!("{first:08x}-{second:04x}-4{third:03x}-{:04x}-{:012x}", 0x8000 | low >> 50, low & 0xffff_ffff_ffff)
}
