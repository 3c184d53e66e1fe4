//! What a test found and what may follow from it: pins, moved sites, refusals, hidden rows, what is left.

use std::time::Duration;

use crate::{
    model::{
        catalog::Catalog,
        fault::{CertificateFault, Fault},
        id::JobId,
        origin::Origin,
        report::{Beyond, Check, CheckOutcome, Excess, Moved, Report, Seen, Sight},
        right::{Confirmation, Proof, RightId},
        secret::Secret,
    },
    wizard::{
        Step, Wizard,
        event::{Button, Consent, Effect, Event, Finish, ItemId, Job, Progress},
        matrix,
        screen::{FindingState, Item, StepState, Tone},
    },
};

use super::pins::certificate;
use super::situations::{checked, field, press, refused, tested, testing};

pub(super) const HOST: &str = "api-eu.myconnectwise.net";

/// Plays a test that ends at a check.
pub(super) fn failed(check: Check, fault: Fault) -> Wizard {
    let (mut wizard, _) = testing();
    wizard.update(Event::Progressed(JobId(0), checked(check, CheckOutcome::Failed(fault))));
    assert_eq!(wizard.update(Event::Finished(JobId(0), Finish::Tested)), []);
    wizard
}

pub(super) fn offers(wizard: &Wizard, button: Button) -> bool {
    wizard.screen().buttons.iter().any(|it| it.button == button)
}

pub(super) fn test_job(effects: &[Effect]) -> Option<(&crate::model::login::Login, Consent)> {
    match effects {
        [Effect::Start(_, Job::Test { login, consent, .. })] => Some((login, *consent)),
        _ => None,
    }
}

pub(super) fn words(wizard: &Wizard) -> String {
    format!("{:?}", wizard.screen())
}

#[test]
fn a_moved_site_gets_the_keys_only_after_a_yes() {
    let to: Origin = "https://api-au.myconnectwise.net".parse().unwrap();
    let fault = Fault::MovedSite { host: HOST.into(), to: to.clone(), hints: vec![] };
    let mut wizard = failed(Check::Login, fault);
    assert_eq!(wizard.update(press(Button::UseNewSite)), []);
    assert!(words(&wizard).contains(HOST) && words(&wizard).contains("api-au.myconnectwise.net"));
    assert_eq!(wizard.update(press(Button::No)), []);
    let _ = wizard.update(press(Button::UseNewSite));
    let effects = wizard.update(press(Button::Yes));
    let (login, consent) = test_job(&effects).unwrap();
    assert_eq!((&login.origin, consent), (&to, Consent::No));
}

#[test]
fn a_site_that_moved_quietly_is_offered_too() {
    let mut wizard = tested(&[]);
    assert!(!offers(&wizard, Button::UseNewSite));
    let _ = wizard.update(press(Button::RetryAll));
    let moved = Moved { to: "https://api-au.myconnectwise.net".parse().unwrap(), by: "the zone look-up" };
    wizard.update(Event::Progressed(JobId(1), Progress::Moved(moved)));
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Tested));
    assert!(offers(&wizard, Button::UseNewSite));
}

#[test]
fn only_test_again_on_a_refused_login_gives_consent() {
    let (_, effects) = testing();
    assert_eq!(test_job(&effects).unwrap().1, Consent::No);
    let effects = tested(&[]).update(press(Button::RetryAll));
    assert_eq!(test_job(&effects).unwrap().1, Consent::No);
    let mut wizard = refused();
    let risk = "whether there is one is not known";
    assert!(words(&wizard).contains(risk));
    assert_eq!(wizard.update(press(Button::RetryAll)), []);
    let effects = wizard.update(press(Button::Yes));
    assert_eq!(test_job(&effects).unwrap().1, Consent::Given);
}

