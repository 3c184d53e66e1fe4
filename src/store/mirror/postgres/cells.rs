//! Rows as PostgreSQL takes them: one array a column. What it would refuse is left out and counted.

use std::borrow::Cow;

use jiff::civil::Date;
use postgres::types::ToSql;

use crate::model::{
    catalog::ColumnKind,
    mirror::{Rows, Shape, Value},
};

/// The cells of one column, of the rows that are written.
pub(super) enum Column<'a> {
    Whole(Vec<Option<i64>>),
    Flag(Vec<Option<bool>>),
    Text(Vec<Option<Cow<'a, str>>>),
}

impl<'a> Column<'a> {
    pub(super) fn of(kind: ColumnKind, rows: &'a Rows, at: usize, written: &[usize]) -> Self {
        let cells = written.iter().map(|row| rows.cell(*row, at));
        match kind {
            ColumnKind::Id => Self::Whole(cells.map(whole).collect()),
            ColumnKind::Flag => Self::Flag(cells.map(flag).collect()),
            ColumnKind::Text | ColumnKind::Money | ColumnKind::Number | ColumnKind::Date | ColumnKind::Moment => {
                Self::Text(cells.map(|it| text(kind, it)).collect())
            }
        }
    }

    pub(super) fn as_parameter(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Whole(it) => it,
            Self::Flag(it) => it,
            Self::Text(it) => it,
        }
    }
}

/// Cells of these rows that have a value which PostgreSQL would refuse.
pub(super) fn misfits(shape: &Shape, rows: &Rows) -> u64 {
    let mut misfits = 0;
    for (at, column) in shape.columns.iter().enumerate() {
        // Any text is fine.
        if column.kind == ColumnKind::Text {
            continue;
        }
        for cell in (0..rows.len()).map(|row| rows.cell(row, at)).filter(|it| *it != Value::Null) {
            let fits = match column.kind {
                ColumnKind::Id => whole(cell).is_some(),
                ColumnKind::Flag => flag(cell).is_some(),
                ColumnKind::Text | ColumnKind::Money | ColumnKind::Number | ColumnKind::Date | ColumnKind::Moment => {
                    text(column.kind, cell).is_some()
                }
            };
            misfits += u64::from(!fits);
        }
    }
    misfits
}

fn whole(cell: Value<'_>) -> Option<i64> {
    match cell {
        Value::Whole(number) => Some(number),
        Value::Text(text) => text.parse().ok(),
        Value::Null | Value::Flag(_) => None,
    }
}

fn flag(cell: Value<'_>) -> Option<bool> {
    match cell {
        Value::Flag(flag) => Some(flag),
        Value::Null | Value::Whole(_) | Value::Text(_) => None,
    }
}

fn text(kind: ColumnKind, cell: Value<'_>) -> Option<Cow<'_, str>> {
    match (cell, kind) {
        (Value::Text(text), ColumnKind::Date) => day(text).map(Cow::Borrowed),
        (Value::Text(text), ColumnKind::Moment) => moment(text).map(Cow::Owned),
        (Value::Text(text), ColumnKind::Money | ColumnKind::Number) => {
            (text.len() <= LONGEST).then_some(Cow::Borrowed(text))
        }
        (Value::Text(text), ColumnKind::Text | ColumnKind::Id | ColumnKind::Flag) => Some(without_nul(text)),
        (Value::Whole(number), ColumnKind::Text | ColumnKind::Money | ColumnKind::Number) => {
            Some(number.to_string().into())
        }
        (Value::Whole(_), ColumnKind::Date | ColumnKind::Moment | ColumnKind::Id | ColumnKind::Flag)
        | (Value::Null | Value::Flag(_), _) => None,
    }
}

/// Digits of a number, at most: `numeric` takes 16383 behind the point. Source: "Numeric Types" in PostgreSQL's manual.
const LONGEST: usize = 16_000;

/// A text in which nothing ends a C string.
pub(super) fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}

/// A day of the years 1 to 9999 that the calendar has.
fn day(text: &str) -> Option<&str> {
    let day: Date = text.parse().ok()?;
    (day.year() >= 1).then_some(text)
}

/// A moment of the years 1 to 9999, cut off after the microseconds, which is as fine as PostgreSQL keeps one.
pub(super) fn moment(text: &str) -> Option<String> {
    let moment: jiff::Timestamp = text.parse().ok()?;
    let micros = jiff::Timestamp::from_microsecond(moment.as_nanosecond().div_euclid(1000).try_into().ok()?).ok()?;
    let text = micros.to_string();
    let year = text.split('-').next()?;
    (year.len() == 4 && year != "0000").then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{day, moment, without_nul};

    #[test]
    fn only_what_the_calendar_has_is_a_day_or_a_moment() {
        assert_eq!([day("2024-02-29"), day("0001-01-01")], [Some("2024-02-29"), Some("0001-01-01")]);
        assert_eq!(["2023-02-29", "0000-01-01", "2026-13-01", "2026-00-10"].map(day), [None; 4]);
        let some = |it: &str| Some(it.to_owned());
        assert_eq!(moment("2026-01-31T12:00:00.1234567Z"), some("2026-01-31T12:00:00.123456Z"));
        assert_eq!(moment("2026-01-31T12:00:00Z"), some("2026-01-31T12:00:00Z"));
        assert_eq!(["0000-05-01T00:00:00Z", "-000001-05-01T00:00:00Z", "soon"].map(moment), [None, None, None]);
        assert_eq!(without_nul("a\0b"), "a\u{fffd}b");
    }
}
