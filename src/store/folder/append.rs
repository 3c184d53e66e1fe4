//! Adds lines to a file that only grows, each whole and on the disk before anything goes on.

use std::{fs::File, io::Write as _, os::unix::fs::FileExt as _};

use rustix::fs::{self, OFlags};

use crate::model::fault::Fault;

use super::{Folder, PRIVATE_FILE, check_file};
use crate::store::trouble::{errno, trouble};

/// Unit: bytes. Nothing is read whole, and whoever opens one decides when it is full.
const LARGEST_LOG: u64 = u64::MAX;

impl Folder {
    /// Adds one line to a file, which is made when it is missing. From `full` bytes on, what was there is set aside first,
    /// under `aside`. Only for the holder of the lock.
    ///
    /// Errors: [`Fault::Local`] when it is no plain file of this account, or the line is not surely on the disk.
    pub(in crate::store) fn append(&self, name: &str, line: &str, full: u64, aside: &str) -> Result<(), Fault> {
        let path = self.path.join(name);
        let mut file = self.open_to_append(name)?;
        let size = file.metadata().map_err(|it| trouble("read", &path, errno(&it)))?.len();
        if size > 0 && size + line.len() as u64 >= full {
            fs::renameat(&self.fd, name, &self.fd, aside).map_err(|it| trouble("renamed", &path, it))?;
            file = self.open_to_append(name)?;
        }
        let whole = ends_a_line(&file).map_err(|it| trouble("read", &path, errno(&it)))?;
        // A line that a power cut broke off does not swallow this one.
        let text = if whole { format!("{line}\n") } else { format!("\n{line}\n") };
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        written.map_err(|it| trouble("written", &path, errno(&it)))?;
        self.settle()
    }

    /// Opens a file at its end; it is made when it is missing.
    ///
    /// Errors: [`Fault::Local`] when it is no plain file of this account.
    pub(in crate::store) fn open_to_append(&self, name: &str) -> Result<File, Fault> {
        let path = self.path.join(name);
        let flags = OFlags::RDWR | OFlags::APPEND | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let fd = fs::openat(&self.fd, name, flags | OFlags::CLOEXEC, PRIVATE_FILE)
            .map_err(|it| trouble("written", &path, it))?;
        check_file(&fd, &path, LARGEST_LOG)?;
        fs::fchmod(&fd, PRIVATE_FILE).map_err(|it| trouble("made-private", &path, it))?;
        Ok(File::from(fd))
    }
}

fn ends_a_line(file: &File) -> std::io::Result<bool> {
    let size = file.metadata()?.len();
    let mut last = [b'\n'];
    if size > 0 {
        file.read_exact_at(&mut last, size - 1)?;
    }
    Ok(last == [b'\n'])
}

#[cfg(test)]
mod tests {
    use super::Folder;

    #[test]
    fn a_full_file_is_set_aside_and_a_broken_line_ends() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let folder = Folder::make(directory.path()).expect("it is ours");
        let read = |name: &str| std::fs::read_to_string(directory.path().join(name)).expect("it is there");
        std::fs::write(directory.path().join("log"), "{\"half").expect("written");
        folder.append("log", "one", 20, "log.1").expect("appended");
        assert_eq!(read("log"), "{\"half\none\n");
        folder.append("log", "eight890", 19, "log.1").expect("appended");
        assert_eq!((read("log.1").as_str(), read("log").as_str()), ("{\"half\none\n", "eight890\n"));
    }
}
