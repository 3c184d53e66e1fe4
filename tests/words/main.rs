//! The catalogue of texts against the sources: what is used is there, what is there is used, and no language lacks a text.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod catalogue;
#[path = "../shape/imports.rs"]
#[expect(dead_code, reason = "the rules of the shape need the rest of it")]
mod imports;
mod pseudo;
mod screens;
mod uses;
