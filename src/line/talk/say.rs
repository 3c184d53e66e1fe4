//! What is said, once each: the beginning of a screen, its texts as they come to be true, results as they are known.

use std::mem;

use tokio::time::Instant;

use super::{Again, OpenLine, Place, Said, Talk, Wait};
use crate::{
    face::{Driver, Machine},
    line::{
        paper::{self, written},
        prompt::{self, Prompt},
        question::{self, Part},
        told::{self, Form, Of, Told},
    },
    wizard::{
        event::{Button, ItemId},
        screen::StepState,
    },
    words,
};

/// A list of more lines is said once, and again when somebody asks for it.
const LONG: usize = 10;

impl<M: Machine, D: Driver> Talk<M, D> {
    /// Writes a line.
    pub(super) fn say(&mut self, told: &Told) {
        if told.heading.is_some() && told.heading != self.said.heading {
            self.said.heading.clone_from(&told.heading);
            let heading = told.heading.clone().map(Told::heading);
            self.out.extend(heading.map(|it| written(&it, self.manner)));
        }
        let same = told.reason.as_ref().filter(|it| self.said.reason.as_ref() == Some(*it));
        match same {
            Some(reason) => {
                // It stands behind the label, which may hold the same words.
                let at = told.text.rfind(reason.as_str()).unwrap_or(told.text.len());
                let (before, from) = told.text.split_at(at);
                let behind = from.strip_prefix(reason.as_str()).unwrap_or(from);
                let text = [before, words::say("line-same-reason"), behind].concat();
                self.out.push_str(&written(&Told { text, ..told.clone() }, self.manner));
            }
            None => self.out.push_str(&written(told, self.manner)),
        }
        self.said.reason.clone_from(&told.reason);
        self.open_line = OpenLine::No;
    }

    pub(super) fn say_text(&mut self, text: impl Into<String>) {
        self.say(&Told::says(text));
    }

    /// Ends the line that is being answered: something else has to be said.
    pub(super) fn end_line(&mut self) {
        if mem::replace(&mut self.open_line, OpenLine::No) == OpenLine::Yes {
            self.out.push('\n');
        }
    }

    fn hint(&mut self, hint: &'static str) {
        if self.said.hints.insert(hint) {
            self.say_text(hint);
        }
    }

    /// Says which screen has come.
    pub(super) fn say_beginning(&mut self) {
        let Said { results, connection, hints, .. } = mem::take(&mut self.said);
        self.said = Said { results, connection, hints, ..Said::default() };
        self.hint(words::say("line-welcome"));
        self.out.push('\n');
        let step = told::step(&self.screen);
        if let Some(at) = self.screen.steps.iter().find(|it| it.state == StepState::Here) {
            // A title that says no more than the step is not said.
            self.said.title = at.label.to_owned();
        }
        self.out.extend(step.map(|it| written(&Told::says(it), self.manner)));
        let whole = self.screen.connection.clone();
        let name = whole.split(" · ").next().unwrap_or_default();
        let unnamed =
            [words::say("header-new-connection"), words::say("header-connections"), words::say("drafts-cut-off")];
        let is_named = !unnamed.contains(&name);
        if is_named && self.said.connection != name {
            name.clone_into(&mut self.said.connection);
            self.say_text(words::with("line-connection", &[("name", whole.into())]));
        }
    }

    fn say_head(&mut self) {
        if self.said.title != self.screen.title {
            self.said.title.clone_from(&self.screen.title);
            self.say_text(self.screen.title.clone());
        }
        let lead = told::lead(&self.screen);
        if self.said.lead != lead {
            self.said.lead.clone_from(&lead);
            if !lead.is_empty() {
                self.say_text(lead);
            }
        }
    }

    /// Says what holds, and was not said: up to the question that is asked next, else all of it.
    fn say_parts(&mut self) {
        let mut results = vec![];
        for part in question::parts(&self.screen) {
            match part {
                Part::Says(told) if told.of.is_some() => results.push(told),
                Part::Says(told) => {
                    self.say_each(&mem::take(&mut results));
                    if self.said.texts.insert(told.text.clone()) {
                        self.say(&told);
                    }
                }
                Part::Asks(question) if self.place == Place::Question(question.key.clone()) => break,
                Part::Asks(_) | Part::Beside(_) => {}
            }
        }
        self.say_each(&results);
        self.said.each_again = Again::No;
    }

