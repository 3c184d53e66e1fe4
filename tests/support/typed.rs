//! A program at a pseudo-terminal that asks for something: waits for its question, types the answer, reads the rest.

use std::{
    io::Write,
    sync::mpsc::Receiver,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};

use crate::heard;

/// The longest that a test waits for one text or the end. Reached only when it does not come.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program and its terminal.
pub(crate) struct Asked {
    pub(crate) child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    /// Kept open, so that the terminal's state can be asked when the program is gone.
    slave: Box<dyn SlavePty + Send>,
    writer: Box<dyn Write + Send>,
    heard: Receiver<Vec<u8>>,
    text: String,
    /// How much of the text was waited for already.
    seen: usize,
    before: String,
}

/// What is left of it.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: u32,
    /// All that the terminal showed.
    pub(crate) text: String,
    /// Whether the terminal is as it was.
    pub(crate) is_restored: bool,
}

impl Asked {
    pub(crate) fn start(command: CommandBuilder) -> Self {
        Self::start_at(command, 200)
    }

    /// At a terminal of so many columns.
    pub(crate) fn start_at(command: CommandBuilder, cols: u16) -> Self {
        let size = PtySize { rows: 50, cols, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let before = state(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let heard = heard::listen(pair.master.try_clone_reader().expect("a reader"));
        let writer = pair.master.take_writer().expect("a writer");
        Self { child, master: pair.master, slave: pair.slave, writer, heard, text: String::new(), seen: 0, before }
    }

    /// Waits for a question that was not waited for before, and types.
    pub(crate) fn answer(&mut self, question: &str, keys: &str) {
        self.sees(question);
        self.writer.write_all(keys.as_bytes()).expect("the program reads keys");
    }

    pub(crate) fn sees(&mut self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = self.text[self.seen..].find(text) {
                self.seen += at + text.len();
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.heard.recv_timeout(left) else { panic!("\"{text}\" never came: {}", self.text) };
            self.text.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    /// Waits for the end. One that does not end is killed, and its code is then wrong.
    pub(crate) fn ended(mut self) -> Ended {
        let status = heard::end(&mut self.child, PATIENCE);
        let is_restored = state(self.master.as_ref()) == self.before;
        // With its last holder the line ends, and so does the reading of what it wrote last.
        drop((self.slave, self.child));
        let deadline = Instant::now() + PATIENCE;
        while let Ok(bytes) = self.heard.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            self.text.push_str(&String::from_utf8_lossy(&bytes));
        }
        Ended { code: status.exit_code(), text: self.text, is_restored }
    }
}

fn state(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal has a line"))
}
