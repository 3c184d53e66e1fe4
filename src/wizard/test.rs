//! The connection test: layers, then rights, each as its answer comes.

use crate::model::{
    catalog::Function,
    fault::{ExitCode, Fault},
    integration::Right,
    report::{Check, CheckOutcome, Report, RightFinding},
    right::{Confirmation, Proof, RightId},
};

use super::{
    Effect, Running, Step, Wizard,
    answers::{Confirmed, Ended, Tested},
    event::{Button, Consent, ItemId, Job, Opened},
    hint,
    screen::{ButtonHint, FindingItem, FindingState, Item, Notice, Screen, Tone},
};

impl Wizard {
    /// Goes to the test and starts it, unless just this login was tested or refused already.
    pub(super) fn enter_test(&mut self) -> Vec<Effect> {
        if self.complete_login().is_none() {
            return vec![];
        }
        let mut effects = self.go(Step::Test);
        if self.is_refused() {
            self.say(
                Tone::Warning,
                "Just these values were refused before. They were not sent again.",
                "Accounts lock after a few refusals. Mend the login, or press Test again to send them once more.",
            );
        } else if self.tested().is_none_or(|it| it.ended == Ended::No) {
            effects.extend(self.start_test());
        }
        effects
    }

    /// Says whether just this login was refused. It is sent again only when the person says so.
    pub(super) fn is_refused(&self) -> bool {
        let refused = self.here().and_then(|it| it.refused.as_ref());
        refused.is_some() && refused == self.complete_login().as_ref()
    }

    /// Remembers that just this login was refused.
    pub(super) fn remember_refusal(&mut self, fault: &Fault) {
        if fault.exit_code() == ExitCode::RefusedLogin {
            let login = self.complete_login();
            if let Some(here) = self.here_mut() {
                here.refused = login;
            }
        }
    }

    /// Runs the whole test: one login attempt.
    fn start_test(&mut self) -> Vec<Effect> {
        let Some((login, integration)) = self.complete_login().zip(self.integration.clone()) else { return vec![] };
        let tested = Tested {
            login: login.clone(),
            integration: integration.clone(),
            report: Report::default(),
            checking: None,
            ended: Ended::No,
        };
        if let Some(here) = self.here_mut() {
            let of = Some((login.clone(), integration.clone()));
            if here.confirmed.of != of {
                here.confirmed = Confirmed { of, ..Confirmed::default() };
            }
            here.tested = Some(tested);
            here.refused = None;
        }
        self.run(Running::Test, Job::Test { integration, login, consent: Consent::Given })
    }

    pub(super) fn retry_all(&mut self) -> Vec<Effect> {
        if self.step == Step::Test { self.start_test() } else { vec![] }
    }

    pub(super) fn retry_right(&mut self, on: Option<&ItemId>) -> Vec<Effect> {
        let Some(ItemId::Right(right)) = on else {
            self.say(
                Tone::Plain,
                "Only a right can be looked up again by itself.",
                "Move to its row first; Test again repeats everything.",
            );
            return vec![];
        };
        let fault = self.tested().and_then(|it| it.report.fault().cloned());
        let Some((login, integration)) = self.complete_login().zip(self.integration.clone()) else { return vec![] };
        if self.step != Step::Test || self.runs(&Running::Test) || fault.is_some() {
            return vec![];
        }
        if self.is_refused() {
            self.say(
                Tone::Warning,
                "This login was refused since. It was not sent again.",
                "Test again sends it once more.",
            );
            return vec![];
        }
        self.run(Running::TestRight, Job::TestRight { integration, login, right: right.clone() })
    }

    /// Confirms by hand a right that the API cannot show.
    pub(super) fn confirm(&mut self, on: Option<&ItemId>) -> Vec<Effect> {
        let Some(ItemId::Right(id)) = on else { return vec![] };
        let finding = self.tested().and_then(|it| it.report.rights.iter().find(|it| it.right == *id));
        let open = finding.is_some_and(|it| matches!(it.proof, Proof::Unproven { .. }));
        if !open || self.running.is_some() {
            self.say(
                Tone::Plain,
                "Only a right that could not be checked can be confirmed by hand.",
                "Look at it in the PSA, then confirm it here; it is recorded as your word, not as proved.",
            );
            return vec![];
        }
        self.run(Running::Stamp, Job::Stamp(id.clone()))
    }

    pub(super) fn stamped(&mut self, id: RightId, confirmation: Confirmation) {
        let Some(here) = self.here_mut() else { return };
        let rights = here.tested.iter_mut().flat_map(|it| &mut it.report.rights);
        for it in rights.filter(|it| it.right == id) {
            it.confirmed = Some(confirmation.clone());
        }
        here.confirmed.rights.insert(id, confirmation);
    }

    /// Puts a new finding of a right in its place; somebody's word for it stays beside it.
    pub(super) fn proved(&mut self, mut finding: RightFinding) {
        let Some(here) = self.here_mut() else { return };
        if matches!(finding.proof, Proof::Unproven { .. }) {
            finding.confirmed = here.confirmed.rights.get(&finding.right).cloned();
        }
        if let Some(tested) = &mut here.tested {
            tested.report.proved(finding);
        }
    }

