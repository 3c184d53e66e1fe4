//! The terminal of this process, whatever its standard input and output are: lines in, text out, and what is typed hidden
//! while it is asked for. It is given back as it was on every way out.

use std::{
    io::{self, IsTerminal as _},
    mem,
    os::fd::{AsFd, OwnedFd},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{Mode, OFlags, open},
    io::{Errno, read, write},
    termios::{
        LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush, tcgetattr, tcgetwinsize,
        tcsetattr,
    },
};
use tokio::{
    io::unix::AsyncFd,
    time::{Instant, timeout_at},
};
use zeroize::Zeroizing;

use crate::face::watch::{self, is_in_background};

/// Unit: bytes. As long as a line that a terminal gives, with its end.
const LINE: usize = 4096;
/// Unit: bytes, without the end. A line of so many may have been longer: the kernel drops the rest and does not say so.
const CUT: usize = LINE - 1;
/// Unit: bytes. What is longer is a file, and no note.
const LONGEST: usize = 65_536;
/// Lines that come so soon after another were not typed.
const BURST: Duration = Duration::from_millis(50);

/// What came from the terminal.
#[derive(Clone, PartialEq, Eq)]
pub enum Heard {
    /// A line without its end, or several that came at once.
    Text(Zeroizing<String>),
    /// Bytes that are no text.
    NoText,
    /// More at once than any note has: half of it would be worth less than nothing.
    TooLong,
    /// A line as long as the terminal gives any, and perhaps cut: half of a key looks like a key.
    Cut,
    /// Nothing will come any more: its end was typed.
    End,
    /// Nothing will come any more: the terminal is gone.
    Gone,
}

/// Whether Ctrl-Z and Ctrl-\ stop and end the process while what is typed is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stops {
    /// They do: whoever hid it shows it first.
    Yes,
    /// They do not: the shell would be left with a terminal that shows nothing.
    No,
}

/// The terminal. Dropping it shows again what is typed.
pub struct Tty {
    input: AsyncFd<OwnedFd>,
    output: Option<AsyncFd<OwnedFd>>,
    held: Arc<Held>,
    gathered: Gathered,
}

/// What the threads of this process must agree on about the terminal.
pub struct Held {
    line: OwnedFd,
    before: Termios,
    hidden: Mutex<Hidden>,
    taken: AtomicBool,
    told: Arc<AtomicBool>,
}

/// What was read and not yet heard.
struct Gathered {
    bytes: Zeroizing<Vec<u8>>,
    size: Size,
    /// When it is whole, if nothing more comes.
    whole_at: Option<Instant>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    Fits,
    TooLong,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hidden {
    Yes,
    No,
}

impl Tty {
    /// Opens the terminal that controls this process; where there is none, the standard input and error, if both are one.
    /// `None` where nobody can be asked.
    ///
    /// Errors: the terminal does not answer.
    pub fn open() -> io::Result<Option<Self>> {
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        if let Ok(both) = open("/dev/tty", flags, Mode::empty()) {
            return Self::of(both, None).map(Some);
        }
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Ok(None);
        }
        let [input, output] = [io::stdin().as_fd().try_clone_to_owned()?, io::stderr().as_fd().try_clone_to_owned()?];
        Self::of(input, Some(output)).map(Some)
    }

