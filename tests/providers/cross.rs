//! Cross-checks of both PSAs: what is asked, and what the replies say.

use std::collections::BTreeSet;

use psa_connect::{
    model::{
        catalog::Cross,
        fault::{Fault, Limit},
    },
    psa::{LookUp, Method, PagePart, Reference, References, Reply, Request},
};
use serde_json::{Value, json};

use crate::situation::{CANARY, Situation};

fn cross<'a>(it: &'a Situation, id: &str) -> &'a Cross {
    it.facts.crosses.iter().find(|it| it.id == id).unwrap_or_else(|| panic!("{id} is not in the catalogue"))
}

fn references(it: &Situation, id: &str) -> Request {
    let cross = cross(it, id);
    it.psa.references(cross, &cross.fields(), &it.login, &it.api)
}

fn among(it: &Situation, id: &str, ids: &[u64]) -> Vec<LookUp> {
    it.psa.among(cross(it, id), ids, &it.login, &it.api)
}

fn reply(status: u16, body: &Value) -> Reply {
    Reply { status, headers: vec![], body: body.to_string().into_bytes(), version: String::new(), received: None }
}

fn fine(body: &Value) -> Reply {
    reply(200, body)
}

fn body(request: &Request) -> Value {
    match &request.method {
        Method::Get => Value::Null,
        Method::Query(body) => serde_json::from_str(body).expect("JSON"),
    }
}

fn named(id: u64, words: &str, by: u64, known_by: &str) -> Reference {
    Reference { id, words: words.into(), by, known_by: known_by.into() }
}

#[test]
fn connectwise_is_asked_for_the_newest_rows_that_name_others() {
    let it = Situation::connectwise();
    let base = "/v4_6_release/apis/3.0";
    let request = references(&it, "agreements-of-products");
    let fields = "id,agreement/id,agreement/type,agreement/name";
    assert_eq!(request.target, format!("{base}/procurement/products?orderBy=id%20desc&fields={fields}&pageSize=1000"));
    assert_eq!((request.method, request.label.as_str()), (Method::Get, "GET /procurement/products"));
    let fields = "id,agreement/id,agreement/type,agreement/name,invoiceNumber";
    assert_eq!(
        references(&it, "agreements-of-invoices").target,
        format!(
            "{base}/finance/invoices?conditions=type%3D%22Agreement%22&orderBy=id%20desc&fields={fields}&pageSize=1000"
        )
    );
}

#[test]
fn autotask_is_asked_for_its_first_rows() {
    let it = Situation::autotask();
    let request = references(&it, "companies-of-contracts");
    assert_eq!(request.target, "/atservicesrest/v1.0/Contracts/query");
    assert_eq!((request.label.as_str(), request.bucket.as_str()), ("POST /Contracts/query", "Contracts"));
    let every = json!([{ "op": "gte", "field": "id", "value": 0 }]);
    let fields = json!(["id", "companyID", "contractName"]);
    assert_eq!(body(&request), json!({ "MaxRecords": 500, "IncludeFields": fields, "filter": every }));
}

#[test]
fn connectwise_looks_up_as_many_ids_as_the_address_holds_in_two_requests() {
    let it = Situation::connectwise();
    let few = among(&it, "companies-of-agreements", &[7, 19]);
    let target = "/v4_6_release/apis/3.0/company/companies?conditions=id%20in%20%287,19%29&fields=id&pageSize=1000";
    assert_eq!(few.iter().map(|it| it.request.target.as_str()).collect::<Vec<_>>(), [target]);
    assert_eq!((&few[0].ids, few[0].request.label.as_str()), (&vec![7, 19], "GET /company/companies"));

    let many: Vec<u64> = (100_000..101_000).collect();
    let look_ups = among(&it, "companies-of-agreements", &many);
    assert_eq!(look_ups.len(), 2);
    let asked: Vec<u64> = look_ups.iter().flat_map(|it| it.ids.clone()).collect();
    assert_eq!(asked, many[..asked.len()]);
    assert!(asked.len() > 400, "{}", asked.len());
    for it in &look_ups {
        assert!((1800..2000).contains(&it.request.target.len()), "{}", it.request.target);
        let last = it.ids.last().expect("some").to_string();
        assert!(it.request.target.contains(&format!("{last}%29&fields=id")), "{}", it.request.target);
    }
    assert_eq!(among(&it, "companies-of-agreements", &[]), []);
}

