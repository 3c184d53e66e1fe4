//! Runs one job after another to its end, for the commands, which have no loop of their own.

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::{
    model::{fault::Fault, id::JobId, id::ListId, report::Report, table::Preview},
    wizard::event::{Event, Finish, Job, Progress, SiteAnswer},
};

use super::{Engine, EngineSetup};

/// An engine and its channel.
pub struct Solo {
    engine: Engine,
    events: UnboundedReceiver<Event>,
    next: u64,
}

/// How a job went, all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What a test found.
    pub report: Report,
    /// What the sites said.
    pub sites: Vec<SiteAnswer>,
    /// What a preview read.
    pub lists: Vec<Preview>,
    /// What a preview could not read.
    pub failed: Vec<(ListId, Fault)>,
    /// How it ended.
    pub finish: Finish,
}

impl Solo {
    /// Makes an engine for one job at a time.
    pub fn new(setup: EngineSetup) -> Self {
        let (post, events) = unbounded_channel();
        Self { engine: Engine::new(setup, post), events, next: 0 }
    }

    /// The engine itself.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Runs a job to its end. Dropping the future stops the job.
    pub async fn run(&mut self, job: Job) -> Outcome {
        self.run_telling(job, &mut |_| {}).await
    }

    /// The same, giving each news to `tell` as it comes.
    pub async fn run_telling(&mut self, job: Job, tell: &mut (dyn FnMut(&Progress) + Send)) -> Outcome {
        let id = JobId(self.next);
        self.next += 1;
        let mut outcome = Outcome {
            report: Report::default(),
            sites: vec![],
            lists: vec![],
            failed: vec![],
            finish: Finish::Failed(Fault::Cancelled),
        };
        self.engine.start(id, job);
        while let Some(event) = self.events.recv().await {
            match event {
                Event::Progressed(of, progress) if of == id => {
                    tell(&progress);
                    outcome.add(progress);
                }
                Event::Finished(of, finish) if of == id => {
                    outcome.finish = finish;
                    break;
                }
                // Late news of a job whose future was dropped; the rest never comes from an engine.
                Event::Progressed(..)
                | Event::Finished(..)
                | Event::NotKept(_)
                | Event::Began
                | Event::Ends
                | Event::Chose(_)
                | Event::Pressed { .. }
                | Event::Typed(..)
                | Event::Pasted(..) => {}
            }
        }
        outcome
    }
}

impl Outcome {
    fn add(&mut self, progress: Progress) {
        match progress {
            Progress::Located(answer) => self.sites.push(answer),
            Progress::Checking(_) | Progress::Pulling(_) | Progress::FromMirror(_) => {}
            Progress::Checked(finding) => self.report.checked(finding),
            Progress::Proved(finding) => self.report.proved(finding),
            Progress::Exceeded(excess) => self.report.excess = excess,
            Progress::Identified(who) => self.report.identity = Some(who.as_str().to_owned()),
            Progress::Sighted(sight) => self.report.sighted(sight),
            Progress::Counted(list, rows) => self.report.counted(list, rows),
            Progress::Moved(moved) => self.report.moved = Some(moved),
            Progress::Noted(note) => {
                if !self.report.notes.contains(&note) {
                    self.report.notes.push(note);
                }
            }
            Progress::Listed(preview) => self.lists.push(*preview),
            Progress::ListFailed(list, fault) => self.failed.push((list, fault)),
        }
    }
}
