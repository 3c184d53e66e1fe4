//! Secrets in files that are encrypted with age: saving needs no passphrase, reading does.
//!
//! ```text
//! <directory>/
//!   identity.age        0600   the identity of this account, under its passphrase
//!   recipients.txt      0600   to whom secrets are encrypted: this account, and a team if there is one
//!   secrets/            0700
//!     acme.3.age        0600   {"version":1,"fields":{…}}, encrypted to all of them
//! ```
//! All of it can be read with stock age: `age -d -i identity.age secrets/acme.3.age`.

use std::{
    io,
    path::{Path, PathBuf},
};

use age::x25519;
use zeroize::Zeroizing;

use crate::{
    model::{
        fault::Fault,
        saved::{Name, StoreCard, StoreNeeds},
        secret::Secret,
        shown::Shown,
        store_kind::StoreKind,
    },
    words,
};

use super::{
    folder::{self, Folder},
    secrets::{At, Fields, Found, Key, SecretStore, Version},
};

mod fields;
mod identity;
mod recipients;

use fields::{from_json, to_json};
use identity::{Held, Unread};
use recipients::{Recipients, short};

/// The encrypted secrets of one store's directory.
pub(super) struct EncryptedFile {
    root: PathBuf,
    held: Held,
}

/// How the recipients are changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change<'a> {
    /// This one can read from now on; one that is there is confirmed.
    Add(&'a str),
    /// This one cannot read what is saved from now on.
    Remove(&'a str),
}

const SECRETS: &str = "secrets";
const IDENTITY: &str = "identity.age";
const RECIPIENTS: &str = "recipients.txt";
const ENDING: &str = ".age";

impl EncryptedFile {
    /// The secrets of the store in `root`.
    pub(super) fn below(root: &Path) -> Self {
        Self { root: root.to_owned(), held: Held::new(identity::clock()) }
    }

    /// To whom secrets are encrypted, our own first; empty before the first save.
    pub(super) fn recipients(&self) -> Result<Vec<String>, Fault> {
        let Some(root) = Folder::open(&self.root)? else { return Ok(vec![]) };
        if !root.has(RECIPIENTS)? {
            return Ok(vec![]);
        }
        Ok(self.read_recipients(&root)?.names())
    }

    /// Changes who can read, and encrypts every secret anew. Only for the holder of the lock.
    ///
    /// The list comes first: when this is cut off, what is saved next goes to the right ones, and doing it again finishes.
    pub(super) fn change(&self, passphrase: &Secret, change: &Change) -> Result<(), Fault> {
        let root = Folder::open(&self.root)?.ok_or_else(|| self.no_identity())?;
        let own = self.decrypt_identity(&root, passphrase)?;
        let place = self.shown(RECIPIENTS);
        let mut recipients = self.read_recipients(&root)?;
        recipients.check_own(&own, &place)?;
        match change {
            Change::Add(new) => recipients.add(recipients::recipient(new)?, &own),
            Change::Remove(old) if *old == own.to_public().to_string() => {
                return Err(Fault::Local {
                    what: words::say("encrypted-stores-own-recipient-cannot").into(),
                    remedy: words::say("encrypted-stores-own-recipient-cannot-next").into(),
                });
            }
            // One that is gone already may have been cut off before every secret was encrypted anew: that is done again.
            Change::Remove(old) => {
                recipients::recipient(old)?;
                recipients.remove(old);
            }
        }
        let confirmed = recipients.check(&own, &place);
        match change {
            // Whoever was planted beside the one that is named shall not get the secrets by this.
            Change::Add(_) => confirmed.clone()?,
            // One planted line after another can be taken away.
            Change::Remove(_) => {}
        }
        root.write(RECIPIENTS, recipients.to_text().as_bytes())?;
        root.settle()?;
        confirmed?;
        let Some(secrets) = root.open_inside(SECRETS)? else { return Ok(()) };
        // One that cannot be read keeps none of the others as they were.
        let mut failed = Ok(());
        for at in versions(&secrets)? {
            failed = self.encrypt_anew(&secrets, &at, &own, &recipients).and(failed);
        }
        secrets.settle()?;
        failed
    }

    fn encrypt_anew(
        &self,
        secrets: &Folder,
        at: &At,
        own: &x25519::Identity,
        recipients: &Recipients,
    ) -> Result<(), Fault> {
        let file = file_name(at);
        let Some(bytes) = secrets.read(&file)? else { return Ok(()) };
        let plain = self.decrypt(&bytes, own, at)?;
        let encrypted = identity::encrypt(&plain, recipients.keys()).map_err(|it| self.unencrypted(&it))?;
        secrets.write(&file, &encrypted)
    }

    /// Puts the identity under another passphrase.
    pub(super) fn change_passphrase(&self, old: &Secret, new: &Secret) -> Result<(), Fault> {
        let root = Folder::open(&self.root)?.ok_or_else(|| self.no_identity())?;
        let own = self.decrypt_identity(&root, old)?;
        identity::check_new(new)?;
        let file = identity::to_file(&own, new).map_err(|it| self.unencrypted(&it))?;
        root.write(IDENTITY, &file)?;
        root.settle()
    }

    /// Says whether an identity is there, or why there is none although secrets are.
    pub(super) fn has_identity(&self) -> Result<bool, Fault> {
        let Some(root) = Folder::open(&self.root)? else { return Ok(false) };
        if root.has(IDENTITY)? {
            return Ok(true);
        }
        let secrets = root.open_inside(SECRETS)?;
        let is_lost = secrets.map_or(Ok(false), |it| versions(&it).map(|it| !it.is_empty()))?;
        if is_lost { Err(self.lost_identity()) } else { Ok(false) }
    }

    fn decrypt_identity(&self, root: &Folder, passphrase: &Secret) -> Result<x25519::Identity, Fault> {
        let Some(file) = root.read(IDENTITY)? else {
            self.has_identity()?;
            return Err(self.no_identity());
        };
        identity::from_file(&file, passphrase, &self.shown(IDENTITY))
    }

    fn read_recipients(&self, root: &Folder) -> Result<Recipients, Fault> {
        let place = self.shown(RECIPIENTS);
        let bytes = root.read(RECIPIENTS)?.ok_or_else(|| Fault::Local {
            what: words::with("encrypted-missing-so-nobody-knows", &[("place", place.as_str().into())]),
            remedy: words::say("encrypted-put-back").into(),
        })?;
        Recipients::parse(&bytes, &place)
    }

    fn decrypt(&self, file: &[u8], own: &x25519::Identity, at: &At) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let place = self.place(at);
        identity::decrypt(file, own).map_err(|it| match it {
            Unread::Damaged(how) => identity::damaged(&place, how),
            Unread::Key | Unread::NotToUs | Unread::Work(_) => Fault::Local {
                what: words::with("encrypted-not-encrypted-stores-identity", &[("place", place.as_str().into())]),
                remedy: words::with(
                    "encrypted-not-encrypted-stores-identity-next",
                    &[("own", own.to_public().to_string().into())],
                ),
            },
        })
    }

    fn protection(&self) -> Result<String, Fault> {
        let others: Vec<_> = self.recipients()?.iter().skip(1).map(|it| short(it)).collect();
        let protection = words::say("encrypted-protection");
        if others.is_empty() {
            return Ok(protection.to_owned());
        }
        let readers =
            words::with("encrypted-readers", &[("n", others.len().into()), ("others", others.join(", ").into())]);
        Ok(format!("{protection} {readers}"))
    }

    fn shown(&self, file: &str) -> String {
        Shown::new(&self.root.join(file).display().to_string()).to_string()
    }

    fn no_identity(&self) -> Fault {
        Fault::Local {
            what: words::with("encrypted-no-yet-so-nothing", &[("place", self.shown(IDENTITY).into())]),
            remedy: words::say("encrypted-no-yet-so-nothing-next").into(),
        }
    }

    fn lost_identity(&self) -> Fault {
        Fault::Local {
            what: words::with("encrypted-missing-though-keys-are", &[("place", self.shown(IDENTITY).into())]),
            remedy: words::say("encrypted-missing-though-keys-are-next").into(),
        }
    }

    fn unencrypted(&self, error: &io::Error) -> Fault {
        Fault::Local {
            what: words::with(
                "encrypted-cannot-encrypted",
                &[("error", Shown::new(&error.to_string()).to_string().into())],
            ),
            remedy: words::with("encrypted-cannot-encrypted-next", &[("place", self.shown(RECIPIENTS).into())]),
        }
    }
}

