//! Which companies each filter lets through, and which filters are refused.

use jiff::civil::date;
use serde_json::{Value, json};

use super::{Refusal, parse};
use crate::sandbox::autotask::entity::{Costs, Entities};
use crate::sandbox::autotask::records::{Data, Index, id};
use crate::sandbox::tenant::{Company, Life, Standing, Tenant};

fn company(name: &str, standing: Standing, website: &str, day: i8) -> Company {
    Company {
        identifier: name.to_uppercase(),
        name: name.to_owned(),
        address: "1 High Street".into(),
        city: "Leeds".into(),
        state: String::new(),
        zip: "LS1".into(),
        country: "GB",
        phone: "0113".into(),
        website: website.into(),
        standing,
        active: standing == Standing::Customer,
        parent: None,
        since: date(2024, 1, day),
        life: Life::default(),
    }
}

/// Our own company 0 and companies 174, 175, 176.
fn tenant() -> Tenant {
    Tenant {
        name: "Northwind".into(),
        companies: vec![
            company("Northwind", Standing::Customer, "", 1),
            company("Fabrikam", Standing::Customer, "fabrikam.example", 2),
            company("Contoso Zürich", Standing::Prospect, "", 3),
            company("Adatum", Standing::Vendor, "", 4),
        ],
        contacts: Vec::new(),
        agreements: Vec::new(),
        agreement_types: Vec::new(),
        products: Vec::new(),
        lines: Vec::new(),
        invoices: Vec::new(),
        changes: 0,
        lacks_rows: false,
    }
}

fn found(filter: &Value) -> Vec<i64> {
    let entities = Entities::new(Costs::Shown);
    let entity = entities.named("Companies").unwrap();
    let tenant = tenant();
    let index = Index::new(&tenant);
    let data = Data { tenant: &tenant, index: &index };
    let test = parse(entity, filter.as_array().unwrap()).unwrap();
    let walked: Vec<i64> = (0..4).filter(|it| test.lets(entity, data, *it)).map(|it| id(entity.source, it)).collect();
    let rows = data.rows_within(entity.source, test.ids(entity));
    let bounded: Vec<i64> = rows.filter(|it| test.lets(entity, data, *it)).map(|it| id(entity.source, it)).collect();
    assert_eq!(bounded, walked, "the bounds on ids leave nothing out");
    walked
}

fn refused(filter: &Value) -> String {
    let entities = Entities::new(Costs::Shown);
    let Err(Refusal(text)) = parse(entities.named("companies").unwrap(), filter.as_array().unwrap()) else {
        panic!("{filter} is not refused");
    };
    text
}

fn by(op: &str, field: &str, value: impl Into<Value>) -> Vec<i64> {
    let value: Value = value.into();
    found(&json!([{"op": op, "field": field, "value": value}]))
}

#[test]
fn ids_compare_as_numbers_even_when_written_as_text() {
    assert_eq!(by("gte", "id", json!(0)), [0, 174, 175, 176]);
    assert_eq!(by("gt", "id", json!(0)), [174, 175, 176]);
    assert_eq!(by("gt", "id", json!("174")), [175, 176]);
    assert_eq!(by("lt", "id", json!(175)), [0, 174]);
    assert_eq!(by("lte", "id", json!(175)), [0, 174, 175]);
    assert_eq!(by("eq", "id", json!(0)), [0]);
    assert_eq!(by("eq", "id", json!(5)), [0; 0]);
    assert_eq!(by("noteq", "id", json!(0)), [174, 175, 176]);
    assert_eq!(by("in", "id", json!([0, 176, 9])), [0, 176]);
    assert_eq!(by("notIn", "id", json!([0, 176, 9])), [174, 175]);
    assert_eq!(by("gt", "id", json!(-5)), [0, 174, 175, 176]);
    assert_eq!(by("gt", "id", json!(i64::MAX)), [0; 0]);
}

