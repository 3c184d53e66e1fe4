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
    /// What to wait after a refusal that names no wait, as the vendor advises.
    pub(super) advised_wait: Option<Duration>,
}

impl Pace {
    /// What is allowed where no vendor says anything.
    pub(super) fn unlimited(limits: &Limits) -> Self {
        Self { per_minute: None, per_bucket: limits.per_bucket, advised_wait: None }
    }

    /// What this vendor allows.
    pub(super) fn of(vendor: &VendorLimits, limits: &Limits) -> Self {
        Self {
            per_minute: vendor.per_minute,
            per_bucket: vendor.per_entity.unwrap_or(limits.per_bucket),
            advised_wait: vendor.wait_secs.map(|it| Duration::from_secs(it).min(limits.patience)),
        }
    }
}

/// Counts what was sent to each origin and holds back what would be too much.
#[derive(Debug, Default)]
pub(super) struct Budgets(Mutex<BTreeMap<Origin, Budget>>);

#[derive(Debug, Default)]
struct Budget {
    sent: u64,
    minutes: BTreeMap<u32, Arc<Minute>>,
    hold: Option<Hold>,
}

/// A time in which nothing may be sent to an origin, because it asked for that.
#[derive(Clone, Copy, Debug)]
struct Hold {
    /// When the first of these waits began, each of which began before the one before it was long over.
    since: Instant,
    until: Instant,
    asked: Duration,
}

type Minute = RateLimiter<NotKeyed, InMemoryState, Ticks, NoOpMiddleware<Duration>>;

impl Budgets {
    /// Lets nothing more go to `origin` before `wait` is over, and says whether that is done.
    ///
    /// It is not when the wait is longer than `patience`, nor when one wait has followed the other for twice as long:
    /// then the PSA is not waited for any more.
    pub(super) fn hold(&self, origin: &Origin, wait: Duration, patience: Duration) -> bool {
        let now = Instant::now();
        self.with(origin, |it| {
            let before = it.hold.filter(|it| now < it.until + patience);
            let since = before.map_or(now, |it| it.since);
            let until = before.map_or(now + wait.min(patience), |it| it.until.max(now + wait.min(patience)));
            let may = wait <= patience && until - since <= patience * 2;
            if may {
                it.hold = Some(Hold { since, until, asked: wait });
            }
            may
        })
    }

    /// How long `origin` asked to wait, while that is not over.
    pub(super) fn held(&self, origin: &Origin) -> Option<Duration> {
        self.with(origin, |it| it.hold.filter(|it| Instant::now() < it.until).map(|it| it.asked))
    }

    /// Waits until something may be sent to `origin` again; a wait that grows meanwhile is waited for too.
    pub(super) async fn wait(&self, origin: &Origin) {
        while let Some(until) = self.with(origin, |it| it.hold.map(|it| it.until).filter(|it| Instant::now() < *it)) {
            tokio::time::sleep_until(until).await;
        }
    }

    /// Waits until one more request may go to `origin`, and counts it.
    pub(super) async fn spend(&self, origin: &Origin, pace: Pace) {
        self.wait(origin).await;
        if let Some(minute) = pace.per_minute.map(|it| self.minute(origin, it)) {
            while let Err(early) = minute.check() {
                tokio::time::sleep(early.wait_time_from(minute.clock().now())).await;
                self.wait(origin).await;
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

    const PATIENCE: Duration = Duration::from_secs(35);

    #[tokio::test(start_paused = true)]
    async fn what_one_request_is_told_to_wait_every_request_to_that_origin_waits() {
        let (budgets, limited, began) = (Budgets::default(), origin("a.example"), Instant::now());
        assert!(budgets.hold(&limited, Duration::from_secs(30), PATIENCE));
        assert_eq!(budgets.held(&limited), Some(Duration::from_secs(30)));
        budgets.spend(&origin("b.example"), pace(1000)).await;
        assert_eq!(began.elapsed(), Duration::ZERO);
        let both = [budgets.spend(&limited, pace(1000)), budgets.spend(&limited, pace(10))];
        futures_util::future::join_all(both).await;
        assert_eq!(began.elapsed().as_secs(), 30);
        assert_eq!(budgets.held(&limited), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_that_grows_meanwhile_is_waited_for_and_a_shorter_one_takes_nothing_off() {
        let (budgets, to, began) = (Budgets::default(), origin("psa.example"), Instant::now());
        assert!(budgets.hold(&to, Duration::from_secs(10), PATIENCE));
        let grows = async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            assert!(budgets.hold(&to, Duration::from_secs(20), PATIENCE));
            assert!(budgets.hold(&to, Duration::ZERO, PATIENCE));
        };
        tokio::join!(budgets.spend(&to, pace(1000)), grows);
        assert_eq!(began.elapsed().as_secs(), 25);
    }

    #[tokio::test(start_paused = true)]
    async fn patience_ends_with_one_long_wait_and_with_many_short_ones() {
        let (budgets, to) = (Budgets::default(), origin("psa.example"));
        assert!(!budgets.hold(&to, Duration::from_secs(36), PATIENCE));
        assert_eq!(budgets.held(&to), None);
        let mut waits = 0;
        while budgets.hold(&to, Duration::from_secs(30), PATIENCE) {
            budgets.wait(&to).await;
            waits += 1;
        }
        assert_eq!(waits, 2);
        tokio::time::sleep(Duration::from_mins(1)).await;
        assert!(budgets.hold(&to, Duration::from_secs(30), PATIENCE));
    }
}
