//! A home directory with a saved connection, in which `pull` and the programs beside it run.

use std::{
    fs,
    path::{Path, PathBuf},
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
    store::Store,
};

use super::{server::Psa, task::Task};

/// What the connection is called.
const NAME: &str = "measured";

/// A home directory of its own.
pub(crate) struct Host {
    folder: tempfile::TempDir,
    psa: Psa,
    lists: Vec<String>,
}

impl Host {
    /// One from which `lists` of `psa` are read.
    pub(crate) fn of(psa: &Psa, ca: &str, lists: &[&str]) -> Self {
        // Where the build writes: memory that looks like a disk would make syncing free.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let host = Self { folder, psa: psa.clone(), lists: lists.iter().map(|it| (*it).to_owned()).collect() };
        fs::write(host.ca(), ca).expect("a file");
        host.save();
        host
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ca(&self) -> PathBuf {
        self.path("ca.pem")
    }

    /// Where logs go.
    pub(crate) fn log(&self) -> PathBuf {
        self.path("state").join("psa-connect").join("psa-connect.log")
    }

    fn save(&self) {
        let catalog = Catalog::embedded();
        let facts = catalog.psa(&PsaId::from(self.psa.id.as_str())).expect("a known PSA");
        let value = |(id, text): &(String, String)| {
            let field = facts.field(&FieldId::from(id.as_str())).expect("a known field");
            (field.id.clone(), Value::new(field.kind, text))
        };
        let values: Values = self.psa.login.iter().map(value).collect();
        let origin = self.psa.origin.parse().expect("an origin");
        let site = Some(SiteId::from(self.psa.site.as_str()));
        let to_save = ToSave {
            name: Name::new(NAME).expect("a name"),
            integration: "sync365".into(),
            login: Login::complete(facts, origin, site, &values).expect("no field is blank"),
            report: None,
            counts: vec![],
            replace: Replace::Yes,
            store: StoreKind::File,
            passphrase: None,
            keys_since: None,
        };
        let stamp = Confirmation { by: "bench".into(), at: "2026-01-01T00:00:00Z".into() };
        Store::at(self.path("config")).save(&to_save, &stamp).expect("saved");
    }

    /// `pull` into a mirror that is not there.
    pub(crate) fn pull(&self, more: &[&str]) -> Vec<String> {
        remove(&self.path("config").join("mirrors"));
        let text = |it: &Path| it.to_str().expect("a plain path").to_owned();
        let mut command = vec![
            "env".to_owned(),
            "-i".to_owned(),
            format!("HOME={}", text(self.folder.path())),
            format!("XDG_STATE_HOME={}", text(&self.path("state"))),
            env!("CARGO_BIN_EXE_psa-connect").to_owned(),
            "--config-dir".to_owned(),
            text(&self.path("config")),
            "--ca-file".to_owned(),
            text(&self.ca()),
        ];
        command.extend(more.iter().map(|it| (*it).to_owned()));
        command.extend(["pull".to_owned(), NAME.to_owned(), "--list".to_owned(), self.lists.join(",")]);
        command
    }

    /// A program beside it, into a database that is not there.
    pub(crate) fn beside(&self, program: &str) -> Vec<String> {
        let folder = self.path(program);
        remove(&folder);
        fs::create_dir(&folder).expect("a folder");
        let task = Task { psa: self.psa.clone(), lists: self.lists.clone(), ca: self.ca(), db: folder.join("rows.db") };
        let path = folder.join("task.json");
        task.write(&path);
        let this = std::env::current_exe().expect("this program has a path");
        [this.as_path(), Path::new(program), &path].map(|it| it.to_str().expect("a plain path").to_owned()).to_vec()
    }
}

fn remove(folder: &Path) {
    match fs::remove_dir_all(folder) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => panic!("{}: {error}", folder.display()),
    }
}
