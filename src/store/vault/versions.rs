//! Reads and writes single versions of one secret, and tells a conflict from a write of our own.

use std::sync::PoisonError;

use zeroize::Zeroizing;

use crate::{
    model::{
        fault::{Fault, VaultTrouble},
        secret::Secret,
    },
    store::{
        secret_file::{room_for, to_json},
        secrets::{At, Fields, Found, Key, Version},
    },
    words,
};

use super::{
    Vault,
    ask::{Asked, Call, Echo},
    judge::{Inner, Reading, Written, body},
    sentences::no_mount,
};

/// What a key has.
pub(super) struct Newest {
    /// The last number that was given, whatever became of that version. A write has to name it.
    current: u32,
    /// The newest version that was not destroyed.
    pub(super) living: Option<Found>,
}

/// How a version went.
#[derive(Clone, Copy)]
pub(super) enum Gone {
    /// It can be brought back on the server.
    Deleted,
    /// It cannot.
    Destroyed,
}

/// How many destroyed versions are passed over. A mount keeps ten unless it is told otherwise.
const PASSED: u32 = 16;

impl Vault {
    fn read(&self, key: &Key, version: Option<u32>) -> Result<Option<Inner>, Fault> {
        let origin = self.origin()?;
        let path = self.path("data", key.as_str());
        let target = version.map_or_else(|| path.clone(), |it| format!("{path}?version={it}"));
        let Some(reply) = self.ask(&Call { echo: Echo::Withheld, ..Call::get(&target) })? else { return Ok(None) };
        let reading: Reading = body(&reply, &self.subject(&origin, &target))?;
        if let Some(inner) = &reading.data {
            self.note(key, inner.metadata.version);
        }
        Ok(reading.data)
    }

    /// The newest version. Those that psa-connect took back itself are destroyed, and passed over.
    pub(super) fn newest(&self, key: &Key) -> Result<Option<Newest>, Fault> {
        let Some(mut inner) = self.read(key, None)? else { return Ok(None) };
        let current = inner.metadata.version;
        for version in (current.saturating_sub(PASSED).max(1)..current).rev() {
            if inner.data.is_some() || !inner.metadata.destroyed {
                break;
            }
            let Some(older) = self.read(key, Some(version))? else { break };
            inner = older;
        }
        let version = Version(inner.metadata.version);
        match (inner.data, inner.metadata.destroyed) {
            (Some(fields), _) => Ok(Some(Newest { current, living: Some(Found { version, fields: fields.0 }) })),
            (None, true) => Ok(Some(Newest { current, living: None })),
            (None, false) => Err(self.gone(key, version, Gone::Deleted)),
        }
    }

    /// Exactly this version.
    pub(super) fn exactly(&self, at: &At) -> Result<Option<Found>, Fault> {
        let Some(inner) = self.read(&at.key, Some(at.version.0))? else { return Ok(None) };
        let version = Version(inner.metadata.version);
        match inner.data {
            Some(fields) => Ok(Some(Found { version, fields: fields.0 })),
            None if inner.metadata.destroyed => Err(self.gone(&at.key, version, Gone::Destroyed)),
            None => Err(self.gone(&at.key, version, Gone::Deleted)),
        }
    }

    pub(super) fn gone(&self, key: &Key, version: Version, how: Gone) -> Fault {
        let (how, remedy) = match how {
            Gone::Deleted => ("deleted", words::say("vault-version-deleted-next")),
            Gone::Destroyed => ("destroyed", words::say("vault-version-destroyed-next")),
        };
        self.origin().map_or_else(
            |fault| fault,
            |origin| Fault::Vault {
                trouble: VaultTrouble::Path,
                what: words::with(
                    "vault-version-gone",
                    &[
                        ("version", version.0.to_string().into()),
                        ("key", key.to_string().into()),
                        ("how", how.to_string().into()),
                        ("host", origin.host().to_string().into()),
                    ],
                ),
                remedy: remedy.into(),
            },
        )
    }

