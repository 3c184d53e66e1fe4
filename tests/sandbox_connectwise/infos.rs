//! Short forms of records, usages, and the members: less of what the main lists say.

use serde_json::{Value, json};

use crate::{Vendor, encoded, ids};

/// A list with its short form, and what the short form has of a record.
const SHORT: [(&str, &[&str]); 3] = [
    ("/finance/agreements/types", &["_info", "applicationUnits", "id", "inactiveFlag", "name"]),
    (
        "/procurement/catalog",
        &[
            "_info",
            "billableOption",
            "cost",
            "customerDescription",
            "description",
            "dropShipFlag",
            "id",
            "identifier",
            "inactiveFlag",
            "manufacturerPartNumber",
            "price",
            "productClass",
            "serializedCostFlag",
            "specialOrderFlag",
            "taxableFlag",
        ],
    ),
    ("/system/securityroles", &["_info", "id", "inactiveFlag", "name", "roleType"]),
];

#[tokio::test]
async fn a_short_form_has_the_rows_of_its_list_and_fewer_fields() {
    let vendor = Vendor::start("admin-role").await;
    for (list, fields) in SHORT {
        let (whole, short) =
            (vendor.get(&format!("{list}?pageSize=9")).await, vendor.get(&format!("{list}/info?pageSize=9")).await);
        assert_eq!(short.ids(), whole.ids(), "{list}");
        for (short, whole) in short.rows().iter().zip(whole.rows()) {
            let (short, id) = (short.as_object().unwrap(), &whole["id"]);
            assert_eq!(short.keys().collect::<Vec<_>>(), fields, "{list}");
            assert!(short.iter().all(|(name, value)| whole[name] == *value), "{list}: {short:?}");
            assert_eq!(vendor.get(&format!("{list}/{id}/info")).await.json(), json!(short), "{list}");
        }
        assert_eq!(
            vendor.count(&format!("{list}/info/count")).await,
            vendor.count(&format!("{list}/count")).await,
            "{list}"
        );
        assert_eq!(vendor.get(&format!("{list}/info/1")).await.status, 404, "{list}");
        assert_eq!(vendor.get(&format!("{list}/9999999/info")).await.json()["code"], json!("NotFound"), "{list}");
    }
    let asked = format!(
        "/procurement/catalog/info?fields=identifier,category&orderBy=identifier desc&conditions={}",
        encoded("identifier like 'EMS%'")
    );
    let rows = vendor.get(&asked).await.rows();
    assert!(rows.len() > 1 && rows.iter().all(|it| it.as_object().unwrap().len() == 1), "{rows:?}");
    let names: Vec<&str> = rows.iter().map(|it| it["identifier"].as_str().unwrap()).collect();
    assert!(names.is_sorted_by(|one, next| one >= next), "{names:?}");
    // What a short form lacks cannot be asked of it either.
    let refused = vendor.get("/procurement/catalog/info?conditions=minStockLevel=0").await;
    assert_eq!((refused.status, &refused.json()["code"]), (400, &json!("ApiFindCondition")));
    assert_eq!(vendor.get("/finance/invoices/info").await.status, 404);
}

#[tokio::test]
async fn a_short_form_needs_the_right_of_its_list() {
    let vendor = Vendor::start("two-rights-missing").await;
    for path in [
        "/procurement/catalog/info",
        "/procurement/catalog/info/count",
        "/procurement/catalog/41/info",
        "/system/securityroles/info",
        "/system/apiMembers",
        "/system/apiMembers/173",
        "/system/info/members",
    ] {
        assert_eq!(vendor.get(path).await.status, 403, "{path}");
    }
    assert_eq!(vendor.get("/finance/agreements/types/info").await.rows().len(), 8);
}

#[tokio::test]
async fn the_api_member_is_listed_as_the_member_it_is() {
    let vendor = Vendor::start("admin-role").await;
    let me = vendor.get("/system/myMembers").await.json();
    let row = vendor.get("/system/apiMembers").await.rows().remove(0);
    for field in
        ["id", "identifier", "securityRole", "defaultLocation", "defaultDepartment", "timeZone", "inactiveFlag"]
    {
        assert_eq!(row[field], me[field], "{field}");
    }
    assert_eq!(vendor.get(&format!("/system/apiMembers/{}", me["id"])).await.json(), row);
    let short = vendor.get("/system/info/members").await.rows().remove(0);
    let names: Vec<&String> = short.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        ["_info", "firstName", "fullName", "id", "identifier", "inactiveFlag", "lastName", "licenseClass"]
    );
    assert_eq!(short["identifier"], me["identifier"]);
    for count in ["/system/apiMembers/count", "/system/info/members/count"] {
        assert_eq!(vendor.count(count).await, 1, "{count}");
    }
}

#[tokio::test]
async fn usages_are_the_agreements_of_a_type_that_the_role_may_see() {
    let (whole, part) = (Vendor::start("healthy").await, Vendor::start("agreement-types-restricted").await);
    for kind in whole.all("/finance/agreements/types").await {
        let usages = format!("/finance/agreements/types/{}/usages", kind["id"]);
        let of =
            format!("/finance/agreements?pageSize=1000&conditions={}", encoded(&format!("type/id={}", kind["id"])));
        for vendor in [&whole, &part] {
            let agreements = vendor.get(&of).await.rows();
            let listed = vendor.get(&format!("{usages}/list?pageSize=1000")).await.rows();
            assert_eq!(ids(&listed), ids(&agreements), "{usages}");
            let names = |rows: &[Value], field: &str| rows.iter().map(|it| it[field].clone()).collect::<Vec<_>>();
            assert_eq!(names(&listed, "description"), names(&agreements, "name"), "{usages}");
            let counts = vendor.get(&usages).await.rows();
            let expected = [json!({"count": agreements.len(), "type": "Agreement"})];
            assert_eq!(counts, if agreements.is_empty() { &expected[..0] } else { &expected }, "{usages}");
        }
    }
    assert_eq!(
        whole.get("/finance/agreements/types/1/usages").await.json()["message"],
        json!("AgreementType 1 not found")
    );
}
