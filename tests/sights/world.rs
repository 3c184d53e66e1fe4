//! A sandbox and the tests of a connection that are run against it.

use std::sync::Arc;

use psa_connect::{
    engine::{EngineSetup, Network, Outcome, Solo},
    model::{
        catalog::Catalog,
        fault::ExitCode,
        id::PsaId,
        integration::Needs,
        login::{Login, Value, Values},
        origin::Origin,
        report::{Report, Seen},
        right::RightId,
    },
    sandbox::{Options, Sandbox, Served, scenario::Scenario},
    store::Store,
    wizard::event::{Consent, Job},
};

/// One sandbox.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    catalog: Arc<Catalog>,
    folder: tempfile::TempDir,
}

impl World {
    /// A sandbox of a scenario that ships. A slow one is made quick: how long it takes shows nothing here.
    pub(crate) async fn of(name: &str) -> Self {
        let mut scenario = Scenario::named(name).expect("a scenario that ships");
        scenario.traffic.median_ms /= 100;
        scenario.traffic.tail_ms /= 100;
        Self::start(Options::of(scenario)).await
    }

    /// A sandbox of a scenario of one's own.
    pub(crate) async fn with(rules: &str) -> Self {
        let scenario = Scenario::parse(&format!("story = 'x'\n{rules}")).expect("a scenario");
        Self::start(Options::of(scenario)).await
    }

    pub(crate) async fn start(options: Options) -> Self {
        let sandbox = Sandbox::start(options).await.expect("a sandbox on loopback");
        let mut catalog = Catalog::embedded();
        sandbox.stand_in(&mut catalog);
        Self { sandbox, catalog: Arc::new(catalog), folder: tempfile::tempdir().expect("a folder") }
    }

    pub(crate) fn served(&self) -> [&Served; 2] {
        [self.sandbox.connectwise(), self.sandbox.autotask()]
    }

    /// What an integration needs of a PSA.
    pub(crate) fn needs(&self, integration: &str, psa: &str) -> &Needs {
        self.catalog.integration(integration).and_then(|it| it.needs(&PsaId::from(psa))).expect("in its file")
    }

    /// Tests the connection to a PSA of the sandbox.
    pub(crate) async fn tested(&self, served: &Served, integration: &str) -> Outcome {
        self.tested_at(served, &served.home, integration).await
    }

    /// Tests it at another address.
    pub(crate) async fn tested_at(&self, served: &Served, origin: &Origin, integration: &str) -> Outcome {
        let facts = self.catalog.psa(&PsaId::from(served.psa)).expect("a known PSA");
        let field = |id: &str| facts.field(&id.into()).expect("a known field");
        let values: Values =
            served.login.iter().map(|(id, text)| (field(id).id.clone(), Value::new(field(id).kind, text))).collect();
        let site = Some(served.home_site.as_str().into());
        let login = Login::complete(facts, origin.clone(), site, &values).expect("no field is blank");
        let setup = EngineSetup {
            catalog: Arc::clone(&self.catalog),
            store: Store::at(self.folder.path().join("store")),
            network: Network::default(),
        };
        Solo::new(setup).run(Job::Test { integration: integration.into(), login, consent: Consent::No }).await
    }
}

/// What every cross-check came to, in order: `parents-of-agreements: 10 of 35 hidden`.
pub(crate) fn came_to(report: &Report) -> Vec<String> {
    let told = |seen: &Seen| match seen {
        Seen::All { .. } => "all".to_owned(),
        Seen::Hidden { hidden, of, examples } => {
            assert!(!examples.is_empty() && examples.len() <= 3 && examples.len() as u64 <= *hidden, "{examples:?}");
            format!("{hidden} of {of} hidden")
        }
        Seen::Unclear(why) => why.clone(),
    };
    report.sights.iter().map(|it| format!("{}: {}", it.check, told(&it.seen))).collect()
}

/// What one cross-check came to.
pub(crate) fn seen<'a>(report: &'a Report, check: &str) -> &'a Seen {
    &report.sights.iter().find(|it| it.check == check).unwrap_or_else(|| panic!("{check}: {report:?}")).seen
}

/// The exit code of a test with this report, when every right is needed and can be shown.
pub(crate) fn exit_code(report: &Report) -> ExitCode {
    let never = |_: &RightId| false;
    report.exit_code(never, never)
}
