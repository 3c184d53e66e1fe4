//! What the sandbox was asked, in the order it was answered. It keeps no credentials, only whether some came.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Which of a PSA's two listeners was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The site that knows the tenant.
    Home,
    /// Another site of the same vendor.
    Elsewhere,
}

/// One request and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// `connectwise` or `autotask`.
    pub psa: &'static str,
    /// The listener that was asked.
    pub at: Place,
    /// Such as `GET`.
    pub method: String,
    /// As it was sent, percent-encoding and case kept.
    pub path: String,
    /// Without the question mark, as it was sent.
    pub query: String,
    /// Whether any header of the vendor's that carries credentials came along.
    pub credentials: bool,
    /// The status of the reply.
    pub status: u16,
    /// From the first byte of the head to the head of the reply, the simulated latency included.
    pub took: Duration,
}

/// A shared list of [`Seen`]; clones write into the same list.
#[derive(Clone, Debug, Default)]
pub struct Journal(Arc<Mutex<Vec<Seen>>>);

impl Journal {
    /// Copies out everything seen so far.
    pub fn entries(&self) -> Vec<Seen> {
        self.lock().clone()
    }

    /// Forgets everything seen so far.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// Adds one request. The log hears of it, too: there a test that has only the binary finds what its sandbox was asked.
    pub fn note(&self, seen: Seen) {
        let Seen { psa, at, method, path, credentials, status, .. } = &seen;
        tracing::trace!(psa, ?at, method, path, credentials, status, "the sandbox was asked");
        self.lock().push(seen);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Seen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
