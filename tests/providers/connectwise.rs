//! ConnectWise PSA: its requests, and its replies before any right is looked up.

use std::time::Duration;

use psa_connect::{
    model::{
        fault::{Fault, Limit},
        origin::Origin,
        report::{Detail, Fact},
        secret::Secret,
    },
    psa::{Api, Credentials, LetIn, LocateAsk, Located, Method, Reply, Request},
};

use crate::situation::Situation;

const HOST: &str = "api-na.myconnectwise.net";

fn origin(text: &str) -> Origin {
    text.parse().expect("an origin")
}

fn company_request(at: &str) -> Request {
    Request {
        method: Method::Get,
        origin: origin(at),
        target: "/login/companyinfo/north%20wind%2F%231".into(),
        headers: vec![("accept", "application/json".into())],
        credentials: Credentials::None,
        label: "GET /login/companyinfo".into(),
        bucket: String::new(),
    }
}

fn request(target: &str, label: &str) -> Request {
    Request {
        method: Method::Get,
        origin: origin("https://api-na.myconnectwise.net"),
        target: format!("/v4_6_release/apis/3.0{target}"),
        headers: vec![("accept", "application/vnd.connectwise.com+json".into())],
        credentials: Credentials::Basic {
            user: Secret::new("north wind/#1+canary-public_key"),
            password: Secret::new("canary-private_key"),
            headers: vec![("clientId", Secret::new("canary-client_id"))],
        },
        label: label.into(),
        bucket: String::new(),
    }
}

#[test]
fn every_region_is_asked_for_the_company_without_credentials() {
    let it = Situation::connectwise();
    let asks = it.psa.locate(&it.facts, " north wind/#1 ");
    let wanted: Vec<LocateAsk> = it
        .facts
        .sites
        .iter()
        .map(|it| LocateAsk { site: Some(it.id.clone()), request: company_request(&it.origin.to_string()) })
        .collect();
    assert_eq!(asks, wanted);
    assert_eq!(it.psa.api(&it.login), company_request("https://api-na.myconnectwise.net"));
}

#[test]
fn the_login_is_one_get_that_needs_no_right() {
    let it = Situation::connectwise();
    assert_eq!(it.psa.login(&it.login, &it.api), request("/system/info", "GET /system/info"));
}

#[test]
fn the_evidence_is_the_role_the_items_the_member_and_one_probe_a_list() {
    let it = Situation::connectwise();
    let asks = it.psa.evidence(&it.facts, &it.needs, &it.login, &it.api);
    let probe = |path: &str| request(&format!("{path}?pageSize=1&fields=id"), &format!("GET {path}"));
    assert_eq!(
        asks.iter().map(|it| it.request.clone()).collect::<Vec<_>>(),
        [
            request("/system/myMembers", "GET /system/myMembers"),
            request("/system/mySecurity?pageSize=1000", "GET /system/mySecurity"),
            request("/system/mySecurity/customizeItems/?pageSize=1000", "GET /system/mySecurity/customizeItems/"),
            probe("/company/companies"),
            probe("/company/contacts"),
            probe("/finance/agreements"),
            probe("/finance/invoices"),
            probe("/procurement/catalog"),
            probe("/procurement/products"),
            probe("/service/tickets"),
        ]
    );
}

#[test]
fn a_list_is_counted_and_its_first_rows_are_asked_with_the_fields_of_its_columns() {
    let it = Situation::connectwise();
    let list = it.facts.list(&"companies".into()).expect("in the catalogue");
    assert_eq!(
        it.psa.count(list, None, &it.login, &it.api),
        Some(request("/company/companies/count", "GET /company/companies/count"))
    );
    let fields = "id,identifier,name,status/name,types/name,deletedFlag,territory/name,phoneNumber";
    assert_eq!(
        it.psa.rows(list, None, 50, &it.login, &it.api),
        request(&format!("/company/companies?orderBy=id&fields={fields}&pageSize=50"), "GET /company/companies")
    );
}

