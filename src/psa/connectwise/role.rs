//! The rows of the caller's own role (`mySecurity`): read, found by name, compared with the need.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{ROLE, member, refusal::answer};
use crate::{
    model::{
        catalog::{Function, ProofBy, PsaFacts},
        fault::Fault,
        integration::Needs,
        report::{Beyond, Confidence, Excess},
        right::{Action, Level, Levels},
    },
    psa::{
        Answer, Evidence,
        body::{says, text},
    },
    words,
};

/// The largest page there is. Source: Developer Guide, "Pagination".
pub(super) const PAGE: usize = 1000;

/// One function of the role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Function name, identifier, description, as far as they are there.
    names: Vec<String>,
    /// Module name, identifier, description, as far as they are there.
    modules: Vec<String>,
    /// Whether it has the function's own name, and not only an identifier or a description.
    is_named: bool,
    /// The levels that the row gives.
    pub(super) levels: Levels,
}

/// Reads the rows.
///
/// Errors: why there are none, with the place where they are not as documented.
pub(super) fn rows(role: &Answer) -> Result<Vec<Row>, Fault> {
    let json = answer(role)?;
    let unreadable = |at: String| Fault::Unreadable { what: role.label.clone(), at };
    let rows = json.as_array().ok_or_else(|| unreadable(words::say("reply-at-the-top").to_owned()))?;
    rows.iter().enumerate().map(|(at, it)| row(it).ok_or_else(|| unreadable(format!("[{at}]")))).collect()
}

fn row(value: &Value) -> Option<Row> {
    let all = |keys: [&str; 3]| -> Vec<String> { keys.iter().filter_map(|it| text(value, it)).map(says).collect() };
    let names = all(["moduleFunctionName", "moduleFunctionIdentifier", "moduleFunctionDescription"]);
    let modules = all(["moduleName", "moduleIdentifier", "moduleDescription"]);
    let levels = Action::ALL.into_iter().filter_map(|action| {
        let key = match action {
            Action::Add => "addLevel",
            Action::Edit => "editLevel",
            Action::Delete => "deleteLevel",
            Action::Inquire => "inquireLevel",
        };
        Some((action, level(text(value, key)?)?))
    });
    let is_named = text(value, "moduleFunctionName").is_some();
    value.is_object().then(|| Row { names, modules, is_named, levels: Levels(levels.collect()) })
}

/// Reads a level; the vendor's matrix also calls `My` `Mine`.
fn level(text: &str) -> Option<Level> {
    match text.to_lowercase().as_str() {
        "none" => Some(Level::None),
        "my" | "mine" => Some(Level::My),
        "all" => Some(Level::All),
        _ => None,
    }
}

/// What the rows say of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// These levels. Where several rows have the name, the lowest of each. The vendor documents the rows, but not how
    /// they spell functions: a row that is found by its name and module is surer than one found otherwise.
    Found(Levels, Confidence),
    /// A row of that name, but in this other module.
    Elsewhere(String),
    /// No row.
    Nowhere,
}

/// Finds a function by its names: first by the module function's name, then its identifier, then its description.
pub(super) fn find(rows: &[Row], function: &Function) -> Match {
    let hits = hits(rows, function);
    if hits.is_empty() {
        let named = rows.iter().find(|it| rank(it, function).is_some());
        return named.map_or(Match::Nowhere, |it| Match::Elsewhere(it.modules.first().cloned().unwrap_or_default()));
    }
    let levels = Action::ALL.into_iter().filter_map(|action| {
        let all: Option<Vec<Level>> = hits.iter().map(|it| rows[*it].levels.of(action)).collect();
        Some((action, all?.into_iter().min()?))
    });
    let is_sure = |row: &Row| row.is_named && !row.modules.is_empty() && rank(row, function) == Some(0);
    let confidence = if hits.iter().all(|it| is_sure(&rows[*it])) { Confidence::High } else { Confidence::Medium };
    Match::Found(Levels(levels.collect()), confidence)
}

