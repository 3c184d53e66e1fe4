//! `passphrase`: chooses the passphrase of the encrypted store, or another one in its place.

use std::path::PathBuf;

use clap::Args;

use crate::{
    engine::Solo,
    model::{
        fault::{ExitCode, Fault},
        secret::Secret,
        store_kind::StoreKind,
    },
    wizard::event::Job,
};

use super::{
    Global,
    open::with_passphrase,
    passphrase::Unlocking,
    place::Place,
    say::{Trouble, talk},
};

/// What was asked for.
#[derive(Args, Debug)]
pub(super) struct Asked {
    /// A file whose first line is the new passphrase; the old one is asked for, or named with --passphrase-file
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

const STORE: &str = "the encrypted store";

/// Asks for the old one, if there is one, and twice for the new one.
pub(super) async fn run(global: &Global, asked: &Asked) -> Result<ExitCode, Trouble> {
    let place = Place::find(global).await?;
    let has_one = place.store.has_passphrase()?;
    let (setup, _demo) = place.into_setup();
    let mut solo = Solo::new(setup);
    let new = Unlocking::second(asked.new_passphrase_file.as_deref(), global);
    if has_one {
        let mut old = Unlocking::of(global);
        let mut chosen = None;
        // The old one is tried before the new one is asked for; the store opens with it and is then changed.
        let try_old = async |passphrase: Secret| {
            solo.run(Job::Unlock { store: StoreKind::EncryptedFile, passphrase: passphrase.clone() })
                .await
                .finish
                .done()?;
            chosen = Some(passphrase);
            Ok(())
        };
        with_passphrase("Old passphrase of the encrypted store: ", STORE, &mut old, try_old).await?;
        let new = read_new(&new).await?;
        solo.run(Job::ChoosePassphrase { old: chosen, new }).await.finish.done()?;
        talk(
            "The passphrase is changed. Copies of identity.age from before, in backups say, still open with the old one.",
        );
    } else {
        let new = read_new(&new).await?;
        solo.run(Job::ChoosePassphrase { old: None, new }).await.finish.done()?;
        talk("The passphrase is set. Without it nobody can read what is saved: keep it where you keep such things.");
    }
    Ok(ExitCode::Fine)
}

/// Reads the new one; twice from a person, who cannot see what was typed.
async fn read_new(new: &Unlocking) -> Result<Secret, Trouble> {
    let locked = || Trouble::from(Fault::StoreLocked { place: STORE.into() });
    let first = new.read("New passphrase: ").await?.ok_or_else(locked)?;
    if new.is_typed() {
        let again = new.read("The same once more: ").await?.ok_or_else(locked)?;
        if again != first {
            return Err(Trouble::usage("the two are not the same", "Start again; nothing was changed."));
        }
    }
    Ok(first)
}
