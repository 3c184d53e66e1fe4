//! How long a whole test of rights takes against a slow vendor, in slowest replies.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use psa_connect::{
    engine::{EngineSetup, Network, Solo},
    model::{
        catalog::Catalog,
        id::PsaId,
        login::{Login, Value, Values},
    },
    sandbox::{Options, Sandbox, Served, scenario::Scenario},
    store::Store,
    wizard::event::{Consent, Finish, Job},
};
use tokio::time::timeout;

use crate::Row;

/// The longest that this waits for both tests.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) fn rows() -> Vec<Row> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("threads").block_on(async {
        let scenario = Scenario::named("slow-vendor").expect("it ships");
        let sandbox = Sandbox::start(Options::of(scenario)).await.expect("a sandbox on loopback");
        let both = async {
            tokio::join!(
                tested(&sandbox, sandbox.connectwise(), "ConnectWise test, in slowest replies"),
                tested(&sandbox, sandbox.autotask(), "Autotask test, in slowest replies"),
            )
        };
        let (connectwise, autotask) = timeout(PATIENCE, both).await.expect("both tests end");
        vec![connectwise, autotask]
    })
}

async fn tested(sandbox: &Sandbox, served: &Served, what: &str) -> Row {
    let mut catalog = Catalog::embedded();
    sandbox.stand_in(&mut catalog);
    let facts = catalog.psa(&PsaId::from(served.psa)).expect("a known PSA");
    let field = |id: &str| facts.field(&id.into()).expect("a known field");
    let values: Values =
        served.login.iter().map(|(id, text)| (field(id).id.clone(), Value::new(field(id).kind, text))).collect();
    let site = Some(served.home_site.as_str().into());
    let login = Login::complete(facts, served.home.clone(), site, &values).expect("no field is blank");
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::at(folder.path().join("store"));
    let setup = EngineSetup { catalog: Arc::new(catalog), store, network: Network::default() };

    let mut solo = Solo::new(setup);
    let begin = Instant::now();
    let outcome = solo.run(Job::Test { integration: "sync365".into(), login, consent: Consent::No }).await;
    let took = begin.elapsed();
    assert_eq!(outcome.finish, Finish::Tested, "{outcome:?}");
    let replies = sandbox.journal().entries().into_iter().filter(|it| it.psa == served.psa).map(|it| it.took);
    let replies: Vec<_> = replies.collect();
    let (n, slowest) = (replies.len(), replies.iter().max().copied().expect("something was asked"));
    let one_by_one: Duration = replies.iter().sum();
    Row {
        what: what.into(),
        measured: took.as_secs_f64() / slowest.as_secs_f64(),
        unit: "times",
        budget: Some(4.0),
        note: format!(
            "{n} replies, slowest {:.1} s; {:.1} times one by one",
            slowest.as_secs_f64(),
            one_by_one.as_secs_f64() / slowest.as_secs_f64()
        ),
    }
}
