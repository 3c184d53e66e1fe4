//! What a connection test found: layer by layer, then right by right.

use std::time::Duration;

use super::{
    fault::{ExitCode, Fault},
    right::{Confirmation, Proof, RightId},
};

/// One layer of the connection test. Ordered: a layer needs all before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// The host name.
    Lookup,
    /// The connection.
    Tcp,
    /// Its protection.
    Tls,
    /// What answers.
    Api,
    /// Whether it lets us in.
    Login,
    /// Who we are there.
    Identity,
}

impl Check {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [Self::Lookup, Self::Tcp, Self::Tls, Self::Api, Self::Login, Self::Identity];

    /// Its name on screens and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lookup => "name look-up",
            Self::Tcp => "connection",
            Self::Tls => "TLS",
            Self::Api => "API",
            Self::Login => "login",
            Self::Identity => "identity",
        }
    }

    /// Its name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Lookup => "lookup",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
            Self::Api => "api",
            Self::Login => "login",
            Self::Identity => "identity",
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
    /// How long the slowest of them took.
    pub took: Duration,
    /// Somebody's word, where the API cannot show it.
    pub confirmed: Option<Confirmation>,
}

/// A right that the login has and the integration does not need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excess {
    /// The module and function: `Finance / Invoicing`.
    pub name: String,
    /// What is there beyond the need: `edit, delete All`.
    pub levels: String,
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
    /// Who the login is: `S365 of ACME, role Sync 365`.
    pub identity: Option<String>,
    /// What to know besides: the request budget, a moved zone.
    pub notes: Vec<String>,
}

/// How many rights stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
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

impl Report {
    /// The first check that failed, if one did.
    pub fn fault(&self) -> Option<&Fault> {
        self.checks.iter().find_map(|it| match &it.outcome {
            CheckOutcome::Failed(fault) => Some(fault),
            CheckOutcome::Passed(_) | CheckOutcome::Skipped(_) | CheckOutcome::Unclear(_) => None,
        })
    }

    /// Counts the rights by proof.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for it in &self.rights {
            match (&it.proof, &it.confirmed) {
                (Proof::Granted, _) => tally.granted += 1,
                (Proof::Partial, _) => tally.partial += 1,
                (Proof::Missing, _) => tally.missing += 1,
                (Proof::Unproven { .. }, Some(_)) => tally.confirmed += 1,
                (Proof::Unproven { .. }, None) => tally.unproven += 1,
            }
        }
        tally
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

    /// The exit code of a test that ended with this report. `optional` rights do not count as missing.
    ///
    /// A right that the API cannot show does not fail a test: only a look-up that should have shown it does (8).
    pub fn exit_code(
        &self,
        is_optional: impl Fn(&RightId) -> bool,
        can_be_shown: impl Fn(&RightId) -> bool,
    ) -> ExitCode {
        if let Some(fault) = self.fault() {
            return fault.exit_code();
        }
        let needed = || self.rights.iter().filter(|it| !is_optional(&it.right));
        if needed().any(|it| matches!(it.proof, Proof::Missing | Proof::Partial)) {
            ExitCode::RightMissing
        } else if needed()
            .any(|it| matches!(it.proof, Proof::Unproven { .. }) && it.confirmed.is_none() && can_be_shown(&it.right))
        {
            ExitCode::CouldNotTell
        } else {
            ExitCode::Fine
        }
    }
}
