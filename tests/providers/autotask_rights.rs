//! Autotask PSA: what the entities prove; identity, budget, excess, rows.

use std::time::Duration;

use psa_connect::model::{
    catalog::{Function, ProofBy},
    fault::Fault,
    integration::Right,
    mirror::Usage,
    report::{Beyond, CheckOutcome, Confidence, Detail, Excess, Fact, RightFinding},
    right::{Action, Proof},
};
use psa_connect::psa::Evidence;

use crate::situation::Situation;

/// What is found of one right of Sync 365, in short; entities answer `info-all` where `replies` says nothing else.
fn proved(it: &Situation, function: &str, replies: &[(&str, &str)]) -> (String, Proof) {
    proved_right(it, &it.right(function), replies)
}

fn proved_right(it: &Situation, right: &Right, replies: &[(&str, &str)]) -> (String, Proof) {
    let evidence = it.evidence("info-all", replies);
    let finding = it.psa.prove(&it.facts, right, &evidence).expect("the evidence is in");
    (finding.found, finding.proof)
}

fn unproven(because: &str) -> Proof {
    Proof::Unproven { because: because.into() }
}

#[test]
fn a_full_level_proves_all_that_the_api_can_show() {
    let it = Situation::autotask();
    let evidence = it.evidence("info-all", &[("Contacts", "info-not-creatable")]);
    let nothing = "the API has no request that shows it";
    let proxy =
        "the API shows whether contract charges may be added and edited, not this setting; look at it in Autotask";
    let visible = "ContractServices: add, edit, inquire All; ContractServiceBundles: add, edit, inquire All; ContractCharges: add, edit, inquire All";
    let info = |entities: &[&str]| {
        entities.iter().map(|it| format!("GET /{it}/entityInformation")).collect::<Vec<_>>().join(", ")
    };
    let wanted = [
        ("contracts.view", "Contracts: inquire All", Proof::Granted, info(&["Contracts"])),
        ("contracts.add", "Contracts: add All", Proof::Granted, info(&["Contracts"])),
        ("contracts.modify-charges", "ContractCharges: add, edit All", unproven(proxy), info(&["ContractCharges"])),
        (
            "contracts.visibility",
            visible,
            Proof::Granted,
            info(&["ContractServices", "ContractServiceBundles", "ContractCharges"]),
        ),
        ("crm.customers", "Companies: inquire All", Proof::Granted, info(&["Companies"])),
        ("crm.accounts", "Companies: add, edit All", Proof::Granted, info(&["Companies"])),
        ("crm.contacts", "Companies/0/Contacts: add All", Proof::Granted, info(&["Contacts", "Companies/0/Contacts"])),
        (
            "inventory.items",
            "InventoryItems: inquire All",
            Proof::Granted,
            info(&["InventoryItems", "InventoryProducts"]),
        ),
        ("inventory.products", "Products: inquire All", Proof::Granted, info(&["Products"])),
        ("inventory.product-notes", "ProductNotes: edit All", Proof::Granted, info(&["ProductNotes"])),
        ("admin.accounts-contacts", "", unproven(nothing), String::new()),
        (
            "admin.products-services",
            "Services: add, edit All; ServiceBundles: add, edit All",
            Proof::Granted,
            info(&["Services", "ServiceBundles"]),
        ),
        ("admin.contracts", "", unproven(nothing), String::new()),
        ("api.login", "logged in", Proof::Granted, "GET /ThresholdInformation".into()),
    ];
    for (right, (function, found, proof, request)) in it.needs.rights.iter().zip(wanted) {
        let took = Duration::from_millis(if request.is_empty() { 0 } else { 7 });
        let finding = it.psa.prove(&it.facts, right, &evidence).expect("the evidence is in");
        let RightFinding { evidence: witnesses, confidence, .. } = &finding;
        assert_eq!(witnesses.iter().map(|it| it.request.as_str()).collect::<Vec<_>>().join(", "), request);
        assert_eq!(*confidence == Confidence::None, matches!(proof, Proof::Unproven { .. }), "{function}");
        let (evidence, confidence) = (witnesses.clone(), *confidence);
        let right = function.into();
        let found = found.into();
        assert_eq!(finding, RightFinding { right, found, proof, request, evidence, confidence, took, confirmed: None });
    }
    assert_eq!(it.needs.rights.len(), 14);
}

