//! What stands in the way of a save: planted files, foreign directories, other writers, kills.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, symlink},
    path::PathBuf,
    process::Command,
    thread,
};

use psa_connect::{
    model::{report::Report, saved::Replace},
    store::Store,
};

use crate::{NOW, catalog, directory, local, login_with, mode, name, relative, stamp, to_save};

#[test]
fn a_link_in_the_place_of_a_directory_is_refused_and_not_followed() {
    for planted in ["", "connections", "secrets"] {
        let (dir, path) = directory();
        let elsewhere = dir.path().join("elsewhere");
        fs::create_dir(&elsewhere).expect("it can be made");
        let at = if planted.is_empty() { path.clone() } else { path.join(planted) };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(at.parent().expect("it has one")).expect("made");
        symlink(&elsewhere, &at).expect("it can be planted");
        let store = Store::at(&path);
        let fault = store.save(&to_save("acme", login_with("s"), Replace::No), &stamp()).expect_err("it is refused");
        let (what, remedy) = local(fault);
        assert_eq!(what, format!("{} cannot be opened: it is a symbolic link", at.display()));
        assert!(remedy.starts_with("Remove the link"), "{remedy}");
        assert_eq!(relative(&elsewhere), Vec::<String>::new());
        assert!(store.cards()[0].trouble.clone().is_some_and(|it| it.contains("symbolic link")));
    }
}

#[test]
fn a_link_in_the_place_of_a_file_is_replaced_or_refused_and_its_target_stays() {
    let (dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("other", login_with("s"), Replace::No), &stamp()).expect("it can be saved");
    let victim = dir.path().join("victim");
    fs::write(&victim, "precious").expect("written");
    symlink(&victim, path.join("connections/acme.toml")).expect("it can be planted");
    symlink(&victim, path.join("secrets/acme.1.toml")).expect("it can be planted");
    let opened = store.open(&name("acme"), catalog()).expect_err("a link is not read");
    assert!(local(opened).0.ends_with("it is a symbolic link"));
    store.save(&to_save("acme", login_with("s"), Replace::Yes), &stamp()).expect("the link gives way");
    assert_eq!(fs::read_to_string(&victim).expect("it is there"), "precious");
    assert_eq!(mode(&path.join("connections/acme.toml")), 0o600);

    fs::remove_file(path.join("lock")).expect("it is there");
    symlink(&victim, path.join("lock")).expect("it can be planted");
    let refused = store.save(&to_save("acme", login_with("t"), Replace::Yes), &stamp()).expect_err("no lock, no save");
    assert!(local(refused).0.ends_with("lock cannot be opened: it is a symbolic link"));
    assert_eq!(fs::read_to_string(&victim).expect("it is there"), "precious");
}

#[test]
fn a_pipe_in_the_place_of_a_file_is_refused_at_once() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("s"), Replace::No), &stamp()).expect("it can be saved");
    let file = path.join("connections/acme.toml");
    fs::remove_file(&file).expect("it is there");
    let made = Command::new("mkfifo").arg(&file).status().expect("mkfifo runs");
    assert!(made.success());
    let fault = store.open(&name("acme"), catalog()).expect_err("it is refused");
    assert_eq!(local(fault).0, format!("{} is no plain file", file.display()));
}

#[test]
fn a_directory_of_another_account_is_refused() {
    let (_dir, path) = directory();
    fs::create_dir(&path).expect("it can be made");
    // Only root can give a directory away; anybody else meets root's own.
    let given = rustix::fs::chown(&path, Some(rustix::fs::Uid::from_raw(12345)), None).is_ok();
    let foreign = if given { path } else { PathBuf::from("/usr") };
    let fault =
        Store::at(&foreign).save(&to_save("acme", login_with("s"), Replace::No), &stamp()).expect_err("refused");
    let uid = fs::metadata(&foreign).expect("it is there").uid();
    assert_eq!(local(fault).0, format!("{} belongs to another account (uid {uid})", foreign.display()));
}

#[test]
fn a_directory_that_everybody_can_replace_is_refused() {
    let (dir, _) = directory();
    let open = dir.path().join("open");
    fs::create_dir(&open).expect("it can be made");
    fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).expect("it can be changed");
    let store = Store::at(open.join("psa-connect"));
    let fault = store.save(&to_save("acme", login_with("s"), Replace::No), &stamp()).expect_err("it is refused");
    assert_eq!(local(fault).0, format!("other accounts can replace {}", open.display()));
    assert!(store.cards()[0].trouble.clone().is_some());
}

