//! The line face: shows a [`Screen`](crate::wizard::screen::Screen) as questions, one after another, for screen readers,
//! serial lines and terminals that cannot be drawn on. It only ever appends lines, and decides nothing.

pub mod answer;
pub mod browse;
pub mod command;
pub mod menu;
pub mod paper;
pub mod prompt;
pub mod question;
pub mod run;
pub mod talk;
pub mod told;
pub mod tty;

#[cfg(test)]
mod tests;

use std::{io, sync::atomic::Ordering, task::Poll};

use futures_util::{Stream, stream};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::mpsc::UnboundedReceiver,
};

use self::{
    paper::{Letters, USUAL},
    prompt::Echo,
    run::{Outside, Terminal},
    talk::{Pace, Talk},
    tty::{Heard, Stops, Tty},
};
use crate::{
    face::{
        Driver, Ending, Machine,
        watch::{self, Ends},
    },
    wizard::event::Event,
};

/// Runs the face on a terminal until it ends. Needs a tokio runtime.
///
/// Errors: the terminal cannot be read or written.
pub async fn run<M: Machine, D: Driver>(
    machine: M,
    driver: D,
    letters: Letters,
    tty: Tty,
    events: UnboundedReceiver<Event>,
) -> io::Result<Ending> {
    let outside = outside(watch::start(tty.held(), tty.line_of_its_own()?, Ends::Asked)?)?;
    Talk::new(machine, driver, letters, Pace::USUAL).run(tty, outside, events).await
}

impl Terminal for Tty {
    async fn lines(&mut self) -> io::Result<Heard> {
        Self::lines(self).await
    }

    async fn write(&mut self, text: &str) -> io::Result<()> {
        match Self::write(self, text).await {
            // The signal says so, too, and which one it was.
            Err(it) if it.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => Ok(()),
            other => other,
        }
    }

    fn set_echo(&mut self, echo: Echo) -> io::Result<()> {
        let set = match echo {
            Echo::Shown => self.show(),
            Echo::Hidden => self.hide(Stops::Yes),
        };
        // One that is gone is told by the next line.
        set.or_else(|it| if it.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) { Ok(()) } else { Err(it) })
    }

    fn columns(&self) -> usize {
        Self::columns(self).unwrap_or(USUAL)
    }

    fn can_be_woken(&self) -> bool {
        watch::can_be_woken()
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.show()?;
        Ok(rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?)
    }

    fn woken(&mut self) {
        self.forget_state();
    }

    fn is_in_background(&self) -> bool {
        Self::is_in_background(self)
    }

    fn is_told_to_end(&self) -> bool {
        watch::Held::told(&*self.held()).load(Ordering::Relaxed)
    }

    fn stop_again(&mut self) -> io::Result<()> {
        Ok(rustix::process::kill_current_process_group(rustix::process::Signal::TTOU)?)
    }
}

/// What signals want, and the end of the terminal.
fn outside(mut endings: UnboundedReceiver<Ending>) -> io::Result<impl Stream<Item = Outside> + Unpin> {
    let mut signals = vec![];
    for (kind, wants) in [
        (SignalKind::interrupt(), Outside::Interrupt),
        (SignalKind::from_raw(rustix::process::Signal::TSTP.as_raw()), Outside::Suspend),
        (SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()), Outside::Woken),
    ] {
        signals.push((signal(kind)?, wants));
    }
    Ok(stream::poll_fn(move |context| {
        if let Poll::Ready(Some(ending)) = endings.poll_recv(context) {
            return Poll::Ready(Some(Outside::End(ending)));
        }
        let wanted =
            signals.iter_mut().find_map(|(signal, wants)| signal.poll_recv(context).is_ready().then_some(*wants));
        wanted.map_or(Poll::Pending, |it| Poll::Ready(Some(it)))
    }))
}
