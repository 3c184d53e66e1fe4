//! What the scenarios change.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{PREFIX, Vendor, ids, read};

fn forbidden() -> (u16, Value) {
    (403, json!({"code": "Security", "message": "You do not have security permission to perform this action."}))
}

fn names(rows: &[Value], path: &str) -> BTreeSet<String> {
    rows.iter().map(|it| it.pointer(path).unwrap().as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_list_whose_right_is_missing_is_forbidden_and_the_others_are_not() {
    let vendor = Vendor::start("two-rights-missing").await;
    for path in ["/procurement/catalog?pageSize=1&fields=id", "/procurement/catalog/count", "/procurement/catalog/41"] {
        assert_eq!(vendor.get(path).await.refusal(), forbidden(), "{path}");
    }
    for path in ["/company/companies", "/company/contacts", "/finance/agreements", "/finance/invoices"] {
        assert_eq!(vendor.get(&format!("{path}?pageSize=1")).await.rows().len(), 1, "{path}");
    }
    let rows = vendor.all("/system/mySecurity").await;
    let row = |name: &str| rows.iter().find(|it| it["moduleFunctionName"] == name).unwrap();
    assert_eq!(row("Contacts")["addLevel"], json!("None"));
    assert_eq!(row("Product Catalog")["inquireLevel"], json!("None"));
}

#[tokio::test]
async fn the_base_role_may_not_look_at_members_or_roles() {
    let vendor = Vendor::start("healthy").await;
    for path in ["/system/members", "/system/securityroles", "/system/securityRoles/63/settings"] {
        assert_eq!(vendor.get(path).await.refusal(), forbidden(), "{path}");
    }
}

#[tokio::test]
async fn hidden_agreement_types_are_missing_from_rows_counts_and_additions_without_an_error() {
    let (whole, part) = (Vendor::start("healthy").await, Vendor::start("agreement-types-restricted").await);
    let hidden = BTreeSet::from(["Backup and Recovery".to_owned(), "Block Hours".to_owned()]);
    let is_hidden = |it: &Value| hidden.contains(it["type"]["name"].as_str().unwrap());
    let (all, seen) = (whole.all("/finance/agreements").await, part.all("/finance/agreements").await);
    let (gone, left): (Vec<Value>, Vec<Value>) = all.into_iter().partition(is_hidden);
    assert_eq!(names(&gone, "/type/name"), hidden);
    assert_eq!(ids(&seen), ids(&left));
    assert_eq!(part.count("/finance/agreements/count").await, left.len() as u64);

    let lost = gone[0]["id"].as_u64().unwrap();
    assert_eq!(whole.get(&format!("/finance/agreements/{lost}/additions")).await.status, 200);
    for path in [format!("/finance/agreements/{lost}"), format!("/finance/agreements/{lost}/additions")] {
        let body = json!({"code": "NotFound", "message": format!("Agreement {lost} not found")});
        assert_eq!(part.get(&path).await.refusal(), (404, body), "{path}");
    }
    let sold = part.get("/procurement/products/count").await.json()["count"].as_u64().unwrap();
    assert!(sold < whole.count("/procurement/products/count").await, "{sold}");
    // The setup table itself is open to everyone, so it does not tell.
    assert_eq!(part.count("/finance/agreements/types/count").await, 8);
    let customized = part.all("/system/mySecurity/customizeItems/").await;
    assert!(names(&customized, "/customizeIdentifier").contains("FinanceAgreements"));
}

#[tokio::test]
async fn hidden_agreements_are_missing_from_every_page_too() {
    let vendor = Vendor::start("agreement-types-restricted").await;
    let all = ids(&vendor.all("/finance/agreements").await);
    let mut forward = Vec::new();
    loop {
        let after = forward.last().copied().unwrap_or_default();
        let page = vendor.forward(&format!("/finance/agreements?fields=id&pageSize=100&pageId={after}")).await;
        forward.extend(page.ids());
        if page.header("link") == Some("") {
            break;
        }
    }
    assert_eq!(forward, all);
}

#[tokio::test]
async fn the_administrators_role_may_do_everything() {
    let vendor = Vendor::start("admin-role").await;
    let me = vendor.get("/system/myMembers").await.json();
    assert_eq!([&me["adminFlag"], &me["securityRole"]["name"]], [&json!(true), &json!("Admin")]);
    let rows = vendor.all("/system/mySecurity").await;
    for level in ["addLevel", "editLevel", "deleteLevel", "inquireLevel"] {
        assert_eq!(names(&rows, &format!("/{level}")), BTreeSet::from(["All".to_owned()]), "{level}");
    }
    let role = me["securityRole"]["id"].as_u64().unwrap();
    let settings = vendor.all(&format!("/system/securityRoles/{role}/settings")).await;
    assert_eq!(ids(&settings), ids(&rows));
    assert_eq!(vendor.get("/system/members").await.rows().len(), 1);
}

#[tokio::test]
async fn an_ordinary_members_keys_are_refused_although_the_company_is_found() {
    let vendor = Vendor::start("not-api-only").await;
    let reply = vendor.get("/system/info").await;
    assert_eq!((reply.status, &reply.json()["code"]), (401, &json!("Unauthorized")));
    let company = read(vendor.client.get(vendor.home("/login/companyinfo/acme"))).await.json();
    assert_eq!(company["CompanyID"], json!("acme"));
}

#[tokio::test]
async fn the_thirteenth_request_of_a_minute_is_turned_away_and_told_how_long_to_wait() {
    let vendor = Vendor::start("rate-limited").await;
    for nth in 1..=12 {
        assert_eq!(vendor.get("/system/info").await.status, 200, "{nth}");
    }
    let reply = vendor.get("/system/info").await;
    assert_eq!(reply.status, 429);
    let seconds: u64 = reply.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=2).contains(&seconds), "{seconds}");
    let message = format!("Too many requests. Please try again in {seconds} seconds.");
    assert_eq!(reply.json(), json!({"error": "ConnectWiseAPI", "message": message}));
    assert_eq!(read(vendor.client.get(vendor.home("/login/companyinfo/acme"))).await.status, 200);
}

#[tokio::test]
async fn the_tenant_lives_at_another_site_than_one_may_think() {
    let vendor = Vendor::start("wrong-zone").await;
    assert_eq!(vendor.sandbox.connectwise().home_site, "aus");
    assert_eq!(vendor.get("/system/info").await.json()["cloudRegion"], json!("AUS"));
    let thought = read(vendor.client.get(vendor.elsewhere("/login/companyinfo/acme"))).await;
    assert_eq!((thought.status, thought.text()), (200, "null"));
    let keys = read(vendor.signed(Method::GET, vendor.elsewhere(&format!("{PREFIX}/system/info")))).await;
    assert_eq!(keys.status, 404);
}

#[tokio::test]
async fn what_was_asked_is_in_the_journal_without_what_was_carried() {
    let vendor = Vendor::start("healthy").await;
    vendor.get("/company/companies?pageSize=1").await;
    read(vendor.client.get(vendor.home("/login/companyinfo/acme"))).await;
    let text = format!("{:?}", vendor.sandbox.journal());
    assert!(text.contains("/company/companies") && text.contains("companyinfo"), "{text}");
    for field in ["public_key", "private_key"] {
        assert!(!text.contains(vendor.login(field)), "{field}");
    }
}
