//! Pictures of where keys go and how they are opened: the save screen, its end, a locked store, connections with old keys.

use psa_connect::{
    model::{
        fault::Fault,
        report::Check,
        saved::{Connection, LastTest, Name, SavedAt, StoreCard, StoreNeeds},
        secret::Secret,
        store_kind::StoreKind,
    },
    wizard::{
        HomeRow,
        event::{Button, Event, Finish, ItemId},
    },
};

use crate::steps::Play;

const DIRECTORY: &str = "/home/tech/.config/psa-connect";

/// The stores of a host as they say of themselves.
fn stores(needs: StoreNeeds) -> Vec<StoreCard> {
    let card = |kind, place: &str, protection: &str, trouble: Option<&str>| StoreCard {
        kind,
        place: place.into(),
        protection: protection.into(),
        needs: StoreNeeds::Nothing,
        trouble: trouble.map(Into::into),
    };
    let encrypted = card(
        StoreKind::EncryptedFile,
        &format!("{DIRECTORY}/secrets"),
        "The keys are encrypted, and a passphrase opens them. Other accounts cannot read them, nor can whoever gets a \
         copy of the disk or of a backup and does not guess the passphrase; root of this host can, while they are \
         unlocked.",
        None,
    );
    vec![
        StoreCard { needs, ..encrypted },
        card(
            StoreKind::File,
            &format!("{DIRECTORY}/secrets"),
            "The keys are kept in a file that only this account can read. It is not encrypted: root, a backup and a copy \
             of the disk can be read.",
            None,
        ),
        card(
            StoreKind::Keyring,
            "the login keyring",
            "The keys are kept by the desktop session.",
            Some("No session bus answers here. Log in at the desktop, or choose another store."),
        ),
    ]
}

/// At the save screen, after a test that left some rights unproven.
fn at_save(stores: Vec<StoreCard>) -> Play {
    let mut play = Play::of("connectwise", vec![], stores);
    play.reach_the_test();
    play.checks(Check::Limits);
    play.rights("");
    play.press(Button::Next);
    play.preview();
    play.press(Button::Next);
    play
}

fn passphrase(play: &mut Play, first: &str, again: &str) {
    play.send(Event::Typed(ItemId::Passphrase, Secret::new(first)));
    play.send(Event::Typed(ItemId::PassphraseAgain, Secret::new(again)));
}

#[test]
fn each_store_says_what_it_protects_from_and_what_is_written() {
    let mut play = at_save(stores(StoreNeeds::NewPassphrase));
    play.picture("save_encrypted");
    play.picture_on("save_encrypted_looking_at_file", &ItemId::Store(StoreKind::File));
    play.picture_on("save_encrypted_looking_at_keyring", &ItemId::Store(StoreKind::Keyring));
    play.send(Event::Chose(ItemId::Store(StoreKind::Keyring)));
    play.picture_on("save_keyring_refused", &ItemId::Store(StoreKind::Keyring));
    play.send(Event::Chose(ItemId::Store(StoreKind::File)));
    play.picture_on("save_file", &ItemId::Store(StoreKind::File));
    at_save(stores(StoreNeeds::Nothing)).picture("save_encrypted_set_up");
    let mut lost = stores(StoreNeeds::Nothing);
    lost[0].trouble = Some(format!(
        "{DIRECTORY}/identity.age is missing, though keys are encrypted to it. Put identity.age back from a backup."
    ));
    let mut play = at_save(lost);
    play.press(Button::Next);
    play.picture("save_none_chosen");
}

#[test]
fn a_passphrase_that_cannot_be_used_says_why_at_its_field() {
    let mut play = at_save(stores(StoreNeeds::NewPassphrase));
    passphrase(&mut play, "seven77", "");
    play.press(Button::Next);
    play.picture("save_passphrase_short");
    passphrase(&mut play, "four words by chance", "four words by chants");
    play.press(Button::Next);
    play.picture("save_passphrase_different");
    passphrase(&mut play, "four words by chance", "four words by chance");
    play.press(Button::Next);
    let full = Fault::Local { what: "the disk is full".into(), remedy: "Make room, then save again.".into() };
    play.end(Finish::Failed(full));
    play.picture("save_failed");
    play.press(Button::Next);
    play.end(Finish::Saved(SavedAt {
        name: Name::new("northwind-connectwise").unwrap(),
        connection: format!("{DIRECTORY}/connections/northwind-connectwise.toml"),
        store: StoreKind::EncryptedFile,
        secret: format!("{DIRECTORY}/secrets/northwind-connectwise.1.age"),
    }));
    play.picture("done_encrypted");
}

#[test]
fn a_host_on_which_nothing_can_be_saved_says_so_before_keys_are_typed() {
    let mut all = stores(StoreNeeds::NewPassphrase);
    for it in &mut all {
        it.trouble = Some(format!("{DIRECTORY} belongs to another account. Give it to this one with chown."));
    }
    let mut play = Play::of("connectwise", vec![], all);
    play.choose_sync365();
    play.looked_up("company", "northwind", "eu", "api-eu.myconnectwise.net");
    play.press(Button::Next);
    play.picture("guide_no_store");
    play.press(Button::Next);
    play.picture("login_no_store");
}

fn row(name: &str, psa: &str, keys: &str, fault: Option<&str>) -> HomeRow {
    let connection = Connection {
        name: Name::new(name).unwrap(),
        psa: psa.into(),
        integration: "sync365".into(),
        origin: "https://api-eu.myconnectwise.net".parse().unwrap(),
        site: None,
        pin: None,
        plain: vec![],
        secret_fields: vec![],
        store: StoreKind::EncryptedFile,
        keys_since: None,
        confirmed: vec![],
        saved_at: "2026-11-20T10:00:00Z".into(),
        last_test: Some(LastTest {
            at: "2026-11-20T10:00:00Z".into(),
            held: 12,
            of: 14,
            fault: fault.map(Into::into),
            counts: vec![],
        }),
    };
    HomeRow::Connection { connection: Box::new(connection), tested: "14 min ago".into(), keys: keys.into() }
}

#[test]
fn the_age_of_keys_and_a_failed_test_stand_in_the_row() {
    let refused = "api-eu.myconnectwise.net refused the login";
    let home = vec![
        row("acme-connectwise", "connectwise", "keys 3 days", None),
        row("northwind-it-services", "autotask", "old keys 412 days", Some(refused)),
        row("zed", "connectwise", "keys new", None),
    ];
    let mut play = Play::of("connectwise", home, stores(StoreNeeds::Nothing));
    play.picture("home_keys");
    play.picture_on("home_keys_failed", &ItemId::Connection("northwind-it-services".into()));
    play.send(Event::Chose(ItemId::Connection("acme-connectwise".into())));
    let place = format!("{DIRECTORY}/identity.age");
    play.end(Finish::Failed(Fault::StoreLocked { place: place.clone() }));
    play.picture("unlock");
    play.send(Event::Typed(ItemId::Unlock, Secret::new("not the one")));
    play.press(Button::Next);
    play.picture("unlocking");
    play.end(Finish::Failed(Fault::WrongPassphrase { place }));
    play.picture("unlock_wrong");
}
