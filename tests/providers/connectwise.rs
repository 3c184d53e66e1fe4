//! ConnectWise PSA: its requests, and its replies before any right is looked up.

use std::time::Duration;

use psa_connect::{
    model::{fault::Fault, origin::Origin, secret::Secret},
    psa::{Api, Credentials, LocateAsk, Located, Method, Request},
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
        it.psa.count(list, &it.login, &it.api),
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
    assert_eq!(it.psa.count(list, &it.login, &it.api), None);
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
    assert_eq!(located("html"), Err(not_this("an HTML page")));
}

fn not_this(saw: &str) -> Fault {
    Fault::NotThisPsa { host: HOST.into(), saw: saw.into() }
}

fn cloud_api() -> Api {
    Api {
        says: "Northwind IT, version v2025.1, cloud".into(),
        base: "/v4_6_release/apis/3.0".into(),
        other_base: Some("/v2025_1/apis/3.0".into()),
        canonical: Some("northwind".into()),
        doubt: None,
    }
}

#[test]
fn what_companyinfo_says_is_checked_before_it_is_used() {
    let it = Situation::connectwise();
    let api = |name| it.psa.read_api(&it.login, &it.reply(name));
    assert_eq!(api("companyinfo"), Ok(cloud_api()));
    assert_eq!(api("companyinfo-canonical"), Ok(Api { canonical: Some("NW".into()), ..cloud_api() }));
    let says = "The PSA names evil.example as its host, not api-na.myconnectwise.net; nothing was sent there. If the login fails, check the site.";
    assert_eq!(api("companyinfo-other-domain"), Ok(Api { doubt: Some(says.into()), ..cloud_api() }));
    let says = "The PSA names an unusual code base, \"../../\"; it is not used.";
    assert_eq!(
        api("companyinfo-climbing-code-base"),
        Ok(Api { other_base: None, doubt: Some(says.into()), ..cloud_api() })
    );
    let own = "Northwind IT, version v2025.1, self-hosted";
    assert_eq!(api("companyinfo-own-host"), Ok(Api { says: own.into(), other_base: None, ..cloud_api() }));
}

#[test]
fn a_server_without_companyinfo_does_not_stop_the_test() {
    let it = Situation::connectwise();
    let doubt = "The server does not answer companyinfo, so the company ID could not be checked by itself.";
    let wanted = Api {
        says: "no companyinfo".into(),
        base: "/v4_6_release/apis/3.0".into(),
        other_base: None,
        canonical: None,
        doubt: Some(doubt.into()),
    };
    assert_eq!(it.psa.read_api(&it.login, &it.reply("companyinfo-not-served")), Ok(wanted));
}

