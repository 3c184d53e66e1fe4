//! What the store promises: whole or not there, for this account only, and never in the wrong file.

mod command;
mod drafts;
mod encrypted;
#[cfg(feature = "keyring")]
mod keyring;
mod named;
mod obstacles;
mod pins;
mod real_pass;
mod refusals;
mod reports;
mod settings;
mod stock_age;

#[path = "../support/heard.rs"]
mod heard;
#[path = "../support/typed.rs"]
mod typed;

use std::{
    fs,
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::OnceLock,
};

use psa_connect::{
    model::{
        catalog::{Catalog, FieldKind, PsaFacts},
        fault::{ExitCode, Fault},
        id::{ListId, PsaId, SiteId},
        login::{Login, Value, Values},
        report::{Confidence, Report, RightFinding},
        right::{Confirmation, Proof, RightId},
        saved::{Connection, LastTest, Name, Replace, ToSave},
        store_kind::StoreKind,
    },
    store::{Listed, Store},
};
use tempfile::TempDir;

const NOW: &str = "2026-11-24T10:00:00Z";
const CANARY: &str = "Canary-\"quoted\"\\back\u{1f426}";

fn directory() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    // Whatever the umask is: the store refuses a directory that everybody can replace.
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).expect("it can be changed");
    let path = dir.path().join("psa-connect");
    (dir, path)
}

/// Who saves in these tests, and when.
fn stamp() -> Confirmation {
    Confirmation { by: "jane".into(), at: NOW.into() }
}

fn name(text: &str) -> Name {
    Name::new(text).expect("a good name")
}

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::embedded)
}

fn facts() -> PsaFacts {
    catalog().psa(&PsaId::from("connectwise")).expect("it is embedded").clone()
}

/// A login whose every field holds `text`.
fn login(text: &str) -> Login {
    let facts = facts();
    let values: Values = facts.fields.iter().map(|it| (it.id.clone(), Value::new(it.kind, text))).collect();
    let origin = "https://api-aus.myconnectwise.net".parse().expect("an origin");
    Login::complete(&facts, origin, Some(SiteId::from("aus")), &values).expect("every field is filled")
}

/// A login whose secret fields hold `secret` and whose plain ones hold `acme`.
fn login_with(secret: &str) -> Login {
    let facts = facts();
    let text = |kind| match kind {
        FieldKind::Plain => "acme",
        FieldKind::Secret => secret,
    };
    let values: Values = facts.fields.iter().map(|it| (it.id.clone(), Value::new(it.kind, text(it.kind)))).collect();
    let origin = "https://psa.example.com:8443".parse().expect("an origin");
    Login::complete(&facts, origin, None, &values).expect("every field is filled")
}

fn to_save(under: &str, login: Login, replace: Replace) -> ToSave {
    ToSave {
        name: name(under),
        integration: "sync365".into(),
        login,
        report: None,
        counts: vec![],
        replace,
        store: StoreKind::File,
        passphrase: None,
        keys_since: None,
    }
}

fn finding(right: &str, proof: Proof, confirmed: Option<Confirmation>) -> RightFinding {
    RightFinding {
        right: RightId::from(right),
        found: String::new(),
        proof,
        request: String::new(),
        evidence: vec![],
        confidence: Confidence::High,
        took: std::time::Duration::ZERO,
        confirmed,
    }
}

fn local(fault: Fault) -> (String, String) {
    assert_eq!(fault.exit_code(), ExitCode::Store);
    let Fault::Local { what, remedy } = fault else { panic!("not a local fault: {fault:?}") };
    (what, remedy)
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).expect("it is there").mode() & 0o7777
}

/// Every file and directory below `path`, itself included.
fn everything(path: &Path) -> Vec<PathBuf> {
    let mut found = vec![path.to_owned()];
    if path.is_dir() {
        let entries = fs::read_dir(path).expect("it can be read");
        found.extend(entries.flat_map(|it| everything(&it.expect("an entry").path())));
    }
    found.sort();
    found
}

fn relative(root: &Path) -> Vec<String> {
    let name = |it: &PathBuf| it.strip_prefix(root).expect("it is below").display().to_string();
    everything(root).iter().map(name).filter(|it| !it.is_empty()).collect()
}

