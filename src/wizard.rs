//! The set-up as a pure state machine: events in, effects out, and a screen that any face can show.
//!
//! It may not read a clock, a file or the network, and it does not know the PSA providers: everything it says about a PSA
//! comes from the catalogue. Every way forward is checked; every way back is open and loses nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    fault::ExitCode,
    id::{JobId, PsaId},
    saved::{Name, SavedAt},
};

pub mod answers;
mod choose;
mod current;
mod done;
pub mod event;
mod given;
mod guide;
mod home;
mod left;
mod login;
mod matrix;
mod mirrors;
mod moves;
mod news;
mod note;
mod pin;
mod preview;
mod pull;
mod question;
mod refused;
pub mod resume;
mod rotate;
mod save;
pub mod screen;
mod site;
mod start;
mod step;
mod stores;
mod test;
mod unlock;
mod verdict;
mod vouch;
mod xray;

#[cfg(test)]
pub(crate) mod tests;

use answers::{Answers, Tested};
use event::{Button, Effect, Event, ItemId, Job, Opened};
use mirrors::Mirrors;
pub use pull::LATER as PULL_LATER;
use pull::Pulling;
use question::Question;
use rotate::Rotation;
pub use save::{ANYWAY as SAVE_ANYWAY, Doubt, Why};
use screen::{ButtonHint, Notice, Screen, Tone};
pub use start::{Begin, HomeRow, Start, Tried};
pub use step::Step;
use unlock::Unlocking;

/// The state machine.
#[derive(Debug)]
pub struct Wizard {
    start: Start,
    /// How this program is called in the commands that are copied.
    program: String,
    step: Step,
    psa: Option<PsaId>,
    integration: Option<String>,
    answers: BTreeMap<PsaId, Answers>,
    running: Option<(JobId, Running)>,
    next_job: u64,
    notice: Option<Notice>,
    question: Option<Question>,
    saved: Option<SavedAt>,
    /// Names that were saved in this run, besides those of the home screen.
    saved_names: BTreeSet<Name>,
    /// The connection that was opened from the home screen.
    opened: Option<Opened>,
    /// What is kept of the set-up, in case it is cut off.
    resume: resume::Keeping,
    /// The last pull of this run.
    pulling: Option<Pulling>,
    mirrors: Mirrors,
    /// Set while a second key is put in the place of the opened connection's.
    rotation: Option<Rotation>,
    /// Set while a locked store is in the way of what was asked for.
    unlocking: Option<Unlocking>,
    /// Set while the guide is open because the test said what is missing.
    mending: Option<Mending>,
}

/// What runs just now. There is never more than one.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Running {
    Locate,
    Test,
    TestRight,
    Preview,
    PreviewMirror,
    Pull,
    SumUp,
    Save,
    WriteSheet,
    TryStores,
    Unlock,
    Open(Name, Intent),
    Remove(Name),
    Stamp,
    Record,
    LastTest,
    CheckOldKey,
}

/// The guide was opened from the test, and Back leads there again.
#[derive(Debug)]
struct Mending;

/// Why a saved connection is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Intent {
    Test,
    Pull,
    Edit,
    Rotate,
}

impl Wizard {
    /// Starts at the home screen when something is saved, else at the first step.
    pub fn new(start: Start) -> Self {
        let step = if start.home.is_empty() || start.begin == Begin::SetUp { Step::Psa } else { Step::Home };
        let integration = start.integration.clone();
        Self {
            start,
            program: "psa-connect".into(),
            step,
            psa: None,
            integration,
            answers: BTreeMap::new(),
            running: None,
            next_job: 0,
            notice: None,
            question: None,
            saved: None,
            saved_names: BTreeSet::new(),
            opened: None,
            resume: resume::Keeping::default(),
            pulling: None,
            mirrors: Mirrors::default(),
            rotation: None,
            unlocking: None,
            mending: None,
        }
    }

    /// The step the person is at.
    pub fn step(&self) -> Step {
        self.step
    }

