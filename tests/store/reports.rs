//! What a test leaves in the store: its short result with the connection, and its report beside it.

use std::{fs, os::unix::fs::symlink};

use psa_connect::{
    model::{
        fault::Fault,
        id::ListId,
        report::{Check, CheckFinding, CheckOutcome, Report},
        right::{Confirmation, Proof, RightId},
        saved::{Connection, LastTest, Replace, ToSave},
    },
    store::Store,
};

use crate::{catalog, directory, finding, local, login_with, mode, name, relative, stamp, to_save};

const LATER: &str = "2026-11-25T10:00:00Z";

fn saved(name: &str) -> (tempfile::TempDir, Store, std::path::PathBuf) {
    let (dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save(name, login_with("s"), Replace::No), &stamp()).expect("it can be saved");
    (dir, store, path)
}

fn connection(store: &Store) -> Connection {
    store.open(&name("acme"), catalog()).expect("it can be opened").0
}

fn refused() -> Report {
    failed(Fault::BadLogin { host: "psa.example.com".into(), hints: vec![] })
}

fn failed(fault: Fault) -> Report {
    let outcome = CheckOutcome::Failed(fault);
    let mut report = Report::default();
    report.checked(CheckFinding {
        check: Check::Login,
        outcome,
        took: std::time::Duration::ZERO,
        request: None,
        details: vec![],
    });
    report
}

fn word() -> Confirmation {
    Confirmation { by: "joe".into(), at: LATER.into() }
}

fn unproven(right: &str, confirmed: Option<Confirmation>) -> psa_connect::model::report::RightFinding {
    finding(right, Proof::Unproven { because: "it cannot be shown".into() }, confirmed)
}

#[test]
fn the_last_test_is_noted_and_nothing_else_changes() {
    let (_dir, store, _path) = saved("acme");
    let before = store.open(&name("acme"), catalog()).expect("it can be opened");
    let counts = vec![(ListId::from("companies"), 12)];
    let rights = vec![finding("a", Proof::Granted, None), finding("b", Proof::Missing, None)];
    store
        .record_test(&name("acme"), &Report { rights, counts: counts.clone(), ..Report::default() }, LATER)
        .expect("noted");
    let last = LastTest { at: LATER.into(), held: 1, of: 2, fault: None, counts };
    let after = store.open(&name("acme"), catalog()).expect("it can be opened");
    assert_eq!(after, (Connection { last_test: Some(last), ..before.0 }, before.1));
}

#[test]
fn a_test_that_did_not_come_to_the_rights_leaves_their_numbers() {
    let (_dir, store, _path) = saved("acme");
    let rights = vec![finding("a", Proof::Granted, None), finding("b", Proof::Missing, None)];
    let counts = vec![(ListId::from("companies"), 12), (ListId::from("products"), 5)];
    let whole = Report { rights, counts, ..Report::default() };
    store.record_test(&name("acme"), &whole, LATER).expect("noted");
    let in_the_middle = Report { rights: vec![unproven("a", None), unproven("b", None)], ..refused() };
    let fault = Fault::Locked { host: "psa.example.com".into() };
    let locked = Report { rights: vec![unproven("a", None)], ..failed(fault) };
    store.record_test(&name("acme"), &locked, LATER).expect("noted");
    let last = connection(&store).last_test.expect("noted");
    assert_eq!((last.held, last.of), (1, 2));
    for report in [refused(), in_the_middle] {
        store.record_test(&name("acme"), &report, "2026-11-26T10:00:00Z").expect("noted");
        let last = connection(&store).last_test.expect("noted");
        assert_eq!((last.held, last.of, last.at.as_str()), (1, 2, "2026-11-26T10:00:00Z"));
        assert_eq!(last.fault.as_deref(), Some("psa.example.com refused the login"));
        assert_eq!(last.counts.len(), 2);
    }
    let again = Report { counts: vec![(ListId::from("companies"), 13)], ..whole };
    store.record_test(&name("acme"), &again, LATER).expect("noted");
    let last = connection(&store).last_test.expect("noted");
    assert_eq!((last.fault, last.counts[0].1, last.counts[1].1), (None, 13, 5));
}

