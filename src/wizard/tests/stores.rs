//! Stores: tried before keys are asked for, chosen, given a passphrase, unlocked; and nothing is downgraded.

use crate::{
    model::{
        fault::Fault,
        id::JobId,
        saved::{Connection, Name, SavedAt, StoreCard, StoreNeeds, ToSave},
        secret::Secret,
        store_kind::StoreKind,
    },
    wizard::{
        HomeRow, Start, Step, Tried, Wizard,
        event::{Button, Effect, Event, Finish, ItemId, Job, Opened},
        screen::{FieldItem, Item, Mark, ScreenName},
    },
};

use super::{
    opened::{connection, login},
    situations::{field, press, start, with_stores},
};

const PASSPHRASE: &str = "four words by chance";

fn card(kind: StoreKind, needs: StoreNeeds) -> StoreCard {
    StoreCard { kind, place: format!("/{kind}"), protection: "It is kept.".into(), needs, trouble: None }
}

fn both() -> Vec<StoreCard> {
    vec![card(StoreKind::EncryptedFile, StoreNeeds::NewPassphrase), card(StoreKind::File, StoreNeeds::Nothing)]
}

/// At the save step, all rights held.
fn at_save(stores: Vec<StoreCard>) -> Wizard {
    let mut wizard = with_stores(stores);
    let _ = wizard.update(press(Button::Next));
    let _ = wizard.update(press(Button::Next));
    assert_eq!(wizard.step(), Step::Save);
    wizard
}

fn chosen(wizard: &Wizard) -> Option<ItemId> {
    let on = |it| if let Item::Choice { id, mark: Mark::On, .. } = it { Some(id) } else { None };
    wizard.screen().items.into_iter().find_map(on)
}

fn typed(wizard: &mut Wizard, item: ItemId, text: &str) {
    assert_eq!(wizard.update(Event::Typed(item, Secret::new(text))), []);
}

fn fields(wizard: &Wizard) -> Vec<FieldItem> {
    let field = |it| if let Item::Field(field) = it { Some(field) } else { None };
    wizard.screen().items.into_iter().filter_map(field).collect()
}

fn problems(wizard: &Wizard) -> Vec<(ItemId, String)> {
    fields(wizard).into_iter().filter_map(|it| Some((it.id, it.problem?))).collect()
}

fn complained_about(wizard: &Wizard) -> Option<ItemId> {
    wizard.screen().notice.and_then(|it| it.about)
}

fn to_save(effects: &[Effect]) -> Option<&ToSave> {
    effects.iter().find_map(|it| if let Effect::Start(_, Job::Save(to_save)) = it { Some(&**to_save) } else { None })
}

#[test]
fn the_first_store_is_chosen_until_another_is() {
    let mut wizard = at_save(both());
    assert_eq!(chosen(&wizard), Some(ItemId::Store(StoreKind::EncryptedFile)));
    let _ = wizard.update(Event::Chose(ItemId::Store(StoreKind::File)));
    assert_eq!(chosen(&wizard), Some(ItemId::Store(StoreKind::File)));
    assert_eq!(fields(&wizard).len(), 1, "a file without a passphrase asks for none");
    let effects = wizard.update(press(Button::Next));
    let to_save = to_save(&effects).unwrap();
    assert_eq!((to_save.store, to_save.passphrase.as_ref()), (StoreKind::File, None));
}

#[test]
fn a_new_passphrase_is_checked_when_save_is_pressed_and_not_while_it_is_typed() {
    let mut wizard = at_save(both());
    let cases = [
        ("", "", ItemId::Passphrase),
        ("seven77", "seven77", ItemId::Passphrase),
        (PASSPHRASE, "", ItemId::PassphraseAgain),
        (PASSPHRASE, "four words by chants", ItemId::PassphraseAgain),
    ];
    for (first, again, wrong) in cases {
        typed(&mut wizard, ItemId::Passphrase, first);
        typed(&mut wizard, ItemId::PassphraseAgain, again);
        assert_eq!(problems(&wizard), []);
        assert_eq!(to_save(&wizard.update(press(Button::Next))), None);
        let [(at, _)] = problems(&wizard).try_into().unwrap();
        assert_eq!(at, wrong, "{first} {again}");
        let says_so = wizard.screen().notice.unwrap().remedy.contains("The two passphrases differ");
        assert_eq!(says_so, again == "four words by chants", "{first} {again}");
    }
    typed(&mut wizard, ItemId::PassphraseAgain, PASSPHRASE);
    let effects = wizard.update(press(Button::Next));
    let to_save = to_save(&effects).unwrap();
    assert_eq!((to_save.store, to_save.passphrase.clone()), (StoreKind::EncryptedFile, Some(Secret::new(PASSPHRASE))));
    assert!(!format!("{effects:?} {wizard:?} {:?}", wizard.screen()).contains(PASSPHRASE));
}