#[test]
fn leftovers_of_a_save_that_was_cut_off_go_with_the_next_save() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("old"), Replace::No), &stamp()).expect("it can be saved");
    for it in ["secrets/.new-0123", "connections/.new-4567", "secrets/acme.2.toml", "secrets/gone.7.toml"] {
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(0o600).open(path.join(it)).expect("it can be made");
        file.write_all(b"left over").expect("it can be written");
    }
    assert_eq!(store.open(&name("acme"), catalog()).expect("it can be opened").1, login_with("old"));
    store.save(&to_save("acme", login_with("new"), Replace::Yes), &stamp()).expect("it can be replaced");
    let left = [
        "connections",
        "connections/acme.toml",
        "lock",
        "previous",
        "previous/acme.toml",
        "secrets",
        "secrets/acme.1.toml",
        "secrets/acme.3.toml",
    ];
    assert_eq!(relative(&path), left);
}

#[test]
fn a_secret_that_is_gone_is_said_to_be_gone() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    let saved = store.save(&to_save("acme", login_with("s"), Replace::No), &stamp()).expect("it can be saved");
    fs::remove_file(&saved.secret).expect("it is there");
    let fault = store.open(&name("acme"), catalog()).expect_err("nothing to log in with");
    assert_eq!(local(fault).0, "the keys of acme are not where they were saved");
    fs::write(&saved.secret, "private_key = \"canary7f3a\n").expect("it can be written");
    let (what, remedy) = local(store.open(&name("acme"), catalog()).expect_err("it is broken"));
    assert!(!what.contains("canary7f3a") && !remedy.contains("canary7f3a"), "{what} {remedy}");
}

#[test]
fn two_at_once_lose_nothing() {
    let (_dir, path) = directory();
    thread::scope(|scope| {
        for writer in ["a", "b"] {
            let path = &path;
            scope.spawn(move || {
                let store = Store::at(path);
                for n in 0..50 {
                    let own = to_save(&format!("{writer}-{n}"), login_with(&format!("{writer}{n}")), Replace::No);
                    store.save(&own, &stamp()).expect("it can be saved");
                    let shared = to_save("shared", login_with(&format!("{writer}{n}")), Replace::Yes);
                    store.save(&shared, &stamp()).expect("it can be saved");
                    store.open(&name("shared"), catalog()).expect("it is always whole");
                }
            });
        }
    });
    let store = Store::at(&path);
    assert_eq!(store.list().len(), 101);
    for writer in ["a", "b"] {
        for n in 0..50 {
            let (_, login) = store.open(&name(&format!("{writer}-{n}")), catalog()).expect("it is there");
            assert_eq!(login, login_with(&format!("{writer}{n}")));
        }
    }
    assert_eq!(fs::read_dir(path.join("secrets")).expect("it can be read").count(), 102, "one more: for the undo");
}

#[test]
fn a_connection_that_cannot_be_written_leaves_no_new_secret() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("old"), Replace::No), &stamp()).expect("it can be saved");
    // A file cannot be renamed over a directory: the write of the connection fails at its last step.
    let file = path.join("connections/acme.toml");
    fs::remove_file(&file).expect("it is there");
    fs::create_dir(&file).expect("it can be planted");
    let fault =
        store.save(&to_save("acme", login_with("new"), Replace::Yes), &stamp()).expect_err("it cannot be written");
    assert!(local(fault).0.starts_with(&format!("{} cannot be written: ", file.display())));
    let left = ["connections", "connections/acme.toml", "lock", "secrets", "secrets/acme.1.toml"];
    assert_eq!(relative(&path), left);
}

#[test]
fn asking_for_what_was_never_saved_makes_nothing() {
    let (dir, path) = directory();
    let store = Store::at(&path);
    let faults = [
        store.remove(&name("acme")).expect_err("there is none"),
        store.record_test(&name("acme"), &Report::default(), NOW).expect_err("there is none"),
        store.keep_report(&name("acme"), "{}").expect_err("there is none"),
        store.open(&name("acme"), catalog()).expect_err("there is none"),
    ];
    for fault in faults {
        assert_eq!(local(fault).0, "no connection named acme is saved");
    }
    assert_eq!(relative(dir.path()), Vec::<String>::new());
}
