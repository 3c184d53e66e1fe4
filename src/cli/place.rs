//! Where a command works: the catalogue, the store, the network, and the sandbox when it stands in for the PSAs.

use std::{path::Path, sync::Arc, time::Duration};

use crate::{
    engine::{Courier, EngineSetup, Limits, Network},
    model::{
        catalog::Catalog,
        integration::Integration,
        settings::{database::DatabaseSetting, merged::Settings, proxy::Proxy},
    },
    store::{
        CommandHook, SecretStore, Store, Vault,
        mirror::{Database, Passwords, PostgresAt},
    },
    tui::looks::Glyphs,
    wizard::event::Offer,
    words,
};

use super::{
    Global,
    demo::{Demo, DemoStore},
    outfit, sandbox,
    say::{Trouble, talk},
    settings::{self, Found},
};

/// Everything that the global options and the settings decide.
pub(super) struct Place {
    pub(super) catalog: Arc<Catalog>,
    pub(super) store: Store,
    pub(super) network: Network,
    pub(super) offers: Vec<Offer>,
    /// The integration that was named.
    pub(super) integration: Option<String>,
    /// The sandbox, for as long as the command runs.
    pub(super) demo: Option<Demo>,
    pub(super) settings: Box<Settings>,
    /// The signs that an option asks for.
    pub(super) signs: Option<Glyphs>,
}

impl Place {
    /// Reads what the global options name, and starts the sandbox if it is wanted.
    pub(super) async fn find(global: &Global) -> Result<Self, Trouble> {
        let demo = Self::demo(global).await?;
        let found = settings::read(global, demo.as_ref().and_then(Demo::directory))?;
        Ok(Self { signs: outfit::option(global), ..Self::of(found, demo)? })
    }

    /// Starts the sandbox if it is wanted.
    pub(super) async fn demo(global: &Global) -> Result<Option<Demo>, Trouble> {
        if !global.demo {
            return match global.scenario {
                Some(_) => Err(Trouble::usage(words::say("place-scenario"), words::say("place-scenario-next"))),
                None => Ok(None),
            };
        }
        let is_named = settings::is_directory_named(global);
        let store = if is_named { DemoStore::Named } else { DemoStore::OfThisRun };
        Demo::start(sandbox::scenario(global.scenario.as_deref())?, store).await.map(Some)
    }

    /// The place that these settings describe.
    pub(super) fn of(found: Found, demo: Option<Demo>) -> Result<Self, Trouble> {
        let Found { settings, directory, .. } = found;
        let (mut catalog, integration) = catalog(settings.integration.value.as_deref())?;
        let mut offers = vec![];
        if let Some(started) = &demo {
            offers = started.stand_in(&mut catalog);
            talk(&started.card());
        }
        let directory = directory
            .value
            .ok_or_else(|| Trouble::usage(words::say("place-no-home"), words::say("place-no-home-next")))?;
        let network = network(&settings);
        let more = more_stores(&settings, &network, &directory);
        let store = Store::at(directory).with(more).with_database(database(&settings));
        let store = store.restricted(settings.allowed_stores.clone()).preferring(settings.store.value);
        Ok(Self { catalog: Arc::new(catalog), store, network, offers, integration, demo, settings, signs: None })
    }

    /// What an engine is made from, and the sandbox that must outlive it.
    pub(super) fn into_setup(self) -> (EngineSetup, Option<Demo>) {
        (EngineSetup { catalog: self.catalog, store: self.store, network: self.network }, self.demo)
    }
}

fn network(settings: &Settings) -> Network {
    let proxy = match &settings.proxy.value {
        Some(Proxy::Set(it)) => Some(it.clone()),
        // The transport reads it from there itself, password included.
        Some(Proxy::OfEnvironment { .. }) | None => None,
    };
    Network {
        ca_file: settings.ca_file.value.clone(),
        proxy,
        limits: Limits::within(Duration::from_secs(settings.timeout.value)),
    }
}

/// Where the mirrors are. Nothing is asked of a server yet.
fn database(settings: &Settings) -> Database {
    match &settings.database.value {
        DatabaseSetting::Sqlite => Database::Sqlite,
        DatabaseSetting::Postgres(url) => Database::Postgres(Box::new(PostgresAt {
            url: url.clone(),
            ca_file: settings.ca_file.value.clone(),
            passwords: Passwords::of_process(),
        })),
    }
}

/// The stores that are there only because the settings describe them. Nothing is asked of them yet.
fn more_stores(settings: &Settings, network: &Network, directory: &Path) -> Vec<Box<dyn SecretStore>> {
    let mut more: Vec<Box<dyn SecretStore>> = vec![];
    if let Some(vault) = &settings.vault.value {
        more.push(Box::new(Vault::new(vault.clone(), Arc::new(Courier::new(network.clone())))));
    }
    if let Some(command) = &settings.command.value {
        more.push(Box::new(CommandHook::new(command.clone(), directory)));
    }
    #[cfg(feature = "keyring")]
    more.push(Box::new(crate::store::Keyring::new(directory)));
    more
}

/// The catalogue with the integration that was named, and that integration's id.
pub(super) fn catalog(named: Option<&str>) -> Result<(Catalog, Option<String>), Trouble> {
    let mut catalog = Catalog::embedded();
    let Some(named) = named else { return Ok((catalog, None)) };
    if catalog.integration(named).is_some() {
        return Ok((catalog, Some(named.to_owned())));
    }
    let known: Vec<_> = catalog.integrations.iter().map(|it| it.id.clone()).collect();
    if !Path::new(named).exists() {
        return Err(Trouble::usage(
            words::with("place-no-integration", &[("named", named.into())]),
            words::with("place-no-integration-next", &[("names", known.join(", ").into())]),
        ));
    }
    let text = std::fs::read_to_string(named).map_err(|it| {
        Trouble::usage(
            words::with("explain-unreadable", &[("name", named.to_string().into()), ("error", it.to_string().into())]),
            words::say("place-name-a-text-file"),
        )
    })?;
    let integration = Integration::parse(&text, &catalog.psas).map_err(|fault| {
        let what = format!("{named}: {fault}");
        Trouble::usage(what, words::say("place-integration-next"))
    })?;
    let id = integration.id.clone();
    catalog.integrations.retain(|it| it.id != id);
    catalog.integrations.insert(0, integration);
    Ok((catalog, Some(id)))
}