#[test]
fn words_by_hand_are_kept_with_their_connection_and_a_test_takes_none_away() {
    let (_dir, store, _path) = saved("acme");
    let confirmed = |it: &Store| connection(it).confirmed;
    let report = |right: &str| Report { rights: vec![unproven(right, Some(word()))], ..Report::default() };
    store.record_test(&name("acme"), &report("a"), LATER).expect("noted");
    store.record_test(&name("acme"), &report("b"), LATER).expect("noted");
    store.record_test(&name("acme"), &refused(), LATER).expect("noted");
    let both = vec![(RightId::from("a"), word()), (RightId::from("b"), word())];
    assert_eq!(confirmed(&store), both);
    let mut newer = report("a");
    newer.rights[0].confirmed = Some(stamp());
    store.record_test(&name("acme"), &newer, LATER).expect("noted");
    assert_eq!(confirmed(&store), vec![(RightId::from("a"), stamp()), (RightId::from("b"), word())]);
}

#[test]
fn a_word_that_was_taken_back_goes_from_the_connection_and_no_other_does() {
    let (_dir, store, _path) = saved("acme");
    let rights = vec![unproven("a", Some(word())), unproven("b", Some(word()))];
    store.record_test(&name("acme"), &Report { rights, ..Report::default() }, LATER).expect("noted");
    let (rights, taken_back) = (vec![unproven("a", None), unproven("b", None)], [RightId::from("a")].into());
    store.record_test(&name("acme"), &Report { rights, taken_back, ..Report::default() }, LATER).expect("noted");
    assert_eq!(connection(&store).confirmed, [(RightId::from("b"), word())]);
}

#[test]
fn a_report_comes_back_as_it_was_for_this_account_only() {
    let (_dir, store, path) = saved("acme");
    assert_eq!(store.last_report(&name("acme")), Ok(None));
    for text in ["{\"a\": 1}", "{}", "\u{1f426}"] {
        store.keep_report(&name("acme"), text).expect("it can be kept");
        assert_eq!(store.last_report(&name("acme")), Ok(Some(text.to_owned())));
    }
    assert_eq!((mode(&path.join("reports")), mode(&path.join("reports/acme.json"))), (0o700, 0o600));
    assert_eq!(store.last_report(&name("other")), Ok(None));
}

#[test]
fn a_baseline_is_kept_beside_the_report_and_no_name_makes_it_another_connections() {
    let (_dir, store, path) = saved("acme");
    store.save(&to_save("acme.since", login_with("s"), Replace::No), &stamp()).expect("it can be saved");
    assert_eq!(store.baseline(&name("acme")), Ok(None));
    store.keep_baseline(&name("acme"), "first", Replace::No).expect("it can be kept");
    store.keep_baseline(&name("acme"), "second", Replace::No).expect("it stays");
    store.keep_report(&name("acme"), "last").expect("it can be kept");
    store.keep_report(&name("acme.since"), "of another").expect("it can be kept");
    assert_eq!(store.baseline(&name("acme")), Ok(Some("first".into())));
    assert_eq!(store.last_report(&name("acme")), Ok(Some("last".into())));
    assert_eq!(store.baseline(&name("acme.since")), Ok(None));
    assert_eq!(mode(&path.join("reports/acme.since")), 0o600);
    store.keep_baseline(&name("acme"), "third", Replace::Yes).expect("it gives way");
    assert_eq!(store.baseline(&name("acme")), Ok(Some("third".into())));
    let too_large = store.keep_baseline(&name("acme"), &"x".repeat((4 << 20) + 1), Replace::Yes);
    assert!(local(too_large.expect_err("too large")).0.ends_with("larger than 4 MB"));
    store.remove(&name("acme")).expect("it can be removed");
    assert!(!path.join("reports/acme.since").exists() && path.join("reports/acme.since.json").exists());
    assert_eq!(store.last_report(&name("acme.since")), Ok(Some("of another".into())));
}

