//! A directory that only this account may enter, held open so that nobody can put another in its place.
//!
//! Everything below it goes through its descriptor, by plain file names, and never through a symbolic link.

use std::{
    fs::File,
    io::{Read as _, Write as _},
    os::fd::OwnedFd,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use rustix::{
    fs::{self, AtFlags, Dir, Mode, OFlags},
    io::Errno,
};
use zeroize::Zeroizing;

use crate::model::fault::Fault;

use super::trouble::{errno, trouble};

mod append;
mod checks;
mod repairs;

pub(super) use checks::{check_way, replaceable};
pub(super) use repairs::below as repaired_below;

use checks::{check_file, check_owner, link_or};

/// A private directory, open.
#[derive(Debug)]
pub(super) struct Folder {
    fd: OwnedFd,
    path: PathBuf,
}

const DIRECTORY: OFlags = OFlags::DIRECTORY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
const PRIVATE_DIRECTORY: Mode = Mode::RWXU;
const PRIVATE_FILE: Mode = Mode::RUSR.union(Mode::WUSR);
/// Unit: bytes. No file of the store but a report comes near it.
const LARGEST: u64 = 1 << 20;
/// The file that is made with the first thing that is ever written, and stays.
pub(super) const LOCK: &str = "lock";
/// How names of unfinished files begin. No connection's name does.
const UNFINISHED: &str = ".new-";

impl Folder {
    /// Opens a directory for reading; `None` when it is not there.
    ///
    /// Errors: [`Fault::Local`] when it is a link, belongs to another account, or lies where others can replace it.
    pub(super) fn open(path: &Path) -> Result<Option<Self>, Fault> {
        check_way(path)?;
        match fs::open(path, DIRECTORY, Mode::empty()) {
            Ok(fd) => {
                let it = Self::owned(fd, path.to_owned())?;
                let own = it.fd.try_clone().map_err(|it| trouble("opened", path, errno(&it)))?;
                Ok(Some(it.repaired(&own)))
            }
            Err(Errno::NOENT) => Ok(None),
            Err(it) => Err(trouble("opened", path, link_or(it, path))),
        }
    }

    /// Opens a directory for writing; makes it (and those above it) for this account only when it is missing.
    pub(super) fn make(path: &Path) -> Result<Self, Fault> {
        check_way(path)?;
        for it in missing(path) {
            match fs::mkdir(&it, PRIVATE_DIRECTORY) {
                Ok(()) => keep_entry(&it),
                Err(Errno::EXIST) => {}
                Err(errno) => return Err(trouble("made", &it, errno)),
            }
        }
        let fd = fs::open(path, DIRECTORY, Mode::empty()).map_err(|it| trouble("opened", path, link_or(it, path)))?;
        Self::owned(fd, path.to_owned())?.private()
    }

    /// Opens a directory below this one; `None` when it is not there.
    pub(super) fn open_inside(&self, name: &str) -> Result<Option<Self>, Fault> {
        let path = self.path.join(name);
        match fs::openat(&self.fd, name, DIRECTORY, Mode::empty()) {
            Ok(fd) => Ok(Some(Self::owned(fd, path)?.repaired(&self.fd))),
            Err(Errno::NOENT) => Ok(None),
            Err(it) => Err(trouble("opened", &path, link_or(it, &path))),
        }
    }

    /// Opens a directory below this one for writing; makes it when it is missing.
    pub(super) fn make_inside(&self, name: &str) -> Result<Self, Fault> {
        let path = self.path.join(name);
        match fs::mkdirat(&self.fd, name, PRIVATE_DIRECTORY) {
            Ok(()) => fs::fsync(&self.fd).map_err(|it| trouble("written", &self.path, it))?,
            Err(Errno::EXIST) => {}
            Err(it) => return Err(trouble("made", &path, it)),
        }
        let fd = fs::openat(&self.fd, name, DIRECTORY, Mode::empty())
            .map_err(|it| trouble("opened", &path, link_or(it, &path)))?;
        Self::owned(fd, path)?.private()
    }

    /// Its descriptor.
    pub(super) fn fd(&self) -> &OwnedFd {
        &self.fd
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The names of the plain files in it that are UTF-8 and not hidden, in no order.
    pub(super) fn names(&self) -> Result<Vec<String>, Fault> {
        Ok(self.entries()?.into_iter().filter(|it| !it.starts_with('.')).collect())
    }

    /// Says whether something of this name is there, whatever it is.
    pub(super) fn has(&self, name: &str) -> Result<bool, Fault> {
        match fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(_) => Ok(true),
            Err(Errno::NOENT) => Ok(false),
            Err(it) => Err(trouble("read", &self.path.join(name), it)),
        }
    }

    /// When something of this name was last changed, whatever it is; `None` when it is not there.
    pub(super) fn changed(&self, name: &str) -> Option<Timestamp> {
        let stat = fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        Timestamp::from_second(stat.st_mtime).ok()
    }

    /// Reads a file whole; `None` when it is not there. The bytes are wiped when dropped.
    ///
    /// Errors: [`Fault::Local`] when it is no plain file of this account. A mode open to others is repaired.
    pub(super) fn read(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
        self.read_up_to(name, LARGEST)
    }

    /// As [`Folder::read`], for files that may be larger. `largest` is in bytes.
    pub(super) fn read_up_to(&self, name: &str, largest: u64) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
        let path = self.path.join(name);
        // NONBLOCK: opening a planted pipe must not wait for somebody to write into it.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let fd = match fs::openat(&self.fd, name, flags, Mode::empty()) {
            Ok(fd) => fd,
            Err(Errno::NOENT) => return Ok(None),
            Err(it) => return Err(trouble("read", &path, it)),
        };
        let size = check_file(&fd, &path, largest)?;
        // One byte more than its size: a buffer that never grows leaves no copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1));
        File::from(fd).take(size).read_to_end(&mut bytes).map_err(|it| trouble("read", &path, errno(&it)))?;
        Ok(Some(bytes))
    }

    /// Writes a file whole or not at all, for this account only; it replaces an older one (or a link) of the name.
    ///
    /// The steps: a new file of a unique name with its final mode, write, fsync, rename. [`Folder::settle`] comes after.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let unfinished = format!("{UNFINISHED}{:016x}", fastrand::u64(..));
        let written = self.write_new(&unfinished, bytes);
        let renamed = written.and_then(|()| fs::renameat(&self.fd, &*unfinished, &self.fd, name));
        if let Err(it) = renamed {
            let _ = fs::unlinkat(&self.fd, &*unfinished, AtFlags::empty());
            return Err(trouble("written", &self.path.join(name), it));
        }
        Ok(())
    }

    /// Puts the names of files that were written on the disk, so that a power cut does not bring the old ones back.
    ///
    /// Errors: [`Fault::Local`]. The new files are in place all the same, and may or may not survive a power cut.
    pub(super) fn settle(&self) -> Result<(), Fault> {
        fs::fsync(&self.fd).map_err(|it| trouble("written", &self.path, it))
    }

    /// Removes a file; it is fine when it is not there.
    pub(super) fn remove(&self, name: &str) -> Result<(), Fault> {
        match fs::unlinkat(&self.fd, name, AtFlags::empty()) {
            Ok(()) => fs::fsync(&self.fd).map_err(|it| trouble("removed", &self.path.join(name), it)),
            Err(Errno::NOENT) => Ok(()),
            Err(it) => Err(trouble("removed", &self.path.join(name), it)),
        }
    }

    /// Removes unfinished files that a killed process left. Only for the holder of the lock: nobody else writes then.
    pub(super) fn remove_leftovers(&self) -> Result<(), Fault> {
        for it in self.entries()?.iter().filter(|it| it.starts_with(UNFINISHED)) {
            self.remove(it)?;
        }
        Ok(())
    }

    /// How many unfinished files are in it.
    pub(super) fn unfinished(&self) -> Result<usize, Fault> {
        Ok(self.entries()?.iter().filter(|it| it.starts_with(UNFINISHED)).count())
    }

    /// Writes a page of zeros and removes it again.
    ///
    /// Errors: [`Fault::Local`] as a real save would meet it: a full disk, a quota, a read-only file system.
    pub(super) fn try_write(&self) -> Result<(), Fault> {
        let name = format!("{UNFINISHED}{:016x}", fastrand::u64(..));
        let written = self.write_new(&name, &[0; 4096]);
        let _ = fs::unlinkat(&self.fd, &*name, AtFlags::empty());
        written.map_err(|it| trouble("written", &self.path, it))
    }

    /// Opens the lock file, which is made when it is missing and never removed.
    pub(super) fn open_lock(&self, name: &str) -> Result<File, Fault> {
        self.open_private(name, LARGEST)
    }

    /// Opens a file of `largest` bytes at most, which is made when it is missing and is this account's alone.
    pub(super) fn open_private(&self, name: &str, largest: u64) -> Result<File, Fault> {
        let path = self.path.join(name);
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let fd = fs::openat(&self.fd, name, flags, PRIVATE_FILE).map_err(|it| trouble("opened", &path, it))?;
        check_file(&fd, &path, largest)?;
        // As in `write_new`: without this, a strict umask would keep this account from opening it a second time.
        fs::fchmod(&fd, PRIVATE_FILE).map_err(|it| trouble("made-private", &path, it))?;
        Ok(File::from(fd))
    }

    /// Makes sure that a file of any size is there and is this account's alone, without opening one that is there.
    ///
    /// To close a file gives back every lock (`fcntl`) that this process holds on it, whoever took them.
    pub(super) fn have_private(&self, name: &str) -> Result<(), Fault> {
        if !self.has(name)? {
            return self.open_private(name, u64::MAX).map(drop);
        }
        let path = self.path.join(name);
        let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = fs::openat(&self.fd, name, flags, Mode::empty()).map_err(|it| trouble("opened", &path, it))?;
        checks::check_unopened(&fd, &self.fd, name, &path)
    }

    fn write_new(&self, name: &str, bytes: &[u8]) -> Result<(), Errno> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = fs::openat(&self.fd, name, flags, PRIVATE_FILE)?;
        // The umask can only have taken bits away from the owner; this gives them back and nobody anything.
        fs::fchmod(&fd, PRIVATE_FILE)?;
        let mut file = File::from(fd);
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|it| errno(&it))
    }

    fn entries(&self) -> Result<Vec<String>, Fault> {
        let read = || -> Result<Vec<String>, Errno> {
            let mut names = vec![];
            for entry in Dir::read_from(&self.fd)? {
                if let Ok(name) = String::from_utf8(entry?.file_name().to_bytes().to_vec())
                    && name != "."
                    && name != ".."
                {
                    names.push(name);
                }
            }
            Ok(names)
        };
        read().map_err(|it| trouble("read", &self.path, it))
    }

    fn owned(fd: OwnedFd, path: PathBuf) -> Result<Self, Fault> {
        let stat = fs::fstat(&fd).map_err(|it| trouble("opened", &path, it))?;
        check_owner(stat.st_uid, &path)?;
        Ok(Self { fd, path })
    }

    /// Takes away what others may do here.
    pub(super) fn private(self) -> Result<Self, Fault> {
        let stat = fs::fstat(&self.fd).map_err(|it| trouble("opened", &self.path, it))?;
        let mode = Mode::from_raw_mode(stat.st_mode);
        if mode != PRIVATE_DIRECTORY {
            fs::fchmod(&self.fd, PRIVATE_DIRECTORY).map_err(|it| trouble("made-private", &self.path, it))?;
        }
        if mode.intersects(Mode::RWXG | Mode::RWXO) {
            repairs::note(repairs::What::Directory, &self.path, mode);
        }
        Ok(self)
    }

    /// Takes away what others may do here, when `store` is a directory that this program has written to: one that was only
    /// named by mistake is left alone. Where it is not possible, reading goes on.
    fn repaired(self, store: &OwnedFd) -> Self {
        let Ok(stat) = fs::fstat(&self.fd) else { return self };
        let mode = Mode::from_raw_mode(stat.st_mode);
        if mode.intersects(Mode::RWXG | Mode::RWXO)
            && fs::statat(store, LOCK, AtFlags::SYMLINK_NOFOLLOW).is_ok()
            && fs::fchmod(&self.fd, PRIVATE_DIRECTORY).is_ok()
        {
            repairs::note(repairs::What::Directory, &self.path, mode);
        }
        self
    }
}

