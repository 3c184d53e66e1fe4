//! Doctor at a terminal: what the keys send is told, and nothing of a paste.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::pty::{Pty, keys};

const CANARY: &str = "Canary7Paste9Two55";

#[test]
fn keys_are_told_as_they_arrive_and_nothing_of_a_paste() {
    let environment = [("TERM", "xterm-256color"), ("LANG", "en_GB.UTF-8"), ("PSA_CONNECT_QUERIES", "0")];
    let home = tempfile::tempdir().expect("a folder");
    let mut pty = Pty::at(home, [100, 50], &environment, &["doctor", "--terminal"]);
    for (asked, sent, says) in [
        ("Press Backspace.", "\x08", "ok: Backspace (^H)"),
        ("Press Esc.", keys::ESC, "ok: Esc (ESC)"),
        ("Press the Up arrow.", "\x1b[B", "as something else: Down arrow (ESC [ B)"),
        ("Press F1.", "\x1bOP", "ok: F1 (ESC O P)"),
    ] {
        pty.sees(asked);
        pty.press(sent);
        pty.sees(says);
    }
    pty.sees("Paste two lines");
    pty.press(&format!("\x1b[200~{CANARY}\r{CANARY}\x1b[201~"));
    let left = pty.ended();
    let said = String::from_utf8_lossy(&left.raw);
    assert_eq!(left.status.exit_code(), 0, "{said}");
    assert!(said.contains("ok: a paste that is marked as one, 37 characters"), "{said}");
    assert!(said.contains("full screen, line drawing, 16 colours, letters in UTF-8"), "{said}");
    assert!(!said.contains("Canary7"), "{said}");
    assert_eq!(left.line[0], left.line[1], "the line's state");
    assert!(said.contains("\x1b[?2004h") && said.rfind("\x1b[?2004l") > said.rfind("\x1b[?2004h"), "{said}");
}

#[test]
fn control_c_ends_the_questions_and_not_the_doctor() {
    let environment = [("TERM", "xterm-256color"), ("PSA_CONNECT_QUERIES", "0")];
    let home = tempfile::tempdir().expect("a folder");
    let mut pty = Pty::at(home, [100, 50], &environment, &["doctor", "--terminal"]);
    pty.sees("Press Backspace.");
    pty.press(keys::CTRL_C);
    let left = pty.ended();
    assert_eq!(left.status.exit_code(), 0);
    assert!(String::from_utf8_lossy(&left.raw).contains("Stores"));
}

#[test]
fn what_is_told_is_wrapped_between_words() {
    let home = tempfile::tempdir().expect("a folder");
    let pty = Pty::at(home, [60, 24], &[("TERM", "dumb")], &["doctor"]);
    let left = pty.ended();
    let said = String::from_utf8_lossy(&left.raw);
    assert!(said.contains("Stores"), "{said}");
    for line in said.lines() {
        // A path is never broken, and may be as long as it likes.
        assert!(line.chars().count() < 60 || line.contains('/'), "{line}\n{said}");
    }
}

#[test]
fn a_long_path_widens_no_row_but_its_own() {
    for columns in [60, 80] {
        let home = tempfile::tempdir().expect("a folder");
        let long = home.path().join("a-folder-with-a-name-that-says-whose-connections-these-are/and-more/psa-connect");
        let long = long.to_str().expect("letters").to_owned();
        let pty = Pty::at(home, [columns, 24], &[("TERM", "dumb")], &["doctor", "--config-dir", &long]);
        let said = String::from_utf8_lossy(&pty.ended().raw).into_owned();
        let lines: Vec<_> = said.lines().map(str::trim_end).collect();
        for whole in ["  config_dir      option", &format!("    {long}"), "  timeout         built in  30 s"] {
            assert!(lines.contains(&whole), "{whole}\n{said}");
        }
    }
}

const ASKS: [(&str, &str); 2] = [("TERM", "xterm-256color"), ("LANG", "en_GB.UTF-8")];

fn doctor(environment: &[(&str, &str)], arguments: &[&str]) -> Pty {
    Pty::at(tempfile::tempdir().expect("a folder"), [100, 50], environment, arguments)
}

#[test]
fn a_signal_gives_the_terminal_back_at_once() {
    let quiet = [ASKS[0], ("PSA_CONNECT_QUERIES", "0")];
    // At the questions to a person, and at those to the terminal.
    for (environment, wait) in [(&quiet[..], "Press Backspace."), (&ASKS[..], "\x1b[c")] {
        for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::QUIT, 131), (Signal::INT, 130)] {
            let mut pty = doctor(environment, &["doctor", "--terminal"]);
            pty.hears(wait);
            assert!(pty.is_taken());
            let asked = Instant::now();
            pty.signal(signal);
            let left = pty.ended();
            assert_eq!(left.status.exit_code(), code, "{signal:?}: {:?}", left.status);
            assert_eq!(left.line[0], left.line[1], "the line's state");
            // A key is waited for 15 seconds.
            assert!(asked.elapsed() < Duration::from_secs(10));
        }
    }
}

#[test]
fn control_c_while_the_terminal_is_asked_ends_doctor_as_the_signal_does() {
    // At the first questions, and at those about letters, which come when the first were answered.
    for answered in [None, Some("\x1b[?62;c")] {
        let mut pty = doctor(&ASKS, &["doctor", "--terminal"]);
        pty.hears("\x1b[c");
        if let Some(answer) = answered {
            pty.press(answer);
            pty.hears("\x1b[?2004$p");
        }
        // What is owed is waited for.
        pty.press(keys::CTRL_C);
        pty.press("\x1b[?62;c");
        let left = pty.ended();
        let said = String::from_utf8_lossy(&left.raw);
        assert_eq!(left.status.exit_code(), 130, "{answered:?}: {said}");
        assert_eq!(said.matches("\x1b[c").count(), said.matches("\x1b[c\r\x1b[K").count(), "{said:?}");
        assert_eq!(left.line[0], left.line[1], "the line's state");
    }
}

#[test]
fn the_terminal_is_asked_nothing_where_nothing_may_be_asked() {
    let left = doctor(&ASKS, &["--no-input", "doctor"]).ended();
    let said = String::from_utf8_lossy(&left.raw);
    assert_eq!(left.status.exit_code(), 0, "{said}");
    assert!(!said.contains('\x1b') && said.contains("--no-input forbids it"), "{said}");
}