    /// Says results; several that are well by their names alone, behind the others below their heading.
    fn say_each(&mut self, results: &[Told]) {
        for group in results.chunk_by(|a, b| a.heading == b.heading) {
            let fine: Vec<_> = group.iter().filter(|it| it.fine.is_some() && !self.is_said(it)).collect();
            let by_name = fine.len() > 1 && self.said.each_again == Again::No;
            for told in group.iter().filter(|it| !by_name || it.fine.is_none()) {
                self.say_result(told);
            }
            if by_name {
                self.say(&told::fine(&fine));
                let of = fine.iter().filter_map(|it| Some(((self.screen.name, it.of.clone()?), it.text.clone())));
                self.said.results.extend(of);
                self.said.by_name = true;
            }
        }
    }

    fn is_said(&self, told: &Told) -> bool {
        let key = told.of.clone().map(|of| (self.screen.name, of));
        key.is_some_and(|it| self.said.results.get(&it) == Some(&told.text))
    }

    /// Says what is beside the point, once the point is made.
    fn say_beside(&mut self) {
        for part in question::parts(&self.screen) {
            match part {
                Part::Beside(told) if told.of.is_some() => self.say_result(&told),
                Part::Beside(told) if self.said.texts.insert(told.text.clone()) => self.say(&told),
                Part::Beside(_) | Part::Says(_) | Part::Asks(_) => {}
            }
        }
    }

    fn say_result(&mut self, told: &Told) {
        let Some(of) = told.of.clone().filter(|_| told.form != Form::Awaited && !self.is_said(told)) else { return };
        let key = (self.screen.name, of);
        // What went well was said layer by layer as it came.
        let is_sum = key.1 == Of::Item(ItemId::Layers);
        let is_known = self.said.results.keys().any(|it| matches!(it.1, Of::Item(ItemId::Check(_))));
        self.said.results.insert(key, told.text.clone());
        if !(is_sum && is_known) {
            self.say(told);
        }
    }

    /// Says results in the order of the screen: what is known behind what is not waits for it, and what is well below a
    /// heading for the others there.
    pub(super) fn say_results(&mut self) {
        let is_busy = self.screen.busy.is_some();
        let mut results = vec![];
        for part in question::parts(&self.screen) {
            let Part::Says(told) = part else { continue };
            if told.form == Form::Awaited && is_busy {
                results.retain(|it: &Told| it.fine.is_none() || it.heading != told.heading);
                break;
            }
            // What a row comes to is told at the end; how far it is, now and then.
            let is_row = matches!(told.of, Some(Of::Row(_))) && is_busy;
            if told.of.is_some() && !is_row {
                results.push(told);
            }
        }
        self.say_each(&results);
    }

    /// What is looked up again is said again, and so is what is beyond the need: others may come to as many.
    pub(super) fn forget_awaited(&mut self) {
        let name = self.screen.name;
        let parts = question::parts(&self.screen);
        let excess = Of::Item(ItemId::Excess);
        if !parts.iter().any(|it| matches!(it, Part::Beside(told) if told.of.as_ref() == Some(&excess))) {
            self.said.results.remove(&(name, excess));
        }
        for part in parts {
            if let Part::Says(Told { of: Some(of), form: Form::Awaited, .. }) = part {
                self.said.results.remove(&(name, of));
            }
        }
    }

    pub(super) fn say_notice(&mut self) {
        if self.screen.notice == self.said.notice {
            return;
        }
        self.said.notice.clone_from(&self.screen.notice);
        let Some(mut notice) = self.screen.notice.clone() else { return };
        if question::wants_a_yes(&self.screen) {
            // The question is put behind what there is to know of it.
            notice.says.clear();
        }
        for told in told::notice(&notice) {
            self.say(&told);
        }
    }

    /// Says what comes before a question.
    pub(super) fn say_before(&mut self) {
        self.say_head();
        self.say_parts();
        if self.said.by_name {
            self.hint(words::say("line-fine-each"));
        }
        self.say_notice();
        self.say_beside();
    }

