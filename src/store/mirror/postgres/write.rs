//! Writes pulls, pages and cursors. Each page goes in with its cursor, or not at all.

use std::collections::HashMap;

use postgres::{Transaction, types::ToSql};

use crate::model::mirror::{Kept, Scope, Shape, Span, Tally};

use super::{
    Postgres, Statements,
    cells::{Column, misfits, moment, without_nul},
    read::as_moment,
    signed,
    trouble::Trouble,
};
use crate::store::mirror::{
    Begun, Cursor, End, Known, ListEnd, ListState, Sent, Written, digest,
    sql::{self, Dialect},
    within_a_minute,
};

impl Postgres {
    pub(super) fn begin(&mut self, begun: &Begun<'_>) -> Result<Known, Trouble> {
        begun.at.clone_into(&mut self.at);
        // A table may get columns.
        self.statements = Statements::default();
        let mut transaction = self.db.transaction()?;
        self.schema.make(&mut transaction, self.dialect)?;
        transaction.execute("UPDATE pulls SET outcome = 'cut off' WHERE outcome = 'running'", &[])?;
        let held = transaction.query_opt("SELECT source FROM pulls ORDER BY id DESC LIMIT 1", &[])?;
        let held: Option<String> = held.map(|it| it.try_get(0)).transpose()?;
        if let Some(held) = held.filter(|it| it != begun.source) {
            return Err(Trouble::OfAnother(held, begun.source.to_owned()));
        }
        let sql = format!(
            "SELECT {}, {}, requests FROM pulls WHERE seen_at >= $1::text::timestamptz",
            as_moment("began_at"),
            as_moment("seen_at")
        );
        let mut sent = 0;
        for row in transaction.query(&sql, &[&stamp(begun.recent)])? {
            let moments: [String; 2] = [row.try_get(0)?, row.try_get(1)?];
            sent += within_a_minute(&moments[0], &moments[1], row.try_get::<_, i64>(2)?.unsigned_abs());
        }
        let sql = "INSERT INTO pulls (began_at, seen_at, outcome, source) VALUES ($1::text::timestamptz, \
                   $1::text::timestamptz, 'running', $2) RETURNING id";
        self.pull = transaction.query_one(sql, &[&stamp(begun.at), &begun.source])?.try_get(0)?;
        let mut known = Known { lists: vec![], sent };
        for shape in begun.shapes {
            known.lists.push(begin_table(&mut transaction, self.dialect, shape, begun.kept)?);
        }
        transaction.commit()?;
        Ok(known)
    }

