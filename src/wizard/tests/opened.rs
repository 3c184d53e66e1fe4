//! Saved connections: opened, tested, edited, replaced, removed; and logins that are refused in the middle.

use crate::{
    model::{
        catalog::Catalog,
        certificate::Certificate,
        fault::Fault,
        id::{FieldId, JobId},
        login::{Login, Value},
        right::{Confirmation, Proof, RightId},
        saved::{Connection, LastTest, Name, Pin},
        secret::Secret,
        store_kind::StoreKind,
    },
    wizard::{
        HomeRow, Start, Step, Wizard,
        event::{Button, Consent, Effect, Event, Finish, ItemId, Job, Opened, Progress},
    },
};

use super::situations::{connectwise_values, field, press, proved, start, tested};

pub(crate) fn connection() -> Connection {
    Connection {
        name: Name::new("acme").unwrap(),
        psa: "connectwise".into(),
        integration: "sync365".into(),
        origin: "https://api-eu.myconnectwise.net".parse().unwrap(),
        site: Some("eu".into()),
        pin: None,
        plain: vec![],
        secret_fields: vec![],
        store: StoreKind::File,
        keys_since: None,
        confirmed: vec![],
        saved_at: "2026-11-20T10:00:00Z".into(),
        last_test: None,
    }
}

pub(crate) fn login() -> Login {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&"connectwise".into()).unwrap();
    let kind = |id: &str| facts.field(&FieldId::from(id)).unwrap().kind;
    let values = connectwise_values().map(|(id, text)| (FieldId::from(id), Value::new(kind(id), text))).into();
    let Connection { origin, site, .. } = connection();
    Login::complete(facts, origin, site, &values).unwrap()
}

/// At home, with one connection.
fn at_home() -> Wizard {
    let row =
        HomeRow::Connection { connection: Box::new(connection()), tested: "never".into(), keys: "keys 3 days".into() };
    Wizard::new(Start { home: vec![row], ..start() })
}

/// The end of keeping a test, in which this failed.
pub(crate) fn recorded(fault: Option<&str>) -> Finish {
    let (at, fault) = ("2026-11-23T10:00:00Z".into(), fault.map(ToOwned::to_owned));
    Finish::Recorded(LastTest { at, held: 23, of: 24, fault, counts: vec![] })
}

fn opened(button: Button) -> (Wizard, Vec<Effect>) {
    let mut wizard = at_home();
    let on = Some(ItemId::Connection("acme".into()));
    let job = Job::Open(Name::new("acme").unwrap());
    assert_eq!(wizard.update(Event::Pressed { button, on }), [Effect::Start(JobId(0), job)]);
    let opened = Opened { connection: connection(), login: login() };
    let effects = wizard.update(Event::Finished(JobId(0), Finish::Opened(Box::new(opened))));
    (wizard, effects)
}

#[test]
fn a_saved_connection_is_tested_and_the_result_is_kept_with_it() {
    let (mut wizard, effects) = opened(Button::Test);
    assert_eq!(
        effects,
        [Effect::Start(JobId(1), Job::Test { integration: "sync365".into(), login: login(), consent: Consent::No })]
    );
    let effects = wizard.update(Event::Finished(JobId(1), Finish::Tested));
    assert!(matches!(effects.as_slice(), [Effect::Start(JobId(2), Job::Record { .. })]), "{effects:?}");
    assert_eq!(wizard.update(Event::Finished(JobId(2), recorded(None))), []);
    assert_eq!(wizard.update(press(Button::Back)), []);
    assert_eq!(wizard.step(), Step::Home);
}

#[test]
fn the_home_screen_says_what_the_last_test_found() {
    let (mut wizard, _) = opened(Button::Test);
    let mut test_again = |job, fault| {
        let _ = wizard.update(Event::Finished(JobId(job), Finish::Tested));
        let _ = wizard.update(Event::Finished(JobId(job + 1), recorded(fault)));
        let _ = wizard.update(press(Button::Back));
        let home = format!("{:?}", wizard.screen().items);
        let _ = wizard.update(Event::Pressed { button: Button::Test, on: Some(ItemId::Connection("acme".into())) });
        let opened = Opened { connection: connection(), login: login() };
        let _ = wizard.update(Event::Finished(JobId(job + 2), Finish::Opened(Box::new(opened))));
        home
    };
    let failed = test_again(1, Some("the host is down"));
    assert!(failed.contains("just now") && failed.contains("test failed"), "{failed}");
    assert!(failed.contains("Last test: the host is down. "), "{failed}");
    let well = test_again(4, None);
    assert!(well.contains("23/24 rights") && !well.contains("Last test"), "{well}");
}

