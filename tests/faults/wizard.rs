//! The wizard's leg: the real state machine and the real engine, driven from the first step to the end of the test.

use std::{path::Path, sync::Arc, time::Duration};

use psa_connect::{
    engine::{Engine, EngineSetup, Limits, Network},
    model::{
        catalog::Catalog,
        fault::Fault,
        id::{FieldId, SiteId},
        origin::Origin,
        report::{CheckOutcome, Report},
        right::{Proof, RightId},
        secret::Secret,
    },
    store::Store,
    wizard::{
        Begin, HomeRow, Start, Tried, Wizard,
        event::{Button, Effect, Event, Finish, ItemId, Progress},
        screen::{Item, Screen, Told},
    },
};
use tokio::{
    runtime::Builder,
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    time::timeout,
};

use crate::{binary, tenant::Psa};

/// The longest that one test may take. Reached only when it hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// What was asked of the wizard.
pub(crate) struct Visit<'a> {
    pub(crate) psa: Psa,
    pub(crate) origin: Origin,
    pub(crate) ca_file: &'a Path,
    pub(crate) store: &'a Path,
    pub(crate) timeout: u64,
}

/// What it said.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// The key of the first check that failed.
    pub(crate) kind: Option<String>,
    /// Why a check is unclear or a right could not be looked up.
    pub(crate) doubts: Vec<String>,
    /// Every text of the screen.
    pub(crate) screen: Vec<String>,
    /// The exit code of the same report.
    pub(crate) exit: i32,
}

impl Visit<'_> {
    /// A wizard that has every answer but the last key pressed, and its engine.
    pub(crate) fn at_login(&self) -> (Wizard, Engine, UnboundedReceiver<Event>) {
        let (mut wizard, engine, events, site) = self.begins(vec![]);
        let next = || Event::Pressed { button: Button::Next, on: None };
        let chosen = [ItemId::Psa(self.psa.id()), ItemId::Integration("sync365".into()), ItemId::Site(site)];
        let typed = self.psa.fields().iter().map(|(id, text)| {
            let field = FieldId::from(*id);
            Event::Typed(ItemId::Field(field), Secret::new(*text))
        });
        for event in chosen.map(Event::Chose).into_iter().chain([next(), next()]).chain(typed) {
            assert_eq!(wizard.update(event), [], "nothing runs before the test");
        }
        (wizard, engine, events)
    }

    /// A wizard before the first key, the engine that it drives, and the site at which the server stands.
    fn begins(&self, home: Vec<HomeRow>) -> (Wizard, Engine, UnboundedReceiver<Event>, SiteId) {
        let mut catalog = Catalog::embedded();
        let psa = self.psa.id();
        let site = catalog.psa(&psa).and_then(|it| it.sites.first()).expect("a site").id.clone();
        catalog.answer_site_at(&psa, &site, &self.origin);
        let catalog = Arc::new(catalog);
        let store = Store::at(self.store);
        let start = Start {
            catalog: Arc::clone(&catalog),
            offers: vec![],
            directory: store.directory().display().to_string(),
            stores: store.cards(),
            tried: Tried::Yes,
            begin: if home.is_empty() { Begin::SetUp } else { Begin::Home },
            home,
            integration: None,
            name: None,
        };
        let limits = Limits::within(Duration::from_secs(self.timeout));
        let network = Network { ca_file: Some(self.ca_file.to_owned()), proxy: None, limits };
        let (post, events) = unbounded_channel();
        let engine = Engine::new(EngineSetup { catalog, store, network }, post);
        (Wizard::new(start), engine, events, site)
    }

    /// Goes all the way and listens.
    pub(crate) fn goes(&self) -> Heard {
        let next = Event::Pressed { button: Button::Next, on: None };
        on_a_runtime(self.psa, || self.at_login(), next)
    }

    /// Tests the connection that was saved before, from the home screen.
    pub(crate) fn goes_from_home(&self) -> Heard {
        let on = Some(ItemId::Connection(binary::name().as_str().to_owned()));
        let saved = || {
            let (connection, _) =
                Store::at(self.store).open(&binary::name(), &Catalog::embedded()).expect("a saved connection");
            let row = HomeRow::Connection {
                connection: Box::new(connection),
                tested: "never".into(),
                keys: "keys 3 days".into(),
            };
            let (wizard, engine, events, _) = self.begins(vec![row]);
            (wizard, engine, events)
        };
        on_a_runtime(self.psa, saved, Event::Pressed { button: Button::Test, on })
    }
}

