//! The map of psa-connect, in reading order. `docs/architecture.md` says who may import whom; `tests/shape` checks it.

pub mod words;

pub mod model;

pub mod psa;
pub mod wizard;

pub mod engine;
pub mod sandbox;
pub mod store;

pub mod face;

pub mod cli;
pub mod line;
pub mod tui;
pub mod unattended;
