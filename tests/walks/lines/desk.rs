//! A terminal of paper: what is written stays, answers come from a channel, and each waits for what it answers.

use std::{cell::RefCell, io, mem, rc::Rc, sync::Arc, time::Duration};

use futures_util::stream;
use psa_connect::{
    engine::{Engine, EngineSetup, Network},
    face::Ending,
    line::{
        paper::Letters,
        prompt::Echo,
        run::{Outside, Terminal},
        talk::{Pace, Talk},
        tty::Heard,
    },
    model::{catalog::Catalog, draft::KeptDraft},
    sandbox::{Options, Sandbox},
    store::{Listed, Store},
    wizard::{
        Begin, HomeRow, Start, Tried, Wizard,
        event::{Event, Offer},
        resume::{Drafts, Offered},
    },
};
use tokio::{
    sync::{Notify, mpsc},
    time::{Instant, timeout_at},
};
use zeroize::Zeroizing;

/// The longest that a walk waits for one text. Reached only when it does not come.
const PATIENCE: Duration = Duration::from_secs(30);
/// What every walk chooses on the save screen.
pub(crate) const PASSPHRASE: &str = "four words by chance";

#[derive(Default)]
struct Sheet {
    text: RefCell<String>,
    written: Notify,
}

/// The terminal that the conversation has.
struct Paper {
    sheet: Rc<Sheet>,
    answers: mpsc::UnboundedReceiver<Heard>,
    echo: Echo,
    columns: usize,
}

impl Terminal for Paper {
    async fn lines(&mut self) -> io::Result<Heard> {
        let Some(heard) = self.answers.recv().await else { return Ok(Heard::Gone) };
        // A terminal shows what is typed, or the end of the line alone.
        if let Heard::Text(text) = &heard {
            let shown = if self.echo == Echo::Shown { text.as_str() } else { "" };
            self.sheet.text.borrow_mut().extend([shown, "\n"]);
        }
        Ok(heard)
    }

    async fn write(&mut self, text: &str) -> io::Result<()> {
        self.sheet.text.borrow_mut().push_str(text);
        self.sheet.written.notify_one();
        Ok(())
    }

    fn set_echo(&mut self, echo: Echo) -> io::Result<()> {
        self.echo = echo;
        Ok(())
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The person: hears what is said, and answers.
pub(crate) struct Person {
    sheet: Rc<Sheet>,
    answers: RefCell<Option<mpsc::UnboundedSender<Heard>>>,
    outside: mpsc::UnboundedSender<Outside>,
    heard: RefCell<usize>,
}

impl Person {
    /// Waits for a text behind what was waited for before, wherever its lines end.
    pub(crate) async fn hears(&self, text: &str) {
        let wanted = text.replace('\n', " ");
        let deadline = Instant::now() + PATIENCE;
        loop {
            let from = *self.heard.borrow();
            let found = self.sheet.text.borrow()[from..].replace('\n', " ").find(&wanted);
            if let Some(at) = found {
                *self.heard.borrow_mut() += at + text.len();
                return;
            }
            let written = timeout_at(deadline, self.sheet.written.notified()).await;
            assert!(written.is_ok(), "\"{text}\" never came behind:\n{}", self.sheet.text.borrow());
        }
    }

    /// Waits for a question, and answers it with a line.
    pub(crate) async fn answers(&self, question: &str, line: &str) {
        self.hears(question).await;
        self.gives(Heard::Text(Zeroizing::new(line.to_owned())));
    }

    pub(crate) fn gives(&self, heard: Heard) {
        // The face may have ended: the walk sees its ending.
        let _ = self.answers.borrow().as_ref().map(|it| it.send(heard));
    }

    pub(crate) fn presses_control_c(&self) {
        let _ = self.outside.send(Outside::Interrupt);
    }

    pub(crate) fn hangs_up(&self) {
        self.answers.borrow_mut().take();
    }
}

/// A sandbox and a store, at which somebody may sit down more than once.
pub(crate) struct Room {
    pub(crate) sandbox: Sandbox,
    pub(crate) store: Store,
    catalog: Arc<Catalog>,
    pub(crate) columns: usize,
    home: tempfile::TempDir,
}

impl Room {
    pub(crate) async fn of(options: Options) -> Self {
        let sandbox = Sandbox::start(options).await.expect("a sandbox on loopback");
        let mut catalog = Catalog::embedded();
        sandbox.stand_in(&mut catalog);
        let home = tempfile::tempdir().expect("a folder");
        let store = Store::at(home.path().join("psa-connect"));
        Self { sandbox, store, catalog: Arc::new(catalog), columns: 80, home }
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
        let (answers, heard) = mpsc::unbounded_channel();
        let (outside, mut wanted) = mpsc::unbounded_channel();
        let sheet = Rc::new(Sheet::default());
        let paper = Paper { sheet: Rc::clone(&sheet), answers: heard, echo: Echo::Shown, columns: self.columns };
        // Progress depends on how busy the host is: no transcript may.
        let pace = Pace { news: Duration::from_hours(1), silence: Duration::from_hours(1) };
        let talk = Talk::new(self.wizard(Begin::Home), engine, Letters::Any, pace);
        let face = talk.run(paper, stream::poll_fn(move |context| wanted.poll_recv(context)), events);
        let person = Person { sheet, answers: RefCell::new(Some(answers)), outside, heard: RefCell::new(0) };
        let play = async {
            hands(&person).await;
            self.keeps_the_promises();
        };
        let ending = tokio::join!(face, play).0.expect("paper cannot fail");
        let paper = mem::take(&mut *person.sheet.text.borrow_mut());
        self.never_shows_a_secret(&paper);
        (ending, paper)
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
