//! The settings files on the disk, and the stores that they leave.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
};

use psa_connect::{
    model::{
        saved::Replace,
        settings::{
            allowed::{Allowed, Restriction},
            file::SettingsFile,
            merged::Source,
        },
        store_kind::StoreKind,
    },
    store::{Store, SystemFile},
};

use super::{catalog, directory, local, login_with, mode, name, stamp, to_save};

/// The file with this text and mode, expected to be this account's.
fn system(dir: &Path, text: &str, mode: u32) -> SystemFile {
    let path = dir.join("system.toml");
    fs::write(&path, text).expect("it can be written");
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("it is ours");
    SystemFile { path, owner: rustix::process::geteuid().as_raw() }
}

fn refused(it: &SystemFile) -> String {
    let (what, remedy) = local(it.read().expect_err("it must not be trusted"));
    assert!(what.contains("system.toml") && !remedy.is_empty(), "{what}");
    what
}

#[test]
fn the_hosts_file_is_read_when_only_its_owner_can_write_it() {
    let (dir, _) = directory();
    for mode in [0o600, 0o644, 0o444] {
        let read = system(dir.path(), "allowed_stores = [\"vault\"]", mode).read().unwrap();
        assert_eq!(read.file.allowed_stores.as_deref(), Some(&[StoreKind::Vault][..]));
        fs::remove_file(dir.path().join("system.toml")).unwrap();
    }
    let gone = SystemFile { path: dir.path().join("gone.toml"), owner: rustix::process::geteuid().as_raw() };
    assert_eq!(gone.read().unwrap().file, SettingsFile::default());
}

#[test]
fn a_hosts_file_that_others_could_have_written_is_refused() {
    let (dir, _) = directory();
    for mode in [0o664, 0o646, 0o666] {
        assert!(refused(&system(dir.path(), "", mode)).contains("others may write it"), "{mode:o}");
    }
    let it = system(dir.path(), "", 0o644);
    let foreign = SystemFile { owner: it.owner + 1, ..it.clone() };
    assert!(refused(&foreign).contains("system.toml are not trusted"));
    fs::rename(&it.path, dir.path().join("other.toml")).unwrap();
    symlink(dir.path().join("other.toml"), &it.path).unwrap();
    assert!(refused(&it).contains("it is a symbolic link"));
    fs::remove_file(&it.path).unwrap();
    fs::create_dir(&it.path).unwrap();
    assert!(refused(&it).contains("it is no plain file"));
}

#[test]
fn a_hosts_file_that_others_could_take_away_is_refused_even_when_it_is_gone() {
    let (dir, _) = directory();
    let it = system(dir.path(), "", 0o644);
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o777)).unwrap();
    assert!(refused(&it).contains("others may write the directory"));
    fs::remove_file(&it.path).unwrap();
    assert!(refused(&it).contains("others may write the directory"));
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_broken_file_is_named_by_line_and_key_without_its_values() {
    let (dir, path) = directory();
    let what = local(system(dir.path(), "\nproxy = \"http://me:canary@p.example\"\n", 0o644).read().unwrap_err()).0;
    assert!(what.contains("system.toml, line 2, proxy: expected http://") && !what.contains("canary"), "{what}");
    fs::create_dir(&path).unwrap();
    fs::write(path.join("config.toml"), "timeout = 30\nstroe = \"canary\"\n").unwrap();
    let what = local(Store::at(&path).settings().unwrap_err()).0;
    assert!(what.contains("config.toml, line 2, stroe: expected a setting") && !what.contains("canary"), "{what}");
}

#[test]
fn the_users_file_is_never_read_through_a_link_and_is_made_private() {
    let (dir, path) = directory();
    fs::create_dir(&path).unwrap();
    fs::write(path.join("config.toml"), "timeout = 5").unwrap();
    fs::set_permissions(path.join("config.toml"), fs::Permissions::from_mode(0o666)).unwrap();
    assert_eq!(Store::at(&path).settings().unwrap().file.timeout, Some(5));
    assert_eq!(mode(&path.join("config.toml")), 0o600);
    fs::rename(path.join("config.toml"), dir.path().join("other.toml")).unwrap();
    symlink(dir.path().join("other.toml"), path.join("config.toml")).unwrap();
    assert!(local(Store::at(&path).settings().unwrap_err()).0.contains("it is a symbolic link"));
}

