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

/// Says whether this is a SHA-256 as it is written everywhere here: 32 pairs of capital hexadecimal digits.
pub fn is_fingerprint(text: &str) -> bool {
    let is_digit = |it: u8| it.is_ascii_digit() || (b'A'..=b'F').contains(&it);
    let is_pair = |it: &str| it.len() == 2 && it.bytes().all(is_digit);
    text.split(':').count() == 32 && text.split(':').all(is_pair)
}
