//! Where the passphrase of the encrypted store comes from, and what is seen of it.

use std::{fs, io::Write as _, os::unix::fs::PermissionsExt as _, process::Stdio};

use portable_pty::CommandBuilder;
use psa_connect::{model::secret::Secret, store::Store};
use rustix::process::{Pid, Signal, kill_process};

use crate::{
    situation::{Host, Ran, right, running},
    typed::{Asked, Ended},
};

const PASSPHRASE: &str = "correct horse battery";

/// A host with connections whose keys are encrypted.
fn locked(served: &psa_connect::sandbox::Served, names: &[&str]) -> Host {
    let host = Host::new();
    let store = Store::at(host.config());
    store.choose_passphrase(None, &Secret::new(PASSPHRASE)).unwrap();
    for name in names {
        host.save(name, served, right);
        let name = psa_connect::model::saved::Name::new(name).unwrap();
        store.move_to(&name, psa_connect::model::store_kind::StoreKind::EncryptedFile).unwrap();
    }
    host
}

fn file(host: &Host, text: &str) -> String {
    let path = host.file("passphrase", text);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path.display().to_string()
}

/// The binary at a terminal.
fn at_terminal(host: &Host, arguments: &[&str]) -> Asked {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_psa-connect"));
    command.args(["--config-dir".into(), host.config()]);
    command.args(arguments);
    command.env_clear();
    command.env("HOME", host.config());
    command.env("XDG_STATE_HOME", host.state());
    command.cwd(host.config().parent().unwrap());
    Asked::start(command)
}

fn answered(host: &Host, arguments: &[&str], answers: &[(&str, &str)]) -> Ended {
    let mut asked = at_terminal(host, arguments);
    for (question, answer) in answers {
        asked.answer(question, &format!("{answer}\r"));
    }
    let ended = asked.ended();
    assert!(ended.is_restored, "{ended:?}");
    for (_, answer) in answers {
        assert!(!ended.text.contains(answer), "{answer} was shown: {ended:?}");
    }
    ended
}

