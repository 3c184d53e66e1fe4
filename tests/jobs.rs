//! The engine's jobs against the sandbox: what each tells, in which order, and how little it sends.

use std::sync::Arc;

use psa_connect::{
    engine::{Engine, EngineSetup, Network, Outcome, Solo},
    model::{
        catalog::Catalog,
        fault::Fault,
        id::{JobId, PsaId},
        login::{Login, Value, Values},
        mirror::{Kept, Mirrored, PullEnd, Scope},
        report::Check,
        right::Proof,
        saved::Name,
        table::Preview,
    },
    sandbox::{Options, Sandbox, Served, journal::Place, scenario::Scenario, tenant::Sizes},
    store::Store,
    wizard::event::{Consent, Event, Finish, Job, Known, Progress, ToPull},
};
use tokio::sync::mpsc::unbounded_channel;

struct World {
    sandbox: Sandbox,
    catalog: Arc<Catalog>,
    folder: tempfile::TempDir,
}

impl World {
    async fn of(scenario: &str) -> Self {
        Self::sized(scenario, 1.0).await
    }

    async fn sized(scenario: &str, scale: f64) -> Self {
        let scenario = Scenario::named(scenario).expect("a scenario that ships");
        let options = Options { sizes: Sizes::scaled(scale), ..Options::of(scenario) };
        let sandbox = Sandbox::start(options).await.expect("a sandbox on loopback");
        let mut catalog = Catalog::embedded();
        sandbox.stand_in(&mut catalog);
        Self { sandbox, catalog: Arc::new(catalog), folder: tempfile::tempdir().expect("a folder") }
    }

    fn setup(&self) -> EngineSetup {
        EngineSetup {
            catalog: Arc::clone(&self.catalog),
            store: Store::at(self.folder.path().join("store")),
            network: Network::default(),
        }
    }

    async fn run(&self, job: Job) -> Outcome {
        Solo::new(self.setup()).run(job).await
    }

    fn login(&self, served: &Served, secret: impl Fn(&str) -> String) -> Login {
        let facts = self.catalog.psa(&PsaId::from(served.psa)).expect("a known PSA");
        let value = |id: &str, text: &str| match id {
            "private_key" | "secret" => secret(text),
            _ => text.to_owned(),
        };
        let values: Values = served
            .login
            .iter()
            .filter_map(|(id, text)| {
                let field = facts.field(&id.as_str().into())?;
                Some((field.id.clone(), Value::new(field.kind, &value(id, text))))
            })
            .collect();
        let site = Some(served.home_site.as_str().into());
        Login::complete(facts, served.home.clone(), site, &values).expect("no field is blank")
    }

    fn with_keys(&self) -> usize {
        self.sandbox.journal().entries().iter().filter(|it| it.credentials).count()
    }
}

fn same(secret: &str) -> String {
    secret.to_owned()
}

fn wrong(secret: &str) -> String {
    format!("{secret}x")
}

fn integration() -> String {
    "sync365".into()
}

fn served(world: &World) -> [&Served; 2] {
    [world.sandbox.connectwise(), world.sandbox.autotask()]
}

#[tokio::test]
async fn the_site_is_found_without_a_key() {
    let world = World::of("wrong-zone").await;
    for served in served(&world) {
        let text = served.login[0].1.clone();
        let outcome = world.run(Job::Locate { psa: served.psa.into(), text }).await;
        assert_eq!(outcome.finish, Finish::Located);
        let knowing: Vec<_> = outcome.sites.iter().filter(|it| matches!(it.answer, Known::Yes(_))).collect();
        assert_eq!(knowing.len(), 1, "{outcome:?}");
        assert_eq!(knowing[0].origin, served.home);
        assert_eq!(knowing[0].site.as_ref().map(|it| it.0.as_str()), Some(served.home_site.as_str()));
    }
    assert_eq!(world.with_keys(), 0);
}

