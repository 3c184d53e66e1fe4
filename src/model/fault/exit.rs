//! The exit codes of the program, as its help and README list them.

use serde::Deserialize;

/// The exit codes of product.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum ExitCode {
    /// All is well.
    Fine = 0,
    /// Our fault.
    Ours = 1,
    /// Wrong use of the command.
    Usage = 2,
    /// The login was refused.
    RefusedLogin = 3,
    /// A right is missing.
    RightMissing = 4,
    /// The PSA cannot be reached.
    Unreachable = 5,
    /// Limited or locked.
    Limited = 6,
    /// The store cannot be read or written.
    Store = 7,
    /// It could not be told.
    CouldNotTell = 8,
    /// A key that was replaced still works.
    OldKeyWorks = 9,
    /// `exec`: the program is there and cannot be run.
    NotRunnable = 126,
    /// `exec`: there is no such program.
    NoProgram = 127,
    /// Cancelled by the person.
    Cancelled = 130,
}

impl ExitCode {
    /// All of them, as the help lists them.
    pub const ALL: [Self; 13] = [
        Self::Fine,
        Self::Ours,
        Self::Usage,
        Self::RefusedLogin,
        Self::RightMissing,
        Self::Unreachable,
        Self::Limited,
        Self::Store,
        Self::CouldNotTell,
        Self::OldKeyWorks,
        Self::NotRunnable,
        Self::NoProgram,
        Self::Cancelled,
    ];

    /// The code of a number, if it is one.
    pub fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|it| *it as u8 == number)
    }

    /// The worse of two, for a command that did several things: what a person must mend comes before what may pass.
    #[must_use]
    pub fn or_worse(self, other: Self) -> Self {
        if other.weight() > self.weight() { other } else { self }
    }

    fn weight(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::CouldNotTell => 1,
            Self::OldKeyWorks => 2,
            Self::Limited => 3,
            Self::Unreachable => 4,
            Self::RightMissing => 5,
            Self::RefusedLogin => 6,
            Self::Store => 7,
            Self::Usage => 8,
            Self::NotRunnable => 9,
            Self::NoProgram => 10,
            Self::Ours => 11,
            Self::Cancelled => 12,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ExitCode;

    #[test]
    fn what_must_be_mended_is_worse_than_what_may_pass() {
        assert_eq!(ExitCode::Unreachable.or_worse(ExitCode::RightMissing), ExitCode::RightMissing);
        assert_eq!(ExitCode::RightMissing.or_worse(ExitCode::Limited), ExitCode::RightMissing);
        assert_eq!(ExitCode::Fine.or_worse(ExitCode::Fine), ExitCode::Fine);
    }
}
