//! Tokens and roles: missing, dead, refused, in files that others can read; and one new login, never a loop.

use super::*;
use crate::vault_server::{Role, Token, VaultServer};

const SECRET_ID: &str = "Canary-Secret-Id-5c2e";

fn with_role(server: &VaultServer, uses: Option<u32>, token: Token) {
    let role = Role { secret_ids: [(SECRET_ID.to_owned(), uses)].into(), token };
    server.state().roles.insert("role-acme".into(), role);
}

/// A host that logs in as an AppRole, with the directory that has its secret id.
fn as_role(server: &VaultServer, text: &str, mode: u32) -> (TempDir, Host) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let file = private_file(dir.path(), "secret-id", text, mode);
    (dir, Host::with(approle(server, file), Environment::default()))
}

#[test]
fn without_a_token_nothing_is_sent_but_the_question_whether_the_server_serves() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::with(settings(&server.origin().to_string()), Environment::default());
    let fault = host.save(SECRET).expect_err("there is no token");
    assert_eq!(said(&fault), ("vault-login", "there is no token for the OpenBao or Vault server".to_owned()));
    let trouble = host.card().trouble.expect("the card tells it");
    assert!(trouble.contains("set BAO_TOKEN"), "{trouble}");
    assert_eq!(server.asked(), ["GET sys/health?standbyok=true&perfstandbyok=true"]);
}

#[test]
fn the_token_of_a_file_counts_before_that_of_the_environment_and_the_home() {
    let server = VaultServer::with_token(TOKEN);
    let dir = tempfile::tempdir().expect("a temporary directory");
    let file = private_file(dir.path(), "token", TOKEN, 0o600);
    let wrong = Environment { token: Some(Secret::new("hvs.wrong")), ..Environment::default() };
    let address = server.origin().to_string();
    let host = Host::with(VaultSettings { token_file: Some(file), ..settings(&address) }, wrong);
    assert_eq!(host.card().trouble, None);
    private_file(dir.path(), ".vault-token", TOKEN, 0o600);
    let at_home = Environment { home: Some(dir.path().to_owned()), ..Environment::default() };
    assert_eq!(Host::with(settings(&address), at_home).card().trouble, None);
    let by_address = Environment { address: Some(address), ..with_token() };
    let host = Host::with(VaultSettings { address: None, ..settings("") }, by_address);
    assert_eq!(host.card().trouble, None);
}

#[test]
fn a_token_that_is_surely_dead_is_told_from_one_of_which_nothing_more_is_known() {
    let server = VaultServer::with_token("hvs.another");
    let host = Host::of(&server);
    let fault = host.save(SECRET).expect_err("it is not valid there");
    assert_eq!(said(&fault).0, "vault-denied");
    assert!(
        fault.to_string().ends_with("no policy of the token allows it, or the token is not valid any more"),
        "{fault}"
    );
    server.state().words[0] = "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n";
    let fault = host.save(SECRET).expect_err("it is not valid there");
    assert_eq!(
        said(&fault),
        ("vault-login", "127.0.0.1 does not accept this token: it has expired, or was never valid there".to_owned())
    );
}

#[test]
fn a_good_token_that_may_not_look_at_itself_is_not_called_expired() {
    let server = VaultServer::with_token(TOKEN);
    let host = Host::of(&server);
    host.save(SECRET).expect("it is saved");
    {
        let mut state = server.state();
        let token = state.tokens.get_mut(TOKEN).expect("it is there");
        token.lookup_self = false;
        token.policy[0].1 = vec!["create"];
    }
    let fault = open(&host.store).expect_err("it may not be read");
    assert_eq!(
        said(&fault),
        (
            "vault-denied",
            "127.0.0.1 refused to read secret/data/psa-connect/acme: no policy of the token allows it, or the token is not \
             valid any more"
                .to_owned()
        )
    );
}

#[test]
fn an_approle_logs_in_once_for_all_requests_of_a_process() {
    let server = VaultServer::with_token(TOKEN);
    with_role(&server, Some(1), Token::usual());
    let (_dir, host) = as_role(&server, SECRET_ID, 0o600);
    assert_eq!(host.card().trouble, None);
    host.save(SECRET).expect("it is saved");
    assert_eq!((host.opened(), server.state().logins), (SECRET.to_owned(), 1));
}

#[test]
fn when_the_token_of_an_approle_expires_it_logs_in_again_once() {
    let server = VaultServer::with_token(TOKEN);
    with_role(&server, None, Token::usual());
    let (_dir, host) = as_role(&server, SECRET_ID, 0o600);
    host.save(SECRET).expect("it is saved");
    server.state().tokens.clear();
    assert_eq!((host.opened(), server.state().logins), (SECRET.to_owned(), 2));
}

