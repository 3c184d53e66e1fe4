//! Whole screens in the pseudo-language: what is still English there came from no catalogue.

use std::{collections::BTreeSet, fs, path::Path, sync::Arc, time::Duration};

use psa_connect::{
    face::{Driver, Machine},
    line::{
        paper::Letters,
        talk::{Pace, Talk},
    },
    model::{
        catalog::Catalog,
        draft::{Draft, DraftId},
        fault::Fault,
        id::{FieldId, JobId},
        origin::Origin,
        report::{Check, CheckFinding, CheckOutcome, Confidence, RightFinding},
        right::Proof,
        saved::{StoreCard, StoreNeeds},
        secret::Secret,
        shown::Shown,
        store_kind::StoreKind,
    },
    tui::{
        field::Fields,
        focus,
        keys::Mode,
        looks::Looks,
        view::{self, Busy, Picture, leaf::Leaf},
    },
    wizard::{
        Begin, Start, Tried, Wizard,
        event::{Button, Effect, Event, Finish, ItemId, Job, Known, Progress, SiteAnswer},
        screen::{Item, Screen},
    },
    words,
};
use ratatui::{Terminal, backend::TestBackend};
use tokio::time::Instant;
use zeroize::Zeroizing;

use crate::pseudo::pseudo;

/// Wide and high enough for every screen, so that nothing is cut in the middle of a word.
const SIZE: (u16, u16) = (240, 120);

/// A set-up, played event by event, with all that was seen of it.
struct Play {
    wizard: Wizard,
    psa: &'static str,
    jobs: u64,
    seen: BTreeSet<String>,
}

impl Play {
    fn new(psa: &'static str) -> Self {
        let stores = vec![StoreCard {
            kind: StoreKind::EncryptedFile,
            place: "/x/secrets".into(),
            needs: StoreNeeds::NewPassphrase,
            protection: String::new(),
            trouble: None,
        }];
        let start = Start {
            catalog: Arc::new(Catalog::embedded()),
            offers: vec![],
            directory: "/x".into(),
            stores,
            tried: Tried::Yes,
            home: vec![],
            integration: None,
            name: None,
            begin: Begin::Home,
        };
        let mut play = Self { wizard: Wizard::new(start), psa, jobs: 0, seen: BTreeSet::new() };
        play.look();
        play
    }

    /// Sends an event and looks at what is shown then: the screen, the page of each finding, the help.
    fn send(&mut self, event: Event) {
        let effects = self.wizard.update(event);
        self.jobs += effects.iter().filter(|it| matches!(it, Effect::Start(..))).count() as u64;
        self.look();
    }

    fn look(&mut self) {
        let screen = self.wizard.screen();
        let findings =
            screen.items.iter().filter_map(|it| if let Item::Finding(it) = it { Some(it.id.clone()) } else { None });
        let pages: Vec<_> = findings.map(|it| drawn(&screen, Some(&it), None)).collect();
        let all = [drawn(&screen, None, None), drawn(&screen, None, Some(0)), said(&screen)].into_iter().chain(pages);
        self.seen.extend(all.flat_map(|it| plain_runs(&it)));
    }

    fn press(&mut self, button: Button) {
        self.send(Event::Pressed { button, on: None });
    }

    fn kind(&mut self, id: &str, text: &str) {
        self.send(Event::Typed(ItemId::Field(FieldId::from(id)), Secret::new(text)));
    }

    fn news(&mut self, progress: Progress) {
        self.send(Event::Progressed(JobId(self.jobs - 1), progress));
    }

    fn end(&mut self, finish: Finish) {
        self.send(Event::Finished(JobId(self.jobs - 1), finish));
    }

