//! The store's promises put to the proof on a real disk: kills, planted files, many writers, damage, and what the system sees.
//!
//! Each test prints what it counted; see it with `cargo test --test hardening -- --nocapture`.

mod acts;
mod damage;
mod kills;
mod planted;
mod process;
mod traced;
mod writers;

#[path = "../commands/situation.rs"]
mod situation;

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
};

use psa_connect::model::{
    catalog::Catalog,
    id::{PsaId, SiteId},
    login::{Login, Value, Values},
    right::Confirmation,
    saved::{Name, Replace, ToSave},
    secret::Secret,
    store_kind::StoreKind,
};
use tempfile::TempDir;

const NOW: &str = "2026-11-24T10:00:00Z";
const PASSPHRASE: &str = "correct horse battery";

/// What a test that is run again as a child has to do.
const PART: &str = "PSA_CONNECT_HARDENING_PART";
/// The store's directory of such a child.
const PLACE: &str = "PSA_CONNECT_HARDENING_PLACE";

/// One of these tests at a time: each keeps the whole host busy, and some of them measure.
fn alone() -> MutexGuard<'static, ()> {
    static BUSY: Mutex<()> = Mutex::new(());
    BUSY.lock().unwrap_or_else(PoisonError::into_inner)
}

fn directory() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    // Whatever the umask is: the store refuses a directory that everybody can replace.
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).expect("it can be changed");
    let path = dir.path().join("psa-connect");
    (dir, path)
}

/// The test of this name in a process of its own, which is told its part and its store.
fn child(test: &str, part: &str, place: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this test's file"));
    command.args(["--exact", test, "--nocapture"]).env(PART, part).env(PLACE, place);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The part and the store of this process, when it is such a child.
fn part() -> Option<(String, PathBuf)> {
    Some((std::env::var(PART).ok()?, std::env::var_os(PLACE)?.into()))
}

fn stamp() -> Confirmation {
    Confirmation { by: "jane".into(), at: NOW.into() }
}

fn name(text: &str) -> Name {
    Name::new(text).expect("a good name")
}

fn passphrase() -> Secret {
    Secret::new(PASSPHRASE)
}

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::embedded)
}

/// A login whose every field, plain or secret, holds `text`: a mixture of two saves shows.
fn login(text: &str) -> Login {
    let facts = catalog().psa(&PsaId::from("connectwise")).expect("it is embedded");
    let values: Values = facts.fields.iter().map(|it| (it.id.clone(), Value::new(it.kind, text))).collect();
    let origin = "https://api-aus.myconnectwise.net".parse().expect("an origin");
    Login::complete(facts, origin, Some(SiteId::from("aus")), &values).expect("every field is filled")
}

fn to_save(under: &str, text: &str, store: StoreKind, replace: Replace) -> ToSave {
    ToSave {
        name: name(under),
        integration: "sync365".into(),
        login: login(text),
        report: None,
        counts: vec![],
        replace,
        store,
        passphrase: None,
        keys_since: None,
    }
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).expect("it is there").mode() & 0o7777
}

/// Every file and directory below `path`, itself included.
fn everything(path: &Path) -> Vec<PathBuf> {
    let mut found = vec![path.to_owned()];
    if fs::symlink_metadata(path).is_ok_and(|it| it.is_dir()) {
        let entries = fs::read_dir(path).expect("it can be read");
        found.extend(entries.flat_map(|it| everything(&it.expect("an entry").path())));
    }
    found.sort();
    found
}
