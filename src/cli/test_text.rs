//! The text of `test`: aligned columns, and below each failure what to do and where to click.

use std::fmt::Write as _;

use crate::model::{
    report::{CheckOutcome, RightFinding, Tally},
    right::Proof,
};

use super::test::Tested;

/// How far what belongs to a line stands in below it. Unit: columns.
const BELOW: usize = 9;

/// Makes the text.
pub(super) fn table(tested: &Tested<'_>) -> String {
    let Tested { connection, facts, integration, report, .. } = tested;
    let mut text =
        format!("{}: {} for {}, {}\n\n", connection.name.as_str(), facts.name, integration.name, connection.origin);
    for finding in &report.checks {
        let (word, detail) = match &finding.outcome {
            CheckOutcome::Passed(saw) => ("ok", saw.clone()),
            CheckOutcome::Skipped(why) => ("skipped", why.clone()),
            CheckOutcome::Unclear(why) => ("unclear", why.clone()),
            CheckOutcome::Failed(fault) => ("FAILED", fault.to_string()),
        };
        let ms = finding.took.as_millis();
        line(&mut text, &format!("{:<13} {word:<8} {ms:>6} ms  {detail}", finding.check.name()));
        if let CheckOutcome::Failed(fault) = &finding.outcome {
            line(&mut text, &format!("{:BELOW$}-> {}", "", fault.remedy()));
        }
    }
    if !report.rights.is_empty() {
        text.push('\n');
        rights(&mut text, tested);
    }
    if !report.excess.is_empty() {
        text.push_str("\nBeyond the need:\n");
        for it in &report.excess {
            line(&mut text, &format!("  {}: {}", it.name, it.levels));
        }
    }
    if !report.notes.is_empty() {
        text.push_str("\nNotes:\n");
        for it in &report.notes {
            line(&mut text, &format!("  {it}"));
        }
    }
    let Tally { granted, partial, missing, unproven, confirmed } = report.tally();
    let counts = [
        (granted, "granted"),
        (partial, "partial"),
        (missing, "missing"),
        (unproven, "unproven"),
        (confirmed, "confirmed by hand"),
    ];
    let counts: Vec<_> = counts.iter().filter(|it| it.0 > 0).map(|(n, word)| format!("{n} {word}")).collect();
    if !counts.is_empty() {
        line(&mut text, &format!("\n{}", counts.join(", ")));
    }
    text
}

fn rights(text: &mut String, tested: &Tested<'_>) {
    let label = |it: &RightFinding| {
        tested
            .facts
            .function(&it.right)
            .map_or_else(|| it.right.to_string(), |it| format!("{} / {}", it.module, it.name))
    };
    let rights = &tested.report.rights;
    let width = rights.iter().map(|it| label(it).chars().count()).max().unwrap_or_default();
    for finding in rights {
        let need = tested.needs.rights.iter().find(|it| it.function == finding.right);
        let needed = need.map(crate::model::integration::Right::needed).unwrap_or_default();
        let optional = if need.is_some_and(|it| it.optional.is_some()) { " (optional)" } else { "" };
        let word = match (&finding.proof, &finding.confirmed) {
            (Proof::Unproven { .. }, Some(_)) => "by hand",
            (Proof::Granted, _) => "granted",
            (Proof::Partial, _) => "PARTIAL",
            (Proof::Missing, _) => "MISSING",
            (Proof::Unproven { .. }, None) => "unproven",
        };
        let ms = finding.took.as_millis();
        let label = label(finding);
        line(text, &format!("{word:<8} {label:<width$} {ms:>6} ms  needed: {needed}{optional}"));
        let more = match (&finding.proof, &finding.confirmed) {
            (Proof::Granted, _) => None,
            (Proof::Unproven { .. }, Some(it)) => Some(format!("confirmed by {} at {}", it.by, it.at)),
            (Proof::Unproven { because }, None) => Some(because.clone()),
            (Proof::Partial | Proof::Missing, _) => {
                let found = if finding.found.is_empty() { "nothing" } else { &finding.found };
                Some(format!("found: {found}"))
            }
        };
        if let Some(more) = more {
            line(text, &format!("{:BELOW$}{more}", ""));
        }
        if let (Proof::Partial | Proof::Missing, Some(function)) =
            (&finding.proof, tested.facts.function(&finding.right))
        {
            line(text, &format!("{:BELOW$}-> {}", "", function.menu));
        }
    }
}

fn line(text: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{}", line.trim_end());
}
