//! Situations that tests start from, reached by the events that lead there.

use std::{sync::Arc, time::Duration};

use crate::{
    model::{
        catalog::Catalog,
        fault::Fault,
        id::{FieldId, JobId},
        report::{Check, CheckFinding, CheckOutcome, Confidence, RightFinding},
        right::Proof,
        saved::{StoreCard, StoreNeeds},
        secret::Secret,
        shown::Shown,
        store_kind::StoreKind,
    },
    wizard::{
        Begin, Start, Tried, Wizard,
        event::{Button, Effect, Event, Finish, ItemId, Offer, Progress},
    },
};

/// What a wizard without anything saved is started with.
pub(crate) fn start() -> Start {
    Start {
        catalog: Arc::new(Catalog::embedded()),
        offers: vec![Offer {
            psa: "connectwise".into(),
            site: "eu".into(),
            values: connectwise_values().map(|(id, value)| (FieldId::from(id), Secret::new(value))).to_vec(),
        }],
        directory: "/home/tech/.config/psa-connect".into(),
        stores: vec![StoreCard {
            kind: StoreKind::File,
            place: "/home/tech/.config/psa-connect/secrets".into(),
            needs: StoreNeeds::Nothing,
            protection: "A file that only this account and root can read.".into(),
            trouble: None,
        }],
        tried: Tried::Yes,
        home: vec![],
        integration: None,
        name: None,
        begin: Begin::Home,
    }
}

/// A complete ConnectWise login.
pub(crate) fn connectwise_values() -> [(&'static str, &'static str); 4] {
    [
        ("company", "acme"),
        ("public_key", "Pub1Key2Canary34"),
        ("private_key", "Priv1Key2Canary3"),
        ("client_id", "0f9e8d7c-6b5a-4c3d-9e2f-112233445566"),
    ]
}

pub(super) fn press(button: Button) -> Event {
    Event::Pressed { button, on: None }
}

pub(super) fn field(id: &str) -> ItemId {
    ItemId::Field(id.into())
}

/// At the site step of ConnectWise for Sync 365.
pub(super) fn at_site() -> Wizard {
    at_site_of(start())
}

fn at_site_of(start: Start) -> Wizard {
    let mut wizard = Wizard::new(start);
    assert_eq!(wizard.update(Event::Chose(ItemId::Psa("connectwise".into()))), []);
    assert_eq!(wizard.update(Event::Chose(ItemId::Integration("sync365".into()))), []);
    wizard
}

/// At the login step, with a site and without keys.
pub(super) fn at_login() -> Wizard {
    to_login(at_site())
}

fn to_login(mut wizard: Wizard) -> Wizard {
    assert_eq!(wizard.update(Event::Chose(ItemId::Site("eu".into()))), []);
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert_eq!(wizard.update(press(Button::Next)), []);
    wizard
}

/// At the login step with every field filled.
pub(super) fn with_keys() -> Wizard {
    to_keys(at_login())
}

fn to_keys(mut wizard: Wizard) -> Wizard {
    for (id, value) in connectwise_values() {
        assert_eq!(wizard.update(Event::Typed(field(id), Secret::new(value))), []);
    }
    wizard
}

/// At the test step while the test runs as job 0.
pub(super) fn testing() -> (Wizard, Vec<Effect>) {
    let mut wizard = with_keys();
    let effects = wizard.update(press(Button::Next));
    (wizard, effects)
}

pub(crate) fn checked(check: Check, outcome: CheckOutcome) -> Progress {
    Progress::Checked(CheckFinding { check, outcome, took: Duration::from_millis(12), request: None, details: vec![] })
}

pub(crate) fn proved(right: &str, proof: Proof) -> Progress {
    Progress::Proved(RightFinding {
        right: right.into(),
        found: "inquire All".into(),
        proof,
        request: "GET /system/mySecurity".into(),
        evidence: vec![],
        confidence: Confidence::High,
        took: Duration::from_millis(30),
        confirmed: None,
    })
}

/// Plays a test in which all is well but the rights named.
pub(super) fn tested(lacking: &[(&str, Proof)]) -> Wizard {
    to_tested(testing().0, lacking)
}

/// Plays a test in which all is well, where these stores are offered.
pub(super) fn with_stores(stores: Vec<StoreCard>) -> Wizard {
    let mut wizard = to_keys(to_login(at_site_of(Start { stores, ..start() })));
    let _ = wizard.update(press(Button::Next));
    to_tested(wizard, &[])
}

fn to_tested(mut wizard: Wizard, lacking: &[(&str, Proof)]) -> Wizard {
    let job = JobId(0);
    for check in Check::ALL {
        wizard.update(Event::Progressed(job, checked(check, CheckOutcome::Passed("ok".into()))));
    }
    wizard.update(Event::Progressed(job, Progress::Identified(Shown::new("S365 of ACME"))));
    let catalog = Catalog::embedded();
    let needs = catalog.integration("sync365").and_then(|it| it.needs(&"connectwise".into())).unwrap();
    for right in &needs.rights {
        let proof = lacking.iter().find(|(id, _)| *id == right.function.0).map_or(Proof::Granted, |(_, it)| it.clone());
        wizard.update(Event::Progressed(job, proved(&right.function.0, proof)));
    }
    assert_eq!(wizard.update(Event::Finished(job, Finish::Tested)), []);
    wizard
}

/// Plays a test in which the login is refused.
pub(super) fn refused() -> Wizard {
    let (mut wizard, _) = testing();
    let fault = Fault::BadLogin { host: "api-eu.myconnectwise.net".into(), hints: vec!["Check the keys.".into()] };
    wizard.update(Event::Progressed(JobId(0), checked(Check::Login, CheckOutcome::Failed(fault))));
    assert_eq!(wizard.update(Event::Finished(JobId(0), Finish::Tested)), []);
    wizard
}
