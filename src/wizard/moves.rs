//! Moving between the steps: forward when a step has its answer, back at any time, and out.

use crate::{model::fault::ExitCode, words};

use super::{Effect, Running, Step, Wizard, screen::Tone};

impl Wizard {
    /// Goes forward when this step has its answer; else says what to do instead.
    pub(super) fn next(&mut self) -> Vec<Effect> {
        match self.step {
            Step::Home => self.new_connection(),
            Step::Pull => self.go(Step::Home),
            Step::Psa => self.leave_psa(),
            Step::Integration => self.leave_integration(),
            Step::Site => self.leave_site(),
            Step::Guide => self.go(Step::Login),
            Step::Login => self.leave_login(),
            Step::Test => self.leave_test(),
            Step::Preview => self.go(Step::Save),
            Step::Save if self.is_rotating() => self.switch(),
            Step::Save => self.save(),
            Step::Done => self.leave(ExitCode::Fine),
        }
    }

    /// Goes back, whatever was typed and whatever runs, but for the moment in which files are being changed.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        if matches!(self.running, Some((_, Running::Save | Running::Remove(_)))) {
            self.say(Tone::Plain, words::say("step-files-being-written"), words::say("step-back-in-a-moment"));
            return vec![];
        }
        let has_home = !self.start.home.is_empty();
        match self.step.before() {
            Some(_) if self.mending.is_some() && self.step == Step::Guide => self.go(Step::Test),
            Some(_) if self.is_rotating() => self.back_in_rotation(),
            Some(_) if self.opened.is_some() && self.step == Step::Test => self.go(Step::Home),
            Some(before) => self.go(before),
            None if self.step == Step::Psa && has_home => self.go(Step::Home),
            None => {
                self.say(Tone::Plain, words::say("step-nothing-before"), words::say("step-leave"));
                self.cancel()
            }
        }
    }

    /// Goes to a step and stops what ran for another.
    pub(super) fn go(&mut self, step: Step) -> Vec<Effect> {
        self.step = step;
        self.mending = None;
        let mut effects = self.cancel();
        effects.extend(self.try_stores());
        effects.extend(self.sum_up_mirrors());
        effects
    }

    pub(super) fn leave(&mut self, code: ExitCode) -> Vec<Effect> {
        let mut effects = self.cancel();
        effects.push(Effect::Exit(code));
        effects
    }
}
