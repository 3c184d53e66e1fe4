//! Rights: what an integration needs, what was found, and what is known of it.

use std::fmt;

use crate::words;

use serde::Deserialize;

/// What a right lets somebody do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Create records.
    Add,
    /// Change records.
    Edit,
    /// Delete records.
    Delete,
    /// Read records (ConnectWise says inquire, Autotask says view).
    Inquire,
}

impl Action {
    /// All of them, in the order in which the vendors print them.
    pub const ALL: [Self; 4] = [Self::Add, Self::Edit, Self::Delete, Self::Inquire];

    /// The word for it, lower case.
    pub fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Inquire => "inquire",
        }
    }
}

/// How far a right reaches. Ordered: a higher one covers a lower one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Level {
    /// Nothing.
    None,
    /// Own records only (ConnectWise).
    My,
    /// Some records, by conditions of the security level (Autotask).
    Restricted,
    /// Every record.
    All,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::My => "My",
            Self::Restricted => "Restricted",
            Self::All => "All",
        })
    }
}

/// Levels by action, such as "add All, inquire My".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(pub Vec<(Action, Level)>);

impl Levels {
    /// The level of `action`, if it is known.
    pub fn of(&self, action: Action) -> Option<Level> {
        self.0.iter().find(|(it, _)| *it == action).map(|(_, level)| *level)
    }
}

impl fmt::Display for Levels {
    /// Groups actions of one level: `add, edit All; inquire My`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.as_slice();
        while let [(_, level), ..] = rest {
            let same = rest.iter().take_while(|(_, it)| it == level).count();
            let words: Vec<_> = rest[..same].iter().map(|(action, _)| action.word()).collect();
            write!(f, "{} {level}", words.join(", "))?;
            rest = &rest[same..];
            if !rest.is_empty() {
                f.write_str("; ")?;
            }
        }
        Ok(())
    }
}

/// Names one right of an integration, such as `finance.agreements`: the id of its function in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct RightId(pub String);

impl fmt::Display for RightId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for RightId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// What is known of one right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The server showed all of it.
    Granted,
    /// The server showed a part: a lower level, or some of the actions in a weaker form.
    Partial,
    /// The server showed that it is not there.
    Missing,
    /// It could not be checked: the API cannot show it, or the look-up failed.
    Unproven {
        /// Why, as a clause: `the API has no request that shows it`.
        because: String,
    },
}

impl Proof {
    /// The word for it, as in reports and JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Granted => words::say("proof-granted"),
            Self::Partial => words::say("proof-partial"),
            Self::Missing => words::say("proof-missing"),
            Self::Unproven { .. } => words::say("proof-unproven"),
        }
    }
}

/// Somebody's word for a right that the API cannot show. It is recorded beside the proof, never as a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// The account on this host that confirmed it.
    pub by: String,
    /// When, as an RFC 3339 time.
    pub at: String,
}

#[cfg(test)]
mod tests {
    use super::{Action, Level, Levels};

    #[test]
    fn levels_read_like_the_vendors_table() {
        let levels = Levels(vec![(Action::Add, Level::All), (Action::Edit, Level::All), (Action::Inquire, Level::My)]);
        assert_eq!(levels.to_string(), "add, edit All; inquire My");
    }

    #[test]
    fn a_higher_level_covers_a_lower_one() {
        assert!(Level::All > Level::Restricted && Level::Restricted > Level::My && Level::My > Level::None);
    }
}
