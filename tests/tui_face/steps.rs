//! Pictures of every step of the real wizard, reached by the events that lead there. They are the user interface: read them.

use std::{sync::Arc, time::Duration};

use psa_connect::{
    model::{
        catalog::Catalog,
        fault::Fault,
        id::{FieldId, JobId, ListId},
        origin::Origin,
        report::{Beyond, Check, CheckFinding, CheckOutcome, Confidence, Detail, Excess, Fact, RightFinding, Witness},
        right::Proof,
        saved::{LastTest, Name, SavedAt, StoreCard, StoreNeeds},
        secret::Secret,
        shown::Shown,
        store_kind::StoreKind,
        table::{Align, Heading, Preview, Row, Table},
    },
    tui::looks::Looks,
    wizard::{
        HomeRow, Start, Tried, Wizard,
        event::{Button, Event, Finish, ItemId, Known, Progress, SiteAnswer},
    },
};

use crate::views::{drawn, opened};

const SIZES: [(u16, u16); 2] = [(80, 24), (60, 16)];

/// One set-up, played event by event.
pub(crate) struct Play {
    pub(crate) wizard: Wizard,
    psa: &'static str,
    jobs: u64,
}

impl Play {
    pub(crate) fn new(psa: &'static str) -> Self {
        Self::with(psa, vec![])
    }

    /// With connections on the home screen.
    pub(crate) fn with(psa: &'static str, home: Vec<HomeRow>) -> Self {
        let file = StoreCard {
            kind: StoreKind::File,
            place: "/home/tech/.config/psa-connect/secrets".into(),
            needs: StoreNeeds::Nothing,
            protection: "The keys are kept in a file that only this account can read. It is not encrypted.".into(),
            trouble: None,
        };
        Self::of(psa, home, vec![file])
    }

    /// With these stores to choose from.
    pub(crate) fn of(psa: &'static str, home: Vec<HomeRow>, stores: Vec<StoreCard>) -> Self {
        let catalog = Arc::new(Catalog::embedded());
        let start = Start {
            catalog,
            offers: vec![],
            directory: "/home/tech/.config/psa-connect".into(),
            stores,
            tried: Tried::Yes,
            home,
            integration: None,
            name: None,
            begin: psa_connect::wizard::Begin::Home,
        };
        Self { wizard: Wizard::new(start), psa, jobs: 0 }
    }

    pub(crate) fn send(&mut self, event: Event) {
        let effects = self.wizard.update(event);
        let started = effects.iter().filter(|it| matches!(it, psa_connect::wizard::event::Effect::Start(..))).count();
        self.jobs += started as u64;
    }

    pub(crate) fn press(&mut self, button: Button) {
        self.send(Event::Pressed { button, on: None });
    }

    /// News of the job that was started last.
    pub(crate) fn news(&mut self, progress: Progress) {
        self.send(Event::Progressed(JobId(self.jobs - 1), progress));
    }

    pub(crate) fn end(&mut self, finish: Finish) {
        self.send(Event::Finished(JobId(self.jobs - 1), finish));
    }

    /// The result of a test is kept.
    pub(crate) fn recorded(&mut self) {
        let at = "2026-11-24T10:00:00Z".into();
        self.end(Finish::Recorded(LastTest { at, held: 23, of: 24, fault: None, counts: vec![] }));
    }

    pub(crate) fn picture(&self, name: &str) {
        for (width, height) in SIZES {
            let picture = drawn(&self.wizard.screen(), (width, height), Looks::RICH, None);
            insta::assert_snapshot!(format!("{}_{name}_{width}x{height}", self.psa), picture);
        }
    }

    /// With the focus on one item, as it stands after the wizard moved on by itself.
    pub(crate) fn picture_on(&self, name: &str, focus: &ItemId) {
        for (width, height) in SIZES {
            let picture = drawn(&self.wizard.screen(), (width, height), Looks::RICH, Some(focus.clone()));
            insta::assert_snapshot!(format!("{}_{name}_{width}x{height}", self.psa), picture);
        }
    }

    /// The page of one finding.
    pub(crate) fn page(&self, name: &str, id: &ItemId) {
        for (width, height) in SIZES {
            let picture = opened(&self.wizard.screen(), (width, height), Looks::RICH, id);
            insta::assert_snapshot!(format!("{}_{name}_{width}x{height}", self.psa), picture);
        }
    }

    /// From the first screen to the test, which has just begun.
    pub(crate) fn reach_the_test(&mut self) {
        self.choose_sync365();
        let (field, who, site, host) = match self.psa {
            "autotask" => ("user_name", "k7w2m9x4c1v6b3n@northwind.example", "ws3", "webservices3.autotask.net"),
            _ => ("company", "northwind", "eu", "api-eu.myconnectwise.net"),
        };
        self.looked_up(field, who, site, host);
        self.press(Button::Next);
        self.press(Button::Next);
        for (id, text) in [
            ("public_key", "Pub1Key2Abcd3Efg"),
            ("private_key", "Prv1Key2Abcd3Efg"),
            ("client_id", "0f9e8d7c-6b5a-4c3d-9e2f-112233445566"),
            ("secret", "4q~Z7#mR2$xT9*kW1@pN6!vB3"),
            ("tracking_id", "ABCDEFGHIJKLMNOPQRSTUVWXYZ2"),
        ] {
            self.send(Event::Typed(ItemId::Field(FieldId::from(id)), Secret::new(text)));
        }
        self.press(Button::Next);
    }

