//! The identity that reads the store's secrets: kept under a passphrase, and in memory while the store is open.

use std::{
    io::{self, Read as _, Write as _},
    iter,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use age::{DecryptError, Decryptor, Encryptor, scrypt, secrecy::ExposeSecret as _, x25519};
use rustix::time::{ClockId, clock_gettime};
use zeroize::Zeroizing;

use crate::{
    model::{fault::Fault, saved::SHORTEST_PASSPHRASE, secret::Secret},
    words::{self, Word},
};

/// The work that each guess of the passphrase costs, as the power of two that scrypt takes: 64 MiB, and a fraction of a
/// second. It does not depend on the host it was made on, so that an old jump host opens what a fast laptop wrote.
const WORK: u8 = 16;

/// What a file may ask for: a planted one shall not eat the memory of the host (1 GiB at 20).
const MOST_WORK: u8 = 20;

/// How long an identity that nobody uses stays in memory.
const UNUSED: Duration = Duration::from_mins(15);

/// Refuses a passphrase that protects nothing.
pub(super) fn check_new(passphrase: &Secret) -> Result<(), Fault> {
    let what = match passphrase.chars() {
        0 => words::say("encrypted-passphrase-empty").to_owned(),
        short @ 1..SHORTEST_PASSPHRASE => {
            words::with("encrypted-passphrase-has-only-characters", &[("short", short.to_string().into())])
        }
        _ => return Ok(()),
    };
    let remedy = words::with(
        "encrypted-passphrase-has-only-characters-next",
        &[("shortest_passphrase", SHORTEST_PASSPHRASE.to_string().into())],
    );
    Err(Fault::Local { what, remedy })
}

/// Encrypts an identity as `age -p` does, in the form that `age-keygen` writes.
pub(super) fn to_file(identity: &x25519::Identity, passphrase: &Secret) -> io::Result<Zeroizing<Vec<u8>>> {
    let secret = identity.to_string();
    let mut plain = Zeroizing::new(Vec::with_capacity(512));
    writeln!(plain, "# The identity of psa-connect.\n# public key: {}", identity.to_public())?;
    writeln!(plain, "{}", secret.expose_secret())?;
    let mut recipient = scrypt::Recipient::new(passphrase.expose().to_owned().into());
    recipient.set_work_factor(WORK);
    encrypt(&plain, iter::once(&recipient as &dyn age::Recipient))
}

/// Encrypts bytes to recipients.
pub(super) fn encrypt<'a>(
    plain: &[u8],
    recipients: impl Iterator<Item = &'a dyn age::Recipient>,
) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut file = Zeroizing::new(Vec::new());
    let encryptor = Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
    let mut writer = encryptor.wrap_output(&mut *file)?;
    writer.write_all(plain)?;
    writer.finish()?;
    Ok(file)
}

/// Decrypts the identity's file. `place` is what it is called for people.
///
/// Errors: [`Fault::WrongPassphrase`], also when just that part of the file was changed; [`Fault::Local`] for other damage.
pub(super) fn from_file(file: &[u8], passphrase: &Secret, place: &str) -> Result<x25519::Identity, Fault> {
    let mut by_passphrase = scrypt::Identity::new(passphrase.expose().to_owned().into());
    by_passphrase.set_max_work_factor(MOST_WORK);
    let plain = decrypt(file, &by_passphrase).map_err(|it| match it {
        Unread::Key => Fault::WrongPassphrase { place: place.to_owned() },
        Unread::NotToUs => Fault::Local {
            what: words::with("encrypted-not-protected-passphrase", &[("place", place.to_string().into())]),
            remedy: BACKUP.say().into(),
        },
        Unread::Work(asked) => Fault::Local {
            what: words::with(
                "encrypted-asks-for-too-much",
                &[
                    ("place", place.to_string().into()),
                    ("asked", asked.to_string().into()),
                    ("most_work", MOST_WORK.to_string().into()),
                ],
            ),
            remedy: BACKUP.say().into(),
        },
        Unread::Damaged(how) => damaged(place, how),
    })?;
    let text = std::str::from_utf8(&plain).unwrap_or_default();
    let mut lines = text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#'));
    lines.next().and_then(|it| it.parse().ok()).ok_or_else(|| Fault::Local {
        what: words::with("encrypted-opens-but-holds-no", &[("place", place.to_string().into())]),
        remedy: BACKUP.say().into(),
    })
}

const BACKUP: Word = words::word("encrypted-put-back");

/// Says how a file is damaged.
pub(super) fn damaged(place: &str, how: Damage) -> Fault {
    let how = match how {
        Damage::Short => words::say("encrypted-ends-too-early-was"),
        Damage::Head => words::say("encrypted-damaged-header-was-changed"),
        Damage::Body => words::say("encrypted-damaged-content-was-changed"),
        Damage::Foreign => words::say("encrypted-no-age-file"),
    };
    Fault::Local { what: format!("{place} {how}"), remedy: BACKUP.say().into() }
}

