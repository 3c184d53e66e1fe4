//! Somebody at the real loop of the full screen: presses keys, and waits for what a screen of glass shows.

use std::{io, time::Duration};

use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
use futures_util::stream;
use psa_connect::{
    engine::Engine,
    face::Ending,
    tui::{
        app::{App, run::Wires},
        looks::Looks,
        terminal::Host,
    },
    wizard::{Wizard, event::Event},
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::{Instant, timeout_at},
};

use crate::glass::Glass;

/// The longest that one text is waited for. Reached only when it does not come.
const PATIENCE: Duration = Duration::from_secs(30);

struct Nowhere;

impl Host for Nowhere {
    fn can_be_woken(&self) -> bool {
        false
    }
}

/// Hands and eyes.
pub(crate) struct Hands {
    keys: UnboundedSender<io::Result<TerminalEvent>>,
    pub(crate) glass: Glass,
}

impl Hands {
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

    /// Waits until `text` is on the screen.
    pub(crate) async fn sees(&self, text: &str) {
        self.waits(|it| it.contains(text), &format!("\"{text}\" never came")).await;
    }

    /// Waits until the screen is so.
    pub(crate) async fn waits(&self, is_so: impl Fn(&str) -> bool, otherwise: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(&self.glass.text()) {
            let drawn = timeout_at(deadline, self.glass.drawn.notified()).await;
            assert!(drawn.is_ok(), "{otherwise}. The screen:\n{}", self.glass.text());
        }
    }
}

/// Runs the face with somebody at it. The terminal is gone when the play drops its hands.
pub(crate) async fn sit<T>(
    (wizard, engine, events): (Wizard, Engine, UnboundedReceiver<Event>),
    (columns, rows): (u16, u16),
    play: impl AsyncFnOnce(Hands) -> T,
) -> (Ending, T) {
    let (keys, mut pressed) = unbounded_channel();
    let glass = Glass::new(columns, rows);
    let input = stream::poll_fn(move |context| pressed.poll_recv(context));
    let wires = Wires { input, outside: stream::pending(), host: Nowhere };
    let face = App::new(wizard, engine, Looks::RICH).run(glass.clone(), wires, events);
    let (ending, played) = tokio::join!(face, play(Hands { keys, glass }));
    (ending.expect("glass cannot fail"), played)
}
