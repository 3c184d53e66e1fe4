//! A set-up without a person: where its answers and secrets come from, what is missing, and what each exit code means.

use std::{fs, io::Write as _, os::unix::fs::PermissionsExt as _, process::Stdio};

use psa_connect::sandbox::{Options, Served, Tls, scenario::Scenario, tenant::Sizes};
use serde_json::Value;

use crate::situation::{Host, Ran, Running, right, started};

/// A sandbox with few rows: these tests are about none of them.
pub(crate) fn small(scenario: &str) -> Running {
    let scenario = Scenario::named(scenario).unwrap();
    started(Options { sizes: Sizes::scaled(0.05), ..Options::of(scenario) })
}

/// The value of one field.
pub(crate) fn value<'a>(served: &'a Served, id: &str) -> &'a str {
    served.login.iter().find(|it| it.0 == id).map(|it| it.1.as_str()).unwrap()
}

/// A file that only this account can read, with one line.
pub(crate) fn secret(host: &Host, name: &str, value: &str) -> String {
    let path = host.file(name, &format!("{value}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path.display().to_string()
}

/// Whole answers for the ConnectWise of this sandbox, with each secret in a file.
pub(crate) fn answers(host: &Host, served: &Served) -> String {
    let source = |id: &str| format!("{id} = {{ file = \"{}\" }}\n", secret(host, id, value(served, id)));
    format!(
        "version = 1\npsa = \"connectwise\"\nintegration = \"sync365\"\nname = \"acme\"\nsite = {{ address = \"{}\" }}\n\
         store = \"file\"\n[login]\ncompany = \"acme\"\n{}{}{}",
        served.home,
        source("public_key"),
        source("private_key"),
        source("client_id")
    )
}

pub(crate) fn set_up(host: &Host, answers: &str, more: &[&str]) -> Ran {
    let file = host.file("answers.toml", answers).display().to_string();
    host.run(&[&["setup", "--answers", &file, "--no-input"], more].concat())
}

/// Runs it with something on its standard input.
fn fed(host: &Host, arguments: &[&str], input: &str, variables: &[(&str, &str)]) -> Ran {
    let mut command = host.command(arguments);
    command.envs(variables.iter().copied()).env("PATH", "/usr/bin:/bin");
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    // A command that reads nothing closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Requests with credentials that arrived since this was last asked.
pub(crate) fn arrived(it: &Running) -> usize {
    let n_arrived = it.sandbox.journal().entries().iter().filter(|it| it.credentials).count();
    it.sandbox.journal().clear();
    n_arrived
}

/// No secret of this login is in what was printed.
pub(crate) fn says_no_secret(ran: &Ran, served: &Served) {
    for (id, value) in served.login.iter().filter(|it| it.0 != "company" && it.0 != "user_name") {
        assert!(!ran.out.contains(value) && !ran.err.contains(value), "{id}: {ran:?}");
    }
}

pub(crate) fn is_saved(host: &Host, name: &str) -> bool {
    host.config().join(format!("connections/{name}.toml")).exists()
}

#[test]
fn secrets_are_read_from_a_file_a_variable_a_program_and_the_standard_input() {
    let it = small("healthy");
    let served = it.sandbox.connectwise();
    let host = Host::new();
    let text = answers(&host, served);
    let file = |id: &str| format!("{{ file = \"{}\" }}", secret(&host, id, value(served, id)));
    let printed = secret(&host, "printed", &format!("{}\nsecond line", value(served, "private_key")));
    let mixed = text
        .replace(&file("public_key"), "{ env = \"PUBLIC\" }")
        .replace(&file("private_key"), &format!("{{ command = [\"cat\", \"{printed}\"] }}"))
        .replace(&file("client_id"), "{ stdin = true }");
    let path = host.file("mixed.toml", &mixed).display().to_string();
    let arguments = ["setup", "mixed", "--answers", &path];
    let client_id = format!("{}\n", value(served, "client_id"));
    let ran = fed(&host, &arguments, &client_id, &[("PUBLIC", value(served, "public_key"))]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    says_no_secret(&ran, served);
    assert!(is_saved(&host, "mixed") && ran.out.contains("\"mixed\" is saved"), "{ran:?}");
    assert!(!host.config().join("drafts").exists(), "nothing waits to be taken up");
    // Several from the standard input: a line each, in the order of the fields.
    let lines = text.replace(&file("public_key"), "{ stdin = true }").replace(&file("private_key"), "{ stdin = true }");
    let path = host.file("lines.toml", &lines).display().to_string();
    let input = format!("{}\n{}\n", value(served, "public_key"), value(served, "private_key"));
    let ran = fed(&host, &["setup", "lines", "--answers", &path], &input, &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    // And all in files, where the answers themselves take the standard input.
    let ran = fed(&host, &["setup", "fed", "--answers", "-"], &text, &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let tests = host.run(&["test", "--all"]);
    assert_eq!(tests.code, Some(0), "each works by itself: {tests:?}");
    let ran = fed(&host, &["setup", "both", "--answers", "-"], &lines, &[]);
    assert!(ran.code == Some(2) && ran.err.contains("login.public_key"), "{ran:?}");
}

#[test]
fn a_secret_that_cannot_be_read_is_named_and_nothing_is_sent() {
    let it = small("healthy");
    let served = it.sandbox.connectwise();
    let host = Host::new();
    let text = answers(&host, served);
    let file = format!("{{ file = \"{}\" }}", secret(&host, "private_key", value(served, "private_key")));
    for (source, says) in [
        ("{ file = \"/no/such/file\" }", "cannot be opened"),
        ("{ env = \"NO_SUCH_VARIABLE\" }", "is not set"),
        ("{ command = [\"/no/such/program\"] }", "no program"),
        ("{ stdin = true }", "no text"),
    ] {
        let ran = set_up(&host, &text.replace(&file, source), &[]);
        assert_eq!((ran.code, arrived(&it)), (Some(2), 0), "{ran:?}");
        assert!(ran.err.contains("login.private_key: ") && ran.err.contains(says), "{source}: {ran:?}");
    }
    let path = host.file("open", value(served, "private_key"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let ran = set_up(&host, &text.replace(&file, &format!("{{ file = \"{}\" }}", path.display())), &[]);
    assert!(ran.code == Some(0) && ran.err.contains("other accounts may be able to read"), "{ran:?}");
}

#[test]
fn a_missing_answer_is_named_with_how_to_give_it_and_nothing_is_sent() {
    let it = small("healthy");
    let host = Host::new();
    let text = answers(&host, it.sandbox.connectwise());
    for id in ["psa", "integration", "site", "company", "public_key", "private_key", "client_id", "name", "store"] {
        let lines: Vec<_> = text.lines().filter(|it| !it.starts_with(&format!("{id} "))).collect();
        let ran = set_up(&host, &lines.join("\n"), &[]);
        assert_eq!((ran.code, arrived(&it)), (Some(2), 0), "{id}: {ran:?}");
        let full = if text.find(id) > text.find("[login]") { format!("login.{id}") } else { id.to_owned() };
        assert!(ran.err.contains(&format!("the answer {full} is missing")), "{ran:?}");
        assert!(ran.err.contains(&format!("{id} = ")), "how it is given: {ran:?}");
    }
    let encrypted = text.replace("store = \"file\"", "store = \"encrypted-file\"");
    let ran = set_up(&host, &encrypted, &[]);
    assert!(ran.code == Some(2) && ran.err.contains("the answer passphrase is missing"), "{ran:?}");
    assert!(!is_saved(&host, "acme"));
}

#[test]
fn a_mistake_is_named_by_its_line_and_a_secret_in_it_is_not_repeated() {
    let it = small("healthy");
    let served = it.sandbox.connectwise();
    let host = Host::new();
    let text = answers(&host, served);
    let file = format!("{{ file = \"{}\" }}", secret(&host, "private_key", value(served, "private_key")));
    let canary = value(served, "private_key");
    for (from, to, says) in [
        (file.as_str(), format!("\"{canary}\""), "line 10, login.private_key: Private key is a secret"),
        (&file, format!("{{ text = \"{canary}\" }}"), "line 10, login.private_key: expected"),
        ("store = \"file\"", format!("store = \"{canary}\""), "line 6, store: expected"),
        ("name = ", format!("secret = \"{canary}\"\nname = "), "line 4, secret: expected"),
        ("version = 1", "version = 2".into(), "line 1, version: expected 1"),
    ] {
        let ran = set_up(&host, &text.replace(from, &to), &[]);
        assert!(ran.code == Some(2) && ran.err.contains(says), "{ran:?}");
        says_no_secret(&ran, served);
    }
    assert_eq!(arrived(&it), 0);
}

#[test]
fn a_refused_login_is_sent_once_and_saves_nothing() {
    let it = small("healthy");
    let host = Host::new();
    let text = answers(&host, it.sandbox.connectwise());
    secret(&host, "private_key", "WrongWrongWrong1");
    let ran = set_up(&host, &text, &[]);
    assert_eq!((ran.code, arrived(&it), is_saved(&host, "acme")), (Some(3), 1, false), "{ran:?}");
    assert!(ran.err.contains("refused the login") && ran.err.contains("API Keys"), "{ran:?}");
    let ran = set_up(&host, &text, &[]);
    assert_eq!((arrived(&it), is_saved(&host, "acme")), (0, false), "it is not sent again: {ran:?}");
    assert!(ran.code != Some(0), "{ran:?}");
    let anyway = text.replace("[login]", "on_failed_test = \"save\"\n[login]");
    let ran = set_up(&host, &anyway, &[]);
    assert_eq!((ran.code, arrived(&it), is_saved(&host, "acme")), (Some(0), 0, true), "{ran:?}");
}

#[test]
fn missing_rights_stop_it_unless_the_answers_say_otherwise() {
    let it = small("two-rights-missing");
    let host = Host::new();
    let text = answers(&host, it.sandbox.connectwise());
    let ran = set_up(&host, &text, &[]);
    assert_eq!((ran.code, is_saved(&host, "acme")), (Some(4), false), "{ran:?}");
    assert!(ran.err.contains("on_missing_rights") && ran.err.contains("System > Security Roles"), "{ran:?}");
    let anyway = text.replace("[login]", "on_missing_rights = \"save\"\n[login]");
    let ran = set_up(&host, &anyway, &[]);
    assert_eq!((ran.code, is_saved(&host, "acme")), (Some(0), true), "{ran:?}");
    assert!(ran.out.contains("2 missing"), "{ran:?}");
}

#[test]
fn a_server_that_is_gone_is_not_reached_and_a_broken_site_is_wrong_use() {
    let it = small("healthy");
    let host = Host::new();
    let text = answers(&host, it.sandbox.connectwise());
    let home = it.sandbox.connectwise().home.to_string();
    drop(it);
    let ran = set_up(&host, &text, &[]);
    assert_eq!((ran.code, is_saved(&host, "acme")), (Some(5), false), "{ran:?}");
    let ran = set_up(&host, &text.replace(&home, "https://ww2.autotask.net"), &[]);
    assert!(ran.code == Some(2) && ran.err.contains("line 5, site: "), "{ran:?}");
}

#[test]
fn a_name_that_exists_is_refused_unless_it_is_replaced() {
    let it = small("healthy");
    let served = it.sandbox.connectwise();
    let host = Host::new();
    host.save("acme", served, right);
    let text = answers(&host, served);
    let ran = set_up(&host, &text, &[]);
    assert_eq!((ran.code, arrived(&it)), (Some(2), 0), "{ran:?}");
    assert!(ran.err.contains("on_existing_name"), "{ran:?}");
    let replaced = text.replace("[login]", "on_existing_name = \"replace\"\n[login]");
    assert_eq!(set_up(&host, &replaced, &[]).code, Some(0));
}

#[test]
fn the_events_are_json_a_line_each_and_end_with_the_exit_code() {
    let short = small("two-rights-missing");
    let host = Host::new();
    let text = answers(&host, short.sandbox.connectwise());
    let ran = set_up(&host, &text, &["--json"]);
    let events = events(&ran);
    assert!(events.iter().all(|it| it["version"] == 1), "{ran:?}");
    let of = |event: &str| events.iter().filter(|it| it["event"] == event).count();
    assert_eq!((of("step"), of("check"), of("right"), of("done")), (6, 10, 14, 1), "{ran:?}");
    let done = events.last().unwrap();
    assert_eq!((&done["event"], &done["exit"], &done["saved"]), (&"done".into(), &4.into(), &Value::Null));
    assert_eq!(done["rights"]["missing"], 2, "{done}");
    assert_eq!(ran.code, Some(4));
    says_no_secret(&ran, short.sandbox.connectwise());
    let whole = small("healthy");
    let text = answers(&host, whole.sandbox.connectwise()).replace("[login]", "pull = \"now\"\n[login]");
    let ran = set_up(&host, &text, &["--json"]);
    let events = self::events(&ran);
    for event in ["site", "check", "right", "sight", "preview", "progress", "pulled", "saved", "done"] {
        assert!(events.iter().any(|it| it["event"] == event), "{event}: {ran:?}");
    }
    assert_eq!(events.last().unwrap()["exit"], 0);
    secret(&host, "private_key", "WrongWrongWrong1");
    let ran = set_up(&host, &text, &["other", "--json"]);
    let events = self::events(&ran);
    let fault = events.iter().find(|it| it["event"] == "fault").unwrap();
    assert!(fault["fault"] == "refused-login" && fault["menu"].is_string() && fault["remedy"].is_string(), "{fault}");
}

pub(crate) fn events(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|it| serde_json::from_str(it).unwrap_or_else(|why| panic!("{why}: {it}"))).collect()
}

#[test]
fn a_new_encrypted_store_gets_its_passphrase_from_where_the_answers_say() {
    let it = small("healthy");
    let host = Host::new();
    let passphrase = secret(&host, "passphrase", "four words by chance");
    let text = answers(&host, it.sandbox.connectwise()).replace(
        "store = \"file\"",
        &format!("store = \"encrypted-file\"\npassphrase = {{ file = \"{passphrase}\" }}"),
    );
    let ran = set_up(&host, &text, &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.out.contains("four words") && !ran.err.contains("four words"), "{ran:?}");
    assert_eq!(host.run(&["test", "acme", "--passphrase-file", &passphrase]).code, Some(0));
    // Now it is set up: nobody reads the passphrase any more, wherever it is.
    fs::remove_file(&passphrase).unwrap();
    let ran = set_up(&host, &text, &["second"]);
    assert_eq!((ran.code, is_saved(&host, "second")), (Some(0), true), "{ran:?}");
    let host = Host::new();
    let ran = set_up(&host, &text, &[]);
    assert_eq!((ran.code, is_saved(&host, "acme")), (Some(2), false), "here it is read: {ran:?}");
    let plain = answers(&host, it.sandbox.connectwise());
    let ran = set_up(&host, &plain, &["--passphrase-file", &passphrase]);
    assert_eq!((ran.code, is_saved(&host, "acme")), (Some(0), true), "{ran:?}");
    let host = Host::new();
    let short = secret(&host, "passphrase", "short");
    let ran = set_up(&host, &text.replace(&passphrase, &short), &[]);
    assert_eq!((ran.code, is_saved(&host, "acme")), (Some(2), false), "{ran:?}");
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_trusted_by_its_fingerprint_only() {
    let scenario = Scenario::named("healthy").unwrap();
    let it = started(Options { tls: Tls::GeneratedCa, sizes: Sizes::scaled(0.05), ..Options::of(scenario) });
    let sandbox = &it.sandbox;
    let host = Host::new();
    let text = answers(&host, sandbox.connectwise());
    let ran = set_up(&host, &text, &["--json"]);
    let done = events(&ran).pop().unwrap();
    assert_eq!((ran.code, is_saved(&host, "acme")), (Some(5), false), "{ran:?}");
    let sha256 = done["certificate"].as_str().unwrap_or_else(|| panic!("{done}")).to_owned();
    assert!(sandbox.journal().entries().iter().all(|it| !it.credentials));
    let other = sha256.replace(&sha256[..2], if sha256.starts_with("AA") { "BB" } else { "AA" });
    let pinned = |it: &str| text.replace("[login]", &format!("pin = \"{it}\"\n[login]"));
    assert_eq!(set_up(&host, &pinned(&other), &[]).code, Some(5));
    assert!(sandbox.journal().entries().iter().all(|it| !it.credentials));
    let ran = set_up(&host, &pinned(&sha256.to_lowercase()), &[]);
    assert_eq!((ran.code, is_saved(&host, "acme")), (Some(0), true), "{ran:?}");
}

#[test]
fn saved_answers_hold_no_secret_and_make_an_equal_connection() {
    let it = small("healthy");
    let served = it.sandbox.connectwise();
    let host = Host::new();
    let kept = host.config().with_file_name("kept.toml");
    let kept = kept.to_str().unwrap();
    let ran = set_up(&host, &answers(&host, served), &["--save-answers", kept]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let like = host.config().with_file_name("like.toml");
    let like = like.to_str().unwrap();
    let ran = host.run(&["setup", "--save-answers", like, "--like", "acme"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for path in [kept, like] {
        let text = fs::read_to_string(path).unwrap();
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        for (id, value) in served.login.iter().filter(|it| it.0 != "company") {
            assert!(!text.contains(value), "{id} is in {path}");
        }
        let ran = set_up(&host, &text, &["again", "--save-answers", path]);
        assert!(ran.code == Some(2) && ran.err.contains("is there already"), "nothing is overwritten: {ran:?}");
    }
    let variables = ["public_key", "private_key", "client_id"]
        .map(|id| (format!("PSA_CONNECT_{}", id.to_ascii_uppercase()), value(served, id)));
    let variables: Vec<_> = variables.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    for (name, path) in [("of-kept", kept), ("of-like", like)] {
        let ran = fed(&host, &["setup", name, "--answers", path, "--no-input"], "", &variables);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(connection(&host, name), connection(&host, "acme"));
        assert_eq!(secrets(&host, name), secrets(&host, "acme"));
    }
}

/// A connection's file without its times.
fn connection(host: &Host, name: &str) -> toml::Table {
    let text = fs::read_to_string(host.config().join(format!("connections/{name}.toml"))).unwrap();
    let mut table: toml::Table = text.parse().unwrap();
    table.remove("saved_at");
    for (part, time) in [("secret", "since"), ("last_test", "at")] {
        table[part].as_table_mut().unwrap().remove(time).unwrap();
    }
    table
}

fn secrets(host: &Host, name: &str) -> String {
    fs::read_to_string(host.config().join(format!("secrets/{name}.1.toml"))).unwrap()
}

/// Whole answers for the simulated Autotask.
pub(crate) fn autotask(host: &Host, it: &Running) -> String {
    let served = it.sandbox.autotask();
    format!(
        "version = 1\npsa = \"autotask\"\nintegration = \"sync365\"\nname = \"acme\"\nsite = {{ look_up = true }}\n\
         store = \"file\"\n[login]\nuser_name = \"{}\"\nsecret = {{ file = \"{}\" }}\ntracking_id = {{ file = \"{}\" }}\n",
        value(served, "user_name"),
        secret(host, "secret", value(served, "secret")),
        secret(host, "tracking_id", value(served, "tracking_id"))
    )
}

#[test]
fn autotask_is_set_up_the_same_way() {
    let host = Host::new();
    // The simulated one, whose zones stand in for the vendor's.
    let it = small("healthy");
    let served = it.sandbox.autotask();
    let text = autotask(&host, &it);
    let ran = set_up(&host, &text, &["--demo"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    says_no_secret(&ran, served);
    let ran = set_up(&host, &text.replace(value(served, "user_name"), "nobody@nowhere.example"), &["other", "--demo"]);
    assert_eq!((ran.code, is_saved(&host, "other")), (Some(3), false), "no zone knows them: {ran:?}");
}
