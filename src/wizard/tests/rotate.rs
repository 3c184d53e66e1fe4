//! A second key in the place of the first: what stays, what is compared, what is asked, what is sent.

use crate::{
    model::{
        catalog::Catalog,
        document::Document,
        fault::Fault,
        id::{FieldId, JobId},
        login::Value,
        report::{Check, CheckOutcome, Report},
        right::{Confirmation, Proof},
        rotation::OldKey,
        saved::{Connection, Name, Replace, SavedAt},
        secret::Secret,
        store_kind::StoreKind,
    },
    wizard::{
        HomeRow, Start, Step, Wizard,
        event::{Button, Consent, Effect, Event, Finish, ItemId, Job, Opened, Progress},
        screen::{Item, Screen, Tone},
    },
};

use super::{
    opened::{connection, login},
    situations::{checked, field, press, proved, start},
};

const SECOND: [(&str, &str); 2] = [("public_key", "Pub2KeyCanary567"), ("private_key", "Priv2KeyCanary56")];

/// At the guide, with the connection opened.
fn begun() -> Wizard {
    begun_with(&connection())
}

fn begun_with(saved: &Connection) -> Wizard {
    let row =
        HomeRow::Connection { connection: Box::new(saved.clone()), tested: "never".into(), keys: "keys 3 days".into() };
    let mut wizard = Wizard::new(Start { home: vec![row], ..start() });
    let on = Some(ItemId::Connection("acme".into()));
    let job = Job::Open(Name::new("acme").unwrap());
    assert_eq!(wizard.update(Event::Pressed { button: Button::Rotate, on }), [Effect::Start(JobId(0), job)]);
    let opened = Opened { connection: saved.clone(), login: login() };
    assert_eq!(wizard.update(Event::Finished(JobId(0), Finish::Opened(Box::new(opened)))), []);
    assert_eq!(wizard.step(), Step::Guide);
    wizard
}

fn enter(wizard: &mut Wizard, fields: &[(&str, &str)]) {
    for (id, text) in fields {
        assert_eq!(wizard.update(Event::Typed(field(id), Secret::new(*text))), []);
    }
}

/// The test of the second key has begun as job 1.
fn testing() -> Wizard {
    testing_with(&connection())
}

fn testing_with(saved: &Connection) -> Wizard {
    let mut wizard = begun_with(saved);
    let _ = wizard.update(press(Button::Next));
    enter(&mut wizard, &SECOND);
    let effects = wizard.update(press(Button::Next));
    let [Effect::Start(JobId(1), Job::Test { login: second, consent: Consent::No, .. })] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!((&second.origin, &second.pin), (&login().origin, &login().pin));
    assert_eq!(second.plain("company"), login().plain("company"));
    assert_eq!(second.secret("client_id"), login().secret("client_id"));
    assert_ne!(second.secret("public_key"), login().secret("public_key"));
    wizard
}

/// The document of a test in which each needed right stands like this.
fn document(proof: &Proof, identity: &str) -> Document {
    document_of(&connection(), proof, identity)
}

fn document_of(saved: &Connection, proof: &Proof, identity: &str) -> Document {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&"connectwise".into()).unwrap();
    let product = catalog.integration("sync365").unwrap();
    let mut report = Report { identity: Some(identity.into()), ..Report::default() };
    for right in &product.needs(&facts.id).unwrap().rights {
        let Progress::Proved(finding) = proved(&right.function.0, proof.clone()) else { unreachable!() };
        report.proved(finding);
    }
    Document::of(saved, facts, product, &report, "2026-11-20T10:00:00Z")
}

/// Tested and compared; the rights of the second key stand like this.
fn compared(proof: &Proof, identity: &str) -> Wizard {
    let mut wizard = come_to_the_end(&connection(), proof, identity, document(&Proof::Granted, "S365"));
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert_eq!(wizard.step(), Step::Save);
    wizard
}