#[test]
fn a_base_that_leaves_no_room_gives_no_look_up_rather_than_an_endless_address() {
    let mut it = Situation::connectwise();
    it.api.base = format!("/{}", "x".repeat(3000));
    assert_eq!(among(&it, "companies-of-agreements", &[1, 2]), []);
}

#[test]
fn autotask_looks_up_500_ids_in_one_request() {
    let it = Situation::autotask();
    let many: Vec<u64> = (1..=700).collect();
    let look_ups = among(&it, "contracts-of-services", &many);
    assert_eq!(look_ups.len(), 1);
    assert_eq!(look_ups[0].ids, many[..500]);
    assert_eq!(look_ups[0].request.target, "/atservicesrest/v1.0/Contracts/query");
    let filter = json!([{ "op": "in", "field": "id", "value": many[..500] }]);
    let asked = json!({ "MaxRecords": 500, "IncludeFields": ["id"], "filter": filter });
    assert_eq!(body(&look_ups[0].request), asked);
    assert_eq!(among(&it, "contracts-of-services", &[]), []);
}

#[test]
fn connectwise_rows_name_others_or_nothing() {
    let it = Situation::connectwise();
    let rows = json!([
        { "id": 17, "agreement": { "id": 1042, "name": "Block \u{1b}[31mHours", "type": "Block" } },
        { "id": 16, "agreement": null },
        { "id": 15 },
        { "id": 14, "agreement": { "id": 0, "name": "none" } },
        { "id": 13, "agreement": { "id": 9 } },
    ]);
    let read = it.psa.read_references(cross(&it, "agreements-of-products"), &fine(&rows)).expect("rows");
    let words = read.found[0].words.clone();
    assert!(words.starts_with("Block, Block ") && !words.chars().any(char::is_control), "{words}");
    let expected = References {
        rows: vec![17, 16, 15, 14, 13],
        found: vec![named(1042, &words, 17, ""), named(9, "", 13, "")],
        part: PagePart::Whole,
    };
    assert_eq!(read, expected);
}

#[test]
fn company_zero_of_autotask_is_no_reference() {
    let it = Situation::autotask();
    let items = json!({ "items": [
        { "id": 5, "companyID": 0, "contractName": "Own" },
        { "id": 6, "companyID": -1, "contractName": "Odd" },
        { "id": 7, "companyID": null, "contractName": "None" },
        { "id": 8, "companyID": 215, "contractName": "Managed" },
    ], "pageDetails": { "nextPageUrl": null } });
    let read = it.psa.read_references(cross(&it, "companies-of-contracts"), &fine(&items)).expect("rows");
    assert_eq!(read.found, [named(215, "", 8, "Managed")]);
    assert_eq!((read.rows, read.part), (vec![5, 6, 7, 8], PagePart::Whole));
}

#[test]
fn a_page_that_goes_on_is_not_the_whole_list() {
    let it = Situation::connectwise();
    let link = "<https://api-na.myconnectwise.net/x?page=2>; rel=\"next\", <https://x/y>; rel=\"last\"";
    let paged = Reply { headers: vec![("link".into(), link.into())], ..fine(&json!([{ "id": 1 }])) };
    let about = cross(&it, "parents-of-agreements");
    let part = |reply: &Reply| it.psa.read_references(about, reply).expect("rows").part;
    assert_eq!(part(&paged), PagePart::Newest);
    let full: Vec<Value> = (1..=1000).map(|id| json!({ "id": id })).collect();
    assert_eq!(part(&fine(&Value::from(full))), PagePart::Newest);
    assert!(it.psa.read_ids(about, &paged).is_err(), "an id on the next page would count as hidden");

    let it = Situation::autotask();
    let next = "https://webservices3.autotask.net/next";
    let paged = fine(&json!({ "items": [{ "id": 1 }], "pageDetails": { "nextPageUrl": next } }));
    let about = cross(&it, "parents-of-companies");
    assert_eq!(it.psa.read_references(about, &paged).expect("rows").part, PagePart::First);
    assert!(it.psa.read_ids(about, &paged).is_err());
}

