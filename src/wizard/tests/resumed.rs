//! Drafts: what is kept when, what is offered, and what taking one up brings back.

use std::sync::Arc;

use crate::{
    model::{
        catalog::Catalog,
        draft::{Draft, DraftId, DraftSite, PlainFields, Reached, SiteBy},
        fault::Fault,
        guide::Way,
        id::JobId,
        saved::{Name, SavedAt},
        secret::Secret,
        store_kind::StoreKind,
    },
    wizard::{
        Begin, HomeRow, Start, Step, Wizard,
        event::{Button, Effect, Event, Finish, ItemId, WayId},
        resume::{Drafts, Offered, about, stands},
        screen::{FieldText, Item, ScreenName},
    },
};

use super::{
    opened::{connection, login},
    pins::certificate,
    situations::{connectwise_values, field, press, start},
};

fn id(text: &str) -> DraftId {
    DraftId::new(text).unwrap()
}

/// A ConnectWise set-up that was cut off at the login.
pub(super) fn draft() -> Draft {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&"connectwise".into()).unwrap();
    Draft {
        psa: "connectwise".into(),
        integration: Some("sync365".into()),
        site: Some(DraftSite {
            origin: "https://api-eu.myconnectwise.net".parse().unwrap(),
            site: Some("eu".into()),
            by: SiteBy::List,
        }),
        pin: None,
        way: Way::Simple,
        ticked: ["step-1".to_owned()].into(),
        plain: PlainFields::checked(facts, [("company".into(), "acme".to_owned())]),
        name: Some(Name::new("acme").unwrap()),
        store: None,
        step: Reached::Login,
        edits: None,
    }
}

pub(crate) fn offered(name: &str, ago: &str) -> Offered {
    Offered { id: id(name), draft: draft(), ago: ago.into() }
}

fn drafts(offered: Vec<Offered>) -> Drafts {
    Drafts { run: id("run"), offered, unreadable: None }
}

fn keeping() -> Wizard {
    Wizard::new(start()).keeping(drafts(vec![]))
}

fn offering(draft: Draft) -> Wizard {
    let offered = Offered { id: id("cut"), draft, ago: "3 minutes ago".into() };
    Wizard::new(start()).keeping(drafts(vec![offered]))
}

/// The one draft that is kept, and where.
fn kept(effects: &[Effect]) -> (&DraftId, &Draft) {
    let [Effect::Keep(id, draft)] = effects else { panic!("{effects:?}") };
    (id, draft)
}

fn says(wizard: &Wizard) -> String {
    wizard.screen().notice.map(|it| it.says).unwrap_or_default()
}

/// At the login step with every field filled, keeping.
fn with_keys() -> Wizard {
    let mut wizard = keeping();
    let site = ItemId::Site("eu".into());
    for item in [ItemId::Psa("connectwise".into()), ItemId::Integration("sync365".into()), site] {
        let _ = wizard.update(Event::Chose(item));
    }
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    for (id, value) in connectwise_values() {
        let _ = wizard.update(Event::Typed(field(id), Secret::new(value)));
    }
    wizard
}

#[test]
fn each_choice_is_kept_with_the_step_that_it_leads_to() {
    let mut wizard = keeping();
    let effects = wizard.update(Event::Chose(ItemId::Psa("connectwise".into())));
    assert_eq!((kept(&effects).0, kept(&effects).1.step), (&id("run"), Reached::Integration));
    let effects = wizard.update(Event::Chose(ItemId::Integration("sync365".into())));
    assert_eq!(kept(&effects).1.integration.as_deref(), Some("sync365"));
    let effects = wizard.update(Event::Chose(ItemId::Site("eu".into())));
    assert_eq!(kept(&effects).1.site, draft().site);
    let effects = wizard.update(press(Button::Next));
    assert_eq!(kept(&effects).1.step, Reached::Guide);
    let effects = wizard.update(Event::Chose(ItemId::Way(WayId::Simple)));
    assert_eq!(kept(&effects).1.way, Way::Simple);
    let effects = wizard.update(Event::Chose(ItemId::Tick("step-1".into())));
    assert_eq!(kept(&effects).1.ticked, ["step-1".to_owned()].into());
}

#[test]
fn what_did_not_change_is_not_kept_again() {
    let mut wizard = keeping();
    let _ = wizard.update(Event::Chose(ItemId::Psa("connectwise".into())));
    assert_eq!(wizard.update(press(Button::Next)), [], "no integration is chosen: nothing changed");
}

