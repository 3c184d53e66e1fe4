//! What changed between two tests of one connection, in a fixed order, a sentence each.

use serde::Serialize;

use crate::words;

use super::{
    document::{ConfirmedRow, CountRow, Document, Outcome, Proven, RightRow, SeenWord, SightRow},
    report::Check,
};

mod facts;
#[cfg(test)]
mod tests;

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What kind of change.
    pub kind: ChangeKind,
    /// The key of what changed: a right's, a check's, a fact's, a list's.
    pub about: String,
    /// What changed, a clause.
    pub says: String,
    /// How it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// How it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Where it is mended, when something was lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub menu: Option<String>,
}

/// The kinds of change, in the order in which they are told: what was lost comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// A layer fails that did not, or fails otherwise.
    CheckFails,
    /// A layer works again.
    CheckWorks,
    /// A layer that failed leaves it open now.
    CheckUnclear,
    /// A layer that failed is not needed now.
    CheckSkipped,
    /// The server shows less of a right than it did.
    RightLost,
    /// Rows are hidden that were not, or more of them.
    RowsHidden,
    /// The login belongs to another site.
    Moved,
    /// Nothing says any more that the login belongs to another site.
    MovedNoMore,
    /// Something else about a right.
    RightChanged,
    /// The server shows all of a right that it did not.
    RightGained,
    /// Fewer rows are hidden, or none.
    RowsShown,
    /// A right is needed that was not.
    RightNeeded,
    /// A right is no longer needed.
    RightNotNeeded,
    /// Somebody confirmed a right by hand.
    Confirmed,
    /// A confirmation is gone.
    Unconfirmed,
    /// A right beyond the need came.
    ExcessCame,
    /// A right beyond the need went.
    ExcessWent,
    /// The saved connection itself: its address, its integration.
    Connection,
    /// Who the login is, and what the server says of itself.
    Fact,
    /// The certificate.
    Certificate,
    /// The number of rows of a list.
    Count,
    /// The exit code, when nothing above says why.
    Exit,
}

impl ChangeKind {
    /// The word in front of it, on screens.
    pub fn word(self) -> &'static str {
        match self {
            Self::CheckFails => words::say("change-fails"),
            Self::CheckWorks => words::say("change-works-again"),
            Self::RightLost => words::say("change-lost"),
            Self::RowsHidden => words::say("change-hidden"),
            Self::RowsShown => words::say("change-shown-again"),
            Self::RightGained => words::say("change-gained"),
            Self::RightNeeded => words::say("change-needed-now"),
            Self::RightNotNeeded => words::say("change-no-longer-needed"),
            Self::Confirmed => words::say("change-confirmed"),
            Self::Unconfirmed => words::say("change-no-longer-confirmed"),
            Self::ExcessCame => words::say("change-beyond-the-need"),
            Self::ExcessWent => words::say("change-no-longer-beyond"),
            Self::CheckUnclear => words::say("change-unclear-now"),
            Self::CheckSkipped => words::say("change-skipped-now"),
            Self::Moved => words::say("change-moved"),
            Self::MovedNoMore => words::say("change-no-longer-moved"),
            Self::RightChanged | Self::Connection | Self::Fact | Self::Certificate | Self::Count | Self::Exit => {
                words::say("change-changed")
            }
        }
    }
}

impl Change {
    fn new(kind: ChangeKind, about: impl Into<String>, says: impl Into<String>) -> Self {
        Self { kind, about: about.into(), says: says.into(), before: None, after: None, menu: None }
    }

    fn between(self, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self { before: Some(before.into()), after: Some(after.into()), ..self }
    }

    fn at(self, menu: &str) -> Self {
        Self { menu: (!menu.is_empty()).then(|| menu.to_owned()), ..self }
    }

