//! A store outside this program's files, which cannot list what it holds: each secret is one text, and a ledger lists them.

use std::path::Path;

use zeroize::Zeroizing;

use crate::{
    model::{fault::Fault, saved::StoreCard, secret::Secret, store_kind::StoreKind},
    words,
};

use super::{
    ledger::Ledger,
    secret_file::{Table, room_for, to_json},
    secrets::{At, Fields, Found, SecretStore, Version},
};

/// What keeps one text under each version of a key.
pub trait Holder: Send + Sync {
    /// Which store it is.
    fn kind(&self) -> StoreKind;

    /// What it says of itself.
    fn card(&self) -> StoreCard;

    /// Where one text is, for people.
    fn place(&self, at: &At) -> String;

    /// Keeps one line of text. No fault repeats anything of `unsaid`.
    fn put(&self, at: &At, line: &Secret, unsaid: &Fields) -> Result<(), NotKept>;

    /// Gives the text; `None` when it is not there.
    fn get(&self, at: &At) -> Result<Option<Secret>, Fault>;

    /// Removes the text; it is fine when it is not there.
    fn remove(&self, at: &At) -> Result<(), Fault>;
}

/// Why a text was not kept.
pub struct NotKept {
    /// What went wrong.
    pub(super) fault: Fault,
    /// What may be there all the same.
    pub(super) left: Left,
}

/// What may be left of a text that was not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// Nothing for sure: it was never handed over.
    Nothing,
    /// Perhaps all of it.
    Perhaps,
}

/// Secrets in a [`Holder`], and the ledger of them in the store's directory.
pub struct Elsewhere<H> {
    pub(super) holder: H,
    ledger: Ledger,
}

impl<H: Holder> Elsewhere<H> {
    /// The secrets in `holder` of the connections in `directory`.
    pub(super) fn of(holder: H, directory: &Path) -> Self {
        let ledger = Ledger::below(directory, holder.kind());
        Self { holder, ledger }
    }

    /// Reads what was just put: what gives nothing back would lose the keys when they leave the store where they were.
    fn check(&self, at: &At, fields: &Fields) -> Result<(), Fault> {
        let found = self.get(at)?.map(|it| it.fields);
        if found.as_ref() == Some(fields) {
            return Ok(());
        }
        let what = match found {
            None => words::with("store-elsewhere-keys-were-handed-over", &[("place", self.place(at).into())]),
            Some(_) => words::with("store-elsewhere-other-keys-than-those", &[("place", self.place(at).into())]),
        };
        Err(Fault::Local { what, remedy: words::say("store-elsewhere-other-keys-than-those-next").into() })
    }
}

impl<H: Holder> SecretStore for Elsewhere<H> {
    fn kind(&self) -> StoreKind {
        self.holder.kind()
    }

    fn card(&self) -> StoreCard {
        let mut card = self.holder.card();
        card.trouble = card.trouble.or_else(|| self.ledger.all().err().map(|it| it.with_remedy()));
        card
    }

    fn place(&self, at: &At) -> String {
        self.holder.place(at)
    }

    fn put(&self, at: &At, before: Option<&At>, fields: &Fields) -> Result<Version, Fault> {
        // A ledger that was lost gets to know of the one before again.
        before.map_or(Ok(()), |it| self.ledger.note(it))?;
        // Another directory of connections, or one whose ledger was lost, may have keys of the same name there. Where that
        // cannot be told, the put itself says why.
        if !self.ledger.all()?.contains(at) && matches!(self.get(at), Ok(Some(_))) {
            return Err(Fault::Local {
                what: words::with("store-elsewhere-keys-another-connection-are", &[("place", self.place(at).into())]),
                remedy: words::say("store-elsewhere-keys-another-connection-are-next").into(),
            });
        }
        self.ledger.note(at)?;
        let mut line = Zeroizing::new(String::with_capacity(room_for(fields) + 1));
        to_json(&mut line, fields);
        line.push('\n');
        let line = Secret::new(std::mem::take(&mut *line));
        if let Err(NotKept { fault, left }) = self.holder.put(at, &line, fields) {
            // What may be there stays noted, and goes with the next save.
            if left == Left::Nothing {
                self.ledger.drop(at)?;
            }
            return Err(fault);
        }
        self.check(at, fields)?;
        Ok(at.version)
    }

    fn get(&self, at: &At) -> Result<Option<Found>, Fault> {
        let Some(line) = self.holder.get(at)? else { return Ok(None) };
        // The parser's own words are not repeated: they quote the line, and the line is a key.
        let read = serde_json::from_str::<Table>(line.expose()).ok();
        read.map(|it| Some(Found { version: at.version, fields: it.0 })).ok_or_else(|| Fault::Local {
            what: words::with("store-elsewhere-what-came-back-not", &[("place", self.place(at).into())]),
            remedy: words::say("store-elsewhere-what-came-back-not-next").into(),
        })
    }

    fn versions(&self) -> Result<Vec<At>, Fault> {
        self.ledger.all()
    }

    fn remove(&self, at: &At) -> Result<(), Fault> {
        self.holder.remove(at)?;
        self.ledger.drop(at)
    }
}
