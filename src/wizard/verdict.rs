//! What the person must know now: of a fault whose job it is and where to click, of a whole test what it comes to.

use std::collections::BTreeSet;

use crate::model::{
    catalog::PsaFacts,
    fault::{CertificateFault, Fault, Kind, Side},
    integration::Needs,
    report::{Report, RightFinding, Tally},
    right::{Proof, RightId},
    rotation::OldKey,
};

use super::{
    matrix,
    screen::{Notice, Tone},
};

/// What a fault says: what happened, what usually causes it, what to do, whose job that is, and where to click.
pub(super) fn of_fault(facts: Option<&PsaFacts>, fault: &Fault) -> Notice {
    let entry = fault.entry();
    if fault.wants_consent() {
        return of_refused_before(facts, fault);
    }
    let remedy = if entry.kind == Kind::MovedSite {
        let first = "\"Use the new site\" shows both addresses and asks before a key is sent there.";
        format!("{first}{}", fault.besides())
    } else if let [first, _, ..] = fault.hints() {
        format!("{first} {} The login's row lists what else it may be.", entry.next)
    } else if fault.refuses_login() {
        format!("{} {}", fault.remedy(), risk(facts))
    } else {
        fault.remedy()
    };
    let ours = matches!(entry.kind, Kind::Local | Kind::Cancelled | Kind::Bug);
    Notice {
        cause: (!ours).then(|| entry.cause.clone()),
        whose: (!ours).then(|| entry.side.words()),
        menu: facts.and_then(|it| it.menu_of(fault)).map(ToOwned::to_owned),
        ..Notice::new(Tone::Bad, sentence(&in_short(fault)), remedy)
    }
}

/// What happened, a clause, without fingerprints: those are compared where they have a line of their own.
pub(super) fn in_short(fault: &Fault) -> String {
    if let Fault::Certificate { host, what: CertificateFault::Changed { flaw, .. }, .. } = fault {
        let another = format!("{host} shows another certificate than the trusted one");
        return match flaw {
            None => format!("{another}; this host's authorities vouch for it"),
            Some(flaw) => format!("{another}, which {flaw}"),
        };
    }
    fault.to_string()
}

/// What is known of accounts that lock.
pub(super) fn risk(facts: Option<&PsaFacts>) -> &str {
    facts.map_or("Accounts may lock after a few refusals.", |it| &it.limits.lockout)
}

/// Why a login that was refused is not sent again by itself, what the risk is, and which button sends it all the same.
pub(super) fn of_refused_before(facts: Option<&PsaFacts>, fault: &Fault) -> Notice {
    let counted = fault.wants_consent();
    let says = "Just these values were refused before. They were not sent again.".to_owned();
    let says = if counted { sentence(&fault.to_string()) } else { says };
    let entry = fault.entry();
    let remedy = format!("Mend the login, or press Test again to send them once more on purpose. {}", risk(facts));
    Notice {
        cause: Some(entry.cause.clone()),
        whose: Some(entry.side.words()),
        menu: facts.and_then(|it| it.menu_of(fault)).map(ToOwned::to_owned),
        ..Notice::new(Tone::Warning, says, remedy)
    }
}

/// Rights that are needed and not there, and those that are there and do not show every row.
struct Short {
    missing: BTreeSet<RightId>,
    blind: BTreeSet<RightId>,
}

fn short(needs: &Needs, report: &Report) -> Short {
    let needed = |id: &RightId| needs.rights.iter().any(|it| it.function == *id && it.optional.is_none());
    let lacking = |it: &&RightFinding| matches!(it.proof, Proof::Missing | Proof::Partial) && needed(&it.right);
    let missing: BTreeSet<_> = report.rights.iter().filter(lacking).map(|it| it.right.clone()).collect();
    let blind = report.sights.iter().filter(|it| matrix::lacks(needs, it)).map(|it| it.right.clone());
    let blind = blind.filter(|it| !missing.contains(it)).collect();
    Short { missing, blind }
}

/// Says whether something that is needed is not there.
pub(super) fn is_short(needs: &Needs, report: &Report) -> bool {
    let Short { missing, blind } = short(needs, report);
    report.fault().is_some() || !missing.is_empty() || !blind.is_empty()
}