/// Presses `key` and listens until nothing runs any more.
fn on_a_runtime(psa: Psa, begin: impl FnOnce() -> (Wizard, Engine, UnboundedReceiver<Event>), key: Event) -> Heard {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let heard = runtime.block_on(async {
        let (mut wizard, mut engine, mut events) = begin();
        let (mut report, mut running, mut ended_with) = (Report::default(), 0, None);
        let mut effects = wizard.update(key);
        loop {
            for effect in effects {
                match effect {
                    Effect::Start(id, job) => {
                        engine.start(id, job);
                        running += 1;
                    }
                    Effect::Cancel(id) => engine.cancel(id),
                    Effect::Keep(..) | Effect::DropDraft(_) => panic!("nothing is kept here"),
                    Effect::Exit(code) => panic!("the wizard left with {code:?}"),
                }
            }
            if running == 0 {
                break;
            }
            let event = timeout(PATIENCE, events.recv()).await.expect("the test ends").expect("an engine");
            match &event {
                Event::Progressed(_, Progress::Checked(finding)) => report.checked(finding.clone()),
                Event::Progressed(_, Progress::Proved(finding)) => report.proved(finding.clone()),
                Event::Finished(_, finish) => {
                    running -= 1;
                    if let Finish::Failed(fault) = finish {
                        ended_with = Some(fault.clone());
                    }
                }
                Event::Progressed(..)
                | Event::NotKept(_)
                | Event::Began
                | Event::Ends
                | Event::Chose(_)
                | Event::Pressed { .. }
                | Event::Typed(..)
                | Event::Pasted(..) => {}
            }
            effects = wizard.update(event);
        }
        Heard::of(psa, &report, ended_with.as_ref(), &wizard.screen())
    });
    runtime.shutdown_background();
    heard
}

impl Heard {
    fn of(psa: Psa, report: &Report, ended_with: Option<&Fault>, screen: &Screen) -> Self {
        let fault = ended_with.or(report.fault());
        let unclear = report.checks.iter().filter_map(|it| match &it.outcome {
            CheckOutcome::Unclear(why) => Some(why.clone()),
            CheckOutcome::Passed(_) | CheckOutcome::Skipped(_) | CheckOutcome::Failed(_) => None,
        });
        let unproven = report.rights.iter().filter_map(|it| match &it.proof {
            Proof::Unproven { because } => Some(because.clone()),
            Proof::Granted | Proof::Partial | Proof::Missing => None,
        });
        let catalog = Catalog::embedded();
        let facts = catalog.psa(&psa.id()).expect("a known PSA");
        let can_be_shown = |id: &RightId| facts.function(id).is_some_and(|it| it.proof.can_be_shown());
        let exit = fault.map_or_else(|| report.exit_code(|_| false, can_be_shown), Fault::exit_code);
        Self {
            kind: fault.map(|it| it.kind().key().to_owned()),
            doubts: unclear.chain(unproven).collect(),
            screen: texts(screen),
            exit: exit as i32,
        }
    }
}

/// Every text of a screen that tells what was found.
fn texts(screen: &Screen) -> Vec<String> {
    let mut texts: Vec<String> = screen.notice.iter().flat_map(|it| [it.says.clone(), it.remedy.clone()]).collect();
    for item in &screen.items {
        match item {
            Item::Finding(it) => {
                texts.push(it.found.clone());
                texts.extend(it.detail.iter().map(|it| match it {
                    Told::Says(text) | Told::Pair { value: text, .. } | Told::Menu(text) => text.clone(),
                }));
            }
            Item::Text { text, .. } => texts.push(text.clone()),
            Item::Heading(_)
            | Item::Verbatim(_)
            | Item::Choice { .. }
            | Item::Tick { .. }
            | Item::Field(_)
            | Item::List { .. }
            | Item::Row(_)
            | Item::Connection { .. } => {}
        }
    }
    texts
}
