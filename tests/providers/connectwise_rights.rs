//! ConnectWise PSA: what the role, the items and the probes prove; identity, excess, rows.

use std::time::Duration;

use psa_connect::{
    model::{
        fault::Fault,
        report::{Beyond, CheckOutcome, Confidence, Detail, Excess, Fact, RightFinding},
        right::Proof,
    },
    psa::Evidence,
};

use crate::situation::Situation;

const MEMBER: (&str, &str) = ("myMembers", "member");
const ADMIN: (&str, &str) = ("myMembers", "member-admin");
const ROLE: (&str, &str) = ("mySecurity", "role");
const ITEMS: (&str, &str) = ("customizeItems", "items");

/// A test with an ordinary member, except for `replies`; every probe is answered.
fn evidence(it: &Situation, replies: &[(&str, &str)]) -> Evidence {
    let usual = [MEMBER, ROLE, ITEMS];
    let all: Vec<(&str, &str)> = replies.iter().chain(&usual).copied().collect();
    it.evidence("one-row", &all)
}

/// A finding without its witnesses, which have a test of their own.
fn finding(function: &str, found: &str, proof: Proof, probe: &str) -> RightFinding {
    let probe = if probe.is_empty() { String::new() } else { format!(", GET {probe}") };
    let confidence = if matches!(proof, Proof::Unproven { .. }) { Confidence::None } else { Confidence::High };
    RightFinding {
        right: function.into(),
        found: found.into(),
        proof,
        request: format!("GET /system/myMembers, GET /system/mySecurity{probe}"),
        evidence: vec![],
        confidence,
        took: Duration::from_millis(7),
        confirmed: None,
    }
}

fn unproven(because: &str) -> Proof {
    Proof::Unproven { because: because.into() }
}

/// What is found of one right of Sync 365, in short.
fn proved(it: &Situation, function: &str, replies: &[(&str, &str)]) -> (String, Proof) {
    let finding = it.psa.prove(&it.facts, &it.right(function), &evidence(it, replies)).expect("the evidence is in");
    (finding.found, finding.proof)
}

#[test]
fn the_rows_of_the_role_decide() {
    let it = Situation::connectwise();
    let evidence = evidence(&it, &[]);
    let found: Vec<RightFinding> = it
        .needs
        .rights
        .iter()
        .filter(|it| !it.function.0.contains("table-setup."))
        .map(|right| it.psa.prove(&it.facts, right, &evidence).expect("the evidence is in"))
        .map(|it| RightFinding { evidence: vec![], ..it })
        .collect();
    let contacts = "add All; edit My; inquire All";
    let elsewhere = "the role has Products only in the module \"Sales\"; inquire All could not be checked";
    let silent = unproven("the role's row gives no level for inquire");
    // The row has an identifier only.
    let invoicing = finding("finance.agreement-invoicing", "inquire All", Proof::Granted, "");
    assert_eq!(
        found,
        [
            finding("companies.company-maintenance", "inquire All", Proof::Granted, "/company/companies"),
            finding("companies.contacts", contacts, Proof::Partial, "/company/contacts"),
            RightFinding { confidence: Confidence::Medium, ..invoicing },
            finding("finance.agreements", "add None; edit, inquire All", Proof::Missing, "/finance/agreements"),
            finding("finance.invoicing", "inquire All", Proof::Granted, "/finance/invoices"),
            finding("procurement.product-catalog", "", silent, "/procurement/catalog"),
            finding("procurement.products", "inquire at least My", unproven(elsewhere), "/procurement/products"),
            finding("system.table-setup", "edit, inquire All", Proof::Granted, ""),
            finding("service.service-tickets", "add, inquire All", Proof::Granted, "/service/tickets"),
        ]
    );
}

#[test]
fn each_request_is_a_witness_in_its_own_words() {
    let it = Situation::connectwise();
    let shown = |replies: &[(&str, &str)]| {
        let right = it.right("finance.agreements");
        let finding = it.psa.prove(&it.facts, &right, &evidence(&it, replies)).expect("the evidence is in");
        let all: Vec<String> = finding.evidence.iter().map(|it| format!("{}: {}", it.request, it.says)).collect();
        (all, finding.confidence)
    };
    let probe = "/finance/agreements?pageSize=1&fields=id";
    let usual = [
        "GET /system/myMembers: role Sync 365, not an admin role",
        "GET /system/mySecurity?pageSize=1000: Agreements: add None; edit All; delete None; inquire All",
        "GET /finance/agreements?pageSize=1&fields=id: 200, may be read",
    ];
    assert_eq!(shown(&[]), (usual.map(str::to_owned).to_vec(), Confidence::High));
    let (said, confidence) = shown(&[("mySecurity", "one-row"), (probe, "security")]);
    assert_eq!(said[1], "GET /system/mySecurity?pageSize=1000: no Agreements among 1 functions");
    assert_eq!(said[2], "GET /finance/agreements?pageSize=1&fields=id: 403, refused");
    assert_eq!(confidence, Confidence::High, "a 403 is documented as a missing right");
    let (said, confidence) = shown(&[ADMIN, ("mySecurity", "cut"), (probe, "timeout")]);
    assert_eq!(said[0], "GET /system/myMembers: admin role: everything is allowed");
    assert_eq!(said[1], "GET /system/mySecurity?pageSize=1000: psa.example closed the connection without a reply");
    assert!(said[2].contains("ran out of time"), "{said:?}");
    assert_eq!(confidence, Confidence::High);
}