#[test]
fn what_is_no_companyinfo_is_a_fault() {
    let it = Situation::connectwise();
    let fault = |name| it.psa.read_api(&it.login, &it.reply(name)).expect_err("a fault");
    let unknown = Fault::UnknownCompany { company: "north wind/#1".into(), host: HOST.into() };
    let unreadable = |at: &str| Fault::Unreadable { what: "GET /login/companyinfo".into(), at: at.into() };
    assert_eq!(fault("companyinfo-unknown"), unknown);
    assert_eq!(fault("cannot-route"), unknown);
    assert_eq!(fault("companyinfo-another-json"), unreadable("CompanyID"));
    assert_eq!(fault("half-json"), unreadable("line 1, column 15"));
    assert_eq!(fault("html"), not_this("an HTML page"));
    assert_eq!(fault("text"), not_this("plain text"));
    assert_eq!(fault("empty"), not_this("an empty body"));
    assert_eq!(fault("blocked"), not_this("an HTML page and status 403"));
    let says = "Username or password is incorrect".into();
    assert_eq!(fault("unauthorized"), Fault::Unexpected { host: HOST.into(), status: 401, says });
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
fn each_refusal_of_a_login_has_its_own_cause() {
    let it = Situation::connectwise();
    let login = |name| it.psa.read_login(&it.login, &it.api, &it.reply(name));
    let host = || HOST.to_owned();
    let client = |says: &str| Err(Fault::BadClientId { host: host(), says: says.into() });
    let no_path = || Err(Fault::NoSuchEndpoint { host: host(), path: "/system/info".into() });
    let limited = |seconds: Option<u64>| {
        let says = "Too many requests. Please try again in 30 seconds.".into();
        Err(Fault::Limited { host: host(), retry_after: seconds.map(Duration::from_secs), says })
    };
    let trouble = |status, says: &str| Err(Fault::ServerTrouble { host: host(), status, says: says.into() });
    let unexpected = |status, says: &str| Err(Fault::Unexpected { host: host(), status, says: says.into() });
    let unreadable = |at: &str| Err(Fault::Unreadable { what: "GET /system/info".into(), at: at.into() });

    assert_eq!(login("info"), Ok("version v2025.1.10675, region AU".into()));
    assert_eq!(login("info-without-version"), unreadable("version"));
    assert_eq!(login("half-json"), unreadable("line 1, column 15"));
    assert_eq!(login("html"), Err(not_this("an HTML page")));
    assert_eq!(login("text"), Err(not_this("plain text")));
    assert_eq!(login("unauthorized"), Err(bad_login(HOST, true)));
    assert_eq!(login("user-not-authenticated"), Err(bad_login(HOST, true)));
    assert_eq!(login("client-id-400"), client("The clientId is missing or not valid."));
    assert_eq!(login("client-id-401"), client("Invalid ClientID"));
    assert_eq!(login("client-id-404"), client("No application for this clientid"));
    assert_eq!(login("security"), Err(Fault::Forbidden { request: "GET /system/info".into() }));
    assert_eq!(login("cannot-route"), no_path());
    assert_eq!(login("no-endpoint"), no_path());
    assert_eq!(login("plain-404"), no_path());
    assert_eq!(login("not-found"), unexpected(404, "Company 17 not found"));
    assert_eq!(login("bad-condition"), unexpected(400, "member/id is not a recognized name."));
    let nested = "ticket object is invalid Service Status 17 not found for Service Board 21";
    assert_eq!(login("invalid-object"), unexpected(400, nested));
    assert_eq!(login("limited"), limited(Some(30)));
    assert_eq!(login("limited-until"), limited(Some(45)));
    assert_eq!(login("limited-without-clock"), limited(None));
    assert_eq!(login("timeout"), trouble(500, "A timeout has occured. Please try again."));
    let pool = "Timeout expired. The timeout period elapsed prior to obtaining a connection from the pool. Retry.";
    assert_eq!(login("pool"), trouble(500, pool));
    assert_eq!(login("maintenance"), trouble(503, "an HTML page"));
    assert_eq!(login("hostile-text"), trouble(500, &format!("\u{241b}[2Jgone{}...", "A".repeat(192))));
    assert_eq!(login("blocked"), Err(not_this("an HTML page and status 403")));
    assert_eq!(login("redirect"), Err(Fault::Redirected { host: host(), to: "https://login.example/".into() }));
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
fn ssl_is_required_names_the_host_to_use() {
    let saw = |origin: &str| {
        let it = Situation::connectwise().at(origin);
        match it.psa.read_login(&it.login, &it.api, &it.reply("ssl-required")) {
            Err(Fault::NotThisPsa { saw, .. }) => saw,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        saw("https://na.myconnectwise.net"),
        "\"SSL is required\" (put api- in front of the host name: api-na.myconnectwise.net)"
    );
    assert_eq!(
        saw("https://notmyconnectwise.net"),
        "\"SSL is required\" (the cloud's API wants https and api- in front of the host name)"
    );
}

#[test]
fn the_other_path_is_tried_only_when_the_path_was_wrong() {
    let it = Situation::connectwise();
    let other = Api { base: "/v2025_1/apis/3.0".into(), other_base: None, ..cloud_api() };
    let tried = |name| it.psa.other_path(&cloud_api(), &it.reply(name));
    assert_eq!(tried("cannot-route"), Some(other.clone()));
    assert_eq!(tried("no-endpoint"), Some(other.clone()));
    for name in ["plain-404", "unauthorized", "user-not-authenticated", "security", "not-found", "info", "timeout"] {
        assert_eq!(tried(name), None, "{name}");
    }
    assert_eq!(it.psa.other_path(&other, &it.reply("cannot-route")), None);
}
