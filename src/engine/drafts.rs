//! Writes drafts in the order in which they come, beside everything else: nobody waits for the disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError, mpsc},
    time::Duration,
};

use tokio::sync::mpsc::UnboundedSender;

use crate::{
    model::{
        draft::{Draft, DraftId},
        fault::Fault,
    },
    store::HeldDraft,
    wizard::event::Event,
};

use super::{Shared, stored};

/// How long the end of the program waits for the last draft. A disk that hangs longer costs the last step.
const PATIENCE: Duration = Duration::from_secs(2);

/// Which drafts of this run are kept now.
#[derive(Clone, Debug, Default)]
pub struct Kept(Arc<Mutex<BTreeSet<DraftId>>>);

impl Kept {
    /// Says whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    fn change(&self, change: impl FnOnce(&mut BTreeSet<DraftId>)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// What is to be done to a draft.
enum Order {
    Keep(DraftId, Box<Draft>),
    Discard(DraftId),
}

/// Hands orders to the one who writes, who is started with the first.
#[derive(Default)]
pub(super) struct Keeper {
    writer: Option<Writer>,
    kept: Kept,
}

struct Writer {
    orders: mpsc::Sender<Order>,
    /// Closed when the last order is done.
    done: mpsc::Receiver<Infallible>,
}

impl Keeper {
    pub(super) fn keep(
        &mut self,
        shared: &Arc<Shared>,
        events: &UnboundedSender<Event>,
        id: DraftId,
        draft: Box<Draft>,
    ) {
        self.order(shared, events, Order::Keep(id, draft));
    }

    pub(super) fn discard(&mut self, shared: &Arc<Shared>, events: &UnboundedSender<Event>, id: DraftId) {
        self.order(shared, events, Order::Discard(id));
    }

    pub(super) fn kept(&self) -> Kept {
        self.kept.clone()
    }

    fn order(&mut self, shared: &Arc<Shared>, events: &UnboundedSender<Event>, order: Order) {
        let writer = self.writer.get_or_insert_with(|| {
            let (orders, taken) = mpsc::channel();
            let (doing, done) = mpsc::channel();
            let writing = Writing {
                shared: Arc::clone(shared),
                events: events.clone(),
                kept: self.kept.clone(),
                held: BTreeMap::new(),
                said: Said::No,
            };
            tokio::task::spawn_blocking(move || {
                let _doing: mpsc::Sender<Infallible> = doing;
                writing.all(&taken);
            });
            Writer { orders, done }
        });
        // Nobody takes it when the writer panicked; then nothing is kept, and the set-up goes on.
        let _ = writer.orders.send(order);
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Some(Writer { orders, done }) = self.writer.take() {
            drop(orders);
            let _ = done.recv_timeout(PATIENCE);
        }
    }
}

/// Whether it was said that a draft could not be kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    No,
    Yes,
}

/// The one who writes. The drafts are this process's for as long as it lives.
struct Writing {
    shared: Arc<Shared>,
    events: UnboundedSender<Event>,
    kept: Kept,
    held: BTreeMap<DraftId, HeldDraft>,
    said: Said,
}

impl Writing {
    fn all(mut self, orders: &mpsc::Receiver<Order>) {
        for order in orders {
            if let Err(fault) = self.one(order) {
                tracing::warn!(%fault, "a draft is not kept as it is");
                if self.said == Said::No {
                    self.said = Said::Yes;
                    // Nobody listens any more when the face has gone.
                    let _ = self.events.send(Event::NotKept(fault));
                }
            }
        }
    }

    fn one(&mut self, order: Order) -> Result<(), Fault> {
        match order {
            Order::Keep(id, draft) => {
                self.hold(&id)?.keep(&draft, &stored::now())?;
                self.kept.change(|it| _ = it.insert(id));
            }
            Order::Discard(id) => {
                self.hold(&id)?;
                if let Some(held) = self.held.remove(&id) {
                    held.discard()?;
                }
                self.kept.change(|it| _ = it.remove(&id));
            }
        }
        Ok(())
    }

    fn hold(&mut self, id: &DraftId) -> Result<&HeldDraft, Fault> {
        if !self.held.contains_key(id) {
            self.held.insert(id.clone(), self.shared.store.hold_draft(id)?);
        }
        Ok(&self.held[id])
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path, sync::Arc};

    use tokio::sync::mpsc::unbounded_channel;

    use crate::{
        engine::{Engine, EngineSetup, Network},
        model::{
            catalog::Catalog,
            draft::{Draft, DraftId, PlainFields, Reached},
            guide::Way,
        },
        store::Store,
        wizard::event::Event,
    };

    fn id(text: &str) -> DraftId {
        DraftId::new(text).unwrap()
    }

    fn draft(step: Reached) -> Box<Draft> {
        Box::new(Draft {
            psa: "connectwise".into(),
            integration: None,
            site: None,
            pin: None,
            way: Way::Simple,
            ticked: [].into(),
            plain: PlainFields::default(),
            name: None,
            store: None,
            step,
            edits: None,
        })
    }

    fn setup(directory: &Path) -> EngineSetup {
        let catalog = Arc::new(Catalog::empty());
        EngineSetup { catalog, store: Store::at(directory), network: Network::default() }
    }

    #[tokio::test]
    async fn drafts_are_written_in_order_and_all_are_on_the_disk_when_the_engine_has_gone() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("config");
        let (post, mut events) = unbounded_channel();
        let mut engine = Engine::new(setup(&directory), post);
        let kept = engine.kept();
        for step in [Reached::Psa, Reached::Integration, Reached::Site] {
            engine.keep(id("one"), draft(step));
            engine.keep(id("two"), draft(step));
        }
        engine.drop_draft(id("one"));
        drop(engine);
        assert!(!kept.is_empty());
        assert_eq!(events.recv().await, None);
        let files = fs::read_dir(directory.join("drafts")).unwrap();
        let files: Vec<_> = files.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(files, ["two.toml"]);
        assert!(fs::read_to_string(directory.join("drafts/two.toml")).unwrap().contains("step = \"site\""));
    }

    #[tokio::test]
    async fn a_disk_that_takes_nothing_is_told_once_and_nothing_is_called_kept() {
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("config");
        fs::write(&directory, "in the way").unwrap();
        let (post, mut events) = unbounded_channel();
        let mut engine = Engine::new(setup(&directory), post);
        let kept = engine.kept();
        engine.keep(id("one"), draft(Reached::Psa));
        engine.keep(id("one"), draft(Reached::Site));
        drop(engine);
        assert!(kept.is_empty());
        assert!(matches!(events.recv().await, Some(Event::NotKept(_))));
        assert_eq!(events.recv().await, None);
    }
}
