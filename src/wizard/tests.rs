//! Transition tests of the wizard: events in, effects and screens out. No terminal, no network, no clock.

mod found;
mod notes;
mod opened;
mod pins;
mod pull;
mod random;
mod resumed;
mod rotate;
mod situations;
mod stores;
mod transitions;
