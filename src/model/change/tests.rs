//! Each kind of change, and what is none.

use super::{Change, ChangeKind, changes};
use crate::model::document::{
    CheckRow, ConfirmedRow, CountRow, Document, ExcessRow, FaultRow, MovedRow, Outcome, Proven, RightRow, SeenWord,
    SightRow,
};

fn right(id: &str, proof: Proven, found: &str) -> RightRow {
    RightRow {
        right: id.into(),
        module: "Finance".into(),
        function: id.into(),
        needed: "inquire All".into(),
        why: String::new(),
        found: found.into(),
        proof,
        because: (proof == Proven::Unproven).then(|| "the look-up failed".into()),
        request: String::new(),
        evidence: vec![],
        confidence: "high".into(),
        doubt: None,
        ms: 3,
        menu: format!("Role > {id}"),
        optional: false,
        confirmed: None,
        earlier: None,
    }
}

fn check(key: &str, details: &[(&str, &str)]) -> CheckRow {
    CheckRow {
        check: key.into(),
        outcome: Outcome::Passed,
        detail: "fine".into(),
        details: details.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        meaning: String::new(),
        failed: None,
        request: None,
        ms: 5,
    }
}

fn failing(key: &str, fault: &str) -> CheckRow {
    let failed = FaultRow {
        fault: fault.into(),
        side: "administrator".into(),
        cause: String::new(),
        remedy: String::new(),
        menu: Some("System > Members".into()),
        retry: false,
    };
    CheckRow { outcome: Outcome::Failed, detail: format!("it is {fault}"), failed: Some(failed), ..check(key, &[]) }
}

fn sight(seen: SeenWord, hidden: Option<u64>) -> SightRow {
    SightRow {
        doubt: None,
        confirmed: None,
        check: "agreements-of-products".into(),
        looks_for: "agreements that products belong to".into(),
        right: "a".into(),
        seen,
        hidden,
        of: hidden.map(|_| 12),
        examples: vec![],
        because: None,
        request: String::new(),
        ms: 1,
        menu: "Role > a".into(),
        optional: false,
    }
}

fn rights(rights: Vec<RightRow>) -> Document {
    Document { rights, ..Document::default() }
}

fn checks(checks: Vec<CheckRow>) -> Document {
    Document { checks, ..Document::default() }
}

fn lines(before: &Document, after: &Document) -> Vec<String> {
    changes(before, after).iter().map(Change::line).collect()
}

#[test]
fn the_same_is_no_change_however_long_it_took() {
    let mut after = rights(vec![right("a", Proven::Granted, "inquire All")]);
    after.checks = vec![check("limits", &[("used", "4"), ("sent", "9"), ("days-left", "80")])];
    let mut before = after.clone();
    before.rights[0].ms = 9;
    before.at = "2026-08-01T10:00:00Z".into();
    before.checks = vec![check("limits", &[("used", "1"), ("sent", "8"), ("days-left", "81")])];
    assert_eq!(changes(&before, &after), []);
}

#[test]
fn what_is_lost_comes_first_with_its_menu_and_what_is_gained_has_none() {
    let before = rights(vec![
        right("a", Proven::Missing, ""),
        right("b", Proven::Granted, "inquire All"),
        right("c", Proven::Granted, "inquire All"),
        right("d", Proven::Missing, ""),
        right("e", Proven::Granted, "inquire All"),
    ]);
    let after = rights(vec![
        right("a", Proven::Granted, "inquire All"),
        right("b", Proven::Partial, "inquire My"),
        right("c", Proven::Missing, "inquire None"),
        right("d", Proven::Partial, "inquire My"),
        right("e", Proven::Unproven, ""),
    ]);
    let told = [
        "lost: Finance / b: partial, inquire My (needed: inquire All) -> Role > b",
        "lost: Finance / c: missing (needed: inquire All) -> Role > c",
        "changed: Finance / d: partial, inquire My (needed: inquire All) -> Role > d",
        "changed: Finance / e: can no longer be checked, the look-up failed",
        "gained: Finance / a: inquire All",
    ];
    assert_eq!(lines(&before, &after), told);
}

