//! Pictures of a rotation, from the home screen to a dead key. They are the user interface: read them.

use std::time::Duration;

use psa_connect::{
    model::{
        catalog::Catalog,
        document::Document,
        fault::Fault,
        id::FieldId,
        login::{Login, Value, Values},
        report::{Check, Confidence, Report, RightFinding},
        right::Proof,
        rotation::OldKey,
        saved::{Connection, Name, SavedAt},
        secret::Secret,
        store_kind::StoreKind,
    },
    wizard::{
        HomeRow,
        event::{Button, Event, Finish, ItemId, Opened, Progress},
    },
};

use crate::steps::Play;

/// The fields in use, and those of the second key.
type Field = (&'static str, &'static str);

struct Case {
    psa: &'static str,
    site: (&'static str, &'static str),
    in_use: &'static [Field],
    second: &'static [Field],
    lacking: &'static str,
}

const CONNECTWISE: Case = Case {
    psa: "connectwise",
    site: ("eu", "https://api-eu.myconnectwise.net"),
    in_use: &[
        ("company", "northwind"),
        ("public_key", "Pub1Key2Abcd3Efg"),
        ("private_key", "Prv1Key2Abcd3Efg"),
        ("client_id", "0f9e8d7c-6b5a-4c3d-9e2f-112233445566"),
    ],
    second: &[("public_key", "Pub9Key8Zyxw7Vut"), ("private_key", "Prv9Key8Zyxw7Vut")],
    lacking: "procurement.product-catalog",
};

const AUTOTASK: Case = Case {
    psa: "autotask",
    site: ("ws3", "https://webservices3.autotask.net"),
    in_use: &[
        ("user_name", "k7w2m9x4c1v6b3n@northwind.example"),
        ("secret", "4q~Z7#mR2$xT9*kW1@pN6!vB3"),
        ("tracking_id", "ABCDEFGHIJKLMNOPQRSTUVWXYZ2"),
    ],
    second: &[("secret", "9w~B4#hL6$cV2*nD8@yJ1!sF7")],
    lacking: "contracts.add",
};

impl Case {
    fn opened(&self) -> Opened {
        let catalog = Catalog::embedded();
        let facts = catalog.psa(&self.psa.into()).unwrap();
        let value = |(id, text): &Field| {
            let id = FieldId::from(*id);
            (id.clone(), Value::new(facts.field(&id).unwrap().kind, text))
        };
        let values: Values = self.in_use.iter().map(value).collect();
        let (site, origin) = (Some(self.site.0.into()), self.site.1.parse().unwrap());
        let login = Login::complete(facts, origin, site, &values).unwrap();
        let connection = Connection {
            name: Name::new("northwind").unwrap(),
            psa: self.psa.into(),
            integration: "sync365".into(),
            origin: login.origin.clone(),
            site: login.site.clone(),
            pin: None,
            plain: vec![],
            secret_fields: vec![],
            store: StoreKind::File,
            keys_since: Some("2026-02-01T10:00:00Z".into()),
            confirmed: vec![],
            saved_at: "2026-02-01T10:00:00Z".into(),
            last_test: None,
        };
        Opened { connection, login }
    }

    /// A test of the key in use, in which every right was granted that can be shown.
    fn last_test(&self) -> Document {
        let catalog = Catalog::embedded();
        let facts = catalog.psa(&self.psa.into()).unwrap();
        let product = catalog.integration("sync365").unwrap();
        let mut report = Report { identity: Some("S365 (Sync 365)".into()), ..Report::default() };
        for right in &product.needs(&self.psa.into()).unwrap().rights {
            let hidden = right.function.0.starts_with("system.table-setup.") || right.function.0.starts_with("admin.");
            report.proved(RightFinding {
                right: right.function.clone(),
                found: if hidden { String::new() } else { right.needed() },
                proof: if hidden { Proof::Unproven { because: "no request shows it".into() } } else { Proof::Granted },
                request: String::new(),
                evidence: vec![],
                confidence: Confidence::High,
                took: Duration::ZERO,
                confirmed: None,
            });
        }
        Document::of(&self.opened().connection, facts, product, &report, "2026-11-20T10:00:00Z")
    }

    /// At the guide, with the connection opened from the home screen.
    fn begun(&self) -> Play {
        let connection = Box::new(self.opened().connection);
        let mut play = Play::with(
            self.psa,
            vec![HomeRow::Connection { connection, tested: "4 days ago".into(), keys: "keys 3 days".into() }],
        );
        let on = Some(ItemId::Connection("northwind".into()));
        play.send(Event::Pressed { button: Button::Rotate, on });
        play.end(Finish::Opened(Box::new(self.opened())));
        play
    }

    fn enter(play: &mut Play, fields: &[Field]) {
        for (id, text) in fields {
            play.send(Event::Typed(ItemId::Field(FieldId::from(*id)), Secret::new(*text)));
        }
    }

    /// Tested, with the last test read.
    fn tested(&self, lacking: &str) -> Play {
        let mut play = self.begun();
        play.press(Button::Next);
        Self::enter(&mut play, self.second);
        play.press(Button::Next);
        play.checks(Check::Limits);
        play.news(Progress::Identified(psa_connect::model::shown::Shown::new("S365 (Sync 365)")));
        play.rights(lacking);
        play.end(Finish::LastTest(Some(Box::new(self.last_test()))));
        play
    }

    fn switched(&self) -> Play {
        let mut play = self.tested("");
        play.press(Button::Next);
        play.picture("rotate_switch");
        play.press(Button::Next);
        play.end(Finish::Saved(SavedAt {
            name: Name::new("northwind").unwrap(),
            connection: "/home/tech/.config/psa-connect/connections/northwind.toml".into(),
            store: StoreKind::File,
            secret: "/home/tech/.config/psa-connect/secrets/northwind.2.toml".into(),
        }));
        play
    }
}

#[test]
fn the_way_from_the_guide_to_the_switch() {
    for case in [CONNECTWISE, AUTOTASK] {
        let mut play = case.begun();
        play.picture("rotate_guide");
        play.press(Button::Next);
        play.picture("rotate_login");
        Case::enter(&mut play, case.in_use);
        play.press(Button::Next);
        play.picture("rotate_login_in_use");
        let mut play = case.tested(case.lacking);
        play.picture("rotate_test");
        play.press(Button::Next);
        play.picture("rotate_switch_lost");
    }
}

#[test]
fn the_old_key_is_seen_to() {
    for case in [CONNECTWISE, AUTOTASK] {
        let mut play = case.switched();
        play.picture("rotate_done");
        play.press(Button::CheckOldKey);
        if case.psa == "autotask" {
            play.picture("rotate_old_key_question");
            play.press(Button::Yes);
        }
        play.end(Finish::CheckedOldKey(OldKey::Alive));
        play.picture("rotate_old_key_alive");
        play.press(Button::CheckOldKey);
        if case.psa == "autotask" {
            play.press(Button::Yes);
        }
        let host = "api-eu.myconnectwise.net".into();
        play.end(Finish::CheckedOldKey(OldKey::Unclear(Fault::Gateway { host, status: 502 })));
        play.picture("rotate_old_key_unclear");
        play.press(Button::CheckOldKey);
        if case.psa == "autotask" {
            play.press(Button::Yes);
        }
        play.end(Finish::CheckedOldKey(OldKey::Dead { left: None }));
        play.picture("rotate_old_key_dead");
    }
}
