//! Plays the face without a terminal: a scripted wizard, a screen of glass, keys from a channel, paused time.

use std::{
    cell::{Cell, RefCell},
    io,
    rc::Rc,
    time::Duration,
};

use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
use futures_util::stream;
use psa_connect::{
    face::{Driver, Ending, Machine},
    model::{
        draft::{Draft, DraftId},
        id::JobId,
    },
    tui::{
        app::{App, run::Wires},
        input::{Incoming, sequence::Reply},
        looks::Looks,
        terminal::Host,
    },
    wizard::{
        event::{Effect, Event, ItemId, Job},
        screen::{FieldText, Item, Screen},
    },
};
use ratatui::backend::Backend;
use tokio::{sync::mpsc, time::Instant};

use crate::glass::Glass;

/// What a scripted wizard does with an event.
pub(crate) type Reaction = fn(&Event, &mut Screen) -> Vec<Effect>;

/// A wizard that echoes typing and otherwise does as scripted.
struct Script {
    screen: Screen,
    reaction: Reaction,
    heard: Rc<RefCell<Vec<Event>>>,
}

impl Machine for Script {
    fn screen(&self) -> Screen {
        self.screen.clone()
    }

    fn update(&mut self, event: Event) -> Vec<Effect> {
        self.heard.borrow_mut().push(event.clone());
        if let Event::Typed(id, text) | Event::Pasted(id, text) = &event {
            for item in &mut self.screen.items {
                if let Item::Field(field) = item
                    && field.id == *id
                {
                    match &mut field.text {
                        FieldText::Plain(held) => text.expose().trim().clone_into(held),
                        FieldText::Masked { chars, .. } => *chars = text.expose().trim().chars().count(),
                    }
                }
            }
        }
        (self.reaction)(&event, &mut self.screen)
    }

    fn understands(&self, _: &psa_connect::model::secret::Secret) -> bool {
        true
    }

    fn holds_secrets(&self, _: &psa_connect::model::secret::Secret) -> bool {
        false
    }
}

/// A scripted engine: it only writes down.
struct Log(Rc<RefCell<Vec<String>>>);

impl Driver for Log {
    fn start(&mut self, id: JobId, job: Job) {
        self.0.borrow_mut().push(format!("start {} {job:?}", id.0));
    }

    fn cancel(&mut self, id: JobId) {
        self.0.borrow_mut().push(format!("cancel {}", id.0));
    }

    fn keep(&mut self, id: DraftId, draft: Box<Draft>) {
        self.0.borrow_mut().push(format!("keep {} {draft:?}", id.as_str()));
    }

    fn drop_draft(&mut self, id: DraftId) {
        self.0.borrow_mut().push(format!("drop {}", id.as_str()));
    }
}

/// A terminal that answers when the test says so.
#[derive(Clone, Default)]
pub(crate) struct Nowhere {
    n_questions: Rc<Cell<usize>>,
    asked: Rc<Cell<Option<Instant>>>,
}

impl Host for Nowhere {
    fn can_be_woken(&self) -> bool {
        false
    }

    fn ask(&mut self) -> io::Result<()> {
        self.n_questions.set(self.n_questions.get() + 1);
        Ok(())
    }

    fn asked(&mut self) -> Option<Instant> {
        self.asked.take()
    }
}

/// The test's side of the stage.
pub(crate) struct Hands {
    keys: mpsc::UnboundedSender<io::Result<Incoming>>,
    host: Nowhere,
    pub(crate) jobs: mpsc::UnboundedSender<Event>,
    pub(crate) outside: mpsc::UnboundedSender<Ending>,
    pub(crate) heard: Rc<RefCell<Vec<Event>>>,
    pub(crate) done: Rc<RefCell<Vec<String>>>,
}

impl Hands {
    /// Lets the face do all that it can do within a third of a second.
    pub(crate) async fn rest(&self) {
        tokio::time::sleep(Duration::from_millis(333)).await;
    }

    pub(crate) fn send(&self, event: TerminalEvent) {
        // The face may have ended: then nobody listens, and the test sees its ending.
        let _ = self.keys.send(Ok(event.into()));
    }

    /// The terminal answers what it was asked so long ago.
    pub(crate) async fn answers(&self, round_trip: Duration) {
        self.host.asked.set(Some(Instant::now()));
        let reply = Reply::Attributes(vec![62]);
        let _ = self.keys.send(Ok(Incoming::Reply(reply, Instant::now() + round_trip)));
        self.moment().await;
    }

    /// How often the terminal was asked.
    pub(crate) fn n_questions(&self) -> usize {
        self.host.n_questions.get()
    }

    /// Lets the face do what it does at once, and nothing that it leaves for when the keys rest.
    pub(crate) async fn moment(&self) {
        tokio::time::sleep(Duration::from_millis(30)).await;
    }

