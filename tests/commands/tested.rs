//! Testing a saved connection: what is found, which exit code, and that nothing secret is printed or logged.

use std::{fmt::Write as _, fs, path::Path};

use psa_connect::sandbox::Served;
use serde_json::{Value, json};

use crate::situation::{Host, Ran, Running, right, running};

/// Each PSA that the sandbox serves whole.
fn both(it: &Running) -> [&Served; 2] {
    [it.sandbox.connectwise(), it.sandbox.autotask()]
}

fn outcomes(report: &Value) -> Vec<(&str, &str)> {
    let text = |value: &'_ Value| value.as_str().unwrap_or_default().to_owned();
    let checks = report["checks"].as_array().map(Vec::as_slice).unwrap_or_default();
    let pairs = checks.iter().map(|it| (it["check"].as_str(), it["outcome"].as_str()));
    let pairs = pairs.map(|(check, outcome)| (check.unwrap_or_default(), outcome.unwrap_or_default()));
    let pairs: Vec<_> = pairs.collect();
    assert!(checks.iter().all(|it| !text(&it["detail"]).is_empty()), "{report}");
    pairs
}

#[test]
fn a_healthy_connection_is_fine_and_remembered() {
    let it = running("healthy");
    for served in both(&it) {
        let host = Host::new();
        host.save("acme", served, right);
        let ran = host.run(&["test", "acme", "--json"]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
        let report = ran.json();
        let passed = ["api", "login", "identity"].map(|check| (check, "passed"));
        let way = [("lookup", "passed"), ("route", "passed"), ("tcp", "passed"), ("tls", "skipped")];
        let layers = [&way[..], &[("http", "passed"), ("clock", "passed")]].concat();
        let seen = outcomes(&report);
        assert_eq!(seen[..8], [&layers[..], &passed[..2]].concat(), "{report}");
        assert_eq!(seen[8].0, "identity");
        assert_eq!(
            [&report["version"], &report["connection"], &report["psa"], &report["integration"], &report["exit"]],
            [&json!(1), &json!("acme"), &json!(served.psa), &json!("sync365"), &json!(0)]
        );
        let rights = report["rights"].as_array().unwrap();
        let tally = &report["tally"];
        let counted: u64 = ["granted", "partial", "missing", "unproven", "confirmed"]
            .iter()
            .map(|it| tally[it].as_u64().unwrap())
            .sum();
        assert_eq!(counted, rights.len() as u64);
        assert_eq!((&tally["partial"], &tally["missing"]), (&json!(0), &json!(0)), "{report}");
        assert!(tally["granted"].as_u64() >= Some(9), "{tally}");
        let catalog = psa_connect::model::catalog::Catalog::embedded();
        let needs = catalog.integration("sync365").unwrap().needs(&served.psa.into()).unwrap();
        let order: Vec<_> = needs.rights.iter().map(|it| json!(it.function.0)).collect();
        assert_eq!(rights.iter().map(|it| it["right"].clone()).collect::<Vec<_>>(), order);
        assert!(rights.iter().all(|it| it["menu"].as_str().is_some_and(|it| !it.is_empty())), "{report}");

        let last = host.run(&["list", "--json"]).json()["connections"][0]["last_test"].clone();
        assert_eq!(
            (&last["held"], &last["of"], &last["fault"]),
            (&tally["granted"], &json!(rights.len()), &Value::Null)
        );
    }
}

#[test]
fn missing_rights_are_named_with_their_menu() {
    let it = running("two-rights-missing");
    for served in both(&it) {
        let host = Host::new();
        host.save("acme", served, right);
        let ran = host.run(&["test", "acme"]);
        assert_eq!(ran.code, Some(4), "{ran:?}");
        let report = host.run(&["test", "acme", "--json"]).json();
        let is_short = |it: &&Value| it["proof"] == "missing" || it["proof"] == "partial";
        let short: Vec<_> = report["rights"].as_array().unwrap().iter().filter(is_short).collect();
        assert_eq!(short.len(), 2, "{report}");
        for it in short {
            let menu = it["menu"].as_str().unwrap();
            assert!(ran.out.contains(&format!("-> {menu}")), "{menu}: {}", ran.out);
        }
        assert!(ran.out.is_ascii(), "{}", ran.out);
    }
}

#[test]
fn a_wrong_secret_is_sent_once_and_refused() {
    let it = running("healthy");
    for served in both(&it) {
        it.sandbox.journal().clear();
        let host = Host::new();
        host.save("acme", served, |id, value| match id {
            "private_key" | "secret" => format!("{value}x"),
            _ => value.to_owned(),
        });
        let ran = host.run(&["test", "acme"]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        let with_keys = it.sandbox.journal().entries().into_iter().filter(|it| it.credentials).count();
        assert_eq!(with_keys, 1, "{:?}", it.sandbox.journal().entries());
    }
}

#[test]
fn a_server_that_is_gone_is_unreachable() {
    let it = running("healthy");
    let host = Host::new();
    let names = both(&it).map(|served| {
        host.save(served.psa, served, right);
        served.psa
    });
    drop(it);
    for name in names {
        let ran = host.run(&["test", name, "--json"]);
        assert_eq!(ran.code, Some(5), "{ran:?}");
        let report = ran.json();
        assert_eq!(outcomes(&report), [("lookup", "passed"), ("route", "passed"), ("tcp", "failed")]);
        assert!(report["checks"][2]["remedy"].is_string(), "{report}");
        let last = host.run(&["list"]);
        assert!(last.out.contains("refuses connections on port"), "{last:?}");
    }
}

#[test]
fn no_secret_is_printed_or_logged_even_when_everything_is_logged() {
    let it = running("healthy");
    for served in both(&it) {
        let host = Host::new();
        host.save("acme", served, right);
        host.save("wrong", served, |id, value| match id {
            "private_key" | "secret" => format!("{value}x"),
            _ => value.to_owned(),
        });
        let mut seen = String::new();
        for arguments in
            [&["test", "acme", "-vv"][..], &["test", "wrong", "-vv"], &["test", "acme", "--json"], &["list"]]
        {
            let Ran { out, err, .. } = host.run(arguments);
            let _ = write!(seen, "{out}{err}");
        }
        let log = read_all(&host.state());
        assert!(log.contains("psa_connect"), "nothing was logged, so nothing was proved: {log}");
        seen.push_str(&log);
        for (id, value) in &served.login {
            // The company and the user name are no secrets.
            let is_secret = !matches!(id.as_str(), "company" | "user_name");
            assert!(!(is_secret && seen.contains(value)), "{id} was seen");
        }
        assert!(!seen.contains("Basic "), "{seen}");
    }
}

#[test]
fn the_log_is_for_this_account_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let host = Host::new();
    host.run(&["list"]);
    let log = host.state().join("psa-connect/psa-connect.log");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&log), mode(log.parent().unwrap())), (0o600, 0o700));
}

