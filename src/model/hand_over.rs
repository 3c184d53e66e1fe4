//! What another program is given of a saved connection, and what the log remembers of it.

use super::catalog::PsaFacts;
use crate::words;

/// How the variables of `exec` begin: `PSA_`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    /// The prefix of a program that was not told another.
    pub const USUAL: &str = "PSA_";

    /// Checks a prefix.
    ///
    /// Errors: a sentence saying what a prefix may be.
    pub fn new(text: &str) -> Result<Self, String> {
        let fits = |it: u8| it.is_ascii_uppercase() || it.is_ascii_digit() || it == b'_';
        let begins = text.bytes().next().is_some_and(|it| !it.is_ascii_digit());
        if begins && text.bytes().all(fits) && text.len() <= 40 {
            Ok(Self(text.to_owned()))
        } else {
            Err(words::say("hand-prefix-rule").into())
        }
    }

    /// The variable of one part.
    pub fn variable(&self, part: &str) -> String {
        format!("{}{}", self.0, part.to_ascii_uppercase())
    }
}

/// The connection's name, as a part.
pub const NAME: &str = "name";
/// The PSA's id, as a part.
pub const KIND: &str = "kind";
/// The base address of the API, as a part.
pub const URL: &str = "url";

/// Every part of a connection to this PSA, in the order in which they are documented.
pub fn parts(facts: &PsaFacts) -> Vec<&str> {
    [NAME, KIND, URL].into_iter().chain(facts.fields.iter().map(|it| it.id.0.as_str())).collect()
}

/// How a login leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// In the environment of a program.
    Exec,
    /// As one line on standard output.
    Credentials,
    /// In a filled template.
    Export,
}

impl Manner {
    /// Every manner.
    pub const ALL: [Self; 3] = [Self::Exec, Self::Credentials, Self::Export];

    /// Its name in the log, which is that of the command.
    pub fn key(self) -> &'static str {
        match self {
            Self::Exec => "exec",
            Self::Credentials => "credentials",
            Self::Export => "export",
        }
    }
}

/// One line of the log: who took which login, when and with what, and never a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// When, RFC 3339.
    pub at: String,
    /// The account's number.
    pub uid: u32,
    /// The account's name.
    pub user: String,
    /// The process that started this program.
    pub parent: i32,
    /// That process's program; empty when it cannot be told.
    pub parent_program: String,
    /// The terminal; `None` without one.
    pub tty: Option<String>,
    /// How.
    pub manner: Manner,
    /// Which connection.
    pub connection: String,
    /// The program that is run or the file that is written; `None` for standard output.
    pub program: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::{Prefix, parts};
    use crate::model::catalog::Catalog;

    #[test]
    fn a_prefix_is_what_every_shell_takes() {
        for fine in ["PSA_", "_", "CW2_", "X"] {
            assert!(Prefix::new(fine).is_ok(), "{fine}");
        }
        for wrong in ["", "psa_", "2CW_", "PSA-", "PSA=", "PSÄ_", "P SA", "A\0", &"A".repeat(41)] {
            assert!(Prefix::new(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn no_two_parts_have_one_name() {
        for facts in Catalog::embedded().psas.clone() {
            let mut parts = parts(&facts);
            let (n, fits) = (parts.len(), |it: u8| it.is_ascii_lowercase() || it == b'_');
            assert!(parts.iter().all(|it| it.bytes().all(fits)), "{parts:?}");
            parts.sort_unstable();
            parts.dedup();
            // `psa` and `fields` are names of the templates besides.
            assert!(parts.len() == n && !parts.contains(&"psa") && !parts.contains(&"fields"), "{parts:?}");
        }
    }
}
