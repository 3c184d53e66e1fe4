//! One fact a test: what an event changes, what it starts, what it must not do.

use crate::{
    model::{
        fault::{ExitCode, Fault},
        id::JobId,
        report::Check,
        right::{Confirmation, Proof},
        saved::{Name, SavedAt},
        secret::Secret,
        store_kind::StoreKind,
    },
    wizard::{
        Step, Wizard,
        event::{Button, Effect, Event, Finish, ItemId, Job, Progress},
        screen::{FieldText, FindingState, Item, Mark, Screen, Told, Tone},
    },
};

use super::situations::{
    at_login, at_site, connectwise_values, field, press, proved, refused, start, tested, testing, with_keys,
};

fn field_text(screen: &Screen, id: &ItemId) -> Option<FieldText> {
    screen
        .items
        .iter()
        .find_map(|it| if let Item::Field(field) = it { Some(field) } else { None }.filter(|it| it.id == *id))
        .map(|it| it.text.clone())
}

fn verbatim(screen: &Screen) -> Vec<&str> {
    screen
        .items
        .iter()
        .filter_map(|it| if let Item::Verbatim(text) = it { Some(text.as_str()) } else { None })
        .collect()
}

fn state_of(screen: &Screen, id: &ItemId) -> Option<FindingState> {
    screen
        .items
        .iter()
        .find_map(|it| if let Item::Finding(finding) = it { Some(finding) } else { None }.filter(|it| it.id == *id))
        .map(|it| it.state)
}

fn says(wizard: &Wizard) -> String {
    wizard.screen().notice.map(|it| it.says).unwrap_or_default()
}

#[test]
fn nothing_saved_starts_at_the_first_step() {
    let wizard = Wizard::new(start());
    assert_eq!(wizard.step(), Step::Psa);
    assert_eq!(wizard.screen().items.len(), 2);
}

#[test]
fn next_without_a_psa_says_what_to_do() {
    let mut wizard = Wizard::new(start());
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert_eq!((wizard.step(), says(&wizard).as_str()), (Step::Psa, "No PSA is chosen yet."));
}

#[test]
fn choosing_a_psa_and_an_integration_leads_to_the_site() {
    assert_eq!(at_site().step(), Step::Site);
}

#[test]
fn a_chosen_site_shows_the_final_address() {
    let mut wizard = at_site();
    assert_eq!(wizard.update(Event::Chose(ItemId::Site("eu".into()))), []);
    assert_eq!(verbatim(&wizard.screen()), ["https://api-eu.myconnectwise.net/v4_6_release/apis/3.0"]);
}

#[test]
fn choosing_the_chosen_site_goes_on() {
    let mut wizard = at_site();
    for _ in 0..2 {
        assert_eq!(wizard.update(Event::Chose(ItemId::Site("eu".into()))), []);
    }
    assert_eq!(wizard.step(), Step::Guide);
}

#[test]
fn no_site_does_not_go_on_but_back_is_open() {
    let mut wizard = at_site();
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert_eq!(wizard.step(), Step::Site);
    assert_eq!(wizard.update(press(Button::Back)), []);
    assert_eq!(wizard.step(), Step::Integration);
}

#[test]
fn looking_up_an_empty_company_asks_nobody() {
    let mut wizard = at_site();
    assert_eq!(wizard.update(press(Button::Find)), []);
    assert_eq!(says(&wizard), "Company ID is empty.");
}

#[test]
fn blank_fields_are_named_and_nothing_is_sent() {
    let mut wizard = at_login();
    assert_eq!(wizard.update(Event::Typed(field("company"), Secret::new("acme"))), []);
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert_eq!((wizard.step(), says(&wizard).as_str()), (Step::Login, "3 fields are still empty."));
}

#[test]
fn a_complete_login_starts_one_test() {
    let (wizard, effects) = testing();
    assert_eq!(wizard.step(), Step::Test);
    assert!(matches!(effects.as_slice(), [Effect::Start(JobId(0), Job::Test { .. })]), "{effects:?}");
}

