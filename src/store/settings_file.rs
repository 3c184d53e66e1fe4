//! The settings files: the user's beside the connections, and the host's, which only its administrator may write.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, FileType, Mode, OFlags},
    io::Errno,
};
use toml_edit::{DocumentMut, value};

use crate::{
    model::{
        fault::Fault,
        saved::Name,
        settings::{
            file::{SettingsFile, Whose},
            merged::Named,
        },
        shown::Shown,
    },
    words,
};

use super::{Store, folder::Folder, lock::Lock, shown};

/// Where the host's settings are and whose they have to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemFile {
    /// Its path.
    pub path: PathBuf,
    /// The only account that may write it, by its number.
    pub owner: u32,
}

impl Default for SystemFile {
    fn default() -> Self {
        Self { path: "/etc/psa-connect/config.toml".into(), owner: ROOT }
    }
}

const ROOT: u32 = 0;
/// The root of the host, seen from inside a user namespace (`user_namespaces(7)`). Good for directories on the way only.
const ROOT_OUTSIDE: u32 = 65534;
const NAME: &str = "config.toml";
/// Unit: bytes.
const LARGEST: u64 = 1 << 20;

impl SystemFile {
    /// Reads it; a file that is not there says nothing.
    ///
    /// Errors: [`Fault::Local`] when somebody else could have written it, or has made it go away, or when it is broken.
    pub fn read(&self) -> Result<Named, Fault> {
        self.check_way()?;
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let fd = match fs::open(&self.path, flags, Mode::empty()) {
            Ok(fd) => fd,
            Err(Errno::NOENT) => return Ok(Named { path: shown(&self.path), file: SettingsFile::default() }),
            Err(Errno::LOOP) => return Err(self.refused(words::say("store-settings-symbolic-link"))),
            Err(it) => {
                return Err(self.refused(&words::with(
                    "store-settings-cannot-read",
                    &[("error", std::io::Error::from(it).to_string().into())],
                )));
            }
        };
        let stat = fs::fstat(&fd).map_err(|it| {
            self.refused(&words::with(
                "store-settings-cannot-read",
                &[("error", std::io::Error::from(it).to_string().into())],
            ))
        })?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(self.refused(words::say("store-settings-no-plain-file")));
        }
        if stat.st_uid != self.owner {
            return Err(self.refused(&words::with(
                "store-settings-belongs-uid-not-uid",
                &[("uid", stat.st_uid.to_string().into()), ("owner", self.owner.to_string().into())],
            )));
        }
        let mode = Mode::from_raw_mode(stat.st_mode);
        if mode.intersects(Mode::WGRP | Mode::WOTH) {
            return Err(self.refused(&words::with(
                "store-settings-others-may-write-mode",
                &[("mode", format!("{:04o}", mode.bits() & 0o7777).into())],
            )));
        }
        let mut text = String::new();
        let read = File::from(fd).take(LARGEST).read_to_string(&mut text);
        read.map_err(|it| {
            self.refused(&words::with("store-settings-cannot-read-as-text", &[("error", it.kind().to_string().into())]))
        })?;
        parsed(&text, &self.path, Whose::System)
    }

    /// Refuses a way on which others could put the file there, or take it away.
    fn check_way(&self) -> Result<(), Fault> {
        for above in self.path.ancestors().skip(1).filter(|it| !it.as_os_str().is_empty()) {
            let Ok(stat) = fs::stat(above) else { continue };
            let mode = Mode::from_raw_mode(stat.st_mode);
            let loose = mode.intersects(Mode::WGRP | Mode::WOTH) && !mode.contains(Mode::SVTX);
            if loose || ![self.owner, ROOT, ROOT_OUTSIDE].contains(&stat.st_uid) {
                return Err(self.refused(&words::with(
                    "store-settings-others-may-write-directory",
                    &[("path", shown(above).into())],
                )));
            }
        }
        Ok(())
    }

    fn refused(&self, why: &str) -> Fault {
        let path = shown(&self.path);
        Fault::Local {
            what: words::with(
                "store-settings-not-trusted",
                &[("path", path.as_str().into()), ("why", why.to_string().into())],
            ),
            remedy: words::with("store-settings-not-trusted-next", &[("path", path.as_str().into())]),
        }
    }
}

impl Store {
    /// The user's settings file.
    pub fn settings_file(&self) -> PathBuf {
        self.directory().join(NAME)
    }

    /// Reads the user's settings; a file that is not there says nothing.
    ///
    /// Errors: [`Fault::Local`] when the directory or the file is not this account's own, or when it is broken.
    pub fn settings(&self) -> Result<Named, Fault> {
        let path = self.settings_file();
        let text = match Folder::open(self.directory())? {
            Some(root) => root.read(NAME)?,
            None => None,
        };
        match text {
            Some(text) => parsed(as_text(&text, &path)?, &path, Whose::User),
            None => Ok(Named { path: shown(&path), file: SettingsFile::default() }),
        }
    }

    /// Sets the connection that is meant when none is named, or none. Everything else in the file stays as it is.
    ///
    /// Errors: as [`Store::settings`], and when it cannot be written.
    pub fn set_default(&self, name: Option<&Name>) -> Result<(), Fault> {
        let path = self.settings_file();
        let root = Folder::make(self.directory())?;
        let _lock = Lock::take(&root)?;
        let text = root.read(NAME)?;
        let text = text.as_ref().map_or(Ok(""), |it| as_text(it, &path))?;
        // What is broken already is not written anew: a person has to look at it.
        parsed(text, &path, Whose::User)?;
        let mut document: DocumentMut =
            text.parse().map_err(|_| broken(&path, words::say("store-settings-no-toml")))?;
        match name {
            Some(name) => match document.get_mut("default") {
                // Assigning the value only keeps the comment behind it.
                Some(it) => {
                    let decor = it.as_value().map(|it| it.decor().clone());
                    *it = value(name.as_str());
                    if let (Some(it), Some(decor)) = (it.as_value_mut(), decor) {
                        *it.decor_mut() = decor;
                    }
                }
                None => document["default"] = value(name.as_str()),
            },
            None => {
                document.remove("default");
            }
        }
        root.write(NAME, document.to_string().as_bytes())?;
        root.settle()
    }
}

fn as_text<'a>(bytes: &'a [u8], path: &Path) -> Result<&'a str, Fault> {
    std::str::from_utf8(bytes).map_err(|_| broken(path, words::say("store-connection-not-text")))
}

fn parsed(text: &str, path: &Path, whose: Whose) -> Result<Named, Fault> {
    let file = SettingsFile::parse(text, whose).map_err(|it| broken(path, &it.says()))?;
    Ok(Named { path: shown(path), file })
}

fn broken(path: &Path, says: &str) -> Fault {
    Fault::Local {
        what: format!("{}, {}", shown(path), Shown::new(says)),
        remedy: words::say("store-settings-mend").into(),
    }
}
