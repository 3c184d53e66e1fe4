//! A login that was refused: `test` sends it again only when somebody says so, whichever process asks.

use crate::situation::{Host, Running, running};

fn wrong(id: &str, value: &str) -> String {
    match id {
        "secret" => format!("{value}x"),
        _ => value.to_owned(),
    }
}

/// Requests with credentials that arrived since this was last asked.
fn arrived(it: &Running) -> usize {
    let n_arrived = it.sandbox.journal().entries().iter().filter(|it| it.credentials).count();
    it.sandbox.journal().clear();
    n_arrived
}

#[test]
fn each_run_is_guarded_by_the_one_before_it() {
    let it = running("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.autotask(), wrong);
    for (arguments, n_sent) in [
        (&["test", "acme"][..], 1),
        (&["test", "acme"], 0),
        (&["test", "acme", "--json"], 0),
        (&["test", "acme", "--try-again"], 1),
        (&["test", "acme"], 0),
    ] {
        let ran = host.run(arguments);
        assert_eq!((ran.code, arrived(&it)), (Some(3), n_sent), "{arguments:?}: {ran:?}");
    }
    let ran = host.run(&["test", "acme", "--json"]);
    let checks = ran.json()["checks"].as_array().cloned().unwrap_or_default();
    let failed: Vec<_> = checks.iter().filter(|it| it["fault"].is_string()).map(|it| it["fault"].clone()).collect();
    assert_eq!(failed, ["refused-before"], "{}", ran.out);
}

#[test]
fn one_login_of_two_connections_is_sent_once_by_a_test_of_all() {
    let it = running("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.autotask(), wrong);
    host.save("acme-too", it.sandbox.autotask(), wrong);
    let ran = host.run(&["test", "--all"]);
    assert_eq!((ran.code, arrived(&it)), (Some(3), 1), "{ran:?}");
}
