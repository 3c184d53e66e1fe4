//! What the entities say of one right, and which rights go beyond the need.

use std::collections::BTreeMap;

use super::{
    access::{self, Access, Info},
    refusal::answer,
};
use crate::{
    model::{
        catalog::{EntityPart, ProofBy, PsaFacts},
        fault::Fault,
        integration::{Needs, Right},
        report::{Beyond, Excess, Witness},
        right::{Action, Level, Levels, Proof},
    },
    psa::{
        Answer, Evidence,
        proof::{Proved, plainly},
    },
    words,
};

/// What was found, and what it means.
pub(super) fn of(facts: &PsaFacts, right: &Right, evidence: &Evidence) -> Proved {
    let Some(function) = facts.function(&right.function) else {
        return Proved::open("", "psa-connect does not know this function");
    };
    let proved = match &function.proof {
        ProofBy::Entity { parts, proxy } => by_entities(right, parts, proxy.as_deref(), evidence),
        ProofBy::Login if has_logged_in(evidence) => Proved::shown(words::say("proof-logged-in"), Proof::Granted),
        ProofBy::Login => Proved::open("", words::say("proof-nothing-answered")),
        ProofBy::Role { .. } | ProofBy::Item { .. } => Proved::open("", words::say("proof-autotask-never-shows")),
        ProofBy::Nothing { because } => Proved::open("", because),
    };
    proved.at_most(function.confidence)
}

/// What the answer of one key shows of a right: `Contracts: query All, create None`.
pub(super) fn witness(key: &str, answered: &Answer) -> Witness {
    let says = if answered.label.ends_with("entityInformation") {
        access::read(answered).map_or_else(|it| it.to_string(), |it| format!("{key}: {it}"))
    } else {
        plainly(answered, &answer(answered), words::say("proof-logged-in"))
    };
    Witness { request: answered.label.clone(), says }
}

/// Says whether any request was let in; one that was refused for want of a right was.
fn has_logged_in(evidence: &Evidence) -> bool {
    evidence.values().any(|it| matches!(answer(it), Ok(_) | Err(Fault::Forbidden { .. })))
}

/// What is known of one action, or of several together. Ordered: the more it weighs, the greater.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Granted,
    Unknown(String),
    Partial,
    Missing,
}

impl Verdict {
    /// How much an alternative is worth: the best of two answers counts, and one that says something beats one that does not.
    fn worth(&self) -> u8 {
        match self {
            Self::Granted => 3,
            Self::Partial => 2,
            Self::Missing => 1,
            Self::Unknown(_) => 0,
        }
    }
}

fn by_entities(right: &Right, parts: &[EntityPart], proxy: Option<&str>, evidence: &Evidence) -> Proved {
    let mut verdicts = Vec::new();
    let mut found: Vec<(String, Vec<(Action, Level)>)> = Vec::new();
    for part in parts.iter().filter(|it| !asked_of(right, it).is_empty()) {
        let (entity, verdict, levels) = by_part(right, part, evidence);
        verdicts.push(verdict);
        if levels.is_empty() {
            continue;
        }
        match found.iter_mut().find(|(it, _)| *it == entity) {
            Some((_, held)) => held.extend(levels),
            None => found.push((entity, levels)),
        }
    }
    let found: Vec<String> =
        found.into_iter().map(|(entity, levels)| format!("{entity}: {}", in_order(levels))).collect();
    let mut reasons: Vec<String> = Vec::new();
    for it in &verdicts {
        if let Verdict::Unknown(because) = it
            && !reasons.contains(because)
        {
            reasons.push(because.clone());
        }
    }
    let worst = verdicts.into_iter().max();
    let found = found.join("; ");
    let open = |because: &str| Proved::open(&found, because);
    match (proxy, worst) {
        (Some(because), Some(Verdict::Missing)) => {
            open(&words::with("proof-stand-in-missing", &[("because", because.into())]))
        }
        (Some(because), _) => open(because),
        (None, Some(Verdict::Missing)) => Proved::shown(found, Proof::Missing),
        (None, Some(Verdict::Partial)) => Proved::shown(found, Proof::Partial),
        (None, Some(Verdict::Unknown(_))) => open(&reasons.join("; ")),
        (None, Some(Verdict::Granted)) => Proved::shown(found, Proof::Granted),
        (None, None) => open("psa-connect knows no entity that shows it"),
    }
}

