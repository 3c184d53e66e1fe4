//! Which secrets this host has put into stores that cannot list: `elsewhere.toml`. No secrets.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    model::{fault::Fault, saved::Name, shown::Shown, store_kind::StoreKind},
    words,
};

use super::{
    folder::Folder,
    secrets::{At, Key, Version},
};

/// The notes of one store. The file is shared by all stores outside; only a holder of the store's lock writes it.
///
/// A secret is noted before it is put and dropped after it was removed: what is there is noted, and perhaps more.
pub(super) struct Ledger {
    root: PathBuf,
    kind: StoreKind,
}

const FILE: &str = "elsewhere.toml";
const HEAD: &str = "# Which secrets psa-connect has put into other programs. None of them is in here.\n";
const VERSION: u32 = 1;

/// The file as it is written.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    #[serde(default)]
    kept: Vec<Note>,
}

/// One secret.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Note {
    store: StoreKind,
    key: String,
    version: u32,
}

impl Ledger {
    /// The notes of the store of this kind, in the directory `root`.
    pub(super) fn below(root: &Path, kind: StoreKind) -> Self {
        Self { root: root.to_owned(), kind }
    }

    /// What this store may hold.
    ///
    /// Errors: [`Fault::Local`] when the file cannot be read.
    pub(super) fn all(&self) -> Result<Vec<At>, Fault> {
        let Some(folder) = Folder::open(&self.root)? else { return Ok(vec![]) };
        let notes = self.read(&folder)?;
        notes.iter().filter(|it| it.store == self.kind).map(|it| self.at(it)).collect()
    }

    /// Notes a secret that is about to be put.
    pub(super) fn note(&self, at: &At) -> Result<(), Fault> {
        let note = self.of(at);
        self.change(|notes| {
            if !notes.contains(&note) {
                notes.push(note);
                notes.sort();
            }
        })
    }

    /// Drops a secret that was removed.
    pub(super) fn drop(&self, at: &At) -> Result<(), Fault> {
        let note = self.of(at);
        if Folder::open(&self.root)?.is_none() {
            return Ok(());
        }
        self.change(|notes| notes.retain(|it| *it != note))
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Note>)) -> Result<(), Fault> {
        let folder = Folder::make(&self.root)?;
        let before = self.read(&folder)?;
        let mut kept = before.clone();
        change(&mut kept);
        if kept == before {
            return Ok(());
        }
        if kept.is_empty() {
            return folder.remove(FILE);
        }
        let text = toml::to_string(&Written { version: VERSION, kept }).map_err(|it| Fault::Local {
            what: words::with(
                "store-ledger-cannot-written",
                &[("place", self.shown().to_string().into()), ("error", it.to_string().into())],
            ),
            remedy: words::say("store-disk-other-directory").into(),
        })?;
        folder.remove_leftovers()?;
        folder.write(FILE, format!("{HEAD}{text}").as_bytes())?;
        folder.settle()
    }

    fn read(&self, folder: &Folder) -> Result<Vec<Note>, Fault> {
        let Some(bytes) = folder.read(FILE)? else { return Ok(vec![]) };
        let written = std::str::from_utf8(&bytes).ok().and_then(|it| toml::from_str::<Written>(it).ok());
        written.filter(|it| it.version == VERSION).map(|it| it.kept).ok_or_else(|| self.unreadable())
    }

    fn of(&self, at: &At) -> Note {
        Note { store: self.kind, key: at.key.as_str().to_owned(), version: at.version.0 }
    }

    fn at(&self, note: &Note) -> Result<At, Fault> {
        let name = Name::new(&note.key).map_err(|_| self.unreadable())?;
        Ok(At { key: Key::of(&name), version: Version(note.version) })
    }

    fn unreadable(&self) -> Fault {
        Fault::Local {
            what: words::with("store-ledger-not-as-psa-connect", &[("place", self.shown().to_string().into())]),
            remedy: words::with(
                "store-ledger-not-as-psa-connect-next",
                &[("store", self.kind.label().to_lowercase().into())],
            ),
        }
    }

    fn shown(&self) -> Shown {
        Shown::new(&self.root.join(FILE).display().to_string())
    }
}
