//! Lets one writer at a time into the store. Readers need no lock: what they read is never half written.

use std::{
    fs::{File, TryLockError},
    thread,
    time::{Duration, Instant},
};

use crate::model::fault::Fault;

use super::{
    folder::{Folder, LOCK},
    trouble::{errno, trouble},
};

/// The store's lock (`flock`), given back when dropped and by the system when the process ends.
pub(super) struct Lock {
    _file: File,
}

/// How long another writer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long to wait before asking again. Asking blocks nobody, which waiting in the kernel may do for ever on NFS.
const PAUSE: Duration = Duration::from_millis(5);

impl Lock {
    /// Waits for the lock of the store below `root`, 10 seconds at most.
    ///
    /// Errors: [`Fault::Local`] when another process keeps it, or the file system has no locks.
    pub(super) fn take(root: &Folder) -> Result<Self, Fault> {
        Self::take_within(root, PATIENCE)
    }

    /// As [`Lock::take`], with another patience.
    pub(super) fn take_within(root: &Folder, patience: Duration) -> Result<Self, Fault> {
        let file = root.open_lock(LOCK)?;
        let deadline = Instant::now() + patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    return Err(Fault::Local {
                        what: "another psa-connect is writing to the same store and does not finish".into(),
                        remedy: "Wait for it, or end it; then retry. Nothing was changed.".into(),
                    });
                }
                Err(TryLockError::Error(it)) => return Err(trouble("locked", &root.path().join(LOCK), errno(&it))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Folder, Lock};
    use crate::model::fault::Fault;

    #[test]
    fn a_lock_that_is_held_is_waited_for_and_then_said_to_be_held() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let root = Folder::make(directory.path()).expect("it is ours");
        let take = || Lock::take_within(&root, Duration::from_millis(20));
        let held = take().expect("nobody holds it");
        let Err(Fault::Local { what, .. }) = take() else { panic!("it was given twice") };
        assert_eq!(what, "another psa-connect is writing to the same store and does not finish");
        drop(held);
        assert!(take().is_ok());
    }
}
