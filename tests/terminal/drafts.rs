//! Set-ups that are cut off: killed, or with the terminal closed under them.

use std::{fs, io::ErrorKind, path::Path, process::Command};

use crate::{
    RICH, connectwise_to_login, connectwise_to_site,
    pty::{Pty, keys},
};

const CANARY: &str = "Canary9Key8Cut77";
const LOGIN: &str = "step = \"login\"";

/// Says whether a draft is kept at the login. One that is still being written has another name, and is no draft when it is cut off.
fn is_kept(root: &Path) -> bool {
    holding(root, LOGIN).iter().any(|it| !it.contains("/.new-"))
}

/// Every file below whose bytes hold `text`.
fn holding(root: &Path, text: &str) -> Vec<String> {
    let mut found = vec![];
    let mut ahead = vec![root.to_owned()];
    while let Some(path) = ahead.pop() {
        if path.is_dir() {
            ahead.extend(fs::read_dir(&path).expect("readable").map(|it| it.expect("an entry").path()));
            continue;
        }
        let bytes = match fs::read(&path) {
            // The program that runs puts a draft in the place of the one before.
            Err(gone) if gone.kind() == ErrorKind::NotFound => continue,
            bytes => bytes.expect("readable"),
        };
        if bytes.windows(text.len()).any(|it| it == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// At the login with a key in its field.
fn with_a_key(home: tempfile::TempDir) -> Pty {
    let mut pty = Pty::demo_at(home, 80, 24, &RICH);
    connectwise_to_login(&mut pty);
    pty.press(&format!("\x1b[200~{CANARY}\x1b[201~"));
    pty.sees("typing replaces it");
    // Choices, after which the draft is looked at again; in the meantime the one of this step is written.
    for _ in 0..1000 {
        pty.press(keys::F3);
        pty.sees("Hide ends");
        pty.press(keys::F3);
        pty.sees("Show ends");
        if is_kept(&pty.config()) {
            return pty;
        }
    }
    panic!("the login step is not kept");
}

/// Starts again after a cut, and takes up what is offered.
fn is_taken_up(home: tempfile::TempDir) {
    assert_eq!(holding(home.path(), CANARY), Vec::<String>::new());
    let mut pty = Pty::demo_at(home, 80, 24, &RICH);
    pty.sees("Go on where it was cut off?");
    pty.sees("Cut off at step 5 of 9 (Login), just now: ConnectWise PSA for Sync 365,");
    pty.press(keys::ENTER);
    pty.sees("Enter the API user's login");
    pty.sees("The keys were not kept: paste them again.");
    pty.sees("[acme ");
    assert!(!pty.screen().contains("16 characters"), "{}", pty.screen());
    pty.press(keys::CTRL_C);
    pty.sees("Press Ctrl-C again to leave");
    pty.press(keys::CTRL_C);
    let left = pty.ended();
    left.gave_the_terminal_back();
    assert!(left.told_that_answers_are_kept());
    assert_eq!(holding(left.home.path(), CANARY), Vec::<String>::new());
    assert_eq!(holding(left.home.path(), LOGIN).len(), 1, "it is kept once more, in the same place");
}

#[test]
fn a_set_up_that_was_killed_is_offered_and_taken_up_without_its_keys() {
    let home = tempfile::tempdir().expect("a folder");
    is_taken_up(with_a_key(home).killed());
}

#[test]
fn a_set_up_whose_terminal_was_closed_is_offered_and_taken_up_without_its_keys() {
    let home = tempfile::tempdir().expect("a folder");
    is_taken_up(with_a_key(home).hung_up());
}

#[test]
fn what_was_typed_last_is_there_when_the_terminal_was_closed_under_it() {
    let mut pty = Pty::demo(80, 24, &RICH);
    connectwise_to_site(&mut pty);
    pty.sees("[acme ");
    let mut pty = Pty::demo_at(pty.hung_up(), 80, 24, &RICH);
    pty.sees("Go on where it was cut off?");
    pty.press(keys::ENTER);
    pty.sees("Where does your ConnectWise PSA answer");
    // Closing it typed one key more.
    pty.sees("[acme");
}

#[test]
fn what_is_offered_can_be_left_for_later() {
    let home = tempfile::tempdir().expect("a folder");
    let mut pty = Pty::demo_at(with_a_key(home).killed(), 80, 24, &RICH);
    pty.sees("Go on where it was cut off?");
    pty.press("n");
    pty.sees("Which PSA");
    pty.press(keys::CTRL_C);
    pty.sees("Press Ctrl-C again to leave");
    pty.press(keys::CTRL_C);
    let left = pty.ended();
    assert!(!left.told_that_answers_are_kept(), "this run has none");
    assert_eq!(holding(left.home.path(), LOGIN).len(), 1);
}

#[test]
fn a_set_up_that_still_runs_is_offered_to_nobody_else() {
    let pty = with_a_key(tempfile::tempdir().expect("a folder"));
    let listed = |config: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_psa-connect"));
        command.arg("--config-dir").arg(config).args(["drafts", "--json"]).env_clear().env("HOME", config);
        let output = command.output().expect("the binary starts");
        String::from_utf8(output.stdout).expect("only UTF-8 is printed").matches("\"step\": \"login\"").count()
    };
    assert_eq!(listed(&pty.config()), 0);
    let home = pty.killed();
    assert_eq!(listed(&home.path().join("config")), 1);
}
