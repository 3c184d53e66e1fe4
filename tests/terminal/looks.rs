//! Looks that a person chose with the key: kept for the next start on such a terminal, and never in the way of one.

use std::{fs, os::unix::fs::PermissionsExt as _};

use tempfile::TempDir;

use crate::{
    RICH,
    pty::{Pty, keys},
};

const OTHER: [(&str, &str); 2] = [("TERM", "putty"), ("LANG", "en_GB.UTF-8")];

/// Starts, presses keys, leaves, and says whether only ASCII was on the screen.
fn is_ascii(home: TempDir, environment: &[(&str, &str)], arguments: &[&str], toggles: usize) -> (TempDir, bool) {
    let mut pty = Pty::at(home, [80, 24], environment, &[&["--demo"], arguments].concat());
    pty.sees("Which PSA");
    let mut is_ascii = pty.screen().is_ascii();
    for _ in 0..toggles {
        pty.press(keys::CTRL_T);
        pty.sees(if is_ascii { "───" } else { "---" });
        is_ascii = !is_ascii;
    }
    pty.press(keys::CTRL_C);
    let left = pty.ended();
    assert_eq!(left.status.exit_code(), 130, "{:?}", left.status);
    left.gave_the_terminal_back();
    (left.home, is_ascii)
}

#[test]
fn what_the_key_chose_is_there_at_the_next_start_on_such_a_terminal() {
    let home = tempfile::tempdir().expect("a folder");
    let (home, _) = is_ascii(home, &RICH, &[], 1);
    let (home, again) = is_ascii(home, &RICH, &[], 0);
    assert!(again, "it is remembered");
    let (home, other) = is_ascii(home, &OTHER, &[], 0);
    assert!(!other, "for terminals of that kind only");
    let (home, asked) = is_ascii(home, &[RICH[0], RICH[1], ("PSA_CONNECT_ASCII", "0")], &[], 0);
    assert!(!asked, "a variable says otherwise");
    let (home, option) = is_ascii(home, &OTHER, &["--ascii"], 0);
    assert!(option, "an option says otherwise");
    let (home, back) = is_ascii(home, &RICH, &[], 1);
    assert!(!back);
    let (home, rich) = is_ascii(home, &RICH, &[], 0);
    assert!(!rich, "the last choice counts");
    let kept = home.path().join("state/psa-connect/looks.toml");
    assert_eq!(fs::metadata(kept).expect("it is there").permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_is_kept_is_never_a_failure() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("state/psa-connect");
    fs::create_dir_all(folder.join("looks.toml")).expect("a folder where a file should be");
    let (home, ascii) = is_ascii(home, &RICH, &[], 1);
    assert!(ascii);
    fs::remove_dir(folder.join("looks.toml")).expect("it is empty");
    fs::write(folder.join("looks.toml"), "\u{1}rubbish").expect("writable");
    let (_, ascii) = is_ascii(home, &RICH, &[], 0);
    assert!(!ascii);
}