#[test]
fn each_entity_is_a_witness_and_the_help_pages_say_how_sure_it_is() {
    let it = Situation::autotask();
    let shown = |function, replies: &[(&str, &str)]| {
        let finding =
            it.psa.prove(&it.facts, &it.right(function), &it.evidence("info-all", replies)).expect("it is in");
        let says: Vec<String> = finding.evidence.into_iter().map(|it| it.says).collect();
        (says.join(" | "), finding.confidence)
    };
    let all = "query All, create All, update All, delete";
    let (says, confidence) = shown("contracts.view", &[]);
    assert!(says.starts_with(&format!("Contracts: {all}")), "{says}");
    assert_eq!(confidence, Confidence::Medium);
    assert_eq!(shown("contracts.visibility", &[]).1, Confidence::High);
    assert_eq!(shown("crm.customers", &[("Companies", "info-restricted")]).1, Confidence::Low);
    let (says, confidence) = shown("contracts.view", &[("Contracts", "no-permission")]);
    assert_eq!(says, "the role does not allow GET /Contracts/entityInformation");
    assert_eq!(confidence, Confidence::None);
    let (says, _) = shown("contracts.view", &[("Contracts", "info-new-words")]);
    assert!(says.contains("query not told"), "{says}");
    let (says, confidence) = shown("api.login", &[("ThresholdInformation", "threshold")]);
    assert_eq!((says.as_str(), confidence), ("200, logged in", Confidence::High));
}

#[test]
fn levels_may_be_words_or_numbers_and_others_are_not_guessed() {
    let it = Situation::autotask();
    let view = |reply| proved(&it, "contracts.view", &[("Contracts", reply)]);
    assert_eq!(view("info-all"), ("Contracts: inquire All".into(), Proof::Granted));
    assert_eq!(view("info-numbers"), ("Contracts: inquire All".into(), Proof::Granted));
    assert_eq!(view("info-restricted"), ("Contracts: inquire Restricted".into(), Proof::Partial));
    assert_eq!(view("info-none"), ("Contracts: inquire None".into(), Proof::Missing));
    assert_eq!(view("info-new-words"), (String::new(), unproven("Contracts gives no known level for inquire")));
    let accounts = proved(&it, "crm.accounts", &[("Companies", "info-numbers")]);
    assert_eq!(accounts, ("Companies: add All; edit Restricted".into(), Proof::Partial));
}

#[test]
fn one_missing_part_is_enough() {
    let it = Situation::autotask();
    let found = "Services: add, edit All; ServiceBundles: add, edit None";
    let read_only = [("ServiceBundles", "info-read-only")];
    assert_eq!(proved(&it, "admin.products-services", &read_only), (found.into(), Proof::Missing));
}

#[test]
fn restricted_is_enough_where_the_catalogue_says_so() {
    let it = Situation::autotask();
    let (_, proof) = proved(&it, "contracts.visibility", &[("ContractServices", "info-restricted")]);
    assert_eq!(proof, Proof::Granted);
    let (_, proof) = proved(&it, "contracts.visibility", &[("ContractServices", "info-none")]);
    assert_eq!(proof, Proof::Missing);
}

#[test]
fn another_entity_answers_where_the_first_cannot() {
    let it = Situation::autotask();
    let items =
        |first, second| proved(&it, "inventory.items", &[("InventoryItems", first), ("InventoryProducts", second)]);
    assert_eq!(items("info-none", "info-all"), ("InventoryProducts: inquire All".into(), Proof::Granted));
    assert_eq!(items("html-404", "info-all"), ("InventoryProducts: inquire All".into(), Proof::Granted));
    assert_eq!(items("info-all", "html-404"), ("InventoryItems: inquire All".into(), Proof::Granted));
    assert_eq!(items("info-none", "html-404"), ("InventoryItems: inquire None".into(), Proof::Missing));
    let because = "InventoryItems could not be looked up: the PSA does not serve /InventoryItems/entityInformation";
    assert_eq!(items("html-404", "html-404"), (String::new(), unproven(because)));
}

