//! A second key in the place of the first, unattended: what is switched, what is not, and what is sent.

use std::{fs, io::Write as _, path::Path, process::Stdio};

use psa_connect::sandbox::Served;
use serde_json::{Value, json};

use crate::situation::{Host, Ran, Running, right, running};

/// Fields as a note that a technician would keep.
fn noted<'a>(fields: impl Iterator<Item = &'a (String, String)>) -> String {
    let lines: Vec<_> = fields.map(|(id, value)| format!("{}: {value}", id.replace('_', " "))).collect();
    lines.join("\n")
}

/// A note of the second key.
fn note(served: &Served) -> String {
    noted(served.second.iter().filter(|it| !served.login.contains(it)))
}

/// Requests with credentials that arrived since this was last asked.
fn arrived(it: &Running) -> usize {
    let n_arrived = it.sandbox.journal().entries().iter().filter(|it| it.credentials).count();
    it.sandbox.journal().clear();
    n_arrived
}

/// Everything below a directory but what locks and remembers: path and content.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|it| it == "toml" || it == "json") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    found.retain(|(path, _)| !path.ends_with("refusals.toml"));
    found.sort();
    found
}

fn connection(host: &Host) -> toml::Table {
    fs::read_to_string(host.config().join("connections/acme.toml")).unwrap().parse().unwrap()
}

fn rotate(host: &Host, served: &Served, more: &[&str]) -> Ran {
    let keys = host.file("second.txt", &note(served));
    let keys = keys.display().to_string();
    host.run(&[&["rotate", "acme", "--keys", &keys, "--json"], more].concat())
}

/// The sandbox in which a person has made the second key.
fn made(scenario: &str) -> Running {
    let it = running(scenario);
    it.sandbox.keys().generate_second_secret();
    it
}

#[test]
fn a_second_key_is_tested_compared_and_switched_to() {
    for psa in 0..2 {
        let it = running("rotation");
        let served = [it.sandbox.connectwise(), it.sandbox.autotask()][psa];
        let host = Host::new();
        host.save("acme", served, right);
        assert_eq!(host.run(&["test", "acme"]).code, Some(0));
        let ran = rotate(&host, served, &[]);
        let told = ran.json();
        assert_eq!((ran.code, &told["switched"], &told["lost"]), (Some(0), &json!(true), &json!([])), "{ran:?}");
        let since = connection(&host)["secret"]["since"].as_str().unwrap().to_owned();
        assert!(since.as_str() > "2026-08-21T10:00:00Z", "{since}");
        for (_, value) in served.second.iter().filter(|it| !served.login.contains(it)) {
            assert!(!ran.out.contains(value) && !ran.err.contains(value), "{ran:?}");
        }
        assert_eq!(host.run(&["test", "acme"]).code, Some(0), "the second key works by itself");
    }
}

