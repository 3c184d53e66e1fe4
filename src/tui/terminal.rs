//! Takes the terminal and gives it back, whatever happens in between.

use std::{
    io::{self, Write},
    panic,
    sync::mpsc,
    task::Poll,
    thread,
    time::Duration,
};

use futures_util::{Stream, stream};
use tokio::{
    signal::unix::{SignalKind, signal},
    time::{MissedTickBehavior, interval},
};

use crate::face::Ending;

/// Alternate screen, cleared (GNU screen may have none), bracketed paste on.
const TAKE: &[u8] = b"\x1b[?1049h\x1b[H\x1b[2J\x1b[?2004h";
/// All of that undone, plain style, cursor shown.
const GIVE_BACK: &[u8] = b"\x1b[?2004l\x1b[m\x1b[H\x1b[2J\x1b[?1049l\x1b[?25h";
/// How often the terminal is asked whether it is still there, without a byte on the line.
const STILL_THERE: Duration = Duration::from_secs(2);

/// A taken terminal; dropping it gives the terminal back.
#[derive(Debug)]
pub struct Taken {
    /// What panics said meanwhile. A hook that wrote it at once would write into the screen.
    panics: mpsc::Receiver<String>,
}

impl Taken {
    /// Takes the terminal.
    pub fn new() -> io::Result<Self> {
        let (says, panics) = mpsc::channel();
        panic::set_hook(Box::new(move |info| {
            tracing::error!("{info}");
            // Nobody listens any more only when the terminal was given back; then nothing is lost.
            let _ = says.send(info.to_string());
        }));
        let taken = Self { panics };
        enter()?;
        Ok(taken)
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        // There is nobody left to tell when the terminal is gone.
        let _ = leave();
        if thread::panicking() {
            let _ = self.panics.try_iter().try_for_each(|it| writeln!(io::stderr(), "{it}"));
        } else {
            drop(panic::take_hook());
        }
    }
}

fn enter() -> io::Result<()> {
    crossterm::terminal::enable_raw_mode()?;
    Screen.write_all(TAKE)
}

fn leave() -> io::Result<()> {
    let written = Screen.write_all(GIVE_BACK);
    crossterm::terminal::disable_raw_mode()?;
    written
}

/// Standard output without a buffer: one frame is one write.
#[derive(Clone, Copy, Debug)]
pub struct Screen;

impl Write for Screen {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::write(io::stdout(), text)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What the loop asks of the process around it.
pub trait Host {
    /// Gives the terminal back, stops the process until the shell wakes it, and takes the terminal again.
    fn suspend(&mut self) -> io::Result<()>;
}

/// This process.
#[derive(Clone, Copy, Debug)]
pub struct Process;

impl Host for Process {
    fn suspend(&mut self) -> io::Result<()> {
        let own = rustix::process::getpid();
        // Nobody could wake the leader of a session: there is no shell above it.
        if rustix::process::getsid(None).is_ok_and(|leader| leader == own) {
            return Ok(());
        }
        leave()?;
        rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?;
        enter()
    }
}

/// Ends when the outside wants the program to end: a signal, or the terminal is gone.
pub fn outside() -> io::Result<impl Stream<Item = Ending> + Unpin> {
    let mut signals = vec![];
    for (kind, number) in [
        (SignalKind::hangup(), 1),
        (SignalKind::interrupt(), 2),
        (SignalKind::quit(), 3),
        (SignalKind::terminate(), 15),
    ] {
        signals.push((signal(kind)?, number));
    }
    let mut watch = interval(STILL_THERE);
    watch.set_missed_tick_behavior(MissedTickBehavior::Delay);
    Ok(stream::poll_fn(move |context| {
        for (signal, number) in &mut signals {
            if signal.poll_recv(context).is_ready() {
                return Poll::Ready(Some(Ending::Signal(*number)));
            }
        }
        while watch.poll_tick(context).is_ready() {
            if rustix::termios::tcgetwinsize(io::stdout()).is_err_and(|it| it == rustix::io::Errno::IO) {
                return Poll::Ready(Some(Ending::Signal(1)));
            }
        }
        Poll::Pending
    }))
}
