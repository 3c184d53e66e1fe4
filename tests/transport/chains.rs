//! Who signed a certificate: nobody else, somebody unknown, or somebody whose own certificate was not sent.

use psa_connect::model::{
    fault::{CertificateFault, Fault},
    report::Fact,
};
use rcgen::{CertificateParams, CustomExtension, KeyPair};

use crate::tls::{
    Authority, Refused, authority, detail, intermediate, refused_by, serving_chain, tls_finding, trusting, usual,
};

/// Serves a certificate of `by` with `also` along with it, to a host that trusts only `root`.
async fn refused(params: CertificateParams, by: &Authority, also: &[&Authority], root: &Authority) -> Refused {
    let key = KeyPair::generate().unwrap();
    let mut chain = vec![params.signed_by(&key, &by.issuer).unwrap().der().clone()];
    chain.extend(also.iter().map(|it| it.der.clone()));
    let server = serving_chain(chain, &key);
    let (transport, _folder) = trusting(&root.pem);
    refused_by(&transport, &server.origin).await
}

/// Says where the issuer's certificate is, as AIA does: `http://ca.example/x` or an address of a directory.
fn naming_its_issuer_at(address: &str) -> CertificateParams {
    let tlv = |tag: u8, content: &[u8]| [&[tag, u8::try_from(content.len()).unwrap()], content].concat();
    let method = tlv(6, &[0x2B, 6, 1, 5, 5, 7, 0x30, 2]);
    let access = tlv(0x30, &[method, tlv(0x86, address.as_bytes())].concat());
    let mut params = usual();
    params.custom_extensions =
        vec![CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], tlv(0x30, &access))];
    params
}

#[tokio::test]
async fn a_whole_chain_passes_and_is_counted() {
    let root = authority("Acme Root");
    let between = intermediate("Acme Issuing CA", &root);
    let key = KeyPair::generate().unwrap();
    let own = usual().signed_by(&key, &between.issuer).unwrap();
    let server = serving_chain(vec![own.der().clone(), between.der.clone()], &key);
    let (transport, _folder) = trusting(&root.pem);
    let found = tls_finding(&transport, &server.origin).await;
    assert_eq!(detail(&found, Fact::Chain), Some("2 certificates, complete"));
}

#[tokio::test]
async fn an_intermediate_that_was_not_sent_is_told_by_its_name() {
    let root = authority("Acme Root");
    for name in ["Acme Issuing CA 2", "ACME Intermediate", "Acme Sub CA", "Acme Subordinate 1"] {
        let between = intermediate(name, &root);
        let it = refused(usual(), &between, &[], &root).await;
        assert_eq!(it.what, CertificateFault::IncompleteChain { issuer: name.into() });
        let chain = format!("1 certificate, incomplete: that of \"{name}\" is missing");
        assert_eq!(detail(&it.finding, Fact::Chain), Some(chain.as_str()));
    }
}

#[tokio::test]
async fn an_intermediate_that_was_not_sent_is_told_by_the_address_of_its_certificate() {
    let root = authority("Acme Root");
    let between = intermediate("Acme R11", &root);
    let what = refused(naming_its_issuer_at("http://ca.example/r11"), &between, &[], &root).await.what;
    assert_eq!(what, CertificateFault::IncompleteChain { issuer: "Acme R11".into() });
}

#[tokio::test]
async fn a_hole_higher_up_names_the_one_that_is_missing() {
    let root = authority("Acme Root");
    let upper = intermediate("Acme Intermediate", &root);
    let lower = intermediate("Acme Web", &upper);
    let what = refused(usual(), &lower, &[&lower], &root).await.what;
    assert_eq!(what, CertificateFault::IncompleteChain { issuer: "Acme Intermediate".into() });
}

