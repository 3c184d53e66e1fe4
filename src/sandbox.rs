//! The two simulated PSAs: real HTTP servers on loopback, with tenants made from a seed and faults made by a scenario.

pub mod autotask;
pub mod connectwise;
pub mod journal;
pub mod scenario;
pub mod server;
pub mod tenant;
