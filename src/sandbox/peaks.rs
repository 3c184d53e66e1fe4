//! Counts what a simulated PSA was asked to do at once and in a minute, over both of its listeners. Nothing is limited.

use std::{
    collections::{BTreeMap, VecDeque},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::time::Instant;

/// What a PSA was asked, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peaks {
    /// Most requests at once, from a request's head to the head of its reply, by Autotask entity such as `Companies` or
    /// ConnectWise path such as `/company/companies`; lists that nobody asked for are not here.
    pub simultaneous: BTreeMap<String, u32>,
    /// Most requests that began within any 60 seconds.
    pub busiest_minute: u32,
    /// Requests that began, the refused ones included.
    pub requests: u64,
    /// Bytes of bodies that were sent, as they went over the wire.
    pub bytes: u64,
}

/// Counts; clones count together.
#[derive(Clone, Debug, Default)]
pub(super) struct Counter(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    peaks: Peaks,
    inside: BTreeMap<&'static str, u32>,
    lately: VecDeque<Instant>,
}

impl Counter {
    /// The numbers so far.
    pub(super) fn peaks(&self) -> Peaks {
        self.lock().peaks.clone()
    }

    /// Counts a request that begins, at a list if it asks for one.
    pub(super) fn enter(&self, list: Option<&'static str>) -> Inside {
        let now = Instant::now();
        let mut counts = self.lock();
        counts.peaks.requests += 1;
        counts.lately.push_back(now);
        while counts.lately.front().is_some_and(|it| now.duration_since(*it) >= Duration::from_mins(1)) {
            counts.lately.pop_front();
        }
        let lately = u32::try_from(counts.lately.len()).unwrap_or(u32::MAX);
        counts.peaks.busiest_minute = counts.peaks.busiest_minute.max(lately);
        if let Some(list) = list {
            let inside = counts.inside.entry(list).or_default();
            *inside += 1;
            let inside = *inside;
            let most = counts.peaks.simultaneous.entry(list.to_owned()).or_default();
            *most = inside.max(*most);
        }
        Inside { counter: self.clone(), list }
    }

    /// Counts the bytes of a body while they are sent.
    pub(super) fn counted(&self, body: Body) -> Body {
        Body::new(Counted { body, counter: self.clone() })
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that is being answered; dropping it ends that.
#[derive(Debug)]
#[must_use]
pub(super) struct Inside {
    counter: Counter,
    list: Option<&'static str>,
}

impl Drop for Inside {
    fn drop(&mut self) {
        let Some(list) = self.list else { return };
        if let Some(inside) = self.counter.lock().inside.get_mut(list) {
            *inside -= 1;
        }
    }
}

struct Counted {
    body: Body,
    counter: Counter,
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            self.counter.lock().peaks.bytes += frame.data_ref().map_or(0, |it| it.len() as u64);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, time::Duration};

    use super::{Counter, Peaks};

    #[tokio::test(start_paused = true)]
    async fn the_most_at_once_and_in_any_minute_are_kept() {
        let counter = Counter::default();
        let first = counter.enter(Some("Companies"));
        let second = counter.enter(Some("Companies"));
        drop(first);
        tokio::time::advance(Duration::from_secs(45)).await;
        drop(counter.enter(Some("Contracts")));
        drop(counter.enter(None));
        drop(second);
        tokio::time::advance(Duration::from_secs(30)).await;
        drop(counter.enter(Some("Companies")));
        let simultaneous = BTreeMap::from([("Companies".to_owned(), 2), ("Contracts".to_owned(), 1)]);
        assert_eq!(counter.peaks(), Peaks { simultaneous, busiest_minute: 4, requests: 5, bytes: 0 });
    }
}