#[test]
fn a_row_without_the_functions_own_name_is_less_sure() {
    let it = Situation::connectwise();
    let right = it.right("finance.agreements");
    let evidence = evidence(&it, &[("mySecurity", "role-by-identifier")]);
    let finding = it.psa.prove(&it.facts, &right, &evidence).expect("the evidence is in");
    assert_eq!((finding.proof, finding.confidence), (Proof::Granted, Confidence::Medium));
    assert!(finding.evidence[1].says.ends_with("(not found by its name and module)"), "{:?}", finding.evidence);
}

#[test]
fn the_limit_is_what_the_vendor_documents_and_unclear_once_it_was_reached() {
    let it = Situation::connectwise();
    let limits =
        |replies: &[(&str, &str)]| it.psa.limits(&it.facts, &evidence(&it, replies)).expect("it is documented");
    let says = "1,000 requests a minute are documented; how many are left cannot be read";
    let details = || vec![Detail::new(Fact::Budget, "1000")];
    assert_eq!(limits(&[]), (CheckOutcome::Passed(says.into()), details()));
    let reached = format!("{says}; the PSA says too many requests; it asks to wait 30 s");
    assert_eq!(limits(&[("mySecurity", "limited")]), (CheckOutcome::Unclear(reached), details()));
}

#[test]
fn a_refused_probe_contradicts_the_role() {
    let it = Situation::connectwise();
    let probe = ("/finance/invoices?pageSize=1&fields=id", "security");
    let found = "inquire All, but GET /finance/invoices was refused";
    assert_eq!(proved(&it, "finance.invoicing", &[probe]), (found.into(), Proof::Missing));
    let found = "admin role: everything, but GET /finance/invoices was refused";
    assert_eq!(proved(&it, "finance.invoicing", &[probe, ADMIN]), (found.into(), Proof::Missing));
}

#[test]
fn a_probe_that_fails_otherwise_does_not_contradict_the_role() {
    let it = Situation::connectwise();
    for reply in ["timeout", "limited", "html", "cut", "plain-404"] {
        let probe = ("/finance/invoices?pageSize=1&fields=id", reply);
        assert_eq!(proved(&it, "finance.invoicing", &[probe]), ("inquire All".into(), Proof::Granted), "{reply}");
    }
}

#[test]
fn an_admin_role_grants_everything() {
    let it = Situation::connectwise();
    for right in &it.needs.rights {
        let found = ("admin role: everything".to_owned(), Proof::Granted);
        assert_eq!(proved(&it, &right.function.0, &[ADMIN, ("mySecurity", "cut")]), found);
    }
}

#[test]
fn without_the_role_the_probe_shows_a_little() {
    let it = Situation::connectwise();
    let refused = ("mySecurity", "security");
    let because = "the role could not be read: the role does not allow GET /system/mySecurity";
    let open = unproven(&format!("{because}; add, edit, inquire All could not be checked"));
    assert_eq!(proved(&it, "companies.contacts", &[refused]), ("inquire at least My".into(), open));

    let probe = ("/company/contacts?pageSize=1&fields=id", "security");
    let missing = ("GET /company/contacts was refused".to_owned(), Proof::Missing);
    assert_eq!(proved(&it, "companies.contacts", &[refused, probe]), missing);

    let probe = ("/company/contacts?pageSize=1&fields=id", "cut");
    let open =
        unproven(&format!("{because}; GET /company/contacts: psa.example closed the connection without a reply"));
    assert_eq!(proved(&it, "companies.contacts", &[refused, probe]), (String::new(), open));

    assert_eq!(proved(&it, "system.table-setup", &[refused]), (String::new(), unproven(because)));
}

#[test]
fn a_role_that_is_not_as_documented_says_where() {
    let it = Situation::connectwise();
    let because = |at: &str| {
        unproven(&format!(
            "the role could not be read: the reply to GET /system/mySecurity is not as documented at {at}"
        ))
    };
    let found = |reply| proved(&it, "system.table-setup", &[("mySecurity", reply)]);
    assert_eq!(found("role-one-row-broken"), (String::new(), because("[1]")));
    assert_eq!(found("role-object"), (String::new(), because("the top")));
    assert_eq!(found("one-row"), (String::new(), unproven("the role's list has no Table Setup")));
}

