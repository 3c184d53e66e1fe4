//! The report as Markdown, for tickets that render it.

use std::fmt::Write as _;

use crate::{
    cli::test::text::details,
    model::{
        document::{Document, RightRow},
        left::{self, left},
        shown::Shown,
    },
};

use super::{diff, found, of_an_earlier_test, outcome, proof, seen, tested, unchecked};

/// Makes the text.
pub(super) fn write(document: &Document) -> String {
    let matrix = document.with_rights();
    let mut sheet = Sheet { text: format!("# Proof matrix of {}\n", escaped(&document.connection)) };
    sheet.head(document);
    sheet.layers(document);
    if !matrix.rights.is_empty() {
        sheet.rights(document, matrix);
    }
    sheet.list("What rows say about rows", matrix.sights.iter().map(seen));
    sheet.list("Rows that can be read", matrix.counts.iter().map(|it| format!("{}: {}", it.name, it.rows)));
    let diff = diff(matrix);
    if !diff.is_empty() {
        sheet.heading("Least privilege");
        sheet.line("`+` is to add, `-` to take away.\n\n```diff");
        for (mark, it) in diff {
            sheet.line(&format!("{mark} {}", Shown::new(&it).as_str().replace("```", "'''")));
        }
        sheet.line("```");
    }
    let left = left(document);
    sheet.list(&left::heading(left.len()), left.iter().map(left::Left::line));
    sheet.list("Could not be checked", unchecked(matrix).into_iter());
    sheet.list("Notes", document.notes.iter().cloned());
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
        let Document { psa_name, integration_name, origin, .. } = document;
        self.line("\n| | |\n| --- | --- |");
        self.row(&["Connection", &format!("{psa_name} for {integration_name}")]);
        self.row(&["Host", origin]);
        self.row(&["Tested", &tested(document)]);
        if let Some(identity) = &document.identity {
            self.row(&["Login", identity]);
        }
        self.row(&["Verdict", &document.verdict]);
        if let Some(it) = &document.moved {
            self.row(&["Moved", &format!("the login belongs to {} now, says {}", it.to, it.by)]);
        }
        if let Some(pin) = &document.pin {
            let trusted = format!("trusted by {} at {}", pin.confirmed.by, pin.confirmed.at);
            let says = format!("{}, until {}, SHA-256 {}, {trusted}", pin.subject, pin.not_after, pin.sha256);
            self.row(&["Certificate", &says]);
        }
    }

    fn layers(&mut self, document: &Document) {
        self.heading("Layers");
        self.line("| Layer | Outcome | ms | Seen | Details |\n| --- | --- | ---: | --- | --- |");
        for it in &document.checks {
            self.row(&[it.name(), outcome(it.outcome), &it.ms.to_string(), &it.detail, &details(it)]);
        }
        for failed in document.checks.iter().filter_map(|it| it.failed.as_ref()) {
            let says = format!("Fault {}, on the side of {}. {}", failed.fault, failed.side_words(), failed.cause);
            self.line(&format!("\n{}\n\n{}", escaped(&says), escaped(&failed.remedy)));
            if let Some(menu) = &failed.menu {
                self.line(&format!("\nMend it at: {}", escaped(menu)));
            }
        }
    }

    fn rights(&mut self, document: &Document, matrix: &Document) {
        self.heading("Rights");
        if let Some(says) = of_an_earlier_test(document) {
            self.line(&format!("{}\n", escaped(&says)));
        }
        self.line("| Proof | Right | Needed | Found | Confidence | Request | Confirmed |");
        self.line("| --- | --- | --- | --- | --- | --- | --- |");
        for it in &matrix.rights {
            let RightRow { needed, confidence, request, optional, .. } = it;
            let label = format!("{}{}", it.label(), if *optional { " (optional)" } else { "" });
            let confirmed = it.confirmed.as_ref().map(|it| format!("by {} at {}", it.by, it.at)).unwrap_or_default();
            self.row(&[proof(it), &label, needed, found(it), confidence, request, &confirmed]);
        }
        self.line(&format!("\n{}", crate::cli::test::text::tally(&matrix.tally)));
        let evidence = matrix.rights.iter().flat_map(|right| {
            right.evidence.iter().map(|it| format!("{}: {}: {}", right.label(), it.request, it.says))
        });
        self.list("Evidence", evidence);
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
