//! The language of `conditions`: each is held against the same question put to the rows here.

use serde_json::{Value, json};

use crate::{Vendor, encoded, ids};

/// Asks the same of the vendor and of `rows`; the answer is neither nothing nor everything.
async fn agrees(vendor: &Vendor, list: &str, rows: &[Value], condition: &str, met: impl Fn(&Value) -> bool) {
    let reply = vendor.get(&format!("{list}?pageSize=1000&conditions={}", encoded(condition))).await;
    let expected: Vec<Value> = rows.iter().filter(|it| met(it)).cloned().collect();
    assert!(!expected.is_empty() && expected.len() < rows.len(), "{condition} proves nothing");
    assert_eq!(reply.ids(), ids(&expected), "{condition}");
}

fn text(row: &Value, path: &str) -> String {
    row.pointer(path).and_then(Value::as_str).unwrap_or_default().to_lowercase()
}

fn number(row: &Value, path: &str) -> u64 {
    row.pointer(path).and_then(Value::as_u64).unwrap_or_default()
}

#[tokio::test]
async fn numbers_are_compared_with_every_operator() {
    let vendor = Vendor::start("healthy").await;
    let list = "/company/companies";
    let rows = vendor.all(list).await;
    let employees = |it: &Value| number(it, "/numberOfEmployees");
    agrees(&vendor, list, &rows, "id = 253", |it| number(it, "/id") == 253).await;
    agrees(&vendor, list, &rows, "numberOfEmployees != 3", |it| employees(it) != 3).await;
    agrees(&vendor, list, &rows, "numberOfEmployees < 73", |it| employees(it) < 73).await;
    agrees(&vendor, list, &rows, "numberOfEmployees <= 73", |it| employees(it) <= 73).await;
    agrees(&vendor, list, &rows, "numberOfEmployees > 73", |it| employees(it) > 73).await;
    agrees(&vendor, list, &rows, "numberOfEmployees>=73", |it| employees(it) >= 73).await;
    agrees(&vendor, list, &rows, "id in (250, 256,1)", |it| [250, 256].contains(&number(it, "/id"))).await;
    agrees(&vendor, list, &rows, "id not in (250,256)", |it| ![250, 256].contains(&number(it, "/id"))).await;
}

#[tokio::test]
async fn decimals_are_compared_too() {
    let vendor = Vendor::start("healthy").await;
    let list = "/finance/invoices";
    let rows = vendor.all(list).await;
    let middle = rows[rows.len() / 2]["total"].as_f64().unwrap();
    agrees(&vendor, list, &rows, &format!("total >= {middle}"), |it| it["total"].as_f64().unwrap() >= middle).await;
}

#[tokio::test]
async fn texts_are_compared_without_regard_to_case_in_both_kinds_of_quotes() {
    let vendor = Vendor::start("healthy").await;
    let list = "/company/companies";
    let rows = vendor.all(list).await;
    let name = |it: &Value| text(it, "/name");
    agrees(&vendor, list, &rows, "name = \"müller & söhne GMBH\"", |it| name(it) == "müller & söhne gmbh").await;
    agrees(&vendor, list, &rows, "status/name = 'inactive'", |it| text(it, "/status/name") == "inactive").await;
    agrees(&vendor, list, &rows, "name contains \"O'Brien\"", |it| name(it).contains("o'brien")).await;
    agrees(&vendor, list, &rows, "name contains '\"Quoted\"'", |it| name(it).contains("\"quoted\"")).await;
    agrees(&vendor, list, &rows, "name contains 'dental'", |it| name(it).contains("dental")).await;
    agrees(&vendor, list, &rows, "name not contains 'a'", |it| !name(it).contains('a')).await;
    agrees(&vendor, list, &rows, "name like \"a%\"", |it| name(it).starts_with('a')).await;
    agrees(&vendor, list, &rows, "name like \"%s\"", |it| name(it).ends_with('s')).await;
    agrees(&vendor, list, &rows, "name like '%🐾%'", |it| name(it).contains('🐾')).await;
    agrees(&vendor, list, &rows, "name not like 'a*'", |it| !name(it).starts_with('a')).await;
    let some = ["active", "gone"];
    agrees(&vendor, list, &rows, "status/name in ('Active','Gone')", |it| {
        some.contains(&text(it, "/status/name").as_str())
    })
    .await;
}