#[test]
fn a_pasted_passphrase_comes_without_its_line_end() {
    let mut wizard = at_save(both());
    for id in [ItemId::Passphrase, ItemId::PassphraseAgain] {
        assert_eq!(wizard.update(Event::Pasted(id, Secret::new(format!("{PASSPHRASE}\r\n")))), []);
    }
    let effects = wizard.update(press(Button::Next));
    assert_eq!(to_save(&effects).unwrap().passphrase, Some(Secret::new(PASSPHRASE)));
}

#[test]
fn a_store_that_is_set_up_asks_for_no_passphrase() {
    let mut wizard = at_save(vec![card(StoreKind::EncryptedFile, StoreNeeds::Nothing)]);
    assert_eq!(fields(&wizard).len(), 1);
    assert_eq!(to_save(&wizard.update(press(Button::Next))).unwrap().passphrase, None);
}

#[test]
fn after_the_first_save_the_passphrase_is_gone_and_asked_for_no_more() {
    let mut wizard = at_save(both());
    typed(&mut wizard, ItemId::Passphrase, PASSPHRASE);
    typed(&mut wizard, ItemId::PassphraseAgain, PASSPHRASE);
    let effects = wizard.update(press(Button::Next));
    let Some(Effect::Start(job, _)) = effects.last() else { panic!("{effects:?}") };
    let name = Name::new("acme").unwrap();
    let at = SavedAt { name, connection: "c".into(), store: StoreKind::EncryptedFile, secret: "s".into() };
    let effects = wizard.update(Event::Finished(*job, Finish::Saved(at)));
    assert!(matches!(effects.as_slice(), [Effect::Start(_, Job::Pull(_))]), "{effects:?}");
    assert!(wizard.answers.values().all(|it| it.passphrase.first.is_empty() && it.passphrase.again.is_empty()));
    assert_eq!(wizard.start.stores.first().map(|it| it.needs), Some(StoreNeeds::Nothing));
}

#[test]
fn a_store_in_trouble_cannot_be_chosen_and_no_other_takes_its_place() {
    let mut stores = both();
    stores[0].trouble = Some("identity.age is missing. Put it back.".into());
    let mut wizard = at_save(stores);
    assert_eq!(chosen(&wizard), None);
    assert_eq!(to_save(&wizard.update(press(Button::Next))), None);
    let best = Some(ItemId::Store(StoreKind::EncryptedFile));
    assert_eq!(complained_about(&wizard), best, "one key more chooses nothing that protects less");
    let _ = wizard.update(Event::Chose(ItemId::Store(StoreKind::EncryptedFile)));
    assert_eq!(chosen(&wizard), None);
    assert_eq!(wizard.screen().notice.unwrap().remedy, "identity.age is missing. Put it back.");
    let _ = wizard.update(Event::Chose(ItemId::Store(StoreKind::File)));
    assert_eq!(to_save(&wizard.update(press(Button::Next))).unwrap().store, StoreKind::File);
}

#[test]
fn a_save_that_fails_leaves_the_choice_as_it_was() {
    let mut wizard = at_save(vec![card(StoreKind::EncryptedFile, StoreNeeds::Nothing), both().remove(1)]);
    let effects = wizard.update(press(Button::Next));
    let Some(Effect::Start(job, _)) = effects.last() else { panic!("{effects:?}") };
    let fault = Fault::Local { what: "the disk is full".into(), remedy: "Make room.".into() };
    let effects = wizard.update(Event::Finished(*job, Finish::Failed(fault)));
    let [Effect::Start(job, Job::TryStores)] = effects.as_slice() else { panic!("{effects:?}") };
    let mut stores = both();
    stores[0].trouble = Some("The disk is full. Make room.".into());
    assert_eq!(wizard.update(Event::Finished(*job, Finish::TriedStores(stores))), []);
    assert_eq!(chosen(&wizard), Some(ItemId::Store(StoreKind::EncryptedFile)));
    assert_eq!(to_save(&wizard.update(press(Button::Next))), None);
    assert_eq!(complained_about(&wizard), Some(ItemId::Store(StoreKind::EncryptedFile)));
}

/// At the guide of a wizard whose stores were not tried.
fn at_guide() -> (Wizard, Vec<Effect>) {
    let mut wizard = Wizard::new(Start { tried: Tried::No, ..start() });
    for item in [ItemId::Psa("connectwise".into()), ItemId::Integration("sync365".into()), ItemId::Site("eu".into())] {
        assert_eq!(wizard.update(Event::Chose(item)), []);
    }
    let effects = wizard.update(press(Button::Next));
    assert_eq!(wizard.step(), Step::Guide);
    (wizard, effects)
}

