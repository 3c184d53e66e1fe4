//! How fast requests may follow each other: below what the vendor allows in a minute, over all jobs of this process.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::Duration,
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
    minute: Minute,
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

/// What becomes of a wait that a PSA asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heeded {
    /// It is waited for.
    Waits,
    /// It is longer than anybody waits here.
    TooLong,
    /// It is one of too many, between which nothing was answered.
    TooOften,
}

impl Budgets {
    /// Lets nothing more go to `origin` before `wait` is over, and says whether that is done.
    ///
    /// It is not when the wait is longer than `patience`, nor when one wait has followed the other for twice as long and
    /// nothing was answered in between: then the PSA is not waited for any more.
    pub(super) fn hold(&self, origin: &Origin, wait: Duration, patience: Duration) -> Heeded {
        let now = Instant::now();
        self.with(origin, |it| {
            let before = it.hold.filter(|it| now < it.until + patience);
            let since = before.map_or(now, |it| it.since);
            let until = before.map_or(now + wait.min(patience), |it| it.until.max(now + wait.min(patience)));
            let may = wait <= patience && until - since <= patience * 2;
            if may {
                it.hold = Some(Hold { since, until, asked: wait });
                Heeded::Waits
            } else if wait > patience {
                Heeded::TooLong
            } else {
                Heeded::TooOften
            }
        })
    }

    /// Notes that `origin` answered something: the waits before it were worth their while, and count no more.
    pub(super) fn answered(&self, origin: &Origin) {
        let now = Instant::now();
        self.with(origin, |it| it.hold = it.hold.filter(|it| now < it.until));
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
        while let Some(Err(free)) = pace.per_minute.map(|it| self.with(origin, |budget| budget.minute.take(it))) {
            tokio::time::sleep_until(free).await;
            self.wait(origin).await;
        }
        self.with(origin, |it| it.sent += 1);
    }

    /// How long the next request to `origin` has to wait, when it has to.
    pub(super) fn waits(&self, origin: &Origin, pace: Pace) -> Option<Duration> {
        let now = Instant::now();
        self.with(origin, |it| {
            let held = it.hold.map(|it| it.until);
            let full = pace.per_minute.and_then(|per_minute| it.minute.free_at(per_minute));
            held.max(full).filter(|it| now < *it).map(|it| it.duration_since(now))
        })
    }

    /// Takes back the last request that was counted: it was not sent.
    pub(super) fn take_back(&self, origin: &Origin) {
        self.with(origin, |it| {
            it.sent = it.sent.saturating_sub(1);
            it.minute.sent.pop_back();
        });
    }

    /// How many requests were sent to `origin`, tries that found no server included.
    pub(super) fn sent(&self, origin: &Origin) -> u64 {
        self.with(origin, |it| it.sent)
    }

    /// Counts requests that were sent to `origin` within the last minute, as if it were just now. Those of this process are
    /// among them, and count once.
    pub(super) fn charge(&self, origin: &Origin, requests: u64, pace: Pace) {
        let Some(per_minute) = pace.per_minute else { return };
        let most = allowed(per_minute);
        let requests = usize::try_from(requests).unwrap_or(most).min(most);
        self.with(origin, |it| it.minute.fill(requests));
    }

    fn with<T>(&self, origin: &Origin, act: impl FnOnce(&mut Budget) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(all.entry(origin.clone()).or_default())
    }
}

/// How many requests a minute may still hold: nine tenths of what the vendor allows, at once if need be.
///
/// Every minute that can be chosen is looked at, not those of a clock: whoever counts, counts no more than that.
#[derive(Debug, Default)]
struct Minute {
    /// When each request of the last minute was sent, oldest first.
    sent: VecDeque<Instant>,
}

const MINUTE: Duration = Duration::from_mins(1);

/// Nine tenths of what the vendor allows.
fn allowed(per_minute: u32) -> usize {
    (per_minute as usize * 9 / 10).max(1)
}

impl Minute {
    /// Drops what is older than a minute, and gives the time by which it is.
    fn forget_old(&mut self) -> Instant {
        let now = Instant::now();
        while self.sent.front().is_some_and(|it| now.duration_since(*it) >= MINUTE) {
            self.sent.pop_front();
        }
        now
    }

    /// Makes the last minute hold as many requests as these at least.
    fn fill(&mut self, requests: usize) {
        let now = self.forget_old();
        let more = requests.saturating_sub(self.sent.len());
        self.sent.extend(std::iter::repeat_n(now, more));
    }

    /// Takes a place; when there is none, says when the next one is free.
    fn take(&mut self, per_minute: u32) -> Result<(), Instant> {
        let now = self.forget_old();
        // Those that leave before the one whose place is waited for make room for others that wait.
        if let Some(free) = self.free_at(per_minute) {
            return Err(free);
        }
        self.sent.push_back(now);
        Ok(())
    }