#[test]
fn a_confirmation_by_hand_is_kept_with_an_opened_connection() {
    let (mut wizard, _) = opened(Button::Test);
    let open = Proof::Unproven { because: "the API has no request that shows it".into() };
    let _ = wizard.update(Event::Progressed(JobId(1), proved("finance.agreements", open)));
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Tested));
    let _ = wizard.update(Event::Finished(JobId(2), recorded(None)));
    let on = Some(ItemId::Right("finance.agreements".into()));
    let _ = wizard.update(Event::Pressed { button: Button::Confirm, on });
    let _ = wizard.update(press(Button::Yes));
    let word = Confirmation { by: "tech".into(), at: "2026-11-23T10:00:00Z".into() };
    let stamped = Finish::Stamped("finance.agreements".into(), word.clone());
    let effects = wizard.update(Event::Finished(JobId(3), stamped));
    let [Effect::Start(JobId(4), Job::Record { report, .. })] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(report.rights[0].confirmed, Some(word));
}

#[test]
fn a_word_that_is_taken_back_goes_from_the_screen_the_next_test_and_the_saved_connection() {
    let (mut wizard, _) = opened(Button::Test);
    let right = || RightId::from("finance.agreements");
    let open =
        || proved("finance.agreements", Proof::Unproven { because: "the API has no request that shows it".into() });
    let _ = wizard.update(Event::Progressed(JobId(1), open()));
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Tested));
    let _ = wizard.update(Event::Finished(JobId(2), recorded(None)));
    let confirm = || Event::Pressed { button: Button::Confirm, on: Some(ItemId::Right(right())) };
    let _ = wizard.update(confirm());
    let _ = wizard.update(press(Button::Yes));
    let word = Confirmation { by: "tech".into(), at: "2026-11-23T10:00:00Z".into() };
    let _ = wizard.update(Event::Finished(JobId(3), Finish::Stamped(right(), word)));
    let _ = wizard.update(Event::Finished(JobId(4), recorded(None)));
    let is_confirmed = |wizard: &Wizard| format!("{:?}", wizard.screen()).contains("confirmed by tech");

    assert!(
        wizard.screen().buttons.iter().any(|it| it.button == Button::Confirm),
        "the last one, too, can be taken back"
    );
    assert_eq!(wizard.update(confirm()), []);
    let screen = wizard.screen();
    assert_eq!(screen.notice.unwrap().says, "Take back what was confirmed by hand?");
    assert_eq!(screen.buttons[0].button, Button::No);
    assert!(format!("{:?}", screen.items).contains("Finance / Agreements: confirmed by tech on 2026-11-23"));
    assert_eq!(wizard.update(press(Button::No)), []);
    assert!(is_confirmed(&wizard), "nothing was taken back");

    let _ = wizard.update(confirm());
    let effects = wizard.update(press(Button::Yes));
    let [Effect::Start(JobId(5), Job::Record { report, .. })] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(report.rights[0].confirmed, None);
    assert!(report.taken_back.contains(&right()), "what is saved of it goes");
    assert!(!is_confirmed(&wizard));
    let _ = wizard.update(Event::Finished(JobId(5), recorded(None)));
    let _ = wizard.update(press(Button::RetryAll));
    let _ = wizard.update(Event::Progressed(JobId(6), open()));
    let _ = wizard.update(Event::Finished(JobId(6), Finish::Tested));
    assert!(!is_confirmed(&wizard), "the next test does not bring it back");
}

#[test]
fn a_right_looked_up_again_is_kept_with_an_opened_connection() {
    let (mut wizard, _) = opened(Button::Test);
    let _ = wizard.update(Event::Progressed(JobId(1), proved("finance.agreements", Proof::Missing)));
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Tested));
    let _ = wizard.update(Event::Finished(JobId(2), recorded(None)));
    let on = Some(ItemId::Right("finance.agreements".into()));
    let _ = wizard.update(Event::Pressed { button: Button::RetryRight, on });
    let _ = wizard.update(Event::Progressed(JobId(3), proved("finance.agreements", Proof::Granted)));
    let effects = wizard.update(Event::Finished(JobId(3), Finish::Tested));
    assert!(matches!(effects.as_slice(), [Effect::Start(JobId(4), Job::Record { .. })]), "{effects:?}");
}

#[test]
fn editing_an_opened_connection_keeps_its_pin() {
    let pin = Certificate {
        sha256: format!("AB{}", ":CD".repeat(31)),
        subject: "psa.example".into(),
        issuer: "psa.example".into(),
        not_before: "2026-02-01".into(),
        not_after: "2028-02-01".into(),
    };
    let mut wizard = at_home();
    let on = Some(ItemId::Connection("acme".into()));
    let _ = wizard.update(Event::Pressed { button: Button::Edit, on });
    let opened = Opened { connection: connection(), login: login().pinned(Some(pin.clone())) };
    let _ = wizard.update(Event::Finished(JobId(0), Finish::Opened(Box::new(opened))));
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    let effects = wizard.update(press(Button::Next));
    let [Effect::Start(_, Job::Test { login, .. })] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(login.pin, Some(pin));
}