    #[expect(
        deprecated,
        reason = "what replaces `AsyncFd::new` is unsafe; a descriptor that is owned stays open as long"
    )]
    fn of(input: OwnedFd, output: Option<OwnedFd>) -> io::Result<Self> {
        let before = tcgetattr(&input)?;
        let line = input.try_clone()?;
        let held =
            Held { line, before, hidden: Mutex::new(Hidden::No), taken: AtomicBool::new(true), told: Arc::default() };
        let output = output.map(AsyncFd::new).transpose()?;
        Ok(Self { input: AsyncFd::new(input)?, output, held: Arc::new(held), gathered: Gathered::new() })
    }

    /// What can give it back when nothing else can.
    pub fn held(&self) -> Arc<Held> {
        Arc::clone(&self.held)
    }

    /// Another descriptor of it, for whoever sees it go.
    ///
    /// Errors: there is no room for one.
    pub fn line_of_its_own(&self) -> io::Result<OwnedFd> {
        self.held.line.try_clone()
    }

    /// Says whether another job has it: then changing its state would stop the process.
    pub fn is_in_background(&self) -> bool {
        is_in_background(&self.held.line)
    }

    /// Shows nothing of what is typed from now on. What was typed and not read goes.
    ///
    /// Errors: the terminal does not answer.
    pub fn hide(&mut self, stops: Stops) -> io::Result<()> {
        let mut hidden = self.held.hidden();
        if *hidden == Hidden::Yes {
            return Ok(());
        }
        let mut quiet = self.held.before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        // The line's end is shown, so that what follows begins on a line of its own.
        quiet.local_modes.insert(LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG);
        if stops == Stops::No {
            for key in [SpecialCodeIndex::VSUSP, SpecialCodeIndex::VQUIT] {
                quiet.special_codes[key] = 0;
            }
        }
        *hidden = Hidden::Yes;
        self.held.set(&quiet)
    }

    /// Shows again what is typed. What was typed and not read goes: it may be half of a secret, and the shell would run it.
    ///
    /// Errors: the terminal does not answer.
    pub fn show(&mut self) -> io::Result<()> {
        self.held.show()
    }

    /// Takes nothing for granted of the state of the line: the shell had it while this process was stopped.
    pub fn forget_state(&mut self) {
        *self.held.hidden() = Hidden::No;
    }

    /// Unit: columns; `None` where the terminal does not know.
    pub fn columns(&self) -> Option<usize> {
        tcgetwinsize(&self.input).ok().map(|it| usize::from(it.ws_col)).filter(|it| *it > 0)
    }

    /// Writes all of it. It waits without a thread where the terminal is held up (Ctrl-S).
    ///
    /// Errors: the terminal is gone.
    pub async fn write(&self, text: &str) -> io::Result<()> {
        let output = self.output.as_ref().unwrap_or(&self.input);
        let mut left = text.as_bytes();
        while !left.is_empty() {
            let mut ready = output.writable().await?;
            match write(output, left) {
                Ok(n) => left = &left[n..],
                Err(Errno::AGAIN) => ready.clear_ready(),
                Err(Errno::INTR) => {}
                Err(it) => return Err(it.into()),
            }
        }
        Ok(())
    }

    /// Waits for a line, and for no more than that. Dropping the future loses nothing.
    ///
    /// Errors: the terminal cannot be read.
    pub async fn line(&mut self) -> io::Result<Heard> {
        loop {
            let mut ready = self.input.readable().await?;
            match read_now(self.input.get_ref(), &mut self.gathered)? {
                Read::Some => return Ok(self.heard()),
                Read::NotYet => ready.clear_ready(),
                Read::End => return Ok(self.over()),
                Read::Gone => return Ok(Heard::Gone),
            }
        }
    }

    /// Waits for a line, and for those that come right behind it. Dropping the future loses nothing.
    ///
    /// Errors: the terminal cannot be read.
    pub async fn lines(&mut self) -> io::Result<Heard> {
        loop {
            let mut ready = match self.gathered.whole_at {
                None => self.input.readable().await?,
                Some(at) => match timeout_at(at, self.input.readable()).await {
                    Ok(ready) => ready?,
                    Err(_) => return Ok(self.heard()),
                },
            };
            match read_now(self.input.get_ref(), &mut self.gathered)? {
                // The time is kept with what came: this future may be dropped and made anew before it is over.
                Read::Some => self.gathered.whole_at = Some(Instant::now() + BURST),
                Read::NotYet => ready.clear_ready(),
                Read::End if self.gathered.whole_at.is_none() => return Ok(self.over()),
                Read::End => return Ok(self.heard()),
                Read::Gone => return Ok(Heard::Gone),
            }
        }
    }

    fn heard(&mut self) -> Heard {
        let Gathered { mut bytes, size, .. } = mem::replace(&mut self.gathered, Gathered::new());
        if size == Size::TooLong {
            return Heard::TooLong;
        }
        if bytes.split(|it| *it == b'\n').any(|it| it.len() >= CUT) {
            return Heard::Cut;
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        }
        match String::from_utf8(mem::take(&mut *bytes)) {
            Ok(text) => Heard::Text(Zeroizing::new(text)),
            Err(other) => {
                drop(Zeroizing::new(other.into_bytes()));
                Heard::NoText
            }
        }
    }

    /// Tells the end that somebody typed from a terminal that is gone.
    fn over(&self) -> Heard {
        if tcgetwinsize(&self.input).is_err() { Heard::Gone } else { Heard::End }
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        self.held.taken.store(false, Ordering::Relaxed);
        // There is nobody left to tell when the terminal is gone.
        let _ = self.held.show();
    }
}

impl Held {
    fn hidden(&self) -> std::sync::MutexGuard<'_, Hidden> {
        self.hidden.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for nothing: what is written may be held up (Ctrl-S).
    fn set(&self, state: &Termios) -> io::Result<()> {
        tcsetattr(&self.line, OptionalActions::Now, state)?;
        Ok(tcflush(&self.line, QueueSelector::IFlush)?)
    }

    fn show(&self) -> io::Result<()> {
        let was = mem::replace(&mut *self.hidden(), Hidden::No);
        // In the background the shell has it, and has set it as it likes.
        if was == Hidden::Yes && !is_in_background(&self.line) { self.set(&self.before) } else { Ok(()) }
    }
}

impl watch::Held for Held {
    fn is_taken(&self) -> bool {
        self.taken.load(Ordering::Relaxed)
    }

    fn give_back_unless_stuck(&self) {
        let _ = self.show();
    }

    fn told(&self) -> &Arc<AtomicBool> {
        &self.told
    }
}

impl Gathered {
    fn new() -> Self {
        Self { bytes: Zeroizing::new(Vec::with_capacity(LONGEST)), size: Size::Fits, whole_at: None }
    }

    /// Never grows beyond the room it has: growing by itself, a vector leaves its old text behind.
    fn push(&mut self, piece: &[u8]) {
        if self.size == Size::TooLong || self.bytes.len() + piece.len() > LONGEST {
            (self.bytes, self.size) = (Zeroizing::default(), Size::TooLong);
        } else {
            self.bytes.extend_from_slice(piece);
        }
    }
}

/// What a read came to.
enum Read {
    Some,
    NotYet,
    End,
    Gone,
}

/// Reads what there is, without waiting: the descriptor may be one that waits.
fn read_now(input: &OwnedFd, gathered: &mut Gathered) -> io::Result<Read> {
    let mut asked = [PollFd::new(input, PollFlags::IN)];
    if poll(&mut asked, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).is_ok_and(|it| it == 0) {
        return Ok(Read::NotYet);
    }
    let mut line = Zeroizing::new([0; LINE]);
    match read(input, &mut line[..]) {
        Ok(0) => Ok(Read::End),
        Ok(n) => {
            gathered.push(&line[..n]);
            Ok(Read::Some)
        }
        Err(Errno::AGAIN | Errno::INTR) => Ok(Read::NotYet),
        Err(Errno::IO) => Ok(Read::Gone),
        Err(it) => Err(it.into()),
    }
}
