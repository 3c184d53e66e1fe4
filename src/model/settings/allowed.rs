//! Which stores may be used: a restriction that no one below can widen.

use strum::IntoEnumIterator as _;

use crate::{
    model::{fault::Fault, store_kind::StoreKind},
    words,
};

use super::merged::Source;

/// One list of allowed stores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restriction {
    /// Who set it.
    pub by: Source,
    /// The file that it stands in, safe to show.
    pub file: String,
    /// The stores that it leaves.
    pub stores: Vec<StoreKind>,
}

/// All restrictions of this host and this account. A store must be allowed by each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// The strongest first.
    pub restrictions: Vec<Restriction>,
}

impl Allowed {
    /// The stores that are left, in the order of their kinds.
    pub fn kinds(&self) -> Vec<StoreKind> {
        StoreKind::iter().filter(|it| self.against(*it).is_none()).collect()
    }

    /// What stands against a store; `None` when it is allowed.
    pub fn against(&self, kind: StoreKind) -> Option<&Restriction> {
        self.restrictions.iter().find(|it| !it.stores.contains(&kind))
    }

    /// Refuses to put anything new into a store that is not allowed.
    ///
    /// Errors: [`Fault::Local`], which names who set it and where.
    pub fn check(&self, kind: StoreKind) -> Result<(), Fault> {
        let Some(it) = self.against(kind) else { return Ok(()) };
        let who = match it.by {
            Source::System => words::say("store-rule-host"),
            Source::Flag | Source::Environment(_) | Source::User | Source::BuiltIn => words::say("store-rule-user"),
        };
        let left = keys(&self.kinds());
        Err(Fault::Local {
            what: words::with(
                "store-not-allowed",
                &[("kind", kind.to_string().into()), ("who", who.into()), ("file", it.file.as_str().into())],
            ),
            remedy: match self.restrictions.as_slice() {
                _ if !left.is_empty() => words::with("store-not-allowed-use", &[("left", left.into())]),
                [.., own] if own.by != Source::System => {
                    words::with("store-none-left", &[("file", own.file.as_str().into())])
                }
                _ => words::say("store-none-left-ask").into(),
            },
        })
    }
}

/// Stores by their names, for people.
pub fn keys(kinds: &[StoreKind]) -> String {
    kinds.iter().map(|it| it.key()).collect::<Vec<_>>().join(", ")
}
