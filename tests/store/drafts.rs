//! Drafts on the disk: for this account only, without secrets, offered only when nobody is at work on them.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
};

use jiff::Timestamp;
use psa_connect::{
    model::{
        certificate::Certificate,
        draft::{Draft, DraftId, DraftSite, PlainFields, Reached, SiteBy},
        guide::Way,
        id::FieldId,
        store_kind::StoreKind,
    },
    store::Store,
};

use crate::{NOW, catalog, directory, facts, local, mode, name, relative};

fn id(text: &str) -> DraftId {
    DraftId::new(text).expect("a draft's name")
}

fn now() -> Timestamp {
    NOW.parse().expect("a time")
}

/// Every part of a draft has a value in it.
fn draft() -> Draft {
    Draft {
        psa: "connectwise".into(),
        integration: Some("sync365".into()),
        site: Some(DraftSite {
            origin: "https://psa.example.com:8443".parse().expect("an origin"),
            site: None,
            by: SiteBy::Address,
        }),
        pin: Some(Certificate {
            sha256: format!("AB{}", ":CD".repeat(31)),
            subject: "psa.example".into(),
            issuer: "psa.example".into(),
            not_before: "2026-02-01".into(),
            not_after: "2028-02-01".into(),
        }),
        way: Way::Simple,
        ticked: ["step-1".to_owned(), "step-2".to_owned()].into(),
        plain: PlainFields::checked(&facts(), [("company".into(), "acme".to_owned())]),
        name: Some(name("acme")),
        store: Some(StoreKind::EncryptedFile),
        step: Reached::Login,
        edits: Some(name("acme-old")),
    }
}

fn keep(store: &Store, text: &str, at: &str) {
    store.hold_draft(&id(text)).expect("nobody has it").keep(&draft(), at).expect("kept");
}

fn ids(store: &Store) -> Vec<String> {
    store.drafts(catalog(), now()).cut.into_iter().map(|it| it.id.as_str().to_owned()).collect()
}

fn drafts_in(path: &Path) -> Vec<String> {
    relative(&path.join("drafts"))
}

#[test]
fn a_draft_comes_back_as_it_was_kept_and_is_for_this_account_only() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    keep(&store, "one", NOW);
    let found = store.drafts(catalog(), now());
    assert_eq!(found.unreadable, []);
    let [kept] = found.cut.as_slice() else { panic!("{found:?}") };
    assert_eq!((kept.id.as_str(), kept.at.as_str(), &kept.draft), ("one", NOW, &draft()));
    assert_eq!(mode(&path.join("drafts")), 0o700);
    assert_eq!(mode(&path.join("drafts/one.toml")), 0o600);
    assert_eq!(drafts_in(&path), ["one.toml"]);
}

#[test]
fn looking_for_drafts_makes_nothing() {
    let (_dir, path) = directory();
    assert_eq!(Store::at(&path).drafts(catalog(), now()), psa_connect::store::Drafts::default());
    assert!(!path.exists());
}

#[test]
fn the_newest_draft_comes_first() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    keep(&store, "old", "2026-11-22T10:00:00Z");
    keep(&store, "new", "2026-11-24T09:00:00Z");
    keep(&store, "mid", "2026-11-23T10:00:00Z");
    assert_eq!(ids(&store), ["new", "mid", "old"]);
}

#[test]
fn a_draft_dies_after_fourteen_days_and_not_before() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    keep(&store, "dead", "2026-11-10T10:00:00Z");
    keep(&store, "alive", "2026-11-10T10:00:01Z");
    assert_eq!(ids(&store), ["alive"]);
    assert_eq!(drafts_in(&path), ["alive.toml"]);
}

#[test]
fn a_draft_that_cannot_be_read_dies_by_the_age_of_its_file() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    keep(&store, "one", NOW);
    fs::write(path.join("drafts/bad.toml"), "= nonsense").expect("written");
    let in_a_year = Timestamp::now() + jiff::SignedDuration::from_hours(365 * 24);
    assert_eq!(store.drafts(catalog(), in_a_year), psa_connect::store::Drafts::default());
    assert_eq!(drafts_in(&path), Vec::<String>::new());
}

