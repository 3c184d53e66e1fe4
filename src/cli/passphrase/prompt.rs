//! Asks for a passphrase at the terminal, without showing it, and gives the terminal back on every way out.

use std::io;

use rustix::{
    fs::{Mode, OFlags, open},
    io::{Errno, read, write},
    termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr},
};
use std::os::fd::OwnedFd;
use tokio::io::unix::AsyncFd;
use zeroize::Zeroizing;

use crate::{
    model::{fault::Fault, secret::Secret},
    words,
};

use super::{LONGEST, Trouble, text};

/// A terminal that shows nothing of what is typed, until this is dropped.
struct Hidden {
    terminal: AsyncFd<OwnedFd>,
    before: Termios,
}

/// Asks, and waits for a line. `None` when there is no terminal.
///
/// It waits without a thread, so that Ctrl-C, which drops this future with the command, gives the terminal back.
pub(super) async fn ask(question: &str) -> Result<Option<Secret>, Trouble> {
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let Ok(fd) = open("/dev/tty", flags, Mode::empty()) else { return Ok(None) };
    let hidden = Hidden::new(fd).map_err(|it| failed(&it))?;
    hidden.say(question);
    let line = hidden.line().await.map_err(|it| failed(&it))?;
    let Some(line) = line.filter(|it| !it.is_empty()) else { return Err(Fault::Cancelled.into()) };
    text(line)
        .map(Some)
        .ok_or_else(|| Trouble::usage(words::say("passphrase-not-text"), words::say("passphrase-not-text-next")))
}

impl Hidden {
    #[expect(
        deprecated,
        reason = "what replaces `AsyncFd::new` is unsafe; a descriptor that is owned stays open as long"
    )]
    fn new(fd: OwnedFd) -> io::Result<Self> {
        let before = tcgetattr(&fd)?;
        let terminal = AsyncFd::new(fd)?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        // The line's end is shown, so that what follows begins on a line of its own.
        quiet.local_modes.insert(LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG);
        // Stopped in the middle (Ctrl-Z), the shell would be left with a terminal that shows nothing.
        quiet.special_codes[SpecialCodeIndex::VSUSP] = 0;
        let hidden = Self { terminal, before };
        tcsetattr(&hidden.terminal, OptionalActions::Flush, &quiet)?;
        Ok(hidden)
    }

    fn say(&self, text: &str) {
        // Without the question the person still knows what is waited for from the command.
        let _ = write(&self.terminal, text.as_bytes());
    }

    /// Waits for a line; `None` when the input was ended.
    async fn line(&self) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
        let mut line = Zeroizing::new(vec![0; LONGEST + 1]);
        loop {
            let mut ready = self.terminal.readable().await?;
            match read(&self.terminal, &mut line[..]) {
                Ok(0) => return Ok(None),
                Ok(n) => {
                    let n = if line[n - 1] == b'\n' { n - 1 } else { n };
                    line.truncate(n);
                    return Ok(Some(line));
                }
                Err(Errno::AGAIN) => ready.clear_ready(),
                Err(Errno::INTR) => {}
                Err(it) => return Err(it.into()),
            }
        }
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        // What was typed and not read goes: it may be half of a passphrase, and the shell would run it.
        let _ = tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
    }
}

fn failed(error: &io::Error) -> Trouble {
    Trouble::ours(
        words::with("passphrase-cannot-be-asked", &[("error", error.to_string().into())]),
        words::say("passphrase-cannot-be-asked-next"),
    )
}
