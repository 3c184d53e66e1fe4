//! The report as Markdown, for tickets that render it.

use std::fmt::Write as _;

use crate::{
    cli::test::text::details,
    model::{
        document::{Document, RightRow},
        left::{self, left},
        shown::Shown,
    },
    words,
};

use super::{
    certificate, confirmed, diff, fault, found, label, moved, of_an_earlier_test, outcome, product, proof, seen,
    tested, title, trusted, unchecked,
};

/// Makes the text.
pub(super) fn write(document: &Document) -> String {
    let matrix = document.with_rights();
    let mut sheet = Sheet { text: format!("# {}\n", escaped(&title(document))) };
    sheet.head(document);
    sheet.layers(document);
    if !matrix.rights.is_empty() {
        sheet.rights(document, matrix);
    }
    sheet.list(words::say("report-rows-about-rows"), matrix.sights.iter().map(seen));
    sheet.list(words::say("report-rows-readable"), matrix.counts.iter().map(|it| format!("{}: {}", it.name, it.rows)));
    let diff = diff(matrix);
    if !diff.is_empty() {
        sheet.heading(words::say("report-least"));
        sheet.line(words::say("report-marks"));
        sheet.line("\n```diff");
        for (mark, it) in diff {
            sheet.line(&format!("{mark} {}", Shown::new(&it).as_str().replace("```", "'''")));
        }
        sheet.line("```");
    }
    let left = left(document);
    sheet.list(&left::heading(left.len()), left.iter().map(left::Left::line));
    sheet.list(words::say("report-unchecked"), unchecked(matrix).into_iter());
    sheet.list(words::say("report-notes"), document.notes.iter().cloned());
    sheet.text
}

/// The text so far.
struct Sheet {
    text: String,
}

impl Sheet {
    fn line(&mut self, line: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn heading(&mut self, text: &str) {
        self.line(&format!("\n## {}\n", escaped(text)));
    }

    fn row(&mut self, cells: &[&str]) {
        let cells: Vec<_> = cells.iter().map(|it| escaped(it)).collect();
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    fn list(&mut self, heading: &str, lines: impl Iterator<Item = String>) {
        for (n, line) in lines.enumerate() {
            if n == 0 {
                self.heading(heading);
            }
            self.line(&format!("- {}", escaped(&line)));
        }
    }

    fn head(&mut self, document: &Document) {
        self.line("\n| | |\n| --- | --- |");
        self.row(&[words::say("report-connection"), &product(document)]);
        self.row(&[words::say("report-host"), &document.origin]);
        self.row(&[words::say("report-tested"), &tested(document)]);
        if let Some(identity) = &document.identity {
            self.row(&[words::say("report-login"), identity]);
        }
        self.row(&[words::say("report-verdict"), &document.verdict]);
        if let Some(it) = &document.moved {
            self.row(&[words::say("report-moved-to"), &moved(it)]);
        }
        if let Some(pin) = &document.pin {
            self.row(&[words::say("report-pin"), &format!("{}, {}", certificate(pin), trusted(pin))]);
        }
    }

    fn layers(&mut self, document: &Document) {
        self.heading(words::say("report-layers"));
        let heads = [
            words::say("report-head-layer"),
            words::say("report-head-outcome"),
            words::say("report-head-ms"),
            words::say("report-head-seen"),
            words::say("report-head-details"),
        ];
        self.row(&heads);
        self.line("| --- | --- | ---: | --- | --- |");
        for it in &document.checks {
            self.row(&[it.name(), outcome(it.outcome), &it.ms.to_string(), &it.detail, &details(it)]);
        }
        for failed in document.checks.iter().filter_map(|it| it.failed.as_ref()) {
            self.line(&format!("\n{}\n\n{}", escaped(&fault(failed)), escaped(&failed.remedy)));
            if let Some(menu) = &failed.menu {
                let says = words::with("report-mend-at", &[("menu", menu.into())]);
                self.line(&format!("\n{}", escaped(&says)));
            }
        }
    }

    fn rights(&mut self, document: &Document, matrix: &Document) {
        self.heading(words::say("report-rights"));
        if let Some(says) = of_an_earlier_test(document) {
            self.line(&format!("{}\n", escaped(&says)));
        }
        let heads = [
            words::say("report-head-proof"),
            words::say("report-head-right"),
            words::say("report-head-needed"),
            words::say("report-head-found"),
            words::say("report-head-confidence"),
            words::say("report-head-request"),
            words::say("report-head-confirmed"),
        ];
        self.row(&heads);
        self.line("| --- | --- | --- | --- | --- | --- | --- |");
        for it in &matrix.rights {
            let RightRow { needed, confidence, request, .. } = it;
            let confirmed = it.confirmed.as_ref().map(confirmed).unwrap_or_default();
            self.row(&[proof(it), &label(it), needed, found(it), confidence, request, &confirmed]);
        }
        self.line(&format!("\n{}", crate::cli::test::text::tally(&matrix.tally)));
        let evidence = matrix.rights.iter().flat_map(|right| {
            right.evidence.iter().map(|it| format!("{}: {}: {}", right.label(), it.request, it.says))
        });
        self.list(words::say("report-evidence"), evidence);
    }
}

/// Makes Markdown take `text` as it is, in a table, too.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for it in Shown::new(text).as_str().chars() {
        if matches!(it, '\\' | '|' | '<' | '>' | '*' | '_' | '`' | '[' | ']' | '#' | '~' | '&') {
            escaped.push('\\');
        }
        escaped.push(it);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{Sheet, escaped};

    #[test]
    fn a_servers_text_makes_no_cell_link_or_tag_of_its_own() {
        let mut sheet = Sheet { text: String::new() };
        sheet.row(&["a|b", "[x](javascript:1)\n| c |", "<b>"]);
        assert_eq!(sheet.text, "| a\\|b | \\[x\\](javascript:1) \\| c \\| | \\<b\\> |\n");
        assert_eq!(escaped("mySecurity_*"), "mySecurity\\_\\*");
    }
}
