//! A file outside the store that a login or a list is written into: for this account only, whole or not at all.

use std::{
    fs::File,
    io::{self, Write as _},
    os::fd::OwnedFd,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, AtFlags, FileType, Mode, OFlags, RenameFlags},
    io::Errno,
};

use crate::{
    model::{fault::Fault, saved::Replace, shown::Shown},
    words,
};

use super::{
    folder::{check_way, replaceable},
    trouble::{errno, trouble},
};

/// A place where a file may be written; its directory is held open.
pub struct HandedFile {
    directory: OwnedFd,
    name: std::ffi::OsString,
    path: PathBuf,
    replace: Replace,
}

const PRIVATE: Mode = Mode::RUSR.union(Mode::WUSR);

impl HandedFile {
    /// Looks at the place, and leaves it as it is.
    ///
    /// Errors: [`Fault::Local`] when a file is there that may not be replaced, something that is no plain file, or when
    /// other accounts can put another directory in its place.
    pub fn at(path: &Path, replace: Replace) -> Result<Self, Fault> {
        let absolute = std::path::absolute(path).map_err(|it| elsewhere(&trouble("written", path, errno(&it))))?;
        let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
            return Err(refused(path, words::say("store-handed-names-no-file")));
        };
        // An ending slash names a directory.
        if path.as_os_str().as_encoded_bytes().ends_with(b"/") {
            return Err(refused(path, words::say("store-handed-names-no-file")));
        }
        check_way(&absolute).map_err(|fault| open_to_others(fault.to_string()))?;
        let flags = OFlags::DIRECTORY | OFlags::CLOEXEC;
        let directory =
            fs::open(parent, flags, Mode::empty()).map_err(|it| elsewhere(&trouble("opened", parent, it)))?;
        // The way may have led through a link of this account to a directory that is open to everybody.
        let stat = fs::fstat(&directory).map_err(|it| elsewhere(&trouble("opened", parent, it)))?;
        if replaceable(stat.st_uid, Mode::from_raw_mode(stat.st_mode)) {
            return Err(open_to_others(words::with(
                "store-handed-other-accounts-can-replace",
                &[("parent", shown(parent).to_string().into())],
            )));
        }
        let it = Self { directory, name: name.to_owned(), path: absolute, replace };
        it.look()?;
        Ok(it)
    }

    /// Where it is, from the root.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes it: a new file of a unique name with its final mode, write, fsync, rename, fsync of the directory.
    ///
    /// Errors: as [`HandedFile::at`], and when it cannot be written.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Fault> {
        let mut unfinished = self.begin()?;
        unfinished.write_all(bytes).map_err(|it| elsewhere(&trouble("written", &self.path, errno(&it))))?;
        unfinished.keep()
    }

    /// Begins to write it piece by piece: a new private file of a unique name beside it, which goes when it is not kept.
    ///
    /// Errors: as [`HandedFile::write`].
    pub fn begin(&self) -> Result<Unfinished<'_>, Fault> {
        self.look()?;
        let name = format!(".psa-connect-{:016x}", fastrand::u64(..));
        let file = self.create(&name).map_err(|it| elsewhere(&trouble("written", &self.path, it)))?;
        Ok(Unfinished { place: self, name, file, stays: Stays::No })
    }

    fn rename(&self, unfinished: &str) -> Result<(), Errno> {
        let flags = match self.replace {
            Replace::Yes => RenameFlags::empty(),
            // Whoever made the file in the meantime keeps it.
            Replace::No => RenameFlags::NOREPLACE,
        };
        fs::renameat_with(&self.directory, unfinished, &self.directory, &*self.name, flags).or_else(|it| {
            // Some file systems know no flags; a link takes no other file's name either.
            let knows_none = it == Errno::INVAL && self.replace == Replace::No;
            if knows_none { self.link(unfinished) } else { Err(it) }
        })
    }

    fn link(&self, unfinished: &str) -> Result<(), Errno> {
        fs::linkat(&self.directory, unfinished, &self.directory, &*self.name, AtFlags::empty())?;
        fs::unlinkat(&self.directory, unfinished, AtFlags::empty())
    }

    fn create(&self, name: &str) -> Result<File, Errno> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = fs::openat(&self.directory, name, flags, PRIVATE)?;
        // The umask can only have taken bits away from the owner; this gives them back and nobody anything.
        if let Err(it) = fs::fchmod(&fd, PRIVATE) {
            self.remove(name);
            return Err(it);
        }
        Ok(File::from(fd))
    }

    fn remove(&self, name: &str) {
        let _ = fs::unlinkat(&self.directory, name, AtFlags::empty());
    }

    fn look(&self) -> Result<(), Fault> {
        let stat = match fs::statat(&self.directory, &*self.name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => stat,
            Err(Errno::NOENT) => return Ok(()),
            Err(it) => return Err(elsewhere(&trouble("written", &self.path, it))),
        };
        let is = match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile if self.replace == Replace::Yes => return Ok(()),
            FileType::RegularFile => {
                return Err(Fault::Local {
                    what: words::with("store-handed-already", &[("path", shown(&self.path).to_string().into())]),
                    remedy: words::say("store-handed-already-next").into(),
                });
            }
            FileType::Symlink => words::say("store-handed-symbolic-link"),
            FileType::Directory => words::say("store-handed-directory"),
            FileType::Fifo => words::say("store-handed-pipe"),
            FileType::Socket => words::say("store-handed-socket"),
            FileType::CharacterDevice | FileType::BlockDevice => words::say("store-handed-device"),
            FileType::Unknown => words::say("store-handed-no-plain-file"),
        };
        Err(refused(&self.path, is))
    }
}

/// Whether the new file stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stays {
    Yes,
    No,
}

/// A file that is being written. Dropped before it is kept, it leaves nothing, and what was in its place stays.
pub struct Unfinished<'a> {
    place: &'a HandedFile,
    name: String,
    file: File,
    stays: Stays,
}

impl Unfinished<'_> {
    /// Puts it in its place: fsync, rename, fsync of the directory.
    ///
    /// Errors: as [`HandedFile::write`].
    pub fn keep(mut self) -> Result<(), Fault> {
        // Something else may have come to stand there.
        self.place.look()?;
        let synced = self.file.sync_all().map_err(|it| errno(&it));
        let written = |it| elsewhere(&trouble("written", &self.place.path, it));
        synced.and_then(|()| self.place.rename(&self.name)).map_err(written)?;
        self.stays = Stays::Yes;
        fs::fsync(&self.place.directory).map_err(|it| elsewhere(&trouble("written", &self.place.path, it)))
    }
}

impl io::Write for Unfinished<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if self.stays == Stays::No {
            self.place.remove(&self.name);
        }
    }
}

fn refused(path: &Path, is: &str) -> Fault {
    Fault::Local {
        what: words::with(
            "store-handed-only-new-plain-file",
            &[("path", shown(path).to_string().into()), ("is", is.to_string().into())],
        ),
        remedy: words::say("store-handed-only-new-plain-file-next").into(),
    }
}

fn open_to_others(what: String) -> Fault {
    Fault::Local { what, remedy: words::say("store-handed-write-into-directory-your").into() }
}

/// The same fault, with what to do about a file that is not the store's.
fn elsewhere(fault: &Fault) -> Fault {
    Fault::Local { what: fault.to_string(), remedy: words::say("store-handed-name-file-directory-you").into() }
}

fn shown(path: &Path) -> Shown {
    Shown::new(&path.display().to_string())
}
