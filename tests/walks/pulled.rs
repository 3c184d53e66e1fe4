//! The whole set-up with its pull, for both PSAs: at its end the mirror has what the PSA has.

use crossterm::event::KeyCode;
use psa_connect::{
    face::Ending,
    model::{fault::ExitCode, saved::Name},
    sandbox::{
        Options,
        scenario::Scenario,
        tenant::{Sizes, Tenant},
    },
    store::{
        Store,
        mirror::{Purpose, Summary},
    },
};

use crate::{
    autotask, connectwise,
    walker::{Credentials, Walk, walk_in},
};

const SCALE: f64 = 0.1;

fn small() -> Options {
    let scenario = Scenario::named("healthy").expect("a scenario that ships");
    Options { sizes: Sizes::scaled(SCALE), ..Options::of(scenario) }
}

/// What the mirror of a connection holds.
fn mirror(walk: &Walk, name: &str) -> Summary {
    let store = Store::at(walk.home.path().join("psa-connect"));
    let name = Name::new(name).expect("a name");
    let mut mirror = store.mirror(&name, Purpose::Read).expect("it can be read").expect("it was pulled");
    mirror.summary().expect("it can be summed up")
}

fn rows(summary: &Summary, list: &str) -> Option<usize> {
    let list = summary.lists.iter().find(|it| it.list.0 == list)?;
    usize::try_from(list.rows).ok()
}

/// From the login screen to the end of the pull.
async fn to_the_end(walk: &Walk) {
    walk.key(KeyCode::F(2));
    walk.sees("login is filled in").await;
    walk.control('n');
    walk.sees("Test again").await;
    walk.control('n');
    walk.sees("Companies").await;
    walk.control('n');
    walk.sees("Pull the lists into the mirror right after").await;
    walk.saves().await;
    walk.sees("is saved").await;
    walk.sees("rows read in").await;
    walk.control('n');
}

#[tokio::test]
async fn connectwise_ends_with_a_mirror_of_what_there_is() {
    let ending = walk_in(small(), Credentials::HomeOnly, async |walk| {
        connectwise::to_login(walk).await;
        to_the_end(walk).await;
        let (held, tenant) = (mirror(walk, "acme-connectwise"), Tenant::made(365, Sizes::scaled(SCALE)));
        assert_eq!(held.last.as_ref().map(|it| it.outcome.as_str()), Some("complete"));
        let lists = ["companies", "agreements", "agreement-types", "additions", "catalog"];
        let there = [
            &tenant.companies.len(),
            &tenant.agreements.len(),
            &tenant.agreement_types.len(),
            &tenant.lines.len(),
            &tenant.products.len(),
        ];
        assert_eq!(lists.map(|it| rows(&held, it)), there.map(|it| Some(*it)));
    })
    .await;
    assert_eq!(ending, Ending::Exit(ExitCode::Fine));
}

#[tokio::test]
async fn autotask_ends_with_a_mirror_of_what_there_is() {
    let ending = walk_in(small(), Credentials::HomeOnly, async |walk| {
        autotask::to_login(walk).await;
        to_the_end(walk).await;
        let (held, tenant) = (mirror(walk, "acme-it-autotask"), Tenant::made(365, Sizes::scaled(SCALE)));
        assert_eq!(held.last.as_ref().map(|it| it.outcome.as_str()), Some("complete"));
        let there = [tenant.companies.len(), tenant.agreements.len()];
        assert_eq!(["companies", "contracts"].map(|it| rows(&held, it)), there.map(Some));
    })
    .await;
    assert_eq!(ending, Ending::Exit(ExitCode::Fine));
}
