//! Makes rows that people can read out of a PSA's records, and warns of those that an integration would trip over. Pure.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use serde_json::Value;

use crate::{
    model::{
        catalog::{Column, ColumnKind, List},
        id::ListId,
        integration::{RowTest, RowWarning},
        mirror::reading::{day, decimal},
        shown::Shown,
        table::{Align, Heading, Row, Table},
    },
    psa::Record,
    words,
};

/// The ids of a list's rows.
pub(super) type Ids = BTreeSet<String>;

/// A row's cells: for each column of its list, its entries as people read them. Not yet safe to show.
pub(super) type Cells = Vec<Vec<String>>;

/// Cells that more than one row of a list has, lower case, by the column's id.
pub(super) type Doubles = BTreeMap<String, BTreeSet<String>>;

/// Makes the table of a list. `whole` holds the ids of the lists that were read to their end.
pub(super) fn table(list: &List, records: &[Record], warnings: &[&RowWarning], whole: &BTreeMap<ListId, Ids>) -> Table {
    let cells = |record: &Record| list.columns.iter().map(|it| texts(record, it)).collect();
    let rows: Vec<Cells> = records.iter().map(cells).collect();
    let mut doubles = Doubles::new();
    for (at, column) in doubled(list, warnings) {
        let mut seen = BTreeSet::new();
        let cells = rows.iter().map(|it| it[at].join(", ").to_lowercase());
        let twice = cells.filter(|it| !it.is_empty() && !seen.insert(it.clone())).collect();
        doubles.insert(column.id.clone(), twice);
    }
    table_of(list, &rows, warnings, whole, &doubles)
}

/// Makes the table of rows. `whole` holds ids of the lists that were read to their end: all of them, or at least those
/// that the rows name.
pub(super) fn table_of(
    list: &List,
    rows: &[Cells],
    warnings: &[&RowWarning],
    whole: &BTreeMap<ListId, Ids>,
    doubles: &Doubles,
) -> Table {
    let shown: Vec<(usize, &Column)> = list.columns.iter().enumerate().filter(|(_, it)| it.shown).collect();
    let judges: Vec<Judge<'_>> = warnings.iter().filter_map(|it| Judge::new(it, list, whole, doubles)).collect();
    let row = |cells: &Cells| Row {
        cells: shown.iter().map(|(at, _)| Shown::new(&cells[*at].join(", "))).collect(),
        warnings: judges.iter().filter(|it| it.warns_of(cells)).map(|it| it.warning.says.clone()).collect(),
    };
    let heading =
        |(_, it): &(usize, &Column)| Heading { id: it.id.clone(), label: it.label.clone(), align: align(it.kind) };
    Table { columns: shown.iter().map(heading).collect(), rows: rows.iter().map(row).collect(), part: None }
}

/// The columns in which warnings look for cells that more than one row has, with their places.
pub(super) fn doubled<'a>(list: &'a List, warnings: &[&RowWarning]) -> Vec<(usize, &'a Column)> {
    let is_asked = |column: &Column| warnings.iter().any(|it| it.when == RowTest::Duplicate && it.column == column.id);
    list.columns.iter().enumerate().filter(|(_, it)| is_asked(it)).collect()
}

/// The ids of a list's records: its first column.
pub(super) fn ids(list: &List, records: &[Record]) -> Ids {
    let id = list.columns.first();
    records.iter().filter_map(|record| id.map(|id| text(record, id))).filter(|it| !it.is_empty()).collect()
}

/// The other lists that warnings look into.
pub(super) fn looks_into<'a>(warnings: &'a [&RowWarning]) -> impl Iterator<Item = &'a ListId> {
    warnings.iter().filter_map(|it| it.when.looks_into())
}

/// A column of a record as people read it; empty when the record does not have it. Not yet safe to show.
pub(super) fn text(record: &Record, column: &Column) -> String {
    texts(record, column).join(", ")
}

/// The same, entry by entry, where the field leads through an array (`types/name`).
fn texts(record: &Record, column: &Column) -> Vec<String> {
    let mut parts = column.field.split('/');
    let mut values: Vec<&Value> = parts.next().and_then(|it| record.get(it)).into_iter().flat_map(entries).collect();
    for part in parts {
        values = values.into_iter().filter_map(|it| it.get(part)).flat_map(entries).collect();
    }
    values.into_iter().map(|it| cell(it, column)).filter(|it| !it.is_empty()).collect()
}

/// The entries of an array; anything else is its own only entry.
fn entries(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |items| items.iter().collect())
}