    /// When the next place is free; `None` when one is.
    fn free_at(&self, per_minute: u32) -> Option<Instant> {
        let oldest = self.sent.len().checked_sub(allowed(per_minute)).and_then(|it| self.sent.get(it))?;
        Some(*oldest + MINUTE)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Budgets, Heeded, Limits, Origin, Pace};

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
        let _: Result<(), _> = tokio::time::timeout(Duration::from_secs(59), sending).await;
        budgets.sent(&to)
    }

    #[tokio::test(start_paused = true)]
    async fn no_minute_holds_more_than_nine_tenths_of_what_is_allowed() {
        for (per_minute, allowed) in [(1000, 900), (10, 9), (1, 1)] {
            assert_eq!(sent_in_a_minute(per_minute).await, allowed);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn whichever_minute_is_looked_at_holds_no_more() {
        let (budgets, to) = (Budgets::default(), origin("psa.example"));
        let mut sent = vec![];
        for nth in 0..100 {
            tokio::time::sleep(Duration::from_millis(nth * 977 % 3000)).await;
            budgets.spend(&to, pace(20)).await;
            sent.push(Instant::now());
        }
        for first in &sent {
            let within = sent.iter().filter(|it| **it >= *first && it.duration_since(*first) < Duration::from_mins(1));
            assert!(within.count() <= 18);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_held_back_before_the_limit_and_what_others_sent_counts() {
        let (budgets, to, began) = (Budgets::default(), origin("psa.example"), Instant::now());
        budgets.charge(&to, 400, pace(1000));
        // Those that this process sent are among them.
        budgets.charge(&to, 300, pace(1000));
        budgets.charge(&to, 5000, Pace::unlimited(&Limits::default()));
        for _ in 0..500 {
            budgets.spend(&to, pace(1000)).await;
        }
        assert_eq!(began.elapsed(), Duration::ZERO);
        budgets.spend(&to, pace(1000)).await;
        assert_eq!((began.elapsed(), budgets.sent(&to)), (Duration::from_mins(1), 501));
    }

    #[tokio::test(start_paused = true)]
    async fn each_origin_has_a_budget_of_its_own() {
        let (budgets, began) = (Budgets::default(), Instant::now());
        budgets.spend(&origin("a.example"), pace(10)).await;
        budgets.spend(&origin("b.example"), pace(10)).await;
        assert_eq!((began.elapsed(), budgets.sent(&origin("a.example"))), (Duration::ZERO, 1));
        for _ in 0..9 {
            budgets.spend(&origin("a.example"), pace(10)).await;
        }
        assert_eq!(began.elapsed(), Duration::from_mins(1));
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
        assert_eq!(budgets.hold(&limited, Duration::from_secs(30), PATIENCE), Heeded::Waits);
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
        assert_eq!(budgets.hold(&to, Duration::from_secs(10), PATIENCE), Heeded::Waits);
        let grows = async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            assert_eq!(budgets.hold(&to, Duration::from_secs(20), PATIENCE), Heeded::Waits);
            assert_eq!(budgets.hold(&to, Duration::ZERO, PATIENCE), Heeded::Waits);
        };
        tokio::join!(budgets.spend(&to, pace(1000)), grows);
        assert_eq!(began.elapsed().as_secs(), 25);
    }

    #[tokio::test(start_paused = true)]
    async fn patience_ends_with_one_long_wait_and_with_many_short_ones() {
        let (budgets, to) = (Budgets::default(), origin("psa.example"));
        assert_eq!(budgets.hold(&to, Duration::from_secs(36), PATIENCE), Heeded::TooLong);
        assert_eq!(budgets.held(&to), None);
        let mut waits = 0;
        while budgets.hold(&to, Duration::from_secs(30), PATIENCE) == Heeded::Waits {
            budgets.wait(&to).await;
            waits += 1;
        }
        assert_eq!(waits, 2);
        assert_eq!(budgets.hold(&to, Duration::from_secs(30), PATIENCE), Heeded::TooOften);
        tokio::time::sleep(Duration::from_mins(1)).await;
        assert_eq!(budgets.hold(&to, Duration::from_secs(30), PATIENCE), Heeded::Waits);
    }

    #[tokio::test(start_paused = true)]
    async fn patience_does_not_end_while_something_is_answered_between_the_waits() {
        let (budgets, to) = (Budgets::default(), origin("psa.example"));
        for _ in 0..100 {
            assert_eq!(budgets.hold(&to, Duration::from_secs(2), PATIENCE), Heeded::Waits);
            // What was on its way when the wait began says nothing of it.
            budgets.answered(&to);
            assert_eq!(budgets.held(&to), Some(Duration::from_secs(2)));
            budgets.wait(&to).await;
            budgets.answered(&to);
        }
    }
}