#[test]
fn customised_items_are_reported_and_prove_nothing() {
    let it = Situation::connectwise();
    let open = || unproven("ConnectWise does not say whether the list names allowed or disallowed entries");
    assert_eq!(
        proved(&it, "system.table-setup.agreement-type", &[]),
        ("SystemTableSetup lists Agreements / Agreement Type".into(), open())
    );
    assert_eq!(
        proved(&it, "system.table-setup.agreement-batch", &[]),
        ("not among the 2 entries of SystemTableSetup".into(), open())
    );
    let because =
        "the customised items could not be read: the role does not allow GET /system/mySecurity/customizeItems/";
    assert_eq!(
        proved(&it, "system.table-setup.agreement-type", &[("customizeItems", "security")]),
        (String::new(), unproven(because))
    );
}

#[test]
fn the_identity_is_the_member_and_its_role() {
    let it = Situation::connectwise();
    let told = |reply| it.psa.identity(&it.login, &evidence(&it, &[("myMembers", reply)])).expect("it is in");
    let identity = |reply| told(reply).0;
    assert_eq!(told("member").1, [Detail::new(Fact::User, "S365"), Detail::new(Fact::Role, "Sync 365")]);
    assert_eq!(identity("member"), CheckOutcome::Passed("S365 (Sync 365), role Sync 365".into()));
    let admin = "S365 (Sync 365), role Admin, admin: everything is allowed";
    assert_eq!(identity("member-admin"), CheckOutcome::Passed(admin.into()));
    let refused = "who the login is could not be read: the role does not allow GET /system/myMembers";
    assert_eq!(identity("security"), CheckOutcome::Unclear(refused.into()));
    let nameless = "the PSA gave no name for the login at api-na.myconnectwise.net";
    assert_eq!(identity("member-nameless"), CheckOutcome::Unclear(nameless.into()));
}

#[test]
fn what_goes_beyond_the_need_is_listed_an_admin_role_first() {
    let it = Situation::connectwise();
    let excess = |replies: &[(&str, &str)]| it.psa.excess(&it.facts, &it.needs, &evidence(&it, replies));
    let more = |name: &str, levels: &str| Excess { name: name.into(), levels: levels.into(), of: Beyond::Right };
    let rows = [
        more("Finance / Accounting Interface", "edit All; inquire My"),
        more("Sales / Products", "add, edit, delete, inquire All"),
        more("System / Table Setup", "add, delete All"),
    ];
    assert_eq!(excess(&[]), rows);
    let mut admin = vec![Excess { of: Beyond::Everything, ..more("Admin role Admin", "everything") }];
    admin.extend(rows);
    assert_eq!(excess(&[ADMIN]), admin);
    assert_eq!(excess(&[("mySecurity", "security")]), []);
}

#[test]
fn the_notes_name_an_admin_role_and_a_member_that_is_no_api_member() {
    let it = Situation::connectwise();
    assert_eq!(it.psa.notes(&evidence(&it, &[])), Vec::<String>::new());
    assert_eq!(
        it.psa.notes(&evidence(&it, &[ADMIN])),
        [
            "The admin role allows everything, which is more than the integration needs; the least-privilege role is safer.",
            "These keys belong to a member who is not an API member; a dedicated API member is easier to trace.",
        ]
    );
}

#[test]
fn rows_are_records_with_an_id() {
    let it = Situation::connectwise();
    let list = it.facts.list(&"companies".into()).expect("in the catalogue");
    let read = |name| it.psa.read_rows(list, &it.reply(name));
    let ids: Vec<String> =
        read("companies").expect("rows").iter().map(|it| format!("{} {}", it["id"], it["name"])).collect();
    assert_eq!(ids, ["2 \"Northwind\"", "\"19\" \"Contoso\""]);
    let unreadable = |at: &str| Err(Fault::Unreadable { what: "GET /company/companies".into(), at: at.into() });
    assert_eq!(read("companies-without-id"), unreadable("[1].id"));
    assert_eq!(read("companies-with-text"), unreadable("[1]"));
    assert_eq!(read("count"), unreadable("the top"));
    assert_eq!(read("security"), Err(Fault::Forbidden { request: "GET /company/companies".into() }));
}

#[test]
fn a_count_is_a_number() {
    let it = Situation::connectwise();
    let read = |name| it.psa.read_count(&it.reply(name));
    assert_eq!(read("count"), Ok(240));
    assert_eq!(read("count-as-text"), Err(Fault::Unreadable { what: "GET /count".into(), at: "count".into() }));
    assert_eq!(read("security"), Err(Fault::Forbidden { request: "GET /count".into() }));
}
