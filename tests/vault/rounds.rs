//! Saving, opening, rotating, undoing, moving and removing, with the keys in the stand-in.

use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::vault_server::{Engine, VaultServer};

#[test]
fn what_was_saved_is_what_is_opened_and_only_the_server_has_the_key() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    let saved = host.save(SECRET).expect("it is saved");
    assert_eq!((saved.store, host.opened()), (StoreKind::Vault, SECRET.to_owned()));
    assert_eq!(saved.secret, format!("{}/v1/secret/data/psa-connect/acme (version 1)", server.origin()));
    let kept = &server.state().keys["/secret/psa-connect/acme"];
    assert_eq!(kept[&1].data["private_key"], json!(SECRET));
    let texts = texts_below(&host.dir.path().join("psa-connect"));
    assert!(!texts.is_empty() && texts.iter().all(|it| !it.contains("Canary")), "{texts:?}");
}

#[test]
fn each_save_is_one_version_more_and_names_the_one_before() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    for secret in ["first-key", "second-key"] {
        host.save(secret).expect("it is saved");
    }
    let third = host.again(&server);
    third.save(&to_save("third-key", StoreKind::Vault), &stamp()).expect("it is saved");
    assert_eq!(opened(&third), "third-key");
    assert_eq!(server.state().keys["/secret/psa-connect/acme"].len(), 3);
    let (_, before) = third.open_previous(&acme(), catalog()).expect("it opens").expect("it is there");
    assert_eq!(private_key(&before), "second-key", "not the newest, but the one before");
}

#[test]
fn undo_brings_back_the_key_before_although_the_newest_is_another() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save("first-key").expect("it is saved");
    host.save("second-key").expect("it is saved");
    host.store.undo(&acme(), NOW).expect("it is undone");
    assert_eq!(host.opened(), "first-key");
    assert_eq!(opened(&host.again(&server)), "first-key", "also for the next process");
    host.store.undo(&acme(), NOW).expect("it is undone again");
    assert_eq!(host.opened(), "second-key");
}

#[test]
fn after_an_undo_the_next_save_is_no_conflict_and_undo_leads_to_what_was_there() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save("first-key").expect("it is saved");
    host.save("second-key").expect("it is saved");
    host.store.undo(&acme(), NOW).expect("it is undone");
    // A process that has read nothing yet.
    let next = host.again(&server);
    next.save(&to_save("third-key", StoreKind::Vault), &stamp()).expect("nobody else has saved");
    assert_eq!(opened(&next), "third-key");
    next.undo(&acme(), NOW).expect("it is undone");
    assert_eq!(opened(&next), "first-key");
}

#[test]
fn after_an_undo_a_newer_save_of_somebody_else_counts() {
    let server = VaultServer::with_token(TOKEN);
    let (host, other) = (Host::of(&server), Host::of(&server));
    host.save("first-key").expect("it is saved");
    host.save("second-key").expect("it is saved");
    other.takes_file_of(&host);
    host.store.undo(&acme(), NOW).expect("it is undone");
    assert_eq!((host.opened(), other.opened()), ("first-key".to_owned(), "second-key".to_owned()));
    other.save("third-key").expect("it is saved");
    assert_eq!(host.opened(), "third-key");
}

#[test]
fn when_the_save_that_was_undone_is_forgotten_its_key_is_destroyed_and_the_one_before_stays() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save("first-key").expect("it is saved");
    host.save("second-key").expect("it is saved");
    host.store.undo(&acme(), NOW).expect("it is undone");
    host.store.forget_previous_of(&acme()).expect("it is forgotten");
    assert!(server.state().keys["/secret/psa-connect/acme"][&2].destroyed);
    assert_eq!(opened(&host.again(&server)), "first-key");
    let next = host.again(&server);
    next.save(&to_save("third-key", StoreKind::Vault), &stamp()).expect("a destroyed version is nobody's");
    assert_eq!(opened(&next), "third-key");
}

#[test]
fn what_moves_out_is_the_login_that_somebody_else_saved_plain_fields_and_all() {
    let server = VaultServer::with_token(TOKEN);
    let (host, other) = (Host::of(&server), Host::of(&server));
    host.save("first-key").expect("it is saved");
    other.takes_file_of(&host);
    let facts = catalog().psa(&"connectwise".into()).expect("it is embedded");
    let mut theirs = to_save("second-key", StoreKind::Vault);
    let mut values = theirs.login.values().clone();
    values.insert("company".into(), Value::Plain("another".into()));
    theirs.login = Login::complete(facts, theirs.login.origin.clone(), None, &values).expect("no field is blank");
    other.opened();
    other.store.save(&theirs, &stamp()).expect("it is saved");
    host.store.move_to(&acme(), StoreKind::File).expect("it moves out");
    let (_, login) = host.store.open(&acme(), catalog()).expect("it opens");
    assert_eq!((login.plain("company"), private_key(&login)), ("another", "second-key".to_owned()));
}

#[test]
fn removing_leaves_nothing_on_the_server() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save("first-key").expect("it is saved");
    host.save("second-key").expect("it is saved");
    host.store.remove(&acme()).expect("it is removed");
    assert!(server.state().keys.is_empty());
    host.save("third-key").expect("the name is free again");
    assert_eq!(host.opened(), "third-key");
}

