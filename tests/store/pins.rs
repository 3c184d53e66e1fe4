//! The pinned certificate: kept with its connection, with who trusted it and when.

use std::fs;

use psa_connect::{
    model::{
        certificate::Certificate,
        right::Confirmation,
        saved::{Connection, Pin, Replace},
    },
    store::Store,
};

use crate::{catalog, directory, local, login_with, name, stamp, to_save};

fn certificate(first: &str) -> Certificate {
    Certificate {
        sha256: format!("{first}:{}", ["5A"; 31].join(":")),
        subject: "psa.example.com".into(),
        issuer: "Example Private CA".into(),
        not_before: "2026-01-01".into(),
        not_after: "2027-01-01".into(),
    }
}

fn later() -> Confirmation {
    Confirmation { by: "joe".into(), at: "2026-12-01T08:00:00Z".into() }
}

fn opened(store: &Store) -> (Connection, Option<Certificate>) {
    let (connection, login) = store.open(&name("acme"), catalog()).expect("it can be opened");
    (connection, login.pin)
}

fn save(store: &Store, pin: Option<Certificate>, secret: &str, by: &Confirmation) {
    store.save(&to_save("acme", login_with(secret).pinned(pin), Replace::Yes), by).expect("it can be saved");
}

#[test]
fn a_pin_comes_back_with_who_trusted_it_and_when() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    save(&store, Some(certificate("AB")), "s", &stamp());
    let (connection, pin) = opened(&store);
    assert_eq!(pin, Some(certificate("AB")));
    assert_eq!(connection.pin, Some(Pin { certificate: certificate("AB"), confirmed: stamp() }));
}

#[test]
fn a_pin_that_did_not_change_keeps_who_trusted_it_and_another_is_signed_anew() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    let signed = || opened(&store).0.pin.map(|it| it.confirmed);
    save(&store, Some(certificate("AB")), "old", &stamp());
    save(&store, Some(certificate("AB")), "new", &later());
    assert_eq!((signed(), opened(&store).0.saved_at), (Some(stamp()), later().at));
    save(&store, Some(certificate("AC")), "new", &later());
    assert_eq!(signed(), Some(later()));
    save(&store, None, "new", &later());
    assert_eq!((signed(), opened(&store).1), (None, None));
}

#[test]
fn a_file_from_before_pins_reads_as_one_without() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    save(&store, None, "s", &stamp());
    let text = fs::read_to_string(path.join("connections/acme.toml")).expect("it can be read");
    assert!(text.contains("version = 1") && !text.contains("pin"), "{text}");
    assert_eq!(opened(&store).0.pin, None);
}

#[test]
fn a_pin_that_was_changed_by_hand_is_no_pin_and_drives_no_terminal() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    save(&store, Some(certificate("AB")), "s", &stamp());
    let file = path.join("connections/acme.toml");
    let whole = fs::read_to_string(&file).expect("it can be read");
    for (whole_pairs, broken) in
        [("AB:5A:5A", "AB:5A"), ("AB", "ab"), ("AB", "A"), ("AB", "AB:5A"), ("AB", ""), ("AB", "*")]
    {
        fs::write(&file, whole.replacen(whole_pairs, broken, 1)).expect("written");
        let fault = store.open(&name("acme"), catalog()).expect_err("no fingerprint");
        let says = "has a pin whose sha256 is no fingerprint (AB:CD:…, 32 pairs)";
        assert_eq!(local(fault).0, format!("{} {says}", file.display()), "{broken}");
    }
    fs::write(&file, whole.replace("Example Private CA", "\\u001b[2J\\u202e")).expect("written");
    let issuer = opened(&store).1.expect("it is still one").issuer;
    assert!(!issuer.contains(['\u{1b}', '\u{202e}']), "{issuer:?}");
}
