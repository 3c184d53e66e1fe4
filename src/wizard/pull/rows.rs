//! The lists of a pull as rows: how far each is while it runs, and what became of its rows at its end.

use crate::model::{
    age::span,
    catalog::PsaFacts,
    id::ListId,
    mirror::{Flow, ListNews, Pulled, PulledList, Read, RowDoubt, Scope},
};
use crate::words::{self, digits::grouped};

use crate::wizard::{
    event::PullNews,
    screen::{FindingState, Item, Part, RowItem, Tone},
    verdict,
};

/// Whether a pull runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moving {
    Yes,
    /// It does, and waits for the vendor's limit.
    Held,
    No,
}

/// How far it is: a row a list, and what it costs the PSA.
pub(super) fn so_far(facts: &PsaFacts, lists: &[ListId], news: Option<&PullNews>, moving: Moving) -> Vec<Item> {
    let Some(news) = news else {
        let row = |id: &ListId| RowItem { state: Some(FindingState::Waiting), ..RowItem::of(name_of(facts, id)) };
        return lists.iter().map(|it| Item::Row(row(it))).collect();
    };
    // While the vendor's limit is waited for, a speed and what would follow from it are wrong.
    let moving = if moving == Moving::Yes && news.waits_secs().is_some() { Moving::Held } else { moving };
    let mut items: Vec<Item> = news.lists.iter().map(|it| Item::Row(row(facts, it, moving))).collect();
    items.push(Item::Text { text: used(news.budget.used, news.budget.per_minute), tone: Tone::Faint });
    items
}

fn name_of(facts: &PsaFacts, id: &ListId) -> String {
    facts.list(id).map_or_else(|| id.0.clone(), |it| it.name.clone())
}

fn requests(n: u64) -> String {
    words::with("pull-requests", &[("n", n.into())])
}

fn used(n: u64, per_minute: Option<u32>) -> String {
    match per_minute {
        None => words::with("pull-used", &[("requests", requests(n).into())]),
        Some(most) => words::with("pull-used-of", &[("requests", requests(n).into()), ("most", most.into())]),
    }
}

fn row(facts: &PsaFacts, news: &ListNews, moving: Moving) -> RowItem {
    let rows = match (&news.of, news.total, news.flow) {
        (_, _, Flow::Waiting | Flow::Failed) if news.rows == 0 => String::new(),
        (None, Some(total), Flow::Waiting | Flow::Reading { .. } | Flow::Failed) => {
            words::with("pull-rows-of", &[("n", news.rows.into()), ("of", total.into())])
        }
        (Some(_), _, _) | (None, None, _) | (None, _, Flow::Done) => grouped(news.rows),
    };
    // What hangs below another list is counted in rows of that one.
    let parents = news.of.as_ref().zip(news.total).filter(|_| news.flow != Flow::Done);
    let parents = parents.map(|(of, total)| {
        words::with("pull-parents-of", &[("n", news.done.into()), ("of", total.into()), ("list", of.into())])
    });
    let (state, notes) = match (news.flow, moving) {
        (Flow::Done, _) => (FindingState::Good, vec![]),
        (Flow::Failed, _) => (FindingState::Bad, vec![words::say("pull-row-cannot-be-read").to_owned()]),
        (Flow::Waiting, _) => (FindingState::Waiting, vec![]),
        (Flow::Reading { .. }, Moving::No) => (FindingState::Partial, vec![words::say("pull-row-in-part").to_owned()]),
        (Flow::Reading { .. }, Moving::Held) => (FindingState::Busy, parents.into_iter().collect()),
        (Flow::Reading { rows_per_sec, left }, Moving::Yes) => {
            let left = left.map(|it| words::with("pull-row-left", &[("time", span(it).into())]));
            let rate = Some(format!("{}/s", grouped(rows_per_sec)));
            (FindingState::Busy, [parents, left, rate].into_iter().flatten().collect())
        }
    };
    let total = news.total.filter(|_| matches!(news.flow, Flow::Reading { .. }) && moving != Moving::No);
    let part = total.map(|of| Part { done: news.done.min(of), of });
    RowItem { state: Some(state), cells: vec![rows], part, notes, ..RowItem::of(name_of(facts, &news.list)) }
}

