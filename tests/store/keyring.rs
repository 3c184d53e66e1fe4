//! Secrets in a desktop's keyring: offered only where one answers, bounded in time, and a real one where there is one.

use std::{
    env, fs,
    os::unix::net::UnixListener,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use psa_connect::{
    model::{
        saved::{Replace, ToSave},
        store_kind::StoreKind,
    },
    store::{At, Key, Keyring, SecretStore, Store, Version},
};

use crate::{catalog, directory, local, login_with, name, relative, stamp, to_save};

const SECRET: &str = "canary7f3a-\"quoted\"\\back";
/// Tells the second process of a test on which bus it is to look.
const BUS: &str = "TEST_SESSION_BUS";
/// Starts a keyring with a collection that is open.
const UNLOCKED: &str = "echo word | gnome-keyring-daemon --unlock --components=secrets >/dev/null";

fn at(key: &str, version: u32) -> At {
    At { key: Key::of(&name(key)), version: Version(version) }
}

#[test]
fn without_a_session_bus_it_is_not_offered_and_that_is_known_at_once() {
    let (dir, _) = directory();
    let socket = dir.path().join("nobody");
    let elsewhere = ["unixexec:path=/bin/sh", "tcp:host=192.0.2.1,port=1", "autolaunch:"].map(|it| Some(it.to_owned()));
    let nobody = [None, Some(format!("unix:path={}", socket.display()))];
    for bus in nobody.into_iter().chain(elsewhere) {
        let began = Instant::now();
        let keyring = Keyring::on(bus.clone(), dir.path());
        assert!(!keyring.answers(), "{bus:?}");
        let trouble = keyring.card().trouble.expect("it cannot be used");
        assert!(trouble.starts_with("no desktop session answers here"), "{trouble}");
        assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    }
}

#[test]
fn a_bus_that_never_answers_holds_nobody() {
    if let Ok(bus) = env::var(BUS) {
        assert!(!Keyring::on(Some(bus), Path::new("/nowhere")).answers());
        return;
    }
    let (dir, path) = directory();
    let socket = dir.path().join("bus");
    let _listening = UnixListener::bind(&socket).expect("a socket");
    let bus = format!("unix:path={}", socket.display());
    let keyring = Keyring::on(Some(bus.clone()), &path);
    let began = Instant::now();
    assert!(!keyring.answers());
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    let began = Instant::now();
    let refused = local(keyring.get(&at("acme", 1)).expect_err("nobody answers"));
    assert_eq!(refused.0, "no desktop session answers here");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    // A process that has asked ends without waiting for the answer: this test again, in one.
    let began = Instant::now();
    let mut again = Command::new(env::current_exe().expect("this program"));
    let ran = again.args(["--exact", "keyring::a_bus_that_never_answers_holds_nobody"]).env(BUS, &bus).output();
    assert!(ran.expect("it runs").status.success());
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

/// Starts a keyring on a bus of its own and runs a test of this program there; says why when there is none.
fn in_a_session(this: &str, daemon: &str) {
    let (dir, _) = directory();
    let here =
        |it: &str| Command::new(it).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if let Some(missing) =
        ["timeout", "dbus-run-session", "dbus-send", "gnome-keyring-daemon"].into_iter().find(|it| !here(it))
    {
        println!("skipped: {missing} is not here");
        return;
    }
    let script = format!("{daemon}\nexec env {BUS}=\"$DBUS_SESSION_BUS_ADDRESS\" \"$0\" --exact \"$1\" --nocapture");
    let program = env::current_exe().expect("this program");
    let mut session = Command::new("timeout");
    session.args(["60", "dbus-run-session", "--", "sh", "-c", &script]).arg(program).arg(this).env("HOME", dir.path());
    session.env("XDG_RUNTIME_DIR", dir.path()).env("XDG_DATA_HOME", dir.path().join("data"));
    session.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    let ran = session.stdin(Stdio::null()).output().expect("it runs");
    let told = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{told}");
    assert!(told.contains("1 passed"), "{told}");
}

fn in_keyring(under: &str, secret: &str) -> ToSave {
    ToSave { store: StoreKind::Keyring, ..to_save(under, login_with(secret), Replace::Yes) }
}

#[test]
fn a_real_keyring_keeps_a_login_and_gives_it_back() {
    let Ok(bus) = env::var(BUS) else {
        return in_a_session("keyring::a_real_keyring_keeps_a_login_and_gives_it_back", UNLOCKED);
    };
    let (_dir, path) = directory();
    let keyring = |path: &Path| Keyring::on(Some(bus.clone()), path);
    assert!(keyring(&path).answers());
    assert_eq!(keyring(&path).card().trouble, None);
    let store = Store::at(&path).with(vec![Box::new(keyring(&path))]);
    let open = || store.open(&name("acme"), catalog()).expect("it can be opened").1;
    let saved = store.save(&in_keyring("acme", SECRET), &stamp()).expect("saved");
    assert_eq!(saved.secret, "the desktop's keyring, as \"psa-connect acme (1)\"");
    assert_eq!(open(), login_with(SECRET));
    for it in relative(&path).iter().map(|it| path.join(it)).filter(|it| it.is_file()) {
        assert!(!fs::read_to_string(&it).expect("it can be read").contains("canary7f3a"), "{}", it.display());
    }
    store.save(&in_keyring("acme", "second"), &stamp()).expect("saved");
    store.save(&in_keyring("acme", "third"), &stamp()).expect("saved");
    assert_eq!(open(), login_with("third"));
    let has = |version| keyring(&path).get(&at("acme", version)).expect("it answers").is_some();
    assert_eq!([1, 2, 3].map(has), [false, true, true]);
    // Killed after the put and before the connection was written.
    keyring(&path).put(&at("acme", 4), None, &vec![]).expect("put");
    store.undo(&name("acme"), crate::NOW).expect("there is one before it");
    assert_eq!(open(), login_with("second"));
    // The same name in another directory is another connection.
    assert_eq!(keyring(Path::new("/elsewhere")).get(&at("acme", 2)), Ok(None));
    store.move_to(&name("acme"), StoreKind::File).expect("moved");
    assert_eq!([1, 2, 3, 4].map(has), [false; 4]);
    assert_eq!(open(), login_with("second"));
    assert!(!path.join("elsewhere.toml").exists());
}

/// What a keyring that cannot be used says, asked for its card and for each thing that it does.
fn refused(bus: String) -> String {
    let (_dir, path) = directory();
    let keyring = Keyring::on(Some(bus), &path);
    let began = Instant::now();
    let trouble = keyring.card().trouble.expect("it cannot be used");
    let refused = local(keyring.put(&at("acme", 1), None, &vec![]).expect_err("it cannot be used")).0;
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert!(trouble.starts_with(&refused), "{trouble} / {refused}");
    assert!(!path.join("elsewhere.toml").exists(), "nothing was handed over");
    refused
}

#[test]
fn a_locked_keyring_that_nobody_unlocks_is_said_within_the_bound() {
    let Ok(bus) = env::var(BUS) else {
        let lock = "dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
                    org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null";
        return in_a_session(
            "keyring::a_locked_keyring_that_nobody_unlocks_is_said_within_the_bound",
            &format!("{UNLOCKED}\n{lock}"),
        );
    };
    assert_eq!(refused(bus), "the desktop's keyring is locked");
}

#[test]
fn a_keyring_that_was_never_set_up_is_said() {
    let Ok(bus) = env::var(BUS) else {
        let bare = "gnome-keyring-daemon --start --components=secrets >/dev/null";
        return in_a_session("keyring::a_keyring_that_was_never_set_up_is_said", bare);
    };
    assert_eq!(refused(bus), "the desktop's keyring has no default collection");
}