    /// All of it on one line: `lost: Finance / Agreements: … -> System > …`.
    pub fn line(&self) -> String {
        let menu = self.menu.as_ref().map(|it| format!(" -> {it}")).unwrap_or_default();
        format!("{}: {}{menu}", self.kind.word(), self.says)
    }
}

/// What changed from `before` to `after`: by kind, and in the order of the tests within one.
///
/// What one of the two did not come to see is no change: a test that stops at the login says nothing of the rights.
pub fn changes(before: &Document, after: &Document) -> Vec<Change> {
    let mut found = vec![];
    facts::connection(before, after, &mut found);
    checks(before, after, &mut found);
    let seen = before.with_rights();
    if !after.rights.is_empty() && !seen.rights.is_empty() {
        rights(&seen.rights, &after.rights, &mut found);
        excess(seen, after, &mut found);
    }
    for it in &after.sights {
        sight(seen.sights.iter().find(|was| was.check == it.check), it, &mut found);
    }
    moved(before, after, &mut found);
    facts::all(before, after, &mut found);
    counts(&seen.counts, &after.counts, &mut found);
    if found.is_empty() && before.exit != after.exit {
        let says = words::with(
            "change-exit",
            &[
                ("now", after.exit.to_string().into()),
                ("was", before.exit.to_string().into()),
                ("verdict", after.verdict.as_str().into()),
            ],
        );
        found
            .push(Change::new(ChangeKind::Exit, "exit", says).between(before.exit.to_string(), after.exit.to_string()));
    }
    found.sort_by_key(|it| it.kind);
    found
}

/// Whether the login belongs elsewhere is known once the API answered; a test that did not come so far says nothing of it.
fn moved(before: &Document, after: &Document, found: &mut Vec<Change>) {
    let answered = |it: &Document| it.check(Check::Api.key()).is_some_and(|it| it.outcome == Outcome::Passed);
    let earlier = || before.with_rights().moved.as_ref().filter(|_| !answered(before));
    let was = before.moved.as_ref().or_else(earlier);
    match (was, &after.moved) {
        (was, Some(it)) if was.is_none_or(|was| was.to != it.to) => {
            let says = words::with("change-moved-to", &[("to", it.to.as_str().into()), ("by", it.by.as_str().into())]);
            found.push(Change::new(ChangeKind::Moved, "moved", says));
        }
        (Some(was), None) if answered(after) => {
            let says = words::with(
                "change-not-moved-any-more",
                &[("by", was.by.as_str().into()), ("to", was.to.as_str().into())],
            );
            found.push(Change::new(ChangeKind::MovedNoMore, "moved", says));
        }
        (None | Some(_), None | Some(_)) => {}
    }
}

fn checks(before: &Document, after: &Document, found: &mut Vec<Change>) {
    for it in &after.checks {
        let name = it.name();
        let was = before.check(&it.check);
        match (was.and_then(|it| it.failed.as_ref()), &it.failed) {
            (Some(_), None) => {
                let was = was.map(|it| it.detail.as_str()).unwrap_or_default();
                let (kind, says) = match it.outcome {
                    Outcome::Passed | Outcome::Failed => (
                        ChangeKind::CheckWorks,
                        words::with("change-was", &[("name", name.into()), ("was", was.into())]),
                    ),
                    Outcome::Unclear => (
                        ChangeKind::CheckUnclear,
                        words::with(
                            "change-was-with-detail",
                            &[("name", name.into()), ("detail", it.detail.as_str().into()), ("was", was.into())],
                        ),
                    ),
                    Outcome::Skipped => (
                        ChangeKind::CheckSkipped,
                        words::with(
                            "change-was-with-detail",
                            &[("name", name.into()), ("detail", it.detail.as_str().into()), ("was", was.into())],
                        ),
                    ),
                };
                found.push(Change::new(kind, &it.check, says).between(was, it.detail.as_str()));
            }
            (was_failed, Some(failed)) if was_failed.is_none_or(|was| was.fault != failed.fault) => {
                let change = Change::new(ChangeKind::CheckFails, &it.check, format!("{name}: {}", it.detail));
                let change = change.at(failed.menu.as_deref().unwrap_or_default());
                found.push(match was {
                    Some(was) => change.between(was.detail.as_str(), it.detail.as_str()),
                    None => change,
                });
            }
            (None | Some(_), None | Some(_)) => {}
        }
    }
}

