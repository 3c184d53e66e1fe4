//! The terminal of this process, whatever its standard input and output are: lines in, text out, and what is typed hidden
//! while it is asked for. It is given back as it was on every way out.

use std::{
    io::{self, IsTerminal as _},
    mem,
    os::fd::{AsFd, OwnedFd},
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{Mode, OFlags, open},
    io::{Errno, read, write},
    termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetwinsize, tcsetattr},
};
use tokio::{io::unix::AsyncFd, time::timeout};
use zeroize::Zeroizing;

/// Unit: bytes. As long as a line that a terminal gives.
const LINE: usize = 4096;
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
    /// Nothing will come any more: its end was typed.
    End,
    /// Nothing will come any more: the terminal is gone.
    Gone,
}

/// Whether Ctrl-Z stops the process while what is typed is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stops {
    /// It does: whoever hid it shows it first.
    Yes,
    /// It does not: the shell would be left with a terminal that shows nothing.
    No,
}

/// The terminal. Dropping it shows again what is typed.
pub struct Tty {
    input: AsyncFd<OwnedFd>,
    output: Option<AsyncFd<OwnedFd>>,
    before: Termios,
    hidden: Hidden,
    gathered: Zeroizing<Vec<u8>>,
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
        let gathered = Zeroizing::new(Vec::with_capacity(LONGEST + LINE));
        let output = output.map(AsyncFd::new).transpose()?;
        Ok(Self { input: AsyncFd::new(input)?, output, before, hidden: Hidden::No, gathered })
    }

    /// Shows nothing of what is typed from now on. What was typed and not read goes.
    ///
    /// Errors: the terminal does not answer.
    pub fn hide(&mut self, stops: Stops) -> io::Result<()> {
        if self.hidden == Hidden::Yes {
            return Ok(());
        }
        let mut quiet = self.before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        // The line's end is shown, so that what follows begins on a line of its own.
        quiet.local_modes.insert(LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG);
        if stops == Stops::No {
            quiet.special_codes[SpecialCodeIndex::VSUSP] = 0;
        }
        self.hidden = Hidden::Yes;
        Ok(tcsetattr(&self.input, OptionalActions::Flush, &quiet)?)
    }

    /// Shows again what is typed. What was typed and not read goes: it may be half of a secret, and the shell would run it.
    ///
    /// Errors: the terminal does not answer.
    pub fn show(&mut self) -> io::Result<()> {
        if mem::replace(&mut self.hidden, Hidden::No) == Hidden::Yes {
            tcsetattr(&self.input, OptionalActions::Flush, &self.before)?;
        }
        Ok(())
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
            let mut ready = if self.gathered.is_empty() {
                self.input.readable().await?
            } else {
                match timeout(BURST, self.input.readable()).await {
                    Ok(ready) => ready?,
                    Err(_) => return Ok(self.heard()),
                }
            };
            match read_now(self.input.get_ref(), &mut self.gathered)? {
                Read::Some => {}
                Read::NotYet => ready.clear_ready(),
                Read::End if self.gathered.is_empty() => return Ok(self.over()),
                Read::End => return Ok(self.heard()),
                Read::Gone => return Ok(Heard::Gone),
            }
        }
    }

    fn heard(&mut self) -> Heard {
        let fresh = Zeroizing::new(Vec::with_capacity(LONGEST + LINE));
        let mut bytes = mem::replace(&mut self.gathered, fresh);
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
        // There is nobody left to tell when the terminal is gone.
        let _ = self.show();
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
fn read_now(input: &OwnedFd, gathered: &mut Zeroizing<Vec<u8>>) -> io::Result<Read> {
    let mut asked = [PollFd::new(input, PollFlags::IN)];
    if poll(&mut asked, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).is_ok_and(|it| it == 0) {
        return Ok(Read::NotYet);
    }
    let mut line = Zeroizing::new([0; LINE]);
    match read(input, &mut line[..]) {
        Ok(0) => Ok(Read::End),
        Ok(n) => {
            let room = LONGEST.saturating_sub(gathered.len());
            gathered.extend_from_slice(&line[..n.min(room)]);
            Ok(Read::Some)
        }
        Err(Errno::AGAIN | Errno::INTR) => Ok(Read::NotYet),
        Err(Errno::IO) => Ok(Read::Gone),
        Err(it) => Err(it.into()),
    }
}
