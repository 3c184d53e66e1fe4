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
    bytes: u64,
    /// Resident memory in KiB.
    resident: f64,
}

pub(crate) fn rows() -> Vec<Row> {
    let home = tempfile::tempdir().expect("a folder");
    let mut units: Vec<_> = (0..N_RUNS).map(|_| nothing()).collect();
    let mut starts: Vec<_> = (0..N_RUNS).map(|_| started(home.path())).collect();
    units.sort();
    starts.sort_by_key(|it| it.took);
    let (unit, start) = (units[N_RUNS / 2], &starts[N_RUNS / 2]);
    let milliseconds = |it: Duration| it.as_secs_f64() * 1_000.0;
    let whiptail = whiptails(start.took);
    vec![
        Row {
            what: "start to first frame, in starts of `true`".into(),
            measured: start.took.as_secs_f64() / unit.as_secs_f64(),
            unit: "times",
            budget: None,
            note: format!("{:.1} ms against {:.1} ms", milliseconds(start.took), milliseconds(unit)),
        },
        whiptail,
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

/// The same against the form of another program, where that is installed.
fn whiptails(own: Duration) -> Row {
    let mut forms: Vec<_> = (0..N_RUNS).map_while(|_| form()).collect();
    forms.sort();
    let what = "start to first frame, in starts of a whiptail form".to_owned();
    match forms.get(N_RUNS / 2) {
        Some(form) => {
            let measured = own.as_secs_f64() / form.as_secs_f64();
            let note = format!("whiptail takes {:.1} ms", form.as_secs_f64() * 1_000.0);
            Row { what, measured, unit: "times", budget: None, note }
        }
        None => Row { what, measured: 0.0, unit: "times", budget: None, note: "whiptail is not installed".into() },
    }
}

/// How long it takes until whiptail shows a field; `None` when there is none.
fn form() -> Option<Duration> {
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
    let _ = child.kill();
    let _ = child.wait();
    Some(took)
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
    let resident = resident(child.process_id().expect("a process has an id"));
    // It may not be stopped before the guard: a guard that is told of it stops nothing.
    let _ = done.send(());
    guard.join().expect("the guard only waits");
    child.kill().expect("the binary runs");
    child.wait().expect("the binary ends");
    Started { took, bytes, resident }
}

/// `VmRSS` of a process, in KiB.
fn resident(pid: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("the process runs");
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).expect("a process has memory");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}
