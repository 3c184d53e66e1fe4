//! Which version of a connection's secrets counts where several hosts save into one store.
//!
//! The connection's file names version N, and the store's newest is M. Which one is opened follows from what this host knows
//! by itself; nothing besides the login is kept in the store, and no clock or host name is compared:
//! - M = N, or a store of this host alone: N.
//! - M > N, and the connection that an undo put aside (`previous/`) names M or more: this host saved M and took it back, so
//!   exactly N is opened. The other hosts know of no undo and go on with M.
//! - M > N otherwise: somebody else has saved since, so M is opened.
//!
//! A save replaces the newest version that this host knows of: named, put aside by an undo, or read by this process. The store
//! refuses it when there is a newer one.

use crate::model::{fault::Fault, saved::Name, store_kind::StoreKind};

use super::{
    Store,
    connection_file::Kept,
    halves::take_plain,
    secrets::{At, Found, Key},
};

impl Store {
    /// Reads the secrets that count for `kept`.
    pub(super) fn counting(&self, name: &Name, kept: &Kept) -> Result<Option<Found>, Fault> {
        let secrets = self.secrets_in(kept.connection.store)?;
        let found = secrets.get(&kept.secret)?;
        match found {
            Some(newer) if newer.version > kept.secret.version => {
                let aside = self.last_named(name, None, kept.connection.store, &kept.secret.key);
                let is_undone = aside.is_some_and(|it| it.version >= newer.version);
                if is_undone { secrets.get_exactly(&kept.secret) } else { Ok(Some(newer)) }
            }
            found => Ok(found),
        }
    }

    /// The newest secrets of this key in this store that the connection names on this host, or named before an undo.
    pub(super) fn last_named(&self, name: &Name, now: Option<&Kept>, store: StoreKind, key: &Key) -> Option<At> {
        let aside = self.previous(name).ok().flatten();
        let both = [now, aside.as_ref()].into_iter().flatten();
        let here = both.filter(|it| it.connection.store == store && it.secret.key == *key);
        here.map(|it| it.secret.clone()).max_by_key(|it| it.version)
    }

    /// The connection that a save has replaced, as it really was: with what somebody else had saved since, so that an undo
    /// brings that back, and no key that was dead before.
    pub(super) fn as_replaced(&self, name: &Name, mut before: Kept) -> Kept {
        let Ok(secrets) = self.secrets_in(before.connection.store) else { return before };
        let known = secrets.known(&before.secret);
        let aside = self.last_named(name, None, before.connection.store, &before.secret.key);
        if known <= before.secret.version || aside.is_some_and(|it| it.version >= known) {
            return before;
        }
        let newer = At { version: known, ..before.secret.clone() };
        // Where it cannot be read, the older version and its plain fields at least belong together.
        let Ok(Some(found)) = secrets.get_exactly(&newer) else { return before };
        take_plain(&mut before.connection, &found.fields);
        before.secret = newer;
        before
    }

    /// Removes the secrets of `gone`, which is put aside no longer, from a store where neither `before` nor `now` has any.
    ///
    /// A failure loses nothing but is told in the log: the secrets then stay there without a name.
    pub(super) fn leave(&self, gone: &Kept, before: Option<&Kept>, now: &Kept) {
        let is_there = |it: &Kept| it.connection.store == gone.connection.store;
        // While it has the key, no other connection gets it, in any store.
        if before.is_some_and(is_there) || is_there(now) || gone.secret.key != now.secret.key {
            return;
        }
        let left = self.secrets_in(gone.connection.store).and_then(|it| it.forget(&gone.secret));
        if let Err(fault) = left {
            tracing::warn!(key = gone.secret.key.as_str(), %fault, "secrets in a store that was left could not be removed");
        }
    }
}
