//! Certificates that cannot be trusted, each for a reason of its own, and one that can.

use std::{io::Write as _, path::PathBuf, sync::Arc};

use psa_connect::{
    engine::transport::{Network, Transport},
    model::{
        fault::{CertificateFault, Fault},
        origin::Origin,
        report::{Check, CheckOutcome},
    },
};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair, date_time_ymd,
};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{PrivateKeyDer, pem::PemObject as _},
};

use crate::{
    hostile::{Hostile, get, short},
    roads::layers,
};

struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

fn authority() -> Authority {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name = named("Acme Firewall CA");
    let pem = params.self_signed(&key).unwrap().pem();
    Authority { pem, issuer: Issuer::new(params, key) }
}

fn named(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}

/// What a server's own certificate says before a test changes it.
fn usual() -> CertificateParams {
    let mut params = CertificateParams::new(vec!["localhost".into()]).unwrap();
    params.distinguished_name = named("psa.acme.example");
    params
}

/// Serves HTTP behind this certificate.
fn serving(certificate: &Certificate, key: &KeyPair) -> Hostile {
    let chain = vec![certificate.der().clone()];
    let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let config = Arc::new(config);
    let server = Hostile::connected("https", move |stream| {
        let session = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut stream = StreamOwned::new(session, stream.try_clone().unwrap());
        let _ = stream.write_all(b"HTTP/1.1 204 No\r\nConnection: close\r\n\r\n");
        stream.conn.send_close_notify();
        let _ = stream.flush();
        // Reads until the other side has gone, so that its last bytes do not reset the connection.
        let _ = std::io::copy(&mut stream, &mut std::io::sink());
    });
    let origin = server.origin.to_string().replace("127.0.0.1", "localhost").parse().unwrap();
    server.at(origin)
}

fn trusting(pem: &str) -> (Transport, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let ca_file: PathBuf = folder.path().join("ca.pem");
    std::fs::write(&ca_file, pem).unwrap();
    let network = Network { ca_file: Some(ca_file), limits: short() };
    (Transport::new(&network).unwrap(), folder)
}

/// Both a request and the bare handshake must say the same.
async fn refusals(pem: &str, origin: &Origin) -> [Fault; 2] {
    let (transport, _folder) = trusting(pem);
    let sent = transport.send(&get(origin), origin).await.reply.unwrap_err();
    match layers(&transport, origin).await.pop() {
        Some((Check::Tls, CheckOutcome::Failed(fault))) => [sent, fault],
        other => panic!("TLS did not fail: {other:?}"),
    }
}

async fn refusal_of(params: CertificateParams) -> CertificateFault {
    let authority = authority();
    let key = KeyPair::generate().unwrap();
    let server = serving(&params.signed_by(&key, &authority.issuer).unwrap(), &key);
    only_fault(refusals(&authority.pem, &server.origin).await)
}

fn only_fault(faults: [Fault; 2]) -> CertificateFault {
    assert_eq!(faults[0], faults[1]);
    match faults {
        [Fault::Certificate { host, what }, _] if host == "localhost" => what,
        [other, _] => panic!("not about the certificate: {other:?}"),
    }
}

#[tokio::test]
async fn a_certificate_of_the_ca_file_is_trusted_and_described() {
    let authority = authority();
    let key = KeyPair::generate().unwrap();
    let mut params = usual();
    params.not_after = date_time_ymd(4000, 1, 1);
    let server = serving(&params.signed_by(&key, &authority.issuer).unwrap(), &key);
    let (transport, _folder) = trusting(&authority.pem);
    assert_eq!(transport.send(&get(&server.origin), &server.origin).await.reply.unwrap().status, 204);
    let Some((Check::Tls, CheckOutcome::Passed(says))) = layers(&transport, &server.origin).await.pop() else {
        panic!("TLS did not pass");
    };
    let (before, days) = says.rsplit_once(", ").unwrap();
    assert_eq!(before, "TLS 1.3, psa.acme.example, issued by Acme Firewall CA");
    assert!(days.ends_with(" days left") && days.starts_with("72"), "{days}");
}

#[tokio::test]
async fn a_certificate_of_another_ca_names_its_issuer() {
    let key = KeyPair::generate().unwrap();
    let server = serving(&usual().signed_by(&key, &authority().issuer).unwrap(), &key);
    let mut other = CertificateParams::new(vec![]).unwrap();
    other.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    other.distinguished_name = named("Another CA");
    let other = other.self_signed(&KeyPair::generate().unwrap()).unwrap().pem();
    let what = only_fault(refusals(&other, &server.origin).await);
    assert_eq!(what, CertificateFault::UnknownIssuer { issuer: "Acme Firewall CA".into() });
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
    let what = only_fault(refusals(&certificate.pem(), &server.origin).await);
    assert_eq!(what, CertificateFault::CaAsServer);
}

#[test]
fn a_ca_file_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let ca_file = folder.path().join("ca.pem");
    let fault = |path: PathBuf| Transport::new(&Network { ca_file: Some(path), limits: short() }).unwrap_err();
    let missing = fault(ca_file.clone()).to_string();
    assert!(missing.contains("ca.pem"), "{missing}");
    std::fs::write(&ca_file, "no certificate").unwrap();
    let says = format!("the CA file {} has no certificate in it", ca_file.display());
    assert_eq!(fault(ca_file), Fault::NoTrustRoots { says });
}
