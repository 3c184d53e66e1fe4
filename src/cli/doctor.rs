//! `doctor`: what counts on this host and why, and what is wrong. Never a secret, never a value of a broken file.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    engine::Solo,
    model::{
        fault::{ExitCode, Fault},
        saved::{Connection, StoreCard},
        settings::merged::Setting,
        shown::Shown,
        store_kind::StoreKind,
    },
    store::{Condition, Listed, Store},
    wizard::event::{Finish, Job},
};

use super::{
    Global,
    demo::Demo,
    log,
    place::{self, Place},
    say::{self, Form, Trouble},
    settings::{self, Salvaged},
};

mod rows;
mod text;

/// All that it tells, one field for each section.
#[derive(Serialize)]
struct Document {
    version: u8,
    versions: Versions,
    settings: Vec<Row>,
    directory: Directory,
    stores: Vec<Card>,
    connections: Vec<Saved>,
    left: Left,
    logs: Logs,
    troubles: Vec<Wrong>,
    exit: u8,
}

#[derive(Serialize)]
struct Versions {
    psa_connect: &'static str,
    system: String,
}

/// One setting.
#[derive(Serialize)]
struct Row {
    setting: &'static str,
    value: String,
    from: String,
}

#[derive(Serialize)]
struct Directory {
    path: String,
    /// `0700`; `None` when it is not there yet.
    mode: Option<String>,
    owner: Option<u32>,
    repaired: Vec<String>,
}

/// What one store says of itself.
#[derive(Serialize)]
struct Card {
    store: StoreKind,
    place: String,
    protection: String,
    usable: bool,
    trouble: Option<String>,
}

#[derive(Serialize)]
struct Saved {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<StoreKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keys_since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_test: Option<String>,
    /// Why it cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    broken: Option<Wrong>,
}

/// What was not finished.
#[derive(Serialize)]
struct Left {
    drafts: usize,
    unreadable_drafts: usize,
    leftovers: usize,
}

#[derive(Serialize)]
struct Logs {
    log: Option<String>,
    hand_overs: String,
}

#[derive(Serialize)]
struct Wrong {
    error: String,
    remedy: String,
}

impl From<&Fault> for Wrong {
    fn from(fault: &Fault) -> Self {
        Self { error: fault.to_string(), remedy: fault.remedy() }
    }
}

impl From<&Trouble> for Wrong {
    fn from(trouble: &Trouble) -> Self {
        Self { error: trouble.what().to_owned(), remedy: trouble.remedy().to_owned() }
    }
}

/// Looks at everything and tells it. What is wrong with the settings stops nothing here.
pub(super) async fn run(global: &Global) -> Result<ExitCode, Trouble> {
    let demo = Place::demo(global).await?;
    let Salvaged { mut found, troubles } = settings::salvage(global, demo.as_ref().and_then(Demo::directory));
    let mut troubles: Vec<_> = troubles.iter().map(Wrong::from).collect();
    let settings = rows::of(&found);
    if let Err(trouble) = place::catalog(found.settings.integration.value.as_deref()) {
        troubles.push(Wrong::from(&trouble));
        let from = found.settings.integration.from;
        found.settings.integration = Setting { value: None, from };
    }
    let place = Place::of(found, demo)?;
    let condition = place.store.condition();
    let catalog = place.catalog.clone();
    let (setup, _demo) = place.into_setup();
    let mut solo = Solo::new(setup);
    let finish = solo.run(Job::TryStores).await.finish;
    let stores: Vec<_> = if let Finish::TriedStores(cards) = finish {
        cards.into_iter().map(Card::from).collect()
    } else {
        troubles.push(Wrong::from(&finish.into_fault()));
        vec![]
    };
    let store = solo.engine().store();
    let drafts = store.drafts(&catalog, Timestamp::now());
    let leftovers = store.leftovers().unwrap_or_else(|fault| {
        troubles.push(Wrong::from(&fault));
        0
    });
    let exit = if stores.iter().any(|it: &Card| it.usable) { ExitCode::Fine } else { ExitCode::Store };
    let document = Document {
        version: 1,
        versions: Versions {
            psa_connect: env!("CARGO_PKG_VERSION"),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        },
        settings,
        directory: directory(store, condition),
        stores,
        connections: store.list().iter().map(Saved::from).collect(),
        left: Left { drafts: drafts.cut.len(), unreadable_drafts: drafts.unreadable.len(), leftovers },
        logs: Logs { log: log::path().map(|it| shown(&it)), hand_overs: shown(&store.hand_overs().path()) },
        troubles,
        exit: exit as u8,
    };
    match super::form(global) {
        Form::Json => say::json(&document),
        Form::Text => say::data(&text::write(&document)),
    };
    Ok(exit)
}

fn shown(path: &std::path::Path) -> String {
    Shown::new(&path.display().to_string()).to_string()
}

fn directory(store: &Store, condition: Option<Condition>) -> Directory {
    Directory {
        path: shown(store.directory()),
        mode: condition.map(|it| format!("{:04o}", it.mode)),
        owner: condition.map(|it| it.owner),
        repaired: store.repaired(),
    }
}

impl From<StoreCard> for Card {
    fn from(card: StoreCard) -> Self {
        let StoreCard { kind, place, protection, needs: _, trouble } = card;
        Self { store: kind, place, protection, usable: trouble.is_none(), trouble }
    }
}

impl From<&Listed> for Saved {
    fn from(listed: &Listed) -> Self {
        let name = listed.name().to_owned();
        match listed {
            Listed::Connection(it) => {
                let Connection { store, last_test, .. } = it.as_ref();
                Self {
                    name,
                    store: Some(*store),
                    keys_since: Some(it.keys_since().to_owned()),
                    last_test: last_test.as_ref().map(|it| it.at.clone()),
                    broken: None,
                }
            }
            Listed::Broken { fault, .. } => {
                Self { name, store: None, keys_since: None, last_test: None, broken: Some(Wrong::from(fault)) }
            }
        }
    }
}
