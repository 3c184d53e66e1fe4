//! The proof matrix: every right with what is needed, what was found and what shows it; then what the rows show.

use crate::{
    model::{
        catalog::{Function, PsaFacts},
        integration::{Needs, Right},
        report::{Beyond, Confidence, Report, RightFinding, Seen, Sight},
        right::Proof,
    },
    words,
};

use super::{
    event::ItemId,
    screen::{FindingItem, FindingState, Item, Told, Tone},
};

/// A row for each right that is needed.
pub(super) fn rights(
    facts: &PsaFacts,
    needs: &Needs,
    report: &Report,
    waiting: FindingState,
) -> impl Iterator<Item = Item> {
    needs.rights.iter().filter_map(move |right| {
        let finding = report.rights.iter().find(|it| it.right == right.function);
        facts.function(&right.function).map(|it| Item::Finding(right_item(it, right, finding, waiting)))
    })
}

/// The row of one right.
pub(super) fn right_item(
    function: &Function,
    right: &Right,
    finding: Option<&RightFinding>,
    waiting: FindingState,
) -> FindingItem {
    let (state, found) = match finding.map(|it| (&it.proof, it)) {
        None => (waiting, String::new()),
        Some((Proof::Granted, it)) => (FindingState::Good, it.found.clone()),
        Some((Proof::Partial, it)) => (FindingState::Partial, it.found.clone()),
        Some((Proof::Missing, it)) => (FindingState::Bad, it.found.clone()),
        Some((Proof::Unproven { because }, it)) => match &it.confirmed {
            Some(word) => (
                FindingState::Confirmed,
                words::with("rights-confirmed", &[("by", word.by.as_str().into()), ("day", day(&word.at).into())]),
            ),
            None => (FindingState::Unclear, because.clone()),
        },
    };
    FindingItem {
        id: ItemId::Right(right.function.clone()),
        state,
        label: format!("{} / {}", function.module, function.name),
        needed: right.needed(),
        found,
        took: finding.map(|it| it.took).filter(|it| !it.is_zero()),
        detail: right_details(function, right, finding, state),
    }
}

fn right_details(function: &Function, right: &Right, finding: Option<&RightFinding>, state: FindingState) -> Vec<Told> {
    let pair = |label, value: String| Told::Pair { label, value };
    let mut told = vec![];
    if matches!(state, FindingState::Bad | FindingState::Partial | FindingState::Unclear) {
        told.push(Told::Menu(function.menu.clone()));
    }
    told.push(pair(words::say("rights-label-needed"), format!("{}: {}", right.needed(), right.why)));
    if let Some(finding) = finding {
        if !finding.found.is_empty() {
            told.push(pair(words::say("rights-label-found"), finding.found.clone()));
        }
        told.push(match &finding.proof {
            Proof::Unproven { because } => pair(
                words::say("rights-label-proof"),
                words::with("rights-could-not-be-checked", &[("because", because.into())]),
            ),
            shown @ (Proof::Granted | Proof::Partial | Proof::Missing) => {
                pair(words::say("rights-label-proof"), shown.word().to_owned())
            }
        });
        told.push(pair(words::say("rights-label-confidence"), sure(finding.confidence).to_owned()));
        if let Some(word) = &finding.confirmed {
            told.push(pair(
                words::say("rights-label-confirmed"),
                words::with(
                    "rights-confirmed-by-hand",
                    &[("by", word.by.as_str().into()), ("at", word.at.as_str().into())],
                ),
            ));
        }
        if finding.evidence.is_empty() && !finding.request.is_empty() {
            told.push(pair(words::say("rights-label-shown-by"), finding.request.clone()));
        }
        told.extend(
            finding
                .evidence
                .iter()
                .map(|it| pair(words::say("rights-label-shown-by"), format!("{}: {}", it.request, it.says))),
        );
    }
    told.extend(function.doubt.iter().map(|it| pair(words::say("rights-label-doubt"), it.clone())));
    told.extend(right.optional.iter().map(|it| pair(words::say("rights-label-optional"), it.clone())));
    if !matches!(told.first(), Some(Told::Menu(_))) {
        told.push(Told::Menu(function.menu.clone()));
    }
    told
}

/// How sure a finding is, and what that means.
fn sure(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::None => words::say("rights-sure-none"),
        Confidence::Low => words::say("rights-sure-low"),
        Confidence::Medium => words::say("rights-sure-medium"),
        Confidence::High => words::say("rights-sure-high"),
    }
}

/// A heading and a row for each cross-check of rows, where there are some.
pub(super) fn sights(facts: &PsaFacts, report: &Report) -> Vec<Item> {
    if report.sights.is_empty() {
        return vec![];
    }
    let mut items = vec![Item::Heading(words::say("sights-heading").into())];
    items.extend(report.sights.iter().map(|it| Item::Finding(sight_item(facts, it))));
    items
}