#[test]
fn what_could_not_be_checked_in_between_is_as_it_was_last_shown() {
    let of = |proof| {
        rights(vec![right(
            "a",
            proof,
            if proof == Proven::Granted || proof == Proven::Partial { "inquire" } else { "" },
        )])
    };
    let across = |was, now| {
        let limited = of(Proven::Unproven).after(Some(of(was)));
        lines(&of(Proven::Unproven).after(Some(limited)), &of(now))
    };
    for proof in [Proven::Granted, Proven::Partial, Proven::Missing, Proven::Unproven] {
        assert_eq!(across(proof, proof), Vec::<String>::new(), "{proof:?}");
    }
    let told = ["lost: Finance / a: missing (needed: inquire All) -> Role > a"];
    assert_eq!(across(Proven::Granted, Proven::Missing), told);
    assert_eq!(across(Proven::Partial, Proven::Missing), told);
    assert_eq!(across(Proven::Missing, Proven::Granted), ["gained: Finance / a: inquire"]);
    let limited = of(Proven::Unproven).after(Some(of(Proven::Granted)));
    let lost = changes(&limited, &of(Proven::Missing));
    assert_eq!(lost[0].before.as_deref(), Some("granted, inquire"));
    let again = changes(&limited, &of(Proven::Unproven).after(Some(limited.clone())));
    assert_eq!(again, []);
}

#[test]
fn a_level_a_need_and_somebodys_word_can_change() {
    let by = |who: &str| Some(ConfirmedRow { by: who.into(), at: "2026-08-21T10:00:00Z".into() });
    let with = |it: RightRow, confirmed| RightRow { confirmed, ..it };
    let before = rights(vec![
        right("a", Proven::Granted, "inquire All"),
        right("b", Proven::Unproven, ""),
        with(right("c", Proven::Unproven, ""), by("kim")),
        with(right("d", Proven::Unproven, ""), by("kim")),
        right("gone", Proven::Granted, ""),
    ]);
    let after = rights(vec![
        right("a", Proven::Granted, "edit, inquire All"),
        with(right("b", Proven::Unproven, ""), by("sam")),
        right("c", Proven::Unproven, ""),
        right("d", Proven::Granted, "inquire All"),
        right("new", Proven::Missing, ""),
    ]);
    let told = [
        "changed: Finance / a: edit, inquire All",
        "gained: Finance / d: inquire All",
        "needed now: Finance / new: missing (needed: inquire All) -> Role > new",
        "no longer needed: Finance / gone",
        "confirmed: Finance / b by sam at 2026-08-21T10:00:00Z",
        "no longer confirmed: Finance / c (was: by kim at 2026-08-21T10:00:00Z)",
    ];
    assert_eq!(lines(&before, &after), told);
}

#[test]
fn a_layer_that_fails_or_works_again_is_told_and_its_missing_rights_are_not() {
    let fine = Document { checks: vec![check("login", &[])], ..rights(vec![right("a", Proven::Granted, "")]) };
    let down = checks(vec![failing("login", "locked")]);
    assert_eq!(lines(&fine, &down), ["fails: login: it is locked -> System > Members"]);
    assert_eq!(lines(&down, &fine), ["works again: login (was: it is locked)"]);
    assert_eq!(changes(&down, &down), []);
    assert_eq!(lines(&down, &checks(vec![failing("login", "refused-login")])).len(), 1);
    for (outcome, word) in [(Outcome::Unclear, "unclear now"), (Outcome::Skipped, "skipped now")] {
        let open = checks(vec![CheckRow { outcome, detail: "nobody knows".into(), ..check("login", &[]) }]);
        assert_eq!(lines(&down, &open), [format!("{word}: login: nobody knows (was: it is locked)")]);
    }
    // A layer that an earlier failure hid is no news when it is fine.
    assert_eq!(changes(&checks(vec![]), &checks(vec![check("login", &[])])), []);
}

#[test]
fn facts_and_counts_are_told_with_both_values_and_a_certificate_once() {
    let before = Document {
        checks: vec![
            check("route", &[]),
            check("tls", &[("issuer", "Old CA"), ("expiry", "2026-09-01"), ("sha-256", "x")]),
            check("identity", &[("role", "Admin"), ("version", "2025.1")]),
        ],
        counts: vec![CountRow { list: "companies".into(), name: "Companies".into(), rows: 240 }],
        ..Document::default()
    };
    let after = Document {
        checks: vec![
            check("route", &[("proxy", "proxy.example:3128")]),
            check("tls", &[("issuer", "New CA"), ("expiry", "2026-12-01")]),
            check("identity", &[("role", "Sync 365"), ("version", "2025.2")]),
        ],
        counts: vec![CountRow { list: "companies".into(), name: "Companies".into(), rows: 156 }],
        ..Document::default()
    };
    let told = [
        "changed: proxy: proxy.example:3128 (was: none)",
        "changed: PSA version: 2025.2 (was: 2025.1)",
        "changed: role: Sync 365 (was: Admin)",
        "changed: the certificate: issuer New CA (was Old CA), valid until 2026-12-01 (was 2026-09-01)",
        "changed: Companies: 156 rows, 240 before",
    ];
    assert_eq!(lines(&before, &after), told);
}

