//! What a test comes to, in one sentence.

use std::fmt::Write as _;

use super::{Document, Outcome, Proven};
use crate::model::fault::ExitCode;

/// The sentence.
pub(super) fn of(document: &Document) -> String {
    if let Some((check, _)) = document.failed() {
        return format!("It stops at the {}: {}.", check.name(), check.detail.trim_end_matches('.'));
    }
    let n_rights = document.rights.len();
    let needed = || document.rights.iter().filter(|it| !it.optional);
    let n_short = needed().filter(|it| it.proof.is_short()).count();
    let sights = || document.sights.iter().filter(|it| !it.optional);
    let n_blind = sights().filter(|it| it.is_blind()).count();
    let mut says = vec![];
    if n_short > 0 {
        says.push(format!("{n_short} of {n_rights} rights {} missing or partial", is(n_short)));
    }
    if n_blind > 0 {
        says.push(format!("{n_blind} cross-check{} found hidden rows", plural(n_blind)));
    }
    if !says.is_empty() {
        return format!("{}.", says.join(", and "));
    }
    if document.exit_code() == ExitCode::CouldNotTell {
        let open = needed().filter(|it| it.proof == Proven::Unproven && it.confirmed.is_none()).count();
        let n_doubtful = sights().filter(|it| it.is_doubtful()).count();
        let mut says = vec![];
        if open > 0 {
            says.push(format!("{open} of {n_rights} rights could not be checked"));
        }
        if n_doubtful > 0 {
            says.push(format!("{n_doubtful} cross-check{} found rows that are hidden or deleted", plural(n_doubtful)));
        }
        return format!("{}.", says.join(", and "));
    }
    let tally = &document.tally;
    let mut sentence = format!("Nothing is missing: {} of {n_rights} rights shown by the server", tally.granted);
    // Writing to a String cannot fail.
    for (n, how) in [(tally.confirmed, "confirmed by hand"), (tally.unproven, "not to be shown by the API")] {
        if n > 0 {
            let _ = write!(sentence, ", {n} {how}");
        }
    }
    let short = tally.partial + tally.missing;
    if short > 0 {
        let _ = write!(sentence, "; {short} optional {} not there", is(short));
    }
    let unclear = document.checks.iter().filter(|it| it.outcome == Outcome::Unclear).count();
    if unclear > 0 {
        let _ = write!(sentence, "; {unclear} layer{} unclear", plural(unclear));
    }
    sentence + "."
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

fn is(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}
