//! Remembers for an hour which logins were refused, so that nobody sends them again unawares: accounts lock.
//!
//! An attempt is noted before it is sent and taken back when it was not refused. One that was stopped in between stays:
//! the PSA may have counted it.
//!
//! What is kept is a salted, slow hash of all the values together, and the host. Nobody can log in with it, and no value
//! can be read out of it. One salt serves a whole file, so that looking a login up costs one hash however many are there;
//! the salt changes whenever nothing is left to remember.

use std::{num::NonZeroU32, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use jiff::Timestamp;
use ring::{
    pbkdf2::{self, PBKDF2_HMAC_SHA256},
    rand::{SecureRandom as _, SystemRandom},
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    model::{
        fault::Fault,
        login::{Login, Value},
    },
    words,
};

/// What is known of a login that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// How often it was refused within the last hour; 0 when it was sent and nobody saw how that went.
    pub attempts: u32,
    /// When it was last.
    pub last: Timestamp,
}

/// Logins that were refused within the hour, as hashes: those of one process, or those of one store.
pub struct Refusals {
    salt: Salt,
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    host: String,
    hash: Hash,
    /// When it was refused, oldest first, within the hour.
    at: Vec<Timestamp>,
    /// When it was sent without a reply so far, oldest first, within the hour. Not both are empty.
    open: Vec<Timestamp>,
}

impl Entry {
    fn known(&self, now: Timestamp) -> Option<Refusal> {
        let counting = |it: &[Timestamp]| it.iter().copied().filter(|it| counts(*it, now)).collect::<Vec<_>>();
        let at = counting(&self.at);
        let refused =
            at.last().map(|last| Refusal { attempts: u32::try_from(at.len()).unwrap_or(u32::MAX), last: *last });
        refused.or_else(|| counting(&self.open).last().map(|last| Refusal { attempts: 0, last: *last }))
    }

    fn is_empty(&self) -> bool {
        self.at.is_empty() && self.open.is_empty()
    }
}

/// What one login looks like under one salt. Slow to make, so it is made before the lock is taken.
#[derive(Clone, Copy)]
pub(super) struct Print {
    salt: Salt,
    hash: Hash,
}

type Salt = [u8; 16];
type Hash = [u8; 32];

/// How long a refusal is remembered.
const HOUR: Duration = Duration::from_hours(1);
/// Logins that are remembered at most; the one that was refused longest ago gives way.
const MOST: usize = 100;
/// Refusals of one login that are counted at most.
const MOST_TIMES: usize = 100;
/// How often the hash is repeated: some 20 ms on a machine of today, for whoever guesses as for us.
const ROUNDS: NonZeroU32 = NonZeroU32::new(100_000).expect("it is not zero");
/// The version of the file's format that this program writes and the only one it reads.
const VERSION: u32 = 1;
const HEAD: &str = "\
# Logins that were refused within the last hour, or sent with no reply seen, so that they are not sent again unawares. No key is in this file:
# only a salted hash of each login. It may be removed.
";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    salt: String,
    #[serde(default)]
    refused: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    host: String,
    hash: String,
    at: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    open: Vec<String>,
}

impl Refusals {
    /// Remembers nothing yet.
    ///
    /// Errors: [`Fault::Local`] when the system gives no random numbers.
    pub fn new() -> Result<Self, Fault> {
        let mut salt = Salt::default();
        SystemRandom::new().fill(&mut salt).map_err(|_| Fault::Local {
            what: words::say("store-refusals-host-gives-no-random").into(),
            remedy: words::say("store-refusals-host-gives-no-random-next").into(),
        })?;
        Ok(Self { salt, entries: vec![] })
    }

    /// Remembers nothing yet, under the same salt.
    pub(super) fn emptied(&self) -> Self {
        Self { salt: self.salt, entries: vec![] }
    }

    /// What a login looks like here. Slow on purpose.
    pub(super) fn print(&self, login: &Login) -> Print {
        Print { salt: self.salt, hash: hash(&self.salt, login) }
    }

