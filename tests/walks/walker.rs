//! Walks one set-up: starts a sandbox, presses keys, waits for texts.

use std::{io, sync::Arc, time::Duration};

use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
use futures_util::stream;
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
    tui::{
        app::{App, run::Wires},
        looks::Looks,
        terminal::Host,
    },
    wizard::{Start, Tried, Wizard, event::Offer},
};
use tokio::{
    sync::mpsc,
    time::{Instant, timeout_at},
};

use crate::glass::Glass;

/// The longest that a walk waits for one text. Reached only when it does not come.
const PATIENCE: Duration = Duration::from_secs(30);

struct Nowhere;

impl Host for Nowhere {
    fn can_be_woken(&self) -> bool {
        false
    }
}

/// The walker's hands and eyes.
pub(crate) struct Walk {
    keys: mpsc::UnboundedSender<io::Result<TerminalEvent>>,
    pub(crate) glass: Glass,
    pub(crate) sandbox: Sandbox,
    pub(crate) home: tempfile::TempDir,
}

impl Walk {
    pub(crate) fn send(&self, event: TerminalEvent) {
        // The face may have ended: then nobody listens, and the walk sees its ending.
        let _ = self.keys.send(Ok(event));
    }

    pub(crate) fn key(&self, code: KeyCode) {
        self.send(TerminalEvent::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }

    pub(crate) fn control(&self, c: char) {
        self.send(TerminalEvent::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)));
    }

    /// Types as people do: one key, and the next when it was seen. Keys at once would be a paste.
    pub(crate) fn paste(&self, text: &str) {
        self.send(TerminalEvent::Paste(text.to_owned()));
    }

    pub(crate) fn resize(&self, width: u16, height: u16) {
        self.glass.backend.borrow_mut().resize(width, height);
        self.send(TerminalEvent::Resize(width, height));
    }

    /// Waits until `text` is on the screen.
    pub(crate) async fn sees(&self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.glass.text().contains(text) {
            let drawn = timeout_at(deadline, self.glass.drawn.notified()).await;
            assert!(drawn.is_ok(), "\"{text}\" never came. The screen:\n{}", self.glass.text());
        }
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
    let (keys, mut pressed) = mpsc::unbounded_channel();
    let glass = Glass::new(80, 24);
    let wires = Wires {
        input: stream::poll_fn(move |context| pressed.poll_recv(context)),
        outside: stream::pending(),
        host: Nowhere,
    };
    let face = App::new(Wizard::new(start), engine, Looks::RICH).run(glass.clone(), wires, events);
    let play = async {
        let walk = Walk { keys, glass, sandbox, home };
        walk.sees("Which PSA").await;
        hands(&walk).await;
        walk.keeps_the_promises(credentials);
    };
    tokio::join!(face, play).0.expect("glass cannot fail")
}