    pub(super) fn write_all(&mut self, written: &[Written<'_>], sent: Sent<'_>) -> Result<Vec<Tally>, Trouble> {
        let Self { db, statements, pull, at, dialect, .. } = self;
        let mut transaction = db.transaction()?;
        let mut tallies: Vec<Tally> = vec![];
        for (nth, page) in written.iter().enumerate() {
            let tally = write_page(&mut transaction, statements, *dialect, page, at)?;
            let mut cursor = page.cursor.clone();
            // No cursor knows yet what became of the pages that are written with it.
            let before = written[..nth].iter().zip(&tallies).filter(|it| it.0.shape.list == page.shape.list);
            before.for_each(|it| cursor.tally.add(*it.1));
            cursor.tally.add(tally);
            keep_cursor(&mut transaction, statements, page.shape, &cursor)?;
            keep_tally(&mut transaction, statements, *pull, page.shape, cursor.scope, tally)?;
            tallies.push(tally);
        }
        let seen = "UPDATE pulls SET requests = $2, seen_at = $3::text::timestamptz WHERE id = $1";
        let seen = statements.of(&mut transaction, seen.to_owned())?;
        transaction.execute(&seen, &[&*pull, &signed(sent.requests), &stamp(sent.at)])?;
        transaction.commit()?;
        Ok(tallies)
    }

    pub(super) fn end_of(&mut self, shape: &Shape, cursor: &Cursor, at: &str) -> Result<ListEnd, Trouble> {
        let mut transaction = self.db.transaction()?;
        let (table, now) = (&shape.table, stamp(&self.at));
        let mut gone = 0;
        if let (Some(parent), Scope::Full) = (&shape.parent, cursor.scope) {
            let parents = Shape::table_of(parent);
            let sql = format!(
                "UPDATE {table} SET gone_at = $1::text::timestamptz WHERE gone_at IS NULL AND NOT EXISTS \
                 (SELECT 1 FROM {parents} p WHERE p.id = {table}.parent_id AND p.gone_at IS NULL)"
            );
            gone = transaction.execute(&sql, &[&now])?;
        }
        let full_at = (cursor.scope == Scope::Full).then(|| stamp(&cursor.began));
        transaction.execute(
            "UPDATE lists SET cursor = NULL, full_at = coalesce($2::text::timestamptz, full_at), \
             changed_until = coalesce($3, changed_until) WHERE list = $1",
            &[&shape.list.0, &full_at, &cursor.changed_until()],
        )?;
        // A list whose last page an earlier pull wrote has no row of this one yet.
        let tally = Tally { gone, ..Tally::default() };
        keep_tally(&mut transaction, &mut self.statements, self.pull, shape, cursor.scope, tally)?;
        transaction.execute(
            "UPDATE pulled_lists SET ended_at = $3::text::timestamptz WHERE pull_id = $1 AND list = $2",
            &[&self.pull, &shape.list.0, &stamp(at)],
        )?;
        let sql = format!("SELECT count(*) FROM {table} WHERE gone_at IS NULL");
        let rows: i64 = transaction.query_one(&sql, &[])?.try_get(0)?;
        transaction.commit()?;
        Ok(ListEnd { gone, rows: rows.unsigned_abs() })
    }

    pub(super) fn end(&mut self, end: &End<'_>) -> Result<(), Trouble> {
        let fault = end.fault.map(without_nul);
        self.db.execute(
            "UPDATE pulls SET ended_at = $2::text::timestamptz, seen_at = $2::text::timestamptz, outcome = $3, fault = $4, \
             requests = greatest(requests, $5) WHERE id = $1",
            &[&self.pull, &stamp(end.at), &end.outcome.key(), &fault, &signed(end.requests)],
        )?;
        Ok(())
    }
}

/// A moment of this program's own, no finer than PostgreSQL keeps it.
fn stamp(at: &str) -> String {
    moment(at).unwrap_or_else(|| at.to_owned())
}

/// Makes the table of a list, or brings one of other columns up to date, and says what is known of the list.
fn begin_table(db: &mut Transaction<'_>, dialect: Dialect, shape: &Shape, kept: Kept) -> Result<ListState, Trouble> {
    let columns = sql::columns_of(dialect, shape);
    let known =
        format!("SELECT columns, kept, {}, changed_until, cursor FROM lists WHERE list = $1", as_moment("full_at"));
    let known = db.query_opt(&known, &[&shape.list.0])?;
    db.batch_execute(&sql::create(dialect, shape))?;
    if let Some(index) = sql::index(shape) {
        db.batch_execute(&index)?;
    }
    if let Some(row) = &known {
        let [before, before_kept]: [String; 2] = [row.try_get(0)?, row.try_get(1)?];
        if before == columns && before_kept == key_of(kept) {
            let cursor: Option<String> = row.try_get(4)?;
            let cursor = cursor.map(|it| serde_json::from_str(&it)).transpose();
            // One that cannot be read is of another version: the list is read from its beginning.
            let cursor = cursor.unwrap_or_default();
            return Ok(ListState { cursor, full_at: row.try_get(2)?, changed_until: row.try_get(3)? });
        }
        for it in &shape.columns {
            let kind = dialect.type_of(it.kind);
            db.batch_execute(&format!("ALTER TABLE {} ADD COLUMN IF NOT EXISTS {} {kind}", shape.table, it.name))?;
        }
    }
    db.execute(
        "INSERT INTO lists (list, table_name, columns, kept) VALUES ($1, $2, $3, $4) ON CONFLICT (list) DO UPDATE \
         SET columns = excluded.columns, kept = excluded.kept, full_at = NULL, changed_until = NULL, cursor = NULL",
        &[&shape.list.0, &shape.table, &columns, &key_of(kept)],
    )?;
    Ok(ListState::default())
}

fn key_of(kept: Kept) -> &'static str {
    match kept {
        Kept::Columns => "columns",
        Kept::Whole => "whole",
    }
}