#[test]
fn setting_the_default_keeps_everything_else_in_the_file() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.set_default(Some(&name("acme"))).unwrap();
    assert_eq!(store.settings().unwrap().file.default, Some(name("acme")));
    assert_eq!(mode(&path.join("config.toml")), 0o600);

    let text = "# ours\ntimeout = 5 # slow\ndefault = \"acme\" # the big one\n\n[vault]\nmount = \"kv\" # theirs\n";
    fs::write(path.join("config.toml"), text).unwrap();
    store.set_default(Some(&name("other"))).unwrap();
    let read = || fs::read_to_string(path.join("config.toml")).unwrap();
    assert_eq!(read(), text.replace("acme", "other"));
    store.set_default(None).unwrap();
    assert_eq!(read(), "# ours\ntimeout = 5 # slow\n\n[vault]\nmount = \"kv\" # theirs\n");
    store.set_default(Some(&name("third"))).unwrap();
    let file = store.settings().unwrap().file;
    assert_eq!((file.default, file.timeout), (Some(name("third")), Some(5)));

    fs::write(path.join("config.toml"), "nonsense").unwrap();
    store.set_default(None).unwrap_err();
    assert_eq!(read(), "nonsense");
}

/// The store where only these may take anything new.
fn restricted(path: &Path, stores: &[StoreKind]) -> Store {
    let restriction = Restriction { by: Source::System, file: "host.toml".into(), stores: stores.to_vec() };
    Store::at(path).restricted(Allowed { restrictions: vec![restriction] })
}

#[test]
fn a_store_that_is_not_allowed_takes_nothing_and_gives_what_it_has() {
    let (_dir, path) = directory();
    Store::at(&path).save(&to_save("acme", login_with("canary"), Replace::No), &stamp()).unwrap();
    let store = restricted(&path, &[StoreKind::EncryptedFile]);
    let kinds: Vec<_> = store.cards().iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [StoreKind::EncryptedFile]);
    for replace in [Replace::No, Replace::Yes] {
        let under = if replace == Replace::No { "other" } else { "acme" };
        let (what, _) = local(store.save(&to_save(under, login_with("new"), replace), &stamp()).unwrap_err());
        assert!(what.contains("\"file\" is not allowed") && what.contains("host.toml"), "{what}");
    }
    let (what, _) = local(store.move_to(&name("acme"), StoreKind::File).unwrap_err());
    assert!(what.contains("\"file\" is not allowed"), "{what}");
    let (_, login) = store.open(&name("acme"), catalog()).unwrap();
    assert_eq!(login, login_with("canary"));
    assert_eq!(store.list().len(), 1, "nothing new is there");
    store.remove(&name("acme")).unwrap();
}

#[test]
fn when_no_store_is_left_each_says_why() {
    let (_dir, path) = directory();
    let cards = restricted(&path, &[]).cards();
    assert!(!cards.is_empty());
    for it in cards {
        assert!(it.trouble.is_some_and(|it| it.contains("is not allowed") && it.contains("No store is left")));
    }
}

#[test]
fn the_preferred_store_is_offered_first() {
    let (_dir, path) = directory();
    let kinds = |preferred| Store::at(&path).preferring(preferred).cards().iter().map(|it| it.kind).collect::<Vec<_>>();
    assert_eq!(kinds(None), [StoreKind::EncryptedFile, StoreKind::File]);
    assert_eq!(kinds(Some(StoreKind::File)), [StoreKind::File, StoreKind::EncryptedFile]);
    assert_eq!(kinds(Some(StoreKind::Keyring)), [StoreKind::EncryptedFile, StoreKind::File]);
}