    /// What is known of just this login at `now`; `None` when it was not refused within the hour.
    ///
    /// Slow on purpose, unless nothing was refused at its host.
    pub fn refused(&self, login: &Login, now: Timestamp) -> Option<Refusal> {
        self.entries[self.find(login, None)?].known(now)
    }

    /// As [`Refusals::refused`], and quick when `print` was made under the same salt.
    pub(super) fn refused_print(&self, login: &Login, print: Print, now: Timestamp) -> Option<Refusal> {
        self.entries[self.find(login, Some(print))?].known(now)
    }

    /// Notes that just this login is about to be sent. Slow on purpose.
    pub fn begin(&mut self, login: &Login, now: Timestamp) {
        let print = self.print(login);
        self.begin_print(login, print, now);
    }

    /// As [`Refusals::begin`], and quick when `print` was made under the same salt.
    pub(super) fn begin_print(&mut self, login: &Login, print: Print, now: Timestamp) {
        self.put(login, print, now, |it| &mut it.open);
    }

    /// Takes back the attempt that began at `begun`: it is known how it went. Slow on purpose.
    pub fn end(&mut self, login: &Login, begun: Timestamp) {
        let print = self.print(login);
        self.end_print(login, print, begun);
    }

    /// As [`Refusals::end`], and quick when `print` was made under the same salt.
    pub(super) fn end_print(&mut self, login: &Login, print: Print, begun: Timestamp) {
        if let Some(at) = self.find(login, Some(print)) {
            self.entries[at].open.retain(|it| *it != begun);
            self.entries.retain(|it| !it.is_empty());
        }
    }

    /// Remembers that just this login was refused, and says how often it was within the hour. Slow on purpose.
    pub fn note(&mut self, login: &Login, now: Timestamp) -> Refusal {
        let print = self.print(login);
        self.note_print(login, print, now)
    }

    /// As [`Refusals::note`], and quick when `print` was made under the same salt.
    pub(super) fn note_print(&mut self, login: &Login, print: Print, now: Timestamp) -> Refusal {
        let attempts = self.put(login, print, now, |it| &mut it.at);
        Refusal { attempts: u32::try_from(attempts).unwrap_or(u32::MAX), last: now }
    }

    /// Puts a time into one list of a login's entry, and says how many are in it.
    fn put(
        &mut self,
        login: &Login,
        print: Print,
        now: Timestamp,
        list: impl Fn(&mut Entry) -> &mut Vec<Timestamp>,
    ) -> usize {
        self.purge(now);
        let hash = self.hash_of(login, print);
        let mut entry = match self.entries.iter().position(|it| it.hash == hash) {
            Some(at) => self.entries.remove(at),
            None => Entry { host: host(login), hash, at: vec![], open: vec![] },
        };
        let times = list(&mut entry);
        times.push(now);
        times.sort();
        let over = times.len().saturating_sub(MOST_TIMES);
        times.drain(..over);
        let n_times = times.len();
        self.entries.push(entry);
        self.entries.sort_by_key(|it| it.at.last().max(it.open.last()).copied());
        let over = self.entries.len().saturating_sub(MOST);
        self.entries.drain(..over);
        n_times
    }

    /// Forgets just this login.
    pub fn forget(&mut self, login: &Login) {
        if let Some(at) = self.find(login, None) {
            self.entries.remove(at);
        }
    }

    /// As [`Refusals::forget`], and quick when `print` was made under the same salt.
    pub(super) fn forget_print(&mut self, login: &Login, print: Print) {
        if let Some(at) = self.find(login, Some(print)) {
            self.entries.remove(at);
        }
    }

    /// Forgets what is older than an hour.
    pub(super) fn purge(&mut self, now: Timestamp) {
        for entry in &mut self.entries {
            entry.at.retain(|it| counts(*it, now));
            entry.open.retain(|it| counts(*it, now));
        }
        self.entries.retain(|it| !it.is_empty());
    }

