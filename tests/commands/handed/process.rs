//! The program is run in the place of ours: the same process, its own exit status, and the caller's ways of doing things.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    os::unix::process::ExitStatusExt as _,
    process::{Child, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};

use super::{after, host};
use crate::situation::Host;

/// A program that has been handed the login and has said a line.
fn started(host: &Host, script: &str) -> (Child, String) {
    let mut command = host.command(&["exec", "acme", "--", "/bin/sh", "-c", script]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    (child, line)
}

fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

#[test]
fn a_signal_reaches_the_program_and_its_exit_status_is_ours() {
    let host = host();
    let (mut child, line) = started(&host, "trap 'exit 7' TERM; exec 3<&0; cat <&3 >/dev/null & echo $$; wait");
    assert_eq!(line.trim(), child.id().to_string(), "no process of ours stays in between");
    send(&child, Signal::TERM);
    assert_eq!(child.wait().unwrap().code(), Some(7));
}

#[test]
fn a_program_that_a_signal_ends_is_seen_to_be_ended_by_it() {
    let host = host();
    let (mut child, _) = started(&host, "echo ready; exec cat");
    send(&child, Signal::TERM);
    assert_eq!(child.wait().unwrap().signal(), Some(15));
}

#[test]
fn what_is_written_to_it_passes_through() {
    let host = host();
    let (mut child, _) = started(&host, "echo ready; cat; echo talk >&2; exit 3");
    child.stdin.take().unwrap().write_all(b"a line\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(3), b"a line\n".as_slice()));
    assert_eq!(output.stderr, b"talk\n");
}

#[test]
fn no_argument_of_the_process_holds_a_secret() {
    let host = host();
    // Of a process that is just becoming another program the system says nothing.
    let (mut child, _) = started(&host, "echo ready; read line");
    let arguments = std::fs::read(format!("/proc/{}/cmdline", child.id())).unwrap();
    drop(child.stdin.take());
    child.wait().unwrap();
    let arguments = String::from_utf8(arguments).unwrap();
    assert!(arguments.starts_with("/bin/sh\0"), "{arguments:?}");
    assert!(!arguments.contains("canary"), "{arguments:?}");
}

#[test]
fn new_files_of_the_program_are_as_its_caller_wants_them() {
    let host = host();
    for umask in ["0027", "0002", "0000"] {
        let first = format!("umask {umask}");
        let output = after(&host, &first, &["exec", "acme", "--", "/bin/sh", "-c", "umask"]).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), umask);
    }
}

#[test]
fn what_the_caller_ignores_stays_ignored_and_nothing_else_is() {
    let host = host();
    let show = ["/bin/grep", "-E", "^Sig(Ign|Blk)", "/proc/self/status"];
    // Signals 32 and 33 are the C library's own.
    let masks = |mut command: std::process::Command| -> Vec<u64> {
        let out = String::from_utf8(command.output().unwrap().stdout).unwrap();
        let mask = |it: &str| u64::from_str_radix(it.split_whitespace().nth(1).unwrap(), 16).unwrap() & !(0b11 << 31);
        out.lines().map(mask).collect()
    };
    for first in ["trap '' INT HUP", "trap '' QUIT", ":"] {
        // What the same shell gives the program without us.
        let mut plain = std::process::Command::new("/bin/sh");
        plain.args(["-c", &format!("{first}; exec \"$0\" \"$@\"")]).args(show);
        let arguments: Vec<_> = ["exec", "acme", "--"].into_iter().chain(show).collect();
        let (usual, ours) = (masks(plain), masks(after(&host, first, &arguments)));
        assert_eq!(ours.len(), 2, "{first}: {ours:x?}");
        assert_eq!(ours, usual, "{first}");
    }
}

#[test]
fn the_program_writes_no_core_because_its_environment_holds_the_keys() {
    let ran = host().run(&["exec", "acme", "--", "/bin/sh", "-c", "ulimit -Hc; ulimit -Sc"]);
    assert_eq!(ran.out, "0\n0\n");
}

#[test]
fn no_file_of_ours_stays_open_in_the_program() {
    let ran = host().run(&["exec", "acme", "--", "/bin/ls", "/proc/self/fd"]);
    // Whoever runs the tests may have left some open to everybody.
    let plain = std::process::Command::new("/bin/ls").arg("/proc/self/fd").output().unwrap();
    assert_eq!(ran.out.lines().count(), String::from_utf8(plain.stdout).unwrap().lines().count(), "{ran:?}");
}