#[test]
fn a_list_below_another_has_no_count_and_its_label_names_no_row() {
    let it = Situation::connectwise();
    let list = it.facts.list(&"additions".into()).expect("in the catalogue");
    assert_eq!(it.psa.count(list, None, &it.login, &it.api), None);
    let asked = it.psa.rows(list, Some("../4"), 5000, &it.login, &it.api);
    assert_eq!(asked.label, "GET /finance/agreements/{parent}/additions");
    assert!(asked.target.contains("/finance/agreements/..%2F4/additions?"), "{}", asked.target);
    assert!(asked.target.ends_with("&pageSize=1000"), "{}", asked.target);
}

#[test]
fn a_region_knows_the_company_or_does_not() {
    let it = Situation::connectwise();
    let ask = &it.psa.locate(&it.facts, "northwind")[0];
    let located = |name| it.psa.located(&it.facts, ask, &it.reply(name));
    let known = |says: &str, canonical: &str| {
        let origin = origin("https://api-na.myconnectwise.net");
        Ok(Some(Located { origin, says: says.into(), canonical: Some(canonical.into()) }))
    };
    assert_eq!(located("companyinfo"), known("Northwind IT, version v2025.1, cloud", "northwind"));
    assert_eq!(located("companyinfo-canonical"), known("Northwind IT, version v2025.1, cloud", "NW"));
    assert_eq!(
        located("companyinfo-other-domain"),
        known("Northwind IT, version v2025.1, cloud, names evil.example as its host", "northwind")
    );
    assert_eq!(located("companyinfo-unknown"), Ok(None));
    assert_eq!(located("companyinfo-not-served"), Ok(None));
    assert_eq!(located("cannot-route"), Ok(None));
    assert_eq!(located("html"), Err(page()));
}

fn page() -> Fault {
    Fault::WebPage { host: HOST.into(), status: 200 }
}

fn not_this(saw: &str) -> Fault {
    Fault::NotThisPsa { host: HOST.into(), saw: saw.into() }
}

fn cloud_api() -> Api {
    let seen = [(Fact::Company, "Northwind IT"), (Fact::Version, "v2025.1"), (Fact::CodeBase, "v2025_1")];
    Api {
        says: "Northwind IT, version v2025.1, cloud".into(),
        other_base: Some("/v2025_1/apis/3.0".into()),
        canonical: Some("northwind".into()),
        details: seen.map(|(fact, it)| Detail::new(fact, it)).to_vec(),
        ..Api::at("/v4_6_release/apis/3.0")
    }
}

#[test]
fn what_companyinfo_says_is_checked_before_it_is_used() {
    let it = Situation::connectwise();
    let api = |name| it.psa.read_api(&it.login, &it.reply(name)).expect("an answer");
    assert_eq!(api("companyinfo"), cloud_api());
    assert_eq!(api("companyinfo-canonical"), Api { canonical: Some("NW".into()), ..cloud_api() });
    let says = "The PSA names evil.example as its host, not api-na.myconnectwise.net; no key was sent there. If the login fails, check the site.";
    assert_eq!(api("companyinfo-other-domain"), Api { doubt: Some(says.into()), ..cloud_api() });
    let climbing = api("companyinfo-climbing-code-base");
    let says = "The PSA names an unusual code base, \"../../\"; it is not used.";
    assert_eq!((climbing.other_base, climbing.doubt.as_deref()), (None, Some(says)));
    let own = api("companyinfo-own-host");
    assert_eq!((own.says.as_str(), own.other_base), ("Northwind IT, version v2025.1, self-hosted", None));
}

#[test]
fn another_host_of_the_vendor_is_offered_and_any_other_is_not() {
    let moved = |at: &str, name| {
        let it = Situation::connectwise().at(at);
        it.psa.read_api(&it.login, &it.reply(name)).expect("an answer").moved.map(|it| it.to.to_string())
    };
    let europe = Some("https://api-eu.myconnectwise.net".to_owned());
    assert_eq!(moved("https://api-na.myconnectwise.net", "companyinfo-moved"), europe);
    assert_eq!(moved("https://psa.northwind.example", "companyinfo-moved"), europe);
    assert_eq!(moved("https://eu.myconnectwise.net", "companyinfo-moved"), None);
    assert_eq!(moved("https://api-na.myconnectwise.net", "companyinfo"), None);
    assert_eq!(moved("https://api-na.myconnectwise.net", "companyinfo-other-domain"), None);
}