/// What it came to: the sum, a row a list, what was not read and why, what is worth a look, and where it is.
pub(super) fn done(pulled: &Pulled, notes: &[String]) -> Vec<Item> {
    let text = |text: String, tone| Item::Text { text, tone };
    let read: u64 = pulled.lists.iter().map(|it| it.tally.read).sum();
    let sum =
        [("n", read.into()), ("time", span(pulled.took).into()), ("requests", requests(pulled.budget.used).into())];
    let sum = if pulled.resumed { words::with("pull-sum-resumed", &sum) } else { words::with("pull-sum", &sum) };
    let mut items = vec![text(sum, if lacks(pulled) { Tone::Warning } else { Tone::Good })];
    let heads = [
        words::say("pull-head-rows"),
        words::say("pull-head-new"),
        words::say("pull-head-changed"),
        words::say("pull-head-gone"),
    ]
    .map(str::to_owned)
    .to_vec();
    items.push(Item::Row(RowItem { cells: heads, ..RowItem::of(words::say("pull-head-list").into()) }));
    items.extend(pulled.lists.iter().map(|it| Item::Row(done_row(it))));
    if pulled.lists.iter().any(|it| it.scope == Scope::Changes && it.read == Read::Whole) {
        let says = words::say("pull-only-changes");
        items.push(text(says.into(), Tone::Faint));
    }
    for it in &pulled.lists {
        if let Read::Not(fault) = &it.read {
            let values = [
                ("list", it.name.as_str().into()),
                ("fault", fault.to_string().into()),
                ("remedy", fault.remedy().into()),
            ];
            let (tone, says) = if it.is_needed {
                (Tone::Bad, words::with("pull-list-not-read", &values))
            } else {
                (Tone::Warning, words::with("pull-list-not-read-not-needed", &values))
            };
            items.push(text(says, tone));
        }
    }
    let misfits: u64 = pulled.lists.iter().map(|it| it.tally.misfits).sum();
    if misfits > 0 {
        let says = words::with("pull-misfits", &[("n", misfits.into())]);
        items.push(text(says, Tone::Warning));
    }
    items.extend(worth_a_look(pulled.lists.iter().map(|it| (it.name.as_str(), it.doubts.as_slice()))));
    items.extend(pulled.usage_says().map(|it| text(it, Tone::Plain)));
    items.extend(notes.iter().map(|it| text(verdict::capital(it), Tone::Plain)));
    items.push(text(words::say("pull-mirror").into(), Tone::Plain));
    items.push(Item::Verbatim(pulled.place.clone()));
    items
}

/// Says whether a list that the integration cannot do without was not read.
pub(super) fn lacks(pulled: &Pulled) -> bool {
    pulled.lists.iter().any(|it| it.is_needed && matches!(it.read, Read::Not(_)))
}

fn done_row(it: &PulledList) -> RowItem {
    let changes = it.scope == Scope::Changes && it.read == Read::Whole;
    let name = if changes { format!("{} *", it.name) } else { it.name.clone() };
    let (state, cells, notes) = match &it.read {
        Read::Whole => {
            let numbers = [it.rows, it.tally.added, it.tally.changed, it.tally.gone];
            (FindingState::Good, numbers.map(grouped).to_vec(), vec![])
        }
        Read::Counted(rows) => {
            (FindingState::Skipped, vec![grouped(*rows)], vec![words::say("pull-only-counted").to_owned()])
        }
        Read::Not(_) => (FindingState::Bad, vec![words::say("pull-not-read").to_owned()], vec![]),
    };
    RowItem { state: Some(state), cells, notes, ..RowItem::of(name) }
}

/// Rows that an integration would trip over, with how many and which first.
pub(in crate::wizard) fn worth_a_look<'a>(lists: impl Iterator<Item = (&'a str, &'a [RowDoubt])>) -> Vec<Item> {
    let mut items = vec![];
    for (list, doubt) in lists.flat_map(|(list, doubts)| doubts.iter().map(move |it| (list, it))) {
        if items.is_empty() {
            items.push(Item::Heading(words::say("pull-worth-a-look").into()));
        }
        let first: Vec<String> = doubt.first.iter().map(ToString::to_string).collect();
        let values = [
            ("n", doubt.rows.into()),
            ("list", list.into()),
            ("says", doubt.says.as_str().into()),
            ("ids", first.join(", ").into()),
        ];
        let is_all = doubt.rows <= doubt.first.len() as u64;
        let says =
            if is_all { words::with("pull-doubt", &values) } else { words::with("pull-doubt-and-more", &values) };
        items.push(Item::Text { text: says, tone: Tone::Warning });
    }
    items
}
