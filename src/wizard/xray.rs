//! The way to the login, layer by layer: what each saw, how long it took, what it would mean if it failed.

use std::time::Duration;

use crate::{
    model::{
        catalog::PsaFacts,
        fault::{CertificateFault, Fault},
        report::{Check, CheckFinding, CheckOutcome, Fact, Report},
    },
    words,
};

use super::{
    answers::Shows,
    event::ItemId,
    pin,
    screen::{FindingItem, FindingState, Item, Told},
    verdict,
};

/// Layers that nobody needs to see while they are well.
const QUIET: [Check; 7] = [Check::Lookup, Check::Route, Check::Tcp, Check::Tls, Check::Http, Check::Clock, Check::Api];

/// The layers as they stand.
pub(super) struct Way<'a> {
    /// What is known of the PSA.
    pub(super) facts: &'a PsaFacts,
    /// What was found.
    pub(super) report: &'a Report,
    /// The check that runs.
    pub(super) checking: Option<Check>,
    /// Whether the test still runs.
    pub(super) running: bool,
    /// Whether the layers are gone through.
    pub(super) over: bool,
    /// Whether those that went well are shown one by one all the same.
    pub(super) layers: Shows,
}

impl Way<'_> {
    /// The rows. Those that went well are one row once all is well; when something failed, each is shown.
    pub(super) fn items(&self) -> Vec<Item> {
        let all = Check::ALL.iter().copied();
        if !self.is_well() {
            return all.map(|it| self.item(it)).collect();
        }
        let layers = self.layers;
        let mut items = vec![self.folded()];
        // What a test that is over did not look at is not waited for.
        let shown = all.filter(|it| self.finding(*it).is_some() || (self.running && !QUIET.contains(it)));
        items.extend(shown.filter(|it| layers == Shows::Whole || !QUIET.contains(it)).map(|it| self.item(it)));
        items
    }

    fn finding(&self, check: Check) -> Option<&CheckFinding> {
        self.report.checks.iter().find(|it| it.check == check)
    }

    fn is_well(&self) -> bool {
        let quiet = |it: &CheckFinding| match &it.outcome {
            CheckOutcome::Passed(_) | CheckOutcome::Skipped(_) => true,
            CheckOutcome::Unclear(_) | CheckOutcome::Failed(_) => false,
        };
        let mut seen = QUIET.iter().filter_map(|it| self.finding(*it)).peekable();
        self.over && self.report.fault().is_none() && seen.peek().is_some() && seen.all(quiet)
    }

    /// One row for all that went well.
    fn folded(&self) -> Item {
        let seen = || QUIET.iter().filter_map(|it| self.finding(*it));
        let names: Vec<_> = seen().map(|it| it.check.name()).collect();
        let found = match self.layers {
            Shows::Folded => words::with("layers-fine", &[("names", names.join(", ").into())]),
            Shows::Whole => words::say("layers-fine-below").to_owned(),
        };
        Item::Finding(FindingItem {
            id: ItemId::Layers,
            state: FindingState::Good,
            label: words::say("layers-label").into(),
            needed: String::new(),
            found,
            took: Some(seen().map(|it| it.took).sum::<Duration>()),
            detail: vec![],
        })
    }

    fn item(&self, check: Check) -> Item {
        let finding = self.finding(check);
        let (state, found) = match finding.map(|it| &it.outcome) {
            None if self.checking == Some(check) => (FindingState::Busy, String::new()),
            None if self.running => (FindingState::Waiting, String::new()),
            None => (FindingState::NotReached, String::new()),
            Some(CheckOutcome::Passed(saw)) => (FindingState::Good, saw.clone()),
            Some(CheckOutcome::Skipped(why)) => (FindingState::Skipped, why.clone()),
            Some(CheckOutcome::Unclear(why)) => (FindingState::Unclear, why.clone()),
            Some(CheckOutcome::Failed(fault)) => (FindingState::Bad, fault.to_string()),
        };
        Item::Finding(FindingItem {
            id: ItemId::Check(check),
            state,
            label: check.name().into(),
            needed: String::new(),
            found,
            took: finding.map(|it| it.took).filter(|it| state != FindingState::Skipped && !it.is_zero()),
            detail: details(self.facts, check, state, finding),
        })
    }
}

/// What a layer saw, the request that showed it, and while it may fail, what that would mean; of a fault, all that is known
/// of it.
fn details(facts: &PsaFacts, check: Check, state: FindingState, finding: Option<&CheckFinding>) -> Vec<Told> {
    let mut told = vec![];
    let failed = match finding.map(|it| &it.outcome) {
        Some(CheckOutcome::Failed(fault)) => Some(fault),
        Some(CheckOutcome::Passed(_) | CheckOutcome::Skipped(_) | CheckOutcome::Unclear(_)) | None => None,
    };
    told.extend(failed.into_iter().flat_map(|it| of_fault(facts, it)));
    if let Some(finding) = finding {
        told.extend(finding.details.iter().map(|it| Told::Pair {
            label: it.fact.label(),
            value: if it.fact == Fact::Fingerprint { pin::grouped(&it.value) } else { it.value.clone() },
        }));
        told.extend(
            finding.request.iter().map(|it| Told::Pair { label: words::say("layers-shown-by"), value: it.clone() }),
        );
    }
    if state == FindingState::NotReached {
        told.push(Told::Says(words::say("layers-not-reached").into()));
    }
    if matches!(state, FindingState::Waiting | FindingState::Busy | FindingState::Unclear) {
        told.push(Told::Says(check.meaning().to_owned()));
    }
    told
}

/// Everything that is known of a fault; what to do before what it means.
fn of_fault(facts: &PsaFacts, fault: &Fault) -> Vec<Told> {
    let entry = fault.entry();
    let pair = |label, value: String| Told::Pair { label, value };
    let mut told = match fault.hints() {
        [] => vec![pair(words::say("layers-next"), fault.remedy())],
        hints => {
            let lines = hints.iter().map(|it| pair(words::say("layers-it-may-be"), it.clone()));
            std::iter::once(pair(words::say("layers-next"), entry.next.clone())).chain(lines).collect()
        }
    };
    told.extend(entry.side.whose().map(|it| pair(words::say("layers-whose-job"), it.to_owned())));
    told.extend(facts.menu_of(fault).map(|it| Told::Menu(it.to_owned())));
    told.push(pair(words::say("layers-cause"), entry.cause.clone()));
    if fault.refuses_login() {
        told.push(pair(words::say("layers-risk"), verdict::risk(Some(facts)).to_owned()));
    }
    if let Fault::Certificate { what: CertificateFault::Changed { pinned, presented, .. }, .. } = fault {
        told.push(pair(words::say("layers-trusted"), pin::grouped(pinned)));
        told.push(pair(words::say("layers-shown"), pin::grouped(presented)));
    }
    told
}
