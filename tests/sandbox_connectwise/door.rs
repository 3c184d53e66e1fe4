//! Before any right counts: company look-up, paths, keys, methods, headers.

use std::{
    collections::HashSet,
    io::Read as _,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use flate2::read::GzDecoder;
use futures_util::{StreamExt as _, stream};
use psa_connect::sandbox::{Options, Tls, scenario::Scenario};
use reqwest::{Body, Method, Version};
use serde_json::{Value, json};

use crate::{PREFIX, Vendor, read};

fn no_endpoint() -> (u16, Value) {
    (404, json!({"code": "ConnectWiseApi", "message": "The endpoint does not exist."}))
}

#[tokio::test]
async fn a_known_company_is_told_to_anybody_and_in_any_case() {
    let vendor = Vendor::start("healthy").await;
    let home = vendor.home("").replace("http://", "");
    let expected = json!({
        "CompanyName": "Acme IT Services", "Codebase": "v2025_1/", "VersionCode": "v2025.1",
        "VersionNumber": "v2025.1.10675", "CompanyID": "acme", "IsCloud": true, "SiteUrl": home,
        "AllowedOrigins": ["*.connectwisedev.com", "*.myconnectwise.net", "*.connectwise.net"],
    });
    for path in ["/login/companyinfo/acme", "/login/companyinfo/ACME/", "/Login/CompanyInfo/Acme"] {
        let reply = read(vendor.client.get(vendor.home(path))).await;
        assert_eq!((reply.status, reply.json()), (200, expected.clone()), "{path}");
        assert_eq!(reply.header("content-type"), Some("application/json; charset=utf-8"));
    }
}

#[tokio::test]
async fn the_site_and_the_links_are_at_the_host_that_was_asked() {
    let vendor = Vendor::start("healthy").await;
    let port = vendor.home("").rsplit(':').next().unwrap().to_owned();
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}")] {
        let company = read(vendor.client.get(vendor.home("/login/companyinfo/acme")).header("host", &host)).await;
        assert_eq!(company.json()["SiteUrl"], json!(host));
        let list = vendor.home(&format!("{PREFIX}/company/companies"));
        let page = read(vendor.signed(Method::GET, list).header("host", &host)).await;
        let link = page.header("link").unwrap().to_owned();
        assert!(link.starts_with(&format!("<http://{host}{PREFIX}/company/companies?")), "{link}");
    }
}

#[tokio::test]
async fn the_cloud_is_told_as_text_to_anybody_and_as_a_truth_to_a_member() {
    let scenario = Scenario::parse("story = 'x'\n[connectwise]\nis_cloud_as_text = true").unwrap();
    let vendor = Vendor::with(Options::of(scenario)).await;
    let company = read(vendor.client.get(vendor.home("/login/companyinfo/acme"))).await;
    assert_eq!(company.json()["IsCloud"], json!("True"));
    assert_eq!(vendor.get("/system/info").await.json()["isCloud"], json!(true));
}

#[tokio::test]
async fn an_unknown_company_is_null_and_so_is_a_known_one_at_another_site() {
    let vendor = Vendor::start("healthy").await;
    for url in [vendor.home("/login/companyinfo/acmee"), vendor.elsewhere("/login/companyinfo/acme")] {
        let reply = read(vendor.client.get(url.clone())).await;
        assert_eq!((reply.status, reply.text()), (200, "null"), "{url}");
    }
}

#[tokio::test]
async fn system_info_names_version_cloud_and_region_under_both_prefixes_in_any_case() {
    let vendor = Vendor::start("healthy").await;
    for path in [
        "/v4_6_release/apis/3.0/system/info",
        "/v2025_1/apis/3.0/system/info",
        "/V4_6_Release/APIs/3.0/System/INFO",
        "/v2025_1/apis/3.0/system/info/",
    ] {
        let reply = read(vendor.signed(Method::GET, vendor.home(path))).await;
        assert_eq!(reply.status, 200, "{path}");
        let info = reply.json();
        assert_eq!(
            [&info["version"], &info["isCloud"], &info["cloudRegion"]],
            [&json!("v2025.1.10675"), &json!(true), &json!("EU")]
        );
    }
}

