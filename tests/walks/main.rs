//! Walks through the real loop against the sandbox: real wizard, real engine, real HTTP, a screen of glass.
//!
//! A walk presses keys and waits for what it must see; it fails with the screen it saw instead.

mod autotask;
mod connectwise;
#[path = "../support/glass.rs"]
mod glass;
#[path = "../support/hands.rs"]
mod hands;
mod interrupted;
mod lines;
#[path = "../support/paper.rs"]
mod paper;
mod pinned;
mod pulled;
mod walker;
