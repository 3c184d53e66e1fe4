//! A mirror in one SQLite file: whole through any kill, private, and open to every tool that reads SQLite.

use std::{fs::File, path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, params};

use crate::model::{
    fault::Fault,
    integration::RowWarning,
    mirror::{RowDoubt, Shape, Tally},
};

use super::{
    Begun, Cursor, EachRow, End, Known, ListEnd, Mirror, Purpose, Sent, Summary, Written,
    place::{Journal, shown},
    sql::{self, Dialect},
};

mod read;
mod trouble;
mod words;
mod write;

use trouble::{At, Trouble};

/// One open file.
pub(super) struct Sqlite {
    db: Connection,
    place: String,
    /// The pull that runs.
    pull: i64,
    /// When it began, which its rows are stamped with.
    at: String,
    _lock: Option<File>,
}

/// Marks a file as a mirror of this program (`PSAM`).
const APPLICATION: i32 = 0x5053_414d;

/// The version of the tables that every mirror has.
const VERSION: i32 = 1;

/// How long a reader or a backup tool is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

impl Sqlite {
    /// Opens a file that is there, empty or a mirror.
    pub(super) fn open(path: &Path, purpose: Purpose, journal: Journal, lock: Option<File>) -> Result<Self, Fault> {
        let place = shown(path);
        let at = At(&place);
        // Reading needs to write, too: the first reader of a write-ahead log makes its index.
        let flags =
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
        let was_cut_off = path.with_extension("db-wal").exists();
        let db = Connection::open_with_flags(path, flags).map_err(|it| at.opened(it))?;
        let it = Self { db, place: place.clone(), pull: 0, at: String::new(), _lock: lock };
        it.prepare(purpose, journal).map_err(|it| At(&place).trouble(it))?;
        if purpose == Purpose::Pull && was_cut_off {
            it.check().map_err(|it| At(&place).trouble(it))?;
        }
        Ok(it)
    }

    fn prepare(&self, purpose: Purpose, journal: Journal) -> Result<(), Trouble> {
        let db = &self.db;
        db.busy_timeout(PATIENCE)?;
        db.pragma_update(None, "trusted_schema", false)?;
        db.pragma_update(None, "foreign_keys", true)?;
        words::teach(db)?;
        let application: i32 = db.pragma_query_value(None, "application_id", |it| it.get(0))?;
        let version: i32 = db.pragma_query_value(None, "user_version", |it| it.get(0))?;
        match (application, version) {
            (APPLICATION, ..=VERSION) => {}
            (APPLICATION, later) => return Err(Trouble::Later(later)),
            // What most databases of other programs have, and one that is empty.
            (0, 0) if is_empty(db)? => {}
            _ => return Err(Trouble::Foreign),
        }
        if purpose == Purpose::Read {
            return Ok(());
        }
        let wanted = match journal {
            Journal::WriteAhead => "wal",
            Journal::Rollback => "delete",
        };
        let mode: String = db.pragma_update_and_check(None, "journal_mode", wanted, |it| it.get(0))?;
        db.pragma_update(None, "synchronous", "FULL")?;
        let full: i32 = db.pragma_query_value(None, "synchronous", |it| it.get(0))?;
        if mode != wanted || full != 2 {
            return Err(Trouble::NotDurable);
        }
        Ok(())
    }

    /// Looks whether a file that was cut off is whole.
    fn check(&self) -> Result<(), Trouble> {
        let says: String = self.db.query_row("PRAGMA quick_check(1)", [], |it| it.get(0))?;
        if says == "ok" { Ok(()) } else { Err(Trouble::Damaged(says)) }
    }

    /// Runs `act`, and names this file in what goes wrong.
    fn with<T>(&mut self, act: impl FnOnce(&mut Self) -> Result<T, Trouble>) -> Result<T, Fault> {
        act(self).map_err(|it| At(&self.place).trouble(it))
    }
}

impl Mirror for Sqlite {
    fn place(&self) -> String {
        self.place.clone()
    }

    fn begin_pull(&mut self, begun: &Begun<'_>) -> Result<Known, Fault> {
        self.with(|it| it.begin(begun))
    }

    fn write(&mut self, written: &[Written<'_>], sent: Sent<'_>) -> Result<Vec<Tally>, Fault> {
        self.with(|it| it.write_all(written, sent))
    }

    fn end_list(&mut self, shape: &Shape, cursor: &Cursor, at: &str) -> Result<ListEnd, Fault> {
        self.with(|it| it.end_of(shape, cursor, at))
    }

    fn end_pull(&mut self, end: &End<'_>) -> Result<(), Fault> {
        self.with(|it| {
            it.db.execute(
                "UPDATE pulls SET ended_at = ?2, seen_at = ?2, outcome = ?3, fault = ?4, requests = max(requests, ?5) WHERE id = ?1",
                params![it.pull, end.at, end.outcome.key(), end.fault, signed(end.requests)],
            )?;
            // So that what is copied with the file alone is everything. A reader in between only makes it larger for a while.
            let _ = it.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            Ok(())
        })
    }

    fn ids(&mut self, shape: &Shape, after: i64, limit: u32) -> Result<Vec<i64>, Fault> {
        self.with(|it| it.ids_after(shape, after, limit))
    }

    fn rows(&mut self, shape: &Shape, columns: &[usize], each: EachRow<'_>) -> Result<(), Fault> {
        self.each_row(shape, columns, each)
    }

    fn doubts(&mut self, shape: &Shape, warnings: &[&RowWarning]) -> Result<Vec<RowDoubt>, Fault> {
        self.with(|it| it.doubts_of(shape, warnings))
    }

    fn summary(&mut self) -> Result<Summary, Fault> {
        self.with(Self::sum_up)
    }
}

/// Whether nothing was ever made in a file.
fn is_empty(db: &Connection) -> Result<bool, rusqlite::Error> {
    db.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_master)", [], |it| it.get(0))
}

/// A count as SQLite keeps numbers.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The tables of this program's own, and the mark of the file.
fn make_own(db: &Connection) -> Result<(), rusqlite::Error> {
    for it in sql::own_tables(Dialect::Sqlite) {
        db.execute(&it, [])?;
    }
    db.pragma_update(None, "application_id", APPLICATION)?;
    db.pragma_update(None, "user_version", VERSION)
}
