//! How lists are asked for: pages, conditions, orders, fields, and what their records look like.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{API, read, vendor};

/// The addresses of a `Link` header by their relation.
fn link(header: &str, rel: &str) -> Option<String> {
    let ending = format!(">; rel=\"{rel}\"");
    let part = header.split(", ").find(|it| it.ends_with(&ending))?;
    Some(part.strip_prefix('<')?.strip_suffix(&ending)?.to_owned())
}

#[tokio::test]
async fn numbered_pages_lead_from_one_to_the_next_until_the_last() {
    let vendor = vendor("healthy").await;
    let mut url = format!("{}{API}/finance/agreements?page=1&fields=id&pageSize=25", vendor.served().home);
    let mut pages = Vec::new();
    loop {
        let reply = vendor.get(&url).await;
        pages.push(reply.ids());
        let header = reply.header("link").unwrap();
        let Some(next) = link(header, "next") else {
            assert!(
                link(header, "prev").is_some() && link(header, "first").is_some() && link(header, "last").is_none()
            );
            break;
        };
        let last = format!("{}{API}/finance/agreements?fields=id&pageSize=25&page=3", vendor.served().home);
        assert_eq!(link(header, "last"), Some(last));
        url = next;
    }
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [25, 25, 11]);
    let ids = pages.concat();
    assert!(ids.is_sorted_by(|one, next| one < next));
    assert_eq!(vendor.count("/finance/agreements").await, 61);
}

