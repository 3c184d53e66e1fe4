//! What a PSA allows is kept to, by its own count; and what fails for a while is asked for again until all is there.

use psa_connect::sandbox::{scenario::Scenario, tenant::Sizes};

use crate::{
    equal::{lists, names},
    world::{BOTH, World, differences, on_both},
};

#[test]
fn autotask_never_sees_a_third_request_on_one_entity() {
    let scenario = Scenario::parse("story = 'Slow.'\n[traffic]\nmedian_ms = 20").unwrap();
    let world = World::with(scenario, Sizes::counts(3000, 3000, 6000), None);
    world.pulled("autotask", &[]);
    let peaks = world.sandbox.traffic("autotask").unwrap();
    let most = peaks.simultaneous.values().max();
    assert_eq!(most, Some(&2), "{peaks:?}");
    world.is_equal("autotask", &names("autotask"));
}

#[test]
fn connectwise_never_sees_more_than_the_minute_allows_over_pulls_that_follow_each_other() {
    // Each agreement is a request: more than a minute holds.
    let world = World::of("healthy", Sizes::counts(100, 980, 100), None);
    world.pulled("connectwise", &[]);
    let peaks = world.sandbox.traffic("connectwise").unwrap();
    assert!(peaks.requests > 980, "{peaks:?}");
    assert!((850..=1000).contains(&peaks.busiest_minute), "{peaks:?}");
    world.pulled("connectwise", &["--list", "companies,agreements"]);
    let peaks = world.sandbox.traffic("connectwise").unwrap();
    assert!(peaks.busiest_minute <= 1000, "{peaks:?}");
}

#[test]
fn with_one_page_in_ten_failing_a_pull_ends_complete_and_equal() {
    on_both("flaky", Sizes::counts(200, 400, 800), |world| {
        for psa in BOTH {
            let arguments = ["--list", lists(psa), "--page", "50"];
            world.pulled(psa, &arguments);
            world.is_equal(psa, &names(psa));
            assert_eq!(differences(&world.pulled(psa, &[&arguments[..], &["--full"]].concat())), [0, 0, 0], "{psa}");
        }
    });
}