#[test]
fn what_was_saved_is_what_is_opened() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    let by = Confirmation { by: "jane".into(), at: NOW.into() };
    let report = Report {
        rights: vec![
            finding("finance.agreements", Proof::Granted, None),
            finding("system.table-setup", Proof::Unproven { because: "it cannot be shown".into() }, Some(by.clone())),
            finding("finance.invoicing", Proof::Missing, None),
        ],
        ..Report::default()
    };
    let counts = vec![(ListId::from("products"), 5000), (ListId::from("companies"), u64::MAX)];
    let asked = ToSave { report: Some(report), counts, ..to_save("acme", login(CANARY), Replace::No) };
    let saved = store.save(&asked, &stamp()).expect("it can be saved");
    assert_eq!(saved.connection, path.join("connections/acme.toml").display().to_string());
    assert_eq!(saved.secret, path.join("secrets/acme.1.toml").display().to_string());

    let (connection, login) = store.open(&name("acme"), catalog()).expect("it can be opened");
    assert_eq!(login, asked.login);
    let of_kind = |kind: FieldKind| facts().fields.into_iter().filter(move |it| it.kind == kind).map(|it| it.id);
    let mut secret_fields: Vec<_> = of_kind(FieldKind::Secret).collect();
    secret_fields.sort();
    let expected = Connection {
        pin: None,
        name: name("acme"),
        psa: PsaId::from("connectwise"),
        integration: "sync365".into(),
        origin: asked.login.origin.clone(),
        site: Some(SiteId::from("aus")),
        plain: of_kind(FieldKind::Plain).map(|it| (it, CANARY.to_owned())).collect(),
        secret_fields,
        store: StoreKind::File,
        keys_since: Some(NOW.into()),
        confirmed: vec![(RightId::from("system.table-setup"), by)],
        saved_at: NOW.into(),
        last_test: Some(LastTest {
            at: NOW.into(),
            held: 2,
            of: 3,
            fault: None,
            counts: vec![(ListId::from("products"), 5000), (ListId::from("companies"), i64::MAX as u64)],
        }),
    };
    assert_eq!(connection, expected);
    assert_eq!(store.list(), [Listed::Connection(Box::new(expected))]);
}

#[test]
fn no_secret_is_anywhere_but_in_the_secret_file() {
    let (dir, path) = directory();
    let store = Store::at(&path);
    let secret = "canary7f3a";
    let saved = store.save(&to_save("acme", login_with(secret), Replace::No), &stamp()).expect("it can be saved");
    for it in everything(dir.path()).iter().filter(|it| it.is_file()) {
        let holds = fs::read_to_string(it).expect("it can be read").contains(secret);
        assert_eq!(holds, it.display().to_string() == saved.secret, "{}", it.display());
    }
}

#[test]
fn everything_is_for_this_account_only() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("s"), Replace::No), &stamp()).expect("it can be saved");
    let modes: Vec<_> = everything(&path).iter().map(|it| (it.is_dir(), mode(it))).collect();
    assert_eq!(modes.len(), 6);
    assert!(modes.iter().all(|it| *it == (true, 0o700) || *it == (false, 0o600)), "{modes:?}");
}

#[test]
fn a_directory_open_to_others_is_made_private_and_said_to_have_been_open() {
    let (_dir, path) = directory();
    fs::DirBuilder::new().mode(0o755).create(&path).expect("it can be made");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it can be changed");
    let store = Store::at(&path);
    for _ in 0..2 {
        let card = &store.cards()[0];
        assert_eq!(card.trouble, None);
        let told = "was open to other accounts of this host (mode 0755); it no longer is.";
        let repaired = store.repaired();
        assert!(repaired.len() == 1 && repaired[0].ends_with(told), "{repaired:?}");
        assert!(card.protection.ends_with(&repaired[0]), "it is said on the Save screen");
    }
    assert_eq!(mode(&path), 0o700);
}

