//! Listing and removing what is saved.

use portable_pty::CommandBuilder;
use serde_json::json;

use crate::{
    situation::{Host, Ran, right, running},
    spoken::hint,
    typed::Asked,
};

#[test]
fn nothing_saved_is_an_empty_list() {
    let host = Host::new();
    let ran = host.run(&["list"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    assert!(ran.err.starts_with("Nothing is saved yet."), "{}", ran.err);
    let said = ran.err.replace(hint(&host, "").trim_end(), "psa-connect");
    assert!(said != ran.err && said.lines().all(|it| it.len() <= 80), "{}", ran.err);
    assert_eq!(host.run(&["list", "--json"]).json(), json!({ "version": 1, "connections": [], "broken": [] }));
}

#[test]
fn data_that_is_lost_is_a_failure_and_a_reader_that_has_gone_is_none() {
    let (host, it) = (Host::new(), running("healthy"));
    host.save("acme", it.sandbox.autotask(), right);
    for arguments in [&["list"][..], &["list", "--json"], &["guide", "autotask"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = host.command(arguments).stdout(full).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {err}");
        assert_eq!(err.matches("error: the output cannot be written: No space left").count(), 1, "{err}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = host.command(arguments).stdout(writer).output().unwrap();
        assert_eq!((output.status.code(), output.stderr), (Some(0), vec![]), "{arguments:?}");
    }
}

#[test]
fn a_saved_connection_is_listed_without_its_secret() {
    let (host, it) = (Host::new(), running("healthy"));
    host.save("acme", it.sandbox.autotask(), right);
    let ran = host.run(&["list"]);
    let mut lines = ran.out.lines().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    assert_eq!(lines.next().as_deref(), Some("NAME PSA FOR HOST SECRET IN KEYS TESTED RIGHTS PULLED"));
    let line = lines.next().unwrap_or_default();
    // The age of the keys grows.
    assert!(
        line.starts_with("acme Autotask PSA Sync 365 127.0.0.1 file ") && line.ends_with(" never - never"),
        "{line}"
    );
    assert_eq!((ran.code, lines.next(), ran.err.as_str()), (Some(0), None, ""));
    let row = json!({
        "name": "acme",
        "psa": "autotask",
        "integration": "sync365",
        "origin": it.sandbox.autotask().home.to_string(),
        "site": it.sandbox.autotask().home_site,
        "saved_at": "2026-08-21T10:00:00Z",
        "store": "file",
        "keys_since": "2026-08-21T10:00:00Z",
        "default": false,
        "last_test": null,
        "last_pull": null,
    });
    assert_eq!(host.run(&["list", "--json"]).json(), json!({ "version": 1, "connections": [row], "broken": [] }));
}

#[test]
fn a_row_says_what_is_missing_and_that_the_last_test_failed() {
    let host = Host::new();
    let (short, whole) = (running("two-rights-missing"), running("healthy"));
    host.save("short", short.sandbox.connectwise(), right);
    host.save("whole", whole.sandbox.connectwise(), right);
    assert_eq!((host.run(&["test", "short"]).code, host.run(&["test", "whole"]).code), (Some(4), Some(0)));
    let row = |ran: &Ran, name: &str| ran.out.lines().find(|it| it.starts_with(name)).expect("a row").to_owned();
    let ran = host.run(&["list"]);
    assert!(row(&ran, "short").contains("  7 of 14, 2 missing  "), "{ran:?}");
    assert!(row(&ran, "whole").contains("  9 of 14  "), "{ran:?}");
    let of = |at: usize| host.run(&["list", "--json"]).json()["connections"][at]["last_test"].take();
    assert_eq!((&of(0)["missing"], &of(0)["partial"], &of(1)["missing"]), (&json!(2), &json!(0), &json!(0)));
    drop(short);
    assert_eq!(host.run(&["test", "short"]).code, Some(5));
    let ran = host.run(&["list"]);
    assert!(row(&ran, "short").contains("  7 of 14, 2 missing, failed  "), "{ran:?}");
    assert!(ran.out.contains("\nshort: the last test failed: "), "{ran:?}");
}

#[test]
fn a_terminal_of_80_columns_has_room_for_each_row() {
    let (host, it) = (Host::new(), running("two-rights-missing"));
    host.save("northwind-hosted", it.sandbox.connectwise(), right);
    host.save("acme", it.sandbox.autotask(), right);
    assert_eq!(host.run(&["test", "--all"]).code, Some(4));
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_psa-connect"));
    command.args(["--config-dir".into(), host.config(), "list".into()]);
    command.env_clear();
    command.env("HOME", host.config());
    let said = Asked::start_at(command, 80).ended().text;
    let lines: Vec<&str> = said.lines().map(str::trim_end).filter(|it| !it.is_empty()).collect();
    assert!(lines.len() == 3 && lines.iter().all(|it| it.chars().count() <= 80), "{said}");
    assert!(lines[0].starts_with("NAME ") && lines[0].contains("RIGHTS"), "{said}");
}

#[test]
fn a_broken_file_does_not_hide_the_others_and_is_the_exit_code() {
    let (host, it) = (Host::new(), running("healthy"));
    host.save("acme", it.sandbox.autotask(), right);
    std::fs::write(host.config().join("connections/bad.toml"), "= nonsense").unwrap();
    let ran = host.run(&["list"]);
    assert_eq!(ran.code, Some(7));
    assert!(ran.out.contains("acme") && ran.err.contains("error: bad: "), "{ran:?}");
    let listed = host.run(&["list", "--json"]).json();
    assert_eq!(
        (listed["connections"][0]["name"].as_str(), listed["broken"][0]["name"].as_str()),
        (Some("acme"), Some("bad"))
    );
}

#[test]
fn removing_asks_and_without_a_terminal_wants_force() {
    let (host, it) = (Host::new(), running("healthy"));
    host.save("acme", it.sandbox.autotask(), right);
    for arguments in [&["remove", "acme"][..], &["remove", "acme", "--no-input"]] {
        let ran = host.run(arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("--force"), "{ran:?}");
    }
    assert_eq!(host.run(&["list", "--json"]).json()["connections"][0]["name"], "acme");

    let ran = host.run(&["remove", "acme", "--force"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(host.run(&["list", "--json"]).json()["connections"], json!([]));
    let secrets: Vec<_> = std::fs::read_dir(host.config().join("secrets")).unwrap().collect();
    assert_eq!(secrets.len(), 0);
}

#[test]
fn what_is_not_saved_cannot_be_removed_or_tested() {
    let host = Host::new();
    for arguments in [&["remove", "gone", "--force"][..], &["remove", "gone"], &["test", "gone"]] {
        let ran = host.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains("gone"), "{ran:?}");
    }
    let ran = host.run(&["test", "gone", "--json"]).json();
    assert_eq!((ran["version"].as_u64(), ran["exit"].as_u64()), (Some(1), Some(2)));
}
