//! `rename`, `move` and `undo`: what is done to a saved connection as a whole.

use std::io::{self, IsTerminal as _};

use clap::Args;

use crate::{
    engine::Solo,
    model::{
        fault::{ExitCode, Fault},
        saved::{Connection, Name, StoreCard},
        store_kind::StoreKind,
    },
    store::{Listed, Store},
    wizard::event::Job,
};

use super::{
    Global,
    ago::ago,
    connections::named,
    open::run_unlocking,
    passphrase::Unlocking,
    place::Place,
    say::{Trouble, agreed, talk},
};

/// What `move` was asked to do.
#[derive(Args, Debug)]
pub(super) struct MoveAsked {
    /// Which connection
    name: String,
    /// Where its keys go: encrypted-file, file, vault, command or keyring
    #[arg(long, value_name = "STORE")]
    to: StoreKind,
    /// Do not ask
    #[arg(long)]
    force: bool,
}

/// Gives a connection another name.
pub(super) async fn rename(global: &Global, name: &str, to: &str) -> Result<ExitCode, Trouble> {
    let place = Place::find(global).await?;
    let name = named(&place.store, name)?;
    let to = Name::new(to).map_err(|says| Trouble::usage("that cannot be a connection's name", says))?;
    let is_default = place.settings.default.value.as_ref() == Some(&name);
    let (setup, _demo) = place.into_setup();
    let mut solo = Solo::new(setup);
    solo.run(Job::Rename { name: name.clone(), to: to.clone() }).await.finish.done()?;
    if is_default {
        solo.engine().store().set_default(Some(&to))?;
    }
    talk(&format!("{} is called {} now. Its keys stay where they are.", name.as_str(), to.as_str()));
    Ok(ExitCode::Fine)
}

/// Moves a connection's keys to another store.
pub(super) async fn move_to(global: &Global, asked: &MoveAsked) -> Result<ExitCode, Trouble> {
    let place = Place::find(global).await?;
    let name = named(&place.store, &asked.name)?;
    let from = read(&place.store, &name)?.store;
    let (setup, _demo) = place.into_setup();
    let mut solo = Solo::new(setup);
    let cards = solo.run(Job::TryStores).await.finish.tried()?;
    // To where they are already, the store says so itself.
    if from != asked.to {
        let card = cards.iter().find(|it| it.kind == asked.to).ok_or_else(|| Fault::Local {
            what: format!("the store \"{}\" cannot be used on this host now", asked.to.key()),
            remedy: "See the stores and where each setting comes from with: psa-connect doctor".into(),
        })?;
        announce(&name, from, card)?;
        consented(global, asked, &name)?;
    }
    let job = Job::MoveTo { name: name.clone(), store: asked.to };
    let at = run_unlocking(&mut solo, job, &mut Unlocking::of(global)).await?.finish.moved()?;
    talk(&format!("The keys of {} are in {} now, and nowhere else.", name.as_str(), at.secret));
    Ok(ExitCode::Fine)
}

/// Puts the connection before the last save back.
pub(super) async fn undo(global: &Global, name: &str) -> Result<ExitCode, Trouble> {
    let place = Place::find(global).await?;
    let name = named(&place.store, name)?;
    let (setup, _demo) = place.into_setup();
    let mut solo = Solo::new(setup);
    solo.run(Job::Undo(name.clone())).await.finish.done()?;
    let keys = match read(solo.engine().store(), &name)?.keys_since {
        Some(since) => format!(", with the keys of {}", ago(&since)),
        None => String::new(),
    };
    talk(&format!(
        "{} is as it was before the last save{keys}. What was saved last is kept: another undo brings it back.",
        name.as_str()
    ));
    talk(&format!("Whether its keys still work: psa-connect test {}", name.as_str()));
    Ok(ExitCode::Fine)
}

/// Says from where to where, and how it is protected there, before anything is written.
fn announce(name: &Name, from: StoreKind, card: &StoreCard) -> Result<(), Trouble> {
    if let Some(trouble) = &card.trouble {
        return Err(Fault::Local {
            what: format!("the keys of {} cannot be moved there", name.as_str()),
            remedy: trouble.clone(),
        }
        .into());
    }
    talk(&format!("The keys of {} move from {} to {}: {}", name.as_str(), from.key(), card.kind.key(), card.place));
    talk(&card.protection);
    Ok(())
}

fn consented(global: &Global, asked: &MoveAsked, name: &Name) -> Result<(), Trouble> {
    if asked.force {
        return Ok(());
    }
    if global.no_input || !io::stdin().is_terminal() {
        return Err(Trouble::usage(
            format!("the keys of {} are not moved without being asked for twice", name.as_str()),
            "Add --force.",
        ));
    }
    if agreed("Move them?", "Add --force.")? { Ok(()) } else { Err(Fault::Cancelled.into()) }
}

/// A saved connection, without its keys.
pub(super) fn read(store: &Store, name: &Name) -> Result<Connection, Trouble> {
    match store.list().into_iter().find(|it| it.name() == name.as_str()) {
        Some(Listed::Connection(connection)) => Ok(*connection),
        Some(Listed::Broken { fault, .. }) => Err(fault.into()),
        // The store was read a moment ago, when it was there.
        None => Err(Trouble::usage(
            format!("no connection named {} is saved", name.as_str()),
            "See the names with: psa-connect list",
        )),
    }
}