/// Why a file was not decrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// The key that should open it does not.
    Key,
    /// Nothing in it is for this key.
    NotToUs,
    /// It asks for more work than it may.
    Work(u8),
    /// It is not as it was written.
    Damaged(Damage),
}

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Damage {
    /// It ends within its header.
    Short,
    /// Its header is not the one that was written.
    Head,
    /// Its content is not the one that was written. An end that is missing looks the same.
    Body,
    /// It does not begin as age's files do.
    Foreign,
}

/// Decrypts a file whole.
pub(super) fn decrypt(file: &[u8], identity: &dyn age::Identity) -> Result<Zeroizing<Vec<u8>>, Unread> {
    const MAGIC: &[u8] = b"age-encryption.org/v1\n";
    if !file.starts_with(MAGIC) {
        let is_cut = MAGIC.starts_with(file);
        return Err(Unread::Damaged(if is_cut { Damage::Short } else { Damage::Foreign }));
    }
    // The last line of a header is its check sum; without one the rest of it is missing.
    let has_end = file.windows(5).any(|it| it == b"\n--- ");
    let decryptor = Decryptor::new_buffered(file).map_err(|it| {
        let is_cut = matches!(it, DecryptError::Io(_)) || !has_end;
        Unread::Damaged(if is_cut { Damage::Short } else { Damage::Head })
    })?;
    let mut reader = decryptor.decrypt(iter::once(identity)).map_err(|it| match it {
        DecryptError::KeyDecryptionFailed | DecryptError::DecryptionFailed => Unread::Key,
        DecryptError::NoMatchingKeys => Unread::NotToUs,
        DecryptError::ExcessiveWork { required, .. } => Unread::Work(required),
        DecryptError::InvalidHeader
        | DecryptError::InvalidMac
        | DecryptError::Io(_)
        | DecryptError::UnknownFormat
        | _ => Unread::Damaged(Damage::Head),
    })?;
    // Larger than what comes out of it, so that no copy is left by growing.
    let mut plain = Zeroizing::new(Vec::with_capacity(file.len() + 1));
    reader.read_to_end(&mut plain).map_err(|it| {
        let is_cut = it.kind() == io::ErrorKind::UnexpectedEof;
        Unread::Damaged(if is_cut { Damage::Short } else { Damage::Body })
    })?;
    Ok(plain)
}

/// Time that passes, also while the host sleeps.
pub(super) type Clock = Box<dyn Fn() -> Duration + Send + Sync>;

/// The clock of this host, from when it started.
pub(super) fn clock() -> Clock {
    Box::new(|| {
        let now = clock_gettime(ClockId::Boottime);
        Duration::new(now.tv_sec.try_into().unwrap_or_default(), now.tv_nsec.try_into().unwrap_or_default())
    })
}

/// The identity in memory, from when the store was unlocked until nobody has used it for a while.
///
/// It is wiped by the next question that comes too late, or with the program; no thread waits for the time to be over.
pub(super) struct Held {
    clock: Clock,
    opened: Mutex<Option<(x25519::Identity, Duration)>>,
}

impl Held {
    pub(super) fn new(clock: Clock) -> Self {
        Self { clock, opened: Mutex::new(None) }
    }

    /// Keeps it from now on.
    pub(super) fn keep(&self, identity: x25519::Identity) {
        *self.opened() = Some((identity, (self.clock)()));
    }

    /// The identity, if the store is open. This counts as a use.
    pub(super) fn used(&self) -> Option<x25519::Identity> {
        let mut opened = self.opened();
        let now = (self.clock)();
        if opened.as_ref().is_some_and(|it| now.saturating_sub(it.1) >= UNUSED) {
            *opened = None;
        }
        let (identity, used) = opened.as_mut()?;
        *used = now;
        Some(identity.clone())
    }

    fn opened(&self) -> MutexGuard<'_, Option<(x25519::Identity, Duration)>> {
        // What it holds is replaced whole, so a thread that failed left nothing half done.
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{Arc, Mutex},
        time::Duration,
    };

    use age::x25519;

    use super::Held;

    #[test]
    fn an_identity_is_forgotten_when_it_was_not_used_for_a_quarter_of_an_hour() {
        let now = Arc::new(Mutex::new(Duration::from_secs(1000)));
        let clock = Arc::clone(&now);
        let held = Held::new(Box::new(move || *clock.lock().unwrap()));
        let pass = |secs| *now.lock().unwrap() += Duration::from_secs(secs);
        assert!(held.used().is_none());
        held.keep(x25519::Identity::generate());
        for _ in 0..3 {
            pass(14 * 60);
            assert!(held.used().is_some());
        }
        pass(15 * 60);
        assert!(held.used().is_none());
        assert!(held.opened().is_none());
    }
}
