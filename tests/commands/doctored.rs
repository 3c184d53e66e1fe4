//! What doctor tells of the terminal and the network, and the bundle for support.

use std::{fs, os::unix::fs::PermissionsExt as _};

use serde_json::{Value, json};

use crate::situation::{Host, right, running};

#[test]
fn without_a_terminal_doctor_says_so_and_asks_nothing() {
    let host = Host::new();
    let ran = host.run(&["doctor", "--json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let terminal = &ran.json()["terminal"];
    assert_eq!((&terminal["present"], &terminal["gets"]["face"]), (&json!(false), &json!("none")));
    assert_eq!(terminal["answers"]["asked"], "no:plain-term");
    let keys: Vec<&String> = terminal.as_object().expect("a section").keys().collect();
    let known = [
        "present",
        "term",
        "columns",
        "rows",
        "locale",
        "colorterm",
        "ssh",
        "multiplexers",
        "erase",
        "escape_ms",
        "gets",
        "answers",
    ];
    assert!(known.iter().all(|it| keys.iter().any(|key| key == it)) && keys.len() == known.len(), "{keys:?}");
}

#[test]
fn what_decides_about_the_looks_is_told() {
    let host = Host::new();
    let variables =
        [("TERM", "vt220"), ("LC_ALL", "C"), ("NO_COLOR", "1"), ("SSH_TTY", "/dev/pts/1"), ("TMUX", "x"), ("STY", "y")];
    let output = host.command(&["doctor", "--json"]).envs(variables).output().expect("the binary starts");
    let terminal: Value = serde_json::from_slice::<Value>(&output.stdout).expect("JSON")["terminal"].take();
    assert_eq!((&terminal["ssh"], &terminal["multiplexers"]), (&json!(true), &json!(["tmux", "screen"])));
    assert_eq!((&terminal["locale"]["variable"], &terminal["locale"]["utf8"]), (&json!("LC_ALL"), &json!(false)));
    assert_eq!((&terminal["gets"]["signs"], &terminal["gets"]["colours"]), (&json!("ASCII"), &json!("none")));
    assert_eq!(terminal["escape_ms"], 200);
    let because = terminal["gets"]["because"].to_string();
    for why in ["TERM=vt220", "not-utf8:LC_ALL", "NO_COLOR"] {
        assert!(because.contains(why), "{because}");
    }
}

#[test]
fn keys_can_only_be_asked_for_at_a_terminal() {
    let host = Host::new();
    // A session of its own has no terminal, wherever the tests run.
    let mut command = std::process::Command::new("setsid");
    let ours = host.command(&["doctor", "--json", "--terminal"]);
    command.arg("--wait").arg(ours.get_program()).args(ours.get_args()).env_clear().env("HOME", host.config());
    command.env("PATH", "/usr/bin:/bin");
    let output = command.output().expect("setsid is everywhere");
    let doctor: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let says = doctor["troubles"].to_string();
    assert!(says.contains("keys cannot be looked at: there is no terminal here"), "{says}");
    let ran = host.run(&["doctor", "--terminal", "--no-input"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[test]
fn the_network_is_asked_only_when_somebody_says_so_and_never_with_a_login() {
    let (host, it) = (Host::new(), running("healthy"));
    host.save("acme", it.sandbox.connectwise(), right);
    host.save("twin", it.sandbox.connectwise(), right);
    it.sandbox.journal().clear();
    let ran = host.run(&["doctor", "--json"]);
    assert_eq!(ran.json()["network"]["hosts"], Value::Null);
    assert_eq!(it.sandbox.journal().entries().len(), 0);
    let ran = host.run(&["doctor", "--json", "--network"]);
    let hosts = ran.json()["network"]["hosts"].take();
    assert_eq!(hosts.as_array().map(Vec::len), Some(1), "one server, however many connections: {hosts}");
    assert_eq!(hosts[0]["connections"], json!(["acme", "twin"]));
    let checks: Vec<_> = hosts[0]["checks"].as_array().expect("checks").iter().map(|it| it["check"].clone()).collect();
    assert_eq!(checks, ["lookup", "route", "tcp", "tls", "clock"]);
    let seen = it.sandbox.journal().entries();
    assert_eq!(seen.len(), 1, "one request for the clock");
    for (_, value) in &it.sandbox.connectwise().login {
        assert!(!format!("{seen:?}").contains(value), "{seen:?}");
    }
}

#[test]
fn a_server_that_is_not_there_is_told_with_what_to_do() {
    let host = Host::new();
    {
        let it = running("healthy");
        host.save("acme", it.sandbox.connectwise(), right);
    }
    let ran = host.run(&["doctor", "--json", "--network"]);
    assert_eq!((ran.code, &ran.json()["exit"]), (Some(5), &json!(5)), "{ran:?}");
    let checks = ran.json()["network"]["hosts"][0]["checks"].take();
    let last = checks.as_array().and_then(|it| it.last()).expect("a check");
    assert_eq!(
        (&last["check"], &last["outcome"], &last["fault"]),
        (&json!("tcp"), &json!("failed"), &json!("refused-connection"))
    );
    assert!(!last["remedy"].as_str().unwrap_or_default().is_empty(), "{last}");
    let ran = host.run(&["doctor", "--network"]);
    assert_eq!((ran.code, ran.out.lines().next()), (Some(5), Some("One thing is wrong, below.")), "{ran:?}");
    let ran = host.run(&["doctor"]);
    assert_eq!((ran.code, ran.out.lines().next()), (Some(0), Some("Nothing is wrong.")), "not asked: {ran:?}");
}

#[test]
fn a_last_test_that_failed_is_something_wrong() {
    let host = Host::new();
    {
        let it = running("healthy");
        host.save("acme", it.sandbox.connectwise(), right);
    }
    assert_eq!(host.run(&["test", "acme"]).code, Some(5));
    let ran = host.run(&["doctor"]);
    assert_eq!((ran.code, ran.out.lines().next()), (Some(0), Some("One thing is wrong, below.")), "{ran:?}");
    assert!(ran.out.contains("acme: the last test failed: "), "{ran:?}");
    let doctor = host.run(&["doctor", "--json"]).json();
    assert!(doctor["connections"][0]["last_fault"].is_string(), "{doctor}");
}

#[test]
fn a_bundle_is_for_this_account_only_and_overwrites_nothing() {
    let (host, it) = (Host::new(), running("healthy"));
    host.save("northwind", it.sandbox.connectwise(), right);
    let tested = host.run(&["test", "northwind"]);
    assert_eq!(tested.code, Some(0), "{tested:?}");
    let path = host.file("other", "mine").with_file_name("bundle.txt");
    let arguments = ["doctor", "--bundle", path.to_str().expect("a path")];
    let ran = host.run(&arguments);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains("Read it before you send it."), "{ran:?}");
    assert_eq!(ran.out, "", "the file holds it");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
    let text = fs::read_to_string(&path).unwrap();
    for part in [
        "Read it before you send it.",
        "== What doctor tells",
        "connection-1: connectwise, sync365",
        "company: 4 characters, company-1",
        "tls ",
        "finance.agreements: granted",
        "INFO psa_connect::engine::logged: started job=1 name=\"test\"",
        "INFO psa_connect::engine::logged: ended job=1 name=\"test\" outcome=\"tested\" ms=",
        " checks=10 rights=14 granted=",
        "5  the PSA cannot be reached",
    ] {
        assert!(text.contains(part), "\"{part}\" is missing in {text}");
    }
    let home = path.parent().unwrap().display().to_string();
    let node = rustix::system::uname();
    let node = node.nodename().to_string_lossy();
    for name in ["northwind", "acme", home.as_str(), "jane"] {
        assert!(!text.contains(name), "{name} is in {text}");
    }
    assert!(node.len() < 4 || !text.contains(&*node), "{text}");
    let ran = host.run(&arguments);
    assert_ne!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains("Name another file with --bundle.") && !ran.err.contains("--force"), "{ran:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text, "the first one is as it was");
}

#[test]
fn a_bundle_keeps_psa_connects_own_words_of_what_is_wrong_and_no_name() {
    let host = Host::new();
    let connections = host.config().join("connections");
    fs::create_dir_all(&connections).unwrap();
    // Each word of this name is one of psa-connect's own somewhere.
    fs::write(connections.join("backup-proxy.toml"), "x y").unwrap();
    let path = host.config().join("bundle.txt");
    let ran = host.run(&["doctor", "--bundle", path.to_str().expect("a path")]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let text = fs::read_to_string(&path).unwrap();
    for part in ["line 1, is not as psa-connect writes it", "put it back from a backup, or save the connection again."]
    {
        assert!(text.contains(part), "\"{part}\" is missing in {text}");
    }
    assert!(!text.contains("backup-proxy"), "{text}");
}

#[test]
fn doctor_says_first_whether_something_is_wrong() {
    let host = Host::new();
    let ran = host.run(&["doctor"]);
    let failed = ran.out.lines().any(|it| it.trim_start().starts_with("FAILED") || it == "Wrong");
    assert_eq!(ran.out.starts_with("Nothing is wrong.\n\n"), !failed, "{ran:?}");
    assert!(ran.out.contains("0 set-ups that were cut off"), "{ran:?}");
}
