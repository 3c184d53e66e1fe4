//! Reads rows, counts and what a mirror holds.

use rusqlite::{Connection, OptionalExtension as _, types::ValueRef};

use crate::{
    model::{
        catalog::ColumnKind,
        fault::Fault,
        id::ListId,
        integration::RowWarning,
        mirror::{RowDoubt, Shape, Value},
    },
    words,
};

use super::{
    Sqlite,
    trouble::{At, Trouble},
};
use crate::store::mirror::{
    EachRow, LastPull, ListSummary, Summary,
    doubts::{FIRST, Question, question},
    sql::{self, Dialect},
};

impl Sqlite {
    pub(super) fn ids_after(&mut self, shape: &Shape, after: i64, limit: u32) -> Result<Vec<i64>, Trouble> {
        let sql = format!("SELECT id FROM {} WHERE id > ?1 AND gone_at IS NULL ORDER BY id LIMIT ?2", shape.table);
        let mut select = self.db.prepare_cached(&sql)?;
        let ids = select.query_map((after, limit), |it| it.get(0))?.collect::<Result<_, _>>()?;
        Ok(ids)
    }

    pub(super) fn each_row(&mut self, shape: &Shape, columns: &[usize], each: EachRow<'_>) -> Result<(), Fault> {
        let mut read = |it: &mut Self| -> Result<(), Trouble> {
            if !has_table(&it.db, &shape.table)? {
                return Ok(());
            }
            let names: Vec<&str> = columns.iter().map(|at| shape.columns[*at].name.as_str()).collect();
            let kinds: Vec<ColumnKind> = columns.iter().map(|at| shape.columns[*at].kind).collect();
            let sql = format!("SELECT {} FROM {} WHERE gone_at IS NULL ORDER BY id", names.join(", "), shape.table);
            let mut select = it.db.prepare(&sql)?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                let mut numbers = vec![String::new(); kinds.len()];
                for (at, number) in numbers.iter_mut().enumerate() {
                    if let ValueRef::Real(real) = row.get_ref(at)? {
                        *number = real.to_string();
                    }
                }
                let cells = kinds.iter().zip(&numbers).enumerate();
                let cells = cells.map(|(at, (kind, number))| cell(row.get_ref(at)?, *kind, number));
                let cells = cells.collect::<Result<Vec<_>, Trouble>>()?;
                each(&cells).map_err(Trouble::Taker)?;
            }
            Ok(())
        };
        read(self).map_err(|it| At(&self.place).trouble(it))
    }

    pub(super) fn doubts_of(&mut self, shape: &Shape, warnings: &[&RowWarning]) -> Result<Vec<RowDoubt>, Trouble> {
        let db = &self.db;
        let mut whole = vec![];
        let mut lists = db.prepare("SELECT list, table_name FROM lists WHERE full_at IS NOT NULL")?;
        for it in lists.query_map([], |it| Ok((it.get::<_, String>(0)?, it.get::<_, String>(1)?)))? {
            whole.push(it?);
        }
        let table_of = |list: &ListId| whole.iter().find(|it| it.0 == list.0).map(|it| it.1.clone());
        let asked: Vec<(&RowWarning, Question)> =
            warnings.iter().filter_map(|it| Some((*it, question(Dialect::Sqlite, shape, it, table_of)?))).collect();
        let of_each = asked.iter().filter(|it| matches!(it.1, Question::OfEach(_))).count();
        let mut counts = if of_each > 0 { count(db, shape, &asked)? } else { vec![] }.into_iter();
        let mut doubts = vec![];
        for (warning, question) in &asked {
            let (rows, first) = match question {
                Question::OfEach(test) => {
                    let rows = counts.next().unwrap_or_default();
                    // Where there are none, nothing is walked over to find that out once more.
                    let first = if rows > 0 { ids(db, shape, test, Some(FIRST))? } else { vec![] };
                    (rows, first)
                }
                // What it is compared with is made once, for count and ids.
                Question::OfAll(test) => {
                    let mut all = ids(db, shape, test, None)?;
                    let rows = all.len() as u64;
                    all.truncate(FIRST);
                    (rows, all)
                }
            };
            if rows > 0 {
                doubts.push(RowDoubt { says: warning.says.clone(), rows, first });
            }
        }
        Ok(doubts)
    }

    pub(super) fn sum_up(&mut self) -> Result<Summary, Trouble> {
        let db = &self.db;
        if !has_table(db, "pulls")? {
            return Ok(Summary::default());
        }
        let last = |it: &rusqlite::Row<'_>| {
            Ok(LastPull {
                began_at: it.get(0)?,
                ended_at: it.get(1)?,
                outcome: it.get(2)?,
                fault: it.get(3)?,
                requests: it.get::<_, i64>(4)?.unsigned_abs(),
            })
        };
        let sql = "SELECT began_at, ended_at, outcome, fault, requests FROM pulls ORDER BY id DESC LIMIT 1";
        let last = db.query_row(sql, [], last).optional()?;
        let mut lists = db.prepare("SELECT list, table_name, full_at, columns FROM lists ORDER BY rowid")?;
        let known = lists.query_map([], |it| Ok((it.get(0)?, it.get(1)?, it.get(2)?, it.get(3)?)))?;
        let mut summary = Summary { last, lists: vec![] };
        for it in known {
            let (id, table, full_at, columns): (String, String, Option<String>, String) = it?;
            let sql = format!("SELECT count(*) FROM {table} WHERE gone_at IS NULL");
            let rows: i64 = db.query_row(&sql, [], |it| it.get(0))?;
            let columns = sql::names_in(&columns);
            summary.lists.push(ListSummary { list: ListId(id), rows: rows.unsigned_abs(), full_at, columns });
        }
        Ok(summary)
    }
}