impl SecretStore for EncryptedFile {
    fn kind(&self) -> StoreKind {
        StoreKind::EncryptedFile
    }

    fn card(&self) -> StoreCard {
        let has_identity = self.has_identity();
        let needs = if has_identity == Ok(false) { StoreNeeds::NewPassphrase } else { StoreNeeds::Nothing };
        let protection = self.protection();
        let trouble = folder::try_out(&self.root, SECRETS).err();
        let trouble = trouble.or_else(|| has_identity.err()).or_else(|| protection.clone().err());
        StoreCard {
            kind: self.kind(),
            place: self.shown(SECRETS),
            protection: protection.unwrap_or_else(|_| words::say("encrypted-protection-short").into()),
            needs,
            trouble: trouble.map(|it| it.with_remedy()),
        }
    }

    fn place(&self, at: &At) -> String {
        Shown::new(&self.root.join(SECRETS).join(file_name(at)).display().to_string()).to_string()
    }

    /// Makes the identity and the list of its own recipient.
    ///
    /// The identity is written last and makes the store usable: without one nothing is saved. Killed before that, a list of
    /// a recipient that nobody has is left; the next time it is written over, because no secret can have been encrypted to
    /// it. Killed after that, both are there. Where secrets are, a missing identity was lost, and none is made in its place.
    fn prepare(&self, passphrase: &Secret) -> Result<(), Fault> {
        identity::check_new(passphrase)?;
        if self.has_identity()? {
            return Err(Fault::Local {
                what: words::with("encrypted-already-under-own-passphrase", &[("place", self.shown(IDENTITY).into())]),
                remedy: words::say("encrypted-already-under-own-passphrase-next").into(),
            });
        }
        let root = Folder::make(&self.root)?;
        root.remove_leftovers()?;
        let own = x25519::Identity::generate();
        let file = identity::to_file(&own, passphrase).map_err(|it| self.unencrypted(&it))?;
        root.write(RECIPIENTS, Recipients::only(&own).to_text().as_bytes())?;
        root.settle()?;
        root.write(IDENTITY, &file)?;
        root.settle()?;
        self.held.keep(own);
        Ok(())
    }

