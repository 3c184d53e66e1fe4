//! The saved connections: one readable file each, with the secrets in a place of their own, and nothing ever half written.
//!
//! ```text
//! <directory>/            0700   this account only
//!   config.toml           0600   the user's settings
//!   lock                  0600   held while something is written
//!   refusals.toml         0600   logins that were refused within the hour, as hashes
//!   hand-overs.log        0600   who took which login, when and with what; no secrets
//!   connections/          0700
//!     acme.toml           0600   no secrets; names the store and the version of its secrets
//!   previous/             0700
//!     acme.toml           0600   the connection before the last save, for one undo
//!   identity.age, recipients.txt      of the encrypted file, see `encrypted`
//!   elsewhere.toml        0600   which secrets are in stores that cannot list; no secrets
//!   secrets/              0700
//!     acme.3.toml         0600   of a connection whose store is the plain file
//!     acme.3.age          0600   of a connection whose store is the encrypted file
//!   reports/              0700   what tests found; no secrets
//!     acme.json           0600   the last test
//!     acme.since          0600   the test that the next comparison starts from
//!   mirrors/              0700   what was pulled; no secrets
//!     acme.db             0600   the rows of one connection's lists (SQLite), with `-wal` and `-shm` while it is open
//!     acme.lock           0600   held while a pull runs
//!   drafts/               0700   set-ups that are not finished; no secrets
//!     0a1b….toml          0600   the answers of one
//!     0a1b….lock          0600   held while its wizard runs
//! ```
//! Invariant: secrets are kept under a new version before the connection that names it is written, and a version that no
//! connection names any more goes last. Killed at any moment, a connection is the old one or the new one; what is left over
//! goes with the next save.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::model::{
    catalog::Catalog,
    fault::Fault,
    login::Login,
    report::Report,
    right::Confirmation,
    saved::{Connection, LastTest, Name, Replace, SavedAt, ToSave},
    secret::Secret,
    shown::Shown,
    store_kind::StoreKind,
};
use crate::words;

mod chosen;
mod command;
mod condition;
mod connection_file;
mod draft_file;
mod drafts;
mod elsewhere;
mod encrypted;
mod folder;
mod halves;
mod hand_overs;
mod handed_file;
#[cfg(feature = "keyring")]
mod keyring;
mod ledger;
mod listed;
mod lock;
mod log_file;
mod looks_file;
pub mod mirror;
mod named;
mod refusal_file;
mod refusals;
mod reports;
mod secret_file;
mod secrets;
mod settings_file;
mod shared;
mod sources;
mod strays;
mod team;
mod trouble;
mod vault;

pub use command::CommandHook;
pub use condition::Condition;
pub use drafts::{Drafts, HeldDraft};
pub use hand_overs::{HandOvers, Remembered};
pub use handed_file::{HandedFile, Unfinished};
#[cfg(feature = "keyring")]
pub use keyring::Keyring;
pub use listed::Listed;
pub use log_file::open_log;
pub use looks_file::{KeptLooks, LooksFile};
pub use refusals::{Refusal, Refusals};
pub use secrets::{At, Fields, Found, Key, SecretStore, Version};
pub use settings_file::SystemFile;
pub use sources::{Sources, Unread, look_for};
pub use vault::{Carrier, Environment, Vault, VaultMethod, VaultReply, VaultRequest};

use chosen::Chosen;
use connection_file::Kept;
use encrypted::EncryptedFile;
use folder::Folder;
use halves::{Plain, connection_of, fields_of, login_of, take_test};
use lock::Lock;
use mirror::Database;
use secret_file::SecretFile;

/// One directory of saved connections, and the places where their secrets rest.
pub struct Store {
    directory: PathBuf,
    /// One of each kind that is set up on this host, in the order in which they are offered.
    secrets: Vec<Box<dyn SecretStore>>,
    chosen: Chosen,
    /// Where the mirrors are.
    database: Database,
}

impl Store {
    /// The directory for this account's configuration; `None` when this account has no home.
    pub fn default_directory() -> Option<PathBuf> {
        ProjectDirs::from("", "", "psa-connect").map(|it| it.config_dir().to_owned())
    }

    /// The store in `directory`, which is made when something is first saved. Secrets rest in files below it.
    pub fn at(directory: impl Into<PathBuf>) -> Self {
        let directory = directory.into();
        let secrets: Vec<Box<dyn SecretStore>> =
            vec![Box::new(EncryptedFile::below(&directory)), Box::new(SecretFile::below(&directory))];
        Self { directory, secrets, chosen: Chosen::default(), database: Database::default() }
    }

