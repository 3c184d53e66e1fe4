//! A value that must not be seen: no `Display`, no `Serialize`, and a `Debug` that says nothing.

use std::fmt;

use zeroize::Zeroizing;

/// Holds a secret text and wipes it when dropped.
///
/// Equality is for tests and for "is this the login that was refused?"; it is not constant time.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Gives the text itself. Only the transport, the secret stores and the hand-over commands may call this.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Answers a yes-or-no question about the text, which does not leave.
    pub fn is(&self, question: impl FnOnce(&str) -> bool) -> bool {
        question(&self.0)
    }

    /// Gives a new secret without the line end that a paste brings along.
    #[must_use]
    pub fn without_line_end(&self) -> Self {
        Self::new(self.0.trim_end_matches(['\r', '\n']))
    }

    /// Gives a new secret: `text`, then this one.
    #[must_use]
    pub fn after(&self, text: &str) -> Self {
        Self(Zeroizing::new([text, &self.0].concat()))
    }

    /// Lends the text to the model's own readers (cleaning, splitting, wrapping by kind of field).
    pub(in crate::model) fn read<T>(&self, reader: impl FnOnce(&str) -> T) -> T {
        reader(&self.0)
    }

    /// Counts characters, which is safe to show.
    pub fn chars(&self) -> usize {
        self.0.chars().count()
    }

    /// Says whether nothing was entered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives the last four characters, or nothing when that would be a large part of the secret.
    ///
    /// Unit: characters. Secrets under 12 characters give none.
    pub fn last4(&self) -> String {
        if self.chars() < 12 { String::new() } else { self.0.chars().skip(self.chars() - 4).collect() }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(redacted)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn debug_says_nothing() {
        assert_eq!(format!("{:?}", Secret::new("canary")), "(redacted)");
    }

    #[test]
    fn the_end_of_a_short_secret_is_not_shown() {
        assert_eq!(Secret::new("elevenchars").last4(), "");
        assert_eq!(Secret::new("twelve-chars").last4(), "hars");
    }
}
