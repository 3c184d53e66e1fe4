//! Bytes that the face writes at 80 by 24: the real wizard, played with keys, on a counted line.

use std::{
    cell::RefCell,
    io::{self, Write},
    num::NonZero,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
use futures_util::stream;
use psa_connect::{
    engine::{Engine, EngineSetup, Network},
    model::catalog::Catalog,
    store::Store,
    tui::{
        app::{App, run::Wires},
        backend::{CountingWriter, Extent, Lean},
        looks::Looks,
        terminal::Host,
    },
    wizard::{Start, Wizard},
};
use ratatui::layout::Size;
use tokio::sync::mpsc;

use crate::Row;

/// What a terminal would show.
#[derive(Clone)]
struct Page(Rc<RefCell<vt100::Parser>>);

impl Write for Page {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().process(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Nowhere;

impl Host for Nowhere {
    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Presses keys and reads the counter.
struct Hands {
    keys: mpsc::UnboundedSender<io::Result<TerminalEvent>>,
    page: Page,
    bytes: Arc<AtomicU64>,
}

impl Hands {
    /// Lets the face do all that it does once the keys rest. Time is simulated.
    async fn rest(&self) {
        tokio::time::sleep(Duration::from_millis(333)).await;
    }

    fn send(&self, event: TerminalEvent) {
        self.keys.send(Ok(event)).expect("the face runs until the keys end");
    }

    async fn key(&self, code: KeyCode) {
        self.send(TerminalEvent::Key(code.into()));
        self.rest().await;
    }

    async fn next_step(&self) {
        self.send(TerminalEvent::Key(KeyEvent::new(KeyCode::Char('n'), KeyModifiers::CONTROL)));
        self.rest().await;
    }

    /// The bytes since the last time.
    fn took(&self) -> u64 {
        self.bytes.swap(0, Ordering::Relaxed)
    }

    /// A measure of the wrong screen would be worth nothing.
    fn must_see(&self, text: &str) {
        let screen = self.page.0.borrow().screen().contents();
        assert!(screen.contains(text), "\"{text}\" is not on the screen:\n{screen}");
    }
}

pub(crate) fn rows() -> Vec<Row> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.expect("a runtime").block_on(played())
}

async fn played() -> Vec<Row> {
    let home = tempfile::tempdir().expect("a folder");
    let catalog = Arc::new(Catalog::embedded());
    let store = Store::at(home.path().join("store"));
    let start = Start {
        catalog: Arc::clone(&catalog),
        offers: vec![],
        directory: store.directory().display().to_string(),
        stores: store.cards(),
        tried: psa_connect::wizard::Tried::Yes,
        home: vec![],
        integration: None,
        name: None,
        begin: psa_connect::wizard::Begin::Home,
    };
    let (post, events) = mpsc::unbounded_channel();
    let engine = Engine::new(EngineSetup { catalog, store, network: Network::default() }, post);
    let (keys, mut pressed) = mpsc::unbounded_channel();
    let room = |n| NonZero::new(n).expect("not zero");
    let page = Page(Rc::new(RefCell::new(vt100::Parser::new(room(24), room(80), 0))));
    let writer = CountingWriter::new(page.clone());
    let hands = Hands { keys, page, bytes: writer.bytes() };
    let backend = Lean::new(writer, Extent::Fixed(Size { width: 80, height: 24 }));
    let wires = Wires {
        input: stream::poll_fn(move |context| pressed.poll_recv(context)),
        outside: stream::pending(),
        host: Nowhere,
    };
    let face = App::new(Wizard::new(start), engine, Looks::RICH).run(backend, wires, events);
    let (ended, rows) = tokio::join!(face, measured(hands));
    ended.expect("a page can be written");
    rows
}

async fn measured(hands: Hands) -> Vec<Row> {
    hands.rest().await;
    hands.must_see("Which PSA");
    let mut rows = vec![Row::bytes("first frame", hands.took(), Some(2_600))];

    // To the login, by a region that is chosen by hand: nothing is asked of any network.
    hands.key(KeyCode::Enter).await;
    hands.must_see("Which integration");
    hands.key(KeyCode::Enter).await;
    hands.must_see("Where does your ConnectWise PSA answer");
    hands.send(TerminalEvent::Paste("acme".to_owned()));
    hands.rest().await;
    hands.key(KeyCode::Down).await;
    hands.key(KeyCode::Down).await;
    hands.key(KeyCode::Enter).await;
    hands.must_see("Keys will go to");
    hands.next_step().await;
    hands.must_see("Make the API user");
    hands.next_step().await;
    hands.must_see("Enter the API user's login");

    hands.took();
    hands.send(TerminalEvent::Key(KeyEvent::new(KeyCode::Char('l'), KeyModifiers::CONTROL)));
    hands.rest().await;
    rows.push(Row::bytes("login screen, drawn anew", hands.took(), Some(2_600)));

    // The login begins at the first value that is not known yet.
    hands.key(KeyCode::Up).await;
    rows.push(Row::bytes("typed character of the company ID, the most", typed(&hands).await, Some(8)));
    hands.must_see("AbC1");
    hands.key(KeyCode::Down).await;
    rows.push(Row::bytes("typed character of a key, the most", typed(&hands).await, Some(8)));

    let (mut at_once, mut detail) = (0, 0);
    for code in [KeyCode::Tab, KeyCode::Tab, KeyCode::BackTab, KeyCode::Up] {
        hands.send(TerminalEvent::Key(code.into()));
        tokio::time::sleep(Duration::from_millis(30)).await;
        at_once = at_once.max(hands.took());
        hands.rest().await;
        detail = detail.max(hands.took());
    }
    rows.push(Row::bytes("moved focus, the most", at_once, Some(80)));
    rows.push(Row::bytes("its detail when the keys rest, the most", detail, None));

    tokio::time::sleep(Duration::from_mins(1)).await;
    rows.push(Row::bytes("60 idle seconds", hands.took(), Some(0)));
    rows
}

/// The most bytes of a typed character, but for the first, which takes the example away.
async fn typed(hands: &Hands) -> u64 {
    hands.key(KeyCode::Char('A')).await;
    hands.took();
    let mut most = 0;
    for c in ['b', 'C', '1'] {
        hands.key(KeyCode::Char(c)).await;
        most = most.max(hands.took());
    }
    most
}