#[test]
fn back_during_the_test_cancels_it_and_ignores_its_late_result() {
    let (mut wizard, _) = testing();
    assert_eq!(wizard.update(press(Button::Back)), [Effect::Cancel(JobId(0))]);
    assert_eq!(wizard.update(Event::Progressed(JobId(0), proved("finance.agreements", Proof::Granted))), []);
    assert_eq!(wizard.update(Event::Finished(JobId(0), Finish::Tested)), []);
    assert_eq!(wizard.step(), Step::Login);
}

#[test]
fn going_back_and_forth_loses_nothing_that_was_typed() {
    let mut wizard = with_keys();
    for _ in 0..4 {
        assert_eq!(wizard.update(press(Button::Back)), []);
    }
    assert_eq!(wizard.step(), Step::Psa);
    assert_eq!(wizard.update(Event::Chose(ItemId::Psa("autotask".into()))), []);
    assert_eq!(wizard.update(press(Button::Back)), []);
    assert_eq!(wizard.update(Event::Chose(ItemId::Psa("connectwise".into()))), []);
    for _ in 0..3 {
        assert_eq!(wizard.update(press(Button::Next)), []);
    }
    assert_eq!(wizard.step(), Step::Login);
    assert_eq!(field_text(&wizard.screen(), &field("company")), Some(FieldText::Plain("acme".into())));
    let masked = FieldText::Masked { chars: 16, tail: String::new() };
    assert_eq!(field_text(&wizard.screen(), &field("private_key")), Some(masked));
}

#[test]
fn the_end_of_a_secret_is_shown_on_demand_only() {
    let mut wizard = with_keys();
    assert_eq!(wizard.update(press(Button::Reveal)), []);
    let masked = FieldText::Masked { chars: 16, tail: "ary3".into() };
    assert_eq!(field_text(&wizard.screen(), &field("private_key")), Some(masked));
}

#[test]
fn a_paste_is_cleaned_and_never_submits() {
    let mut wizard = at_login();
    assert_eq!(wizard.update(Event::Pasted(field("company"), Secret::new(" \"acme\"\r\n"))), []);
    assert_eq!(wizard.step(), Step::Login);
    assert_eq!(field_text(&wizard.screen(), &field("company")), Some(FieldText::Plain("acme".into())));
}

#[test]
fn a_pasted_note_is_shown_before_it_is_used() {
    let note = connectwise_values().map(|(id, value)| format!("{}: {value}", id.replace('_', " "))).join("\r");
    let mut wizard = at_login();
    assert_eq!(wizard.update(Event::Pasted(field("company"), Secret::new(note.as_str()))), []);
    assert_eq!(field_text(&wizard.screen(), &field("company")), Some(FieldText::Plain(String::new())));
    assert!(wizard.screen().buttons.iter().any(|it| it.button == Button::UsePasted));
    assert_eq!(wizard.update(press(Button::UsePasted)), []);
    assert_eq!(field_text(&wizard.screen(), &field("company")), Some(FieldText::Plain("acme".into())));
    let masked = FieldText::Masked { chars: 16, tail: String::new() };
    assert_eq!(field_text(&wizard.screen(), &field("public_key")), Some(masked));
}

#[test]
fn the_sandbox_fills_in_its_login_with_one_press() {
    let mut wizard = at_login();
    assert_eq!(wizard.update(press(Button::FillSandbox)), []);
    assert_eq!(field_text(&wizard.screen(), &field("company")), Some(FieldText::Plain("acme".into())));
}

#[test]
fn a_refused_login_is_not_sent_again_by_going_back_and_forth() {
    let mut wizard = refused();
    assert_eq!(wizard.update(press(Button::Mend)), []);
    assert_eq!(wizard.step(), Step::Login);
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert_eq!(wizard.step(), Step::Test);
    assert_eq!(wizard.screen().notice.map(|it| it.tone), Some(Tone::Warning));
    assert_eq!(wizard.update(press(Button::RetryAll)), []);
    assert_eq!(says(&wizard), "This login was refused once. Send it once more?");
    let effects = wizard.update(press(Button::Yes));
    assert!(matches!(effects.as_slice(), [Effect::Start(JobId(1), Job::Test { .. })]), "{effects:?}");
}

