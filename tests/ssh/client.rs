//! A person's terminal with an SSH client in it: presses keys, waits for texts, loses the line.

use std::{
    io::{Read as _, Write},
    num::NonZero,
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, ExitStatus, PtySize, native_pty_system};

/// The longest that a test waits for one thing. Reached only when it does not come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

const COLUMNS: u16 = 80;
const ROWS: u16 = 24;

/// The terminal and its client.
pub(crate) struct Client {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    heard: Receiver<Vec<u8>>,
    emulator: vt100::Parser,
}

impl Client {
    /// Starts `words` in a terminal of 80x24.
    pub(crate) fn new(words: &[String]) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let (program, arguments) = words.split_first().expect("a program");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let child = pair.slave.spawn_command(command).expect("the client starts");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (says, heard) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(n @ 1..) = reader.read(&mut bytes) {
                if says.send(bytes[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let sized = |n| NonZero::new(n).expect("a terminal has room");
        Self { child, writer, heard, emulator: vt100::Parser::new(sized(ROWS), sized(COLUMNS), 0) }
    }

    pub(crate) fn press(&mut self, key: &str) {
        self.writer.write_all(key.as_bytes()).expect("the client reads keys");
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
            self.emulator.process(&bytes);
        }
    }

    /// What the terminal shows.
    pub(crate) fn screen(&self) -> String {
        self.emulator.screen().contents()
    }

    /// Ends the client as nothing can be caught: the line is gone.
    pub(crate) fn killed(mut self) {
        self.child.kill().expect("the client runs");
        let _ = self.child.wait().expect("it ends");
    }

    /// Waits for the end of the client; gives how it ended.
    pub(crate) fn ended(mut self) -> ExitStatus {
        let mut killer = self.child.clone_killer();
        let (done, waits) = channel::<()>();
        // A client that does not end is ended, and then its code is wrong.
        let guard = thread::spawn(move || waits.recv_timeout(PATIENCE).or_else(|_| killer.kill().map_err(drop)));
        let status = self.child.wait().expect("the client ends");
        let _ = done.send(());
        let _ = guard.join();
        status
    }
}
