//! A server that nobody vouches for: its certificate is shown, trusted by a yes, kept, and told.

use crossterm::event::KeyCode;
use psa_connect::{
    face::Ending,
    model::fault::ExitCode,
    sandbox::{Options, Tls, scenario::Scenario},
};

use crate::walker::{Credentials, Walk, walk_in};

fn private_ca() -> Options {
    let scenario = Scenario::named("healthy").expect("a scenario that ships");
    Options { tls: Tls::GeneratedCa, ..Options::of(scenario) }
}

/// From the first screen to the test that TLS ends. The site is chosen: a look-up trusts nobody either.
async fn to_the_certificate(walk: &Walk) {
    walk.key(KeyCode::Enter);
    walk.sees("Which integration").await;
    walk.key(KeyCode::Enter);
    walk.sees("South Africa").await;
    for _ in 0..3 {
        walk.key(KeyCode::Down);
    }
    walk.key(KeyCode::Enter);
    walk.sees("Keys will go to Europe only").await;
    walk.control('n');
    walk.sees("Make the API user").await;
    walk.control('n');
    walk.sees("Enter the API user's login").await;
    walk.key(KeyCode::F(2));
    walk.sees("login is filled in").await;
    walk.control('n');
    walk.sees("Trust this certificate").await;
    assert_eq!(walk.with_credentials(), []);
}

#[tokio::test]
async fn a_trusted_certificate_lets_the_login_through_and_is_saved() {
    let ending = walk_in(private_ca(), Credentials::HomeOnly, async |walk| {
        to_the_certificate(walk).await;
        walk.key(KeyCode::Char('T'));
        walk.sees("confirm this SHA-256").await;
        walk.sees("psa-connect sandbox CA").await;
        assert_eq!(walk.with_credentials(), []);
        walk.key(KeyCode::Char('y'));
        walk.sees("Retry row").await;
        walk.control('n');
        walk.sees("240").await;
        walk.control('n');
        walk.saves().await;
        walk.sees("is saved").await;
        let saved = walk.home.path().join("psa-connect/connections/acme-connectwise.toml");
        let saved = std::fs::read_to_string(saved).expect("the connection's file");
        assert!(saved.contains("sha256"), "{saved}");
        walk.control('n');
    })
    .await;
    assert_eq!(ending, Ending::Exit(ExitCode::Fine));
}

#[tokio::test]
async fn no_sends_nothing() {
    let _ = walk_in(private_ca(), Credentials::HomeOnly, async |walk| {
        to_the_certificate(walk).await;
        walk.key(KeyCode::Char('T'));
        walk.sees("confirm this SHA-256").await;
        walk.key(KeyCode::Enter);
        walk.sees("Test again").await;
        walk.key(KeyCode::Char('R'));
        walk.sees("Trust this certificate").await;
        assert_eq!(walk.with_credentials(), []);
    })
    .await;
}
