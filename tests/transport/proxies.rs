//! Proxies that stand in the way, and a host without roots. The environment of a process is read once, so each case runs in a
//! process of its own.

use std::{io::Write as _, net::TcpListener, process::Command};

use psa_connect::model::{origin::Origin, report::Fact};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};

use crate::{
    hostile::{CANARY, Hostile, get_with_keys, transport},
    roads::layers,
    tls::{authority, detail, inspecting, named, trusting},
};

/// Runs the ignored test below behind `proxy` and gives its line.
fn behind(proxy: &str) -> String {
    elsewhere(&[("HTTPS_PROXY", proxy), ("NO_PROXY", "")])
}

fn elsewhere(environment: &[(&str, &str)]) -> String {
    ran("proxies::what_a_process_in_this_environment_sees", environment)
}

/// Runs an ignored test in a process of its own and gives its line.
fn ran(test: &str, environment: &[(&str, &str)]) -> String {
    let this = std::env::current_exe().unwrap();
    let output = Command::new(this)
        .args(["--exact", test, "--ignored", "--nocapture"])
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && !printed.contains(CANARY), "{printed}");
    printed.lines().find_map(|it| it.split_once("saw: ")).map(|it| it.1.to_owned()).unwrap_or(printed)
}

#[tokio::test]
#[ignore = "run by the others, in an environment of its own"]
async fn what_a_process_in_this_environment_sees() {
    let origin: Origin = "https://psa.invalid".parse().unwrap();
    let transport = transport();
    let fault = transport.send(&get_with_keys(&origin), &origin).await.reply.unwrap_err();
    println!("saw: {fault:?} {:?}", layers(&transport, &origin).await);
    let here = Hostile::replying("HTTP/1.1 204 No\r\n\r\n");
    assert_eq!(transport.send(&get_with_keys(&here.origin), &here.origin).await.reply.unwrap().status, 204);
}

#[tokio::test]
#[ignore = "run by the one below, in an environment of its own"]
async fn what_a_process_behind_an_inspecting_proxy_sees() {
    let origin: Origin = "https://psa.invalid".parse().unwrap();
    let (transport, _folder) = trusting(&std::fs::read_to_string(std::env::var("TEST_CA").unwrap()).unwrap());
    assert_eq!(transport.tls_through_proxy(&origin), None);
    assert_eq!(transport.send(&get_with_keys(&origin), &origin).await.reply.unwrap().status, 204);
    let found = transport.tls_through_proxy(&origin).unwrap();
    let facts = [Fact::Subject, Fact::Issuer, Fact::Expiry, Fact::DaysLeft, Fact::Fingerprint, Fact::Inspector];
    let facts = facts.map(|it| detail(&found, it).unwrap_or("nothing"));
    println!("saw: {:?} {:?} {facts:?}", found.check, found.outcome);
}

#[test]
fn who_signs_behind_a_proxy_and_how_long_it_is_good_is_told_with_the_first_reply() {
    let authority = authority("FORTINET_CA_SSL");
    let (key, mut params) = (KeyPair::generate().unwrap(), CertificateParams::new(vec!["psa.invalid".into()]).unwrap());
    params.distinguished_name = named("psa.invalid");
    params.not_after = date_time_ymd(2999, 1, 1);
    let certificate = params.signed_by(&key, &authority.issuer).unwrap();
    let port = inspecting(&certificate, &key).origin.port();
    let ca_file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(ca_file.path(), &authority.pem).unwrap();
    let proxy = format!("http://user:{CANARY}@127.0.0.1:{port}");
    let environment =
        [("HTTPS_PROXY", proxy.as_str()), ("NO_PROXY", ""), ("TEST_CA", ca_file.path().to_str().unwrap())];
    let saw = ran("proxies::what_a_process_behind_an_inspecting_proxy_sees", &environment);
    let way = format!("Tls Passed(\"through the proxy 127.0.0.1:{port}, psa.invalid, issued by FORTINET_CA_SSL, ");
    assert!(saw.starts_with(&way), "{saw}");
    assert!(saw.contains("[\"psa.invalid\", \"FORTINET_CA_SSL\", \"2999-01-01\", "), "{saw}");
    assert!(saw.contains("Fortinet FortiGate, which can read what is sent") && !saw.contains("nothing"), "{saw}");
}

