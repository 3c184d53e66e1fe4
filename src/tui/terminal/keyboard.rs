//! The one thread that reads the terminal. It reads a line that is gone as the end, and never spins on it.

use std::{
    io::{self, Read as _},
    os::{fd::AsFd, unix::net::UnixStream},
    pin::Pin,
    sync::{Arc, atomic::Ordering, mpsc as threads},
    task::{Context, Poll},
    thread,
    time::Duration,
};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use futures_util::{Stream, StreamExt as _};
use rustix::{
    event::{PollFd, PollFlags, poll},
    io::{Errno, read},
};
use signal_hook::{
    consts::{SIGCONT, SIGTSTP, SIGWINCH},
    low_level::pipe,
};
use tokio::{
    sync::mpsc::{Receiver, Sender, channel},
    time::{Instant, timeout_at},
};
use zeroize::Zeroizing;

use super::{Held, is_gone, size, timeout};
use crate::tui::input::{Incoming, decode::Decoder, sequence::Reply};

/// What waits to be taken. With more, the thread stops reading, and the line holds the rest.
const N_WAITING: usize = 1024;
/// How long the end of the thread is waited for. It is late only if somebody else reads the same terminal.
const PATIENCE: Duration = Duration::from_millis(100);

/// What the terminal sends; ends when the terminal is gone. Dropping it ends the reading.
#[derive(Debug)]
pub struct Keyboard {
    incoming: Receiver<io::Result<Incoming>>,
    held: Arc<Held>,
    /// Closed to end the thread.
    wake: Option<UnixStream>,
    ended: threads::Receiver<()>,
}

impl Keyboard {
    /// Reads standard input from now on.
    pub fn new(held: Arc<Held>) -> io::Result<Self> {
        let (wake, woken) = UnixStream::pair()?;
        let signals = [told_of(SIGWINCH)?, told_of(SIGTSTP)?, told_of(SIGCONT)?];
        let (sender, incoming) = channel(N_WAITING);
        let (ends, ended) = threads::channel();
        let reading = Reading { sender, held: Arc::clone(&held), woken, signals };
        thread::Builder::new().name("keyboard".into()).spawn(move || {
            let _ends: threads::Sender<()> = ends;
            reading.all();
        })?;
        Ok(Self { incoming, held, wake: Some(wake), ended })
    }

    /// Takes what the terminal still has to answer, for a short time.
    pub async fn drain(&mut self) {
        let Some(until) = self.held.answer_due() else { return };
        while let Ok(Some(Ok(came))) = timeout_at(until, self.next()).await {
            if matches!(came, Incoming::Reply(Reply::Attributes(_), _)) {
                return;
            }
        }
    }
}

impl Stream for Keyboard {
    type Item = io::Result<Incoming>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.incoming.poll_recv(context)
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        self.incoming.close();
        drop(self.wake.take());
        // Whoever gets the terminal next reads it alone.
        let _ = self.ended.recv_timeout(PATIENCE);
    }
}

/// Nobody listens any more, or there is nothing more to hear.
struct Over;

struct Reading {
    sender: Sender<io::Result<Incoming>>,
    held: Arc<Held>,
    woken: UnixStream,
    /// Of the size, of a wish to stop, and of going on.
    signals: [UnixStream; 3],
}

/// Reads something when the signal came.
fn told_of(signal: i32) -> io::Result<UnixStream> {
    let (writes, reads) = UnixStream::pair()?;
    reads.set_nonblocking(true)?;
    pipe::register(signal, writes)?;
    Ok(reads)
}

impl Reading {
    fn all(mut self) {
        let mut decoder = Decoder::new(self.held.grace(), Instant::now());
        let mut bytes = Zeroizing::new([0; 4096]);
        while let Ok(()) = self.once(&mut decoder, &mut bytes[..]) {}
    }