/// What the rows say of a function, as people read it: `Agreements: add, edit All; inquire My`.
pub(super) fn witness(rows: &[Row], function: &Function) -> String {
    match find(rows, function) {
        Match::Found(levels, confidence) => {
            let none = || words::say("member-no-known-level").to_owned();
            let levels = if levels.0.is_empty() { none() } else { levels.to_string() };
            let values = [("function", function.name.as_str().into()), ("levels", levels.into())];
            match confidence {
                Confidence::High => words::with("member-levels", &values),
                Confidence::Medium | Confidence::Low | Confidence::None => words::with("member-levels-unsure", &values),
            }
        }
        Match::Elsewhere(module) => words::with(
            "member-only-in-module",
            &[("function", function.name.as_str().into()), ("module", module.into())],
        ),
        Match::Nowhere => words::with(
            "member-no-function",
            &[("function", function.name.as_str().into()), ("n", rows.len().to_string().into())],
        ),
    }
}

/// The rows of a function that have the best kind of its names, by index.
fn hits(rows: &[Row], function: &Function) -> Vec<usize> {
    let ranked: Vec<(usize, usize)> = rows
        .iter()
        .enumerate()
        .filter(|(_, it)| is_in_module(it, &function.module))
        .filter_map(|(at, it)| Some((at, rank(it, function)?)))
        .collect();
    let best = ranked.iter().map(|(_, rank)| *rank).min();
    ranked.into_iter().filter(|(_, rank)| Some(*rank) == best).map(|(at, _)| at).collect()
}

/// Which of the row's names is the function's; 0 is the best.
fn rank(row: &Row, function: &Function) -> Option<usize> {
    let also = match &function.proof {
        ProofBy::Role { also, .. } => also.as_slice(),
        ProofBy::Item { .. } | ProofBy::Entity { .. } | ProofBy::Login | ProofBy::Nothing { .. } => return None,
    };
    let wanted: Vec<String> = also.iter().chain([&function.name]).map(|it| plain(it)).collect();
    row.names.iter().position(|it| wanted.contains(&plain(it)))
}

fn is_in_module(row: &Row, module: &str) -> bool {
    row.modules.is_empty() || row.modules.iter().any(|it| stem(it) == stem(module))
}

/// A name without case, spaces and punctuation.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// As [`plain`], and without the end that makes a plural: `Company` and `Companies` are one module.
fn stem(text: &str) -> String {
    let plain = plain(text);
    ["ies", "y", "s"].iter().find_map(|it| plain.strip_suffix(it)).unwrap_or(&plain).to_owned()
}

/// Rights beyond the need; an admin role first.
pub(super) fn excess(facts: &PsaFacts, needs: &Needs, evidence: &Evidence) -> Vec<Excess> {
    let mut excess = Vec::new();
    if let Some(Ok(member)) = member::read(evidence)
        && member.admin
    {
        let name = member.role.map_or_else(
            || words::say("member-admin-excess").to_owned(),
            |it| words::with("member-admin-excess-named", &[("role", it.into())]),
        );
        excess.push(Excess { name, levels: words::say("member-everything").to_owned(), of: Beyond::Everything });
    }
    let Some(Ok(rows)) = evidence.get(ROLE).map(rows) else { return excess };
    let mut needed: BTreeMap<(usize, Action), Level> = BTreeMap::new();
    for right in &needs.rights {
        let Some(function) = facts.function(&right.function) else { continue };
        for at in hits(&rows, function) {
            for (action, level) in &right.needs {
                let held = needed.entry((at, *action)).or_insert(*level);
                *held = (*held).max(*level);
            }
        }
    }
    for (at, row) in rows.iter().enumerate() {
        let need = |action| needed.get(&(at, action)).copied().unwrap_or(Level::None);
        let more: Vec<_> = row.levels.0.iter().copied().filter(|(action, level)| *level > need(*action)).collect();
        if !more.is_empty() {
            let module = row.modules.first().map(String::as_str);
            let name = row.names.first().map_or_else(|| words::say("member-nameless-function"), String::as_str);
            let parts: Vec<&str> = module.into_iter().chain([name]).collect();
            excess.push(Excess { name: parts.join(" / "), levels: Levels(more).to_string(), of: Beyond::Right });
        }
    }
    excess
}