fn has_table(db: &Connection, table: &str) -> Result<bool, Trouble> {
    let sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1";
    Ok(db.query_row(sql, [table], |_| Ok(())).optional()?.is_some())
}

/// The rows that a test is true of, `limit` at most, in the order of their ids.
fn ids(db: &Connection, shape: &Shape, test: &str, limit: Option<usize>) -> Result<Vec<i64>, Trouble> {
    let limit = limit.map(|it| format!(" LIMIT {it}")).unwrap_or_default();
    let sql = format!("SELECT id FROM {} it WHERE gone_at IS NULL AND ({test}) ORDER BY id{limit}", shape.table);
    let mut select = db.prepare(&sql)?;
    let ids = select.query_map([], |it| it.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids)
}

/// How many rows each question that a row answers by itself is about, in one walk over the table.
fn count(db: &Connection, shape: &Shape, asked: &[(&RowWarning, Question)]) -> Result<Vec<u64>, Trouble> {
    let sums: Vec<String> = asked
        .iter()
        .filter_map(|(_, question)| match question {
            Question::OfEach(test) => Some(format!("count(*) FILTER (WHERE {test})")),
            Question::OfAll(_) => None,
        })
        .collect();
    let sql = format!("SELECT {} FROM {} it WHERE gone_at IS NULL", sums.join(", "), shape.table);
    let counts = db.query_row(&sql, [], |row| {
        (0..sums.len()).map(|at| Ok(row.get::<_, i64>(at)?.unsigned_abs())).collect::<Result<_, rusqlite::Error>>()
    })?;
    Ok(counts)
}

fn cell<'a>(value: ValueRef<'a>, kind: ColumnKind, number: &'a str) -> Result<Value<'a>, Trouble> {
    Ok(match (value, kind) {
        (ValueRef::Null, _) => Value::Null,
        (ValueRef::Integer(it), ColumnKind::Flag) => Value::Flag(it != 0),
        (ValueRef::Integer(it), _) => Value::Whole(it),
        (ValueRef::Real(_), _) => Value::Text(number),
        (ValueRef::Text(it), _) => {
            Value::Text(std::str::from_utf8(it).map_err(|it| Trouble::Unreadable(it.to_string()))?)
        }
        (ValueRef::Blob(_), _) => {
            return Err(Trouble::Unreadable(words::say("mirror-sqlite-cell-with-bytes").to_owned()));
        }
    })
}
