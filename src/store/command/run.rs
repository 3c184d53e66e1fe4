//! Runs another program to its end: one line in, bounded output out, ended with all its children when it takes too long.
//!
//! No threads: the pipes are watched together with the process, so that nothing can be left waiting for them.

use std::{
    env,
    io::{ErrorKind, Read, Write as _},
    os::{fd::AsFd, unix::process::CommandExt as _},
    path::Path,
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid},
};
use zeroize::Zeroizing;

use crate::{
    model::{fault::Fault, secret::Secret, shown::Shown},
    words,
};

/// What a program gets on its standard input.
#[derive(Clone, Copy)]
pub(super) enum Input<'a> {
    /// The end, at once.
    Nothing,
    /// One line of text.
    Line(&'a Secret),
}

/// What becomes of a program's standard output.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    /// Thrown away.
    Ignored,
    /// Read, up to [`LARGEST`].
    Taken,
}

/// A program that ran to its end by itself.
pub(super) struct Run {
    pub(super) status: ExitStatus,
    pub(super) given: Given,
    /// What it printed.
    pub(super) stdout: Zeroizing<Vec<u8>>,
    /// What it printed as an error; `None` when that was too much to be looked through.
    pub(super) stderr: Option<Zeroizing<Vec<u8>>>,
}

/// How much of the line a program took.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    Whole,
    Cut,
}

/// Why a program did not do what it should.
pub(super) enum Ended {
    /// It was not started at all.
    NotStarted(Fault),
    /// It says that what is asked for is not there.
    NotThere,
    /// It ended with an error. `said` is what of its words can be shown.
    Refused { status: ExitStatus, said: Option<String> },
    /// It closed its input before it had the whole line.
    InputClosed,
    /// It printed more than [`LARGEST`].
    TooMuch,
    /// It printed something that is not text.
    NotText,
    /// It did not end in time.
    TimedOut,
    /// It ended, and something that it started keeps its output open.
    HeldOpen,
    /// The system did not let it be watched.
    Unwatched(Errno),
}

/// Unit: bytes of standard output.
pub(super) const LARGEST: usize = 1 << 20;
/// Unit: bytes of standard error.
const LARGEST_ERROR: usize = 1 << 16;
/// How long something else may keep the output open once the program has ended.
const GRACE: Duration = Duration::from_secs(1);
/// How often it is looked whether the program has ended. Its output wakes up at once.
const PAUSE: Duration = Duration::from_millis(5);
/// How long a program that was killed may take to be gone. Only one that waits for a dead disk takes longer.
const GONE_WITHIN: Duration = Duration::from_secs(2);

/// Runs `program` without a shell, in `/` and in a process group of its own.
pub(super) fn run(
    program: &Path,
    arguments: &[String],
    input: Input<'_>,
    output: Output,
    within: Duration,
) -> Result<Run, Ended> {
    let deadline = Instant::now() + within;
    let piped_if = |is_piped| if is_piped { Stdio::piped() } else { Stdio::null() };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir("/")
        .process_group(0)
        .stdin(piped_if(matches!(input, Input::Line(_))))
        .stdout(piped_if(output == Output::Taken))
        .stderr(Stdio::piped());
    for (own, _) in env::vars_os().filter(|it| it.0.as_encoded_bytes().starts_with(b"PSA_CONNECT")) {
        command.env_remove(own);
    }
    let mut child = command.spawn().map_err(|it| {
        Ended::NotStarted(Fault::Local {
            what: words::with(
                "command-cannot-started",
                &[
                    ("program", Shown::new(&program.display().to_string()).to_string().into()),
                    ("error", it.to_string().into()),
                ],
            ),
            remedy: words::say("command-cannot-started-next").into(),
        })
    })?;
    let mut pipes = Pipes {
        stdin: child.stdin.take(),
        left: match input {
            Input::Nothing => &[],
            Input::Line(line) => line.expose().as_bytes(),
        },
        given: Given::Whole,
        stdout: child.stdout.take().map(|it| Reading::of(it, LARGEST)),
        stderr: child.stderr.take().map(|it| Reading::of(it, LARGEST_ERROR)),
    };
    let pid = Pid::from_child(&child);
    let watched = pipes.nonblocking().and_then(|()| pipes.watch(pid, deadline));
    if watched.is_err() {
        // Not yet waited for, so the number is still this group's and nobody else's.
        let _ = kill_process_group(pid, Signal::KILL);
        let _ = child.kill();
    }
    let status = reap(&mut child);
    watched?;
    Ok(Run {
        status: status?,
        given: pipes.given,
        stdout: pipes.stdout.map(|it| it.bytes).unwrap_or_default(),
        stderr: pipes.stderr.filter(|it| it.bytes.len() <= LARGEST_ERROR).map(|it| it.bytes),
    })
}

/// Waits for a process that has ended or was killed, so that nothing of it stays in the table.
fn reap(child: &mut Child) -> Result<ExitStatus, Ended> {
    let until = Instant::now() + GONE_WITHIN;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if Instant::now() < until => thread::sleep(PAUSE),
            Ok(None) => return Err(Ended::TimedOut),
            Err(it) => return Err(Ended::Unwatched(crate::store::trouble::errno(&it))),
        }
    }
}

