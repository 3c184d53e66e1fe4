//! A second key in the place of the first: what the vendor lets one do, what the new login lost, what became of the old key.

use serde::Deserialize;

use crate::words;

use super::{
    catalog::{Field, PsaFacts},
    change::{Change, ChangeKind, changes},
    document::{Document, Proven, SeenWord, SightRow},
    fault::Fault,
    guide::GuideStep,
    id::FieldId,
    login::{Login, Values},
    report::{Fact, Report},
    right::{Proof, RightId},
    saved::Connection,
};

#[cfg(test)]
mod tests;

/// How a key is made beside or in the place of another, and how that one is taken away.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RotateGuide {
    /// What making the second key does to the first.
    pub first: FirstKey,
    /// The same for people, a sentence or two.
    pub says: String,
    /// Where that is doubtful, and what is done about it.
    pub doubt: String,
    /// Making the second key, one step a line.
    pub make: Vec<GuideStep>,
    /// Making sure that the first is gone, one step a line.
    pub delete: Vec<GuideStep>,
    /// What sending the old key once more may cost; asked before it is sent. Absent where nothing is known to be at stake.
    #[serde(default)]
    pub risk: Option<String>,
    /// Where this comes from.
    pub source: String,
    /// The day it was read, ISO 8601.
    pub read: String,
}

/// What making the second key does to the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FirstKey {
    /// It lives on until it is deleted.
    LivesOn,
    /// It ends.
    Ends,
}

/// What became of the key before the last switch. It was sent once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OldKey {
    /// It is refused.
    Dead {
        /// Why its copy on this host could not be removed, when it could not.
        left: Option<Fault>,
    },
    /// It was let in.
    Alive,
    /// It could not be told.
    Unclear(Fault),
}

impl OldKey {
    /// What happened and what to do next, a sentence or two each.
    pub fn words(&self, facts: &PsaFacts) -> (String, String) {
        let psa = &facts.name;
        match self {
            Self::Dead { left: None } => {
                (words::with("rotate-old-dead", &[("psa", psa.into())]), words::say("rotate-old-dead-next").into())
            }
            Self::Dead { left: Some(fault) } => (
                words::with("rotate-old-dead-left", &[("psa", psa.into()), ("fault", fault.to_string().into())]),
                fault.remedy(),
            ),
            Self::Alive => (
                words::with("rotate-old-alive", &[("psa", psa.into())]),
                match facts.rotate.first {
                    FirstKey::LivesOn => words::say("rotate-old-alive-next").into(),
                    FirstKey::Ends => words::say("rotate-old-alive-next-secret").into(),
                },
            ),
            Self::Unclear(fault) => {
                (words::with("rotate-old-unclear", &[("fault", fault.to_string().into())]), fault.remedy())
            }
        }
    }
}

/// What a new login lost or changed against the last test of the old one, a line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Rights and rows that are gone.
    pub lost: Vec<String>,
    /// Rights that were shown and can no longer be checked.
    pub unclear: Vec<String>,
    /// That it is somebody else, or has another role.
    pub identity: Vec<String>,
}

impl Compared {
    /// All of it, what weighs most first.
    pub fn lines(&self) -> impl Iterator<Item = &String> {
        self.lost.iter().chain(&self.unclear).chain(&self.identity)
    }
}

/// The fields that a second key changes.
pub fn rotating(facts: &PsaFacts) -> impl Iterator<Item = &Field> {
    facts.fields.iter().filter(|it| it.rotates)
}

/// The fields of a second key that are those of the key in use: then it is no second key.
pub fn in_use(facts: &PsaFacts, now: &Login, new: &Values) -> Vec<FieldId> {
    let same = |it: &&Field| new.get(&it.id).is_some_and(|value| now.values().get(&it.id) == Some(value));
    rotating(facts).filter(same).map(|it| it.id.clone()).collect()
}

/// Compares the test of a new login with the last kept test of the old one. Needed rights only, as the documents name them.
pub fn compare(before: &Document, after: &Document) -> Compared {
    let mut compared = Compared::default();
    let optional = |it: &Change| {
        let sight = after.sights.iter().find(|sight| sight.check == it.about);
        after.right(&it.about).map(|it| it.optional).or(sight.map(|it| it.optional)).unwrap_or_default()
    };
    let is_unclear = |it: &Change| after.right(&it.about).is_some_and(|right| right.proof == Proven::Unproven);
    for it in changes(before, after) {
        match it.kind {
            ChangeKind::RightLost | ChangeKind::RowsHidden if !optional(&it) => compared.lost.push(it.line()),
            ChangeKind::RightChanged if is_unclear(&it) && !optional(&it) => compared.unclear.push(it.says),
            ChangeKind::Fact if is_of_identity(&it.about) => compared.identity.push(it.says),
            ChangeKind::CheckFails
            | ChangeKind::CheckWorks
            | ChangeKind::CheckUnclear
            | ChangeKind::CheckSkipped
            | ChangeKind::RightLost
            | ChangeKind::RowsHidden
            | ChangeKind::Moved
            | ChangeKind::MovedNoMore
            | ChangeKind::RightChanged
            | ChangeKind::RightGained
            | ChangeKind::RowsShown
            | ChangeKind::RightNeeded
            | ChangeKind::RightNotNeeded
            | ChangeKind::Confirmed
            | ChangeKind::Unconfirmed
            | ChangeKind::ExcessCame
            | ChangeKind::ExcessWent
            | ChangeKind::Connection
            | ChangeKind::Fact
            | ChangeKind::Certificate
            | ChangeKind::Count
            | ChangeKind::Exit => {}
        }
    }
    compared
}

/// Takes over the words by hand of a connection into the test of its new login, where that is the same API user.
pub fn keep_words(report: &mut Report, connection: &Connection, before: &Document) {
    if report.identity.is_none() || report.identity != before.with_rights().identity {
        return;
    }
    let word = |id: &RightId| connection.confirmed.iter().find(|it| it.0 == *id).map(|it| it.1.clone());
    for it in report.rights.iter_mut().filter(|it| matches!(it.proof, Proof::Unproven { .. })) {
        it.confirmed = it.confirmed.take().or_else(|| word(&it.right));
    }
    for it in &mut report.sights {
        it.confirmed = it.confirmed.take().or_else(|| word(&it.word_id()));
    }
}

/// What a test is short of, when there is no earlier one to compare it with. Needed rights only.
pub fn short_of_the_need(after: &Document) -> Compared {
    let needed = after.rights.iter().filter(|it| !it.optional && it.confirmed.is_none());
    let mut compared = Compared::default();
    for it in needed {
        match it.proof {
            Proven::Missing | Proven::Partial => compared.lost.push(words::with(
                "rotate-lost-right",
                &[("name", it.label().into()), ("menu", it.menu.as_str().into())],
            )),
            Proven::Unproven | Proven::Granted => {}
        }
    }
    let hidden = after.sights.iter().filter(|it| it.seen == SeenWord::Hidden && !it.optional && it.confirmed.is_none());
    let line = |it: &SightRow| {
        words::with(
            "rotate-lost-rows",
            &[("n", it.hidden.unwrap_or_default().to_string().into()), ("rows", it.looks_for.as_str().into())],
        )
    };
    compared.lost.extend(hidden.filter(|it| it.doubt.is_none()).map(line));
    compared
}

fn is_of_identity(about: &str) -> bool {
    about == "identity" || [Fact::Company, Fact::User, Fact::Role].iter().any(|it| it.key() == about)
}
