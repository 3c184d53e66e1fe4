//! A pseudo-terminal with the binary in it: presses keys, waits for texts, remembers every byte that came.

use std::{
    fmt::Debug,
    io::Write as _,
    ops::{Deref, DerefMut},
    path::PathBuf,
    time::Instant,
};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Signal, kill_process};

use crate::{
    heard,
    watched::{PATIENCE, Watched},
};

/// What keys send.
pub(crate) mod keys {
    pub(crate) const CTRL_C: &str = "\x03";
    pub(crate) const CTRL_L: &str = "\x0c";
    pub(crate) const CTRL_N: &str = "\x0e";
    pub(crate) const CTRL_T: &str = "\x14";
    pub(crate) const DOWN: &str = "\x1b[B";
    pub(crate) const ENTER: &str = "\r";
    pub(crate) const ESC: &str = "\x1b";
    pub(crate) const F3: &str = "\x1bOR";
    pub(crate) const F2: &str = "\x1bOQ";
}

/// What is said after the terminal was given back, when a set-up is not finished, before the directory.
const KEPT: &str = "Your answers are kept without the keys. Take them up with: psa-connect --config-dir";

/// The terminal and who sits at it.
pub(crate) struct Pty {
    watched: Watched,
    master: Box<dyn MasterPty + Send>,
    /// Kept open, so that the terminal's state can be asked when the program is gone.
    slave: Box<dyn SlavePty + Send>,
    /// What was waited for already, of all that was said without its line ends.
    seen: usize,
    before: String,
    home: tempfile::TempDir,
}

/// What is left when the program has ended.
pub(crate) struct Left {
    pub(crate) status: ExitStatus,
    /// Every byte that the terminal received.
    pub(crate) raw: Vec<u8>,
    /// The state of the line before the start and after the end.
    pub(crate) line: [String; 2],
    pub(crate) emulator: vt100::Parser,
    pub(crate) home: tempfile::TempDir,
}

fn line_state(state: Option<impl Debug>) -> String {
    format!("{:?}", state.expect("a terminal has a line"))
}

impl Deref for Pty {
    type Target = Watched;

    fn deref(&self) -> &Watched {
        &self.watched
    }
}

impl DerefMut for Pty {
    fn deref_mut(&mut self) -> &mut Watched {
        &mut self.watched
    }
}

impl Pty {
    /// Starts the demo in a terminal of this size, with nothing in the environment but this and a home.
    pub(crate) fn demo(columns: u16, rows: u16, environment: &[(&str, &str)]) -> Self {
        Self::demo_at(tempfile::tempdir().expect("a folder"), columns, rows, environment)
    }

    /// As [`Pty::demo`], in a home that may have something in it.
    pub(crate) fn demo_at(home: tempfile::TempDir, columns: u16, rows: u16, environment: &[(&str, &str)]) -> Self {
        Self::at(home, [columns, rows], environment, &["--demo"])
    }

    /// The program with these arguments, in a home that may have something in it.
    pub(crate) fn at(
        home: tempfile::TempDir,
        [columns, rows]: [u16; 2],
        environment: &[(&str, &str)],
        arguments: &[&str],
    ) -> Self {
        Self::started(
            home,
            [columns, rows],
            environment,
            CommandBuilder::new(env!("CARGO_BIN_EXE_psa-connect")),
            arguments,
        )
    }

