//! Answers at a terminal: what is known is filled in and not sent, the rest is asked for, and what was answered is kept.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use crate::{
    RICH,
    pty::{Pty, keys},
};

const PRIVATE_KEY: &str = "Sbx8kPrv2mYh63Rd";

const ANSWERS: &str = "\
version = 1
psa = \"connectwise\"
integration = \"sync365\"
name = \"acme\"
store = \"file\"
pull = \"later\"
site = { look_up = true }

[login]
company = \"acme\"
public_key = { file = \"public\" }
client_id = { command = [\"/bin/echo\", \"5a4d0b0c-0000-4000-8000-000000000365\"] }
";

fn write(home: &Path, name: &str, text: &str) {
    fs::write(home.join(name), text).expect("a file");
    fs::set_permissions(home.join(name), fs::Permissions::from_mode(0o600)).expect("its mode can be changed");
}

#[test]
fn what_is_open_is_asked_for_on_the_screen_and_what_was_answered_is_kept() {
    let home = tempfile::tempdir().expect("a folder");
    write(home.path(), "public", "Sbx4kPub7wQz91Tn\n");
    write(home.path(), "answers.toml", ANSWERS);
    let arguments = ["--demo", "setup", "--answers", "answers.toml", "--save-answers", "kept.toml"];
    let mut pty = Pty::at(home, [80, 24], &RICH, &arguments);
    pty.sees("Enter the API user's login");
    // The one field that is open has the focus, and nothing was sent.
    pty.press(&format!("\x1b[200~{PRIVATE_KEY}\x1b[201~"));
    pty.sees("typing replaces it");
    pty.press(keys::CTRL_N);
    pty.sees("Test again");
    pty.press(keys::CTRL_N);
    pty.sees("240");
    pty.press(keys::CTRL_N);
    pty.sees("(•) File for unattended jobs");
    pty.press(keys::CTRL_N);
    pty.sees("\"acme\" is saved");
    pty.press(keys::ENTER);
    let left = pty.ended();
    assert_eq!(left.status.exit_code(), 0);
    assert_eq!(left.line[0], left.line[1], "the line's state");
    let raw = String::from_utf8_lossy(&left.raw);
    assert!(!raw.contains(PRIVATE_KEY));
    // What is left on the terminal when the screen is gone.
    let behind = raw.rsplit_once("\x1b[?25h").map(|it| it.1).unwrap_or_default();
    for part in ["Saved: acme, ConnectWise PSA, http", "connections/acme.toml", "keys in file: ", "Next: psa-connect "]
    {
        assert!(behind.contains(part), "{part}: {behind}");
    }
    let (config, kept) = (left.home.path().join("config"), left.home.path().join("kept.toml"));
    assert!(config.join("connections/acme.toml").exists());
    assert!(!config.join("mirrors").exists(), "the lists are pulled later");
    let text = fs::read_to_string(kept).expect("the answers are kept");
    assert!(text.contains("private_key = { env = \"PSA_CONNECT_PRIVATE_KEY\" }"), "{text}");
    assert!(!text.contains(PRIVATE_KEY) && text.contains("pull = \"later\""), "{text}");
}
