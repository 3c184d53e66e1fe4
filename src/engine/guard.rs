//! Keeps a login that was refused from being sent again unawares: accounts lock after a few refusals.
//!
//! ```text
//! a job ─▶ turn ─▶ refused within the hour, and nobody consents? ─▶ RefusedBefore; nothing is sent
//!            └──▶ noted as begun, here and in the store ─▶ the login goes out ─▶ refused: remembered in both
//!                                                                            ─▶ let in: forgotten in both
//!                                                                            ─▶ neither: the attempt is taken back
//!                                                                            ─▶ stopped: it may have been refused
//! ```
//! What this process remembers guards even where the store cannot be written.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use tokio::sync::{Mutex as Queue, OwnedMutexGuard};

use crate::{
    model::{fault::Fault, login::Login},
    store::{Refusal, Refusals, Store},
    wizard::event::Consent,
    words,
};

use super::{Shared, stored};

/// Which logins were refused, for all jobs of one engine.
#[derive(Default)]
pub(super) struct Guard {
    /// Made by the first refusal.
    memory: Mutex<Option<Refusals>>,
    /// Logins that this process has seen let in, and when. Sent again soon, they are no attempts that may be refused.
    proven: Mutex<Vec<(Login, Timestamp)>>,
    /// Logins that are being sent, each with the queue of those that want to send it.
    sending: Mutex<Vec<(Login, Arc<Queue<()>>)>>,
}

/// The right to send one login. While one job holds it, another one with the same login waits to see how it went.
pub(super) struct Turn {
    /// When the attempt was noted.
    pub(super) begun: Timestamp,
    _held: OwnedMutexGuard<()>,
}

/// Whether a login may go out.
#[derive(Debug, PartialEq, Eq)]
enum Begun {
    /// It may, and is noted.
    Yes,
    /// It was refused, or may have been.
    No(Refusal),
    /// Another process sends it just now.
    Elsewhere,
}

/// How long a login that was let in is surely no attempt.
const FRESH: Duration = Duration::from_mins(15);
/// How old an attempt of another process is when its end is no longer waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait before asking again how it went.
const PAUSE: Duration = Duration::from_millis(200);

