//! One call to a session bus in a thread of its own, which is left behind when it does not come to an end in time.

use std::{
    future::Future,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use secret_service::{EncryptionType, Error, SecretService};
use tokio::{
    runtime,
    time::{timeout, timeout_at},
};
use zbus::{Connection, connection};

use super::trouble::Trouble;

/// How long a session bus may take to answer at all.
const BUS_WITHIN: Duration = Duration::from_millis(300);
/// How long a whole call may take.
const CALL_WITHIN: Duration = Duration::from_secs(3);
/// How much longer the thread is waited for, so that it can say itself why it took too long.
const SPARE: Duration = Duration::from_millis(200);

/// Until when a call has to be through.
#[derive(Clone, Copy)]
pub(super) struct Bound(Instant);

impl Bound {
    /// Waits for somebody to enter the keyring's password, no longer than the call may take.
    pub(super) async fn unlock(self, unlocking: impl Future<Output = Result<(), Error>>) -> Result<(), Trouble> {
        timeout_at(self.0.into(), unlocking).await.map_err(|_| Trouble::Locked)?.map_err(Trouble::from)
    }
}

/// Says whether a session bus answers.
pub(super) fn answers(bus: &str) -> bool {
    let bus = bus.to_owned();
    apart(BUS_WITHIN, move || async move { connect(&bus).await.map(|_| ()) }).is_ok()
}

/// Makes one call to the keyring, over a connection of its own on which secrets travel encrypted.
pub(super) fn ask<T: Send + 'static>(
    bus: &str,
    call: impl AsyncFnOnce(SecretService<'static>, Bound) -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    let bus = bus.to_owned();
    apart(CALL_WITHIN, move || async move {
        // A little before the whole: who waits for a person says so.
        let bound = Bound(Instant::now() + CALL_WITHIN.saturating_sub(SPARE));
        let connection = timeout(BUS_WITHIN, connect(&bus)).await.map_err(|_| Trouble::NoBus)??;
        let service = SecretService::connect_with_existing(EncryptionType::Dh, connection).await?;
        call(service, bound).await
    })
}

async fn connect(bus: &str) -> Result<Connection, Trouble> {
    let builder = connection::Builder::address(bus).map_err(|_| Trouble::NoBus)?;
    builder.build().await.map_err(|_| Trouble::NoBus)
}

/// Runs `work` in a thread that nobody waits for longer than `within`, and that does not keep the process from ending.
fn apart<T, F>(within: Duration, work: impl FnOnce() -> F + Send + 'static) -> Result<T, Trouble>
where
    T: Send + 'static,
    F: Future<Output = Result<T, Trouble>>,
{
    let (done, waiting) = mpsc::channel();
    let run = move || {
        let told = match runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime.block_on(async { timeout(within, work()).await.unwrap_or(Err(Trouble::Slow)) }),
            Err(it) => Err(Trouble::Refused(it.to_string())),
        };
        // Nobody may be waiting any more.
        let _ = done.send(told);
    };
    let started = thread::Builder::new().name("keyring".into()).spawn(run);
    started.map_err(|it| Trouble::Refused(it.to_string()))?;
    waiting.recv_timeout(within + SPARE).unwrap_or(Err(Trouble::Slow))
}
