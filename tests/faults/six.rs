//! Six certificates and handshakes that on-premises servers are known for: the screen itself names the cause.

use std::fs;

use crate::{
    certificates::Shown,
    hands::{Hands, sit},
    row::{Over, Row, Scene, row},
    rows::certificates::{hello_of_tls_1_1, say},
    stage::Stage,
    tenant::Psa,
    wizard::Visit,
};

/// What names each cause on the screen, and names no other.
const NAMES: [&str; 6] = [
    "expired on 2021-02-03",
    "is for another name: psa.acme.example",
    "signed by an unknown issuer: this host does not trust \"Acme Firewall CA\"",
    "a self-signed CA certificate used as the server's own",
    "an incomplete chain: the server does not send that of its issuer, \"Acme Issuing CA 1\"",
    "speaks only TLS 1.1 or older",
];

/// The scenes, in the order of their names.
fn scenes() -> [Scene; 6] {
    [
        Scene::Certificate(Shown::Expired),
        Scene::Certificate(Shown::WrongName),
        Scene::Certificate(Shown::UnknownIssuer),
        Scene::Certificate(Shown::SelfAsItsOwnCa),
        Scene::Certificate(Shown::IncompleteChain),
        Scene::Socket(|it| say(it, &hello_of_tls_1_1())),
    ]
}

/// Tests the login in the real face and gives the screen as one line of words.
async fn screen_of(row: &Row) -> String {
    let stage = Stage::set(row, Over::Tls);
    let folder = tempfile::tempdir().expect("a folder");
    let (ca_file, store) = (folder.path().join("ca.pem"), folder.path().join("config"));
    fs::write(&ca_file, &stage.ca_file).expect("a file");
    let visit = Visit { psa: row.psa, origin: stage.origin.clone(), ca_file: &ca_file, store: &store, timeout: 6 };
    let play = async |hands: Hands| {
        hands.control('n');
        hands.sees("Test again").await;
        hands.glass.text()
    };
    let (_, text) = sit(visit.at_login(), (80, 24), play).await;
    text.lines().flat_map(|it| it.trim_matches('"').split_whitespace()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn the_screen_names_the_very_cause_and_no_other() {
    for (scene, name) in scenes().into_iter().zip(NAMES) {
        let row = row(name, (Psa::ConnectWise, scene), ("", 5), name);
        let screen = screen_of(&row).await;
        let named: Vec<_> = NAMES.into_iter().filter(|it| screen.contains(it)).collect();
        assert_eq!(named, [name], "the screen:\n{screen}");
        println!("{name}");
    }
}
