//! In which condition the store's directory is, and what was left in it. Looking repairs nothing.

use rustix::fs::{self, Mode};

use crate::model::fault::Fault;

use super::{CONNECTIONS, PREVIOUS, Store, folder::Folder, secret_file::SECRETS};

/// A directory as it was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Its mode.
    pub mode: u32,
    /// Whose it is, by number.
    pub owner: u32,
}

impl Store {
    /// The directory as it is now; `None` when it is not there.
    pub fn condition(&self) -> Option<Condition> {
        let stat = fs::lstat(self.directory()).ok()?;
        Some(Condition { mode: Mode::from_raw_mode(stat.st_mode).bits() & 0o7777, owner: stat.st_uid })
    }

    /// How much a killed process left: unfinished files, and secrets that no connection names. The next save removes them.
    ///
    /// Errors: [`Fault::Local`] when the directory cannot be read.
    pub fn leftovers(&self) -> Result<usize, Fault> {
        let Some(root) = Folder::open(self.directory())? else { return Ok(0) };
        let mut left = root.unfinished()?;
        for inside in [CONNECTIONS, PREVIOUS, SECRETS] {
            if let Some(folder) = root.open_inside(inside)? {
                left += folder.unfinished()?;
            }
        }
        let strays = root.open_inside(CONNECTIONS)?.map_or(Ok(vec![]), |it| self.strays(&root, &it))?;
        Ok(left + strays.len())
    }
}
