//! Why a desktop's keyring could not be used, in words.

use secret_service::Error;

use crate::model::{fault::Fault, shown::Shown};

/// Why a call went wrong.
pub(super) enum Trouble {
    /// There is no session bus, or it does not answer.
    NoBus,
    /// The bus answers, and no keyring on it.
    NoKeyring,
    /// The keyring has nothing into which new items go.
    NoCollection,
    /// It is locked, and nobody unlocked it in time.
    Locked,
    /// It did not answer in time.
    Slow,
    /// What it gave is not text.
    NotText,
    /// It refused for a reason of its own.
    Refused(String),
}

/// Unit: characters of a keyring's words that are shown.
const LONGEST: usize = 200;

impl Trouble {
    /// Says whether nothing can have been handed over.
    pub(super) fn comes_before(&self) -> bool {
        match self {
            Self::NoBus | Self::NoKeyring | Self::NoCollection | Self::Locked => true,
            Self::Slow | Self::NotText | Self::Refused(_) => false,
        }
    }

    /// The same for people.
    pub(super) fn fault(self) -> Fault {
        let (what, remedy) = match self {
            Self::NoBus => (
                "no desktop session answers here".into(),
                "Use this store in a terminal of the desktop itself, or choose another store.",
            ),
            Self::NoKeyring => (
                "this desktop session has no keyring".into(),
                "Start gnome-keyring or KWallet in this session, or choose another store.",
            ),
            Self::NoCollection => (
                "the desktop's keyring has no default collection".into(),
                "Make one in the desktop's password program, or choose another store.",
            ),
            Self::Locked => (
                "the desktop's keyring is locked".into(),
                "Unlock it in the desktop's password program, then try again.",
            ),
            Self::Slow => (
                "the desktop's keyring did not answer within 3 s".into(),
                "Look whether it asks something on the desktop, then try again.",
            ),
            Self::NotText => {
                ("the desktop's keyring gave something that is not text".into(), "Enter the keys again and save.")
            }
            Self::Refused(why) => {
                (format!("the desktop's keyring refused: {why}"), "Look into the desktop's password program.")
            }
        };
        Fault::Local { what, remedy: remedy.into() }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        if matches!(error, Error::Locked | Error::Prompt) {
            return Self::Locked;
        }
        if matches!(error, Error::PromptDisconnected) {
            return Self::Slow;
        }
        if matches!(error, Error::NoResult) {
            return Self::NoCollection;
        }
        let text = Shown::new(&error.to_string()).to_string();
        if matches!(error, Error::Unavailable) || text.contains("org.freedesktop.DBus.Error.ServiceUnknown") {
            return Self::NoKeyring;
        }
        Self::Refused(text.chars().take(LONGEST).collect())
    }
}
