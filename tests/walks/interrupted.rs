//! Walks that are interrupted: back in the middle of a test, a resize in the middle, a stop.

use crossterm::event::KeyCode;

use crate::{
    connectwise::{to_login, to_verdict},
    walker::{Credentials, walk},
};

#[tokio::test]
async fn back_in_the_middle_of_a_slow_test_stops_it_and_keeps_the_login() {
    let _ = walk("slow-vendor", Credentials::HomeOnly, async |walk| {
        to_login(walk).await;
        to_verdict(walk, "checking").await;
        walk.key(KeyCode::Esc);
        walk.sees("Enter the API user's login").await;
        walk.sees("[acme").await;
    })
    .await;
}

#[tokio::test]
async fn a_stopped_test_says_so_and_can_be_started_again() {
    let _ = walk("slow-vendor", Credentials::HomeOnly, async |walk| {
        to_login(walk).await;
        to_verdict(walk, "checking").await;
        walk.key(KeyCode::Char('s'));
        walk.sees("Stopped.").await;
        walk.sees("Test again").await;
    })
    .await;
}

#[tokio::test]
async fn a_resize_in_the_middle_changes_nothing_but_the_picture() {
    let _ = walk("healthy", Credentials::HomeOnly, async |walk| {
        to_login(walk).await;
        walk.resize(60, 16);
        walk.sees("[acme").await;
        to_verdict(walk, "rights proved").await;
        walk.resize(20, 5);
        walk.sees("too small").await;
        walk.resize(100, 40);
        walk.sees("Test again").await;
    })
    .await;
}
