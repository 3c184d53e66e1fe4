//! The loop: waits for the outside, for jobs, for lines and for time, and writes what there is to say.

use std::{future::Future, io, time::Duration};

use futures_util::{Stream, StreamExt as _};
use tokio::{
    select,
    sync::mpsc::UnboundedReceiver,
    time::{Instant, sleep_until, timeout},
};

use super::{
    prompt::Echo,
    talk::{Refused, Talk},
    tty::Heard,
};
use crate::{
    face::{Driver, Ending, Machine},
    wizard::event::Event,
};

/// What the loop asks of a terminal.
pub trait Terminal {
    /// Waits for a line, or for several that come at once. Dropping the future loses nothing.
    ///
    /// Errors: the terminal cannot be read.
    fn lines(&mut self) -> impl Future<Output = io::Result<Heard>>;
    /// Writes all of it.
    ///
    /// Errors: the terminal is gone.
    fn write(&mut self, text: &str) -> impl Future<Output = io::Result<()>>;
    /// Shows what is typed from now on, or hides it.
    ///
    /// Errors: the terminal does not answer.
    fn set_echo(&mut self, echo: Echo) -> io::Result<()>;
    /// Unit: columns.
    fn columns(&self) -> usize;
    /// Stops the process until the shell wakes it; what is typed is shown meanwhile.
    ///
    /// Errors: the terminal does not answer.
    fn suspend(&mut self) -> io::Result<()>;

    /// Says whether somebody could wake this process, once it is stopped.
    fn can_be_woken(&self) -> bool {
        true
    }

    /// Takes nothing for granted of its state: it was another's while this process was stopped.
    fn woken(&mut self) {}

    /// Says whether it is another's at the moment: touching it would stop the process.
    fn is_in_background(&self) -> bool {
        false
    }

    /// Says whether an end was told, which the loop may be about to hear.
    fn is_told_to_end(&self) -> bool {
        false
    }

    /// Stops the process again, as touching the terminal would.
    ///
    /// Errors: it cannot be stopped.
    fn stop_again(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How long the last words may take: what is written may be held up (Ctrl-S).
const LAST_WORDS: Duration = Duration::from_millis(100);
/// How long an end that was asked for while this process was stopped may take to be told.
const NEWS: Duration = Duration::from_millis(200);
/// Messages of jobs that are taken before a line gets its turn.
const JOBS_IN_A_ROW: usize = 256;

/// What the outside wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// The end.
    End(Ending),
    /// What Ctrl-C wants: the end of what runs, else of everything.
    Interrupt,
    /// To be away for a while.
    Suspend,
    /// To go on after it was away, whoever stopped it.
    Woken,
}

/// What woke the loop.
#[expect(clippy::large_enum_variant, reason = "there is one at a time, and it is used at once")]
enum Woke {
    Outside(Outside),
    Job(Option<Event>),
    Lines(Heard),
    Time,
}

impl<M: Machine, D: Driver> Talk<M, D> {
    /// Runs until it ends. Nothing in here waits for anything but the next thing to happen.
    ///
    /// Errors: the terminal cannot be read or written.
    pub async fn run<T, O>(
        mut self,
        mut terminal: T,
        mut outside: O,
        mut events: UnboundedReceiver<Event>,
    ) -> io::Result<Ending>
    where
        T: Terminal,
        O: Stream<Item = Outside> + Unpin,
    {
        // What was wanted before anything was on the screen.
        while let Ok(event) = events.try_recv() {
            self.heard_before(event);
        }
        self.set_columns(terminal.columns());
        self.begin(Instant::now());
        let mut jobs = Jobs::Open;
        loop {
            if let Some(ending) = self.ending() {
                let text = self.written();
                if !text.is_empty() && !terminal.is_in_background() {
                    // Nobody reads them on a terminal that takes nothing.
                    let _ = timeout(LAST_WORDS, terminal.write(&text)).await.unwrap_or(Ok(()));
                }
                return Ok(ending);
            }
            if terminal.is_in_background() {
                // The signal that woke it may be told a moment later.
                match timeout(NEWS, outside.next()).await {
                    Ok(Some(Outside::End(ending))) => self.end(ending),
                    Err(_) if terminal.is_in_background() && !terminal.is_told_to_end() => terminal.stop_again()?,
                    Ok(_) | Err(_) => {}
                }
                terminal.woken();
                if !terminal.is_in_background() {
                    self.ask_again();
                }
                continue;
            }
            terminal.set_echo(self.echo())?;
            let text = self.written();
            let woke = if text.is_empty() { None } else { write(&mut terminal, &mut outside, &text).await? };
            let deadline = self.deadline();
            let woke = if let Some(it) = woke {
                Woke::Outside(it)
            } else {
                select! {
                    biased;
                    Some(it) = outside.next() => Woke::Outside(it),
                    // Jobs may have something to say at any time; a person does not.
                    heard = terminal.lines() => Woke::Lines(heard?),
                    event = events.recv(), if jobs == Jobs::Open => Woke::Job(event),
                    () = sleep_until(deadline.unwrap_or_else(Instant::now)), if deadline.is_some() => Woke::Time,
                }
            };
            let now = Instant::now();
            self.set_columns(terminal.columns());
            match woke {
                Woke::Outside(Outside::End(ending)) => self.end(ending),
                Woke::Outside(Outside::Interrupt) => self.interrupted(now),
                Woke::Outside(Outside::Suspend) if !terminal.can_be_woken() => self.stays(),
                Woke::Outside(Outside::Suspend) => {
                    terminal.suspend()?;
                    terminal.woken();
                    self.ask_again();
                }
                Woke::Outside(Outside::Woken) => {
                    terminal.woken();
                    self.ask_again();
                }
                Woke::Job(Some(event)) => {
                    self.heard(event, now);
                    for _ in 0..JOBS_IN_A_ROW {
                        let Ok(event) = events.try_recv() else { break };
                        self.heard(event, now);
                    }
                    self.pass(now);
                }
                Woke::Job(None) => jobs = Jobs::Closed,
                Woke::Lines(Heard::Text(text)) => self.take(&text, now),
                Woke::Lines(Heard::NoText) => self.unreadable(),
                Woke::Lines(Heard::TooLong) => self.refused(Refused::TooLong),
                Woke::Lines(Heard::Cut) => self.refused(Refused::Cut),
                Woke::Lines(Heard::End) => self.end(Ending::Exit(crate::model::fault::ExitCode::Cancelled)),
                // What there is to say has nobody to hear it.
                Woke::Lines(Heard::Gone) => return Ok(Ending::Signal(1)),
                Woke::Time => self.pass(now),
            }
        }
    }
}

/// Whether jobs can still say something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Jobs {
    Open,
    Closed,
}

/// Writes, unless the outside wants something meanwhile.
async fn write<T, O>(terminal: &mut T, outside: &mut O, text: &str) -> io::Result<Option<Outside>>
where
    T: Terminal,
    O: Stream<Item = Outside> + Unpin,
{
    select! {
        biased;
        done = terminal.write(text) => done.map(|()| None),
        Some(it) = outside.next() => Ok(Some(it)),
    }
}