    /// Waits for one thing and hands it on.
    fn once(&mut self, decoder: &mut Decoder, bytes: &mut [u8]) -> Result<(), Over> {
        decoder.set_grace(self.held.grace());
        let left = decoder.deadline().map(|it| timeout(it.saturating_duration_since(Instant::now())));
        let stdin = io::stdin();
        let [resized, stops, goes_on] = &self.signals;
        let files = [stdin.as_fd(), resized.as_fd(), stops.as_fd(), goes_on.as_fd(), self.woken.as_fd()];
        let mut ready = files.map(|it| PollFd::from_borrowed_fd(it, PollFlags::IN));
        let n_ready = match poll(&mut ready, left.as_ref()) {
            Ok(n) => n,
            Err(Errno::INTR) => return Ok(()),
            Err(error) => return self.failed(error),
        };
        let [keys, resized, stops, goes_on, woken] = ready.map(|it| !it.revents().is_empty());
        if woken {
            return Err(Over);
        }
        let mut came = vec![];
        if n_ready == 0 {
            decoder.due(Instant::now(), &mut came);
        }
        // Several at once are one.
        for (signals, _) in self.signals.iter_mut().zip([resized, stops, goes_on]).filter(|it| it.1) {
            while signals.read(&mut [0; 64]).is_ok_and(|it| it > 0) {}
        }
        if stops {
            let control_z = KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL);
            came.push(Incoming::Event(Event::Key(control_z)));
        }
        if goes_on && !self.held.stops_itself.swap(false, Ordering::Relaxed) {
            came.push(Incoming::Woken);
        }
        if resized {
            let size = size().unwrap_or_default();
            came.push(Incoming::Event(Event::Resize(size.width, size.height)));
        }
        if keys {
            match read(stdin.as_fd(), &mut *bytes) {
                Ok(0) => return Err(Over),
                Ok(n) => decoder.feed(bytes.get(..n).unwrap_or_default(), Instant::now(), &mut came),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(error) => return self.failed(error),
            }
        }
        came.into_iter().try_for_each(|it| self.sender.blocking_send(Ok(it)).map_err(|_| Over))
    }

    fn failed(&self, error: Errno) -> Result<(), Over> {
        let error = io::Error::from(error);
        if !is_gone(&error) {
            // Nobody listens any more: then it is over, too.
            let _ = self.sender.blocking_send(Err(error));
        }
        Err(Over)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{Arc, mpsc as threads},
        time::Duration,
    };

    use tokio::{
        sync::mpsc::channel,
        time::{Instant, sleep},
    };

    use super::{Held, Keyboard};
    use crate::tui::{
        input::{Incoming, sequence::Reply},
        terminal::{LAST_ANSWER, conduct::Conduct, locked},
    };

    /// How long the end waits for these answers, each so many milliseconds after the one before.
    async fn drained(asked: Option<Instant>, answers: &[(u64, Reply)]) -> Duration {
        let held = Arc::new(Held::new(Conduct::from_env(|_| None)));
        *locked(&held.asked) = asked;
        let (sender, incoming) = channel(8);
        let (_, ended) = threads::channel();
        let mut keyboard = Keyboard { incoming, held, wake: None, ended };
        let answers = answers.to_vec();
        let plays = async move {
            for (after, reply) in answers {
                sleep(Duration::from_millis(after)).await;
                let _ = sender.send(Ok(Incoming::Reply(reply, Instant::now()))).await;
            }
            // The terminal is there for longer than anybody waits.
            sleep(Duration::from_mins(1)).await;
        };
        let begin = Instant::now();
        tokio::select! {
            () = keyboard.drain() => begin.elapsed(),
            () = plays => Duration::MAX,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_end_waits_for_the_last_answer_and_for_a_short_time_only() {
        let now = Some(Instant::now());
        let (mode, last) = (Reply::Mode { mode: 2026, state: 2 }, Reply::Attributes(vec![62]));
        assert_eq!(drained(now, &[(100, mode.clone()), (50, last)]).await.as_millis(), 150);
        let now = Some(Instant::now());
        let took = drained(now, &[(100, mode)]).await;
        assert!((LAST_ANSWER..LAST_ANSWER + Duration::from_millis(5)).contains(&took), "{took:?}");
        assert_eq!(drained(None, &[]).await, Duration::ZERO, "nothing was asked");
        let long_ago = Some(Instant::now());
        sleep(Duration::from_secs(3)).await;
        assert_eq!(drained(long_ago, &[]).await, Duration::ZERO, "it does not answer at all");
    }
}
