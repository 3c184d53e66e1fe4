//! The full-screen face: shows a [`Screen`], turns keys into [`Event`]s, decides nothing.

pub mod app;
pub mod backend;
pub mod browse;
pub mod edit;
pub mod field;
pub mod focus;
pub mod input;
pub mod keys;
pub mod link;
pub mod looks;
pub mod terminal;
pub mod view;

use std::{io, sync::Arc};

use futures_util::stream;
use tokio::sync::mpsc::UnboundedReceiver;

use self::{
    app::{App, run::Wires},
    backend::{Extent, Lean},
    looks::Looks,
    terminal::{Held, Process, Taken, conduct::Conduct, keyboard::Keyboard, watch},
};
use crate::{
    face::{Driver, Ending, Machine},
    wizard::event::Event,
};

/// Runs the face on the terminal of this process, which must be one, until it ends. Needs a tokio runtime.
///
/// From now on a signal that ends this process ends the face first, and the process soon after, whatever it does.
///
/// Errors: the terminal cannot be read or written.
pub async fn run<M: Machine, D: Driver>(
    machine: M,
    driver: D,
    looks: Looks,
    events: UnboundedReceiver<Event>,
) -> io::Result<Ending> {
    let held = Arc::new(Held::new(Conduct::from_env(|it| std::env::var(it).ok())));
    let mut endings = watch::start(Arc::clone(&held))?;
    let taken = Taken::new(Arc::clone(&held))?;
    let mut keyboard = Keyboard::new(Arc::clone(&held))?;
    let backend = Lean::new(terminal::Screen, Extent::Terminal).holding(held.synchronised());
    let outside = stream::poll_fn(|context| endings.poll_recv(context));
    let wires = Wires { input: &mut keyboard, outside, host: Process { held } };
    let ending = App::new(machine, driver, looks).run(backend, wires, events).await;
    keyboard.drain().await;
    drop((keyboard, taken));
    match ending {
        // It may go in the middle of a frame, before anybody saw it go.
        Err(error) if terminal::is_gone(&error) => Ok(Ending::Signal(1)),
        ended => ended,
    }
}
