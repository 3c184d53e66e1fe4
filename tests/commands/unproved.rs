//! A set-up without a person that does not come to its end: what is not sent, and what it says is to be done.

use serde_json::Value;

use crate::{
    situation::Host,
    unattended::{answers, arrived, autotask, events, is_saved, says_no_secret, secret, set_up, small, value},
};

#[test]
fn a_login_that_was_refused_is_sent_once_more_on_purpose() {
    let it = small("healthy");
    let host = Host::new();
    let text = answers(&host, it.sandbox.connectwise());
    secret(&host, "private_key", "WrongWrongWrong1");
    assert_eq!((set_up(&host, &text, &[]).code, arrived(&it)), (Some(3), 1));
    let ran = set_up(&host, &text, &[]);
    assert!(ran.err.contains("--try-again") && arrived(&it) == 0, "{ran:?}");
    let ran = set_up(&host, &text, &["--try-again"]);
    assert_eq!((ran.code, arrived(&it), is_saved(&host, "acme")), (Some(3), 1, false), "once: {ran:?}");
}

#[test]
fn a_login_whose_two_keys_are_the_same_is_not_sent() {
    let it = small("healthy");
    let host = Host::new();
    let served = it.sandbox.connectwise();
    let text = answers(&host, served);
    secret(&host, "private_key", value(served, "public_key"));
    let ran = set_up(&host, &text, &[]);
    assert_eq!((ran.code, arrived(&it), is_saved(&host, "acme")), (Some(2), 0, false), "{ran:?}");
    assert!(ran.err.contains("line 10, login.private_key: "), "{ran:?}");
    says_no_secret(&ran, served);
    let swapped = small("healthy");
    let text = answers(&host, swapped.sandbox.connectwise());
    secret(&host, "private_key", value(served, "client_id"));
    secret(&host, "client_id", value(served, "private_key"));
    let ran = set_up(&host, &text, &[]);
    assert_eq!((ran.code, arrived(&swapped)), (Some(2), 0), "{ran:?}");
}

#[test]
fn rows_that_are_only_counted_are_not_told_as_pulled() {
    let it = small("healthy");
    let host = Host::new();
    let text = answers(&host, it.sandbox.connectwise()).replace("[login]", "pull = \"now\"\n[login]");
    let ran = set_up(&host, &text, &["--json"]);
    let pulled = events(&ran).into_iter().find(|it| it["event"] == "pulled").unwrap();
    let lists = pulled["lists"].as_array().unwrap();
    let (counted, kept): (Vec<&Value>, Vec<&Value>) = lists.iter().partition(|it| it["counted"] == true);
    assert!(!counted.is_empty() && kept.iter().all(|it| it.get("counted").is_none()), "{pulled}");
    let rows: u64 = kept.iter().map(|it| it["rows"].as_u64().unwrap()).sum();
    let ran = set_up(&host, &text, &["again"]);
    let says = format!("pulled {rows} rows of {} lists, {} counted", kept.len(), counted.len());
    assert!(ran.err.contains(&says), "{says}: {ran:?}");
}

#[test]
fn a_right_that_is_short_says_what_was_found_and_what_to_set() {
    let it = small("two-rights-missing");
    let host = Host::new();
    let text = answers(&host, it.sandbox.connectwise());
    let ran = set_up(&host, &text, &[]);
    let short: Vec<&str> = ran.err.lines().filter(|it| it.contains("MISSING ") || it.contains("PARTIAL ")).collect();
    assert_eq!(short.len(), 2, "{ran:?}");
    assert!(short.iter().all(|it| it.contains("(found: ") && it.contains(": set ")), "{short:?}");
    let ran = set_up(&host, &autotask(&host, &it), &["--demo", "--scenario", "autotask-restricted"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.contains(", 2 partial"), "{ran:?}");
    assert!(ran.err.contains("is there in part only ("), "{ran:?}");
}

#[test]
fn a_login_that_belongs_to_another_zone_is_not_sent() {
    let it = small("healthy");
    let host = Host::new();
    let with = |id: &str| autotask(&host, &it).replace("look_up = true", &format!("id = \"{id}\""));
    let ran = set_up(&host, &with("ws2"), &["--demo", "--scenario", "wrong-zone"]);
    assert_eq!((ran.code, is_saved(&host, "acme")), (Some(3), false), "{ran:?}");
    assert!(ran.err.contains("belongs to the site ws16 ") && ran.err.contains("look_up = true"), "{ran:?}");
    assert!(!ran.err.contains("Login:") && !ran.err.contains("refused the login"), "{ran:?}");
    let ran = set_up(&host, &with("ws16"), &["--demo", "--scenario", "wrong-zone"]);
    assert_eq!((ran.code, is_saved(&host, "acme")), (Some(0), true), "{ran:?}");
}
