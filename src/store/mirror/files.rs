//! The files of a mirror that go where its connection goes. A mirror on a server is others' as well, and stays.

use std::fs::{File, TryLockError};

use crate::{
    model::{fault::Fault, saved::Name},
    store::{
        folder::Folder,
        trouble::{errno, trouble},
    },
};

use super::place::{MIRRORS, busy};

/// The database and what SQLite keeps beside it while it is open, or after a kill.
const ENDINGS: [&str; 4] = [".db-wal", ".db-shm", ".db-journal", ".db"];

/// Takes the right to pull into the mirror of a connection.
///
/// Errors: [`Fault::Busy`] when another process has it.
pub(super) fn lock(folder: &Folder, name: &Name) -> Result<File, Fault> {
    let file = format!("{}.lock", name.as_str());
    let lock = folder.open_lock(&file)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(busy(name)),
        Err(TryLockError::Error(it)) => Err(trouble("locked", &folder.path().join(file), errno(&it))),
    }
}

/// Removes the mirror of a connection.
///
/// Errors: [`Fault::Busy`] when a pull runs, [`Fault::Local`] when a file cannot be removed.
pub(in crate::store) fn remove(root: &Folder, name: &Name) -> Result<(), Fault> {
    let Some(mirrors) = root.open_inside(MIRRORS)? else { return Ok(()) };
    if !has(&mirrors, name)? {
        return Ok(());
    }
    let _lock = lock(&mirrors, name)?;
    // The database goes last: as long as it is there, its log is its own.
    ENDINGS.iter().try_for_each(|it| mirrors.remove(&format!("{}{it}", name.as_str())))
}

/// Gives the mirror of a connection another name; what was left under that one goes.
///
/// Errors: [`Fault::Busy`] when a pull runs, [`Fault::Local`] when a file cannot be renamed.
pub(in crate::store) fn rename(root: &Folder, name: &Name, to: &Name) -> Result<(), Fault> {
    let Some(mirrors) = root.open_inside(MIRRORS)? else { return Ok(()) };
    remove(root, to)?;
    if !has(&mirrors, name)? {
        return Ok(());
    }
    let _lock = lock(&mirrors, name)?;
    for ending in ENDINGS {
        let file = format!("{}{ending}", name.as_str());
        if mirrors.has(&file)? {
            mirrors.rename(&file, &format!("{}{ending}", to.as_str()))?;
        }
    }
    Ok(())
}

fn has(mirrors: &Folder, name: &Name) -> Result<bool, Fault> {
    mirrors.has(&format!("{}.db", name.as_str()))
}