#[test]
fn a_server_without_companyinfo_does_not_stop_the_test() {
    let it = Situation::connectwise();
    let doubt = "The server does not answer companyinfo, so the company ID could not be checked by itself.";
    let wanted = Api { says: "no companyinfo".into(), doubt: Some(doubt.into()), ..Api::at("/v4_6_release/apis/3.0") };
    assert_eq!(it.psa.read_api(&it.login, &it.reply("companyinfo-not-served")), Ok(wanted));
}

#[test]
fn what_is_no_companyinfo_is_a_fault() {
    let it = Situation::connectwise();
    let fault = |name| it.psa.read_api(&it.login, &it.reply(name)).expect_err("a fault");
    let unknown = Fault::UnknownCompany { company: "north wind/#1".into(), host: HOST.into() };
    let what = || "GET /login/companyinfo".to_owned();
    assert_eq!(fault("companyinfo-unknown"), unknown);
    assert_eq!(fault("cannot-route"), unknown);
    assert_eq!(fault("companyinfo-another-json"), Fault::Unreadable { what: what(), at: "CompanyID".into() });
    assert_eq!(fault("half-json"), Fault::BrokenJson { what: what(), at: "line 1, column 15".into() });
    assert_eq!(fault("latin1"), Fault::NotUtf8 { what: what(), at: 6 });
    assert_eq!(fault("html"), page());
    assert_eq!(fault("html-type"), page());
    assert_eq!(fault("text"), not_this("plain text"));
    assert_eq!(fault("xml"), not_this("XML"));
    assert_eq!(fault("empty"), Fault::EmptyReply { host: HOST.into(), status: 200 });
    assert_eq!(fault("blocked"), Fault::Blocked { host: HOST.into(), status: 403, saw: "an HTML page".into() });
    assert_eq!(fault("unauthorized"), not_this("status 401, although no login was sent"));
}

fn bad_login(host: &str, is_cloud: bool) -> Fault {
    let mut hints = vec![
        "The keys may be mistyped, swapped or revoked: copy both again, or make a new pair on the member's tab API Keys.".to_owned(),
        "A member's own password does not work here; the private key is needed, which was shown once when it was made.".to_owned(),
        "The API member may be inactive.".to_owned(),
        "The company ID must be the short name from the login page.".to_owned(),
    ];
    hints.extend(is_cloud.then(|| "The keys may be of another region: each region knows only its own.".to_owned()));
    Fault::BadLogin { host: host.into(), hints }
}

#[test]
fn a_login_that_is_let_in_shows_version_and_region() {
    let it = Situation::connectwise();
    let details = vec![Detail::new(Fact::Version, "v2025.1.10675"), Detail::new(Fact::Zone, "AU")];
    let seen = LetIn { says: "version v2025.1.10675, region AU".into(), details };
    for name in ["info", "octet-stream"] {
        assert_eq!(it.psa.read_login(&it.login, &it.api, &it.reply(name)), Ok(seen.clone()), "{name}");
    }
}