    /// The test is over: remembers a refused login and says what to do now.
    pub(super) fn test_ended(&mut self) -> Vec<Effect> {
        let Some(here) = self.here_mut() else { return vec![] };
        let Some(tested) = &mut here.tested else { return vec![] };
        tested.ended = Ended::Yes;
        tested.checking = None;
        if tested.report.fault().is_some_and(|it| it.exit_code() == ExitCode::RefusedLogin) {
            here.refused = Some(tested.login.clone());
        }
        let (report, login, integration) = (tested.report.clone(), tested.login.clone(), tested.integration.clone());
        let unchanged = |it: &&Opened| it.login == login && it.connection.integration == integration;
        let opened = self.opened.as_ref().filter(unchanged).map(|it| it.connection.name.clone());
        match opened {
            Some(name) => self.run(Running::Record, Job::Record { name, report: Box::new(report) }),
            None => vec![],
        }
    }

    /// Stops what runs; what was found stays.
    pub(super) fn stop(&mut self) -> Vec<Effect> {
        let effects = self.cancel();
        if !effects.is_empty() {
            self.say(Tone::Plain, "Stopped.", "What was found so far stays. Go on, go back, or start again.");
        }
        effects
    }

    /// Goes to where the fault is mended.
    pub(super) fn mend(&mut self) -> Vec<Effect> {
        match self.tested().and_then(|it| it.report.fault()) {
            Some(
                Fault::BadLogin { .. }
                | Fault::BadClientId { .. }
                | Fault::BadTrackingId { .. }
                | Fault::UnknownUser { .. },
            ) => self.go(Step::Login),
            Some(_) => self.go(Step::Site),
            None => self.go(Step::Guide),
        }
    }

    pub(super) fn leave_test(&mut self) -> Vec<Effect> {
        if self.runs(&Running::Test) {
            self.say(Tone::Warning, "The test is still running.", "Wait for it, or stop it first.");
            return vec![];
        }
        self.enter_preview()
    }

    pub(super) fn test_screen(&self) -> Screen {
        let Some((facts, product)) = self.facts().zip(self.product()) else { return self.psa_screen() };
        let Some(needs) = self.needs() else { return self.psa_screen() };
        let empty = Report::default();
        let tested = self.tested();
        let report = tested.map_or(&empty, |it| &it.report);
        let running = self.runs(&Running::Test);
        let lead = if running { "Layer by layer, then right by right. The login is tried once." } else { "" };
        let mut screen = self.frame("Test", lead);
        let checking = tested.and_then(|it| it.checking).filter(|_| running);
        screen.items.extend(Check::ALL.iter().map(|check| Item::Finding(check_item(*check, report, checking))));
        screen.items.push(Item::Heading(format!("{} rights for {}", needs.rights.len(), product.name)));
        let let_in = report.checks.iter().any(|it| it.check == Check::Login) && report.fault().is_none();
        for right in &needs.rights {
            let finding = report.rights.iter().find(|it| it.right == right.function);
            let waiting = if running && let_in { FindingState::Busy } else { FindingState::Waiting };
            if let Some(function) = facts.function(&right.function) {
                screen.items.push(Item::Finding(right_item(function, right, finding, waiting)));
            }
        }
        push_excess(report, &mut screen);
        if running {
            let n = report.rights.len();
            screen.busy = Some(checking.map_or_else(
                || format!("proving rights, {n} of {} so far", needs.rights.len()),
                |it| format!("checking {}", it.name()),
            ));
        } else if self.runs(&Running::TestRight) {
            screen.busy = Some("looking up one right again".into());
        }
        if screen.notice.is_none() && !running {
            screen.notice = tested.filter(|it| it.ended == Ended::Yes).map(|it| verdict(&needs.rights, &it.report));
        }
        screen.buttons = buttons(running, report);
        screen
    }
}

/// What can be pressed while a test runs, and after it.
fn buttons(running: bool, report: &Report) -> Vec<ButtonHint> {
    if running {
        return vec![hint(Button::Back, "Back"), hint(Button::Stop, "Stop")];
    }
    let mut buttons = vec![hint(Button::Back, "Back")];
    if report.fault().is_some() || report.tally().missing + report.tally().partial > 0 {
        let label = if report.fault().is_some() { "Mend" } else { "Guide" };
        buttons.push(hint(Button::Mend, label));
    }
    buttons.push(hint(Button::RetryAll, "Test again"));
    if report.fault().is_none() && !report.rights.is_empty() {
        buttons.push(hint(Button::RetryRight, "Retry row"));
        if report.tally().unproven > 0 {
            buttons.push(hint(Button::Confirm, "Confirm row"));
        }
    }
    buttons.push(hint(Button::Next, "Next"));
    buttons
}

