//! Text from outside, made safe to draw on a terminal.

use std::fmt;

/// A text in which nothing can drive the terminal, reorder the line or hide.
///
/// Every text from a PSA, a certificate or a file becomes one of these before a face may show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shown(String);

impl Shown {
    /// Replaces what a terminal would act on by a visible mark, and line breaks and tabs by a space.
    pub fn new(text: &str) -> Self {
        Self(text.chars().filter_map(visible).collect())
    }

    /// The safe text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether nothing is left to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Maps one character to what may be drawn for it; `None` drops it.
fn visible(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{1b}' => Some('\u{241b}'),
        // Bidirectional controls, zero-width marks, soft hyphen, variation and language tags: they hide or reorder.
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => None,
        c if c.is_control() => Some('\u{fffd}'),
        c => Some(c),
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&str> for Shown {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Shown;

    #[test]
    fn an_escape_sequence_becomes_visible_text() {
        assert_eq!(Shown::new("a\u{1b}[2Jb\u{7}\u{9b}c").as_str(), "a\u{241b}[2Jb\u{fffd}\u{fffd}c");
    }

    #[test]
    fn reordering_and_hidden_marks_are_dropped() {
        assert_eq!(Shown::new("Acme\u{202e}gpj\u{200b}\u{feff}").as_str(), "Acmegpj");
    }

    #[test]
    fn line_breaks_become_spaces_and_umlauts_stay() {
        assert_eq!(Shown::new("M\u{fc}ller\r\nGmbH \u{1f680}").as_str(), "M\u{fc}ller  GmbH \u{1f680}");
    }
}
