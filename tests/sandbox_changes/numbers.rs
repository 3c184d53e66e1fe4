//! What was served, in numbers.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use psa_connect::sandbox::{Options, Peaks, scenario::Scenario};
use reqwest::Client;
use serde_json::json;

use crate::both::{Both, every};

#[tokio::test]
async fn the_most_at_once_is_counted_for_each_list_over_both_listeners() {
    // Every request takes its time, so that those begun together are there together.
    let slow = Scenario::parse("story = 'x'\n[traffic]\nmedian_ms = 1000").unwrap();
    let mut both = Both::start(Options::of(slow)).await;
    both.client = Client::builder().no_proxy().no_gzip().build().unwrap();
    let companies = |size: u32| both.connectwise(&format!("/company/companies?pageSize={size}")).send();
    let replies = join_all((1..=5).map(companies)).await;
    assert!(replies.iter().all(|it| it.as_ref().unwrap().status().as_u16() == 200));
    let mut bytes = 0;
    for reply in replies {
        bytes += reply.unwrap().bytes().await.unwrap().len() as u64;
    }
    let additions = both.connectwise("/finance/agreements/304/additions/count").send().await.unwrap();
    bytes += additions.bytes().await.unwrap().len() as u64;
    let elsewhere = format!("{}/login/companyinfo/acme", both.sandbox.connectwise().elsewhere);
    bytes += both.client.get(elsewhere).send().await.unwrap().bytes().await.unwrap().len() as u64;

    let peaks = both.sandbox.traffic("connectwise").unwrap();
    let simultaneous = [("/company/companies", 5), ("/finance/agreements/additions", 1)];
    let simultaneous: BTreeMap<String, u32> =
        simultaneous.into_iter().map(|(list, most)| (list.to_owned(), most)).collect();
    assert_eq!(peaks, Peaks { simultaneous, busiest_minute: 7, requests: 7, bytes });
    assert_eq!(both.sandbox.traffic("autotask"), Some(Peaks::default()));
    assert_eq!(both.sandbox.traffic("halo"), None);
}

#[tokio::test]
async fn entities_of_autotask_are_counted_each_for_itself() {
    let slow = Scenario::parse("story = 'x'\n[traffic]\nmedian_ms = 1000").unwrap();
    let both = Both::start(Options::of(slow)).await;
    let query = json!({"filter": [every()], "maxRecords": 1});
    let paths =
        ["/companies/query", "/Companies/query/count", "/Contracts/query", "/Products/query", "/Products/query"];
    let replies = join_all(paths.into_iter().map(|it| both.autotask(it, &query).send())).await;
    assert!(replies.iter().all(|it| it.as_ref().unwrap().status().as_u16() == 200));
    let simultaneous = [("Companies", 2), ("Contracts", 1), ("Products", 2)];
    let simultaneous: BTreeMap<String, u32> =
        simultaneous.into_iter().map(|(list, most)| (list.to_owned(), most)).collect();
    let peaks = both.sandbox.traffic("autotask").unwrap();
    assert_eq!((peaks.simultaneous, peaks.busiest_minute, peaks.requests), (simultaneous, 5, 5));
}
