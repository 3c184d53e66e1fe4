//! Reads rows, counts and what a mirror holds.

use postgres::{Client, Row, fallible_iterator::FallibleIterator as _, types::ToSql};

use crate::model::{
    catalog::ColumnKind,
    id::ListId,
    integration::RowWarning,
    mirror::{RowDoubt, Shape, Value},
};

use super::{Postgres, schema::has_table, signed, trouble::Trouble};
use crate::store::mirror::{
    EachRow, LastPull, ListSummary, Summary,
    doubts::{FIRST, Question, question},
    sql::{self, moment_text},
};

impl Postgres {
    pub(super) fn ids_after(&mut self, shape: &Shape, after: i64, limit: u32) -> Result<Vec<i64>, Trouble> {
        let sql = format!("SELECT id FROM {} WHERE id > $1 AND gone_at IS NULL ORDER BY id LIMIT $2", shape.table);
        let rows = self.db.query(&sql, &[&after, &signed(limit.into())])?;
        rows.iter().map(|it| Ok(it.try_get(0)?)).collect()
    }

    pub(super) fn each_row(&mut self, shape: &Shape, columns: &[usize], each: EachRow<'_>) -> Result<(), Trouble> {
        if !has_table(&mut self.db, &self.schema, &shape.table)? {
            return Ok(());
        }
        let columns: Vec<_> = columns.iter().map(|at| &shape.columns[*at]).collect();
        let cells: Vec<String> = columns.iter().map(|it| as_sent(it.kind, &it.name)).collect();
        let sql = format!("SELECT {} FROM {} WHERE gone_at IS NULL ORDER BY id", cells.join(", "), shape.table);
        let none: [&(dyn ToSql + Sync); 0] = [];
        // The server waits with what is not asked for yet: the rows are never here all at once.
        let mut rows = self.db.query_raw(&sql, none)?;
        while let Some(row) = rows.next()? {
            let cells = columns.iter().enumerate().map(|(at, it)| cell(&row, at, it.kind));
            let cells = cells.collect::<Result<Vec<_>, Trouble>>()?;
            each(&cells).map_err(Trouble::Taker)?;
        }
        Ok(())
    }

    pub(super) fn doubts_of(&mut self, shape: &Shape, warnings: &[&RowWarning]) -> Result<Vec<RowDoubt>, Trouble> {
        let lists = self.db.query("SELECT list, table_name FROM lists WHERE full_at IS NOT NULL", &[])?;
        let whole = lists.iter().map(|it| Ok((it.try_get(0)?, it.try_get(1)?)));
        let whole = whole.collect::<Result<Vec<(String, String)>, Trouble>>()?;
        let table_of = |list: &ListId| whole.iter().find(|it| it.0 == list.0).map(|it| it.1.clone());
        let asked: Vec<(&RowWarning, Question)> =
            warnings.iter().filter_map(|it| Some((*it, question(self.dialect, shape, it, table_of)?))).collect();
        let counts = count(&mut self.db, shape, &asked)?;
        let mut doubts = vec![];
        for ((warning, question), rows) in asked.iter().zip(counts).filter(|it| it.1 > 0) {
            let (Question::OfEach(test) | Question::OfAll(test)) = question;
            let sql = format!(
                "SELECT id FROM {} it WHERE gone_at IS NULL AND ({test}) ORDER BY id LIMIT {FIRST}",
                shape.table
            );
            let first = self.db.query(&sql, &[])?;
            let first = first.iter().map(|it| Ok(it.try_get(0)?)).collect::<Result<_, Trouble>>()?;
            doubts.push(RowDoubt { says: warning.says.clone(), rows, first });
        }
        Ok(doubts)
    }

    pub(super) fn sum_up(&mut self) -> Result<Summary, Trouble> {
        if !has_table(&mut self.db, &self.schema, "pulls")? {
            return Ok(Summary::default());
        }
        let [began_at, ended_at] = ["began_at", "ended_at"].map(as_moment);
        let sql =
            format!("SELECT {began_at}, {ended_at}, outcome, fault, requests FROM pulls ORDER BY id DESC LIMIT 1");
        let last = |it: Row| -> Result<LastPull, Trouble> {
            Ok(LastPull {
                began_at: it.try_get(0)?,
                ended_at: it.try_get(1)?,
                outcome: it.try_get(2)?,
                fault: it.try_get(3)?,
                requests: it.try_get::<_, i64>(4)?.unsigned_abs(),
            })
        };
        let last = self.db.query_opt(&sql, &[])?.map(last).transpose()?;
        let sql = format!("SELECT list, table_name, {}, columns FROM lists ORDER BY nth", as_moment("full_at"));
        let mut summary = Summary { last, lists: vec![] };
        for it in self.db.query(&sql, &[])? {
            let (id, table, full_at): (String, String, _) = (it.try_get(0)?, it.try_get(1)?, it.try_get(2)?);
            let columns = sql::names_in(it.try_get(3)?);
            let sql = format!("SELECT count(*) FROM {table} WHERE gone_at IS NULL");
            let rows: i64 = self.db.query_one(&sql, &[])?.try_get(0)?;
            summary.lists.push(ListSummary { list: ListId(id), rows: rows.unsigned_abs(), full_at, columns });
        }
        Ok(summary)
    }
}

/// A column with a moment, as text.
pub(super) fn as_moment(name: &str) -> String {
    moment_text(name)
}

/// A column as it is asked for: what has no type of this program's own, as text.
fn as_sent(kind: ColumnKind, name: &str) -> String {
    match kind {
        ColumnKind::Id | ColumnKind::Flag | ColumnKind::Text => name.to_owned(),
        ColumnKind::Money | ColumnKind::Number | ColumnKind::Date => format!("{name}::text"),
        ColumnKind::Moment => as_moment(name),
    }
}

fn cell(row: &Row, at: usize, kind: ColumnKind) -> Result<Value<'_>, Trouble> {
    Ok(match kind {
        ColumnKind::Id => row.try_get::<_, Option<i64>>(at)?.map_or(Value::Null, Value::Whole),
        ColumnKind::Flag => row.try_get::<_, Option<bool>>(at)?.map_or(Value::Null, Value::Flag),
        ColumnKind::Text | ColumnKind::Money | ColumnKind::Number | ColumnKind::Date | ColumnKind::Moment => {
            row.try_get::<_, Option<&str>>(at)?.map_or(Value::Null, Value::Text)
        }
    })
}

/// How many rows each question is about: one walk over the table for all that each row answers by itself.
fn count(db: &mut Client, shape: &Shape, asked: &[(&RowWarning, Question)]) -> Result<Vec<u64>, Trouble> {
    let mut counts = vec![0; asked.len()];
    let of_each = |it: &(usize, &(&RowWarning, Question))| matches!(it.1.1, Question::OfEach(_));
    let (each, all): (Vec<_>, Vec<_>) = asked.iter().enumerate().partition(of_each);
    for together in [each].into_iter().chain(all.into_iter().map(|it| vec![it])).filter(|it| !it.is_empty()) {
        let sums: Vec<String> = together
            .iter()
            .map(|(_, (_, Question::OfEach(test) | Question::OfAll(test)))| format!("count(*) FILTER (WHERE {test})"))
            .collect();
        let sql = format!("SELECT {} FROM {} it WHERE gone_at IS NULL", sums.join(", "), shape.table);
        let row = db.query_one(&sql, &[])?;
        for (nth, (at, _)) in together.iter().enumerate() {
            counts[*at] = row.try_get::<_, i64>(nth)?.unsigned_abs();
        }
    }
    Ok(counts)
}
