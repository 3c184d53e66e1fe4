//! Lets one writer at a time into the store. Readers need no lock: what they read is never half written.

use std::{
    fs::{File, TryLockError},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    fs::{FlockOperation, flock},
    io::Errno,
};

use crate::{model::fault::Fault, words};

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

/// How long whoever is next waits before asking again. Asking blocks nobody, which waiting in the kernel may do for ever on
/// NFS.
const NEXT: Duration = Duration::from_millis(1);

/// How long the others wait before they ask whether they are next, at most. By chance, so that nobody is always late.
const PAUSE: Duration = Duration::from_millis(20);

/// From then on a waiter asks as often as it may: those who wait longest are the likeliest to be next.
const LONG: Duration = Duration::from_secs(2);

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
        let began = Instant::now();
        let mut turn = Turn { root, state: State::Waits };
        loop {
            let waited = began.elapsed();
            turn.ask();
            let pause = match turn.state {
                State::Waits => pause(waited),
                State::Next => match file.try_lock() {
                    Ok(()) => return Ok(Self { _file: file }),
                    Err(TryLockError::WouldBlock) => NEXT,
                    Err(TryLockError::Error(it)) => return Err(trouble("locked", &root.path().join(LOCK), errno(&it))),
                },
            };
            if waited >= patience {
                return Err(Fault::Local {
                    what: words::say("store-lock-another-psa-connect-writing").into(),
                    remedy: words::say("store-lock-another-psa-connect-writing-next").into(),
                });
            }
            thread::sleep(pause);
        }
    }
}

/// The right to be the next writer: the directory's own lock, held while waiting for the store's.
///
/// Without it whoever has just written comes first again, because it asks at once, and some wait for ever.
struct Turn<'a> {
    root: &'a Folder,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Somebody else is next.
    Waits,
    /// This one is, or this file system has no locks for directories.
    Next,
}

impl Turn<'_> {
    fn ask(&mut self) {
        self.state = match (self.state, flock(self.root.fd(), FlockOperation::NonBlockingLockExclusive)) {
            (State::Waits, Err(Errno::WOULDBLOCK)) => State::Waits,
            (State::Waits | State::Next, _) => State::Next,
        };
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let _ = flock(self.root.fd(), FlockOperation::Unlock);
    }
}

fn pause(waited: Duration) -> Duration {
    let left = 1.0 - waited.as_secs_f64() / LONG.as_secs_f64();
    NEXT + PAUSE.mul_f64(left.clamp(0.0, 1.0) * fastrand::f64())
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