    /// The same connections, with more places for their secrets.
    #[must_use]
    pub fn with(mut self, more: Vec<Box<dyn SecretStore>>) -> Self {
        self.secrets.extend(more);
        self.secrets.sort_by_key(|it| it.kind());
        self
    }

    /// Where the connections are.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The log of who took which login.
    pub fn hand_overs(&self) -> HandOvers {
        HandOvers::of(&self.directory)
    }

    /// What was found open to other accounts and is no longer, a sentence each.
    pub fn repaired(&self) -> Vec<String> {
        folder::repaired_below(&self.directory)
    }

    /// Every connection, sorted by name. A file that cannot be read is listed as broken.
    pub fn list(&self) -> Vec<Listed> {
        match self.read_all() {
            Ok(listed) => listed,
            Err(fault) => vec![Listed::Broken { name: shown(&self.directory), fault }],
        }
    }

    /// Opens what a passphrase protects.
    ///
    /// Errors: [`Fault::WrongPassphrase`], or why it cannot be told.
    pub fn unlock(&self, kind: StoreKind, passphrase: &Secret) -> Result<(), Fault> {
        self.secrets_in(kind)?.unlock(passphrase)
    }

    /// Saves a connection and its secrets, whole or not at all. `stamp` is who saves it and when (RFC 3339).
    ///
    /// Errors: [`Fault::Local`] when the name is taken and may not be replaced, or when something cannot be written.
    pub fn save(&self, to_save: &ToSave, stamp: &Confirmation) -> Result<SavedAt, Fault> {
        let name = &to_save.name;
        let secrets = self.secrets_for(to_save.store)?;
        let (root, connections) = self.make()?;
        let _lock = Lock::take(&root)?;
        let file = file_name(name);
        let is_taken = connections.has(&file)?;
        if is_taken && to_save.replace == Replace::No {
            return Err(Fault::Local {
                what: words::with("store-name-is-taken", &[("name", name.as_str().into())]),
                remedy: words::say("store-name-is-taken-next").into(),
            });
        }
        connections.remove_leftovers()?;
        if !is_taken {
            // Of an earlier connection of this name, which a rename that was cut off may have left.
            self.forget_previous(&root, name)?;
        }
        if let Some(passphrase) = &to_save.passphrase {
            secrets.prepare(passphrase)?;
        }
        // One that cannot be read gives way like any other; who pinned its certificate is then not known any more.
        let before = if is_taken { self.read(name).ok() } else { None };
        let free = self.free(&connections, name, before.as_ref())?;
        let named = self.last_named(name, before.as_ref(), to_save.store, &free.key);
        let aside = self.previous(name).ok().flatten();
        let before = before.map(|it| self.as_replaced(name, it));
        let version = secrets.put(&free, named.as_ref(), &fields_of(&to_save.login))?;
        let connection = connection_of(to_save, before.as_ref().map(|it| &it.connection), stamp);
        let kept = Kept { connection, secret: At { version, ..free } };
        self.replace(&root, &connections, before.as_ref(), &kept)?;
        if let Some(aside) = aside {
            self.leave(&aside, before.as_ref(), &kept);
        }
        self.remove_strays(&root, &connections);
        let is_same =
            |it: &Kept| it.connection.psa == to_save.login.psa && it.connection.integration == to_save.integration;
        if !before.as_ref().is_some_and(is_same)
            && let Err(fault) = reports::remove(&root, name)
        {
            tracing::warn!(connection = name.as_str(), %fault, "the report of another connection could not be removed");
        }
        Ok(SavedAt {
            name: name.clone(),
            connection: shown(&connections.path().join(&file)),
            store: to_save.store,
            secret: secrets.place(&kept.secret),
        })
    }

    /// Reads a connection and its secrets.
    ///
    /// Errors: [`Fault::StoreLocked`] when a passphrase has to open the store first; [`Fault::Local`] when the connection is
    /// not there, cannot be read, or does not fit this program's catalogue.
    pub fn open(&self, name: &Name, catalog: &Catalog) -> Result<(Connection, Login), Fault> {
        let kept = self.read(name)?;
        let (kept, found) = self.found(name, kept)?;
        let plain = if found.version == kept.secret.version { Plain::OfTheFile } else { Plain::OfTheStore };
        let login = login_of(&kept.connection, found.fields, plain, catalog)?;
        Ok((kept.connection, login))
    }

