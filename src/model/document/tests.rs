//! The document survives being written and read, whatever is in it, and says what a test comes to.

use std::collections::BTreeMap;

use proptest::{collection::vec, option, prelude::*};

use super::{
    CheckRow, ConfirmedRow, CountRow, Document, ExcessRow, FaultRow, MovedRow, Outcome, PinRow, Proven, RightRow,
    SeenWord, SightRow, TallyRow, VERSION, WitnessRow,
};
use crate::model::{
    catalog::Catalog,
    fault::Fault,
    report::{Check, CheckFinding, CheckOutcome, Confidence, Detail, Fact, Report, RightFinding, Seen, Sight},
    right::{Confirmation, Proof},
    saved::{Connection, Name},
    store_kind::StoreKind,
};

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z -]{0,12}", any::<String>()]
}

fn confirmed() -> impl Strategy<Value = ConfirmedRow> {
    (word(), word()).prop_map(|(by, at)| ConfirmedRow { by, at })
}

fn fault() -> impl Strategy<Value = FaultRow> {
    (word(), word(), word(), word(), option::of(word()), any::<bool>())
        .prop_map(|(fault, side, cause, remedy, menu, retry)| FaultRow { fault, side, cause, remedy, menu, retry })
}

fn check() -> impl Strategy<Value = CheckRow> {
    let outcome =
        prop_oneof![Just(Outcome::Passed), Just(Outcome::Skipped), Just(Outcome::Unclear), Just(Outcome::Failed)];
    let details = proptest::collection::btree_map(word(), word(), 0..3);
    (word(), outcome, word(), details, word(), option::of(fault()), option::of(word()), any::<u64>()).prop_map(
        |(check, outcome, detail, details, meaning, failed, request, ms)| {
            let details: BTreeMap<_, _> = details;
            CheckRow { check, outcome, detail, details, meaning, failed, request, ms }
        },
    )
}

fn right() -> impl Strategy<Value = RightRow> {
    let witness = (word(), word()).prop_map(|(request, says)| WitnessRow { request, says });
    let proof = proptest::sample::select(Proven::ALL.to_vec());
    let words = vec(word(), 8);
    let open = (option::of(word()), option::of(word()), option::of(confirmed()));
    (words, proof, vec(witness, 0..3), open, any::<u64>(), any::<bool>()).prop_map(
        |(words, proof, evidence, (because, doubt, confirmed), ms, optional)| RightRow {
            right: words[0].clone(),
            module: words[1].clone(),
            function: words[2].clone(),
            needed: words[3].clone(),
            why: words[4].clone(),
            found: words[5].clone(),
            proof,
            because,
            request: words[6].clone(),
            evidence,
            confidence: words[7].clone(),
            doubt,
            ms,
            menu: words[0].clone(),
            optional,
            confirmed,
            earlier: None,
        },
    )
}

fn sight() -> impl Strategy<Value = SightRow> {
    let seen = prop_oneof![Just(SeenWord::All), Just(SeenWord::Hidden), Just(SeenWord::Unclear)];
    let numbers = (option::of(any::<u64>()), option::of(any::<u64>()), any::<u64>());
    (vec(word(), 5), seen, numbers, vec(word(), 0..3), option::of(word()), any::<bool>()).prop_map(
        |(words, seen, (hidden, of, ms), examples, because, optional)| SightRow {
            doubt: None,
            confirmed: None,
            check: words[0].clone(),
            looks_for: words[1].clone(),
            right: words[2].clone(),
            seen,
            hidden,
            of,
            examples,
            because,
            request: words[3].clone(),
            ms,
            menu: words[4].clone(),
            optional,
        },
    )
}

