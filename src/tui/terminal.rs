//! Takes the terminal and gives it back, whatever happens in between.

pub mod conduct;
pub mod examine;
pub mod keyboard;
pub mod probe;

use std::{
    io::{self, Write},
    panic,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use ratatui::layout::Size;
use rustix::termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcgetwinsize, tcsetattr};
use tokio::time::Instant;

use self::conduct::{Asking, Conduct};
use super::link::Link;
use crate::face::watch::{self, is_in_background, timeout};

/// The alternate screen.
const TAKE: &[u8] = b"\x1b[?1049h";
/// Asks whether frames can be held back until they are whole, and for a sign of life that all terminals give.
const QUESTIONS: &[u8] = b"\x1b[?2026$p\x1b[c";
/// The sign of life alone.
const QUESTION: &[u8] = b"\x1b[c";
/// Cleared (GNU screen may have no alternate screen; and whatever a terminal made of a question goes), bracketed paste on.
const CLEAR: &[u8] = b"\x1b[H\x1b[2J\x1b[?2004h";
/// All that may have been set undone, plain style, cursor shown.
const GIVE_BACK: &[u8] = b"\x1b[?2026l\x1b[?2004l\x1b[m\x1b[H\x1b[2J\x1b[?1049l\x1b[?25h";
/// Where a terminal does not know its size, as some serial lines.
const USUAL: Size = Size { width: 80, height: 24 };
/// How long an answer that is under way is waited for before the terminal is given back: the shell would take it for keys.
const LAST_ANSWER: Duration = Duration::from_millis(300);
/// What was not answered for so long will not be.
const DEAF: Duration = Duration::from_secs(2);
/// How long an end that was asked for while this process was stopped may take to be told.
const NEWS: Duration = Duration::from_millis(200);

/// What the threads of this process must agree on about its terminal.
#[derive(Debug)]
pub struct Held {
    conduct: Conduct,
    /// The state of the line before the terminal was taken; `None` when it is not taken.
    before: Mutex<Option<Termios>>,
    /// When the terminal was asked what it has not answered yet.
    asked: Mutex<Option<Instant>>,
    /// How long the rest of a key may take. Unit: microseconds.
    grace: AtomicU64,
    synchronised: Arc<AtomicBool>,
    /// Whether this process stopped itself: then it takes the terminal again by itself.
    stops_itself: AtomicBool,
    /// Whether an end was told.
    told: Arc<AtomicBool>,
}

impl Held {
    /// Nothing is taken yet.
    pub fn new(conduct: Conduct) -> Self {
        let held = Self {
            conduct,
            before: Mutex::default(),
            asked: Mutex::default(),
            grace: AtomicU64::default(),
            synchronised: Arc::default(),
            stops_itself: AtomicBool::default(),
            told: Arc::default(),
        };
        held.heed(None);
        held
    }

    /// Whether frames are held back until they are whole.
    pub fn synchronised(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.synchronised)
    }

    /// How long the rest of a key may take.
    pub fn grace(&self) -> Duration {
        Duration::from_micros(self.grace.load(Ordering::Relaxed))
    }

    fn heed(&self, round_trip: Option<Duration>) {
        let grace = u64::try_from(self.conduct.grace(round_trip).as_micros()).unwrap_or(u64::MAX);
        self.grace.store(grace, Ordering::Relaxed);
    }

    /// Until when the answer that is under way is waited for before the terminal is given back.
    fn answer_due(&self) -> Option<Instant> {
        let left = locked(&self.asked).and_then(|it| DEAF.checked_sub(it.elapsed()))?;
        Some(Instant::now() + left.min(LAST_ANSWER))
    }

    fn is_told(&self) -> bool {
        self.told.load(Ordering::Relaxed)
    }

    /// Takes the terminal once this job has it, unless an end is told before: touching it in the background would stop
    /// the process, and whoever asked for the end would wait for ever.
    fn take_in_turn(&self) -> io::Result<()> {
        while is_in_background(io::stdin()) {
            let until = Instant::now() + NEWS;
            while !self.is_told() && Instant::now() < until {
                thread::sleep(Duration::from_millis(5));
            }
            if self.is_told() {
                return Ok(());
            }
            if is_in_background(io::stdin()) {
                self.stops_itself.store(true, Ordering::Relaxed);
                rustix::process::kill_current_process_group(rustix::process::Signal::TTOU)?;
            }
        }
        self.take()
    }

    fn take(&self) -> io::Result<()> {
        let now = tcgetattr(io::stdin())?;
        // Taken again, it goes back to what it was at first.
        let mut raw = locked(&self.before).get_or_insert(now).clone();
        raw.make_raw();
        tcsetattr(io::stdin(), OptionalActions::Now, &raw)?;
        let asks = self.conduct.asking == Asking::Allowed;
        let questions = if asks { QUESTIONS } else { b"" };
        *locked(&self.asked) = asks.then(Instant::now);
        Screen.write_all(&[TAKE, questions, CLEAR].concat())
    }

    fn give_back(&self) -> io::Result<()> {
        let before = locked(&self.before).clone();
        let Some(before) = before else { return Ok(()) };
        if is_in_background(io::stdin()) {
            // The shell has it, and has set it as it likes.
            *locked(&self.before) = None;
            return Ok(());
        }
        let written = Screen.write_all(GIVE_BACK);
        tcsetattr(io::stdin(), OptionalActions::Now, &before)?;
        *locked(&self.before) = None;
        written
    }
}