    /// Notes what a test of a saved connection found at the time `at` (RFC 3339), and says what it is in short.
    ///
    /// Numbers, row counts and words by hand that this test did not come to see stay as they were.
    ///
    /// Errors: as [`Store::save`].
    pub fn record_test(&self, name: &Name, report: &Report, at: &str) -> Result<LastTest, Fault> {
        let (root, connections) = self.made(name)?;
        let _lock = Lock::take(&root)?;
        let mut kept = self.read(name)?;
        let last = take_test(&mut kept.connection, report, at);
        connections.write(&file_name(name), kept.to_toml()?.as_bytes())?;
        connections.settle().map(|()| last)
    }

    /// Puts a connection in the place of `before`, which is kept for one undo. When it fails, the new secrets go again.
    fn replace(&self, root: &Folder, connections: &Folder, before: Option<&Kept>, kept: &Kept) -> Result<(), Fault> {
        let file = file_name(&kept.connection.name);
        let write = || -> Result<(), Fault> {
            if let Some(before) = before {
                let previous = root.make_inside(PREVIOUS)?;
                previous.remove_leftovers()?;
                previous.write(&file, before.to_toml()?.as_bytes())?;
                previous.settle()?;
            }
            connections.write(&file, kept.to_toml()?.as_bytes())
        };
        if let Err(fault) = write() {
            // The old connection is untouched; when this fails too, the next save takes the new secrets away.
            let _ = self.secrets_in(kept.connection.store)?.remove(&kept.secret);
            return Err(fault);
        }
        // Until the new connection is surely on the disk, the secrets of the old one stay, too.
        connections.settle()
    }

    /// Reads the secrets that a connection names, and the connection again when somebody saved it meanwhile.
    fn found(&self, name: &Name, mut kept: Kept) -> Result<(Kept, Found), Fault> {
        loop {
            if let Some(found) = self.counting(name, &kept)? {
                return Ok((kept, found));
            }
            let again = self.read(name)?;
            if again.secret == kept.secret && again.connection.store == kept.connection.store {
                return Err(Fault::Local {
                    what: words::with("store-keys-are-gone", &[("name", name.as_str().into())]),
                    remedy: words::with(
                        "store-keys-are-gone-next",
                        &[
                            ("name", name.as_str().into()),
                            ("place", self.secrets_in(kept.connection.store)?.place(&kept.secret).into()),
                        ],
                    ),
                });
            }
            kept = again;
        }
    }

    /// The store of this kind.
    ///
    /// Errors: [`Fault::Local`] when this host has none, or may not use it.
    fn secrets_in(&self, kind: StoreKind) -> Result<&dyn SecretStore, Fault> {
        let found = self.secrets.iter().find(|it| it.kind() == kind);
        found.map(AsRef::as_ref).ok_or_else(|| Fault::Local {
            what: words::with("store-not-set-up", &[("store", kind.key().into())]),
            remedy: words::say("store-not-set-up-next").into(),
        })
    }

    /// Opens the two directories for writing; makes them when they are missing.
    fn make(&self) -> Result<(Folder, Folder), Fault> {
        let root = Folder::make(&self.directory)?;
        let connections = root.make_inside(CONNECTIONS)?;
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
        if let Some(root) = Folder::open(&self.directory)? {
            root.private()?;
        }
        folder::try_out(&self.directory, CONNECTIONS)
    }

    fn read(&self, name: &Name) -> Result<Kept, Fault> {
        let connections = self.connections()?.ok_or_else(|| no_such(name))?;
        let text = connections.read(&file_name(name))?.ok_or_else(|| no_such(name))?;
        Kept::from_toml(name, &text, connections.path())
    }

    fn connections(&self) -> Result<Option<Folder>, Fault> {
        Folder::open(&self.directory)?.map_or(Ok(None), |root| root.open_inside(CONNECTIONS))
    }
}

const CONNECTIONS: &str = "connections";
const PREVIOUS: &str = "previous";
const ENDING: &str = ".toml";

fn file_name(name: &Name) -> String {
    format!("{}{ENDING}", name.as_str())
}

fn shown(path: &Path) -> String {
    Shown::new(&path.display().to_string()).to_string()
}

fn no_such(name: &Name) -> Fault {
    Fault::Local {
        what: words::with("connection-not-saved", &[("name", name.as_str().into())]),
        remedy: words::say("store-see-the-names").into(),
    }
}
