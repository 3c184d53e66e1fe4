//! A pseudo-terminal whose every holder is known, so that closing it closes it, with the binary in it.

use std::{
    ffi::CString,
    fs::{self, File},
    io::{Read as _, Write as _},
    num::NonZero,
    os::{fd::OwnedFd, unix::process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{Mode, OFlags, open},
    process::{Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, kill_process, pidfd_open, test_kill_process, waitid},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Action, OptionalActions, SpecialCodeIndex, Winsize, tcflow, tcgetattr, tcsetattr, tcsetwinsize},
};

use crate::{RICH, watched::PATIENCE};

/// How often what is only so in time is tried on a machine that is busy.
const TRIES: usize = 20;

/// How the program hears that its terminal was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hears {
    /// The system sends SIGHUP: the terminal is the one of its session.
    Signal,
    /// The same, and whoever started it had it ignore that.
    IgnoredSignal,
    /// The system sends nothing: the terminal is not the one of its session.
    Nothing,
}

/// A program of which nothing is left, stopped or not, when its test is over or has failed.
struct Program {
    child: Child,
    pid: Pid,
}

impl Drop for Program {
    fn drop(&mut self) {
        // To one that was waited for, neither does anything.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The terminal and the program.
pub(crate) struct Seat {
    program: Program,
    master: File,
    /// The program's side of it.
    name: CString,
    /// Holds what the program did not read.
    line: OwnedFd,
    /// The state of the line before the start.
    pub(crate) before: String,
    emulator: vt100::Parser,
}

/// How it ended.
#[derive(Debug)]
pub(crate) struct Gone {
    pub(crate) code: Option<i32>,
    pub(crate) took: Duration,
    /// What it used of a processor after the terminal was closed; in steps of 10 ms.
    pub(crate) worked: Duration,
}

impl Seat {
    /// The demo with what is in this home.
    pub(crate) fn demo(home: &Path, hears: Hears, environment: &[(&str, &str)]) -> Self {
        let binary = env!("CARGO_BIN_EXE_psa-connect");
        let mut command = Command::new(if hears == Hears::Nothing { binary } else { "setsid" });
        match hears {
            Hears::Signal => _ = command.args(["--ctty", binary]),
            Hears::IgnoredSignal => {
                command.args(["--ctty", "sh", "-c", "trap '' HUP; exec \"$0\" \"$@\"", binary]);
            }
            // A job of its own, as a shell makes one.
            Hears::Nothing => _ = command.process_group(0),
        }
        let temporary = home.join("tmp");
        fs::create_dir_all(&temporary).expect("a folder");
        command.arg("--config-dir").arg(home.join("config")).arg("--demo").env_clear().current_dir(home);
        command.env("PATH", "/usr/bin:/bin").env("HOME", home).env("TMPDIR", temporary);
        command.env("XDG_STATE_HOME", home.join("state")).envs(environment.iter().copied());
        Self::of(command)
    }

    /// A program in a terminal of 80 by 24.
    pub(crate) fn of(mut command: Command) -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = openpt(flags).expect("a pseudo-terminal");
        grantpt(&master).expect("it is ours");
        unlockpt(&master).expect("it is new");
        let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&master, size).expect("it has a size");
        let name = ptsname(&master, vec![]).expect("it has a name");
        let before = line_state(&name);
        let slave = || line(&name);
        let child = command.stdin(slave()).stdout(slave()).stderr(slave()).spawn().expect("the binary starts");
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw).expect("an id");
        let room = |n| NonZero::new(n).expect("not zero");
        Self {
            program: Program { child, pid },
            master: master.into(),
            line: line(&name),
            name,
            before,
            emulator: vt100::Parser::new(room(24), room(80), 0),
        }
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.program.pid, signal).expect("the program runs");
    }

    /// Sends a signal and waits until the thread that hears signals has dealt with it, for several at once are heard in the
    /// order of their numbers or not at all: it sleeps until one comes, and again when it is done.
    pub(crate) fn has_heard(&self, signal: Signal) {
        // The first frame may be there before the thread has its name.
        let before = self.sleeps_other_than(None);
        self.signal(signal);
        self.sleeps_other_than(before);
    }

    /// Waits until the thread that hears signals has slept more often than that, and says how often it has.
    fn sleeps_other_than(&self, before: Option<u64>) -> Option<u64> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let now = self.sleeps_of("watch").filter(|it| *it > 0);
            if now != before {
                return now;
            }
            assert!(Instant::now() < deadline, "the program does not hear a signal");
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// How often a thread of the program has gone to sleep by itself, once it is there.
    fn sleeps_of(&self, thread: &str) -> Option<u64> {
        let all = fs::read_dir(format!("/proc/{}/task", self.program.pid.as_raw_nonzero())).expect("the program runs");
        let tasks: Vec<_> = all.map(|it| it.expect("a thread").path()).collect();
        let is_it = |it: &&PathBuf| fs::read_to_string(it.join("comm")).is_ok_and(|it| it.trim_end() == thread);
        let task = tasks.iter().find(is_it)?;
        let status = fs::read_to_string(task.join("status")).expect("it runs");
        let slept = status.lines().find_map(|it| it.strip_prefix("voluntary_ctxt_switches:")).expect("it is counted");
        Some(slept.trim().parse().expect("a number"))
    }

    /// Waits until the program is stopped.
    pub(crate) fn is_stopped(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        // Its end is left to be waited for.
        let options = WaitIdOptions::STOPPED | WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        loop {
            if let Some(now) = waitid(WaitId::Pid(self.program.pid), options).expect("it is ours") {
                if now.stopped() {
                    return;
                }
                self.reads_the_rest();
                panic!(
                    "it ended with {:?}, signal {:?}:\n{}",
                    now.exit_status(),
                    now.terminating_signal(),
                    self.screen()
                );
            }
            assert!(Instant::now() < deadline, "the program does not stop");
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Takes what was written and is not on the screen yet.
    fn reads_the_rest(&mut self) {
        while is_ready(&self.master, Instant::now()) {
            let mut bytes = [0; 8192];
            let Ok(n) = self.master.read(&mut bytes) else { return };
            self.emulator.process(&bytes[..n]);
        }
    }

    /// Changes the size of the terminal; the program is not told.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&self.master, size).expect("it has a size");
        let room = |n| NonZero::new(n).expect("not zero");
        self.emulator = vt100::Parser::new(room(rows), room(columns), 0);
    }

    /// What the terminal shows.
    pub(crate) fn screen(&self) -> String {
        self.emulator.screen().contents()
    }

    /// Says whether the terminal shows the alternate screen.
    pub(crate) fn is_on_alternate_screen(&self) -> bool {
        self.emulator.screen().alternate_screen()
    }

    /// Has the terminal take nothing any more, as Ctrl-S does.
    pub(crate) fn stop(&self) {
        tcflow(line(&self.name), Action::OOff).expect("the line can be stopped");
    }

    /// The state of the line.
    pub(crate) fn line_state(&self) -> String {
        line_state(&self.name)
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.master.write_all(keys.as_bytes()).expect("the program reads keys");
    }

    /// Waits until `text` is on the screen.
    pub(crate) fn sees(&mut self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.emulator.screen().contents().contains(text) {
            let mut bytes = [0; 8192];
            assert!(is_ready(&self.master, deadline), "\"{text}\" never came:\n{}", self.emulator.screen().contents());
            let n = self.master.read(&mut bytes).expect("the program writes");
            self.emulator.process(&bytes[..n]);
        }
    }

    /// What whoever reads the terminal next finds there.
    pub(crate) fn unread(&self) -> Vec<u8> {
        let mut raw = tcgetattr(&self.line).expect("a line has a state");
        raw.make_raw();
        raw.special_codes[SpecialCodeIndex::VMIN] = 0;
        tcsetattr(&self.line, OptionalActions::Now, &raw).expect("it is ours");
        let mut bytes = vec![0; 4096];
        let n = rustix::io::read(&self.line, &mut bytes[..]).expect("it can be read");
        bytes.truncate(n);
        bytes
    }

    /// Closes the terminal under the program and waits for its end.
    pub(crate) fn closed(self) -> Gone {
        let Self { mut program, master, .. } = self;
        let before = worked(program.pid);
        drop(master);
        program.ends(before)
    }

    /// Waits for the end of the program, which nothing is read of any more.
    pub(crate) fn ends(&mut self) -> Gone {
        let before = worked(self.program.pid);
        self.program.ends(before)
    }
}

