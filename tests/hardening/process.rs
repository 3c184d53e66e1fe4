//! What the system says of the running program: no core, no neighbour looking inside, no file for others, no key around it.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown},
    path::Path,
    process::{Command, Stdio},
};

use rustix::process::geteuid;

use crate::{alone, situation::Host};

/// An account of nobody's, without a home.
const STRANGER: u32 = 54321;

/// The program as a sandbox that runs until it is killed, as another account where this one may become one.
fn serving(host: &Host) -> (Command, u32) {
    let plain = host.command(&["sandbox"]);
    if !geteuid().is_root() {
        return (plain, geteuid().as_raw());
    }
    // As root the kernel would let everything through, so nothing would be shown.
    let home = host.config().parent().expect("it has one").to_owned();
    let program = home.join("psa-connect");
    fs::copy(env!("CARGO_BIN_EXE_psa-connect"), &program).expect("copied");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("changed");
    for it in [&home, &program] {
        chown(it, Some(STRANGER), None).expect("given away");
    }
    (as_stranger(&program, &["sandbox"], &home), STRANGER)
}

fn as_stranger(program: &Path, arguments: &[&str], home: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--reuid", &STRANGER.to_string(), "--clear-groups"]).arg(program).args(arguments);
    command.env_clear().env("HOME", home).env("PATH", "/usr/bin:/bin").current_dir("/").stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn a_neighbour_of_the_same_account_sees_nothing_of_the_running_program() {
    let _alone = alone();
    if geteuid().is_root() && Command::new("setpriv").arg("--version").output().is_err() {
        println!("skipped: setpriv is missing");
        return;
    }
    let host = Host::new();
    let (mut command, uid) = serving(&host);
    let mut running = command.spawn().expect("it can be started");
    let mut lines = BufReader::new(running.stdout.take().expect("it is piped")).lines();
    let first = lines.next().map(|it| it.expect("text"));
    let of = |file: &str| format!("/proc/{}/{file}", running.id());
    let status = fs::read_to_string(of("status")).expect("it runs");
    let limits = fs::read_to_string(of("limits")).expect("it runs");
    let owner = fs::metadata(of("mem")).expect("it runs").uid();
    let look = |file: &str| -> bool {
        let reads = ["-c".to_owned(), format!("exec 3< {}", of(file))];
        let mut command = if geteuid().is_root() {
            let mut it = Command::new("setpriv");
            it.args(["--reuid", &uid.to_string(), "--clear-groups", "--inh-caps=-all", "sh"]);
            it
        } else {
            Command::new("sh")
        };
        command.args(reads).stderr(Stdio::null()).status().expect("a shell starts").success()
    };
    let seen = ["mem", "environ", "maps"].map(look);
    running.kill().expect("it can be killed");
    running.wait().expect("it ends");
    println!("uid {uid}, mem belongs to {owner}, neighbour reads mem, environ, maps: {seen:?}");
    assert!(first.is_some(), "the sandbox serves");
    assert_eq!(owner, 0, "what is not dumpable belongs to root");
    assert!(status.lines().any(|it| it == "Umask:\t0077"), "{status}");
    let core = limits.lines().find(|it| it.starts_with("Max core file size")).expect("a limit");
    assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"], "{core}");
    assert_eq!(seen, [false; 3], "mem, environ, maps");
}

#[test]
fn without_a_home_the_program_says_which_option_names_one() {
    let _alone = alone();
    let host = Host::new();
    let gone = host.config().join("gone/home");
    let mut command = host.command(&[]);
    command = {
        let program = command.get_program().to_owned();
        let mut it = Command::new(program);
        it.arg("list").env_clear().env("HOME", &gone).stdin(Stdio::null());
        it
    };
    let ran = command.output().expect("it starts");
    let err = String::from_utf8_lossy(&ran.stderr).into_owned();
    println!("a home that is not there: {:?} {err}", ran.status.code());
    assert!(!err.contains("panicked") && ran.status.code() == Some(0), "{err}");
    if !geteuid().is_root() {
        println!("skipped: only root can become an account without a home");
        return;
    }
    let home = host.config().parent().expect("it has one").to_owned();
    let program = home.join("psa-connect");
    fs::copy(env!("CARGO_BIN_EXE_psa-connect"), &program).expect("copied");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("changed");
    fs::set_permissions(&home, fs::Permissions::from_mode(0o755)).expect("changed");
    let ran = as_stranger(&program, &["list"], &home).env_remove("HOME").output().expect("it starts");
    let err = String::from_utf8_lossy(&ran.stderr).into_owned();
    println!("no home: {:?} {err}", ran.status.code());
    assert_eq!(ran.status.code(), Some(2), "{err}");
    assert!(err.contains("this account has no home directory") && err.contains("--config-dir"), "{err}");
}
