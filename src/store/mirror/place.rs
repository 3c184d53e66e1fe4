//! Where the mirrors are, and who may write to one.

use std::path::Path;

use rustix::fs::statfs;

use crate::{
    model::{fault::Fault, saved::Name, shown::Shown},
    store::{Store, folder::Folder},
    words,
};

#[cfg(feature = "postgres")]
use super::postgres::Postgres;
use super::{CUT_OFF, Mirror, RUNNING, Summary, files, server::PostgresAt, sqlite::Sqlite};

/// Where mirrors are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Database {
    /// A file below the store's directory, one a connection.
    #[default]
    Sqlite,
    /// A PostgreSQL server, one schema a connection.
    Postgres(Box<PostgresAt>),
}

/// What a mirror is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be read; nothing is made.
    Read,
    /// To be pulled into, by one process at a time.
    Pull,
}

/// The directory of the mirrors, below the store's.
pub const MIRRORS: &str = "mirrors";

impl Store {
    /// The same connections, with their mirrors there.
    #[must_use]
    pub fn with_database(mut self, database: Database) -> Self {
        self.database = database;
        self
    }

    /// Where the mirrors are, safe to show.
    pub fn mirrors(&self) -> String {
        match &self.database {
            Database::Sqlite => shown(&self.directory.join(MIRRORS)),
            Database::Postgres(at) => at.url.to_string(),
        }
    }

    /// Opens the mirror of a connection; `None` when it is to be read and nothing was ever pulled.
    ///
    /// Errors: [`Fault::Local`] when it cannot be opened, [`Fault::Busy`] when another process pulls into it.
    pub fn mirror(&self, name: &Name, purpose: Purpose) -> Result<Option<Box<dyn Mirror>>, Fault> {
        match &self.database {
            Database::Sqlite => self.file(name, purpose),
            Database::Postgres(at) => in_postgres(at, name, purpose),
        }
    }

    /// What is in the mirror of a connection; `None` when nothing was ever pulled. A pull that nobody runs any more was cut
    /// off, whatever it came to write.
    ///
    /// Errors: as [`Store::mirror`].
    pub fn mirrored(&self, name: &Name) -> Result<Option<Summary>, Fault> {
        let Some(mut mirror) = self.mirror(name, Purpose::Read)? else { return Ok(None) };
        let mut summary = mirror.summary()?;
        if let Some(last) = summary.last.as_mut().filter(|it| it.outcome == RUNNING)
            && !self.is_pulled(name)?
        {
            CUT_OFF.clone_into(&mut last.outcome);
        }
        Ok(Some(summary))
    }

    /// Whether a process pulls into the mirror of a connection just now.
    fn is_pulled(&self, name: &Name) -> Result<bool, Fault> {
        match &self.database {
            Database::Sqlite => {
                let Some(root) = Folder::open(&self.directory)? else { return Ok(false) };
                let Some(folder) = root.open_inside(MIRRORS)? else { return Ok(false) };
                Ok(files::lock(&folder, name).is_err())
            }
            Database::Postgres(at) => Ok(in_postgres(at, name, Purpose::Pull).is_err()),
        }
    }

    fn file(&self, name: &Name, purpose: Purpose) -> Result<Option<Box<dyn Mirror>>, Fault> {
        let file = format!("{}.db", name.as_str());
        let (folder, lock) = match purpose {
            Purpose::Read => {
                let Some(root) = Folder::open(&self.directory)? else { return Ok(None) };
                let Some(folder) = root.open_inside(MIRRORS)? else { return Ok(None) };
                if !folder.has(&file)? {
                    return Ok(None);
                }
                (folder, None)
            }
            Purpose::Pull => {
                let folder = Folder::make(&self.directory)?.make_inside(MIRRORS)?;
                let lock = files::lock(&folder, name)?;
                (folder, Some(lock))
            }
        };
        // Also refuses what is no plain file of this account, and repairs its mode.
        folder.have_private(&file)?;
        let journal = journal_for(folder.path());
        let mirror = Sqlite::open(&folder.path().join(&file), purpose, journal, lock)?;
        Ok(Some(Box::new(mirror)))
    }
}

#[cfg(feature = "postgres")]
fn in_postgres(at: &PostgresAt, name: &Name, purpose: Purpose) -> Result<Option<Box<dyn Mirror>>, Fault> {
    Ok(Postgres::open(at, name, purpose)?.map(|it| -> Box<dyn Mirror> { Box::new(it) }))
}

#[cfg(not(feature = "postgres"))]
fn in_postgres(at: &PostgresAt, _: &Name, _: Purpose) -> Result<Option<Box<dyn Mirror>>, Fault> {
    Err(Fault::Local {
        what: words::with("mirror-no-postgres", &[("url", at.url.to_string().into())]),
        remedy: words::say("mirror-no-postgres-next").into(),
    })
}

/// The mirror holds what another tenant has.
pub(super) fn of_another(place: &str, held: &str, source: &str) -> Fault {
    Fault::Local {
        what: words::with(
            "mirror-of-another",
            &[
                ("place", place.to_string().into()),
                ("held", Shown::new(held).to_string().into()),
                ("source", Shown::new(source).to_string().into()),
            ],
        ),
        remedy: words::say("mirror-of-another-next").into(),
    }
}

/// Somebody else pulls.
pub(super) fn busy(name: &Name) -> Fault {
    Fault::Busy {
        what: words::with("mirror-busy", &[("name", name.as_str().into())]),
        remedy: words::say("mirror-busy-next").into(),
    }
}

/// How the file is kept whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Journal {
    /// A write-ahead log, which readers and the writer share through memory.
    WriteAhead,
    /// A rollback journal: on a network file system no memory is shared.
    Rollback,
}

/// NFS, SMB, CIFS, FUSE. Source: `statfs(2)`.
const NETWORKS: [u64; 4] = [0x6969, 0xfe53_4d42, 0xff53_4d42, 0x6573_5546];

fn journal_for(folder: &Path) -> Journal {
    let kind = statfs(folder).map(|it| u64::try_from(it.f_type).unwrap_or_default());
    if kind.is_ok_and(|it| NETWORKS.contains(&it)) { Journal::Rollback } else { Journal::WriteAhead }
}

/// A path as a text that is safe to show.
pub(super) fn shown(path: &Path) -> String {
    Shown::new(&path.display().to_string()).to_string()
}
