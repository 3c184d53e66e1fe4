//! Everything that may be wrong with a server, a path or a policy has a sentence of its own, on the card and at the save.

use super::*;
use crate::vault_server::{Engine, Mood, Token, VaultServer};

const JSON: &str = "content-type: application/json\r\n";

fn says(status: u16, headers: &str, body: &str) -> Mood {
    Mood::Says(status, headers.into(), body.into())
}

/// What the card says, and what a save says, on a server that was changed like this; nothing was written.
fn both(change: impl FnOnce(&VaultServer, &mut VaultSettings)) -> [(&'static str, String); 2] {
    let server = VaultServer::with_token(TOKEN);
    let mut settings = settings(&server.origin().to_string());
    change(&server, &mut settings);
    let host = Host::with(settings, with_token());
    let trouble = host.card().trouble.expect("the card tells it");
    let fault = host.save(SECRET).expect_err("it cannot be saved");
    assert!(server.state().keys.is_empty());
    let written: Vec<_> = server.asked().into_iter().filter(|it| it.starts_with("POST secret/")).collect();
    assert!(!host.dir.path().join("psa-connect/connections/acme.toml").exists(), "{written:?}");
    [("", trouble), said(&fault)]
}

fn alike(kind: &str, what: &str, change: impl FnOnce(&VaultServer, &mut VaultSettings)) {
    let [(_, card), (found, text)] = both(change);
    assert!(text.contains(what), "{text}");
    assert!(card.contains(what), "{card}");
    assert_eq!(found, kind, "{text}");
}

#[test]
fn sealed_and_never_set_up() {
    alike("vault-sealed", "127.0.0.1 is sealed, so nobody can read or write there", |it, _| {
        it.state().mood = Mood::Sealed;
    });
    let server = VaultServer::with_token(TOKEN);
    server.state().mood = Mood::Uninitialised;
    let trouble = Host::of(&server).card().trouble.expect("the card tells it");
    assert!(trouble.contains("127.0.0.1 was never initialised"), "{trouble}");
}

#[test]
fn a_standby_is_named_with_its_active_node_and_the_token_goes_nowhere_else() {
    let active = VaultServer::with_token(TOKEN);
    let node = active.origin().to_string();
    let location = format!("location: {node}/v1/secret/data/psa-connect/acme?x=1\r\n");
    alike("vault-sealed", &format!("127.0.0.1 is a standby; the active node is {node}"), |it, _| {
        it.state().mood = says(307, &location, "");
    });
    alike("vault-sealed", "names no active node that can be used", |it, _| {
        it.state().mood = says(307, "location: http://evil.example.com/v1/x\r\n", "");
    });
    assert_eq!(active.server.seen().connections, 0);
}

#[test]
fn secondaries_and_a_cluster_without_an_active_node() {
    for (status, what) in [(472, "is a disaster recovery secondary"), (473, "is a performance standby")] {
        alike("vault-sealed", what, |it, _| it.state().mood = says(status, JSON, r#"{"errors":[]}"#));
    }
    let body = r#"{"errors":["no active Vault instance found"]}"#;
    alike("vault-sealed", "127.0.0.1 has no active node at the moment", |it, _| {
        it.state().mood = says(503, JSON, body);
    });
}

#[test]
fn what_is_no_vault_is_not_called_sealed() {
    for (status, headers, body) in [
        (200, "content-type: text/html\r\n", "<html>Welcome to the intranet</html>"),
        (503, "content-type: text/html\r\n", "<html>Vault is sealed</html>"),
        (200, JSON, r#"{"message":"hello"}"#),
        (404, JSON, r#"{"message":"no Route matched with those values"}"#),
        (403, JSON, r#"{"message":"Forbidden"}"#),
        (200, JSON, r#"{"data":"#),
        (500, JSON, ""),
    ] {
        let what = format!("is no OpenBao or Vault (status {status})");
        alike("vault-path", &what, |it, _| it.state().mood = says(status, headers, body));
    }
}

#[test]
fn what_is_no_vault_removes_nothing_either() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save(SECRET).expect("it is saved");
    server.state().mood = says(200, "content-type: text/html\r\n", "<html>Log in to the guest network</html>");
    let fault = host.store.remove(&acme()).expect_err("nothing was removed");
    assert_eq!(said(&fault).0, "vault-path");
    server.state().mood = Mood::Serving;
    assert_eq!(host.opened(), SECRET);
}

#[test]
fn a_path_that_is_denied_is_named_with_the_capability() {
    alike("vault-denied", "127.0.0.1 does not let this token create secret/data/psa-connect/", |it, _| {
        let mut state = it.state();
        let token = state.tokens.get_mut(TOKEN).expect("it is there");
        token.policy[0].1 = vec!["read", "update"];
    });
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save(SECRET).expect("it is saved");
    let change = |held: &[&'static str]| {
        server.state().tokens.get_mut(TOKEN).expect("it is there").policy[0].1 = held.to_vec();
    };
    change(&["create", "update"]);
    let fault = open(&host.store).expect_err("it may not be read");
    assert_eq!(
        said(&fault),
        ("vault-denied", "127.0.0.1 does not let this token read secret/data/psa-connect/acme".to_owned())
    );
    assert_eq!(fault.remedy(), "Have a policy of the token allow \"read\" on that path.");
    change(&["create", "read"]);
    let fault = host.save("second-key").expect_err("it may not be written");
    assert_eq!(fault.to_string(), "127.0.0.1 does not let this token update secret/data/psa-connect/acme");
    server.state().tokens.get_mut(TOKEN).expect("it is there").policy.truncate(1);
    let fault = host.store.remove(&acme()).expect_err("it may not be removed");
    assert_eq!(fault.to_string(), "127.0.0.1 does not let this token delete secret/metadata/psa-connect/acme");
}

#[test]
fn the_card_says_when_keys_could_not_be_removed_again_and_when_the_token_expires() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    let card = host.card();
    assert_eq!(card.trouble, None);
    assert!(card.protection.ends_with("can read them. This token expires in 60 minutes."), "{}", card.protection);
    server.state().tokens.get_mut(TOKEN).expect("it is there").policy.truncate(1);
    let card = host.card();
    assert_eq!(card.trouble, None);
    assert!(card.protection.ends_with("This token cannot remove them there."), "{}", card.protection);
    assert!(server.state().keys.is_empty());
}

#[test]
fn wrong_mount_other_engine_and_the_first_version_of_kv() {
    alike("vault-path", "shows this token nothing mounted at kv/", |_, settings| settings.mount = "kv".into());
    alike("vault-path", "secret/ on 127.0.0.1 is KV version 1, and KV version 2 is needed", |it, _| {
        it.state().mounts.insert("secret".into(), Engine::Kv1);
    });
    alike("vault-path", "secret/ on 127.0.0.1 is transit, and KV version 2 is needed", |it, _| {
        it.state().mounts.insert("secret".into(), Engine::Transit);
    });
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save(SECRET).expect("it is saved");
    server.state().mounts.insert("secret".into(), Engine::Kv1);
    let fault = open(&host.store).expect_err("it is another engine now");
    assert!(fault.to_string().contains("is KV version 1"), "{fault}");
    server.state().mounts.clear();
    let fault = open(&host.store).expect_err("nothing is mounted now");
    assert_eq!(said(&fault), ("vault-path", "nothing is mounted at secret/ on 127.0.0.1".to_owned()));
}

#[test]
fn a_namespace_that_is_unknown_or_locked() {
    alike("vault-path", "127.0.0.1 does not know the namespace msp/tema", |_, settings| {
        settings.namespace = Some("msp/tema".into());
    });
    let body =
        r#"{"errors":["API access to this namespace has been locked by an administrator - \"a/\" must be unlocked."]}"#;
    let server = VaultServer::with_token(TOKEN);
    server.state().mood = says(503, JSON, body);
    let mut settings = settings(&server.origin().to_string());
    settings.namespace = Some("a".into());
    let fault = Host::with(settings, with_token()).save(SECRET).expect_err("it is locked");
    assert_eq!(fault.to_string(), "the namespace a is locked on 127.0.0.1");
}

#[test]
fn too_many_requests_and_a_fault_of_the_server() {
    let body = r#"{"errors":["request path \"secret/data\": rate limit quota exceeded"]}"#;
    alike("local", "127.0.0.1 gets too many requests (429)", |it, _| it.state().mood = says(429, JSON, body));
    let body = r#"{"errors":["1 error occurred:\n\t* disk full\n\n"]}"#;
    alike("local", "127.0.0.1 answered 500 for sys/", |it, _| it.state().mood = says(500, JSON, body));
    let [_, (_, text)] = both(|it, _| it.state().mood = says(500, JSON, body));
    assert!(text.ends_with("disk full"), "{text}");
}

#[test]
fn an_address_that_is_none_or_plain_http_off_this_host() {
    for (address, what) in [
        ("http://bao.example.com:8200", "http://bao.example.com:8200 is plain http, which would show the keys"),
        ("https://jane:hunter2@bao.example.com", "the address in [vault] holds a user name"),
        ("https://bao.example.com/v1", "https://bao.example.com/v1 is no address of a server"),
    ] {
        alike("vault-path", what, |_, settings| settings.address = Some(address.into()));
    }
    alike("vault-path", "no address of an OpenBao or Vault server is set", |_, settings| settings.address = None);
}

#[test]
fn a_body_that_is_too_large_is_not_read_to_its_end() {
    let server = VaultServer::with_token(TOKEN);
    server.state().mood = says(200, JSON, &format!("{{\"data\":\"{}\"}}", "a".repeat(70_000)));
    let limits = Limits { body: 50_000, ..Limits::within(Duration::from_secs(10)) };
    let host = Host::within(settings(&server.origin().to_string()), with_token(), limits);
    let fault = host.save(SECRET).expect_err("it is too large");
    assert_eq!(fault.kind().key(), "too-large", "{fault}");
}

#[test]
fn a_server_that_never_answers_is_given_up_within_the_limits() {
    let server = VaultServer::with_token(TOKEN);
    server.state().mood = Mood::Silent;
    let host =
        Host::within(settings(&server.origin().to_string()), with_token(), Limits::within(Duration::from_secs(1)));
    let started = std::time::Instant::now();
    let trouble = host.card().trouble.expect("the card tells it");
    let fault = host.save(SECRET).expect_err("it never answers");
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
    assert!(trouble.contains("127.0.0.1 sent no reply within 1 s"), "{trouble}");
    assert_eq!(fault.kind().key(), "reply-timeout", "{fault}");
}

#[test]
fn the_card_waits_four_seconds_in_all_however_long_a_reply_may_take() {
    let server = VaultServer::with_token(TOKEN);
    server.state().mood = Mood::Silent;
    let host = Host::of(&server);
    let started = std::time::Instant::now();
    let trouble = host.card().trouble.expect("the card tells it");
    assert!(started.elapsed() < Duration::from_secs(7), "{:?}", started.elapsed());
    assert!(trouble.contains("127.0.0.1"), "{trouble}");
}

#[test]
fn a_token_that_may_not_look_at_itself_is_no_trouble() {
    let server = VaultServer::with_token(TOKEN);
    server.state().tokens.insert(TOKEN.into(), Token { lookup_self: false, ..Token::usual() });
    let card = Host::of(&server).card();
    assert_eq!(card.trouble, None);
    assert!(!card.protection.contains("expires"), "{}", card.protection);
}
