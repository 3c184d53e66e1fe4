//! The simulated Autotask PSA REST API.

mod billing;
mod catalogue;
mod cell;
mod companies;
mod contracts;
mod entity;
mod filter;
mod getters;
mod models;
mod paging;
mod picklist;
mod query;
mod records;