#[test]
fn each_refusal_of_a_login_has_its_own_cause() {
    let it = Situation::connectwise();
    let login = |name| it.psa.read_login(&it.login, &it.api, &it.reply(name)).expect_err("a fault");
    let host = || HOST.to_owned();
    let request = || "GET /system/info".to_owned();
    let client = |says: &str| Fault::BadClientId { host: host(), says: says.into() };
    let no_path = || Fault::NoSuchEndpoint { host: host(), path: "/system/info".into() };
    let limited = |seconds: Option<u64>| {
        let says = "Too many requests. Please try again in 30 seconds.".into();
        let retry_after = seconds.map(Duration::from_secs);
        Fault::Limited { host: host(), limit: Limit::Requests, retry_after, says }
    };
    let late = |says: &str| Fault::VendorTimedOut { host: host(), says: says.into() };
    let record = |says: &str| Fault::RecordRefused { host: host(), says: says.into() };
    let closed = |says: &str| Fault::Maintenance { host: host(), says: says.into() };
    let blocked = |saw: &str| Fault::Blocked { host: host(), status: 403, saw: saw.into() };

    assert_eq!(login("info-without-version"), Fault::Unreadable { what: request(), at: "version".into() });
    assert_eq!(login("half-json"), Fault::BrokenJson { what: request(), at: "line 1, column 15".into() });
    assert_eq!(login("html"), page());
    assert_eq!(login("text"), not_this("plain text"));
    assert_eq!(login("unauthorized"), bad_login(HOST, true));
    assert_eq!(login("user-not-authenticated"), bad_login(HOST, true));
    assert_eq!(login("client-id-400"), client("The clientId is missing or not valid."));
    assert_eq!(login("client-id-401"), client("Invalid ClientID"));
    assert_eq!(login("client-id-404"), client("No application for this clientid"));
    assert_eq!(login("client-id-spelt"), client("A valid client ID header is required."));
    assert_eq!(login("security"), Fault::Forbidden { request: request() });
    assert_eq!(login("security-401"), Fault::Forbidden { request: request() });
    assert_eq!(login("cannot-route"), Fault::CannotRoute { host: host(), path: "/system/info".into() });
    assert_eq!(login("no-endpoint"), no_path());
    assert_eq!(login("plain-404"), no_path());
    assert_eq!(login("not-found"), Fault::NoSuchRecord { what: request() });
    assert_eq!(login("not-found-nested"), Fault::NoSuchRecord { what: request() });
    let says = "member/id is not a recognized name.".into();
    assert_eq!(login("bad-condition"), Fault::QueryRefused { host: host(), status: 400, says });
    assert!(matches!(login("wrong-version"), Fault::WrongVersion { .. }));
    assert_eq!(
        login("invalid-object"),
        record("ticket object is invalid Service Status 17 not found for Service Board 21")
    );
    assert_eq!(login("missing-field"), record("assignment object is invalid The assignTo/id field is required."));
    assert_eq!(login("conflict"), record("The record was changed by somebody else."));
    assert!(matches!(login("conversion"), Fault::RecordRefused { .. }));
    assert_eq!(login("limited"), limited(Some(30)));
    assert_eq!(login("limited-until"), limited(Some(45)));
    assert_eq!(login("limited-without-clock"), limited(None));
    assert_eq!(login("limited-without-wait"), limited(None));
    assert_eq!(login("timeout"), late("A timeout has occured. Please try again."));
    let pool = "Timeout expired. The timeout period elapsed prior to obtaining a connection from the pool. Retry.";
    assert_eq!(login("pool"), late(pool));
    assert!(matches!(login("maintenance"), Fault::Maintenance { .. }));
    assert_eq!(login("maintenance-in-200"), closed("an HTML page, \"Scheduled maintenance\""));
    assert_eq!(login("maintenance-in-500"), closed("an HTML page, \"Down for Maintenance\""));
    assert_eq!(login("gateway"), Fault::Gateway { host: host(), status: 504 });
    assert_eq!(login("bad-gateway"), Fault::Gateway { host: host(), status: 502 });
    let says = format!("\u{241b}[2Jgone{}...", "A".repeat(192));
    assert_eq!(login("hostile-text"), Fault::ServerTrouble { host: host(), status: 500, says });
    assert_eq!(login("blocked"), blocked("an HTML page"));
    assert_eq!(login("blocked-country"), Fault::Blocked { host: host(), status: 451, saw: "plain text".into() });
    assert_eq!(login("redirect"), Fault::Redirected { host: host(), to: "https://login.example".into() });
}

#[test]
fn a_refusal_that_is_a_page_says_so_before_all_else() {
    let it = Situation::connectwise();
    let refused = it.psa.read_login(&it.login, &it.api, &it.reply("unauthorized-page"));
    let Err(Fault::BadLogin { hints, .. }) = refused else { panic!("{refused:?}") };
    assert!(hints[0].starts_with("The refusal came as an HTML page, \"401 - Unauthorized\""), "{hints:?}");
}