    pub(crate) async fn key(&self, code: KeyCode) {
        self.send(TerminalEvent::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        self.rest().await;
    }

    pub(crate) async fn control(&self, c: char) {
        self.send(TerminalEvent::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)));
        self.rest().await;
    }

    pub(crate) async fn typed(&self, text: &str) {
        for c in text.chars() {
            self.key(KeyCode::Char(c)).await;
        }
    }

    /// Keys at once, as a terminal without bracketed paste sends a paste.
    pub(crate) async fn burst(&self, text: &str) {
        for c in text.chars() {
            let code = match c {
                '\n' => KeyCode::Enter,
                '\t' => KeyCode::Tab,
                c => KeyCode::Char(c),
            };
            self.send(TerminalEvent::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        }
        self.rest().await;
    }

    pub(crate) async fn paste(&self, text: &str) {
        self.send(TerminalEvent::Paste(text.to_owned()));
        self.rest().await;
    }

    /// What the wizard was told since the last time, secrets included.
    pub(crate) fn told(&self) -> Vec<String> {
        self.heard.borrow_mut().drain(..).map(|it| tell(&it)).collect()
    }
}

fn tell(event: &Event) -> String {
    let name = |id: &ItemId| format!("{id:?}");
    match event {
        Event::Chose(id) => format!("chose {}", name(id)),
        Event::Pressed { button, on } => match on {
            Some(id) => format!("pressed {button:?} on {}", name(id)),
            None => format!("pressed {button:?}"),
        },
        Event::Typed(id, text) => format!("typed {:?} into {}", text.expose(), name(id)),
        Event::Pasted(id, text) => format!("pasted {:?} into {}", text.expose(), name(id)),
        Event::Progressed(job, _) => format!("progress of {}", job.0),
        Event::Finished(job, _) => format!("end of {}", job.0),
        Event::Began => "began".to_owned(),
        Event::Ends => "ends".to_owned(),
        Event::NotKept(fault) => format!("not kept: {fault}"),
    }
}

/// A wizard that shows one screen and only echoes.
pub(crate) fn silent(screen: Screen) -> impl Machine {
    Script { screen, reaction: echo, heard: Rc::default() }
}

/// An engine of which nobody wants to know what it did.
pub(crate) fn idle() -> impl Driver {
    Log(Rc::default())
}

pub(crate) fn control(c: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)
}

/// Runs the face on `backend` while `hands` play; the input ends when they are done.
pub(crate) async fn on_stage<B>(
    backend: B,
    screen: Screen,
    reaction: Reaction,
    hands: impl AsyncFnOnce(&Hands),
) -> io::Result<Ending>
where
    B: Backend,
    B::Error: Send + Sync + 'static,
{
    on_stage_with(Looks::RICH, backend, screen, reaction, hands).await
}

/// The same with other looks.
pub(crate) async fn on_stage_with<B>(
    looks: Looks,
    backend: B,
    screen: Screen,
    reaction: Reaction,
    hands: impl AsyncFnOnce(&Hands),
) -> io::Result<Ending>
where
    B: Backend,
    B::Error: Send + Sync + 'static,
{
    let (keys, mut pressed) = mpsc::unbounded_channel();
    let (jobs, events) = mpsc::unbounded_channel();
    let (outside, mut signals) = mpsc::unbounded_channel();
    let (heard, done) = (Rc::<RefCell<Vec<Event>>>::default(), Rc::<RefCell<Vec<String>>>::default());
    let script = Script { screen, reaction, heard: Rc::clone(&heard) };
    let app = App::new(script, Log(Rc::clone(&done)), looks);
    let input = stream::poll_fn(move |context| pressed.poll_recv(context));
    let outside_stream = stream::poll_fn(move |context| signals.poll_recv(context));
    let host = Nowhere::default();
    let stage = Hands { keys, host: host.clone(), jobs, outside, heard, done };
    let wires = Wires { input, outside: outside_stream, host };
    let play = async {
        stage.rest().await;
        hands(&stage).await;
        drop(stage);
    };
    tokio::join!(app.run(backend, wires, events), play).0
}

/// The same on glass of 80 by 24.
pub(crate) async fn played(
    screen: Screen,
    reaction: Reaction,
    hands: impl AsyncFnOnce(&Hands, &Glass),
) -> io::Result<Ending> {
    let glass = Glass::new(80, 24);
    let seen = glass.clone();
    on_stage(glass, screen, reaction, async |stage: &Hands| hands(stage, &seen).await).await
}

/// A wizard that only echoes.
pub(crate) fn echo(_: &Event, _: &mut Screen) -> Vec<Effect> {
    vec![]
}
