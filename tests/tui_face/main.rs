//! The full-screen face as a person meets it: what it draws, what keys do, and how many bytes that takes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bytes;
mod copy;
mod drafts;
mod emulated;
#[path = "../support/glass.rs"]
mod glass;
mod looks;
mod play;
mod pulls;
mod rotation;
mod saving;
mod screens;
mod small;
mod steps;
mod views;
mod walks;
mod within_fields;
mod xray;
