//! Values only: what the other layers speak about. Nothing here reads a clock, a file, or the network.

pub mod address;
pub mod catalog;
pub mod certificate;
pub mod change;
pub mod digits;
pub mod document;
pub mod draft;
pub mod fault;
pub mod guide;
pub mod hand_over;
pub mod id;
pub mod integration;
pub mod left;
pub mod login;
pub mod mirror;
pub mod origin;
pub mod paste;
pub mod report;
pub mod right;
pub mod rotation;
pub mod saved;
pub mod secret;
pub mod settings;
pub mod shown;
pub mod store_kind;
pub mod table;
