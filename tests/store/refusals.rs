//! Refused logins: remembered for an hour, by every process, in a file that gives no value away.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::SystemTime,
};

use base64::{Engine as _, engine::general_purpose};
use jiff::{SignedDuration, Timestamp};
use psa_connect::store::{Refusal, Store};

use crate::{directory, local, login, login_with, mode, relative};

const FILE: &str = "refusals.toml";

fn now() -> Timestamp {
    Timestamp::now()
}

fn in_minutes(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

fn attempts(store: &Store, secret: &str) -> u32 {
    let known = store.refused(&login_with(secret), now()).expect("it can be told");
    known.map_or(0, |it| it.attempts)
}

/// Sets back when a file was last changed.
fn changed_minutes_ago(path: &Path, minutes: u64) {
    let then = SystemTime::now() - std::time::Duration::from_secs(minutes * 60);
    fs::File::options().write(true).open(path).and_then(|it| it.set_modified(then)).expect("it can be set");
}

#[test]
fn a_refused_login_is_remembered_for_an_hour_and_forgotten_when_it_is_let_in() {
    let (_dir, path) = directory();
    let (store, then) = (Store::at(&path), now());
    assert_eq!(store.note_refusal(&login_with("a"), then), Ok(Refusal { attempts: 1, last: then }));
    store.note_refusal(&login_with("b"), then).expect("noted");
    // A second store on the same directory is what another process has.
    let other = Store::at(&path);
    assert_eq!((attempts(&other, "a"), attempts(&other, "b"), attempts(&other, "c")), (1, 1, 0));
    other.forget_refusal(&login_with("a"), now()).expect("forgotten");
    assert_eq!((attempts(&store, "a"), attempts(&store, "b")), (0, 1));
    assert_eq!((mode(&path), mode(&path.join(FILE))), (0o700, 0o600));
    let before = fs::read(path.join(FILE)).expect("it is there");
    assert_eq!(store.refused(&login_with("b"), in_minutes(61)), Ok(None));
    assert_eq!(fs::read(path.join(FILE)).expect("a look-up writes nothing"), before);
    store.note_refusal(&login_with("c"), in_minutes(61)).expect("noted");
    let text = fs::read_to_string(path.join(FILE)).expect("it is there");
    assert_eq!(text.matches("[[refused]]").count(), 1, "what no longer counts is still there: {text}");
}

#[test]
fn nothing_is_made_before_there_is_something_to_remember() {
    let (dir, path) = directory();
    let store = Store::at(&path);
    assert_eq!(attempts(&store, "a"), 0);
    store.forget_refusal(&login_with("a"), now()).expect("nothing to forget");
    assert_eq!(relative(dir.path()), Vec::<String>::new());
    store.note_refusal(&login_with("a"), now()).expect("noted");
    store.forget_refusal(&login_with("a"), now()).expect("forgotten");
    assert_eq!(relative(&path), ["lock"]);
}

#[test]
fn no_value_can_be_read_out_of_the_file() {
    let (_dir, path) = directory();
    let canary = "Canary-7f3a-and-some-more";
    let store = Store::at(&path);
    store.note_refusal(&login(canary), now()).expect("noted");
    let bytes = fs::read(path.join(FILE)).expect("it is there");
    let text = String::from_utf8(bytes).expect("it is text").to_lowercase();
    let hex = canary.bytes().map(|it| format!("{it:02x}")).collect::<Vec<_>>().concat();
    let mut forms = vec![canary.to_lowercase(), hex];
    // Base64 of a text in the middle of another begins at one of three places.
    for shift in 0..3 {
        let shifted = [&b"   "[..shift], canary.as_bytes()].concat();
        for engine in [general_purpose::STANDARD_NO_PAD, general_purpose::URL_SAFE_NO_PAD] {
            let encoded = engine.encode(&shifted).to_lowercase();
            forms.push(encoded[4..encoded.len() - 4].to_owned());
        }
    }
    for form in forms {
        assert!(!text.contains(&form), "{form} in {text}");
    }
    // All that is in it, so that nothing else gives a value away.
    let rows: Vec<_> = text.lines().filter(|it| !it.starts_with('#') && !it.is_empty()).collect();
    let keys: Vec<_> = rows.iter().map(|it| it.split(" = ").next().unwrap_or_default()).collect();
    assert_eq!(keys, ["version", "salt", "[[refused]]", "host", "hash", "at"], "{text}");
    assert!(text.contains("api-aus.myconnectwise.net"), "{text}");
}

#[test]
fn a_damaged_file_cannot_be_told_from_a_refusal_until_it_is_an_hour_old() {
    for damage in ["", "nonsense", "version = 2\nsalt = \"\"\n"] {
        let (_dir, path) = directory();
        let store = Store::at(&path);
        store.note_refusal(&login_with("a"), now()).expect("noted");
        let file = path.join(FILE);
        fs::write(&file, damage).expect("written");
        for secret in ["a", "b"] {
            let fault = store.refused(&login_with(secret), now()).expect_err("nobody can tell");
            let (what, remedy) = (fault.to_string(), fault.remedy());
            let says = "cannot be read, so nobody knows whether this login was refused within the last hour";
            assert!(what.starts_with(&format!("{} {says}", file.display())), "{what}");
            assert!(fault.wants_consent() && remedy.contains("--try-again"), "{remedy}");
        }
        store.forget_refusal(&login_with("a"), now()).expect("there is nothing that could be forgotten");
        changed_minutes_ago(&file, 59);
        assert!(store.refused(&login_with("a"), now()).is_err());
        changed_minutes_ago(&file, 61);
        assert_eq!(attempts(&store, "a"), 0);
        store.note_refusal(&login_with("b"), now()).expect("it gives way to a new one");
        assert_eq!(attempts(&store, "b"), 1);
    }
}

#[test]
fn a_damaged_file_gives_way_to_the_next_refusal() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.note_refusal(&login_with("a"), now()).expect("noted");
    fs::write(path.join(FILE), "nonsense").expect("written");
    store.note_refusal(&login_with("b"), now()).expect("noted");
    assert_eq!((attempts(&store, "a"), attempts(&store, "b")), (0, 1));
}

