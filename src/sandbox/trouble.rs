//! What goes wrong with some requests of a scenario whose vendor is flaky, and the two ways that spoil a whole reply.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody, to_bytes},
    http::{HeaderValue, header},
    response::Response,
};
use hyper::body::Frame;

/// What goes wrong with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// 429, as the vendor says it.
    TooMany,
    /// 500, as the vendor says it.
    Failed,
    /// 503, from the web server in front of the API.
    Unavailable,
    /// The reply ends in the middle of its body.
    Cut,
    /// Nothing comes for so long, and then the connection is closed.
    Stalled(Duration),
}

/// The body of a 503 as web servers write one; that of either vendor was never captured.
pub(super) const UNAVAILABLE: &str = "<!DOCTYPE html>\r\n<html><head><title>Service Unavailable</title></head>\
    <body><h2>Service Unavailable</h2><hr><p>HTTP Error 503. The service is unavailable.</p></body></html>";

/// Spoils a reply that says so in its extensions; those that the vendors say themselves pass.
pub(super) async fn spoiled(mut response: Response) -> Response {
    match response.extensions_mut().remove::<Trouble>() {
        None | Some(Trouble::TooMany | Trouble::Failed | Trouble::Unavailable) => response,
        Some(Trouble::Cut) => cut(response).await,
        Some(Trouble::Stalled(time)) => {
            tokio::time::sleep(time).await;
            // A body that fails at once takes the head with it, so that nothing is sent before the connection closes.
            response.headers_mut().remove(header::CONTENT_LENGTH);
            *response.body_mut() = Body::new(Broken { rest: None, paused: Paused::Yes });
            response
        }
    }
}

/// Half of the body; if its length was told, that of the whole stays told.
async fn cut(response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    let told = head.headers.contains_key(header::CONTENT_LENGTH) || body.size_hint().exact().is_some();
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if told {
        head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    }
    let half = whole.slice(..whole.len() / 2);
    Response::from_parts(head, Body::new(Broken { rest: Some(half), paused: Paused::No }))
}

/// Whether what was given is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paused {
    No,
    Yes,
}

/// A body that gives what it has and then fails, which ends the connection.
struct Broken {
    rest: Option<Bytes>,
    paused: Paused,
}

impl HttpBody for Broken {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Some(rest) = self.rest.take() {
            return Poll::Ready(Some(Ok(Frame::data(rest))));
        }
        if self.paused == Paused::No {
            // What was given is sent while nothing more comes.
            self.paused = Paused::Yes;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let end = std::io::Error::from(std::io::ErrorKind::ConnectionAborted);
        Poll::Ready(Some(Err(axum::Error::new(end))))
    }
}
