//! What is looked at before a directory or file is used: whose it is, whether others can turn the way, what it is.

use std::{os::fd::OwnedFd, path::Path};

use rustix::{
    fs::{self, AtFlags, FileType, Mode},
    io::Errno,
    process::geteuid,
};

use crate::{
    model::{fault::Fault, shown::Shown},
    words,
};

use super::{PRIVATE_FILE, repairs};
use crate::store::trouble::trouble;

const ROOT: u32 = 0;
/// The overflow uid: inside a user namespace, the root of the host looks like this (`user_namespaces(7)`).
const ROOT_OUTSIDE: u32 = 65534;

/// Refuses a way to `path` that another account can turn elsewhere: a link of theirs, or a directory open to everybody.
pub(in crate::store) fn check_way(path: &Path) -> Result<(), Fault> {
    for above in path.ancestors().skip(1).filter(|it| !it.as_os_str().is_empty()) {
        let Ok(stat) = fs::lstat(above) else { continue };
        let mode = Mode::from_raw_mode(stat.st_mode);
        let risky = match FileType::from_raw_mode(stat.st_mode) {
            FileType::Symlink => !is_ours(stat.st_uid),
            FileType::Directory => replaceable(stat.st_uid, mode),
            FileType::RegularFile
            | FileType::Fifo
            | FileType::Socket
            | FileType::CharacterDevice
            | FileType::BlockDevice
            | FileType::Unknown => false,
        };
        if risky {
            return Err(Fault::Local {
                what: words::with(
                    "store-folder-other-accounts-can-replace",
                    &[("path", Shown::new(&above.display().to_string()).to_string().into())],
                ),
                remedy: words::say("store-folder-other-accounts-can-replace-next").into(),
            });
        }
    }
    Ok(())
}

/// Says whether other accounts can put something else in the place of what is in a directory of this owner and mode.
pub(in crate::store) fn replaceable(uid: u32, mode: Mode) -> bool {
    !mode.contains(Mode::SVTX) && (mode.contains(Mode::WOTH) || !is_ours(uid))
}

fn is_ours(uid: u32) -> bool {
    [geteuid().as_raw(), ROOT, ROOT_OUTSIDE].contains(&uid)
}

/// A link where a directory should be is reported as "not a directory"; this tells the two apart.
pub(super) fn link_or(errno: Errno, path: &Path) -> Errno {
    let is_link = fs::lstat(path).is_ok_and(|it| FileType::from_raw_mode(it.st_mode) == FileType::Symlink);
    if is_link { Errno::LOOP } else { errno }
}

/// Checks that an open file is a plain one of this account, repairs its mode, and gives its size in bytes.
pub(super) fn check_file(fd: &OwnedFd, path: &Path, largest: u64) -> Result<u64, Fault> {
    let stat = fs::fstat(fd).map_err(|it| trouble("read", path, it))?;
    check_plain(&stat, path)?;
    if is_open_to_others(&stat) {
        fs::fchmod(fd, PRIVATE_FILE).map_err(|it| trouble("made-private", path, it))?;
        repairs::note(repairs::What::File, path, Mode::from_raw_mode(stat.st_mode));
    }
    let size = u64::try_from(stat.st_size).unwrap_or_default();
    if size > largest {
        return Err(Fault::Local {
            what: words::with(
                "store-folder-too-large-for-file",
                &[("path", Shown::new(&path.display().to_string()).to_string().into())],
            ),
            remedy: words::say("store-folder-too-large-for-file-next").into(),
        });
    }
    Ok(size)
}

/// The same for a file of any size that is only looked at (`O_PATH`), the one of this name in a directory.
pub(super) fn check_unopened(fd: &OwnedFd, folder: &OwnedFd, name: &str, path: &Path) -> Result<(), Fault> {
    let stat = fs::fstat(fd).map_err(|it| trouble("read", path, it))?;
    if FileType::from_raw_mode(stat.st_mode) == FileType::Symlink {
        return Err(trouble("opened", path, Errno::LOOP));
    }
    check_plain(&stat, path)?;
    if is_open_to_others(&stat) {
        // The directory is this account's alone: nobody puts another file in its place.
        fs::chmodat(folder, name, PRIVATE_FILE, AtFlags::empty()).map_err(|it| trouble("made-private", path, it))?;
        repairs::note(repairs::What::File, path, Mode::from_raw_mode(stat.st_mode));
    }
    Ok(())
}

fn check_plain(stat: &fs::Stat, path: &Path) -> Result<(), Fault> {
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Err(Fault::Local {
            what: words::with(
                "store-folder-no-plain-file",
                &[("path", Shown::new(&path.display().to_string()).to_string().into())],
            ),
            remedy: words::say("store-folder-no-plain-file-next").into(),
        });
    }
    check_owner(stat.st_uid, path)?;
    // A planted link would have this program change the mode or the content of another file of this account.
    if stat.st_nlink > 1 {
        return Err(Fault::Local {
            what: words::with(
                "store-folder-hard-link-same-file",
                &[("path", Shown::new(&path.display().to_string()).to_string().into())],
            ),
            remedy: words::say("store-folder-hard-link-same-file-next").into(),
        });
    }
    Ok(())
}

fn is_open_to_others(stat: &fs::Stat) -> bool {
    Mode::from_raw_mode(stat.st_mode).intersects(Mode::RWXG | Mode::RWXO)
}

pub(super) fn check_owner(uid: u32, path: &Path) -> Result<(), Fault> {
    if uid == geteuid().as_raw() {
        return Ok(());
    }
    Err(Fault::Local {
        what: words::with(
            "store-folder-belongs-another-account-uid",
            &[("path", Shown::new(&path.display().to_string()).to_string().into()), ("uid", uid.to_string().into())],
        ),
        remedy: words::say("store-folder-belongs-another-account-uid-next").into(),
    })
}
