//! The text of `test`: aligned columns, and below each failure whose job it is, what to do and where to click.

use crate::{
    cli::page::Page,
    model::{
        document::{CheckRow, Document, Outcome, Proven, RightRow, SeenWord, SightRow, TallyRow},
        left::{self, left},
        report::Fact,
    },
    words,
};

/// How far what belongs to a line stands in below it. Unit: columns.
const BELOW: usize = 9;

/// Columns of what is wrapped.
const WIDTH: usize = 100;

/// Makes the text. After an earlier test it ends with what is left to do.
pub(super) fn report(document: &Document, is_again: bool) -> String {
    let Document { connection, psa_name, integration_name, origin, .. } = document;
    let mut page = Page::default();
    page.line(&words::with(
        "test-told-head",
        &[
            ("connection", connection.as_str().into()),
            ("psa", psa_name.as_str().into()),
            ("product", integration_name.as_str().into()),
            ("origin", origin.as_str().into()),
        ],
    ));
    page.gap();
    document.checks.iter().for_each(|it| check(&mut page, it));
    if !document.rights.is_empty() {
        page.gap();
        rights(&mut page, &document.rights);
    }
    if document.sights.iter().any(|it| it.seen != SeenWord::All) {
        page.gap();
        page.line(words::say("test-told-rows"));
        document.sights.iter().for_each(|it| sight(&mut page, it));
    }
    if let Some(moved) = &document.moved {
        page.gap();
        page.line(&words::with(
            "test-told-moved",
            &[("to", moved.to.as_str().into()), ("by", moved.by.as_str().into())],
        ));
        page.line(&format!("{:BELOW$}-> {}", "", words::say("test-told-moved-next")));
    }
    section(
        &mut page,
        words::say("test-told-beyond"),
        document.excess.iter().map(|it| format!("{}: {}", it.name, it.levels)),
    );
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
        (granted, words::say("proof-granted")),
        (partial, words::say("proof-partial")),
        (missing, words::say("proof-missing")),
        (unproven, words::say("proof-unproven")),
        (confirmed, words::say("proof-confirmed-by-hand")),
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
        Outcome::Passed => words::say("test-word-ok"),
        Outcome::Skipped => words::say("test-word-skipped"),
        Outcome::Unclear => words::say("test-word-unclear"),
        Outcome::Failed => words::say("test-word-failed"),
    };
    page.line(&format!("{:<13} {word:<8} {:>6} ms  {}", check.name(), check.ms, check.detail));
    let details = details(check);
    if !details.is_empty() {
        page.hanging(&" ".repeat(BELOW), &details, WIDTH);
    }
    if let Some(failed) = &check.failed {
        let side = failed.side_words();
        page.hanging(
            &" ".repeat(BELOW),
            &words::with("test-told-side", &[("cause", failed.cause.as_str().into()), ("side", side.into())]),
            WIDTH,
        );
        page.line(&format!("{:BELOW$}-> {}", "", failed.remedy));
        if let Some(menu) = &failed.menu {
            page.line(&format!("{:BELOW$}-> {menu}", ""));
        }
    }
}

fn rights(page: &mut Page, rights: &[RightRow]) {
    let width = rights.iter().map(|it| it.label().chars().count()).max().unwrap_or_default();
    for it in rights {
        let needed = ("needed", it.needed.as_str().into());
        let needed = if it.optional {
            words::with("test-told-needed-optional", &[needed])
        } else {
            words::with("test-told-needed", &[needed])
        };
        let word = match (it.proof, &it.confirmed) {
            (Proven::Unproven, Some(_)) => words::say("test-word-by-hand"),
            (Proven::Granted, _) => words::say("test-word-granted"),
            (Proven::Partial, _) => words::say("test-word-partial"),
            (Proven::Missing, _) => words::say("test-word-missing"),
            (Proven::Unproven, None) => words::say("test-word-unproven"),
        };
        page.line(&format!("{word:<8} {:<width$} {:>6} ms  {needed}", it.label(), it.ms));
        let more = match (it.proof, &it.confirmed) {
            (Proven::Granted, _) => None,
            (Proven::Unproven, Some(it)) => Some(words::with(
                "test-told-confirmed",
                &[("by", it.by.as_str().into()), ("at", it.at.as_str().into())],
            )),
            (Proven::Unproven, None) => it.because.clone(),
            (Proven::Partial | Proven::Missing, _) => Some(left::found(it)),
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
        SeenWord::All => {
            let says = words::with("test-told-all", &[("rows", looks_for.into()), ("of", of.to_string().into())]);
            page.line(&format!("{:<8} {says}", words::say("test-word-ok")));
        }
        SeenWord::Hidden => {
            let (rows, hidden, of) =
                (("rows", looks_for.into()), ("hidden", hidden.to_string().into()), ("of", of.to_string().into()));
            let (word, says) = match (&sight.confirmed, &sight.doubt) {
                (Some(word), _) => {
                    let (by, at) = (("by", word.by.as_str().into()), ("at", word.at.as_str().into()));
                    let says = words::with("test-told-hidden-confirmed", &[rows, hidden, of, by, at]);
                    (words::say("test-word-confirmed"), says)
                }
                (None, Some(doubt)) => {
                    let doubt = ("doubt", doubt.into());
                    let says = words::with("test-told-hidden-doubt", &[rows, hidden, of, doubt]);
                    (words::say("test-word-unclear"), says)
                }
                (None, None) => (words::say("test-word-hidden"), words::with("test-told-hidden", &[rows, hidden, of])),
            };
            page.line(&format!("{word:<8} {says}"));
            if !sight.examples.is_empty() {
                page.hanging(&" ".repeat(BELOW), &sight.examples.join(", "), WIDTH);
            }
            if !sight.menu.is_empty() {
                page.line(&format!("{:BELOW$}-> {}", "", sight.menu));
            }
        }
        SeenWord::Unclear => {
            let because = sight.because.as_deref().unwrap_or_default();
            page.line(&format!("{:<8} {looks_for}: {because}", words::say("test-word-unclear")));
        }
    }
}
