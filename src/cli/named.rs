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
    words,
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
    let to = Name::new(to).map_err(|says| Trouble::usage(words::say("connection-bad-name-as-asked"), says))?;
    let is_default = place.settings.default.value.as_ref() == Some(&name);
    let (setup, _demo) = place.into_setup();
    let mut solo = Solo::new(setup);
    solo.run(Job::Rename { name: name.clone(), to: to.clone() }).await.finish.done()?;
    if is_default {
        solo.engine().store().set_default(Some(&to))?;
    }
    talk(&words::with("named-renamed", &[("name", name.as_str().into()), ("to", to.as_str().into())]));
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
            what: words::with("named-store-unusable", &[("store", asked.to.key().into())]),
            remedy: words::say("named-store-unusable-next").into(),
        })?;
        announce(&name, from, card)?;
        consented(global, asked, &name)?;
    }
    let job = Job::MoveTo { name: name.clone(), store: asked.to };
    let at = run_unlocking(&mut solo, job, &mut Unlocking::of(global)).await?.finish.moved()?;
    talk(&words::with("named-moved", &[("name", name.as_str().into()), ("place", at.secret.as_str().into())]));
    Ok(ExitCode::Fine)
}

/// Puts the connection before the last save back.
pub(super) async fn undo(global: &Global, name: &str) -> Result<ExitCode, Trouble> {
    let place = Place::find(global).await?;
    let name = named(&place.store, name)?;
    let (setup, _demo) = place.into_setup();
    let mut solo = Solo::new(setup);
    solo.run(Job::Undo(name.clone())).await.finish.done()?;
    talk(&match read(solo.engine().store(), &name)?.keys_since {
        Some(since) => {
            let values = [("name", name.as_str().into()), ("ago", ago(&since).into())];
            words::with("named-undone-with-keys", &values)
        }
        None => words::with("named-undone", &[("name", name.as_str().into())]),
    });
    talk(&words::with("named-test-them", &[("name", name.as_str().into())]));
    Ok(ExitCode::Fine)
}

/// Says from where to where, and how it is protected there, before anything is written.
fn announce(name: &Name, from: StoreKind, card: &StoreCard) -> Result<(), Trouble> {
    if let Some(trouble) = &card.trouble {
        return Err(Fault::Local {
            what: words::with("named-cannot-be-moved", &[("name", name.as_str().into())]),
            remedy: trouble.clone(),
        }
        .into());
    }
    talk(&words::with(
        "named-moving",
        &[
            ("name", name.as_str().into()),
            ("from", from.key().into()),
            ("to", card.kind.key().into()),
            ("place", card.place.as_str().into()),
        ],
    ));
    talk(&card.protection);
    Ok(())
}

fn consented(global: &Global, asked: &MoveAsked, name: &Name) -> Result<(), Trouble> {
    if asked.force {
        return Ok(());
    }
    if global.no_input || !io::stdin().is_terminal() {
        return Err(Trouble::usage(
            words::with("named-move-not-asked", &[("name", name.as_str().into())]),
            words::say("named-add-force"),
        ));
    }
    if agreed(words::say("named-move-them"), words::say("named-add-force"))? {
        Ok(())
    } else {
        Err(Fault::Cancelled.into())
    }
}

/// A saved connection, without its keys.
pub(super) fn read(store: &Store, name: &Name) -> Result<Connection, Trouble> {
    match store.list().into_iter().find(|it| it.name() == name.as_str()) {
        Some(Listed::Connection(connection)) => Ok(*connection),
        Some(Listed::Broken { fault, .. }) => Err(fault.into()),
        // The store was read a moment ago, when it was there.
        None => Err(Trouble::usage(
            words::with("connection-not-saved", &[("name", name.as_str().into())]),
            words::say("named-see-names"),
        )),
    }
}