#[test]
fn a_login_of_a_locked_account_is_not_sent_again_by_itself_either() {
    let mut wizard = failed(Check::Login, Fault::Locked { host: HOST.into() });
    assert_eq!(wizard.update(press(Button::RetryAll)), []);
    let effects = wizard.update(press(Button::Yes));
    assert_eq!(test_job(&effects).unwrap().1, Consent::Given);
}

#[test]
fn where_it_cannot_be_told_whether_it_was_refused_test_again_sends_it_all_the_same() {
    let mut wizard = failed(Check::Login, Fault::MaybeRefused { says: "nobody knows".into() });
    assert!(words(&wizard).contains("Nobody knows."));
    assert!(offers(&wizard, Button::Mend));
    assert_eq!(wizard.update(press(Button::RetryAll)), []);
    let effects = wizard.update(press(Button::Yes));
    assert_eq!(test_job(&effects).unwrap().1, Consent::Given);
}

#[test]
fn what_the_guard_held_back_says_how_often_when_and_what_sends_it() {
    let fault = Fault::RefusedBefore { host: HOST.into(), attempts: 2, last: "12 minutes ago".into() };
    let mut wizard = failed(Check::Login, fault);
    let notice = wizard.screen().notice.unwrap();
    assert_eq!(notice.tone, Tone::Warning);
    assert!(notice.says.contains("2 times") && notice.says.contains("12 minutes ago"), "{}", notice.says);
    assert!(notice.remedy.contains("Test again"), "{}", notice.remedy);
    let _ = wizard.update(press(Button::Mend));
    assert_eq!(wizard.step(), Step::Login);
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert_eq!(wizard.update(press(Button::RetryAll)), []);
    let effects = wizard.update(press(Button::Yes));
    assert_eq!(test_job(&effects).unwrap().1, Consent::Given);
}

#[test]
fn keys_of_one_shape_can_change_places_once_they_were_refused() {
    let swap = |wizard: &Wizard| wizard.screen().buttons.into_iter().find(|it| it.button == Button::Swap);
    let mut wizard = refused();
    let _ = wizard.update(press(Button::Back));
    assert_eq!(swap(&wizard).map(|it| it.label), Some("Swap Public key and Private key".into()));
    let _ = wizard.update(press(Button::Swap));
    assert_eq!(wizard.screen().notice.unwrap().says, "\"Public key\" and \"Private key\" have changed places.");
    assert_eq!(swap(&wizard), None, "this login was not refused");
    let effects = wizard.update(press(Button::Next));
    assert_eq!(test_job(&effects).unwrap().1, Consent::No);
}

#[test]
fn consent_is_for_one_test_only() {
    let mut wizard = refused();
    assert_eq!(wizard.update(press(Button::RetryAll)), []);
    let effects = wizard.update(press(Button::Yes));
    assert_eq!(test_job(&effects).unwrap().1, Consent::Given);
    let shown = Some(Box::new(certificate("AA")));
    let fault = Fault::Certificate { host: HOST.into(), what: CertificateFault::SelfSigned, shown };
    wizard.update(Event::Progressed(JobId(1), checked(Check::Tls, CheckOutcome::Failed(fault))));
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Tested));
    let _ = wizard.update(press(Button::Trust));
    let effects = wizard.update(press(Button::Yes));
    assert_eq!(test_job(&effects).unwrap().1, Consent::No);
}

#[test]
fn a_fault_says_whose_job_it_is_and_where_to_click() {
    let fault = Fault::BadLogin { host: HOST.into(), hints: vec![] };
    let notice = failed(Check::Login, fault).screen().notice.unwrap();
    assert_eq!(notice.whose, Some("the PSA's administrator"));
    assert_eq!(notice.menu.as_deref(), Some("System > Members > API Members > (the member) > API Keys"));
    let notice = failed(Check::Tcp, Fault::Unreachable { host: HOST.into() }).screen().notice.unwrap();
    assert_eq!((notice.whose, notice.menu), (Some("the network"), None));
}

