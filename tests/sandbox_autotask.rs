//! The simulated Autotask over real HTTP, against a tenant small enough to know by heart.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "sandbox_autotask/clients.rs"]
mod clients;
#[path = "sandbox_autotask/rows.rs"]
mod rows;

use std::sync::Arc;

use futures_util::future::join_all;
use jiff::civil::date;
use psa_connect::sandbox::{
    autotask,
    journal::Journal,
    keys::Keys,
    logins::Logins,
    scenario::Scenario,
    server::{Place, Shared},
    tenant::{Agreement, AgreementType, Company, Contact, Cycle, Invoice, Life, Line, Live, Product, Standing, Tenant},
    traffic::Traffic,
};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Both listeners of one Autotask.
struct Vendor {
    client: Client,
    home: String,
    elsewhere: String,
    logins: Logins,
}

/// A reply, read to its end.
struct Reply {
    status: u16,
    realm: Option<String>,
    length: Option<String>,
    text: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    fn error(&self) -> String {
        self.json()["errors"][0].as_str().unwrap().to_owned()
    }
}

async fn vendor(rules: &str) -> Vendor {
    vendor_of(tenant(), rules).await
}

async fn vendor_of(tenant: Tenant, rules: &str) -> Vendor {
    let scenario = Scenario::parse(&format!("story = 'x'\n{rules}")).unwrap();
    let sockets = [TcpListener::bind("127.0.0.1:0").await.unwrap(), TcpListener::bind("127.0.0.1:0").await.unwrap()];
    let origins: Vec<String> = sockets.iter().map(|it| format!("http://{}", it.local_addr().unwrap())).collect();
    let traffic = Traffic::new(scenario.traffic.clone(), scenario.autotask.lock_after, 1);
    let tenant = Live::of(tenant);
    for (place, socket) in [Place::Home, Place::Elsewhere].into_iter().zip(sockets) {
        let state = Shared {
            psa: "autotask",
            place,
            tenant: tenant.clone(),
            scenario: scenario.clone(),
            journal: Journal::default(),
            keys: Keys::of(&Logins::built_in(), &scenario),
            logins: Logins::built_in(),
            home: origins[0].parse().unwrap(),
            elsewhere: origins[1].parse().unwrap(),
            traffic: traffic.clone(),
        };
        #[expect(clippy::disallowed_methods, reason = "it ends with the test's runtime")]
        tokio::spawn(axum::serve(socket, autotask::router(Arc::new(state))).into_future());
    }
    // A client is not made without one, even to speak plain HTTP.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().no_proxy().build().unwrap();
    Vendor { client, home: origins[0].clone(), elsewhere: origins[1].clone(), logins: Logins::built_in() }
}

impl Vendor {
    fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let url =
            if path.starts_with("http") { path.to_owned() } else { format!("{}/atservicesrest{path}", self.home) };
        self.client.request(method, url)
    }

    fn signed(&self, method: Method, path: &str) -> RequestBuilder {
        let login = &self.logins.autotask;
        let request = self.bare(method, path).header("USERNAME", &login.user_name).header("secret", &login.secret);
        request.header("ApiIntegrationcode", &login.tracking_id)
    }

    async fn get(&self, path: &str) -> Reply {
        read(self.signed(Method::GET, path)).await
    }

    async fn post(&self, path: &str, body: &Value) -> Reply {
        read(self.signed(Method::POST, path).json(body)).await
    }

    async fn ids(&self, entity: &str) -> Vec<i64> {
        let reply = self.post(&format!("/v1.0/{entity}/query"), &all()).await;
        reply.json()["items"].as_array().unwrap().iter().map(|it| it["id"].as_i64().unwrap()).collect()
    }
}

async fn read(request: RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    let header = |name| response.headers().get(name).map(|it| it.to_str().unwrap().to_owned());
    let (realm, length) = (header("www-authenticate"), header("content-length"));
    Reply { status: response.status().as_u16(), realm, length, text: response.text().await.unwrap() }
}

fn all() -> Value {
    json!({"filter": [{"op": "gte", "field": "id", "value": 0}]})
}

