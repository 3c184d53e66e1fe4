//! What went wrong on this host's disk, in words, with what to do.

use std::{io, path::Path};

use rustix::io::Errno;

use crate::model::{fault::Fault, shown::Shown};

/// Names what could not be done to `path` and why. `doing` is a verb: `written`, `read`.
pub(super) fn trouble(doing: &str, path: &Path, errno: Errno) -> Fault {
    let path = Shown::new(&path.display().to_string());
    let (why, remedy) = match errno {
        Errno::NOSPC => ("the disk is full", "Free some space there, or use another directory with --config-dir."),
        Errno::DQUOT => ("this account's quota is used up", "Free some space, or have the quota raised."),
        Errno::ROFS => ("the file system is read-only", "Use another directory with --config-dir."),
        Errno::ACCESS | Errno::PERM => {
            ("this account is not allowed to", "Have the owner changed to this account, or use --config-dir.")
        }
        Errno::LOOP | Errno::MLINK => (
            "it is a symbolic link",
            "Remove the link, or give the directory it points to with --config-dir; links are not followed here.",
        ),
        Errno::ISDIR => ("a directory is in its place", "Look at it with ls -l, and move it out of the way."),
        Errno::NXIO => ("a socket is in its place", "Look at it with ls -l, and move it out of the way."),
        Errno::NOTDIR => ("it is no directory", "Move it out of the way, or use --config-dir."),
        Errno::NAMETOOLONG => ("the path is too long", "Use a shorter path with --config-dir."),
        Errno::MFILE | Errno::NFILE => ("too many files are open", "Close other programs of this account and retry."),
        Errno::IO => ("the disk reports an error", "Have the disk checked; until then use --config-dir."),
        other => return unusual(doing, &path, other),
    };
    Fault::Local { what: format!("{path} cannot be {doing}: {why}"), remedy: remedy.into() }
}

fn unusual(doing: &str, path: &Shown, errno: Errno) -> Fault {
    let says = io::Error::from_raw_os_error(errno.raw_os_error());
    Fault::Local {
        what: format!("{path} cannot be {doing}: {says}"),
        remedy: "Check the directory, or use another one with --config-dir.".into(),
    }
}

/// The errno of an error of the standard library.
pub(super) fn errno(error: &io::Error) -> Errno {
    error.raw_os_error().map_or(Errno::IO, Errno::from_raw_os_error)
}