#[test]
fn an_operation_that_the_api_does_not_have_proves_nothing() {
    let it = Situation::autotask();
    let replies = [("Contacts", "info-not-creatable"), ("Companies/0/Contacts", "info-not-creatable")];
    let because = unproven("the API has no add for Contacts");
    assert_eq!(proved(&it, "crm.contacts", &replies), (String::new(), because));
}

#[test]
fn a_stand_in_never_proves_and_says_when_it_is_missing() {
    let it = Situation::autotask();
    let because = "the API shows whether contract charges may be added and edited, not this setting; look at it in Autotask; what stands in for it is missing";
    let found = "ContractCharges: add, edit None";
    let replies = [("ContractCharges", "info-read-only")];
    assert_eq!(proved(&it, "contracts.modify-charges", &replies), (found.into(), unproven(because)));
}

#[test]
fn a_look_up_that_fails_says_why() {
    let it = Situation::autotask();
    let view = |reply| proved(&it, "contracts.view", &[("Contracts", reply)]);
    let because = |why: &str| (String::new(), unproven(&format!("Contracts could not be looked up: {why}")));
    assert_eq!(view("cut"), because("psa.example closed the connection without a reply"));
    assert_eq!(view("no-permission"), because("the role does not allow GET /Contracts/entityInformation"));
    assert_eq!(view("threads"), because("the PSA says too many requests at the same time"));
    let form = "the reply to GET /Contracts/entityInformation is not as documented at info";
    assert_eq!(view("info-missing"), because(form));
}

#[test]
fn only_what_a_right_needs_is_asked_of_an_entity() {
    let it = Situation::autotask();
    let mut right = it.right("contracts.visibility");
    right.needs.retain(|action, _| *action == Action::Inquire);
    let entities = ["ContractServices", "ContractServiceBundles", "ContractCharges"];
    let read_only = entities.map(|it| (it, "info-read-only"));
    let found = "ContractServices: inquire All; ContractServiceBundles: inquire All; ContractCharges: inquire All";
    assert_eq!(proved_right(&it, &right, &read_only), (found.into(), Proof::Granted));
}

#[test]
fn being_let_in_proves_the_login_even_where_a_right_is_missing() {
    let it = Situation::autotask();
    let login = |reply| {
        let evidence = it.evidence(reply, &[]);
        it.psa.prove(&it.facts, &it.right("api.login"), &evidence).expect("the evidence is in").proof
    };
    assert_eq!(login("no-permission"), Proof::Granted);
    assert_eq!(login("unauthorized"), unproven("no request after the login was answered"));
}

#[test]
fn a_proof_of_another_psa_is_said_to_be_none() {
    let mut it = Situation::autotask();
    let right = it.right("contracts.view");
    let proof = ProofBy::Role { also: vec![], probe: None };
    it.facts.functions.retain(|it| it.id != right.function);
    it.facts.functions.push(Function {
        id: right.function.clone(),
        module: "m".into(),
        name: "n".into(),
        menu: "m".into(),
        proof,
        confidence: Confidence::High,
        doubt: None,
        source: "s".into(),
    });
    let because = unproven("Autotask has no request that shows it");
    assert_eq!(proved_right(&it, &right, &[]), (String::new(), because));
}

#[test]
fn the_identity_says_what_the_api_does_not_show() {
    let it = Situation::autotask();
    let identity = |reply| {
        let evidence = it.evidence("info-all", &[("Resources?userName", reply)]);
        let (outcome, details) = it.psa.identity(&it.login, &evidence).expect("it is in");
        assert_eq!(details, [Detail::new(Fact::User, "s365+x@northwind.example")]);
        outcome
    };
    let passed = |text: &str| CheckOutcome::Passed(text.into());
    let user = "API user s365+x@northwind.example";
    assert_eq!(identity("resource"), passed(&format!("{user} (Sync 365); its security level cannot be read")));
    let no_record = passed(&format!("{user}; the API shows no record of it; its security level cannot be read"));
    assert_eq!(identity("no-resource"), no_record);
    assert_eq!(identity("no-permission"), no_record);
}

