//! What holds for every PSA, every integration and every reply, however hostile.

use proptest::{prelude::*, test_runner::TestRunner};
use psa_connect::{
    model::{
        catalog::{Catalog, ProofBy},
        integration::Needs,
        mirror::{Kept, Span},
    },
    psa::{ALL, Answer, Credentials, Evidence, LocateAsk, Method, Reply, Request, Wanted, explain},
};

use crate::situation::{CANARY, Situation, replies};

fn situations() -> [Situation; 2] {
    [Situation::connectwise(), Situation::autotask()]
}

/// What every embedded integration needs of the PSA.
fn needs(situation: &Situation) -> Vec<Needs> {
    let id = situation.facts.id.clone();
    Catalog::embedded().integrations.iter().filter_map(|it| it.needs(&id).cloned()).collect()
}

/// Every request that needs no credentials.
fn open_requests(it: &Situation) -> Vec<Request> {
    let asks = it.psa.locate(&it.facts, "north wind/#1");
    asks.into_iter().map(|it| it.request).chain([it.psa.api(&it.login)]).collect()
}

/// Every request that a test, a preview or a pull can send with credentials.
fn closed_requests(it: &Situation) -> Vec<Request> {
    let mut requests = vec![it.psa.login(&it.login, &it.api)];
    requests.extend(it.psa.usage(&it.login, &it.api).map(|it| it.request));
    for needs in needs(it) {
        requests.extend(it.psa.evidence(&it.facts, &needs, &it.login, &it.api).into_iter().map(|it| it.request));
    }
    for list in &it.facts.lists {
        requests.extend(it.psa.count(list, None, &it.login, &it.api));
        requests.push(it.psa.rows(list, Some("../17?x"), u32::MAX, &it.login, &it.api));
        requests.extend(it.psa.count(list, Some("2026-11-20T08:00:00.5Z"), &it.login, &it.api));
        requests.extend(it.psa.last(list, &it.login, &it.api));
        for kept in [Kept::Columns, Kept::Whole] {
            let span = Span { after: 17, upto: i64::MAX - 1 };
            let since = Some("2026-11-20T08:00:00.5Z".to_owned());
            let wanted = Wanted { span, size: u32::MAX, since, parent: Some(17), kept };
            requests.push(it.psa.page(list, &wanted, &it.login, &it.api));
        }
    }
    requests
}

#[test]
fn every_psa_of_the_catalogue_has_a_provider() {
    let catalog = Catalog::embedded();
    let ids: Vec<&str> = catalog.psas.iter().map(|it| it.id.0.as_str()).collect();
    assert_eq!(ids, ALL.map(psa_connect::psa::Psa::id));
}

#[test]
fn nothing_is_sent_but_gets_and_queries() {
    for it in situations() {
        for request in open_requests(&it).into_iter().chain(closed_requests(&it)) {
            match &request.method {
                Method::Get => {}
                Method::Query(body) => {
                    assert!(request.target.ends_with("/query"), "{}", request.target);
                    assert!(serde_json::from_str::<serde_json::Value>(body).is_ok(), "{body}");
                }
            }
        }
    }
}

#[test]
fn credentials_are_only_where_they_are_needed_and_go_to_the_confirmed_origin() {
    for it in situations() {
        for request in open_requests(&it) {
            assert_eq!(request.credentials, Credentials::None, "{}", request.label);
        }
        for request in closed_requests(&it) {
            assert_ne!(request.credentials, Credentials::None, "{}", request.label);
            assert_eq!(request.origin, it.login.origin, "{}", request.label);
        }
    }
}

#[test]
fn no_text_of_a_request_holds_a_secret_and_no_label_a_value() {
    for it in situations() {
        for request in open_requests(&it).into_iter().chain(closed_requests(&it)) {
            let shown = format!("{request:?}");
            assert!(!shown.contains(CANARY), "{shown}");
            for value in ["north", "s365", "17"] {
                assert!(!request.label.contains(value), "{}", request.label);
            }
        }
    }
}

#[test]
fn every_target_is_a_short_path_of_harmless_characters() {
    for it in situations() {
        for request in open_requests(&it).into_iter().chain(closed_requests(&it)) {
            assert!(request.target.starts_with('/') && !request.target.starts_with("//"), "{}", request.target);
            assert!(request.target.len() < 2000, "{}", request.target);
            let is_harmless = |it: u8| it.is_ascii_alphanumeric() || b"/?&=%-._~,".contains(&it);
            assert!(request.target.bytes().all(is_harmless), "{}", request.target);
            assert!(!request.target.contains("/../") && !request.target.contains("{parent}"), "{}", request.target);
        }
    }
}

#[test]
fn every_right_has_a_request_that_shows_it_or_says_why_not() {
    for it in situations() {
        for needs in needs(&it) {
            let asks = it.psa.evidence(&it.facts, &needs, &it.login, &it.api);
            let mut keys: Vec<&str> = asks.iter().map(|it| it.key.as_str()).collect();
            for right in &needs.rights {
                let function = it.facts.function(&right.function).expect("the catalogue has it");
                let wanted = it.psa.keys_of(&it.facts, right);
                assert!(wanted.iter().all(|it| keys.contains(&it.as_str())), "{}: {wanted:?}", right.function);
                let is_shown = !matches!(function.proof, ProofBy::Nothing { .. });
                assert_eq!(is_shown, !wanted.is_empty(), "{}", right.function);
            }
            let all = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), all, "two asks have one key");
            assert!(needs.lists.iter().all(|list| it.facts.list(list).is_some()));
        }
    }
}

