//! The guide to making the API user: its lines for a screen, and the sheet for the PSA's administrator.

use super::{catalog::PsaFacts, integration::Integration};

/// Two ways to give the rights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// The vendor's admin role or default level.
    Simple,
    /// The table of rights, each ticked.
    #[default]
    LeastPrivilege,
}

/// One line of the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideLine {
    /// Names the line, stable across runs: `step-3`, `right-finance.agreements`.
    pub id: String,
    /// The part of the guide it belongs to: `Make the API member`.
    pub section: String,
    /// Where to click.
    pub menu: Option<String>,
    /// What to do there, with exact values.
    pub text: String,
    /// Why, or what to know.
    pub why: Option<String>,
}

/// How the administrator's sheet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetFormat {
    /// Plain text, 78 columns.
    Text,
    /// Markdown with a table and tick boxes.
    Markdown,
}

/// The guide's lines, in the order in which they are done.
pub fn lines(facts: &PsaFacts, integration: &Integration, way: Way) -> Vec<GuideLine> {
    let _ = (facts, integration, way);
    vec![]
}

/// The whole guide, both ways, for somebody who will never see this program.
pub fn sheet(facts: &PsaFacts, integration: &Integration, format: SheetFormat) -> String {
    let _ = (facts, integration, format);
    String::new()
}