impl Guard {
    /// Waits until no other job sends this login, then says whether it may be sent.
    pub(super) async fn turn(&self, shared: &Arc<Shared>, login: &Login, consent: Consent) -> Result<Turn, Fault> {
        let held = self.queue(login).lock_owned().await;
        loop {
            let (asked, now) = (login.clone(), Timestamp::now());
            match stored::run(shared, move |it| it.guard.begin(&it.store, &asked, consent, now)).await? {
                Begun::Yes => return Ok(Turn { begun: now, _held: held }),
                Begun::No(refusal) => return Err(held_back(login, refusal, now)),
                Begun::Elsewhere => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    /// Remembers a refusal here and in the store, of the attempt that began at `begun` or of a later request. Gives how
    /// often it was refused, and why the store did not take it.
    pub(super) async fn refused(
        &self,
        shared: &Arc<Shared>,
        login: &Login,
        begun: Option<Timestamp>,
    ) -> (Refusal, Option<Fault>) {
        let login = login.clone();
        stored::run(shared, move |it| it.guard.note(&it.store, &login, begun, Timestamp::now())).await
    }

    /// Takes an attempt back that ended otherwise.
    pub(super) async fn ended(&self, shared: &Arc<Shared>, login: &Login, begun: Timestamp) {
        let login = login.clone();
        stored::run(shared, move |it| it.guard.end(&it.store, &login, begun, Timestamp::now())).await;
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

    /// Notes an attempt before it is sent, unless it is held back. One that was let in just now is not noted: whoever stops it
    /// before its reply leaves no doubt.
    fn begin(&self, store: &Store, login: &Login, consent: Consent, now: Timestamp) -> Result<Begun, Fault> {
        if self.is_proven(login, now) {
            return Ok(Begun::Yes);
        }
        let is_known_here = self.memory().as_ref().is_some_and(|it| it.refused(login, now).is_some());
        let held_back = |refusal: Refusal| {
            // In this process nobody else sends it: an open attempt of its own was stopped.
            let is_young = now.duration_since(refusal.last).unsigned_abs() < PATIENCE;
            let is_elsewhere = refusal.attempts == 0 && is_young && !is_known_here;
            if is_elsewhere { Begun::Elsewhere } else { Begun::No(refusal) }
        };
        let noted = match consent {
            Consent::Given => store.begin_attempt(login, now).map(|()| None),
            Consent::No | Consent::RefusedAt(_) => {
                if let Some(refusal) = self.known(store, login, now)? {
                    return Ok(held_back(refusal));
                }
                if let Consent::RefusedAt(then) = consent {
                    let last = Timestamp::from_second(then).unwrap_or(now);
                    return Ok(Begun::No(Refusal { attempts: 1, last }));
                }
                store.begin_first_attempt(login, now)
            }
        };
        match noted {
            Ok(Some(refusal)) => return Ok(held_back(refusal)),
            Ok(None) => {}
            Err(fault) => tracing::warn!(%fault, "only this process knows that a login is being sent"),
        }
        self.remember(|it| it.begin(login, now));
        Ok(Begun::Yes)
    }

    fn is_proven(&self, login: &Login, now: Timestamp) -> bool {
        let mut proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner);
        proven.retain(|it| now.duration_since(it.1).unsigned_abs() < FRESH);
        proven.iter().any(|it| it.0 == *login)
    }

    /// Keeps in mind that a login was let in, or that it was not.
    fn prove(&self, login: &Login, let_in: Option<Timestamp>) {
        let mut proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner);
        proven.retain(|it| it.0 != *login);
        proven.extend(let_in.map(|at| (login.clone(), at)));
    }

    fn end(&self, store: &Store, login: &Login, begun: Timestamp, now: Timestamp) {
        self.remember(|it| it.end(login, begun));
        if let Err(fault) = store.end_attempt(login, begun, now) {
            tracing::warn!(%fault, "an attempt that was not refused counts as if it might have been, for an hour");
        }
    }

    /// Changes what this process remembers; without random numbers, it cannot.
    fn remember<T>(&self, change: impl FnOnce(&mut Refusals) -> T) -> Option<T> {
        let mut memory = self.memory();
        if memory.is_none() {
            *memory = Refusals::new().ok();
        }
        memory.as_mut().map(change)
    }

    fn note(&self, store: &Store, login: &Login, begun: Option<Timestamp>, now: Timestamp) -> (Refusal, Option<Fault>) {
        self.prove(login, None);
        let here = self.remember(|it| {
            if let Some(begun) = begun {
                it.end(login, begun);
            }
            it.note(login, now)
        });
        let here = here.unwrap_or(Refusal { attempts: 1, last: now });
        let there = match begun {
            Some(begun) => store.note_refused_attempt(login, begun, now),
            None => store.note_refusal(login, now),
        };
        match there {
            Ok(there) => (more(here, there), None),
            Err(fault) => (here, Some(fault)),
        }
    }

    fn forget(&self, store: &Store, login: &Login, now: Timestamp) {
        self.prove(login, Some(now));
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
    // Of one that was only sent, the time is no time of a refusal.
    match (one.attempts, other.attempts) {
        (0, 1..) => return other,
        (1.., 0) => return one,
        (0, 0) | (1.., 1..) => {}
    }
    Refusal { attempts: one.attempts.max(other.attempts), last: one.last.max(other.last) }
}

/// Why a login is not sent.
fn held_back(login: &Login, refusal: Refusal, now: Timestamp) -> Fault {
    let (host, last) = (login.origin.host().to_owned(), ago(refusal.last, now));
    match refusal.attempts {
        0 => Fault::MaybeRefused {
            says: words::with("engine-maybe-refused", &[("host", host.into()), ("last", last.into())]),
        },
        attempts => Fault::RefusedBefore { host, attempts, last },
    }
}

/// Says how long ago something was.
fn ago(then: Timestamp, now: Timestamp) -> String {
    match (now.as_second() - then.as_second()) / 60 {
        ..1 => words::say("age-just-now").into(),
        minutes @ ..60 => words::with("age-minutes-ago", &[("n", minutes.into())]),
        minutes @ ..2880 => words::with("age-hours-ago", &[("n", (minutes / 60).into())]),
        minutes => words::with("age-days-ago", &[("n", (minutes / 1440).into())]),
    }
}

#[cfg(test)]
mod tests;
