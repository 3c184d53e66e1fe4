//! How busy a simulated PSA is: latency, request limits, locked users. One per PSA, shared by both of its listeners.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::{hour::Hour, peaks::Counter, scenario::TrafficRules, trouble::Trouble};

/// The counters of one PSA; clones count together.
#[derive(Clone, Debug)]
pub struct Traffic {
    rules: TrafficRules,
    lock_after: u32,
    seed: u64,
    counters: Arc<Mutex<Counters>>,
    peaks: Counter,
}

#[derive(Debug)]
struct Counters {
    listings: u64,
    failures: HashMap<String, u32>,
    in_flight: HashMap<String, u32>,
    window: Option<Window>,
    hour: Hour,
}

/// The minute in which requests are being counted.
#[derive(Clone, Copy, Debug)]
struct Window {
    since: Instant,
    requests: u32,
    closed_until: Option<Instant>,
}

impl Traffic {
    /// Starts counting. A user is locked after `lock_after` refused logins; 0 means never.
    pub fn new(rules: TrafficRules, lock_after: u32, seed: u64) -> Self {
        let counters = Counters {
            listings: 0,
            failures: HashMap::new(),
            in_flight: HashMap::new(),
            window: None,
            hour: Hour::new(rules.used_at_start, Instant::now()),
        };
        Self { rules, lock_after, seed, counters: Arc::new(Mutex::new(counters)), peaks: Counter::default() }
    }

    /// What was asked so far, in numbers.
    pub(super) fn counter(&self) -> &Counter {
        &self.peaks
    }

