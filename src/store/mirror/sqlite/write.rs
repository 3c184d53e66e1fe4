//! Writes pulls, pages and cursors. Each page goes in with its cursor, or not at all.

use rusqlite::{
    CachedStatement, Connection, OptionalExtension as _, ToSql, TransactionBehavior, params, types::ToSqlOutput,
};

use crate::model::mirror::{Kept, Rows, Scope, Shape, Span, Tally, Value};

use super::{Sqlite, make_own, signed, trouble::Trouble};
use crate::store::mirror::{
    Begun, Cursor, Known, ListEnd, ListState, Sent, Written, digest,
    sql::{self, Dialect},
    within_a_minute,
};

impl Sqlite {
    pub(super) fn begin(&mut self, begun: &Begun<'_>) -> Result<Known, Trouble> {
        begun.at.clone_into(&mut self.at);
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        make_own(&transaction)?;
        transaction.execute("UPDATE pulls SET outcome = 'cut off' WHERE outcome = 'running'", [])?;
        let held = transaction.query_row("SELECT source FROM pulls ORDER BY id DESC LIMIT 1", [], |it| it.get(0));
        let held: Option<String> = held.optional()?;
        if let Some(held) = held.filter(|it| it != begun.source) {
            return Err(Trouble::OfAnother(held, begun.source.to_owned()));
        }
        let sent = sent_since(&transaction, begun.recent)?;
        transaction.execute(
            "INSERT INTO pulls (began_at, seen_at, outcome, source) VALUES (?1, ?1, 'running', ?2)",
            [begun.at, begun.source],
        )?;
        self.pull = transaction.last_insert_rowid();
        let mut known = Known { lists: vec![], sent };
        for shape in begun.shapes {
            known.lists.push(begin_table(&transaction, shape, begun.kept)?);
        }
        transaction.commit()?;
        Ok(known)
    }

    pub(super) fn write_all(&mut self, written: &[Written<'_>], sent: Sent<'_>) -> Result<Vec<Tally>, Trouble> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut tallies: Vec<Tally> = vec![];
        for (at, page) in written.iter().enumerate() {
            let tally = write_page(&transaction, page, &self.at)?;
            let mut cursor = page.cursor.clone();
            // No cursor knows yet what became of the pages that are written with it.
            let before = written[..at].iter().zip(&tallies).filter(|it| it.0.shape.list == page.shape.list);
            before.for_each(|it| cursor.tally.add(*it.1));
            cursor.tally.add(tally);
            keep_cursor(&transaction, page.shape, &cursor)?;
            keep_tally(&transaction, self.pull, page.shape, cursor.scope, tally)?;
            tallies.push(tally);
        }
        transaction.prepare_cached("UPDATE pulls SET requests = ?2, seen_at = ?3 WHERE id = ?1")?.execute(params![
            self.pull,
            signed(sent.requests),
            sent.at
        ])?;
        transaction.commit()?;
        Ok(tallies)
    }

    pub(super) fn end_of(&mut self, shape: &Shape, cursor: &Cursor, at: &str) -> Result<ListEnd, Trouble> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let table = &shape.table;
        let mut gone = 0;
        if let (Some(parent), Scope::Full) = (&shape.parent, cursor.scope) {
            let parents = Shape::table_of(parent);
            gone = transaction.execute(
                &format!(
                    "UPDATE {table} SET gone_at = ?1 WHERE gone_at IS NULL AND NOT EXISTS \
                     (SELECT 1 FROM {parents} p WHERE p.id = {table}.parent_id AND p.gone_at IS NULL)"
                ),
                [&self.at],
            )? as u64;
        }
        let full_at = (cursor.scope == Scope::Full).then_some(&cursor.began);
        transaction.execute(
            "UPDATE lists SET cursor = NULL, full_at = coalesce(?2, full_at), changed_until = coalesce(?3, changed_until) \
             WHERE list = ?1",
            params![shape.list.0, full_at, cursor.changed_until()],
        )?;
        // A list whose last page an earlier pull wrote has no row of this one yet.
        keep_tally(&transaction, self.pull, shape, cursor.scope, Tally { gone, ..Tally::default() })?;
        transaction.execute(
            "UPDATE pulled_lists SET ended_at = ?3 WHERE pull_id = ?1 AND list = ?2",
            params![self.pull, shape.list.0, at],
        )?;
        let rows: i64 =
            transaction
                .query_row(&format!("SELECT count(*) FROM {table} WHERE gone_at IS NULL"), [], |it| it.get(0))?;
        transaction.commit()?;
        Ok(ListEnd { gone, rows: rows.unsigned_abs() })
    }
}