#[tokio::test]
async fn truths_moments_references_and_arrays_are_compared() {
    let vendor = Vendor::start("healthy").await;
    let list = "/finance/agreements";
    let rows = vendor.all(list).await;
    let company = number(&rows[0], "/company/id");
    let start = text(&rows[0], "/startDate").to_uppercase();
    let started = |it: &Value| text(it, "/startDate").to_uppercase();
    agrees(&vendor, list, &rows, "cancelledFlag = True", |it| it["cancelledFlag"] == json!(true)).await;
    agrees(&vendor, list, &rows, "cancelledFlag != true", |it| it["cancelledFlag"] != json!(true)).await;
    agrees(&vendor, list, &rows, &format!("startDate > [{start}]"), |it| started(it) > start).await;
    agrees(&vendor, list, &rows, &format!("startDate <= [{}]", &start[..10]), |it| started(it) <= start).await;
    agrees(&vendor, list, &rows, &format!("startDate = [{start}]"), |it| started(it) == start).await;
    let of_company = format!("company/id = {company}");
    agrees(&vendor, list, &rows, &of_company, |it| number(it, "/company/id") == company).await;
    agrees(&vendor, list, &rows, "Type/Name = 'Hosting'", |it| text(it, "/type/name") == "hosting").await;
    agrees(&vendor, list, &rows, "billingCycle = null", |it| it.get("billingCycle").is_none()).await;
    agrees(&vendor, list, &rows, "endDate != null", |it| it.get("endDate").is_some()).await;

    let companies = vendor.all("/company/companies").await;
    let met = |it: &Value| text(it, "/types/0/name") == "vendor";
    agrees(&vendor, "/company/companies", &companies, "types/name = 'Vendor'", met).await;
    let asked = encoded("types/name = 'Vendor'");
    let expected: Vec<Value> = companies.iter().filter(|it| met(it)).cloned().collect();
    let children = vendor.get(&format!("/company/companies?pageSize=1000&childConditions={asked}")).await;
    assert_eq!(children.ids(), ids(&expected));
}

#[tokio::test]
async fn and_goes_before_or_and_parentheses_before_both() {
    let vendor = Vendor::start("healthy").await;
    let list = "/company/companies";
    let rows = vendor.all(list).await;
    let (a, b, c) = ("id < 400", "id > 300", "status/name = 'Inactive'");
    let holds = |it: &Value| {
        let id = number(it, "/id");
        (id < 400, id > 300, text(it, "/status/name") == "inactive")
    };
    agrees(&vendor, list, &rows, &format!("{c} or {a} and {b}"), |it| {
        let (a, b, c) = holds(it);
        c || (a && b)
    })
    .await;
    agrees(&vendor, list, &rows, &format!("({c} OR {a}) AND {b}"), |it| {
        let (a, b, c) = holds(it);
        (c || a) && b
    })
    .await;
    agrees(&vendor, list, &rows, &format!("not ({a} and not ({c}))"), |it| {
        let (a, _, c) = holds(it);
        !a || c
    })
    .await;
    agrees(&vendor, list, &rows, &format!("not {c} and {a}"), |it| {
        let (a, _, c) = holds(it);
        !c && a
    })
    .await;
}

#[tokio::test]
async fn an_unknown_field_is_refused_by_name_on_rows_and_counts() {
    let vendor = Vendor::start("healthy").await;
    let expected = json!({"code": "ApiFindCondition", "message": "member/id is not a recognized name."});
    for path in ["/company/companies", "/company/companies/count"] {
        let asked = encoded("id > 1 or member/id = 7");
        assert_eq!(vendor.get(&format!("{path}?conditions={asked}")).await.refusal(), (400, expected.clone()));
    }
}

#[tokio::test]
async fn what_is_no_condition_is_refused() {
    let vendor = Vendor::start("healthy").await;
    for condition in [
        "id",
        "id =",
        "id == 1",
        "(id = 1",
        "id = 1)",
        "id = 1 name = 'x'",
        "name = x",
        "name = 'x",
        "id in ()",
        "id in 1",
        "dateAcquired > [yesterday]",
        "and id = 1",
        "id not = 1",
        "id = 1;",
    ] {
        let reply = vendor.get(&format!("/company/companies?conditions={}", encoded(condition))).await;
        assert_eq!((reply.status, &reply.json()["code"]), (400, &json!("ApiFindCondition")), "{condition}");
        assert_eq!(reply.json().get("errors"), None, "{condition}");
    }
}
