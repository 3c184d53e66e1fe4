//! Text for a terminal or a ticket, line by line: safe to show, wrapped where it is told to be.

use crate::{model::shown::Shown, tui::view::text::wrap};

/// A growing text.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// Adds one line as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(Shown::new(line).as_str().trim_end());
        self.text.push('\n');
    }

    /// Adds an empty line, unless nothing or an empty line stands before it.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Adds `text` behind `lead`, broken between words at `columns`; what does not fit stands below the text.
    pub(super) fn hanging(&mut self, lead: &str, text: &str, columns: usize) {
        let room = columns.saturating_sub(lead.chars().count()).max(20);
        let lines = wrap(Shown::new(text).as_str(), room);
        let below = " ".repeat(lead.chars().count());
        for (n, line) in lines.iter().enumerate() {
            self.line(&format!("{}{line}", if n == 0 { lead } else { &below }));
        }
        if lines.is_empty() {
            self.line(lead);
        }
    }

    /// The text.
    pub(super) fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn what_does_not_fit_stands_below_and_nothing_drives_the_terminal() {
        let mut page = Page::default();
        page.gap();
        page.hanging("found  ", "one two three four five six\u{1b}[2J", 27);
        page.gap();
        page.gap();
        page.line("end  ");
        assert_eq!(page.into_text(), "found  one two three four\n       five six\u{241b}[2J\n\nend\n");
    }
}