/// The ends of a program's pipes that are this program's.
struct Pipes<'a> {
    stdin: Option<ChildStdin>,
    /// What is still to be written.
    left: &'a [u8],
    given: Given,
    stdout: Option<Reading<ChildStdout>>,
    stderr: Option<Reading<ChildStderr>>,
}

/// One pipe that is read, and what came of it. The buffer has its size from the start: growing would leave copies.
struct Reading<P> {
    /// `None` once its end was reached.
    pipe: Option<P>,
    bytes: Zeroizing<Vec<u8>>,
    largest: usize,
}

impl Pipes<'_> {
    fn nonblocking(&self) -> Result<(), Ended> {
        let set = |fd: &dyn AsFd| rustix::io::ioctl_fionbio(fd.as_fd(), true).map_err(Ended::Unwatched);
        self.stdin.as_ref().map_or(Ok(()), |it| set(it))?;
        self.stdout.as_ref().and_then(|it| it.pipe.as_ref()).map_or(Ok(()), |it| set(it))?;
        self.stderr.as_ref().and_then(|it| it.pipe.as_ref()).map_or(Ok(()), |it| set(it))
    }

    /// Feeds and reads until the process has ended and its output too.
    fn watch(&mut self, pid: Pid, deadline: Instant) -> Result<(), Ended> {
        let mut ended: Option<Instant> = None;
        loop {
            // Asked first: what it wrote before its end is read below.
            if ended.is_none() && has_ended(pid)? {
                ended = Some(Instant::now());
            }
            self.write();
            let stdout = self.stdout.as_mut().map_or(Ok(()), Reading::read);
            stdout.map_err(|Overflow| Ended::TooMuch)?;
            if let Some(stderr) = &mut self.stderr {
                // Too much of it is read on and thrown away, so that the program does not wait.
                let _ = stderr.read();
            }
            let now = Instant::now();
            if let Some(since) = ended {
                if self.stdout.as_ref().is_none_or(|it| it.pipe.is_none()) {
                    if !self.left.is_empty() {
                        self.given = Given::Cut;
                    }
                    return Ok(());
                }
                if now.duration_since(since) > GRACE {
                    return Err(Ended::HeldOpen);
                }
            } else if now >= deadline {
                return Err(Ended::TimedOut);
            }
            self.wait()?;
        }
    }

    fn wait(&self) -> Result<(), Ended> {
        let mut fds = vec![];
        if let Some(it) = &self.stdin {
            fds.push(PollFd::new(it, PollFlags::OUT));
        }
        if let Some(it) = self.stdout.as_ref().and_then(|it| it.pipe.as_ref()) {
            fds.push(PollFd::new(it, PollFlags::IN));
        }
        if let Some(it) = self.stderr.as_ref().and_then(|it| it.pipe.as_ref()) {
            fds.push(PollFd::new(it, PollFlags::IN));
        }
        let pause = Timespec { tv_sec: 0, tv_nsec: i64::from(PAUSE.subsec_nanos()) };
        match poll(&mut fds, Some(&pause)) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(it) => Err(Ended::Unwatched(it)),
        }
    }

    fn write(&mut self) {
        while let Some(pipe) = &mut self.stdin {
            if self.left.is_empty() {
                self.stdin = None;
                return;
            }
            match pipe.write(self.left) {
                Ok(n) => self.left = self.left.get(n..).unwrap_or_default(),
                Err(it) if it.kind() == ErrorKind::Interrupted => {}
                Err(it) if it.kind() == ErrorKind::WouldBlock => return,
                Err(_) => {
                    self.given = Given::Cut;
                    self.stdin = None;
                }
            }
        }
    }
}

/// More came than fits.
struct Overflow;

impl<P: Read> Reading<P> {
    fn of(pipe: P, largest: usize) -> Self {
        Self { pipe: Some(pipe), bytes: Zeroizing::new(Vec::with_capacity(largest + CHUNK)), largest }
    }

    /// Reads what is there now, and no more than [`LARGEST`]: a program that never stops must not keep this one here.
    fn read(&mut self) -> Result<(), Overflow> {
        let mut chunk = Zeroizing::new([0; CHUNK]);
        for _ in 0..LARGEST / CHUNK {
            let Some(pipe) = &mut self.pipe else { break };
            match pipe.read(chunk.as_mut_slice()) {
                Ok(0) => self.pipe = None,
                Ok(n) if self.bytes.len() <= self.largest => self.bytes.extend_from_slice(&chunk[..n]),
                Ok(_) => {}
                Err(it) if it.kind() == ErrorKind::Interrupted => {}
                Err(it) if it.kind() == ErrorKind::WouldBlock => break,
                Err(_) => self.pipe = None,
            }
        }
        if self.bytes.len() > self.largest { Err(Overflow) } else { Ok(()) }
    }
}

const CHUNK: usize = 1 << 13;

/// Says whether a process has ended, and leaves it to be waited for.
fn has_ended(pid: Pid) -> Result<bool, Ended> {
    match waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT) {
        Ok(status) => Ok(status.is_some()),
        Err(Errno::INTR) => Ok(false),
        Err(it) => Err(Ended::Unwatched(it)),
    }
}
