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
pub mod looks;
pub mod terminal;
pub mod view;

use std::io::{self, Write as _};

use tokio::sync::mpsc::UnboundedReceiver;

use self::{
    app::{App, run::Wires},
    backend::{Extent, Lean, dialect::Dialect},
    clipboard::{Outbox, Road},
    looks::Looks,
    terminal::{Process, Taken},
};
use crate::{
    face::{Driver, Ending, Machine},
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
/// Errors: the terminal cannot be read or written.
pub async fn run<M: Machine, D: Driver>(
    machine: M,
    driver: D,
    outfit: Outfit,
    events: UnboundedReceiver<Event>,
) -> io::Result<Ending> {
    let outside = terminal::outside()?;
    let taken = Taken::new()?;
    let Outfit { looks, keep_looks, dialect, road } = outfit;
    let outbox = Outbox::default();
    let backend = Lean::new(terminal::Screen, Extent::Terminal).speaking(dialect).sending(outbox.clone());
    let wires = Wires { input: crossterm::event::EventStream::new(), outside, host: Process };
    let ending = App::new(machine, driver, looks)
        .keeping_looks(keep_looks)
        .sending(road, outbox.clone())
        .run(backend, wires, events)
        .await;
    drop(taken);
    say_again(&outbox.texts());
    ending
}

/// Prints what was sent to the terminal's clipboard, which may not have taken it: each on a line of its own, where it stays
/// when the full screen is gone.
fn say_again(texts: &[String]) {
    let mut err = io::stderr().lock();
    // Nobody may be there to read it any more.
    let _ = texts.iter().try_for_each(|it| writeln!(err, "{it}"));
}
