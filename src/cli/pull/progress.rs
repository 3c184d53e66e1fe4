//! Tells how far a pull is: a block of lines that is drawn over at a terminal, a line a list elsewhere, JSON for programs.

use std::{
    fmt::Write as _,
    io::{self, IsTerminal as _, Write as _},
    time::{Duration, Instant},
};

use crate::words::{self, digits::grouped};

use crate::{
    cli::{
        faces::Wanted,
        say::{self, Form},
    },
    model::{
        catalog::PsaFacts,
        id::ListId,
        mirror::{Flow, ListNews},
    },
    wizard::event::PullNews,
};

use super::json;

/// How often the block is drawn over. Slow lines carry each.
const EVERY: Duration = Duration::from_millis(500);

/// How often a line is written where nothing can be drawn over.
const SELDOM: Duration = Duration::from_secs(10);

/// Tells it.
pub(super) struct Teller<'a> {
    name: &'a str,
    facts: Option<&'a PsaFacts>,
    way: Way,
    told: Option<Instant>,
    /// Lists whose end was told.
    ended: Vec<ListId>,
    /// Lines of the block that is on the screen.
    drawn: usize,
    /// Whether it was told that the PSA's limit is waited for. With a short wait after the other, it is told seldom.
    waits: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Drawn over.
    Block,
    /// One line after the other.
    Lines,
    /// JSON lines on the standard output.
    Json,
}

/// Whether the PSA's limit is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    Waited,
    Free,
}

impl<'a> Teller<'a> {
    /// Chooses how to tell it.
    pub(super) fn of(form: Form, face: Wanted, name: &'a str, facts: Option<&'a PsaFacts>) -> Self {
        let can_draw = io::stderr().is_terminal() && face == Wanted::FullScreen;
        let way = match form {
            Form::Json => Way::Json,
            Form::Text if can_draw => Way::Block,
            Form::Text => Way::Lines,
        };
        Self { name, facts, way, told: None, ended: vec![], drawn: 0, waits: false }
    }

    /// Tells news, unless something was told just now.
    pub(super) fn tell(&mut self, news: &PullNews) {
        let now = Instant::now();
        let is_due = |every| self.told.is_none_or(|it| now.duration_since(it) >= every);
        match self.way {
            // The end says the rest.
            Way::Json if is_due(EVERY * 2) => {
                self.told = Some(now);
                say::data(&json::progress(self.name, news));
            }
            Way::Block if is_due(EVERY) => {
                self.told = Some(now);
                self.draw(news);
            }
            Way::Lines => {
                for it in news.lists.iter().filter(|it| matches!(it.flow, Flow::Done | Flow::Failed)) {
                    if !self.ended.contains(&it.list) {
                        self.ended.push(it.list.clone());
                        say::talk(&self.line(it, Limit::Free));
                    }
                }
                let waits = waits(news);
                let begins = waits.is_some() && !self.waits;
                self.waits |= begins;
                let is_time = is_due(SELDOM) && self.told.is_some();
                match waits {
                    Some(waits) if begins || is_time => say::talk(&waits),
                    None if is_time => {
                        let reading = news.lists.iter().filter(|it| matches!(it.flow, Flow::Reading { .. }));
                        reading.for_each(|it| say::talk(&self.line(it, Limit::Free)));
                    }
                    Some(_) | None => {}
                }
                if begins || is_time {
                    self.told = Some(now);
                }
                self.told.get_or_insert(now);
            }
            Way::Block | Way::Json => {}
        }
    }

    /// Takes the block off the screen: the table says more.
    pub(super) fn end(&mut self) {
        if self.drawn > 0 {
            let _ = write!(io::stderr().lock(), "\x1b[{}A\r\x1b[J", self.drawn);
            self.drawn = 0;
        }
    }

    fn draw(&mut self, news: &PullNews) {
        let mut block = String::new();
        if self.drawn > 0 {
            // Writing to a String cannot fail.
            let _ = write!(block, "\x1b[{}A", self.drawn);
        }
        let waits = waits(news);
        let limit = if waits.is_some() { Limit::Waited } else { Limit::Free };
        for it in &news.lists {
            let _ = write!(block, "\r{}\x1b[K\n", self.line(it, limit));
        }

        let (used, secs) = (("used", news.budget.used.into()), ("secs", news.took.as_secs().into()));
        // Both the wait and what the limit is are more than a line of 80 columns.
        let used = match news.budget.per_minute.filter(|_| waits.is_none()) {
            Some(most) => words::with("pull-draws-used-of", &[used, secs, ("most", most.into())]),
            None => words::with("pull-draws-used", &[used, secs]),
        };
        let how = waits.unwrap_or_else(|| words::say("pull-ctrl-c-stops").to_owned());
        let _ = write!(block, "\r{used} {how}\x1b[K\n");
        self.drawn = news.lists.len() + 1;
        let mut err = io::stderr().lock();
        let _ = err.write_all(block.as_bytes()).and_then(|()| err.flush());
    }

    /// `Companies        4,000 of 10,000    2,100/s    3 s left`.
    fn line(&self, it: &ListNews, limit: Limit) -> String {
        let name = self.facts.and_then(|facts| facts.list(&it.list)).map_or(it.list.0.as_str(), |it| it.name.as_str());
        let rows = match (&it.of, it.total) {
            (Some(of), Some(total)) => words::with(
                "pull-draws-parents",
                &[
                    ("rows", grouped(it.rows).into()),
                    ("done", grouped(it.done).into()),
                    ("total", grouped(total).into()),
                    ("list", of.into()),
                ],
            ),
            (None, Some(total)) if it.flow != Flow::Done => {
                words::with("pull-rows-of", &[("n", grouped(it.rows).into()), ("of", grouped(total).into())])
            }
            _ => grouped(it.rows),
        };
        let how = match &it.flow {
            Flow::Waiting => words::say("pull-draws-waits").to_owned(),
            Flow::Done => words::say("pull-draws-done").to_owned(),
            Flow::Failed => words::say("pull-row-cannot-be-read").to_owned(),
            // A speed and what would follow from it are wrong while nothing may be sent.
            Flow::Reading { .. } if limit == Limit::Waited => String::new(),
            Flow::Reading { rows_per_sec, left: None } => format!("{}/s", grouped(*rows_per_sec)),
            Flow::Reading { rows_per_sec, left: Some(left) } => {
                words::with("pull-draws-rate", &[("rate", grouped(*rows_per_sec).into()), ("left", span(*left).into())])
            }
        };
        format!("{name:<26} {rows:>22}  {how}")
    }
}

/// That the PSA's limit is waited for, and how long, when it is.
fn waits(news: &PullNews) -> Option<String> {
    news.waits_secs().map(|secs| words::with("pull-waits", &[("seconds", secs.into())]))
}

/// `3 s`, `2 min`.
fn span(time: Duration) -> String {
    match time.as_secs() {
        secs @ ..100 => words::with("age-span-seconds", &[("n", secs.into())]),
        secs => words::with("age-span-minutes", &[("n", secs.div_ceil(60).into())]),
    }
}