    /// As [`Pty::at`], with its standard output in the file `out` of its home.
    pub(crate) fn into_file(size: [u16; 2], environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", "exec \"$0\" \"$@\" > out", env!("CARGO_BIN_EXE_psa-connect")]);
        Self::started(tempfile::tempdir().expect("a folder"), size, environment, command, arguments)
    }

    /// As [`Pty::at`], with another program that is given the arguments.
    pub(crate) fn started(
        home: tempfile::TempDir,
        [columns, rows]: [u16; 2],
        environment: &[(&str, &str)],
        mut command: CommandBuilder,
        arguments: &[&str],
    ) -> Self {
        let temporary = home.path().join("tmp");
        std::fs::create_dir_all(&temporary).expect("a folder");
        let size = PtySize { rows, cols: columns, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let before = line_state(pair.master.get_termios());
        command.arg("--config-dir");
        command.arg(home.path().join("config"));
        command.args(arguments);
        command.env_clear();
        command.env("HOME", home.path());
        command.env("XDG_STATE_HOME", home.path().join("state"));
        command.env("TMPDIR", temporary);
        for (name, value) in environment {
            command.env(name, value);
        }
        command.cwd(home.path());
        let watched = Watched::start(&pair, command);
        Self { watched, master: pair.master, slave: pair.slave, seen: 0, before, home }
    }

    /// Says whether the program changed the state of the line.
    pub(crate) fn is_taken(&self) -> bool {
        line_state(self.master.get_termios()) != self.before
    }

    /// The state of the line.
    pub(crate) fn state(&self) -> String {
        line_state(self.master.get_termios())
    }

    /// Sets the line as shells do that have it.
    pub(crate) fn shows_what_is_typed(&self) {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let name = self.master.tty_name().expect("a pseudo-terminal has a name");
        let line = std::fs::File::options().read(true).write(true).open(name).expect("it opens");
        let mut shown = tcgetattr(&line).expect("a line has a state");
        shown.local_modes.insert(LocalModes::ECHO);
        tcsetattr(&line, OptionalActions::Now, &shown).expect("it is ours");
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.home.path().join("config")
    }

    pub(crate) fn pid(&self) -> i32 {
        heard::id(self.child.as_ref()).as_raw_nonzero().get()
    }

    /// The most memory that the program had at once, in KiB.
    pub(crate) fn most_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).expect("the program runs");
        let most = status.lines().find_map(|it| it.strip_prefix("VmHWM:")).expect("it has memory");
        most.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// Waits until `text` has come behind what was waited for before, wherever its lines end.
    pub(crate) fn hears(&mut self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let said = String::from_utf8_lossy(&self.raw).replace('\r', "").replace('\n', " ");
            if let Some(at) = said[self.seen..].find(text) {
                self.seen += at + text.len();
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.heard.recv_timeout(left) else {
                panic!("\"{text}\" never came behind:\n{}", String::from_utf8_lossy(&self.raw))
            };
            self.take(&bytes);
        }
    }

    /// Every byte that the terminal received so far.
    pub(crate) fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Ends the program as nothing can be caught, and gives its home.
    pub(crate) fn killed(mut self) -> tempfile::TempDir {
        self.kill();
        self.home
    }

    /// Closes the terminal under the program, as a lost session does, waits for its end, and gives its home.
    pub(crate) fn hung_up(self) -> tempfile::TempDir {
        let Watched { mut child, mut writer, heard, .. } = self.watched;
        // The one who reads holds the terminal, too: with nobody to hear it, the next thing that is drawn ends it.
        drop((heard, self.slave));
        writer.write_all(b"x").expect("the program reads keys");
        drop((writer, self.master));
        let status = heard::end(&mut child, PATIENCE);
        assert_eq!(status.exit_code(), 129, "{status:?}");
        self.home
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(heard::id(self.child.as_ref()), signal).expect("the program runs");
    }

    /// Waits for the end of the program and of what it wrote.
    pub(crate) fn ended(mut self) -> Left {
        let status = self.end();
        let after = line_state(self.master.get_termios());
        // With its last holder the line ends, and so does the reading.
        let Watched { child, heard, mut raw, mut emulator, .. } = self.watched;
        drop((self.slave, child));
        for bytes in &heard {
            raw.extend_from_slice(&bytes);
            emulator.process(&bytes);
        }
        Left { status, raw, line: [self.before, after], emulator, home: self.home }
    }
}

