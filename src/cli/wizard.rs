//! The full-screen wizard: the set-up, or the list of connections when there are some.

use std::{
    io::{self, IsTerminal as _},
    sync::Arc,
};

use tokio::sync::mpsc::unbounded_channel;

use crate::{
    engine::Engine,
    model::saved::Name,
    store::{Listed, Store},
    tui::{self, looks::Looks},
    wizard::{
        self, HomeRow, Start, Wizard,
        event::{Button, Event, ItemId},
    },
};

use super::{
    ago::ago,
    log,
    place::Place,
    say::{Trouble, talk},
};

/// Where it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Begin {
    /// With the connections, if there are some.
    Home,
    /// With a new one, of this name if it was given.
    SetUp(Option<String>),
    /// With a second key for this connection.
    Rotate(Name),
}

/// Whether anything may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// It may.
    Allowed,
    /// It may not.
    Forbidden,
}

/// Runs it on this terminal.
pub(super) async fn run(place: Place, begin: Begin, asking: Asking) -> Result<u8, Trouble> {
    if asking == Asking::Forbidden {
        return Err(Trouble::usage("the set-up asks, and --no-input forbids it", "Leave out --no-input."));
    }
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Trouble::usage(
            "the set-up needs a terminal",
            "Start it in one (ssh -t), or use test, list and guide, which need none.",
        ));
    }
    let rotate = if let Begin::Rotate(name) = &begin { Some(name.clone()) } else { None };
    let (begin, name) = match begin {
        Begin::Home | Begin::Rotate(_) => (wizard::Begin::Home, None),
        Begin::SetUp(name) => (wizard::Begin::SetUp, name.map(|it| checked(&it)).transpose()?),
    };
    let start = Start {
        catalog: Arc::clone(&place.catalog),
        offers: place.offers.clone(),
        directory: place.store.directory().display().to_string(),
        stores: place.store.cards(),
        home: home(&place.store),
        integration: place.integration.clone(),
        name,
        begin,
    };
    let (setup, _demo) = place.into_setup();
    let (post, events) = unbounded_channel();
    if let Some(name) = rotate {
        let on = Some(ItemId::Connection(name.as_str().to_owned()));
        // The receiver is in this function, so nothing can be lost.
        let _ = post.send(Event::Pressed { button: Button::Rotate, on });
    }
    let looks = Looks::from_env(|it| std::env::var(it).ok());
    let ended = tui::run(Wizard::new(start), Engine::new(setup, post), looks, events).await;
    ended.map(tui::Ending::code).map_err(|error| {
        if let Some(path) = log::path() {
            talk(&format!("The log is {}.", path.display()));
        }
        Trouble::ours(
            format!("the terminal failed: {error}"),
            "Start it again; the commands work without a full screen.",
        )
    })
}

fn checked(name: &str) -> Result<String, Trouble> {
    Name::new(name)
        .map(|it| it.as_str().to_owned())
        .map_err(|says| Trouble::usage("that cannot be a connection's name", says))
}

fn home(store: &Store) -> Vec<HomeRow> {
    let row = |it| match it {
        Listed::Connection(connection) => {
            let tested = connection.last_test.as_ref().map_or_else(|| "never".into(), |it| ago(&it.at));
            HomeRow::Connection { connection, tested }
        }
        Listed::Broken { name, fault } => HomeRow::Broken { name, fault },
    };
    store.list().into_iter().map(row).collect()
}