fn proxy(reply: &'static str) -> (String, String) {
    let server = Hostile::doing(move |stream, _| {
        let _ = stream.write_all(reply.as_bytes());
    });
    let port = server.origin.port();
    (format!("http://user:{CANARY}@127.0.0.1:{port}"), format!("127.0.0.1:{port}"))
}

fn expected(proxy: &str, what: &str) -> String {
    let layer = |it| match it {
        "Route" => format!("(Route, Passed(\"through the proxy {proxy}; the PSA sees the proxy's address\"))"),
        it => format!("({it}, Skipped(\"through the proxy {proxy}\"))"),
    };
    let layers = ["Lookup", "Route", "Tcp", "Tls"].map(layer).join(", ");
    format!("Proxy {{ proxy: \"{proxy}\", what: {what} }} [{layers}]")
}

#[test]
fn a_proxy_that_wants_a_login_says_so() {
    let (url, name) = proxy("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(behind(&url), expected(&name, "WantsLogin"));
}

#[test]
fn a_proxy_that_blocks_the_host_refuses() {
    let (url, name) = proxy("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(behind(&url), expected(&name, "Refuses"));
}

#[test]
fn a_proxy_that_is_not_there_is_named_and_not_the_psa() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://user:{CANARY}@127.0.0.1:{port}");
    assert_eq!(behind(&url), expected(&format!("127.0.0.1:{port}"), "Unreachable"));
    assert_eq!(
        behind(&format!("http://user:{CANARY}@proxy.invalid:3128")),
        expected("proxy.invalid:3128", "Unreachable")
    );
    let socks = format!("socks5h://user:{CANARY}@127.0.0.1:{port}");
    assert_eq!(behind(&socks), expected(&format!("127.0.0.1:{port}"), "Unreachable"));
}

#[test]
fn what_is_no_socks_proxy_refuses() {
    let server = Hostile::connected("http", |stream| {
        use std::io::Read as _;
        let _ = stream.read(&mut [0; 64]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let port = server.origin.port();
    let url = format!("socks5h://127.0.0.1:{port}");
    assert_eq!(behind(&url), expected(&format!("127.0.0.1:{port}"), "Refuses"));
}

/// A SOCKS 5 proxy that greets with one of these and answers what follows with the other.
fn socks(greeting: [u8; 2], then: &'static [u8]) -> (String, String) {
    let server = Hostile::connected("http", move |stream| {
        use std::io::Read as _;
        let _ = stream.read(&mut [0; 64]);
        let _ = stream.write_all(&greeting);
        let _ = stream.read(&mut [0; 512]);
        let _ = stream.write_all(then);
        let _ = stream.read(&mut [0; 512]);
    });
    let port = server.origin.port();
    (format!("socks5h://user:{CANARY}@127.0.0.1:{port}"), format!("127.0.0.1:{port}"))
}

#[test]
fn a_socks_proxy_that_wants_another_login_says_so() {
    let (url, name) = socks([5, 0xFF], &[]);
    assert_eq!(behind(&url), expected(&name, "WantsLogin"));
    let (url, name) = socks([5, 2], &[1, 1]);
    assert_eq!(behind(&url), expected(&name, "WantsLogin"));
}

#[test]
fn a_socks_proxy_that_does_not_allow_the_host_refuses() {
    let (url, name) = socks([5, 0], &[5, 2, 0, 1, 0, 0, 0, 0, 0, 0]);
    assert_eq!(behind(&url.replace(&format!("user:{CANARY}@"), "")), expected(&name, "Refuses"));
}

#[test]
fn a_host_without_roots_still_reaches_the_sandbox_and_says_what_is_missing() {
    let empty = tempfile::NamedTempFile::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = empty.path().to_str().unwrap();
    let saw = elsewhere(&[("SSL_CERT_FILE", path), ("SSL_CERT_DIR", folder.path().to_str().unwrap())]);
    assert!(saw.starts_with("NoTrustRoots { says: \""), "{saw}");
}