#[tokio::test]
async fn a_path_that_no_tenant_serves_cannot_be_routed() {
    let vendor = Vendor::start("healthy").await;
    for path in [
        "/v4_6_release/apis/3.0/apis/3.0/system/info",
        "/v4_6_release/apis/3.0/v4_6_release/apis/3.0/system/info",
        "/v2019_4/apis/3.0/system/info",
        "/apis/3.0/system/info",
        "/",
    ] {
        let reply = read(vendor.signed(Method::GET, vendor.home(path))).await;
        assert_eq!((reply.status, reply.text()), (400, "Cannot route. Codebase/company is invalid"), "{path}");
        assert_eq!(reply.header("content-type"), Some("text/plain; charset=utf-8"));
    }
}

#[tokio::test]
async fn an_unknown_endpoint_is_not_there_and_says_so_in_json() {
    let vendor = Vendor::start("healthy").await;
    for path in [
        "/system/nothing",
        "/system/myAccount",
        "/system/mySecurity/count",
        "/system/mySecurity/customizeItems/count",
        "/company/companies/abc",
        "/finance/agreements/abc/additions",
        "",
    ] {
        assert_eq!(vendor.get(path).await.refusal(), no_endpoint(), "{path}");
    }
}

#[tokio::test]
async fn an_unknown_id_is_not_found() {
    let vendor = Vendor::start("healthy").await;
    for (path, message) in [
        ("/company/companies/1", "Company 1 not found"),
        ("/company/companies/99999999999999999999999", "Company 99999999999999999999999 not found"),
        ("/procurement/catalog/999999", "CatalogItem 999999 not found"),
        ("/finance/agreements/1/additions", "Agreement 1 not found"),
        ("/finance/agreements/304/additions/1", "Addition 1 not found"),
    ] {
        let expected = json!({"code": "NotFound", "message": message});
        assert_eq!(vendor.get(path).await.refusal(), (404, expected), "{path}");
    }
}

#[tokio::test]
async fn a_wrong_key_is_unauthorized() {
    let vendor = Vendor::start("healthy").await;
    let (public, private) = (vendor.login("public_key"), vendor.login("private_key"));
    let lower = private.to_lowercase();
    for (user, key) in [
        (format!("acme+{public}"), "wrong"),
        (format!("acme+{public}"), lower.as_str()),
        ("acme+wrong".to_owned(), private),
        (public.to_owned(), private),
    ] {
        let request = vendor.client.get(vendor.home(&format!("{PREFIX}/system/info"))).basic_auth(&user, Some(key));
        let reply = read(request.header("clientId", vendor.login("client_id"))).await;
        assert_eq!((reply.status, &reply.json()["code"]), (401, &json!("Unauthorized")), "{user}");
        assert_eq!(reply.header("www-authenticate"), Some("Basic realm=\"ConnectWise\""));
    }
    let nobody = vendor.client.get(vendor.home(&format!("{PREFIX}/system/info")));
    assert_eq!(read(nobody).await.status, 401);
}

#[tokio::test]
async fn a_wrong_company_is_not_found_and_neither_is_the_right_one_at_another_site() {
    let vendor = Vendor::start("healthy").await;
    let (public, private) = (vendor.login("public_key"), vendor.login("private_key"));
    let info = format!("{PREFIX}/system/info");
    let request = vendor.client.get(vendor.home(&info)).basic_auth(format!("other+{public}"), Some(private));
    let wrong = read(request.header("clientId", vendor.login("client_id"))).await;
    let away = read(vendor.signed(Method::GET, vendor.elsewhere(&info))).await;
    assert_eq!([(wrong.status, wrong.text()), (away.status, away.text())], [(404, ""); 2]);
}

#[tokio::test]
async fn a_client_id_is_demanded_by_name() {
    let vendor = Vendor::start("healthy").await;
    let user = format!("acme+{}", vendor.login("public_key"));
    let bare = || {
        let request = vendor.client.get(vendor.home(&format!("{PREFIX}/system/info")));
        request.basic_auth(&user, Some(vendor.login("private_key")))
    };
    for request in [bare(), bare().header("clientId", ""), bare().header("clientId", "not-it")] {
        let reply = read(request).await;
        assert_eq!(reply.status, 401);
        assert!(reply.text().to_lowercase().contains("clientid"), "{}", reply.text());
    }
    assert_eq!(read(bare().header("CLIENTID", vendor.login("client_id").to_uppercase())).await.status, 200);
}

