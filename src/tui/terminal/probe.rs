//! Asks the terminal of this process what it is and can, outside the full screen, and waits no longer than it may.

use std::{
    io,
    os::{
        fd::{AsFd, OwnedFd},
        unix::net::UnixStream,
    },
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, poll},
    fs::{Mode, OFlags, open},
    io::{Errno, read, write},
    termios::{OptionalActions, Termios, tcgetattr, tcsetattr},
};
use tokio::time::Instant;

use super::{
    conduct::{Asking, Conduct},
    timeout,
};
use crate::{
    face::watch::is_in_background,
    model::shown::Shown,
    tui::input::{
        Incoming,
        decode::Decoder,
        sequence::{Known, Reply},
    },
};

/// Name, synchronised output, and the capability to take copies; all terminals answer the last question, and in order.
const QUESTIONS: &[u8] = b"\x1b[>0q\x1b[?2026$p\x1bP+q4d73\x1b\\\x1b[c";
/// Takes away what a terminal showed of a question that it does not know.
pub(super) const CLEAR: &[u8] = b"\r\x1b[K";
/// The mode of synchronised output.
pub const SYNCHRONISED: u16 = 2026;
/// The attribute of terminals that take copies (OSC 52).
const COPIES: u16 = 52;

/// What a terminal said of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// From the question to the last answer. `None`: it did not answer in time.
    pub round_trip: Option<Duration>,
    /// Whether it can hold back a frame until it is whole (mode 2026). `None`: it does not say.
    pub synchronised: Option<Known>,
    /// What it says it is and can (DA1), as numbers; empty when it does not say.
    pub attributes: Vec<u16>,
    /// Its name and version, safe to show.
    pub name: Option<String>,
    /// Whether it takes copies (OSC 52). `None`: it does not say; most that do not say can. The clipboard is not read.
    pub copies: Option<Known>,
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Probed {
    /// There is no terminal, or this process is in its background.
    NoTerminal,
    /// It was not asked, for this reason.
    NotAsked(Asking),
    /// It was asked.
    Asked(Answers),
}

/// Dropped to have whoever looks at a terminal give it back at once.
#[derive(Debug)]
pub struct Stopper {
    _open: UnixStream,
}

/// Says to whoever looks at a terminal whether its [`Stopper`] is there still.
#[derive(Debug)]
pub struct Stopped(UnixStream);

/// Both ends.
///
/// Errors: this process has no room for more files.
pub fn stoppable() -> io::Result<(Stopper, Stopped)> {
    let (open, stopped) = UnixStream::pair()?;
    Ok((Stopper { _open: open }, Stopped(stopped)))
}

/// What Ctrl-C sends; no answer has it in it. In raw mode the line makes no signal of it.
const CTRL_C: u8 = 0x03;

/// Asks. Reads the environment for what may be asked. What is typed meanwhile is lost, but for Ctrl-C, which is heeded
/// when the last answer is read, or would be too late: what came later would be for the shell.
///
/// Errors: the terminal cannot be read or written; [`io::ErrorKind::Interrupted`] when it was stopped, by Ctrl-C, too.
pub fn probe(longest: Duration, stopped: &Stopped) -> io::Result<Probed> {
    let conduct = Conduct::from_env(|it| std::env::var(it).ok());
    match conduct.asking {
        Asking::Allowed => {}
        Asking::TermIsPlain | Asking::Forbidden => return Ok(Probed::NotAsked(conduct.asking)),
    }
    let Some(terminal) = foreground() else { return Ok(Probed::NoTerminal) };
    let raw = Raw::new(terminal)?;
    let answers = raw.asked(&conduct, longest, stopped)?;
    Ok(Probed::Asked(answers))
}

/// The terminal of this process; `None` without one, or in its background.
pub(super) fn foreground() -> Option<OwnedFd> {
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let terminal = open("/dev/tty", flags, Mode::empty()).ok()?;
    // In the background, changing the state of the line would stop the process.
    (!is_in_background(&terminal)).then_some(terminal)
}

