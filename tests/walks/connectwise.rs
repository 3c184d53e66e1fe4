//! ConnectWise PSA, from the first screen to saved, and what goes wrong on the way.

use crossterm::event::KeyCode;
use psa_connect::{face::Ending, model::fault::ExitCode};

use crate::walker::{Credentials, Walk, walk};

/// From the first screen to the login screen, the site looked up.
pub(crate) async fn to_login(walk: &Walk) {
    walk.key(KeyCode::Enter);
    walk.sees("Which integration").await;
    walk.key(KeyCode::Enter);
    walk.sees("Where does your ConnectWise PSA answer").await;
    walk.paste("acme");
    walk.sees("[acme").await;
    walk.key(KeyCode::Enter);
    walk.sees("It is chosen").await;
    walk.control('n');
    walk.sees("Make the API user").await;
    walk.control('n');
    walk.sees("Enter the API user's login").await;
}

/// From the login screen to the end of the test, with the sandbox's login.
pub(crate) async fn to_verdict(walk: &Walk, verdict: &str) {
    walk.key(KeyCode::F(2));
    walk.sees("login is filled in").await;
    walk.control('n');
    walk.sees(verdict).await;
}

#[tokio::test]
async fn the_whole_way_to_saved() {
    let ending = walk("healthy", Credentials::HomeOnly, async |walk| {
        to_login(walk).await;
        to_verdict(walk, "Test again").await;
        walk.control('n');
        walk.sees("Companies").await;
        walk.sees("240").await;
        walk.control('n');
        walk.sees("Where should the keys be kept?").await;
        walk.sees("acme-connectwise").await;
        walk.saves().await;
        walk.sees("\"acme-connectwise\" is saved").await;
        let saved = walk.home.path().join("psa-connect/connections/acme-connectwise.toml");
        assert!(saved.is_file(), "{}", saved.display());
        walk.control('n');
    })
    .await;
    assert_eq!(ending, Ending::Exit(ExitCode::Fine));
}

#[tokio::test]
async fn two_missing_rights_are_named_with_their_menu() {
    let _ = walk("two-rights-missing", Credentials::HomeOnly, async |walk| {
        to_login(walk).await;
        to_verdict(walk, "2 rights are missing").await;
        walk.sees("Set it at System").await;
    })
    .await;
}

#[tokio::test]
async fn a_wrong_key_is_sent_once_and_then_not_again_by_itself() {
    let _ = walk("healthy", Credentials::HomeOnly, async |walk| {
        to_login(walk).await;
        walk.key(KeyCode::F(2));
        walk.sees("login is filled in").await;
        walk.key(KeyCode::Down);
        walk.paste("WrongWrongWrong1");
        walk.control('n');
        walk.sees("refused the login").await;
        assert_eq!(walk.with_credentials().len(), 1);
        // Back and forward again: the same values are not sent.
        walk.key(KeyCode::Esc);
        walk.sees("Enter the API user's login").await;
        walk.control('n');
        walk.sees("were refused before").await;
        assert_eq!(walk.with_credentials().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_region_says_that_it_does_not_know_the_company() {
    let _ = walk("healthy", Credentials::HomeOnly, async |walk| {
        walk.key(KeyCode::Enter);
        walk.sees("Which integration").await;
        walk.key(KeyCode::Enter);
        walk.sees("South Africa").await;
        walk.paste("acme");
        walk.key(KeyCode::Down);
        walk.key(KeyCode::Down);
        walk.key(KeyCode::Enter);
        walk.sees("Keys will go to North America only").await;
        walk.control('n');
        walk.sees("Make the API user").await;
        walk.control('n');
        walk.sees("Enter the API user's login").await;
        to_verdict(walk, "does not know the company").await;
        assert_eq!(walk.with_credentials(), []);
    })
    .await;
}