fn cell(value: &Value, column: &Column) -> String {
    let plain = match value {
        Value::Null | Value::Object(_) | Value::Array(_) => return String::new(),
        Value::String(text) => text.trim().to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
    };
    column.codes.get(&plain).cloned().unwrap_or_else(|| worded(plain, column.kind))
}

/// A plain value as people read it.
pub(super) fn worded(plain: String, kind: ColumnKind) -> String {
    match kind {
        ColumnKind::Text | ColumnKind::Id | ColumnKind::Moment => plain,
        // `53.0` and `53` are one number, and the mirror keeps the shorter.
        ColumnKind::Number => decimal(&plain).map_or(plain.clone(), Cow::into_owned),
        ColumnKind::Money => money(&plain).unwrap_or(plain),
        ColumnKind::Date => day(&plain).map(str::to_owned).unwrap_or(plain),
        ColumnKind::Flag => match plain.as_str() {
            "true" | "1" => words::say("table-yes").into(),
            "false" | "0" => words::say("table-no").into(),
            _ => plain,
        },
    }
}

/// An amount with two decimals, rounded half away from zero. `None` for what is no plain decimal number.
fn money(text: &str) -> Option<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |it| ("-", it));
    let (units, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    if units.is_empty() || !all_digits(units) || !all_digits(decimals) {
        // `1e3` and the like: rare enough to go through a float.
        return text.parse::<f64>().ok().filter(|it| it.is_finite()).map(|it| format!("{it:.2}"));
    }
    let padded = format!("{decimals:0<3}");
    let cents: u128 = format!("{units}{}", &padded[..2]).parse().ok()?;
    let cents = cents + u128::from(padded.as_bytes()[2] >= b'5');
    let sign = if cents == 0 { "" } else { sign };
    Some(format!("{sign}{}.{:02}", cents / 100, cents % 100))
}

fn align(kind: ColumnKind) -> Align {
    match kind {
        ColumnKind::Text | ColumnKind::Date | ColumnKind::Moment | ColumnKind::Flag => Align::Left,
        ColumnKind::Id | ColumnKind::Money | ColumnKind::Number => Align::Right,
    }
}

/// One warning, ready to look at rows.
struct Judge<'a> {
    warning: &'a RowWarning,
    /// Where its column stands.
    at: usize,
    doubles: Option<&'a BTreeSet<String>>,
    others: Option<&'a Ids>,
}

impl<'a> Judge<'a> {
    /// `None` when the warning cannot be judged: no such column, or the other list was not read to its end.
    fn new(
        warning: &'a RowWarning,
        list: &List,
        whole: &'a BTreeMap<ListId, Ids>,
        doubles: &'a Doubles,
    ) -> Option<Self> {
        let at = list.columns.iter().position(|it| it.id == warning.column)?;
        let (mut twice, mut others) = (None, None);
        match &warning.when {
            RowTest::Is(_) | RowTest::IsNot(_) | RowTest::Missing => {}
            RowTest::Duplicate => twice = Some(doubles.get(&warning.column)?),
            RowTest::NotIn(other) => others = Some(whole.get(other)?),
        }
        Some(Self { warning, at, doubles: twice, others })
    }

