//! Whose turn it is: how many requests may be on their way at once, in all and of one bucket.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Limits;

/// Counts the requests on their way.
#[derive(Debug)]
pub(super) struct Gate {
    all: Arc<Semaphore>,
    buckets: Mutex<BTreeMap<String, Arc<Semaphore>>>,
    per_bucket: usize,
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
        Self {
            all: Arc::new(Semaphore::new(limits.in_flight)),
            buckets: Mutex::default(),
            per_bucket: limits.per_bucket,
        }
    }

    /// Waits for a place in `bucket`, then for one in all. An empty name is no bucket.
    pub(super) async fn turn(&self, bucket: &str) -> Turn {
        // The semaphores are never closed, so no place is ever refused.
        let bucket = match self.bucket(bucket) {
            Some(it) => it.acquire_owned().await.ok(),
            None => None,
        };
        Turn { _bucket: bucket, _all: Arc::clone(&self.all).acquire_owned().await.ok() }
    }

    fn bucket(&self, name: &str) -> Option<Arc<Semaphore>> {
        if name.is_empty() {
            return None;
        }
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let places = || Arc::new(Semaphore::new(self.per_bucket));
        Some(Arc::clone(buckets.entry(name.to_owned()).or_insert_with(places)))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::{Gate, Limits};

    #[tokio::test]
    async fn the_third_of_a_bucket_waits_while_another_bucket_passes() {
        let gate = Gate::new(&Limits::default());
        let first = gate.turn("Companies").await;
        let _second = gate.turn("Companies").await;
        assert!(gate.turn("Companies").now_or_never().is_none());
        assert!(gate.turn("Contracts").now_or_never().is_some());
        drop(first);
        assert!(gate.turn("Companies").now_or_never().is_some());
    }

    #[tokio::test]
    async fn no_more_than_the_limit_pass_in_all() {
        let gate = Gate::new(&Limits { in_flight: 1, ..Limits::default() });
        let _first = gate.turn("").await;
        assert!(gate.turn("").now_or_never().is_none());
    }
}
