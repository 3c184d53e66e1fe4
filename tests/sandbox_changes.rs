//! What is done and seen behind the backs of the simulated PSAs, held against what their replies say.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "sandbox_changes/both.rs"]
mod both;
#[path = "sandbox_changes/digests.rs"]
mod digests;
#[path = "sandbox_changes/numbers.rs"]
mod numbers;
#[path = "sandbox_changes/since.rs"]
mod since;
#[path = "sandbox_changes/trouble.rs"]
mod trouble;
