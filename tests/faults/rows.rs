//! The rows, by theme.

use crate::row::Row;

mod answers;
mod autotask;
pub(crate) mod certificates;
mod connection;
mod connectwise;
mod proxies;

/// All of them, in the order of the table.
pub(crate) fn all() -> Vec<Row> {
    [connection::rows(), proxies::rows(), certificates::rows(), answers::rows(), connectwise::rows(), autotask::rows()]
        .into_iter()
        .flatten()
        .collect()
}
