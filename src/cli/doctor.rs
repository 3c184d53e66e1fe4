//! `doctor`: what counts on this host and why, and what is wrong. Never a secret, never a value of a broken file. Nothing is sent
//! to a PSA but what `--network` says.

use std::{path::PathBuf, thread, time::Duration};

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;
use tokio::{sync::oneshot, time::timeout};

use crate::{
    engine::Solo,
    face::Ending,
    model::{
        fault::{ExitCode, Fault},
        saved::{Connection, Replace, StoreCard},
        settings::merged::Setting,
        shown::Shown,
        store_kind::StoreKind,
    },
    store::{Condition, HandedFile, Listed, Store},
    tui::terminal::probe::{Stopped, stoppable},
    wizard::event::{Finish, Job},
    words,
};

use super::{
    Global,
    demo::Demo,
    log, outfit,
    place::{self, Place},
    say::{self, Form, Trouble, hints},
    settings::{self, Salvaged},
};

mod bundle;
mod network;
mod rows;
mod signals;
mod terminal;
mod text;

use rows::Row;

/// What it is asked for besides.
#[derive(Args, Debug)]
pub(super) struct Asked {
    /// Ask you, at the terminal, to press some keys, and tell what arrives and how fast
    #[arg(long, conflicts_with = "no_input")]
    terminal: bool,
    /// Go the way to the PSA of each saved connection: its name, the route, TCP and TLS, and one GET without a login for
    /// the clock
    #[arg(long)]
    network: bool,
    /// Write all of it, the last reports and the end of the log into a new file for your support, with names shortened
    /// and without a secret
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
}

/// All that it tells, one field for each section.
#[derive(Serialize)]
struct Document {
    version: u8,
    versions: Versions,
    settings: Vec<Row>,
    terminal: terminal::Section,
    network: network::Section,
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
    /// The kernel's.
    kernel: String,
    /// What it was built with besides what every build has.
    features: Vec<&'static str>,
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
    /// What failed in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_fault: Option<String>,
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
    #[serde(serialize_with = "hints::serialized")]
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

/// How long a terminal that takes nothing any more is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// What ends the look at the terminal, and tells that it has ended.
struct Look {
    stopped: Stopped,
    /// Dropped when the terminal is given back.
    holds: oneshot::Sender<()>,
}

/// Looks at everything and tells it, until a signal ends it. Gives the exit code.
pub(super) async fn run(global: &Global, asked: &Asked) -> Result<u8, Trouble> {
    let cannot = |it: std::io::Error| {
        let says = words::with("sandbox-no-signals", &[("error", it.to_string().into())]);
        Trouble::ours(says, words::say("doctor-no-look-next"))
    };
    let mut signals = signals::Signals::hear().map_err(cannot)?;
    let (keeps_looking, stopped) = stoppable().map_err(cannot)?;
    let (holds, given_back) = oneshot::channel();
    let number = tokio::select! {
        done = Box::pin(all(global, asked, Look { stopped, holds })) => return done.map(|it| it as u8),
        number = signals.next() => number,
    };
    drop(keeps_looking);
    let _ = timeout(PATIENCE, given_back).await;
    match number {
        2 => Err(Fault::Cancelled.into()),
        number => Ok(Ending::Signal(number).code()),
    }
}

/// What is wrong with the settings stops nothing here.
async fn all(global: &Global, asked: &Asked, look: Look) -> Result<ExitCode, Trouble> {
    // Before anything is asked: whoever cannot have the bundle need not wait for it.
    let bundle = asked.bundle.as_deref().map(new_file).transpose()?;
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
    let merged = place.settings.clone();
    let (setup, _demo) = place.into_setup();
    let mut solo = Solo::new(setup);
    let option = outfit::option(global);
    let would = terminal::Would { face: super::face(global), looks: outfit::of(option, &merged).looks, option };
    let asks = match (global.no_input, asked.terminal) {
        (true, _) => terminal::Asks::Nobody,
        (false, false) => terminal::Asks::Terminal,
        (false, true) => terminal::Asks::Person,
    };
    let (tells, told) = oneshot::channel();
    let cannot = |it: &dyn std::fmt::Display| {
        Trouble::ours(
            words::with("doctor-no-look", &[("error", it.to_string().into())]),
            words::say("doctor-no-look-next"),
        )
    };
    let looking = thread::Builder::new().name("terminal".into()).spawn(move || {
        let Look { stopped, holds: _holds } = look;
        // Nobody listens any more when a signal came.
        let _ = tells.send(terminal::look(asks, would, &stopped));
    });
    looking.map_err(|it| cannot(&it))?;
    let (terminal, wrong) = told.await.map_err(|it| cannot(&it))??;
    troubles.extend(wrong);
    let reach = if asked.network { network::Reach::Go } else { network::Reach::Stay };
    let network = network::look(reach, &mut solo, &merged, &mut troubles).await;
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
    let exit = exit.or_worse(network.exit());
    let document = Document {
        version: 1,
        versions: Versions {
            psa_connect: env!("CARGO_PKG_VERSION"),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            kernel: Shown::new(&rustix::system::uname().release().to_string_lossy()).to_string(),
            features: features(),
        },
        settings,
        terminal,
        network,
        directory: directory(store, condition),
        stores,
        connections: store.list().iter().map(Saved::from).collect(),
        left: Left { drafts: drafts.cut.len(), unreadable_drafts: drafts.unreadable.len(), leftovers },
        logs: Logs { log: log::path().map(|it| shown(&it)), hand_overs: shown(&store.hand_overs().path()) },
        troubles,
        exit: exit as u8,
    };
    match (super::form(global), &bundle) {
        (Form::Json, _) => say::json(&document),
        (Form::Text, None) => say::page(&hints::hinted(&text::write(&document))),
        // The file holds it.
        (Form::Text, Some(_)) => true,
    };
    if let Some(file) = bundle {
        let text = bundle::write(document, solo.engine().store(), &catalog, &merged);
        file.write(text.as_bytes())?;
        say::talk(&words::with("doctor-bundle-written", &[("file", shown(file.path()).into())]));
    }
    Ok(exit)
}

/// The place for the bundle, where nothing is yet.
fn new_file(path: &std::path::Path) -> Result<HandedFile, Fault> {
    HandedFile::at(path, Replace::No).map_err(|fault| {
        if let Fault::Local { what, .. } = &fault
            && path.is_file()
        {
            return Fault::Local { what: what.clone(), remedy: words::say("doctor-name-another").into() };
        }
        fault
    })
}

fn features() -> Vec<&'static str> {
    let all = [
        ("keyring", cfg!(feature = "keyring")),
        ("parquet", cfg!(feature = "parquet")),
        ("postgres", cfg!(feature = "postgres")),
    ];
    all.into_iter().filter(|it| it.1).map(|it| it.0).collect()
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
                    last_fault: last_test.as_ref().and_then(|it| it.fault.clone()),
                    broken: None,
                }
            }
            Listed::Broken { fault, .. } => Self {
                name,
                store: None,
                keys_since: None,
                last_test: None,
                last_fault: None,
                broken: Some(Wrong::from(fault)),
            },
        }
    }
}