#[test]
fn text_compares_whatever_the_case() {
    assert_eq!(by("EQ", "companyname", json!("FABRIKAM")), [174]);
    assert_eq!(by("beginsWith", "CompanyName", json!("cont")), [175]);
    assert_eq!(by("endsWith", "companyName", json!("ZÜRICH")), [175]);
    assert_eq!(by("contains", "companyName", json!("IK")), [174]);
    assert_eq!(by("gt", "companyName", json!("fabrikam")), [0]);
    assert_eq!(by("in", "companyName", json!(["adatum", "nobody"])), [176]);
}

#[test]
fn null_satisfies_only_not_exist() {
    assert_eq!(by("exist", "webAddress", Value::Null), [174]);
    assert_eq!(by("notExist", "webAddress", Value::Null), [0, 175, 176]);
    assert_eq!(by("noteq", "webAddress", json!("x")), [174]);
    assert_eq!(by("notin", "webAddress", json!(["x"])), [174]);
}

#[test]
fn flags_are_true_or_false() {
    assert_eq!(by("eq", "isActive", json!(true)), [0, 174]);
    assert_eq!(by("eq", "isActive", json!("False")), [175, 176]);
    assert_eq!(
        refused(&json!([{"op": "eq", "field": "isActive", "value": 1}])),
        "The value 1 cannot be compared with isActive."
    );
}

#[test]
fn moments_compare_as_instants_whatever_the_zone() {
    assert_eq!(by("lt", "createDate", json!("2024-01-03T00:00:00")), [0, 174]);
    assert_eq!(by("gte", "createDate", json!("2024-01-03")), [175, 176]);
    assert_eq!(by("gte", "createDate", json!("2024-01-03T23:30:00+23:30")), [175, 176]);
    assert_eq!(by("gte", "createDate", json!("2024-01-03T00:00:00.000Z")), [175, 176]);
    assert!(refused(&json!([{"op": "eq", "field": "createDate", "value": "soon"}])).contains("createDate"));
}

#[test]
fn a_list_means_all_and_groups_nest() {
    assert_eq!(
        found(&json!([{"op": "gt", "field": "id", "value": 0}, {"op": "eq", "field": "isActive", "value": true}])),
        [174]
    );
    let either = json!([{"op": "or", "items": [
        {"op": "eq", "field": "companyType", "value": 6},
        {"op": "AND", "ITEMS": [
            {"op": "eq", "field": "companyType", "value": 1},
            {"op": "exist", "field": "webAddress"},
        ]},
    ]}]);
    assert_eq!(found(&either), [174, 176]);
}

#[test]
fn the_user_defined_field_is_found_by_its_name_and_the_flag() {
    let filter = json!([{"op": "eq", "field": "sync reference", "value": "c-174", "udf": true}]);
    assert_eq!(found(&filter), [174]);
    let filter = json!([{"op": "exist", "field": "Sync reference", "udf": true}]);
    assert_eq!(found(&filter), [0, 174]);
    assert!(refused(&json!([{"op": "exist", "field": "id", "udf": true}])).starts_with("Unable to find id"));
}

#[test]
fn what_cannot_be_read_is_refused() {
    assert_eq!(refused(&json!([{"op": "exist", "field": "nope"}])), "Unable to find nope in the Account Entity.");
    assert_eq!(
        refused(&json!([{"op": "like", "field": "id", "value": 1}])),
        "The filter operator 'like' is not supported."
    );
    assert!(refused(&json!([{"op": "or", "items": []}])).contains("no items"));
    assert!(refused(&json!([{"op": "in", "field": "id", "value": 4}])).contains("cannot be compared"));
    assert!(refused(&json!(["id > 0"])).contains("object"));
}

#[test]
fn five_hundred_alternatives_are_the_most() {
    let alternatives = |number: usize| {
        let items: Vec<Value> = (0..number).map(|it| json!({"op": "eq", "field": "id", "value": it})).collect();
        json!([{"op": "or", "items": items}])
    };
    assert_eq!(found(&alternatives(500)), [0, 174, 175, 176]);
    assert_eq!(refused(&alternatives(501)), "The query has 501 OR conditions; 500 are allowed.");
    let values: Vec<usize> = (0..501).collect();
    assert!(refused(&json!([{"op": "in", "field": "id", "value": values}])).contains("501"));
}
