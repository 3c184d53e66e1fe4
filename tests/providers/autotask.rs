//! Autotask PSA: its requests, and its replies before any right is looked up.

use std::time::Duration;

use psa_connect::{
    model::{fault::Fault, origin::Origin, secret::Secret},
    psa::{Api, Credentials, LocateAsk, Located, Method, Request},
};

use crate::situation::Situation;

const HOST: &str = "webservices3.autotask.net";

fn origin(text: &str) -> Origin {
    text.parse().expect("an origin")
}

fn zone_request(at: &str) -> Request {
    Request {
        method: Method::Get,
        origin: origin(at),
        target: "/atservicesrest/v1.0/zoneInformation?user=s365%2Bx%40northwind.example".into(),
        headers: vec![("accept", "application/json".into())],
        credentials: Credentials::None,
        label: "GET /zoneInformation".into(),
        bucket: String::new(),
    }
}

fn request(target: &str, label: &str, bucket: &str) -> Request {
    Request {
        method: Method::Get,
        origin: origin("https://webservices3.autotask.net"),
        target: format!("/atservicesrest/v1.0{target}"),
        headers: vec![("accept", "application/json".into())],
        credentials: Credentials::Headers(vec![
            ("UserName", Secret::new("s365+x@northwind.example")),
            ("Secret", Secret::new("canary-secret")),
            ("ApiIntegrationCode", Secret::new("canary-tracking_id")),
        ]),
        label: label.into(),
        bucket: bucket.into(),
    }
}

#[test]
fn one_host_is_asked_for_the_zone_without_credentials() {
    let it = Situation::autotask();
    let wanted = LocateAsk { site: None, request: zone_request("https://webservices.autotask.net") };
    assert_eq!(it.psa.locate(&it.facts, " s365+x@northwind.example "), [wanted]);
    assert_eq!(it.psa.api(&it.login), zone_request("https://webservices3.autotask.net"));
}

#[test]
fn the_login_is_one_get_that_needs_no_right() {
    let it = Situation::autotask();
    assert_eq!(it.psa.login(&it.login, &it.api), request("/Version", "GET /Version", "Version"));
}

#[test]
fn the_evidence_is_the_budget_the_user_and_each_entity_once() {
    let it = Situation::autotask();
    let asks = it.psa.evidence(&it.facts, &it.needs, &it.login, &it.api);
    let search = "%7B%22IncludeFields%22%3A%5B%22id%22%2C%22userName%22%2C%22firstName%22%2C%22lastName%22%2C%22isActive%22%5D%2C%22MaxRecords%22%3A1%2C%22filter%22%3A%5B%7B%22field%22%3A%22userName%22%2C%22op%22%3A%22eq%22%2C%22value%22%3A%22s365%2Bx%22%7D%5D%7D";
    let mut wanted = vec![
        request("/ThresholdInformation", "GET /ThresholdInformation", "ThresholdInformation"),
        request(&format!("/Resources/query?search={search}"), "GET /Resources/query", "Resources"),
    ];
    let entities = [
        "Contracts",
        "ContractCharges",
        "ContractServices",
        "ContractServiceBundles",
        "Companies",
        "Contacts",
        "Companies/0/Contacts",
        "InventoryItems",
        "InventoryProducts",
        "Products",
        "ProductNotes",
        "Services",
        "ServiceBundles",
    ];
    wanted.extend(entities.map(|it| {
        let path = format!("/{it}/entityInformation");
        request(&path, &format!("GET {path}"), it)
    }));
    assert_eq!(asks.into_iter().map(|it| it.request).collect::<Vec<_>>(), wanted);
}

#[test]
fn a_list_is_counted_with_a_get_and_read_with_a_query() {
    let it = Situation::autotask();
    let list = it.facts.list(&"contract-services".into()).expect("in the catalogue");
    let search = "%7B%22filter%22%3A%5B%7B%22field%22%3A%22id%22%2C%22op%22%3A%22gte%22%2C%22value%22%3A0%7D%5D%7D";
    let count = format!("/ContractServices/query/count?search={search}");
    assert_eq!(
        it.psa.count(list, &it.login, &it.api),
        Some(request(&count, "GET /ContractServices/query/count", "ContractServices"))
    );
    let body = r#"{"IncludeFields":["id","contractID","serviceID","invoiceDescription","unitPrice","unitCost"],"MaxRecords":500,"filter":[{"field":"id","op":"gte","value":0}]}"#;
    assert_eq!(
        it.psa.rows(list, None, 9999, &it.login, &it.api),
        Request {
            method: Method::Query(body.into()),
            ..request("/ContractServices/query", "POST /ContractServices/query", "ContractServices")
        }
    );
}

