//! One line of JSON, for pipes and never for a terminal unasked.

use std::io::Read as _;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use serde_json::json;

use super::{AT_URL, SECRET, TRACKING, USER, host, log};
use crate::situation::Host;

#[test]
fn the_line_is_json_and_the_talk_says_nothing_secret() {
    let ran = host().run(&["credentials", "acme"]);
    assert_eq!((ran.code, ran.err.as_str(), ran.out.lines().count()), (Some(0), "", 1));
    let fields = json!({ "user_name": USER, "secret": SECRET, "tracking_id": TRACKING });
    let line = json!({ "version": 1, "name": "acme", "psa": "autotask", "url": AT_URL, "fields": fields });
    assert_eq!(ran.json(), line);
    assert!(ran.out.ends_with("}}\n"), "{ran:?}");
}

#[test]
fn a_fault_is_told_as_json_when_that_is_asked_for() {
    let host = host();
    let ran = host.run(&["credentials", "unknown", "--json"]);
    assert_eq!((ran.code, ran.json()["exit"].as_u64()), (Some(2), Some(2)));
    assert_eq!(log(&host).len(), 0);
}

#[test]
fn a_reader_that_takes_nothing_is_a_fault() {
    let host = host();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = host.command(&["credentials", "acme"]).stdout(full).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(err.contains("did not take all of it") && !err.contains("canary"), "{err}");
}

/// What a terminal shows of a command.
fn on_a_terminal(host: &Host, arguments: &[&str]) -> (u32, String) {
    let pty = native_pty_system().openpty(PtySize { rows: 24, cols: 200, pixel_width: 0, pixel_height: 0 }).unwrap();
    let command = host.command(arguments);
    let mut inside = CommandBuilder::new(command.get_program());
    inside.args(command.get_args());
    inside.env_clear();
    command.get_envs().for_each(|(key, value)| inside.env(key, value.unwrap()));
    let mut child = pty.slave.spawn_command(inside).unwrap();
    let mut reader = pty.master.try_clone_reader().unwrap();
    drop(pty.slave);
    let mut shown = Vec::new();
    // A terminal whose last program has gone ends with an error.
    let _ = reader.read_to_end(&mut shown);
    (child.wait().unwrap().exit_code(), String::from_utf8(shown).unwrap())
}

#[test]
fn a_terminal_sees_keys_only_when_that_is_asked_for() {
    let host = host();
    let template = host.file("t", "{{ tracking_id }}\n").display().to_string();
    for arguments in [&["credentials", "acme"][..], &["export", "acme", "--template", &template]] {
        let (code, shown) = on_a_terminal(&host, arguments);
        assert_eq!(code, 2, "{shown}");
        assert!(shown.contains("--show") && !shown.contains("canary"), "{shown}");
        assert_eq!(log(&host).len(), 0);
    }
    for arguments in [&["credentials", "acme", "--show"][..], &["export", "acme", "--template", &template, "--show"]] {
        let (code, shown) = on_a_terminal(&host, arguments);
        assert!(code == 0 && shown.contains(TRACKING), "{shown}");
    }
    let noted = log(&host);
    assert!(noted.len() == 2 && noted.iter().all(|it| it["tty"].as_str().is_some_and(|it| it.starts_with("/dev/"))));
}
