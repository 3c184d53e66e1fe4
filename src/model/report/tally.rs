//! How many rights stand where.

use super::Report;
use crate::model::right::Proof;

/// How many rights stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Shown by the server.
    pub granted: usize,
    /// Shown in part.
    pub partial: usize,
    /// Shown to be missing.
    pub missing: usize,
    /// Could not be checked, and nobody confirmed.
    pub unproven: usize,
    /// Could not be checked, and somebody confirmed.
    pub confirmed: usize,
}

impl Report {
    /// Counts the rights by proof.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for it in &self.rights {
            match (&it.proof, &it.confirmed) {
                (Proof::Granted, _) => tally.granted += 1,
                (Proof::Partial, _) => tally.partial += 1,
                (Proof::Missing, _) => tally.missing += 1,
                (Proof::Unproven { .. }, Some(_)) => tally.confirmed += 1,
                (Proof::Unproven { .. }, None) => tally.unproven += 1,
            }
        }
        tally
    }
}