/// The row of one cross-check.
pub(super) fn sight_item(facts: &PsaFacts, sight: &Sight) -> FindingItem {
    let state = match &sight.seen {
        Seen::All { .. } => FindingState::Good,
        Seen::Hidden { .. } if sight.confirmed.is_some() => FindingState::Confirmed,
        Seen::Hidden { .. } if sight.is_doubtful() => FindingState::Unclear,
        Seen::Hidden { .. } => FindingState::Bad,
        Seen::Unclear(_) => FindingState::Unclear,
    };
    let function = facts.function(&sight.right);
    let pair = |label, value: String| Told::Pair { label, value };
    let mut told = vec![];
    if let Seen::Hidden { examples, .. } = &sight.seen {
        told.extend(function.map(|it| Told::Menu(it.menu.clone())));
        if !examples.is_empty() {
            told.push(pair(words::say("sights-label-hidden"), examples.join("; ")));
        }
        told.push(Told::Says(match (&sight.confirmed, &sight.doubt) {
            (Some(word), _) => {
                words::with("sights-confirmed", &[("by", word.by.as_str().into()), ("day", day(&word.at).into())])
            }
            (None, Some(doubt)) => words::with("sights-hidden-or-deleted", &[("doubt", doubt.into())]),
            (None, None) => words::say("sights-hidden").into(),
        }));
    }
    told.push(pair(words::say("sights-label-looked-for"), sight.looks_for.clone()));
    told.push(pair(words::say("sights-label-found"), seen(sight)));
    told.extend(function.map(|it| pair(words::say("sights-label-right"), format!("{} / {}", it.module, it.name))));
    if !sight.request.is_empty() {
        told.push(pair(words::say("sights-label-shown-by"), sight.request.clone()));
    }
    FindingItem {
        id: ItemId::Sight(sight.check.clone()),
        state,
        label: sight.looks_for.clone(),
        needed: String::new(),
        found: seen(sight),
        took: Some(sight.took).filter(|it| !it.is_zero()),
        detail: told,
    }
}

/// What a cross-check came to, in a few words.
pub(super) fn seen(sight: &Sight) -> String {
    match &sight.seen {
        Seen::All { of } => words::with("sights-all", &[("of", of.to_string().into())]),
        Seen::Hidden { hidden, of, .. } => match (&sight.confirmed, &sight.doubt) {
            (Some(word), _) => words::with(
                "sights-count-confirmed",
                &[
                    ("hidden", hidden.to_string().into()),
                    ("of", of.to_string().into()),
                    ("by", word.by.as_str().into()),
                    ("day", day(&word.at).into()),
                ],
            ),
            (None, Some(_)) => words::with(
                "sights-count-hidden-or-deleted",
                &[("hidden", hidden.to_string().into()), ("of", of.to_string().into())],
            ),
            (None, None) => words::with(
                "sights-count-hidden",
                &[("hidden", hidden.to_string().into()), ("of", of.to_string().into())],
            ),
        },
        Seen::Unclear(why) => why.clone(),
    }
}

/// Says whether rows are hidden that the integration cannot do without.
pub(super) fn lacks(needs: &Needs, sight: &Sight) -> bool {
    let optional = needs.rights.iter().any(|it| it.function == sight.right && it.optional.is_some());
    sight.is_blind() && !optional
}

/// From so many on, a role of its own is less work than to take them away one by one.
const MANY: usize = 8;

/// Says whether so much is beyond the need that a role of its own mends it.
pub(super) fn wants_own_role(report: &Report) -> bool {
    report.excess.len() >= MANY || has_everything(report)
}

fn has_everything(report: &Report) -> bool {
    report.excess.iter().any(|it| it.of == Beyond::Everything)
}

/// One row for all that goes beyond the need, and what to know besides: an admin role has dozens of rights.
pub(super) fn excess(facts: &PsaFacts, report: &Report) -> Vec<Item> {
    let mut items = vec![];
    if !report.excess.is_empty() {
        let own = wants_own_role(report);
        let (n, role) = (("n", report.excess.len().into()), facts.words.role.as_str());
        let found = if has_everything(report) {
            words::with("rights-everything", &[("role", role.into())])
        } else if own {
            words::with("rights-own-role", &[n, ("role", role.into())])
        } else {
            words::with("rights-to-take-away", &[n])
        };
        let how = own.then(|| Told::Says(words::with("rights-own-role-how", &[("role", role.into())])));
        let menu = Told::Menu(facts.menus.role.clone());
        let each = report.excess.iter().map(|it| Told::Says(format!("{}: {}", it.name, it.levels)));
        items.push(Item::Heading(String::new()));
        items.push(Item::Finding(FindingItem {
            id: ItemId::Excess,
            state: FindingState::Skipped,
            label: words::say("rights-beyond-the-need").into(),
            needed: String::new(),
            found,
            took: None,
            detail: std::iter::once(menu).chain(how).chain(each).collect(),
        }));
    }
    items.extend(report.notes.iter().map(|it| Item::Text { text: it.clone(), tone: Tone::Faint }));
    items
}

/// The day of an RFC 3339 time.
fn day(time: &str) -> &str {
    time.split('T').next().unwrap_or(time)
}