fn keep_cursor(
    db: &mut Transaction<'_>,
    statements: &mut Statements,
    shape: &Shape,
    cursor: &Cursor,
) -> Result<(), Trouble> {
    let text = serde_json::to_string(cursor).map_err(|it| Trouble::Unreadable(it.to_string()))?;
    let update = statements.of(db, "UPDATE lists SET cursor = $2 WHERE list = $1".to_owned())?;
    db.execute(&update, &[&shape.list.0, &text])?;
    Ok(())
}

fn keep_tally(
    db: &mut Transaction<'_>,
    statements: &mut Statements,
    pull: i64,
    shape: &Shape,
    scope: Scope,
    tally: Tally,
) -> Result<(), Trouble> {
    let insert = "INSERT INTO pulled_lists AS was (pull_id, list, scope, read, added, changed, gone, misfits) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (pull_id, list) DO UPDATE SET \
         read = was.read + excluded.read, added = was.added + excluded.added, changed = was.changed + excluded.changed, \
         gone = was.gone + excluded.gone, misfits = was.misfits + excluded.misfits";
    let insert = statements.of(db, insert.to_owned())?;
    let scope = match scope {
        Scope::Changes => "changes",
        Scope::Full => "full",
    };
    let Tally { read, added, changed, gone, misfits } = tally;
    let [read, added, changed, gone, misfits] = [read, added, changed, gone, misfits].map(signed);
    db.execute(&insert, &[&pull, &shape.list.0, &scope, &read, &added, &changed, &gone, &misfits])?;
    Ok(())
}

/// What the mirror has of one id.
#[derive(Clone, Copy)]
struct There {
    hash: i64,
    is_gone: bool,
}

/// Writes what is new or other in a page, and marks what is gone: three statements, whatever the page holds.
fn write_page(
    db: &mut Transaction<'_>,
    statements: &mut Statements,
    dialect: Dialect,
    page: &Written<'_>,
    at: &str,
) -> Result<Tally, Trouble> {
    let Written { shape, rows, parent, all_of, .. } = page;
    let mut there = match all_of {
        Some(span) => within(db, statements, shape, *span, *parent)?,
        None => among(db, statements, shape, rows.ids())?,
    };
    let misfits = rows.misfits + misfits(shape, rows);
    let mut tally = Tally { read: rows.len() as u64, misfits, ..Tally::default() };
    // By id: one statement cannot write a row twice, and the last of two is what the PSA says now.
    let mut to_write: HashMap<i64, (usize, i64)> = HashMap::new();
    for (row, id) in rows.ids().iter().enumerate() {
        let hash = digest::of(rows, row);
        match there.insert(*id, There { hash, is_gone: false }) {
            Some(it) if it.hash == hash && !it.is_gone => continue,
            Some(_) => tally.changed += 1,
            None => tally.added += 1,
        }
        to_write.insert(*id, (row, hash));
    }
    let mut to_write: Vec<(usize, i64)> = to_write.into_values().collect();
    to_write.sort_unstable();
    if !to_write.is_empty() {
        put(db, statements, dialect, page, at, &to_write)?;
    }
    if all_of.is_some() {
        for id in rows.ids() {
            there.remove(id);
        }
        let mut gone: Vec<i64> = there.into_iter().filter(|it| !it.1.is_gone).map(|it| it.0).collect();
        gone.sort_unstable();
        tally.gone = gone.len() as u64;
        if !gone.is_empty() {
            let mark = format!("UPDATE {} SET gone_at = $2::text::timestamptz WHERE id = ANY($1)", shape.table);
            let mark = statements.of(db, mark)?;
            db.execute(&mark, &[&gone, &stamp(at)])?;
        }
    }
    Ok(tally)
}

/// What the mirror has of a span.
fn within(
    db: &mut Transaction<'_>,
    statements: &mut Statements,
    shape: &Shape,
    span: Span,
    parent: Option<i64>,
) -> Result<HashMap<i64, There>, Trouble> {
    let below = if parent.is_some() { " AND parent_id = $3" } else { " AND $3::bigint IS NULL" };
    let select = format!("SELECT id, hash, gone_at IS NOT NULL FROM {} WHERE id > $1 AND id <= $2{below}", shape.table);
    let select = statements.of(db, select)?;
    found(db.query(&select, &[&span.after, &span.upto, &parent])?)
}

