//! Which PostgreSQL server a mirror is in, and the password for it: from the environment or a private file, never from a
//! setting.

use std::{
    env,
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{FileType, Mode, OFlags, fstat, open},
    io::Errno,
};
use zeroize::Zeroizing;

use crate::{
    model::{
        fault::Fault,
        secret::Secret,
        settings::database::{PostgresHost, PostgresUrl},
    },
    store::trouble::{errno, trouble},
    words,
};

use super::place::shown;

/// A PostgreSQL server for mirrors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostgresAt {
    /// Where it is.
    pub url: PostgresUrl,
    /// Certificate authorities to trust besides those of this host, PEM.
    pub ca_file: Option<PathBuf>,
    /// Where its password is looked for.
    pub passwords: Passwords,
}

/// Where a server's password is looked for, in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passwords {
    /// The password itself (`PGPASSWORD`).
    pub own: Option<Secret>,
    /// A file with a line a server (`PGPASSFILE`, else `~/.pgpass`).
    pub file: Option<PathBuf>,
}

impl Passwords {
    /// Takes what the environment of this process says, by the variables that PostgreSQL's own programs read.
    pub fn of_process() -> Self {
        let path = |name: &str| env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
        Self {
            own: env::var("PGPASSWORD").ok().filter(|it| !it.is_empty()).map(Secret::new),
            file: path("PGPASSFILE").or_else(|| path("HOME").map(|it| it.join(".pgpass"))),
        }
    }

    /// The password for a server; `None` when nobody has one.
    ///
    /// Errors: [`Fault::Local`] when the file cannot be read, or others can.
    #[cfg_attr(not(feature = "postgres"), expect(dead_code, reason = "no server is asked"))]
    pub(super) fn of(&self, url: &PostgresUrl) -> Result<Option<Secret>, Fault> {
        if let Some(own) = &self.own {
            return Ok(Some(own.clone()));
        }
        let Some(path) = &self.file else { return Ok(None) };
        let text = read_private(path)?;
        Ok(text.and_then(|text| text.lines().find_map(|it| password_of(it, url))))
    }
}

/// Reads a file that nobody else may read; `None` when it is not there.
fn read_private(path: &Path) -> Result<Option<Zeroizing<String>>, Fault> {
    // NONBLOCK: opening a planted pipe must not wait for somebody to write into it.
    let fd = match open(path, OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty()) {
        Ok(fd) => fd,
        Err(Errno::NOENT | Errno::NOTDIR) => return Ok(None),
        Err(it) => return Err(trouble("read", path, it)),
    };
    let stat = fstat(&fd).map_err(|it| trouble("read", path, it))?;
    let refused = |why: &str, remedy: String| Fault::Local {
        what: words::with("mirror-password-not-used", &[("path", shown(path).into()), ("why", why.to_string().into())]),
        remedy,
    };
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Err(refused(
            words::say("mirror-password-no-plain-file"),
            words::say("mirror-password-no-plain-file-next").into(),
        ));
    }
    if Mode::from_raw_mode(stat.st_mode).intersects(Mode::RWXG | Mode::RWXO) {
        let remedy = words::with("mirror-password-run-chmod-600-if", &[("path", shown(path).into())]);
        return Err(refused(words::say("mirror-password-open-other-accounts"), remedy));
    }
    let mut text = Zeroizing::new(String::with_capacity(LARGEST + 1));
    let read = File::from(fd).take(LARGEST as u64 + 1).read_to_string(&mut text);
    read.map_err(|it| trouble("read", path, errno(&it)))?;
    if text.len() > LARGEST {
        return Err(refused(
            words::say("mirror-password-larger-than-64-kib"),
            words::say("mirror-password-no-plain-file-next").into(),
        ));
    }
    Ok(Some(text))
}

/// Unit: bytes.
const LARGEST: usize = 64 << 10;

/// The password of a line `host:port:database:user:password`, when the line is about this server. `*` stands for anything,
/// `\` takes what follows as it is. Source: "The Password File" in PostgreSQL's documentation of libpq.
fn password_of(line: &str, url: &PostgresUrl) -> Option<Secret> {
    if line.starts_with('#') {
        return None;
    }
    let mut rest = line;
    let [host, port, database, user] = [(); 4].map(|()| field(&mut rest));
    // A socket has the name of its directory, or that of this host.
    let is_host = |it: &str| match &url.host {
        PostgresHost::Name(name) => it.eq_ignore_ascii_case(name),
        PostgresHost::Socket(folder) => it == folder || it == "localhost",
    };
    let fits = |field: Option<Field>, is: &dyn Fn(&str) -> bool| match field {
        Some(Field::Anything) => true,
        Some(Field::Text(it)) => is(&it),
        None => false,
    };
    let is_ours = fits(host, &is_host)
        && fits(port, &|it| it == url.port.to_string())
        && fits(database, &|it| it == url.database)
        && fits(user, &|it| it == url.user);
    let password = Secret::new(&*unescaped(rest.trim_end_matches('\r')));
    (is_ours && !password.is_empty()).then_some(password)
}

enum Field {
    Anything,
    Text(String),
}

/// Takes the text before the next `:` that stands by itself; `None` when there is no such.
fn field(rest: &mut &str) -> Option<Field> {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            ':' if !is_escaped => {
                let text = &rest[..at];
                *rest = &rest[at + 1..];
                return Some(if text == "*" { Field::Anything } else { Field::Text(unescaped(text).to_string()) });
            }
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    None
}

fn unescaped(text: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        plain.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    plain
}

#[cfg(test)]
mod tests;