/// Fails when Ctrl-C was typed among what should be answers.
///
/// Errors: [`io::ErrorKind::Interrupted`].
pub(super) fn heeded(came: &[u8]) -> io::Result<()> {
    if came.contains(&CTRL_C) { Err(io::ErrorKind::Interrupted.into()) } else { Ok(()) }
}

/// Whether there was something to read in time.
#[derive(PartialEq, Eq)]
pub(super) enum Waited {
    Ready,
    InVain,
}

/// A terminal in raw mode, until this is dropped.
pub(super) struct Raw {
    pub(super) terminal: OwnedFd,
    before: Termios,
}

impl Raw {
    pub(super) fn new(terminal: OwnedFd) -> io::Result<Self> {
        let before = tcgetattr(&terminal)?;
        let mut raw = before.clone();
        raw.make_raw();
        tcsetattr(&terminal, OptionalActions::Now, &raw)?;
        Ok(Self { terminal, before })
    }

    /// Waits until there is something to read, and no longer than this.
    ///
    /// Errors: [`io::ErrorKind::Interrupted`] when it was stopped.
    pub(super) fn waits(&self, longest: Duration, stopped: &Stopped) -> io::Result<Waited> {
        let begin = Instant::now();
        loop {
            let left = longest.saturating_sub(begin.elapsed());
            let mut ready = [PollFd::new(&self.terminal, PollFlags::IN), PollFd::new(&stopped.0, PollFlags::IN)];
            match poll(&mut ready, Some(&timeout(left))) {
                Ok(0) if left.is_zero() => return Ok(Waited::InVain),
                Ok(0) | Err(Errno::INTR) => {}
                Ok(_) if !ready[1].revents().is_empty() => return Err(io::ErrorKind::Interrupted.into()),
                Ok(_) => return Ok(Waited::Ready),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn asked(&self, conduct: &Conduct, longest: Duration, stopped: &Stopped) -> io::Result<Answers> {
        let begin = Instant::now();
        write(&self.terminal, QUESTIONS)?;
        let answers = self.answers(conduct, begin, longest, stopped);
        let cleared = write(&self.terminal, CLEAR);
        let answers = answers?;
        cleared?;
        Ok(answers)
    }

    fn answers(&self, conduct: &Conduct, begin: Instant, longest: Duration, stopped: &Stopped) -> io::Result<Answers> {
        let mut answers = Answers::default();
        let mut decoder = Decoder::new(conduct.grace(None), begin);
        let mut goes_on = Ok(());
        let mut bytes = [0; 1024];
        while answers.round_trip.is_none() {
            let left = longest.saturating_sub(begin.elapsed());
            match self.waits(left, stopped)? {
                Waited::Ready => {}
                Waited::InVain => break,
            }
            let n = match read(self.terminal.as_fd(), &mut bytes) {
                Ok(0) => break,
                Ok(n) => n,
                Err(Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            };
            goes_on = goes_on.and(heeded(&bytes[..n]));
            let mut came = vec![];
            decoder.feed(&bytes[..n], Instant::now(), &mut came);
            for it in came {
                if let Incoming::Reply(reply, at) = it {
                    answers.take(reply, at.saturating_duration_since(begin));
                }
            }
        }
        goes_on.map(|()| answers)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // What comes late goes: the shell would take it for a command.
        let _ = tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
    }
}

impl Answers {
    fn take(&mut self, reply: Reply, took: Duration) {
        match reply {
            Reply::Mode { mode: SYNCHRONISED, state } => {
                self.synchronised = Some(if matches!(state, 1..=3) { Known::Yes } else { Known::No });
            }
            Reply::Attributes(attributes) => {
                if attributes.contains(&COPIES) {
                    self.copies = Some(Known::Yes);
                }
                (self.attributes, self.round_trip) = (attributes, Some(took));
            }
            Reply::Name(name) => self.name = Some(Shown::new(&name).to_string()),
            Reply::Capability { name, known } if name == "Ms" => self.copies = Some(known),
            Reply::Mode { .. } | Reply::Capability { .. } | Reply::Clipboard => {}
        }
    }
}

#[cfg(test)]
mod tests;
