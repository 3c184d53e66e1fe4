//! Setup tables and what belongs to a record: they are where the records say they are, and as any list is.

use std::collections::BTreeMap;

use psa_connect::sandbox::{Options, scenario::Scenario};
use serde_json::{Value, json};

use crate::{PREFIX, Vendor, encoded};

/// Every list whose records refer to others.
const LISTS: [&str; 20] = [
    "/company/companies",
    "/company/companies/253/sites",
    "/company/companies/253/typeAssociations",
    "/company/contacts",
    "/company/contacts/1101/communications",
    "/company/states",
    "/finance/agreements",
    "/finance/agreements/304/additions",
    "/finance/agreements/types",
    "/finance/batchSetups",
    "/finance/invoices",
    "/finance/taxCodes",
    "/procurement/catalog",
    "/procurement/products",
    "/procurement/subcategories",
    "/system/locations",
    "/system/members",
    "/system/mySecurity",
    "/system/securityroles",
    "/system/securityRoles/63/settings",
];

/// The references within a value, by their link.
fn references(value: &Value, found: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(parts) => {
            for (name, link) in parts.get("_info").and_then(Value::as_object).into_iter().flatten() {
                if name.ends_with("_href") {
                    let known = found.insert(link.as_str().unwrap().to_owned(), value.clone());
                    let names = known.as_ref().and_then(|it| it.get("name")).zip(value.get("name"));
                    assert!(names.is_none_or(|(one, other)| one == other), "{link} has two names");
                }
            }
            parts.values().for_each(|it| references(it, found));
        }
        Value::Array(members) => members.iter().for_each(|it| references(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What a reference calls this record.
fn name(record: &Value, link: &str) -> Value {
    let of = |field: &str| record.get(field).cloned().unwrap_or_default();
    match link {
        _ if link.contains("/contacts/") || link.contains("/system/members/") => {
            json!(format!("{} {}", of("firstName").as_str().unwrap(), of("lastName").as_str().unwrap_or_default()))
        }
        _ if link.contains("/communicationTypes/") || link.contains("/taxCodes/") => of("description"),
        _ if link.contains("/catalog/") => of("description"),
        _ => of("name"),
    }
}

#[tokio::test]
async fn every_link_of_every_list_leads_to_the_record_that_it_names() {
    let vendor = Vendor::start("admin-role").await;
    let mut found = BTreeMap::new();
    for list in LISTS {
        // Far enough to meet every country, maker and kind.
        references(&Value::Array(vendor.get(&format!("{list}?pageSize=60")).await.rows()), &mut found);
    }
    for single in ["/system/myMembers", "/system/myMembers/info"] {
        references(&vendor.get(single).await.json(), &mut found);
    }
    let home = vendor.home(PREFIX);
    let mut kinds = BTreeMap::new();
    for (link, reference) in &found {
        let path = link.strip_prefix(&home).unwrap();
        let reply = vendor.get(path).await;
        assert_eq!(reply.status, 200, "{link}: {}", reply.text());
        let record = reply.json();
        assert_eq!(record["id"], reference["id"], "{link}");
        if reference.get("name").is_some() {
            assert_eq!(name(&record, link), reference["name"], "{link}");
        }
        let kind: String = path.chars().filter(|it| !it.is_ascii_digit()).collect();
        *kinds.entry(kind).or_insert(0) += 1;
    }
    assert!(kinds.len() > 20, "{kinds:?}");
}

#[tokio::test]
async fn no_link_is_without_an_endpoint_for_the_base_role_either() {
    let vendor = Vendor::start("healthy").await;
    let mut found = BTreeMap::new();
    for list in ["/company/companies", "/company/contacts", "/finance/agreements", "/procurement/catalog"] {
        references(&Value::Array(vendor.get(&format!("{list}?pageSize=10")).await.rows()), &mut found);
    }
    assert!(found.len() > 50, "{}", found.len());
    for link in found.keys() {
        let reply = vendor.get(link.strip_prefix(&vendor.home(PREFIX)).unwrap()).await;
        assert_eq!(reply.status, 200, "{link}");
    }
}

#[tokio::test]
async fn a_table_is_read_as_any_list_is() {
    let vendor = Vendor::start("healthy").await;
    let table = "/company/companies/statuses";
    assert_eq!(vendor.count(&format!("{table}/count")).await, 3);
    let first = vendor.get(&format!("{table}?pageSize=1")).await;
    assert_eq!(first.ids(), [1]);
    assert!(first.header("link").unwrap().contains("page=2>; rel=\"next\""));
    assert_eq!(vendor.get(&format!("{table}/1")).await.json(), first.rows()[0]);
    let asked = format!("{table}?fields=name&orderBy=name desc&conditions={}", encoded("notifyFlag=false"));
    assert_eq!(vendor.get(&asked).await.rows(), [json!({"name": "Inactive"}), json!({"name": "Active"})]);
    assert_eq!(vendor.forward(&format!("{table}?pageId=1")).await.ids(), [2, 3]);
    let unknown = json!({"code": "NotFound", "message": "CompanyStatus 9 not found"});
    assert_eq!(vendor.get(&format!("{table}/9")).await.refusal(), (404, unknown));
    let nonsense = json!({"code": "ApiFindCondition", "message": "nonsense is not a recognized name."});
    assert_eq!(vendor.get(&format!("{table}?conditions=nonsense=1")).await.refusal(), (400, nonsense));
}

#[tokio::test]
async fn every_company_has_a_status_and_a_type_of_the_tables() {
    let vendor = Vendor::start("healthy").await;
    let (statuses, types) =
        (vendor.all("/company/companies/statuses").await, vendor.all("/company/companies/types").await);
    let among =
        |table: &[Value], part: &Value| table.iter().any(|it| it["id"] == part["id"] && it["name"] == part["name"]);
    for company in vendor.all("/company/companies").await {
        assert!(among(&statuses, &company["status"]) && among(&types, &company["types"][0]), "{company}");
    }
}

#[tokio::test]
async fn what_belongs_to_a_record_says_what_the_record_says() {
    let vendor = Vendor::start("healthy").await;
    for company in vendor.get("/company/companies?pageSize=40").await.rows() {
        let home = format!("/company/companies/{}", company["id"]);
        let sites = vendor.get(&format!("{home}/sites")).await.rows();
        assert_eq!((sites.len(), vendor.count(&format!("{home}/sites/count")).await), (1, 1));
        for field in ["addressLine1", "city", "zip", "country", "territory"] {
            assert_eq!(sites[0][field], company[field], "{home}: {field}");
        }
        let state = |it: &Value, path: &str| it.pointer(path).cloned().unwrap_or_default();
        assert_eq!(state(&sites[0], "/stateReference/identifier"), state(&company, "/state"), "{home}");
        let kinds = vendor.get(&format!("{home}/typeAssociations")).await.rows();
        assert_eq!(kinds[0]["type"], company["types"][0], "{home}");
    }
    for contact in vendor.get("/company/contacts?pageSize=10").await.rows() {
        let row = vendor.get(&format!("/company/contacts/{}/communications", contact["id"])).await.rows().remove(0);
        assert_eq!(row["contactId"], contact["id"]);
        for (field, value) in contact["communicationItems"][0].as_object().unwrap() {
            assert_eq!(&row[field], value, "{field}");
        }
    }
    assert_eq!(vendor.get("/finance/agreements/304/adjustments").await.rows(), Vec::<Value>::new());
}

#[tokio::test]
async fn what_belongs_to_a_record_is_as_hard_to_see_as_the_record() {
    let vendor = Vendor::with(Options::of(
        Scenario::parse(
            "story = 'x'\n[connectwise.levels]\n'Company Maintenance' = { inquire = 'None' }\nContacts = { inquire = 'My' }",
        )
        .unwrap(),
    ))
    .await;
    for path in [
        "/company/companies/250/sites",
        "/company/companies/250/sites/900",
        "/company/companies/250/typeAssociations/count",
    ] {
        assert_eq!(vendor.get(path).await.status, 403, "{path}");
    }
    assert_eq!(vendor.count("/company/contacts/1101/communications/count").await, 0);
    assert_eq!(vendor.get("/company/contacts/1101/communications/40000").await.status, 404);
    assert_eq!(vendor.get("/company/companies/statuses").await.status, 200);
    let none = json!({"code": "NotFound", "message": "Company 1 not found"});
    assert_eq!(vendor.get("/company/companies/1/sites").await.refusal(), (404, none));
    let part = Vendor::start("agreement-types-restricted").await;
    for id in 304..344 {
        let status = part.get(&format!("/finance/agreements/{id}")).await.status;
        assert_eq!(part.get(&format!("/finance/agreements/{id}/adjustments")).await.status, status, "{id}");
    }
}

#[tokio::test]
async fn empty_lists_are_empty_and_not_missing() {
    let vendor = Vendor::start("admin-role").await;
    for list in ["/system/callbacks", "/finance/accounting/unpostedinvoices"] {
        assert_eq!(vendor.get(list).await.rows(), Vec::<Value>::new(), "{list}");
        assert_eq!(vendor.count(&format!("{list}/count")).await, 0, "{list}");
    }
}