#[test]
fn looked_up_rows_are_read_by_their_ids() {
    let it = Situation::connectwise();
    let rows = fine(&json!([{ "id": 3, "name": "more than was asked for" }, { "id": 4 }]));
    assert_eq!(it.psa.read_ids(cross(&it, "parents-of-agreements"), &rows), Ok(vec![3, 4]));
    assert_eq!(it.psa.read_ids(cross(&it, "parents-of-agreements"), &fine(&json!([]))), Ok(vec![]));
    let it = Situation::autotask();
    let items = fine(&json!({ "items": [{ "id": 0 }, { "id": 215 }] }));
    assert_eq!(it.psa.read_ids(cross(&it, "parents-of-companies"), &items), Ok(vec![0, 215]));
}

#[test]
fn rows_of_another_shape_are_unreadable_and_say_where() {
    let cases = [
        (json!([{ "id": 1 }, { "id": "2" }]), "[1].id"),
        (json!([{ "agreement": { "id": 1 } }]), "[0].id"),
        (json!(["x"]), "[0].id"),
        (json!([{ "id": 1, "agreement": { "id": "7" } }]), "[0].agreement/id"),
        (json!([{ "id": 1, "agreement": { "id": 7.5 } }]), "[0].agreement/id"),
        (json!({ "rows": [] }), "the top"),
    ];
    let it = Situation::connectwise();
    for (body, at) in cases {
        let read = it.psa.read_references(cross(&it, "agreements-of-products"), &fine(&body));
        let what = "GET /procurement/products".to_owned();
        assert_eq!(read, Err(Fault::Unreadable { what, at: at.into() }), "{body}");
    }
    let it = Situation::autotask();
    for (body, at) in [(json!([]), "items"), (json!({ "items": {} }), "items"), (json!({ "items": [7] }), "[0].id")] {
        let read = it.psa.read_ids(cross(&it, "contracts-of-services"), &fine(&body));
        assert_eq!(read, Err(Fault::Unreadable { what: "POST /Contracts/query".into(), at: at.into() }), "{body}");
    }
}

#[test]
fn a_refusal_is_a_fault_and_never_an_empty_list() {
    for (it, id) in
        [(Situation::connectwise(), "agreements-of-products"), (Situation::autotask(), "contracts-of-services")]
    {
        for status in [400, 401, 403, 404, 429, 500, 503] {
            for body in [json!([]), json!({}), json!({ "items": [] })] {
                let reply = reply(status, &body);
                assert!(it.psa.read_references(cross(&it, id), &reply).is_err(), "{status} {body}");
                assert!(it.psa.read_ids(cross(&it, id), &reply).is_err(), "{status} {body}");
            }
        }
        let limited = it.psa.read_ids(cross(&it, id), &reply(429, &json!({})));
        assert!(matches!(limited, Err(Fault::Limited { limit: Limit::Requests, .. })), "{limited:?}");
    }
}

#[test]
fn every_cross_check_names_what_is_there_and_builds_its_requests() {
    for it in [Situation::connectwise(), Situation::autotask()] {
        let mut ids = BTreeSet::new();
        assert!(it.facts.crosses.len() >= 5);
        for cross in &it.facts.crosses {
            assert!(ids.insert(&cross.id), "{} is there twice", cross.id);
            for right in [Some(&cross.right), cross.from.right.as_ref()].into_iter().flatten() {
                assert!(it.facts.function(right).is_some(), "{}: {right}", cross.id);
            }
            assert!(it.facts.lists.iter().any(|list| list.path == cross.to.path), "{}: no such list", cross.id);
            let request = it.psa.references(cross, &cross.fields(), &it.login, &it.api);
            let look_up = it.psa.among(cross, &[4711], &it.login, &it.api).remove(0).request;
            for (request, path) in [(&request, &cross.from.path), (&look_up, &cross.to.path)] {
                assert!(request.target.contains(path.as_str()) && request.target.len() < 2000, "{}", request.target);
                let is_harmless = |it: u8| it.is_ascii_alphanumeric() || b"/?&=%-._~,".contains(&it);
                assert!(request.target.bytes().all(is_harmless), "{}", request.target);
                assert!(!format!("{request:?}").contains(CANARY) && !request.label.contains("4711"));
                assert_eq!(request.origin, it.login.origin);
                match &request.method {
                    Method::Get => assert_eq!(it.psa.id(), "connectwise"),
                    Method::Query(_) => assert!(request.target.ends_with("/query") && !request.bucket.is_empty()),
                }
            }
            // A condition that were not sent would make a part look like the whole.
            assert_eq!(cross.from.only.is_some(), request.target.contains("conditions="), "{}", cross.id);
        }
    }
}
