//! The refused logins of a store: `refusals.toml`, shared by every process that uses the store.
//!
//! When it cannot be told what the file holds, that is said instead of guessing, for as long as it may matter: a file that
//! nobody has written for an hour holds nothing that still counts.

use jiff::Timestamp;

use crate::model::{draft::Login, fault::Fault};

use super::{
    Store,
    folder::Folder,
    lock::Lock,
    refusals::{Refusal, Refusals, counts},
    shown,
};

const FILE: &str = "refusals.toml";

impl Store {
    /// What is known of just this login at `now`; `None` when it was not refused within the hour. Makes nothing.
    ///
    /// Errors: [`Fault::Local`] when the file is damaged and may hold refusals that still count.
    pub fn refused(&self, login: &Login, now: Timestamp) -> Result<Option<Refusal>, Fault> {
        // In a directory that cannot be used, nothing was ever remembered.
        let Ok(Some(root)) = Folder::open(&self.directory) else { return Ok(None) };
        let Some(mut refusals) = read(&root, now)? else { return Ok(None) };
        if refusals.purge(now)
            && let Err(fault) = self.change(now, |_| ())
        {
            tracing::warn!(%fault, "refusals that are over an hour old could not be removed");
        }
        Ok(refusals.refused(login, now))
    }

    /// Remembers that just this login was refused, and says how often it was within the hour.
    ///
    /// Errors: [`Fault::Local`] when it cannot be written.
    pub fn note_refusal(&self, login: &Login, now: Timestamp) -> Result<Refusal, Fault> {
        self.change(now, |it| it.note(login, now))
    }

    /// Forgets that just this login was refused, once it was let in. Writes nothing when it was not.
    ///
    /// Errors: [`Fault::Local`] when it cannot be written.
    pub fn forget_refusal(&self, login: &Login, now: Timestamp) -> Result<(), Fault> {
        let Ok(Some(root)) = Folder::open(&self.directory) else { return Ok(()) };
        match read(&root, now) {
            Ok(Some(it)) if it.refused(login, now).is_some() => self.change(now, |it| it.forget(login)),
            // What is in a damaged file cannot be forgotten; it no longer counts after an hour.
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Reads, changes and writes under the lock, so that no refusal that another process notes is lost.
    fn change<T>(&self, now: Timestamp, change: impl FnOnce(&mut Refusals) -> T) -> Result<T, Fault> {
        let root = Folder::make(&self.directory)?;
        self.remember_repair(&root);
        let _lock = Lock::take(&root)?;
        root.remove_leftovers()?;
        // A damaged file gives way: its refusals cannot be read any more, and the new one must not be lost as well.
        let mut refusals = match read(&root, now) {
            Ok(Some(it)) => it,
            Ok(None) | Err(_) => Refusals::new()?,
        };
        refusals.purge(now);
        let changed = change(&mut refusals);
        if refusals.is_empty() {
            root.remove(FILE)?;
        } else {
            root.write(FILE, refusals.to_toml()?.as_bytes())?;
            root.settle()?;
        }
        Ok(changed)
    }
}

/// Reads the file; `None` when it is not there, or too old to hold anything that counts.
fn read(root: &Folder, now: Timestamp) -> Result<Option<Refusals>, Fault> {
    let read = match root.read(FILE) {
        Ok(None) => return Ok(None),
        Ok(Some(bytes)) => Refusals::from_toml(&bytes),
        Err(_) => None,
    };
    if read.is_some() || !root.changed(FILE).is_some_and(|it| counts(it, now)) {
        return Ok(read);
    }
    Err(Fault::Local {
        what: format!(
            "{} cannot be read, so nobody knows whether this login was refused within the last hour; it was not sent",
            shown(&root.path().join(FILE))
        ),
        remedy: "Check the values, then send them on purpose: Test again, or --try-again. The file may be removed; an \
                 hour after its last change it no longer counts."
            .into(),
    })
}