#[test]
fn a_secret_file_open_to_others_is_made_private_when_it_is_read() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    let saved = store.save(&to_save("acme", login_with("s"), Replace::No), &stamp()).expect("it can be saved");
    fs::set_permissions(&saved.secret, fs::Permissions::from_mode(0o644)).expect("it can be changed");
    store.open(&name("acme"), catalog()).expect("it can be opened");
    assert_eq!(mode(Path::new(&saved.secret)), 0o600);
    let told =
        format!("The file {} was open to other accounts of this host (mode 0644); it no longer is.", saved.secret);
    assert_eq!(store.repaired(), [told]);
}

#[test]
fn the_card_leaves_nothing_behind() {
    let (dir, path) = directory();
    let store = Store::at(&path);
    assert_eq!(store.cards()[0].trouble, None);
    assert_eq!(relative(dir.path()), Vec::<String>::new());
    store.save(&to_save("acme", login_with("s"), Replace::No), &stamp()).expect("it can be saved");
    let before = relative(dir.path());
    assert_eq!(store.cards()[0].trouble, None);
    assert_eq!(relative(dir.path()), before);
}

#[test]
fn a_name_that_is_taken_is_replaced_only_when_the_person_said_so() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("old"), Replace::No), &stamp()).expect("it can be saved");
    let refused =
        store.save(&to_save("acme", login_with("new"), Replace::No), &stamp()).expect_err("the name is taken");
    assert_eq!(local(refused).0, "a connection named acme is already saved");
    let open = || store.open(&name("acme"), catalog()).expect("it can be opened").1;
    assert_eq!(open(), login_with("old"));
    store.save(&to_save("acme", login_with("new"), Replace::Yes), &stamp()).expect("it can be replaced");
    assert_eq!(open(), login_with("new"));
    store.undo(&name("acme"), NOW).expect("there is one before it");
    assert_eq!(open(), login_with("old"));
    store.undo(&name("acme"), NOW).expect("there is one before it");
    assert_eq!(open(), login_with("new"));
    let left = [
        "connections",
        "connections/acme.toml",
        "lock",
        "previous",
        "previous/acme.toml",
        "secrets",
        "secrets/acme.1.toml",
        "secrets/acme.2.toml",
    ];
    assert_eq!(relative(&path), left);
}

#[test]
fn a_removed_connection_leaves_no_secret() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("a"), Replace::No), &stamp()).expect("it can be saved");
    store.save(&to_save("acme.1", login_with("b"), Replace::No), &stamp()).expect("it can be saved");
    store.remove(&name("acme")).expect("it can be removed");
    let left = ["connections", "connections/acme.1.toml", "lock", "secrets", "secrets/acme.1.1.toml"];
    assert_eq!(relative(&path), left);
    let again = store.remove(&name("acme")).expect_err("it is gone");
    assert_eq!(local(again).0, "no connection named acme is saved");
}

#[test]
fn a_broken_file_hides_no_other_and_its_text_is_not_repeated() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("s"), Replace::No), &stamp()).expect("it can be saved");
    let connections = path.join("connections");
    let whole = fs::read_to_string(connections.join("acme.toml")).expect("it can be read");
    fs::write(connections.join("newer.toml"), whole.replace("version = 1\npsa", "version = 2\npsa")).expect("written");
    fs::write(connections.join("torn.toml"), &whole[..whole.len() / 2]).expect("written");
    fs::write(connections.join("key.toml"), format!("{whole}private_key = \"canary7f3a\"\n")).expect("written");
    fs::write(connections.join("Bad Name.toml"), &whole).expect("written");
    fs::write(connections.join(".hidden.toml"), "").expect("written");
    fs::write(connections.join("notes.txt"), "").expect("written");

    let listed: Vec<_> =
        store.list().iter().map(|it| (it.name().to_owned(), matches!(it, Listed::Connection(_)))).collect();
    let expected = [("Bad Name", false), ("acme", true), ("key", false), ("newer", false), ("torn", false)];
    assert_eq!(listed, expected.map(|(name, is_good)| (name.to_owned(), is_good)));
    for it in store.list() {
        let Listed::Broken { name, fault } = it else { continue };
        let (what, remedy) = local(fault);
        assert!(!what.contains("canary7f3a") && !remedy.contains("canary7f3a"), "{name}: {what}");
        assert_eq!(what.contains("version 2"), name == "newer", "{what}");
    }
}
