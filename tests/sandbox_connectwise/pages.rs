//! Pages: by number, forward only, by windows of ids; their links; counts; order and fields.

use serde_json::{Value, json};

use crate::{PREFIX, Vendor, encoded, ids};

/// Every list that the base role may look at, with a page size that gives several pages.
const LISTS: [(&str, usize); 8] = [
    ("/company/companies", 100),
    ("/company/contacts", 301),
    ("/finance/agreements", 250),
    ("/finance/agreements/types", 3),
    ("/finance/batchSetups", 1),
    ("/finance/invoices", 100),
    ("/procurement/catalog", 1000),
    ("/procurement/products", 600),
];

/// Follows `rel="next"` to the end; `path` is what follows the prefix.
async fn followed(vendor: &Vendor, path: &str, forward: Direction) -> Vec<u64> {
    let prefix = vendor.home(PREFIX);
    let (mut path, mut found) = (path.to_owned(), Vec::new());
    loop {
        let reply = match forward {
            Direction::Forward => vendor.forward(&path).await,
            Direction::Numbered => vendor.get(&path).await,
        };
        found.extend(reply.ids());
        let link = reply.header("link").unwrap_or_default();
        let Some((url, _)) = link.split_once("; rel=\"next\"") else { return found };
        path = url.replacen(&format!("<{prefix}"), "", 1).replace('>', "");
    }
}

#[derive(Clone, Copy)]
enum Direction {
    Numbered,
    Forward,
}

/// Asks for what follows the last id until nothing comes.
async fn windows(vendor: &Vendor, list: &str, size: usize) -> Vec<u64> {
    let mut found: Vec<u64> = Vec::new();
    loop {
        let after = found.last().copied().unwrap_or_default();
        let path =
            format!("{list}?fields=id&pageSize={size}&orderBy=id&conditions={}", encoded(&format!("id>{after}")));
        let page = vendor.get(&path).await.ids();
        if page.is_empty() {
            return found;
        }
        found.extend(page);
    }
}

#[tokio::test]
async fn every_way_through_a_list_gives_the_same_rows_and_as_many_as_its_count() {
    let vendor = Vendor::start("healthy").await;
    for (list, size) in LISTS {
        let first = format!("{list}?fields=id&pageSize={size}");
        let numbered = followed(&vendor, &first, Direction::Numbered).await;
        assert_eq!(numbered.len() as u64, vendor.count(&format!("{list}/count")).await, "{list}");
        assert!(numbered.is_sorted_by(|a, b| a < b), "{list}");
        assert_eq!(followed(&vendor, &first, Direction::Forward).await, numbered, "{list}");
        assert_eq!(windows(&vendor, list, size).await, numbered, "{list}");
    }
}

#[tokio::test]
async fn additions_of_all_agreements_are_as_many_as_their_counts() {
    let vendor = Vendor::start("healthy").await;
    let agreements = vendor.get("/finance/agreements?pageSize=40&fields=id").await.ids();
    let mut total = 0;
    for id in agreements {
        let rows = vendor.all(&format!("/finance/agreements/{id}/additions")).await;
        assert_eq!(rows.len() as u64, vendor.count(&format!("/finance/agreements/{id}/additions/count")).await);
        assert!(rows.iter().all(|it| it["agreementId"] == json!(id)), "{id}");
        total += rows.len();
    }
    assert!(total > 40, "{total}");
}

#[tokio::test]
async fn a_numbered_page_links_to_the_others_with_page_as_the_last_parameter() {
    let vendor = Vendor::start("healthy").await;
    let url = vendor.home(&format!("{PREFIX}/company/companies"));
    let to = |page: u32, rel: &str| format!("<{url}?pageSize=80&fields=id&page={page}>; rel=\"{rel}\"");
    let link = async |query: &str| {
        let reply = vendor.get(&format!("/company/companies?{query}")).await;
        reply.header("link").map(str::to_owned)
    };
    let first = [to(2, "next"), to(3, "last")].join(", ");
    assert_eq!(link("pageSize=80&fields=id").await, Some(first));
    let middle = [to(3, "next"), to(3, "last"), to(1, "first"), to(1, "prev")].join(", ");
    assert_eq!(link("page=2&pageSize=80&fields=id").await, Some(middle));
    let last = [to(1, "first"), to(2, "prev")].join(", ");
    assert_eq!(link("pageSize=80&page=3&fields=id").await, Some(last));
    assert_eq!(link("pageSize=240").await, None);
}

#[tokio::test]
async fn a_page_after_the_last_is_empty() {
    let vendor = Vendor::start("healthy").await;
    assert_eq!(vendor.get("/company/companies?page=11").await.rows(), Vec::<Value>::new());
}

