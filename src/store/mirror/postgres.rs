//! A mirror in one schema of a PostgreSQL database: shared, and read with anything that speaks PostgreSQL.
//!
//! The driver runs a runtime of its own, which none of ours may be in the way of: see [`blocking`].

use std::{
    collections::HashMap,
    ops::{Deref, DerefMut},
};

use postgres::{Client, Statement, Transaction, error::SqlState};
use tokio::runtime::{Handle, RuntimeFlavor};

use crate::{
    model::{
        fault::Fault,
        integration::RowWarning,
        mirror::{RowDoubt, Shape, Tally},
        saved::Name,
    },
    words,
};

use super::{
    Begun, Cursor, EachRow, End, Known, ListEnd, Mirror, Purpose, Sent, Summary, Written,
    place::busy,
    server::PostgresAt,
    sql::{Dialect, Folding},
};

mod cells;
mod connect;
mod read;
mod schema;
mod trouble;
mod write;

use schema::{Found, Schema};
use trouble::{At, Trouble};

/// One open connection.
pub(super) struct Postgres {
    db: Held,
    schema: Schema,
    place: String,
    dialect: Dialect,
    /// By their text.
    statements: Statements,
    /// The pull that runs.
    pull: i64,
    /// When it began, which its rows are stamped with.
    at: String,
}

impl Postgres {
    /// Connects; `None` when the mirror is to be read and there is none.
    pub(super) fn open(at: &PostgresAt, name: &Name, purpose: Purpose) -> Result<Option<Self>, Fault> {
        blocking(|| Self::connect(at, name, purpose))
    }

    fn connect(at: &PostgresAt, name: &Name, purpose: Purpose) -> Result<Option<Self>, Fault> {
        let schema = Schema::of(name);
        let place = words::with(
            "mirror-postgres-schema",
            &[("url", at.url.to_string().into()), ("schema", schema.name().to_string().into())],
        );
        let mut db = Held(Some(connect::client(at, &place)?));
        let mut prepare = || -> Result<Option<Dialect>, Trouble> {
            connect::settle(&mut db, &schema, purpose)?;
            if purpose == Purpose::Pull && !lock(&mut db, &schema)? {
                return Err(Trouble::Taken);
            }
            match (schema.look(&mut db)?, purpose) {
                (Found::Nothing | Found::Empty, Purpose::Read) => return Ok(None),
                (Found::Nothing | Found::Empty, Purpose::Pull) | (Found::Ours(..=schema::VERSION), _) => {}
                (Found::Ours(later), _) => return Err(Trouble::Later(later)),
                (Found::Foreign, _) => return Err(Trouble::Foreign),
            }
            Ok(Some(Dialect::Postgres(folding(&mut db)?)))
        };
        let dialect = match prepare() {
            Err(Trouble::Taken) => return Err(busy(name)),
            other => other.map_err(|it| At(&place).trouble(it))?,
        };
        let open = |dialect| Self {
            db,
            schema,
            place,
            dialect,
            statements: Statements::default(),
            pull: 0,
            at: String::new(),
        };
        Ok(dialect.map(open))
    }

    /// Runs `act`, and names this place in what goes wrong.
    fn with<T>(&mut self, act: impl FnOnce(&mut Self) -> Result<T, Trouble>) -> Result<T, Fault> {
        blocking(|| act(self)).map_err(|it| At(&self.place).trouble(it))
    }
}

/// Runs what waits for the server, on whatever thread: a worker of a runtime lets its other tasks go elsewhere first.
///
/// Panics on the one thread of a runtime that has no other.
fn blocking<T>(act: impl FnOnce() -> T) -> T {
    let has_others = Handle::try_current().is_ok_and(|it| it.runtime_flavor() == RuntimeFlavor::MultiThread);
    if has_others { tokio::task::block_in_place(act) } else { act() }
}

/// A connection, whose end is waited for, too.
struct Held(Option<Client>);

impl Deref for Held {
    type Target = Client;

    fn deref(&self) -> &Client {
        self.0.as_ref().expect("it is taken out only when this is dropped")
    }
}

impl DerefMut for Held {
    fn deref_mut(&mut self) -> &mut Client {
        self.0.as_mut().expect("it is taken out only when this is dropped")
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let client = self.0.take();
        blocking(move || drop(client));
    }
}

/// Takes the right to pull, which the server takes back when the connection ends however it does.
///
/// Waits a moment: the server may not have seen yet that a pull which was cut off is gone.
fn lock(db: &mut Client, schema: &Schema) -> Result<bool, Trouble> {
    db.batch_execute("SET lock_timeout = '1s'")?;
    match db.execute("SELECT pg_advisory_lock($1)", &[&schema.key()]) {
        Ok(_) => {}
        Err(it) if it.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => return Ok(false),
        Err(it) => return Err(it.into()),
    }
    db.batch_execute(connect::PATIENCE)?;
    Ok(true)
}

/// How small letters are made: by Unicode where the server can, as the files do it.
fn folding(db: &mut Client) -> Result<Folding, Trouble> {
    let sql = "SELECT 1 FROM pg_catalog.pg_collation WHERE collname = 'und-x-icu' AND collnamespace = \
               'pg_catalog'::regnamespace";
    Ok(if db.query_opt(sql, &[])?.is_some() { Folding::Unicode } else { Folding::OfDatabase })
}

/// What is prepared on a connection, by its text.
#[derive(Default)]
struct Statements(HashMap<String, Statement>);

impl Statements {
    fn of(&mut self, db: &mut Transaction<'_>, sql: String) -> Result<Statement, Trouble> {
        if let Some(it) = self.0.get(&sql) {
            return Ok(it.clone());
        }
        let statement = db.prepare(&sql)?;
        self.0.insert(sql, statement.clone());
        Ok(statement)
    }
}

impl Mirror for Postgres {
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
        self.with(|it| it.end(end))
    }

    fn ids(&mut self, shape: &Shape, after: i64, limit: u32) -> Result<Vec<i64>, Fault> {
        self.with(|it| it.ids_after(shape, after, limit))
    }

    fn rows(&mut self, shape: &Shape, columns: &[usize], each: EachRow<'_>) -> Result<(), Fault> {
        self.with(|it| it.each_row(shape, columns, each))
    }

    fn doubts(&mut self, shape: &Shape, warnings: &[&RowWarning]) -> Result<Vec<RowDoubt>, Fault> {
        self.with(|it| it.doubts_of(shape, warnings))
    }

    fn summary(&mut self) -> Result<Summary, Fault> {
        self.with(Self::sum_up)
    }
}

/// A count as PostgreSQL keeps numbers.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