#[test]
fn a_right_is_not_judged_before_its_evidence_is_in() {
    for it in situations() {
        let whole = it.evidence("empty", &[]);
        for right in &it.needs.rights {
            for key in it.psa.keys_of(&it.facts, right) {
                let mut part = whole.clone();
                part.remove(&key);
                assert_eq!(it.psa.prove(&it.facts, right, &part), None, "{} without {key}", right.function);
            }
            assert!(it.psa.prove(&it.facts, right, &whole).is_some(), "{}", right.function);
        }
        assert_eq!(it.psa.identity(&it.login, &Evidence::new()), None);
    }
}

/// Reads `reply` as the answer to everything. What comes out does not matter here, only that something does.
fn read_as_everything(it: &Situation, reply: &Reply) {
    for ask in it.psa.locate(&it.facts, "northwind").iter().take(1) {
        let ask: &LocateAsk = ask;
        let _ = it.psa.located(&it.facts, ask, reply);
    }
    let _ = it.psa.read_api(&it.login, reply);
    let _ = it.psa.read_login(&it.login, &it.api, reply);
    let _ = it.psa.other_path(&it.api, reply);
    let _ = it.psa.read_count(reply);
    for list in &it.facts.lists {
        let _ = it.psa.read_rows(list, reply);
    }
    let answer = |label: String| Answer { reply: Ok(reply.clone()), label, took: std::time::Duration::ZERO };
    let asks = it.psa.evidence(&it.facts, &it.needs, &it.login, &it.api);
    let evidence: Evidence = asks.into_iter().map(|it| (it.key, answer(it.request.label))).collect();
    for right in &it.needs.rights {
        let finding = it.psa.prove(&it.facts, right, &evidence).expect("the evidence is in");
        assert_safe(&format!("{} {:?}", finding.found, finding.proof));
        finding.evidence.iter().for_each(|it| assert_safe(&format!("{} {}", it.request, it.says)));
    }
    assert_safe(&format!("{:?}", it.psa.identity(&it.login, &evidence)));
    assert_safe(&format!("{:?}", it.psa.limits(&it.facts, &evidence)));
    if let Some(ask) = it.psa.usage(&it.login, &it.api) {
        assert_safe(&format!("{:?}", (ask.read)(&answer(ask.request.label))));
    }
    let _ = it.psa.turns_away(reply);
    let pasted = format!("HTTP/1.1 {} x\n\n{}", reply.status, String::from_utf8_lossy(&reply.body));
    for text in [pasted, String::from_utf8_lossy(&reply.body).into_owned()] {
        for it in explain(None, None, &text) {
            assert_safe(&format!("{} {}", it.why, it.next));
        }
    }
    for excess in it.psa.excess(&it.facts, &it.needs, &evidence) {
        assert_safe(&format!("{} {}", excess.name, excess.levels));
    }
    it.psa.notes(&evidence).iter().for_each(|it| assert_safe(it));
}

/// No control character may reach a screen by way of a finding.
fn assert_safe(text: &str) {
    assert!(!text.chars().any(char::is_control), "{text:?}");
}

#[test]
fn every_kept_reply_can_be_the_answer_to_everything() {
    for it in situations() {
        for reply in replies(it.psa.id()).values() {
            read_as_everything(&it, reply);
        }
    }
}

/// JSON that looks like the vendors' replies just enough to get past the first checks.
fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop::sample::select(vec!["All", "None", "\u{1b}[2J", "https://evil.example", "v2025_1/", "SystemTableSetup"])
            .prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "errors",
        "message",
        "Message",
        "error",
        "code",
        "items",
        "info",
        "id",
        "count",
        "queryCount",
        "url",
        "zoneName",
        "CompanyID",
        "Codebase",
        "SiteUrl",
        "version",
        "majorVersion",
        "identifier",
        "securityRole",
        "adminFlag",
        "moduleFunctionName",
        "moduleName",
        "inquireLevel",
        "customizeIdentifier",
        "itemIdentifier",
        "userAccessForQuery",
        "canQuery",
        "currentTimeframeRequestCount",
        "externalRequestThreshold",
        "name",
    ]);
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(key.clone().prop_map(str::to_owned), inner, 0..8)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        "\\PC{0,60}".prop_map(String::into_bytes),
        json().prop_map(|it| it.to_string().into_bytes()),
    ]
}

#[test]
fn no_reply_makes_a_provider_panic() {
    let status =
        prop_oneof![Just(200_u16), prop::sample::select(vec![302, 400, 401, 403, 404, 429, 500]), any::<u16>()];
    let situations = situations();
    let config = ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() };
    let outcome = TestRunner::new(config).run(&(status, "\\PC{0,20}", body()), |(status, wait, body)| {
        let headers = vec![("date".to_owned(), wait.clone()), ("retry-after".to_owned(), wait)];
        let reply = Reply { status, headers, body, version: "HTTP/1.1".into(), received: None };
        for it in &situations {
            read_as_everything(it, &reply);
        }
        Ok(())
    });
    assert_eq!(outcome, Ok(()));
}
