//! Where a command works: the catalogue, the store, the network, and the sandbox when it stands in for the PSAs.

use std::{path::Path, sync::Arc, time::Duration};

use crate::{
    engine::{EngineSetup, Limits, Network},
    model::{catalog::Catalog, integration::Integration},
    store::Store,
    wizard::event::Offer,
};

use super::{
    Global,
    demo::{Demo, DemoStore},
    sandbox,
    say::{Trouble, talk},
};

/// Everything that the global options decide.
pub(super) struct Place {
    pub(super) catalog: Arc<Catalog>,
    pub(super) store: Store,
    pub(super) network: Network,
    pub(super) offers: Vec<Offer>,
    /// The integration that was named.
    pub(super) integration: Option<String>,
    /// The sandbox, for as long as the command runs.
    pub(super) demo: Option<Demo>,
}

impl Place {
    /// Reads what the global options name, and starts the sandbox if it is wanted.
    pub(super) async fn find(global: &Global) -> Result<Self, Trouble> {
        let (mut catalog, integration) = catalog(global)?;
        if global.scenario.is_some() && !global.demo {
            return Err(Trouble::usage("--scenario is about the sandbox", "Add --demo, or use psa-connect sandbox."));
        }
        let mut demo = None;
        let mut offers = vec![];
        if global.demo {
            let store = if global.config_dir.is_some() { DemoStore::Named } else { DemoStore::OfThisRun };
            let started = Demo::start(sandbox::scenario(global.scenario.as_deref())?, store).await?;
            offers = started.stand_in(&mut catalog);
            talk(&started.card());
            demo = Some(started);
        }
        let directory = global.config_dir.clone();
        let directory = directory.or_else(|| demo.as_ref().and_then(Demo::directory)).or_else(Store::default_directory);
        let directory = directory
            .ok_or_else(|| Trouble::usage("this account has no home directory", "Name one with --config-dir."))?;
        let network =
            Network { ca_file: global.ca_file.clone(), limits: Limits::within(Duration::from_secs(global.timeout)) };
        Ok(Self { catalog: Arc::new(catalog), store: Store::at(directory), network, offers, integration, demo })
    }

    /// What an engine is made from, and the sandbox that must outlive it.
    pub(super) fn into_setup(self) -> (EngineSetup, Option<Demo>) {
        (EngineSetup { catalog: self.catalog, store: self.store, network: self.network }, self.demo)
    }
}

/// The catalogue with the integration that was named, and that integration's id.
pub(super) fn catalog(global: &Global) -> Result<(Catalog, Option<String>), Trouble> {
    let mut catalog = Catalog::embedded();
    let Some(named) = &global.integration else { return Ok((catalog, None)) };
    if catalog.integration(named).is_some() {
        return Ok((catalog, Some(named.clone())));
    }
    let known: Vec<_> = catalog.integrations.iter().map(|it| it.id.clone()).collect();
    if !Path::new(named).exists() {
        return Err(Trouble::usage(
            format!("there is no integration and no file named {named}"),
            format!("Name one of {}, or a file that says what a product needs.", known.join(", ")),
        ));
    }
    let text = std::fs::read_to_string(named)
        .map_err(|it| Trouble::usage(format!("{named} cannot be read: {it}"), "Name a text file."))?;
    let integration = Integration::parse(&text, &catalog.psas).map_err(|fault| {
        let what = format!("{named}: {fault}");
        Trouble::usage(what, "Mend that line; assets/integrations/read-only.toml is a file to copy from.")
    })?;
    let id = integration.id.clone();
    catalog.integrations.retain(|it| it.id != id);
    catalog.integrations.insert(0, integration);
    Ok((catalog, Some(id)))
}
