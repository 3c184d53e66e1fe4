//! A PSA is judged by its own words; what stands in front of it may use the same ones.

use psa_connect::{model::fault::Fault, psa::Reply};

use crate::situation::Situation;

const HOSTS: [&str; 2] = ["webservices3.autotask.net", "api-na.myconnectwise.net"];

fn reply(status: u16, body: &str) -> Reply {
    Reply { status, headers: vec![], body: body.into(), version: "HTTP/1.1".into(), received: None }
}

#[test]
fn autotask_is_judged_by_what_the_api_itself_says_and_by_whole_words() {
    let it = Situation::autotask();
    let read = |status, body: &str| it.psa.read_login(&it.login, &it.api, &reply(status, body)).expect_err("a fault");
    let page = |title: &str| format!("<html><head><title>{title}</title></head></html>");
    for title in ["Web Filter Violation", "Your account is locked out of this site", "Integration code"] {
        let saw = format!("an HTML page, \"{title}\"");
        assert_eq!(read(403, &page(title)), Fault::Blocked { host: HOSTS[0].into(), status: 403, saw });
        assert!(matches!(read(401, &page(title)), Fault::BadLogin { .. }), "{title}");
    }
    assert!(matches!(read(451, &page("Not here")), Fault::Blocked { status: 451, .. }));
    assert!(matches!(read(403, "Blocked by the web filter"), Fault::Blocked { .. }));
    assert!(!matches!(read(500, r#"{"errors":["The account was blocked."]}"#), Fault::Locked { .. }));
    assert_eq!(
        read(401, r#"{"errors":["The user account has been locked."]}"#),
        Fault::Locked { host: HOSTS[0].into() }
    );
    assert!(matches!(read(500, r#"{"errors":["A filter is required."]}"#), Fault::QueryRefused { .. }));
}

#[test]
fn connectwise_is_judged_by_what_the_api_itself_says_and_by_whole_words() {
    let it = Situation::connectwise();
    let read = |status, body: &str| it.psa.read_login(&it.login, &it.api, &reply(status, body)).expect_err("a fault");
    for title in ["SSL is required", "No security permission", "clientId", "Too many requests", "Accept header"] {
        let saw = format!("an HTML page, \"{title}\"");
        let page = format!("<html><head><title>{title}</title></head></html>");
        assert_eq!(read(403, &page), Fault::Blocked { host: HOSTS[1].into(), status: 403, saw });
    }
    let other = read(403, r#"{"code":"Other","message":"The client identity is unknown."}"#);
    assert!(matches!(other, Fault::Forbidden { .. }), "{other:?}");
    assert!(matches!(read(403, r#"{"message":"Invalid client-id."}"#), Fault::BadClientId { .. }));
}
