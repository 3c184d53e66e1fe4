//! Which stores are offered: those that may be used, the preferred one first. What is saved stays reachable in any.

use crate::model::{
    fault::Fault,
    saved::StoreCard,
    settings::allowed::{Allowed, Restriction},
    store_kind::StoreKind,
};

use super::{SecretStore, Store};

/// What the settings say about the stores.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    /// Which may be used for anything new.
    pub(super) allowed: Allowed,
    /// Which is offered first.
    pub(super) preferred: Option<StoreKind>,
}

impl Store {
    /// The same, where only some stores may take anything new.
    #[must_use]
    pub fn restricted(mut self, allowed: Allowed) -> Self {
        self.chosen.allowed = allowed;
        self
    }

    /// The same, where this kind of store is offered first.
    #[must_use]
    pub fn preferring(mut self, kind: Option<StoreKind>) -> Self {
        self.chosen.preferred = kind;
        self
    }

    /// What each secret store that may be used says of itself, in the order in which they are offered; nothing is left
    /// by asking. When none may be used, each says so.
    pub fn cards(&self) -> Vec<StoreCard> {
        let trouble = self.try_out().err().map(|it| it.with_remedy());
        let mut cards: Vec<_> =
            self.secrets.iter().filter(|it| self.against(it.kind()).is_none()).map(|it| it.card()).collect();
        // A host without a desktop has no keyring; to offer one there would only be noise.
        cards.retain(|it| it.kind != StoreKind::Keyring || it.trouble.is_none());
        if cards.is_empty() {
            cards = self.secrets.iter().map(|it| self.forbidden(it.as_ref())).collect();
        }
        for card in &mut cards {
            // A connection has its file here, wherever its secrets are.
            card.trouble = trouble.clone().or(card.trouble.take());
        }
        cards.sort_by_key(|it| Some(it.kind) != self.chosen.preferred);
        if let Some(first) = cards.first_mut() {
            for it in self.repaired() {
                first.protection = format!("{} {it}", first.protection);
            }
        }
        cards
    }

    /// The store of this kind, for something new.
    ///
    /// Errors: [`Fault::Local`] when this host has none, or may not use it.
    pub(super) fn secrets_for(&self, kind: StoreKind) -> Result<&dyn SecretStore, Fault> {
        self.chosen.allowed.check(kind)?;
        self.secrets_in(kind)
    }

    fn against(&self, kind: StoreKind) -> Option<&Restriction> {
        self.chosen.allowed.against(kind)
    }

    fn forbidden(&self, secrets: &dyn SecretStore) -> StoreCard {
        let why = self.chosen.allowed.check(secrets.kind()).err().map(|it| it.with_remedy());
        let card = secrets.card();
        StoreCard { trouble: why.or(card.trouble), ..card }
    }
}
