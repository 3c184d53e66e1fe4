//! What a connection test found: layer by layer, then right by right, then what no right shows.

use std::{collections::BTreeSet, time::Duration};

use crate::words;

use serde::Deserialize;
use strum::{EnumIter, EnumString, IntoStaticStr};

use super::{
    fault::{ExitCode, Fault},
    id::ListId,
    origin::Origin,
    right::{Confirmation, Proof, RightId},
};

mod fact;
mod tally;

pub use fact::{Detail, Fact};
pub use tally::Tally;

/// One layer of the connection test. Ordered: a layer needs all before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Check {
    /// The host name.
    Lookup,
    /// Which way the packets take.
    Route,
    /// The connection.
    Tcp,
    /// Its protection.
    Tls,
    /// What speaks HTTP there.
    Http,
    /// Whether this host's clock and the server's agree.
    Clock,
    /// Whether it is this PSA's API.
    Api,
    /// Whether it lets us in.
    Login,
    /// Who we are there.
    Identity,
    /// How many requests are left.
    Limits,
}

impl Check {
    /// All of them, in order.
    pub const ALL: [Self; 10] = [
        Self::Lookup,
        Self::Route,
        Self::Tcp,
        Self::Tls,
        Self::Http,
        Self::Clock,
        Self::Api,
        Self::Login,
        Self::Identity,
        Self::Limits,
    ];

    /// Its name on screens and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lookup => words::say("check-lookup"),
            Self::Route => words::say("check-route"),
            Self::Tcp => words::say("check-tcp"),
            Self::Tls => words::say("check-tls"),
            Self::Http => words::say("check-http"),
            Self::Clock => words::say("check-clock"),
            Self::Api => words::say("check-api"),
            Self::Login => words::say("check-login"),
            Self::Identity => words::say("check-identity"),
            Self::Limits => words::say("check-limits"),
        }
    }

    /// Its name in JSON.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// What it means when it fails, a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Lookup => words::say("check-lookup-means"),
            Self::Route => words::say("check-route-means"),
            Self::Tcp => words::say("check-tcp-means"),
            Self::Tls => words::say("check-tls-means"),
            Self::Http => words::say("check-http-means"),
            Self::Clock => words::say("check-clock-means"),
            Self::Api => words::say("check-api-means"),
            Self::Login => words::say("check-login-means"),
            Self::Identity => words::say("check-identity-means"),
            Self::Limits => words::say("check-limits-means"),
        }
    }
}

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckFinding {
    /// Which.
    pub check: Check,
    /// How it went.
    pub outcome: CheckOutcome,
    /// How long it took.
    pub took: Duration,
    /// The request that showed it, as `GET /system/info`, without host and credentials.
    pub request: Option<String>,
    /// What was seen, one by one, in the order in which people look for it.
    pub details: Vec<Detail>,
}

/// How one check went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckOutcome {
    /// Well; what was seen: `10.1.2.3`, `CN=..., 89 days left`. Safe to show.
    Passed(String),
    /// Not needed here, and why: `plain HTTP on this host`, `through the proxy proxy.example:3128`.
    Skipped(String),
    /// The answer leaves it open, and why. Does not stop the test.
    Unclear(String),
    /// It failed.
    Failed(Fault),
}

/// What was found about one right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RightFinding {
    /// Which.
    pub right: RightId,
    /// What was found, in the words of the need: `add None; inquire All`. Empty when nothing was.
    pub found: String,
    /// What that means.
    pub proof: Proof,
    /// The request or requests that showed it.
    pub request: String,
    /// What each of them showed.
    pub evidence: Vec<Witness>,
    /// How sure it is.
    pub confidence: Confidence,
    /// How long the slowest of them took.
    pub took: Duration,
    /// Somebody's word, where the API cannot show it.
    pub confirmed: Option<Confirmation>,
}

/// One request and what it showed of a right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The request: `GET /system/mySecurity?pageSize=1000`.
    pub request: String,
    /// What it showed, a clause: `Agreements: add, edit, inquire All`. Safe to show.
    pub says: String,
}

