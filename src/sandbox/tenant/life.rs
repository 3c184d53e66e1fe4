//! What became of a row since its tenant was made. Nothing is changed here.

use jiff::{ToSpan as _, civil::DateTime};

use super::made::TODAY;

/// What became of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// It is gone; its place stays, so that other rows keep theirs.
    pub removed: bool,
    /// It was not made with the tenant.
    pub added: bool,
    /// Minutes from the sandbox's today to its last change; 0 for a row as it was made.
    pub minute: u32,
}

impl Life {
    /// Takes it away.
    pub(super) fn remove(&mut self) {
        self.removed = true;
    }

    /// When it was last changed; `None` for a row as it was made, which was long before.
    pub fn changed_at(self) -> Option<DateTime> {
        (self.minute > 0).then(|| TODAY.at(0, 0, 0, 0).saturating_add(i64::from(self.minute).minutes()))
    }
}
