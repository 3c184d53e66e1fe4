//! The loop: waits for the outside, for jobs, for keys and for time, and draws when something changed.

use std::{future::poll_fn, io, task::Poll};

use futures_util::{Stream, StreamExt};
use ratatui::{Terminal, backend::Backend};
use tokio::{
    select,
    sync::mpsc::UnboundedReceiver,
    time::{Instant, sleep_until, timeout_at},
};

use super::{App, Dirty, Turn};
use crate::{
    face::{Driver, Ending, Machine},
    tui::{
        input::{Gather, Incoming, sequence::Reply},
        terminal::Host,
    },
    wizard::event::Event,
    words,
};

/// Messages of jobs that are taken before a key gets its turn.
const JOBS_IN_A_ROW: usize = 256;
/// Events of the terminal that are taken before a frame.
const KEYS_IN_A_ROW: usize = 4096;

/// What the loop is wired to.
pub struct Wires<I, O, H> {
    /// What the terminal sends.
    pub input: I,
    /// Ends the loop.
    pub outside: O,
    /// The process around it.
    pub host: H,
}

/// What woke the loop.
enum Woke {
    Outside(Ending),
    Job(Event),
    Terminal(Option<io::Result<Incoming>>),
    NoMoreJobs,
    Time,
}

impl<M: Machine, D: Driver> App<M, D> {
    /// Runs until it ends. Nothing in here waits for anything but the next thing to happen.
    ///
    /// Errors: the terminal cannot be read or written.
    pub async fn run<B, I, E, O, H>(
        mut self,
        backend: B,
        wires: Wires<I, O, H>,
        events: UnboundedReceiver<Event>,
    ) -> io::Result<Ending>
    where
        B: Backend,
        B::Error: Send + Sync + 'static,
        I: Stream<Item = io::Result<E>> + Unpin,
        E: Into<Incoming>,
        O: Stream<Item = Ending> + Unpin,
        H: Host,
    {
        let ending = Box::pin(self.turns(backend, wires, events)).await;
        self.update(Event::Ends, Instant::now());
        ending
    }

    async fn turns<B, I, E, O, H>(
        &mut self,
        backend: B,
        wires: Wires<I, O, H>,
        mut events: UnboundedReceiver<Event>,
    ) -> io::Result<Ending>
    where
        B: Backend,
        B::Error: Send + Sync + 'static,
        I: Stream<Item = io::Result<E>> + Unpin,
        E: Into<Incoming>,
        O: Stream<Item = Ending> + Unpin,
        H: Host,
    {
        let Wires { input, mut outside, mut host } = wires;
        let mut input = input.map(|it| it.map(Into::into));
        let mut terminal = Terminal::new(backend).map_err(io::Error::other)?;
        terminal.clear().map_err(io::Error::other)?;
        let mut gather = Gather::default();
        let mut frame_at: Option<Instant> = None;
        let mut jobs = Jobs::Open;
        self.turn_sign(Instant::now());
        loop {
            if let Some(ending) = self.ending {
                return Ok(ending);
            }
            if let Some(turn) = self.turn.take() {
                match turn {
                    Turn::Shell if !host.can_be_woken() => {
                        self.say(words::say("key-no-shell").to_owned());
                        continue;
                    }
                    Turn::Shell => {
                        self.last_answer(&mut input, &mut host).await?;
                        host.suspend()?;
                    }
                    Turn::Ours => host.take_again()?,
                }
                if host.is_told_to_end() {
                    // It is on its way.
                    return Ok(outside.next().await.unwrap_or(Ending::Signal(1)));
                }
                self.dirty = Dirty::All;
            }
            let now = Instant::now();
            let frame_due = match (self.dirty, frame_at) {
                (Dirty::No, _) => None,
                (Dirty::Soon, Some(at)) => Some(at + self.link.frame()),
                (Dirty::Soon, None) | (Dirty::Now | Dirty::All, _) => Some(now),
            };
            if frame_due.is_some_and(|it| it <= now) {
                self.frame(&mut terminal, now)?;
                frame_at = Some(now);
                // At rest nothing is sent, not even a question.
                if self.sign.is_some() && self.link.is_old(now) {
                    host.ask()?;
                }
                continue;
            }
            let deadline = [frame_due, gather.deadline(), self.deadline()].into_iter().flatten().min();
            let woke = select! {
                biased;
                Some(ending) = outside.next() => Woke::Outside(ending),
                event = events.recv(), if jobs == Jobs::Open => event.map_or(Woke::NoMoreJobs, Woke::Job),
                event = input.next() => Woke::Terminal(event),
                () = sleep_until(deadline.unwrap_or(now)), if deadline.is_some() => Woke::Time,
            };
            let now = Instant::now();
            let mut first = None;
            match woke {
                Woke::Outside(ending) => return Ok(ending),
                Woke::Job(event) => {
                    self.heard(event, now);
                    for _ in 0..JOBS_IN_A_ROW {
                        let Ok(event) = events.try_recv() else { break };
                        self.heard(event, now);
                    }
                }
                Woke::Terminal(event) => first = Some(event),
                Woke::NoMoreJobs => jobs = Jobs::Closed,
                Woke::Time => {}
            }
            for _ in 0..KEYS_IN_A_ROW {
                let Some(event) = (match first.take() {
                    Some(event) => Some(event),
                    None => ready(&mut input).await,
                }) else {
                    break;
                };
                match event {
                    Some(Ok(Incoming::Reply(reply, at))) => {
                        self.link.take(&reply, || host.asked(), at);
                        host.heed(&self.link);
                    }
                    Some(event) => {
                        for given in gather.take(event?, now) {
                            self.take(given, now);
                        }
                    }
                    // Nobody can be at the keys any more.
                    None => return Ok(self.ending.unwrap_or(Ending::Signal(1))),
                }
            }
            for given in gather.due(now) {
                self.take(given, now);
            }
            self.pass(now);
        }
    }

    /// Takes the answer that is under way, for a short time. What is typed meanwhile goes, as with all that is given back.
    async fn last_answer<I, H>(&mut self, input: &mut I, host: &mut H) -> io::Result<()>
    where
        I: Stream<Item = io::Result<Incoming>> + Unpin,
        H: Host,
    {
        let Some(until) = host.answer_due() else { return Ok(()) };
        while let Ok(Some(came)) = timeout_at(until, input.next()).await {
            let Incoming::Reply(reply, at) = came? else { continue };
            let is_last = matches!(reply, Reply::Attributes(_));
            self.link.take(&reply, || host.asked(), at);
            host.heed(&self.link);
            if is_last {
                break;
            }
        }
        Ok(())
    }

    fn frame<B>(&mut self, terminal: &mut Terminal<B>, now: Instant) -> io::Result<()>
    where
        B: Backend,
        B::Error: Send + Sync + 'static,
    {
        if self.dirty == Dirty::All {
            terminal.clear().map_err(io::Error::other)?;
        }
        let mut drawn = None;
        terminal.draw(|frame| drawn = Some(self.draw(frame, now))).map_err(io::Error::other)?;
        self.drawn(drawn.unwrap_or_default());
        Ok(())
    }
}

/// Whether jobs can still say something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Jobs {
    Open,
    Closed,
}

/// What the stream has at this very moment, without waiting.
async fn ready<S: Stream + Unpin>(stream: &mut S) -> Option<Option<S::Item>> {
    poll_fn(|context| match stream.poll_next_unpin(context) {
        Poll::Ready(item) => Poll::Ready(Some(item)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}
