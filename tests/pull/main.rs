//! `pull` from end to end: the real binary against the simulated PSAs, into a mirror that is then looked at.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "../commands/situation.rs"]
mod situation;
mod tables;