#[test]
fn mending_leads_to_where_the_fault_is_mended() {
    let host = || HOST.to_owned();
    let faults = [
        (Check::Lookup, Fault::UnknownHost { host: host() }, Step::Site),
        (Check::Api, Fault::UnknownCompany { company: "acme".into(), host: host() }, Step::Site),
        (Check::Login, Fault::BadLogin { host: host(), hints: vec![] }, Step::Login),
        (Check::Login, Fault::BadClientId { host: host(), says: String::new() }, Step::Login),
        (Check::Login, Fault::Locked { host: host() }, Step::Guide),
        (Check::Login, Fault::Forbidden { request: "GET /x".into() }, Step::Guide),
    ];
    for (check, fault, step) in faults {
        let mut wizard = failed(check, fault.clone());
        let _ = wizard.update(press(Button::Mend));
        assert_eq!(wizard.step(), step, "{fault:?}");
    }
}

fn sighted(seen: Seen) -> Progress {
    Progress::Sighted(Sight {
        check: "agreements-of-products".into(),
        looks_for: "agreements that products belong to".into(),
        right: "finance.agreements".into(),
        seen,
        doubt: None,
        confirmed: None,
        request: "GET /procurement/products".into(),
        took: Duration::from_millis(30),
    })
}

fn state_of(wizard: &Wizard, id: &ItemId) -> Option<FindingState> {
    let finding = |it: Item| if let Item::Finding(it) = it { Some(it) } else { None };
    wizard.screen().items.into_iter().filter_map(finding).find(|it| it.id == *id).map(|it| it.state)
}

/// Plays the whole test once more, with hidden rows.
fn tested_blind() -> Wizard {
    let mut wizard = tested(&[]);
    let _ = wizard.update(press(Button::RetryAll));
    for check in Check::ALL {
        wizard.update(Event::Progressed(JobId(1), checked(check, CheckOutcome::Passed("ok".into()))));
    }
    let hidden = Seen::Hidden { hidden: 3, of: 40, examples: vec!["agreement 1042".into()] };
    wizard.update(Event::Progressed(JobId(1), sighted(hidden)));
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Tested));
    wizard
}

#[test]
fn what_is_beyond_the_need_is_one_row_that_tells_each_right_and_where_it_is_taken_away() {
    let mut wizard = tested(&[]);
    assert_eq!(state_of(&wizard, &ItemId::Excess), None);
    let _ = wizard.update(press(Button::RetryAll));
    let more = |name: &str| Excess { name: name.into(), levels: "edit All".into(), of: Beyond::Right };
    wizard.update(Event::Progressed(
        JobId(1),
        Progress::Exceeded(vec![more("Sales / Quota"), more("System / Security")]),
    ));
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Tested));
    let _ = wizard.update(press(Button::ShowAll));
    let finding = |it: Item| if let Item::Finding(it) = it { Some(it) } else { None };
    let row = wizard.screen().items.into_iter().filter_map(finding).find(|it| it.id == ItemId::Excess).expect("a row");
    let detail: Vec<_> = row.detail.iter().map(ToString::to_string).collect();
    assert_eq!((row.word(), row.found.as_str()), ("Note", "2 rights to take away"));
    let menu = "Set it at System > Security Roles > (the role).";
    assert_eq!(detail, [menu, "Sales / Quota: edit All", "System / Security: edit All"]);
}