impl watch::Held for Held {
    fn is_taken(&self) -> bool {
        locked(&self.before).is_some()
    }

    /// The line first: the writing may block for ever.
    fn give_back_unless_stuck(&self) {
        let before = locked(&self.before).clone();
        if let Some(before) = before.filter(|_| !is_in_background(io::stdin())) {
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &before);
            let _ = Screen.write_all(GIVE_BACK);
        }
    }

    fn told(&self) -> &Arc<AtomicBool> {
        &self.told
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A taken terminal; dropping it gives the terminal back.
#[derive(Debug)]
pub struct Taken {
    held: Arc<Held>,
    /// What panics said meanwhile. A hook that wrote it at once would write into the screen.
    panics: mpsc::Receiver<String>,
}

impl Taken {
    /// Takes the terminal.
    pub fn new(held: Arc<Held>) -> io::Result<Self> {
        let (says, panics) = mpsc::channel();
        panic::set_hook(Box::new(move |info| {
            tracing::error!("{info}");
            // Nobody listens any more only when the terminal was given back; then nothing is lost.
            let _ = says.send(info.to_string());
        }));
        let taken = Self { held, panics };
        taken.held.take()?;
        Ok(taken)
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        // There is nobody left to tell when the terminal is gone.
        let _ = self.held.give_back();
        if thread::panicking() {
            let _ = self.panics.try_iter().try_for_each(|it| writeln!(io::stderr(), "{it}"));
        } else {
            drop(panic::take_hook());
        }
    }
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

/// The size of the terminal at standard output.
pub fn size() -> io::Result<Size> {
    let size = tcgetwinsize(io::stdout())?;
    if size.ws_col == 0 || size.ws_row == 0 {
        return Ok(USUAL);
    }
    Ok(Size { width: size.ws_col, height: size.ws_row })
}

/// Says whether this is how a terminal that is gone fails.
pub fn is_gone(error: &io::Error) -> bool {
    // What draws may have wrapped it.
    let inner = error.get_ref().and_then(|it| it.downcast_ref::<io::Error>());
    inner.unwrap_or(error).raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error())
}

/// What the loop asks of the process around it.
pub trait Host {
    /// Says whether somebody could wake this process, once it is stopped.
    fn can_be_woken(&self) -> bool;

    /// Gives the terminal back, stops the process until the shell wakes it, and takes the terminal again.
    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Until when an answer of the terminal is waited for before it is given to the shell, which would take it for keys.
    fn answer_due(&self) -> Option<Instant> {
        None
    }

    /// Whether an end was told while this process was stopped: then the terminal is the shell's.
    fn is_told_to_end(&self) -> bool {
        false
    }

    /// Takes a terminal again that was another's while this process was stopped.
    fn take_again(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Asks the terminal for a sign of life, if it may be asked.
    fn ask(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// When the terminal was asked what it just answered; once for each question.
    fn asked(&mut self) -> Option<Instant> {
        None
    }

    /// Acts on what is known of the terminal and the way to it.
    fn heed(&mut self, _link: &Link) {}
}

/// This process.
#[derive(Clone, Debug)]
pub struct Process {
    /// Its terminal.
    pub held: Arc<Held>,
}

impl Host for Process {
    fn can_be_woken(&self) -> bool {
        watch::can_be_woken()
    }

    fn suspend(&mut self) -> io::Result<()> {
        // What was typed behind Ctrl-Z is no command.
        let _ = tcflush(io::stdin(), QueueSelector::IFlush);
        self.held.give_back()?;
        self.held.stops_itself.store(true, Ordering::Relaxed);
        rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?;
        self.held.take_in_turn()
    }

    fn answer_due(&self) -> Option<Instant> {
        self.held.answer_due()
    }

    fn is_told_to_end(&self) -> bool {
        self.held.is_told() && (!watch::Held::is_taken(&*self.held) || is_in_background(io::stdin()))
    }

    fn take_again(&mut self) -> io::Result<()> {
        self.held.take_in_turn()
    }

    fn ask(&mut self) -> io::Result<()> {
        let mut asked = locked(&self.held.asked);
        if self.held.conduct.asking != Asking::Allowed || asked.is_some() {
            return Ok(());
        }
        *asked = Some(Instant::now());
        drop(asked);
        Screen.write_all(QUESTION)
    }

    fn asked(&mut self) -> Option<Instant> {
        locked(&self.held.asked).take()
    }

    fn heed(&mut self, link: &Link) {
        self.held.heed(link.round_trip());
        self.held.synchronised.store(link.holds_frames(), Ordering::Relaxed);
    }
}
