//! Keeps a login that was refused from being sent again unawares: accounts lock after a few refusals.
//!
//! ```text
//! a job ─▶ turn ─▶ refused within the hour, and nobody consents? ─▶ RefusedBefore; nothing is sent
//!            └──▶ the login goes out ─▶ refused: remembered here and in the store
//!                                    ─▶ let in: forgotten in both
//! ```
//! What this process remembers guards even where the store cannot be written.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::{Mutex as Queue, OwnedMutexGuard};

use crate::{
    model::{draft::Login, fault::Fault},
    store::{Refusal, Refusals, Store},
    wizard::event::Consent,
};

use super::{Shared, stored};

/// Which logins were refused, for all jobs of one engine.
#[derive(Default)]
pub(super) struct Guard {
    /// Made by the first refusal.
    memory: Mutex<Option<Refusals>>,
    /// Logins that are being sent, each with the queue of those that want to send it.
    sending: Mutex<Vec<(Login, Arc<Queue<()>>)>>,
}

/// The right to send one login. While one job holds it, another one with the same login waits to see how it went.
pub(super) struct Turn {
    _held: OwnedMutexGuard<()>,
}

impl Guard {
    /// Waits until no other job sends this login, then says whether it may be sent.
    pub(super) async fn turn(&self, shared: &Arc<Shared>, login: &Login, consent: Consent) -> Result<Turn, Fault> {
        let held = self.queue(login).lock_owned().await;
        if consent == Consent::No {
            let asked = login.clone();
            let now = Timestamp::now();
            let known = stored::run(shared, move |it| it.guard.known(&it.store, &asked, now)).await;
            if let Some(refusal) = known? {
                return Err(Fault::RefusedBefore {
                    host: login.origin.host().to_owned(),
                    attempts: refusal.attempts,
                    last: ago(refusal.last, now),
                });
            }
        }
        Ok(Turn { _held: held })
    }

    /// Remembers a refusal here and in the store. Gives how often it was refused, and why the store did not take it.
    pub(super) async fn refused(&self, shared: &Arc<Shared>, login: &Login) -> (Refusal, Option<Fault>) {
        let login = login.clone();
        stored::run(shared, move |it| it.guard.note(&it.store, &login, Timestamp::now())).await
    }

    /// Forgets the refusals of a login that was let in.
    pub(super) async fn let_in(&self, shared: &Arc<Shared>, login: &Login) {
        let login = login.clone();
        stored::run(shared, move |it| it.guard.forget(&it.store, &login, Timestamp::now())).await;
    }

    /// What this process and the store know of a login; of two that differ, the one that knows more.
    fn known(&self, store: &Store, login: &Login, now: Timestamp) -> Result<Option<Refusal>, Fault> {
        let here = self.memory().as_ref().and_then(|it| it.refused(login, now));
        match (here, store.refused(login, now)) {
            (Some(here), Ok(Some(there))) => Ok(Some(more(here, there))),
            // What is known here needs no store.
            (Some(here), Ok(None) | Err(_)) => Ok(Some(here)),
            (None, there) => there,
        }
    }

    fn note(&self, store: &Store, login: &Login, now: Timestamp) -> (Refusal, Option<Fault>) {
        let once = Refusal { attempts: 1, last: now };
        let here = {
            let mut memory = self.memory();
            if memory.is_none() {
                *memory = Refusals::new().ok();
            }
            memory.as_mut().map_or(once, |it| it.note(login, now))
        };
        match store.note_refusal(login, now) {
            Ok(there) => (more(here, there), None),
            Err(fault) => (here, Some(fault)),
        }
    }

    fn forget(&self, store: &Store, login: &Login, now: Timestamp) {
        if let Some(memory) = self.memory().as_mut() {
            memory.forget(login);
        }
        if let Err(fault) = store.forget_refusal(login, now) {
            tracing::warn!(%fault, "a refusal could not be forgotten; it no longer counts after an hour");
        }
    }

    fn memory(&self) -> MutexGuard<'_, Option<Refusals>> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The queue of a login. Those that nobody waits in are dropped.
    fn queue(&self, login: &Login) -> Arc<Queue<()>> {
        let mut sending = self.sending.lock().unwrap_or_else(PoisonError::into_inner);
        sending.retain(|(_, queue)| Arc::strong_count(queue) > 1);
        if let Some((_, queue)) = sending.iter().find(|(it, _)| it == login) {
            return Arc::clone(queue);
        }
        let queue = Arc::default();
        sending.push((login.clone(), Arc::clone(&queue)));
        queue
    }
}

/// Of two memories of one login, the one that knows of more refusals.
fn more(one: Refusal, other: Refusal) -> Refusal {
    Refusal { attempts: one.attempts.max(other.attempts), last: one.last.max(other.last) }
}

/// Says how long ago something within the hour was.
fn ago(then: Timestamp, now: Timestamp) -> String {
    match (now.as_second() - then.as_second()) / 60 {
        ..1 => "just now".into(),
        1 => "1 minute ago".into(),
        minutes => format!("{minutes} minutes ago"),
    }
}

#[cfg(test)]
mod tests;
