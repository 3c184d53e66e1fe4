//! What went wrong on this host's disk, in words, with what to do.

use std::{io, path::Path};

use rustix::io::Errno;

use crate::{
    model::{fault::Fault, shown::Shown},
    words,
};

/// Names what could not be done to `path` and why. `doing` is a key of `store-disk-cannot`: `written`, `read`.
pub(super) fn trouble(doing: &str, path: &Path, errno: Errno) -> Fault {
    let path = Shown::new(&path.display().to_string());
    let (why, remedy) = match errno {
        Errno::NOSPC => (words::say("store-disk-full"), words::say("store-disk-full-next")),
        Errno::DQUOT => {
            (words::say("store-disk-accounts-quota-used-up"), words::say("store-disk-accounts-quota-used-up-next"))
        }
        Errno::ROFS => (words::say("store-disk-file-system-read-only"), words::say("store-disk-other-directory")),
        Errno::ACCESS | Errno::PERM => {
            (words::say("store-disk-account-not-allowed"), words::say("store-disk-account-not-allowed-next"))
        }
        Errno::LOOP | Errno::MLINK => {
            (words::say("store-settings-symbolic-link"), words::say("store-disk-symbolic-link-next"))
        }
        Errno::ISDIR => (words::say("store-disk-directory-place"), words::say("store-disk-directory-place-next")),
        Errno::NXIO => (words::say("store-disk-socket-place"), words::say("store-disk-directory-place-next")),
        Errno::NOTDIR => (words::say("store-disk-no-directory"), words::say("store-disk-no-directory-next")),
        Errno::NAMETOOLONG => (words::say("store-disk-path-too-long"), words::say("store-disk-path-too-long-next")),
        Errno::MFILE | Errno::NFILE => {
            (words::say("store-disk-too-many-files-are"), words::say("store-disk-too-many-files-are-next"))
        }
        Errno::IO => (words::say("store-disk-reports-error"), words::say("store-disk-reports-error-next")),
        other => return unusual(doing, &path, other),
    };
    Fault::Local { what: cannot(doing, &path, why), remedy: remedy.into() }
}

fn cannot(doing: &str, path: &Shown, why: &str) -> String {
    words::with("store-disk-cannot", &[("path", path.to_string().into()), ("doing", doing.into()), ("why", why.into())])
}

fn unusual(doing: &str, path: &Shown, errno: Errno) -> Fault {
    let says = io::Error::from_raw_os_error(errno.raw_os_error());
    Fault::Local {
        what: cannot(doing, path, &says.to_string()),
        remedy: words::say("store-disk-check-directory-use-another").into(),
    }
}

/// The errno of an error of the standard library.
pub(super) fn errno(error: &io::Error) -> Errno {
    error.raw_os_error().map_or(Errno::IO, Errno::from_raw_os_error)
}

/// Says what is wrong with a file, and in which line where that is known.
pub(super) fn broken_at(path: &str, line: Option<usize>, text: &str) -> String {
    let Some(line) = line else { return format!("{path} {text}") };
    let values = [("path", path.into()), ("line", line.to_string().into()), ("text", text.into())];
    words::with("store-connection-at-line", &values)
}
