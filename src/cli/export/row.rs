//! What every format does: take rows, one by one, and end.

use std::io;

use crate::model::mirror::Value;

/// Why a row could not be written.
#[derive(Debug)]
pub(super) enum Halt {
    /// What it goes to took no more; the way out remembers why.
    Out,
    /// A cell has no form here.
    Misfit {
        /// The cell, counted in the columns that are written.
        column: usize,
        /// What it would have to be, with an article.
        needs: &'static str,
    },
    /// The format's own code refuses, with its words.
    #[cfg(feature = "parquet")]
    Format(String),
}

impl From<io::Error> for Halt {
    fn from(_: io::Error) -> Self {
        Self::Out
    }
}

/// Rows in one format.
pub(super) trait Rows {
    /// Writes one row; the cells are those of the columns, in their order.
    fn row(&mut self, cells: &[Value<'_>]) -> Result<(), Halt>;

    /// Writes what stands at the end.
    fn end(&mut self) -> Result<(), Halt>;
}