impl Left {
    /// What must hold however the program ended: the terminal is as it was, and no secret of the sandbox was shown.
    pub(crate) fn gave_the_terminal_back(&self) {
        let end = b"\x1b[?2026l\x1b[?2004l\x1b[m\x1b[H\x1b[2J\x1b[?1049l\x1b[?25h";
        let raw = self.raw.strip_suffix(self.told("The pull of ").as_bytes()).unwrap_or(&self.raw);
        let raw = raw.strip_suffix(self.told(KEPT).as_bytes()).unwrap_or(raw);
        assert!(raw.ends_with(end), "the last bytes: {:?}", self.tail());
        let (rows, columns) = self.emulator.screen().size();
        let mut emulator = vt100::Parser::new(rows, columns, 0);
        emulator.process(raw);
        let screen = emulator.screen();
        assert_eq!(
            (screen.alternate_screen(), screen.bracketed_paste(), screen.hide_cursor(), screen.contents()),
            (false, false, false, self.first_contents())
        );
        assert_eq!(self.line[0], self.line[1], "the line's state");
        self.shows_no_secret();
    }

    /// No secret of the sandbox is among all the bytes.
    pub(crate) fn shows_no_secret(&self) {
        for secret in secrets() {
            let shown = self.raw.windows(secret.len()).any(|it| it == secret.as_bytes());
            assert!(!shown, "a secret of {} characters was written to the terminal", secret.len());
        }
    }

    /// What was said behind the screen of a pull that was stopped; empty when nothing was.
    pub(crate) fn told_of_the_pull(&self) -> String {
        self.told("The pull of ")
    }

    /// What was said behind the screen, or at the end where there was none, when it begins so. Its lines are those of the
    /// terminal.
    fn told(&self, begins: &str) -> String {
        let said = String::from_utf8_lossy(&self.raw);
        let first = begins.split(' ').next().unwrap_or_default();
        let at_the_end = || said.rfind(first).map(|at| &said[at..]).unwrap_or_default();
        let behind = said.rsplit_once("\x1b[?25h").map_or_else(at_the_end, |(_, behind)| behind);
        let words: Vec<_> = behind.split_whitespace().collect();
        if !words.join(" ").starts_with(begins.trim_end()) {
            return String::new();
        }
        assert!(!behind.contains('\x1b'), "more than a text is behind the screen: {behind:?}");
        behind.to_owned()
    }

    /// Says whether the person was told that the answers are kept, and nothing else.
    pub(crate) fn told_that_answers_are_kept(&self) -> bool {
        let told = self.told(KEPT);
        if told.is_empty() {
            return false;
        }
        let words: Vec<_> = told.split_whitespace().collect();
        assert_eq!(words.join(" "), format!("{KEPT} {}", self.home.path().join("config").display()));
        true
    }

    /// What stood on the screen before it was taken.
    fn first_contents(&self) -> String {
        let taken = b"\x1b[?1049h";
        let at = self.raw.windows(taken.len()).position(|it| it == taken).expect("the terminal was taken");
        let (rows, columns) = self.emulator.screen().size();
        let mut emulator = vt100::Parser::new(rows, columns, 0);
        emulator.process(&self.raw[..at]);
        emulator.screen().contents()
    }

    fn tail(&self) -> String {
        String::from_utf8_lossy(&self.raw[self.raw.len().saturating_sub(200)..]).into_owned()
    }
}

/// The values of the sandbox's logins that the catalogue calls secret.
fn secrets() -> Vec<String> {
    let logins: toml::Table = toml::from_str(include_str!("../../assets/sandbox/logins.toml")).expect("embedded");
    let catalog = psa_connect::model::catalog::Catalog::embedded();
    let fields = catalog.psas.iter().flat_map(|psa| psa.fields.iter().map(move |field| (psa, field)));
    let secret = fields.filter(|(_, it)| it.kind == psa_connect::model::catalog::FieldKind::Secret);
    let values: Vec<_> = secret
        .map(|(psa, field)| logins[psa.id.0.as_str()][field.id.0.as_str()].as_str().expect("a text").to_owned())
        .collect();
    assert_eq!(values.len(), 5, "three of ConnectWise's, two of Autotask's");
    values
}
