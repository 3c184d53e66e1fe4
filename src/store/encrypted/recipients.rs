//! Who can read the secrets: `recipients.txt`, which stock age reads too, and how a line that was planted is noticed.
//!
//! ```text
//! # confirmed: 3f0c…
//! age1ours…
//! # confirmed: 81aa…
//! age1colleague…
//! ```
//! Whoever can write the file could add a line, and from then on get every key that is saved. So the line above each
//! recipient is a seal: an HMAC of it under this account's identity, which only who knows the passphrase can make.
//!
//! - A save without the passphrase cannot check a seal. It refuses a line that has none, and the card of the store names
//!   every recipient before anything is written.
//! - Unlocking, and every save while the store is unlocked, checks all of them and refuses what was not confirmed.
//!
//! What it does not notice: a false seal, until the store is next unlocked (the keys that were saved meanwhile are then to be
//! rotated); a recipient that was removed and whose line, seal included, somebody puts back; a line that is taken away.

use std::{fmt::Write as _, str::FromStr as _};

use age::{secrecy::ExposeSecret as _, x25519};
use ring::hmac;

use crate::{
    model::{fault::Fault, shown::Shown},
    words,
};

/// The lines of `recipients.txt`, our own first.
#[derive(Clone, Debug)]
pub(super) struct Recipients(Vec<Line>);

#[derive(Clone, Debug)]
struct Line {
    recipient: String,
    key: x25519::Recipient,
    /// Hexadecimal; `None` when somebody wrote the line by hand.
    seal: Option<String>,
}

const SEAL: &str = "# confirmed:";
const HEAD: &str = "\
# Who can read the keys in secrets/. The first is this account's own.
# Change it with: psa-connect recipients
";

impl Recipients {
    /// Those of an identity that nobody shares yet.
    pub(super) fn only(own: &x25519::Identity) -> Self {
        let mut made = Self(vec![]);
        made.add(own.to_public(), own);
        made
    }

    /// Reads the file. `place` is what it is called for people.
    ///
    /// Errors: [`Fault::Local`] with the line that is no recipient.
    pub(super) fn parse(bytes: &[u8], place: &str) -> Result<Self, Fault> {
        let text = std::str::from_utf8(bytes).map_err(|_| Fault::Local {
            what: words::with("encrypted-not-text", &[("place", place.to_string().into())]),
            remedy: words::say("encrypted-put-back").into(),
        })?;
        let mut lines = vec![];
        let mut seal = None;
        for (idx, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                seal = line.strip_prefix(SEAL).map(|it| it.trim().to_owned()).or(seal);
                continue;
            }
            let key = recipient(line).map_err(|_| Fault::Local {
                what: words::with(
                    "encrypted-line-no-age-recipient",
                    &[
                        ("n", (idx + 1).to_string().into()),
                        ("place", place.to_string().into()),
                        ("text", Shown::new(line).to_string().into()),
                    ],
                ),
                remedy: words::say("encrypted-line-no-age-recipient-next").into(),
            })?;
            lines.push(Line { recipient: key.to_string(), key, seal: seal.take() });
        }
        if lines.is_empty() {
            return Err(Fault::Local {
                what: words::with("encrypted-names-nobody", &[("place", place.to_string().into())]),
                remedy: words::say("encrypted-put-back").into(),
            });
        }
        Ok(Self(lines))
    }

    /// The file's text.
    pub(super) fn to_text(&self) -> String {
        let mut text = HEAD.to_owned();
        for line in &self.0 {
            if let Some(seal) = &line.seal {
                // Writing to a string cannot fail.
                let _ = writeln!(text, "{SEAL} {seal}");
            }
            let _ = writeln!(text, "{}", line.recipient);
        }
        text
    }

    /// Their names, our own first.
    pub(super) fn names(&self) -> Vec<String> {
        self.0.iter().map(|it| it.recipient.clone()).collect()
    }

    /// What age encrypts to.
    pub(super) fn keys(&self) -> impl Iterator<Item = &dyn age::Recipient> {
        self.0.iter().map(|it| &it.key as &dyn age::Recipient)
    }

    /// Adds one, or confirms the one that is there.
    pub(super) fn add(&mut self, key: x25519::Recipient, own: &x25519::Identity) {
        let recipient = key.to_string();
        let seal = Some(seal(own, &recipient));
        match self.0.iter_mut().find(|it| it.recipient == recipient) {
            Some(line) => line.seal = seal,
            None => self.0.push(Line { recipient, key, seal }),
        }
    }

    /// Takes one away, if it is there.
    pub(super) fn remove(&mut self, recipient: &str) {
        self.0.retain(|it| it.recipient != recipient);
    }

    /// Refuses lines that nobody can have confirmed: the most that can be told without the passphrase.
    pub(super) fn check_locked(&self, place: &str) -> Result<(), Fault> {
        refuse_unconfirmed(place, self.0.iter().filter(|it| !it.is_sealed()))
    }

    /// Refuses lines that were not confirmed with this identity, and a file whose first line is not its own.
    pub(super) fn check(&self, own: &x25519::Identity, place: &str) -> Result<(), Fault> {
        self.check_own(own, place)?;
        refuse_unconfirmed(place, self.0.iter().filter(|it| !it.is_confirmed(own)))
    }

    /// Refuses a file whose first line is not this identity's own.
    pub(super) fn check_own(&self, own: &x25519::Identity, place: &str) -> Result<(), Fault> {
        let ours = own.to_public().to_string();
        if self.0.first().is_some_and(|it| it.recipient == ours) {
            return Ok(());
        }
        Err(Fault::Local {
            what: words::with("encrypted-first-line-not-recipient", &[("place", place.to_string().into())]),
            remedy: words::with("encrypted-first-line-not-recipient-next", &[("ours", ours.as_str().into())]),
        })
    }
}