    /// Takes one event and says what must be done for it.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        self.with_drafts(event, Self::take)
    }

    fn take(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Progressed(job, progress) => {
                if self.is_running(job) {
                    self.progressed(progress);
                }
                vec![]
            }
            Event::Began => self.began(),
            Event::Ends => vec![],
            Event::Finished(job, finish) => self.finished(job, finish),
            Event::NotKept(fault) => {
                self.not_kept(&fault);
                vec![]
            }
            Event::Typed(item, text) => {
                self.notice = None;
                self.typed(&item, &text)
            }
            Event::Pasted(item, text) => {
                self.notice = None;
                self.pasted(&item, &text)
            }
            Event::Chose(item) => {
                self.notice = None;
                self.chose(item)
            }
            Event::Pressed { button, on } => {
                self.notice = None;
                self.pressed(button, on.as_ref())
            }
        }
    }

    /// What a face should show now.
    pub fn screen(&self) -> Screen {
        if let Some(unlocking) = &self.unlocking {
            return self.unlock_screen(unlocking);
        }
        let mut screen = match self.step {
            Step::Home | Step::Psa if self.is_offering() => self.offer_screen(),
            Step::Home => self.home_screen(),
            Step::Pull => self.pull_screen(),
            Step::Psa => self.psa_screen(),
            Step::Integration => self.integration_screen(),
            Step::Site => self.site_screen(),
            Step::Guide if self.is_rotating() => self.rotate_guide_screen(),
            Step::Guide => self.guide_screen(),
            Step::Login => self.login_screen(),
            Step::Test => self.test_screen(),
            Step::Preview => self.preview_screen(),
            Step::Save if self.is_rotating() => self.switch_screen(),
            Step::Save => self.save_screen(),
            Step::Done if self.is_rotating() => self.switched_screen(),
            Step::Done => self.done_screen(),
        };
        if let Some(question) = &self.question {
            question.ask(self, &mut screen);
        }
        screen
    }

    fn chose(&mut self, item: ItemId) -> Vec<Effect> {
        self.question = None;
        if self.unlocking.is_some() {
            return vec![];
        }
        match item {
            ItemId::Psa(id) => self.chose_psa(id),
            ItemId::Integration(id) => self.chose_integration(id),
            ItemId::Site(id) => self.chose_site(&id),
            ItemId::Way(way) => self.chose_way(way),
            ItemId::Tick(id) => self.ticked(id),
            ItemId::Connection(name) => self.open(&name, Intent::Test),
            ItemId::Draft(id) => self.take_up(&id),
            ItemId::Button(button) => self.pressed(button, None),
            ItemId::Layers => self.fold_layers(),
            ItemId::Store(kind) => self.chose_store(kind),
            // Fields, findings and lists have nothing to choose: a face opens and edits them by itself.
            ItemId::Address
            | ItemId::Field(_)
            | ItemId::Check(_)
            | ItemId::Right(_)
            | ItemId::Sight(_)
            | ItemId::Excess
            | ItemId::List(_)
            | ItemId::Name
            | ItemId::Passphrase
            | ItemId::PassphraseAgain
            | ItemId::Unlock => vec![],
        }
    }

    fn pressed(&mut self, button: Button, on: Option<&ItemId>) -> Vec<Effect> {
        if let Some(question) = self.question.take() {
            return if button == Button::Yes { self.answered_yes(question) } else { vec![] };
        }
        if self.unlocking.is_some() {
            return self.pressed_while_locked(button);
        }
        if self.is_offering() {
            return self.pressed_on_the_offer(button, on);
        }
        if self.is_closed(button) {
            return vec![];
        }
        match button {
            Button::Next => self.next(),
            Button::Back => self.back(),
            Button::Find => self.find(),
            Button::FillSandbox => self.fill_sandbox(),
            Button::Reveal => self.reveal(),
            Button::UsePasted => self.use_pasted(),
            Button::DropPasted => self.drop_pasted(),
            Button::Swap => self.swap(),
            Button::WriteText | Button::WriteMarkdown => self.write_sheet(button),
            Button::RetryRight => self.retry_right(on),
            Button::RetryAll => self.retry_all(),
            Button::Stop => self.stop(),
            Button::Confirm => self.ask_word(on),
            Button::Mend => self.mend(),
            Button::Trust => self.ask_trust(),
            Button::Unpin => self.ask_unpin(),
            Button::UseNewSite => self.ask_move(),
            Button::ShowAll => self.show_all(),
            Button::New => self.new_connection(),
            Button::Test => self.open_under(on, Intent::Test),
            Button::Pull => self.pull(on),
            Button::FromPsa => self.preview_from_psa(),
            Button::Edit => self.open_under(on, Intent::Edit),
            Button::Remove => self.ask_remove(on),
            Button::Rotate => self.open_under(on, Intent::Rotate),
            Button::CheckOldKey => self.ask_check_old_key(),
            Button::Yes | Button::No => vec![],
            Button::Quit => self.leave(ExitCode::Fine),
        }
    }

    /// Starts a job in the place of the one that runs.
    fn run(&mut self, running: Running, job: Job) -> Vec<Effect> {
        let mut effects = self.cancel();
        let id = JobId(self.next_job);
        self.next_job += 1;
        self.running = Some((id, running));
        effects.push(Effect::Start(id, job));
        effects
    }

    fn cancel(&mut self) -> Vec<Effect> {
        if self.runs(&Running::Pull) {
            self.pull_was_stopped();
        }
        self.running.take().map(|(id, _)| vec![Effect::Cancel(id)]).unwrap_or_default()
    }

    fn say(&mut self, tone: Tone, says: impl Into<String>, remedy: impl Into<String>) {
        self.notice = Some(Notice::new(tone, says, remedy));
    }
}

/// A button and what it is called here.
fn hint(button: Button, label: &str) -> ButtonHint {
    ButtonHint { button, label: label.to_owned() }
}