#[test]
fn what_cannot_be_read_is_said_and_hides_nothing() {
    let (dir, path) = directory();
    let store = Store::at(&path);
    keep(&store, "good", NOW);
    let drafts = path.join("drafts");
    let whole = fs::read_to_string(drafts.join("good.toml")).expect("it is there");
    let elsewhere = dir.path().join("elsewhere.toml");
    fs::write(&elsewhere, &whole).expect("written");
    symlink(&elsewhere, drafts.join("link.toml")).expect("planted");
    for (file, text) in [
        ("Strange Name.toml", whole.clone()),
        ("garbage.toml", "private_key = \"canary7f3a".into()),
        ("newer.toml", whole.replace("version = 1", "version = 2")),
        ("part.toml", whole.replace("step = ", "stop = ")),
        ("pin.toml", whole.replace("sha256 = \"AB:", "sha256 = \"")),
        ("time.toml", whole.replace(NOW, "yesterday")),
    ] {
        fs::write(drafts.join(file), text).expect("written");
    }
    fs::write(drafts.join("binary.toml"), [0xff, 0xfe]).expect("written");
    fs::write(drafts.join("note.txt"), "not ours").expect("written");
    let found = store.drafts(catalog(), now());
    assert_eq!(found.cut.len(), 1, "{found:?}");
    assert_eq!(found.unreadable.len(), 8, "{found:?}");
    for fault in found.unreadable {
        let (what, remedy) = local(fault);
        assert!(what.contains("drafts/") && !what.contains("canary7f3a"), "{what}");
        assert!(!remedy.is_empty());
    }
}

#[test]
fn a_secret_that_somebody_wrote_into_a_draft_is_not_taken() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    keep(&store, "one", NOW);
    let file = path.join("drafts/one.toml");
    let whole = fs::read_to_string(&file).expect("it is there");
    fs::write(&file, whole.replace("[login]", "[login]\nprivate_key = \"canary7f3a\"")).expect("written");
    let found = store.drafts(catalog(), now());
    assert_eq!((found.cut.len(), found.cut[0].draft.plain.get(&FieldId::from("private_key"))), (1, ""), "{found:?}");
    assert!(!format!("{found:?}").contains("canary7f3a"));
}

#[test]
fn a_draft_of_an_unknown_psa_is_still_listed() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.hold_draft(&id("one")).expect("free").keep(&Draft { psa: "halo".into(), ..draft() }, NOW).expect("kept");
    let found = store.drafts(catalog(), now());
    assert_eq!((found.cut[0].draft.psa.0.as_str(), found.unreadable.len()), ("halo", 0));
}

#[test]
fn a_draft_that_is_being_worked_on_is_not_offered_cleared_or_taken() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    let held = store.hold_draft(&id("busy")).expect("nobody has it");
    held.keep(&draft(), "2026-11-01T10:00:00Z").expect("kept");
    assert_eq!(ids(&store), Vec::<String>::new());
    assert_eq!(store.clear_drafts(), Ok(0));
    let (what, _) = local(store.hold_draft(&id("busy")).map(drop).expect_err("it is taken"));
    assert_eq!(what, "another session has taken this set-up up");
    assert_eq!(drafts_in(&path), ["busy.lock", "busy.toml"], "not even its age removes it");
    held.keep(&draft(), NOW).expect("kept");
    drop(held);
    assert_eq!(ids(&store), ["busy"]);
    assert!(store.hold_draft(&id("busy")).is_ok());
}

#[test]
fn the_lock_that_a_killed_process_left_is_cleaned_and_its_draft_is_offered() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    keep(&store, "cut", NOW);
    for left in ["cut.lock", "gone.lock"] {
        fs::write(path.join("drafts").join(left), "").expect("written");
    }
    assert_eq!(ids(&store), ["cut"]);
    assert_eq!(drafts_in(&path), ["cut.toml"]);
}

#[test]
fn a_draft_that_is_discarded_leaves_nothing() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    let held = store.hold_draft(&id("one")).expect("nobody has it");
    held.keep(&draft(), NOW).expect("kept");
    held.discard().expect("removed");
    assert_eq!(drafts_in(&path), Vec::<String>::new());
}

#[test]
fn clearing_removes_what_cannot_be_read_too() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    assert_eq!(store.clear_drafts(), Ok(0));
    keep(&store, "one", NOW);
    fs::write(path.join("drafts/bad.toml"), "= nonsense").expect("written");
    assert_eq!(store.clear_drafts(), Ok(2));
    assert_eq!(drafts_in(&path), Vec::<String>::new());
}

#[test]
fn a_draft_that_others_could_read_is_made_private() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    keep(&store, "one", NOW);
    let file = path.join("drafts/one.toml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("it is ours");
    assert_eq!(ids(&store), ["one"]);
    assert_eq!(mode(&file), 0o600);
}