#[tokio::test]
async fn nobody_known_is_an_answer_and_no_fault() {
    let world = World::of("healthy").await;
    for served in served(&world) {
        let outcome = world.run(Job::Locate { psa: served.psa.into(), text: "nobody@nowhere.example".into() }).await;
        assert_eq!(outcome.finish, Finish::Located);
        assert!(!outcome.sites.iter().any(|it| matches!(it.answer, Known::Yes(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn every_check_is_told_before_it_runs_and_every_right_once() {
    let world = World::of("healthy").await;
    for served in served(&world) {
        let (post, mut events) = unbounded_channel();
        let mut engine = Engine::new(world.setup(), post);
        engine.start(
            JobId(1),
            Job::Test { integration: integration(), login: world.login(served, same), consent: Consent::No },
        );
        let (mut begun, mut done, mut proved) = (vec![], vec![], vec![]);
        loop {
            match events.recv().await {
                Some(Event::Progressed(JobId(1), Progress::Checking(check))) => begun.push(check),
                Some(Event::Progressed(JobId(1), Progress::Checked(finding))) => {
                    assert_eq!(begun.last(), Some(&finding.check));
                    done.push(finding.check);
                }
                Some(Event::Progressed(JobId(1), Progress::Proved(finding))) => proved.push(finding.right),
                Some(Event::Progressed(JobId(1), _)) => {}
                Some(Event::Finished(JobId(1), finish)) => break assert_eq!(finish, Finish::Tested),
                other => panic!("not of this job: {other:?}"),
            }
        }
        assert_eq!((begun.as_slice(), done.as_slice()), (&Check::ALL[..], &Check::ALL[..]));
        let needs = world.catalog.integration("sync365").unwrap().needs(&served.psa.into()).unwrap();
        let mut needed: Vec<_> = needs.rights.iter().map(|it| it.function.clone()).collect();
        proved.sort();
        needed.sort();
        assert_eq!(proved, needed);
    }
}

#[tokio::test]
async fn credentials_stay_at_the_confirmed_site_and_nothing_is_written() {
    let world = World::of("healthy").await;
    for served in served(&world) {
        let login = world.login(served, same);
        world.run(Job::Test { integration: integration(), login: login.clone(), consent: Consent::No }).await;
        world.run(Job::Preview { integration: integration(), login }).await;
    }
    let entries = world.sandbox.journal().entries();
    assert!(entries.len() > 20, "{entries:?}");
    for it in entries {
        let query = it.method == "POST" && it.path.to_lowercase().ends_with("/query");
        assert!(it.method == "GET" || query, "{it:?}");
        assert!(!it.credentials || it.at == Place::Home, "{it:?}");
        assert_ne!(it.status, 429, "{it:?}");
    }
}

#[tokio::test]
async fn one_right_is_looked_up_again_without_a_new_login_check() {
    let world = World::of("two-rights-missing").await;
    for served in served(&world) {
        let login = world.login(served, same);
        let report = world
            .run(Job::Test { integration: integration(), login: login.clone(), consent: Consent::No })
            .await
            .report;
        let missing = report.rights.iter().find(|it| it.proof == Proof::Missing || it.proof == Proof::Partial).unwrap();
        let job = Job::TestRight { integration: integration(), login, right: missing.right.clone() };
        world.sandbox.journal().clear();
        let outcome = world.run(job).await;
        let again = outcome.report.rights.first().unwrap();
        assert_eq!((&outcome.finish, &again.right, &again.proof), (&Finish::Tested, &missing.right, &missing.proof));
        assert!(outcome.report.checks.is_empty() && world.with_keys() <= 3, "{:?}", world.sandbox.journal().entries());
    }
}

/// Every job that sends a login, with one that is refused.
fn with_wrong_login(world: &World, served: &Served) -> [Job; 3] {
    let login = world.login(served, wrong);
    let needs = world.catalog.integration("sync365").and_then(|it| it.needs(&served.psa.into())).expect("known needs");
    let right = needs.rights[0].function.clone();
    [
        Job::Test { integration: integration(), login: login.clone(), consent: Consent::No },
        Job::TestRight { integration: integration(), login: login.clone(), right },
        Job::Preview { integration: integration(), login },
    ]
}

#[tokio::test]
async fn a_login_that_is_refused_is_sent_once_whatever_is_asked_and_not_again() {
    for psa in 0..2 {
        for nth in 0..3 {
            let world = World::of("healthy").await;
            let served = served(&world)[psa];
            let first = with_wrong_login(&world, served)[nth].clone();
            let outcome = world.run(first).await;
            assert_eq!(world.with_keys(), 1, "{outcome:?}");
            for job in with_wrong_login(&world, served) {
                let outcome = world.run(job).await;
                assert_eq!(world.with_keys(), 1, "{outcome:?}");
            }
        }
    }
}

#[tokio::test]
async fn the_preview_reads_every_list_and_counts_it() {
    let world = World::of("healthy").await;
    for served in served(&world) {
        let login = world.login(served, same);
        let outcome = world.run(Job::Preview { integration: integration(), login }).await;
        assert_eq!((&outcome.finish, outcome.failed.as_slice()), (&Finish::Previewed, &[][..]));
        let needs = world.catalog.integration("sync365").unwrap().needs(&served.psa.into()).unwrap();
        let mut listed: Vec<_> = outcome.lists.iter().map(|it| it.list.clone()).collect();
        let mut wanted = needs.lists.clone();
        listed.sort();
        wanted.sort();
        assert_eq!(listed, wanted);
        for Preview { list, count, table, scope, .. } in &outcome.lists {
            let n_rows = table.rows.len() as u64;
            assert!(n_rows > 0 && table.rows.iter().all(|it| it.cells.len() == table.columns.len()), "{list:?}");
            assert!(scope.is_some() || count.is_some_and(|it| n_rows == it.min(200)), "{list:?}: {count:?} {n_rows}");
        }
        let warned = outcome.lists.iter().flat_map(|it| &it.table.rows).filter(|it| !it.warnings.is_empty()).count();
        assert!(warned > 0, "the sandbox has prospects, duplicates and gaps");
    }
}

#[tokio::test]
async fn a_list_that_is_refused_does_not_stop_the_others() {
    let world = World::of("autotask-restricted").await;
    let login = world.login(world.sandbox.autotask(), same);
    let outcome = world.run(Job::Preview { integration: integration(), login }).await;
    assert_eq!(outcome.finish, Finish::Previewed);
    let needs = world.catalog.integration("sync365").unwrap().needs(&"autotask".into()).unwrap();
    assert_eq!(outcome.lists.len() + outcome.failed.len(), needs.lists.len());
}

#[tokio::test]
async fn what_nobody_knows_is_said_and_not_sent() {
    let world = World::of("healthy").await;
    let login = world.login(world.sandbox.autotask(), same);
    let outcome = world.run(Job::Test { integration: "nonsense".into(), login, consent: Consent::No }).await;
    assert!(matches!(outcome.finish, Finish::Failed(Fault::Local { .. })), "{outcome:?}");
    assert_eq!(world.sandbox.journal().entries(), []);
}

#[tokio::test]
async fn a_cancelled_test_stops_sending() {
    let world = World::of("slow-vendor").await;
    let login = world.login(world.sandbox.autotask(), same);
    let (post, mut events) = unbounded_channel();
    let mut engine = Engine::new(world.setup(), post);
    engine.start(JobId(1), Job::Test { integration: integration(), login, consent: Consent::No });
    while let Some(event) = events.recv().await {
        if event == Event::Progressed(JobId(1), Progress::Checking(Check::Login)) {
            break;
        }
    }
    engine.cancel(JobId(1));
    drop(engine);
    while let Some(event) = events.recv().await {
        assert!(!matches!(event, Event::Finished(..)), "{event:?}");
    }
    assert!(world.with_keys() <= 1, "{:?}", world.sandbox.journal().entries());
}

#[tokio::test]
async fn a_preview_from_the_mirror_shows_what_the_psa_shows_and_sends_nothing() {
    let world = World::sized("healthy", 0.1).await;
    for served in served(&world) {
        let (name, login) = (Name::new(served.psa).expect("a name"), world.login(served, same));
        let from_mirror =
            || Job::PreviewMirror { name: name.clone(), integration: integration(), psa: served.psa.into() };
        assert_eq!(world.run(from_mirror()).await.finish, Finish::NothingMirrored);
        let sum_up = || Job::SumUpMirrors(vec![name.clone()]);
        assert_eq!(world.run(sum_up()).await.finish, Finish::SummedUp(vec![(name.clone(), Mirrored::Never)]));
        let asked = world.run(Job::Preview { integration: integration(), login: login.clone() }).await;
        let to_pull = ToPull {
            name: name.clone(),
            integration: integration(),
            login,
            consent: Consent::No,
            scope: Scope::Full,
            kept: Kept::Columns,
            lists: None,
            page: None,
        };
        let pulled = world.run(Job::Pull(Box::new(to_pull))).await.finish.pulled().expect("a pull");
        let sent = world.with_keys();
        let mirrored = world.run(from_mirror()).await;
        assert_eq!((mirrored.finish, world.with_keys()), (Finish::Previewed, sent));
        let Finish::SummedUp(stands) = world.run(sum_up()).await.finish else { panic!("not summed up") };
        let [(_, Mirrored::Pulled(standing))] = stands.as_slice() else { panic!("{stands:?}") };
        let rows: u64 = pulled.lists.iter().map(|it| it.rows).sum();
        assert_eq!((standing.end, standing.rows), (PullEnd::Complete, rows));
        for from_psa in asked.lists.iter().filter(|it| it.scope.is_none() && it.count.is_some_and(|it| it <= 200)) {
            let from_mirror = mirrored.lists.iter().find(|it| it.list == from_psa.list).expect("every list");
            assert_eq!(from_mirror.count, from_psa.count, "{}", from_psa.list);
            let mut sorted = from_psa.table.clone();
            sorted.rows.sort_by_key(|it| it.cells.first().and_then(|it| it.as_str().parse::<u64>().ok()));
            assert_eq!(from_mirror.table, sorted, "{}", from_psa.list);
        }
        for it in &mirrored.lists {
            let told = pulled.lists.iter().find(|list| list.list == it.list).map(|it| it.doubts.clone());
            assert_eq!(Some(it.doubts.clone()), told, "{}", it.list);
        }
    }
}
