//! Opens a saved connection for a command, and the store before it when a passphrase protects it.

use crate::{
    engine::{Outcome, Solo},
    model::{fault::Fault, saved::Name, secret::Secret, store_kind::StoreKind},
    wizard::event::{Finish, Job, Opened},
    words,
};

use super::{
    passphrase::{Left, Unlocking},
    say::{Trouble, talk},
};

/// Reads a saved connection and its login. A command that calls this runs inside `or_interrupted`, which gives the terminal
/// back when it is stopped while a passphrase is asked for.
pub(super) async fn open(solo: &mut Solo, name: &Name, unlocking: &mut Unlocking) -> Result<Opened, Trouble> {
    match run_unlocking(solo, Job::Open(name.clone()), unlocking).await?.finish.opened() {
        Ok(opened) => Ok(*opened),
        Err(fault) => Err(fault.into()),
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
    let question = format!("{} ", words::with("passphrase-prompt", &[("place", place.into())]));
    // The only store that a passphrase protects.
    let unlock =
        async |passphrase| solo.run(Job::Unlock { store: StoreKind::EncryptedFile, passphrase }).await.finish.done();
    with_passphrase(&question, place, unlocking, unlock).await
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
                talk(&words::with("passphrase-does-not-open", &[("tries", tries_left(left).into())]));
            }
            Err(fault) => {
                unlocking.give_up(&fault);
                return Err(fault.into());
            }
        }
    }
}

fn tries_left(left: usize) -> String {
    words::with("passphrase-tries-left", &[("n", left.into())])
}
