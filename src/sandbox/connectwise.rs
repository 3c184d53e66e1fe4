//! The simulated ConnectWise PSA.

pub mod conditions;
pub mod matrix;
pub mod records;

use std::sync::Arc;

use axum::{Router, http::StatusCode};

use super::server::Shared;

/// The routes of one listener.
pub fn router(_state: Arc<Shared>) -> Router {
    Router::new().fallback(|| async { StatusCode::NOT_IMPLEMENTED })
}
