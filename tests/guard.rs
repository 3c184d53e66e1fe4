//! The lock-out guard over the sandbox: how often a refused login is sent, counted where it would arrive.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use psa_connect::{
    engine::{EngineSetup, Network, Outcome, Solo},
    model::{
        catalog::Catalog,
        fault::{ExitCode, Fault},
        id::PsaId,
        login::{Login, Value, Values},
        report::{Check, CheckOutcome},
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
    async fn new() -> Self {
        let scenario = Scenario::named("healthy").expect("a scenario that ships");
        let sandbox = Sandbox::start(Options::of(scenario)).await.expect("a sandbox on loopback");
        let mut catalog = Catalog::embedded();
        sandbox.stand_in(&mut catalog);
        let folder = tempfile::tempdir().expect("a folder");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).expect("it can be changed");
        Self { sandbox, catalog: Arc::new(catalog), folder }
    }

    fn served(&self) -> [&Served; 2] {
        [self.sandbox.connectwise(), self.sandbox.autotask()]
    }

    /// A store of its own for each PSA.
    fn directory(&self, served: &Served) -> PathBuf {
        self.folder.path().join(served.psa)
    }

    /// What a new process has: nothing in memory, and the store.
    fn engine(&self, directory: PathBuf) -> Solo {
        let store = Store::at(directory);
        Solo::new(EngineSetup { catalog: Arc::clone(&self.catalog), store, network: Network::default() })
    }

    /// The sandbox's login, with something put after its secret.
    fn login(&self, served: &Served, after: &str) -> Login {
        let facts = self.catalog.psa(&PsaId::from(served.psa)).expect("a known PSA");
        let field = |(id, text): &(String, String)| {
            let field = facts.field(&id.as_str().into())?;
            let is_key = matches!(id.as_str(), "private_key" | "secret");
            let text = if is_key { format!("{text}{after}") } else { text.clone() };
            Some((field.id.clone(), Value::new(field.kind, &text)))
        };
        let values: Values = served.login.iter().filter_map(field).collect();
        let site = Some(served.home_site.as_str().into());
        Login::complete(facts, served.home.clone(), site, &values).expect("no field is blank")
    }

    /// Requests with credentials that arrived since this was last asked.
    fn arrived(&self) -> usize {
        let n_arrived = self.sandbox.journal().entries().iter().filter(|it| it.credentials).count();
        self.sandbox.journal().clear();
        n_arrived
    }

    fn first_right(&self, served: &Served) -> RightId {
        let needs = self.catalog.integration("sync365").and_then(|it| it.needs(&served.psa.into()));
        needs.expect("it is known").rights[0].function.clone()
    }
}

fn test(login: &Login, consent: Consent) -> Job {
    Job::Test { integration: "sync365".into(), login: login.clone(), consent }
}

/// The fault of the login check, where it failed.
fn login_fault(outcome: &Outcome) -> Option<&Fault> {
    outcome.report.checks.iter().find(|it| it.check == Check::Login).and_then(|it| match &it.outcome {
        CheckOutcome::Failed(fault) => Some(fault),
        CheckOutcome::Passed(_) | CheckOutcome::Skipped(_) | CheckOutcome::Unclear(_) => None,
    })
}

fn before(fault: Option<&Fault>) -> (u32, &str) {
    let Some(Fault::RefusedBefore { attempts, last, .. }) = fault else { panic!("not of the guard: {fault:?}") };
    (*attempts, last)
}

#[tokio::test]
async fn a_refused_login_is_sent_again_only_by_consent_and_each_consent_sends_it_once() {
    let world = World::new().await;
    for served in world.served() {
        let mut engine = world.engine(world.directory(served));
        let login = world.login(served, "x");
        let first = engine.run(test(&login, Consent::No)).await;
        assert!(login_fault(&first).is_some_and(|it| !matches!(it, Fault::RefusedBefore { .. })), "{first:?}");
        assert_eq!(world.arrived(), 1);
        for _ in 0..3 {
            let again = engine.run(test(&login, Consent::No)).await;
            assert_eq!(before(login_fault(&again)), (1, "just now"));
            assert_eq!(again.report.fault().map(Fault::exit_code), Some(ExitCode::RefusedLogin));
            assert_eq!(world.arrived(), 0);
        }
        let on_purpose = engine.run(test(&login, Consent::Given)).await;
        assert!(login_fault(&on_purpose).is_some_and(|it| !matches!(it, Fault::RefusedBefore { .. })));
        assert_eq!(world.arrived(), 1);
        let again = engine.run(test(&login, Consent::No)).await;
        assert_eq!((before(login_fault(&again)).0, world.arrived()), (2, 0));
    }
}

