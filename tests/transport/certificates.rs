//! Certificates that cannot be trusted, each for a reason of its own, and one that can.

use std::path::PathBuf;

use psa_connect::{
    engine::transport::{Network, Transport},
    model::{
        fault::{CertificateFault, Fault},
        report::{CheckOutcome, Fact},
    },
};
use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, KeyPair, date_time_ymd};

use crate::{
    hostile::{get, short},
    tls::{authority, detail, named, refusal_of, refused_by, serving, tls_finding, trusting, usual},
};

#[tokio::test]
async fn a_certificate_of_the_ca_file_is_trusted_and_described() {
    let authority = authority("Acme Root");
    let key = KeyPair::generate().unwrap();
    let mut params = usual();
    params.not_after = date_time_ymd(4000, 1, 1);
    let server = serving(&params.signed_by(&key, &authority.issuer).unwrap(), &key);
    let (transport, _folder) = trusting(&authority.pem);
    assert_eq!(transport.send(&get(&server.origin), &server.origin).await.reply.unwrap().status, 204);
    let found = tls_finding(&transport, &server.origin).await;
    let CheckOutcome::Passed(says) = &found.outcome else { panic!("TLS did not pass: {found:?}") };
    let (before, days) = says.rsplit_once(", ").unwrap();
    assert_eq!(before, "TLS 1.3, psa.acme.example, issued by Acme Root");
    assert!(days.ends_with(" days left") && days.starts_with("72"), "{days}");
    for (fact, value) in [
        (Fact::TlsVersion, "TLS 1.3"),
        (Fact::Subject, "psa.acme.example"),
        (Fact::Issuer, "Acme Root"),
        (Fact::Expiry, "4000-01-01"),
        (Fact::Chain, "1 certificate, complete"),
        (Fact::TrustedBy, "this host's certificate authorities"),
    ] {
        assert_eq!(detail(&found, fact), Some(value), "{fact:?}");
    }
    assert!(detail(&found, Fact::DaysLeft).is_some_and(|it| it.starts_with("72")), "{found:?}");
    assert!(detail(&found, Fact::Fingerprint).is_some_and(|it| it.split(':').count() == 32), "{found:?}");
    assert_eq!(detail(&found, Fact::Inspector), None);
}

#[tokio::test]
async fn an_expired_certificate_says_since_when() {
    let mut params = usual();
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 2, 3));
    assert_eq!(refusal_of(params).await, CertificateFault::Expired { not_after: "2021-02-03".into() });
}

#[tokio::test]
async fn a_certificate_of_the_future_says_from_when() {
    let mut params = usual();
    (params.not_before, params.not_after) = (date_time_ymd(2999, 1, 2), date_time_ymd(3000, 1, 1));
    assert_eq!(refusal_of(params).await, CertificateFault::NotYetValid { not_before: "2999-01-02".into() });
}

#[tokio::test]
async fn a_certificate_for_another_host_names_it() {
    let params = CertificateParams::new(vec!["psa.acme.example".into(), "10.1.2.3".into()]).unwrap();
    let presented = vec!["psa.acme.example".into(), "10.1.2.3".into()];
    assert_eq!(refusal_of(params).await, CertificateFault::WrongName { presented });
}

#[tokio::test]
async fn a_certificate_with_a_common_name_only_is_for_no_host() {
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.distinguished_name = named("localhost");
    assert_eq!(refusal_of(params).await, CertificateFault::WrongName { presented: vec![] });
}

#[tokio::test]
async fn a_stock_self_signed_certificate_is_a_ca_used_as_a_server() {
    let key = KeyPair::generate().unwrap();
    let mut params = usual();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = params.self_signed(&key).unwrap();
    let server = serving(&certificate, &key);
    let (transport, _folder) = trusting(&certificate.pem());
    let refused = refused_by(&transport, &server.origin).await;
    assert_eq!(refused.what, CertificateFault::CaAsServer);
    assert_eq!(detail(&refused.finding, Fact::Chain), Some("1 certificate, a CA in place of a server"));
}

#[tokio::test]
async fn a_certificate_for_clients_is_not_made_for_a_server() {
    let mut params = usual();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let says = "it is not made for a server".into();
    assert_eq!(refusal_of(params).await, CertificateFault::Bad { says });
}

#[tokio::test]
async fn a_certificate_that_another_key_signed_has_a_wrong_signature() {
    let (real, fake) = (authority("Acme Root"), authority("Acme Root"));
    let key = KeyPair::generate().unwrap();
    let server = serving(&usual().signed_by(&key, &fake.issuer).unwrap(), &key);
    let (transport, _folder) = trusting(&real.pem);
    assert_eq!(refused_by(&transport, &server.origin).await.what, CertificateFault::Weak);
}

#[test]
fn a_ca_file_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let ca_file = folder.path().join("ca.pem");
    let fault =
        |path: PathBuf| Transport::new(&Network { ca_file: Some(path), proxy: None, limits: short() }).unwrap_err();
    let missing = fault(ca_file.clone()).to_string();
    assert!(missing.contains("ca.pem"), "{missing}");
    std::fs::write(&ca_file, "no certificate").unwrap();
    let says = format!("the CA file {} has no certificate in it", ca_file.display());
    assert_eq!(fault(ca_file), Fault::NoTrustRoots { says });
}