#[test]
fn a_trusted_certificate_is_told_on_the_home_screen() {
    let certificate = Certificate {
        sha256: format!("AB{}", ":CD".repeat(31)),
        subject: "psa.example".into(),
        issuer: "psa.example".into(),
        not_before: "2026-02-01".into(),
        not_after: "2028-02-01".into(),
    };
    let confirmed = Confirmation { by: "tech".into(), at: "2026-11-23T10:00:00Z".into() };
    let connection = Connection { pin: Some(Pin { certificate, confirmed }), ..connection() };
    let row =
        HomeRow::Connection { connection: Box::new(connection), tested: "never".into(), keys: "keys 3 days".into() };
    let wizard = Wizard::new(Start { home: vec![row], ..start() });
    assert!(format!("{:?}", wizard.screen().items).contains("SHA-256 ending in CDCDCDCD"));
}

#[test]
fn the_test_of_a_changed_login_is_not_kept_with_the_saved_one() {
    let (mut wizard, _) = opened(Button::Edit);
    assert_eq!(wizard.step(), Step::Site);
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(Event::Typed(field("private_key"), Secret::new("Another1Key2Here")));
    let effects = wizard.update(press(Button::Next));
    assert!(matches!(effects.as_slice(), [Effect::Start(JobId(1), Job::Test { .. })]), "{effects:?}");
    assert_eq!(wizard.update(Event::Finished(JobId(1), Finish::Tested)), []);
}

#[test]
fn a_removed_connection_leaves_the_list_even_when_it_was_broken() {
    let fault = Fault::Local { what: "its file cannot be read".into(), remedy: "Remove it.".into() };
    let row = HomeRow::Broken { name: "acme".into(), fault };
    let mut wizard = Wizard::new(Start { home: vec![row], ..start() });
    let on = Some(ItemId::Connection("acme".into()));
    assert_eq!(wizard.update(Event::Pressed { button: Button::Remove, on }), []);
    let effects = wizard.update(press(Button::Yes));
    assert_eq!(effects, [Effect::Start(JobId(0), Job::Remove(Name::new("acme").unwrap()))]);
    assert_eq!(wizard.update(press(Button::Back)), []);
    assert_eq!(wizard.update(Event::Finished(JobId(0), Finish::Removed(vec![]))), []);
    assert!(!format!("{:?}", wizard.screen().items).contains("acme"));
}

#[test]
fn no_answers_twice_to_a_question_removes_nothing() {
    let mut wizard = at_home();
    let on = Some(ItemId::Connection("acme".into()));
    let _ = wizard.update(Event::Pressed { button: Button::Remove, on });
    assert_eq!(wizard.update(press(Button::No)), []);
    assert!(format!("{:?}", wizard.screen().items).contains("acme"));
}

#[test]
fn a_login_refused_in_the_preview_is_not_sent_again_by_going_back_and_forth() {
    let mut wizard = tested(&[]);
    let _ = wizard.update(press(Button::Next));
    let fault = Fault::BadLogin { host: "api-eu.myconnectwise.net".into(), hints: vec![] };
    let _ = wizard.update(Event::Progressed(JobId(1), Progress::ListFailed("companies".into(), fault)));
    assert_eq!(wizard.update(press(Button::Back)), [Effect::Cancel(JobId(1))]);
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert_eq!(wizard.step(), Step::Preview);
}

#[test]
fn a_confirmation_by_hand_does_not_travel_to_another_login() {
    let open = || Proof::Unproven { because: "the API has no request that shows it".into() };
    let mut wizard = tested(&[("finance.agreements", open())]);
    let on = Some(ItemId::Right("finance.agreements".into()));
    let _ = wizard.update(Event::Pressed { button: Button::Confirm, on });
    let _ = wizard.update(press(Button::Yes));
    let word = Confirmation { by: "tech".into(), at: "2026-11-23T10:00:00Z".into() };
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Stamped("finance.agreements".into(), word)));
    assert!(format!("{:?}", wizard.screen()).contains("confirmed by tech"));
    let _ = wizard.update(press(Button::Back));
    let _ = wizard.update(Event::Typed(field("company"), Secret::new("other")));
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(Event::Progressed(JobId(2), proved("finance.agreements", open())));
    assert!(!format!("{:?}", wizard.screen()).contains("confirmed by tech"));
}
