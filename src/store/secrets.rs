//! What every place for secrets can do, and how they are named in it.

use std::fmt;

use crate::model::{
    fault::Fault,
    id::FieldId,
    saved::{Name, StoreCard},
    secret::Secret,
    store_kind::StoreKind,
};

/// Where connections' secrets rest. One file a backend; none of them knows another.
///
/// A version is whole or not there, and is never written over: saving again makes a new one.
pub trait SecretStore: Send + Sync {
    /// Which it is.
    fn kind(&self) -> StoreKind;

    /// Says where and how secrets are kept, and tries whether they could be, without leaving anything.
    ///
    /// May ask a network or another program, within a few seconds.
    fn card(&self) -> StoreCard;

    /// Says where one version of the secrets is, for people.
    fn place(&self, at: &At) -> String;

    /// Makes what protects secrets from now on, where the store [needs](crate::model::saved::StoreNeeds) that; else nothing.
    ///
    /// Errors: [`Fault`] when it is there already or cannot be made.
    fn prepare(&self, passphrase: &Secret) -> Result<(), Fault> {
        let _ = passphrase;
        Ok(())
    }

    /// Opens what a passphrase protects, until the program ends or nothing was read for a while; else nothing.
    ///
    /// Errors: [`Fault::WrongPassphrase`], or why it cannot be told.
    fn unlock(&self, passphrase: &Secret) -> Result<(), Fault> {
        let _ = passphrase;
        Ok(())
    }

    /// Keeps `fields` under `at`, whole or not at all, and gives the version they got. Earlier versions stay.
    ///
    /// `at.version` is free here. A store that numbers by itself gives its own number. `before` is the newest that
    /// the connection has named in this store; one that can tell refuses when somebody else has saved since.
    fn put(&self, at: &At, before: Option<&At>, fields: &Fields) -> Result<Version, Fault>;

    /// Reads `at`; `None` when it is not there. A store that several hosts share gives the newest version.
    ///
    /// Errors: [`Fault::StoreLocked`] when it has to be unlocked first.
    fn get(&self, at: &At) -> Result<Option<Found>, Fault>;

    /// Reads `at` and no newer version.
    ///
    /// Errors: as [`SecretStore::get`].
    fn get_exactly(&self, at: &At) -> Result<Option<Found>, Fault> {
        self.get(at)
    }

    /// The newest version of the key that this process knows of, at least `at`: the one that a save replaces. Asks nobody.
    fn known(&self, at: &At) -> Version {
        at.version
    }

    /// Every version that this host has put there and may have left; empty where the store itself keeps track.
    fn versions(&self) -> Result<Vec<At>, Fault>;

    /// Removes one version; it is fine when it is not there.
    fn remove(&self, at: &At) -> Result<(), Fault>;

    /// Removes all that there is of one connection. `last` is what it names, which may be the only one that is known.
    fn forget(&self, last: &At) -> Result<(), Fault> {
        self.versions()?.iter().filter(|it| it.key == last.key && *it != last).try_for_each(|it| self.remove(it))?;
        self.remove(last)
    }
}

/// One version of one connection's secrets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// Whose.
    pub key: Key,
    /// Which.
    pub version: Version,
}

/// Names a connection's secrets, for as long as the connection lives: the name it was first saved under.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(Name);

impl Key {
    /// The key that a new connection of this name gets, where it is free.
    pub fn of(name: &Name) -> Self {
        Self(name.clone())
    }

    /// Its text: made of `a-z 0-9 . _ -`, and beginning with a letter or digit.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Numbers the secrets that one connection has had, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u32);

impl Version {
    /// The number after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// All fields of a login, the plain ones too, so that what was read is whole by itself.
pub type Fields = Vec<(FieldId, Secret)>;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which version it is.
    pub version: Version,
    /// The login's fields.
    pub fields: Fields,
}