#[tokio::test]
async fn nothing_can_be_written() {
    let vendor = Vendor::start("admin-role").await;
    let company = format!("{PREFIX}/company/companies/250");
    let list = format!("{PREFIX}/company/companies");
    let before = vendor.get("/company/companies/250").await.json();
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        for path in [&company, &list, &"/login/companyinfo/acme".to_owned()] {
            let request = vendor.signed(method.clone(), vendor.home(path)).json(&json!({"name": "Changed"}));
            let reply = read(request).await;
            assert_eq!((reply.status, reply.header("allow")), (405, Some("GET")), "{method} {path}");
            assert_eq!(reply.json()["code"], json!("ConnectWiseApi"));
        }
    }
    assert_eq!(vendor.get("/company/companies/250").await.json(), before);
    assert_eq!(vendor.count("/company/companies/count").await, 240);
}

#[tokio::test]
async fn a_bundle_of_reads_is_posted_and_needs_a_right_that_no_role_has() {
    let vendor = Vendor::start("admin-role").await;
    let asked = json!({"requests": [{"sequenceNumber": 1, "resourceType": "company", "apiRequest": {"id": 250}}]});
    let message = "You do not have security permission to perform this action.";
    for path in ["/system/bundles", "/System/Bundles/count"] {
        let url = vendor.home(&format!("{PREFIX}{path}"));
        let reply = read(vendor.signed(Method::POST, url.clone()).json(&asked)).await;
        assert_eq!(reply.refusal(), (403, json!({"code": "Security", "message": message})), "{path}");
        assert_eq!(read(vendor.client.post(url).json(&asked)).await.status, 401, "{path}");
        assert_eq!(vendor.get(path).await.refusal(), no_endpoint(), "{path}");
    }
}

#[tokio::test]
async fn what_is_sent_is_read_before_it_is_refused_over_http_2_too() {
    let vendor =
        Vendor::with(Options { tls: Tls::GeneratedCa, ..Options::of(Scenario::named("healthy").unwrap()) }).await;
    // More than the window of a stream, so that some of it waits until the server has read.
    let (sent, chunk) = (Arc::new(AtomicUsize::new(0)), vec![b' '; 16 << 10]);
    let counted = Arc::clone(&sent);
    let chunks = stream::iter(0..300).map(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok::<_, std::io::Error>(chunk.clone())
    });
    let url = vendor.home(&format!("{PREFIX}/company/companies"));
    let response = vendor.signed(Method::POST, url).body(Body::wrap_stream(chunks)).send().await.unwrap();
    assert_eq!((response.version(), response.status().as_u16()), (Version::HTTP_2, 405));
    assert_eq!(sent.load(Ordering::Relaxed), 300);
}

#[tokio::test]
async fn head_answers_as_get_does_without_the_body() {
    let vendor = Vendor::start("healthy").await;
    let list = vendor.home(&format!("{PREFIX}/company/companies?pageSize=5"));
    let get = read(vendor.signed(Method::GET, list.clone())).await;
    let head = read(vendor.signed(Method::HEAD, list)).await;
    assert_eq!((head.status, head.text()), (200, ""));
    for name in ["content-type", "content-length", "link"] {
        assert!(get.header(name).is_some(), "{name}");
        assert_eq!(head.header(name), get.header(name), "{name}");
    }
}

#[tokio::test]
async fn every_reply_has_its_own_request_id_and_names_the_api_version() {
    let vendor = Vendor::start("healthy").await;
    let mut seen = HashSet::new();
    for path in ["/system/info", "/system/info", "/system/nothing", "/company/companies/1", "/system/members"] {
        let reply = vendor.get(path).await;
        assert_eq!(reply.header("api-current-version"), Some("2025.1"), "{path}");
        assert_eq!(reply.header("cache-control"), Some("no-cache"), "{path}");
        let id = reply.header("x-cw-request-id").unwrap().to_owned();
        assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{id}");
        assert!(seen.insert(id), "{path}");
    }
    let kind = vendor.get("/system/info").await.header("content-type").unwrap().to_owned();
    assert!(kind.starts_with("application/vnd.connectwise.com+json; version="), "{kind}");
}

#[tokio::test]
async fn a_reply_is_compressed_when_that_is_asked_for_and_only_then() {
    let vendor = Vendor::start("healthy").await;
    let request = || vendor.signed(Method::GET, vendor.home(&format!("{PREFIX}/company/companies?pageSize=100")));
    let plain = read(request()).await;
    let small = read(request().header("accept-encoding", "gzip")).await;
    assert_eq!((plain.header("content-encoding"), small.header("content-encoding")), (None, Some("gzip")));
    assert!(small.body.len() * 2 < plain.body.len());
    let mut text = String::new();
    GzDecoder::new(small.body.as_slice()).read_to_string(&mut text).unwrap();
    assert_eq!(text, plain.text());
}