/// How sure a finding is. The reason stands beside each function in the PSA's file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Confidence {
    /// Nothing was shown.
    None,
    /// Something that usually goes with it was shown.
    Low,
    /// It was shown, and the vendor does not document that this is what shows it.
    Medium,
    /// The vendor documents that this is what shows it.
    #[default]
    High,
}

impl Confidence {
    /// The word for it, on screens and in JSON.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A right that the login has and the integration does not need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excess {
    /// The module and function: `Finance / Invoicing`.
    pub name: String,
    /// What is there beyond the need: `edit, delete All`.
    pub levels: String,
    /// How much that is.
    pub of: Beyond,
}

/// How much one thing beyond the need is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// A right, which can be taken away.
    Right,
    /// Everything there is: the role is the administrator's, and it cannot be taken away from that.
    Everything,
}

/// What rows of one list say about rows of another that ought to be readable: blindness that no right shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Names the cross-check in the PSA's file: `agreements-of-products`.
    pub check: String,
    /// What it looks for, a clause: `agreements that products belong to`.
    pub looks_for: String,
    /// The right that it is about.
    pub right: RightId,
    /// What came out.
    pub seen: Seen,
    /// What else would look the same as a hidden row, a clause; `None` when the role itself shows that it is limited.
    pub doubt: Option<String>,
    /// Somebody's word that the rows that are not shown need not be: they are deleted, say.
    pub confirmed: Option<Confirmation>,
    /// The requests that showed it.
    pub request: String,
    /// How long they took.
    pub took: Duration,
}

impl Sight {
    /// Says whether rows are hidden, and nothing else would look the same.
    pub fn is_blind(&self) -> bool {
        matches!(self.seen, Seen::Hidden { .. }) && self.doubt.is_none() && self.confirmed.is_none()
    }

    /// Says whether rows are hidden or gone, which the PSA does not tell apart, and nobody has looked.
    pub fn is_doubtful(&self) -> bool {
        matches!(self.seen, Seen::Hidden { .. }) && self.doubt.is_some() && self.confirmed.is_none()
    }

    /// Some of the rows that are not shown, as they are named elsewhere.
    pub fn examples(&self) -> &[String] {
        match &self.seen {
            Seen::Hidden { examples, .. } => examples,
            Seen::All { .. } | Seen::Unclear(_) => &[],
        }
    }

    /// Under which id somebody's word for it is kept, beside those for rights. With another number of rows the word is void.
    pub fn word_id(&self) -> RightId {
        let hidden = match self.seen {
            Seen::Hidden { hidden, .. } => hidden,
            Seen::All { .. } | Seen::Unclear(_) => 0,
        };
        RightId(format!("rows.{}.{hidden}", self.check))
    }
}

/// What a cross-check came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// All of `of` rows that are referred to can be read.
    All {
        /// Rows that are referred to.
        of: u64,
    },
    /// Some cannot, although every request was answered.
    Hidden {
        /// Rows that are referred to and not shown.
        hidden: u64,
        /// Rows that are referred to.
        of: u64,
        /// Some of them, as people know them: `agreement 1042 (of product 17)`.
        examples: Vec<String>,
    },
    /// It could not be told, and why.
    Unclear(String),
}

/// The site that the PSA itself says the login belongs to, when that is another than the confirmed one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Where it belongs now.
    pub to: Origin,
    /// What said so, a clause: `the zone look-up`.
    pub by: &'static str,
}

/// Everything one test found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Checks so far, in order.
    pub checks: Vec<CheckFinding>,
    /// Rights so far, in the order of the integration.
    pub rights: Vec<RightFinding>,
    /// Rights beyond the need.
    pub excess: Vec<Excess>,
    /// What rows say about rows.
    pub sights: Vec<Sight>,
    /// Row counts by list, where the PSA counts.
    pub counts: Vec<(ListId, u64)>,
    /// Where the login belongs, when that is not where it was sent. It is offered, never taken.
    pub moved: Option<Moved>,
    /// Who the login is: `S365 of ACME, role Sync 365`.
    pub identity: Option<String>,
    /// What to know besides.
    pub notes: Vec<String>,
    /// Words by hand that somebody took back: where they are saved, they go.
    pub taken_back: BTreeSet<RightId>,
}