fn document() -> impl Strategy<Value = Document> {
    let tally = vec(any::<usize>(), 5).prop_map(|it| TallyRow {
        granted: it[0],
        partial: it[1],
        missing: it[2],
        unproven: it[3],
        confirmed: it[4],
    });
    let excess = (word(), word()).prop_map(|(name, levels)| ExcessRow { name, levels });
    let count = (word(), word(), any::<u64>()).prop_map(|(list, name, rows)| CountRow { list, name, rows });
    let moved = (word(), word()).prop_map(|(to, by)| MovedRow { to, by });
    let pin = (word(), word(), word(), confirmed()).prop_map(|(sha256, subject, not_after, confirmed)| PinRow {
        sha256,
        subject,
        not_after,
        confirmed,
    });
    let lists = (vec(check(), 0..3), vec(right(), 0..3), vec(sight(), 0..3), vec(excess, 0..3), vec(count, 0..3));
    let options = (option::of(word()), option::of(word()), option::of(moved), option::of(pin));
    (vec(word(), 9), any::<u8>(), lists, options, vec(word(), 0..3), tally).prop_map(
        |(words, exit, (checks, rights, sights, excess, counts), (site, identity, moved, pin), notes, tally)| {
            Document {
                version: VERSION,
                connection: words[0].clone(),
                psa: words[1].clone(),
                psa_name: words[2].clone(),
                integration: words[3].clone(),
                integration_name: words[4].clone(),
                origin: words[5].clone(),
                site,
                at: words[6].clone(),
                exit,
                verdict: words[7].clone(),
                checks,
                identity,
                rights,
                excess,
                sights,
                counts,
                moved,
                notes,
                tally,
                pin,
                refused: words.get(8).cloned(),
                earlier: None,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(document in document(), before in option::of(document())) {
        let document = document.after(before);
        prop_assert_eq!(Document::from_json(&document.to_json()), Ok(document));
    }

    #[test]
    fn a_later_programs_keys_are_passed_over(document in document()) {
        let mut json: serde_json::Value = serde_json::from_str(&document.to_json()).unwrap();
        json["invented"] = serde_json::json!({ "later": [1, 2] });
        for rows in ["checks", "rights", "sights"] {
            for row in json[rows].as_array_mut().into_iter().flatten() {
                row["invented"] = "later".into();
            }
        }
        prop_assert_eq!(Document::from_json(&json.to_string()), Ok(document));
    }
}

#[test]
fn another_version_and_what_is_no_report_are_told_apart() {
    let other = Document { version: 2, ..Document::default() };
    let says = "the report has version 2, and this psa-connect reads version 1";
    assert_eq!(Document::from_json(&other.to_json()), Err(says.to_owned()));
    for text in ["", "{}", "[]", "{\"version\":1}", "nonsense"] {
        let why = Document::from_json(text).unwrap_err();
        assert!(why.starts_with("the report cannot be read: "), "{text}: {why}");
    }
}

#[test]
fn an_earlier_test_is_carried_on_until_the_rights_are_seen_again() {
    let seen = made(&Report { rights: vec![found("finance.agreements", Proof::Missing)], ..Report::default() });
    let down = made(&Report::default()).after(Some(seen.clone()));
    let still_down = made(&Report::default()).after(Some(down.clone()));
    assert_eq!((down.with_rights(), still_down.with_rights()), (&seen, &seen));
    assert_eq!(seen.clone().after(Some(still_down)), seen);
}

#[test]
fn what_was_last_shown_of_a_right_is_carried_past_tests_that_could_not_check_it() {
    let of = |proof| made(&Report { rights: vec![found("finance.agreements", proof)], ..Report::default() });
    let open = || of(Proof::Unproven { because: "limited".into() });
    let shown = |it: &Document| it.rights[0].earlier.as_ref().map(|it| it.proof);
    let seen = of(Proof::Missing);
    let limited = open().after(Some(seen.clone()));
    let down = made(&Report::default()).after(Some(limited.clone()));
    let still_limited = open().after(Some(down));
    assert_eq!((shown(&limited), shown(&still_limited)), (Some(Proven::Missing), Some(Proven::Missing)));
    assert_eq!(seen.clone().after(Some(still_limited)), seen);
    assert_eq!(shown(&open().after(Some(open()))), None);
    assert_eq!(Document::from_json(&limited.to_json()), Ok(limited));
}

fn made(report: &Report) -> Document {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&"connectwise".into()).unwrap();
    let integration = catalog.integration("sync365").unwrap();
    let connection = Connection {
        name: Name::new("acme").unwrap(),
        psa: facts.id.clone(),
        integration: integration.id.clone(),
        origin: facts.sites[0].origin.clone(),
        site: Some(facts.sites[0].id.clone()),
        pin: None,
        plain: vec![],
        secret_fields: vec![],
        store: StoreKind::File,
        keys_since: None,
        confirmed: vec![(
            "system.table-setup.agreement-type".into(),
            Confirmation { by: "kim".into(), at: "2026-08-01T10:00:00Z".into() },
        )],
        saved_at: "2026-08-01T10:00:00Z".into(),
        last_test: None,
    };
    Document::of(&connection, facts, integration, report, "2026-08-21T10:00:00Z")
}

fn found(right: &str, proof: Proof) -> RightFinding {
    RightFinding {
        right: right.into(),
        found: String::new(),
        proof,
        request: "GET /system/mySecurity".into(),
        evidence: vec![],
        confidence: Confidence::High,
        took: std::time::Duration::from_millis(7),
        confirmed: None,
    }
}

#[test]
fn rights_stand_in_the_products_order_with_somebodys_word_beside_them() {
    let unproven = || Proof::Unproven { because: "it cannot be shown".into() };
    let rights = vec![
        found("system.table-setup.agreement-type", unproven()),
        found("finance.agreements", Proof::Granted),
        found("companies.company-maintenance", Proof::Granted),
    ];
    let sight = Sight {
        check: "agreements-of-products".into(),
        looks_for: "agreements that products belong to".into(),
        right: "finance.agreements".into(),
        seen: Seen::All { of: 12 },
        doubt: None,
        confirmed: None,
        request: "GET /procurement/products".into(),
        took: std::time::Duration::ZERO,
    };
    let document = made(&Report { rights, sights: vec![sight], ..Report::default() });
    let order: Vec<_> = document.rights.iter().map(|it| it.right.as_str()).collect();
    assert_eq!(order, ["companies.company-maintenance", "finance.agreements", "system.table-setup.agreement-type"]);
    assert_eq!(document.rights[2].confirmed.as_ref().map(|it| it.by.as_str()), Some("kim"));
    assert_eq!((document.tally.confirmed, document.exit), (1, 0));
    assert_eq!(document.verdict, "Nothing is missing: 2 of 3 rights shown by the server, 1 confirmed by hand.");
    assert_eq!((document.sights[0].hidden, document.sights[0].of), (Some(0), Some(12)));
}

#[test]
fn a_failed_layer_has_the_catalogues_words_and_is_the_verdict() {
    let failed = CheckFinding {
        check: Check::Login,
        outcome: CheckOutcome::Failed(Fault::BadLogin { host: "na.example".into(), hints: vec![] }),
        took: std::time::Duration::ZERO,
        request: None,
        details: vec![Detail::new(Fact::Server, "a"), Detail::new(Fact::Server, "b")],
    };
    let document = made(&Report { checks: vec![failed], ..Report::default() });
    let (check, fault) = document.failed().unwrap();
    assert_eq!((fault.fault.as_str(), fault.side_words()), ("refused-login", "the PSA's administrator"));
    assert!(fault.menu.as_ref().is_some_and(|it| it.starts_with("System > Members")), "{fault:?}");
    assert_eq!(check.details.get("server").map(String::as_str), Some("a, b"));
    assert_eq!(document.verdict, "It stops at the login: na.example refused the login.");
    assert_eq!(document.exit, 3);
}
