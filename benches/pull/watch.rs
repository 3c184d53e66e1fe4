//! Runs one program to its end and says what it cost. In a process of its own, so that the cost is that program's alone.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use nix::sys::resource::{UsageWho, getrusage};
use serde::{Deserialize, Serialize};

/// What a program cost.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Cost {
    /// From its start to its end, s.
    pub(crate) wall: f64,
    /// Processor time, its own and the kernel's for it, s.
    pub(crate) cpu: f64,
    /// The most resident memory, MB.
    pub(crate) peak: f64,
}

/// Runs `command` and prints its cost.
pub(crate) fn watch(command: &[&str]) {
    let [program, arguments @ ..] = command else { panic!("no program was named") };
    let begin = Instant::now();
    let ended = Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).status();
    let wall = begin.elapsed().as_secs_f64();
    assert!(ended.expect("the program starts").success(), "{program} failed");
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("its own children may be asked about");
    let seconds = |it: nix::sys::time::TimeVal| {
        let micros = u64::try_from(it.tv_sec() * 1_000_000 + it.tv_usec()).unwrap_or_default();
        Duration::from_micros(micros).as_secs_f64()
    };
    // Linux counts in KiB.
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52 KiB")]
    let peak = usage.max_rss() as f64 * 1024.0 / 1e6;
    let cost = Cost { wall, cpu: seconds(usage.user_time()) + seconds(usage.system_time()), peak };
    println!("{}", serde_json::to_string(&cost).expect("plain numbers"));
}

/// Has `command` run and watched.
pub(crate) fn cost_of(command: &[String]) -> Cost {
    let this = std::env::current_exe().expect("this program has a path");
    let output = Command::new(this).arg("watch").args(command).stderr(Stdio::piped()).output();
    let output = output.expect("this program starts again");
    let says = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{says}");
    serde_json::from_slice(&output.stdout).expect("the watch prints a cost")
}
