//! Who gets in, by which path, over which road.

use psa_connect::sandbox::{Options, Tls, journal::Place, scenario::Scenario};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{API, read, ruled, started, vendor};

#[tokio::test]
async fn the_right_keys_get_in_by_both_prefixes_in_any_case_with_a_slash_at_the_end() {
    let vendor = vendor("healthy").await;
    for path in
        ["/v4_6_release/apis/3.0/system/info", "/v2025_1/apis/3.0/system/info", "/V4_6_Release/APIS/3.0/System/Info/"]
    {
        let reply = read(vendor.signed(Method::GET, path)).await;
        assert_eq!((reply.status, reply.json()["version"].as_str()), (200, Some("v2025.1.10675")), "{path}");
    }
}

#[tokio::test]
async fn replies_carry_the_vendors_headers() {
    let vendor = vendor("healthy").await;
    let reply = vendor.get("/system/info").await;
    assert!(reply.header("content-type").unwrap().starts_with("application/vnd.connectwise.com+json; version="));
    assert_eq!(reply.header("cache-control"), Some("no-cache"));
    assert!(reply.header("api-current-version").is_some() && reply.header("x-server-name").is_some());
    let lengths: Vec<usize> = reply.header("x-cw-request-id").unwrap().split('-').map(str::len).collect();
    assert_eq!(lengths, [8, 4, 4, 4, 12]);
    let other = vendor.get("/system/info").await;
    assert_ne!(other.header("x-cw-request-id"), reply.header("x-cw-request-id"));
}

#[tokio::test]
async fn the_company_is_looked_up_without_credentials() {
    let vendor = vendor("healthy").await;
    let reply = read(vendor.bare(Method::GET, "/login/companyinfo/ACME")).await;
    let info = reply.json();
    let site = vendor.served().home.to_string().replace("http://", "");
    assert_eq!(reply.status, 200);
    assert_eq!((&info["CompanyID"], &info["Codebase"]), (&json!("acme"), &json!("v2025_1/")));
    assert_eq!((&info["IsCloud"], &info["SiteUrl"]), (&json!(true), &json!(site)));
    assert!(!vendor.sandbox.journal().entries()[0].credentials);
}

#[tokio::test]
async fn an_unknown_company_is_null_and_everyone_is_unknown_elsewhere() {
    let vendor = vendor("healthy").await;
    let unknown = read(vendor.bare(Method::GET, "/login/companyinfo/nobody")).await;
    let elsewhere = format!("{}/login/companyinfo/acme", vendor.served().elsewhere);
    let elsewhere = read(vendor.bare(Method::GET, &elsewhere)).await;
    for reply in [unknown, elsewhere] {
        assert_eq!((reply.status, reply.json()), (200, Value::Null));
    }
}

#[tokio::test]
async fn the_cloud_flag_can_be_a_text() {
    let vendor = ruled("connectwise.is_cloud_as_text = true").await;
    let reply = read(vendor.bare(Method::GET, "/login/companyinfo/acme")).await;
    assert_eq!(reply.json()["IsCloud"], json!("True"));
}

#[tokio::test]
async fn a_doubled_or_unknown_prefix_cannot_be_routed() {
    let vendor = vendor("healthy").await;
    for path in [format!("{API}/apis/3.0/system/info"), "/v2019_1/apis/3.0/system/info".into(), "/system/info".into()] {
        let reply = read(vendor.signed(Method::GET, &path)).await;
        assert_eq!((reply.status, reply.text.as_str()), (400, "Cannot route. Codebase/company is invalid"), "{path}");
        assert!(reply.header("content-type").unwrap().starts_with("text/plain"));
    }
}

#[tokio::test]
async fn wrong_keys_are_unauthorized() {
    let vendor = vendor("healthy").await;
    let user = format!("{}+{}", vendor.login("company"), vendor.login("public_key"));
    let path = format!("{API}/system/info");
    let signed = |user: &str, key: &str| {
        let request = vendor.bare(Method::GET, &path).basic_auth(user, Some(key));
        read(request.header("clientId", vendor.login("client_id")))
    };
    let none = vendor.bare(Method::GET, &path).header("clientId", vendor.login("client_id"));
    let wrong_public = format!("{}+nonsense", vendor.login("company"));
    for reply in
        [signed(&user, "wrong").await, signed(&wrong_public, vendor.login("private_key")).await, read(none).await]
    {
        assert_eq!((reply.status, &reply.json()["code"]), (401, &json!("Unauthorized")));
        assert!(reply.header("www-authenticate").unwrap().starts_with("Basic"));
    }
}