fn rights(before: &[RightRow], after: &[RightRow], found: &mut Vec<Change>) {
    for it in after {
        if let Some(was) = before.iter().find(|was| was.right == it.right) {
            right(was, it, found);
        } else {
            let change = Change::new(ChangeKind::RightNeeded, &it.right, told(it));
            found.push(if it.proof.is_short() { change.at(&it.menu) } else { change });
        }
    }
    for was in before.iter().filter(|was| !after.iter().any(|it| it.right == was.right)) {
        found.push(Change::new(ChangeKind::RightNotNeeded, &was.right, was.label()));
    }
}

fn right(was: &RightRow, it: &RightRow, found: &mut Vec<Change>) {
    // What a test could not check is as it was when it was last shown.
    let shown = was.shown();
    let kind = match (shown.as_ref().map(|it| it.proof), it.proof) {
        (Some(Proven::Granted) | None, Proven::Partial | Proven::Missing)
        | (Some(Proven::Partial), Proven::Missing) => Some(ChangeKind::RightLost),
        (Some(Proven::Partial | Proven::Missing) | None, Proven::Granted) => Some(ChangeKind::RightGained),
        (Some(Proven::Missing), Proven::Partial) => Some(ChangeKind::RightChanged),
        (_, Proven::Unproven) => {
            (was.proof != Proven::Unproven || was.needed != it.needed).then_some(ChangeKind::RightChanged)
        }
        (Some(Proven::Granted), Proven::Granted) | (Some(Proven::Partial), Proven::Partial) => {
            let found = shown.as_ref().is_some_and(|was| was.found != it.found);
            (found || was.needed != it.needed).then_some(ChangeKind::RightChanged)
        }
        (Some(Proven::Missing), Proven::Missing) => (was.needed != it.needed).then_some(ChangeKind::RightChanged),
        // Nothing is shown by a test that could not check it.
        (Some(Proven::Unproven), _) => None,
    };
    if let Some(kind) = kind {
        let before = match &shown {
            Some(was) if it.proof != Proven::Unproven => state(was.proof, &was.found),
            Some(_) | None => state(was.proof, &was.found),
        };
        let change = Change::new(kind, &it.right, told(it)).between(before, state(it.proof, &it.found));
        found.push(if it.proof.is_short() { change.at(&it.menu) } else { change });
    }
    let by =
        |it: &ConfirmedRow| words::with("change-by", &[("by", it.by.as_str().into()), ("at", it.at.as_str().into())]);
    match (&was.confirmed, &it.confirmed) {
        (was, Some(now)) if was.as_ref() != Some(now) => {
            let says = format!("{} {}", it.label(), by(now));
            let change = Change::new(ChangeKind::Confirmed, &it.right, says);
            found.push(Change { before: was.as_ref().map(by), after: Some(by(now)), ..change });
        }
        // Once the server shows it, nobody's word is needed.
        (Some(was), None) if it.proof == Proven::Unproven => {
            let says = words::with("change-was", &[("name", it.label().into()), ("was", by(was).into())]);
            found.push(Change::new(ChangeKind::Unconfirmed, &it.right, says));
        }
        (None | Some(_), None | Some(_)) => {}
    }
}

