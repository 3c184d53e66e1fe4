//! `exec`: runs another program with a login in its environment, in the place of this one.
//!
//! It is a real `execve`: no process of ours stays in between, so signals reach the program, and its exit status is its
//! own. Signals that the caller ignores stay ignored, the mask of signals stays, and SIGPIPE has its usual effect again.

use std::{
    convert::Infallible,
    env,
    ffi::{OsStr, OsString},
    io::{self, ErrorKind},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use clap::Args;

use crate::{
    model::{
        hand_over::{KIND, Manner, NAME, Prefix, URL},
        secret::Secret,
        shown::Shown,
    },
    words,
};

use super::{Global, handed::Handed, harden, say::Trouble};

/// Set for the program, so that it is known who gave it the login.
const MARKER: &str = "PSA_CONNECT_EXEC";

/// What `exec` was asked.
#[derive(Args, Debug)]
pub(super) struct Asked {
    /// Which connection [default: the one that psa-connect default shows]
    name: Option<String>,
    /// How the variables begin
    #[arg(long, value_name = "PREFIX", default_value = Prefix::USUAL, value_parser = Prefix::new)]
    env_prefix: Prefix,
    /// Give the program these variables and nothing else of this environment
    #[arg(long)]
    only: bool,
    /// The program and its arguments, after --
    #[arg(last = true, required = true, value_name = "CMD")]
    command: Vec<OsString>,
}

/// Runs the program. It comes back only when that is not possible.
pub(super) async fn run(global: &Global, asked: &Asked) -> Result<Infallible, Trouble> {
    if global.demo {
        return Err(Trouble::usage(words::say("exec-demo"), words::say("exec-demo-next")));
    }
    if let Some(outer) = env::var_os(MARKER) {
        let outer = outer.to_string_lossy();
        return Err(Trouble::usage(
            words::with("exec-inside", &[("outer", Shown::new(&outer).to_string().into())]),
            words::with("exec-inside-next", &[("marker", MARKER.into())]),
        ));
    }
    let (program, arguments) = asked.command.split_first().expect("clap requires one");
    let path = found(program)?;
    let handed = Handed::open(global, asked.name.as_deref()).await?;
    let mut command = Command::new(&path);
    command.arg0(program).args(arguments).env_clear();
    if !asked.only {
        command.envs(env::vars_os().filter(|(key, _)| !is_stale(key, &asked.env_prefix, &handed.known_parts)));
    }
    command.envs(variables(&handed, &asked.env_prefix).iter().map(|(key, value)| (key, value.expose())));
    command.env(MARKER, handed.name.as_str());
    handed.note(Manner::Exec, Some(&path))?;
    harden::give_back();
    Err(not_run(program, &command.exec()))
}

/// The documented variables of this connection.
fn variables(handed: &Handed, prefix: &Prefix) -> Vec<(String, Secret)> {
    let facts = [(NAME, handed.name.as_str()), (KIND, handed.psa.0.as_str()), (URL, handed.url.as_str())];
    let facts = facts.into_iter().map(|(part, value)| (prefix.variable(part), Secret::new(value)));
    facts.chain(handed.fields.iter().map(|(id, value)| (prefix.variable(&id.0), value.clone()))).collect()
}

/// Says whether a variable is one that a login may have left, of this PSA or of another.
fn is_stale(key: &OsStr, prefix: &Prefix, parts: &[String]) -> bool {
    key == MARKER || parts.iter().any(|it| key == OsStr::new(&prefix.variable(it)))
}

/// Where a program is, as the shell looks for it: by its path, else in `PATH`.
fn found(program: &OsStr) -> Result<PathBuf, Trouble> {
    let by_path = program.as_encoded_bytes().contains(&b'/');
    let path = env::var_os("PATH").unwrap_or_else(|| "/bin:/usr/bin".into());
    let places: Vec<PathBuf> =
        if by_path { vec![program.into()] } else { env::split_paths(&path).map(|it| it.join(program)).collect() };
    let there: Vec<PathBuf> = places.into_iter().filter(|it| !program.is_empty() && it.is_file()).collect();
    if let Some(fine) = there.iter().find(|it| is_runnable(it)) {
        return std::path::absolute(fine).map_err(|it| not_run(program, &it));
    }
    let is_there = !there.is_empty() || (by_path && Path::new(program).exists());
    Err(not_run(program, &io::Error::from(if is_there { ErrorKind::PermissionDenied } else { ErrorKind::NotFound })))
}

fn is_runnable(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok()
}

fn not_run(program: &OsStr, error: &io::Error) -> Trouble {
    let program = Shown::new(&program.to_string_lossy());
    if error.kind() == ErrorKind::NotFound {
        Trouble::no_program(
            words::with("exec-no-program", &[("program", program.to_string().into())]),
            words::say("exec-no-program-next"),
        )
    } else {
        Trouble::not_runnable(
            words::with(
                "exec-cannot-run",
                &[("program", program.to_string().into()), ("error", error.to_string().into())],
            ),
            words::say("exec-cannot-run-next"),
        )
    }
}
