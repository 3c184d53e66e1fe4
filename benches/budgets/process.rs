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
    vec![
        Row {
            what: "start to first frame, in starts of `true`",
            measured: start.took.as_secs_f64() / unit.as_secs_f64(),
            unit: "times",
            budget: None,
            note: format!("{:.1} ms against {:.1} ms", milliseconds(start.took), milliseconds(unit)),
        },
        Row::bytes("start to first frame, taking and asking the terminal too", start.bytes, Some(2_600)),
        Row {
            what: "resident memory after the first frame",
            measured: start.resident / 1_024.0,
            unit: "MiB",
            budget: None,
            note: String::new(),
        },
    ]
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