#[tokio::test]
async fn the_layers_before_the_login_are_looked_at_all_the_same() {
    let world = World::new().await;
    let served = world.sandbox.autotask();
    let mut engine = world.engine(world.directory(served));
    let login = world.login(served, "x");
    let first = engine.run(test(&login, Consent::No)).await.report;
    let again = engine.run(test(&login, Consent::No)).await.report;
    let checks = |it: &psa_connect::model::report::Report| it.checks.iter().map(|it| it.check).collect::<Vec<_>>();
    assert_eq!(checks(&again), checks(&first));
    assert!(again.checks.iter().all(|it| it.check == Check::Login || !matches!(it.outcome, CheckOutcome::Failed(_))));
    assert_eq!(again.checks.last().map(|it| (it.check, it.request.clone())), Some((Check::Login, None)));
}

#[tokio::test]
async fn how_often_and_what_it_may_lead_to_is_told() {
    let world = World::new().await;
    for served in world.served() {
        let lockout = world.catalog.psa(&served.psa.into()).expect("it is known").limits.lockout.clone();
        let mut engine = world.engine(world.directory(served));
        let login = world.login(served, "x");
        for times in ["once", "2 times", "3 times"] {
            let notes = engine.run(test(&login, Consent::Given)).await.report.notes;
            let says = format!("Refused {times} within the last hour. {lockout}");
            assert!(notes.contains(&says), "{says}: {notes:?}");
        }
        let notes = engine.run(test(&login, Consent::No)).await.report.notes;
        assert!(notes.contains(&lockout), "{notes:?}");
    }
}

#[tokio::test]
async fn what_runs_by_itself_never_sends_a_refused_login() {
    let world = World::new().await;
    for served in world.served() {
        let mut engine = world.engine(world.directory(served));
        let login = world.login(served, "x");
        let integration = || "sync365".to_owned();
        engine.run(Job::Preview { integration: integration(), login: login.clone() }).await;
        assert_eq!(world.arrived(), 1);
        let right = world.first_right(served);
        for job in [
            Job::TestRight { integration: integration(), login: login.clone(), right },
            Job::Preview { integration: integration(), login: login.clone() },
        ] {
            let outcome = engine.run(job).await;
            let Finish::Failed(fault) = &outcome.finish else { panic!("it went on: {outcome:?}") };
            assert_eq!((before(Some(fault)), world.arrived()), ((1, "just now"), 0));
        }
    }
}

#[tokio::test]
async fn one_right_that_is_refused_is_remembered_as_well() {
    let world = World::new().await;
    for served in world.served() {
        let mut engine = world.engine(world.directory(served));
        let (login, right) = (world.login(served, "x"), world.first_right(served));
        engine.run(Job::TestRight { integration: "sync365".into(), login: login.clone(), right }).await;
        assert_eq!(world.arrived(), 1);
        let again = engine.run(test(&login, Consent::No)).await;
        assert_eq!((before(login_fault(&again)).0, world.arrived()), (1, 0));
    }
}

#[tokio::test]
async fn a_new_process_is_guarded_by_what_the_old_one_noted() {
    let world = World::new().await;
    for served in world.served() {
        let login = world.login(served, "x");
        world.engine(world.directory(served)).run(test(&login, Consent::No)).await;
        assert_eq!(world.arrived(), 1);
        let again = world.engine(world.directory(served)).run(test(&login, Consent::No)).await;
        assert_eq!((before(login_fault(&again)).0, world.arrived()), (1, 0));
    }
}

#[tokio::test]
async fn after_an_hour_it_may_be_sent_again() {
    let world = World::new().await;
    let served = world.sandbox.autotask();
    let login = world.login(served, "x");
    let minutes_ago = |it| Timestamp::now() - SignedDuration::from_mins(it);
    let store = Store::at(world.directory(served));
    store.note_refusal(&login, minutes_ago(58)).expect("noted");
    let guarded = world.engine(world.directory(served)).run(test(&login, Consent::No)).await;
    assert_eq!((before(login_fault(&guarded)), world.arrived()), ((1, "58 minutes ago"), 0));
    store.forget_refusal(&login, minutes_ago(58)).expect("forgotten");
    store.note_refusal(&login, minutes_ago(61)).expect("noted");
    world.engine(world.directory(served)).run(test(&login, Consent::No)).await;
    assert_eq!(world.arrived(), 1);
}