#[tokio::test]
async fn forward_only_names_the_last_id_and_ends_with_an_empty_link() {
    let vendor = Vendor::start("healthy").await;
    let url = vendor.home(&format!("{PREFIX}/company/companies"));
    let first = vendor.forward("/company/companies?pageSize=2&page=7&fields=id").await;
    assert_eq!(first.ids(), [250, 253]);
    let next = format!("<{url}?pageSize=2&page=7&fields=id&pageId=253>; rel=\"next\"");
    assert_eq!(first.header("link"), Some(next.as_str()));
    let second = vendor.forward("/company/companies?pageSize=2&pageId=253").await;
    assert_eq!(second.ids(), [256, 259]);
    let last = vendor.forward("/company/companies?pageSize=1000").await;
    assert_eq!((last.ids().len(), last.header("link")), (240, Some("")));
    let beyond = vendor.forward("/company/companies?pageId=999999").await;
    assert_eq!((beyond.rows().len(), beyond.header("link")), (0, Some("")));
    assert_eq!(vendor.forward("/company/companies?orderBy=name").await.status, 400);
}

#[tokio::test]
async fn a_page_has_25_rows_unless_asked_and_1000_at_most() {
    let vendor = Vendor::start("healthy").await;
    assert_eq!(vendor.get("/procurement/catalog").await.rows().len(), 25);
    assert_eq!(vendor.get("/procurement/catalog?PAGESIZE=1000&fields=id").await.rows().len(), 1000);
    let reply = vendor.get("/procurement/catalog?pageSize=1001").await;
    let error = json!({
        "code": "InvalidField", "message": "The field pageSize must be between 1 and 1000.", "resource": "query",
        "field": "pageSize",
    });
    let body = json!({"code": "InvalidObject", "message": "query object is invalid", "errors": [error]});
    assert_eq!(reply.refusal(), (400, body));
}

#[tokio::test]
async fn conditions_narrow_the_count_as_they_narrow_the_rows() {
    let vendor = Vendor::start("healthy").await;
    for (list, condition) in [
        ("/company/companies", "status/name = \"Inactive\""),
        ("/procurement/catalog", "recurringFlag = True"),
        ("/finance/agreements", "cancelledFlag = false and id > 500"),
    ] {
        let asked = encoded(condition);
        let first = format!("{list}?pageSize=150&fields=id&conditions={asked}");
        let rows = followed(&vendor, &first, Direction::Forward).await;
        let counted = vendor.count(&format!("{list}/count?conditions={asked}")).await;
        assert_eq!(rows.len() as u64, counted, "{condition}");
        assert!(counted > 0 && counted < vendor.count(&format!("{list}/count")).await, "{condition}");
    }
}

#[tokio::test]
async fn order_goes_both_ways_and_by_several_fields() {
    let vendor = Vendor::start("healthy").await;
    let ordered = async |order: &str| {
        vendor.get(&format!("/company/companies?pageSize=1000&orderBy={}", encoded(order))).await.rows()
    };
    let plain = ordered("id").await;
    let mut reversed = plain.clone();
    reversed.reverse();
    assert_eq!(ordered("id desc").await, reversed);

    let mut expected = plain;
    let text = |row: &Value, path: &str| row.pointer(path).unwrap().as_str().unwrap().to_lowercase();
    expected.sort_by_key(|it| text(it, "/name"));
    expected.sort_by_key(|it| std::cmp::Reverse(text(it, "/status/name")));
    assert_eq!(ids(&ordered("status/name desc,name asc").await), ids(&expected));
    for order in ["nonsense", "name sideways"] {
        let reply = vendor.get(&format!("/company/companies?orderBy={}", encoded(order))).await;
        assert_eq!((reply.status, &reply.json()["code"]), (400, &json!("ApiFindCondition")), "{order}");
    }
}

#[tokio::test]
async fn only_the_named_fields_come_nested_ones_too_and_unknown_ones_are_ignored() {
    let vendor = Vendor::start("healthy").await;
    let whole = vendor.get("/company/companies/250").await.json();
    let expected = json!({
        "id": 250, "name": whole["name"], "status": {"id": whole["status"]["id"]},
        "types": [{"name": whole["types"][0]["name"]}], "_info": {"lastUpdated": whole["_info"]["lastUpdated"]},
    });
    let fields = "fields=id,NAME,status/id,types/name,_info/lastUpdated,assignedResources,name/first";
    assert_eq!(
        vendor.get(&format!("/company/companies?pageSize=1&{fields}")).await.rows(),
        std::slice::from_ref(&expected)
    );
    assert_eq!(vendor.get(&format!("/company/companies/250?{fields}")).await.json(), expected);
    assert_eq!(vendor.get("/company/companies?pageSize=1&fields=nonsense").await.rows(), [json!({})]);
}