#[tokio::test]
async fn right_keys_are_not_known_elsewhere_nor_for_another_company() {
    let vendor = vendor("wrong-zone").await;
    assert_eq!(vendor.served().home_site, "aus");
    let elsewhere = format!("{}{API}/system/info", vendor.served().elsewhere);
    assert_eq!(vendor.get(&elsewhere).await.status, 404);
    let user = format!("nobody+{}", vendor.login("public_key"));
    let other = vendor.bare(Method::GET, &format!("{API}/system/info"));
    let other = other.basic_auth(user, Some(vendor.login("private_key"))).header("clientId", vendor.login("client_id"));
    assert_eq!(read(other).await.status, 404);
    assert_eq!(vendor.get("/system/info").await.status, 200);
    let seen: Vec<(Place, u16)> = vendor.sandbox.journal().entries().iter().map(|it| (it.at, it.status)).collect();
    assert_eq!(seen, [(Place::Elsewhere, 404), (Place::Home, 404), (Place::Home, 200)]);
}

#[tokio::test]
async fn a_missing_or_wrong_client_id_is_named_with_the_status_of_the_scenario() {
    for (vendor, status) in [(vendor("healthy").await, 401), (ruled("connectwise.client_id_status = 400").await, 400)] {
        let user = format!("{}+{}", vendor.login("company"), vendor.login("public_key"));
        let path = format!("{API}/system/info");
        let request = || vendor.bare(Method::GET, &path).basic_auth(&user, Some(vendor.login("private_key")));
        for request in [request(), request().header("clientId", "nonsense")] {
            let reply = read(request).await;
            assert_eq!(reply.status, status);
            assert!(reply.text.contains("clientId"), "{}", reply.text);
        }
    }
}

#[tokio::test]
async fn an_ordinary_members_keys_are_refused_though_the_company_is_found() {
    let vendor = vendor("not-api-only").await;
    assert_eq!(vendor.get("/system/info").await.status, 401);
    assert_ne!(read(vendor.bare(Method::GET, "/login/companyinfo/acme")).await.json(), Value::Null);
}

#[tokio::test]
async fn too_many_requests_are_told_how_long_to_wait() {
    let vendor = ruled("traffic.per_minute = 2\ntraffic.retry_after_secs = 30").await;
    assert_eq!(vendor.get("/system/info").await.status, 200);
    assert_eq!(vendor.get("/system/info").await.status, 200);
    let reply = vendor.get("/system/info").await;
    let expected = json!({"error": "ConnectWiseAPI", "message": "Too many requests. Please try again in 30 seconds."});
    assert_eq!((reply.status, reply.header("retry-after"), reply.json()), (429, Some("30"), expected));
}

#[tokio::test]
async fn nothing_can_be_written() {
    let vendor = vendor("admin-role").await;
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        for path in ["/company/companies", "/finance/agreements/304", "/system/info"] {
            let reply = read(vendor.signed(method.clone(), &format!("{API}{path}"))).await;
            assert_eq!(reply.status, 405, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn over_tls_only_the_sandboxes_own_authority_vouches_for_it() {
    let options = Options { scale: 0.1, tls: Tls::GeneratedCa, ..Options::of(Scenario::named("healthy").unwrap()) };
    let vendor = started(options).await;
    assert!(vendor.served().home.to_string().starts_with("https://127.0.0.1:"));
    let first = vendor.get("/company/companies?pageSize=5").await;
    assert_eq!(first.ids().len(), 5);
    assert!(first.header("link").unwrap().starts_with("<https://127.0.0.1:"), "{:?}", first.header("link"));
    let stranger = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    assert!(stranger.get(vendor.served().home.to_string()).send().await.unwrap_err().is_connect());
}

#[tokio::test]
async fn a_client_that_never_shakes_hands_holds_up_nobody() {
    let options = Options { scale: 0.1, tls: Tls::GeneratedCa, ..Options::of(Scenario::named("healthy").unwrap()) };
    let vendor = started(options).await;
    let mute = tokio::net::TcpStream::connect(("127.0.0.1", vendor.served().home.port())).await.unwrap();
    assert_eq!(vendor.get("/system/info").await.status, 200);
    drop(mute);
}

#[tokio::test]
async fn the_servers_stop_with_the_sandbox() {
    let vendor = vendor("healthy").await;
    let port = vendor.served().home.port();
    assert_eq!(vendor.get("/system/info").await.status, 200);
    drop(vendor);
    // The listener is closed by its task, which may need a turn or two.
    let closed = async {
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), closed).await.unwrap();
}

#[tokio::test]
async fn the_card_shows_addresses_and_logins() {
    let vendor = vendor("healthy").await;
    let card = vendor.sandbox.card();
    for part in
        [&vendor.served().home.to_string(), vendor.login("private_key"), &vendor.sandbox.autotask().home.to_string()]
    {
        assert!(card.contains(part), "{card}");
    }
}