/// How many requests pulls that were seen since then sent within a minute.
fn sent_since(db: &Connection, recent: &str) -> Result<u64, Trouble> {
    let mut pulls = db.prepare("SELECT began_at, seen_at, requests FROM pulls WHERE seen_at >= ?1")?;
    let of = |it: &rusqlite::Row<'_>| {
        let [began, seen]: [String; 2] = [it.get(0)?, it.get(1)?];
        Ok(within_a_minute(&began, &seen, it.get::<_, i64>(2)?.unsigned_abs()))
    };
    let sent = pulls.query_map([recent], of)?.sum::<Result<u64, _>>()?;
    Ok(sent)
}

/// Makes the table of a list, or brings one of other columns up to date, and says what is known of the list.
fn begin_table(db: &Connection, shape: &Shape, kept: Kept) -> Result<ListState, Trouble> {
    let columns = sql::columns_of(Dialect::Sqlite, shape);
    let read = |it: &rusqlite::Row<'_>| -> rusqlite::Result<(String, String, ListState, Option<String>)> {
        let state = ListState { cursor: None, full_at: it.get(2)?, changed_until: it.get(3)? };
        Ok((it.get(0)?, it.get(1)?, state, it.get(4)?))
    };
    let known = db
        .query_row(
            "SELECT columns, kept, full_at, changed_until, cursor FROM lists WHERE list = ?1",
            [&shape.list.0],
            read,
        )
        .optional()?;
    db.execute(&sql::create(Dialect::Sqlite, shape), [])?;
    if let Some(index) = sql::index(shape) {
        db.execute(&index, [])?;
    }
    match known {
        Some((before, before_kept, state, cursor)) if before == columns && before_kept == key_of(kept) => {
            let cursor = cursor.map(|it| serde_json::from_str(&it)).transpose();
            // One that cannot be read is of another version: the list is read from its beginning.
            Ok(ListState { cursor: cursor.unwrap_or_default(), ..state })
        }
        known => {
            if known.is_some() {
                add_columns(db, shape)?;
            }
            db.execute(
                "INSERT INTO lists (list, table_name, columns, kept) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (list) DO UPDATE \
                 SET columns = excluded.columns, kept = excluded.kept, full_at = NULL, changed_until = NULL, cursor = NULL",
                params![shape.list.0, shape.table, columns, key_of(kept)],
            )?;
            Ok(ListState::default())
        }
    }
}

/// Adds the columns that a table of another version does not have.
fn add_columns(db: &Connection, shape: &Shape) -> Result<(), Trouble> {
    let mut there = db.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let there: Vec<String> = there.query_map([&shape.table], |it| it.get(0))?.collect::<Result<_, _>>()?;
    for it in shape.columns.iter().filter(|it| !there.contains(&it.name)) {
        let kind = Dialect::Sqlite.type_of(it.kind);
        db.execute(&format!("ALTER TABLE {} ADD COLUMN {} {kind}", shape.table, it.name), [])?;
    }
    Ok(())
}

fn key_of(kept: Kept) -> &'static str {
    match kept {
        Kept::Columns => "columns",
        Kept::Whole => "whole",
    }
}

fn keep_cursor(db: &Connection, shape: &Shape, cursor: &Cursor) -> Result<(), Trouble> {
    let text = serde_json::to_string(cursor).map_err(|it| Trouble::Unreadable(it.to_string()))?;
    let mut update = db.prepare_cached("UPDATE lists SET cursor = ?2 WHERE list = ?1")?;
    update.execute(params![shape.list.0, text])?;
    Ok(())
}

fn keep_tally(db: &Connection, pull: i64, shape: &Shape, scope: Scope, tally: Tally) -> Result<(), Trouble> {
    let mut insert = db.prepare_cached(
        "INSERT INTO pulled_lists (pull_id, list, scope, read, added, changed, gone, misfits) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (pull_id, list) DO UPDATE SET read = read + excluded.read, \
         added = added + excluded.added, changed = changed + excluded.changed, gone = gone + excluded.gone, \
         misfits = misfits + excluded.misfits",
    )?;
    let scope = match scope {
        Scope::Changes => "changes",
        Scope::Full => "full",
    };
    let Tally { read, added, changed, gone, misfits } = tally;
    let numbers = [read, added, changed, gone, misfits].map(signed);
    insert.execute(params![pull, shape.list.0, scope, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]])?;
    Ok(())
}