    /// Chooses, looks the site up, goes through the guide, and enters a login.
    fn reach_the_test(&mut self, field: &str, site: &str, host: &str, login: &[(&str, &str)]) {
        self.press(Button::Next);
        self.send(Event::Chose(ItemId::Psa(self.psa.into())));
        self.press(Button::Next);
        self.send(Event::Chose(ItemId::Integration("sync365".into())));
        self.press(Button::Next);
        self.press(Button::Find);
        self.kind(field, "northwind");
        self.press(Button::Find);
        let origin = Origin::https(host).unwrap();
        let answer = Known::Yes(Shown::new("Northwind"));
        self.news(Progress::Located(SiteAnswer { site: Some(site.into()), origin, answer }));
        self.end(Finish::Located);
        self.press(Button::Next);
        self.press(Button::Next);
        self.press(Button::Next);
        for (id, text) in login {
            self.kind(id, text);
        }
        self.press(Button::Reveal);
        self.press(Button::Next);
    }

    fn check(&mut self, check: Check, outcome: CheckOutcome) {
        self.news(Progress::Checking(check));
        let (took, request) = (Duration::from_millis(212), Some("GET /system/info".to_owned()));
        self.news(Progress::Checked(CheckFinding { check, outcome, took, request, details: vec![] }));
    }

    fn right(&mut self, right: &psa_connect::model::integration::Right, proof: Proof) {
        self.news(Progress::Proved(RightFinding {
            right: right.function.clone(),
            found: "…".into(),
            proof,
            request: "GET /system/mySecurity".into(),
            evidence: vec![],
            confidence: Confidence::High,
            took: Duration::from_millis(431),
            confirmed: None,
        }));
    }
}

/// A screen that stays as it is, whatever is answered.
struct Still(Screen);

impl Machine for Still {
    fn screen(&self) -> Screen {
        self.0.clone()
    }

    fn update(&mut self, _: Event) -> Vec<Effect> {
        vec![]
    }

    fn understands(&self, _: &Secret) -> bool {
        true
    }

    fn holds_secrets(&self, _: &Secret) -> bool {
        false
    }
}

/// Nothing is done for it.
struct Nobody;

impl Driver for Nobody {
    fn start(&mut self, _: JobId, _: Job) {}

    fn cancel(&mut self, _: JobId) {}

    fn keep(&mut self, _: DraftId, _: Box<Draft>) {}

    fn drop_draft(&mut self, _: DraftId) {}
}

/// The same in lines: what is said of the screen, each question with its help, what can be done, and complaints.
fn said(screen: &Screen) -> String {
    let now = Instant::now();
    let mut talk = Talk::new(Still(screen.clone()), Nobody, Letters::Any, Pace::USUAL);
    talk.set_columns(SIZE.0.into());
    talk.begin(now);
    for line in ["?", "99", "paste", ".", "", "?", "99", "", "?", "m", "?", "99", "q", "", "b", "1-2"] {
        if talk.ending().is_none() {
            talk.take(&Zeroizing::new(line.to_owned()), now);
        }
    }
    talk.written()
}

fn drawn(screen: &Screen, leaf: Option<&ItemId>, help: Option<usize>) -> String {
    let leaf = leaf.map(|it| Leaf { id: it.clone(), top: 0 });
    let focus = leaf.as_ref().map(|it| it.id.clone()).or_else(|| focus::first(screen));
    let mut fields = Fields::default();
    fields.sync(screen);
    let picture = Picture {
        copy: None,
        screen,
        looks: Looks::RICH,
        focus: focus.as_ref(),
        current: focus.as_ref(),
        detail: focus.as_ref(),
        fields: &fields,
        top: 0,
        busy: screen.busy.as_ref().map(|text| Busy { text, since: Duration::from_secs(4), phase: 1 }),
        open: None,
        leaf: leaf.as_ref(),
        help,
        mode: match (&leaf, help) {
            (Some(_), _) => Mode::Leaf,
            (None, Some(_)) => Mode::Items,
            (None, None) => Mode::Field,
        },
        message: None,
    };
    let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap();
    terminal
        .draw(|frame| {
            view::draw(frame, &picture);
        })
        .unwrap();
    terminal.backend().to_string()
}

