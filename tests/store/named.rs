//! Connections as a whole: renamed, moved to another store and back, taken back to what they were.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use psa_connect::{
    model::{
        fault::Fault,
        saved::{Replace, StoreCard, StoreNeeds},
        store_kind::StoreKind,
    },
    store::{At, Fields, Found, SecretStore, Store, Version},
};

use crate::{NOW, catalog, directory, local, login_with, name, relative, stamp, to_save};

/// What a store of another kind holds, in memory.
type Held = Arc<Mutex<Vec<(At, Fields)>>>;

/// Keeps secrets in memory, in place of a store outside this host.
struct Outside(Held);

impl Outside {
    fn held(&self) -> std::sync::MutexGuard<'_, Vec<(At, Fields)>> {
        self.0.lock().expect("nobody panicked")
    }
}

impl SecretStore for Outside {
    fn kind(&self) -> StoreKind {
        StoreKind::Keyring
    }

    fn card(&self) -> StoreCard {
        StoreCard {
            kind: self.kind(),
            place: "memory".into(),
            protection: "It is in memory.".into(),
            needs: StoreNeeds::Nothing,
            trouble: None,
        }
    }

    fn place(&self, at: &At) -> String {
        format!("memory of {}", at.key)
    }

    fn put(&self, at: &At, _before: Option<&At>, fields: &Fields) -> Result<Version, Fault> {
        self.held().push((at.clone(), fields.clone()));
        Ok(at.version)
    }

    fn get(&self, at: &At) -> Result<Option<Found>, Fault> {
        let held = self.held();
        let found = held.iter().find(|it| it.0 == *at);
        Ok(found.map(|(at, fields)| Found { version: at.version, fields: fields.clone() }))
    }

    fn versions(&self) -> Result<Vec<At>, Fault> {
        Ok(self.held().iter().map(|it| it.0.clone()).collect())
    }

    fn remove(&self, at: &At) -> Result<(), Fault> {
        self.held().retain(|it| it.0 != *at);
        Ok(())
    }
}

fn store(path: &Path) -> (Store, Held) {
    let held = Held::default();
    (Store::at(path).with(vec![Box::new(Outside(Arc::clone(&held)))]), held)
}

#[test]
fn a_renamed_connection_keeps_its_secrets_and_frees_its_name() {
    let (_dir, path) = directory();
    let (store, _) = store(&path);
    store.save(&to_save("acme", login_with("old"), Replace::No), &stamp()).expect("saved");
    store.save(&to_save("acme", login_with("new"), Replace::Yes), &stamp()).expect("replaced");
    store.keep_report(&name("acme"), "{}").expect("kept");
    store.rename(&name("acme"), &name("beta")).expect("renamed");
    store.save(&to_save("acme", login_with("another"), Replace::No), &stamp()).expect("the name is free");
    let open = |it: &str| store.open(&name(it), catalog()).expect("it can be opened").1;
    assert_eq!((open("beta"), open("acme")), (login_with("new"), login_with("another")));
    assert_eq!(store.last_report(&name("beta")), Ok(Some("{}".into())));
    store.undo(&name("beta"), NOW).expect("the one before went along");
    assert_eq!(open("beta"), login_with("old"));
    let taken = store.rename(&name("beta"), &name("acme")).expect_err("the name is taken");
    assert_eq!(local(taken).0, "a connection named acme is already saved");
    store.remove(&name("beta")).expect("removed");
    assert_eq!(open("acme"), login_with("another"));
    let secrets: Vec<_> = relative(&path).into_iter().filter(|it| it.starts_with("secrets/")).collect();
    assert_eq!(secrets, ["secrets/acme-2.1.toml"]);
}

#[test]
fn a_moved_connection_leaves_nothing_in_the_store_where_it_was() {
    let (_dir, path) = directory();
    let (store, held) = store(&path);
    let count = || held.lock().expect("nobody panicked").len();
    store.save(&to_save("acme", login_with("old"), Replace::No), &stamp()).expect("saved");
    store.save(&to_save("acme", login_with("new"), Replace::Yes), &stamp()).expect("replaced");
    let moved = store.move_to(&name("acme"), StoreKind::Keyring).expect("moved");
    assert_eq!((moved.secret.as_str(), moved.store), ("memory of acme", StoreKind::Keyring));
    let (connection, login) = store.open(&name("acme"), catalog()).expect("it can be opened");
    assert_eq!((connection.store, login), (StoreKind::Keyring, login_with("new")));
    let left = ["connections", "connections/acme.toml", "lock", "previous", "secrets"];
    assert_eq!((relative(&path), count()), (left.map(str::to_owned).to_vec(), 1));
    assert_eq!(
        local(store.undo(&name("acme"), NOW).expect_err("moved")).0,
        "there is nothing before the last save of acme"
    );
    store.move_to(&name("acme"), StoreKind::File).expect("moved back");
    assert_eq!(store.open(&name("acme"), catalog()).expect("it can be opened").1, login_with("new"));
    assert_eq!(count(), 0);
    let there = store.move_to(&name("acme"), StoreKind::File).expect_err("it is there");
    assert_eq!(local(there).0, "the keys of acme are in that store already");
    let none = store.move_to(&name("acme"), StoreKind::Vault).expect_err("there is none");
    assert_eq!(local(none).0, "the store \"vault\" is not set up on this host");
}
