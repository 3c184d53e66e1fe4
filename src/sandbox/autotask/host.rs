//! The host that a request was sent to, as its sender wrote it: what absolute addresses in a reply are built from.

use axum::http::{HeaderMap, Uri, header, uri::Authority};

use crate::model::origin::{Origin, Scheme};
use crate::sandbox::server::Shared;

/// The host of one request.
pub(super) struct Host<'a> {
    here: &'a Origin,
    named: Option<Authority>,
}

impl<'a> Host<'a> {
    /// Reads it off a request; one that names none was sent to this listener's own.
    pub(super) fn of(shared: &'a Shared, uri: &Uri, headers: &HeaderMap) -> Self {
        let named = headers.get(header::HOST).and_then(|it| it.to_str().ok()).and_then(|it| it.parse().ok());
        // HTTP/2 carries the host in the request's own address.
        Self { here: shared.here(), named: named.or_else(|| uri.authority().cloned()) }
    }

    /// Its name, without a port.
    pub(super) fn name(&self) -> &str {
        self.named.as_ref().map_or(self.here.host(), Authority::host)
    }

    /// The origin that the request was sent to.
    pub(super) fn origin(&self) -> String {
        self.origin_of(self.here)
    }

    /// The origin of a listener: under the same name, another one at its own port.
    pub(super) fn origin_of(&self, listener: &Origin) -> String {
        let Some(named) = &self.named else { return listener.to_string() };
        let scheme = match listener.scheme() {
            Scheme::Https => "https",
            Scheme::Http => "http",
        };
        let port = if listener == self.here { named.port_u16() } else { Some(listener.port()) };
        let port = port.map(|it| format!(":{it}")).unwrap_or_default();
        format!("{scheme}://{}{port}", named.host())
    }
}