#[test]
fn stores_are_tried_once_before_keys_are_asked_for() {
    let (mut wizard, effects) = at_guide();
    assert_eq!(effects, [Effect::Start(JobId(0), Job::TryStores)]);
    let mut stores = both();
    for it in &mut stores {
        it.trouble = Some("The disk is full. Make room.".into());
    }
    assert_eq!(wizard.update(Event::Finished(JobId(0), Finish::TriedStores(stores))), []);
    for step in [Step::Guide, Step::Login] {
        assert_eq!(wizard.step(), step);
        assert_eq!(wizard.screen().notice.unwrap().remedy, "The disk is full. Make room.");
        assert_eq!(wizard.update(press(Button::Next)), [], "they are not tried again");
    }
}

#[test]
fn a_try_that_gave_way_is_made_up_for() {
    let (mut wizard, _) = at_guide();
    let effects = wizard.update(press(Button::WriteText));
    assert!(matches!(effects.as_slice(), [Effect::Cancel(JobId(0)), Effect::Start(JobId(1), Job::WriteSheet { .. })]));
    let _ = wizard.update(Event::Finished(JobId(1), Finish::Wrote("guide.txt".into())));
    assert_eq!(wizard.update(press(Button::Next)), [Effect::Start(JobId(2), Job::TryStores)]);
}

fn at_home() -> Wizard {
    let connection = Box::new(Connection { store: StoreKind::EncryptedFile, ..connection() });
    let row = HomeRow::Connection { connection, tested: "never".into(), keys: "keys 3 days".into() };
    Wizard::new(Start { home: vec![row], stores: both(), ..start() })
}

/// Home, with the question for the passphrase on the screen.
fn locked(button: Button) -> Wizard {
    let mut wizard = at_home();
    let on = Some(ItemId::Connection("acme".into()));
    let _ = wizard.update(Event::Pressed { button, on });
    let locked = Fault::StoreLocked { place: "/home/tech/identity.age".into() };
    assert_eq!(wizard.update(Event::Finished(JobId(0), Finish::Failed(locked))), []);
    assert_eq!(wizard.screen().name, ScreenName::Unlock);
    wizard
}

#[test]
fn a_locked_store_is_unlocked_and_what_was_intended_goes_on() {
    for (button, step) in [(Button::Test, Step::Test), (Button::Edit, Step::Site), (Button::Rotate, Step::Guide)] {
        let mut wizard = locked(button);
        typed(&mut wizard, ItemId::Unlock, PASSPHRASE);
        let unlock = Job::Unlock { store: StoreKind::EncryptedFile, passphrase: Secret::new(PASSPHRASE) };
        assert_eq!(wizard.update(press(Button::Next)), [Effect::Start(JobId(1), unlock)]);
        assert_eq!(wizard.screen().busy.as_deref(), Some("unlocking"));
        let open = Job::Open(Name::new("acme").unwrap());
        assert_eq!(wizard.update(Event::Finished(JobId(1), Finish::Unlocked)), [Effect::Start(JobId(2), open)]);
        let opened = Opened { connection: connection(), login: login() };
        let _ = wizard.update(Event::Finished(JobId(2), Finish::Opened(Box::new(opened))));
        assert_eq!(wizard.step(), step);
    }
}

#[test]
fn a_wrong_passphrase_is_said_and_its_field_emptied_as_often_as_it_takes() {
    let mut wizard = locked(Button::Test);
    for job in 1..=5 {
        typed(&mut wizard, ItemId::Unlock, "not the one");
        assert_eq!(wizard.update(press(Button::Next)).len(), 1);
        let wrong = Fault::WrongPassphrase { place: "/home/tech/identity.age".into() };
        assert_eq!(wizard.update(Event::Finished(JobId(job), Finish::Failed(wrong))), []);
        let [(at, says)] = problems(&wizard).try_into().unwrap();
        assert_eq!((at, says.contains("not the passphrase")), (ItemId::Unlock, true));
        assert_eq!(wizard.update(press(Button::Next)), [], "an empty one is not tried");
    }
    assert!(!format!("{wizard:?}").contains("not the one"));
    assert_eq!(wizard.update(press(Button::Back)), []);
    assert_eq!((wizard.step(), wizard.screen().name), (Step::Home, ScreenName::Home));
}

#[test]
fn back_from_the_guide_that_the_test_opened_leads_to_the_test() {
    let lacking = crate::model::right::Proof::Missing;
    let mut wizard = super::situations::tested(&[("finance.agreements", lacking)]);
    assert_eq!(wizard.update(press(Button::Mend)), []);
    assert_eq!(wizard.step(), Step::Guide);
    assert_eq!(wizard.update(press(Button::Back)), []);
    assert_eq!(wizard.step(), Step::Test);
    assert!(wizard.screen().notice.unwrap().says.contains("missing"), "the test stands as it was");
    assert!(fields(&wizard).iter().all(|it| it.id != field("company")));
}
