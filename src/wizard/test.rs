//! The connection test: layers, then rights, each as its answer comes.

use crate::{
    model::{
        fault::{ExitCode, Fault, Kind, Side},
        left::{Left, left_of},
        login::Login,
        report::{Report, RightFinding, Sight},
        right::Proof,
    },
    words,
};

use super::{
    Effect, Mending, Question, Running, Step, Wizard,
    answers::{Confirmed, Ended, Shows, Tested, Turn},
    event::{Button, Consent, ItemId, Job, Opened},
    hint, left, matrix, pin,
    screen::{ButtonHint, FindingState, Item, Screen, StepState, Tone},
    verdict, xray,
};

impl Wizard {
    /// Goes to the test and starts it, unless just this login was tested or refused already.
    pub(super) fn enter_test(&mut self) -> Vec<Effect> {
        if self.complete_login().is_none() {
            return vec![];
        }
        let mut effects = self.go(Step::Test);
        if let Some(fault) = self.refusal().cloned() {
            self.notice = Some(verdict::of_refused_before(self.facts(), &fault));
        } else if self.tested().is_none_or(|it| it.ended == Ended::No) {
            effects.extend(self.start_test(Consent::No));
        }
        effects
    }

    /// Runs the whole test: one login attempt.
    pub(super) fn start_test(&mut self, consent: Consent) -> Vec<Effect> {
        let Some((login, integration)) = self.complete_login().zip(self.integration.clone()) else { return vec![] };
        let turn = self.turn(&login, &integration);
        let tested = Tested {
            login: login.clone(),
            integration: integration.clone(),
            report: Report::default(),
            checking: None,
            ended: Ended::No,
            turn,
        };
        if let Some(here) = self.here_mut() {
            let of = Some((login.clone(), integration.clone()));
            if here.confirmed.of != of {
                here.confirmed = Confirmed { of, ..Confirmed::default() };
            }
            here.tested = Some(tested);
            here.view.all = Shows::Folded;
            let earlier = here.refused.take().filter(|it| it.login == login.clone().pinned(None));
            here.refused_before = earlier.map_or(0, |it| it.times);
        }
        self.run(Running::Test, Job::Test { integration, login, consent })
    }

    /// Says whether rights of this connection were looked up before, in this run or, for an opened one, in an earlier.
    fn turn(&self, login: &Login, integration: &str) -> Turn {
        let earlier = self.here().and_then(|it| it.tested.as_ref()).filter(|it| it.integration == integration);
        let in_this_run = earlier
            .is_some_and(|it| it.turn == Turn::Again || (it.ended == Ended::Yes && !it.report.rights.is_empty()));
        let opened = self.opened.as_ref().filter(|it| it.login == *login && it.connection.integration == integration);
        if in_this_run || opened.is_some_and(|it| it.connection.last_test.is_some()) {
            Turn::Again
        } else {
            Turn::First
        }
    }

    /// Runs the test again. A login that was refused is sent once more only after a yes.
    pub(super) fn retry_all(&mut self) -> Vec<Effect> {
        if self.step != Step::Test || self.runs(&Running::Test) {
            return vec![];
        }
        if self.is_refused() {
            self.question = Some(Question::SendAgain);
            return vec![];
        }
        self.start_test(Consent::No)
    }