/// At the test, which came to its end as job 1; the last test was read as job 2.
fn come_to_the_end(saved: &Connection, proof: &Proof, identity: &str, last: Document) -> Wizard {
    let mut wizard = testing_with(saved);
    let catalog = Catalog::embedded();
    let needs = catalog.integration("sync365").unwrap().needs(&"connectwise".into()).unwrap().clone();
    let _ = wizard.update(Event::Progressed(JobId(1), checked(Check::Login, CheckOutcome::Passed("ok".into()))));
    let _ = wizard.update(Event::Progressed(JobId(1), Progress::Identified(crate::model::shown::Shown::new(identity))));
    for right in &needs.rights {
        let _ = wizard.update(Event::Progressed(JobId(1), proved(&right.function.0, proof.clone())));
    }
    let effects = wizard.update(Event::Finished(JobId(1), Finish::Tested));
    assert_eq!(effects, [Effect::Start(JobId(2), Job::LastTest(Name::new("acme").unwrap()))]);
    assert_eq!(wizard.update(Event::Finished(JobId(2), Finish::LastTest(Some(Box::new(last))))), []);
    wizard
}

/// The API shows no right, to neither key; somebody vouched for this one while the first was in use.
fn vouched(right: &str) -> Wizard {
    let word = Confirmation { by: "tech".into(), at: "2026-11-01T10:00:00Z".into() };
    let saved = Connection { confirmed: vec![(right.into(), word)], ..connection() };
    let last = document_of(&saved, &unshown(), "S365");
    assert!(last.right(right).is_some_and(|it| it.confirmed.is_some()), "the last test says so");
    come_to_the_end(&saved, &unshown(), "S365", last)
}

fn unshown() -> Proof {
    Proof::Unproven { because: "the API has no request that shows it".into() }
}

/// The words by hand that would be saved with the second key.
fn words_saved(mut wizard: Wizard) -> Vec<String> {
    let _ = wizard.update(press(Button::Next));
    let effects = wizard.update(press(Button::Next));
    let [Effect::Start(_, Job::Save(to_save))] = effects.as_slice() else { panic!("{effects:?}") };
    let vouched = to_save.report.iter().flat_map(|it| &it.rights).filter(|it| it.confirmed.is_some());
    vouched.map(|it| it.right.0.clone()).collect()
}

fn switched() -> Wizard {
    let mut wizard = compared(&Proof::Granted, "S365");
    let effects = wizard.update(press(Button::Next));
    let [Effect::Start(JobId(3), Job::Save(to_save))] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((to_save.replace, to_save.store, &to_save.keys_since), (Replace::Yes, StoreKind::File, &None));
    assert_eq!(to_save.name, connection().name);
    let at =
        SavedAt { name: connection().name, connection: String::new(), store: StoreKind::File, secret: String::new() };
    let _ = wizard.update(Event::Finished(JobId(3), Finish::Saved(at)));
    assert_eq!(wizard.step(), Step::Done);
    wizard
}

fn says(screen: &Screen) -> String {
    let text = |it: &Item| if let Item::Text { text, .. } = it { Some(text.clone()) } else { None };
    let notice = screen.notice.iter().map(|it| format!("{} {}", it.says, it.remedy));
    screen.items.iter().filter_map(text).chain(notice).collect::<Vec<_>>().join("\n")
}

fn fields(screen: &Screen) -> Vec<ItemId> {
    screen.items.iter().filter_map(|it| if let Item::Field(it) = it { Some(it.id.clone()) } else { None }).collect()
}

#[test]
fn only_what_a_second_key_changes_is_asked_and_the_rest_is_shown() {
    let mut wizard = begun();
    let _ = wizard.update(press(Button::Next));
    let screen = wizard.screen();
    assert_eq!(fields(&screen), [field("public_key"), field("private_key")]);
    assert!(says(&screen).contains("Company ID: acme"), "{}", says(&screen));
    assert!(says(&screen).contains("Client ID: as it is, 36 characters"), "{}", says(&screen));
}