    /// Counts one request for rows or their number; `Some` when something goes wrong with it.
    ///
    /// It depends on how many came before, so that the same request fares differently when it is asked again.
    pub fn trouble(&self) -> Option<Trouble> {
        if self.rules.fail_percent == 0 {
            return None;
        }
        let mut counters = self.lock();
        counters.listings += 1;
        let mut random = fastrand::Rng::with_seed(self.seed ^ counters.listings.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        if random.u32(0..100) >= self.rules.fail_percent {
            return None;
        }
        let stalled = Trouble::Stalled(Duration::from_millis(self.rules.stall_ms));
        let kinds = [Trouble::TooMany, Trouble::Failed, Trouble::Unavailable, Trouble::Cut, stalled];
        Some(kinds[random.usize(0..kinds.len())])
    }

    /// The limits in force.
    pub fn rules(&self) -> &TrafficRules {
        &self.rules
    }

    /// How long a request takes; the same path and query always take the same time.
    pub fn latency(&self, path: &str, query: &str) -> Duration {
        if self.rules.median_ms == 0 && self.rules.tail_ms == 0 {
            return Duration::ZERO;
        }
        let mut hash = 0xcbf2_9ce4_8422_2325 ^ self.seed;
        for byte in path.bytes().chain([b'?']).chain(query.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let mut random = fastrand::Rng::with_seed(hash);
        if random.u32(0..100) < self.rules.tail_percent {
            return Duration::from_millis(self.rules.tail_ms);
        }
        let median = self.rules.median_ms;
        Duration::from_millis(random.u64(median * 6 / 10..=median * 14 / 10))
    }

    /// Counts a refused login of `user`.
    pub fn failed(&self, user: &str) {
        *self.lock().failures.entry(user.to_ascii_lowercase()).or_default() += 1;
    }

    /// Forgets the refused logins of `user`, unless it is locked by now.
    pub fn succeeded(&self, user: &str) {
        if !self.is_locked(user) {
            self.lock().failures.remove(&user.to_ascii_lowercase());
        }
    }

    /// Says whether `user` had too many refused logins.
    pub fn is_locked(&self, user: &str) -> bool {
        let failures = self.lock().failures.get(&user.to_ascii_lowercase()).copied().unwrap_or_default();
        self.lock_after > 0 && failures >= self.lock_after
    }

    /// Counts one request against the minute; `Some(seconds)` when it is one too many, and how long to wait.
    pub fn over_rate(&self) -> Option<u64> {
        let allowed = self.rules.per_minute?;
        let now = Instant::now();
        let mut counters = self.lock();
        let fresh = Window { since: now, requests: 0, closed_until: None };
        let mut window = counters.window.unwrap_or(fresh);
        let over = match window.closed_until {
            Some(until) => now >= until,
            None => now.duration_since(window.since) >= Duration::from_mins(1),
        };
        if over {
            window = fresh;
        }
        window.requests += 1;
        let mut wait = None;
        if window.requests > allowed {
            let until = *window.closed_until.get_or_insert(now + Duration::from_secs(self.rules.retry_after_secs));
            wait = Some(until.duration_since(now).as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX));
        }
        counters.window = Some(window);
        wait
    }

    /// Counts one request against the hour (Autotask's threshold).
    pub fn count(&self) {
        self.lock().hour.count(Instant::now());
    }

    /// Requests counted within the last sixty minutes, those of others at the start included.
    pub fn used(&self) -> u32 {
        self.lock().hour.used(Instant::now())
    }

    /// Takes a place among the requests that are at `entity` now; `None` when all are taken.
    pub fn enter(&self, entity: &str) -> Option<InFlight> {
        let entity = entity.to_ascii_lowercase();
        let mut counters = self.lock();
        let inside = counters.in_flight.entry(entity.clone()).or_default();
        if *inside >= self.rules.thread_limit {
            return None;
        }
        *inside += 1;
        Some(InFlight { counters: Arc::clone(&self.counters), entity })
    }

    fn lock(&self) -> MutexGuard<'_, Counters> {
        self.counters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among the requests in flight at one entity, given back when dropped.
#[derive(Debug)]
#[must_use]
pub struct InFlight {
    counters: Arc<Mutex<Counters>>,
    entity: String,
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(inside) = counters.in_flight.get_mut(&self.entity) {
            *inside = inside.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Traffic, TrafficRules, Trouble};

    fn traffic(rules: TrafficRules) -> Traffic {
        Traffic::new(rules, 3, 365)
    }

    #[test]
    fn the_same_request_takes_the_same_time_and_few_take_long() {
        let slow = traffic(TrafficRules { median_ms: 1000, tail_ms: 6000, tail_percent: 5, ..TrafficRules::default() });
        assert_eq!(slow.latency("/a", "page=1"), slow.latency("/a", "page=1"));
        let times: Vec<Duration> = (0..1000).map(|it| slow.latency("/a", &format!("page={it}"))).collect();
        let long = times.iter().filter(|it| **it == Duration::from_secs(6)).count();
        assert!((20..90).contains(&long), "{long} of 1000 took long");
        assert_eq!(traffic(TrafficRules::default()).latency("/a", ""), Duration::ZERO);
    }

    #[test]
    fn trouble_comes_at_its_rate_in_every_way_and_to_the_same_numbers() {
        let flaky = || traffic(TrafficRules { fail_percent: 10, stall_ms: 5, ..TrafficRules::default() });
        let told = |traffic: &Traffic| (0..1000).map(|_| traffic.trouble()).collect::<Vec<_>>();
        let found = told(&flaky());
        assert_eq!(found, told(&flaky()));
        assert!((70..130).contains(&found.iter().flatten().count()));
        let stalled = Trouble::Stalled(Duration::from_millis(5));
        for kind in [Trouble::TooMany, Trouble::Failed, Trouble::Unavailable, Trouble::Cut, stalled] {
            assert!(found.iter().filter(|it| **it == Some(kind)).count() >= 8, "{kind:?}");
        }
        assert_eq!(traffic(TrafficRules::default()).trouble(), None);
    }

    #[test]
    fn a_user_is_locked_by_the_third_failure_and_stays_locked() {
        let traffic = traffic(TrafficRules::default());
        traffic.failed("Ann");
        traffic.failed("ann");
        assert!(!traffic.is_locked("ann"));
        traffic.succeeded("ann");
        for _ in 0..3 {
            traffic.failed("ann");
        }
        traffic.succeeded("ann");
        assert!(traffic.is_locked("ANN"));
        assert!(!traffic.is_locked("bob"));
    }

    #[tokio::test(start_paused = true)]
    async fn the_rate_opens_again_after_the_time_it_named() {
        let rules = TrafficRules { per_minute: Some(2), retry_after_secs: 3, ..TrafficRules::default() };
        let traffic = traffic(rules);
        assert_eq!([traffic.over_rate(), traffic.over_rate(), traffic.over_rate()], [None, None, Some(3)]);
        tokio::time::advance(Duration::from_millis(2500)).await;
        assert_eq!(traffic.over_rate(), Some(1));
        tokio::time::advance(Duration::from_millis(500)).await;
        assert_eq!(traffic.over_rate(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_used_an_hour_ago_counts_no_more() {
        let traffic = traffic(TrafficRules { used_at_start: 9_000, ..TrafficRules::default() });
        let minutes = async |number| tokio::time::advance(Duration::from_mins(number)).await;
        traffic.count();
        minutes(20).await;
        traffic.count();
        traffic.count();
        assert_eq!(traffic.used(), 9_003);
        minutes(39).await;
        traffic.count();
        assert_eq!(traffic.used(), 9_004);
        minutes(1).await;
        assert_eq!(traffic.used(), 3);
        minutes(20).await;
        assert_eq!(traffic.used(), 1);
        minutes(600).await;
        assert_eq!(traffic.used(), 0);
        traffic.count();
        assert_eq!(traffic.used(), 1);
    }

    #[test]
    fn the_fourth_request_at_an_entity_is_turned_away_until_one_leaves() {
        let traffic = traffic(TrafficRules::default());
        let mut inside: Vec<_> = (0..3).map(|_| traffic.enter("Companies").unwrap()).collect();
        assert!(traffic.enter("companies").is_none());
        assert!(traffic.enter("Contacts").is_some());
        inside.pop();
        assert!(traffic.enter("companies").is_some());
    }
}
