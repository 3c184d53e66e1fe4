//! Tests that did not come to their end: what they say, and what may follow.

use crate::{
    model::{
        fault::Fault,
        id::JobId,
        report::{Check, CheckOutcome},
    },
    wizard::{
        Step, Wizard,
        event::{Button, Effect, Event, ItemId, Job},
        screen::{FindingState, Item, StepState, Told},
    },
};

use super::{
    found::{HOST, failed, words},
    situations::{checked, press, tested, testing},
};

/// A test that was stopped after this check.
fn stopped(after: Check) -> Wizard {
    let (mut wizard, _) = testing();
    for check in Check::ALL.into_iter().filter(|it| *it <= after) {
        let _ = wizard.update(Event::Progressed(JobId(0), checked(check, CheckOutcome::Passed("ok".into()))));
    }
    assert_eq!(wizard.update(press(Button::Stop)), [Effect::Cancel(JobId(0))]);
    wizard
}

/// How a check stands and what is told of it.
fn row(wizard: &Wizard, check: Check) -> (FindingState, Vec<String>) {
    let items = wizard.screen().items.into_iter();
    let mut rows = items.filter_map(|it| if let Item::Finding(it) = it { Some(it) } else { None });
    let row = rows.find(|it| it.id == ItemId::Check(check)).unwrap();
    (row.state, row.detail.iter().map(Told::to_string).collect())
}

fn test_step(wizard: &Wizard) -> StepState {
    wizard.screen().steps.into_iter().find(|it| it.label == "Test").unwrap().state
}

#[test]
fn a_test_that_was_stopped_past_the_login_is_no_failure_and_leads_to_the_preview() {
    let mut wizard = stopped(Check::Login);
    let effects = wizard.update(press(Button::Next));
    assert!(matches!(effects.as_slice(), [Effect::Start(_, Job::Preview { .. })]), "{effects:?}");
    assert_eq!((wizard.step(), test_step(&wizard)), (Step::Preview, StepState::Skipped));
}

#[test]
fn a_test_that_was_stopped_before_the_login_says_so_at_the_preview() {
    let mut wizard = stopped(Check::Api);
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert!(words(&wizard).contains("the test was stopped before the login was checked"), "{}", words(&wizard));
    assert_eq!(test_step(&wizard), StepState::Skipped);
}

#[test]
fn nothing_waits_once_a_test_is_over() {
    let wizard = failed(Check::Login, Fault::Locked { host: HOST.into() });
    let told = vec!["The test ended before it came to this.".to_owned()];
    assert_eq!(row(&wizard, Check::Limits), (FindingState::NotReached, told));
    let (wizard, _) = testing();
    let (state, told) = row(&wizard, Check::Limits);
    assert_eq!(state, FindingState::Waiting);
    assert!(told[0].starts_with("If it fails, "), "{told:?}");
}

#[test]
fn what_went_well_is_not_said_to_fail() {
    let wizard = tested(&[]);
    assert_eq!(row(&wizard, Check::Identity), (FindingState::Good, vec![]));
}
