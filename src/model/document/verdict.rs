//! What a test comes to, in one sentence.

use super::{Document, Outcome, Proven};
use crate::{model::fault::ExitCode, words};

/// The sentence.
pub(super) fn of(document: &Document) -> String {
    if let Some((check, _)) = document.failed() {
        let detail = check.detail.trim_end_matches('.');
        return words::with("report-stops-at", &[("check", check.name().into()), ("why", detail.into())]);
    }
    let n_rights = document.rights.len();
    let of = ("of", n_rights.into());
    let needed = || document.rights.iter().filter(|it| !it.optional);
    let n_short = needed().filter(|it| it.proof.is_short()).count();
    let sights = || document.sights.iter().filter(|it| !it.optional);
    let n_blind = sights().filter(|it| it.is_blind()).count();
    let mut says = vec![];
    if n_short > 0 {
        says.push(words::with("report-rights-short", &[("n", n_short.into()), of.clone()]));
    }
    if n_blind > 0 {
        says.push(words::with("report-rows-hidden", &[("n", n_blind.into())]));
    }
    if !says.is_empty() {
        return sentence(says);
    }
    if document.exit_code() == ExitCode::CouldNotTell {
        let open = needed().filter(|it| it.proof == Proven::Unproven && it.confirmed.is_none()).count();
        let n_doubtful = sights().filter(|it| it.is_doubtful()).count();
        let mut says = vec![];
        if open > 0 {
            says.push(words::with("report-rights-open", &[("n", open.into()), of.clone()]));
        }
        if n_doubtful > 0 {
            says.push(words::with("report-rows-doubtful", &[("n", n_doubtful.into())]));
        }
        return sentence(says);
    }
    let tally = &document.tally;
    let mut shown = vec![words::with("report-nothing-missing", &[("n", tally.granted.into()), of])];
    if tally.confirmed > 0 {
        shown.push(words::with("report-confirmed", &[("n", tally.confirmed.into())]));
    }
    if tally.unproven > 0 {
        shown.push(words::with("report-not-to-be-shown", &[("n", tally.unproven.into())]));
    }
    let mut parts = vec![shown.join(", ")];
    let short = tally.partial + tally.missing;
    if short > 0 {
        parts.push(words::with("report-optional-short", &[("n", short.into())]));
    }
    let unclear = document.checks.iter().filter(|it| it.outcome == Outcome::Unclear).count();
    if unclear > 0 {
        parts.push(words::with("report-layers-unclear", &[("n", unclear.into())]));
    }
    format!("{}.", parts.join("; "))
}

/// One clause or two.
fn sentence(clauses: Vec<String>) -> String {
    let mut clauses = clauses.into_iter();
    let first = clauses.next().unwrap_or_default();
    let both = clauses
        .fold(first, |before, last| words::with("report-clauses", &[("before", before.into()), ("last", last.into())]));
    format!("{both}.")
}