/// Tries whether something could be written in the directory `inside` below `root`, and leaves nothing.
///
/// Errors: [`Fault::Local`] as a real save would meet it.
pub(super) fn try_out(root: &Path, inside: &str) -> Result<(), Fault> {
    if Folder::open(root)?.is_none() {
        return could_be_made(root);
    }
    let root = Folder::make(root)?;
    root.open_inside(inside)?.map_or_else(|| root.try_write(), |it| it.try_write())
}

/// Says whether a directory that is not there yet could be made, without making it.
fn could_be_made(path: &Path) -> Result<(), Fault> {
    check_way(path)?;
    let nearest = path.ancestors().skip(1).find(|it| it.as_os_str().is_empty() || it.exists());
    let nearest = nearest.filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let able = fs::access(nearest, fs::Access::WRITE_OK | fs::Access::EXEC_OK);
    able.map_err(|it| trouble("written", nearest, it))
}

/// The directories on the way to `path`, itself included, that are not there; outermost first.
fn missing(path: &Path) -> Vec<PathBuf> {
    let is_missing = |it: &&Path| !it.as_os_str().is_empty() && fs::lstat(*it).is_err();
    let mut missing: Vec<_> = path.ancestors().take_while(is_missing).map(Path::to_owned).collect();
    missing.reverse();
    missing
}

/// Puts a new directory's entry on the disk. Where that is not possible, a power cut may lose it, and nothing else.
fn keep_entry(path: &Path) {
    let parent = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(fd) = fs::open(parent, OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()) {
        let _ = fs::fsync(&fd);
    }
}
