//! Several hosts, one server: nobody's save is overwritten unread, and the newest is what all of them open.

use super::*;
use crate::vault_server::VaultServer;

#[test]
fn another_host_reads_the_newest_version() {
    let server = VaultServer::with_token(TOKEN);
    let (host, other) = (Host::of(&server), Host::of(&server));
    host.save("first-key").expect("it is saved");
    other.takes_file_of(&host);
    host.save("second-key").expect("it is saved");
    assert_eq!(other.opened(), "second-key");
}

#[test]
fn saving_over_what_somebody_else_saved_is_refused_with_the_version_and_overwrites_nothing() {
    let server = VaultServer::with_token(TOKEN);
    let (host, other) = (Host::of(&server), Host::of(&server));
    host.save("first-key").expect("it is saved");
    other.takes_file_of(&host);
    host.save("second-key").expect("it is saved");
    let refused = other.save("third-key").expect_err("it was not read");
    assert_eq!(
        said(&refused),
        ("vault-conflict", "somebody else saved version 2 of acme since; nothing was overwritten".to_owned())
    );
    let kept = server.state().keys["/secret/psa-connect/acme"].clone();
    assert_eq!((kept.len(), kept[&2].data["private_key"].as_str()), (2, Some("second-key")));
    assert_eq!(other.opened(), "second-key", "the connection is as before");
    other.save("third-key").expect("what was read may be replaced");
    assert_eq!(host.opened(), "third-key");
}

#[test]
fn an_undo_after_that_brings_back_what_somebody_else_had_saved() {
    let server = VaultServer::with_token(TOKEN);
    let (host, other) = (Host::of(&server), Host::of(&server));
    host.save("first-key").expect("it is saved");
    other.takes_file_of(&host);
    host.save("second-key").expect("it is saved");
    other.opened();
    other.save("third-key").expect("it is saved");
    let (_, before) = other.store.open_previous(&acme(), catalog()).expect("it opens").expect("it is there");
    assert_eq!(private_key(&before), "second-key");
    other.store.undo(&acme(), NOW).expect("it is undone");
    assert_eq!(other.opened(), "second-key", "the first was dead by then");
}

#[test]
fn a_name_that_somebody_else_has_taken_there_is_not_overwritten() {
    let server = VaultServer::with_token(TOKEN);
    let (host, other) = (Host::of(&server), Host::of(&server));
    host.save("first-key").expect("it is saved");
    let refused = other.save("second-key").expect_err("it is another's");
    let (kind, text) = said(&refused);
    assert_eq!(kind, "vault-conflict");
    assert_eq!(text, "somebody else saved version 1 of acme there; nothing was overwritten");
    assert!(refused.remedy().contains("bao kv metadata delete -mount=secret psa-connect/acme"), "{}", refused.remedy());
    assert_eq!(host.opened(), "first-key");
    assert!(!other.dir.path().join("psa-connect/connections/acme.toml").exists());
}

#[test]
fn a_version_that_was_deleted_there_is_told_and_no_older_one_is_read() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save("first-key").expect("it is saved");
    host.save("second-key").expect("it is saved");
    let change = |deleted, destroyed| {
        let mut state = server.state();
        let versions = state.keys.get_mut("/secret/psa-connect/acme").expect("it is there");
        let newest = versions.get_mut(&2).expect("it is there");
        (newest.deleted, newest.destroyed) = (deleted, destroyed);
    };
    change(true, false);
    let deleted = open(&host.store).expect_err("it is deleted");
    assert_eq!(said(&deleted), ("vault-path", "version 2 of acme was deleted on 127.0.0.1".to_owned()));
    change(false, true);
    let destroyed = open(&host.store).expect_err("it is destroyed");
    assert_eq!(said(&destroyed), ("vault-path", "version 2 of acme was destroyed on 127.0.0.1".to_owned()));
    assert!(destroyed.remedy().starts_with("It cannot come back"), "{}", destroyed.remedy());
}

#[test]
fn what_somebody_removed_there_is_not_found() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save("first-key").expect("it is saved");
    server.state().keys.clear();
    let gone = open(&host.store).expect_err("it is gone");
    assert_eq!(gone.to_string(), "the keys of acme are not where they were saved");
}