#[test]
fn a_token_that_dies_at_once_is_asked_for_twice_and_never_in_a_loop() {
    let server = VaultServer::with_token(TOKEN);
    // One use: what asks whether the token is good finds it spent.
    with_role(&server, None, Token { uses: Some(1), ..Token::usual() });
    server.state().words[0] = "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n";
    let (_dir, host) = as_role(&server, SECRET_ID, 0o600);
    host.save(SECRET).expect("each of its two requests has a token of its own");
    server.state().roles.get_mut("role-acme").expect("it is there").token.policy.clear();
    let logins = server.state().logins;
    let fault = open(&host.store).expect_err("it may not be read");
    assert_eq!(fault.kind().key(), "vault-login", "{fault}");
    assert_eq!(server.state().logins - logins, 1);
}

#[test]
fn a_role_that_may_not_do_it_is_denied_after_one_more_login() {
    let server = VaultServer::with_token(TOKEN);
    with_role(&server, None, Token { lookup_self: false, ..Token::usual() });
    let (_dir, host) = as_role(&server, SECRET_ID, 0o600);
    host.save(SECRET).expect("it is saved");
    {
        let mut state = server.state();
        state.roles.get_mut("role-acme").expect("it is there").token.policy.remove(0);
        state.tokens.clear();
    }
    let fault = open(&host.store).expect_err("it may not be read");
    assert_eq!(
        said(&fault),
        ("vault-denied", "127.0.0.1 does not let this token read secret/data/psa-connect/acme".to_owned())
    );
    assert_eq!(server.state().logins, 2);
}

#[test]
fn a_refused_approle_is_told_as_far_as_the_server_tells() {
    let server = VaultServer::with_token(TOKEN);
    with_role(&server, Some(1), Token::usual());
    let (_dir, host) = as_role(&server, "another-secret-id", 0o600);
    for (words, what) in [
        ("invalid role or secret ID", "127.0.0.1 refuses the AppRole's role id or secret id, and does not say which"),
        ("invalid secret id", "127.0.0.1 refuses the AppRole's secret id"),
        ("invalid role ID", "127.0.0.1 does not know the AppRole's role id"),
        (
            "source address \"10.0.0.9\" unauthorized through CIDR restrictions on the secret ID",
            "127.0.0.1 does not take the AppRole's secret id from this host's address",
        ),
        ("something new", "127.0.0.1 refuses the AppRole's role id or secret id, and does not say which"),
    ] {
        server.state().words[1] = words;
        let fault = host.save(SECRET).expect_err("it is refused");
        assert_eq!(said(&fault), ("vault-login", what.to_owned()));
    }
}

#[test]
fn a_secret_id_that_is_used_up_and_an_approle_that_is_not_there() {
    let server = VaultServer::with_token(TOKEN);
    with_role(&server, Some(1), Token::usual());
    let (dir, host) = as_role(&server, SECRET_ID, 0o600);
    host.save(SECRET).expect("it is saved");
    let next = Host::with(approle(&server, dir.path().join("secret-id")), Environment::default());
    let trouble = next.card().trouble.expect("the card tells it");
    assert!(trouble.contains("the secret id is used up, expired or another role's"), "{trouble}");
    let mut elsewhere = approle(&server, dir.path().join("secret-id"));
    elsewhere.approle.as_mut().expect("it is set").mount = "jenkins".into();
    let fault = Host::with(elsewhere, Environment::default()).save(SECRET).expect_err("there is none");
    assert_eq!(said(&fault), ("vault-login", "127.0.0.1 has no AppRole login at auth/jenkins/login".to_owned()));
}

#[test]
fn a_secret_id_file_that_is_missing_open_to_others_or_of_another_form() {
    let server = VaultServer::with_token(TOKEN);
    with_role(&server, None, Token::usual());
    for (text, mode, what) in [
        (SECRET_ID, 0o640, "is open to other accounts, so it is not used"),
        (SECRET_ID, 0o604, "is open to other accounts, so it is not used"),
        ("two\nlines", 0o600, "does not hold one line of printable text"),
        ("", 0o600, "does not hold one line of printable text"),
    ] {
        let (_dir, host) = as_role(&server, text, mode);
        let (kind, said) = said(&host.save(SECRET).expect_err("it is not used"));
        assert!(said.starts_with("the AppRole secret id file ") && said.ends_with(what), "{said}");
        assert_eq!(kind, "vault-login");
    }
    let (dir, host) = as_role(&server, SECRET_ID, 0o600);
    fs::remove_file(dir.path().join("secret-id")).expect("it is there");
    let (kind, text) = said(&host.save(SECRET).expect_err("it is missing"));
    assert!(text.ends_with("is not there"), "{text}");
    assert_eq!((kind, server.state().logins), ("vault-login", 0));
    fs::create_dir(dir.path().join("secret-id")).expect("it can be made");
    let (_, text) = said(&host.save(SECRET).expect_err("it is a directory"));
    assert!(text.ends_with("is no plain file"), "{text}");
}