fn search(query: &Value) -> String {
    percent_encoding::utf8_percent_encode(&query.to_string(), percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn tenant() -> Tenant {
    let company = |name: &str, standing| Company {
        identifier: name.to_uppercase(),
        name: name.to_owned(),
        address: "1 High Street".into(),
        city: "Leeds".into(),
        state: String::new(),
        zip: "LS1".into(),
        country: "GB",
        phone: "0113".into(),
        website: String::new(),
        standing,
        active: true,
        parent: None,
        since: date(2024, 1, 31),
        life: Life::default(),
    };
    let product = |identifier: &str, recurring| Product {
        identifier: identifier.to_owned(),
        description: format!("The {identifier}"),
        category: "Cloud",
        manufacturer: "Maker",
        recurring,
        price_cents: 2050,
        cost_cents: 1640,
        active: true,
        classed: true,
        life: Life::default(),
    };
    let line = |product| Line {
        agreement: 0,
        product,
        quantity: 3,
        price_cents: 2050,
        from: date(2024, 2, 1),
        until: None,
        life: Life::default(),
    };
    Tenant {
        name: "Northwind".into(),
        companies: vec![
            company("Northwind", Standing::Customer),
            company("Fabrikam", Standing::Customer),
            company("Adatum", Standing::Vendor),
            company("Contoso", Standing::Prospect),
            company("Tailspin", Standing::Former),
        ],
        contacts: vec![Contact {
            company: 1,
            first: "Ann".into(),
            last: "Lee".into(),
            email: "ann@fabrikam.example".into(),
            title: "Owner",
            active: true,
        }],
        agreements: vec![Agreement {
            company: 1,
            name: "Microsoft 365 - Fabrikam".into(),
            kind: 0,
            parent: None,
            start: date(2024, 2, 1),
            end: None,
            cycle: Some(Cycle::Monthly),
            active: true,
            life: Life::default(),
        }],
        agreement_types: vec![AgreementType { name: "Managed Services", contract_type: 7 }],
        products: vec![product("ROUTER", false), product("M365-BP", true)],
        lines: vec![line(0), line(1)],
        invoices: vec![Invoice {
            company: 1,
            agreement: Some(0),
            number: "INV-1".into(),
            date: date(2024, 3, 1),
            total_cents: 6150,
        }],
        changes: 0,
        lacks_rows: false,
    }
}

#[tokio::test]
async fn the_zone_lookup_needs_no_login_and_answers_everywhere() {
    let vendor = vendor("").await;
    let user = vendor.logins.autotask.user_name.replace('@', "%40");
    let expected = json!({
        "zoneName": "Sandbox",
        "url": format!("{}/ATServicesRest/", vendor.home),
        "webUrl": format!("{}/", vendor.home),
        "ci": 513_558,
    });
    for origin in [&vendor.home, &vendor.elsewhere] {
        for path in ["ATServicesRest/V1.0/ZoneInformation", "atservicesrest/v1.0/zoneinformation"] {
            let reply = read(vendor.bare(Method::GET, &format!("{origin}/{path}?user={user}"))).await;
            assert_eq!((reply.status, reply.json()), (200, expected.clone()));
        }
    }
    for query in ["", "?user=", "?user=nobody%40example.com"] {
        let reply = read(vendor.bare(Method::GET, &format!("/v1.0/zoneInformation{query}"))).await;
        assert_eq!((reply.status, reply.error().as_str()), (500, "Zone information could not be determined"));
    }
}

#[tokio::test]
async fn the_address_of_a_zone_has_its_quirks() {
    for (rules, suffix) in
        [("zone_url = 'double-slash'", "//ATServicesRest/"), ("zone_url = 'no-slash'", "/ATServicesRest")]
    {
        let vendor = vendor(&format!("[autotask]\n{rules}")).await;
        let user = &vendor.logins.autotask.user_name;
        let reply = read(vendor.bare(Method::GET, &format!("/v1.0/zoneInformation?user={user}"))).await;
        assert_eq!(reply.json()["url"], json!(format!("{}{suffix}", vendor.home)));
    }
}

#[tokio::test]
async fn a_second_version_may_be_named_and_has_no_zone_lookup() {
    let vendor = vendor("[autotask]\nadvertises_v2 = true").await;
    let reply = read(vendor.bare(Method::GET, "/versioninformation")).await;
    assert_eq!(reply.json(), json!({"apiVersions": ["V1.0", "V2.0"]}));
    assert_eq!(read(vendor.bare(Method::GET, "/V2.0/zoneInformation?user=x")).await.status, 404);
    let outside = read(vendor.bare(Method::GET, &format!("{}/elsewhere", vendor.home))).await;
    assert!(outside.status == 404 && outside.text.starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn a_login_that_is_wrong_in_any_way_gets_an_empty_401() {
    let vendor = vendor("").await;
    let login = &vendor.logins.autotask;
    let path = "/v1.0/Version";
    let wrong = [
        vendor.bare(Method::GET, path),
        vendor.bare(Method::GET, path).basic_auth(&login.user_name, Some(&login.secret)),
        vendor.bare(Method::GET, path).header("UserName", &login.user_name).header("Secret", "no"),
        vendor.bare(Method::GET, path).header("UserName", "nobody@example.com").header("Secret", &login.secret),
        vendor.signed(Method::GET, &format!("{}/atservicesrest/v1.0/Version", vendor.elsewhere)),
    ];
    for request in wrong {
        let reply = read(request).await;
        assert_eq!((reply.status, reply.text.as_str(), reply.length.as_deref()), (401, "", Some("0")));
        assert_eq!(reply.realm.as_deref(), Some("Basic Realm=\"127.0.0.1\""));
    }
    let reply = vendor.get(path).await;
    assert_eq!((reply.status, &reply.json()["majorVersion"]), (200, &json!("2026")));
}

#[tokio::test]
async fn the_tracking_code_is_looked_at_after_the_login() {
    let vendor = vendor("").await;
    let login = &vendor.logins.autotask;
    let request = || vendor.bare(Method::GET, "/v1.0/Version").header("UserName", &login.user_name);
    let reply = read(request().header("Secret", &login.secret).header("ApiIntegrationCode", "bad")).await;
    assert_eq!((reply.status, reply.error().as_str()), (500, "IntegrationCode is invalid."));
    assert_eq!(read(request().header("Secret", "no").header("ApiIntegrationCode", "bad")).await.status, 401);
}

#[tokio::test]
async fn a_locked_user_looks_like_a_wrong_secret() {
    let vendor = vendor("[autotask]\nlock_after = 2").await;
    let user = &vendor.logins.autotask.user_name;
    let wrong = || read(vendor.bare(Method::GET, "/v1.0/Version").header("UserName", user).header("Secret", "no"));
    assert_eq!(wrong().await.status, 401);
    // The right secret clears the count.
    assert_eq!(vendor.get("/v1.0/Version").await.status, 200);
    assert_eq!(wrong().await.status, 401);
    assert_eq!(wrong().await.status, 401);
    let reply = vendor.get("/v1.0/Version").await;
    assert_eq!((reply.status, reply.text.as_str()), (401, ""));
}

#[tokio::test]
async fn a_user_who_is_not_api_only_is_found_but_refused() {
    let vendor = vendor("[autotask]\napi_only = false").await;
    let user = &vendor.logins.autotask.user_name;
    assert_eq!(read(vendor.bare(Method::GET, &format!("/v1.0/zoneInformation?user={user}"))).await.status, 200);
    assert_eq!(vendor.get("/v1.0/Version").await.status, 401);
}

#[tokio::test]
async fn a_tenant_that_moved_is_answered_for_by_the_other_zone() {
    let vendor = vendor("[autotask]\nzone = 'moved'").await;
    let user = &vendor.logins.autotask.user_name;
    let reply = read(vendor.bare(Method::GET, &format!("/v1.0/zoneInformation?user={user}"))).await;
    assert_eq!(reply.json()["url"], json!(format!("{}/ATServicesRest/", vendor.elsewhere)));
    assert_eq!(vendor.get("/v1.0/Version").await.status, 401);
    let there = format!("{}/ATServicesRest/V1.0/Companies/query?search={}", vendor.elsewhere, search(&all()));
    assert_eq!(vendor.get(&there).await.status, 200);
}

#[tokio::test]
async fn a_right_that_is_missing_is_said_after_the_login_and_before_the_body() {
    for (rules, status) in [("", 500), ("permission_status = 403", 403)] {
        let vendor = vendor(&format!("[autotask]\n{rules}\naccess.Companies = {{ query = 'None' }}")).await;
        let text = "The logged in Resource does not have the adequate permissions to query this entity type.";
        for path in ["/v1.0/Companies/query", "/v1.0/Companies/query/count"] {
            let reply = vendor.post(path, &json!({"maxRecords": 0})).await;
            assert_eq!((reply.status, reply.error().as_str()), (status, text));
        }
        assert_eq!(vendor.get("/v1.0/Companies/0").await.status, status);
        let info = vendor.get("/v1.0/Companies/entityInformation").await.json();
        assert_eq!(info["info"]["userAccessForQuery"], json!("None"));
        assert_eq!(vendor.ids("Contacts").await.len(), 1);
    }
}

#[tokio::test]
async fn the_fourth_call_at_an_entity_is_refused() {
    // Half of the threshold is used, so each call takes half a second of the server's.
    let vendor = vendor("[traffic]\nused_at_start = 5000").await;
    let calls = join_all((0..4).map(|_| vendor.get("/v1.0/Companies/entityInformation"))).await;
    let refused: Vec<&Reply> = calls.iter().filter(|it| it.status == StatusCode::TOO_MANY_REQUESTS).collect();
    assert_eq!(refused.len(), 1);
    assert!(refused[0].error().contains("thread threshold of 3 threads has been exceeded."));
}

#[tokio::test]
async fn the_threshold_counts_every_call_and_then_closes() {
    let vendor = vendor("[traffic]\nhourly_limit = 4\nused_at_start = 0").await;
    assert_eq!(vendor.get("/v1.0/Version").await.status, 200);
    let expected = json!({
        "externalRequestThreshold": 4, "requestThresholdTimeframe": 60, "currentTimeframeRequestCount": 2,
    });
    assert_eq!(vendor.get("/v1.0/ThresholdInformation").await.json(), expected);
    let later = join_all((0..3).map(|_| vendor.get("/v1.0/Modules"))).await;
    assert_eq!(later.iter().filter(|it| it.status == StatusCode::TOO_MANY_REQUESTS).count(), 1);
}
