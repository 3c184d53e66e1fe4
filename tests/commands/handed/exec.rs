//! Which variables a program gets, and what is refused before it is run.

use std::collections::BTreeMap;

use super::{AT_URL, SECRET, TRACKING, USER, host, log};
use crate::{
    situation::{Host, Ran},
    spoken::hint,
};

fn variables(ran: &Ran) -> BTreeMap<&str, &str> {
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    ran.out.lines().map(|it| it.split_once('=').expect("a variable")).collect()
}

fn handed<'a>(prefix: &str) -> BTreeMap<String, &'a str> {
    let parts = [
        ("NAME", "acme"),
        ("KIND", "autotask"),
        ("URL", AT_URL),
        ("USER_NAME", USER),
        ("SECRET", SECRET),
        ("TRACKING_ID", TRACKING),
    ];
    let marker = ("PSA_CONNECT_EXEC".to_owned(), "acme");
    parts.iter().map(|(part, value)| (format!("{prefix}{part}"), *value)).chain([marker]).collect()
}

fn owned<'a>(variables: &BTreeMap<&str, &'a str>) -> BTreeMap<String, &'a str> {
    variables.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect()
}

#[test]
fn a_program_gets_the_documented_variables_and_what_was_there() {
    let host = host();
    let ran = host.run(&["exec", "acme", "--", "/usr/bin/env"]);
    let mut got = variables(&ran);
    assert!(got.remove("HOME").is_some() && got.remove("XDG_STATE_HOME").is_some(), "{got:?}");
    assert_eq!(owned(&got), handed("PSA_"));
}

#[test]
fn only_the_documented_variables_are_there_when_that_is_asked_for() {
    let ran = host().run(&["exec", "acme", "--only", "--", "/usr/bin/env"]);
    assert_eq!(owned(&variables(&ran)), handed("PSA_"));
}

#[test]
fn the_variables_begin_as_was_asked_for() {
    let host = host();
    let ran = host.run(&["exec", "acme", "--only", "--env-prefix", "AT2_", "--", "/usr/bin/env"]);
    assert_eq!(owned(&variables(&ran)), handed("AT2_"));
    for wrong in ["", "at_", "2A", "A-B", "A=B"] {
        let ran = host.run(&["exec", "acme", "--env-prefix", wrong, "--", "/usr/bin/env"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{wrong}: {ran:?}");
        assert!(ran.err.contains("capital letters"), "{ran:?}");
    }
}

#[test]
fn what_another_login_left_is_gone_and_what_is_not_ours_stays() {
    let host = host();
    let mut command = host.command(&["exec", "acme", "--", "/usr/bin/env"]);
    command.envs([("PSA_PRIVATE_KEY", "old"), ("PSA_COMPANY", "old"), ("PSA_SECRET", "old"), ("PSA_OF_MINE", "kept")]);
    command.env("CW_PRIVATE_KEY", "kept");
    let output = command.output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(!out.contains("=old"), "{out}");
    assert!(out.contains("PSA_OF_MINE=kept\n") && out.contains("CW_PRIVATE_KEY=kept\n"), "{out}");
}

#[test]
fn both_psas_are_handed_over() {
    let ran = host().run(&["exec", "north", "--only", "--", "/usr/bin/env"]);
    let got = variables(&ran);
    let keys: Vec<_> = got.keys().copied().collect();
    let known = ["CLIENT_ID", "COMPANY", "CONNECT_EXEC", "KIND", "NAME", "PRIVATE_KEY", "PUBLIC_KEY", "URL"];
    assert_eq!(keys, known.map(|it| format!("PSA_{it}")));
    assert_eq!((got["PSA_KIND"], got["PSA_PRIVATE_KEY"]), ("connectwise", "canary-Private-9c27"));
    assert!(got["PSA_URL"].ends_with("/v4_6_release/apis/3.0"), "{got:?}");
}

#[test]
fn a_connection_to_a_running_sandbox_is_handed_over() {
    let (host, it) = (Host::new(), crate::situation::running("healthy"));
    host.save("acme", it.sandbox.autotask(), crate::situation::right);
    let ran = host.run(&["exec", "acme", "--", "/bin/sh", "-c", "printf %s \"$PSA_URL\""]);
    let home = it.sandbox.autotask().home.to_string();
    assert_eq!((ran.code, ran.out), (Some(0), format!("{home}/atservicesrest/v1.0")));
}

#[test]
fn one_login_is_not_handed_over_inside_another() {
    let host = host();
    let arguments = host.command(&["exec", "acme", "--", "/bin/true"]);
    let inner: Vec<_> = arguments.get_args().map(|it| it.to_string_lossy().into_owned()).collect();
    let outer = ["exec", "north", "--", env!("CARGO_BIN_EXE_psa-connect")];
    let all: Vec<&str> = outer.into_iter().chain(inner.iter().map(String::as_str)).collect();
    let ran = host.run(&all);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    assert!(ran.err.contains("was itself started by psa-connect exec, for north"), "{ran:?}");
    assert_eq!(log(&host).len(), 1);
}

#[test]
fn what_cannot_be_run_is_said_before_anything_is_opened() {
    let host = host();
    let plain = host.file("plain", "#!/bin/sh\n").display().to_string();
    let folder = host.config().display().to_string();
    let cases = [("nowhere", 127), ("./nowhere", 127), ("", 127), (plain.as_str(), 126), (folder.as_str(), 126)];
    for (program, code) in cases {
        let ran = host.run(&["exec", "acme", "--", program]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{program}: {ran:?}");
        assert!(ran.err.starts_with("error: the") && ran.err.contains("\n\nhint: "), "{ran:?}");
    }
    assert_eq!(log(&host).len(), 0);
    let told = host.run(&["exec", "acme", "--json", "--", "nowhere"]).json();
    assert_eq!((told["exit"].as_u64(), told["version"].as_u64()), (Some(127), Some(1)));
}

#[test]
fn wrong_use_runs_nothing() {
    let host = host();
    let wrong: [&[&str]; 5] = [
        &["exec", "acme"],
        &["exec", "acme", "echo", "ran"],
        &["exec", "--", "echo", "ran"],
        &["exec", "unknown", "--", "echo", "ran"],
        &["exec", "--demo", "acme", "--", "echo", "ran"],
    ];
    for arguments in wrong {
        let ran = host.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}: {ran:?}");
    }
    assert!(host.run(wrong[4]).err.contains(&hint(&host, "sandbox")));
    assert_eq!(log(&host).len(), 0);
}
