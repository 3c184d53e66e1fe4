//! The report as plain text of 80 columns.

use crate::{
    cli::{page::Page, test::text::details},
    model::{
        document::{Document, RightRow},
        left::{self, left},
    },
    words,
};

use super::{
    certificate, confirmed, diff, fault, found, label, moved, of_an_earlier_test, outcome, product, proof, seen,
    tested, title, trusted, unchecked,
};

/// Columns.
const WIDTH: usize = 80;

/// Makes the text.
pub(super) fn write(document: &Document) -> String {
    let matrix = document.with_rights();
    let mut page = Page::default();
    head(&mut page, document);
    layers(&mut page, document);
    if !matrix.rights.is_empty() {
        heading(&mut page, words::say("report-rights"));
        if let Some(says) = of_an_earlier_test(document) {
            page.hanging("", &says, WIDTH);
            page.gap();
        }
        matrix.rights.iter().for_each(|it| right(&mut page, it));
        page.gap();
        page.line(&crate::cli::test::text::tally(&matrix.tally));
    }
    list(&mut page, words::say("report-rows-about-rows"), matrix.sights.iter().map(|it| ("- ".to_owned(), seen(it))));
    list(
        &mut page,
        words::say("report-rows-readable"),
        matrix.counts.iter().map(|it| row(&it.name, &it.rows.to_string())),
    );
    let diff = diff(matrix).into_iter().map(|(mark, it)| (format!("{mark} "), it));
    list(&mut page, words::say("report-least-privilege"), diff);
    let left = left(document);
    let lines = left.iter().map(|it| ("- ".to_owned(), it.line()));
    list(&mut page, &left::heading(left.len()), lines);
    list(&mut page, words::say("report-unchecked"), unchecked(matrix).into_iter().map(|it| ("- ".to_owned(), it)));
    list(&mut page, words::say("report-notes"), document.notes.iter().map(|it| ("- ".to_owned(), it.clone())));
    page.into_text()
}

fn row(name: &str, value: &str) -> (String, String) {
    (String::new(), format!("{name}: {value}"))
}

fn head(page: &mut Page, document: &Document) {
    let title = title(document);
    page.line(&title);
    page.line(&"=".repeat(title.chars().count()));
    page.gap();
    let mut row = |name: &str, value: &str| page.hanging(&format!("{name:<13}"), value, WIDTH);
    row(words::say("report-connection"), &product(document));
    row(words::say("report-host"), &document.origin);
    row(words::say("report-tested"), &tested(document));
    if let Some(identity) = &document.identity {
        row(words::say("report-login"), identity);
    }
    row(words::say("report-verdict"), &document.verdict);
    if let Some(it) = &document.moved {
        row(words::say("report-moved-to"), &moved(it));
    }
    if let Some(pin) = &document.pin {
        row(words::say("report-pin"), &certificate(pin));
        row("", &trusted(pin));
    }
}

fn layers(page: &mut Page, document: &Document) {
    heading(page, words::say("report-layers"));
    for it in &document.checks {
        let lead = format!("{:<13} {:<8} {:>6} ms  ", it.name(), outcome(it.outcome), it.ms);
        page.hanging(&lead, &it.detail, WIDTH);
        let mut more = vec![details(it)];
        if let Some(failed) = &it.failed {
            more.push(fault(failed));
            more.push(failed.remedy.clone());
            more.extend(failed.menu.iter().map(|it| words::with("report-mend-at", &[("menu", it.into())])));
        }
        for it in more.iter().filter(|it| !it.is_empty()) {
            page.hanging("              ", it, WIDTH);
        }
    }
}

fn right(page: &mut Page, right: &RightRow) {
    page.hanging(&format!("{:<9}", proof(right)), &label(right), WIDTH);
    let mut row = |name: &str, value: &str| page.hanging(&format!("{:9}{name:<12}", ""), value, WIDTH);
    row(words::say("report-needed"), &right.needed);
    row(words::say("report-found"), found(right));
    if let Some(because) = &right.because {
        row(words::say("report-unproven"), because);
    }
    if let Some(it) = &right.confirmed {
        row(words::say("report-confirmed-row"), &confirmed(it));
    }
    row(words::say("report-confidence"), &right.confidence);
    match right.evidence.as_slice() {
        [] => {
            let none = words::say("report-no-request");
            row(words::say("report-request"), if right.request.is_empty() { none } else { &right.request });
        }
        evidence => {
            for (n, it) in evidence.iter().enumerate() {
                row(
                    if n == 0 { words::say("report-evidence-row") } else { "" },
                    &format!("{}: {}", it.request, it.says),
                );
            }
        }
    }
    // What is documented and was shown is not in doubt.
    if let Some(doubt) = right.doubt.as_ref().filter(|_| right.is_doubtful()) {
        row(words::say("report-doubt"), doubt);
    }
    if right.proof.is_short() {
        row(words::say("leaf-set-it-at"), &right.menu);
    }
}

fn heading(page: &mut Page, text: &str) {
    page.gap();
    page.line(text);
    page.line(&"-".repeat(text.chars().count()));
}

fn list(page: &mut Page, text: &str, lines: impl Iterator<Item = (String, String)>) {
    for (n, (mark, line)) in lines.enumerate() {
        if n == 0 {
            heading(page, text);
        }
        page.hanging(&format!("  {mark}"), &line, WIDTH);
    }
}