/// A right and how it stands: `Finance / Agreements is missing (needed: inquire All)`.
fn told(it: &RightRow) -> String {
    let label = it.label();
    match it.proof {
        Proven::Granted => {
            format!("{label}: {}", if it.found.is_empty() { words::say("change-granted") } else { &it.found })
        }
        Proven::Partial => words::with(
            "change-partly",
            &[
                ("label", label.into()),
                ("state", state(it.proof, &it.found).into()),
                ("needed", it.needed.as_str().into()),
            ],
        ),
        Proven::Missing => {
            words::with("change-missing", &[("label", label.into()), ("needed", it.needed.as_str().into())])
        }
        Proven::Unproven => words::with(
            "change-unchecked",
            &[("label", label.into()), ("because", it.because.as_deref().unwrap_or_default().into())],
        ),
    }
}

fn state(proof: Proven, found: &str) -> String {
    match proof {
        Proven::Granted | Proven::Partial if !found.is_empty() => format!("{}, {found}", proof.word()),
        Proven::Granted | Proven::Partial | Proven::Missing | Proven::Unproven => proof.word().to_owned(),
    }
}

fn excess(before: &Document, after: &Document, found: &mut Vec<Change>) {
    for it in &after.excess {
        let was = before.excess.iter().find(|was| was.name == it.name);
        if was.is_none_or(|was| was.levels != it.levels) {
            let change = Change::new(ChangeKind::ExcessCame, &it.name, format!("{}: {}", it.name, it.levels));
            found.push(Change { before: was.map(|it| it.levels.clone()), after: Some(it.levels.clone()), ..change });
        }
    }
    for was in before.excess.iter().filter(|was| !after.excess.iter().any(|it| it.name == was.name)) {
        found.push(Change::new(ChangeKind::ExcessWent, &was.name, format!("{}: {}", was.name, was.levels)));
    }
}

fn sight(was: Option<&SightRow>, it: &SightRow, found: &mut Vec<Change>) {
    let hidden = |it: &SightRow| match it.seen {
        SeenWord::All => Some(0),
        SeenWord::Hidden => Some(it.hidden.unwrap_or_default()),
        SeenWord::Unclear => None,
    };
    let of = it.of.unwrap_or_default();
    let (before, after) = (was.and_then(hidden), hidden(it));
    match (before, after) {
        (Some(0) | None, Some(now)) if now > 0 => {
            let says = words::with(
                "change-rows-hidden",
                &[
                    ("now", now.to_string().into()),
                    ("of", of.to_string().into()),
                    ("rows", it.looks_for.as_str().into()),
                ],
            );
            found.push(Change::new(ChangeKind::RowsHidden, &it.check, says).at(&it.menu));
        }
        (Some(was), Some(now)) if was != now => {
            let kind = if now > was { ChangeKind::RowsHidden } else { ChangeKind::RowsShown };
            let says = match now {
                0 => words::with(
                    "change-rows-shown",
                    &[
                        ("of", of.to_string().into()),
                        ("rows", it.looks_for.as_str().into()),
                        ("was", was.to_string().into()),
                    ],
                ),
                now => words::with(
                    "change-rows-otherwise",
                    &[
                        ("now", now.to_string().into()),
                        ("of", of.to_string().into()),
                        ("rows", it.looks_for.as_str().into()),
                        ("was", was.to_string().into()),
                    ],
                ),
            };
            let change = Change::new(kind, &it.check, says).between(was.to_string(), now.to_string());
            found.push(if now > 0 { change.at(&it.menu) } else { change });
        }
        (None | Some(_), None | Some(_)) => {}
    }
}

fn counts(before: &[CountRow], after: &[CountRow], found: &mut Vec<Change>) {
    for it in after {
        let was = before.iter().find(|was| was.list == it.list && was.rows != it.rows);
        if let Some(was) = was {
            let says = words::with(
                "change-rows-counted",
                &[
                    ("list", it.name.as_str().into()),
                    ("rows", it.rows.to_string().into()),
                    ("was", was.rows.to_string().into()),
                ],
            );
            let change = Change::new(ChangeKind::Count, &it.list, says);
            found.push(change.between(was.rows.to_string(), it.rows.to_string()));
        }
    }
}
