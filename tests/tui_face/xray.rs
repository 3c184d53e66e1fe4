//! Pictures of what a test found: layers and rights in full, hidden rows, what is left, and the questions that follow.

use std::time::Duration;

use crossterm::event::KeyCode;
use psa_connect::{
    model::{
        catalog::Catalog,
        certificate::Certificate,
        fault::{CertificateFault, Fault},
        id::FieldId,
        login::{Login, Value},
        report::{Check, CheckOutcome, Moved, Seen, Sight},
        saved::{Connection, LastTest, Name},
        store_kind::StoreKind,
    },
    wizard::{
        HomeRow,
        event::{Button, Event, Finish, ItemId, Opened, Progress},
    },
};

use crate::{
    play::{echo, played},
    screens,
    steps::{Play, SHA256},
};

fn certificate() -> Certificate {
    Certificate {
        sha256: SHA256.into(),
        subject: "psa.northwind.example".into(),
        issuer: "psa.northwind.example".into(),
        not_before: "2026-02-01".into(),
        not_after: "2028-02-01".into(),
    }
}

/// A test that TLS ended.
fn distrusted(what: CertificateFault) -> Play {
    let mut play = Play::new("connectwise");
    play.reach_the_test();
    play.checks(Check::Tcp);
    let fault =
        Fault::Certificate { host: "api-eu.myconnectwise.net".into(), what, shown: Some(Box::new(certificate())) };
    play.check(Check::Tls, CheckOutcome::Failed(fault));
    play.end(Finish::Tested);
    play
}

fn sight(check: &str, looks_for: &str, seen: Seen) -> Progress {
    Progress::Sighted(Sight {
        check: check.into(),
        looks_for: looks_for.into(),
        right: "finance.agreements".into(),
        seen,
        doubt: None,
        confirmed: None,
        request: "GET /procurement/products?fields=agreement/id, then GET /finance/agreements?conditions=id in (…)"
            .into(),
        took: Duration::from_millis(260),
    })
}

fn hidden() -> Seen {
    let examples = vec!["agreement 1042 (of product 17)".to_owned(), "agreement 1077 (of product 23)".to_owned()];
    Seen::Hidden { hidden: 3, of: 40, examples }
}

#[test]
fn layers_and_rights_tell_everything_on_a_page_of_their_own() {
    let mut play = Play::new("connectwise");
    play.reach_the_test();
    play.checks(Check::Limits);
    play.news(sight("agreements-of-products", "agreements that products belong to", hidden()));
    play.news(sight("parents-of-agreements", "parents of agreements", Seen::All { of: 12 }));
    play.news(sight(
        "types-of-agreements",
        "types of agreements",
        Seen::Unclear("the list of types was refused".into()),
    ));
    play.rights("procurement.product-catalog");
    play.picture_on("xray_right", &ItemId::Right("procurement.product-catalog".into()));
    play.page("xray_right_page", &ItemId::Right("procurement.product-catalog".into()));
    play.picture_on("hidden_rows", &ItemId::Sight("agreements-of-products".into()));
    play.page("hidden_rows_page", &ItemId::Sight("agreements-of-products".into()));
    play.send(Event::Chose(ItemId::Layers));
    play.picture_on("xray_layers", &ItemId::Check(Check::Tls));
    play.page("xray_layer_page", &ItemId::Check(Check::Tls));
}

#[test]
fn a_certificate_is_shown_whole_before_it_is_trusted() {
    let mut play = distrusted(CertificateFault::SelfSigned);
    play.picture("self_signed");
    play.page("self_signed_page", &ItemId::Check(Check::Tls));
    play.press(Button::Trust);
    play.picture("trust_question");
    play.press(Button::Yes);
    play.checks(Check::Limits);
    play.rights("");
    play.press(Button::Next);
    play.preview();
    play.press(Button::Next);
    play.picture("save_with_pin");
}

#[test]
fn a_changed_certificate_is_told_with_both_fingerprints() {
    let pinned: String = SHA256.chars().rev().collect();
    let mut play = distrusted(CertificateFault::Changed { pinned, presented: SHA256.into(), flaw: None });
    play.picture("changed_certificate");
    play.press(Button::Trust);
    play.picture("changed_question");
}

#[test]
fn a_moved_site_is_offered_with_both_addresses() {
    let mut play = Play::new("autotask");
    play.reach_the_test();
    play.checks(Check::Api);
    let to = "https://webservices6.autotask.net".parse().unwrap();
    let fault = Fault::MovedSite { host: "webservices3.autotask.net".into(), to, hints: vec![] };
    play.check(Check::Login, CheckOutcome::Failed(fault));
    play.end(Finish::Tested);
    play.picture("moved");
    play.press(Button::UseNewSite);
    play.picture("moved_question");
}

