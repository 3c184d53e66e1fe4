//! The bodies that a reply can have: JSON, `errors`, the framework's `Message`, HTML, nothing.

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Serialize;
use serde_json::json;

use crate::sandbox::packed::Packing;
use crate::sandbox::trouble::UNAVAILABLE;

/// The content type of every answer in JSON.
const JSON: &str = "application/json; charset=utf-8";

/// A 200 with a body.
pub(super) fn ok(body: &impl Serialize) -> Response {
    with_json(StatusCode::OK, body)
}

/// A 200 with a body that is JSON already, packed like this.
pub(super) fn packed(packing: Packing, body: Bytes) -> Response {
    let mut response = made(StatusCode::OK, JSON, Body::empty());
    packing.send(body, &mut response);
    response
}

/// An error as the API itself writes one.
pub(super) fn errors(status: StatusCode, text: &str) -> Response {
    with_json(status, &json!({"errors": [text]}))
}

/// An error as the framework below the API writes one.
pub(super) fn message(status: StatusCode, text: &str) -> Response {
    with_json(status, &json!({"Message": text}))
}

/// The refusal of a method, which the framework writes.
pub(super) fn method_refused(method: &str) -> Response {
    let text = format!("The requested resource does not support http method '{method}'.");
    message(StatusCode::METHOD_NOT_ALLOWED, &text)
}

/// A page of the web server in front of the API, for paths that are not the API's.
pub(super) fn html_not_found() -> Response {
    let page = "<!DOCTYPE html>\r\n<html><head><title>404 - File or directory not found.</title></head>\
                <body><h1>Server Error</h1><h2>404 - File or directory not found.</h2></body></html>";
    made(StatusCode::NOT_FOUND, "text/html", page.into())
}

/// A failure within the API. Its text for one was never captured; this is what the framework below it says of any.
pub(super) fn failed() -> Response {
    message(StatusCode::INTERNAL_SERVER_ERROR, "An error has occurred.")
}

/// A page of the web server in front of the API, which has nobody to ask.
pub(super) fn unavailable() -> Response {
    made(StatusCode::SERVICE_UNAVAILABLE, "text/html", UNAVAILABLE.into())
}

/// The empty refusal of a login, which says nothing of what was wrong.
pub(super) fn unauthorized(host: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    if let Ok(realm) = HeaderValue::from_str(&format!("Basic Realm=\"{host}\"")) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, realm);
    }
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    response
}

fn with_json(status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(bytes) => made(status, JSON, bytes.into()),
        Err(fault) => made(StatusCode::INTERNAL_SERVER_ERROR, "text/plain", fault.to_string().into()),
    }
}

fn made(status: StatusCode, kind: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
