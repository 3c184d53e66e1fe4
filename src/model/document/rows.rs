//! The parts of the document: one struct for each kind of row.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    model::{
        fault::Side,
        report::{Check, Confidence},
    },
    words,
};

/// One layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRow {
    /// Its key: `tls`.
    pub check: String,
    /// How it went.
    pub outcome: Outcome,
    /// What was seen, or why not.
    pub detail: String,
    /// What was seen, by [`Fact::key`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
    /// What it means when it fails.
    #[serde(default)]
    pub meaning: String,
    /// What the catalogue says of the failure; its keys stand beside the others.
    #[serde(flatten)]
    pub failed: Option<FaultRow>,
    /// The request that showed it.
    pub request: Option<String>,
    /// How long it took.
    pub ms: u64,
}

/// How one check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Well.
    Passed,
    /// Not needed here.
    Skipped,
    /// The answer leaves it open.
    Unclear,
    /// It failed.
    Failed,
}

/// What the catalogue says of a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRow {
    /// The key of its kind: `certificate-expired`.
    pub fault: String,
    /// The key of whose side it is on: `server`.
    pub side: String,
    /// What usually causes it.
    pub cause: String,
    /// What to do next.
    pub remedy: String,
    /// Where to click.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub menu: Option<String>,
    /// Whether trying again by itself can help.
    pub retry: bool,
}

/// One right of the proof matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightRow {
    /// The function's id: `finance.agreements`.
    pub right: String,
    /// The module, as the vendor prints it.
    pub module: String,
    /// The function, as the vendor prints it.
    pub function: String,
    /// What is needed.
    pub needed: String,
    /// Why, a clause.
    #[serde(default)]
    pub why: String,
    /// What was found; empty when nothing was.
    pub found: String,
    /// What that means.
    pub proof: Proven,
    /// Why it could not be checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// The requests that showed it.
    pub request: String,
    /// What each of them showed.
    #[serde(default)]
    pub evidence: Vec<WitnessRow>,
    /// How sure it is: `high`.
    #[serde(default)]
    pub confidence: String,
    /// What is uncertain about the proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
    /// How long the slowest request took.
    pub ms: u64,
    /// Where it is set.
    pub menu: String,
    /// Whether it can be left out.
    pub optional: bool,
    /// Somebody's word, where the API cannot show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<ConfirmedRow>,
    /// What a server last showed of it, when this test could not check it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<ShownRow>,
}

/// What a server showed of a right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownRow {
    /// What that means.
    pub proof: Proven,
    /// What was found.
    pub found: String,
}

/// What is known of one right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proven {
    /// The server showed all of it.
    Granted,
    /// The server showed a part.
    Partial,
    /// The server showed that it is not there.
    Missing,
    /// It could not be checked.
    Unproven,
}

impl Proven {
    /// All of them, best first.
    pub const ALL: [Self; 4] = [Self::Granted, Self::Partial, Self::Missing, Self::Unproven];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Granted => words::say("proof-granted"),
            Self::Partial => words::say("proof-partial"),
            Self::Missing => words::say("proof-missing"),
            Self::Unproven => words::say("proof-unproven"),
        }
    }

    /// Says whether the server showed that something is not there.
    pub fn is_short(self) -> bool {
        match self {
            Self::Partial | Self::Missing => true,
            Self::Granted | Self::Unproven => false,
        }
    }
}

/// One request and what it showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WitnessRow {
    /// The request.
    pub request: String,
    /// What it showed, a clause.
    pub says: String,
}

/// Somebody's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmedRow {
    /// The account on this host.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
}

/// A right beyond the need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcessRow {
    /// The module and function.
    pub name: String,
    /// What is there beyond the need.
    pub levels: String,
}

/// One cross-check of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SightRow {
    /// Its key.
    pub check: String,
    /// What it looks for, a clause.
    pub looks_for: String,
    /// The right that it is about.
    pub right: String,
    /// What came out.
    pub seen: SeenWord,
    /// Rows that are referred to and not shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<u64>,
    /// Rows that are referred to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
    /// Some of those that are not shown.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Why it could not be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// What else would look the same as a hidden row, a clause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
    /// Somebody's word that the rows that are not shown need not be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<ConfirmedRow>,
    /// The requests that showed it.
    pub request: String,
    /// How long they took.
    pub ms: u64,
    /// Where the right is set.
    #[serde(default)]
    pub menu: String,
    /// Whether the right can be left out.
    #[serde(default)]
    pub optional: bool,
}

impl SightRow {
    /// Says whether rows are hidden, and nothing else would look the same.
    pub fn is_blind(&self) -> bool {
        self.seen == SeenWord::Hidden && self.doubt.is_none() && self.confirmed.is_none()
    }

    /// Says whether rows are hidden or gone, and nobody has looked which.
    pub fn is_doubtful(&self) -> bool {
        self.seen == SeenWord::Hidden && self.doubt.is_some() && self.confirmed.is_none()
    }
}

/// What a cross-check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeenWord {
    /// All rows that are referred to can be read.
    All,
    /// Some cannot.
    Hidden,
    /// It could not be told.
    Unclear,
}

/// How many rows a list has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountRow {
    /// The list's id.
    pub list: String,
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: u64,
}

/// Another site that the login belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedRow {
    /// Where it belongs now.
    pub to: String,
    /// What said so.
    pub by: String,
}

/// How many rights stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallyRow {
    /// Shown by the server.
    pub granted: usize,
    /// Shown in part.
    pub partial: usize,
    /// Shown to be missing.
    pub missing: usize,
    /// Could not be checked, and nobody confirmed.
    pub unproven: usize,
    /// Could not be checked, and somebody confirmed.
    pub confirmed: usize,
}

/// A certificate that somebody trusted by its fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinRow {
    /// SHA-256 of it.
    pub sha256: String,
    /// For whom it is.
    pub subject: String,
    /// Its last day.
    pub not_after: String,
    /// Who trusted it, and when.
    pub confirmed: ConfirmedRow,
}

impl RightRow {
    /// Says whether what is uncertain about the proof matters for what was found.
    pub fn is_doubtful(&self) -> bool {
        self.proof == Proven::Unproven || self.confidence != Confidence::High.word()
    }

    /// What a server showed of it, in this test or in the last one that could check it.
    pub fn shown(&self) -> Option<ShownRow> {
        match self.proof {
            Proven::Granted | Proven::Partial | Proven::Missing => {
                Some(ShownRow { proof: self.proof, found: self.found.clone() })
            }
            Proven::Unproven => self.earlier.clone(),
        }
    }

    /// The right as people know it: `Finance / Agreements`, else its id.
    pub fn label(&self) -> String {
        if self.function.is_empty() { self.right.clone() } else { format!("{} / {}", self.module, self.function) }
    }
}

impl CheckRow {
    /// Its name on screens, else its key.
    pub fn name(&self) -> &str {
        Check::try_from(self.check.as_str()).map_or(self.check.as_str(), |it| it.name())
    }
}

impl FaultRow {
    /// Whose job it is to mend it: `the PSA's administrator`.
    pub fn side_words(&self) -> &str {
        Side::ALL.iter().find(|it| it.key() == self.side).map_or(self.side.as_str(), |it| it.words())
    }
}
