//! The same against a real server, where `BAO_ADDR` and `BAO_TOKEN` name one; its KV engine is at `secret/`.

use super::*;

#[test]
fn a_real_server_keeps_versions_refuses_conflicts_and_is_left_as_it_was() {
    let [Ok(address), Ok(token)] = ["BAO_ADDR", "BAO_TOKEN"].map(std::env::var) else {
        println!("skipped: BAO_ADDR and BAO_TOKEN name no server");
        return;
    };
    let prefix = format!("psa-connect-test-{}", std::process::id());
    let environment = Environment { token: Some(Secret::new(token)), ..Environment::default() };
    let host_there = || Host::with(VaultSettings { prefix: prefix.clone(), ..settings(&address) }, environment.clone());
    let (host, other) = (host_there(), host_there());
    assert_eq!(host.card().trouble, None);
    host.save("first-key").expect("it is saved");
    other.takes_file_of(&host);
    host.save(SECRET).expect("it is saved");
    let refused = other.save("third-key").expect_err("it was not read");
    assert!(refused.to_string().starts_with("somebody else saved version 2 of acme since"), "{refused}");
    assert_eq!((host.opened(), other.opened()), (SECRET.to_owned(), SECRET.to_owned()));
    host.store.undo(&acme(), NOW).expect("it is undone");
    assert_eq!(host.opened(), "first-key");
    host.store.forget_previous_of(&acme()).expect("it is forgotten");
    assert_eq!(host.opened(), "first-key");
    host.store.remove(&acme()).expect("it is removed");
    let gone = open(&other.store).expect_err("nothing is left");
    assert_eq!(gone.to_string(), "the keys of acme are not where they were saved");
}
