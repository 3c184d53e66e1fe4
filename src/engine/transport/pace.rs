//! How fast requests may follow each other: below what the vendor allows in a minute, over all jobs of this process.

use std::{
    collections::BTreeMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use governor::{
    Quota, RateLimiter,
    clock::Clock,
    middleware::NoOpMiddleware,
    state::{InMemoryState, NotKeyed},
};
use tokio::time::Instant;

use crate::model::{catalog::VendorLimits, origin::Origin};

use super::Limits;

/// What one PSA's vendor allows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Requests in a minute after which the vendor slows or refuses.
    pub(super) per_minute: Option<u32>,
    /// Requests of one bucket on their way at once.
    pub(super) per_bucket: usize,
}

impl Pace {
    /// What is allowed where no vendor says anything.
    pub(super) fn unlimited(limits: &Limits) -> Self {
        Self { per_minute: None, per_bucket: limits.per_bucket }
    }

    /// What this vendor allows.
    pub(super) fn of(vendor: &VendorLimits, limits: &Limits) -> Self {
        Self { per_minute: vendor.per_minute, per_bucket: vendor.per_entity.unwrap_or(limits.per_bucket) }
    }
}

/// Counts what was sent to each origin and holds back what would be too much.
#[derive(Debug, Default)]
pub(super) struct Budgets(Mutex<BTreeMap<Origin, Budget>>);

#[derive(Debug, Default)]
struct Budget {
    sent: u64,
    minutes: BTreeMap<u32, Arc<Minute>>,
}

type Minute = RateLimiter<NotKeyed, InMemoryState, Ticks, NoOpMiddleware<Duration>>;

impl Budgets {
    /// Waits until one more request may go to `origin`, and counts it.
    pub(super) async fn spend(&self, origin: &Origin, pace: Pace) {
        if let Some(minute) = pace.per_minute.map(|it| self.minute(origin, it)) {
            while let Err(early) = minute.check() {
                tokio::time::sleep(early.wait_time_from(minute.clock().now())).await;
            }
        }
        self.with(origin, |it| it.sent += 1);
    }

    /// How many requests were sent to `origin`, tries that found no server included.
    pub(super) fn sent(&self, origin: &Origin) -> u64 {
        self.with(origin, |it| it.sent)
    }

    fn minute(&self, origin: &Origin, per_minute: u32) -> Arc<Minute> {
        let new = || Arc::new(Minute::direct_with_clock(quota(per_minute), Ticks::start()));
        self.with(origin, |it| Arc::clone(it.minutes.entry(per_minute).or_insert_with(new)))
    }

    fn with<T>(&self, origin: &Origin, act: impl FnOnce(&mut Budget) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(all.entry(origin.clone()).or_default())
    }
}

/// Stays at 90 % of what is allowed in any minute: a tenth at once, and eight tenths spread over the minute.
fn quota(per_minute: u32) -> Quota {
    let at_once = NonZeroU32::new(per_minute / 10).unwrap_or(NonZeroU32::MIN);
    let spread = (per_minute / 10 * 8).max(1);
    let every = Duration::from_mins(1) / spread;
    Quota::with_period(every).unwrap_or_else(|| Quota::per_minute(at_once)).allow_burst(at_once)
}

/// The runtime's clock, so that a test can turn it.
#[derive(Clone, Debug)]
struct Ticks(Instant);

impl Ticks {
    fn start() -> Self {
        Self(Instant::now())
    }
}

impl Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Budgets, Limits, Origin, Pace};

    fn pace(per_minute: u32) -> Pace {
        Pace { per_minute: Some(per_minute), ..Pace::unlimited(&Limits::default()) }
    }

    fn origin(host: &str) -> Origin {
        Origin::https(host).unwrap()
    }

    async fn sent_in_a_minute(per_minute: u32) -> u64 {
        let (budgets, to) = (Budgets::default(), origin("psa.example"));
        let sending = async {
            loop {
                budgets.spend(&to, pace(per_minute)).await;
            }
        };
        let _: Result<(), _> = tokio::time::timeout(Duration::from_mins(1), sending).await;
        budgets.sent(&to)
    }

    #[tokio::test(start_paused = true)]
    async fn no_minute_holds_more_than_nine_tenths_of_what_is_allowed() {
        let sent = sent_in_a_minute(1000).await;
        assert!((890..=900).contains(&sent), "{sent}");
        let few = sent_in_a_minute(10).await;
        assert!((8..=9).contains(&few), "{few}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_usual_test_is_not_held_back_and_the_rest_is_spread() {
        let (budgets, to, began) = (Budgets::default(), origin("psa.example"), Instant::now());
        for _ in 0..100 {
            budgets.spend(&to, pace(1000)).await;
        }
        assert_eq!(began.elapsed(), Duration::ZERO);
        budgets.spend(&to, pace(1000)).await;
        assert!(began.elapsed() >= Duration::from_millis(70), "{:?}", began.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn each_origin_has_a_budget_of_its_own() {
        let (budgets, began) = (Budgets::default(), Instant::now());
        budgets.spend(&origin("a.example"), pace(10)).await;
        budgets.spend(&origin("b.example"), pace(10)).await;
        assert_eq!((began.elapsed(), budgets.sent(&origin("a.example"))), (Duration::ZERO, 1));
        budgets.spend(&origin("a.example"), pace(10)).await;
        assert!(began.elapsed() > Duration::from_secs(7), "{:?}", began.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_limit_nothing_waits_and_all_is_counted() {
        let (budgets, to, began) = (Budgets::default(), origin("psa.example"), Instant::now());
        for _ in 0..5000 {
            budgets.spend(&to, Pace::unlimited(&Limits::default())).await;
        }
        assert_eq!((began.elapsed(), budgets.sent(&to)), (Duration::ZERO, 5000));
    }
}