fn check_item(check: Check, report: &Report, checking: Option<Check>) -> FindingItem {
    let finding = report.checks.iter().find(|it| it.check == check);
    let (state, found) = match finding.map(|it| &it.outcome) {
        None if checking == Some(check) => (FindingState::Busy, String::new()),
        None => (FindingState::Waiting, String::new()),
        Some(CheckOutcome::Passed(saw)) => (FindingState::Good, saw.clone()),
        Some(CheckOutcome::Skipped(why)) => (FindingState::Skipped, why.clone()),
        Some(CheckOutcome::Unclear(why)) => (FindingState::Unclear, why.clone()),
        Some(CheckOutcome::Failed(fault)) => (FindingState::Bad, fault.to_string()),
    };
    let request = finding.and_then(|it| it.request.as_ref()).map(|it| format!("Shown by {it}."));
    FindingItem {
        id: ItemId::Check(check),
        state,
        label: check.name().into(),
        needed: String::new(),
        detail: request.into_iter().collect(),
        found,
        took: finding.map(|it| it.took),
    }
}

fn right_item(
    function: &Function,
    right: &Right,
    finding: Option<&RightFinding>,
    waiting: FindingState,
) -> FindingItem {
    let optional = right.optional.as_ref().map(|it| format!("Can be left out: {it}."));
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
    let mend = matches!(state, FindingState::Bad | FindingState::Partial | FindingState::Unclear);
    let unproven =
        finding.and_then(|it| if let Proof::Unproven { because } = &it.proof { Some(because) } else { None });
    let detail = [
        mend.then(|| format!("Set it at {}.", function.menu)),
        Some(format!("Needed {}: {}.", right.needed(), right.why)),
        optional,
        unproven.map(|it| format!("Could not be checked: {it}.")),
        finding.filter(|it| !it.request.is_empty()).map(|it| format!("Shown by {}.", it.request)),
    ];
    FindingItem {
        id: ItemId::Right(right.function.clone()),
        state,
        label: format!("{} / {}", function.module, function.name),
        needed: right.needed(),
        found,
        took: finding.map(|it| it.took),
        detail: detail.into_iter().flatten().collect(),
    }
}

/// Lists what goes beyond the need, and what to know besides.
fn push_excess(report: &Report, screen: &mut Screen) {
    if !report.excess.is_empty() {
        screen.items.push(Item::Heading("Beyond the need".into()));
        screen.items.extend(
            report
                .excess
                .iter()
                .map(|it| Item::Text { text: format!("{}: {}", it.name, it.levels), tone: Tone::Faint }),
        );
    }
    screen.items.extend(report.notes.iter().map(|it| Item::Text { text: it.clone(), tone: Tone::Faint }));
}

/// What the whole test says, and what to do now.
fn verdict(rights: &[Right], report: &Report) -> Notice {
    if let Some(fault) = report.fault() {
        return Notice { tone: Tone::Bad, says: sentence(&fault.to_string()), remedy: fault.remedy(), menu: None };
    }
    let needed = |it: &&RightFinding| rights.iter().any(|right| right.function == it.right && right.optional.is_none());
    let lacking = |it: &&RightFinding| matches!(it.proof, Proof::Missing | Proof::Partial);
    let missing: Vec<_> = report.rights.iter().filter(needed).filter(lacking).collect();
    let tally = report.tally();
    if !missing.is_empty() {
        let n = missing.len();
        let word = if n == 1 { "One right is" } else { &format!("{n} rights are") };
        return Notice {
            tone: Tone::Bad,
            says: format!("{word} missing."),
            remedy: "Each such row says where it is set. Have them set, then look them up again with Retry row.".into(),
            menu: None,
        };
    }
    if tally.unproven > 0 {
        return Notice {
            tone: Tone::Warning,
            says: format!(
                "{} of {} rights are proved; {} could not be checked.",
                tally.granted,
                report.rights.len(),
                tally.unproven
            ),
            remedy: "Look at those in the PSA and confirm them by hand, or go on.".into(),
            menu: None,
        };
    }
    let says = format!("Connected. {} of {} rights are held.", tally.granted + tally.confirmed, report.rights.len());
    if report.excess.is_empty() {
        return Notice { tone: Tone::Good, says, remedy: "Go on to the preview.".into(), menu: None };
    }
    Notice {
        tone: Tone::Warning,
        says: format!("{says} The login may do more than is needed."),
        remedy: "The end of the list says what. Take it away in the PSA, or go on.".into(),
        menu: None,
    }
}

/// Makes a clause a sentence.
pub(super) fn sentence(clause: &str) -> String {
    // A host name stays as it is written.
    let is_host = clause.split(' ').next().is_some_and(|it| it.contains(['.', ':']));
    let mut chars = clause.chars();
    let first = chars.next().map(|it| if is_host { it.to_string() } else { it.to_uppercase().to_string() });
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}

/// The day of an RFC 3339 time.
fn day(time: &str) -> &str {
    time.split('T').next().unwrap_or(time)
}
