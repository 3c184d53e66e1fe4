//! The full screen: the real loop with keys pressed and texts waited for, on a screen of glass.

use std::{io, time::Duration};

use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
use futures_util::stream;
use psa_connect::{
    face::Ending,
    model::fault::ExitCode,
    tui::{
        app::{App, run::Wires},
        looks::Looks,
        terminal::Host,
    },
};
use tokio::{
    sync::mpsc::{UnboundedSender, unbounded_channel},
    time::{Instant, timeout_at},
};

use crate::{
    glass::Glass,
    world::{Home, World},
};

/// The longest that is waited for one text. Reached only when it does not come.
const PATIENCE: Duration = Duration::from_secs(30);

struct Nowhere;

impl Host for Nowhere {
    fn can_be_woken(&self) -> bool {
        false
    }
}

struct Hands {
    keys: UnboundedSender<io::Result<TerminalEvent>>,
    glass: Glass,
}

impl Hands {
    fn key(&self, code: KeyCode) {
        self.send(TerminalEvent::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }

    fn next(&self) {
        self.send(TerminalEvent::Key(KeyEvent::new(KeyCode::Char('n'), KeyModifiers::CONTROL)));
    }

    fn send(&self, event: TerminalEvent) {
        // The face may have ended: then nobody listens, and the walk sees its ending.
        let _ = self.keys.send(Ok(event));
    }

    async fn sees(&self, text: &str) {
        self.waits(|it| it.contains(text), &format!("\"{text}\" never came")).await;
    }

    async fn misses(&self, text: &str) {
        self.waits(|it| !it.contains(text), &format!("\"{text}\" never went")).await;
    }

    async fn waits(&self, is_so: impl Fn(&str) -> bool, otherwise: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(&self.glass.text()) {
            let drawn = timeout_at(deadline, self.glass.drawn.notified()).await;
            assert!(drawn.is_ok(), "{otherwise}. The screen:\n{}", self.glass.text());
        }
    }

    async fn walk(&self, world: &World) {
        self.sees("Which PSA").await;
        if world.psa == "autotask" {
            self.key(KeyCode::Down);
        }
        self.key(KeyCode::Enter);
        self.sees("Which integration").await;
        self.key(KeyCode::Enter);
        self.sees("PSA answer").await;
        let who = world.who();
        self.send(TerminalEvent::Paste(who.to_owned()));
        self.sees(&format!("[{}", &who[..3])).await;
        self.key(KeyCode::Enter);
        self.sees("It is chosen").await;
        self.next();
        self.sees("Make the API user").await;
        self.next();
        self.sees("Enter the API user's login").await;
        self.key(KeyCode::F(2));
        self.sees("login is filled in").await;
        self.next();
        self.sees(if world.is_short() { "2 rights are missing" } else { "Test again" }).await;
        self.next();
        // Rights are called as lists are: a name says nothing. What is saved depends on which rows were counted by then.
        self.sees("What the integration will see").await;
        self.misses("reading first rows").await;
        self.next();
        self.saves(world).await;
    }

    /// In the plain file, all the same where rights are missing, without a pull.
    async fn saves(&self, world: &World) {
        self.sees("[ Save ]").await;
        self.key(KeyCode::BackTab);
        self.key(KeyCode::Enter);
        self.sees("(•) File for unattended jobs").await;
        if world.is_short() {
            self.key(KeyCode::Tab);
            self.key(KeyCode::Char(' '));
            self.sees("[x] Save it although").await;
        }
        self.key(KeyCode::Tab);
        self.key(KeyCode::Char(' '));
        self.sees("[ ] Pull the lists").await;
        self.next();
        self.sees("is saved").await;
        self.next();
    }
}

pub(crate) async fn plays(world: &World, home: &Home) {
    let (wizard, engine, events) = world.begin(home);
    let (keys, mut pressed) = unbounded_channel();
    let glass = Glass::new(100, 50);
    let input = stream::poll_fn(move |context| pressed.poll_recv(context));
    let wires = Wires { input, outside: stream::pending(), host: Nowhere };
    let face = App::new(wizard, engine, Looks::RICH).run(glass.clone(), wires, events);
    let hands = Hands { keys, glass };
    let (ending, ()) = tokio::join!(face, hands.walk(world));
    assert_eq!(ending.expect("glass cannot fail"), Ending::Exit(ExitCode::Fine));
}
