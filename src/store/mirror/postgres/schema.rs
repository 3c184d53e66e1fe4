//! The schema of one connection: its name, whose it is, and the tables that every mirror has, version by version.

use postgres::{Client, Transaction, error::SqlState};
use ring::digest::{SHA256, digest};

use crate::{
    model::saved::Name,
    store::mirror::sql::{self, Dialect},
};

use super::trouble::Trouble;

/// The version of the tables that every mirror has.
pub(super) const VERSION: u32 = 1;

/// One connection's schema.
pub(super) struct Schema(String);

/// What there is under its name.
pub(super) enum Found {
    /// No schema.
    Nothing,
    /// A schema without tables: somebody who may make schemas made it for us.
    Empty,
    /// A mirror, with the version of its tables.
    Ours(u32),
    /// Tables of another program.
    Foreign,
}

impl Schema {
    /// A connection's name has only characters that are fine between quotes, and is short enough.
    pub(super) fn of(name: &Name) -> Self {
        Self(format!("psa_connect_{}", name.as_str()))
    }

    pub(super) fn name(&self) -> &str {
        &self.0
    }

    /// Its name in SQL.
    pub(super) fn quoted(&self) -> String {
        format!("\"{}\"", self.0)
    }

    /// Its number among all advisory locks of the database.
    pub(super) fn key(&self) -> i64 {
        let hash = digest(&SHA256, format!("psa-connect pulls into {}", self.0).as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_ref()[..8]);
        i64::from_le_bytes(first)
    }

    pub(super) fn look(&self, db: &mut Client) -> Result<Found, Trouble> {
        let sql = "SELECT count(c.relname), count(c.relname) FILTER (WHERE c.relname = 'meta') \
                   FROM pg_catalog.pg_namespace n LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid \
                   WHERE n.nspname = $1 GROUP BY n.oid";
        let Some(row) = db.query_opt(sql, &[&self.0])? else { return Ok(Found::Nothing) };
        match (row.try_get::<_, i64>(0)?, row.try_get::<_, i64>(1)?) {
            (0, _) => return Ok(Found::Empty),
            (_, 0) => return Ok(Found::Foreign),
            _ => {}
        }
        // With the schema's name, so that a right which is missing is not taken for a table that is.
        let sql = format!(
            "SELECT v.value FROM {0}.meta v WHERE v.key = 'version' AND EXISTS \
             (SELECT 1 FROM {0}.meta a WHERE a.key = 'application' AND a.value = '{APPLICATION}')",
            self.quoted()
        );
        let version: Option<String> = match db.query_opt(&sql, &[]) {
            Ok(row) => row.map(|it| it.try_get(0)).transpose()?,
            Err(it) if it.code() == Some(&SqlState::UNDEFINED_COLUMN) => None,
            Err(it) => return Err(it.into()),
        };
        Ok(version.and_then(|it| it.parse().ok()).map_or(Found::Foreign, Found::Ours))
    }

    /// Makes the schema and the tables, or brings those of an earlier version up to date.
    pub(super) fn make(&self, db: &mut Transaction<'_>, dialect: Dialect) -> Result<(), Trouble> {
        // Not `IF NOT EXISTS`: that needs the right to make schemas even where there is one.
        if db.query_opt("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", &[&self.0])?.is_none() {
            db.batch_execute(&format!("CREATE SCHEMA {}", self.quoted()))?;
        }
        db.batch_execute("CREATE TABLE IF NOT EXISTS meta (key text PRIMARY KEY, value text NOT NULL)")?;
        let version = db.query_opt("SELECT value FROM meta WHERE key = 'version'", &[])?;
        let version: Option<String> = version.map(|it| it.try_get(0)).transpose()?;
        let version = version.and_then(|it| it.parse().ok()).unwrap_or(0);
        for step in steps(dialect).iter().skip(version) {
            for it in step {
                db.batch_execute(it)?;
            }
        }
        let note = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value \
                    WHERE meta.value <> excluded.value";
        db.execute(note, &[&"application", &APPLICATION])?;
        db.execute(note, &[&"version", &VERSION.to_string()])?;
        Ok(())
    }
}

/// Whose the tables are.
const APPLICATION: &str = "psa-connect";

/// What each version adds to the one before it. A step stays as it is for good; what is new is a step of its own.
fn steps(dialect: Dialect) -> [Vec<String>; VERSION as usize] {
    [sql::own_tables(dialect)]
}

/// Whether a table is in the session's schema.
pub(super) fn has_table(db: &mut Client, schema: &Schema, table: &str) -> Result<bool, Trouble> {
    let sql = "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON c.relnamespace = n.oid \
               WHERE n.nspname = $1 AND c.relname = $2";
    Ok(db.query_opt(sql, &[&schema.0, &table])?.is_some())
}