#[test]
fn a_report_may_be_of_4_mb_and_no_more() {
    let (_dir, store, _path) = saved("acme");
    let largest = "x".repeat(4 << 20);
    store.keep_report(&name("acme"), &largest).expect("it can be kept");
    let fault = store.keep_report(&name("acme"), &format!("{largest}y")).expect_err("it is too large");
    assert_eq!(local(fault).0, "the report of acme is larger than 4 MB");
    assert_eq!(store.last_report(&name("acme")).map(|it| it == Some(largest)), Ok(true));
}

#[test]
fn a_report_goes_with_its_connection_and_stays_when_only_its_keys_change() {
    let (_dir, store, path) = saved("acme");
    store.keep_report(&name("acme"), "{}").expect("it can be kept");
    store.save(&to_save("acme", login_with("new"), Replace::Yes), &stamp()).expect("replaced");
    assert_eq!(store.last_report(&name("acme")), Ok(Some("{}".into())));
    let another = ToSave { integration: "read-only".into(), ..to_save("acme", login_with("new"), Replace::Yes) };
    store.save(&another, &stamp()).expect("replaced");
    assert_eq!(store.last_report(&name("acme")), Ok(None));
    store.keep_report(&name("acme"), "{}").expect("it can be kept");
    store.remove(&name("acme")).expect("it can be removed");
    assert_eq!(relative(&path), ["connections", "lock", "previous", "reports", "secrets"]);
}

#[test]
fn a_report_that_was_left_behind_is_nobodys() {
    let (_dir, store, path) = saved("other");
    store.keep_report(&name("other"), "{}").expect("it can be kept");
    fs::rename(path.join("reports/other.json"), path.join("reports/acme.json")).expect("it can be planted");
    assert_eq!(store.last_report(&name("acme")), Ok(None));
    store.save(&to_save("acme", login_with("s"), Replace::No), &stamp()).expect("it can be saved");
    assert_eq!(store.last_report(&name("acme")), Ok(None));
}

#[test]
fn what_stands_in_the_way_of_a_report_is_named_and_not_followed() {
    let (dir, store, path) = saved("acme");
    let elsewhere = dir.path().join("elsewhere");
    fs::create_dir(&elsewhere).expect("it can be made");
    symlink(&elsewhere, path.join("reports")).expect("it can be planted");
    for fault in [
        store.keep_report(&name("acme"), "{}").expect_err("it is refused"),
        store.last_report(&name("acme")).expect_err("it is refused"),
    ] {
        let says = format!("{} cannot be opened: it is a symbolic link", path.join("reports").display());
        assert_eq!(local(fault).0, says);
    }
    assert_eq!(relative(&elsewhere), Vec::<String>::new());

    fs::remove_file(path.join("reports")).expect("it is there");
    let victim = dir.path().join("victim");
    fs::write(&victim, "precious").expect("written");
    store.keep_report(&name("acme"), "{}").expect("nothing is in the way");
    fs::remove_file(path.join("reports/acme.json")).expect("it is there");
    symlink(&victim, path.join("reports/acme.json")).expect("it can be planted");
    assert!(local(store.last_report(&name("acme")).expect_err("a link")).0.ends_with("it is a symbolic link"));
    store.keep_report(&name("acme"), "{}").expect("the link gives way");
    assert_eq!(fs::read_to_string(&victim).expect("it is there"), "precious");
    fs::write(path.join("reports/acme.json"), [0xff]).expect("written");
    assert!(local(store.last_report(&name("acme")).expect_err("no text")).0.ends_with("acme.json is not text"));
}
