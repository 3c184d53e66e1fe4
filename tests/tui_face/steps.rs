//! Pictures of every step of the real wizard, reached by the events that lead there. They are the user interface: read them.

use std::{sync::Arc, time::Duration};

use psa_connect::{
    model::{
        catalog::Catalog,
        fault::Fault,
        id::{FieldId, JobId, ListId},
        origin::Origin,
        report::{Check, CheckFinding, CheckOutcome, Confidence, Excess, RightFinding},
        right::Proof,
        saved::{Name, SavedAt, StoreCard},
        secret::Secret,
        shown::Shown,
        table::{Align, Heading, Preview, Row, Table},
    },
    tui::looks::Looks,
    wizard::{
        Start, Wizard,
        event::{Button, Event, Finish, ItemId, Known, Progress, SiteAnswer},
    },
};

use crate::views::drawn;

const SIZES: [(u16, u16); 2] = [(80, 24), (60, 16)];

/// One set-up, played event by event.
struct Play {
    wizard: Wizard,
    psa: &'static str,
    jobs: u64,
}

impl Play {
    fn new(psa: &'static str) -> Self {
        let store = StoreCard {
            directory: "/home/tech/.config/psa-connect".into(),
            protection: "The keys are kept in a file that only this account can read. It is not encrypted.".into(),
            trouble: None,
        };
        let catalog = Arc::new(Catalog::embedded());
        let start = Start {
            catalog,
            offers: vec![],
            store,
            home: vec![],
            integration: None,
            name: None,
            begin: psa_connect::wizard::Begin::Home,
        };
        Self { wizard: Wizard::new(start), psa, jobs: 0 }
    }

    fn send(&mut self, event: Event) {
        let effects = self.wizard.update(event);
        let started = effects.iter().filter(|it| matches!(it, psa_connect::wizard::event::Effect::Start(..))).count();
        self.jobs += started as u64;
    }

    fn press(&mut self, button: Button) {
        self.send(Event::Pressed { button, on: None });
    }

    /// News of the job that was started last.
    fn news(&mut self, progress: Progress) {
        self.send(Event::Progressed(JobId(self.jobs - 1), progress));
    }

    fn end(&mut self, finish: Finish) {
        self.send(Event::Finished(JobId(self.jobs - 1), finish));
    }

    fn picture(&self, name: &str) {
        for (width, height) in SIZES {
            let picture = drawn(&self.wizard.screen(), (width, height), Looks::RICH, None);
            insta::assert_snapshot!(format!("{}_{name}_{width}x{height}", self.psa), picture);
        }
    }

    fn choose_sync365(&mut self) {
        self.send(Event::Chose(ItemId::Psa(self.psa.into())));
        self.send(Event::Chose(ItemId::Integration("sync365".into())));
    }

    fn looked_up(&mut self, field: &str, text: &str, site: &str, host: &str) {
        self.send(Event::Typed(ItemId::Field(field.into()), Secret::new(text)));
        self.press(Button::Find);
        let answer = Known::Yes(Shown::new("Northwind IT Services, version v2025.1"));
        let origin = Origin::https(host).unwrap();
        self.news(Progress::Located(SiteAnswer { site: Some(site.into()), origin, answer }));
        self.end(Finish::Located);
    }

    fn checks(&mut self, up_to: Check) {
        let seen = [
            "203.0.113.20",
            "203.0.113.20:443",
            "TLS 1.3, issued by Example CA, 63 days left",
            "version v2025.1, cloud",
            "version v2025.1.10675",
            "S365 (Sync 365), role Sync 365",
        ];
        for (check, saw) in Check::ALL.into_iter().zip(seen).filter(|(it, _)| *it <= up_to) {
            self.check(check, CheckOutcome::Passed(saw.into()));
        }
    }

    fn check(&mut self, check: Check, outcome: CheckOutcome) {
        let request = (check >= Check::Api).then(|| "GET /system/info".to_owned());
        self.news(Progress::Checked(CheckFinding {
            check,
            outcome,
            took: Duration::from_millis(212),
            request,
            details: vec![],
        }));
    }

    fn rights(&mut self, lacking: &str) {
        let catalog = Catalog::embedded();
        let needs = catalog.integration("sync365").unwrap().needs(&self.psa.into()).unwrap();
        for right in &needs.rights {
            let id = right.function.clone();
            let hidden = id.0.starts_with("system.table-setup.") || id.0.starts_with("admin.");
            let (found, proof) = match () {
                () if id.0 == lacking => ("inquire None".to_owned(), Proof::Missing),
                () if hidden => {
                    (String::new(), Proof::Unproven { because: "the API has no request that shows it".into() })
                }
                () => (right.needed(), Proof::Granted),
            };
            let request = "GET /system/mySecurity".into();
            let took = Duration::from_millis(431);
            self.news(Progress::Proved(RightFinding {
                right: id,
                found,
                proof,
                request,
                evidence: vec![],
                confidence: Confidence::High,
                took,
                confirmed: None,
            }));
        }
        self.news(Progress::Exceeded(vec![Excess { name: "Finance / Invoicing".into(), levels: "edit All".into() }]));
        self.end(Finish::Tested);
    }

