//! The room in which somebody sits at a terminal of paper: a sandbox, a store, and what must hold after every run.

use std::{cell::RefCell, sync::Arc};

use futures_util::stream;
use psa_connect::{
    engine::{Engine, EngineSetup, Network},
    face::Ending,
    line::run::Outside,
    model::{catalog::Catalog, draft::KeptDraft},
    sandbox::{Options, Sandbox},
    store::{Listed, Store},
    wizard::{
        Begin, HomeRow, Start, Tried, Wizard,
        event::{Event, Offer},
        resume::{Drafts, Offered},
    },
};
use tokio::sync::mpsc;

pub(crate) use crate::paper::Person;
use crate::paper::sit;

/// What every walk chooses on the save screen.
pub(crate) const PASSPHRASE: &str = "four words by chance";

/// A sandbox and a store, at which somebody may sit down more than once.
pub(crate) struct Room {
    pub(crate) sandbox: Sandbox,
    pub(crate) store: Store,
    catalog: Arc<Catalog>,
    pub(crate) columns: usize,
    /// Where signals go while somebody sits there.
    outside: RefCell<Option<mpsc::UnboundedSender<Outside>>>,
    home: tempfile::TempDir,
}

impl Room {
    pub(crate) async fn of(options: Options) -> Self {
        let sandbox = Sandbox::start(options).await.expect("a sandbox on loopback");
        let mut catalog = Catalog::embedded();
        sandbox.stand_in(&mut catalog);
        let home = tempfile::tempdir().expect("a folder");
        let store = Store::at(home.path().join("psa-connect"));
        Self { sandbox, store, catalog: Arc::new(catalog), columns: 80, outside: RefCell::default(), home }
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.home.path().join("psa-connect").join(path).is_file()
    }

    fn wizard(&self, begin: Begin) -> Wizard {
        let row = |it| match it {
            Listed::Connection(connection) => {
                HomeRow::Connection { connection, tested: "just now".into(), keys: "keys 0 days".into() }
            }
            Listed::Broken { name, fault } => HomeRow::Broken { name, fault },
        };
        let start = Start {
            catalog: Arc::clone(&self.catalog),
            offers: self.sandbox.guests().map(|it| Offer { psa: it.psa, site: it.site, values: it.values }).to_vec(),
            directory: self.store.directory().display().to_string(),
            stores: self.store.cards(),
            tried: Tried::No,
            home: self.store.list().into_iter().map(row).collect(),
            integration: None,
            name: None,
            begin,
        };
        let found = self.store.drafts(&self.catalog, jiff::Timestamp::now());
        let offered = |it: KeptDraft| Offered { id: it.id, draft: it.draft, ago: "just now".into() };
        let offered = found.cut.into_iter().map(offered).collect();
        Wizard::new(start).keeping(Drafts { run: Store::new_draft_id(), offered, unreadable: None })
    }

    /// Plays one run of the face. Gives how it ended and all that was written.
    pub(crate) async fn sit(&self, hands: impl AsyncFnOnce(&Person)) -> (Ending, String) {
        let (post, events) = mpsc::unbounded_channel();
        let store = Store::at(self.store.directory().to_owned());
        let setup = EngineSetup { catalog: Arc::clone(&self.catalog), store, network: Network::default() };
        let _ = post.send(Event::Began);
        let engine = Engine::new(setup, post);
        let hands = async |person: &Person| {
            hands(person).await;
            self.keeps_the_promises();
        };
        let (outside, mut wanted) = mpsc::unbounded_channel();
        self.outside.replace(Some(outside));
        let outside = stream::poll_fn(move |context| wanted.poll_recv(context));
        let (ending, paper) = sit(self.wizard(Begin::Home), engine, events, outside, self.columns, hands).await;
        self.never_shows_a_secret(&paper);
        (ending, paper)
    }

    pub(crate) fn presses_control_c(&self) {
        // The face may have ended: the walk sees its ending.
        let _ = self.outside.borrow().as_ref().map(|it| it.send(Outside::Interrupt));
    }

    fn keeps_the_promises(&self) {
        for it in self.sandbox.journal().entries() {
            let query = it.psa == "autotask" && it.method == "POST" && it.path.to_ascii_lowercase().ends_with("/query");
            assert!(it.method == "GET" || query, "{} {} may write", it.method, it.path);
        }
    }

    /// Requests that carried credentials.
    pub(crate) fn with_credentials(&self) -> usize {
        self.sandbox.journal().entries().into_iter().filter(|it| it.credentials).count()
    }

    fn never_shows_a_secret(&self, paper: &str) {
        let offered = self.sandbox.guests().map(|it| it.values);
        let secret = |field: &str| ["public_key", "private_key", "client_id", "secret", "tracking_id"].contains(&field);
        let values = offered.iter().flatten().filter(|(id, _)| secret(&id.0)).map(|(_, value)| value.expose());
        let mut n = 0;
        for value in values.chain([PASSPHRASE]) {
            n += 1;
            assert!(!paper.contains(value), "a secret of {} characters is on the paper:\n{paper}", value.len());
        }
        assert!(n > 4, "only {n} secrets are known here");
        assert!(!paper.chars().any(|it| it.is_control() && it != '\n'), "{paper:?}");
    }
}

/// From the first screen to the login, the site looked up.
pub(crate) async fn to_login(person: &Person, psa: &str, who: &str) {
    person.answers("Choose 1-2 [1]:", psa).await;
    person.hears("Which integration").await;
    person.answers("Choose 1-2 [1]:", "").await;
    person.answers("(for example", who).await;
    person.hears("It is chosen").await;
    person.answers("Choose 1-4 [1]:", "").await;
    person.hears("Step 4 of 9: API user").await;
    person.answers("Choose 1-2 [1]:", "").await;
    person.answers("tick or untick, Enter goes on:", "").await;
    person.answers("Choose 1-4 [1]:", "").await;
    person.hears("Step 5 of 9: Login").await;
}

/// From the login to its test, with the sandbox's login.
pub(crate) async fn to_test(person: &Person) {
    person.answers("]:", "m").await;
    person.answers("Choose 1-4 [1]:", "sand").await;
    person.hears("login is filled in").await;
    person.answers("Choose 1-4 [1]:", "").await;
    person.hears("Step 6 of 9: Test").await;
}

/// From the end of the preview to saved.
pub(crate) async fn to_saved(person: &Person) {
    person.hears("Step 8 of 9: Save").await;
    person.answers("Name [", "").await;
    person.answers("Choose 1-2 [1]:", "").await;
    person.answers("Passphrase, hidden:", PASSPHRASE).await;
    person.answers("Again, hidden:", PASSPHRASE).await;
    person.answers("Enter goes on:", "").await;
    person.answers("Choose 1-2 [1]:", "").await;
    person.hears("is saved").await;
}