/// Runs of two and more words without a sign on any letter, as they stand on one line.
fn plain_runs(picture: &str) -> BTreeSet<String> {
    let is_of_run = |c: char| c.is_alphabetic() || c == ' ' || c == '\'';
    let runs = picture.lines().flat_map(|line| line.split(|c| !is_of_run(c)));
    let columns = runs.flat_map(|it| it.split("  "));
    let plain =
        |word: &&str| word.len() > 1 && word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_uppercase());
    let words = columns.map(|it| {
        let all: Vec<&str> = it.split_whitespace().collect();
        // What stands around it may be of the catalogue; the longest plain stretch counts.
        all.split(|word| !plain(word)).max_by_key(|it| it.len()).unwrap_or_default().join(" ")
    });
    words.filter(|it| it.contains(' ')).collect()
}

/// All that is data: the facts of the PSAs and integrations, the faults, and what the test said itself.
fn data() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    // Levels are the vendor's own words; blanks of the guide are filled with these.
    let mut all = String::from("Northwind inquire All ");
    for folder in ["psa", "integrations"] {
        for file in fs::read_dir(root.join(folder)).unwrap() {
            all.push_str(&fs::read_to_string(file.unwrap().path()).unwrap());
        }
    }
    all.push_str(&fs::read_to_string(root.join("faults.toml")).unwrap());
    let all = all.replace("{name}", "Sync 365");
    let in_words = |companies, agreements| all.replace("{companies}", companies).replace("{agreements}", agreements);
    let all = in_words("companies", "agreements") + &in_words("accounts", "contracts");
    all.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[test]
fn no_screen_of_a_set_up_says_anything_that_is_in_no_catalogue() {
    words::speak(pseudo());
    let mut play = Play::new("connectwise");
    let login =
        [("public_key", "Pub1Key2Abcd3Efg"), ("private_key", "Prv1Key2Abcd3Efg"), ("client_id", "0f9e8d7c-6b5a")];
    play.reach_the_test("company", "eu", "api-eu.myconnectwise.net", &login);
    for check in Check::ALL {
        play.check(check, CheckOutcome::Passed("…".into()));
    }
    let needs = Catalog::embedded().integration("sync365").unwrap().needs(&"connectwise".into()).unwrap().clone();
    for (n, right) in needs.rights.iter().enumerate() {
        let proofs = [Proof::Granted, Proof::Missing, Proof::Partial, Proof::Unproven { because: "…".into() }];
        play.right(right, proofs[n % 4].clone());
    }
    play.end(Finish::Tested);
    play.press(Button::RetryRight);
    play.press(Button::Mend);
    play.press(Button::Back);
    play.press(Button::Next);
    play.end(Finish::Previewed);
    play.press(Button::Next);
    play.press(Button::Next);
    let mut refused = Play::new("autotask");
    let login = [("secret", "4q~Z7#mR2$xT9*kW1"), ("tracking_id", "ABCDEFGHIJKLMNOPQRSTUVWXYZ2")];
    refused.reach_the_test("user_name", "ws3", "webservices3.autotask.net", &login);
    let fault = Fault::BadLogin { host: "webservices3.autotask.net".into(), hints: vec![] };
    refused.check(Check::Login, CheckOutcome::Failed(fault));
    refused.end(Finish::Tested);
    refused.press(Button::RetryAll);
    refused.press(Button::Yes);
    let data = data();
    let seen: Vec<_> = play.seen.union(&refused.seen).filter(|it| !data.contains(&it.to_lowercase())).collect();
    assert!(play.seen.len() > 20, "the data of the PSA are seen: {:?}", play.seen);
    assert!(seen.is_empty(), "{} that no catalogue has: {seen:#?}", seen.len());
}

#[test]
fn english_between_other_words_is_seen() {
    let runs = |text: &str| plain_runs(text).into_iter().collect::<Vec<_>>();
    assert_eq!(runs("Ŵħíçħ PSA? 12 of 14: the right is missing. ķéý"), ["the right is missing"]);
    assert_eq!(runs("Ŵħíçħ þšá đó ýóú ŵáñŧ"), [""; 0]);
}
