//! The start and the memory of the real binary, in a pseudo-terminal of 80 by 24.

use std::{
    fs,
    io::Read as _,
    num::NonZero,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::Row;

const N_RUNS: usize = 15;
/// The longest that one start may take before this gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// One start.
struct Started {
    took: Duration,
    /// Processor time of all its threads until then; a busy host makes it hardly longer.
    worked: Duration,
    bytes: u64,
    /// Resident memory in KiB.
    resident: f64,
}

pub(crate) fn rows() -> Vec<Row> {
    let home = tempfile::tempdir().expect("a folder");
    let mut units: Vec<_> = (0..N_RUNS).map(|_| nothing()).collect();
    // By turns: what keeps the host busy keeps both waiting.
    let (mut starts, mut forms) = (vec![], vec![]);
    for _ in 0..N_RUNS {
        starts.push(started(home.path()));
        forms.extend(form());
    }
    units.sort();
    let unit = units[N_RUNS / 2];
    let worked = median(starts.iter().map(|it| it.worked));
    let forms_worked = median(forms.iter().map(|it| it.1));
    let form = median(forms.iter().map(|it| it.0));
    starts.sort_by_key(|it| it.took);
    let start = &starts[N_RUNS / 2];
    vec![
        Row {
            what: "start to first frame, in starts of `true`".into(),
            measured: start.took.as_secs_f64() / unit.as_secs_f64(),
            unit: "times",
            budget: None,
            note: format!("{:.1} ms against {:.1} ms", milliseconds(start.took), milliseconds(unit)),
        },
        beside_whiptail("start to first frame, in starts of a whiptail form", start.took, form),
        beside_whiptail("processor time until then, in that of a whiptail form", worked, forms_worked),
        Row::bytes("start to first frame, taking and asking the terminal too", start.bytes, Some(2_600)),
        Row {
            what: "resident memory after the first frame".into(),
            measured: start.resident / 1_024.0,
            unit: "MiB",
            budget: None,
            note: String::new(),
        },
    ]
}

fn milliseconds(it: Duration) -> f64 {
    it.as_secs_f64() * 1_000.0
}

fn median(all: impl Iterator<Item = Duration>) -> Option<Duration> {
    let mut all: Vec<_> = all.collect();
    all.sort();
    all.get(all.len() / 2).copied()
}

/// The same against the form of another program, where that is installed.
fn beside_whiptail(what: &str, own: impl Into<Option<Duration>>, form: Option<Duration>) -> Row {
    let of = own.into().zip(form).filter(|(_, form)| !form.is_zero());
    let (measured, note) = match of {
        Some((own, form)) => {
            let note = format!("{:.1} ms against {:.1} ms", milliseconds(own), milliseconds(form));
            (own.as_secs_f64() / form.as_secs_f64(), note)
        }
        None => (0.0, "whiptail is not installed, or the kernel counts no time".into()),
    };
    Row { what: what.into(), measured, unit: "times", budget: None, note }
}

/// How long it takes until whiptail shows a field, and its processor time until then; `None` when there is none.
fn form() -> Option<(Duration, Duration)> {
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, ..PtySize::default() }).ok()?;
    let mut command = CommandBuilder::new("whiptail");
    command.args(["--inputbox", "Company ID", "10", "60"]);
    command.env("TERM", "xterm-256color");
    let mut reader = pair.master.try_clone_reader().ok()?;
    let begin = Instant::now();
    let mut child = pair.slave.spawn_command(command).ok()?;
    drop(pair.slave);
    let room = |n| NonZero::new(n).expect("not zero");
    let mut emulator = vt100::Parser::new(room(24), room(80), 0);
    let mut buffer = [0; 8192];
    while !emulator.screen().contents().contains("<Cancel>") {
        match reader.read(&mut buffer) {
            Ok(n @ 1..) => emulator.process(&buffer[..n]),
            Ok(0) | Err(_) => return None,
        }
    }
    let took = begin.elapsed();
    let worked = worked(child.process_id()?);
    let _ = child.kill();
    let _ = child.wait();
    Some((took, worked))
}

/// How long it takes to start and end a program that does nothing.
fn nothing() -> Duration {
    let pair = native_pty_system().openpty(PtySize::default()).expect("a pseudo-terminal");
    let begin = Instant::now();
    let mut child = pair.slave.spawn_command(CommandBuilder::new("/bin/true")).expect("`true` starts");
    child.wait().expect("`true` ends");
    begin.elapsed()
}

fn started(home: &Path) -> Started {
    let pair = native_pty_system().openpty(PtySize::default()).expect("a pseudo-terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_psa-connect"));
    command.arg("--config-dir");
    command.arg(home.join("config"));
    command.env_clear();
    command.env("HOME", home);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "en_GB.UTF-8");
    command.cwd(home);
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let room = |n| NonZero::new(n).expect("not zero");
    let mut emulator = vt100::Parser::new(room(24), room(80), 0);
    let begin = Instant::now();
    let mut child = pair.slave.spawn_command(command).expect("the binary starts");
    let mut killer = child.clone_killer();
    // A start that hangs would hang the reading below.
    let (done, waits) = std::sync::mpsc::channel::<()>();
    let guard = thread::spawn(move || {
        if waits.recv_timeout(PATIENCE).is_err() {
            // It may have ended by itself just now.
            let _ = killer.kill();
        }
    });
    drop(pair.slave);
    let mut buffer = [0; 8192];
    let mut bytes = 0;
    // One frame is one write, and the hint about help is in its last row.
    while !emulator.screen().contents().contains("F1 help") && !emulator.screen().contents().contains("? help") {
        let n = reader.read(&mut buffer).expect("the terminal can be read");
        assert!(n > 0, "the binary ended before its first frame:\n{}", emulator.screen().contents());
        emulator.process(&buffer[..n]);
        bytes += n as u64;
    }
    let took = begin.elapsed();
    let id = child.process_id().expect("a process has an id");
    let (worked, resident) = (worked(id), resident(id));
    // It may not be stopped before the guard: a guard that is told of it stops nothing.
    let _ = done.send(());
    guard.join().expect("the guard only waits");
    child.kill().expect("the binary runs");
    child.wait().expect("the binary ends");
    Started { took, worked, bytes, resident }
}

/// Processor time of all threads of a process; none where the kernel does not count it.
fn worked(pid: u32) -> Duration {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().filter_map(Result::ok);
    let time = |it: fs::DirEntry| fs::read_to_string(it.path().join("schedstat")).ok();
    let nanoseconds = threads.filter_map(time).filter_map(|it| it.split(' ').next()?.parse::<u64>().ok());
    Duration::from_nanos(nanoseconds.sum())
}

/// `VmRSS` of a process, in KiB.
fn resident(pid: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("the process runs");
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).expect("a process has memory");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}