#[tokio::test]
async fn without_a_size_a_page_has_25_rows_and_past_the_last_there_are_none() {
    let vendor = vendor("healthy").await;
    assert_eq!(vendor.get("/procurement/catalog").await.rows().len(), 25);
    assert_eq!(vendor.get("/procurement/catalog?pageSize=1000").await.rows().len(), 190);
    assert!(vendor.get("/procurement/catalog?page=99").await.rows().is_empty());
    assert_eq!(vendor.get("/procurement/catalog?pageSize=1000").await.header("link"), None);
    for query in ["pageSize=1001", "pageSize=0", "page=0", "page=x"] {
        assert_eq!(vendor.get(&format!("/procurement/catalog?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn links_are_built_from_the_host_that_was_asked() {
    let vendor = vendor("healthy").await;
    let request = vendor.signed(Method::GET, &format!("{API}/company/companies?pageSize=5"));
    let reply = read(request.header("host", "psa.example:8080")).await;
    assert!(
        reply.header("link").unwrap().starts_with("<http://psa.example:8080/v4_6_release/apis/3.0/company/companies?")
    );
}

#[tokio::test]
async fn forward_only_pages_go_by_id_and_end_with_an_empty_link() {
    let vendor = vendor("healthy").await;
    let mut url = format!("{}{API}/finance/agreements?pageSize=30&fields=id", vendor.served().home);
    let mut pages = Vec::new();
    while !url.is_empty() {
        let reply = read(vendor.signed(Method::GET, &url).header("pagination-type", "forward-only")).await;
        pages.push(reply.ids());
        url = match reply.header("link").unwrap() {
            "" => String::new(),
            header => link(header, "next").unwrap(),
        };
    }
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [30, 30, 1]);
    assert!(pages.concat().is_sorted_by(|one, next| one < next));
    let ordered = vendor.signed(Method::GET, &format!("{API}/finance/agreements?orderBy=name"));
    assert_eq!(read(ordered.header("pagination-type", "forward-only")).await.status, 400);
}

#[tokio::test]
async fn conditions_choose_rows_and_counts() {
    let vendor = vendor("healthy").await;
    let all = vendor.get("/finance/agreements?pageSize=1000").await.rows();
    let active = |it: &Value| it["agreementStatus"] == "Active" && it["type"]["name"] != "Hosting";
    let expected: Vec<u64> = all.iter().filter(|it| active(it)).map(|it| it["id"].as_u64().unwrap()).collect();
    let conditions = "agreementStatus = 'active' and not type/name like \"host%\"";
    let found = vendor.find("/finance/agreements", &[("conditions", conditions), ("pageSize", "1000")]).await;
    assert!(!expected.is_empty() && expected.len() < all.len());
    assert_eq!(found.ids(), expected);
    let count = vendor.find("/finance/agreements/count", &[("conditions", conditions)]).await;
    assert_eq!(count.json(), json!({"count": expected.len()}));
    let dates = [("conditions", "startDate >= [2025-01-01T00:00:00Z] or billingCycle/id = null"), ("pageSize", "1000")];
    let late = |it: &&Value| it["startDate"].as_str().unwrap() >= "2025" || it.get("billingCycle").is_none();
    assert_eq!(vendor.find("/finance/agreements", &dates).await.ids().len(), all.iter().filter(late).count());
    let child =
        vendor.find("/company/companies", &[("childConditions", "types/name = 'Vendor'"), ("pageSize", "1000")]);
    assert!(child.await.rows().iter().all(|it| it["types"][0]["name"] == "Vendor"));
}

#[tokio::test]
async fn a_condition_on_an_unknown_field_is_refused_by_its_name() {
    let vendor = vendor("healthy").await;
    for path in ["/company/companies", "/company/companies/count"] {
        let reply = vendor.find(path, &[("conditions", "member/id = 1")]).await;
        let expected = json!({"code": "ApiFindCondition", "message": "member/id is not a recognized name."});
        assert_eq!((reply.status, reply.json()), (400, expected));
    }
    for conditions in ["name =", "name = x", "(id = 1"] {
        let reply = vendor.find("/company/companies", &[("conditions", conditions)]).await;
        assert_eq!((reply.status, &reply.json()["code"]), (400, &json!("ApiFindCondition")), "{conditions}");
    }
    assert_eq!(
        vendor.find("/company/companies", &[("customFieldConditions", "caption = 'x' and value != null")]).await.status,
        200
    );
}

#[tokio::test]
async fn rows_come_in_the_order_that_was_asked_for() {
    let vendor = vendor("healthy").await;
    let rows = vendor.find("/company/companies", &[("orderBy", "name desc,id"), ("pageSize", "1000")]).await.rows();
    let names: Vec<String> = rows.iter().map(|it| it["name"].as_str().unwrap().to_lowercase()).collect();
    assert!(names.is_sorted_by(|one, next| one >= next));
    let ids = vendor.find("/company/companies", &[("orderBy", "id desc"), ("pageSize", "3")]).await.ids();
    assert!(ids.is_sorted_by(|one, next| one > next) && ids.len() == 3);
    assert_eq!(vendor.find("/company/companies", &[("orderBy", "nonsense")]).await.status, 400);
}

#[tokio::test]
async fn only_the_fields_that_were_asked_for_come_and_unknown_ones_are_ignored() {
    let vendor = vendor("healthy").await;
    let reply = vendor.get("/company/companies?pageSize=1&fields=id,status/id,assignedTo").await;
    assert_eq!(reply.json(), json!([{"id": 250, "status": {"id": 1}}]));
    assert_eq!(
        vendor.get("/company/companies/250?fields=identifier").await.json(),
        json!({"identifier": "ACMEITSERVICES"})
    );
}

#[tokio::test]
async fn single_records_are_found_by_id_and_unknown_ones_are_not() {
    let vendor = vendor("healthy").await;
    assert_eq!(vendor.get("/company/companies/250").await.json()["name"], json!("Acme IT Services"));
    let additions = vendor.get("/finance/agreements/305/additions").await.rows();
    let addition = format!("/finance/agreements/305/additions/{}", additions[0]["id"]);
    assert_eq!(vendor.get(&addition).await.json(), additions[0]);
    for path in ["/company/companies/251", "/finance/agreements/1", "/finance/agreements/1/additions"] {
        let reply = vendor.get(path).await;
        assert_eq!((reply.status, &reply.json()["code"]), (404, &json!("NotFound")), "{path}");
    }
    for path in ["/nonsense", "/company/nonsense", "/company/companies/250/nonsense", "/system/myAccount"] {
        let reply = vendor.get(path).await;
        let expected = json!({"code": "ConnectWiseApi", "message": "The endpoint does not exist."});
        assert_eq!((reply.status, reply.json()), (404, expected), "{path}");
    }
}

#[tokio::test]
async fn records_leave_nulls_out_and_write_days_and_references_as_the_vendor_does() {
    let vendor = vendor("healthy").await;
    for path in
        ["/company/companies", "/company/contacts", "/finance/agreements", "/finance/invoices", "/procurement/products"]
    {
        for row in vendor.get(&format!("{path}?pageSize=1000")).await.rows() {
            assert!(row.as_object().unwrap().values().all(|it| !it.is_null()), "{path}: {row}");
        }
    }
    let rows = vendor.get("/finance/agreements?pageSize=1000").await.rows();
    let first = &rows[0];
    assert_eq!(first.get("billingCycle"), None);
    let start = first["startDate"].as_str().unwrap();
    assert!(start.len() == 20 && start.ends_with("T00:00:00Z"), "{start}");
    let company = &first["company"];
    let href = format!("{}{API}/company/companies/{}", vendor.served().home, company["id"]);
    assert_eq!(company["_info"]["company_href"], json!(href));
    assert!(company["identifier"].is_string() && company["name"].is_string());
    assert!(rows.iter().any(|it| it["billingCycle"]["name"] == "Monthly"));
    let names = vendor.get("/company/companies?pageSize=1000").await.text;
    assert!(names.contains("\\u001b[31m") && names.contains("Müller") && names.contains('🐾'));
}

#[tokio::test]
async fn long_replies_are_compressed_for_those_who_accept_it() {
    let mut vendor = vendor("healthy").await;
    // The usual client unpacks replies by itself and says nothing of it.
    vendor.client = reqwest::Client::builder().no_proxy().no_gzip().build().unwrap();
    let request = || vendor.signed(Method::GET, &format!("{API}/company/companies"));
    let packed = read_head(request().header("accept-encoding", "gzip")).await;
    assert_eq!(packed.as_deref(), Some("gzip"));
    assert_eq!(read_head(request()).await, None);
}

async fn read_head(request: reqwest::RequestBuilder) -> Option<String> {
    let reply = request.send().await.unwrap();
    reply.headers().get("content-encoding").map(|it| it.to_str().unwrap().to_owned())
}