#[test]
fn the_keys_in_use_are_noticed_and_not_sent() {
    for taken in [&["public_key", "private_key"][..], &["public_key"], &["private_key"]] {
        let mut wizard = begun();
        let _ = wizard.update(press(Button::Next));
        enter(&mut wizard, &SECOND);
        for id in taken {
            let Some(Value::Secret(now)) = login().values().get(&FieldId::from(*id)).cloned() else { panic!("{id}") };
            let _ = wizard.update(Event::Typed(field(id), now));
        }
        assert_eq!(wizard.update(press(Button::Next)), []);
        assert_eq!(wizard.step(), Step::Login);
        assert!(says(&wizard.screen()).contains("in use"), "{}", says(&wizard.screen()));
    }
}

#[test]
fn of_a_pasted_note_only_the_key_is_taken_and_another_company_is_said() {
    let mut wizard = begun();
    let _ = wizard.update(press(Button::Next));
    let note = "company id: other\npublic key: Pub2KeyCanary567\nprivate key: Priv2KeyCanary56";
    let _ = wizard.update(Event::Pasted(field("public_key"), Secret::new(note)));
    let told = says(&wizard.screen());
    assert!(told.contains("another value for Company ID"), "{told}");
    let _ = wizard.update(press(Button::UsePasted));
    let effects = wizard.update(press(Button::Next));
    let [Effect::Start(_, Job::Test { login: second, .. })] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(second.plain("company"), "acme");
}

#[test]
fn the_site_and_its_certificate_cannot_be_changed_on_the_way() {
    let mut wizard = testing();
    let fault = Fault::Unreachable { host: "h".into() };
    let _ = wizard.update(Event::Progressed(JobId(1), checked(Check::Tcp, CheckOutcome::Failed(fault))));
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Tested));
    for button in [Button::Trust, Button::Unpin, Button::UseNewSite] {
        assert_eq!(wizard.update(press(button)), []);
    }
    let _ = wizard.update(press(Button::Mend));
    assert_eq!(wizard.step(), Step::Login);
}

#[test]
fn a_second_key_that_loses_nothing_is_switched_to_in_one_step() {
    let wizard = switched();
    assert!(wizard.screen().buttons.iter().any(|it| it.button == Button::CheckOldKey));
}

#[test]
fn a_lost_right_is_named_and_wants_a_tick() {
    let mut wizard = compared(&Proof::Missing, "S365");
    let told = says(&wizard.screen());
    assert!(told.contains("Lost: Finance / Agreements"), "{told}");
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert_eq!(wizard.step(), Step::Save);
    let _ = wizard.update(Event::Chose(ItemId::Tick("switch-anyway".into())));
    let effects = wizard.update(press(Button::Next));
    assert!(matches!(effects.as_slice(), [Effect::Start(_, Job::Save(_))]), "{effects:?}");
}

#[test]
fn another_member_is_said() {
    let told = says(&compared(&Proof::Granted, "Somebody").screen());
    assert!(told.contains("not the same API user") && told.contains("was: S365"), "{told}");
}

#[test]
fn without_a_last_test_the_second_key_is_held_against_the_need() {
    let mut wizard = testing();
    let _ = wizard.update(Event::Progressed(JobId(1), checked(Check::Login, CheckOutcome::Passed("ok".into()))));
    let _ = wizard.update(Event::Progressed(JobId(1), proved("finance.agreements", Proof::Missing)));
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Tested));
    let _ = wizard.update(Event::Finished(JobId(2), Finish::LastTest(None)));
    let _ = wizard.update(press(Button::Next));
    assert!(says(&wizard.screen()).contains("Finance / Agreements is missing"), "{}", says(&wizard.screen()));
    assert_eq!(wizard.update(press(Button::Next)), []);
}

