//! Pulled lists as files: what other readers make of them, and what becomes of the file that was there.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod files;
mod flat;
mod host;
mod jsonl;
mod nasty;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod seen;
mod spreadsheets;
mod wanted;

#[path = "../support/mirror.rs"]
mod mirror;
