//! How fast a list is read and how long it still takes.

use std::time::{Duration, Instant};

use crate::model::mirror::Flow;

/// Counts what is written of one list.
pub(super) struct Meter {
    /// Rows that are written, those of earlier pulls included.
    pub(super) rows: u64,
    first: u64,
    /// Units that earlier pulls had done when this one began.
    first_done: Option<u64>,
    began: Option<Instant>,
}

impl Meter {
    /// A list of which this many rows were written by earlier pulls.
    pub(super) fn of(rows: u64) -> Self {
        Self { rows, first: rows, first_done: None, began: None }
    }

    /// Its first request goes out, when so many units are done.
    pub(super) fn start(&mut self, now: Instant, done: u64) {
        self.first_done.get_or_insert(done);
        self.began.get_or_insert(now);
    }

    /// Rows were written.
    pub(super) fn wrote(&mut self, rows: u64) {
        self.rows += rows;
    }

    /// How it moves, `done` of `total` units being done.
    pub(super) fn flow(&self, now: Instant, done: u64, total: Option<u64>) -> Flow {
        let Some(began) = self.began else { return Flow::Waiting };
        let elapsed = now.duration_since(began);
        let rows_per_sec = per_sec(self.rows - self.first, elapsed);
        let now_done = done.saturating_sub(self.first_done.unwrap_or_default());
        let left = total.filter(|_| now_done > 0 && self.rows > self.first);
        // A server may say any number.
        let secs = |total: u64| elapsed.as_secs_f64() * ratio(total.saturating_sub(done), now_done);
        let left = left.and_then(|total| Duration::try_from_secs_f64(secs(total)).ok());
        Flow::Reading { rows_per_sec, left }
    }
}

#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an estimate")]
fn per_sec(rows: u64, elapsed: Duration) -> u64 {
    (rows as f64 / elapsed.as_secs_f64().max(0.001)) as u64
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn ratio(left: u64, done: u64) -> f64 {
    left as f64 / done as f64
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Flow, Meter};

    #[test]
    fn what_was_there_before_does_not_count_as_speed() {
        let (mut meter, now) = (Meter::of(500), Instant::now());
        assert_eq!(meter.flow(now, 500, Some(2000)), Flow::Waiting);
        meter.start(now, 500);
        meter.wrote(500);
        let absurd = meter.flow(now + Duration::from_secs(2), 501, Some(u64::MAX));
        assert_eq!(absurd, Flow::Reading { rows_per_sec: 250, left: None });
        let flow = meter.flow(now + Duration::from_secs(2), 1000, Some(2000));
        assert_eq!(flow, Flow::Reading { rows_per_sec: 250, left: Some(Duration::from_secs(4)) });
    }
}