#[test]
fn a_key_that_was_not_tested_is_not_switched_to_without_a_tick() {
    let mut wizard = testing();
    let _ = wizard.update(press(Button::Stop));
    let _ = wizard.update(press(Button::Next));
    assert_eq!((wizard.step(), wizard.update(press(Button::Next))), (Step::Save, vec![]));
}

#[test]
fn words_by_hand_hold_for_the_same_user_only() {
    for (identity, kept) in [("S365", true), ("Somebody", false)] {
        let mut saved = connection();
        let word = Confirmation { by: "tech".into(), at: "2026-11-01T10:00:00Z".into() };
        saved.confirmed = vec![("finance.agreements".into(), word)];
        let open = Proof::Unproven { because: "so".into() };
        let Progress::Proved(finding) = proved("finance.agreements", open) else { unreachable!() };
        let mut report = Report { identity: Some(identity.into()), ..Report::default() };
        report.proved(finding);
        crate::model::rotation::keep_words(&mut report, &saved, &document(&Proof::Granted, "S365"));
        assert_eq!(report.rights[0].confirmed.is_some(), kept);
    }
}

#[test]
fn a_word_that_is_taken_back_is_gone_and_not_lost_by_the_second_key() {
    let mut wizard = vouched("finance.agreements");
    let on = Some(ItemId::Right("finance.agreements".into()));
    assert_eq!(wizard.update(Event::Pressed { button: Button::Confirm, on }), []);
    assert_eq!(wizard.update(press(Button::Yes)), [], "the saved connection stands for the first key");
    assert_eq!(wizard.update(press(Button::Next)), []);
    let told = says(&wizard.screen());
    assert!(told.contains("nothing is lost") && !told.contains("confirmed"), "{told}");
    assert_eq!(wizard.update(press(Button::Back)), []);
    assert_eq!(words_saved(wizard), [""; 0]);
}

#[test]
fn a_word_by_hand_outlives_another_look_at_its_right() {
    let mut wizard = vouched("finance.agreements");
    let on = Some(ItemId::Right("finance.agreements".into()));
    let effects = wizard.update(Event::Pressed { button: Button::RetryRight, on });
    assert!(matches!(effects.as_slice(), [Effect::Start(JobId(3), Job::TestRight { .. })]), "{effects:?}");
    let _ = wizard.update(Event::Progressed(JobId(3), proved("finance.agreements", unshown())));
    assert_eq!(wizard.update(Event::Finished(JobId(3), Finish::Tested)), []);
    assert_eq!(words_saved(wizard), ["finance.agreements"]);
}

#[test]
fn the_old_key_is_sent_when_it_is_pressed_and_never_again_once_it_is_dead() {
    let mut wizard = switched();
    let effects = wizard.update(press(Button::CheckOldKey));
    assert_eq!(effects, [Effect::Start(JobId(4), Job::CheckOldKey(Name::new("acme").unwrap()))]);
    assert_eq!(wizard.update(press(Button::CheckOldKey)), [], "one at a time");
    let _ = wizard.update(Event::Finished(JobId(4), Finish::CheckedOldKey(OldKey::Alive)));
    assert_eq!(wizard.screen().notice.map(|it| it.tone), Some(Tone::Bad));
    let effects = wizard.update(press(Button::CheckOldKey));
    assert!(matches!(effects.as_slice(), [Effect::Start(JobId(5), _)]), "{effects:?}");
    let _ = wizard.update(Event::Finished(JobId(5), Finish::CheckedOldKey(OldKey::Dead { left: None })));
    assert_eq!(wizard.screen().notice.map(|it| it.tone), Some(Tone::Good));
    assert_eq!(wizard.update(press(Button::CheckOldKey)), []);
}

#[test]
fn back_leads_home_and_a_new_connection_is_no_rotation() {
    let mut wizard = begun();
    let _ = wizard.update(press(Button::Back));
    assert_eq!(wizard.step(), Step::Home);
    let _ = wizard.update(press(Button::New));
    assert_eq!(wizard.screen().steps.len(), Step::ALL.len());
}