#[test]
fn only_a_reply_about_the_login_turns_it_away() {
    let it = Situation::connectwise();
    for (name, turns_away) in [
        ("unauthorized", true),
        ("user-not-authenticated", true),
        ("unauthorized-page", true),
        ("client-id-401", true),
        ("security-401", false),
        ("security", false),
        ("blocked", false),
        ("limited", false),
        ("info", false),
    ] {
        assert_eq!(it.psa.turns_away(&it.reply(name)), turns_away, "{name}");
    }
    // The text counts whatever the status is.
    let elsewhere = Reply { status: 403, ..it.reply("user-not-authenticated") };
    assert!(it.psa.turns_away(&elsewhere));
}

#[test]
fn a_login_that_is_refused_because_the_company_moved_says_where_to() {
    let it = Situation::connectwise();
    let api = it.psa.read_api(&it.login, &it.reply("companyinfo-moved")).expect("an answer");
    let login = |name| it.psa.read_login(&it.login, &api, &it.reply(name)).expect_err("a fault");
    let to = origin("https://api-eu.myconnectwise.net");
    let Fault::MovedSite { host, to: told, hints } = login("unauthorized") else { panic!("another fault") };
    assert_eq!((host.as_str(), told), (HOST, to));
    assert!(hints.iter().any(|it| it.contains("mistyped")), "{hints:?}");
    assert!(matches!(login("client-id-401"), Fault::BadClientId { .. }));
}

#[test]
fn a_code_base_is_stale_when_neither_path_is_served() {
    let it = Situation::connectwise();
    for name in ["cannot-route", "no-endpoint"] {
        let other = it.psa.other_path(&cloud_api(), &it.reply(name)).expect("another path");
        let refused = it.psa.read_login(&it.login, &other, &it.reply(name));
        let tried = vec!["/v4_6_release/apis/3.0".to_owned(), "/v2025_1/apis/3.0".to_owned()];
        assert_eq!(refused, Err(Fault::StaleCodeBase { host: HOST.into(), tried }), "{name}");
        let refused = it.psa.read_login(&it.login, &other, &it.reply("plain-404"));
        assert!(matches!(refused, Err(Fault::NoSuchEndpoint { .. })), "it may be the keys: {refused:?}");
    }
}

#[test]
fn a_refused_login_names_the_companys_own_spelling_and_host() {
    let it = Situation::connectwise();
    let api = Api { canonical: Some("NW".into()), doubt: Some("Doubt.".into()), ..cloud_api() };
    let refused = |api: &Api| match it.psa.read_login(&it.login, api, &it.reply("unauthorized")) {
        Err(Fault::BadLogin { hints, .. }) => hints,
        other => panic!("{other:?}"),
    };
    let spelling = "The PSA itself spells the company ID \"NW\": try that spelling.";
    let wanted = [vec!["Doubt.".to_owned(), spelling.to_owned()], refused(&it.api)].concat();
    assert_eq!(refused(&api), wanted);
}

#[test]
fn an_own_host_has_no_other_region() {
    let it = Situation::connectwise().at("https://psa.northwind.example");
    let refused = it.psa.read_login(&it.login, &it.api, &it.reply("user-not-authenticated"));
    assert_eq!(refused, Err(bad_login("psa.northwind.example", false)));
}

#[test]
fn ssl_is_required_means_the_host_and_not_a_right() {
    let it = Situation::connectwise().at("https://na.myconnectwise.net");
    let refused = it.psa.read_login(&it.login, &it.api, &it.reply("ssl-required"));
    assert_eq!(refused, Err(Fault::NeedsApiPrefix { host: "na.myconnectwise.net".into() }));
}

#[test]
fn the_other_path_is_tried_only_when_the_path_was_wrong() {
    let it = Situation::connectwise();
    let tried = vec!["/v4_6_release/apis/3.0".to_owned()];
    let other = Api { base: "/v2025_1/apis/3.0".into(), other_base: None, tried, ..cloud_api() };
    let tried = |name| it.psa.other_path(&cloud_api(), &it.reply(name));
    assert_eq!(tried("cannot-route"), Some(other.clone()));
    assert_eq!(tried("no-endpoint"), Some(other.clone()));
    for name in ["plain-404", "unauthorized", "user-not-authenticated", "security", "not-found", "info", "timeout"] {
        assert_eq!(tried(name), None, "{name}");
    }
    assert_eq!(it.psa.other_path(&other, &it.reply("cannot-route")), None);
}
