//! What cross-checks find of every scenario of both simulated PSAs, and that they raise no false alarm.

use std::sync::Arc;

use psa_connect::{
    engine::{EngineSetup, Network, Outcome, Solo},
    model::{
        catalog::Catalog,
        draft::{Login, Value, Values},
        fault::ExitCode,
        id::PsaId,
        report::{Seen, Sight},
        right::RightId,
    },
    sandbox::{Options, Sandbox, Served, scenario::Scenario},
    store::Store,
    wizard::event::{Consent, Finish, Job},
};

struct World {
    sandbox: Sandbox,
    catalog: Arc<Catalog>,
    folder: tempfile::TempDir,
}

impl World {
    async fn of(scenario: &str) -> Self {
        let scenario = Scenario::named(scenario).expect("a scenario that ships");
        Self::start(Options::of(scenario)).await
    }

    async fn start(options: Options) -> Self {
        let sandbox = Sandbox::start(options).await.expect("a sandbox on loopback");
        let mut catalog = Catalog::embedded();
        sandbox.stand_in(&mut catalog);
        Self { sandbox, catalog: Arc::new(catalog), folder: tempfile::tempdir().expect("a folder") }
    }

    async fn test(&self, served: &Served, integration: &str) -> Outcome {
        let facts = self.catalog.psa(&PsaId::from(served.psa)).expect("a known PSA");
        let values: Values = served
            .login
            .iter()
            .filter_map(|(id, text)| {
                facts.field(&id.as_str().into()).map(|it| (it.id.clone(), Value::new(it.kind, text)))
            })
            .collect();
        let site = Some(served.home_site.as_str().into());
        let login = Login::complete(facts, served.home.clone(), site, &values).expect("no field is blank");
        let setup = EngineSetup {
            catalog: Arc::clone(&self.catalog),
            store: Store::at(self.folder.path().join("store")),
            network: Network::default(),
        };
        Solo::new(setup).run(Job::Test { integration: integration.into(), login, consent: Consent::No }).await
    }
}

#[tokio::test]
async fn probe() {
    for scenario in Scenario::all().into_iter().filter(|it| it.name == "slow-vendor") {
        let world = World::of(&scenario.name).await;
        for served in [world.sandbox.connectwise(), world.sandbox.autotask()] {
            let t = std::time::Instant::now();
            let out = world.test(served, "sync365").await;
            println!("=== {} {} {:?}", scenario.name, served.psa, t.elapsed());
            println!("{:?}", out.report.counts);
            for s in &out.report.sights {
                println!("{} | {} | {:?} | {}", s.check, s.looks_for, s.seen, s.request);
            }
            for e in world.sandbox.journal().entries() {
                println!("{} {} {:?}", e.method, e.path, e.took);
            }
            println!("n requests {}", world.sandbox.journal().entries().len());
            world.sandbox.journal().clear();
        }
    }
}
