//! Walks one set-up: starts a sandbox, presses keys, waits for texts.

use std::{ops::Deref, sync::Arc};

use crossterm::event::{Event as TerminalEvent, KeyCode};
use psa_connect::{
    engine::{Engine, EngineSetup, Network},
    face::Ending,
    model::catalog::Catalog,
    sandbox::{
        Options, Sandbox,
        journal::{Place, Seen},
        scenario::Scenario,
    },
    store::Store,
    wizard::{Start, Tried, Wizard, event::Offer},
};
use tokio::sync::mpsc;

use crate::hands::{Hands, sit};

/// The walker's hands and eyes.
pub(crate) struct Walk {
    hands: Hands,
    pub(crate) sandbox: Sandbox,
    pub(crate) home: tempfile::TempDir,
}

impl Deref for Walk {
    type Target = Hands;

    fn deref(&self) -> &Hands {
        &self.hands
    }
}

impl Walk {
    /// Types as people do: one key, and the next when it was seen. Keys at once would be a paste.
    pub(crate) fn paste(&self, text: &str) {
        self.send(TerminalEvent::Paste(text.to_owned()));
    }

    pub(crate) fn resize(&self, width: u16, height: u16) {
        self.glass.backend.borrow_mut().resize(width, height);
        self.send(TerminalEvent::Resize(width, height));
    }

    /// Chooses a passphrase on the save screen, which saves.
    pub(crate) async fn saves(&self) {
        self.sees("[ Save ]").await;
        self.sees("Again").await;
        self.paste("four words by chance");
        self.sees("typing replaces it").await;
        self.key(KeyCode::Enter);
        self.paste("four words by chance");
        self.key(KeyCode::Enter);
    }

    /// Requests that carried credentials.
    pub(crate) fn with_credentials(&self) -> Vec<Seen> {
        self.sandbox.journal().entries().into_iter().filter(|it| it.credentials).collect()
    }

    /// What must hold after every walk: only GETs and Autotask's queries, and credentials at the tenant's own site only.
    fn keeps_the_promises(&self, sites: Credentials) {
        for it in self.sandbox.journal().entries() {
            let query = it.psa == "autotask" && it.method == "POST" && it.path.to_ascii_lowercase().ends_with("/query");
            assert!(it.method == "GET" || query, "{} {} may write", it.method, it.path);
            let home = it.at == Place::Home || sites == Credentials::AnywhereChosen;
            assert!(!it.credentials || home, "credentials went elsewhere: {} {}", it.method, it.path);
            let locating = it.path.contains("companyinfo") || it.path.to_ascii_lowercase().contains("zoneinformation");
            assert!(!(locating && it.credentials), "credentials went with a look-up: {}", it.path);
        }
    }
}

/// Where a walk may send credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Credentials {
    /// To the tenant's own site.
    HomeOnly,
    /// The walk chooses a wrong site on purpose.
    AnywhereChosen,
}

/// Plays a walk of 80 by 24 in `scenario`, from the first screen.
pub(crate) async fn walk(scenario: &str, credentials: Credentials, hands: impl AsyncFnOnce(&Walk)) -> Ending {
    let scenario = Scenario::named(scenario).expect("a scenario that ships");
    walk_in(Options::of(scenario), credentials, hands).await
}

/// Plays a walk in a sandbox of its own making.
pub(crate) async fn walk_in(options: Options, credentials: Credentials, hands: impl AsyncFnOnce(&Walk)) -> Ending {
    let sandbox = Sandbox::start(options).await.expect("a sandbox on loopback");
    let mut catalog = Catalog::embedded();
    sandbox.stand_in(&mut catalog);
    let offers = sandbox.guests().map(|it| Offer { psa: it.psa, site: it.site, values: it.values }).to_vec();
    let home = tempfile::tempdir().expect("a folder");
    let catalog = Arc::new(catalog);
    let store = Store::at(home.path().join("psa-connect"));
    let start = Start {
        catalog: Arc::clone(&catalog),
        offers,
        directory: store.directory().display().to_string(),
        stores: store.cards(),
        tried: Tried::No,
        home: vec![],
        integration: None,
        name: None,
        begin: psa_connect::wizard::Begin::Home,
    };
    let (post, events) = mpsc::unbounded_channel();
    let engine = Engine::new(EngineSetup { catalog, store, network: Network::default() }, post);
    let play = async |at_it: Hands| {
        let walk = Walk { hands: at_it, sandbox, home };
        walk.sees("Which PSA").await;
        hands(&walk).await;
        walk.keeps_the_promises(credentials);
    };
    sit((Wizard::new(start), engine, events), (80, 24), play).await.0
}
