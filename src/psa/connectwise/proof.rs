//! What the evidence says of one right: the role's row decides, a GET is the second witness.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    ITEMS, MEMBER, ROLE, member,
    refusal::answer,
    role::{self, Match, PAGE, plain},
};
use crate::{
    model::{
        catalog::{Function, ProofBy, PsaFacts},
        fault::Fault,
        integration::Right,
        report::{Confidence, Witness},
        right::{Action, Level, Levels, Proof},
    },
    psa::{
        Answer, Evidence,
        body::{says, text},
        proof::{Proved, plainly},
    },
    words::{self, Word, word},
};

const ADMIN: Word = word("proof-by-admin");

/// What was found, and what it means.
pub(super) fn of(facts: &PsaFacts, right: &Right, evidence: &Evidence) -> Proved {
    let Some(function) = facts.function(&right.function) else {
        return Proved::open("", "psa-connect does not know this function");
    };
    let admin = member::read(evidence).is_some_and(|it| it.is_ok_and(|it| it.admin));
    let proved = match &function.proof {
        ProofBy::Role { probe, .. } => {
            let probe = probe.as_deref().and_then(|it| evidence.get(it)).map(|it| (it.label.as_str(), answer(it)));
            if admin { by_admin(right, probe.as_ref()) } else { by_role(function, right, evidence, probe.as_ref()) }
        }
        ProofBy::Item { .. } if admin => Proved::shown(ADMIN.say(), Proof::Granted),
        ProofBy::Item { group, also } => by_item(group, also, evidence),
        ProofBy::Login if evidence.values().any(|it| answer(it).is_ok()) => {
            Proved::shown(words::say("proof-logged-in"), Proof::Granted)
        }
        ProofBy::Login => Proved::open("", words::say("proof-nothing-answered")),
        ProofBy::Entity { .. } => Proved::open("", words::say("proof-connectwise-never-shows")),
        ProofBy::Nothing { because } => Proved::open("", because),
    };
    proved.at_most(function.confidence)
}

/// What the answer of one key shows of a right.
pub(super) fn witness(facts: &PsaFacts, right: &Right, key: &str, answered: &Answer) -> Witness {
    let label = &answered.label;
    let (request, says) = match (key, facts.function(&right.function)) {
        (MEMBER, _) => (label.clone(), member::witness(answered)),
        (ROLE, Some(function)) => {
            let says = role::rows(answered).map_or_else(|it| it.to_string(), |it| role::witness(&it, function));
            (format!("{label}?pageSize={PAGE}"), says)
        }
        (ITEMS, Some(Function { proof: ProofBy::Item { group, also }, .. })) => {
            (format!("{label}?pageSize={PAGE}"), items(group, also, answered).unwrap_or_else(|it| it))
        }
        (probe, _) => {
            let query = probe.split_once('?').map(|(_, it)| format!("?{it}")).unwrap_or_default();
            (format!("{label}{query}"), plainly(answered, &answer(answered), words::say("proof-may-be-read")))
        }
    };
    Witness { request, says }
}

/// The label of the second witness, and what it answered.
type Probe<'a> = (&'a str, Result<Value, Fault>);

fn is_refused(probe: Option<&Probe>) -> bool {
    matches!(probe, Some((_, Err(Fault::Forbidden { .. }))))
}

fn label<'a>(probe: Option<&Probe<'a>>) -> &'a str {
    probe.map_or("", |(label, _)| label)
}

fn needs_inquire(right: &Right) -> bool {
    right.needs.get(&Action::Inquire).is_some_and(|it| *it > Level::None)
}

fn by_admin(right: &Right, probe: Option<&Probe>) -> Proved {
    if needs_inquire(right) && is_refused(probe) {
        return Proved::shown(
            words::with("proof-but-refused", &[("found", ADMIN.say().into()), ("request", label(probe).into())]),
            Proof::Missing,
        );
    }
    Proved::shown(ADMIN.say(), Proof::Granted)
}

fn by_role(function: &Function, right: &Right, evidence: &Evidence, probe: Option<&Probe>) -> Proved {
    let because = match evidence.get(ROLE).map(role::rows) {
        Some(Ok(rows)) => match role::find(&rows, function) {
            Match::Found(levels, sure) => return by_levels(right, &levels, probe).at_most(sure),
            Match::Elsewhere(module) => words::with(
                "proof-only-in-module",
                &[("function", function.name.as_str().into()), ("module", module.into())],
            ),
            Match::Nowhere if rows.len() >= PAGE => words::with(
                "proof-not-among-first",
                &[("function", function.name.as_str().into()), ("n", PAGE.to_string().into())],
            ),
            Match::Nowhere => words::with("proof-not-in-role", &[("function", function.name.as_str().into())]),
        },
        Some(Err(fault)) => words::with("proof-role-unread", &[("fault", fault.to_string().into())]),
        None => words::say("proof-role-not-read").to_owned(),
    };
    by_probe(right, &because, probe)
}

