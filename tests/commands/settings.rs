//! Settings as the binary takes them: who has the last word, the default connection, and what doctor tells.

use std::{fs, os::unix::fs::PermissionsExt as _};

use serde_json::{Value, json};

use crate::{
    situation::{Host, Ran, right, running},
    spoken::hint,
};

/// Writes the user's settings file.
fn settings(host: &Host, text: &str) {
    fs::create_dir_all(host.config()).unwrap();
    fs::set_permissions(host.config(), fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(host.config().join("config.toml"), text).unwrap();
}

/// Runs the binary with these variables besides.
fn run_with(host: &Host, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
    let output = host.command(arguments).envs(variables.iter().copied()).output().expect("the binary starts");
    let text = |bytes| String::from_utf8(bytes).expect("only UTF-8 is printed");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn row(doctor: &Value, setting: &str) -> (String, String) {
    let rows = doctor["settings"].as_array().expect("rows");
    let row = rows.iter().find(|it| it["setting"] == setting).expect("a row for it");
    (row["value"].as_str().unwrap().to_owned(), row["from"].as_str().unwrap().to_owned())
}

#[test]
fn an_option_goes_before_a_variable_and_a_variable_before_the_file() {
    let host = Host::new();
    let timeout = |arguments: &[&str], variables: &[(&str, &str)]| {
        row(&run_with(&host, &[&["doctor", "--json"], arguments].concat(), variables).json(), "timeout")
    };
    assert_eq!(timeout(&[], &[]), ("30 s".into(), "built in".into()));
    settings(&host, "timeout = 4\n");
    assert_eq!(timeout(&[], &[]), ("4 s".into(), "user".into()));
    let variable = [("PSA_CONNECT_TIMEOUT", "3")];
    assert_eq!(timeout(&[], &variable), ("3 s".into(), "PSA_CONNECT_TIMEOUT".into()));
    assert_eq!(timeout(&["--timeout", "2"], &variable), ("2 s".into(), "option".into()));
}

#[test]
fn every_variable_reaches_its_setting() {
    let host = Host::new();
    let elsewhere = host.config().with_file_name("elsewhere");
    let variables = [
        ("PSA_CONNECT_INTEGRATION", "sync365"),
        ("PSA_CONNECT_STORE", "file"),
        ("PSA_CONNECT_CA_FILE", "ca.pem"),
        ("PSA_CONNECT_TIMEOUT", "7"),
        ("PSA_CONNECT_DATABASE", "postgres://me@db.example/data"),
        ("HTTPS_PROXY", "http://me:canary@proxy.example:3128"),
        ("PSA_CONNECT_CONFIG_DIR", elsewhere.to_str().unwrap()),
    ];
    let ran = run_with(&host, &["doctor", "--json"], &variables);
    assert!(!ran.out.contains("canary") && !ran.err.contains("canary"), "{ran:?}");
    let doctor = ran.json();
    let of = |value: &str, from: &str| (value.to_owned(), from.to_owned());
    assert_eq!(row(&doctor, "integration"), of("sync365", "PSA_CONNECT_INTEGRATION"));
    assert_eq!(row(&doctor, "store"), of("file", "PSA_CONNECT_STORE"));
    assert_eq!(row(&doctor, "ca_file"), of("ca.pem", "PSA_CONNECT_CA_FILE"));
    assert_eq!(row(&doctor, "timeout"), of("7 s", "PSA_CONNECT_TIMEOUT"));
    assert_eq!(row(&doctor, "database"), of("postgres://me@db.example:5432/data", "PSA_CONNECT_DATABASE"));
    assert_eq!(row(&doctor, "proxy"), of("http://proxy.example:3128", "HTTPS_PROXY"));
    assert_eq!(row(&doctor, "config_dir").1, "option", "the option is given by this test");
    assert_eq!(doctor["stores"][0]["store"], "file", "the preferred one comes first");

    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_psa-connect"));
    command.args(["default", "--clear"]).env_clear().env("PSA_CONNECT_CONFIG_DIR", &elsewhere);
    assert!(command.output().expect("it starts").status.success());
    assert!(elsewhere.join("config.toml").is_file());
}

#[test]
fn a_broken_settings_file_stops_what_would_act_and_not_what_helps() {
    let host = Host::new();
    settings(&host, "allowed_stores = [\"canary\"]\n");
    let clue = "config.toml, line 1, allowed_stores: expected a list of";
    for arguments in [&["list"][..], &["test", "--all"], &["drafts"], &["default"], &["setup"]] {
        let ran = host.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(7), ""), "{ran:?}");
        assert!(ran.err.contains(clue) && !ran.err.contains("canary"), "{ran:?}");
    }
    for arguments in [&["completions", "bash"][..], &["explain", "HTTP 401"], &["guide", "autotask"], &["doctor"]] {
        let ran = host.run(arguments);
        assert!(ran.code == Some(0) && !ran.out.is_empty(), "{ran:?}");
        assert!(format!("{}{}", ran.out, ran.err).contains(clue), "{ran:?}");
        assert!(!ran.out.contains("canary") && !ran.err.contains("canary"), "{ran:?}");
    }
}

