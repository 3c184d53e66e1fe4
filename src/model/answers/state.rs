//! What one call of the question-by-question protocol hands to the next: the answers so far, in a text that says when it is not whole.
//!
//! Whoever calls keeps it. No secret is in it, for none is among the answers; it is not signed, for it gives nobody anything
//! that an answers file would not.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use super::{After, Answers};
use crate::words;

/// What is handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// The answers so far.
    pub answers: Answers,
    /// The question that only a test led to, when that is the open one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<After>,
}

/// Why a text is no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateFault {
    /// Something else.
    Foreign,
    /// It was changed or cut.
    Broken,
    /// Another version of this program wrote it.
    OtherVersion,
}

impl fmt::Display for StateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Foreign => words::say("answers-state-foreign"),
            Self::Broken => words::say("answers-state-broken"),
            Self::OtherVersion => words::say("answers-state-version"),
        })
    }
}

/// What every state begins with, and its version.
const MARK: &[u8] = b"psa-connect setup ";
const VERSION: u8 = b'1';
/// Unit: bytes of the sum that are kept.
const SUM: usize = 12;

impl State {
    /// Writes it: letters, digits, `-` and `_`.
    pub fn write(&self) -> String {
        // All its keys are text, so it can always be written.
        let text = serde_json::to_string(self).unwrap_or_default();
        let mut bytes = [MARK, &[VERSION], &sum(text.as_bytes())].concat();
        bytes.extend_from_slice(text.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads it.
    ///
    /// Errors: why it is none. Nothing of the text is repeated.
    pub fn read(text: &str) -> Result<Self, StateFault> {
        let begins = URL_SAFE_NO_PAD.encode(MARK);
        // The end of the mark shares its last digit with what follows.
        let is_ours = text.trim().starts_with(&begins[..begins.len() - 1]);
        let broken = if is_ours { StateFault::Broken } else { StateFault::Foreign };
        let bytes = URL_SAFE_NO_PAD.decode(text.trim()).map_err(|_| broken)?;
        let rest = bytes.strip_prefix(MARK).ok_or(broken)?;
        let (version, rest) = rest.split_first().ok_or(StateFault::Broken)?;
        if *version != VERSION {
            return Err(StateFault::OtherVersion);
        }
        let (kept, text) = rest.split_at_checked(SUM).ok_or(StateFault::Broken)?;
        if kept != sum(text).as_slice() {
            return Err(StateFault::Broken);
        }
        serde_json::from_slice(text).map_err(|_| StateFault::OtherVersion)
    }
}

fn sum(text: &[u8]) -> Vec<u8> {
    digest(&SHA256, text).as_ref().iter().take(SUM).copied().collect()
}