/// What the mirror has of one id.
#[derive(Clone, Copy)]
struct There {
    id: i64,
    hash: i64,
    is_gone: bool,
}

/// Writes what is new or other in a page, and marks what is gone.
fn write_page(db: &Connection, page: &Written<'_>, at: &str) -> Result<Tally, Trouble> {
    let Written { shape, rows, parent, all_of, .. } = page;
    let mut tally = Tally { read: rows.len() as u64, misfits: rows.misfits, ..Tally::default() };
    let mut insert = db.prepare_cached(&upsert(shape))?;
    let mut write = |row: usize, there: Option<There>| -> Result<(), Trouble> {
        let hash = digest::of(rows, row);
        match there {
            Some(it) if it.hash == hash && !it.is_gone => return Ok(()),
            Some(_) => tally.changed += 1,
            None => tally.added += 1,
        }
        put(&mut insert, rows, row, *parent, at, hash)
    };
    let Some(span) = all_of else {
        let mut find =
            db.prepare_cached(&format!("SELECT hash, gone_at IS NOT NULL FROM {} WHERE id = ?1", shape.table))?;
        for (row, id) in rows.ids().iter().enumerate() {
            let there = |it: &rusqlite::Row<'_>| Ok(There { id: *id, hash: it.get(0)?, is_gone: it.get(1)? });
            let there = find.query_row([id], there).optional()?;
            write(row, there)?;
        }
        return Ok(tally);
    };
    let there = within(db, shape, *span, *parent)?;
    let mut there = there.into_iter().peekable();
    let mut gone = vec![];
    for (row, id) in rows.ids().iter().enumerate() {
        while let Some(it) = there.next_if(|it| it.id < *id) {
            gone.extend((!it.is_gone).then_some(it.id));
        }
        write(row, there.next_if(|it| it.id == *id))?;
    }
    gone.extend(there.filter(|it| !it.is_gone).map(|it| it.id));
    tally.gone = gone.len() as u64;
    let mut mark = db.prepare_cached(&format!("UPDATE {} SET gone_at = ?2 WHERE id = ?1", shape.table))?;
    for id in gone {
        mark.execute(params![id, at])?;
    }
    Ok(tally)
}

/// What the mirror has of a span, in the order of the ids.
fn within(db: &Connection, shape: &Shape, span: Span, parent: Option<i64>) -> Result<Vec<There>, Trouble> {
    let below = if parent.is_some() { " AND parent_id = ?3" } else { " AND ?3 IS NULL" };
    let sql = format!(
        "SELECT id, hash, gone_at IS NOT NULL FROM {} WHERE id > ?1 AND id <= ?2{below} ORDER BY id",
        shape.table
    );
    let mut select = db.prepare_cached(&sql)?;
    let there = |it: &rusqlite::Row<'_>| Ok(There { id: it.get(0)?, hash: it.get(1)?, is_gone: it.get(2)? });
    let there = select.query_map(params![span.after, span.upto, parent], there)?.collect::<Result<_, _>>()?;
    Ok(there)
}

fn upsert(shape: &Shape) -> String {
    let columns = sql::set_columns(shape);
    let marks: Vec<String> = (1..=columns.len()).map(|it| format!("?{it}")).collect();
    let sets: Vec<String> = columns[1..].iter().map(|it| format!("{it} = excluded.{it}")).collect();
    format!(
        "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT (id) DO UPDATE SET {}, gone_at = NULL",
        shape.table,
        columns.join(", "),
        marks.join(", "),
        sets.join(", ")
    )
}

fn put(
    insert: &mut CachedStatement<'_>,
    rows: &Rows,
    row: usize,
    parent: Option<i64>,
    at: &str,
    hash: i64,
) -> Result<(), Trouble> {
    let mut place = 0;
    let mut bind = |value: &dyn ToSql| {
        place += 1;
        insert.raw_bind_parameter(place, value)
    };
    for cell in rows.cells(row) {
        bind(&Bound(cell))?;
    }
    if let Some(parent) = parent {
        bind(&parent)?;
    }
    bind(&rows.raw(row))?;
    bind(&at)?;
    bind(&hash)?;
    insert.raw_execute()?;
    Ok(())
}

/// A cell as SQLite takes it.
struct Bound<'a>(Value<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => rusqlite::types::Null.into(),
            Value::Whole(number) => number.into(),
            Value::Flag(flag) => flag.into(),
            Value::Text(text) => text.into(),
        })
    }
}