#[test]
fn a_variable_that_cannot_be_understood_is_named_without_its_value() {
    let host = Host::new();
    let ran = run_with(&host, &["list"], &[("PSA_CONNECT_STORE", "canary")]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("PSA_CONNECT_STORE: expected encrypted-file"), "{ran:?}");
    assert!(!ran.err.contains("canary"), "{ran:?}");
}

#[test]
fn a_password_in_an_address_is_refused_wherever_it_stands_and_never_said() {
    let host = Host::new();
    let url = "postgres://me:canary@db.example/data";
    let by_option = host.run(&["list", "--database", url]);
    let is = "--database: it has a password in it, which comes from PGPASSWORD or a .pgpass file only";
    assert!(by_option.code == Some(2) && by_option.err.contains(is), "{by_option:?}");
    let by_variable = run_with(&host, &["list"], &[("PSA_CONNECT_DATABASE", url)]);
    let is = "PSA_CONNECT_DATABASE: expected sqlite, or postgres://user@host:port/database without a password";
    assert!(by_variable.code == Some(2) && by_variable.err.contains(is), "{by_variable:?}");
    settings(&host, &format!("database = \"{url}\"\n"));
    let by_file = host.run(&["list"]);
    assert!(by_file.code == Some(7) && by_file.err.contains("line 1, database: expected sqlite, or"), "{by_file:?}");
    for ran in [by_option, by_variable, by_file] {
        assert!(!ran.out.contains("canary") && !ran.err.contains("canary"), "{ran:?}");
    }
}

#[test]
fn a_default_is_set_shown_used_said_and_cleared() {
    let (host, it) = (Host::new(), running("healthy"));
    host.save("acme", it.sandbox.autotask(), right);
    for arguments in [&["test"][..], &["report"], &["credentials"], &["exec", "--", "true"]] {
        let ran = host.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains(&hint(&host, "default NAME")), "{ran:?}");
    }
    settings(&host, "# mine\ntimeout = 20\n");
    assert_eq!(host.run(&["default", "gone"]).code, Some(2));
    let ran = host.run(&["default", "acme"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(host.run(&["default"]).out, "acme\n");
    assert_eq!(host.run(&["default", "--json"]).json(), json!({ "version": 1, "default": "acme" }));
    let text = fs::read_to_string(host.config().join("config.toml")).unwrap();
    assert!(text.starts_with("# mine\ntimeout = 20\n"), "{text}");

    for (arguments, shows) in [
        (&["test"][..], "Autotask"),
        (&["report"], "acme"),
        (&["credentials"], "\"name\":\"acme\""),
        (&["exec", "--", "sh", "-c", "echo $PSA_CONNECT_EXEC"], "acme\n"),
    ] {
        let ran = host.run(arguments);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.contains(shows), "{ran:?}");
        assert!(ran.err.contains("Using the default connection, acme."), "{ran:?}");
    }
    assert!(!host.run(&["test", "acme"]).err.contains("default"));
    assert_eq!(host.run(&["list", "--json"]).json()["connections"][0]["default"], true);
    for arguments in [&["remove", "--force"][..], &["rotate"]] {
        assert_eq!(host.run(arguments).code, Some(2), "{arguments:?} wants a name");
    }
    let ran = host.run(&["remove", "acme", "--force"]);
    assert!(ran.code == Some(0) && ran.err.contains("there is none any more"), "{ran:?}");
    assert_eq!(host.run(&["default"]).out, "");
}

