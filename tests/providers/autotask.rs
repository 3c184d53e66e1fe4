//! Autotask PSA: its requests, and its replies before any right is looked up.

use std::time::Duration;

use psa_connect::{
    model::{
        fault::{Fault, Limit},
        origin::Origin,
        report::{Detail, Fact, Moved},
        secret::Secret,
    },
    psa::{Api, Credentials, LetIn, LocateAsk, Located, Method, Request},
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
        it.psa.count(list, None, &it.login, &it.api),
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

fn api(says: &str, doubt: Option<&str>, zone: Option<&str>) -> Api {
    let details = zone.map(|it| Detail::new(Fact::Zone, it)).into_iter().collect();
    Api { says: says.into(), doubt: doubt.map(str::to_owned), details, ..Api::at("/atservicesrest/v1.0") }
}

fn moved(to: &str) -> Moved {
    Moved { to: origin(to), by: "the zone look-up" }
}

#[test]
fn another_zone_is_named_and_never_taken() {
    let it = Situation::autotask();
    let read = |name| it.psa.read_api(&it.login, &it.reply(name));
    let zone = Some("America East");
    assert_eq!(read("zone"), Ok(api("zone America East, webservices3.autotask.net", None, zone)));
    let doubt = "The zone look-up says that this user belongs to webservices14.autotask.net (AE02), not to webservices3.autotask.net. No key was sent there: if the login fails, go back to the site and choose that zone.";
    let other = api("other zone: webservices14.autotask.net (AE02)", Some(doubt), Some("AE02"));
    assert_eq!(
        read("zone-double-slash"),
        Ok(Api { moved: Some(moved("https://webservices14.autotask.net")), ..other })
    );
    let confirmed = "https://webservices3.autotask.net";
    let url = "https://webservices3.autotask.net.evil.example/ATServicesRest/";
    assert_eq!(read("zone-foreign"), Err(foreign(confirmed, url)));
}

#[test]
fn a_user_that_the_zone_look_up_does_not_know_may_still_log_in() {
    let it = Situation::autotask();
    let doubt = "The zone look-up does not know the user name \"s365+x@northwind.example\". It says so of some valid users too; check the user name if the login fails.";
    let read = it.psa.read_api(&it.login, &it.reply("zone-unknown-user"));
    assert_eq!(read, Ok(api("zone not known for this user", Some(doubt), None)));
}

#[test]
fn what_is_no_zone_is_a_fault() {
    let it = Situation::autotask();
    let fault = |name| it.psa.read_api(&it.login, &it.reply(name)).expect_err("a fault");
    assert_eq!(fault("html"), Fault::WebPage { host: HOST.into(), status: 200 });
    assert_eq!(fault("empty"), Fault::EmptyReply { host: HOST.into(), status: 200 });
    let saw = "status 401, although no login was sent".into();
    assert_eq!(fault("unauthorized"), Fault::NotThisPsa { host: HOST.into(), saw });
    assert_eq!(
        fault("no-permission-403"),
        Fault::Blocked { host: HOST.into(), status: 403, saw: "an empty body".into() }
    );
    let saw = "an HTML page, \"Access denied\"".into();
    assert_eq!(fault("page-403"), Fault::Blocked { host: HOST.into(), status: 403, saw });
    assert_eq!(fault("html-404"), Fault::NoSuchEndpoint { host: HOST.into(), path: "/zoneInformation".into() });
    assert_eq!(fault("version"), unreadable("GET /zoneInformation", "url"));
}

const CAUTION: &str = "Check before you try again: each refused try counts, and the account locks after a few.";

#[test]
fn a_login_that_is_let_in_shows_the_version() {
    let it = Situation::autotask();
    let details = vec![Detail::new(Fact::Version, "2026.3.1.42")];
    let seen = LetIn { says: "version 2026.3.1.42".into(), details };
    assert_eq!(it.psa.read_login(&it.login, &it.api, &it.reply("version")), Ok(seen));
}

#[test]
fn each_refusal_of_a_login_has_its_own_cause() {
    let it = Situation::autotask();
    let login = |name| it.psa.read_login(&it.login, &it.api, &it.reply(name)).expect_err("a fault");
    let host = || HOST.to_owned();
    let limited = |limit, seconds: Option<u64>, says: &str| {
        let retry_after = seconds.map(Duration::from_secs);
        Fault::Limited { host: host(), limit, retry_after, says: says.into() }
    };
    let unexpected = |status, says: &str| Fault::Unexpected { host: host(), status, says: says.into() };
    let refused = |status, says: &str| Fault::QueryRefused { host: host(), status, says: says.into() };
    let tracking = |says: &str| Fault::BadTrackingId { host: host(), says: says.into() };
    let forbidden = || Fault::Forbidden { request: "GET /Version".into() };

    assert_eq!(login("version-other-form"), unreadable("GET /Version", "majorVersion"));
    let hints = [
        "The secret or the user name may be wrong: use the user name (key) of the API user, not its e-mail, and generate a new secret if in doubt.",
        "The account may be locked or inactive; its page in Autotask shows it.",
        "It may not be an API user: only the security level \"API User (API-only)\" can log in here.",
        "It may be of another zone than this one.",
        "The tracking identifier may be wrong: compare it with the API user's page.",
        "A new API user needs up to 5 minutes before it works.",
        CAUTION,
    ];
    assert_eq!(login("unauthorized"), Fault::BadLogin { host: host(), hints: hints.map(str::to_owned).to_vec() });
    assert_eq!(login("locked"), Fault::Locked { host: host() });
    assert_eq!(login("integration-code"), tracking("IntegrationCode is invalid."));
    let required = "Integration code required with this version of the API";
    assert!(matches!(login("integration-code-required"), Fault::BadTrackingId { says, .. } if says.contains(required)));
    assert_eq!(login("no-permission"), forbidden());
    // The version needs no right, so an empty 403 comes from somebody else.
    assert_eq!(login("no-permission-403"), Fault::Blocked { host: host(), status: 403, saw: "an empty body".into() });
    let threads = "The Autotask API thread threshold of 3 threads has been exceeded.";
    let says = format!("{threads} Method: getThresholdAndUsageInfo");
    assert_eq!(login("threads"), limited(Limit::Threads, None, &says));
    let says = format!("Thread Threshold Exceeded - {threads}");
    assert_eq!(login("threads-as-500"), limited(Limit::Threads, Some(60), &says));
    let says = "The request threshold of 10000 requests per 60 minutes has been exceeded.";
    assert_eq!(login("hourly"), limited(Limit::Hourly, None, says));
    assert_eq!(login("limited"), limited(Limit::Requests, Some(7), "Too many requests."));
    assert_eq!(login("errors-in-200"), unexpected(200, "Something went wrong with it"));
    assert_eq!(login("unknown-errors"), unexpected(500, "The moon is full."));
    assert_eq!(login("refused-query"), refused(500, "maxCountOfRecordsToReturn must be between 1 and 500"));
    assert_eq!(login("not-supported"), refused(405, "The requested resource does not support http method 'GET'."));
    let says = "Picklist value [99] does not exist for priority.".into();
    assert_eq!(login("picklist"), Fault::RecordRefused { host: host(), says });
    assert_eq!(login("no-item"), Fault::NoSuchRecord { what: "GET /Version".into() });
    assert_eq!(login("no-match"), Fault::NoSuchRecord { what: "GET /Version".into() });
    let says = "Execution Timeout Expired.".into();
    assert_eq!(login("timeout"), Fault::VendorTimedOut { host: host(), says });
    let says = "An error has occurred.".into();
    assert_eq!(login("trouble"), Fault::ServerTrouble { host: host(), status: 500, says });
    assert!(matches!(login("maintenance"), Fault::Maintenance { .. }));
    assert_eq!(login("gateway"), Fault::Gateway { host: host(), status: 502 });
    assert_eq!(login("html"), Fault::WebPage { host: host(), status: 200 });
    assert_eq!(login("empty"), Fault::EmptyReply { host: host(), status: 200 });
    let at = "line 1, column 25".into();
    assert_eq!(login("broken"), Fault::BrokenJson { what: "GET /Version".into(), at });
    assert_eq!(login("html-404"), Fault::NoSuchEndpoint { host: host(), path: "/Version".into() });
    assert_eq!(login("redirect"), Fault::Redirected { host: host(), to: "https://ww3.autotask.net".into() });
}

#[test]
fn a_login_that_is_refused_because_the_zone_moved_says_where_to() {
    let it = Situation::autotask();
    let api = it.psa.read_api(&it.login, &it.reply("zone-double-slash")).expect("an answer");
    let login = |name| it.psa.read_login(&it.login, &api, &it.reply(name)).expect_err("a fault");
    let to = origin("https://webservices14.autotask.net");
    let Fault::MovedSite { host, to: told, hints } = login("unauthorized") else { panic!("another fault") };
    assert_eq!((host.as_str(), told), (HOST, to.clone()));
    assert!(
        hints.iter().any(|it| it.contains("secret")) && hints.iter().all(|it| !it.contains("look-up")),
        "{hints:?}"
    );
    let remedy = login("unauthorized").remedy();
    assert!(
        remedy.starts_with(&format!("Go back to the site and choose {to}; no key was sent there yet. If")),
        "{remedy}"
    );
    assert!(remedy.ends_with(CAUTION), "{remedy}");
    assert_eq!(login("locked"), Fault::Locked { host: HOST.into() });
}

#[test]
fn a_refused_login_begins_with_what_the_look_up_said() {
    let it = Situation::autotask();
    let api = it.psa.read_api(&it.login, &it.reply("zone-unknown-user")).expect("an answer");
    let refused = it.psa.read_login(&it.login, &api, &it.reply("unauthorized"));
    assert!(matches!(refused, Err(Fault::BadLogin { hints, .. }) if hints.first() == api.doubt.as_ref()));
}

#[test]
fn only_a_reply_about_the_login_turns_it_away() {
    let it = Situation::autotask();
    for (name, turns_away) in [
        ("unauthorized", true),
        ("locked", true),
        ("no-permission", false),
        ("no-permission-403", false),
        ("threads", false),
        ("integration-code", true),
        ("version", false),
    ] {
        assert_eq!(it.psa.turns_away(&it.reply(name)), turns_away, "{name}");
    }
}

#[test]
fn there_is_no_other_path() {
    let it = Situation::autotask();
    assert_eq!(it.psa.other_path(&it.api, &it.reply("html-404")), None);
}