    /// Writes the version after the newest that this host knows of.
    ///
    /// What may stand in the way without being anybody else's: versions that were destroyed, and the very same keys from a save
    /// that was cut off, or whose reply was lost.
    pub(super) fn write(&self, key: &Key, known: u32, fields: &Fields) -> Result<Version, Fault> {
        match self.write_over(key, known, fields) {
            Ok(version) => return Ok(version),
            Err(Asked::Fault(fault)) => return Err(fault),
            Err(Asked::Conflict) => {}
        }
        let Ok(Some(Newest { current, living })) = self.newest(key) else {
            return Err(self.conflict(key, None, known));
        };
        match living {
            Some(found) if found.version.0 > known && is_same(&found.fields, fields) => Ok(found.version),
            Some(found) if found.version.0 > known => Err(self.conflict(key, Some(found.version), known)),
            Some(_) | None => match self.write_over(key, current, fields) {
                Ok(version) => Ok(version),
                Err(Asked::Conflict) => Err(self.conflict(key, None, known)),
                Err(Asked::Fault(fault)) => Err(fault),
            },
        }
    }

    fn write_over(&self, key: &Key, current: u32, fields: &Fields) -> Result<Version, Asked> {
        let options = format!("{{\"options\":{{\"cas\":{current}}},\"data\":");
        let mut text = Zeroizing::new(String::with_capacity(options.len() + room_for(fields) + 1));
        text.push_str(&options);
        to_json(&mut text, fields);
        text.push('}');
        let target = self.path("data", key.as_str());
        let capability = if current == 0 { "create" } else { "update" };
        let body_of = Secret::new(std::mem::take(&mut *text));
        let call = Call { capability, echo: Echo::Withheld, ..Call::post(&target, body_of) };
        let origin = self.origin()?;
        let reply = self.ask(&call)?.ok_or_else(|| no_mount(&self.subject(&origin, &target)))?;
        let written: Written = body(&reply, &self.subject(&origin, &target))?;
        self.note(key, written.data.version);
        Ok(Version(written.data.version))
    }

    /// Says that somebody else has saved; the version is named where it can be told.
    fn conflict(&self, key: &Key, newest: Option<Version>, known: u32) -> Fault {
        let version = newest.map_or_else(
            || words::say("vault-version-another-version").into(),
            |it| words::with("vault-version-number", &[("version", it.0.to_string().into())]),
        );
        let mount = self.settings.mount.trim_matches('/');
        let path = self.path("data", key.as_str());
        let path = path.split_once("/data/").map_or(path.as_str(), |it| it.1);
        let (what, remedy) = if known == 0 {
            (
                words::with(
                    "vault-version-somebody-else-saved-nothing",
                    &[("version", version.as_str().into()), ("key", key.to_string().into())],
                ),
                words::with(
                    "vault-version-somebody-else-saved-nothing-next",
                    &[("mount", mount.to_string().into()), ("path", path.to_string().into())],
                ),
            )
        } else {
            (
                words::with(
                    "vault-version-somebody-else-saved-since",
                    &[("version", version.as_str().into()), ("key", key.to_string().into())],
                ),
                words::say("vault-version-somebody-else-saved-since-next").into(),
            )
        };
        Fault::Vault { trouble: VaultTrouble::Conflict, what, remedy }
    }

    /// The newest number that this process has seen of a key.
    pub(super) fn seen(&self, key: &Key) -> u32 {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(key).copied().unwrap_or_default()
    }

    fn note(&self, key: &Key, version: u32) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = seen.entry(key.clone()).or_default();
        *newest = version.max(*newest);
    }
}

/// Servers give the fields back in an order of their own.
fn is_same(one: &Fields, other: &Fields) -> bool {
    one.len() == other.len() && one.iter().all(|it| other.contains(it))
}