#[test]
fn a_default_that_is_not_there_any_more_says_so() {
    let host = Host::new();
    settings(&host, "default = \"gone\"\n");
    let ran = host.run(&["test"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("gone") && ran.err.contains(&hint(&host, "default NAME")), "{ran:?}");
}

#[test]
fn doctor_tells_everything_and_no_secret() {
    let (host, it) = (Host::new(), running("healthy"));
    host.save("acme", it.sandbox.autotask(), right);
    fs::write(host.config().join("connections/bad.toml"), "key = \"canary\n").unwrap();
    fs::write(host.config().join("connections/.new-1"), "").unwrap();
    fs::set_permissions(host.config(), fs::Permissions::from_mode(0o755)).unwrap();
    settings_in(&host, "default = \"acme\"\nproxy = \"http://proxy.example:3128\"\n");
    let ran = host.run(&["doctor", "--json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for (_, value) in &it.sandbox.autotask().login {
        assert!(value.len() < 12 || !ran.out.contains(value), "{ran:?}");
    }
    assert!(!ran.out.contains("canary"), "{ran:?}");
    let doctor = ran.json();
    assert_eq!(row(&doctor, "default"), ("acme".into(), "user".into()));
    assert_eq!(row(&doctor, "allowed_stores"), ("all".into(), "built in".into()));
    assert_eq!(doctor["directory"]["mode"], "0700");
    assert!(doctor["directory"]["repaired"][0].as_str().unwrap().contains("0755"));
    assert_eq!(doctor["connections"][0]["name"], "acme");
    assert_eq!(doctor["connections"][0]["keys_since"], "2026-08-21T10:00:00Z");
    assert_eq!(doctor["connections"][1]["name"], "bad");
    assert!(doctor["connections"][1]["broken"]["error"].as_str().unwrap().contains("line 1"));
    assert_eq!(doctor["left"], json!({ "drafts": 0, "unreadable_drafts": 0, "leftovers": 1 }));
    assert_eq!((&doctor["version"], &doctor["exit"], &doctor["troubles"]), (&json!(1), &json!(0), &json!([])));

    let text = host.run(&["doctor"]).out;
    let home = host.config().parent().unwrap().display().to_string();
    let uid = format!("uid {}", rustix::process::geteuid().as_raw());
    let text = text.replace(&home, "HOME").replace(&uid, "uid N").replace(env!("CARGO_PKG_VERSION"), "VERSION");
    let host_own = [("kernel ", ", with"), ("authorities ", " of this host")];
    let text: Vec<_> = text
        .lines()
        .map(|it| masked(it, &host_own))
        .map(|it| aged(it.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect();
    insta::assert_snapshot!(text.join("\n"));
}

/// The line without what every host has of its own between these words.
fn masked(line: &str, own: &[(&str, &str)]) -> String {
    let found = own.iter().find_map(|(from, to)| {
        let (before, rest) = line.split_once(from)?;
        let (_, after) = rest.split_once(to)?;
        Some(format!("{before}{from}N{to}{after}"))
    });
    found.unwrap_or_else(|| line.to_owned())
}

/// The line with the age of keys, which grows, taken out.
fn aged(line: String) -> String {
    if line.starts_with("acme file") { "acme file AGE never".into() } else { line }
}

/// Writes the user's settings file and leaves the directory as it is.
fn settings_in(host: &Host, text: &str) {
    fs::write(host.config().join("config.toml"), text).unwrap();
}

#[test]
fn doctor_fails_when_no_store_can_be_used() {
    let host = Host::new();
    settings(&host, "allowed_stores = []\n");
    let ran = host.run(&["doctor", "--json"]);
    assert_eq!(ran.code, Some(7), "{ran:?}");
    let doctor = ran.json();
    assert_eq!(row(&doctor, "allowed_stores"), ("none is allowed by all settings".into(), "user".into()));
    assert!(doctor["stores"].as_array().unwrap().iter().all(|it| it["usable"] == false));
}
