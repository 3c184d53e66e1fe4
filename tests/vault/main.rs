//! The OpenBao and Vault store against a stand-in for a server (`tests/support/vault_server.rs` says where its answers come
//! from), and against a real one where there is one.

mod canary;
mod conflict;
mod login;
mod real;
mod rounds;
mod words;

#[path = "../support/server.rs"]
#[expect(dead_code, reason = "shared with targets that use more of it")]
mod server;
#[path = "../support/vault_server.rs"]
mod vault_server;

use std::{
    fs,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    time::Duration,
};

use psa_connect::{
    engine::transport::{Limits, Network, Transport},
    model::{
        catalog::{Catalog, FieldKind},
        fault::{ExitCode, Fault},
        id::PsaId,
        login::{Login, Value, Values},
        right::Confirmation,
        saved::{Connection, Name, Replace, SavedAt, StoreCard, ToSave},
        secret::Secret,
        settings::{AppRole, VaultSettings},
        store_kind::StoreKind,
    },
    store::{Environment, Store, Vault},
};
use tempfile::TempDir;
use tokio::runtime::{EnterGuard, Runtime};

use vault_server::VaultServer;

/// When everything in these tests happens.
pub(crate) const NOW: &str = "2026-11-24T10:00:00Z";

const TOKEN: &str = "hvs.Canary-Token-77aa";
const SECRET: &str = "Canary-\"quoted\"\\back-41f0";

/// One account on one host, with a configuration directory of its own.
struct Host {
    dir: TempDir,
    store: Store,
    /// The store's requests wait for this runtime.
    _runtime: EnterGuard<'static>,
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().expect("a runtime"))
}

fn settings(address: &str) -> VaultSettings {
    let text = format!("address = \"{address}\"");
    toml::from_str(&text).expect("settings")
}

fn with_token() -> Environment {
    Environment { token: Some(Secret::new(TOKEN)), ..Environment::default() }
}

impl Host {
    fn of(server: &VaultServer) -> Self {
        Self::with(settings(&server.origin().to_string()), with_token())
    }

    fn with(settings: VaultSettings, environment: Environment) -> Self {
        Self::within(settings, environment, Limits::within(Duration::from_secs(10)))
    }

    fn within(settings: VaultSettings, environment: Environment, limits: Limits) -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).expect("it can be changed");
        let runtime = runtime().enter();
        let store = store_in(dir.path(), settings, environment, limits);
        Self { dir, store, _runtime: runtime }
    }

    /// The same account, as the next process finds it.
    fn again(&self, server: &VaultServer) -> Store {
        let limits = Limits::within(Duration::from_secs(10));
        store_in(self.dir.path(), settings(&server.origin().to_string()), with_token(), limits)
    }

    fn save(&self, secret: &str) -> Result<SavedAt, Fault> {
        self.store.save(&to_save(secret, StoreKind::Vault), &stamp())
    }

    fn opened(&self) -> String {
        opened(&self.store)
    }

    fn card(&self) -> StoreCard {
        let cards = self.store.cards();
        cards.into_iter().find(|it| it.kind == StoreKind::Vault).expect("it is offered")
    }

    /// The connection's file of another host, which saved it first.
    fn takes_file_of(&self, other: &Self) {
        for folder in ["psa-connect", "psa-connect/connections"] {
            let path = self.dir.path().join(folder);
            fs::create_dir_all(&path).expect("it can be made");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("it can be changed");
        }
        let file = "psa-connect/connections/acme.toml";
        fs::copy(other.dir.path().join(file), self.dir.path().join(file)).expect("it can be copied");
    }
}

fn store_in(dir: &Path, settings: VaultSettings, environment: Environment, limits: Limits) -> Store {
    let transport = Transport::new(&Network { limits, ..Network::default() }).expect("a transport");
    let vault = Vault::within(settings, environment, Arc::new(transport));
    Store::at(dir.join("psa-connect")).with(vec![Box::new(vault)])
}

fn opened(store: &Store) -> String {
    private_key(&open(store).expect("it opens").1)
}

fn open(store: &Store) -> Result<(Connection, Login), Fault> {
    store.open(&acme(), catalog())
}

fn private_key(login: &Login) -> String {
    let mut secrets = login.values().values().filter_map(|it| match it {
        Value::Secret(it) => Some(it.expose().to_owned()),
        Value::Plain(_) => None,
    });
    secrets.next_back().expect("a secret")
}

fn acme() -> Name {
    Name::new("acme").expect("a good name")
}

fn stamp() -> Confirmation {
    Confirmation { by: "jane".into(), at: NOW.into() }
}

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::embedded)
}

fn to_save(secret: &str, store: StoreKind) -> ToSave {
    let facts = catalog().psa(&PsaId::from("connectwise")).expect("it is embedded");
    let text = |kind| match kind {
        FieldKind::Plain => "acme",
        FieldKind::Secret => secret,
    };
    let values: Values = facts.fields.iter().map(|it| (it.id.clone(), Value::new(it.kind, text(it.kind)))).collect();
    let origin = "https://psa.example.com:8443".parse().expect("an origin");
    ToSave {
        name: acme(),
        integration: "sync365".into(),
        login: Login::complete(facts, origin, None, &values).expect("every field is filled"),
        report: None,
        counts: vec![],
        replace: Replace::Yes,
        store,
        passphrase: None,
        keys_since: None,
    }
}

/// The kind and what is said, once it is sure that it ends as a fault of the store does.
fn said(fault: &Fault) -> (&'static str, String) {
    assert_eq!(fault.exit_code(), ExitCode::Store, "{fault}");
    assert!(fault.remedy().ends_with('.') || fault.remedy().contains(':'), "{}", fault.remedy());
    (fault.kind().key(), fault.to_string())
}

/// A file of one line with this mode.
fn private_file(dir: &Path, name: &str, text: &str, mode: u32) -> PathBuf {
    let path = dir.join(name);
    let file = fs::OpenOptions::new().create(true).write(true).truncate(true).mode(mode).open(&path).expect("a file");
    file.set_permissions(fs::Permissions::from_mode(mode)).expect("it can be changed");
    fs::write(&path, format!("{text}\n")).expect("it can be written");
    path
}

fn approle(server: &VaultServer, secret_id_file: PathBuf) -> VaultSettings {
    let role = AppRole { mount: "approle".into(), role_id: "role-acme".into(), secret_id_file };
    VaultSettings { approle: Some(role), ..settings(&server.origin().to_string()) }
}
