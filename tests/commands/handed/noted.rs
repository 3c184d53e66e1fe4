//! The log of hand-overs: a line before each, never a value, and no hand-over without it.

use std::{fs, os::unix::fs::PermissionsExt as _};

use serde_json::json;

use super::{host, log};

#[test]
fn each_hand_over_is_a_line_without_arguments_or_values() {
    let host = host();
    let template = host.file("t", "{{ secret }}").display().to_string();
    host.run(&["exec", "acme", "--", "sh", "-c", "echo argument-of-mine >/dev/null"]);
    host.run(&["credentials", "north"]);
    host.run(&["export", "acme", "--template", &template, "-o", "out"]);
    let text = fs::read_to_string(host.config().join("hand-overs.log")).unwrap();
    assert!(!text.contains("canary") && !text.contains("argument-of-mine"), "{text}");
    let lines = log(&host);
    let told: Vec<_> = lines.iter().map(|it| [&it["what"], &it["connection"]]).collect();
    assert_eq!(told, [["exec", "acme"], ["credentials", "north"], ["export", "acme"]]);
    let programs: Vec<_> = lines.iter().map(|it| it["program"].as_str().unwrap_or_default()).collect();
    assert!(programs[0].starts_with('/') && programs[0].ends_with("/sh"), "{programs:?}");
    assert!(programs[1].is_empty() && programs[2].ends_with("/out"), "{programs:?}");
    for it in &lines {
        assert_eq!((&it["version"], &it["uid"]), (&json!(1), &json!(rustix::process::getuid().as_raw())));
        assert_eq!(it["parent"].as_u64(), Some(std::process::id().into()));
        let own = fs::read_link("/proc/self/exe").unwrap().display().to_string();
        assert_eq!(it["parent_program"], own);
        assert!(it["at"].as_str().unwrap().ends_with('Z') && it["tty"].is_null(), "{it}");
    }
    let mode = fs::metadata(host.config().join("hand-overs.log")).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o600);
}

#[test]
fn without_a_line_nothing_is_handed_over() {
    let host = host();
    let template = host.file("t", "{{ secret }}").display().to_string();
    // Whoever runs this may write anywhere as root; a directory is in the way of everybody.
    fs::create_dir(host.config().join("hand-overs.log")).unwrap();
    let ways: [&[&str]; 3] = [
        &["exec", "acme", "--", "/bin/echo", "ran"],
        &["credentials", "acme"],
        &["export", "acme", "--template", &template, "-o", "out"],
    ];
    for arguments in ways {
        let ran = host.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(7), ""), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains("cannot be noted, so nothing was handed over"), "{ran:?}");
    }
    assert!(!host.config().with_file_name("out").exists());
}

#[test]
fn a_link_in_the_place_of_the_log_is_not_followed() {
    let host = host();
    let target = host.file("target", "mine");
    std::os::unix::fs::symlink(&target, host.config().join("hand-overs.log")).unwrap();
    assert_eq!(host.run(&["exec", "acme", "--", "/bin/echo", "ran"]).code, Some(7));
    assert_eq!(fs::read_to_string(target).unwrap(), "mine");
}

#[test]
fn twenty_at_once_leave_twenty_whole_lines() {
    let host = host();
    let children: Vec<_> =
        (0..20).map(|_| host.command(&["exec", "acme", "--", "/bin/true"]).spawn().unwrap()).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(log(&host).len(), 20);
}

#[test]
fn a_full_log_begins_anew_and_the_one_before_is_still_read() {
    let host = host();
    host.run(&["exec", "acme", "--", "/bin/true"]);
    let path = host.config().join("hand-overs.log");
    let line = fs::read_to_string(&path).unwrap();
    fs::write(&path, line.repeat(1_000_000 / line.len())).unwrap();
    host.run(&["credentials", "north"]);
    assert_eq!(log(&host).len(), 1);
    assert!(fs::metadata(host.config().join("hand-overs.log.1")).unwrap().len() > 990_000);
    let listed = host.run(&["hand-overs", "--json"]).json();
    assert_eq!((listed["hand_overs"].as_array().unwrap().len(), &listed["broken"]), (50, &json!(0)));
    assert_eq!(
        (&listed["hand_overs"][48]["what"], &listed["hand_overs"][49]["what"]),
        (&json!("exec"), &json!("credentials"))
    );
}

#[test]
fn the_log_is_listed_as_a_table_and_of_one_connection() {
    let host = host();
    assert!(host.run(&["hand-overs"]).err.starts_with("No login was handed"));
    host.run(&["exec", "acme", "--", "/bin/true"]);
    host.run(&["credentials", "north"]);
    let ran = host.run(&["hand-overs"]);
    let lines: Vec<_> = ran.out.lines().collect();
    assert!(ran.code == Some(0) && lines.len() == 3, "{ran:?}");
    assert!(lines[0].starts_with("WHEN      CONNECTION  WHO"), "{ran:?}");
    assert!(lines[1].contains("acme") && lines[1].contains("/bin/true"), "{ran:?}");
    assert!(lines[2].contains("north") && lines[2].contains("standard output"), "{ran:?}");
    let listed = host.run(&["hand-overs", "north", "--json"]).json();
    assert_eq!(listed["hand_overs"].as_array().unwrap().len(), 1);
    assert_eq!(host.run(&["hand-overs", "No Name"]).code, Some(2));
}

#[test]
fn a_line_of_somebody_elses_making_cannot_drive_the_terminal() {
    let host = host();
    host.run(&["exec", "acme", "--", "/bin/true"]);
    let path = host.config().join("hand-overs.log");
    let line = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("nonsense\n{}", line.replace("/bin/true", "\\u001b[2J\\u202e"))).unwrap();
    let ran = host.run(&["hand-overs"]);
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}']) && ran.out.lines().count() == 2, "{ran:?}");
    assert!(ran.err.contains("1 lines of the log cannot be read"), "{ran:?}");
}
