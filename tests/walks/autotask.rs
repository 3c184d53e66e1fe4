//! Autotask PSA, from the first screen to saved, and what goes wrong on the way.

use crossterm::event::KeyCode;
use psa_connect::{face::Ending, model::fault::ExitCode};

use crate::walker::{Credentials, Walk, walk};

/// From the first screen to the login screen, the zone looked up.
pub(crate) async fn to_login(walk: &Walk) {
    walk.key(KeyCode::Down);
    walk.key(KeyCode::Enter);
    walk.sees("Which integration").await;
    walk.key(KeyCode::Enter);
    walk.sees("Where does your Autotask PSA answer").await;
    let user = walk.sandbox.autotask().login.iter().find(|(id, _)| id == "user_name").map(|(_, it)| it.clone());
    walk.paste(&user.expect("the sandbox has a user name"));
    walk.sees("[k").await;
    walk.key(KeyCode::Enter);
    walk.sees("It is chosen").await;
    walk.control('n');
    walk.sees("Make the API user").await;
    walk.control('n');
    walk.sees("Enter the API user's login").await;
}

#[tokio::test]
async fn the_whole_way_to_saved() {
    let ending = walk("healthy", Credentials::HomeOnly, async |walk| {
        to_login(walk).await;
        walk.key(KeyCode::F(2));
        walk.sees("login is filled in").await;
        walk.control('n');
        walk.sees("Test again").await;
        walk.control('n');
        walk.sees("240").await;
        walk.control('n');
        walk.saves().await;
        walk.sees("is saved").await;
        walk.control('n');
    })
    .await;
    assert_eq!(ending, Ending::Exit(ExitCode::Fine));
}

#[tokio::test]
async fn a_wrong_secret_sends_exactly_one_authenticated_request() {
    let _ = walk("healthy", Credentials::HomeOnly, async |walk| {
        to_login(walk).await;
        walk.key(KeyCode::F(2));
        walk.sees("login is filled in").await;
        walk.key(KeyCode::Up);
        walk.key(KeyCode::Up);
        walk.key(KeyCode::Down);
        walk.paste("not-the-secret-of-anybody");
        walk.control('n');
        walk.sees("refused the login").await;
        assert_eq!(walk.with_credentials().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_missing_rights_are_counted() {
    let _ = walk("two-rights-missing", Credentials::HomeOnly, async |walk| {
        to_login(walk).await;
        walk.key(KeyCode::F(2));
        walk.sees("login is filled in").await;
        walk.control('n');
        walk.sees("2 rights are missing").await;
    })
    .await;
}

#[tokio::test]
async fn a_user_that_is_not_api_only_is_refused_after_one_attempt() {
    let _ = walk("not-api-only", Credentials::HomeOnly, async |walk| {
        to_login(walk).await;
        walk.key(KeyCode::F(2));
        walk.sees("login is filled in").await;
        walk.control('n');
        walk.sees("refused the login").await;
        assert_eq!(walk.with_credentials().len(), 1);
    })
    .await;
}
