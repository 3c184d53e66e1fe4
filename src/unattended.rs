//! The face that nobody sits at: answers are played to the real wizard and the real engine, in the order of the steps.
//!
//! ```text
//! Answers ─▶ script::next ─▶ Event ─▶ Wizard ─▶ Effect ─▶ Engine
//!                 ▲                      ▲                  │
//!                 └── what it shows ─────┴──── its news ────┘
//! ```
//! It decides nothing that a person would not have decided in the answers: what they leave open stops it, and a login that
//! was refused is not sent again, but for a consent that was given with them.

use tokio::sync::mpsc::UnboundedReceiver;

use crate::{
    face::Driver,
    model::{
        answers::{After, Answers},
        fault::{ExitCode, Fault},
        login::Values,
        saved::SavedAt,
        secret::Secret,
    },
    wizard::{
        Doubt, Step, Why, Wizard,
        event::{Consent, Effect, Event, Finish, Known, Progress},
        screen::Notice,
    },
};

mod script;

use script::{Move, Script};

/// The answers with what was read for them.
#[derive(Clone, Debug)]
pub struct Playing {
    /// The answers. The integration is named by its id.
    pub answers: Answers,
    /// The login's fields, secrets included.
    pub values: Values,
    /// The new passphrase of the store, where it wants one.
    pub passphrase: Option<Secret>,
    /// How far it is played.
    pub until: Until,
    /// Whether a login that was refused before is sent once more.
    pub consent: Consent,
}

/// How far the answers are played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until the next decision is a person's: the login is filled in and not sent, and what is not answered is open.
    Login,
    /// To the end.
    End,
}

/// What can be told while it is played.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// This step is reached.
    Step(Step),
    /// A job has news.
    News(&'a Progress),
    /// A job is over.
    Finished(&'a Finish),
}

/// Why it stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The rest is a person's to decide.
    Open,
    /// The connection is saved.
    Saved {
        /// Where.
        at: SavedAt,
        /// Why the pull after it failed, if it did.
        pull: Option<Fault>,
    },
    /// The connection is not proved, and the answers do not say that it is saved all the same.
    NotProved {
        /// What they would have to say.
        after: After,
        /// Why it is not proved.
        doubts: Vec<Doubt>,
        /// What failed, where that is why.
        fault: Option<Fault>,
        /// The SHA-256 of a certificate that could be pinned.
        pin: Option<String>,
    },
    /// A step does not go on.
    Stuck {
        /// Which.
        step: Step,
        /// What the wizard says to it.
        notice: Option<Box<Notice>>,
        /// What failed, where that is why.
        fault: Option<Fault>,
        /// The exit code where nothing failed.
        code: ExitCode,
    },
}

impl Stop {
    /// The exit code of a command that ends with this.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Open | Self::Saved { pull: None, .. } => ExitCode::Fine,
            Self::Saved { pull: Some(fault), .. }
            | Self::NotProved { fault: Some(fault), .. }
            | Self::Stuck { fault: Some(fault), .. } => fault.exit_code(),
            Self::NotProved { after, fault: None, .. } => match after {
                After::OnMissingRights => ExitCode::RightMissing,
                After::Pin | After::OnUnprovenRights | After::OnFailedTest => ExitCode::CouldNotTell,
            },
            Self::Stuck { fault: None, code, .. } => *code,
        }
    }
}

/// What jobs said that decides where it goes on.
#[derive(Debug, Default)]
struct Heard {
    /// What the sites said of themselves.
    sites: Vec<Known>,
    /// Why the last job failed, if it did.
    failed: Option<Fault>,
}

/// Plays the answers to a wizard that was just started. Dropping the future stops what runs as soon as the driver goes.
pub async fn play(
    wizard: &mut Wizard,
    driver: &mut impl Driver,
    events: &mut UnboundedReceiver<Event>,
    playing: &Playing,
    tell: &mut dyn FnMut(&Wizard, Told<'_>),
) -> Stop {
    let mut script = Script::new(playing);
    let mut heard = Heard::default();
    let mut step = None;
    loop {
        if step != Some(wizard.step()) {
            step = Some(wizard.step());
            heard.failed = None;
            tell(wizard, Told::Step(wizard.step()));
        }
        let event = match script.next(wizard, &heard) {
            Move::Do(event) => event,
            Move::Stop(why) => return why,
            Move::Wait => {
                // The engine holds the other end as long as a job runs.
                let Some(event) = events.recv().await else { return stuck(wizard, &heard, ExitCode::Ours) };
                heard.take(&event);
                event
            }
        };
        match &event {
            Event::Progressed(_, progress) => tell(wizard, Told::News(progress)),
            Event::Finished(_, finish) => tell(wizard, Told::Finished(finish)),
            Event::Chose(_)
            | Event::Pressed { .. }
            | Event::Typed(..)
            | Event::Pasted(..)
            | Event::Began
            | Event::Ends
            | Event::NotKept(_) => {}
        }
        for effect in wizard.update(event) {
            match effect {
                Effect::Start(id, job) => driver.start(id, job),
                Effect::Cancel(id) => driver.cancel(id),
                Effect::Keep(id, draft) => driver.keep(id, draft),
                Effect::DropDraft(id) => driver.drop_draft(id),
                // The script ends by itself, before anything leaves.
                Effect::Exit(_) => {}
            }
        }
    }
}

impl Heard {
    fn take(&mut self, event: &Event) {
        match event {
            Event::Progressed(_, Progress::Located(answer)) => self.sites.push(answer.answer.clone()),
            Event::Finished(_, Finish::Failed(fault)) => self.failed = Some(fault.clone()),
            Event::Progressed(..)
            | Event::Finished(..)
            | Event::Chose(_)
            | Event::Pressed { .. }
            | Event::Typed(..)
            | Event::Pasted(..)
            | Event::Began
            | Event::Ends
            | Event::NotKept(_) => {}
        }
    }
}

fn stuck(wizard: &Wizard, heard: &Heard, code: ExitCode) -> Stop {
    Stop::Stuck { step: wizard.step(), notice: wizard.now_said().map(Box::new), fault: heard.failed.clone(), code }
}

/// What the answers would have to say about doubts of this kind.
fn after(why: Why) -> After {
    match why {
        Why::Failed => After::OnFailedTest,
        Why::Missing => After::OnMissingRights,
        Why::Unproven => After::OnUnprovenRights,
    }
}