    fn unlock(&self, passphrase: &Secret) -> Result<(), Fault> {
        let root = Folder::open(&self.root)?.ok_or_else(|| self.no_identity())?;
        let own = self.decrypt_identity(&root, passphrase)?;
        self.read_recipients(&root)?.check(&own, &self.shown(RECIPIENTS))?;
        self.held.keep(own);
        Ok(())
    }

    fn put(&self, at: &At, _before: Option<&At>, fields: &Fields) -> Result<Version, Fault> {
        if !self.has_identity()? {
            return Err(self.no_identity());
        }
        let root = Folder::make(&self.root)?;
        let recipients = self.read_recipients(&root)?;
        let place = self.shown(RECIPIENTS);
        match self.held.used() {
            Some(own) => recipients.check(&own, &place)?,
            None => recipients.check_locked(&place)?,
        }
        let encrypted = identity::encrypt(&to_json(fields), recipients.keys()).map_err(|it| self.unencrypted(&it))?;
        let secrets = root.make_inside(SECRETS)?;
        secrets.remove_leftovers()?;
        secrets.write(&file_name(at), &encrypted)?;
        secrets.settle()?;
        Ok(at.version)
    }

    fn get(&self, at: &At) -> Result<Option<Found>, Fault> {
        let Some(root) = Folder::open(&self.root)? else { return Ok(None) };
        let Some(secrets) = root.open_inside(SECRETS)? else { return Ok(None) };
        let Some(file) = secrets.read(&file_name(at))? else { return Ok(None) };
        self.has_identity()?;
        let own = self.held.used().ok_or_else(|| Fault::StoreLocked { place: self.shown(IDENTITY) })?;
        let plain = self.decrypt(&file, &own, at)?;
        // The parser's own words are not repeated: they quote the text, and the text is a key.
        let fields = from_json(&plain).ok_or_else(|| Fault::Local {
            what: words::with("encrypted-decrypted-but-not-as", &[("place", self.place(at).into())]),
            remedy: words::say("encrypted-decrypted-but-not-as-next").into(),
        })?;
        Ok(Some(Found { version: at.version, fields }))
    }

    fn versions(&self) -> Result<Vec<At>, Fault> {
        let secrets = Folder::open(&self.root)?.map_or(Ok(None), |it| it.open_inside(SECRETS))?;
        secrets.map_or(Ok(vec![]), |it| versions(&it))
    }

    fn remove(&self, at: &At) -> Result<(), Fault> {
        let secrets = Folder::open(&self.root)?.map_or(Ok(None), |it| it.open_inside(SECRETS))?;
        secrets.map_or(Ok(()), |it| it.remove(&file_name(at)))
    }
}

fn file_name(at: &At) -> String {
    format!("{}.{}{ENDING}", at.key, at.version.0)
}

/// Reads `<key>.<version>.age`. The version has no dot, so the last one parts the two, whatever the key.
fn parse_file_name(file: &str) -> Option<At> {
    let (key, version) = file.strip_suffix(ENDING)?.rsplit_once('.')?;
    let at = At { key: Key::of(&Name::new(key).ok()?), version: Version(version.parse().ok()?) };
    (file_name(&at) == file).then_some(at)
}

fn versions(folder: &Folder) -> Result<Vec<At>, Fault> {
    Ok(folder.names()?.iter().filter_map(|it| parse_file_name(it)).collect())
}