    pub(super) fn retry_right(&mut self, on: Option<&ItemId>) -> Vec<Effect> {
        let Some(ItemId::Right(right)) = on else {
            self.say(Tone::Plain, words::say("test-only-a-right"), words::say("test-only-a-right-remedy"));
            return vec![];
        };
        let fault = self.tested().and_then(|it| it.report.fault().cloned());
        let Some((login, integration)) = self.complete_login().zip(self.integration.clone()) else { return vec![] };
        if self.step != Step::Test || self.runs(&Running::Test) || fault.is_some() {
            return vec![];
        }
        if self.is_refused() {
            self.say(Tone::Warning, words::say("test-refused-since"), words::say("test-refused-since-remedy"));
            return vec![];
        }
        self.run(Running::TestRight, Job::TestRight { integration, login, right: right.clone() })
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

    /// Puts what rows show in its place; somebody's word for just so many hidden ones stays beside it.
    pub(super) fn sighted(&mut self, mut sight: Sight) {
        let Some(here) = self.here_mut() else { return };
        sight.confirmed = here.confirmed.rights.get(&sight.word_id()).cloned();
        if let Some(tested) = &mut here.tested {
            tested.report.sighted(sight);
        }
    }

    /// The test is over: remembers a refused login and says what to do now.
    pub(super) fn test_ended(&mut self) -> Vec<Effect> {
        let Some(here) = self.here_mut() else { return vec![] };
        let Some(tested) = &mut here.tested else { return vec![] };
        tested.ended = Ended::Yes;
        tested.checking = None;
        let (fault, login) = (tested.report.fault().cloned(), tested.login.clone());
        if let Some(fault) = fault {
            self.remember_refusal_of(login, &fault);
        }
        if self.is_rotating() {
            return self.read_before();
        }
        self.record()
    }

    /// Keeps what was found with the opened connection, unless its login or integration was changed.
    pub(super) fn record(&mut self) -> Vec<Effect> {
        let Some(tested) = self.here().and_then(|it| it.tested.as_ref()).filter(|it| it.ended == Ended::Yes) else {
            return vec![];
        };
        let unchanged = |it: &&Opened| it.login == tested.login && it.connection.integration == tested.integration;
        let Some(opened) = self.opened.as_ref().filter(unchanged) else { return vec![] };
        let taken_back = self.here().map(|it| it.confirmed.taken_back.clone()).unwrap_or_default();
        let (name, report) = (opened.connection.name.clone(), Box::new(Report { taken_back, ..tested.report.clone() }));
        self.run(Running::Record, Job::Record { name, report })
    }

    /// Stops what runs; what was found stays.
    pub(super) fn stop(&mut self) -> Vec<Effect> {
        let is_pull = self.runs(&Running::Pull);
        let effects = self.cancel();
        if !effects.is_empty() && !is_pull {
            self.say(Tone::Plain, words::say("test-stopped"), words::say("test-stopped-remedy"));
        }
        effects
    }

    /// Goes to where the fault is mended.
    pub(super) fn mend(&mut self) -> Vec<Effect> {
        let step = self.tested().and_then(|it| it.report.fault()).map_or(Step::Guide, mended_at);
        // A second key is for the same site.
        let is_elsewhere = step == Step::Site && self.is_rotating();
        let effects = self.go(if is_elsewhere { Step::Login } else { step });
        // The guide changes nothing that was tested, so that Back can show the test as it was.
        self.mending = Some(Mending).filter(|_| self.step == Step::Guide);
        effects
    }

    pub(super) fn fold_layers(&mut self) -> Vec<Effect> {
        if let Some(here) = self.here_mut() {
            here.view.layers = here.view.layers.turned();
        }
        vec![]
    }

    pub(super) fn show_all(&mut self) -> Vec<Effect> {
        if let Some(here) = self.here_mut() {
            here.view.all = here.view.all.turned();
        }
        vec![]
    }

    /// How a step behind was left.
    pub(super) fn passed(&self, step: Step) -> StepState {
        match step {
            Step::Test => {
                let is_short = |it: &Tested| self.needs().is_none_or(|needs| verdict::is_short(needs, &it.report));
                match self.tested() {
                    Some(it) if !is_short(it) && it.ended == Ended::Yes => StepState::Done,
                    // It was stopped.
                    Some(it) if !is_short(it) => StepState::Skipped,
                    Some(_) | None => StepState::Failed,
                }
            }
            // What was not asked for, or not waited for, did not fail.
            Step::Preview => match self.previewed() {
                Some(it) if it.ended == Ended::InVain || !it.failed.is_empty() => StepState::Failed,
                Some(it) if it.ended == Ended::Yes => StepState::Done,
                Some(_) | None => StepState::Skipped,
            },
            Step::Home
            | Step::Pull
            | Step::Psa
            | Step::Integration
            | Step::Site
            | Step::Guide
            | Step::Login
            | Step::Save
            | Step::Done => StepState::Done,
        }
    }

    pub(super) fn leave_test(&mut self) -> Vec<Effect> {
        if self.runs(&Running::Test) {
            self.say(Tone::Warning, words::say("test-still-running"), words::say("test-still-running-remedy"));
            return vec![];
        }
        if self.is_rotating() { self.go(Step::Save) } else { self.enter_preview() }
    }

    /// What is left to do after a re-test, where something is.
    fn left(&self) -> Option<(Vec<Left>, &Report)> {
        let tested = self.tested().filter(|it| it.ended == Ended::Yes && it.turn == Turn::Again)?;
        let left = left_of(self.facts()?, self.needs()?, &tested.report);
        (!left.is_empty()).then_some((left, &tested.report))
    }

    pub(super) fn test_screen(&self) -> Screen {
        let Some((facts, needs)) = self.facts().zip(self.needs()) else { return self.psa_screen() };
        let left = self.left();
        let shows = self.here().map(|it| it.view.all).unwrap_or_default();
        let mut screen = match &left {
            Some((left, report)) if shows == Shows::Folded => {
                let lead = words::say("test-lead-left");
                let mut screen = self.frame(&left::title(left), lead);
                screen.items = left::items(facts, needs, report, left);
                screen
            }
            Some(_) | None => self.whole_test_screen(),
        };
        let running = self.runs(&Running::Test);
        let tested = self.tested();
        if running {
            let n = tested.map_or(0, |it| it.report.rights.len());
            screen.busy = Some(tested.and_then(|it| it.checking).map_or_else(
                || words::with("test-proving", &[("n", n.into()), ("of", needs.rights.len().into())]),
                |it| words::with("test-checking", &[("check", it.name().into())]),
            ));
        } else if self.runs(&Running::TestRight) {
            screen.busy = Some(words::say("test-looking-up").into());
        }
        let over = tested.filter(|it| it.ended == Ended::Yes && !running);
        if screen.notice.is_none() {
            screen.notice = over.map(|it| verdict::of_test(facts, needs, &it.report));
            self.name_swap(&mut screen);
        }
        screen.buttons = self.test_buttons(running);
        if left.is_some() {
            let label = if shows == Shows::Folded { words::say("test-show-all") } else { words::say("test-show-left") };
            screen.buttons.insert(1, hint(Button::ShowAll, label));
        }
        screen
    }

    fn whole_test_screen(&self) -> Screen {
        let Some((facts, product)) = self.facts().zip(self.product()) else { return self.psa_screen() };
        let Some((needs, here)) = self.needs().zip(self.here()) else { return self.psa_screen() };
        let empty = Report::default();
        let tested = self.tested();
        let report = tested.map_or(&empty, |it| &it.report);
        let running = self.runs(&Running::Test);
        let lead = if running { words::say("test-lead") } else { "" };
        let mut screen = self.frame(words::say("test-title"), lead);
        let let_in = report.lets_in();
        let way = xray::Way {
            facts,
            report,
            checking: tested.and_then(|it| it.checking).filter(|_| running),
            running,
            over: let_in || tested.is_some_and(|it| it.ended == Ended::Yes),
            layers: here.view.layers,
        };
        screen.items.extend(way.items());
        screen.items.extend(pin::moved_item(report));
        if report.fault().is_none() || !report.rights.is_empty() {
            screen.items.push(Item::Heading(words::with(
                "test-rights",
                &[("n", needs.rights.len().into()), ("product", product.name.as_str().into())],
            )));
            let waiting = match running {
                true if let_in => FindingState::Busy,
                true => FindingState::Waiting,
                false => FindingState::NotReached,
            };
            screen.items.extend(matrix::rights(facts, needs, report, waiting));
        }
        screen.items.extend(matrix::sights(facts, report));
        screen.items.extend(matrix::excess(facts, report));
        screen
    }

    /// What can be pressed while a test runs, and after it.
    fn test_buttons(&self, running: bool) -> Vec<ButtonHint> {
        let mut buttons = vec![hint(Button::Back, words::say("button-back"))];
        if running {
            buttons.push(hint(Button::Stop, words::say("button-stop")));
            return buttons;
        }
        let report = self.tested().map(|it| &it.report);
        let fault = report.and_then(|it| it.fault());
        if pin::offered(fault).is_some() {
            buttons.push(hint(Button::Trust, words::say("test-trust")));
        }
        if pin::is_vouched(fault) {
            buttons.push(hint(Button::Unpin, words::say("test-trust-authorities")));
        }
        if report.and_then(pin::moved_to).is_some() {
            buttons.push(hint(Button::UseNewSite, words::say("test-use-new-site")));
        }
        let short = report.zip(self.needs()).is_some_and(|(report, needs)| verdict::is_short(needs, report));
        match fault.map(mended_at) {
            Some(Step::Site) => buttons.push(hint(Button::Mend, words::say("test-mend-site"))),
            Some(Step::Login) => buttons.push(hint(Button::Mend, words::say("test-mend-login"))),
            Some(_) => buttons.push(hint(Button::Mend, words::say("test-guide"))),
            None if short => buttons.push(hint(Button::Mend, words::say("test-guide"))),
            None => {}
        }
        buttons.push(hint(Button::RetryAll, words::say("test-again")));
        if let Some(report) = report.filter(|it| fault.is_none() && !it.rights.is_empty()) {
            buttons.push(hint(Button::RetryRight, words::say("test-retry-row")));
            let tally = report.tally();
            let is_about = |it: &Sight| it.is_doubtful() || it.confirmed.is_some();
            if tally.unproven + tally.confirmed > 0 || report.sights.iter().any(is_about) {
                buttons.push(hint(Button::Confirm, words::say("test-confirm-row")));
            }
        }
        buttons.push(hint(Button::Next, words::say("button-next")));
        buttons.retain(|it| !self.is_closed(it.button));
        buttons
    }
}

/// The step at which a fault is mended: where the site is found, where the login is typed, or where the guide says what
/// the administrator sets.
fn mended_at(fault: &Fault) -> Step {
    let entry = fault.entry();
    match (entry.kind, entry.exit, entry.side) {
        // The company ID and the user name are what the site is found by, and a login of another site needs that one.
        (Kind::UnknownCompany | Kind::UnknownUser | Kind::MovedSite, ..) => Step::Site,
        (Kind::MaybeRefused, ..) | (_, ExitCode::RefusedLogin, Side::Host | Side::Administrator) => Step::Login,
        (_, _, Side::Administrator) => Step::Guide,
        (_, _, Side::Host | Side::Network | Side::Server | Side::Vendor) => Step::Site,
    }
}
