//! What the providers saw reaches the report: details of a check, and a login that belongs elsewhere.

use crate::situation::{Host, right, running};

#[test]
fn a_login_of_another_zone_is_told_as_such_and_the_zone_is_not_asked() {
    let running = running("moved-zone");
    let host = Host::new();
    let served = running.sandbox.autotask();
    host.save("acme", served, right);
    let ran = host.run(&["test", "acme", "--json"]);
    let json = ran.json();
    let checks = json["checks"].as_array().expect("checks");
    let last = checks.last().expect("a check");
    assert_eq!((ran.code, last["check"].as_str(), last["outcome"].as_str()), (Some(3), Some("login"), Some("failed")));
    let detail = last["detail"].as_str().expect("a text");
    assert!(detail.contains("refused the login, which belongs to http"), "{detail}");
    assert!(last["remedy"].as_str().is_some_and(|it| it.starts_with("Go back to the site and choose http")), "{last}");
}

#[test]
fn the_limits_are_the_last_check_of_a_test_that_goes_well() {
    let running = running("healthy");
    let host = Host::new();
    for served in [running.sandbox.connectwise(), running.sandbox.autotask()] {
        host.save(served.psa, served, right);
        let json = host.run(&["test", served.psa, "--json"]).json();
        let last = json["checks"].as_array().and_then(|it| it.last()).expect("a check").clone();
        assert_eq!((last["check"].as_str(), last["outcome"].as_str()), (Some("limits"), Some("passed")), "{last}");
        assert!(last["detail"].as_str().is_some_and(|it| it.contains("requests")), "{last}");
    }
}