#[test]
fn a_link_or_a_pipe_in_the_place_of_the_file_is_not_followed() {
    let (dir, path) = directory();
    let store = Store::at(&path);
    store.note_refusal(&login_with("a"), now()).expect("noted");
    let (file, victim) = (path.join(FILE), dir.path().join("victim"));
    fs::write(&victim, "precious").expect("written");
    fs::remove_file(&file).expect("it is there");
    symlink(&victim, &file).expect("it can be planted");
    assert!(store.refused(&login_with("a"), now()).is_err());
    store.note_refusal(&login_with("a"), now()).expect("the link gives way");
    assert_eq!((fs::read_to_string(&victim).expect("it is there").as_str(), attempts(&store, "a")), ("precious", 1));
    fs::remove_file(&file).expect("it is there");
    assert!(Command::new("mkfifo").arg(&file).status().expect("mkfifo runs").success());
    assert!(store.refused(&login_with("a"), now()).is_err());
}

#[test]
fn a_directory_that_cannot_be_used_remembers_nothing_and_says_so_when_it_should() {
    let (dir, _) = directory();
    let open = dir.path().join("open");
    fs::create_dir(&open).expect("it can be made");
    fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).expect("it can be changed");
    let store = Store::at(open.join("psa-connect"));
    let fault = store.note_refusal(&login_with("a"), now()).expect_err("others can replace it");
    assert_eq!(local(fault).0, format!("other accounts can replace {}", open.display()));
    assert_eq!(attempts(&store, "a"), 0);
    assert_eq!(relative(&open), Vec::<String>::new());
}

/// Names the directory in which this very test, run as a child, notes refusals.
const NOTE_HERE: &str = "PSA_CONNECT_TEST_NOTE_HERE";

#[test]
fn eight_at_once_lose_no_refusal() {
    if let Some(path) = std::env::var_os(NOTE_HERE) {
        let store = Store::at(PathBuf::from(path));
        for _ in 0..2 {
            store.note_refusal(&login_with("shared"), now()).expect("noted");
        }
        return;
    }
    let (_dir, path) = directory();
    let child = || {
        Command::new(std::env::current_exe().expect("this test's file"))
            .args(["--exact", "refusals::eight_at_once_lose_no_refusal"])
            .env(NOTE_HERE, &path)
            .stdout(Stdio::null())
            .spawn()
            .expect("it can be started")
    };
    let children: Vec<_> = (0..4).map(|_| child()).collect();
    thread::scope(|scope| {
        for n in 0..4 {
            let path = &path;
            scope.spawn(move || {
                let store = Store::at(path);
                for secret in ["shared".to_owned(), format!("own{n}")] {
                    store.note_refusal(&login_with(&secret), now()).expect("noted");
                }
            });
        }
    });
    for mut it in children {
        assert!(it.wait().expect("it ends").success());
    }
    let store = Store::at(&path);
    assert_eq!(attempts(&store, "shared"), 4 * 2 + 4);
    assert!((0..4).all(|n| attempts(&store, &format!("own{n}")) == 1));
    assert_eq!(relative(&path), ["lock", FILE]);
}
