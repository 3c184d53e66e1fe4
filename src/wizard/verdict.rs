//! What the person must know now: of a fault whose job it is and where to click, of a whole test what it comes to.

use std::collections::BTreeSet;

use crate::{
    model::{
        catalog::PsaFacts,
        fault::{CertificateFault, Fault, Kind, Side},
        integration::Needs,
        report::{Report, RightFinding, Tally},
        right::{Proof, RightId},
        rotation::OldKey,
    },
    words,
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
        let first = words::say("verdict-use-the-new-site");
        format!("{first}{}", fault.besides())
    } else if let [first, _, ..] = fault.hints() {
        words::with("verdict-what-else", &[("first", first.into()), ("next", entry.next.as_str().into())])
    } else if fault.refuses_login() {
        format!("{} {}", fault.remedy(), risk(facts))
    } else {
        fault.remedy()
    };
    let ours = matches!(entry.kind, Kind::Busy | Kind::Local | Kind::Cancelled | Kind::Bug);
    Notice {
        cause: (!ours).then(|| entry.cause.clone()),
        whose: entry.side.whose().filter(|_| !ours),
        menu: facts.and_then(|it| it.menu_of(fault)).map(ToOwned::to_owned),
        ..Notice::new(Tone::Bad, sentence(&in_short(fault)), remedy)
    }
}

/// What happened, a clause, without fingerprints: those are compared where they have a line of their own.
pub(super) fn in_short(fault: &Fault) -> String {
    if let Fault::Certificate { host, what: CertificateFault::Changed { flaw, .. }, .. } = fault {
        let another = words::with("verdict-another-certificate", &[("host", host.into())]);
        return match flaw {
            None => words::with("verdict-another-vouched", &[("another", another.into())]),
            Some(flaw) => {
                words::with("verdict-another-flawed", &[("another", another.into()), ("flaw", flaw.to_string().into())])
            }
        };
    }
    fault.to_string()
}

/// What is known of accounts that lock.
pub(super) fn risk(facts: Option<&PsaFacts>) -> &str {
    facts.map_or(words::say("verdict-accounts-may-lock"), |it| &it.limits.lockout)
}

/// Why a login that was refused is not sent again by itself, what the risk is, and which button sends it all the same.
pub(super) fn of_refused_before(facts: Option<&PsaFacts>, fault: &Fault) -> Notice {
    let counted = fault.wants_consent();
    let says = words::say("verdict-refused-before").to_owned();
    let says = if counted { sentence(&fault.to_string()) } else { says };
    let entry = fault.entry();
    let remedy = words::with("verdict-refused-before-remedy", &[("risk", risk(facts).into())]);
    Notice {
        cause: Some(entry.cause.clone()),
        whose: entry.side.whose(),
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
            (0, n) => words::with("verdict-rows-hidden", &[("n", n.into())]),
            (n, 0) => {
                let count = capital(&count(needs, report));
                words::with("verdict-rights-missing", &[("n", n.into()), ("count", count.into())])
            }
            (n, some) => words::with("verdict-rights-and-rows", &[("n", (n + some).into()), ("some", some.into())]),
        };
        let remedy = words::say("verdict-missing-remedy");
        let remedy = if blind.is_empty() { remedy } else { words::say("verdict-hidden-remedy") };
        return Notice {
            whose: Some(Side::Administrator.words()),
            menu: Some(facts.menus.role.clone()),
            ..Notice::new(Tone::Bad, says, remedy)
        };
    }
    let tally = report.tally();
    let held = capital(&format!("{}.", count(needs, report)));
    if let Some(moved) = &report.moved {
        let says = words::with("verdict-moved", &[("by", moved.by.into()), ("to", moved.to.to_string().into())]);
        return Notice::new(Tone::Warning, says, words::say("verdict-moved-remedy"));
    }
    let doubtful: Vec<_> = report.sights.iter().filter(|it| it.is_doubtful()).collect();
    if let Some(first) = doubtful.first() {
        let n = doubtful.len();
        let looks =
            if n == 1 { first.looks_for.clone() } else { words::with("verdict-kinds-of-rows", &[("n", n.into())]) };
        let says = words::with("verdict-some-hidden", &[("held", held.into()), ("looks", looks.into())]);
        return Notice {
            menu: Some(facts.menus.role.clone()),
            ..Notice::new(Tone::Warning, says, words::say("verdict-some-hidden-remedy"))
        };
    }
    if tally.unproven > 0 {
        let cause = why_unproven(report).map(sentence);
        return Notice { cause, ..Notice::new(Tone::Warning, held, words::say("verdict-unclear-remedy")) };
    }
    if report.excess.is_empty() {
        return Notice::new(
            Tone::Good,
            words::with("verdict-connected", &[("held", held.into())]),
            words::say("verdict-connected-remedy"),
        );
    }
    let says = words::with("verdict-more-than-needed", &[("held", held.into())]);
    let remedy = if matrix::wants_own_role(report) {
        let values = [("role", facts.words.role.as_str().into()), ("user", facts.words.user.as_str().into())];
        words::with("verdict-own-role-remedy", &values)
    } else {
        words::say("verdict-more-than-needed-remedy").to_owned()
    };
    Notice { menu: Some(facts.menus.role.clone()), ..Notice::new(Tone::Warning, says, remedy) }
}

/// Why rights could not be checked, where it is one reason for all of several.
fn why_unproven(report: &Report) -> Option<&str> {
    let mut reasons = report.rights.iter().filter_map(|it| match &it.proof {
        Proof::Unproven { because } if it.confirmed.is_none() => Some(because.as_str()),
        Proof::Unproven { .. } | Proof::Granted | Proof::Partial | Proof::Missing => None,
    });
    let first = reasons.next()?;
    let others: Vec<_> = reasons.collect();
    (!others.is_empty() && others.iter().all(|it| *it == first)).then_some(first)
}

/// Every right that is needed, once: `9 of 14 rights proved, 3 confirmed by hand, 1 could not be checked, 1 missing`.
pub(super) fn count(needs: &Needs, report: &Report) -> String {
    let Tally { granted, partial, missing, unproven, confirmed } = report.tally();
    let all = needs.rights.len();
    let told = granted + partial + missing + confirmed;
    // What was not come to could not be checked either.
    let open = all.saturating_sub(told).max(unproven);
    let mut counts = vec![words::with("verdict-proved", &[("granted", granted.into()), ("all", all.into())])];
    if confirmed > 0 {
        counts.push(words::with("verdict-confirmed-by-hand", &[("n", confirmed.into())]));
    }
    if open > 0 {
        counts.push(words::with("verdict-could-not-be-checked", &[("n", open.into())]));
    }
    let absent = partial + missing;
    let needed = short(needs, report).missing.len();
    if needed > 0 && needed < absent {
        let optional = absent - needed;
        counts.push(words::with("verdict-missing-apart", &[("needed", needed.into()), ("optional", optional.into())]));
    } else if absent > 0 {
        counts.push(words::with("verdict-missing", &[("n", absent.into())]));
    }
    counts.join(", ")
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