fn unreadable(what: &str, at: &str) -> Fault {
    Fault::Unreadable { what: what.into(), at: at.into() }
}

fn foreign(confirmed: &str, offered: &str) -> Fault {
    Fault::ForeignHost { confirmed: origin(confirmed), offered: offered.into(), by: "zone look-up" }
}

#[test]
fn a_zone_is_taken_only_from_the_vendors_own_hosts() {
    let it = Situation::autotask();
    let ask = &it.psa.locate(&it.facts, "s365@northwind.example")[0];
    let located = |name| it.psa.located(&it.facts, ask, &it.reply(name));
    let zone = |at: &str, says: &str| Ok(Some(Located { origin: origin(at), says: says.into(), canonical: None }));
    let asked = "https://webservices.autotask.net";
    assert_eq!(
        located("zone"),
        zone("https://webservices3.autotask.net", "zone America East, webservices3.autotask.net")
    );
    assert_eq!(
        located("zone-double-slash"),
        zone("https://webservices14.autotask.net", "zone AE02, webservices14.autotask.net")
    );
    assert_eq!(located("zone-unknown-user"), Ok(None));
    let url = "https://webservices3.autotask.net.evil.example/ATServicesRest/";
    assert_eq!(located("zone-foreign"), Err(foreign(asked, url)));
    let url = "http://webservices3.autotask.net/ATServicesRest/";
    assert_eq!(located("zone-plain-http"), Err(foreign(asked, url)));
    assert_eq!(located("zone-without-url"), Err(unreadable("GET /zoneInformation", "url")));
}

fn api(says: &str, doubt: Option<&str>) -> Api {
    Api {
        says: says.into(),
        base: "/atservicesrest/v1.0".into(),
        other_base: None,
        canonical: None,
        doubt: doubt.map(str::to_owned),
    }
}

#[test]
fn another_zone_is_named_and_never_taken() {
    let it = Situation::autotask();
    let read = |name| it.psa.read_api(&it.login, &it.reply(name));
    assert_eq!(read("zone"), Ok(api("zone America East, webservices3.autotask.net", None)));
    let doubt = "The zone look-up says that this user belongs to webservices14.autotask.net (AE02), not to webservices3.autotask.net. Nothing was sent there: if the login fails, go back to the site and choose that zone.";
    assert_eq!(read("zone-double-slash"), Ok(api("other zone: webservices14.autotask.net (AE02)", Some(doubt))));
    let confirmed = "https://webservices3.autotask.net";
    let url = "https://webservices3.autotask.net.evil.example/ATServicesRest/";
    assert_eq!(read("zone-foreign"), Err(foreign(confirmed, url)));
}

#[test]
fn a_user_that_the_zone_look_up_does_not_know_may_still_log_in() {
    let it = Situation::autotask();
    let doubt = "The zone look-up does not know the user name \"s365+x@northwind.example\". It says so of some valid users too; check the user name if the login fails.";
    let read = it.psa.read_api(&it.login, &it.reply("zone-unknown-user"));
    assert_eq!(read, Ok(api("zone not known for this user", Some(doubt))));
}

#[test]
fn what_is_no_zone_is_a_fault() {
    let it = Situation::autotask();
    let fault = |name| it.psa.read_api(&it.login, &it.reply(name)).expect_err("a fault");
    let not_this = |saw: &str| Fault::NotThisPsa { host: HOST.into(), saw: saw.into() };
    let unexpected = |status, says: &str| Fault::Unexpected { host: HOST.into(), status, says: says.into() };
    assert_eq!(fault("html"), not_this("an HTML page"));
    assert_eq!(fault("empty"), not_this("an empty body"));
    assert_eq!(fault("unauthorized"), unexpected(401, "an empty body"));
    assert_eq!(fault("no-permission-403"), unexpected(403, "an empty body"));
    assert_eq!(fault("html-404"), Fault::NoSuchEndpoint { host: HOST.into(), path: "/zoneInformation".into() });
    assert_eq!(fault("version"), unreadable("GET /zoneInformation", "url"));
}

