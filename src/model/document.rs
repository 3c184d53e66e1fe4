//! A finished test as one document: what `test --json` prints, what the store keeps, and what every report is made from.
//!
//! Its keys are stable; `version` counts the changes that break a reader. Everything in it is safe to show and no secret.

use serde::{Deserialize, Serialize};

use crate::words;

use super::{fault::ExitCode, report::Fact};

mod made;
mod rows;
#[cfg(test)]
mod tests;

mod verdict;

pub use made::{check_row, right_row, rows, sight_row};
pub use rows::{
    CheckRow, ConfirmedRow, CountRow, ExcessRow, FaultRow, MovedRow, Outcome, PinRow, Proven, RightRow, SeenWord,
    ShownRow, SightRow, TallyRow, WitnessRow,
};

/// The version of the form that this program writes and the only one it reads.
pub const VERSION: u32 = 1;

/// One finished test.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// [`VERSION`].
    pub version: u32,
    /// The connection's name.
    pub connection: String,
    /// The PSA's id.
    pub psa: String,
    /// Its name.
    #[serde(default)]
    pub psa_name: String,
    /// The integration's id.
    pub integration: String,
    /// Its name.
    #[serde(default)]
    pub integration_name: String,
    /// Where the login was sent.
    pub origin: String,
    /// The site, when it is one of the catalogue's.
    #[serde(default)]
    pub site: Option<String>,
    /// When it was tested, RFC 3339.
    #[serde(default)]
    pub at: String,
    /// The exit code of `test`.
    pub exit: u8,
    /// What it comes to, a sentence.
    #[serde(default)]
    pub verdict: String,
    /// The layers, in order.
    pub checks: Vec<CheckRow>,
    /// Who the login is.
    pub identity: Option<String>,
    /// The proof matrix, in the order of the product's own table.
    pub rights: Vec<RightRow>,
    /// Rights beyond the need.
    pub excess: Vec<ExcessRow>,
    /// What rows say about rows.
    #[serde(default)]
    pub sights: Vec<SightRow>,
    /// Row counts by list.
    #[serde(default)]
    pub counts: Vec<CountRow>,
    /// Where the login belongs, when that is not where it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<MovedRow>,
    /// What to know besides.
    pub notes: Vec<String>,
    /// How many rights stand where.
    pub tally: TallyRow,
    /// The one certificate that is trusted although nobody vouches for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<PinRow>,
    /// When the login was last sent and refused, RFC 3339, when it was not let in since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The last test that came as far as the rights, when this one did not. It has none inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Box<Document>>,
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

impl Document {
    /// Writes it as JSON, indented.
    pub fn to_json(&self) -> String {
        // All its keys are text, so it can always be written.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads what [`Document::to_json`] wrote. Keys that a later program added are passed over.
    ///
    /// Errors: a clause saying what is wrong with the text.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let unreadable = |it: serde_json::Error| words::with("report-unreadable", &[("error", it.to_string().into())]);
        let Versioned { version } = serde_json::from_str(text).map_err(unreadable)?;
        if version != VERSION {
            return Err(words::with(
                "report-version",
                &[("version", version.to_string().into()), ("reads", VERSION.to_string().into())],
            ));
        }
        serde_json::from_str(text).map_err(unreadable)
    }

    /// The exit code as a value; [`ExitCode::Ours`] for a number of no code.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::of(self.exit).unwrap_or(ExitCode::Ours)
    }

    /// The first check that failed.
    pub fn failed(&self) -> Option<(&CheckRow, &FaultRow)> {
        self.checks.iter().find_map(|it| it.failed.as_ref().map(|failed| (it, failed)))
    }

    /// A check by its key.
    pub fn check(&self, key: &str) -> Option<&CheckRow> {
        self.checks.iter().find(|it| it.check == key)
    }

    /// A right by its id.
    pub fn right(&self, id: &str) -> Option<&RightRow> {
        self.rights.iter().find(|it| it.right == id)
    }

    /// The value of a fact, from whichever check saw it.
    pub fn fact(&self, fact: Fact) -> Option<&str> {
        self.checks.iter().find_map(|it| it.details.get(fact.key())).map(String::as_str)
    }

    /// The test whose rights are the newest: this one, or an earlier one when this did not come so far.
    pub fn with_rights(&self) -> &Self {
        match &self.earlier {
            Some(earlier) if self.rights.is_empty() => earlier,
            Some(_) | None => self,
        }
    }

    /// This test, with what an earlier one found of the rights when this one did not come so far, of each right that this
    /// one could not check, and of the login when this one did not send it.
    #[must_use]
    pub fn after(mut self, before: Option<Self>) -> Self {
        if self.refused.is_none() && !self.check("login").is_some_and(|it| it.outcome == Outcome::Passed) {
            self.refused = before.as_ref().and_then(|it| it.refused.clone());
        }
        for it in self.rights.iter_mut().filter(|it| it.proof == Proven::Unproven) {
            let was = before.as_ref().map(Self::with_rights).and_then(|was| was.right(&it.right));
            it.earlier = was.and_then(RightRow::shown);
        }
        if self.rights.is_empty() {
            let kept = before.map(|it| match it.earlier {
                Some(earlier) if it.rights.is_empty() => *earlier,
                Some(_) | None => it,
            });
            self.earlier = kept.filter(|it| !it.rights.is_empty()).map(|it| Box::new(Self { earlier: None, ..it }));
        }
        self
    }
}
