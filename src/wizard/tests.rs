//! Transition tests of the wizard: events in, effects and screens out. No terminal, no network, no clock.

mod found;
mod notes;
pub(crate) mod opened;
pub(crate) mod pins;
pub(crate) mod pull;
mod random;
pub(crate) mod resumed;
mod rotate;
mod said;
mod sites;
pub(crate) mod situations;
mod stopped;
mod stores;
mod transitions;