#[test]
fn a_site_that_moved_without_a_failure_is_told_too() {
    let mut play = Play::new("autotask");
    play.reach_the_test();
    play.checks(Check::Limits);
    let to = "https://webservices6.autotask.net".parse().unwrap();
    play.news(Progress::Moved(Moved { to, by: "the zone look-up" }));
    play.rights("");
    play.picture("moved_but_works");
}

#[test]
fn a_login_that_was_refused_before_says_how_often_when_and_what_sends_it() {
    for psa in ["autotask", "connectwise"] {
        let mut play = Play::new(psa);
        play.reach_the_test();
        play.checks(Check::Api);
        let fault = Fault::RefusedBefore { host: "the PSA".into(), attempts: 2, last: "12 minutes ago".into() };
        play.check(Check::Login, CheckOutcome::Failed(fault));
        play.end(Finish::Tested);
        play.picture("refused_before");
    }
}

fn saved() -> (Connection, Login) {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&"connectwise".into()).unwrap();
    let value = |id: &str, text: &str| {
        let id = FieldId::from(id);
        let kind = facts.field(&id).unwrap().kind;
        (id, Value::new(kind, text))
    };
    let values = [
        value("company", "northwind"),
        value("public_key", "Pub1Key2Abcd3Efg"),
        value("private_key", "Prv1Key2Abcd3Efg"),
        value("client_id", "0f9e8d7c-6b5a-4c3d-9e2f-112233445566"),
    ];
    let origin: psa_connect::model::origin::Origin = "https://api-eu.myconnectwise.net".parse().unwrap();
    let login = Login::complete(facts, origin.clone(), Some("eu".into()), &values.into()).unwrap();
    let connection = Connection {
        name: Name::new("northwind").unwrap(),
        psa: "connectwise".into(),
        integration: "sync365".into(),
        origin,
        site: Some("eu".into()),
        pin: None,
        plain: vec![],
        secret_fields: vec![],
        store: StoreKind::File,
        keys_since: None,
        confirmed: vec![],
        saved_at: "2026-11-20T10:00:00Z".into(),
        last_test: Some(LastTest { at: "2026-11-20T10:00:00Z".into(), held: 12, of: 14, fault: None, counts: vec![] }),
    };
    (connection, login)
}

#[test]
fn a_re_test_shows_what_is_left_and_everything_on_demand() {
    let (connection, login) = saved();
    let row = HomeRow::Connection {
        connection: Box::new(connection.clone()),
        tested: "4 days ago".into(),
        keys: "keys 3 days".into(),
    };
    let mut play = Play::with("connectwise", vec![row]);
    play.send(Event::Chose(ItemId::Connection("northwind".into())));
    play.end(Finish::Opened(Box::new(Opened { connection, login })));
    play.checks(Check::Limits);
    play.news(sight("agreements-of-products", "agreements that products belong to", hidden()));
    play.rights("procurement.product-catalog");
    play.recorded();
    play.picture("things_left");
    play.press(Button::ShowAll);
    play.picture("things_left_all");
}

#[tokio::test(start_paused = true)]
async fn enter_opens_the_page_of_a_row_tab_turns_it_and_escape_closes_it() {
    let _ = played(screens::test(), echo, async |hands, glass| {
        hands.key(KeyCode::Home).await;
        hands.key(KeyCode::Enter).await;
        assert!(
            glass.text().contains("name look-up · OK") && !glass.text().contains("Confirm row"),
            "{}",
            glass.text()
        );
        for _ in 0..5 {
            hands.key(KeyCode::Tab).await;
        }
        assert!(glass.text().contains("Finance / Agreements · In part"), "{}", glass.text());
        hands.typed("c").await;
        assert_eq!(hands.told(), Vec::<String>::new(), "what could be checked cannot be confirmed by hand");
        hands.typed("r").await;
        assert_eq!(hands.told(), [r#"pressed RetryRight on Right(RightId("b"))"#]);
        hands.key(KeyCode::BackTab).await;
        hands.key(KeyCode::Esc).await;
        assert!(glass.text().contains("[ Retry row ]"), "{}", glass.text());
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_button_is_about_the_row_that_had_the_focus() {
    let _ = played(screens::test(), echo, async |hands, glass| {
        for _ in 0..4 {
            hands.key(KeyCode::Home).await;
            for _ in 0..6 {
                hands.key(KeyCode::Down).await;
            }
        }
        hands.typed("r").await;
        assert_eq!(hands.told(), [r#"pressed RetryRight on Right(RightId("c"))"#]);
        hands.key(KeyCode::End).await;
        hands.typed("r").await;
        assert_eq!(hands.told(), [r#"pressed RetryRight on Right(RightId("g"))"#], "the end of the list comes first");
        hands.key(KeyCode::End).await;
        hands.typed("r").await;
        assert_eq!(hands.told(), [r#"pressed RetryRight on Right(RightId("g"))"#]);
        assert!(glass.text().contains('›'), "that row is marked: {}", glass.text());
    })
    .await;
}