    /// Says whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Where just this login stands. Hashes only when something was refused at its host and `print` does not serve.
    fn find(&self, login: &Login, print: Option<Print>) -> Option<usize> {
        let host = host(login);
        if !self.entries.iter().any(|it| it.host == host) {
            return None;
        }
        let hash = print.map_or_else(|| self.print(login).hash, |it| self.hash_of(login, it));
        self.entries.iter().position(|it| it.hash == hash)
    }

    /// The hash of a login under this salt: that of `print`, unless it was made under another.
    fn hash_of(&self, login: &Login, print: Print) -> Hash {
        if print.salt == self.salt { print.hash } else { self.print(login).hash }
    }

    /// The file's text.
    pub(super) fn to_toml(&self) -> Result<String, Fault> {
        let row = |it: &Entry| Row {
            host: it.host.clone(),
            hash: BASE64.encode(it.hash),
            at: it.at.iter().map(ToString::to_string).collect(),
            open: it.open.iter().map(ToString::to_string).collect(),
        };
        let refused = self.entries.iter().map(row).collect();
        let file = File { version: VERSION, salt: BASE64.encode(self.salt), refused };
        toml::to_string(&file).map(|it| format!("{HEAD}{it}")).map_err(|_| Fault::Local {
            what: words::say("store-refusals-refused-logins-cannot-put").into(),
            remedy: words::say("store-connection-cannot-put-into-file-next").into(),
        })
    }

    /// Reads the file's text; `None` when it is not as this program writes it.
    pub(super) fn from_toml(bytes: &[u8]) -> Option<Self> {
        let file: File = toml::from_str(std::str::from_utf8(bytes).ok()?).ok()?;
        let entry = |it: Row| {
            let times = |it: &[String]| it.iter().map(|it| it.parse().ok()).collect::<Option<Vec<Timestamp>>>();
            Some(Entry { hash: decoded(&it.hash)?, at: times(&it.at)?, open: times(&it.open)?, host: it.host })
        };
        let entries = file.refused.into_iter().map(entry).collect::<Option<Vec<_>>>()?;
        (file.version == VERSION).then_some(Self { salt: decoded(&file.salt)?, entries })
    }
}

/// Says whether something of the time `then` still counts at `now`. What lies further ahead is from a wrong clock.
pub(super) fn counts(then: Timestamp, now: Timestamp) -> bool {
    now.duration_since(then).unsigned_abs() < HOUR
}

fn host(login: &Login) -> String {
    login.origin.host().to_owned()
}

fn decoded<const N: usize>(text: &str) -> Option<[u8; N]> {
    BASE64.decode(text).ok()?.try_into().ok()
}

/// Hashes every value of a login with the PSA and the origin, so that any difference is another login.
fn hash(salt: &Salt, login: &Login) -> Hash {
    let origin = login.origin.to_string();
    let mut parts: Vec<&str> = vec!["psa-connect refused login", &login.psa.0, &origin];
    for (id, value) in login.values() {
        let (kind, text) = match value {
            Value::Plain(text) => ("plain", text.as_str()),
            Value::Secret(secret) => ("secret", secret.expose()),
        };
        parts.extend([id.0.as_str(), kind, text]);
    }
    // Each part with its length before it: no two logins read the same. Large enough from the start: no copy is left.
    let size = parts.iter().map(|it| it.len() + size_of::<u64>()).sum();
    let mut text = Zeroizing::new(Vec::with_capacity(size));
    for part in parts {
        text.extend_from_slice(&(part.len() as u64).to_be_bytes());
        text.extend_from_slice(part.as_bytes());
    }
    let mut hash = Hash::default();
    pbkdf2::derive(PBKDF2_HMAC_SHA256, ROUNDS, salt, &text, &mut hash);
    hash
}

#[cfg(test)]
mod tests;
