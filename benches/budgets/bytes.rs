//! Bytes that the face writes: the real wizard, played with keys, on a counted line, in two sizes and both looks.

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
    face::Driver,
    model::{
        catalog::Catalog,
        draft::{Draft, DraftId},
        id::{FieldId, JobId},
        saved::{StoreCard, StoreNeeds},
        secret::Secret,
        store_kind::StoreKind,
    },
    tui::{
        app::{App, run::Wires},
        backend::{CountingWriter, Extent, Lean},
        looks::Looks,
        terminal::Host,
    },
    wizard::{
        Start, Tried, Wizard,
        event::{Job, Offer},
    },
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

/// An engine whose jobs never end: what runs stays on the screen.
struct Endless;

impl Driver for Endless {
    fn start(&mut self, _: JobId, _: Job) {}

    fn cancel(&mut self, _: JobId) {}

    fn keep(&mut self, _: DraftId, _: Box<Draft>) {}

    fn drop_draft(&mut self, _: DraftId) {}
}

struct Nowhere;

impl Host for Nowhere {
    fn can_be_woken(&self) -> bool {
        false
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
    let looks = [("", Looks::RICH), (", basic", Looks::ASCII)];
    let sizes = [(80, 24), (200, 50)];
    let cases = sizes.into_iter().flat_map(|size| looks.map(|looks| (size, looks)));
    let played = cases.flat_map(|((width, height), (name, looks))| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
        let rows = runtime.expect("a runtime").block_on(played(Size { width, height }, looks));
        let place = format!(", {width}x{height}{name}");
        rows.into_iter().map(move |row| Row { what: format!("{}{place}", row.what), ..row })
    });
    played.collect()
}

async fn played(size: Size, looks: Looks) -> Vec<Row> {
    let values = [
        ("company", "acme"),
        ("public_key", "aB3dE5gH7jK9mN1p"),
        ("private_key", "Zy8xW6vU4tS2rQ0p"),
        ("client_id", "0f9e8d7c-6b5a-4c3d-9e2f-112233445566"),
    ];
    let start = Start {
        catalog: Arc::new(Catalog::embedded()),
        offers: vec![Offer {
            psa: "connectwise".into(),
            site: "na".into(),
            values: values.map(|(id, text)| (FieldId::from(id), Secret::new(text))).into(),
        }],
        directory: "/home/tech/.config/psa-connect".into(),
        stores: vec![StoreCard {
            kind: StoreKind::File,
            place: "/home/tech/.config/psa-connect/secrets".into(),
            protection: "A file that only this account and root can read.".into(),
            needs: StoreNeeds::Nothing,
            trouble: None,
        }],
        tried: Tried::Yes,
        home: vec![],
        integration: None,
        name: None,
        begin: psa_connect::wizard::Begin::Home,
    };
    let (_post, events) = mpsc::unbounded_channel();
    let (keys, mut pressed) = mpsc::unbounded_channel();
    let room = |n| NonZero::new(n).expect("not zero");
    let page = Page(Rc::new(RefCell::new(vt100::Parser::new(room(size.height), room(size.width), 0))));
    let writer = CountingWriter::new(page.clone());
    let hands = Hands { keys, page, bytes: writer.bytes() };
    let backend = Lean::new(writer, Extent::Fixed(size));
    let wires = Wires {
        input: stream::poll_fn(move |context| pressed.poll_recv(context)),
        outside: stream::pending(),
        host: Nowhere,
    };
    let face = App::new(Wizard::new(start), Endless, looks).run(backend, wires, events);
    let (ended, rows) = tokio::join!(face, measured(hands, size));
    ended.expect("a page can be written");
    rows
}

async fn measured(hands: Hands, size: Size) -> Vec<Row> {
    // What is shown for the first time grows with the screen; the budget is that of the usual one.
    let whole = (size.width <= 80).then_some(2_600);
    hands.rest().await;
    hands.must_see("Which PSA");
    let mut rows = vec![Row::bytes("first frame", hands.took(), whole)];

    // To the login, by a region that is chosen by hand: nothing is asked of any network.
    hands.key(KeyCode::Enter).await;
    hands.must_see("Which integration");
    rows.push(Row::bytes("change of a step", hands.took(), None));
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
    rows.push(Row::bytes("login screen anew", hands.took(), whole));

    // The login begins at the first value that is not known yet.
    hands.key(KeyCode::Up).await;
    rows.push(Row::bytes("typed character, the most", typed(&hands).await, Some(8)));
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

    hands.key(KeyCode::F(2)).await;
    hands.next_step().await;
    hands.must_see("Step 6/9");
    hands.took();
    let mut most = 0;
    for _ in 0..60 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        most = most.max(hands.took());
    }
    rows.push(Row::bytes("half a second while something runs, the most", most, Some(30)));
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
