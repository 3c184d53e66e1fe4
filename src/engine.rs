//! Runs jobs.
pub mod transport;
