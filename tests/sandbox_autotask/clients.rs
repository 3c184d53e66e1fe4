//! What programs that were written for the vendor rely on, beyond the rows.

use psa_connect::sandbox::{
    Options, Sandbox,
    scenario::Scenario,
    tenant::{Contact, Tenant},
};
use reqwest::Method;
use serde_json::json;

use super::rows::{QUERIED, ids};
use super::{all, read, tenant, vendor, vendor_of};

#[tokio::test]
async fn a_wrong_login_is_refused_before_the_path_is_looked_at() {
    let vendor = vendor("").await;
    let asked = [
        (Method::POST, "/V1.0/Companies", 405),
        (Method::PATCH, "/V1.0/Contracts", 405),
        (Method::DELETE, "/V1.0/Companies/174/Contacts/30682885", 405),
        (Method::POST, "/V1.0/Version", 405),
        (Method::GET, "/V1.0/Tickets/query", 404),
        (Method::GET, "/V1.0/Tickets/1/Notes", 404),
        (Method::GET, "/V1.0/nonsense", 404),
    ];
    let login = &vendor.logins.autotask;
    for (method, path, status) in asked {
        let wrong = vendor.bare(method.clone(), path).header("UserName", &login.user_name);
        let reply = read(wrong.header("Secret", "no").header("ApiIntegrationCode", &login.tracking_id)).await;
        assert_eq!((reply.status, reply.text.as_str()), (401, ""), "{method} {path}");
        assert_eq!(reply.realm.as_deref(), Some("Basic Realm=\"127.0.0.1\""), "{method} {path}");
        let code = vendor.bare(method.clone(), path).header("UserName", &login.user_name);
        let reply = read(code.header("Secret", &login.secret).header("ApiIntegrationCode", "bad")).await;
        assert_eq!((reply.status, reply.error().as_str()), (500, "IntegrationCode is invalid."), "{method} {path}");
        assert_eq!(read(vendor.signed(method.clone(), path)).await.status, status, "{method} {path}");
    }
    // What needs no login is not asked for one, whatever is wrong with it.
    for path in ["/V1.0/zoneInformation", "/versioninformation"] {
        assert_eq!(read(vendor.bare(Method::POST, path)).await.status, 405, "{path}");
    }
}

#[tokio::test]
async fn the_children_of_a_record_are_read_below_it() {
    let vendor = vendor("").await;
    let rows = [
        ("Companies/174/Contacts", "Contacts", 1),
        ("Companies/175/Contacts", "Contacts", 0),
        ("Companies/999999/Contacts", "Contacts", 0),
        ("Companies/0/Notes", "CompanyNotes", 1),
        ("Contracts/29680123/Services", "ContractServices", 1),
        ("Contracts/29680123/ServiceBundles", "ContractServiceBundles", 1),
        ("contracts/29680123/serviceunits", "ContractServiceUnits", 1),
        ("Contracts/29680123/Charges", "ContractCharges", 1),
        ("Contracts/29680124/Charges", "ContractCharges", 0),
        ("Products/1/Notes", "ProductNotes", 1),
        ("Products/2/Notes", "ProductNotes", 0),
        ("Products/2/Vendors", "ProductVendors", 1),
        ("Products/1/Tiers", "ProductTiers", 0),
        ("InventoryItems/1/SerialNumbers", "InventoryItemSerialNumbers", 0),
        ("ServiceBundles/1/Services", "ServiceBundleServices", 1),
    ];
    for (path, entity, number) in rows {
        let page = vendor.get(&format!("/V1.0/{path}")).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text);
        let page = page.json();
        let details = json!({"count": number, "requestCount": 500, "prevPageUrl": null, "nextPageUrl": null});
        assert_eq!((ids(&page).len(), &page["pageDetails"]), (number, &details), "{path}");
        for id in ids(&page) {
            let own = vendor.get(&format!("/V1.0/{entity}/{id}")).await.json();
            assert_eq!(own["item"], page["items"][0], "{path}");
            assert_eq!(vendor.get(&format!("/V1.0/{path}/{id}")).await.json(), own, "{path}");
        }
    }
    // A record of another parent is none of this one's.
    assert_eq!(vendor.get("/V1.0/Companies/175/Contacts/30682885").await.json(), json!({"item": null}));
    assert_eq!(vendor.get("/V1.0/Companies/174/Contacts/7").await.json(), json!({"item": null}));
    for path in ["Companies/174/Contacts/query", "Companies/174/Nonsense", "Contracts/29680123/ServiceAdjustments/1"] {
        assert_eq!(vendor.get(&format!("/V1.0/{path}")).await.status, 404, "{path}");
    }
    // Adjustments are made, never read.
    assert_eq!(vendor.get("/V1.0/Contracts/29680123/ServiceAdjustments").await.status, 405);
}

