//! Why a desktop's keyring could not be used, in words.

use secret_service::Error;

use crate::{
    model::{fault::Fault, shown::Shown},
    words,
};

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
                words::say("keyring-no-desktop-session-answers").into(),
                words::say("keyring-no-desktop-session-answers-next"),
            ),
            Self::NoKeyring => {
                (words::say("keyring-desktop-session-has-no").into(), words::say("keyring-desktop-session-has-no-next"))
            }
            Self::NoCollection => (words::say("keyring-has-no").into(), words::say("keyring-has-no-next")),
            Self::Locked => (words::say("keyring-locked").into(), words::say("keyring-locked-next")),
            Self::Slow => (words::say("keyring-did-not").into(), words::say("keyring-did-not-next")),
            Self::NotText => (words::say("keyring-gave-something").into(), words::say("keyring-gave-something-next")),
            Self::Refused(why) => {
                (words::with("keyring-refused", &[("why", why.as_str().into())]), words::say("keyring-refused-next"))
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