fn read_all(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    entries.map(|it| if it.is_dir() { read_all(&it) } else { fs::read_to_string(it).unwrap() }).collect()
}

#[test]
fn a_server_that_says_nothing_is_given_up_after_the_time_that_was_named() {
    let (it, host) = (running("healthy"), Host::new());
    // The system takes connections for it; nobody ever reads them.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    for served in both(&it) {
        let home = format!("http://{}", silent.local_addr().unwrap()).parse().unwrap();
        host.save(served.psa, &Served { home, ..served.clone() }, right);
        let ran = host.run(&["test", served.psa, "--json", "--timeout", "1"]);
        assert_eq!(ran.code, Some(5), "{ran:?}");
        let report = ran.json();
        assert_eq!(outcomes(&report).last(), Some(&("http", "failed")), "{report}");
        assert!(ran.out.contains("sent no reply within 1 s"), "{report}");
    }
}

#[test]
fn all_of_nothing_could_not_be_told_in_every_form() {
    let host = Host::new();
    for form in ["text", "json", "prometheus"] {
        let ran = host.run(&["test", "--all", "--format", form]);
        assert_eq!(ran.code, Some(8), "{ran:?}");
        match form {
            "text" => assert!(ran.err.contains("nothing is saved in "), "{ran:?}"),
            "json" => assert_eq!((&ran.json()["exit"], &ran.json()["connections"]), (&json!(8), &json!([]))),
            _ => assert!(ran.out.contains("psa_connect_up 0\n"), "{ran:?}"),
        }
    }
    assert_eq!(host.run(&["test", "--all", "--since-last"]).code, Some(8));
}