const CAUTION: &str = "Check before you try again: each refused try counts, and the account locks after a few.";

#[test]
fn each_refusal_of_a_login_has_its_own_cause() {
    let it = Situation::autotask();
    let login = |name| it.psa.read_login(&it.login, &it.api, &it.reply(name));
    let host = || HOST.to_owned();
    let bad = |hints: &[&str]| {
        Err(Fault::BadLogin { host: host(), hints: hints.iter().map(|it| (*it).to_owned()).collect() })
    };
    let limited = |seconds: Option<u64>, says: &str| {
        Err(Fault::Limited { host: host(), retry_after: seconds.map(Duration::from_secs), says: says.into() })
    };
    let unexpected = |status, says: &str| Err(Fault::Unexpected { host: host(), status, says: says.into() });
    let trouble = |status, says: &str| Err(Fault::ServerTrouble { host: host(), status, says: says.into() });
    let forbidden = || Err(Fault::Forbidden { request: "GET /Version".into() });

    assert_eq!(login("version"), Ok("version 2026.3.1.42".into()));
    assert_eq!(login("version-other-form"), Err(unreadable("GET /Version", "majorVersion")));
    let hints = [
        "The secret or the user name may be wrong: use the user name (key) of the API user, not its e-mail, and generate a new secret if in doubt.",
        "The account may be locked or inactive; its page in Autotask shows it.",
        "It may not be an API user: only the security level \"API User (API-only)\" can log in here.",
        "It may be of another zone than this one.",
        "A new API user needs up to 5 minutes before it works.",
        CAUTION,
    ];
    assert_eq!(login("unauthorized"), bad(&hints));
    let locked = "The account is locked: have the box Locked cleared on the API user's page.";
    assert_eq!(login("locked"), bad(&[locked, CAUTION]));
    assert_eq!(login("integration-code"), Err(Fault::BadTrackingId { host: host() }));
    assert_eq!(login("integration-code-required"), Err(Fault::BadTrackingId { host: host() }));
    assert_eq!(login("no-permission"), forbidden());
    assert_eq!(login("no-permission-403"), forbidden());
    let threads = "The Autotask API thread threshold of 3 threads has been exceeded.";
    assert_eq!(login("threads"), limited(None, &format!("{threads} Method: getThresholdAndUsageInfo")));
    assert_eq!(login("threads-as-500"), limited(Some(60), &format!("Thread Threshold Exceeded - {threads}")));
    assert_eq!(login("errors-in-200"), unexpected(200, "Something went wrong with it"));
    let page = "maxCountOfRecordsToReturn must be between 1 and 500";
    assert_eq!(login("refused-query"), unexpected(500, page));
    assert_eq!(login("not-supported"), unexpected(405, "The requested resource does not support http method 'GET'."));
    assert_eq!(login("trouble"), trouble(500, "An error has occurred."));
    assert_eq!(login("maintenance"), trouble(503, "an HTML page"));
    assert_eq!(login("html"), Err(Fault::NotThisPsa { host: host(), saw: "an HTML page".into() }));
    assert_eq!(login("html-404"), Err(Fault::NoSuchEndpoint { host: host(), path: "/Version".into() }));
    assert_eq!(login("redirect"), Err(Fault::Redirected { host: host(), to: "https://ww3.autotask.net/".into() }));
}

#[test]
fn a_refused_login_names_the_zone_that_the_look_up_named() {
    let it = Situation::autotask();
    let api = it.psa.read_api(&it.login, &it.reply("zone-double-slash")).expect("an answer");
    let hints = |api: &Api| match it.psa.read_login(&it.login, api, &it.reply("unauthorized")) {
        Err(Fault::BadLogin { hints, .. }) => hints,
        other => panic!("{other:?}"),
    };
    let doubt = api.doubt.clone().expect("another zone");
    assert!(doubt.contains("webservices14.autotask.net (AE02)"), "{doubt}");
    assert_eq!(hints(&api), [vec![doubt], hints(&it.api)].concat());
}

#[test]
fn there_is_no_other_path() {
    let it = Situation::autotask();
    assert_eq!(it.psa.other_path(&it.api, &it.reply("html-404")), None);
}
