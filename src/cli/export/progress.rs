//! How far a long export is, as one line that is written over, where a person sees it.

use std::{
    io::{self, IsTerminal as _, Write as _},
    time::{Duration, Instant},
};

use crate::{
    cli::{faces::Wanted, say::Form},
    words,
};

/// Counts rows, and says so now and then.
pub(super) struct Progress<'a> {
    list: &'a str,
    total: u64,
    rows: u64,
    began: Instant,
    drawn: Option<Instant>,
    /// Columns of the longest line so far.
    width: usize,
    seen: Seen,
}

/// Whether anybody sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// On a terminal that can write over a line.
    Terminal,
    /// By nobody.
    Nobody,
}

impl Seen {
    /// Standard error on a terminal that can do it, and no rows on the same one. There is no colour to be asked about.
    pub(super) fn here(goes: Goes, form: Form, face: Wanted) -> Self {
        let can = face == Wanted::FullScreen;
        let is_free = goes == Goes::ToFile || !io::stdout().is_terminal();
        if can && is_free && form == Form::Text && io::stderr().is_terminal() { Self::Terminal } else { Self::Nobody }
    }
}

/// Where the rows go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goes {
    ToFile,
    ToStdout,
}

/// What is over sooner needs no line.
const PATIENCE: Duration = Duration::from_millis(500);
const BETWEEN: Duration = Duration::from_millis(100);
/// The clock is asked once in so many rows.
const ROWS_A_LOOK: u64 = 512;

impl<'a> Progress<'a> {
    /// Begins now.
    pub(super) fn of(list: &'a str, total: u64, seen: Seen) -> Self {
        Self { list, total, rows: 0, began: Instant::now(), drawn: None, width: 0, seen }
    }

    /// Rows so far.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// One more. Says whether this is a time to look around.
    pub(super) fn step(&mut self) -> bool {
        self.rows += 1;
        if !self.rows.is_multiple_of(ROWS_A_LOOK) {
            return false;
        }
        let since = self.drawn.map_or_else(|| self.began.elapsed().checked_sub(PATIENCE), |it| Some(it.elapsed()));
        let is_due = self.drawn.is_none() && since.is_some() || since.is_some_and(|it| it >= BETWEEN);
        if self.seen == Seen::Terminal && is_due {
            self.draw();
        }
        true
    }

    fn draw(&mut self) {
        let per_sec = u128::from(self.rows) * 1000 / self.began.elapsed().as_millis().max(1);
        let per_sec = u64::try_from(per_sec).unwrap_or(u64::MAX);
        let (rows, total) = (self.rows, self.total.max(self.rows));
        let line = words::with(
            "export-progress",
            &[("list", self.list.into()), ("rows", rows.into()), ("total", total.into()), ("rate", per_sec.into())],
        );
        self.width = self.width.max(line.chars().count());
        let mut err = io::stderr().lock();
        let _ = write!(err, "\r{line:<width$}", width = self.width).and_then(|()| err.flush());
        self.drawn = Some(Instant::now());
    }
}

impl Drop for Progress<'_> {
    /// Leaves an empty line for what is said next.
    fn drop(&mut self) {
        if self.drawn.is_some() {
            let mut err = io::stderr().lock();
            let _ = write!(err, "\r{:width$}\r", "", width = self.width).and_then(|()| err.flush());
        }
    }
}