#[test]
fn the_request_budget_is_clear_until_three_quarters_are_used() {
    let it = Situation::autotask();
    let limits = |reply| {
        it.psa.limits(&it.facts, &it.evidence("info-all", &[("ThresholdInformation", reply)])).expect("it is in")
    };
    let details = |used: &str| vec![Detail::new(Fact::Used, used), Detail::new(Fact::Budget, "10000")];
    let quiet = CheckOutcome::Passed("124 of 10,000 requests used this hour".into());
    assert_eq!(limits("threshold"), (quiet, details("124")));
    let busy = "7,600 of 10,000 requests used this hour; Autotask delays every request by a second";
    assert_eq!(limits("threshold-busy"), (CheckOutcome::Unclear(busy.into()), details("7600")));
    let why = "the request budget could not be read: the role does not allow GET /ThresholdInformation";
    assert_eq!(limits("no-permission"), (CheckOutcome::Unclear(why.into()), vec![]));
    assert_eq!(it.psa.limits(&it.facts, &Evidence::new()), None);
    let ask = it.psa.usage(&it.login, &it.api).expect("it tells");
    assert_eq!(ask.request.label, "GET /ThresholdInformation");
    let usage =
        |reply| (ask.read)(&it.evidence("info-all", &[("ThresholdInformation", reply)])["ThresholdInformation"]);
    let read = Usage { used: 7600, allowed: 10_000, minutes: 60, says: busy.into() };
    assert_eq!(usage("threshold-busy"), Ok(read));
    assert!(usage("no-permission").is_err());
}

#[test]
fn what_may_be_changed_beyond_the_need_is_listed() {
    let it = Situation::autotask();
    let replies = [
        ("Contracts", "info-deletes"),
        ("Contacts", "info-not-creatable"),
        ("Companies/0/Contacts", "info-deletes"),
        ("InventoryItems", "html-404"),
        ("InventoryProducts", "info-deletes"),
    ];
    let excess = it.psa.excess(&it.facts, &it.needs, &it.evidence("info-read-only", &replies));
    let more = |name: &str, levels: &str| Excess { name: name.into(), levels: levels.into(), of: Beyond::Right };
    assert_eq!(excess, [more("Contracts", "edit, delete All"), more("InventoryProducts", "add, edit, delete All"),]);
}

#[test]
fn rows_are_records_with_an_id() {
    let it = Situation::autotask();
    let list = it.facts.list(&"companies".into()).expect("in the catalogue");
    let read = |name| it.psa.read_rows(list, &it.reply(name));
    let ids: Vec<String> =
        read("companies").expect("rows").iter().map(|it| format!("{} {}", it["id"], it["companyName"])).collect();
    assert_eq!(ids, ["0 \"Northwind IT\"", "174 \"Contoso\""]);
    let unreadable = |at: &str| Err(Fault::Unreadable { what: "POST /Companies/query".into(), at: at.into() });
    assert_eq!(read("companies-without-id"), unreadable("items[1].id"));
    assert_eq!(read("count"), unreadable("items"));
    assert_eq!(read("without-items"), Err(Fault::NoSuchRecord { what: "POST /Companies/query".into() }));
    assert_eq!(read("no-permission"), Err(Fault::Forbidden { request: "POST /Companies/query".into() }));
}

#[test]
fn a_count_is_a_number_that_is_not_negative() {
    let it = Situation::autotask();
    let read = |name| it.psa.read_count(&it.reply(name));
    assert_eq!(read("count"), Ok(48));
    let unreadable = Fault::Unreadable { what: "GET /query/count".into(), at: "queryCount".into() };
    assert_eq!(read("count-negative"), Err(unreadable));
}
