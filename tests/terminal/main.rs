//! The real binary in a pseudo-terminal: the README's path of keys, how it ends, and how it leaves the terminal.

mod answered;
mod answers;
mod clipboard;
mod drafts;
mod examined;
mod hang_ups;
#[path = "../support/heard.rs"]
mod heard;
mod lines;
mod looks;
mod matrix;
mod pty;
mod redraw;
mod seat;
mod sequences;
mod signals;
mod strokes;
#[path = "../support/watched.rs"]
mod watched;

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use psa_connect::{
    model::saved::Name,
    store::{Store, mirror::Purpose},
};
use pty::{Left, Pty, keys};

const RICH: [(&str, &str); 2] = [("TERM", "xterm-256color"), ("LANG", "en_GB.UTF-8")];
/// What is chosen on the save screen.
const PASSPHRASE: &str = "four words by chance";
const PLAIN: [(&str, &str); 3] = [("TERM", "linux"), ("LANG", "C"), ("NO_COLOR", "1")];

/// The README's path for ConnectWise up to the login.
fn connectwise_to_login(pty: &mut Pty) {
    connectwise_to_guide(pty);
    pty.press(keys::CTRL_N);
    pty.sees("Enter the API user's login");
}

/// The README's path for ConnectWise up to the company that is looked up.
fn connectwise_to_site(pty: &mut Pty) {
    pty.sees("Which PSA");
    pty.press(keys::ENTER);
    pty.sees("Which integration");
    pty.press(keys::ENTER);
    pty.sees("Where does your ConnectWise PSA answer");
    pty.types("acme");
}

/// The README's path for ConnectWise up to the guide.
fn connectwise_to_guide(pty: &mut Pty) {
    connectwise_to_site(pty);
    pty.press(keys::ENTER);
    pty.sees("It is chosen");
    pty.press(keys::CTRL_N);
    pty.sees("Make the API user");
}

/// The README's path for Autotask up to the login.
fn autotask_to_login(pty: &mut Pty) {
    pty.sees("Which PSA");
    pty.press(keys::DOWN);
    pty.press(keys::ENTER);
    pty.sees("Which integration");
    pty.press(keys::ENTER);
    pty.sees("Where does your Autotask PSA answer");
    pty.press(keys::F2);
    pty.sees("[k7x2mq9sandbox1@acme-it.example");
    pty.press(keys::ENTER);
    pty.sees("It is chosen");
    pty.press(keys::CTRL_N);
    pty.sees("Make the API user");
    pty.press(keys::CTRL_N);
    pty.sees("Enter the API user's login");
}

/// The rest of the README's path, the same for both.
fn login_to_saved(pty: &mut Pty) {
    pty.press(keys::F2);
    pty.sees("login is filled in");
    pty.press(keys::CTRL_N);
    pty.sees("Test again");
    pty.press(keys::CTRL_N);
    pty.sees("240");
    pty.press(keys::ENTER);
    pty.sees("row 1 of");
    pty.press(keys::ESC);
    pty.misses("row 1 of");
    pty.press(keys::CTRL_N);
    pty.sees("[ Save ]");
    pty.sees("Again");
    for _ in 0..2 {
        pty.press(&format!("\x1b[200~{PASSPHRASE}\x1b[201~"));
        pty.sees("typing replaces it");
        pty.press(keys::ENTER);
        pty.misses("typing replaces it");
    }
    pty.sees("is saved");
}

/// Every file and directory below, from `root`, with its mode.
fn modes(root: &Path) -> Vec<(String, u32)> {
    let mut found = vec![];
    let mut ahead = vec![root.to_owned()];
    while let Some(path) = ahead.pop() {
        let metadata = fs::symlink_metadata(&path).expect("it was listed");
        let name = path.strip_prefix(root).expect("below").display().to_string();
        found.push((name, metadata.permissions().mode() & 0o7777));
        if metadata.is_dir() {
            ahead.extend(fs::read_dir(&path).expect("readable").map(|it| it.expect("an entry").path()));
        }
    }
    found.sort();
    found
}

fn is_saved(left: &Left, name: &str) {
    assert_eq!(left.status.exit_code(), 0, "{:?}", left.status);
    left.gave_the_terminal_back();
    assert!(!left.told_that_answers_are_kept());
    is_kept_as_it_should(left, name);
}

/// The connection is there, no draft is, and nobody else can read either.
fn is_kept_as_it_should(left: &Left, name: &str) {
    assert_eq!(fs::read_dir(left.home.path().join("config/drafts")).expect("readable").count(), 0);
    let config = left.home.path().join("config");
    let modes = modes(&config);
    for (name, mode) in &modes {
        let wanted = if config.join(name).is_dir() { 0o700 } else { 0o600 };
        assert_eq!(*mode, wanted, "{name} of {modes:?}");
    }
    let has = |start: &str| modes.iter().any(|it| it.0.starts_with(start));
    assert!(has(&format!("connections/{name}.toml")) && has(&format!("secrets/{name}.")), "{modes:?}");
}