#[tokio::test]
async fn children_need_the_right_to_their_entity_and_hide_what_it_hides() {
    let vendor = vendor("[autotask]\naccess.Contacts = { query = 'None' }\nhidden_percent.CompanyNotes = 100").await;
    let text = "The logged in Resource does not have the adequate permissions to query this entity type.";
    for path in ["/V1.0/Companies/174/Contacts", "/V1.0/Companies/174/Contacts/30682885"] {
        let reply = vendor.get(path).await;
        assert_eq!((reply.status, reply.error().as_str()), (500, text), "{path}");
    }
    assert_eq!(vendor.get("/V1.0/Companies/0/Notes").await.json()["items"], json!([]));
    assert_eq!(vendor.get("/V1.0/Companies/0/Notes/1").await.json(), json!({"item": null}));
}

#[tokio::test]
async fn more_children_than_a_page_holds_are_read_page_by_page() {
    let contacts = (0..1203).map(|it| Contact { company: 1 + it % 2, ..tenant().contacts[0].clone() }).collect();
    let vendor = vendor_of(Tenant { contacts, ..tenant() }, "").await;
    let (mut url, mut found, mut pages) = ("/V1.0/Companies/174/Contacts".to_owned(), Vec::new(), 0);
    loop {
        let page = vendor.get(&url).await.json();
        assert!(page["items"].as_array().unwrap().iter().all(|it| it["companyID"] == json!(174)));
        found.extend(ids(&page));
        pages += 1;
        let Some(more) = page["pageDetails"]["nextPageUrl"].as_str() else { break };
        more.clone_into(&mut url);
    }
    assert_eq!((found.len(), pages, found.is_sorted()), (602, 2, true));
    found.dedup();
    assert_eq!(found.len(), 602);
}

#[tokio::test]
async fn addresses_in_replies_follow_the_host_that_was_asked() {
    let here = vendor("").await;
    let port = |origin: &str| origin.rsplit(':').next().unwrap().to_owned();
    let (home, elsewhere) = (port(&here.home), port(&here.elsewhere));
    let (user, one) = (&here.logins.autotask.user_name, json!({"maxRecords": 1, "filter": all()["filter"]}));
    let zone = |origin: &str, host: String| {
        let url = format!("{origin}/atservicesrest/v1.0/zoneInformation?user={user}");
        read(here.bare(Method::GET, &url).header("Host", host))
    };
    // The zone of the tenant keeps its own port, wherever it is asked for.
    for (origin, host) in
        [(&here.home, format!("localhost:{home}")), (&here.elsewhere, format!("localhost:{elsewhere}"))]
    {
        let found = zone(origin, host).await.json();
        assert_eq!(found["url"], json!(format!("http://localhost:{home}/ATServicesRest/")));
        assert_eq!(found["webUrl"], json!(format!("http://localhost:{home}/")));
    }
    // A host without a port, and one that is forwarded from another.
    assert_eq!(zone(&here.home, "[::1]".into()).await.json()["webUrl"], json!("http://[::1]/"));
    assert_eq!(zone(&here.home, "jump:8080".into()).await.json()["webUrl"], json!("http://jump:8080/"));
    let found = zone(&here.elsewhere, "jump:8080".into()).await.json();
    assert_eq!(found["webUrl"], json!(format!("http://jump:{home}/")));

    // A page that was kept for one host is not given to another.
    for host in [format!("127.0.0.1:{home}"), format!("localhost:{home}"), format!("127.0.0.1:{home}")] {
        let start = format!("http://{host}/atservicesrest/V1.0/Companies/query/next?paging=");
        let ask = |url: &str| read(here.signed(Method::POST, url).header("Host", &host).json(&one));
        let page = ask("/V1.0/Companies/query").await.json();
        let next = page["pageDetails"]["nextPageUrl"].as_str().unwrap();
        assert!(next.starts_with(&start), "{next}");
        let second = ask(&next.replace("localhost", "127.0.0.1")).await.json();
        let back = second["pageDetails"]["prevPageUrl"].as_str().unwrap();
        assert!(back.starts_with(&start), "{back}");
    }

    let refused = read(here.bare(Method::GET, "/V1.0/Version").header("Host", format!("localhost:{home}"))).await;
    assert_eq!(refused.realm.as_deref(), Some("Basic Realm=\"localhost\""));
    let missing = read(here.signed(Method::GET, "/V1.0/Nothing/1").header("Host", format!("localhost:{home}"))).await;
    assert!(missing.text.contains(&format!("'http://localhost:{home}/atservicesrest/V1.0/Nothing/1'")));
}

