//! Proves what becomes of records: which cells are filled, which stay empty, which record is refused.

use std::collections::BTreeMap;

use super::{ColumnKind, Kept, List, Plan, Value};
use crate::model::catalog::{Changed, Column};

fn list() -> List {
    let column = |field: &str, kind| Column {
        id: field.replace('/', "-"),
        label: field.into(),
        field: field.into(),
        kind,
        codes: BTreeMap::new(),
        shown: true,
    };
    let mut code = column("code", ColumnKind::Text);
    code.codes.insert("3".into(), "Prospect".into());
    List {
        id: "things".into(),
        name: "Things".into(),
        path: "/things".into(),
        parent: None,
        right: None,
        changed: Some(Changed { field: "_info/lastUpdated".into(), filter: "lastUpdated".into(), doubt: None }),
        columns: vec![
            column("id", ColumnKind::Id),
            column("status/name", ColumnKind::Text),
            column("types/name", ColumnKind::Text),
            column("price", ColumnKind::Money),
            column("on", ColumnKind::Flag),
            column("from", ColumnKind::Date),
            code,
        ],
        source: "a test".into(),
    }
}

fn cells(json: &str) -> Vec<Vec<String>> {
    let list = list();
    let rows = Plan::of(&list).array(Kept::Columns, json.as_bytes()).unwrap();
    let cell = |it: Value<'_>| match it {
        Value::Null => "-".to_owned(),
        Value::Whole(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Text(text) => text.to_owned(),
    };
    (0..rows.len()).map(|row| rows.cells(row).map(cell).collect()).collect()
}

#[test]
fn each_column_is_found_wherever_it_is_and_the_rest_is_skipped() {
    let json = r#"[
        {"x": {"id": 9, "deep": [1, {"a": 2}]}, "id": 5, "status": {"id": 1, "name": " Active "},
         "types": [{"id": 1, "name": "Client"}, {"name": null}, {"name": "Vend\"or"}],
         "price": 12.50, "on": true, "from": "2026-01-31T00:00:00Z", "code": 3,
         "_info": {"lastUpdated": "2026-02-01T10:00:00Z", "x_href": "https://h"}},
        {"id": "6", "status": null, "price": "7", "on": 0, "code": "12"}
    ]"#;
    let first = ["5", "Active", "Client, Vend\"or", "12.5", "true", "2026-01-31", "Prospect", "2026-02-01T10:00:00Z"];
    assert_eq!(cells(json), [first, ["6", "-", "-", "7", "false", "-", "12", "-"]]);
}

#[test]
fn a_value_that_does_not_fit_leaves_its_cell_empty_and_is_counted() {
    let list = list();
    let json = r#"[{"id": 1, "price": "free", "on": "maybe", "from": "31.1.26", "status": {"name": {"a": 1}}}]"#;
    let rows = Plan::of(&list).array(Kept::Columns, json.as_bytes()).unwrap();
    assert_eq!(rows.cells(0).skip(1).collect::<Vec<_>>(), [Value::Null; 7]);
    assert_eq!(rows.misfits, 4);
}

#[test]
fn digits_that_no_float_holds_are_kept() {
    assert_eq!(cells(r#"[{"id":1,"price":9007199254740993.01}]"#)[0][3], "9007199254740993.01");
}

#[test]
fn the_whole_record_is_kept_as_it_was_sent() {
    let list = list();
    let json = r#"[ {"id":1,  "z" : [1]} , {"id":2}]"#;
    let rows = Plan::of(&list).array(Kept::Whole, json.as_bytes()).unwrap();
    assert_eq!([rows.raw(0), rows.raw(1)], [Some(r#"{"id":1,  "z" : [1]}"#), Some(r#"{"id":2}"#)]);
    assert_eq!(rows.ids(), [1, 2]);
}

#[test]
fn a_record_without_an_id_is_refused_by_its_place() {
    let list = list();
    for json in [r#"[{"id":1},{"name":"a"}]"#, r#"[{"id":1},{"id":null}]"#, r#"[{"id":1},{"id":"x"}]"#] {
        let fault = Plan::of(&list).array(Kept::Columns, json.as_bytes()).unwrap_err();
        assert!(fault.to_string().starts_with("[1].id"), "{fault}");
    }
}