/// Judges one part by its entity, or by the other entity that may answer for it, whichever says more for the right.
fn by_part(right: &Right, part: &EntityPart, evidence: &Evidence) -> (String, Verdict, Vec<(Action, Level)>) {
    let judged = |entity: &str| {
        let (verdict, levels) = by_entity(right, part, entity, evidence);
        (entity.to_owned(), verdict, levels)
    };
    let first = judged(&part.entity);
    match part.or.as_deref().map(judged) {
        Some(second) if second.1.worth() > first.1.worth() => second,
        Some(_) | None => first,
    }
}

fn by_entity(right: &Right, part: &EntityPart, entity: &str, evidence: &Evidence) -> (Verdict, Vec<(Action, Level)>) {
    let info = match evidence.get(entity).map(access::read) {
        Some(Ok(info)) => info,
        Some(Err(fault)) => {
            return (
                Verdict::Unknown(words::with(
                    "proof-entity-unread",
                    &[("entity", entity.into()), ("fault", fault.to_string().into())],
                )),
                vec![],
            );
        }
        None => return (Verdict::Unknown(words::with("proof-entity-not-asked", &[("entity", entity.into())])), vec![]),
    };
    let actions = asked_of(right, part);
    let verdict = actions.iter().map(|it| by_action(right, part, entity, *it, info.of(*it))).max();
    (verdict.unwrap_or(Verdict::Granted), levels(&info, &actions))
}

/// What a part must show: of a right that names its needs, only those.
fn asked_of(right: &Right, part: &EntityPart) -> Vec<Action> {
    let is_needed = |it: &Action| right.needs.is_empty() || right.needs.contains_key(it);
    part.actions.iter().copied().filter(is_needed).collect()
}

fn by_action(right: &Right, part: &EntityPart, entity: &str, action: Action, access: Access) -> Verdict {
    let restricted_will_do =
        part.restricted_is_enough || right.needs.get(&action).is_some_and(|it| *it <= Level::Restricted);
    match access {
        Access::Level(Level::All) => Verdict::Granted,
        Access::Level(Level::Restricted | Level::My) if restricted_will_do => Verdict::Granted,
        Access::Level(Level::Restricted | Level::My) => Verdict::Partial,
        Access::Level(Level::None) => Verdict::Missing,
        Access::NoOperation => Verdict::Unknown(words::with(
            "proof-entity-no-operation",
            &[("action", action.word().into()), ("entity", entity.into())],
        )),
        Access::Unknown => Verdict::Unknown(words::with(
            "proof-entity-no-level",
            &[("entity", entity.into()), ("action", action.word().into())],
        )),
    }
}

/// The levels that an entity gives for these actions.
fn levels(info: &Info, actions: &[Action]) -> Vec<(Action, Level)> {
    let level = |action| match info.of(action) {
        Access::Level(level) => Some((action, level)),
        Access::NoOperation | Access::Unknown => None,
    };
    actions.iter().copied().filter_map(level).collect()
}

/// Levels as people read them, each action once.
fn in_order(levels: Vec<(Action, Level)>) -> Levels {
    Levels(levels.into_iter().collect::<BTreeMap<_, _>>().into_iter().collect())
}

/// Create, update and delete beyond the need, of the entities that were looked up.
pub(super) fn excess(facts: &PsaFacts, needs: &Needs, evidence: &Evidence) -> Vec<Excess> {
    let mut needed: BTreeMap<&str, Vec<Action>> = BTreeMap::new();
    for right in &needs.rights {
        let Some(ProofBy::Entity { parts, .. }) = facts.function(&right.function).map(|it| &it.proof) else { continue };
        for part in parts {
            // Two entities that answer for one right would list the same twice; the first that answers is enough.
            let answers = |it: &&String| evidence.get(it.as_str()).is_some_and(|it| access::read(it).is_ok());
            if let Some(entity) = [Some(&part.entity), part.or.as_ref()].into_iter().flatten().find(answers) {
                needed.entry(entity).or_default().extend(asked_of(right, part));
            }
        }
    }
    let more = |entity: &str, actions: &[Action]| {
        let info = access::read(evidence.get(entity)?).ok()?;
        let beyond: Vec<Action> =
            [Action::Add, Action::Edit, Action::Delete].into_iter().filter(|it| !actions.contains(it)).collect();
        let levels: Vec<_> = levels(&info, &beyond).into_iter().filter(|(_, it)| *it > Level::None).collect();
        (!levels.is_empty()).then(|| Excess {
            name: entity.to_owned(),
            levels: Levels(levels).to_string(),
            of: Beyond::Right,
        })
    };
    needed.iter().filter_map(|(entity, actions)| more(entity, actions)).collect()
}
