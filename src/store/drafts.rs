//! Set-ups that are not finished: `drafts/<id>.toml`, and beside it, while its wizard runs, `drafts/<id>.lock`.
//!
//! The system gives the lock back when the process ends, however it ends. So a draft whose lock can be had was cut off.

use std::{
    fs::{File, TryLockError},
    os::fd::AsFd as _,
    thread,
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use rustix::fs::{AtFlags, fstat, statat};

use crate::{
    model::{
        catalog::Catalog,
        draft::{Draft, DraftId, KeptDraft},
        fault::Fault,
    },
    words,
};

use super::{
    ENDING, Store, draft_file,
    folder::Folder,
    trouble::{errno, trouble},
};

const DRAFTS: &str = "drafts";
const LOCK: &str = ".lock";
/// How long a draft is kept after it was last changed.
const LIFE: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How often somebody who looks whether the lock is held may be in the way of somebody who takes it.
const TRIES: u32 = 40;
const PAUSE: Duration = Duration::from_millis(5);

/// What is there of drafts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts {
    /// Those that were cut off, newest first.
    pub cut: Vec<KeptDraft>,
    /// Why others cannot be read.
    pub unreadable: Vec<Fault>,
}

/// One draft, held by this process until it is dropped.
#[derive(Debug)]
pub struct HeldDraft {
    folder: Folder,
    id: DraftId,
    _lock: File,
}

impl Store {
    /// A name for the draft of a new set-up.
    pub fn new_draft_id() -> DraftId {
        DraftId::new(&format!("{:016x}", fastrand::u64(..))).expect("sixteen hexadecimal digits are a name")
    }

    /// The set-ups that were cut off. Those that still run in another session are not among them.
    ///
    /// Removes those that are 14 days old at `now`, and locks that nobody holds. One that cannot be read stops nothing.
    pub fn drafts(&self, catalog: &Catalog, now: Timestamp) -> Drafts {
        let mut drafts = Drafts::default();
        if let Err(fault) = self.read_drafts(catalog, now, &mut drafts) {
            drafts.unreadable.push(fault);
        }
        drafts.cut.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.id.cmp(&b.id)));
        drafts
    }

    /// Takes a draft, new or cut off, so that no other session is offered it.
    ///
    /// Errors: [`Fault::Local`] when another session has it, or when the directory cannot be used.
    pub fn hold_draft(&self, id: &DraftId) -> Result<HeldDraft, Fault> {
        let root = Folder::make(&self.directory)?;
        let folder = root.make_inside(DRAFTS)?;
        let name = lock_name(id);
        for _ in 0..TRIES {
            let lock = folder.open_lock(&name)?;
            match lock.try_lock() {
                Ok(()) if folder.is_named(&lock, &name) => {
                    return Ok(HeldDraft { folder, id: id.clone(), _lock: lock });
                }
                // Somebody has just removed it.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
                Err(TryLockError::Error(it)) => return Err(trouble("locked", &folder.path().join(&name), errno(&it))),
            }
        }
        Err(Fault::Local {
            what: words::say("store-draft-another-session-has-taken").into(),
            remedy: words::say("store-draft-another-session-has-taken-next").into(),
        })
    }

    /// Removes every draft but those that still run, readable or not, and says how many.
    ///
    /// Errors: [`Fault::Local`] when one cannot be removed.
    pub fn clear_drafts(&self) -> Result<usize, Fault> {
        let Some(folder) = self.drafts_folder()? else { return Ok(0) };
        let mut cleared = 0;
        for name in folder.names()? {
            let is_cut = name.strip_suffix(ENDING).is_some_and(|stem| !runs(&folder, &format!("{stem}{LOCK}")));
            if is_cut {
                folder.remove(&name)?;
                cleared += 1;
            }
        }
        remove_free_locks(&folder);
        Ok(cleared)
    }

    fn drafts_folder(&self) -> Result<Option<Folder>, Fault> {
        Folder::open(&self.directory)?.map_or(Ok(None), |root| root.open_inside(DRAFTS))
    }

    fn read_drafts(&self, catalog: &Catalog, now: Timestamp, drafts: &mut Drafts) -> Result<(), Fault> {
        let Some(folder) = self.drafts_folder()? else { return Ok(()) };
        for name in folder.names()? {
            let Some(stem) = name.strip_suffix(ENDING) else { continue };
            if runs(&folder, &format!("{stem}{LOCK}")) {
                continue;
            }
            let read = read(&folder, stem, &name, catalog);
            let at = match &read {
                Ok(None) => continue,
                Ok(Some(kept)) => kept.at.parse().ok(),
                Err(_) => folder.changed(&name),
            };
            if at.is_some_and(|it| now.duration_since(it) >= LIFE) {
                // What cannot be removed now is removed by a later start.
                let _ = folder.remove(&name);
                continue;
            }
            match read {
                Ok(kept) => drafts.cut.extend(kept),
                Err(fault) => drafts.unreadable.push(fault),
            }
        }
        remove_free_locks(&folder);
        Ok(())
    }
}