#[test]
fn a_connection_moves_in_and_out_and_leaves_nothing_behind() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.store.save(&to_save(SECRET, StoreKind::File), &stamp()).expect("it is saved");
    let moved = host.store.move_to(&acme(), StoreKind::Vault).expect("it moves in");
    assert_eq!((moved.store, host.opened()), (StoreKind::Vault, SECRET.to_owned()));
    assert!(secret_files(&host).is_empty(), "{:?}", secret_files(&host));
    host.store.move_to(&acme(), StoreKind::File).expect("it moves out");
    assert!(server.state().keys.is_empty());
    assert_eq!((host.opened(), secret_files(&host).len()), (SECRET.to_owned(), 1));
}

#[test]
fn a_store_that_saves_left_keeps_its_keys_for_one_undo_and_no_longer() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save("first-key").expect("it is saved");
    host.store.save(&to_save("second-key", StoreKind::File), &stamp()).expect("it is saved elsewhere");
    host.store.undo(&acme(), NOW).expect("it is undone");
    assert_eq!(host.opened(), "first-key");
    host.store.undo(&acme(), NOW).expect("it is undone again");
    host.save("third-key").expect("back to the server is no conflict with oneself");
    assert_eq!(host.opened(), "third-key");
    for secret in ["fourth-key", "fifth-key"] {
        host.store.save(&to_save(secret, StoreKind::File), &stamp()).expect("it is saved elsewhere");
    }
    assert!(server.state().keys.is_empty());
}

#[test]
fn a_save_that_was_cut_off_before_its_file_was_written_is_taken_up_by_the_next() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save(SECRET).expect("it is saved");
    // As a kill between the two leaves it: the key is on the server, no connection names it.
    fs::remove_file(host.dir.path().join("psa-connect/connections/acme.toml")).expect("it is there");
    let next = host.again(&server);
    next.save(&to_save(SECRET, StoreKind::Vault), &stamp()).expect("the same keys are no conflict");
    assert_eq!(opened(&next), SECRET);
    assert_eq!(server.state().keys["/secret/psa-connect/acme"].len(), 1, "and they are not written twice");
    next.remove(&acme()).expect("it is removed");
    assert!(server.state().keys.is_empty());
}

#[test]
fn a_save_that_cannot_write_its_file_takes_its_key_back_and_the_old_one_stays() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save("first-key").expect("it is saved");
    let previous = host.dir.path().join("psa-connect/previous");
    fs::write(&previous, "in the way").expect("a file where a directory has to be");
    host.save("second-key").expect_err("the connection cannot be written");
    assert!(server.state().keys["/secret/psa-connect/acme"][&2].destroyed);
    assert_eq!(host.opened(), "first-key");
    fs::remove_file(&previous).expect("it can be removed");
    host.again(&server).save(&to_save("third-key", StoreKind::Vault), &stamp()).expect("it is no conflict");
    assert_eq!(host.opened(), "third-key");
}

#[test]
fn mount_prefix_and_namespace_of_the_settings_are_where_the_keys_are() {
    let server = VaultServer::with_token(TOKEN);
    {
        let mut state = server.state();
        state.mounts = [("kv".into(), Engine::Kv2)].into();
        state.namespaces = ["msp/team".to_owned()].into();
        state.tokens.get_mut(TOKEN).expect("it is there").policy = vec![("*".into(), vec!["root"])];
    }
    let mut settings = settings(&server.origin().to_string());
    (settings.mount, settings.prefix, settings.namespace) = ("kv/".into(), "/a/b".into(), Some("msp/team/".into()));
    let host = Host::with(settings, with_token());
    assert_eq!(host.card().trouble, None);
    host.save(SECRET).expect("it is saved");
    assert_eq!(server.state().keys.keys().collect::<Vec<_>>(), ["msp/team/kv/a/b/acme"]);
    assert_eq!(host.opened(), SECRET);
}

/// The text of every file below a directory.
fn texts_below(path: &Path) -> Vec<String> {
    if path.is_dir() {
        let entries = fs::read_dir(path).expect("it can be read");
        return entries.flat_map(|it| texts_below(&it.expect("an entry").path())).collect();
    }
    vec![fs::read_to_string(path).expect("text")]
}

fn secret_files(host: &Host) -> Vec<String> {
    let Ok(found) = fs::read_dir(host.dir.path().join("psa-connect/secrets")) else { return vec![] };
    found.map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_store_needs_no_more_of_its_policies_than_the_documentation_says() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save("first-key").expect("it is saved");
    host.save("second-key").expect("it is saved");
    host.opened();
    host.store.forget_previous_of(&acme()).expect("it is forgotten");
    host.store.remove(&acme()).expect("it is removed");
    let asked: BTreeSet<_> = server.asked().into_iter().collect();
    assert_eq!(
        asked.into_iter().collect::<Vec<_>>(),
        [
            "DELETE secret/metadata/psa-connect/acme",
            "GET secret/data/psa-connect/acme",
            "GET sys/internal/ui/mounts/secret/data/psa-connect/connection",
            "POST secret/data/psa-connect/acme",
            "POST secret/destroy/psa-connect/acme",
        ]
    );
}