    fn warns_of(&self, cells: &Cells) -> bool {
        let entries = &cells[self.at];
        let cell = entries.join(", ");
        let has = |word: &String| entries.iter().any(|it| it.to_lowercase() == word.to_lowercase());
        let is_one_of = |words: &[String]| words.iter().any(has);
        match &self.warning.when {
            RowTest::Is(words) => is_one_of(words),
            RowTest::IsNot(words) => !is_one_of(words),
            RowTest::Missing => cell.is_empty(),
            RowTest::Duplicate => self.doubles.is_some_and(|it| it.contains(&cell.to_lowercase())),
            RowTest::NotIn(_) => !cell.is_empty() && self.others.is_some_and(|it| !it.contains(&cell)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::{Column, ColumnKind, List, Record, RowTest, RowWarning, ids, money, table, text};
    use crate::model::table::Align;

    fn column(field: &str, kind: ColumnKind) -> Column {
        let id = field.replace('/', "_");
        Column { id, label: field.into(), field: field.into(), kind, codes: BTreeMap::new(), shown: true }
    }

    fn record(value: serde_json::Value) -> Record {
        serde_json::from_value(value).unwrap()
    }

    fn list() -> List {
        List {
            id: "agreements".into(),
            name: "Agreements".into(),
            path: "/finance/agreements".into(),
            parent: None,
            right: None,
            changed: None,
            columns: vec![
                column("id", ColumnKind::Id),
                column("name", ColumnKind::Text),
                Column { shown: false, ..column("parent/id", ColumnKind::Id) },
            ],
            source: "a test".into(),
        }
    }

    fn warning(column: &str, when: RowTest) -> RowWarning {
        RowWarning { list: "agreements".into(), column: column.into(), when, says: format!("about {column}") }
    }

    #[test]
    fn cells_read_as_people_write_them() {
        let it = record(
            json!({ "n": { "name": " Acme " }, "m": 12.5, "d": "2026-02-03T04:05:06Z", "y": 1, "z": false, "c": 3 }),
        );
        let mut codes = column("c", ColumnKind::Text);
        codes.codes.insert("3".into(), "Prospect".into());
        let cells = [
            column("n/name", ColumnKind::Text),
            column("m", ColumnKind::Money),
            column("d", ColumnKind::Date),
            column("y", ColumnKind::Flag),
            column("z", ColumnKind::Flag),
            codes,
            column("gone/name", ColumnKind::Text),
            column("n", ColumnKind::Text),
        ];
        let cells: Vec<String> = cells.iter().map(|column| text(&it, column)).collect();
        assert_eq!(cells, ["Acme", "12.50", "2026-02-03", "yes", "no", "Prospect", "", ""]);
    }

    #[test]
    fn every_entry_of_an_array_is_read_and_each_can_warn() {
        let it = record(json!({ "id": 1, "types": [{ "name": "Client" }, { "name": "Prospect" }, { "id": 7 }] }));
        let types = column("types/name", ColumnKind::Text);
        assert_eq!(text(&it, &types), "Client, Prospect");
        let list = List { columns: vec![column("id", ColumnKind::Id), types], ..list() };
        let warned = |when| {
            let table = table(&list, std::slice::from_ref(&it), &[&warning("types_name", when)], &BTreeMap::new());
            !table.rows[0].warnings.is_empty()
        };
        assert!(warned(RowTest::Is(vec!["prospect".into()])));
        assert!(!warned(RowTest::IsNot(vec!["client".into()])));
        assert!(!warned(RowTest::Missing));
    }

    #[test]
    fn money_has_two_decimals_whatever_the_vendor_sends() {
        let amounts = ["7", "-5.0000", "0.005", "1234567890.129", "-0.001", "1e3", "free"];
        let read: Vec<_> = amounts.iter().map(|it| money(it)).collect();
        let some = |it: &str| Some(it.to_owned());
        assert_eq!(
            read,
            [some("7.00"), some("-5.00"), some("0.01"), some("1234567890.13"), some("0.00"), some("1000.00"), None]
        );
    }

    #[test]
    fn hidden_columns_are_only_read_for_warnings_and_nothing_drives_the_terminal() {
        let records = [record(json!({ "id": 1, "name": "a\u{1b}[2J", "parent": { "id": 9 } }))];
        let not_in = warning("parent_id", RowTest::NotIn("agreements".into()));
        let whole = BTreeMap::from([("agreements".into(), ids(&list(), &records))]);
        let table = table(&list(), &records, &[&not_in], &whole);
        let headings: Vec<_> = table.columns.iter().map(|it| (it.id.as_str(), it.align)).collect();
        assert_eq!(headings, [("id", Align::Right), ("name", Align::Left)]);
        assert_eq!(table.rows[0].cells[1].as_str(), "a\u{241b}[2J");
        assert_eq!(table.rows[0].warnings, ["about parent_id"]);
    }

    #[test]
    fn a_list_that_was_not_read_to_its_end_warns_of_nothing() {
        let records = [record(json!({ "id": 1, "parent": { "id": 9 } }))];
        let not_in = warning("parent_id", RowTest::NotIn("agreements".into()));
        assert_eq!(table(&list(), &records, &[&not_in], &BTreeMap::new()).rows[0].warnings, [""; 0]);
    }

    #[test]
    fn words_gaps_and_doubles_are_found_in_any_case() {
        let names = [json!("Acme"), json!("ACME"), json!(null), json!("Beta")];
        let records: Vec<Record> = names.into_iter().map(|it| record(json!({ "id": 1, "name": it }))).collect();
        let warned = |when| {
            let warning = warning("name", when);
            let table = table(&list(), &records, &[&warning], &BTreeMap::new());
            table.rows.iter().map(|it| !it.warnings.is_empty()).collect::<Vec<_>>()
        };
        assert_eq!(warned(RowTest::Is(vec!["acme".into()])), [true, true, false, false]);
        assert_eq!(warned(RowTest::IsNot(vec!["acme".into(), "beta".into()])), [false, false, true, false]);
        assert_eq!(warned(RowTest::Missing), [false, false, true, false]);
        assert_eq!(warned(RowTest::Duplicate), [true, true, false, false]);
    }
}