    /// Says a question and waits for its answer.
    pub(super) fn put(&mut self, prompt: &Prompt) {
        let is_new = self.said.list != prompt.lines;
        let was_long = self.said.long.contains(&prompt.lines);
        self.is_put(prompt);
        let again = mem::take(&mut self.said.lists_again);
        if again == Again::No && is_new && was_long {
            self.say_text(words::say("line-same-list"));
        } else if again == Again::Yes || is_new {
            let is_long = prompt.lines.len() > LONG && !was_long;
            self.said.long.extend(is_long.then(|| prompt.lines.clone()));
            for told in &prompt.lines {
                // What is said of one of several need not be said of the chosen one.
                self.said.texts.insert(told.text.clone());
                self.say(told);
            }
        }
        for told in &prompt.says {
            self.say(told);
        }
        self.out.push_str(&paper::asked(&prompt.ask, self.manner));
        self.open_line = OpenLine::Yes;
    }

    /// Takes what there is to choose from as said.
    pub(super) fn is_put(&mut self, prompt: &Prompt) {
        self.said.list.clone_from(&prompt.lines);
    }

    /// Everything of this screen is said again.
    pub(super) fn say_again(&mut self) {
        let name = self.screen.name;
        self.said.results.retain(|it, _| it.0 != name);
        let connection = mem::take(&mut self.said.connection);
        self.say_beginning();
        self.said.connection = connection;
        self.said.each_again = Again::Yes;
    }

    /// What the question to leave, the list of commands and the state of the steps have in common: they are told and gone.
    pub(super) fn say_help(&mut self, about: Vec<Told>) {
        let steps: Vec<_> = self
            .screen
            .steps
            .iter()
            .enumerate()
            .map(|(n, it)| {
                let state = match it.state {
                    StepState::Done => words::say("line-step-done"),
                    StepState::Failed => words::say("line-step-failed"),
                    StepState::Skipped => words::say("line-step-skipped"),
                    StepState::Here => words::say("line-step-here"),
                    StepState::Ahead => "",
                };
                format!("{} {} {state}", n + 1, it.label).trim_end().to_owned()
            })
            .collect();
        let steps = (!steps.is_empty()).then(|| words::with("line-steps", &[("steps", steps.join(", ").into())]));
        let sheet = self.offers(Button::WriteText).then(|| Told::says(words::say("line-write-guide")));
        for told in about.into_iter().chain(prompt::commands()).chain(sheet).chain(steps.map(Told::says)) {
            self.say(&told);
        }
    }

    /// Waits for what runs, and says so.
    pub(super) fn wait(&mut self, now: Instant) {
        self.asking = None;
        self.said.list.clear();
        self.say_head();
        let before = self.out.len();
        self.say_results();
        match &mut self.wait {
            Some(wait) if self.out.len() > before => wait.at = now,
            Some(_) => {}
            None => self.say_progress(now),
        }
    }

    /// Says how far it is.
    pub(super) fn say_progress(&mut self, now: Instant) {
        let Some(busy) = self.progress() else { return };
        // What ends at once is not announced; the sign of the screen is.
        if self.screen.busy.is_some() || self.wait.is_some() {
            self.say_text(busy.clone());
        }
        if self.offers(Button::Stop) {
            self.hint(words::say("line-stops"));
        }
        self.wait = Some(Wait { told: busy, at: now });
    }

    fn progress(&self) -> Option<String> {
        let busy = self.screen.busy.as_deref().or(self.pressed.map(|_| words::say("line-working")))?;
        let mut chars = busy.chars();
        let first = chars.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
        let how_far = told::how_far(&self.screen).map(|it| format!(": {it}")).unwrap_or_default();
        Some(format!("{first}{}{how_far}.", chars.as_str()))
    }

    /// Does what time brings: a line of progress now and then.
    pub fn pass(&mut self, now: Instant) {
        let is_due = self.deadline().is_some_and(|it| it <= now);
        if is_due && self.asking.is_none() {
            self.say_progress(now);
        }
    }

    /// When time brings something.
    pub fn deadline(&self) -> Option<Instant> {
        let wait = self.wait.as_ref().filter(|_| self.asking.is_none())?;
        let is_news = self.progress().is_some_and(|it| it != wait.told);
        Some(wait.at + if is_news { self.pace.news } else { self.pace.silence })
    }
}
