//! A login that was refused: `test` sends it again only when somebody says so, whichever process asks.

use std::{
    fs,
    path::{Path, PathBuf},
};

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
fn a_schedule_never_sends_a_refused_login_again_however_long_ago_until_somebody_decides() {
    let it = running("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.autotask(), wrong);
    assert_eq!((host.run(&["test", "acme"]).code, arrived(&it)), (Some(3), 1));
    days_ago(&host, "refused", 3);
    for arguments in [&["test", "acme"][..], &["test", "acme"], &["test", "--all"]] {
        let ran = host.run(arguments);
        assert_eq!((ran.code, arrived(&it)), (Some(3), 0), "{arguments:?}: {ran:?}");
        assert!(ran.out.contains("3 days ago"), "{}", ran.out);
    }
    assert_eq!((host.run(&["test", "acme", "--try-again"]).code, arrived(&it)), (Some(3), 1));
    days_ago(&host, "refused", 3);
    host.save("acme", it.sandbox.autotask(), crate::situation::right);
    days_ago(&host, "saved_at", 1);
    assert_eq!(host.run(&["test", "acme"]).code, Some(0));
    assert!(arrived(&it) > 1);
}

/// Puts a time of what is kept some days into the past, and empties the memory of the last hour.
fn days_ago(host: &Host, key: &str, days: i64) {
    let then = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * days);
    let mut n_put = 0;
    for (path, text) in texts(&host.config()) {
        if path.ends_with("refusals.toml") {
            fs::remove_file(&path).expect("removed");
            continue;
        }
        let mut put = |line: &str| {
            let (before, after) = line.split_once(key).filter(|(it, _)| it.trim_matches([' ', '"']).is_empty())?;
            let mut parts = after.split('"').collect::<Vec<_>>();
            let at = parts.len().checked_sub(2)?;
            let text = then.to_string();
            parts[at] = &text;
            n_put += 1;
            Some(format!("{before}{key}{}", parts.join("\"")))
        };
        let lines: Vec<_> = text.lines().map(|it| put(it).unwrap_or_else(|| it.to_owned())).collect();
        fs::write(&path, lines.join("\n")).expect("written");
    }
    assert!(n_put > 0, "{key} is not kept");
}

fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder).expect("it can be read").map(|it| it.expect("it can be read").path());
    let texts = entries.flat_map(|it| {
        if it.is_dir() { texts(&it) } else { fs::read_to_string(&it).map(|text| (it, text)).into_iter().collect() }
    });
    texts.collect()
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
