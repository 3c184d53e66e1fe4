//! The saved connections: one readable file each, with the secrets in a file of their own, and nothing ever half written.
//!
//! ```text
//! <directory>/            0700   this account only
//!   lock                  0600   held while something is written
//!   refusals.toml         0600   logins that were refused within the hour, as hashes
//!   connections/          0700
//!     acme.toml           0600   no secrets; names the version of its secret
//!   secrets/              0700
//!     acme.3.toml         0600
//!   reports/              0700   what tests found; no secrets
//!     acme.json           0600   the last test
//!     acme.since          0600   the test that the next comparison starts from
//! ```
//! Invariant: a secret is written under a new version before the connection that names it, and the old version goes last.
//! Killed at any moment, a connection is the old one or the new one; what is left over goes with the next save.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use directories::ProjectDirs;

use crate::model::{
    catalog::Catalog,
    fault::Fault,
    id::FieldId,
    login::Login,
    report::Report,
    right::Confirmation,
    saved::{Connection, Name, Replace, SavedAt, StoreCard, ToSave},
    secret::Secret,
    shown::Shown,
};

mod connection_file;
mod folder;
mod halves;
mod lock;
mod refusal_file;
mod refusals;
mod reports;
mod secret_file;
mod trouble;

pub use refusals::{Refusal, Refusals};

use connection_file::Kept;
use folder::Folder;
use halves::{connection_of, login_of, secrets_of, take_test};
use lock::Lock;
use secret_file::SecretFile;

/// Where a connection's secrets rest. One file a backend.
pub trait SecretStore: Send + Sync {
    /// Says how the secrets are protected, one honest sentence.
    fn protection(&self) -> String;

    /// Says where one version of the secrets is, for people.
    fn place(&self, name: &Name, version: Version) -> String;

    /// Keeps `secrets` as a new version, whole or not at all. Earlier versions stay.
    fn put(&self, name: &Name, secrets: &[(FieldId, Secret)]) -> Result<Version, Fault>;

    /// Reads one version; `None` when it is not there.
    fn get(&self, name: &Name, version: Version) -> Result<Option<Vec<(FieldId, Secret)>>, Fault>;

    /// Every version that is there, of every connection.
    fn versions(&self) -> Result<Vec<(Name, Version)>, Fault>;

    /// Removes one version; it is fine when it is not there.
    fn remove(&self, name: &Name, version: Version) -> Result<(), Fault>;
}

/// Numbers the secrets that one connection has had, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u32);

/// One directory of saved connections.
pub struct Store {
    directory: PathBuf,
    secrets: Box<dyn SecretStore>,
    /// What was repaired, once something was. Said on the card for as long as the program runs.
    repaired: OnceLock<String>,
}

/// One entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listed {
    /// A connection that can be read.
    Connection(Box<Connection>),
    /// A file that cannot. The others are not hidden by it.
    Broken {
        /// The file's name without its ending, safe to show.
        name: String,
        /// Why.
        fault: Fault,
    },
}

impl Listed {
    /// The name it is listed under.
    pub fn name(&self) -> &str {
        match self {
            Self::Connection(it) => it.name.as_str(),
            Self::Broken { name, .. } => name,
        }
    }
}

impl Store {
    /// The directory for this account's configuration; `None` when this account has no home.
    pub fn default_directory() -> Option<PathBuf> {
        ProjectDirs::from("", "", "psa-connect").map(|it| it.config_dir().to_owned())
    }

    /// The store in `directory`, which is made when something is first saved.
    pub fn at(directory: impl Into<PathBuf>) -> Self {
        let directory = directory.into();
        let secrets = Box::new(SecretFile::below(&directory));
        Self { directory, secrets, repaired: OnceLock::new() }
    }

    /// Says where connections are kept and how, and whether they can be: tries it without leaving anything.
    pub fn card(&self) -> StoreCard {
        let trouble = self.try_out().err().map(|it| format!("{it}. {}", it.remedy()));
        let mut protection = self.secrets.protection();
        if let Some(repaired) = self.repaired.get() {
            protection = format!("{protection} {repaired}");
        }
        StoreCard { directory: shown(&self.directory), protection, trouble }
    }

    /// Every connection, sorted by name. A file that cannot be read is listed as broken.
    pub fn list(&self) -> Vec<Listed> {
        match self.read_all() {
            Ok(listed) => listed,
            Err(fault) => vec![Listed::Broken { name: shown(&self.directory), fault }],
        }
    }

