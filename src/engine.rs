//! Runs jobs: the only place that acts. Each job is one task; news of it and its end go into one channel.
//!
//! ```text
//! Effect::Start(id, job) ─▶ Engine ─▶ task ─▶ Psa builds ─▶ transport sends ─▶ Psa judges ─▶ Event::Progressed(id, …)
//!                                       └──────────────────────────── its end, or its panic ─▶ Event::Finished(id, …)
//! ```
//! A job keeps no tasks of its own: everything it does at once lives in its one future, so aborting it stops all of it. A
//! thread that writes to the disk ends what it has begun, and then sees that nobody waits for it.

use std::{
    collections::BTreeMap,
    panic::AssertUnwindSafe,
    sync::{Arc, OnceLock},
};

use futures_util::FutureExt;
use tokio::{sync::mpsc::UnboundedSender, task::AbortHandle};

use crate::{
    model::{
        catalog::{Catalog, PsaFacts},
        draft::{Draft, DraftId},
        fault::Fault,
        id::{JobId, PsaId},
        shown::Shown,
    },
    psa::Psa,
    store::Store,
    wizard::event::{Event, Finish, Job, Progress},
    words,
};

use self::{
    drafts::Keeper,
    guard::Guard,
    logged::{Counts, Running},
    session::Session,
    transport::Transport,
};

mod courier;
mod drafts;
mod evidence;
mod guard;
mod locate;
mod logged;
mod mirrored;
mod old_key;
mod preview;
mod pull;
mod reach;
mod rows;
mod session;
mod sights;
mod solo;
mod stored;
mod test;
pub mod transport;

pub use crate::psa::{Explained, explain};
pub use courier::Courier;
pub use drafts::Kept;
pub use mirrored::Unended;
pub use solo::{Outcome, Solo};
pub use transport::{Limits, Network};

/// What an engine is made from.
pub struct EngineSetup {
    /// The facts of the PSAs.
    pub catalog: Arc<Catalog>,
    /// Where connections are kept.
    pub store: Store,
    /// How the network is reached.
    pub network: Network,
}

/// Runs jobs and cancels them.
pub struct Engine {
    shared: Arc<Shared>,
    events: UnboundedSender<Event>,
    running: BTreeMap<JobId, (Option<Running>, AbortHandle)>,
    drafts: Keeper,
}

/// What every job may use.
struct Shared {
    catalog: Arc<Catalog>,
    store: Store,
    network: Network,
    /// Made by the first job that needs it: reading the trust roots takes longer than drawing a screen.
    transport: OnceLock<Result<Transport, Fault>>,
    /// Which logins were refused; shared by all jobs.
    guard: Guard,
    /// Pulls that began and did not come to their end.
    unended: Unended,
}

impl Shared {
    fn transport(&self) -> Result<&Transport, Fault> {
        self.transport.get_or_init(|| Transport::new(&self.network)).as_ref().map_err(Clone::clone)
    }

    fn psa(&self, id: &PsaId) -> Result<(&'static dyn Psa, &PsaFacts), Fault> {
        crate::psa::of(id).zip(self.catalog.psa(id)).ok_or_else(|| Fault::Local {
            what: words::with("engine-unknown-psa", &[("psa", id.to_string().into())]),
            remedy: words::say("copy-unknown-psa-next").into(),
        })
    }
}

/// Where the news of one job goes.
#[derive(Clone, Debug)]
struct Post {
    id: JobId,
    events: UnboundedSender<Event>,
    counts: Arc<Counts>,
}

impl Post {
    fn news(&self, progress: Progress) {
        self.counts.note(&progress);
        self.say(Event::Progressed(self.id, progress));
    }

    fn end(&self, finish: Finish) {
        self.say(Event::Finished(self.id, finish));
    }

    fn say(&self, event: Event) {
        // Nobody listens any more when the face has gone; then there is nothing left to tell.
        let _ = self.events.send(event);
    }
}

impl Engine {
    /// Makes an engine that posts to `events`. Nothing is opened or sent before the first job.
    pub fn new(setup: EngineSetup, events: UnboundedSender<Event>) -> Self {
        let EngineSetup { catalog, store, network } = setup;
        let shared = Shared {
            catalog,
            store,
            network,
            transport: OnceLock::new(),
            guard: Guard::default(),
            unended: Unended::default(),
        };
        Self { shared: Arc::new(shared), events, running: BTreeMap::new(), drafts: Keeper::default() }
    }