#[tokio::test]
async fn a_private_ca_is_unknown_and_its_chain_may_be_incomplete_too() {
    let (root, other) = (authority("Acme Root"), authority("Acme Firewall CA"));
    let it = refused(usual(), &other, &[], &root).await;
    assert_eq!(it.what, CertificateFault::UnknownIssuer { issuer: "Acme Firewall CA".into(), sent: 1 });
    let text = it.what.to_string();
    assert!(text.contains("does not trust \"Acme Firewall CA\"") && text.contains("may be incomplete"), "{text}");
    assert_eq!(detail(&it.finding, Fact::Chain), Some("1 certificate, none of a CA that this host trusts"));
    let of_a_directory = naming_its_issuer_at("ldap:///CN=Acme");
    let what = refused(of_a_directory, &other, &[], &root).await.what;
    assert_eq!(what, CertificateFault::UnknownIssuer { issuer: "Acme Firewall CA".into(), sent: 1 });
}

#[tokio::test]
async fn a_root_that_was_sent_and_is_not_trusted_leaves_nothing_to_complete() {
    let (root, other) = (authority("Acme Root"), authority("Other Issuing Root"));
    let between = intermediate("Other Web", &other);
    let what = refused(usual(), &between, &[&between, &other], &root).await.what;
    let text = what.to_string();
    assert_eq!(what, CertificateFault::UnknownIssuer { issuer: "Other Issuing Root".into(), sent: 3 });
    assert!(!text.contains("incomplete"), "{text}");
}

#[tokio::test]
async fn a_certificate_that_signed_itself_is_self_signed() {
    let key = KeyPair::generate().unwrap();
    let own = usual().self_signed(&key).unwrap();
    let server = serving_chain(vec![own.der().clone()], &key);
    let (transport, _folder) = trusting(&authority("Acme Root").pem);
    let it = refused_by(&transport, &server.origin).await;
    assert_eq!(it.what, CertificateFault::SelfSigned);
    assert_eq!((it.shown.subject.as_str(), it.shown.issuer.as_str()), ("psa.acme.example", "psa.acme.example"));
    assert_eq!(detail(&it.finding, Fact::Chain), Some("1 certificate, of its own making"));
}

#[tokio::test]
async fn a_certificate_named_as_its_issuer_but_signed_by_another_is_not_self_signed() {
    let (root, other) = (authority("Acme Root"), authority("psa.acme.example"));
    let what = refused(usual(), &other, &[], &root).await.what;
    assert_eq!(what, CertificateFault::UnknownIssuer { issuer: "psa.acme.example".into(), sent: 1 });
}

#[tokio::test]
async fn a_firewall_that_looks_into_tls_is_named() {
    let (root, firewall) = (authority("Acme Root"), authority("FortiGate CA"));
    let it = refused(usual(), &firewall, &[], &root).await;
    let says = "Fortinet FortiGate, which can read what is sent";
    assert_eq!(detail(&it.finding, Fact::Inspector), Some(says));
    let key = KeyPair::generate().unwrap();
    let own = usual().signed_by(&key, &firewall.issuer).unwrap();
    let server = serving_chain(vec![own.der().clone()], &key);
    let (transport, _folder) = trusting(&firewall.pem);
    let found = tls_finding(&transport, &server.origin).await;
    assert_eq!(detail(&found, Fact::Inspector), Some(says));
    let outcome = format!("{:?}", found.outcome);
    assert!(outcome.contains("Fortinet FortiGate can read what is sent"), "{outcome}");
}

#[tokio::test]
async fn each_cause_says_a_sentence_of_its_own() {
    let root = authority("Acme Root");
    let sentence = async |by: &Authority| {
        let what = refused(usual(), by, &[], &root).await.what;
        Fault::Certificate { host: "localhost".into(), what, shown: None }.to_string()
    };
    let incomplete = sentence(&intermediate("Acme Issuing CA", &root)).await;
    assert!(incomplete.contains("comes with an incomplete chain"), "{incomplete}");
    let unknown = sentence(&authority("Other")).await;
    assert!(unknown.contains("signed by an unknown issuer"), "{unknown}");
}
