//! The store and stock age: each reads what the other wrote. Without age on this host these are passed over, and say so.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use portable_pty::CommandBuilder;
use psa_connect::{
    model::{
        saved::{Replace, ToSave},
        secret::Secret,
        store_kind::StoreKind,
    },
    store::Store,
};

use crate::{
    catalog, directory, login_with, name, stamp, to_save,
    typed::{Asked, Ended},
};

const PASSPHRASE: &str = "correct horse battery";

/// Says whether stock age is here; prints the reason when it is not.
fn has_age() -> bool {
    let found = Command::new("age").arg("--version").stdout(Stdio::null()).status().is_ok_and(|it| it.success());
    if !found {
        println!("skipped: age is not installed on this host");
    }
    found
}

fn saved(path: &Path) -> Store {
    let store = Store::at(path);
    let asked = to_save("acme", login_with("canary7f3a"), Replace::No);
    let passphrase = Some(Secret::new(PASSPHRASE));
    let asked = ToSave { store: StoreKind::EncryptedFile, passphrase, ..asked };
    store.save(&asked, &stamp()).expect("it can be saved");
    store
}

/// Has stock age decrypt a secret with the store's identity; it asks for the passphrase at its terminal.
fn decrypt(path: &Path, to: &Path) -> Ended {
    let mut age = CommandBuilder::new("age");
    age.args(["-d", "-i", "identity.age", "-o"]);
    age.args([to, Path::new("secrets/acme.1.age")]);
    age.cwd(path);
    let mut asked = Asked::start(age);
    asked.answer("Enter passphrase", &format!("{PASSPHRASE}\r"));
    asked.ended()
}

#[test]
fn stock_age_opens_a_secret_with_the_passphrase() {
    if !has_age() {
        return;
    }
    let (dir, path) = directory();
    saved(&path);
    let plain = dir.path().join("plain.json");
    let ended = decrypt(&path, &plain);
    assert_eq!((ended.code, ended.is_restored), (0, true), "{}", ended.text);
    let json: serde_json::Value = serde_json::from_slice(&fs::read(plain).expect("it was written")).expect("JSON");
    assert_eq!(json["version"], 1);
    assert_eq!(json["fields"]["private_key"], "canary7f3a");
}

#[test]
fn a_secret_that_stock_age_encrypted_anew_is_read() {
    if !has_age() {
        return;
    }
    let (dir, path) = directory();
    let store = saved(&path);
    let plain = dir.path().join("plain.json");
    assert_eq!(decrypt(&path, &plain).code, 0);
    let secret = path.join("secrets/acme.1.age");
    let before = fs::read(&secret).expect("it can be read");
    let encrypted = |arguments: &[&str]| {
        let ran = Command::new("age").args(arguments).arg("-o").args([&secret, &plain]).output().expect("age starts");
        assert!(ran.status.success(), "{ran:?}");
        assert_ne!(fs::read(&secret).expect("it can be read"), before);
        assert_eq!(store.open(&name("acme"), catalog()).expect("it can be opened").1, login_with("canary7f3a"));
    };
    let own = store.recipients().expect("they can be read").remove(0);
    encrypted(&["-r", &own]);
    encrypted(&["-R", path.join("recipients.txt").to_str().expect("text")]);
}