#[tokio::test]
async fn a_tenant_that_moved_is_found_at_the_other_port_of_the_host_that_was_asked() {
    let vendor = vendor("[autotask]\nzone = 'moved'").await;
    let there = vendor.elsewhere.replace("127.0.0.1", "localhost");
    for origin in [&vendor.home, &vendor.elsewhere] {
        let url = format!("{origin}/atservicesrest/v1.0/zoneInformation?user={}", vendor.logins.autotask.user_name);
        let host = origin.replace("http://127.0.0.1", "localhost");
        let found = read(vendor.bare(Method::GET, &url).header("Host", host)).await.json();
        assert_eq!(found["url"], json!(format!("{there}/ATServicesRest/")));
    }
}

#[tokio::test]
async fn a_query_for_somebody_else_is_refused() {
    let vendor = vendor("").await;
    let text = "The logged in Resource does not have the adequate permissions to query this entity type.";
    for (method, path) in [
        (Method::POST, "/V1.0/Companies/query"),
        (Method::POST, "/V1.0/Companies/query/count"),
        (Method::GET, "/V1.0/Companies/174"),
        (Method::GET, "/V1.0/Companies/174/Contacts"),
    ] {
        let request = |id: &str| vendor.signed(method.clone(), path).header("ImpersonationResourceId", id).json(&all());
        let reply = read(request("29682885")).await;
        assert_eq!((reply.status, reply.error().as_str()), (500, text), "{path}");
        // A client that fills in its headers whatever it has to say sends an empty one.
        assert_eq!(read(request("")).await.status, 200, "{path}");
    }
    let info = vendor.signed(Method::GET, "/V1.0/Companies/entityInformation");
    assert_eq!(read(info.header("impersonationresourceid", "29682885")).await.status, 200);
}

#[tokio::test]
async fn user_defined_fields_are_described_in_all_the_keys_of_the_vendors_model() {
    let vendor = vendor("").await;
    let own = vendor.get("/V1.0/Companies/entityInformation/userDefinedFields").await.json();
    let mut keys: Vec<&str> = own["fields"][0].as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    let expected = [
        "defaultValue",
        "description",
        "isPickList",
        "isQueryable",
        "isReadOnly",
        "isReference",
        "isRequired",
        "isSupportedWebhookField",
        "label",
        "length",
        "name",
        "picklistParentValueField",
        "picklistValues",
        "referenceEntityType",
        "type",
    ];
    assert_eq!(keys, expected);
    assert_eq!(own["fields"][0]["isReference"], json!(false));
}

#[tokio::test]
async fn every_row_has_what_its_entity_calls_required() {
    let sandbox = Sandbox::start(Options::of(Scenario::named("healthy").unwrap())).await.unwrap();
    let (origin, client) = (sandbox.autotask().home.to_string(), vendor("").await);
    let root = format!("{origin}/ATServicesRest/V1.0");
    for entity in QUERIED {
        let described = client.get(&format!("{root}/{entity}/entityInformation/fields")).await.json();
        let required = described["fields"].as_array().unwrap().iter().filter(|it| it["isRequired"] == json!(true));
        let required: Vec<&str> = required.map(|it| it["name"].as_str().unwrap()).collect();
        assert!(required.contains(&"id"), "{entity}");
        let rows = client.post(&format!("{root}/{entity}/query"), &all()).await.json();
        for row in rows["items"].as_array().unwrap() {
            let lacking: Vec<&&str> = required.iter().filter(|it| row[**it].is_null()).collect();
            assert!(lacking.is_empty(), "{entity} {}: {lacking:?}", row["id"]);
        }
    }
    // The vendor's own list for contracts, in its later names.
    let described = client.get(&format!("{root}/Contracts/entityInformation/fields")).await.json();
    let required = described["fields"].as_array().unwrap().iter().filter(|it| it["isRequired"] == json!(true));
    let expected = [
        "id",
        "companyID",
        "contractName",
        "contractType",
        "endDate",
        "startDate",
        "status",
        "timeReportingRequiresStartAndStopTimes",
    ];
    assert_eq!(required.map(|it| it["name"].as_str().unwrap()).collect::<Vec<_>>(), expected);
}
