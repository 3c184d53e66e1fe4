//! Who runs this program: from the kernel, and by name where the host knows one.

use std::{fs, path::Path};

use jiff::Timestamp;
use rustix::process::{getppid, getuid};

use crate::model::{
    hand_over::{HandOver, Manner},
    saved::Name,
    shown::Shown,
};

/// What is noted of a hand-over that begins now.
pub(super) fn now(manner: Manner, connection: &Name, program: Option<&Path>) -> HandOver {
    let uid = getuid().as_raw();
    let parent = getppid().map_or(0, |it| it.as_raw_nonzero().get());
    HandOver {
        at: Timestamp::from_second(Timestamp::now().as_second()).unwrap_or_default().to_string(),
        uid,
        user: safe(&account(uid)),
        parent,
        parent_program: safe(&program_of(parent)),
        tty: tty(),
        manner,
        connection: connection.as_str().to_owned(),
        program: program.map(|it| safe(&it.display().to_string())),
    }
}

/// The name of an account: from the host's list, else what the environment says, else nothing.
fn account(uid: u32) -> String {
    let list = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let row = list.lines().map(|it| it.split(':').collect::<Vec<_>>()).find(|it| it.get(2) == Some(&&*uid.to_string()));
    let said = || ["USER", "LOGNAME"].into_iter().find_map(|it| std::env::var(it).ok());
    row.map(|it| it[0].to_owned()).or_else(said).unwrap_or_default()
}

/// The path of a process's program, else the short name that it gives itself.
fn program_of(pid: i32) -> String {
    let path = fs::read_link(format!("/proc/{pid}/exe")).map(|it| it.display().to_string());
    let short = || fs::read(format!("/proc/{pid}/comm")).map(|it| String::from_utf8_lossy(&it).trim_end().to_owned());
    path.or_else(|_| short()).unwrap_or_default()
}

/// The terminal of whichever of the three standard streams has one.
fn tty() -> Option<String> {
    let name = |fd: u32| fs::read_link(format!("/proc/self/fd/{fd}")).ok().map(|it| it.display().to_string());
    let is_terminal = |it: &String| it.starts_with("/dev/pts/") || it.starts_with("/dev/tty");
    (0..3).filter_map(name).find(is_terminal).map(|it| safe(&it))
}

/// Safe to show, and never long: a program may have a path of thousands of characters.
fn safe(text: &str) -> String {
    Shown::new(text).as_str().chars().take(1024).collect()
}
