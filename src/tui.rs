//! The full-screen face: shows a [`Screen`], turns keys into [`Event`]s, decides nothing.

pub mod app;
pub mod backend;
pub mod browse;
pub mod clipboard;
pub mod copy;
pub mod edit;
pub mod field;
pub mod focus;
pub mod input;
pub mod keys;
pub mod link;
pub mod looks;
pub mod terminal;
pub mod view;

use std::{
    io::{self, Write as _},
    os::fd::AsFd as _,
    sync::Arc,
};

use futures_util::stream;
use tokio::sync::mpsc::UnboundedReceiver;

use self::{
    app::{App, run::Wires},
    backend::{Extent, Lean, dialect::Dialect},
    clipboard::{Outbox, Road},
    looks::Looks,
    terminal::{Held, Process, Taken, conduct::Conduct, keyboard::Keyboard},
};
use crate::{
    face::{
        Driver, Ending, Machine,
        watch::{self, Ends},
    },
    wizard::event::Event,
};

/// What the face needs to know of its terminal.
pub struct Outfit {
    /// How it looks at the beginning.
    pub looks: Looks,
    /// Is told which looks a person chose with the key.
    pub keep_looks: Box<dyn FnMut(Looks)>,
    /// What may be written.
    pub dialect: Dialect,
    /// How a text gets to its clipboard.
    pub road: Road,
}

/// Runs the face on the terminal of this process, which must be one, until it ends. Needs a tokio runtime.
///
/// From now on a signal that ends this process ends the face first, and the process soon after, whatever it does.
///
/// Errors: the terminal cannot be read or written.
pub async fn run<M: Machine, D: Driver>(
    machine: M,
    driver: D,
    outfit: Outfit,
    events: UnboundedReceiver<Event>,
) -> io::Result<Ending> {
    let Outfit { looks, keep_looks, dialect, road } = outfit;
    let outbox = Outbox::default();
    let held = Arc::new(Held::new(Conduct::from_env(|it| std::env::var(it).ok())));
    let line = io::stdin().as_fd().try_clone_to_owned()?;
    let mut endings = watch::start(Arc::clone(&held), line, Ends::Interrupted)?;
    let taken = Taken::new(Arc::clone(&held))?;
    let mut keyboard = Keyboard::new(Arc::clone(&held))?;
    let backend = Lean::new(terminal::Screen, Extent::Terminal)
        .speaking(dialect)
        .sending(outbox.clone())
        .holding(held.synchronised());
    let outside = stream::poll_fn(|context| endings.poll_recv(context));
    let wires = Wires { input: &mut keyboard, outside, host: Process { held } };
    let ending = App::new(machine, driver, looks)
        .keeping_looks(keep_looks)
        .sending(road, outbox.clone())
        .run(backend, wires, events)
        .await;
    keyboard.drain().await;
    drop((keyboard, taken));
    say_again(&outbox.texts());
    match ending {
        // It may go in the middle of a frame, before anybody saw it go.
        Err(error) if terminal::is_gone(&error) => Ok(Ending::Signal(1)),
        ended => ended,
    }
}

/// Prints what was sent to the terminal's clipboard, which may not have taken it: each on a line of its own, where it stays
/// when the full screen is gone.
fn say_again(texts: &[String]) {
    let mut err = io::stderr().lock();
    // Nobody may be there to read it any more.
    let _ = texts.iter().try_for_each(|it| writeln!(err, "{it}"));
}
