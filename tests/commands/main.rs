//! The real binary against the sandbox: exit codes, what goes to stdout, and what never does.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod arguments;
mod cancelled;
mod doctored;
mod drafts;
mod explained;
mod formats;
mod guarded;
mod handed;
mod judged;
mod kept_answers;
mod missing;
mod named;
mod questions;
mod rotated;
mod saved;
mod serving;
mod settings;
mod since;
mod situation;
mod spoken;
mod tested;
mod unattended;
mod unlocking;
mod unproved;

#[path = "../support/heard.rs"]
mod heard;
#[path = "../support/typed.rs"]
mod typed;
