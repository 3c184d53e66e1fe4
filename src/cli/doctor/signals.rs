//! The signals that end a command, heard from before it touches the terminal.

use std::{future::poll_fn, io, task::Poll};

use tokio::signal::unix::{Signal, SignalKind, signal};

/// Those that end it, with their numbers.
pub(super) struct Signals([(u8, Signal); 4]);

impl Signals {
    /// Hears them from now on.
    ///
    /// Errors: they cannot be heard.
    pub(super) fn hear() -> io::Result<Self> {
        Ok(Self([
            (1, signal(SignalKind::hangup())?),
            (2, signal(SignalKind::interrupt())?),
            (3, signal(SignalKind::quit())?),
            (15, signal(SignalKind::terminate())?),
        ]))
    }

    /// Waits for one; gives its number.
    pub(super) async fn next(&mut self) -> u8 {
        poll_fn(|context| {
            let came = self.0.iter_mut().find_map(|(number, it)| it.poll_recv(context).is_ready().then_some(*number));
            came.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}
