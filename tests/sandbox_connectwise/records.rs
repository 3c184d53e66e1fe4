//! The form of records: no nulls, dates, references; and the member with its rights.

use serde_json::{Value, json};

use crate::Vendor;

const LISTS: [&str; 12] = [
    "/company/companies",
    "/company/contacts",
    "/finance/agreements",
    "/finance/agreements/304/additions",
    "/finance/agreements/types",
    "/finance/batchSetups",
    "/finance/invoices",
    "/procurement/catalog",
    "/procurement/products",
    "/system/mySecurity",
    "/system/securityroles",
    "/system/members",
];

/// Calls `look` with every member of every object, at any depth.
fn every(value: &Value, look: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            look(name, value);
            every(value, look);
        }),
        Value::Array(members) => members.iter().for_each(|it| every(it, look)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn nulls_are_left_out_and_dates_are_whole_seconds_with_z() {
    let vendor = Vendor::start("admin-role").await;
    let mut dates = 0;
    for list in LISTS {
        let rows = vendor.get(&format!("{list}?pageSize=200")).await.rows();
        assert!(!rows.is_empty(), "{list}");
        every(&Value::Array(rows), &mut |name, value| {
            assert!(!value.is_null(), "{list}: {name} is null");
            if name == "date" || name == "lastUpdated" || name.ends_with("Date") || name == "dateAcquired" {
                let text = value.as_str().unwrap();
                let shape: String = text.chars().map(|it| if it.is_ascii_digit() { '0' } else { it }).collect();
                assert_eq!(shape, "0000-00-00T00:00:00Z", "{list}: {name} is {text}");
                dates += 1;
            }
        });
    }
    assert!(dates > 1000, "{dates}");
}

#[tokio::test]
async fn references_name_their_record_and_where_it_is() {
    let vendor = Vendor::start("healthy").await;
    let agreement = vendor.get("/finance/agreements/304").await.json();
    let reference = &agreement["company"];
    let id = reference["id"].as_u64().unwrap();
    let company = vendor.get(&format!("/company/companies/{id}")).await.json();
    let expected = json!({
        "id": id, "identifier": company["identifier"], "name": company["name"],
        "_info": {"company_href": vendor.home(&format!("/v4_6_release/apis/3.0/company/companies/{id}"))},
    });
    assert_eq!(reference, &expected);
    for (path, name) in [
        ("/status/_info", "status_href"),
        ("/country/_info", "country_href"),
        ("/currency/_info", "currency_href"),
        ("/taxCode/_info", "taxCode_href"),
        ("/types/0/_info", "type_href"),
    ] {
        let names: Vec<&String> = company.pointer(path).unwrap().as_object().unwrap().keys().collect();
        assert_eq!(names, [name], "{path}");
    }
    assert_eq!(company["_info"].as_object().unwrap().keys().collect::<Vec<_>>(), ["lastUpdated", "updatedBy"]);
}

#[tokio::test]
async fn a_row_of_a_list_is_the_record_of_its_id() {
    let vendor = Vendor::start("admin-role").await;
    for list in LISTS.into_iter().filter(|it| *it != "/system/mySecurity") {
        let row = vendor.get(&format!("{list}?pageSize=1")).await.rows().remove(0);
        assert_eq!(vendor.get(&format!("{list}/{}", row["id"])).await.json(), row, "{list}");
    }
}

#[tokio::test]
async fn the_member_is_an_api_member_with_its_role() {
    let vendor = Vendor::start("healthy").await;
    let me = vendor.get("/system/myMembers").await.json();
    assert_eq!(
        [&me["identifier"], &me["licenseClass"], &me["adminFlag"], &me["securityRole"]["name"]],
        [&json!("S365"), &json!("A"), &json!(false), &json!("Sync 365")]
    );
    let info = vendor.get("/system/myMembers/info").await.json();
    for name in ["id", "identifier", "licenseClass", "firstName", "lastName"] {
        assert_eq!(info[name], me[name], "{name}");
    }
    assert_eq!(info.get("securityRole"), None);
}

#[tokio::test]
async fn my_security_has_a_row_for_each_function_with_four_levels() {
    let vendor = Vendor::start("healthy").await;
    let rows = vendor.all("/system/mySecurity").await;
    let levels = |module: &str, function: &str| {
        let row = rows.iter().find(|it| it["moduleName"] == module && it["moduleFunctionName"] == function).unwrap();
        ["addLevel", "editLevel", "deleteLevel", "inquireLevel"].map(|it| row[it].as_str().unwrap().to_owned())
    };
    for (module, function, expected) in [
        ("Companies", "Company Maintenance", ["None", "None", "None", "All"]),
        ("Companies", "Contacts", ["All", "All", "None", "All"]),
        ("Finance", "Agreement Invoicing", ["None", "None", "None", "All"]),
        ("Finance", "Agreements", ["All", "All", "None", "All"]),
        ("Finance", "Invoicing", ["None", "None", "None", "All"]),
        ("Procurement", "Product Catalog", ["None", "None", "None", "All"]),
        ("Procurement", "Products", ["None", "None", "None", "All"]),
        ("System", "Table Setup", ["None", "All", "None", "All"]),
        ("System", "Security", ["None", "None", "None", "None"]),
    ] {
        assert_eq!(levels(module, function), expected, "{module} / {function}");
    }
    assert!(rows.iter().all(|it| it["member"]["identifier"] == "S365"));
}

#[tokio::test]
async fn my_security_comes_in_pages_as_any_list_does() {
    let vendor = Vendor::start("healthy").await;
    let whole = vendor.all("/system/mySecurity").await;
    assert!(whole.len() > 50, "{}", whole.len());
    assert_eq!(vendor.get("/system/mySecurity").await.rows(), whole[..25]);
    let mut paged = Vec::new();
    for page in 1..=whole.len().div_ceil(20) {
        paged.extend(vendor.get(&format!("/system/mySecurity?pageSize=20&page={page}")).await.rows());
    }
    assert_eq!(paged, whole);
}

#[tokio::test]
async fn what_is_customized_is_listed_with_and_without_the_slash() {
    let vendor = Vendor::start("healthy").await;
    let item = |id, item: &str| json!({"id": id, "customizeIdentifier": "SystemTableSetup", "itemIdentifier": item});
    let expected = [item(1, "Agreements / Agreement Type"), item(2, "Agreements / Batch")];
    for path in ["/system/mySecurity/customizeItems/", "/system/mysecurity/customizeitems"] {
        assert_eq!(vendor.get(path).await.rows(), expected, "{path}");
    }
}
