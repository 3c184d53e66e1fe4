//! Somebody at a pseudo-terminal with a program in it: presses keys, waits for texts, remembers every byte that came.

use std::{
    io::Write,
    num::NonZero,
    sync::mpsc::Receiver,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, ExitStatus, PtyPair};
use rustix::process::{Signal, kill_process};

use crate::heard;

/// The longest that a test waits for one text or the end. Reached only when it does not come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The program, and what its terminal received.
pub(crate) struct Watched {
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) writer: Box<dyn Write + Send>,
    pub(crate) heard: Receiver<Vec<u8>>,
    pub(crate) raw: Vec<u8>,
    pub(crate) emulator: vt100::Parser,
}

impl Watched {
    /// Starts a program in this terminal.
    pub(crate) fn start(pair: &PtyPair, command: CommandBuilder) -> Self {
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let heard = heard::listen(pair.master.try_clone_reader().expect("a reader"));
        let writer = pair.master.take_writer().expect("a writer");
        let size = pair.master.get_size().expect("a terminal has a size");
        let sized = |n| NonZero::new(n).expect("a terminal has room");
        let emulator = vt100::Parser::new(sized(size.rows), sized(size.cols), 0);
        Self { child, writer, heard, raw: vec![], emulator }
    }

    pub(crate) fn press(&mut self, key: &str) {
        self.writer.write_all(key.as_bytes()).expect("the program reads keys");
    }

    /// Types as people do: the next character when the last is seen. Keys at once would be a paste.
    pub(crate) fn types(&mut self, text: &str) {
        for (at, c) in text.char_indices() {
            self.press(c.encode_utf8(&mut [0; 4]));
            self.sees(&format!("[{}", &text[..at + c.len_utf8()]));
        }
    }

    /// Waits until `text` is on the screen.
    pub(crate) fn sees(&mut self, text: &str) {
        self.waits(|it| it.contains(text), &format!("\"{text}\" never came"));
    }

    /// Waits until `text` is not on the screen.
    pub(crate) fn misses(&mut self, text: &str) {
        self.waits(|it| !it.contains(text), &format!("\"{text}\" never went"));
    }

    fn waits(&mut self, is_so: impl Fn(&str) -> bool, otherwise: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(&self.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.heard.recv_timeout(left) else {
                panic!("{otherwise}. The screen:\n{}", self.screen())
            };
            self.take(&bytes);
        }
    }

    /// What the terminal shows.
    pub(crate) fn screen(&self) -> String {
        self.emulator.screen().contents()
    }

    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.emulator.process(bytes);
    }

    /// Ends the program as nothing can be caught.
    pub(crate) fn kill(&mut self) {
        kill_process(heard::id(self.child.as_ref()), Signal::KILL).expect("the program runs");
        let _ = self.child.wait().expect("it ends");
    }

    /// Waits for the end of the program; gives how it ended.
    pub(crate) fn end(&mut self) -> ExitStatus {
        heard::end(&mut self.child, PATIENCE)
    }
}