    fn preview(&mut self) {
        let heading = |id: &str, align| Heading { id: id.into(), label: id.into(), align };
        let columns = vec![heading("ID", Align::Right), heading("Name", Align::Left)];
        let row = |id: &str, name: &str, warnings: &[&str]| Row {
            cells: vec![id.into(), name.into()],
            warnings: warnings.iter().map(|it| (*it).to_owned()).collect(),
        };
        let rows = vec![row("250", "Fabrikam Ltd", &[]), row("251", "Contoso", &["It is a prospect."])];
        let table = Table { columns, rows };
        self.news(Progress::Listed(Box::new(Preview {
            list: "companies".into(),
            count: Some(240),
            table,
            scope: None,
        })));
        let refused = Fault::Forbidden { request: "GET /procurement/catalog".into() };
        self.news(Progress::ListFailed(ListId::from("catalog"), refused));
        self.end(Finish::Previewed);
    }
}

#[test]
fn connectwise_step_by_step() {
    let mut play = Play::new("connectwise");
    play.picture("psa");
    play.send(Event::Chose(ItemId::Psa("connectwise".into())));
    play.picture("integration");
    play.choose_sync365();
    play.picture("site");
    play.send(Event::Typed(ItemId::Address, Secret::new("https://psa.example.com/v4_6_release")));
    play.picture("site_own_host");
    play.send(Event::Typed(ItemId::Address, Secret::new("https://concord.centrastage.net/")));
    play.picture("site_refused");
    play.looked_up("company", "northwind", "eu", "api-eu.myconnectwise.net");
    play.picture("site_found");
    play.press(Button::Next);
    play.picture("guide");
    play.press(Button::Next);
    play.press(Button::Next);
    play.picture("login_blank");
    for (id, text) in
        [("public_key", "Pub1Key2Abcd3Efg"), ("private_key", "Prv1Key2Abcd3Efg"), ("client_id", "not-a-guid")]
    {
        play.send(Event::Typed(ItemId::Field(FieldId::from(id)), Secret::new(text)));
    }
    play.picture("login_doubt");
    play.press(Button::Next);
    play.checks(Check::Tls);
    play.news(Progress::Checking(Check::Api));
    play.picture("testing");
    play.checks(Check::Identity);
    play.rights("procurement.product-catalog");
    play.picture("test_missing");
    play.press(Button::Next);
    play.preview();
    play.picture("preview");
    play.press(Button::Next);
    play.picture("save_reservations");
    play.send(Event::Chose(ItemId::Tick("save-anyway".into())));
    play.press(Button::Next);
    let directory = "/home/tech/.config/psa-connect";
    play.end(Finish::Saved(SavedAt {
        name: Name::new("northwind-connectwise").unwrap(),
        connection: format!("{directory}/connections/northwind-connectwise.toml"),
        secret: format!("{directory}/secrets/northwind-connectwise.1.toml"),
    }));
    play.picture("done");
}

#[test]
fn autotask_up_to_a_refused_login() {
    let mut play = Play::new("autotask");
    play.choose_sync365();
    play.picture("site");
    play.looked_up("user_name", "k7w2m9x4c1v6b3n@northwind.example", "ws3", "webservices3.autotask.net");
    play.press(Button::Next);
    play.picture("guide");
    play.press(Button::Next);
    for (id, text) in [("secret", "4q~Z7#mR2$xT9*kW1@pN6!vB3"), ("tracking_id", "ABCDEFGHIJKLMNOPQRSTUVWXYZ2")] {
        play.send(Event::Typed(ItemId::Field(FieldId::from(id)), Secret::new(text)));
    }
    play.picture("login");
    play.press(Button::Next);
    play.checks(Check::Api);
    let hints = vec![
        "The secret may be wrong or the user locked: both look the same.".to_owned(),
        "A user made less than 5 minutes ago may not work yet.".to_owned(),
    ];
    let fault = Fault::BadLogin { host: "webservices3.autotask.net".into(), hints };
    play.check(Check::Login, CheckOutcome::Failed(fault));
    play.end(Finish::Tested);
    play.picture("refused");
    play.press(Button::Next);
    play.picture("preview_without_login");
    play.press(Button::Next);
    play.picture("save_not_working");
}
