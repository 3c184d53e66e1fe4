//! A vendor whose requests go wrong at a rate, in every way there is.

use std::collections::BTreeMap;

use psa_connect::sandbox::{Options, scenario::Scenario};
use reqwest::{Client, RequestBuilder};
use serde_json::json;

use crate::both::{Both, every};

/// How a request ended.
async fn ended(request: RequestBuilder) -> String {
    let Ok(mut response) = request.send().await else { return "closed without a word".to_owned() };
    let (status, told) = (response.status().as_u16(), response.content_length());
    let wait = response.headers().get("retry-after").map(|it| format!(", wait {}", it.to_str().unwrap()));
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(part)) => body.extend_from_slice(&part),
            Ok(None) => break,
            Err(_) => {
                assert!(!body.is_empty() && told.is_none_or(|it| body.len() as u64 * 2 <= it + 1), "{told:?}");
                return format!("{status}, cut");
            }
        }
    }
    let body = String::from_utf8(body).unwrap();
    let body = if status == 200 { String::new() } else { format!(" {body}") };
    format!("{status}{}{body}", wait.unwrap_or_default())
}

async fn endings(both: &Both, request: impl Fn(&Both) -> RequestBuilder) -> BTreeMap<String, u32> {
    let mut endings = BTreeMap::new();
    for _ in 0..200 {
        *endings.entry(ended(request(both)).await).or_default() += 1;
    }
    endings
}

/// The sandbox with a client that takes bodies as they are.
async fn flaky(percent: u32) -> Both {
    let traffic = format!("fail_percent = {percent}\nretry_after_secs = 7\nstall_ms = 1");
    let scenario = Scenario::parse(&format!("story = 'x'\n[traffic]\n{traffic}")).unwrap();
    let mut both = Both::start(Options::of(scenario)).await;
    both.client = Client::builder().no_proxy().no_gzip().build().unwrap();
    both
}

const UNAVAILABLE: &str = "503 <!DOCTYPE html>\r\n<html><head><title>Service Unavailable</title></head>\
    <body><h2>Service Unavailable</h2><hr><p>HTTP Error 503. The service is unavailable.</p></body></html>";

#[tokio::test]
async fn requests_for_rows_of_connectwise_go_wrong_in_every_way_and_work_when_asked_again() {
    let both = flaky(50).await;
    let expected = [
        "200",
        "200, cut",
        r#"429, wait 7 {"error":"ConnectWiseAPI","message":"Too many requests. Please try again in 7 seconds."}"#,
        r#"500 {"code":"ConnectWiseApi","message":"A timeout has occured. Please try again."}"#,
        UNAVAILABLE,
        "closed without a word",
    ];
    for path in ["/company/companies?pageSize=50", "/company/companies/count"] {
        let endings = endings(&both, |it| it.connectwise(path)).await;
        assert_eq!(endings.keys().collect::<Vec<_>>(), expected, "{path}");
        assert!((60..140).contains(&endings["200"]), "{endings:?}");
    }
}

#[tokio::test]
async fn requests_for_rows_of_autotask_go_wrong_in_every_way_and_work_when_asked_again() {
    let both = flaky(50).await;
    let threads = "Thread Threshold Exceeded - The Autotask API thread threshold of 3 threads has been exceeded.";
    let expected = [
        "200",
        "200, cut",
        &format!(r#"429 {{"errors":["{threads}"]}}"#),
        r#"500 {"Message":"An error has occurred."}"#,
        UNAVAILABLE,
        "closed without a word",
    ];
    let query = json!({"filter": [every()], "maxRecords": 50});
    for path in ["/Companies/query", "/Companies/query/count"] {
        let endings = endings(&both, |it| it.autotask(path, &query)).await;
        assert_eq!(endings.keys().collect::<Vec<_>>(), expected, "{path}");
        assert!((60..140).contains(&endings["200"]), "{endings:?}");
    }
}

#[tokio::test]
async fn nothing_goes_wrong_with_logins_rights_and_refusals() {
    let both = flaky(100).await;
    for path in ["/system/info", "/system/myMembers", "/system/mySecurity", "/company/companies/250"] {
        assert_eq!(ended(both.connectwise(path)).await, "200", "{path}");
    }
    assert!(ended(both.connectwise("/system/members")).await.starts_with("403 "));
    let nobody =
        both.client.get(format!("{}/v4_6_release/apis/3.0/company/companies", both.sandbox.connectwise().home));
    assert!(ended(nobody).await.starts_with("401 "));
    let home = &both.sandbox.autotask().home;
    let user = &both.sandbox.autotask().login[0].1.replace('@', "%40");
    let zone = both.client.get(format!("{home}/atservicesrest/V1.0/zoneInformation?user={user}"));
    assert_eq!(ended(zone).await, "200");
    assert_eq!(ended(both.autotask("/Resources/query", &json!({"filter": [every()]}))).await, "200");
    let nobody = both.client.get(format!("{home}/atservicesrest/V1.0/Companies/query/count?search={{}}"));
    assert_eq!(ended(nobody).await, "401 ");
}

#[tokio::test]
async fn a_packed_page_is_cut_too() {
    let traffic = "fail_percent = 100\nstall_ms = 1";
    let both = Both::start(Options::of(Scenario::parse(&format!("story = 'x'\n[traffic]\n{traffic}")).unwrap())).await;
    let mut cut = 0;
    for _ in 0..60 {
        let page = both.connectwise("/company/companies?pageSize=200");
        if let Ok(response) = page.send().await
            && response.status().as_u16() == 200
        {
            assert!(response.bytes().await.is_err());
            cut += 1;
        }
    }
    assert!(cut > 0);
}

#[test]
fn the_built_in_one_fails_one_in_ten_and_briefly() {
    let traffic = Scenario::named("flaky").unwrap().traffic;
    assert_eq!((traffic.fail_percent, traffic.retry_after_secs, traffic.stall_ms), (10, 1, 300));
}
