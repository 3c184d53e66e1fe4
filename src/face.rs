//! What every face shares: what decides, what acts, and why a face ended.

pub mod watch;

use crate::{
    engine::Engine,
    model::{
        catalog::FieldKind,
        draft::{Draft, DraftId},
        fault::ExitCode,
        id::{FieldId, JobId},
        paste,
        secret::Secret,
    },
    wizard::{
        Wizard,
        event::{Effect, Event, Job},
        screen::Screen,
    },
};

/// What decides: the wizard.
pub trait Machine {
    /// What to show now.
    fn screen(&self) -> Screen;
    /// Takes what happened; gives what is to be done.
    fn update(&mut self, event: Event) -> Vec<Effect>;
    /// Says whether a note names what its values are. The text of one that does not would go into the field it is for.
    fn understands(&self, note: &Secret) -> bool;
    /// Says whether a text names values that are secret.
    fn holds_secrets(&self, text: &Secret) -> bool;
}

/// What acts: the engine.
pub trait Driver {
    /// Runs a job; news of it carries the id.
    fn start(&mut self, id: JobId, job: Job);
    /// Stops a job; nothing more is heard of it.
    fn cancel(&mut self, id: JobId);
    /// Keeps a draft in the place of the one of this name.
    fn keep(&mut self, id: DraftId, draft: Box<Draft>);
    /// Removes the draft of this name, if there is one.
    fn drop_draft(&mut self, id: DraftId);
}

impl Machine for Wizard {
    fn screen(&self) -> Screen {
        Self::screen(self)
    }

    fn update(&mut self, event: Event) -> Vec<Effect> {
        Self::update(self, event)
    }

    fn understands(&self, note: &Secret) -> bool {
        Self::understands(self, note)
    }

    fn holds_secrets(&self, text: &Secret) -> bool {
        let Some((facts, _)) = self.chosen() else { return false };
        let is_secret = |id: &FieldId| facts.field(id).is_some_and(|it| it.kind == FieldKind::Secret);
        paste::note(facts, text).fields.iter().any(|it| is_secret(&it.0))
    }
}

impl Driver for Engine {
    fn start(&mut self, id: JobId, job: Job) {
        Self::start(self, id, job);
    }

    fn cancel(&mut self, id: JobId) {
        Self::cancel(self, id);
    }

    fn keep(&mut self, id: DraftId, draft: Box<Draft>) {
        Self::keep(self, id, draft);
    }

    fn drop_draft(&mut self, id: DraftId) {
        Self::drop_draft(self, id);
    }
}

/// Why the face ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The wizard or the person wanted it.
    Exit(ExitCode),
    /// This signal arrived (1: the terminal is gone).
    Signal(u8),
}

impl Ending {
    /// The exit code of the process: a signal's is 128 and its number, as in shells.
    pub fn code(self) -> u8 {
        match self {
            Self::Exit(code) => code as u8,
            Self::Signal(number) => 128 + number,
        }
    }
}

impl From<Ending> for std::process::ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(ending.code())
    }
}
