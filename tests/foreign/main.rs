//! Addresses that a server supplies and that point elsewhere: nothing is sent there, and least of all credentials.
//!
//! Every source of an address times every shape of one, for both PSAs, in turn over either road and with each status of a
//! redirect, through the look-up of the site, the test and the
//! preview, with credentials that are searched for in every form. Two traps listen where the addresses point to; the
//! environment names a third as the proxy, so that even a name that resolves nowhere would end in it.

#[path = "../support/authority.rs"]
mod authority;
#[path = "../support/canary.rs"]
mod canary;
#[path = "../support/server.rs"]
mod server;
mod shapes;
mod sources;
#[path = "../support/tenant.rs"]
mod tenant;
mod trap;
mod visit;

use std::{
    env,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use crate::{
    authority::Authority,
    server::{Server, hold},
    shapes::{SHAPES, Shape},
    sources::{REDIRECTS, Source, sources},
    tenant::{At, Psa},
    trap::{Trap, connections_before_now},
    visit::{Combination, Met},
};

/// Combinations that are tried at once.
const AT_ONCE: usize = 4;

fn combinations() -> Vec<Combination> {
    let psas = [Psa::ConnectWise, Psa::Autotask];
    let with_shape = |(n_shape, shape): (usize, &'static Shape)| {
        psas.into_iter().enumerate().flat_map(move |(n_psa, psa)| {
            (0..6).map(move |n_source| {
                let turn = n_shape + n_source + 3 * n_psa;
                let source = sources(psa, REDIRECTS[turn % REDIRECTS.len()])[n_source];
                Combination { psa, source, shape, protected: turn % 2 == 0 }
            })
        })
    };
    SHAPES.iter().enumerate().flat_map(with_shape).collect()
}

#[test]
fn every_shape_meets_every_source_every_redirect_and_both_roads() {
    let all = combinations();
    assert!(all.len() >= 150, "{} combinations", all.len());
    for shape in &SHAPES {
        let here: Vec<_> = all.iter().filter(|it| it.shape.name == shape.name).collect();
        for psa in [Psa::ConnectWise, Psa::Autotask] {
            for source in sources(psa, 301) {
                let met = here.iter().any(|it| it.psa == psa && it.source.with_status(301) == source);
                assert!(met, "{}: {source:?}", shape.name);
            }
        }
        for status in REDIRECTS {
            assert!(here.iter().any(|it| it.source.status() == Some(status)), "{}: {status}", shape.name);
        }
        for protected in [false, true] {
            assert!(here.iter().any(|it| it.protected == protected), "{}: {protected}", shape.name);
        }
    }
    for status in REDIRECTS {
        for place in [At::Site, At::Login, At::Rest] {
            for psa in [Psa::ConnectWise, Psa::Autotask] {
                let met = all.iter().any(|it| it.psa == psa && it.source == Source::Redirect(status, place));
                assert!(met, "{psa:?}: {status} at {place:?}");
            }
        }
    }
}

#[test]
#[ignore = "run by the next, in an environment whose proxy is a trap"]
fn every_combination_in_this_environment() {
    let authority = Authority::root("Acme Trusted CA");
    let all = combinations();
    let (next, credentials, requests) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(combination) = all.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let Met { asked, with_credentials, connections, leaked } = combination.visit(&authority);
                    assert_eq!(
                        (connections, leaked),
                        (0, 0),
                        "{combination}: connections and bytes of credentials elsewhere"
                    );
                    assert!(
                        asked > 0 && (with_credentials > 0 || combination.ends_early()),
                        "{combination}: nothing was proved"
                    );
                    requests.fetch_add(asked, Ordering::SeqCst);
                    credentials.fetch_add(with_credentials, Ordering::SeqCst);
                }
            });
        }
    });
    println!(
        "foreign: {} combinations: {} requests where they belong, {} of them with credentials; elsewhere 0 connections, 0 bytes of credentials",
        all.len(),
        requests.into_inner(),
        credentials.into_inner()
    );
}

#[test]
fn no_address_that_a_server_supplies_gets_a_byte_of_credentials() {
    let proxy = Server::handing("http", |mut it| hold(&mut it));
    let url = format!("http://127.0.0.1:{}", proxy.port());
    // The roots of this host take long to read, and each combination reads them anew.
    let roots = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(roots.path(), Authority::root("Nobody").certificate.pem()).expect("a file");
    let output = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "every_combination_in_this_environment", "--ignored", "--nocapture"])
        .env_clear()
        .env("SSL_CERT_FILE", roots.path())
        .envs([("HTTP_PROXY", &url), ("HTTPS_PROXY", &url), ("ALL_PROXY", &url)])
        .output()
        .expect("this program starts again");
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{}", text.lines().find_map(|it| it.split_once("foreign: ")).map_or("", |it| it.1));
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(connections_before_now(&proxy), 0, "somebody asked the proxy for a host");
}

#[test]
fn a_trap_counts_what_falls_into_it() {
    use std::io::{Read as _, Write as _};

    let trap = Trap::plain();
    let mut socket = std::net::TcpStream::connect(("127.0.0.1", trap.port())).expect("the trap listens");
    socket.write_all(b"GET / HTTP/1.1\r\nSecret: canary-Secret+4q~Z\r\n\r\n").expect("it reads");
    socket.read_to_end(&mut Vec::new()).expect("it answers and closes");
    assert_eq!((trap.connections(), trap.leaked()), (1, "canary-Secret+4q~Z".len()));
}