impl Line {
    /// Says whether there is something that can be a seal. Whether it is one, only the identity tells.
    fn is_sealed(&self) -> bool {
        self.seal.as_deref().and_then(from_hex).is_some_and(|it| it.len() == 32)
    }

    fn is_confirmed(&self, own: &x25519::Identity) -> bool {
        let tag = self.seal.as_deref().and_then(from_hex);
        tag.is_some_and(|it| hmac::verify(&key(own), self.recipient.as_bytes(), &it).is_ok())
    }
}

/// Reads one recipient.
///
/// Errors: [`Fault::Local`] that says what one looks like.
pub(super) fn recipient(text: &str) -> Result<x25519::Recipient, Fault> {
    x25519::Recipient::from_str(text).map_err(|_| Fault::Local {
        what: words::with("encrypted-no-age-recipient", &[("text", Shown::new(text).to_string().into())]),
        remedy: words::say("encrypted-no-age-recipient-next").into(),
    })
}

/// As much of a recipient as tells it from others: `age1qx7v0…`.
pub(super) fn short(recipient: &str) -> String {
    let begin: String = recipient.chars().take(12).collect();
    format!("{begin}…")
}

fn refuse_unconfirmed<'a>(place: &str, lines: impl Iterator<Item = &'a Line>) -> Result<(), Fault> {
    let named: Vec<_> = lines.map(|it| it.recipient.as_str()).collect();
    let Some(first) = named.first() else { return Ok(()) };
    let all: Vec<_> = named.iter().map(|it| short(it)).collect();
    Err(Fault::Local {
        what: words::with(
            "encrypted-names-whom-nobody-confirmed",
            &[("place", place.to_string().into()), ("all", all.join(", ").into())],
        ),
        remedy: words::with("encrypted-names-whom-nobody-confirmed-next", &[("first", first.to_string().into())]),
    })
}

fn key(own: &x25519::Identity) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, own.to_string().expose_secret().as_bytes())
}

fn seal(own: &x25519::Identity, recipient: &str) -> String {
    let tag = hmac::sign(&key(own), recipient.as_bytes());
    tag.as_ref().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|it| it.to_digit(16)).collect();
    let digits = digits.filter(|it| it.len() % 2 == 0)?;
    digits.chunks(2).map(|it| u8::try_from(it[0] * 16 + it[1]).ok()).collect()
}
