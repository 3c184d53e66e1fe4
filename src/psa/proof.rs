//! Makes a finding of what the evidence says of one right, and what each request showed of it.

use super::{Answer, Evidence};
use crate::{
    model::{
        fault::Fault,
        integration::Right,
        report::{Confidence, RightFinding, Witness},
        right::Proof,
    },
    words,
};

/// What the evidence says of one right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proved {
    /// What was found, in the words of the need.
    pub(super) found: String,
    /// What that means.
    pub(super) proof: Proof,
    /// How sure it is, when it shows anything.
    pub(super) confidence: Confidence,
}

impl Proved {
    /// What was shown for sure.
    pub(super) fn shown(found: impl Into<String>, proof: Proof) -> Self {
        Self { found: found.into(), proof, confidence: Confidence::High }
    }

    /// What leaves the right open, and why.
    pub(super) fn open(found: &str, because: &str) -> Self {
        let proof = Proof::Unproven { because: because.to_owned() };
        Self { found: found.to_owned(), proof, confidence: Confidence::None }
    }

    /// The same, no surer than `most`.
    pub(super) fn at_most(self, most: Confidence) -> Self {
        Self { confidence: self.confidence.min(most), ..self }
    }
}

/// The finding of one right from the answers of `keys`; `None` while one of them is not in.
pub(super) fn finding(
    right: &Right,
    evidence: &Evidence,
    keys: &[String],
    judge: impl FnOnce() -> Proved,
    witness: impl Fn(&str, &Answer) -> Witness,
) -> Option<RightFinding> {
    let answers: Vec<(&str, &Answer)> =
        keys.iter().map(|it| evidence.get(it.as_str()).map(|answer| (it.as_str(), answer))).collect::<Option<_>>()?;
    let Proved { found, proof, confidence } = judge();
    let confidence = match proof {
        Proof::Unproven { .. } => Confidence::None,
        Proof::Granted | Proof::Partial | Proof::Missing => confidence,
    };
    Some(RightFinding {
        right: right.function.clone(),
        found,
        proof,
        request: answers.iter().map(|(_, it)| it.label.as_str()).collect::<Vec<_>>().join(", "),
        evidence: answers.iter().map(|(key, it)| witness(key, it)).collect(),
        confidence,
        took: answers.iter().map(|(_, it)| it.took).max().unwrap_or_default(),
        confirmed: None,
    })
}

/// What an answer shows when it shows nothing of its own: `200, may be read`, `403, refused`, or what went wrong.
pub(super) fn plainly<T>(answer: &Answer, judged: &Result<T, Fault>, fine: &str) -> String {
    let status = answer.reply.as_ref().map_or(String::new(), |it| format!("{}, ", it.status));
    match judged {
        Ok(_) => format!("{status}{fine}"),
        Err(Fault::Forbidden { .. }) => format!("{status}{}", words::say("proof-refused")),
        Err(fault) => fault.to_string(),
    }
}