#[test]
fn what_is_typed_when_the_face_ends_is_kept() {
    let mut wizard = keeping();
    let _ = wizard.update(Event::Chose(ItemId::Psa("connectwise".into())));
    let _ = wizard.update(Event::Chose(ItemId::Integration("sync365".into())));
    assert_eq!(wizard.update(Event::Typed(field("company"), Secret::new("acme"))), []);
    let effects = wizard.update(Event::Ends);
    assert_eq!(kept(&effects).1.plain.get(&"company".into()), "acme");
    assert_eq!(wizard.update(Event::Ends), []);
    let mut wizard = with_keys();
    let _ = wizard.update(Event::Typed(field("company"), Secret::new("acme2")));
    let effects = wizard.update(Event::Ends);
    let draft = format!("{:?}", kept(&effects).1);
    assert!(connectwise_values().iter().all(|(id, value)| !id.ends_with("_key") || !draft.contains(value)), "{draft}");
}

#[test]
fn a_field_is_kept_when_it_is_left_and_not_with_each_character() {
    let mut wizard = keeping();
    let _ = wizard.update(Event::Chose(ItemId::Psa("connectwise".into())));
    let _ = wizard.update(Event::Chose(ItemId::Integration("sync365".into())));
    for text in ["a", "ac", "acme"] {
        assert_eq!(wizard.update(Event::Typed(field("company"), Secret::new(text))), []);
    }
    let effects = wizard.update(Event::Typed(ItemId::Address, Secret::new("p")));
    assert_eq!(kept(&effects).1.plain.get(&"company".into()), "acme");
}

