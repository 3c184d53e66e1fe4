//! Whose turn it is: how many requests may be on their way at once, in all and of one bucket.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::model::origin::Origin;

use super::{Limits, pace::Pace};

/// Counts the requests on their way.
#[derive(Debug)]
pub(super) struct Gate {
    all: Arc<Semaphore>,
    buckets: Mutex<BTreeMap<(Origin, String), Arc<Semaphore>>>,
}

/// The right to have one request on its way; given back when dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _bucket: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl Gate {
    /// A gate that nobody has passed yet.
    pub(super) fn new(limits: &Limits) -> Self {
        Self { all: Arc::new(Semaphore::new(limits.in_flight)), buckets: Mutex::default() }
    }

    /// Waits for a place in `bucket` of `origin`, then for one in all. An empty name is no bucket.
    pub(super) async fn turn(&self, origin: &Origin, bucket: &str, pace: Pace) -> Turn {
        // The semaphores are never closed, so no place is ever refused.
        let bucket = match self.bucket(origin, bucket, pace) {
            Some(it) => it.acquire_owned().await.ok(),
            None => None,
        };
        Turn { _bucket: bucket, _all: Arc::clone(&self.all).acquire_owned().await.ok() }
    }

    fn bucket(&self, origin: &Origin, name: &str, pace: Pace) -> Option<Arc<Semaphore>> {
        if name.is_empty() {
            return None;
        }
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let places = || Arc::new(Semaphore::new(pace.per_bucket));
        Some(Arc::clone(buckets.entry((origin.clone(), name.to_owned())).or_insert_with(places)))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::{Gate, Limits, Origin, Pace, Turn};

    async fn turn(gate: &Gate, host: &str, bucket: &str) -> Turn {
        let pace = Pace { per_bucket: 2, ..Pace::unlimited(&Limits::default()) };
        gate.turn(&Origin::https(host).unwrap(), bucket, pace).await
    }

    #[tokio::test]
    async fn the_third_of_a_bucket_waits_while_another_bucket_and_another_host_pass() {
        let gate = Gate::new(&Limits::default());
        let first = turn(&gate, "a.example", "Companies").await;
        let _second = turn(&gate, "a.example", "Companies").await;
        assert!(turn(&gate, "a.example", "Companies").now_or_never().is_none());
        assert!(turn(&gate, "a.example", "Contracts").now_or_never().is_some());
        assert!(turn(&gate, "b.example", "Companies").now_or_never().is_some());
        drop(first);
        assert!(turn(&gate, "a.example", "Companies").now_or_never().is_some());
    }

    #[tokio::test]
    async fn no_more_than_the_limit_pass_in_all() {
        let gate = Gate::new(&Limits { in_flight: 1, ..Limits::default() });
        let _first = turn(&gate, "a.example", "").await;
        assert!(turn(&gate, "b.example", "").now_or_never().is_none());
    }
}