#[test]
fn of_much_beyond_the_need_it_is_said_first_that_a_role_of_its_own_mends_it() {
    let more = |n: usize| Excess { name: format!("Sales / {n}"), levels: "edit All".into(), of: Beyond::Right };
    let admin = Excess { name: "Admin role Admin".into(), levels: "everything".into(), of: Beyond::Everything };
    let autotask = Catalog::embedded().psa(&"autotask".into()).cloned().expect("it ships");
    let items = matrix::excess(&autotask, &Report { excess: (0..8).map(more).collect(), ..Report::default() });
    let is_said =
        |it: &Item| matches!(it, Item::Finding(it) if it.found == "8 rights; a security level of its own mends it");
    assert!(items.iter().any(is_said), "{items:?}");
    for (excess, says) in [(vec![admin, more(1)], "everything"), ((0..8).map(more).collect(), "8 rights")] {
        let mut wizard = tested(&[]);
        let _ = wizard.update(press(Button::RetryAll));
        wizard.update(Event::Progressed(JobId(1), Progress::Exceeded(excess)));
        let _ = wizard.update(Event::Finished(JobId(1), Finish::Tested));
        let _ = wizard.update(press(Button::ShowAll));
        let finding = |it: Item| if let Item::Finding(it) = it { Some(it) } else { None };
        let row =
            wizard.screen().items.into_iter().filter_map(finding).find(|it| it.id == ItemId::Excess).expect("a row");
        assert_eq!(row.found, format!("{says}; a role of its own mends it"));
        assert_eq!(row.detail[1].to_string(), "The step API user lists what such a role needs. Beyond it:");
    }
}

#[test]
fn hidden_rows_count_as_a_missing_right() {
    let mut wizard = tested_blind();
    assert_eq!(wizard.screen().notice.unwrap().says, "One right is missing for some rows: they are hidden.");
    let _ = wizard.update(press(Button::ShowAll));
    assert_eq!(state_of(&wizard, &ItemId::Sight("agreements-of-products".into())), Some(FindingState::Bad));
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    assert!(words(&wizard).contains("Agreements that products belong to: 3 of 40 hidden."), "{}", words(&wizard));
}

#[test]
fn rows_that_may_be_deleted_are_confirmed_by_hand_for_just_that_number() {
    let mut wizard = tested(&[]);
    let on = ItemId::Sight("agreements-of-products".into());
    let doubtful = |hidden| {
        let Progress::Sighted(sight) = sighted(Seen::Hidden { hidden, of: 40, examples: vec![] }) else { panic!() };
        Progress::Sighted(Sight { doubt: Some("a deleted agreement would look the same".into()), ..sight })
    };
    let play = |wizard: &mut Wizard, job: u64, hidden| {
        let _ = wizard.update(press(Button::RetryAll));
        wizard.update(Event::Progressed(JobId(job), doubtful(hidden)));
        let _ = wizard.update(Event::Finished(JobId(job), Finish::Tested));
    };
    play(&mut wizard, 1, 3);
    assert_eq!(state_of(&wizard, &on), Some(FindingState::Unclear));
    let says = wizard.screen().notice.unwrap().says;
    assert!(says.contains("agreements that products belong to, some are hidden or deleted"), "{says}");
    let _ = wizard.update(Event::Pressed { button: Button::Confirm, on: Some(on.clone()) });
    let asks = words(&wizard);
    assert!(asks.contains("agreements that products belong to: 3 of 40 hidden or deleted"), "{asks}");
    let stamp = wizard.update(press(Button::Yes));
    let word: RightId = "rows.agreements-of-products.3".into();
    assert_eq!(stamp, [Effect::Start(JobId(2), Job::Stamp(word.clone()))]);
    let by = Confirmation { by: "tech".into(), at: "2026-11-21T10:00:00Z".into() };
    let _ = wizard.update(Event::Finished(JobId(2), Finish::Stamped(word, by)));
    assert_eq!(state_of(&wizard, &on), Some(FindingState::Confirmed));
    play(&mut wizard, 3, 3);
    assert_eq!(state_of(&wizard, &on), Some(FindingState::Confirmed));
    let _ = wizard.update(Event::Pressed { button: Button::Confirm, on: Some(on.clone()) });
    assert_eq!(wizard.screen().notice.unwrap().says, "Take back what was confirmed by hand?");
    let _ = wizard.update(press(Button::No));
    play(&mut wizard, 4, 4);
    assert_eq!(state_of(&wizard, &on), Some(FindingState::Unclear));
    play(&mut wizard, 5, 3);
    let _ = wizard.update(Event::Pressed { button: Button::Confirm, on: Some(on.clone()) });
    assert_eq!(wizard.update(press(Button::Yes)), [], "no connection was opened that it is saved with");
    assert_eq!(state_of(&wizard, &on), Some(FindingState::Unclear));
}