/// Compares the role's row with the need.
fn by_levels(right: &Right, levels: &Levels, probe: Option<&Probe>) -> Proved {
    let shown = Levels(levels.0.iter().copied().filter(|(it, _)| right.needs.contains_key(it)).collect());
    let found = shown.to_string();
    let held: BTreeMap<Action, Option<Level>> = right.needs.keys().map(|it| (*it, levels.of(*it))).collect();
    let needed = || right.needs.iter().filter(|(_, need)| **need > Level::None);
    let any = |test: fn(Level, Level) -> bool| {
        needed().any(|(action, need)| held[action].is_some_and(|have| test(have, *need)))
    };
    if any(|have, _| have == Level::None) {
        let found = match probe {
            Some((label, Ok(_))) if held.get(&Action::Inquire) == Some(&Some(Level::None)) => {
                words::with("proof-though-answered", &[("found", found.into()), ("request", label.to_string().into())])
            }
            Some(_) | None => found,
        };
        return Proved::shown(found, Proof::Missing);
    }
    if needs_inquire(right) && is_refused(probe) {
        return Proved::shown(
            words::with("proof-but-refused", &[("found", found.into()), ("request", label(probe).into())]),
            Proof::Missing,
        );
    }
    if any(|have, need| have < need) {
        return Proved::shown(found, Proof::Partial);
    }
    let silent: Vec<&str> = needed().filter(|(it, _)| held[it].is_none()).map(|(it, _)| it.word()).collect();
    if silent.is_empty() {
        Proved::shown(found, Proof::Granted)
    } else {
        Proved::open(&found, &words::with("proof-no-level", &[("actions", silent.join(", ").into())]))
    }
}

/// Falls back to the GET, which cannot tell `My` from `All` and shows no other action.
fn by_probe(right: &Right, because: &str, probe: Option<&Probe>) -> Proved {
    match probe {
        Some((_, Ok(_))) => {
            let found = words::say("proof-at-least-my");
            let open: Vec<String> = right
                .needs
                .iter()
                .filter(|(action, level)| **level > Level::None && (**action, **level) != (Action::Inquire, Level::My))
                .map(|(action, level)| match action {
                    Action::Inquire => words::with("proof-inquire", &[("level", level.to_string().into())]),
                    Action::Add | Action::Edit | Action::Delete => action.word().to_owned(),
                })
                .collect();
            if open.is_empty() {
                // A list that answers is no document of what the role says.
                Proved::shown(found, Proof::Granted).at_most(Confidence::Medium)
            } else {
                Proved::open(
                    found,
                    &words::with(
                        "proof-not-checked",
                        &[("because", because.into()), ("needs", open.join(", ").into())],
                    ),
                )
            }
        }
        Some((label, Err(Fault::Forbidden { .. }))) if needs_inquire(right) => Proved::shown(
            words::with("proof-request-refused", &[("request", label.to_string().into())]),
            Proof::Missing,
        ),
        Some((label, Err(fault))) => Proved::open("", &format!("{because}; {label}: {fault}")),
        None => Proved::open("", because),
    }
}

/// Says what the customised items list. Whether they are the allowed or the refused ones is not documented.
fn by_item(group: &str, also: &[String], evidence: &Evidence) -> Proved {
    let because = words::say("proof-items-undocumented");
    match evidence.get(ITEMS).map(|it| items(group, also, it)) {
        Some(Ok(found)) => Proved::open(&found, because),
        Some(Err(why)) => Proved::open("", &why),
        None => Proved::open("", words::say("proof-items-not-read")),
    }
}

/// Says whether the role is customised by a group: whether the group has any entry.
pub(super) fn is_customized(group: &str, evidence: &Evidence) -> bool {
    let items = evidence.get(ITEMS).and_then(|it| answer(it).ok());
    let rows = items.as_ref().and_then(Value::as_array).into_iter().flatten();
    rows.filter_map(|it| text(it, "customizeIdentifier")).any(|it| plain(it) == plain(group))
}

/// The entries of a group that have the wanted words.
///
/// Errors: why they are not known, a clause.
fn items(group: &str, also: &[String], answered: &Answer) -> Result<String, String> {
    let items =
        answer(answered).map_err(|it| words::with("proof-items-unread", &[("fault", it.to_string().into())]))?;
    let rows = items.as_array().ok_or_else(|| words::say("proof-items-odd"))?;
    let in_group: Vec<&str> = rows
        .iter()
        .filter(|it| text(it, "customizeIdentifier").is_some_and(|it| plain(it) == plain(group)))
        .filter_map(|it| text(it, "itemIdentifier"))
        .collect();
    let wanted: Vec<String> = also.iter().map(|it| plain(it)).filter(|it| !it.is_empty()).collect();
    let named: Vec<String> =
        in_group.iter().filter(|it| wanted.iter().any(|word| plain(it).contains(word))).map(|it| says(it)).collect();
    Ok(if named.is_empty() {
        words::with("proof-not-among", &[("n", in_group.len().to_string().into()), ("group", group.into())])
    } else {
        words::with("proof-lists", &[("group", group.into()), ("names", named.join(", ").into())])
    })
}