impl Program {
    fn ends(&mut self, before: Duration) -> Gone {
        let begin = Instant::now();
        // Until it is waited for, what it used can be read.
        let end = pidfd_open(self.pid, PidfdFlags::empty()).expect("it is ours");
        let is_over = is_ready(&end, begin + PATIENCE);
        let (took, worked) = (begin.elapsed(), worked(self.pid).saturating_sub(before));
        assert!(is_over, "the program does not end");
        let status = self.child.wait().expect("it ended");
        Gone { code: status.code(), took, worked }
    }
}

/// Plays with the demo at its first question, until the machine was quick enough for the play to tell something.
pub(crate) fn in_time(play: impl Fn(&mut Seat, Instant) -> bool) {
    for _ in 0..TRIES {
        let home = tempfile::tempdir().expect("a folder");
        let begin = Instant::now();
        let mut seat = Seat::demo(home.path(), Hears::Nothing, &RICH);
        seat.sees("Which PSA");
        if play(&mut seat, begin) {
            return;
        }
    }
    panic!("the machine was too busy to answer in time");
}

fn line(name: &CString) -> OwnedFd {
    open(name.as_c_str(), OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty()).expect("it opens")
}

fn line_state(name: &CString) -> String {
    format!("{:?}", tcgetattr(line(name)).expect("a line has a state"))
}

fn is_ready(file: &impl std::os::fd::AsFd, deadline: Instant) -> bool {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).expect("a short time");
        match poll(&mut [PollFd::new(file, PollFlags::IN)], Some(&left)) {
            Ok(n) => return n > 0,
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// What all threads of a process used so far.
fn worked(pid: Pid) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).expect("it was not waited for");
    // The name is in brackets, and may have anything in it.
    let (_, fields) = stat.rsplit_once(')').expect("a name");
    let ticks = fields.split_whitespace().skip(11).take(2).map(|it| it.parse::<u64>().expect("a number"));
    Duration::from_millis(10 * ticks.sum::<u64>())
}

#[test]
fn nothing_is_left_of_a_stopped_program_when_its_test_is_over() {
    let mut command = Command::new("sleep");
    command.arg("600");
    let mut seat = Seat::of(command);
    let pid = seat.program.pid;
    seat.signal(Signal::STOP);
    seat.is_stopped();
    drop(seat);
    assert_eq!(test_kill_process(pid), Err(rustix::io::Errno::SRCH));
}
