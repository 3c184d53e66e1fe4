//! The line face of the real binary: on terminals that cannot be drawn on, narrow ones, with the output elsewhere.

use std::{
    fs,
    process::{Command, Stdio},
    time::Duration,
};

use rustix::process::Signal;

use crate::{
    PASSPHRASE, is_kept_as_it_should,
    pty::{Left, Pty, keys},
    seat::{Hears, Seat},
};

const DUMB: [(&str, &str); 2] = [("TERM", "dumb"), ("LANG", "en_GB.UTF-8")];
const ASKED: [(&str, &str); 2] = [("TERM", "xterm-256color"), ("LANG", "C")];
/// Typed where it is hidden; no key of the sandbox.
const CANARY: &str = "Canary9Key8Line7";

fn answers(pty: &mut Pty, question: &str, line: &str) {
    pty.hears(question);
    pty.press(&format!("{line}{}", keys::ENTER));
}

fn to_login(pty: &mut Pty) {
    answers(pty, "Choose 1-2 [1]: ", "");
    pty.hears("Step 2 of 9");
    answers(pty, "Choose 1-2 [1]: ", "");
    answers(pty, "northwind): ", "acme");
    answers(pty, "Choose 1-4 [1]: ", "");
    pty.hears("Step 4 of 9");
    answers(pty, "Choose 1-2 [1]: ", "");
    answers(pty, "Enter goes on: ", "");
    answers(pty, "Choose 1-4 [1]: ", "");
    pty.hears("Step 5 of 9");
}

/// The whole walk on a terminal that cannot be drawn on.
pub(crate) fn walk(locale: &str, (columns, rows): (u16, u16)) {
    let mut pty = Pty::demo(columns, rows, &[("TERM", "dumb"), ("LANG", locale)]);
    to_login(&mut pty);
    to_saved(&mut pty);
    let left = pty.ended();
    left_no_trace(&left, 0);
    is_kept_as_it_should(&left, "acme-connectwise");
    assert!(locale != "C" || left.raw.is_ascii(), "more than seven bits were written");
}

fn to_saved(pty: &mut Pty) {
    answers(pty, "Company ID [acme]: ", "m");
    answers(pty, "Choose 1-4 [1]: ", "sandbox");
    answers(pty, "Choose 1-4 [1]: ", "");
    answers(pty, "Choose 1-6 [1]: ", "");
    pty.hears("Step 7 of 9");
    answers(pty, "Choose 1-8 [1]: ", "");
    answers(pty, "Name [acme-connectwise]: ", "");
    answers(pty, "Choose 1-2 [1]: ", "");
    answers(pty, "Passphrase, hidden: ", PASSPHRASE);
    answers(pty, "Again, hidden: ", PASSPHRASE);
    answers(pty, "1 takes the tick off, Enter goes on: ", "1");
    answers(pty, "1 ticks it, Enter goes on: ", "");
    answers(pty, "Choose 1-2 [1]: ", "");
    pty.hears("is saved");
    answers(pty, "What next?", "finish");
}

/// Whatever happened: nothing moved a cursor, nothing secret was shown, and the terminal is as it was.
fn left_no_trace(left: &Left, code: u32) {
    assert_eq!(left.status.exit_code(), code, "{:?}", left.status);
    assert_eq!(left.line[0], left.line[1], "the line's state");
    left.shows_no_secret();
    let said = String::from_utf8_lossy(&left.raw);
    assert!(!said.contains(PASSPHRASE) && !said.contains(CANARY), "{said}");
    // A carriage return comes from the line itself, before each line's end.
    let moves = said.replace("\r\n", "\n").chars().find(|it| it.is_control() && *it != '\n');
    assert_eq!(moves, None, "{said}");
}

#[test]
fn a_terminal_that_cannot_be_drawn_on_gets_lines_and_ends_saved() {
    let mut pty = Pty::demo(80, 24, &DUMB);
    pty.hears("cannot be drawn on (TERM is dumb or not set). The full screen comes with another TERM");
    to_login(&mut pty);
    to_saved(&mut pty);
    let left = pty.ended();
    left_no_trace(&left, 0);
    is_kept_as_it_should(&left, "acme-connectwise");
}

#[test]
fn lines_that_were_asked_for_go_to_the_terminal_and_never_into_a_file() {
    let mut pty = Pty::into_file([40, 24], &ASKED, &["--demo", "--plain"]);
    to_login(&mut pty);
    to_saved(&mut pty);
    let left = pty.ended();
    left_no_trace(&left, 0);
    is_kept_as_it_should(&left, "acme-connectwise");
    assert_eq!(fs::read(left.home.path().join("out")).expect("the shell made it"), b"");
    assert!(left.raw.is_ascii());
    let said = String::from_utf8_lossy(&left.raw).replace("\r\n", "\n");
    let long =
        said.lines().skip_while(|it| !it.starts_with("Questions")).filter(|it| it.len() > 40 && it.contains(' '));
    // What was typed stands behind the question on its line, and a command is never broken.
    let long: Vec<_> = long.filter(|it| !it.contains(": ") && !it.starts_with("psa-connect ")).collect();
    assert_eq!(long, Vec::<&str>::new());
}

/// At a question whose answer is hidden, with a key typed already.
fn with_a_key(environment: &[(&str, &str)]) -> Pty {
    let mut pty = Pty::demo(80, 24, environment);
    to_login(&mut pty);
    answers(&mut pty, "Company ID [acme]: ", "");
    answers(&mut pty, "Public key, hidden: ", CANARY);
    pty.hears("Public key: 16 characters.");
    pty.hears("Private key, hidden: ");
    assert!(pty.is_taken(), "what is typed would be shown");
    pty
}

