//! Answers at a terminal: what is known is filled in and not sent, the rest is asked for, and what was answered is kept.

use std::{fs, os::unix::fs::PermissionsExt as _};

use portable_pty::CommandBuilder;

use crate::{situation::Host, typed::Asked};

const PRIVATE_KEY: &str = "Sbx8kPrv2mYh63Rd";
const CTRL_N: &str = "\x0e";

#[test]
fn what_is_open_is_asked_for_on_the_screen_and_what_was_answered_is_kept() {
    let host = Host::new();
    let key = host.file("public", "Sbx4kPub7wQz91Tn\n");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    let answers = host.file(
        "answers.toml",
        &format!(
            "version = 1\npsa = \"connectwise\"\nintegration = \"sync365\"\nname = \"acme\"\nstore = \"file\"\npull = \"later\"\n\
             site = {{ look_up = true }}\n[login]\ncompany = \"acme\"\npublic_key = {{ file = \"{0}\" }}\n\
             client_id = {{ command = [\"echo\", \"5a4d0b0c-0000-4000-8000-000000000365\"] }}\n",
            key.display()
        ),
    );
    let kept = answers.with_file_name("kept.toml");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_psa-connect"));
    command.env_clear();
    for (name, value) in [("TERM", "xterm-256color"), ("LANG", "en_GB.UTF-8"), ("PATH", "/usr/bin:/bin")] {
        command.env(name, value);
    }
    command.env("HOME", answers.parent().unwrap());
    command.args(["--demo".as_ref(), "--config-dir".as_ref(), host.config().as_os_str()]);
    command.args(["setup".as_ref(), "--answers".as_ref(), answers.as_os_str()]);
    command.args(["--save-answers".as_ref(), kept.as_os_str()]);
    let mut asked = Asked::start(command);
    // The one field that is open has the focus.
    asked.answer("Enter the API user's login", &format!("\x1b[200~{PRIVATE_KEY}\x1b[201~"));
    asked.answer("typing replaces it", CTRL_N);
    asked.answer("Test again", CTRL_N);
    asked.answer("Companies", CTRL_N);
    asked.answer("[ Save ]", CTRL_N);
    asked.answer("is saved", CTRL_N);
    let ended = asked.ended();
    assert!(ended.code == 0 && ended.is_restored, "{ended:?}");
    assert!(!ended.text.contains(PRIVATE_KEY), "{ended:?}");
    let saved = fs::read_to_string(host.config().join("connections/acme.toml")).unwrap();
    assert!(saved.contains("store = \"file\""), "{saved}");
    assert!(!host.config().join("mirrors").exists(), "the lists are pulled later");
    let text = fs::read_to_string(kept).unwrap();
    assert!(text.contains("private_key = { env = \"PSA_CONNECT_PRIVATE_KEY\" }"), "{text}");
    assert!(!text.contains(PRIVATE_KEY) && text.contains("pull = \"later\""), "{text}");
}