#[test]
fn rows_that_hide_or_show_are_told_and_doubt_is_not() {
    let seen = |seen, hidden| Document { sights: vec![sight(seen, hidden)], ..Document::default() };
    let (all, hidden) = (seen(SeenWord::All, Some(0)), seen(SeenWord::Hidden, Some(3)));
    let unclear = seen(SeenWord::Unclear, None);
    let told = "hidden: 3 of 12 agreements that products belong to -> Role > a";
    assert_eq!(lines(&all, &hidden), [told]);
    assert_eq!(lines(&unclear, &hidden), [told]);
    assert_eq!(lines(&hidden, &all), ["shown again: all 12 agreements that products belong to (3 were hidden)"]);
    assert_eq!((changes(&all, &unclear), changes(&hidden, &unclear)), (vec![], vec![]));
    let more = seen(SeenWord::Hidden, Some(5));
    let told = "hidden: 5 of 12 agreements that products belong to are hidden, 3 were -> Role > a";
    assert_eq!(lines(&hidden, &more), [told]);
}

#[test]
fn excess_another_site_and_a_bare_exit_code_are_told() {
    let excess = |levels: &str| vec![ExcessRow { name: "Finance / Invoicing".into(), levels: levels.into() }];
    let needs = || rights(vec![right("a", Proven::Granted, "")]);
    let plain = needs();
    let more = Document { excess: excess("delete All"), ..needs() };
    assert_eq!(lines(&plain, &more), ["beyond the need: Finance / Invoicing: delete All"]);
    assert_eq!(lines(&more, &plain), ["no longer beyond the need: Finance / Invoicing: delete All"]);
    let to = MovedRow { to: "https://webservices5.autotask.net".into(), by: "the zone look-up".into() };
    let moved = Document { moved: Some(to), ..Document::default() };
    let told = "moved: the login belongs to https://webservices5.autotask.net now, says the zone look-up";
    assert_eq!(lines(&Document::default(), &moved), [told]);
    assert_eq!(changes(&moved, &moved), []);
    let told = "no longer moved: the zone look-up does not say any more that the login belongs to \
                https://webservices5.autotask.net";
    let answered = checks(vec![check("api", &[])]);
    assert_eq!(lines(&moved, &answered), [told]);
    // A test that did not come so far ends no move, and the next one does not begin it again.
    let down = Document { earlier: None, ..checks(vec![failing("tcp", "refused-connection")]) };
    let seen = Document { checks: answered.checks.clone(), ..needs() };
    let seen = Document { moved: moved.moved.clone(), ..seen };
    let down = down.after(Some(seen.clone()));
    let kinds = |found: Vec<Change>| found.iter().map(|it| it.kind).collect::<Vec<_>>();
    assert_eq!(kinds(changes(&seen, &down)), [ChangeKind::CheckFails]);
    let works = [ChangeKind::CheckWorks];
    assert_eq!(kinds(changes(&down, &Document { checks: vec![check("tcp", &[])], ..seen.clone() })), works);
    // One that moved and cannot log in any more has moved once.
    let out = Document { checks: vec![failing("login", "moved-site")], ..moved.clone() };
    let out = out.after(Some(Document { moved: None, ..seen }));
    assert_eq!(kinds(changes(&out, &out.clone())), []);
    let open = Document { exit: 8, verdict: "1 of 14 rights could not be checked.".into(), ..Document::default() };
    let found = changes(&Document::default(), &open);
    assert_eq!(found.iter().map(|it| it.kind).collect::<Vec<_>>(), [ChangeKind::Exit]);
}

#[test]
fn the_port_of_a_server_on_this_host_is_no_change_and_another_address_is() {
    let at = |origin: &str| Document { origin: origin.into(), ..Document::default() };
    let here = |port: u16| Document {
        checks: vec![check("api", &[("zone", &format!("Sandbox, 127.0.0.1:{port}"))])],
        ..at(&format!("http://127.0.0.1:{port}"))
    };
    assert_eq!(changes(&here(40001), &here(40002)), []);
    let told = "changed: address: https://b.example:8443 (was: https://a.example:8443)";
    assert_eq!(lines(&at("https://a.example:8443"), &at("https://b.example:8443")), [told]);
    assert_eq!(changes(&at("https://a.example:8443"), &at("https://a.example:9443")).len(), 1);
}
