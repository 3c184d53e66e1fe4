//! What is known of the way to the terminal, and the pace that follows from it. Pure: it is told what was answered when.

use std::time::Duration;

use tokio::time::Instant;

use super::{
    input::sequence::{Known, Reply},
    terminal::probe::SYNCHRONISED,
};

/// The least time between two frames that nobody waits for, on a short way.
const FRAME: Duration = Duration::from_millis(50);
/// The same on the longest.
const LONGEST_FRAME: Duration = Duration::from_millis(500);
/// How often the sign that something runs turns, on a short way.
const TICK: Duration = Duration::from_millis(500);
/// From which way on it turns half as often, and from which half as often again.
const LONG: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(600)];
/// How often the way is measured while something runs.
const AGAIN: Duration = Duration::from_secs(30);

/// The way to the terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    round_trip: Option<Duration>,
    synchronised: Option<Known>,
    measured: Option<Instant>,
}

impl Link {
    /// Takes a reply that came at `at` to what was asked at `asked`.
    pub fn take(&mut self, reply: &Reply, asked: impl FnOnce() -> Option<Instant>, at: Instant) {
        match reply {
            Reply::Mode { mode: SYNCHRONISED, state } => {
                self.synchronised = Some(if matches!(state, 1..=3) { Known::Yes } else { Known::No });
            }
            Reply::Attributes(_) => {
                if let Some(asked) = asked() {
                    self.round_trip = Some(at.saturating_duration_since(asked));
                    self.measured = Some(at);
                }
            }
            Reply::Mode { .. } | Reply::Name(_) | Reply::Capability { .. } | Reply::Clipboard => {}
        }
    }

    /// From a question to its answer, when it was last measured.
    pub fn round_trip(&self) -> Option<Duration> {
        self.round_trip
    }

    /// Says whether the terminal holds a frame back until it is whole.
    pub fn holds_frames(&self) -> bool {
        self.synchronised == Some(Known::Yes)
    }

    /// The least time between two frames that nobody waits for: what is drawn more often is seen no sooner.
    pub fn frame(&self) -> Duration {
        (self.round_trip.unwrap_or_default() / 2).clamp(FRAME, LONGEST_FRAME)
    }

    /// How often the sign that something runs turns.
    pub fn tick(&self) -> Duration {
        let round_trip = self.round_trip.unwrap_or_default();
        LONG.into_iter().filter(|it| *it <= round_trip).fold(TICK, |tick, _| 2 * tick)
    }

    /// Says whether it is time to measure again. A terminal that never answered is not asked again.
    pub fn is_old(&self, now: Instant) -> bool {
        self.measured.is_some_and(|it| it + AGAIN <= now)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::Link;
    use crate::tui::input::sequence::Reply;

    fn answered_after(milliseconds: u64) -> Link {
        let asked = Instant::now();
        let mut link = Link::default();
        link.take(&Reply::Attributes(vec![62]), || Some(asked), asked + Duration::from_millis(milliseconds));
        link
    }

    #[test]
    fn the_pace_follows_the_round_trip() {
        let pace = |link: &Link| [link.frame().as_millis(), link.tick().as_millis()];
        assert_eq!(pace(&Link::default()), [50, 500], "nothing is known");
        let expected =
            [(1, [50, 500]), (199, [99, 500]), (300, [150, 1_000]), (800, [400, 2_000]), (9_000, [500, 2_000])];
        for (round_trip, expected) in expected {
            let link = answered_after(round_trip);
            assert_eq!(pace(&link).map(|it| u64::try_from(it).unwrap_or_default()), expected, "{round_trip} ms");
        }
    }

    #[test]
    fn frames_are_held_back_only_where_the_terminal_says_so() {
        for (state, holds) in [(0, false), (1, true), (2, true), (3, true), (4, false)] {
            let mut link = Link::default();
            link.take(&Reply::Mode { mode: 2026, state }, || None, Instant::now());
            assert_eq!(link.holds_frames(), holds, "{state}");
        }
        let mut link = Link::default();
        link.take(&Reply::Mode { mode: 2004, state: 1 }, || None, Instant::now());
        assert_eq!(link, Link::default());
    }

    #[test]
    fn an_answer_that_nothing_was_asked_for_measures_nothing() {
        let mut link = Link::default();
        link.take(&Reply::Attributes(vec![]), || None, Instant::now());
        assert_eq!(link.round_trip(), None);
    }

    #[test]
    fn the_way_is_measured_again_only_where_it_could_be() {
        let later = Instant::now() + Duration::from_secs(31);
        assert!(!Link::default().is_old(later));
        assert!(answered_after(1).is_old(later) && !answered_after(1).is_old(later - Duration::from_secs(10)));
    }
}
