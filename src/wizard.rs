//! The set-up as a pure state machine: events in, effects out, and a screen that any face can show.

pub mod event;
pub mod screen;
