//! What is asked once a test came to its end and the connection is not proved: a program may say that it is saved all the same.

use serde::{Deserialize, Serialize};

use super::{Answers, OnDoubt, Question, QuestionKind, Wrong, give::yes};
use crate::{model::certificate::is_fingerprint, words};

/// A question that only a test can lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum After {
    /// The certificate that nobody vouches for: is it the right one?
    Pin,
    /// A right is missing: is it saved all the same?
    OnMissingRights,
    /// A right could not be checked: is it saved all the same?
    OnUnprovenRights,
    /// The test failed: is it saved all the same?
    OnFailedTest,
}

impl After {
    /// The answer's name in an answers file.
    pub fn id(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::OnMissingRights => "on_missing_rights",
            Self::OnUnprovenRights => "on_unproven_rights",
            Self::OnFailedTest => "on_failed_test",
        }
    }

    /// The question. `says` is what the test found, in sentences.
    pub fn question(self, says: &str) -> Question {
        match self {
            Self::Pin => Question::new(
                self.id(),
                QuestionKind::Text,
                words::say("answers-pin"),
                words::with("answers-pin-help", &[("says", says.into())]).trim_start(),
            ),
            Self::OnMissingRights | Self::OnUnprovenRights | Self::OnFailedTest => Question {
                default: Some("no".into()),
                required: false,
                ..Question::new(
                    self.id(),
                    QuestionKind::Confirm,
                    words::say("answers-anyway"),
                    words::with("answers-anyway-help", &[("says", says.into())]).trim_start(),
                )
            },
        }
    }

    /// The answers with this one; `None` when it is a no.
    ///
    /// Errors: why it cannot be used.
    pub fn given(self, answers: &Answers, text: &str) -> Result<Option<Answers>, Wrong> {
        let mut answers = answers.clone();
        let policy = match self {
            Self::Pin => {
                let pin = text.trim().to_ascii_uppercase();
                if !is_fingerprint(&pin) {
                    let says = words::say("answers-no-fingerprint");
                    return Err(Wrong::new(self.id(), says, words::say("answers-no-fingerprint-next")));
                }
                answers.pin = Some(pin);
                return Ok(Some(answers));
            }
            Self::OnMissingRights => &mut answers.on_missing_rights,
            Self::OnUnprovenRights => &mut answers.on_unproven_rights,
            Self::OnFailedTest => &mut answers.on_failed_test,
        };
        if !text.trim().is_empty() && yes(self.id(), text)? {
            *policy = Some(OnDoubt::Save);
            return Ok(Some(answers));
        }
        Ok(None)
    }

    /// How it is answered in an answers file, a sentence.
    pub fn in_file(self) -> String {
        match self {
            Self::Pin => words::say("answers-pin-in-file").into(),
            Self::OnMissingRights | Self::OnUnprovenRights | Self::OnFailedTest => {
                words::with("answers-anyway-in-file", &[("key", self.id().into())])
            }
        }
    }
}