/// What the whole test says, and what to do now.
pub(super) fn of_test(facts: &PsaFacts, needs: &Needs, report: &Report) -> Notice {
    if let Some(fault) = report.fault() {
        return of_fault(Some(facts), fault);
    }
    let Short { missing, blind } = short(needs, report);
    if !missing.is_empty() || !blind.is_empty() {
        let says = match (missing.len(), blind.len()) {
            (0, n) => format!("{} missing for some rows: they are hidden.", rights(n)),
            (n, 0) => format!("{} missing. {}.", rights(n), capital(&count(needs, report))),
            (n, some) => format!("{} missing, {some} of them for some rows only: they are hidden.", rights(n + some)),
        };
        let remedy = "Each such row says where it is set. Have them set, then look them up again with Retry row.";
        let remedy = if blind.is_empty() {
            remedy
        } else {
            "Each such row says where it is set. Have them set, then press Test again."
        };
        return Notice {
            whose: Some(Side::Administrator.words()),
            menu: Some(facts.menus.role.clone()),
            ..Notice::new(Tone::Bad, says, remedy)
        };
    }
    let tally = report.tally();
    let held = capital(&format!("{}.", count(needs, report)));
    if let Some(moved) = &report.moved {
        let says = format!("Connected, but {} says that this login belongs to {} now.", moved.by, moved.to);
        return Notice::new(
            Tone::Warning,
            says,
            "\"Use the new site\" asks before anything is sent there; or go on as it is.",
        );
    }
    let doubtful: Vec<_> = report.sights.iter().filter(|it| it.is_doubtful()).collect();
    if let Some(first) = doubtful.first() {
        let n = doubtful.len();
        let looks = if n == 1 { first.looks_for.clone() } else { format!("{n} kinds of rows") };
        let says = format!("Connected. {held} Of {looks}, some are hidden or deleted; the PSA does not say which.");
        return Notice {
            menu: Some(facts.menus.role.clone()),
            ..Notice::new(
                Tone::Warning,
                says,
                "Look for one that the row names. If it is gone, confirm the row by hand; if it is there, the role hides it.",
            )
        };
    }
    if tally.unproven > 0 {
        return Notice::new(Tone::Warning, held, "Look at those in the PSA and confirm them by hand, or go on.");
    }
    if report.excess.is_empty() {
        return Notice::new(Tone::Good, format!("Connected. {held}"), "Go on to the preview.");
    }
    Notice {
        menu: Some(facts.menus.role.clone()),
        ..Notice::new(
            Tone::Warning,
            format!("Connected. {held} The login may do more than is needed."),
            "The end of the list says what. Take it away in the PSA, or go on.",
        )
    }
}

/// Every right that is needed, once: `9 of 14 rights proved, 3 confirmed by hand, 1 could not be checked, 1 missing`.
pub(super) fn count(needs: &Needs, report: &Report) -> String {
    let Tally { granted, partial, missing, unproven, confirmed } = report.tally();
    let all = needs.rights.len();
    let told = granted + partial + missing + confirmed;
    // What was not come to could not be checked either.
    let open = all.saturating_sub(told).max(unproven);
    let mut count = format!("{granted} of {all} rights proved");
    let rest = [(confirmed, "confirmed by hand"), (open, "could not be checked"), (partial + missing, "missing")];
    let rest = rest.into_iter().filter(|(n, _)| *n > 0).map(|(n, how)| format!(", {n} {how}"));
    count.extend(rest);
    count
}

/// What became of the key before the last switch.
pub(super) fn of_old_key(facts: &PsaFacts, old: &OldKey) -> Notice {
    let (says, remedy) = old.words(facts);
    let menu = matches!(old, OldKey::Alive).then(|| facts.menus.keys.clone());
    let tone = match old {
        OldKey::Dead { left: None } => Tone::Good,
        OldKey::Dead { left: Some(_) } | OldKey::Unclear(_) => Tone::Warning,
        OldKey::Alive => Tone::Bad,
    };
    Notice { menu, ..Notice::new(tone, says, remedy) }
}

fn rights(n: usize) -> String {
    if n == 1 { "One right is".to_owned() } else { format!("{n} rights are") }
}

/// Makes a clause a sentence.
pub(super) fn sentence(clause: &str) -> String {
    // A host name stays as it is written.
    let is_host = clause.split(' ').next().is_some_and(|it| it.contains(['.', ':']));
    if is_host { format!("{clause}.") } else { format!("{}.", capital(clause)) }
}

/// The text with a capital at its start.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|it| it.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), chars.as_str())
}