impl HeldDraft {
    /// Writes the draft, whole or not at all. `at` is now, RFC 3339.
    ///
    /// Errors: [`Fault::Local`]; the draft is then as before.
    pub fn keep(&self, draft: &Draft, at: &str) -> Result<(), Fault> {
        self.folder.write(&format!("{}{ENDING}", self.id.as_str()), draft_file::to_toml(draft, at)?.as_bytes())?;
        self.folder.settle()
    }

    /// Removes the draft; it is fine when it was never written.
    ///
    /// Errors: [`Fault::Local`].
    pub fn discard(self) -> Result<(), Fault> {
        self.folder.remove(&format!("{}{ENDING}", self.id.as_str()))
    }
}

impl Drop for HeldDraft {
    fn drop(&mut self) {
        // While it is still held: whoever waits for it sees that the name is gone, and makes it anew.
        let _ = self.folder.remove(&lock_name(&self.id));
    }
}

impl Folder {
    /// Says whether an open file is still the one of this name.
    fn is_named(&self, file: &File, name: &str) -> bool {
        let there = statat(self.fd(), name, AtFlags::SYMLINK_NOFOLLOW);
        there.is_ok_and(|it| fstat(file.as_fd()).is_ok_and(|own| (own.st_dev, own.st_ino) == (it.st_dev, it.st_ino)))
    }
}

fn lock_name(id: &DraftId) -> String {
    format!("{}{LOCK}", id.as_str())
}

/// Reads one draft; `None` when somebody has just removed it.
fn read(folder: &Folder, stem: &str, name: &str, catalog: &Catalog) -> Result<Option<KeptDraft>, Fault> {
    let path = folder.path().join(name);
    let id = DraftId::new(stem).ok_or_else(|| Fault::Local {
        what: words::with("store-draft-no-draft-psa-connect", &[("path", super::shown(&path).into())]),
        remedy: words::say("store-draft-no-draft-psa-connect-next").into(),
    })?;
    let text = folder.read(name)?;
    text.map(|it| draft_file::from_toml(&id, &it, catalog, &path)).transpose()
}

/// Says whether another session holds the lock of this name. Looking does not make it, and two who look do not see each other.
fn runs(folder: &Folder, lock: &str) -> bool {
    if !folder.has(lock).unwrap_or(false) {
        return false;
    }
    folder.open_lock(lock).is_ok_and(|it| matches!(it.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Removes locks that nobody holds: a killed process leaves its own.
fn remove_free_locks(folder: &Folder) {
    let Ok(names) = folder.names() else { return };
    for name in names.iter().filter(|it| it.ends_with(LOCK)) {
        if let Ok(lock) = folder.open_lock(name)
            && lock.try_lock().is_ok()
            && folder.is_named(&lock, name)
        {
            let _ = folder.remove(name);
        }
    }
}