#[test]
fn control_c_the_end_of_the_input_and_signals_show_again_what_is_typed() {
    let environment = [("TERM", "xterm"), ("LANG", "C"), ("ACCESSIBLE", "1")];
    for (code, key) in [(130, Some(keys::CTRL_C)), (130, Some("\x04")), (143, None)] {
        let mut pty = with_a_key(&environment);
        match key {
            Some(key) => pty.press(key),
            None => pty.signal(rustix::process::Signal::TERM),
        }
        let left = pty.ended();
        left_no_trace(&left, code);
        assert!(left.told_that_answers_are_kept());
    }
}

#[test]
fn a_lost_terminal_ends_it_at_once_and_the_answers_are_offered_again() {
    let home = with_a_key(&DUMB).hung_up();
    let mut pty = Pty::demo_at(home, 80, 24, &DUMB);
    pty.hears("Cut off at step 5 of 9 (Login)");
    answers(&mut pty, "Choose 1-3 [1]: ", "");
    pty.hears("The keys were not kept: paste them again.");
    pty.hears("Company ID [acme]: ");
    pty.press(keys::CTRL_C);
    let left = pty.ended();
    assert_eq!(left.status.exit_code(), 130, "{:?}", left.status);
}

#[test]
fn several_lines_at_once_are_one_note_and_no_answers() {
    let mut pty = with_a_key(&DUMB);
    pty.press(&format!("Private key: {CANARY}\r\rClient ID: 0f3c5b1e-7a2d-4c68-9e10-5d4b3a291807\r"));
    pty.hears("Understood from what you pasted:");
    pty.hears("Client ID: 36 characters");
    pty.hears("1. Use what was pasted");
    pty.press(keys::CTRL_C);
    left_no_trace(&pty.ended(), 130);
}

#[test]
fn a_note_that_names_no_field_is_not_shown_in_a_field_that_is() {
    let mut pty = Pty::demo(80, 24, &DUMB);
    to_login(&mut pty);
    answers(&mut pty, "Company ID [acme]: ", "paste");
    answers(&mut pty, "Note, hidden, a dot ends it: ", CANARY);
    pty.press(".\r");
    pty.hears("The lines name no field, and none was taken.");
    pty.hears("Company ID [acme]: ");
    pty.press(keys::CTRL_C);
    left_no_trace(&pty.ended(), 130);
}

#[test]
fn a_line_that_the_terminal_may_have_cut_is_not_taken() {
    let mut pty = with_a_key(&DUMB);
    // What is behind so many bytes, the line's own end aside, the terminal drops without a word.
    pty.press(&format!("{}{CANARY}\r", "k".repeat(4095)));
    pty.hears("The terminal cuts lines at 4,095 characters, and none of this was taken.");
    answers(&mut pty, "Private key, hidden: ", &"k".repeat(4094));
    answers(&mut pty, "Private key, hidden [4,094 characters, kept with Enter]: ", "paste");
    answers(&mut pty, "Note, hidden, a dot ends it: ", &format!("Client ID: {}", "0".repeat(4095)));
    pty.hears("The terminal cuts lines at 4,095 characters, and none of this was taken.");
    answers(&mut pty, "Note, hidden, a dot ends it: ", ".");
    pty.hears("Private key, hidden [4,094 characters, kept with Enter]: ");
    pty.press(keys::CTRL_C);
    left_no_trace(&pty.ended(), 130);
}

#[test]
fn control_z_without_a_shell_says_so_and_asks_again() {
    let home = tempfile::tempdir().expect("a folder");
    let mut seat = seated(&home);
    seat.press("\x1a");
    seat.sees("There is no shell above psa-connect here that could bring it back.");
    seat.press("2\r");
    seat.sees("Step 2 of 9");
    assert_eq!(seat.closed().code, Some(129));
}

/// The demo in lines, at its first question.
fn seated(home: &tempfile::TempDir) -> Seat {
    let mut seat = Seat::demo(home.path(), Hears::Signal, &DUMB);
    seat.sees("Choose 1-2 [1]:");
    seat
}

#[test]
fn a_terminal_that_takes_nothing_holds_up_no_signal() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::QUIT, 131)] {
        let home = tempfile::tempdir().expect("a folder");
        let mut seat = seated(&home);
        seat.stop();
        // What is said to it cannot be written.
        seat.press("?\r");
        seat.signal(signal);
        let gone = seat.ends();
        assert_eq!(gone.code, Some(code), "{gone:?}");
        assert!(gone.took < Duration::from_secs(2), "{gone:?}");
        assert_eq!(seat.line_state(), seat.before);
    }
}

#[test]
fn what_is_typed_is_hidden_again_after_the_shell_had_the_terminal() {
    let mut pty = with_a_key(&DUMB);
    let hidden = pty.state();
    pty.signal(Signal::STOP);
    pty.shows_what_is_typed();
    pty.signal(Signal::CONT);
    pty.hears("Private key, hidden: ");
    assert_eq!(pty.state(), hidden, "what is typed would be shown");
    pty.press(keys::CTRL_C);
    left_no_trace(&pty.ended(), 130);
}

#[test]
fn where_there_is_no_terminal_it_says_what_works_without_one() {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("setsid");
    command.args(["--wait", env!("CARGO_BIN_EXE_psa-connect"), "--plain", "--config-dir"]).arg(home.path());
    command.env_clear().env("HOME", home.path()).env("TERM", "xterm").stdin(Stdio::null());
    let output = command.output().expect("util-linux has setsid");
    let said = String::from_utf8(output.stderr).expect("only UTF-8 is printed");
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]), "{said}");
    assert!(said.contains("needs a terminal") && said.contains("test, pull, list and guide"), "{said}");
}