#[test]
fn no_key_is_in_a_draft_and_neither_is_the_promise_to_save_anyway() {
    let mut wizard = with_keys();
    let effects = wizard.update(press(Button::Next));
    let [Effect::Keep(_, draft), Effect::Start(..)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(draft.step, Reached::Test);
    assert_eq!(draft.plain.iter().map(|it| it.0.0.as_str()).collect::<Vec<_>>(), ["company"]);
    assert!(!format!("{draft:?}").contains("Canary"), "{draft:?}");
    let _ = wizard.update(Event::Finished(JobId(0), Finish::Tested));
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    assert_eq!(wizard.step(), Step::Save);
    assert_eq!(wizard.update(Event::Chose(ItemId::Tick("save-anyway".into()))), []);
}

#[test]
fn a_password_in_a_pasted_address_is_not_kept() {
    let mut wizard = keeping();
    let _ = wizard.update(Event::Chose(ItemId::Psa("connectwise".into())));
    let _ = wizard.update(Event::Chose(ItemId::Integration("sync365".into())));
    let pasted = Secret::new("https://psa.example.com/v4_6_release/?key=Canary");
    let _ = wizard.update(Event::Pasted(ItemId::Address, pasted));
    let effects = wizard.update(press(Button::Next));
    let site = kept(&effects).1.site.clone().unwrap();
    assert_eq!((site.origin.host(), site.by), ("psa.example.com", SiteBy::Address));
    assert!(!format!("{effects:?}").contains("Canary"), "{effects:?}");
}

#[test]
fn a_saved_connection_needs_no_draft_any_more() {
    let mut wizard = with_keys();
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(Event::Finished(JobId(0), Finish::Tested));
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(Event::Chose(ItemId::Tick("save-anyway".into())));
    let effects = wizard.update(press(Button::Next));
    let [Effect::Keep(..) | Effect::Cancel(_) | Effect::Start(..), ..] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    let Some(Effect::Start(job, _)) = effects.last() else { panic!("{effects:?}") };
    let name = Name::new("acme").unwrap();
    let saved = SavedAt { name, connection: String::new(), store: StoreKind::File, secret: String::new() };
    let effects = wizard.update(Event::Finished(*job, Finish::Saved(saved)));
    let [Effect::DropDraft(dropped), Effect::Start(pull, crate::wizard::event::Job::Pull(_))] = effects.as_slice()
    else {
        panic!("{effects:?}")
    };
    assert_eq!(*dropped, id("run"));
    assert_eq!(
        wizard.update(press(Button::New)),
        [Effect::Cancel(*pull)],
        "nothing is kept before something is answered"
    );
}

#[test]
fn a_second_set_up_of_a_run_leaves_the_first_draft_alone() {
    let row =
        HomeRow::Connection { connection: Box::new(connection()), tested: "never".into(), keys: "keys 3 days".into() };
    let mut wizard = Wizard::new(Start { home: vec![row], ..start() }).keeping(drafts(vec![]));
    let _ = wizard.update(press(Button::New));
    let effects = wizard.update(Event::Chose(ItemId::Psa("connectwise".into())));
    assert_eq!(kept(&effects).0, &id("run"));
    for _ in 0..2 {
        let _ = wizard.update(press(Button::Back));
    }
    assert_eq!(wizard.step(), Step::Home);
    let _ = wizard.update(press(Button::New));
    let effects = wizard.update(Event::Chose(ItemId::Psa("autotask".into())));
    assert_eq!(kept(&effects).0, &id("run-1"));
}

#[test]
fn testing_a_saved_connection_makes_no_draft_and_changing_it_does() {
    let row =
        HomeRow::Connection { connection: Box::new(connection()), tested: "never".into(), keys: "keys 3 days".into() };
    let mut wizard = Wizard::new(Start { home: vec![row], ..start() }).keeping(drafts(vec![]));
    let on = Some(ItemId::Connection("acme".into()));
    let _ = wizard.update(Event::Pressed { button: Button::Edit, on });
    let opened = crate::wizard::event::Opened { connection: connection(), login: login() };
    assert_eq!(wizard.update(Event::Finished(JobId(0), Finish::Opened(Box::new(opened)))), []);
    let _ = wizard.update(Event::Typed(field("company"), Secret::new("acme-two")));
    let effects = wizard.update(press(Button::Next));
    let draft = kept(&effects).1;
    let acme = Name::new("acme").ok();
    assert_eq!((&draft.edits, &draft.name, draft.store), (&acme, &acme, Some(StoreKind::File)));
}

#[test]
fn one_draft_is_offered_in_a_sentence_and_several_in_a_list() {
    let screen = offering(draft()).screen();
    assert_eq!(screen.name, ScreenName::Drafts);
    let text = "Cut off at step 5 of 9 (Login), 3 minutes ago: ConnectWise PSA for Sync 365, acme.";
    assert!(matches!(&screen.items[..], [Item::Text { text: it, .. }] if it == text), "{:?}", screen.items);
    let labels: Vec<_> = screen.buttons.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(labels, ["Resume", "Start anew", "Throw it away"]);

    let wizard = Wizard::new(start()).keeping(drafts(vec![offered("a", "just now"), offered("b", "2 days ago")]));
    let ids: Vec<_> = wizard
        .screen()
        .items
        .into_iter()
        .map(|it| if let Item::Connection { id, .. } = it { id } else { panic!("{it:?}") })
        .collect();
    assert_eq!(ids, [ItemId::Draft(id("a")), ItemId::Draft(id("b"))]);
}

#[test]
fn a_draft_taken_up_is_as_it_was_but_for_the_keys_and_nothing_is_sent() {
    let mut wizard = offering(Draft { step: Reached::Save, ..draft() });
    let effects = wizard.update(press(Button::Next));
    let (at, again) = kept(&effects);
    assert_eq!((at, again), (&id("cut"), &draft()), "it is held from now on, and nothing else is done");
    assert_eq!(wizard.step(), Step::Login);
    assert_eq!(says(&wizard), "The keys were not kept: paste them again.");
    for item in wizard.screen().items {
        let Item::Field(it) = item else { continue };
        let empty = match it.text {
            FieldText::Plain(text) => text.is_empty(),
            FieldText::Masked { chars, .. } => chars == 0,
        };
        assert_eq!(empty, it.id != field("company"), "{:?}", it.id);
    }
}

#[test]
fn a_draft_goes_on_at_the_step_where_it_was() {
    for (reached, step) in
        [(Reached::Integration, Step::Integration), (Reached::Site, Step::Site), (Reached::Guide, Step::Guide)]
    {
        let mut wizard = offering(Draft { step: reached, ..draft() });
        let _ = wizard.update(press(Button::Next));
        assert_eq!(wizard.step(), step);
    }
}

#[test]
fn what_is_no_longer_known_is_said_and_the_draft_goes_on_before_it() {
    let gone_site = DraftSite { site: Some("atlantis".into()), ..draft().site.unwrap() };
    let cases = [
        (
            Draft { psa: "halo".into(), ..draft() },
            Step::Psa,
            "This psa-connect does not know the PSA \"halo\" any more.",
        ),
        (
            Draft { integration: Some("gone".into()), ..draft() },
            Step::Integration,
            "The integration \"gone\" is not here: choose one, or start with its file.",
        ),
        (
            Draft { site: Some(gone_site), ..draft() },
            Step::Site,
            "The region \"atlantis\" is not known any more: choose one.",
        ),
    ];
    for (draft, step, sentence) in cases {
        let mut wizard = offering(draft);
        assert!(format!("{:?}", wizard.screen().items).contains(&sentence.replace('"', "\\\"")), "before");
        let _ = wizard.update(press(Button::Next));
        assert_eq!((wizard.step(), says(&wizard).as_str()), (step, sentence));
    }
}

#[test]
fn a_pin_does_not_follow_its_site_to_another_place() {
    let pinned = Draft { pin: Some(certificate("AA")), ..draft() };
    let mut wizard = offering(pinned.clone());
    let effects = wizard.update(press(Button::Next));
    assert_eq!(kept(&effects).1.pin, pinned.pin);

    let mut catalog = Catalog::embedded();
    catalog.answer_site_at(&"connectwise".into(), &"eu".into(), &"https://127.0.0.1:9".parse().unwrap());
    let offered = Offered { id: id("cut"), draft: pinned, ago: "just now".into() };
    let mut wizard = Wizard::new(Start { catalog: Arc::new(catalog), ..start() }).keeping(drafts(vec![offered]));
    let effects = wizard.update(press(Button::Next));
    assert_eq!(kept(&effects).1.pin, None);
    assert_eq!(says(&wizard), "The site answers elsewhere now: the certificate that you trusted is not used there.");
}

#[test]
fn throwing_a_draft_away_asks_first_and_goes_on_with_what_there_is() {
    let mut wizard = offering(draft());
    assert_eq!(wizard.update(press(Button::Remove)), []);
    assert_eq!(says(&wizard), "Throw the answers for ConnectWise PSA for Sync 365, acme away?");
    assert_eq!(wizard.update(press(Button::No)), []);
    assert_eq!(wizard.screen().name, ScreenName::Drafts);
    let _ = wizard.update(press(Button::Remove));
    assert_eq!(wizard.update(press(Button::Yes)), [Effect::DropDraft(id("cut"))]);
    assert_eq!(wizard.screen().name, ScreenName::Psa);
}

#[test]
fn starting_anew_leaves_the_draft_for_later() {
    let mut wizard =
        Wizard::new(Start { begin: Begin::SetUp, ..start() }).keeping(drafts(vec![offered("cut", "just now")]));
    assert_eq!(wizard.update(press(Button::New)), []);
    assert_eq!(wizard.screen().name, ScreenName::Psa);
    let effects = wizard.update(Event::Chose(ItemId::Psa("autotask".into())));
    assert_eq!(kept(&effects).0, &id("run"));
}

#[test]
fn a_draft_that_cannot_be_kept_is_said_once_the_way_is_free() {
    let mut wizard = keeping();
    let _ = wizard.update(Event::Chose(ItemId::Psa("connectwise".into())));
    let _ = wizard.update(press(Button::Next));
    assert_eq!(says(&wizard), "No integration is chosen yet.");
    let fault = Fault::Local { what: "the disk is full".into(), remedy: "Free some space.".into() };
    assert_eq!(wizard.update(Event::NotKept(fault)), []);
    assert_eq!(says(&wizard), "No integration is chosen yet.");
    let _ = wizard.update(Event::Chose(ItemId::Integration("sync365".into())));
    assert_eq!(says(&wizard), "If this set-up is cut off, its answers are lost: the disk is full.");
}

#[test]
fn the_name_of_a_named_set_up_is_in_its_draft() {
    let mut wizard = Wizard::new(Start { name: Some("north".into()), ..start() }).keeping(drafts(vec![]));
    let effects = wizard.update(Event::Chose(ItemId::Psa("autotask".into())));
    let draft = kept(&effects).1;
    assert_eq!(about(&Catalog::embedded(), draft), "Autotask PSA, north");
    assert_eq!(stands(draft), "step 2 of 9 (Integration)");
}
