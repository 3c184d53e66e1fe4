//! What an entity says of this user (`entityInformation`).

use std::fmt;

use serde_json::Value;

use super::refusal::answer;
use crate::{
    model::{
        fault::Fault,
        right::{Action, Level},
    },
    psa::Answer,
    words,
};

/// What this user may do to an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// The API has such an operation; the user has this level.
    Level(Level),
    /// The API has no such operation, for anybody.
    NoOperation,
    /// The answer gives no level that is known.
    Unknown,
}

/// The access to each action, in the order of [`Action::ALL`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Info([Access; 4]);

impl Info {
    /// The access to one action.
    pub(super) fn of(&self, action: Action) -> Access {
        Action::ALL.into_iter().zip(self.0).find(|(it, _)| *it == action).map_or(Access::Unknown, |(_, it)| it)
    }
}

impl fmt::Display for Info {
    /// In the vendor's words, reading first: `query All, create None, no delete`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named =
            [(Action::Inquire, "query"), (Action::Add, "create"), (Action::Edit, "update"), (Action::Delete, "delete")];
        let parts = named.map(|(action, word)| match self.of(action) {
            Access::Level(level) => format!("{word} {level}"),
            Access::NoOperation => words::with("proof-no-operation", &[("operation", word.into())]),
            Access::Unknown => words::with("proof-operation-not-told", &[("operation", word.into())]),
        });
        f.write_str(&parts.join(", "))
    }
}

/// Reads the answer of an entity.
///
/// Errors: why there is none.
pub(super) fn read(entity: &Answer) -> Result<Info, Fault> {
    let json = answer(entity)?;
    let Some(info) = json.get("info").filter(|it| it.is_object()) else {
        return Err(Fault::Unreadable { what: entity.label.clone(), at: "info".to_owned() });
    };
    Ok(Info(Action::ALL.map(|action| {
        let (can, access) = match action {
            Action::Add => ("canCreate", "userAccessForCreate"),
            Action::Edit => ("canUpdate", "userAccessForUpdate"),
            Action::Delete => ("canDelete", "userAccessForDelete"),
            Action::Inquire => ("canQuery", "userAccessForQuery"),
        };
        if info.get(can) == Some(&Value::Bool(false)) {
            Access::NoOperation
        } else {
            info.get(access).and_then(level).map_or(Access::Unknown, Access::Level)
        }
    })))
}

/// Reads a level: a word on the wire, a number in the vendor's own page. Source: `REST_EntityInformationCall.htm`.
fn level(value: &Value) -> Option<Level> {
    let text = value.as_str().map(|it| it.trim().to_lowercase());
    match (text.as_deref(), value.as_u64()) {
        (Some("none" | "0"), _) | (None, Some(0)) => Some(Level::None),
        (Some("all" | "1"), _) | (None, Some(1)) => Some(Level::All),
        (Some("restricted" | "2"), _) | (None, Some(2)) => Some(Level::Restricted),
        _ => None,
    }
}