#[test]
fn a_passphrase_comes_from_a_file_the_input_or_systemd() {
    let it = running("healthy");
    let host = locked(it.sandbox.autotask(), &["acme"]);
    let good = file(&host, &format!("{PASSPHRASE}\r\nanother line\n"));
    let fine = |ran: &Ran| assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    fine(&host.run(&["test", "acme", "--passphrase-file", &good]));

    let mut child = host.command(&["test", "acme", "--passphrase-file", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{PASSPHRASE}\n").as_bytes()).unwrap();
    assert!(child.wait_with_output().unwrap().status.success());

    let credentials = host.config().parent().unwrap().join("credentials");
    fs::create_dir(&credentials).unwrap();
    let run = || host.command(&["test", "acme"]).env("CREDENTIALS_DIRECTORY", &credentials).output().unwrap();
    assert_eq!(run().status.code(), Some(7), "a directory without ours");
    fs::copy(&good, credentials.join("psa-connect-passphrase")).unwrap();
    assert!(run().status.success());

    fs::set_permissions(&good, fs::Permissions::from_mode(0o644)).unwrap();
    let ran = host.run(&["test", "acme", "--passphrase-file", &good]);
    assert!(ran.err.starts_with("warning: other accounts may be able to read "), "{ran:?}");
}

#[test]
fn without_a_passphrase_it_says_how_to_give_one() {
    let it = running("healthy");
    let host = locked(it.sandbox.autotask(), &["acme"]);
    for arguments in [&["test", "acme", "--json"][..], &["test", "acme", "--json", "--no-input"]] {
        let ran = host.run(arguments);
        let told = ran.json();
        assert_eq!((ran.code, told["fault"].as_str()), (Some(7), Some("store-locked")), "{ran:?}");
        assert!(told["remedy"].as_str().unwrap().contains("--passphrase-file"), "{ran:?}");
    }
    let ran = host.run(&["test", "acme", "--json", "--passphrase-file", &file(&host, "wrong horse battery\n")]);
    assert_eq!((ran.code, ran.json()["fault"].as_str()), (Some(7), Some("wrong-passphrase")));
    let ran = host.run(&["test", "acme", "--passphrase-file", &file(&host, "\n")]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("its first line holds no text"), "{ran:?}");
}

#[test]
fn a_person_is_asked_once_for_all_and_may_misspell_it_twice() {
    let it = running("healthy");
    let host = locked(it.sandbox.autotask(), &["acme", "beta"]);
    let question = "identity.age: ";
    let answers = [(question, "wrong horse"), (question, "wrong again"), (question, PASSPHRASE)];
    let ended = answered(&host, &["test", "--all"], &answers);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.text.contains("2 tries are left.") && ended.text.contains("One try is left."), "{ended:?}");
    assert_eq!(ended.text.matches(question).count(), 3, "{ended:?}");
}

#[test]
fn a_store_that_stays_locked_keeps_no_other_connection_from_its_test() {
    let it = running("healthy");
    let host = locked(it.sandbox.autotask(), &["acme", "beta"]);
    host.save("plain", it.sandbox.autotask(), right);
    let question = "identity.age: ";
    let ended =
        answered(&host, &["test", "--all"], &[(question, "wrong 1"), (question, "wrong 2"), (question, "wrong 3")]);
    assert_eq!((ended.code, ended.text.matches(question).count()), (7, 3), "{ended:?}");
    assert!(ended.text.contains("acme: this passphrase") && ended.text.contains("beta: this passphrase"), "{ended:?}");
    let ran = host.run(&["test", "--all", "--json"]);
    let told = ran.json();
    assert_eq!(told["connections"].as_array().map(Vec::len), Some(1), "{ran:?}");
}

#[test]
fn the_terminal_is_given_back_when_it_is_stopped() {
    let it = running("healthy");
    let host = locked(it.sandbox.autotask(), &["acme"]);
    let mut asked = at_terminal(&host, &["test", "acme"]);
    asked.answer("identity.age: ", "half of it\x03");
    let ended = asked.ended();
    assert_eq!((ended.code, ended.is_restored), (130, true), "{ended:?}");
    for signal in [Signal::TERM, Signal::QUIT] {
        let mut asked = at_terminal(&host, &["test", "acme"]);
        asked.sees("identity.age: ");
        let pid = asked.child.process_id().unwrap().try_into().unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
        let ended = asked.ended();
        assert_eq!((ended.code, ended.is_restored), (130, true), "{signal:?}: {ended:?}");
    }
}

#[test]
fn control_backslash_and_control_z_neither_end_nor_stop_what_hides_a_passphrase() {
    let it = running("healthy");
    let host = locked(it.sandbox.autotask(), &["acme"]);
    let mut asked = at_terminal(&host, &["test", "acme"]);
    // They are characters like others, and of no passphrase.
    asked.answer("identity.age: ", "\x1c\x1a\r");
    asked.answer("identity.age: ", "\x03");
    let ended = asked.ended();
    assert_eq!((ended.code, ended.is_restored), (130, true), "{ended:?}");
    assert!(ended.text.contains("2 tries are left."), "{ended:?}");
}

#[test]
fn recipients_are_listed_added_and_removed() {
    let it = running("healthy");
    let host = locked(it.sandbox.autotask(), &["acme"]);
    let own = Store::at(host.config()).recipients().unwrap().remove(0);
    let ran = host.run(&["recipients"]);
    assert_eq!((ran.code, ran.out), (Some(0), format!("{own}  this account\n")));
    let theirs = age::x25519::Identity::generate().to_public().to_string();
    let good = file(&host, PASSPHRASE);
    let ran = host.run(&["recipients", "add", &theirs, "--passphrase-file", &good]);
    assert_eq!((ran.code, ran.err), (Some(0), format!("{theirs} can read every saved key from now on.\n")));
    let listed = host.run(&["recipients", "list", "--json"]).json();
    assert_eq!(listed["recipients"][1]["recipient"], theirs.as_str());
    assert_eq!(host.run(&["test", "acme", "--passphrase-file", &good]).code, Some(0));
    let ran = host.run(&["recipients", "remove", &own, "--passphrase-file", &good]);
    assert_eq!(ran.code, Some(7), "{ran:?}");
    let ran = host.run(&["recipients", "remove", &theirs, "--passphrase-file", &good]);
    assert!(ran.code == Some(0) && ran.err.contains("rotate those keys"), "{ran:?}");
    assert_eq!(host.run(&["recipients", "add", "age1nobody", "--passphrase-file", &good]).code, Some(7));
}

#[test]
fn the_passphrase_is_chosen_and_changed_at_the_terminal() {
    let host = Host::new();
    let (new, again) = ("New passphrase: ", "The same once more: ");
    let ended = answered(&host, &["passphrase"], &[(new, PASSPHRASE), (again, "something else")]);
    assert_eq!(ended.code, 2, "{ended:?}");
    let ended = answered(&host, &["passphrase"], &[(new, PASSPHRASE), (again, PASSPHRASE)]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let old = "Old passphrase of the encrypted store: ";
    let other = "staple staple";
    let ended =
        answered(&host, &["passphrase"], &[(old, "wrong horse"), (old, PASSPHRASE), (new, other), (again, other)]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let first = file(&host, other);
    let second = host.file("new", "of a file this time\n").display().to_string();
    let ran = host.run(&["passphrase", "--passphrase-file", &first, "--new-passphrase-file", &second]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn an_unlock_takes_less_than_100_mb() {
    let it = running("healthy");
    let host = locked(it.sandbox.autotask(), &[]);
    let mut asked = at_terminal(&host, &["passphrase"]);
    asked.answer("Old passphrase of the encrypted store: ", &format!("{PASSPHRASE}\r"));
    asked.sees("New passphrase: ");
    // The most that it ever had, in KiB, without the pages of the program's own file. scrypt itself takes 64 MiB, whatever
    // the host.
    let status = fs::read_to_string(format!("/proc/{}/status", asked.child.process_id().unwrap())).unwrap();
    let of = |name: &str| -> u32 {
        let line = status.lines().find_map(|it| it.strip_prefix(name)).and_then(|it| it.strip_suffix("kB")).unwrap();
        line.trim().parse().unwrap()
    };
    let most = of("VmHWM:") - of("RssFile:");
    asked.answer("", "\x03");
    assert!(asked.ended().is_restored);
    assert!((65_536..100_000).contains(&most), "{most} KiB");
}