impl Report {
    /// The first check that failed, if one did.
    pub fn fault(&self) -> Option<&Fault> {
        self.checks.iter().find_map(|it| match &it.outcome {
            CheckOutcome::Failed(fault) => Some(fault),
            CheckOutcome::Passed(_) | CheckOutcome::Skipped(_) | CheckOutcome::Unclear(_) => None,
        })
    }

    /// Says whether the test came past the login and nothing failed.
    pub fn lets_in(&self) -> bool {
        self.fault().is_none() && self.checks.iter().any(|it| it.check == Check::Login)
    }

    /// The value of a fact, from whichever check saw it.
    pub fn fact(&self, fact: Fact) -> Option<&str> {
        self.checks.iter().flat_map(|it| &it.details).find(|it| it.fact == fact).map(|it| it.value.as_str())
    }

    /// Replaces the finding of the same check, or adds it in order.
    pub fn checked(&mut self, finding: CheckFinding) {
        self.checks.retain(|it| it.check != finding.check);
        let at = self.checks.partition_point(|it| it.check < finding.check);
        self.checks.insert(at, finding);
    }

    /// Replaces the finding of the same right, or adds it at the end.
    pub fn proved(&mut self, finding: RightFinding) {
        match self.rights.iter_mut().find(|it| it.right == finding.right) {
            Some(it) => *it = finding,
            None => self.rights.push(finding),
        }
    }

    /// Replaces the result of the same cross-check, or adds it at the end.
    pub fn sighted(&mut self, sight: Sight) {
        match self.sights.iter_mut().find(|it| it.check == sight.check) {
            Some(it) => *it = sight,
            None => self.sights.push(sight),
        }
    }

    /// What rows say about one right, in the order in which it was found.
    pub fn sights_of(&self, right: &RightId) -> impl Iterator<Item = &Sight> {
        self.sights.iter().filter(move |it| it.right == *right)
    }

    /// Somebody's words in it, for rights and for rows, each with the id under which it is kept.
    pub fn words_by_hand(&self) -> Vec<(RightId, Confirmation)> {
        let rights = self.rights.iter().filter_map(|it| Some((it.right.clone(), it.confirmed.clone()?)));
        let sights = self.sights.iter().filter_map(|it| Some((it.word_id(), it.confirmed.clone()?)));
        rights.chain(sights).collect()
    }

    /// Replaces the count of the same list, or adds it at the end.
    pub fn counted(&mut self, list: ListId, rows: u64) {
        match self.counts.iter_mut().find(|(it, _)| *it == list) {
            Some((_, it)) => *it = rows,
            None => self.counts.push((list, rows)),
        }
    }

    /// The exit code of a test that ended with this report. `optional` rights do not count as missing.
    ///
    /// A right that the API cannot show does not fail a test: only a look-up that should have shown it does (8).
    /// Rows that are hidden are a right that is missing; where they may as well be deleted, it could not be told.
    pub fn exit_code(
        &self,
        is_optional: impl Fn(&RightId) -> bool,
        can_be_shown: impl Fn(&RightId) -> bool,
    ) -> ExitCode {
        if let Some(fault) = self.fault() {
            return fault.exit_code();
        }
        let needed = || self.rights.iter().filter(|it| !is_optional(&it.right));
        let lacks = needed().any(|it| matches!(it.proof, Proof::Missing | Proof::Partial));
        let sights = || self.sights.iter().filter(|it| !is_optional(&it.right));
        let is_open = |it: &RightFinding| matches!(it.proof, Proof::Unproven { .. }) && it.confirmed.is_none();
        if lacks || sights().any(Sight::is_blind) {
            ExitCode::RightMissing
        } else if sights().any(Sight::is_doubtful) || needed().any(|it| is_open(it) && can_be_shown(&it.right)) {
            ExitCode::CouldNotTell
        } else {
            ExitCode::Fine
        }
    }
}
