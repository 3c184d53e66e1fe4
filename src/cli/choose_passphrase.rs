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
    words::{self, Word, word},
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

const STORE: Word = word("passphrase-store");

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
        with_passphrase(&format!("{} ", words::say("passphrase-prompt-old")), STORE.say(), &mut old, try_old).await?;
        let new = read_new(&new).await?;
        solo.run(Job::ChoosePassphrase { old: chosen, new }).await.finish.done()?;
        talk(words::say("passphrase-changed"));
    } else {
        let new = read_new(&new).await?;
        solo.run(Job::ChoosePassphrase { old: None, new }).await.finish.done()?;
        talk(words::say("passphrase-set"));
    }
    Ok(ExitCode::Fine)
}

/// Reads the new one; twice from a person, who cannot see what was typed.
async fn read_new(new: &Unlocking) -> Result<Secret, Trouble> {
    let locked = || Trouble::from(Fault::StoreLocked { place: STORE.say().into() });
    let first = new.read(&format!("{} ", words::say("passphrase-prompt-new"))).await?.ok_or_else(locked)?;
    if new.is_typed() {
        let again = new.read(&format!("{} ", words::say("passphrase-prompt-again"))).await?.ok_or_else(locked)?;
        if again != first {
            return Err(Trouble::usage(words::say("passphrase-two-differ"), words::say("passphrase-two-differ-next")));
        }
    }
    Ok(first)
}
