//! The JSON document of `test`. Its keys are stable; `version` counts the changes that break a reader.

use std::time::Duration;

use serde::Serialize;

use crate::model::{
    report::{CheckFinding, CheckOutcome, Excess, RightFinding, Tally},
    right::Proof,
};

use super::test::Tested;

#[derive(Serialize)]
pub(super) struct Document {
    version: u8,
    connection: String,
    psa: String,
    integration: String,
    origin: String,
    exit: u8,
    checks: Vec<CheckRow>,
    identity: Option<String>,
    rights: Vec<RightRow>,
    excess: Vec<ExcessRow>,
    notes: Vec<String>,
    tally: TallyRow,
}

#[derive(Serialize)]
struct CheckRow {
    check: &'static str,
    outcome: &'static str,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
    request: Option<String>,
    ms: u64,
}

#[derive(Serialize)]
struct RightRow {
    right: String,
    module: String,
    function: String,
    needed: String,
    found: String,
    proof: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
    request: String,
    ms: u64,
    menu: String,
    optional: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed: Option<ConfirmedRow>,
}

#[derive(Serialize)]
struct ConfirmedRow {
    by: String,
    at: String,
}

#[derive(Serialize)]
struct ExcessRow {
    name: String,
    levels: String,
}

#[derive(Serialize)]
struct TallyRow {
    granted: usize,
    partial: usize,
    missing: usize,
    unproven: usize,
    confirmed: usize,
}

/// Makes the document.
pub(super) fn document(tested: &Tested<'_>) -> Document {
    let Tested { connection, report, exit, .. } = tested;
    let Tally { granted, partial, missing, unproven, confirmed } = report.tally();
    let excess = |it: &Excess| ExcessRow { name: it.name.clone(), levels: it.levels.clone() };
    Document {
        version: 1,
        connection: connection.name.as_str().to_owned(),
        psa: connection.psa.to_string(),
        integration: connection.integration.clone(),
        origin: connection.origin.to_string(),
        exit: *exit as u8,
        checks: report.checks.iter().map(check).collect(),
        identity: report.identity.clone(),
        rights: report.rights.iter().map(|it| right(tested, it)).collect(),
        excess: report.excess.iter().map(excess).collect(),
        notes: report.notes.clone(),
        tally: TallyRow { granted, partial, missing, unproven, confirmed },
    }
}

fn check(finding: &CheckFinding) -> CheckRow {
    let (outcome, detail, remedy) = match &finding.outcome {
        CheckOutcome::Passed(saw) => ("passed", saw.clone(), None),
        CheckOutcome::Skipped(why) => ("skipped", why.clone(), None),
        CheckOutcome::Unclear(why) => ("unclear", why.clone(), None),
        CheckOutcome::Failed(fault) => ("failed", fault.to_string(), Some(fault.remedy())),
    };
    let (check, request) = (finding.check.key(), finding.request.clone());
    CheckRow { check, outcome, detail, remedy, request, ms: millis(finding.took) }
}

fn right(tested: &Tested<'_>, finding: &RightFinding) -> RightRow {
    let function = tested.facts.function(&finding.right);
    let need = tested.needs.rights.iter().find(|it| it.function == finding.right);
    let because = match &finding.proof {
        Proof::Unproven { because } => Some(because.clone()),
        Proof::Granted | Proof::Partial | Proof::Missing => None,
    };
    RightRow {
        right: finding.right.to_string(),
        module: function.map(|it| it.module.clone()).unwrap_or_default(),
        function: function.map(|it| it.name.clone()).unwrap_or_default(),
        needed: need.map(crate::model::integration::Right::needed).unwrap_or_default(),
        found: finding.found.clone(),
        proof: finding.proof.word(),
        because,
        request: finding.request.clone(),
        ms: millis(finding.took),
        menu: function.map(|it| it.menu.clone()).unwrap_or_default(),
        optional: need.is_some_and(|it| it.optional.is_some()),
        confirmed: finding.confirmed.as_ref().map(|it| ConfirmedRow { by: it.by.clone(), at: it.at.clone() }),
    }
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}
