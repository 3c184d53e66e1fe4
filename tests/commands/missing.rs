//! What a set-up says that lacks answers: all that can be known to be missing, at once, and a secret that is nowhere as soon as
//! it is given.

use serde_json::{Value, json};

use crate::{
    situation::Host,
    unattended::{answers, events, is_saved, set_up, small},
};

/// A file that answers the PSA and nothing else.
const BEGUN: &str = "version = 1\npsa = \"connectwise\"\n";
/// What is open then, in the order in which it is asked.
const OPEN: [&str; 8] = [
    "integration",
    "site",
    "login.company",
    "login.public_key",
    "login.private_key",
    "login.client_id",
    "name",
    "store",
];

#[test]
fn all_that_is_missing_is_named_at_once_with_how_each_is_given() {
    let host = Host::new();
    let ran = set_up(&host, BEGUN, &[]);
    assert_eq!((ran.code, is_saved(&host, "acme")), (Some(2), false), "{ran:?}");
    assert!(ran.err.contains("8 answers are missing"), "{ran:?}");
    for id in OPEN {
        assert!(ran.err.contains(&format!("\n  {id}: ")), "{id}: {ran:?}");
        let key = id.strip_prefix("login.").unwrap_or(id);
        assert!(ran.err.contains(&format!("{key} = ")), "how {id} is given: {ran:?}");
    }
    assert!(!ran.err.contains("passphrase"), "it depends on the store: {ran:?}");
}

#[test]
fn all_that_cannot_be_used_is_named_at_once_each_with_its_line() {
    let host = Host::new();
    let says = |text: &str| {
        let ran = set_up(&host, text, &[]);
        assert_eq!((ran.code, is_saved(&host, "acme")), (Some(2), false), "{ran:?}");
        ran.err
    };
    let err = says(&format!("{BEGUN}on_missing_rights = \"yes\"\non_failed_test = \"no\"\n"));
    for line in ["line 3, on_missing_rights: expected", "line 4, on_failed_test: expected"] {
        assert!(err.contains(line), "{line}: {err}");
    }
    assert!(err.contains("2 answers cannot be used:") && err.contains("Mend those lines;"), "{err}");
    let err = says(&format!("{BEGUN}site = {{ id = \"mars\" }}\n[login]\ncompany = \" \"\n"));
    assert!(err.contains("line 3, site: ") && err.contains("line 5, login.company: "), "{err}");
}

#[test]
fn programs_are_told_of_each_missing_answer_before_the_end() {
    let host = Host::new();
    let ran = set_up(&host, BEGUN, &["--json"]);
    let told = events(&ran);
    let (done, missing) = told.split_last().unwrap();
    let ids: Vec<_> = missing.iter().map(|it| (it["event"].as_str().unwrap(), it["id"].as_str().unwrap())).collect();
    assert_eq!(ids, OPEN.map(|it| ("missing", it)), "{ran:?}");
    assert!(missing.iter().all(|it| it["in_file"].as_str().is_some_and(|it| it.contains(" = "))), "{ran:?}");
    assert_eq!((&done["event"], &done["exit"], &done["saved"]), (&json!("done"), &json!(2), &Value::Null));
    assert!(OPEN.iter().all(|it| done["says"].as_str().unwrap().contains(it)), "{done}");
}

#[test]
fn without_a_file_it_is_said_how_one_begins() {
    let host = Host::new();
    let ran = host.run(&["setup", "--no-input"]);
    assert!(ran.err.contains("Begin the answers file with the line version = 1,"), "{ran:?}");
    let told = events(&host.run(&["setup", "--json"]));
    assert!(told.last().unwrap()["remedy"].as_str().unwrap().contains("version = 1"), "{told:?}");
    let ran = set_up(&host, BEGUN, &[]);
    assert!(!ran.err.contains("version = 1"), "there is one: {ran:?}");
}

#[test]
fn what_depends_on_an_answer_is_missing_only_once_that_is_there() {
    let host = Host::new();
    let ran = host.run(&["setup", "--no-input", "--json"]);
    let ids: Vec<_> = events(&ran).iter().filter_map(|it| it["id"].as_str().map(str::to_owned)).collect();
    assert_eq!(ids, ["psa", "name", "store"], "{ran:?}");
    let encrypted = format!("{BEGUN}name = \"acme\"\nstore = \"encrypted-file\"\nintegration = \"sync365\"\n");
    let ran = set_up(&host, &encrypted, &["--json"]);
    let ids: Vec<_> = events(&ran).iter().filter_map(|it| it["id"].as_str().map(str::to_owned)).collect();
    assert_eq!(ids.last().map(String::as_str), Some("passphrase"), "{ran:?}");
}

#[test]
fn every_secret_that_is_nowhere_is_named_at_once() {
    let it = small("healthy");
    let host = Host::new();
    let text = answers(&host, it.sandbox.connectwise());
    let unset: String = text
        .lines()
        .map(|line| match line.split_once(" = { file = ") {
            Some((key, _)) => format!("{key} = {{ env = \"NO_SUCH_{key}\" }}\n"),
            None => format!("{line}\n"),
        })
        .collect();
    let ran = set_up(&host, &unset, &[]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    for id in ["public_key", "private_key", "client_id"] {
        assert!(ran.err.contains(&format!("login.{id}: ")) && ran.err.contains(&format!("NO_SUCH_{id}")), "{ran:?}");
    }
    let at = |id: &str| ran.err.find(&format!("login.{id}: ")).unwrap();
    assert!(at("public_key") < at("private_key") && at("private_key") < at("client_id"), "in the order of the lines");
    assert!(it.sandbox.journal().entries().iter().all(|it| !it.credentials));
}

#[test]
fn a_secret_that_is_nowhere_is_asked_for_again_as_soon_as_it_is_given() {
    let host = Host::new();
    let begun = format!("{BEGUN}integration = \"sync365\"\nsite = {{ id = \"na\" }}\n[login]\ncompany = \"acme\"\n");
    let path = host.file("some.toml", &begun).display().to_string();
    let begun = host.run(&["setup", "--json", "--answers", &path, "--next"]).json();
    assert_eq!(begun["question"]["id"], "login.public_key");
    let state = begun["state"].as_str().unwrap();
    for (answer, says) in [("env:NO_SUCH", "is not set"), ("file:/no/such/file", "cannot be opened")] {
        let said = host.run(&["setup", "--json", "--next", state, answer]).json();
        assert_eq!(
            (&said["question"]["id"], &said["error"]["id"]),
            (&begun["question"]["id"], &begun["question"]["id"])
        );
        assert!(said["error"]["says"].as_str().unwrap().contains(says), "{said}");
        assert_eq!(said["state"], begun["state"], "nothing of it is kept");
    }
    // The variable of a call counts for its own answer only: a later call need not have it.
    let mut command = host.command(&["setup", "--json", "--next", state, "env:SOME_KEY"]);
    let output = command.env("SOME_KEY", "Canary8kPrv2mYh6").output().unwrap();
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&said["question"]["id"], &said["error"]), (&json!("login.private_key"), &Value::Null), "{said}");
    let state = said["state"].as_str().unwrap();
    let said = host.run(&["setup", "--json", "--next", state, "command:[\"/no/such/program\"]"]).json();
    assert_eq!(said["question"]["id"], "login.client_id", "no program is started before the end: {said}");
}