#[test]
fn a_mended_login_is_sent_at_once() {
    let mut wizard = refused();
    assert_eq!(wizard.update(press(Button::Mend)), []);
    assert_eq!(wizard.update(Event::Typed(field("private_key"), Secret::new("Another1Key2Here"))), []);
    let effects = wizard.update(press(Button::Next));
    assert!(matches!(effects.as_slice(), [Effect::Start(JobId(1), Job::Test { .. })]), "{effects:?}");
}

#[test]
fn a_refused_login_is_not_used_for_a_preview() {
    let mut wizard = refused();
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert_eq!(wizard.step(), Step::Preview);
}

#[test]
fn a_missing_right_names_its_menu() {
    let wizard = tested(&[("finance.agreements", Proof::Missing)]);
    let screen = wizard.screen();
    assert_eq!(state_of(&screen, &ItemId::Right("finance.agreements".into())), Some(FindingState::Bad));
    let row = |it: &Item| if let Item::Finding(it) = it { it.detail.first().cloned() } else { None };
    let details: Vec<Told> = screen.items.iter().filter_map(row).collect();
    let menu = Told::Menu("System > Security Roles > (the role) > Finance > Agreements".into());
    assert!(details.contains(&menu), "{details:?}");
}

#[test]
fn one_right_is_looked_up_again_without_a_login_check() {
    let mut wizard = tested(&[("finance.agreements", Proof::Missing)]);
    let on = ItemId::Right("finance.agreements".into());
    let effects = wizard.update(Event::Pressed { button: Button::RetryRight, on: Some(on.clone()) });
    assert!(matches!(effects.as_slice(), [Effect::Start(JobId(1), Job::TestRight { .. })]), "{effects:?}");
    wizard.update(Event::Progressed(JobId(1), proved("finance.agreements", Proof::Granted)));
    assert_eq!(wizard.update(Event::Finished(JobId(1), Finish::Tested)), []);
    assert_eq!(state_of(&wizard.screen(), &on), Some(FindingState::Good));
}

#[test]
fn a_confirmation_by_hand_is_recorded_as_somebodys_word() {
    let unproven = Proof::Unproven { because: "the API has no request that shows it".into() };
    let mut wizard = tested(&[("finance.agreements", unproven)]);
    let on = ItemId::Right("finance.agreements".into());
    for asked in 0..2 {
        assert_eq!(wizard.update(Event::Pressed { button: Button::Confirm, on: Some(on.clone()) }), []);
        let screen = wizard.screen();
        let said = format!("{:?}", screen.items);
        for said_of_it in ["Finance / Agreements: ", "inquire All", "System > Security Roles > "] {
            assert!(said.contains(said_of_it), "{said}");
        }
        assert_eq!(screen.buttons[0].button, Button::No);
        if asked == 0 {
            assert_eq!(wizard.update(press(Button::No)), [], "nobody vouched");
            assert_eq!(state_of(&wizard.screen(), &on), Some(FindingState::Unclear));
        }
    }
    assert_eq!(wizard.update(press(Button::Yes)), [Effect::Start(JobId(1), Job::Stamp("finance.agreements".into()))]);
    let word = Confirmation { by: "tech".into(), at: "2026-11-23T10:00:00Z".into() };
    assert_eq!(wizard.update(Event::Finished(JobId(1), Finish::Stamped("finance.agreements".into(), word))), []);
    assert_eq!(state_of(&wizard.screen(), &on), Some(FindingState::Confirmed));
}

#[test]
fn a_proved_right_cannot_be_confirmed_by_hand() {
    let mut wizard = tested(&[]);
    let on = Some(ItemId::Right("finance.agreements".into()));
    assert_eq!(wizard.update(Event::Pressed { button: Button::Confirm, on }), []);
    assert!(wizard.screen().buttons.iter().all(|it| it.button != Button::Yes), "nothing is asked");
}

#[test]
fn a_good_test_leads_to_the_preview_of_every_list() {
    let mut wizard = tested(&[]);
    let effects = wizard.update(press(Button::Next));
    assert!(matches!(effects.as_slice(), [Effect::Start(JobId(1), Job::Preview { .. })]), "{effects:?}");
}

