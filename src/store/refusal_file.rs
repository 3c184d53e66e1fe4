//! The refused logins of a store: `refusals.toml`, shared by every process that uses the store.
//!
//! When it cannot be told what the file holds, that is said instead of guessing, for as long as it may matter: a file that
//! nobody has written for an hour holds nothing that still counts.

use jiff::Timestamp;

use crate::{
    model::{fault::Fault, login::Login},
    words,
};

use super::{
    Store,
    folder::Folder,
    lock::Lock,
    refusals::{Print, Refusal, Refusals, counts},
    shown,
};

const FILE: &str = "refusals.toml";

impl Store {
    /// What is known of just this login at `now`; `None` when it was not refused within the hour. Writes nothing.
    ///
    /// Errors: [`Fault::MaybeRefused`] when the file is damaged and may hold refusals that still count.
    pub fn refused(&self, login: &Login, now: Timestamp) -> Result<Option<Refusal>, Fault> {
        // In a directory that cannot be used, nothing was ever remembered.
        let Ok(Some(root)) = Folder::open(&self.directory) else { return Ok(None) };
        Ok(read(&root, now)?.and_then(|it| it.refused(login, now)))
    }

    /// Remembers that just this login was refused, and says how often it was within the hour.
    ///
    /// Errors: [`Fault::Local`] when it cannot be written.
    pub fn note_refusal(&self, login: &Login, now: Timestamp) -> Result<Refusal, Fault> {
        self.change_print(login, now, |it, print| it.note_print(login, print, now))
    }

    /// As [`Store::note_refusal`], for the attempt that began at `begun`.
    ///
    /// Errors: [`Fault::Local`] when it cannot be written.
    pub fn note_refused_attempt(&self, login: &Login, begun: Timestamp, now: Timestamp) -> Result<Refusal, Fault> {
        self.change_print(login, now, |it, print| {
            it.end_print(login, print, begun);
            it.note_print(login, print, now)
        })
    }

    /// Notes that just this login is about to be sent; until it is known how that went, it may have been refused.
    ///
    /// Errors: [`Fault::Local`] when it cannot be written.
    pub fn begin_attempt(&self, login: &Login, now: Timestamp) -> Result<(), Fault> {
        self.change_print(login, now, |it, print| it.begin_print(login, print, now))
    }

    /// As [`Store::begin_attempt`], but notes nothing and gives what is known when it was refused, or may have been.
    ///
    /// Of two processes that ask at once, only one may send.
    ///
    /// Errors: [`Fault::Local`] when it cannot be written.
    pub fn begin_first_attempt(&self, login: &Login, now: Timestamp) -> Result<Option<Refusal>, Fault> {
        self.change_print(login, now, |it, print| {
            let known = it.refused_print(login, print, now);
            if known.is_none() {
                it.begin_print(login, print, now);
            }
            known
        })
    }

    /// Takes back the attempt that began at `begun`: it ended, and was not refused.
    ///
    /// Errors: [`Fault::Local`] when it cannot be written.
    pub fn end_attempt(&self, login: &Login, begun: Timestamp, now: Timestamp) -> Result<(), Fault> {
        let Ok(Some(root)) = Folder::open(&self.directory) else { return Ok(()) };
        let Ok(Some(_)) = read(&root, now) else { return Ok(()) };
        self.change_print(login, now, |it, print| it.end_print(login, print, begun))
    }

    /// Forgets that just this login was refused, once it was let in. Writes nothing when it was not.
    ///
    /// Errors: [`Fault::Local`] when it cannot be written.
    pub fn forget_refusal(&self, login: &Login, now: Timestamp) -> Result<(), Fault> {
        let Ok(Some(root)) = Folder::open(&self.directory) else { return Ok(()) };
        // What is in a damaged file cannot be forgotten; it no longer counts after an hour.
        let Ok(Some(known)) = read(&root, now) else { return Ok(()) };
        if known.refused(login, now).is_none() {
            return Ok(());
        }
        let print = known.print(login);
        self.change(now, known.emptied(), |it| it.forget_print(login, print))
    }

    /// As [`Store::change`], with the login's print.
    fn change_print<T>(
        &self,
        login: &Login,
        now: Timestamp,
        change: impl FnOnce(&mut Refusals, Print) -> T,
    ) -> Result<T, Fault> {
        let known = Folder::open(&self.directory).ok().flatten().and_then(|root| read(&root, now).ok().flatten());
        let fresh = known.map_or_else(Refusals::new, |it| Ok(it.emptied()))?;
        // The slow part before the lock. Should another process give the file another salt meanwhile, it is done again.
        let print = fresh.print(login);
        self.change(now, fresh, |it| change(it, print))
    }

    /// Reads, changes and writes under the lock, so that no refusal that another process notes is lost.
    ///
    /// A damaged file gives way to `fresh`: its refusals cannot be read any more, and the new one must not be lost as well.
    fn change<T>(&self, now: Timestamp, fresh: Refusals, change: impl FnOnce(&mut Refusals) -> T) -> Result<T, Fault> {
        let root = Folder::make(&self.directory)?;
        let _lock = Lock::take(&root)?;
        root.remove_leftovers()?;
        let mut refusals = read(&root, now).ok().flatten().unwrap_or(fresh);
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
    Err(Fault::MaybeRefused {
        says: words::with("store-refusals-cannot-read-so-nobody", &[("path", shown(&root.path().join(FILE)).into())]),
    })
}
