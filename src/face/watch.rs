//! The one thread that hears signals and sees the terminal go. When the rest of the program hangs, it ends the process.

use std::{
    io::{self, Read as _},
    os::{
        fd::{AsFd, OwnedFd},
        unix::net::UnixStream,
    },
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use nix::unistd::{Pid, getpgrp, getpid, getsid, tcgetpgrp};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM},
    flag,
    low_level::pipe,
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::Instant,
};

use super::Ending;

/// How long the loop may take to end.
const LOOP: Duration = Duration::from_secs(1);
/// How long the whole process may take.
const PROCESS: Duration = Duration::from_millis(1_800);
/// How long a terminal that takes nothing any more is offered what gives it back.
const LAST_WORDS: Duration = Duration::from_millis(100);

/// Which signals end a face. Those by which a person asks a second time are heard last of several at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// A wish to interrupt (SIGINT) does, too.
    Interrupted,
    /// A wish to interrupt is heard by somebody else.
    Asked,
}

impl Ends {
    /// With their numbers.
    fn signals(self) -> &'static [(i32, u8)] {
        match self {
            Self::Interrupted => &[(SIGHUP, 1), (SIGTERM, 15), (SIGINT, 2), (SIGQUIT, 3)],
            Self::Asked => &[(SIGHUP, 1), (SIGTERM, 15), (SIGQUIT, 3)],
        }
    }
}

/// A terminal that a face has.
pub trait Held: Send + Sync + 'static {
    /// Whether the face still has it.
    fn is_taken(&self) -> bool;
    /// Gives it back, although the face cannot; what may block for ever comes last.
    fn give_back_unless_stuck(&self);
    /// Says whether an end was told. A signal sets it in its handler, for the thread that hears signals may be late.
    fn told(&self) -> &Arc<AtomicBool>;
}

/// The first process of a container: what stops others does not stop it.
const INIT: Pid = Pid::from_raw(1);

/// Says whether changing the state of this line would stop the process: another job has its terminal.
///
/// In a container that was entered from outside (`unshare --pid`, `nsenter`), a job and the leader of a session may be
/// out of sight. The kernel gives 0 for each of them, which rustix cannot say: it has no such process. Of two jobs that are both
/// out of sight, none is known to be another one.
pub fn is_in_background(line: impl AsFd) -> bool {
    // Where it is not the terminal of this session, nobody is stopped.
    tcgetpgrp(line).is_ok_and(|it| it != getpgrp())
}

/// Says whether somebody could wake this process, once it is stopped: there is no shell above the leader of a session.
pub fn can_be_woken() -> bool {
    let ours = getpid();
    ours != INIT && getsid(None).is_ok_and(|leader| leader != ours)
}

/// A time as `poll` takes it.
pub fn timeout(it: Duration) -> Timespec {
    // Longer than a program runs is for ever.
    Timespec::try_from(it).unwrap_or(Timespec { tv_sec: i64::MAX, tv_nsec: 0 })
}

/// Hears signals from now on, even those that whoever started this process had it ignore, and sees the terminal go.
///
/// The first of either is told to the loop. What is not over in time then is ended here; a second Ctrl-C does not wait.
///
/// Errors: there is no room for another thread, or for what it waits for.
pub fn start(held: Arc<impl Held>, line: OwnedFd, ends: Ends) -> io::Result<UnboundedReceiver<Ending>> {
    let mut signals = vec![];
    for (signal, number) in ends.signals().iter().copied() {
        let (writes, reads) = UnixStream::pair()?;
        reads.set_nonblocking(true)?;
        flag::register(signal, Arc::clone(held.told()))?;
        pipe::register(signal, writes)?;
        signals.push((number, reads));
    }
    let (endings, told) = unbounded_channel();
    let watching = Watching { held, file: line, signals, endings, line: Line::Up, begun: None };
    thread::Builder::new().name("watch".into()).spawn(move || watching.all())?;
    Ok(told)
}

struct Watching<H> {
    held: Arc<H>,
    file: OwnedFd,
    signals: Vec<(u8, UnixStream)>,
    endings: UnboundedSender<Ending>,
    line: Line,
    /// When the end began, and by what.
    begun: Option<(Instant, u8)>,
}

/// Whether the terminal was there when it was last looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Up,
    Gone,
}

impl<H: Held> Watching<H> {
    fn all(mut self) {
        loop {
            match self.heard() {
                Ok(numbers) => {
                    for number in numbers {
                        self.ends(number);
                    }
                }
                Err(Errno::INTR) => {}
                Err(error) => {
                    tracing::error!("signals cannot be waited for: {error}");
                    return;
                }
            }
            self.overdue();
        }
    }

    /// Waits for a signal, the end of the terminal, or the time that is set; gives the signals.
    fn heard(&mut self) -> Result<Vec<u8>, Errno> {
        let left = self.begun.map(|(at, _)| {
            let patience = if self.held.is_taken() { LOOP } else { PROCESS };
            timeout((at + patience).saturating_duration_since(Instant::now()))
        });
        let mut ready: Vec<_> = self.signals.iter().map(|(_, it)| PollFd::new(it, PollFlags::IN)).collect();
        if self.line == Line::Up {
            // Nothing is asked for: a terminal that is gone says so unasked.
            ready.push(PollFd::new(&self.file, PollFlags::empty()));
        }
        poll(&mut ready, left.as_ref())?;
        let ready: Vec<_> = ready.iter().map(|it| !it.revents().is_empty()).collect();
        let mut numbers = vec![];
        for ((number, pipe), _) in self.signals.iter_mut().zip(&ready).filter(|(_, ready)| **ready) {
            while pipe.read(&mut [0; 64]).is_ok_and(|it| it > 0) {}
            numbers.push(*number);
        }
        if ready.get(self.signals.len()) == Some(&true) {
            self.line = Line::Gone;
            numbers.push(1);
        }
        Ok(numbers)
    }

    fn ends(&mut self, number: u8) {
        match self.begun {
            None => self.begun = Some((Instant::now(), number)),
            // A shell and the system may both say that the terminal is gone; a person who asks twice means it.
            Some(_) if matches!(number, 2 | 3) => self.end(number),
            Some(_) => {}
        }
        self.held.told().store(true, Ordering::Relaxed);
        // Nobody is told when the loop is over already.
        let _ = self.endings.send(Ending::Signal(number));
        if self.endings.is_closed() && matches!(number, 2 | 3) {
            self.end(number);
        }
    }

    fn overdue(&self) {
        let Some((at, number)) = self.begun else { return };
        let took = at.elapsed();
        if took >= PROCESS || took >= LOOP && self.held.is_taken() {
            self.end(number);
        }
    }

    /// Gives the terminal back, if it takes it, and ends the process.
    #[expect(clippy::disallowed_methods, reason = "what would return from `main` hangs; the terminal was given back")]
    fn end(&self, number: u8) {
        tracing::warn!("the program does not end by itself: signal {number} ends it");
        let (done, waits) = mpsc::channel::<()>();
        let held = Arc::clone(&self.held);
        let gives = thread::Builder::new().spawn(move || {
            held.give_back_unless_stuck();
            drop(done);
        });
        if gives.is_ok() {
            let _ = waits.recv_timeout(LAST_WORDS);
        }
        process::exit(Ending::Signal(number).code().into());
    }
}