#[test]
fn saving_an_unproved_connection_needs_it_said_in_words() {
    let mut wizard = tested(&[("finance.agreements", Proof::Missing)]);
    let _ = wizard.update(press(Button::Next));
    assert_eq!(wizard.update(press(Button::Next)), [Effect::Cancel(JobId(1))]);
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert_eq!(says(&wizard), "Nothing was saved yet.");
    assert_eq!(wizard.screen().notice.unwrap().about, Some(ItemId::Tick("save-anyway".into())));
    assert_eq!(wizard.update(Event::Chose(ItemId::Tick("save-anyway".into()))), []);
    let effects = wizard.update(press(Button::Next));
    assert!(matches!(effects.as_slice(), [Effect::Start(JobId(2), Job::Save(_))]), "{effects:?}");
}

#[test]
fn a_saved_connection_says_where_it_is_and_what_to_type_next() {
    let mut wizard = tested(&[]).called("psa-connect --config-dir /x".into());
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    let at = SavedAt {
        name: Name::new("acme").unwrap(),
        connection: "c/acme.toml".into(),
        store: StoreKind::File,
        secret: "s/acme.toml".into(),
    };
    assert_eq!(wizard.update(Event::Chose(ItemId::Tick("pull-later".into()))), []);
    assert_eq!(wizard.update(Event::Finished(JobId(2), Finish::Saved(at))), []);
    assert_eq!(wizard.step(), Step::Done);
    let commands = ["pull acme", "test acme", "export acme companies --format csv"];
    for it in commands.map(|it| format!("psa-connect --config-dir /x {it}")) {
        assert!(verbatim(&wizard.screen()).contains(&it.as_str()), "{it}");
    }
    assert_eq!(wizard.update(press(Button::Next)), [Effect::Exit(ExitCode::Fine)]);
}

#[test]
fn a_save_that_fails_stays_and_says_why() {
    let mut wizard = tested(&[]);
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    let fault = Fault::Local { what: "the disk is full".into(), remedy: "Make room.".into() };
    let effects = wizard.update(Event::Finished(JobId(2), Finish::Failed(fault)));
    assert_eq!(effects, [Effect::Start(JobId(3), Job::TryStores)]);
    assert_eq!((wizard.step(), says(&wizard).as_str()), (Step::Save, "Nothing was saved: the disk is full."));
}

#[test]
fn no_event_and_no_state_shows_a_secret() {
    let wizard = tested(&[]);
    let event = Event::Typed(field("private_key"), Secret::new("Priv1Key2Canary3"));
    let shown = format!("{wizard:?} {:?} {event:?}", wizard.screen());
    assert!(!shown.contains("Canary"), "{shown}");
}

#[test]
fn a_check_that_runs_is_marked_busy() {
    let (mut wizard, _) = testing();
    assert_eq!(wizard.update(Event::Progressed(JobId(0), Progress::Checking(Check::Tls))), []);
    assert_eq!(state_of(&wizard.screen(), &ItemId::Check(Check::Tls)), Some(FindingState::Busy));
    assert_eq!(wizard.screen().busy.as_deref(), Some("checking TLS"));
}

#[test]
fn a_tick_is_taken_back_by_ticking_again() {
    let mut wizard = at_site();
    let _ = wizard.update(Event::Chose(ItemId::Site("eu".into())));
    let _ = wizard.update(press(Button::Next));
    let marks = |wizard: &Wizard| {
        let it = wizard.screen().items;
        it.iter().filter(|it| matches!(it, Item::Tick { mark: Mark::On, .. })).count()
    };
    let tick =
        wizard.screen().items.into_iter().find_map(|it| if let Item::Tick { id, .. } = it { Some(id) } else { None });
    let tick = tick.unwrap();
    assert_eq!(wizard.update(Event::Chose(tick.clone())), []);
    assert_eq!(marks(&wizard), 1);
    assert_eq!(wizard.update(Event::Chose(tick)), []);
    assert_eq!(marks(&wizard), 0);
}
