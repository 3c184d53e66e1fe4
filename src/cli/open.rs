//! Opens a saved connection for a command, and the store before it when a passphrase protects it.

use crate::{
    engine::{Outcome, Solo},
    model::{fault::Fault, saved::Name, secret::Secret, store_kind::StoreKind},
    wizard::event::{Finish, Job, Opened},
};

use super::{
    passphrase::{Left, Unlocking},
    say::{Trouble, talk},
};

/// Reads a saved connection and its login. A command that calls this runs inside `or_interrupted`, which gives the terminal
/// back when it is stopped while a passphrase is asked for.
pub(super) async fn open(solo: &mut Solo, name: &Name, unlocking: &mut Unlocking) -> Result<Opened, Trouble> {
    match run_unlocking(solo, Job::Open(name.clone()), unlocking).await?.finish {
        Finish::Opened(opened) => Ok(*opened),
        Finish::Failed(fault) => Err(fault.into()),
        Finish::Located
        | Finish::Tested
        | Finish::Previewed
        | Finish::Saved(_)
        | Finish::Wrote(_)
        | Finish::Removed(_)
        | Finish::Stamped(..)
        | Finish::Recorded
        | Finish::TriedStores(_)
        | Finish::Unlocked
        | Finish::Moved(_)
        | Finish::Changed => Err(Fault::Cancelled.into()),
    }
}

/// Runs a job that reads secrets. When their store is locked, it is unlocked and the job runs once more.
///
/// Errors: [`Trouble`] when the store stays locked. What else the job failed with is in the outcome.
pub(super) async fn run_unlocking(solo: &mut Solo, job: Job, unlocking: &mut Unlocking) -> Result<Outcome, Trouble> {
    let outcome = solo.run(job.clone()).await;
    let Finish::Failed(Fault::StoreLocked { place }) = &outcome.finish else { return Ok(outcome) };
    if let Some(why) = unlocking.given_up() {
        return Err(why.clone().into());
    }
    unlock(solo, place, unlocking).await?;
    Ok(solo.run(job).await)
}

async fn unlock(solo: &mut Solo, place: &str, unlocking: &mut Unlocking) -> Result<(), Trouble> {
    let question = format!("Passphrase of {place}: ");
    // The only store that a passphrase protects.
    let unlock = async |passphrase| done(solo.run(Job::Unlock { store: StoreKind::EncryptedFile, passphrase }).await);
    with_passphrase(&question, place, unlocking, unlock).await
}

/// Says whether a job that gives nothing but its end did what it should.
pub(super) fn done(outcome: Outcome) -> Result<(), Fault> {
    match outcome.finish {
        Finish::Failed(fault) => Err(fault),
        Finish::Unlocked
        | Finish::Opened(_)
        | Finish::Located
        | Finish::Tested
        | Finish::Previewed
        | Finish::Saved(_)
        | Finish::Wrote(_)
        | Finish::Removed(_)
        | Finish::Stamped(..)
        | Finish::Recorded
        | Finish::TriedStores(_)
        | Finish::Moved(_)
        | Finish::Changed => Ok(()),
    }
}

/// Does what needs a passphrase of this host, with up to three tries for a person.
pub(super) async fn with_passphrase(
    question: &str,
    place: &str,
    unlocking: &mut Unlocking,
    mut act: impl AsyncFnMut(Secret) -> Result<(), Fault>,
) -> Result<(), Trouble> {
    let tries = match unlocking.left() {
        Left::Once => 1,
        Left::UpTo(tries) => tries,
    };
    let mut left = tries;
    loop {
        let Some(passphrase) = unlocking.read(question).await? else {
            let locked = Fault::StoreLocked { place: place.to_owned() };
            unlocking.give_up(&locked);
            return Err(locked.into());
        };
        left -= 1;
        match act(passphrase).await {
            Ok(()) => return Ok(()),
            Err(Fault::WrongPassphrase { .. }) if left > 0 => {
                talk(&format!("This passphrase does not open it. {}", tries_left(left)));
            }
            Err(fault) => {
                unlocking.give_up(&fault);
                return Err(fault.into());
            }
        }
    }
}

fn tries_left(left: usize) -> String {
    if left == 1 { "One try is left.".into() } else { format!("{left} tries are left.") }
}