#[test]
fn the_second_key_is_read_from_standard_input_too() {
    let it = made("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.autotask(), right);
    let mut child = host.command(&["rotate", "acme", "--keys", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    // Only one field rotates, so its value needs no name.
    let secret = it.sandbox.autotask().second.iter().find(|it| it.0 == "secret").unwrap().1.clone();
    child.stdin.take().unwrap().write_all(format!("{secret}\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_second_key_that_is_refused_changes_nothing_and_is_sent_once() {
    let it = running("healthy");
    for served in [it.sandbox.connectwise(), it.sandbox.autotask()] {
        let host = Host::new();
        host.save("acme", served, right);
        let before = files(&host.config());
        let wrong = note(served).lines().fold(String::new(), |all, it| all + it + "x\n");
        let keys = host.file("second.txt", &wrong).display().to_string();
        it.sandbox.journal().clear();
        let ran = host.run(&["rotate", "acme", "--keys", &keys, "--json"]);
        assert_eq!((ran.code, arrived(&it)), (Some(3), 1), "{ran:?}");
        assert_eq!(ran.json()["switched"], json!(false));
        assert_eq!(files(&host.config()), before);
        assert_eq!((host.run(&["rotate", "acme", "--keys", &keys]).code, arrived(&it)), (Some(3), 0));
        let ran = host.run(&["rotate", "acme", "--keys", &keys, "--anyway"]);
        assert_eq!(
            (ran.code, files(&host.config())),
            (Some(3), before),
            "no consent makes a refused key work: {ran:?}"
        );
    }
}

#[test]
fn a_lost_right_stops_the_switch_until_somebody_accepts_it() {
    for psa in 0..2 {
        let (whole, short) = (running("healthy"), made("two-rights-missing"));
        let host = Host::new();
        let served = |it: &'_ Running| [it.sandbox.connectwise().clone(), it.sandbox.autotask().clone()][psa].clone();
        host.save("acme", &served(&whole), right);
        assert_eq!(host.run(&["test", "acme"]).code, Some(0));
        // The same connection, where the API user has lost two rights since.
        let path = host.config().join("connections/acme.toml");
        let text = fs::read_to_string(&path).unwrap();
        let (from, to) = (served(&whole).home.to_string(), served(&short).home.to_string());
        fs::write(&path, text.replace(&from, &to)).unwrap();
        let before = files(&host.config());
        let ran = rotate(&host, &served(&short), &[]);
        let told = ran.json();
        assert_eq!((ran.code, &told["switched"]), (Some(4), &json!(false)), "{ran:?}");
        assert_eq!(told["lost"].as_array().map(Vec::len), Some(2), "{told}");
        assert!(told["lost"][0].as_str().is_some_and(|it| it.starts_with("lost: ") && it.contains(" -> ")), "{told}");
        assert_eq!(files(&host.config()), before);
        let ran = rotate(&host, &served(&short), &["--anyway"]);
        assert_eq!((ran.code, &ran.json()["switched"]), (Some(0), &json!(true)), "{ran:?}");
    }
}

#[test]
fn a_note_of_another_user_or_of_the_keys_in_use_sends_nothing() {
    let it = running("healthy");
    let served = it.sandbox.connectwise();
    let host = Host::new();
    host.save("acme", served, right);
    let in_use = noted(served.login.iter());
    let elsewhere = format!("company id: other\n{}", note(served));
    let half = noted(served.second.iter().filter(|it| it.0 == "public_key"));
    for (text, says) in
        [(in_use, "in use already"), (elsewhere, "another value for Company ID"), (half, "has no Private key")]
    {
        let keys = host.file("note.txt", &text).display().to_string();
        let ran = host.run(&["rotate", "acme", "--keys", &keys]);
        assert_eq!((ran.code, arrived(&it)), (Some(2), 0), "{ran:?}");
        assert!(ran.err.contains(says), "{says}: {ran:?}");
    }
}

fn check(host: &Host, more: &[&str]) -> (Option<i32>, Value, Ran) {
    let ran = host.run(&[&["rotate", "acme", "--check", "--json"], more].concat());
    (ran.code, ran.json()["old_key"].clone(), ran)
}

#[test]
fn an_old_key_of_connectwise_lives_until_it_is_deleted_and_each_check_sends_it_once() {
    let it = running("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.connectwise(), right);
    assert_eq!(rotate(&host, it.sandbox.connectwise(), &[]).code, Some(0));
    arrived(&it);
    let (code, old, ran) = check(&host, &[]);
    assert_eq!((code, old, arrived(&it)), (Some(9), json!("alive"), 1), "{ran:?}");
    assert!(ran.out.contains("API Keys"), "{ran:?}");
    it.sandbox.keys().delete_first_key();
    let (code, old, ran) = check(&host, &[]);
    assert_eq!((code, old, arrived(&it)), (Some(0), json!("dead"), 1), "{ran:?}");
    assert!(!host.config().join("previous/acme.toml").exists(), "what is dead is not kept");
    let ran = host.run(&["rotate", "acme", "--check"]);
    assert_eq!((ran.code, arrived(&it)), (Some(7), 0), "{ran:?}");
    assert_eq!(host.run(&["test", "acme"]).code, Some(0));
}

#[test]
fn an_old_secret_of_autotask_is_sent_only_when_asked_for_twice() {
    let it = made("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.autotask(), right);
    assert_eq!(rotate(&host, it.sandbox.autotask(), &[]).code, Some(0));
    arrived(&it);
    let ran = host.run(&["rotate", "acme", "--check"]);
    assert_eq!((ran.code, arrived(&it)), (Some(2), 0), "{ran:?}");
    assert!(ran.err.contains("locked") && ran.err.contains("--force"), "{ran:?}");
    let (code, old, ran) = check(&host, &["--force"]);
    assert_eq!((code, old, arrived(&it)), (Some(0), json!("dead"), 1), "{ran:?}");
    assert_eq!(host.run(&["test", "acme"]).code, Some(0), "the new secret is not touched by it");
}

#[test]
fn a_server_that_is_gone_leaves_it_open_whether_the_old_key_works() {
    let it = running("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.connectwise(), right);
    assert_eq!(rotate(&host, it.sandbox.connectwise(), &[]).code, Some(0));
    drop(it);
    let (code, old, ran) = check(&host, &[]);
    assert_eq!((code, old), (Some(8), json!("unclear")), "{ran:?}");
    assert!(host.config().join("previous/acme.toml").exists(), "it can be checked again");
}

#[test]
fn without_a_terminal_the_rotation_wants_its_keys() {
    let it = running("healthy");
    let host = Host::new();
    host.save("acme", it.sandbox.connectwise(), right);
    let ran = host.run(&["rotate", "acme"]);
    assert_eq!((ran.code, arrived(&it)), (Some(2), 0), "{ran:?}");
}