/// What the mirror has of these ids.
fn among(
    db: &mut Transaction<'_>,
    statements: &mut Statements,
    shape: &Shape,
    ids: &[i64],
) -> Result<HashMap<i64, There>, Trouble> {
    let select = format!("SELECT id, hash, gone_at IS NOT NULL FROM {} WHERE id = ANY($1)", shape.table);
    let select = statements.of(db, select)?;
    found(db.query(&select, &[&ids])?)
}

fn found(rows: Vec<postgres::Row>) -> Result<HashMap<i64, There>, Trouble> {
    let read = |it: postgres::Row| Ok((it.try_get(0)?, There { hash: it.try_get(1)?, is_gone: it.try_get(2)? }));
    rows.into_iter().map(read).collect()
}

/// Writes these rows of a page, each with its hash.
fn put(
    db: &mut Transaction<'_>,
    statements: &mut Statements,
    dialect: Dialect,
    page: &Written<'_>,
    at: &str,
    to_write: &[(usize, i64)],
) -> Result<(), Trouble> {
    let Written { shape, rows, parent, .. } = page;
    let written: Vec<usize> = to_write.iter().map(|it| it.0).collect();
    let ids: Vec<i64> = written.iter().map(|row| rows.ids()[*row]).collect();
    let columns = shape.columns.iter().enumerate().skip(1);
    let columns: Vec<_> = columns.map(|(nth, it)| Column::of(it.kind, rows, nth, &written)).collect();
    let raws: Vec<_> = written.iter().map(|row| rows.raw(*row).map(without_nul)).collect();
    let hashes: Vec<i64> = to_write.iter().map(|it| it.1).collect();
    let stamp = stamp(at);
    let mut parameters: Vec<&(dyn ToSql + Sync)> = vec![&ids];
    parameters.extend(columns.iter().map(Column::as_parameter));
    parameters.extend([&raws as &(dyn ToSql + Sync), &hashes, &stamp]);
    parameters.extend(parent.iter().map(|it| it as &(dyn ToSql + Sync)));
    let upsert = statements.of(db, upsert(dialect, shape))?;
    db.execute(&upsert, &parameters)?;
    Ok(())
}

/// Takes the columns as arrays in the order of the shape, then the records, the hashes, the moment, and the parent's id.
fn upsert(dialect: Dialect, shape: &Shape) -> String {
    let mut names: Vec<&str> = shape.columns.iter().map(|it| it.name.as_str()).collect();
    let mut arrays: Vec<String> = vec![];
    let mut cells: Vec<String> = vec![];
    for (nth, it) in shape.columns.iter().enumerate() {
        let kind = dialect.type_of(it.kind);
        // Numbers, days and moments travel as text.
        let sent = if matches!(kind, "bigint" | "boolean") { kind } else { "text" };
        arrays.push(format!("${}::{sent}[]", nth + 1));
        cells.push(format!("u.c{nth}::{kind}"));
    }
    let n = shape.columns.len();
    arrays.push(format!("${}::text[]", n + 1));
    arrays.push(format!("${}::bigint[]", n + 2));
    names.extend(["raw", "hash", "pulled_at"]);
    cells.extend([format!("u.c{n}"), format!("u.c{}", n + 1), format!("${}::text::timestamptz", n + 3)]);
    if shape.parent.is_some() {
        names.push("parent_id");
        cells.push(format!("${}::bigint", n + 4));
    }
    let sets: Vec<String> = names[1..].iter().map(|it| format!("{it} = excluded.{it}")).collect();
    let of: Vec<String> = (0..n + 2).map(|it| format!("c{it}")).collect();
    format!(
        "INSERT INTO {} ({}) SELECT {} FROM unnest({}) AS u({}) ON CONFLICT (id) DO UPDATE SET {}, gone_at = NULL",
        shape.table,
        names.join(", "),
        cells.join(", "),
        arrays.join(", "),
        of.join(", "),
        sets.join(", ")
    )
}
