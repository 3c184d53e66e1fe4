//! The check of an old key against the sandbox: one request with keys, whatever comes of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::sync::Arc;

use psa_connect::{
    engine::{EngineSetup, Network, Solo},
    model::{
        catalog::Catalog,
        fault::Fault,
        id::PsaId,
        login::{Login, Value, Values},
        right::Confirmation,
        rotation::OldKey,
        saved::{Name, Replace, ToSave},
        store_kind::StoreKind,
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

fn name() -> Name {
    Name::new("acme").unwrap()
}

impl World {
    async fn of(scenario: &str) -> Self {
        let sandbox = Sandbox::start(Options::of(Scenario::named(scenario).unwrap())).await.unwrap();
        Self { sandbox, catalog: Arc::new(Catalog::embedded()), folder: tempfile::tempdir().unwrap() }
    }

    fn store(&self) -> Store {
        Store::at(self.folder.path().join("store"))
    }

    fn solo(&self) -> Solo {
        let catalog = Arc::clone(&self.catalog);
        Solo::new(EngineSetup { catalog, store: self.store(), network: Network::default() })
    }

    fn login(&self, served: &Served, fields: &[(String, String)]) -> Login {
        let facts = self.catalog.psa(&PsaId::from(served.psa)).unwrap();
        let value = |(id, text): &(String, String)| {
            let field = facts.field(&id.as_str().into()).unwrap();
            (field.id.clone(), Value::new(field.kind, text))
        };
        let values: Values = fields.iter().map(value).collect();
        Login::complete(facts, served.home.clone(), None, &values).unwrap()
    }

    fn save(&self, login: Login, at: &str) {
        let to_save = ToSave {
            name: name(),
            integration: "sync365".into(),
            login,
            report: None,
            counts: vec![],
            replace: Replace::Yes,
            store: StoreKind::File,
            passphrase: None,
            keys_since: None,
        };
        self.store().save(&to_save, &Confirmation { by: "jane".into(), at: at.into() }).unwrap();
    }

    /// The first key, then the second in its place.
    fn rotated(&self, served: &Served) {
        self.save(self.login(served, &served.login), "2026-11-01T10:00:00Z");
        self.save(self.login(served, &served.second), "2026-11-20T10:00:00Z");
    }

    /// Checks the old key and counts the requests that carried keys.
    async fn check(&self) -> (Finish, usize) {
        self.sandbox.journal().clear();
        let finish = self.solo().run(Job::CheckOldKey(name())).await.finish;
        (finish, self.sandbox.journal().entries().iter().filter(|it| it.credentials).count())
    }

    fn keeps_the_previous(&self) -> bool {
        self.store().open_previous(&name(), &self.catalog).unwrap().is_some()
    }
}

#[tokio::test]
async fn a_key_that_lives_is_sent_once_and_kept() {
    let world = World::of("healthy").await;
    for served in [world.sandbox.connectwise(), world.sandbox.autotask()] {
        world.rotated(served);
        assert_eq!(world.check().await, (Finish::CheckedOldKey(OldKey::Alive), 1));
        assert!(world.keeps_the_previous());
    }
}

#[tokio::test]
async fn a_key_that_is_dead_is_sent_once_and_forgotten() {
    let world = World::of("healthy").await;
    world.sandbox.keys().delete_first_key();
    world.sandbox.keys().generate_second_secret();
    for served in [world.sandbox.connectwise(), world.sandbox.autotask()] {
        world.rotated(served);
        assert_eq!(world.check().await, (Finish::CheckedOldKey(OldKey::Dead { left: None }), 1));
        assert!(!world.keeps_the_previous());
        let (finish, n_sent) = world.check().await;
        assert!(matches!(finish, Finish::Failed(Fault::Local { .. })) && n_sent == 0, "{finish:?}");
    }
}

#[tokio::test]
async fn the_refusal_is_remembered_for_the_old_values_and_for_no_others() {
    let world = World::of("healthy").await;
    world.sandbox.keys().generate_second_secret();
    let served = world.sandbox.autotask();
    world.rotated(served);
    world.check().await;
    let test = |login| Job::Test { integration: "sync365".into(), login, consent: Consent::No };
    let old = world.solo().run(test(world.login(served, &served.login))).await.report;
    assert!(matches!(old.fault(), Some(Fault::RefusedBefore { attempts: 1, .. })), "{:?}", old.fault());
    let new = world.solo().run(test(world.login(served, &served.second))).await.report;
    assert_eq!(new.fault(), None);
}

#[tokio::test]
async fn a_person_may_ask_again_although_it_was_refused() {
    let world = World::of("healthy").await;
    world.sandbox.keys().delete_first_key();
    let served = world.sandbox.connectwise();
    world.rotated(served);
    let job =
        Job::Test { integration: "sync365".into(), login: world.login(served, &served.login), consent: Consent::No };
    assert!(world.solo().run(job).await.report.fault().is_some_and(Fault::refuses_login));
    assert_eq!(world.check().await, (Finish::CheckedOldKey(OldKey::Dead { left: None }), 1));
}

#[tokio::test]
async fn one_old_secret_counts_once_against_the_account_of_the_new_one() {
    let world = World::of("locks-after-three").await;
    world.sandbox.keys().generate_second_secret();
    let served = world.sandbox.autotask();
    world.rotated(served);
    assert_eq!(world.check().await.1, 1);
    let login = world.login(served, &served.second);
    let job = Job::Test { integration: "sync365".into(), login, consent: Consent::No };
    assert_eq!(world.solo().run(job).await.report.fault(), None, "one refusal does not lock it");
}

#[tokio::test]
async fn what_is_no_old_key_is_not_sent() {
    let world = World::of("healthy").await;
    let served = world.sandbox.connectwise();
    let first = || world.login(served, &served.login);
    let nothing = |(finish, n_sent): (Finish, usize)| {
        let Finish::Failed(Fault::Local { what, .. }) = finish else { panic!("{finish:?}") };
        assert_eq!(n_sent, 0);
        what
    };
    world.save(first(), "2026-11-01T10:00:00Z");
    assert!(nothing(world.check().await).contains("nothing is kept"));
    world.save(first(), "2026-11-02T10:00:00Z");
    assert!(nothing(world.check().await).contains("same key"));
    world.save(world.login(served, &served.second), "2026-11-20T10:00:00Z");
    world.store().undo(&name(), "2026-11-24T10:00:00Z").unwrap();
    assert!(nothing(world.check().await).contains("undone"));
}

#[tokio::test]
async fn no_answer_leaves_it_open() {
    let world = World::of("healthy").await;
    world.rotated(world.sandbox.connectwise());
    let World { sandbox, catalog, folder } = world;
    drop(sandbox);
    let setup = EngineSetup { catalog, store: Store::at(folder.path().join("store")), network: Network::default() };
    let finish = Solo::new(setup).run(Job::CheckOldKey(name())).await.finish;
    assert!(matches!(finish, Finish::CheckedOldKey(OldKey::Unclear(_))), "{finish:?}");
}
