//! What commands say and note beside their data: hints that can be pasted, lines of a terminal, the outcome of each job.

use std::fs;

use crate::{
    situation::{Host, right},
    unattended::{answers, is_saved, set_up, small},
};

/// A command as a hint shows it: with the directory that was named.
pub(crate) fn hint(host: &Host, command: &str) -> String {
    format!("psa-connect --config-dir {} {command}", host.config().display())
}

/// A hint that can be pasted as it stands.
fn pasted(text: &str, begins: &str) -> Vec<String> {
    let line = text.lines().find_map(|it| it.split_once(begins)).unwrap_or_else(|| panic!("{begins} is not in {text}"));
    line.1.split(')').next().unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

#[test]
fn a_hint_repeats_the_directory_that_was_given_and_works_as_pasted() {
    let it = small("healthy");
    let host = Host::new();
    let ran = host.run(&["test"]);
    let config = host.config().display().to_string();
    let words = pasted(&ran.err, "Name one (psa-connect ");
    assert_eq!(words, ["--config-dir", config.as_str(), "list"], "{ran:?}");
    host.save("acme", it.sandbox.connectwise(), right);
    // Without any other word about where the connections are.
    let arguments: Vec<_> = words.iter().map(String::as_str).collect();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_psa-connect"));
    let output = command.args(arguments).env_clear().env("HOME", host.state()).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("acme"), "{output:?}");
    let ran = host.run(&["test", "--json"]);
    assert!(ran.json()["remedy"].as_str().unwrap().contains("psa-connect --config-dir "), "{ran:?}");
}

#[test]
fn what_programs_read_and_doctor_repeat_the_directory_too() {
    let host = Host::new();
    let drafts = host.config().join("drafts");
    fs::create_dir_all(&drafts).unwrap();
    fs::write(drafts.join("cut.toml"), "version = 1\nno = \"draft\"\n").unwrap();
    let ran = host.run(&["drafts", "--json"]);
    let says = ran.json()["broken"][0]["remedy"].as_str().unwrap_or_default().to_owned();
    assert!(says.contains(&hint(&host, "drafts --clear")), "{ran:?}");
    let ran = host.run(&["doctor"]);
    assert!(ran.out.contains(&hint(&host, "drafts")), "{ran:?}");
}

#[test]
fn a_hint_says_nothing_of_a_directory_that_was_not_given() {
    let host = Host::new();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_psa-connect"));
    let output = command.arg("test").env_clear().env("HOME", host.state()).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("psa-connect ") && !err.contains("--config-dir"), "{err}");
}

#[test]
fn missing_rights_say_where_to_mend_them_before_how_to_set_them_aside() {
    let it = small("two-rights-missing");
    let host = Host::new();
    let text = answers(&host, it.sandbox.connectwise());
    let ran = set_up(&host, &text, &[]);
    let at = |text: &str| ran.err.rfind(text).unwrap_or_else(|| panic!("{text}: {ran:?}"));
    assert!(at("): System > Security Roles") < at("hint: First have what is missing set"), "{ran:?}");
    assert!(at("hint: First have what is missing set") < at("on_missing_rights"), "{ran:?}");
    // What is piped is not wrapped.
    assert!(ran.err.lines().any(|it| it.len() > 120), "{ran:?}");
    assert!(!is_saved(&host, "acme"));
}

#[test]
fn the_log_says_what_became_of_each_job_and_nothing_of_what_was_in_it() {
    let it = small("healthy");
    let served = &it.sandbox.connectwise().clone();
    let host = Host::new();
    let ran = set_up(&host, &answers(&host, served).replace("[login]", "pull = \"now\"\n[login]"), &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    host.save("wrong", served, |id, value| if id == "private_key" { "WrongWrongWrong1".into() } else { value.into() });
    assert_eq!(host.run(&["test", "wrong"]).code, Some(3));
    drop(it);
    assert_ne!(host.run(&["pull", "acme"]).code, Some(0));
    let log = fs::read_to_string(host.state().join("psa-connect/psa-connect.log")).unwrap();
    let of = |text: &str| log.lines().find(|it| it.contains(text)).unwrap_or_else(|| panic!("{text}: {log}"));
    let number = |line: &str, key: &str| -> u64 {
        let rest = line.split_once(&format!(" {key}=")).unwrap_or_else(|| panic!("{key}: {line}")).1;
        rest.split(' ').next().unwrap().parse().unwrap()
    };
    let tested = of("outcome=\"tested\"");
    assert!(tested.contains("ended") && tested.contains("name=\"test\""), "{tested}");
    assert_eq!((number(tested, "checks"), number(tested, "rights")), (10, 14));
    assert!(!tested.contains("failed="), "what was not counted is left out: {tested}");
    assert!(number(tested, "granted") > 5 && number(tested, "ms") < 60_000, "{tested}");
    assert!(number(of("outcome=\"previewed\""), "lists") > 0);
    assert!(number(of("outcome=\"pulled\""), "rows") > 0);
    assert!(of("fault=\"refused-connection\"").contains("failed"));
    let started = log.lines().filter(|it| it.ends_with('"') && it.contains(" started ")).count();
    let over = |it: &&str| [" ended ", " failed ", " stopped "].iter().any(|word| it.contains(word));
    assert_eq!(started, log.lines().filter(|it| it.contains("name=")).filter(over).count(), "{log}");
    for (id, value) in served.login.iter().filter(|it| it.0 != "company") {
        assert!(!log.contains(value), "{id}");
    }
    assert!(!log.contains("WrongWrongWrong1"));
}