    /// Saves a connection and its secrets, whole or not at all. `stamp` is who saves it and when (RFC 3339).
    ///
    /// Errors: [`Fault::Local`] when the name is taken and may not be replaced, or when something cannot be written.
    pub fn save(&self, to_save: &ToSave, stamp: &Confirmation) -> Result<SavedAt, Fault> {
        let name = &to_save.name;
        let (root, connections) = self.make()?;
        let _lock = Lock::take(&root)?;
        let file = file_name(name);
        let is_taken = connections.has(&file)?;
        if is_taken && to_save.replace == Replace::No {
            return Err(Fault::Local {
                what: format!("a connection named {} is already saved", name.as_str()),
                remedy: "Choose another name, or say that the saved one is to be replaced.".into(),
            });
        }
        connections.remove_leftovers()?;
        let version = self.secrets.put(name, &secrets_of(&to_save.login))?;
        // One that cannot be read gives way like any other; who pinned its certificate is then not known any more.
        let before = if is_taken { self.read(name).ok().map(|it| it.connection) } else { None };
        let kept = Kept { connection: connection_of(to_save, before.as_ref(), stamp), secret: version };
        if let Err(fault) = connections.write(&file, kept.to_toml()?.as_bytes()) {
            // The old connection is untouched; when this fails too, the next save takes the new secret away.
            let _ = self.secrets.remove(name, version);
            return Err(fault);
        }
        // Until the new connection is surely on the disk, the secret of the old one stays, too.
        connections.settle()?;
        self.remove_stray_secrets(&connections);
        let is_same = |it: &Connection| it.psa == to_save.login.psa && it.integration == to_save.integration;
        if !before.as_ref().is_some_and(is_same)
            && let Err(fault) = reports::remove(&root, name)
        {
            tracing::warn!(connection = name.as_str(), %fault, "the report of another connection could not be removed");
        }
        Ok(SavedAt {
            name: name.clone(),
            connection: shown(&connections.path().join(&file)),
            secret: self.secrets.place(name, version),
        })
    }

    /// Reads a connection and its secrets.
    ///
    /// Errors: [`Fault::Local`] when it is not there, cannot be read, or does not fit this program's catalogue.
    pub fn open(&self, name: &Name, catalog: &Catalog) -> Result<(Connection, Login), Fault> {
        let mut kept = self.read(name)?;
        // Somebody may save between the two reads; then the connection names a newer secret.
        let secrets = loop {
            if let Some(secrets) = self.secrets.get(name, kept.secret)? {
                break secrets;
            }
            let again = self.read(name)?;
            if again.secret == kept.secret {
                return Err(Fault::Local {
                    what: format!("the keys of {} are not where they were saved", name.as_str()),
                    remedy: format!(
                        "Edit {} and enter its keys again, or put {} back from a backup.",
                        name.as_str(),
                        self.secrets.place(name, kept.secret)
                    ),
                });
            }
            kept = again;
        };
        let login = login_of(&kept.connection, secrets, catalog)?;
        Ok((kept.connection, login))
    }

    /// Removes a connection and its secrets.
    ///
    /// Errors: [`Fault::Local`] when there is none of this name or it cannot be removed.
    pub fn remove(&self, name: &Name) -> Result<(), Fault> {
        let (root, connections) = self.made(name)?;
        let _lock = Lock::take(&root)?;
        let file = file_name(name);
        if !connections.has(&file)? {
            return Err(no_such(name));
        }
        connections.remove(&file)?;
        for (_, version) in self.secrets.versions()?.into_iter().filter(|(it, _)| it == name) {
            self.secrets.remove(name, version)?;
        }
        reports::remove(&root, name)
    }

    /// Notes what a test of a saved connection found at the time `at` (RFC 3339).
    ///
    /// Numbers, row counts and words by hand that this test did not come to see stay as they were.
    ///
    /// Errors: as [`Store::save`].
    pub fn record_test(&self, name: &Name, report: &Report, at: &str) -> Result<(), Fault> {
        let (root, connections) = self.made(name)?;
        let _lock = Lock::take(&root)?;
        let mut kept = self.read(name)?;
        take_test(&mut kept.connection, report, at);
        connections.write(&file_name(name), kept.to_toml()?.as_bytes())?;
        connections.settle()
    }