#[tokio::test]
async fn what_another_process_sent_without_an_end_is_not_sent_and_one_that_ends_well_is_waited_for() {
    let world = World::new().await;
    let served = world.sandbox.autotask();
    let login = world.login(served, "");
    let store = Store::at(world.directory(served));
    let long_ago = Timestamp::now() - SignedDuration::from_mins(2);
    store.begin_attempt(&login, long_ago).expect("noted");
    let held = world.engine(world.directory(served)).run(test(&login, Consent::No)).await;
    let fault = login_fault(&held).expect("nobody knows how it went");
    assert!(matches!(fault, Fault::MaybeRefused { .. }) && fault.to_string().contains("2 minutes ago"), "{fault}");
    assert_eq!(world.arrived(), 0);
    store.end_attempt(&login, long_ago, Timestamp::now()).expect("ended");
    let just_now = Timestamp::now();
    store.begin_attempt(&login, just_now).expect("noted");
    let mut engine = world.engine(world.directory(served));
    let other = async {
        // Without credentials: whether the API answers.
        while world.sandbox.journal().entries().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(world.arrived(), 0);
        store.end_attempt(&login, just_now, Timestamp::now()).expect("ended");
    };
    let (waited, ()) = tokio::join!(engine.run(test(&login, Consent::No)), other);
    assert_eq!(login_fault(&waited), None);
    assert!(world.arrived() > 1);
}

#[test]
fn of_two_processes_that_ask_at_once_one_may_send() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).expect("it can be changed");
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&PsaId::from("autotask")).expect("it is known");
    let values: Values = facts.fields.iter().map(|it| (it.id.clone(), Value::new(it.kind, "x"))).collect();
    let origin = "https://ww6.autotask.net".parse().expect("an origin");
    let login = Login::complete(facts, origin, None, &values).expect("no field is blank");
    let ask = || Store::at(folder.path().join("store")).begin_first_attempt(&login, Timestamp::now()).expect("noted");
    let answers = std::thread::scope(|all| {
        let asked: Vec<_> = (0..4).map(|_| all.spawn(ask)).collect();
        asked.into_iter().map(|it| it.join().expect("it ends")).collect::<Vec<_>>()
    });
    assert_eq!(answers.iter().filter(|it| it.is_none()).count(), 1, "{answers:?}");
}

#[tokio::test]
async fn a_login_that_is_let_in_is_forgotten_here_and_in_the_store() {
    let world = World::new().await;
    for served in world.served() {
        let login = world.login(served, "");
        let store = Store::at(world.directory(served));
        store.note_refusal(&login, Timestamp::now()).expect("noted");
        let mut engine = world.engine(world.directory(served));
        engine.run(test(&login, Consent::No)).await;
        assert_eq!(world.arrived(), 0);
        assert_eq!(login_fault(&engine.run(test(&login, Consent::Given)).await), None);
        assert_eq!(store.refused(&login, Timestamp::now()), Ok(None));
        world.arrived();
        assert_eq!(login_fault(&engine.run(test(&login, Consent::No)).await), None);
        assert!(world.arrived() > 1);
    }
}

#[tokio::test]
async fn another_value_is_another_login() {
    let world = World::new().await;
    let served = world.sandbox.autotask();
    let mut engine = world.engine(world.directory(served));
    for after in ["x", "y"] {
        engine.run(test(&world.login(served, after), Consent::No)).await;
        assert_eq!(world.arrived(), 1);
    }
    assert_eq!(login_fault(&engine.run(test(&world.login(served, ""), Consent::No)).await), None);
}

#[tokio::test]
async fn without_a_store_this_run_guards_and_says_that_no_other_does() {
    let world = World::new().await;
    let served = world.sandbox.autotask();
    // Nothing can be made below a plain file, not even by root.
    let file = world.folder.path().join("file");
    fs::write(&file, "").expect("written");
    let mut engine = world.engine(file.join("store"));
    let login = world.login(served, "x");
    let notes = engine.run(test(&login, Consent::No)).await.report.notes;
    assert!(notes.iter().any(|it| it.starts_with("Only this run of psa-connect remembers the refusal: ")), "{notes:?}");
    assert_eq!(world.arrived(), 1);
    let again = engine.run(test(&login, Consent::No)).await;
    assert_eq!((before(login_fault(&again)).0, world.arrived()), (1, 0));
}

#[tokio::test]
async fn a_damaged_memory_stops_what_nobody_consented_to_and_nothing_else() {
    let world = World::new().await;
    let served = world.sandbox.autotask();
    let directory = world.directory(served);
    let login = world.login(served, "");
    Store::at(&directory).note_refusal(&world.login(served, "x"), Timestamp::now()).expect("noted");
    fs::write(directory.join("refusals.toml"), "nonsense").expect("written");
    let mut engine = world.engine(directory);
    let unknown = engine.run(test(&login, Consent::No)).await;
    let fault = login_fault(&unknown).expect("nobody can tell");
    assert!(matches!(fault, Fault::MaybeRefused { .. }) && fault.to_string().contains("it was not sent"), "{fault}");
    assert_eq!(world.arrived(), 0);
    assert_eq!(login_fault(&engine.run(test(&login, Consent::Given)).await), None);
    assert!(world.arrived() > 1);
}
