//! A host with a saved connection of each PSA whose keys are gone, and the binary.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use psa_connect::{
    model::{
        catalog::Catalog,
        id::PsaId,
        login::{Login, Value, Values},
        right::Confirmation,
        saved::{Name, Replace, ToSave},
        store_kind::StoreKind,
    },
    store::Store,
};

/// What one run of the binary gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: Vec<u8>,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.out).expect("UTF-8")
    }
}

/// A home directory of its own.
pub(crate) struct Host {
    folder: tempfile::TempDir,
}

impl Host {
    /// With `north` (ConnectWise PSA) and `acme` (Autotask PSA). No secret of theirs can be read any more.
    pub(crate) fn new() -> Self {
        let it = Self { folder: tempfile::tempdir().expect("a folder") };
        it.save("north", "connectwise");
        it.save("acme", "autotask");
        std::fs::remove_dir_all(it.config().join("secrets")).expect("there are some");
        it
    }

    fn save(&self, name: &str, psa: &str) {
        let catalog = Catalog::embedded();
        let facts = catalog.psa(&PsaId::from(psa)).expect("a PSA that ships");
        let value = |it: &psa_connect::model::catalog::Field| Value::new(it.kind, "canary-c-7a2d-4c68-9e10");
        let values: Values = facts.fields.iter().map(|it| (it.id.clone(), value(it))).collect();
        let site = &facts.sites[0];
        let login = Login::complete(facts, site.origin.clone(), Some(site.id.clone()), &values).expect("complete");
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

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("config")
    }

    pub(crate) fn home(&self) -> &Path {
        self.folder.path()
    }

    /// What is in the home directory, besides the store.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.home()).expect("a folder").map(|it| it.expect("an entry").file_name());
        let names = entries.map(|it| it.into_string().expect("UTF-8"));
        let mut names: Vec<_> = names.filter(|it| it != "config" && it != "state").collect();
        names.sort();
        names
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_psa-connect"));
        command
            .args(["--config-dir".into(), self.config()])
            .args(arguments)
            .env_clear()
            .envs([("HOME", self.home().to_owned()), ("XDG_STATE_HOME", self.home().join("state"))])
            .current_dir(self.home())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output().expect("the binary starts");
        let err = String::from_utf8(output.stderr).expect("only UTF-8 is printed");
        Ran { code: output.status.code(), out: output.stdout, err }
    }
}

/// Whether a program is there; says so when it is not.
pub(crate) fn has(program: &str) -> bool {
    let is_there = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !is_there {
        println!("skipped: {program} is not on this host");
    }
    is_there
}

/// What a program prints.
pub(crate) fn printed(command: &mut Command) -> String {
    let output = command.output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Now, as pulls are stamped.
pub(crate) fn now() -> String {
    jiff::Timestamp::now().to_string()
}
