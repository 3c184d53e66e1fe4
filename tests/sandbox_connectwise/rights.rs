//! What each role may do, as the API tells it and as the lists show it.

use serde_json::{Value, json};

use crate::{Vendor, vendor};

const FORBIDDEN: &str = "You do not have security permission to perform this action.";

/// Module, function, then the levels of add, edit, delete and inquire.
async fn levels(vendor: &Vendor, module: &str, function: &str) -> [String; 4] {
    let rows = vendor.get("/system/mySecurity?pageSize=1000").await.rows();
    let row = rows.iter().find(|it| it["moduleName"] == module && it["moduleFunctionName"] == function).unwrap();
    ["addLevel", "editLevel", "deleteLevel", "inquireLevel"].map(|it| row[it].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn the_member_sees_its_own_role_function_by_function() {
    let vendor = vendor("healthy").await;
    let me = vendor.get("/system/myMembers").await.json();
    assert_eq!((&me["identifier"], &me["adminFlag"]), (&json!("S365"), &json!(false)));
    assert_eq!((&me["licenseClass"], &me["securityRole"]["name"]), (&json!("A"), &json!("Sync 365")));
    assert_eq!(vendor.get("/system/myMembers/info").await.json()["fullName"], json!("Sync 365"));
    let rows = vendor.get("/system/mySecurity?pageSize=1000").await.rows();
    assert!(rows.len() > 60);
    assert!(rows.iter().all(|it| it["member"]["identifier"] == "S365"));
    assert_eq!(levels(&vendor, "Companies", "Contacts").await, ["All", "All", "None", "All"]);
    assert_eq!(levels(&vendor, "System", "Table Setup").await, ["None", "All", "None", "All"]);
    assert_eq!(levels(&vendor, "Service Desk", "Service Tickets").await, ["All", "None", "None", "All"]);
    assert_eq!(levels(&vendor, "System", "Security").await, ["None"; 4]);
}

#[tokio::test]
async fn ones_own_rights_come_in_pages_without_a_count() {
    let vendor = vendor("healthy").await;
    let first = vendor.get("/system/mySecurity").await;
    assert_eq!(first.rows().len(), 25);
    assert!(first.header("link").unwrap().contains("rel=\"next\""));
    assert_eq!(vendor.get("/system/mySecurity/count").await.status, 404);
}

#[tokio::test]
async fn the_customised_items_are_listed_with_the_slash_of_the_document() {
    let vendor = vendor("healthy").await;
    let rows = vendor.get("/system/mySecurity/customizeItems/").await.rows();
    let items: Vec<(&Value, &Value)> =
        rows.iter().map(|it| (&it["customizeIdentifier"], &it["itemIdentifier"])).collect();
    let table = json!("SystemTableSetup");
    assert_eq!(items, [(&table, &json!("Agreements / Agreement Type")), (&table, &json!("Agreements / Batch"))]);
}

#[tokio::test]
async fn a_healthy_role_looks_at_everything_it_needs_and_at_nothing_else() {
    let vendor = vendor("healthy").await;
    for path in [
        "/company/companies",
        "/company/contacts",
        "/finance/agreements",
        "/finance/agreements/304/additions",
        "/finance/agreements/types",
        "/finance/batchSetups",
        "/finance/invoices",
        "/procurement/catalog",
        "/procurement/products",
    ] {
        assert!(!vendor.get(path).await.ids().is_empty(), "{path}");
        assert!(vendor.count(path).await > 0, "{path}");
    }
    for path in ["/system/members", "/system/securityroles", "/system/securityRoles/63/settings"] {
        let reply = vendor.get(path).await;
        assert_eq!((reply.status, reply.json()), (403, json!({"code": "Security", "message": FORBIDDEN})), "{path}");
    }
}

#[tokio::test]
async fn two_missing_rights_show_in_the_role_and_where_the_catalogue_is_read() {
    let vendor = vendor("two-rights-missing").await;
    assert_eq!(levels(&vendor, "Companies", "Contacts").await, ["None", "All", "None", "All"]);
    assert_eq!(levels(&vendor, "Procurement", "Product Catalog").await, ["None"; 4]);
    assert_eq!(vendor.get("/company/contacts").await.status, 200);
    for path in ["/procurement/catalog", "/procurement/catalog/count", "/procurement/catalog/41"] {
        assert_eq!(vendor.get(path).await.status, 403, "{path}");
    }
    assert_eq!(vendor.get("/procurement/products").await.status, 200);
}

#[tokio::test]
async fn a_read_only_role_has_inquire_and_nothing_more() {
    let vendor = vendor("read-only-role").await;
    let rows = vendor.get("/system/mySecurity?pageSize=1000").await.rows();
    assert!(rows.iter().all(|it| it["inquireLevel"] == "All" && it["addLevel"] == "None" && it["editLevel"] == "None"));
    assert_eq!(vendor.get("/system/members").await.status, 200);
}

#[tokio::test]
async fn an_administrator_may_do_everything() {
    let vendor = vendor("admin-role").await;
    assert_eq!(vendor.get("/system/myMembers").await.json()["adminFlag"], json!(true));
    assert_eq!(levels(&vendor, "Finance", "Agreements").await, ["All"; 4]);
    let roles = vendor.get("/system/securityroles").await.rows();
    assert_eq!(roles[0]["adminFlag"], json!(true));
    assert_eq!(
        vendor.get("/system/securityRoles/1/settings?pageSize=1000").await.rows().len(),
        vendor.get("/system/mySecurity?pageSize=1000").await.rows().len()
    );
}

#[tokio::test]
async fn agreements_of_hidden_types_are_missing_with_all_that_belongs_to_them() {
    let (open, hidden) = (vendor("healthy").await, vendor("agreement-types-restricted").await);
    let all = open.get("/finance/agreements?pageSize=1000").await.rows();
    let seen = hidden.get("/finance/agreements?pageSize=1000").await.rows();
    let is_hidden = |it: &&Value| it["type"]["name"] == "Block Hours" || it["type"]["name"] == "Backup and Recovery";
    assert!(all.iter().any(|it| is_hidden(&it)) && !seen.iter().any(|it| is_hidden(&it)));
    assert_eq!(seen.len(), all.iter().filter(|it| !is_hidden(it)).count());
    assert_eq!(hidden.count("/finance/agreements").await, seen.len() as u64);
    let one = all.iter().find(is_hidden).unwrap()["id"].as_u64().unwrap();
    for path in [format!("/finance/agreements/{one}"), format!("/finance/agreements/{one}/additions")] {
        assert_eq!((open.get(&path).await.status, hidden.get(&path).await.status), (200, 404), "{path}");
    }
    assert!(hidden.count("/procurement/products").await < open.count("/procurement/products").await);
    let customized = hidden.get("/system/mySecurity/customizeItems").await.rows();
    assert!(customized.iter().any(|it| it["customizeIdentifier"] == "FinanceAgreements"));
}
