//! A host with a store, a running sandbox and the binary.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use psa_connect::{
    model::{
        catalog::Catalog,
        id::{FieldId, PsaId, SiteId},
        login::{Login, Value, Values},
        right::Confirmation,
        saved::{Name, Replace, ToSave},
        store_kind::StoreKind,
    },
    sandbox::{Options, Sandbox, Served, scenario::Scenario},
    store::Store,
};

/// What one run of the binary gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Stdout as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|it| panic!("{it}: {self:?}"))
    }
}

/// A home directory of its own.
pub(crate) struct Host {
    folder: tempfile::TempDir,
}

impl Host {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("config")
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    }

    /// The binary with these arguments, not yet started.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_psa-connect"));
        command
            .args(["--config-dir".into(), self.config()])
            .args(arguments)
            .env_clear()
            .envs([("HOME", self.folder.path().to_owned()), ("XDG_STATE_HOME", self.state())])
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the binary to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output().expect("the binary starts");
        let text = |bytes| String::from_utf8(bytes).expect("only UTF-8 is printed");
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Saves a connection as the wizard would.
    pub(crate) fn save(&self, name: &str, served: &Served, change: impl Fn(&str, &str) -> String) {
        let catalog = Catalog::embedded();
        let facts = catalog.psa(&PsaId::from(served.psa)).expect("a known PSA");
        let values: Values = served
            .login
            .iter()
            .map(|(id, value)| {
                let field = facts.field(&FieldId::from(id.as_str())).expect("a known field");
                (field.id.clone(), Value::new(field.kind, &change(id, value)))
            })
            .collect();
        let site = Some(SiteId::from(served.home_site.as_str()));
        let login = Login::complete(facts, served.home.clone(), site, &values).expect("no field is blank");
        let to_save = ToSave {
            name: Name::new(name).expect("a name"),
            integration: "sync365".into(),
            login,
            report: None,
            counts: vec![],
            replace: Replace::Yes,
            store: StoreKind::File,
            passphrase: None,
            keys_since: None,
        };
        let stamp = Confirmation { by: "jane".into(), at: "2026-08-21T10:00:00Z".into() };
        Store::at(self.config()).save(&to_save, &stamp).expect("saved");
    }
}

/// A sandbox that runs on threads of its own, beside a test that waits for a process.
pub(crate) struct Running {
    pub(crate) sandbox: Sandbox,
    _runtime: tokio::runtime::Runtime,
}

pub(crate) fn running(scenario: &str) -> Running {
    started(Options::of(Scenario::named(scenario).expect("a scenario that ships")))
}

pub(crate) fn started(options: Options) -> Running {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads");
    let sandbox = runtime.block_on(Sandbox::start(options)).expect("a sandbox on loopback");
    Running { sandbox, _runtime: runtime }
}

/// The value as it is.
pub(crate) fn right(_: &str, value: &str) -> String {
    value.to_owned()
}