    /// The store that the jobs use.
    pub fn store(&self) -> &Store {
        &self.shared.store
    }

    /// The facts that the jobs use.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.shared.catalog
    }

    /// Starts a job. Its last event is `Finished`, unless it is cancelled before.
    ///
    /// Must be called within a tokio runtime.
    pub fn start(&mut self, id: JobId, job: Job) {
        let shared = Arc::clone(&self.shared);
        let post = Post { id, events: self.events.clone(), counts: Arc::default() };
        let running = Running::begin(id, &job);
        self.watch(id, Some(running.clone()), async move {
            let finish = run(&shared, &post, job).await;
            running.end(&finish, &post.counts);
            finish
        });
    }

    /// Keeps a draft in the place of the one of this name, after what was asked for before. Nothing waits for it.
    ///
    /// Must be called within a tokio runtime. A failure is said once, as [`Event::NotKept`].
    pub fn keep(&mut self, id: DraftId, draft: Box<Draft>) {
        self.drafts.keep(&self.shared, &self.events, id, draft);
    }

    /// Removes the draft of this name, if there is one.
    ///
    /// Must be called within a tokio runtime.
    pub fn drop_draft(&mut self, id: DraftId) {
        self.drafts.discard(&self.shared, &self.events, id);
    }

    /// Which drafts of this run are kept; still to be asked when the engine has gone.
    pub fn kept(&self) -> Kept {
        self.drafts.kept()
    }

    /// Which pulls of this run did not come to their end; still to be asked when the engine has gone.
    pub fn unended(&self) -> Unended {
        self.shared.unended.clone()
    }

    /// Runs `work` as a task, and ends its job with what it gives or with its panic.
    fn watch(&mut self, id: JobId, running: Option<Running>, work: impl Future<Output = Finish> + Send + 'static) {
        self.running.retain(|_, it| !it.1.is_finished());
        let post = Post { id, events: self.events.clone(), counts: Arc::default() };
        let panics = running.clone();
        let guarded = async move {
            let finish = AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|_| {
                tracing::error!(job = id.0, "a job panicked");
                if let Some(running) = &panics {
                    running.told();
                }
                Finish::Failed(Fault::Bug { job: id })
            });
            post.end(finish);
        };
        #[expect(clippy::disallowed_methods, reason = "this is the one place that starts jobs; the handle is kept")]
        let task = tokio::spawn(guarded);
        self.running.insert(id, (running, task.abort_handle()));
    }

    /// Stops a job and everything it does. A file that is being written is still written whole.
    pub fn cancel(&mut self, id: JobId) {
        if let Some((running, task)) = self.running.remove(&id) {
            stop(running.as_ref(), &task);
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        for (running, task) in self.running.values() {
            stop(running.as_ref(), task);
        }
    }
}

/// Stops a task, and tells the log.
fn stop(running: Option<&Running>, task: &AbortHandle) {
    task.abort();
    if let Some(running) = running {
        running.stop();
    }
}

