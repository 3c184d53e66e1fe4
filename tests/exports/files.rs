//! The file that an export leaves: the whole new one, or what was there.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::symlink,
    process::{Child, Command},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use crate::{
    host::{Host, now},
    mirror::{Reached, pull, rows, shape},
    nasty::host,
};

fn export<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let arguments = ["export", "north", "agreements", "--format", "csv", "--columns", "id", "-o", "rows"];
    arguments.into_iter().chain(more.iter().copied()).collect()
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_that_is_asked_for() {
    let host = host();
    fs::write(host.home().join("rows"), "mine").unwrap();
    let ran = host.run(&export(&[]));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("is there already") && ran.err.contains("--force"), "{ran:?}");
    assert_eq!(fs::read_to_string(host.home().join("rows")).unwrap(), "mine");
    assert_eq!(host.run(&export(&["--force"])).code, Some(0));
    assert_eq!(fs::read_to_string(host.home().join("rows")).unwrap().len(), 21);
    assert_eq!(host.files(), ["rows"]);
}

#[test]
fn nothing_is_written_through_a_link_or_into_what_is_no_plain_file() {
    let host = host();
    fs::write(host.home().join("mine"), "mine").unwrap();
    symlink("mine", host.home().join("rows")).unwrap();
    let ran = host.run(&export(&["--force"]));
    assert!(ran.code == Some(2) && ran.err.contains("is a symbolic link"), "{ran:?}");
    assert_eq!(fs::read_to_string(host.home().join("mine")).unwrap(), "mine");
    fs::remove_file(host.home().join("rows")).unwrap();
    fs::create_dir(host.home().join("rows")).unwrap();
    let ran = host.run(&export(&["--force"]));
    assert!(ran.code == Some(2) && ran.err.contains("is a directory"), "{ran:?}");
}

/// A host with so many rows that an export can be met on its way.
pub(crate) fn large() -> Host {
    let host = Host::new();
    let shape = shape("connectwise", "agreements");
    let text = "x".repeat(900);
    let page = |from: i64| {
        let all: Vec<_> = (from..from + 5_000).map(|id| (id, vec![("name", text.clone())])).collect();
        rows(&shape, &all)
    };
    for it in 0..12 {
        pull(&host.config(), "north", &[(shape.clone(), vec![page(it * 5_000)])], &now(), Reached::TheEnd);
    }
    host
}

/// Starts an export and comes back when it has begun to write its file.
fn begun(host: &Host) -> Child {
    let arguments = ["export", "north", "agreements", "--format", "csv", "-o", "rows", "--force"];
    let child = host.command(&arguments).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_mins(1);
    let is_growing = || {
        let unfinished = host.files().into_iter().find(|it| it.starts_with(".psa-connect-"));
        unfinished.and_then(|it| fs::metadata(host.home().join(it)).ok()).is_some_and(|it| it.len() > 0)
    };
    while !is_growing() {
        assert!(Instant::now() < deadline, "it does not begin");
        std::thread::yield_now();
    }
    child
}

#[test]
fn an_export_that_is_cancelled_or_killed_leaves_the_file_that_was_there() {
    let host = large();
    fs::write(host.home().join("rows"), "mine").unwrap();
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let child = begun(&host);
        kill_process(Pid::from_child(&child), signal).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130), "{output:?}");
        assert_eq!(host.files(), ["rows"], "{signal:?}");
        assert_eq!(fs::read_to_string(host.home().join("rows")).unwrap(), "mine");
    }
    let mut child = begun(&host);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(fs::read_to_string(host.home().join("rows")).unwrap(), "mine");
}

#[test]
fn a_reader_that_wants_no_more_is_no_error() {
    let host = large();
    for format in ["csv", "jsonl"] {
        let mut child = host.command(&["export", "north", "agreements", "--format", format]).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(!line.is_empty() && output.status.code() == Some(0), "{output:?}");
    }
}

#[test]
fn a_full_disk_is_said() {
    let host = host();
    let inner = host.command(&["export", "north", "agreements", "--format", "csv"]);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "exec \"$0\" \"$@\" >/dev/full"]).arg(inner.get_program()).args(inner.get_args());
    command.env_clear().envs(inner.get_envs().filter_map(|(key, value)| Some((key, value?))));
    let output = command.output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(7), "{err}");
    assert!(err.contains("standard output did not take all of it: No space left"), "{err}");
}
