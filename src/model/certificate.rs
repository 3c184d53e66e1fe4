//! A server's certificate as people compare it.

/// What people ask of a certificate: for whom, by whom, how long, and its fingerprint. Safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// SHA-256 of the whole certificate, as `AB:CD:…` (32 bytes).
    pub sha256: String,
    /// For whom: its common name, else its organisation, else all of it.
    pub subject: String,
    /// By whom, likewise.
    pub issuer: String,
    /// Its first day, ISO 8601.
    pub not_before: String,
    /// Its last day, ISO 8601.
    pub not_after: String,
}