    /// Opens the two directories for writing; makes them when they are missing.
    fn make(&self) -> Result<(Folder, Folder), Fault> {
        let root = Folder::make(&self.directory)?;
        let connections = root.make_inside(CONNECTIONS)?;
        self.remember_repair(&root);
        self.remember_repair(&connections);
        Ok((root, connections))
    }

    /// As [`Store::make`], but makes nothing when no connection was ever saved.
    fn made(&self, name: &Name) -> Result<(Folder, Folder), Fault> {
        if self.connections()?.is_none() {
            return Err(no_such(name));
        }
        self.make()
    }

    /// Tries what a save needs, and leaves nothing.
    fn try_out(&self) -> Result<(), Fault> {
        if Folder::open(&self.directory)?.is_none() {
            return folder::could_be_made(&self.directory);
        }
        let root = Folder::make(&self.directory)?;
        self.remember_repair(&root);
        root.open_inside(CONNECTIONS)?;
        self.secrets.versions()?;
        root.try_write()
    }

    fn remember_repair(&self, folder: &Folder) {
        if let Some(mode) = folder.found().repaired() {
            // The first one is enough: a directory that was open made everything below it reachable.
            let _ = self.repaired.set(format!(
                "The directory {} was open to other accounts of this host (mode {mode:04o}); it no longer is.",
                shown(folder.path())
            ));
        }
    }

    fn read_all(&self) -> Result<Vec<Listed>, Fault> {
        let Some(connections) = self.connections()? else { return Ok(vec![]) };
        let mut listed: Vec<Listed> = connections
            .names()?
            .iter()
            .filter_map(|it| it.strip_suffix(ENDING))
            .filter_map(|stem| Self::read_stem(&connections, stem))
            .collect();
        listed.sort_by(|a, b| a.name().cmp(b.name()));
        Ok(listed)
    }

    /// Reads one file of the list; `None` when somebody has just removed it.
    fn read_stem(connections: &Folder, stem: &str) -> Option<Listed> {
        let read = || -> Result<Option<Kept>, Fault> {
            let name = Name::new(stem).map_err(|remedy| Fault::Local {
                what: format!("the file {} has no connection's name", Shown::new(stem)),
                remedy,
            })?;
            let text = connections.read(&file_name(&name))?;
            text.map(|it| Kept::from_toml(&name, &it, connections.path())).transpose()
        };
        match read() {
            Ok(kept) => kept.map(|it| Listed::Connection(Box::new(it.connection))),
            Err(fault) => Some(Listed::Broken { name: Shown::new(stem).to_string(), fault }),
        }
    }

    fn read(&self, name: &Name) -> Result<Kept, Fault> {
        let connections = self.connections()?.ok_or_else(|| no_such(name))?;
        let text = connections.read(&file_name(name))?.ok_or_else(|| no_such(name))?;
        Kept::from_toml(name, &text, connections.path())
    }

    fn connections(&self) -> Result<Option<Folder>, Fault> {
        Folder::open(&self.directory)?.map_or(Ok(None), |root| root.open_inside(CONNECTIONS))
    }

    /// Removes secrets that no connection names: replaced ones, and those of a save that was cut off.
    ///
    /// A failure here loses nothing: the next save tries again. Secrets of a connection that cannot be read stay.
    fn remove_stray_secrets(&self, connections: &Folder) {
        let Ok(versions) = self.secrets.versions() else { return };
        for (name, version) in versions {
            let stray = match connections.read(&file_name(&name)) {
                Ok(Some(text)) => {
                    Kept::from_toml(&name, &text, connections.path()).is_ok_and(|it| it.secret != version)
                }
                Ok(None) => true,
                Err(_) => false,
            };
            if stray && let Err(fault) = self.secrets.remove(&name, version) {
                tracing::warn!(connection = name.as_str(), %fault, "an old secret could not be removed");
            }
        }
    }
}

const CONNECTIONS: &str = "connections";
const ENDING: &str = ".toml";

fn file_name(name: &Name) -> String {
    format!("{}{ENDING}", name.as_str())
}

fn shown(path: &Path) -> String {
    Shown::new(&path.display().to_string()).to_string()
}

fn no_such(name: &Name) -> Fault {
    Fault::Local {
        what: format!("no connection named {} is saved", name.as_str()),
        remedy: "See the names with: psa-connect list".into(),
    }
}
