//! The proof matrix: every right with what is needed, what was found and what shows it; then what the rows show.

use crate::model::{
    catalog::{Function, PsaFacts},
    integration::{Needs, Right},
    report::{Confidence, Report, RightFinding, Seen, Sight},
    right::Proof,
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
            Some(word) => (FindingState::Confirmed, format!("confirmed by {} on {}", word.by, day(&word.at))),
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
    told.push(pair("needed", format!("{}: {}", right.needed(), right.why)));
    if let Some(finding) = finding {
        if !finding.found.is_empty() {
            told.push(pair("found", finding.found.clone()));
        }
        told.push(match &finding.proof {
            Proof::Unproven { because } => pair("proof", format!("could not be checked: {because}")),
            shown @ (Proof::Granted | Proof::Partial | Proof::Missing) => pair("proof", shown.word().to_owned()),
        });
        told.push(pair("confidence", sure(finding.confidence).to_owned()));
        if let Some(word) = &finding.confirmed {
            told.push(pair(
                "confirmed",
                format!("by hand, by {} at {}; that is a word, not a proof", word.by, word.at),
            ));
        }
        if finding.evidence.is_empty() && !finding.request.is_empty() {
            told.push(pair("shown by", finding.request.clone()));
        }
        told.extend(finding.evidence.iter().map(|it| pair("shown by", format!("{}: {}", it.request, it.says))));
    }
    told.extend(function.doubt.iter().map(|it| pair("doubt", it.clone())));
    told.extend(right.optional.iter().map(|it| pair("optional", it.clone())));
    if !matches!(told.first(), Some(Told::Menu(_))) {
        told.push(Told::Menu(function.menu.clone()));
    }
    told
}

/// How sure a finding is, and what that means.
fn sure(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::None => "none: nothing was shown",
        Confidence::Low => "low: something that usually goes with it was shown",
        Confidence::Medium => "medium: it was shown; the vendor does not document that this is what shows it",
        Confidence::High => "high: the vendor documents that this is what shows it",
    }
}

/// A heading and a row for each cross-check of rows, where there are some.
pub(super) fn sights(facts: &PsaFacts, report: &Report) -> Vec<Item> {
    if report.sights.is_empty() {
        return vec![];
    }
    let mut items = vec![Item::Heading("What the rows show".into())];
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
            told.push(pair("hidden", examples.join("; ")));
        }
        told.push(Told::Says(match (&sight.confirmed, &sight.doubt) {
            (Some(word), _) => format!("Confirmed by {} on {}: they need not be shown.", word.by, day(&word.at)),
            (None, Some(doubt)) => format!(
                "Other rows name them and every request was answered, yet they are not shown. The right may be limited to some rows; or {doubt}. Look for one of them in the PSA: if it is gone, confirm this row by hand."
            ),
            (None, None) => "Other rows name them and every request was answered, yet they are not shown: the right is limited to some rows.".into(),
        }));
    }
    told.push(pair("looked for", sight.looks_for.clone()));
    told.push(pair("found", seen(sight)));
    told.extend(function.map(|it| pair("right", format!("{} / {}", it.module, it.name))));
    if !sight.request.is_empty() {
        told.push(pair("shown by", sight.request.clone()));
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
        Seen::All { of } => format!("all {of} can be read"),
        Seen::Hidden { hidden, of, .. } => match (&sight.confirmed, &sight.doubt) {
            (Some(word), _) => format!("{hidden} of {of} not shown, confirmed by {} on {}", word.by, day(&word.at)),
            (None, Some(_)) => format!("{hidden} of {of} hidden or deleted"),
            (None, None) => format!("{hidden} of {of} hidden"),
        },
        Seen::Unclear(why) => why.clone(),
    }
}

/// Says whether rows are hidden that the integration cannot do without.
pub(super) fn lacks(needs: &Needs, sight: &Sight) -> bool {
    let optional = needs.rights.iter().any(|it| it.function == sight.right && it.optional.is_some());
    sight.is_blind() && !optional
}

/// Lists what goes beyond the need, and what to know besides.
pub(super) fn excess(report: &Report) -> Vec<Item> {
    let mut items = vec![];
    if !report.excess.is_empty() {
        items.push(Item::Heading("Beyond the need: take away for least privilege".into()));
        let line = |name: &str, levels: &str| format!("- {name}: {levels}");
        items.extend(report.excess.iter().map(|it| Item::Text { text: line(&it.name, &it.levels), tone: Tone::Faint }));
    }
    items.extend(report.notes.iter().map(|it| Item::Text { text: it.clone(), tone: Tone::Faint }));
    items
}

/// The day of an RFC 3339 time.
fn day(time: &str) -> &str {
    time.split('T').next().unwrap_or(time)
}
