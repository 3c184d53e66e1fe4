//! `pull` from end to end: the real binary against the simulated PSAs, into a mirror that is then compared with what they
//! have. The same tests run on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod changes;
mod compared;
mod equal;
mod kills;
mod limits;
#[expect(dead_code, reason = "the tests of the mirror use the rest")]
#[path = "../support/postgres.rs"]
mod postgres_server;
#[expect(dead_code, reason = "the tests of the commands use the rest")]
#[path = "../commands/situation.rs"]
mod situation;
mod stopped;
mod told;
mod world;