async fn run(shared: &Arc<Shared>, post: &Post, job: Job) -> Finish {
    let ended = match job {
        Job::Locate { psa, text } => locate::run(shared, post, &psa, &text).await,
        Job::Reach { psa, origin, pin, far } => reach::run(shared, post, &psa, &origin, pin.as_ref(), far).await,
        Job::Test { integration, login, consent } => match Session::open(shared, post, &integration, &login) {
            Ok(session) => Ok(test::run(&session, consent).await),
            Err(fault) => Err(fault),
        },
        Job::TestRight { integration, login, right } => match Session::open(shared, post, &integration, &login) {
            Ok(session) => test::run_one(&session, &right).await,
            Err(fault) => Err(fault),
        },
        Job::Preview { integration, login } => match Session::open(shared, post, &integration, &login) {
            Ok(session) => preview::run(&session).await,
            Err(fault) => Err(fault),
        },
        Job::Pull(to_pull) => match Session::open(shared, post, &to_pull.integration, &to_pull.login) {
            Ok(session) => {
                shared.unended.began(&to_pull.name);
                let ended = pull::run(&session, &to_pull).await;
                shared.unended.ended(&to_pull.name);
                ended
            }
            Err(fault) => Err(fault),
        },
        Job::PreviewMirror { name, integration, psa } => {
            let post = post.clone();
            stored::run(shared, move |it| mirrored::preview(it, &post, &name, &integration, &psa)).await
        }
        Job::SumUpMirrors(names) => stored::run(shared, move |it| Ok(mirrored::sum_up(it, names))).await,
        Job::Save(to_save) => stored::run(shared, move |it| stored::save(it, &to_save)).await,
        Job::WriteSheet { file, text } => stored::run(shared, move |_| stored::write_sheet(&file, &text)).await,
        Job::TryStores => stored::run(shared, |it| Ok(Finish::TriedStores(it.store.cards()))).await,
        Job::Unlock { store, passphrase } => {
            stored::run(shared, move |it| it.store.unlock(store, &passphrase).map(|()| Finish::Unlocked)).await
        }
        Job::ChoosePassphrase { old, new } => {
            let choose = move |it: &Shared| it.store.choose_passphrase(old.as_ref(), &new).map(|()| Finish::Changed);
            stored::run(shared, choose).await
        }
        Job::AddRecipient { passphrase, recipient } => {
            let add = move |it: &Shared| it.store.add_recipient(&passphrase, &recipient).map(|()| Finish::Changed);
            stored::run(shared, add).await
        }
        Job::RemoveRecipient { passphrase, recipient } => {
            let remove =
                move |it: &Shared| it.store.remove_recipient(&passphrase, &recipient).map(|()| Finish::Changed);
            stored::run(shared, remove).await
        }
        Job::Rename { name, to } => {
            stored::run(shared, move |it| it.store.rename(&name, &to).map(|()| Finish::Changed)).await
        }
        Job::MoveTo { name, store } => {
            stored::run(shared, move |it| it.store.move_to(&name, store).map(Finish::Moved)).await
        }
        Job::Undo(name) => stored::run(shared, move |it| stored::undo(it, &name)).await,
        Job::LastTest(name) => stored::run(shared, move |it| stored::last_test(it, &name)).await,
        Job::CheckOldKey(name) => old_key::run(shared, post, &name).await,
        Job::Open(name) => stored::run(shared, move |it| stored::open(it, &name)).await,
        Job::Remove(name) => stored::run(shared, move |it| stored::remove(it, &name)).await,
        Job::Stamp(right) => stored::run(shared, move |_| Ok(stored::stamp(right))).await,
        Job::Record { name, report } => stored::run(shared, move |it| stored::record(it, &name, &report)).await,
    };
    ended.unwrap_or_else(Finish::Failed)
}

/// A text from a PSA as part of a finding: nothing in it can drive the terminal.
fn safe(text: &str) -> String {
    Shown::new(text).as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use std::{future::pending, sync::Arc};

    use tokio::sync::{mpsc::unbounded_channel, oneshot};

    use super::{Catalog, Engine, EngineSetup, Event, Fault, Finish, Job, JobId, Network, Running, Store};

    fn setup() -> EngineSetup {
        let catalog = Arc::new(Catalog::empty());
        EngineSetup { catalog, store: Store::at("nowhere"), network: Network::default() }
    }

    #[tokio::test]
    async fn a_panic_becomes_a_fault_of_ours() {
        let (post, mut events) = unbounded_channel();
        let mut engine = Engine::new(setup(), post);
        let running = Running::begin(JobId(7), &Job::TryStores);
        engine.watch(JobId(7), Some(running.clone()), async { panic!("on purpose") });
        let fault = Fault::Bug { job: JobId(7) };
        assert_eq!(events.recv().await, Some(Event::Finished(JobId(7), Finish::Failed(fault))));
        assert!(running.is_over(), "it would be said to be stopped when the engine goes");
    }

    #[tokio::test]
    async fn a_cancelled_job_is_dropped_and_says_nothing_more() {
        let (post, mut events) = unbounded_channel();
        let mut engine = Engine::new(setup(), post);
        let (alive, gone) = oneshot::channel::<()>();
        engine.watch(JobId(1), None, async move {
            let _alive = alive;
            pending().await
        });
        engine.cancel(JobId(1));
        assert!(gone.await.is_err(), "the job still holds what it held");
        drop(engine);
        assert_eq!(events.recv().await, None);
    }
}