#[test]
fn connectwise_is_saved_with_the_keys_of_the_readme() {
    let mut pty = Pty::demo(80, 24, &RICH);
    connectwise_to_login(&mut pty);
    login_to_saved(&mut pty);
    pty.press(keys::ENTER);
    is_saved(&pty.ended(), "acme-connectwise");
}

#[test]
fn a_pull_that_is_left_is_stopped_and_says_how_to_go_on() {
    let mut pty = Pty::demo(80, 24, &RICH);
    connectwise_to_login(&mut pty);
    login_to_saved(&mut pty);
    pty.sees("requests used");
    pty.press(keys::ENTER);
    let left = pty.ended();
    is_saved(&left, "acme-connectwise");
    let told = left.told_of_the_pull();
    // Wrapped to the terminal, with the command whole on a line.
    let is_command = |it: &str| it.starts_with("psa-connect --config-dir ") && it.ends_with(" pull acme-connectwise");
    assert!(told.lines().any(is_command), "{told}");
    assert!(told.contains("Go on with:\r\n"), "{told}");
    let store = Store::at(left.home.path().join("config"));
    let mirror = store.mirror(&Name::new("acme-connectwise").expect("a name"), Purpose::Read).expect("readable");
    let last = mirror.expect("it was begun").summary().expect("readable").last;
    assert_eq!(last.map(|it| it.outcome).as_deref(), Some("stopped"));
}

#[test]
fn autotask_is_saved_with_the_keys_of_the_readme() {
    let mut pty = Pty::demo(80, 24, &RICH);
    autotask_to_login(&mut pty);
    login_to_saved(&mut pty);
    pty.press(keys::ENTER);
    is_saved(&pty.ended(), "acme-it-autotask");
}

#[test]
fn a_plain_terminal_gets_seven_bits_and_no_colour() {
    let mut pty = Pty::demo(80, 24, &PLAIN);
    connectwise_to_login(&mut pty);
    login_to_saved(&mut pty);
    pty.press(keys::ENTER);
    let left = pty.ended();
    is_saved(&left, "acme-connectwise");
    assert_eq!(left.raw.iter().position(|it| *it >= 0x80), None);
    assert_eq!(colours(&left.raw), Vec::<u16>::new());
}

/// The parameters of every style that was set which name a colour.
fn colours(raw: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(raw);
    let sequences = text.split("\x1b[").skip(1).filter_map(|it| {
        let (parameters, _) = it.split_once('m')?;
        parameters.chars().all(|it| it.is_ascii_digit() || matches!(it, ';' | ':')).then(|| parameters.to_owned())
    });
    let numbers = sequences.flat_map(|it| it.split([';', ':']).map(str::to_owned).collect::<Vec<_>>());
    let numbers = numbers.filter_map(|it| it.parse::<u16>().ok());
    numbers.filter(|it| matches!(it, 30..=38 | 40..=48 | 90..=97 | 100..=107)).collect()
}

#[test]
fn colours_are_found_where_there_are_some() {
    assert_eq!(colours(b"\x1b[?25l\x1b[1;32mok\x1b[m\x1b[0;7;96m \x1b[39;49m"), [32, 96]);
    let mut pty = Pty::demo(80, 24, &RICH);
    pty.sees("Which PSA");
    pty.press(keys::CTRL_C);
    let left = pty.ended();
    assert_ne!(colours(&left.raw), Vec::<u16>::new());
}

#[test]
fn a_small_terminal_shows_the_whole_way_too() {
    let mut pty = Pty::demo(60, 16, &RICH);
    connectwise_to_login(&mut pty);
    login_to_saved(&mut pty);
    pty.press(keys::ENTER);
    is_saved(&pty.ended(), "acme-connectwise");
}

#[test]
fn a_signal_in_the_middle_gives_the_terminal_back() {
    let mut pty = Pty::demo(80, 24, &RICH);
    connectwise_to_login(&mut pty);
    pty.press(keys::F2);
    pty.sees("login is filled in");
    pty.signal(rustix::process::Signal::TERM);
    let config = pty.config();
    let left = pty.ended();
    assert_eq!(left.status.exit_code(), 143, "{:?}", left.status);
    left.gave_the_terminal_back();
    assert!(left.told_that_answers_are_kept());
    assert!(!config.join("connections").exists());
}

#[test]
fn control_c_twice_leaves_as_cancelled() {
    let mut pty = Pty::demo(80, 24, &RICH);
    connectwise_to_login(&mut pty);
    pty.press(keys::F2);
    pty.sees("login is filled in");
    assert!(pty.is_taken());
    pty.press(keys::CTRL_C);
    pty.sees("Press Ctrl-C again to leave");
    pty.press(keys::CTRL_C);
    let left = pty.ended();
    assert_eq!(left.status.exit_code(), 130, "{:?}", left.status);
    left.gave_the_terminal_back();
    assert!(left.told_that_answers_are_kept());
}
