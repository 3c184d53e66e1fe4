//! The text of `test`: aligned columns, and below each failure whose job it is, what to do and where to click.

use crate::{
    cli::page::Page,
    model::{
        document::{CheckRow, Document, Outcome, Proven, RightRow, SeenWord, SightRow, TallyRow},
        left::{self, left},
        report::Fact,
    },
};

/// How far what belongs to a line stands in below it. Unit: columns.
const BELOW: usize = 9;

/// Columns of what is wrapped.
const WIDTH: usize = 100;

/// Makes the text. After an earlier test it ends with what is left to do.
pub(super) fn report(document: &Document, is_again: bool) -> String {
    let Document { connection, psa_name, integration_name, origin, .. } = document;
    let mut page = Page::default();
    page.line(&format!("{connection}: {psa_name} for {integration_name}, {origin}"));
    page.gap();
    document.checks.iter().for_each(|it| check(&mut page, it));
    if !document.rights.is_empty() {
        page.gap();
        rights(&mut page, &document.rights);
    }
    if document.sights.iter().any(|it| it.seen != SeenWord::All) {
        page.gap();
        page.line("What rows say about rows:");
        document.sights.iter().for_each(|it| sight(&mut page, it));
    }
    if let Some(moved) = &document.moved {
        page.gap();
        page.line(&format!("The login belongs to {} now, says {}. No key was sent there.", moved.to, moved.by));
        page.line(&format!("{:BELOW$}-> Edit the connection and choose that site, if you trust it.", ""));
    }
    section(&mut page, "Beyond the need:", document.excess.iter().map(|it| format!("{}: {}", it.name, it.levels)));
    section(&mut page, "Rows:", document.counts.iter().map(|it| format!("{}: {}", it.name, it.rows)));
    section(&mut page, "Notes:", document.notes.iter().cloned());
    let counts = tally(&document.tally);
    if !counts.is_empty() {
        page.gap();
        page.line(&counts);
    }
    let left = left(document);
    if is_again && !document.rights.is_empty() && !left.is_empty() {
        page.gap();
        page.line(&format!("{}:", left::heading(left.len())));
        for it in &left {
            page.line(&format!("  {}", it.line()));
        }
    }
    page.into_text()
}

/// How many rights stand where: `12 granted, 2 missing`.
pub(in crate::cli) fn tally(tally: &TallyRow) -> String {
    let TallyRow { granted, partial, missing, unproven, confirmed } = *tally;
    let counts = [
        (granted, "granted"),
        (partial, "partial"),
        (missing, "missing"),
        (unproven, "unproven"),
        (confirmed, "confirmed by hand"),
    ];
    let counts: Vec<_> = counts.iter().filter(|it| it.0 > 0).map(|(n, word)| format!("{n} {word}")).collect();
    counts.join(", ")
}

/// The details of a check that its text does not have already, in their order: `resolver: 192.0.2.53; …`.
pub(in crate::cli) fn details(check: &CheckRow) -> String {
    use strum::IntoEnumIterator as _;
    let told = |fact: Fact| {
        let value = check.details.get(fact.key()).filter(|it| !check.detail.contains(it.as_str()))?;
        Some(format!("{}: {value}", fact.label()))
    };
    Fact::iter().filter_map(told).collect::<Vec<_>>().join("; ")
}

fn section(page: &mut Page, heading: &str, lines: impl Iterator<Item = String>) {
    for (n, line) in lines.enumerate() {
        if n == 0 {
            page.gap();
            page.line(heading);
        }
        page.line(&format!("  {line}"));
    }
}

fn check(page: &mut Page, check: &CheckRow) {
    let word = match check.outcome {
        Outcome::Passed => "ok",
        Outcome::Skipped => "skipped",
        Outcome::Unclear => "unclear",
        Outcome::Failed => "FAILED",
    };
    page.line(&format!("{:<13} {word:<8} {:>6} ms  {}", check.name(), check.ms, check.detail));
    let details = details(check);
    if !details.is_empty() {
        page.hanging(&" ".repeat(BELOW), &details, WIDTH);
    }
    if let Some(failed) = &check.failed {
        let side = failed.side_words();
        page.hanging(&" ".repeat(BELOW), &format!("{} It is on the side of {side}.", failed.cause), WIDTH);
        page.line(&format!("{:BELOW$}-> {}", "", failed.remedy));
        if let Some(menu) = &failed.menu {
            page.line(&format!("{:BELOW$}-> {menu}", ""));
        }
    }
}

fn rights(page: &mut Page, rights: &[RightRow]) {
    let width = rights.iter().map(|it| it.label().chars().count()).max().unwrap_or_default();
    for it in rights {
        let optional = if it.optional { " (optional)" } else { "" };
        let word = match (it.proof, &it.confirmed) {
            (Proven::Unproven, Some(_)) => "by hand",
            (Proven::Granted, _) => "granted",
            (Proven::Partial, _) => "PARTIAL",
            (Proven::Missing, _) => "MISSING",
            (Proven::Unproven, None) => "unproven",
        };
        page.line(&format!("{word:<8} {:<width$} {:>6} ms  needed: {}{optional}", it.label(), it.ms, it.needed));
        let more = match (it.proof, &it.confirmed) {
            (Proven::Granted, _) => None,
            (Proven::Unproven, Some(it)) => Some(format!("confirmed by {} at {}", it.by, it.at)),
            (Proven::Unproven, None) => it.because.clone(),
            (Proven::Partial | Proven::Missing, _) => {
                Some(format!("found: {}", if it.found.is_empty() { "nothing" } else { &it.found }))
            }
        };
        if let Some(more) = more {
            page.line(&format!("{:BELOW$}{more}", ""));
        }
        if it.proof.is_short() && !it.menu.is_empty() {
            page.line(&format!("{:BELOW$}-> {}", "", it.menu));
        }
    }
}

fn sight(page: &mut Page, sight: &SightRow) {
    let SightRow { looks_for, hidden, of, .. } = sight;
    let (hidden, of) = (hidden.unwrap_or_default(), of.unwrap_or_default());
    match sight.seen {
        SeenWord::All => page.line(&format!("ok       {looks_for}: all {of} can be read")),
        SeenWord::Hidden => {
            let (word, why) = match (&sight.confirmed, &sight.doubt) {
                (Some(word), _) => ("confirmed", format!(", confirmed by {} on {}", word.by, word.at)),
                (None, Some(doubt)) => ("unclear", format!(": hidden, or {doubt}")),
                (None, None) => ("HIDDEN", String::new()),
            };
            page.line(&format!("{word:<8} {looks_for}: {hidden} of {of} cannot be read{why}"));
            if !sight.examples.is_empty() {
                page.hanging(&" ".repeat(BELOW), &sight.examples.join(", "), WIDTH);
            }
            if !sight.menu.is_empty() {
                page.line(&format!("{:BELOW$}-> {}", "", sight.menu));
            }
        }
        SeenWord::Unclear => {
            let because = sight.because.as_deref().unwrap_or_default();
            page.line(&format!("unclear  {looks_for}: {because}"));
        }
    }
}
