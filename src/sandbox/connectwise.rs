//! The simulated ConnectWise PSA.

pub mod conditions;
pub mod fields;
pub mod listing;
pub mod lists;
pub mod matrix;
pub mod order;
pub mod paging;
pub mod query;
pub mod records;
pub mod reply;

use std::sync::Arc;

use axum::{Router, http::StatusCode};

use super::server::Shared;

/// The routes of one listener.
pub fn router(_state: Arc<Shared>) -> Router {
    Router::new().fallback(|| async { StatusCode::NOT_IMPLEMENTED })
}
