//! What is sent to an OpenBao or Vault server and what comes back, as values.

use std::time::Duration;

use zeroize::Zeroizing;

use crate::model::{fault::Fault, origin::Origin, secret::Secret};

/// Sends one request to a server and waits for its reply. It follows no redirect and tries nothing twice.
///
/// Called on threads that may block.
pub trait Carrier: Send + Sync {
    /// Sends it.
    ///
    /// Errors: what was wrong with the way there. A reply of any status is no error.
    fn carry(&self, request: &VaultRequest) -> Result<VaultReply, Fault>;
}

/// One request.
#[derive(Clone, Debug)]
pub struct VaultRequest {
    /// How.
    pub method: VaultMethod,
    /// To whom.
    pub origin: Origin,
    /// Path and query, beginning with `/v1/`.
    pub target: String,
    /// Headers that are no secret.
    pub headers: Vec<(&'static str, String)>,
    /// What goes into `X-Vault-Token`.
    pub token: Option<Secret>,
    /// A body of JSON.
    pub body: Option<Secret>,
    /// How long it may take; `None` takes the usual limits.
    pub within: Option<Duration>,
}

/// How a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultMethod {
    /// GET
    Get,
    /// POST
    Post,
    /// DELETE
    Delete,
}

/// One reply.
pub struct VaultReply {
    /// The HTTP status.
    pub status: u16,
    /// Where a redirect points to.
    pub location: Option<String>,
    /// The body, wiped when dropped.
    pub body: Zeroizing<Vec<u8>>,
}