#[test]
fn a_re_test_shows_only_what_is_left_until_asked_for_all() {
    let mut wizard = tested_blind();
    assert_eq!(wizard.screen().title, "1 thing left to set");
    assert!(words(&wizard).contains("System > Security Roles > (the role) > Finance"));
    assert_eq!(state_of(&wizard, &ItemId::Check(Check::Login)), None);
    assert_eq!(wizard.update(press(Button::ShowAll)), []);
    assert_eq!(state_of(&wizard, &ItemId::Check(Check::Login)), Some(FindingState::Good));
    assert_eq!(wizard.update(press(Button::ShowAll)), []);
    assert_eq!(wizard.screen().title, "1 thing left to set");
}

#[test]
fn a_first_test_shows_everything() {
    let wizard = tested(&[("finance.agreements", Proof::Missing)]);
    assert_eq!(wizard.screen().title, "Test");
    assert!(!offers(&wizard, Button::ShowAll));
}

#[test]
fn layers_that_went_well_are_one_row_and_each_on_demand() {
    let mut wizard = tested(&[]);
    assert_eq!(state_of(&wizard, &ItemId::Layers), Some(FindingState::Good));
    assert_eq!(state_of(&wizard, &ItemId::Check(Check::Tls)), None);
    assert_eq!(wizard.update(Event::Chose(ItemId::Layers)), []);
    assert_eq!(state_of(&wizard, &ItemId::Check(Check::Tls)), Some(FindingState::Good));
    let wizard = failed(Check::Login, Fault::Locked { host: HOST.into() });
    assert_eq!(state_of(&wizard, &ItemId::Layers), None);
    assert_eq!(state_of(&wizard, &ItemId::Check(Check::Tls)), Some(FindingState::NotReached));
}

#[test]
fn a_step_that_was_passed_with_a_failure_is_not_ticked() {
    let state =
        |wizard: &Wizard, label: &str| wizard.screen().steps.into_iter().find(|it| it.label == label).unwrap().state;
    let mut wizard = refused();
    let _ = wizard.update(press(Button::Next));
    assert_eq!((state(&wizard, "Login"), state(&wizard, "Test")), (StepState::Done, StepState::Failed));
    let mut wizard = tested(&[]);
    let _ = wizard.update(press(Button::Next));
    assert_eq!(state(&wizard, "Test"), StepState::Done);
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Failed(Fault::Locked { host: HOST.into() })));
    let _ = wizard.update(press(Button::Next));
    assert_eq!(state(&wizard, "Preview"), StepState::Failed);
}

#[test]
fn a_preview_that_was_skipped_while_it_was_loading_did_not_fail() {
    let preview = |wizard: &Wizard| wizard.screen().steps.into_iter().find(|it| it.label == "Preview").unwrap().state;
    let mut wizard = tested(&[]);
    let _ = wizard.update(press(Button::Next));
    assert_eq!(preview(&wizard), StepState::Here);
    let _ = wizard.update(press(Button::Next));
    assert_eq!((wizard.step(), preview(&wizard)), (Step::Save, StepState::Skipped));
    let mut wizard = refused();
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    assert_eq!((wizard.step(), preview(&wizard)), (Step::Save, StepState::Skipped), "nothing was asked for");
}

#[test]
fn a_changed_value_makes_a_held_back_login_another_one() {
    let mut wizard = refused();
    let _ = wizard.update(press(Button::Mend));
    let _ = wizard.update(Event::Typed(field("private_key"), Secret::new("Another1Key2Here")));
    let effects = wizard.update(press(Button::Next));
    assert_eq!(test_job(&effects).unwrap().1, Consent::No);
}
