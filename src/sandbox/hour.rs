//! How many requests came within the last sixty minutes, told by minutes. No clock is read here.

use std::{collections::VecDeque, time::Duration};

use tokio::time::Instant;

/// How long a request counts.
const MINUTES: u64 = 60;

/// The requests of an hour that moves along.
#[derive(Debug)]
pub(super) struct Hour {
    since: Instant,
    /// Minutes since then in which requests came, in their order, with how many.
    minutes: VecDeque<(u64, u32)>,
}

impl Hour {
    /// Starts with requests that were made just before `now`.
    pub(super) fn new(used: u32, now: Instant) -> Self {
        Self { since: now, minutes: VecDeque::from([(0, used)]) }
    }

    /// Counts one request.
    pub(super) fn count(&mut self, now: Instant) {
        let minute = self.minute(now);
        match self.minutes.back_mut().filter(|it| it.0 == minute) {
            Some((_, requests)) => *requests = requests.saturating_add(1),
            None => self.minutes.push_back((minute, 1)),
        }
        self.minutes.retain(|it| it.0 + MINUTES > minute);
    }

    /// Requests of the last sixty minutes.
    pub(super) fn used(&self, now: Instant) -> u32 {
        let minute = self.minute(now);
        let within = self.minutes.iter().filter(|it| it.0 + MINUTES > minute);
        within.fold(0, |sum, (_, requests)| sum.saturating_add(*requests))
    }

    fn minute(&self, now: Instant) -> u64 {
        now.duration_since(self.since).as_secs() / Duration::from_mins(1).as_secs()
    }
}