    pub(crate) fn choose_sync365(&mut self) {
        self.send(Event::Chose(ItemId::Psa(self.psa.into())));
        self.send(Event::Chose(ItemId::Integration("sync365".into())));
    }

    pub(crate) fn looked_up(&mut self, field: &str, text: &str, site: &str, host: &str) {
        self.send(Event::Typed(ItemId::Field(field.into()), Secret::new(text)));
        self.press(Button::Find);
        let answer = Known::Yes(Shown::new("Northwind IT Services, version v2025.1"));
        let origin = Origin::https(host).unwrap();
        self.news(Progress::Located(SiteAnswer { site: Some(site.into()), origin, answer }));
        self.end(Finish::Located);
    }

    pub(crate) fn checks(&mut self, up_to: Check) {
        for check in Check::ALL.into_iter().filter(|it| *it <= up_to) {
            self.check(check, CheckOutcome::Passed(saw(check).into()));
        }
    }

    pub(crate) fn check(&mut self, check: Check, outcome: CheckOutcome) {
        let request = (check >= Check::Api).then(|| "GET /system/info".to_owned());
        self.news(Progress::Checked(CheckFinding {
            check,
            outcome,
            took: Duration::from_millis(212),
            request,
            details: details(check),
        }));
    }

    pub(crate) fn rights(&mut self, lacking: &str) {
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
                evidence: vec![Witness {
                    request: "GET /system/mySecurity?pageSize=1000".into(),
                    says: "the row of the role, read whole".into(),
                }],
                confidence: Confidence::High,
                took,
                confirmed: None,
            }));
        }
        self.news(Progress::Exceeded(vec![Excess {
            name: "Finance / Invoicing".into(),
            levels: "edit All".into(),
            of: Beyond::Right,
        }]));
        self.end(Finish::Tested);
    }

    pub(crate) fn preview(&mut self) {
        let heading = |id: &str, align| Heading { id: id.into(), label: id.into(), align };
        let columns = vec![heading("ID", Align::Right), heading("Name", Align::Left)];
        let row = |id: &str, name: &str, warnings: &[&str]| Row {
            cells: vec![id.into(), name.into()],
            warnings: warnings.iter().map(|it| (*it).to_owned()).collect(),
        };
        let rows = vec![row("250", "Fabrikam Ltd", &[]), row("251", "Contoso", &["It is a prospect."])];
        let table = Table { columns, rows, part: None };
        self.news(Progress::Listed(Box::new(Preview {
            list: "companies".into(),
            count: Some(240),
            table,
            scope: None,
            doubts: vec![],
        })));
        let refused = Fault::Forbidden { request: "GET /procurement/catalog".into() };
        self.news(Progress::ListFailed(ListId::from("catalog"), refused));
        self.end(Finish::Previewed);
    }
}

/// What a layer that is well says.
fn saw(check: Check) -> &'static str {
    match check {
        Check::Lookup => "203.0.113.20 and 1 more",
        Check::Route => "direct, from 198.51.100.7",
        Check::Tcp => "203.0.113.20:443",
        Check::Tls => "TLS 1.3, issued by Example CA, 63 days left",
        Check::Http => "HTTP/1.1, Example gateway",
        Check::Clock => "0 s apart",
        Check::Api => "version v2025.1, cloud",
        Check::Login => "version v2025.1.10675",
        Check::Identity => "S365 (Sync 365), role Sync 365",
        Check::Limits => "1,000 requests a minute, 14 sent",
    }
}

fn details(check: Check) -> Vec<Detail> {
    let facts: &[(Fact, &str)] = match check {
        Check::Lookup => &[(Fact::Addresses, "203.0.113.20, 203.0.113.21"), (Fact::Resolver, "192.0.2.53")],
        Check::Tls => &[
            (Fact::TlsVersion, "TLS 1.3"),
            (Fact::Subject, "*.myconnectwise.net"),
            (Fact::Issuer, "Example CA RSA 2048 M02"),
            (Fact::Expiry, "2027-01-26"),
            (Fact::DaysLeft, "63"),
            (Fact::Chain, "3 certificates, complete"),
            (Fact::Fingerprint, SHA256),
            (Fact::TrustedBy, "this host's roots"),
        ],
        Check::Route
        | Check::Tcp
        | Check::Http
        | Check::Clock
        | Check::Api
        | Check::Login
        | Check::Identity
        | Check::Limits => &[],
    };
    facts.iter().map(|(fact, value)| Detail { fact: *fact, value: (*value).into() }).collect()
}

/// A fingerprint as it is written.
pub(crate) const SHA256: &str =
    "0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9";

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
    play.checks(Check::Limits);
    play.rights("procurement.product-catalog");
    play.picture("test_missing");
    let hidden = ItemId::Right("system.table-setup.agreement-type".into());
    play.send(Event::Pressed { button: Button::Confirm, on: Some(hidden) });
    play.picture("vouch");
    play.press(Button::No);
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
        store: StoreKind::File,
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
    play.picture_on("refused_row", &ItemId::Check(Check::Login));
    play.press(Button::RetryAll);
    play.picture("refused_again");
    let smallest = drawn(&play.wizard.screen(), (40, 10), Looks::RICH, None).to_string();
    assert!(smallest.contains("…"), "what is cut says so:\n{smallest}");
    play.press(Button::No);
    play.press(Button::Next);
    play.picture("preview_without_login");
    play.press(Button::Next);
    play.picture("save_not_working");
}
