//! Servers behind certificates of every make, and what is said of them.

use std::{io::Write as _, net::TcpStream, path::PathBuf, sync::Arc};

use psa_connect::{
    engine::transport::{Layer, Layers, Network, Transport},
    model::{
        certificate,
        fault::{CertificateFault, Fault},
        origin::Origin,
        report::{Check, CheckFinding, CheckOutcome, Fact},
    },
};
use rcgen::{BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    sign::{CertifiedKey, SingleCertAndKey},
};

use crate::hostile::{Hostile, get, short};

/// A CA that signs what a test needs.
pub(crate) struct Authority {
    pub(crate) pem: String,
    pub(crate) der: CertificateDer<'static>,
    pub(crate) issuer: Issuer<'static, KeyPair>,
}

/// A root.
pub(crate) fn authority(name: &str) -> Authority {
    let (key, params) = (KeyPair::generate().unwrap(), ca(name));
    let certificate = params.self_signed(&key).unwrap();
    Authority { pem: certificate.pem(), der: certificate.der().clone(), issuer: Issuer::new(params, key) }
}

/// A CA below another.
pub(crate) fn intermediate(name: &str, above: &Authority) -> Authority {
    let (key, params) = (KeyPair::generate().unwrap(), ca(name));
    let certificate = params.signed_by(&key, &above.issuer).unwrap();
    Authority { pem: certificate.pem(), der: certificate.der().clone(), issuer: Issuer::new(params, key) }
}

fn ca(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name = named(name);
    params
}

pub(crate) fn named(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}

/// What a server's own certificate says before a test changes it.
pub(crate) fn usual() -> CertificateParams {
    let mut params = CertificateParams::new(vec!["localhost".into()]).unwrap();
    params.distinguished_name = named("psa.acme.example");
    params
}

/// Serves HTTP behind this certificate.
pub(crate) fn serving(certificate: &Certificate, key: &KeyPair) -> Hostile {
    serving_chain(vec![certificate.der().clone()], key)
}

/// Serves HTTP behind these certificates, the server's own first.
pub(crate) fn serving_chain(chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> Hostile {
    let config = configuring().with_single_cert(chain, private(key)).unwrap();
    serving_as(config)
}

/// The same with a key that need not be the certificate's.
pub(crate) fn serving_with_any_key(chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> Hostile {
    let key = rustls::crypto::ring::sign::any_supported_type(&private(key)).unwrap();
    let shown = SingleCertAndKey::from(CertifiedKey::new(chain, key));
    serving_as(configuring().with_cert_resolver(Arc::new(shown)))
}

fn private(key: &KeyPair) -> PrivateKeyDer<'static> {
    PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap()
}

fn configuring() -> rustls::ConfigBuilder<ServerConfig, rustls::server::WantsServerCert> {
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
}

fn serving_as(config: ServerConfig) -> Hostile {
    let config = Arc::new(config);
    named_localhost(Hostile::connected("https", move |stream| {
        let session = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut stream = StreamOwned::new(session, stream.try_clone().unwrap());
        let _ = stream.write_all(b"HTTP/1.1 204 No\r\nConnection: close\r\n\r\n");
        stream.conn.send_close_notify();
        let _ = stream.flush();
        // Reads until the other side has gone, so that its last bytes do not reset the connection.
        let _ = std::io::copy(&mut stream, &mut std::io::sink());
    }))
}

/// Does `act` with each connection, behind these certificates and the protocols that `act` speaks.
pub(crate) fn serving_by(
    chain: Vec<CertificateDer<'static>>,
    key: &KeyPair,
    protocols: &[&[u8]],
    act: impl Fn(&mut StreamOwned<ServerConnection, TcpStream>) + Send + 'static,
) -> Hostile {
    let mut config = configuring().with_single_cert(chain, private(key)).unwrap();
    config.alpn_protocols = protocols.iter().map(|it| it.to_vec()).collect();
    let config = Arc::new(config);
    named_localhost(Hostile::connected("https", move |stream| {
        let session = ServerConnection::new(Arc::clone(&config)).unwrap();
        act(&mut StreamOwned::new(session, stream.try_clone().unwrap()));
    }))
}

/// A proxy that opens what passes through it: it takes a CONNECT and then answers in the server's place.
pub(crate) fn inspecting(certificate: &Certificate, key: &KeyPair) -> Hostile {
    let config = configuring().with_single_cert(vec![certificate.der().clone()], private(key)).unwrap();
    let config = Arc::new(config);
    Hostile::doing(move |stream, _| {
        stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
        let session = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut stream = StreamOwned::new(session, stream.try_clone().unwrap());
        let _ = stream.write_all(b"HTTP/1.1 204 No\r\nConnection: close\r\n\r\n");
        stream.conn.send_close_notify();
        let _ = stream.flush();
        let _ = std::io::copy(&mut stream, &mut std::io::sink());
    })
}

fn named_localhost(server: Hostile) -> Hostile {
    let origin = server.origin.to_string().replace("127.0.0.1", "localhost").parse().unwrap();
    server.at(origin)
}

/// A transport that trusts this CA besides those of this host.
pub(crate) fn trusting(pem: &str) -> (Transport, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let ca_file: PathBuf = folder.path().join("ca.pem");
    std::fs::write(&ca_file, pem).unwrap();
    let network = Network { ca_file: Some(ca_file), proxy: None, limits: short() };
    (Transport::new(&network).unwrap(), folder)
}

/// What the TLS layer finds.
pub(crate) async fn tls_finding(transport: &Transport, origin: &Origin) -> CheckFinding {
    let mut way = Layers::new(transport, origin);
    let mut last = None;
    for layer in Layer::ALL {
        last = Some(way.go(layer).await);
    }
    last.filter(|it| it.check == Check::Tls).expect("TLS is the last layer")
}

pub(crate) fn detail(finding: &CheckFinding, fact: Fact) -> Option<&str> {
    finding.details.iter().find(|it| it.fact == fact).map(|it| it.value.as_str())
}

/// A refusal with all that was shown along with it.
pub(crate) struct Refused {
    pub(crate) what: CertificateFault,
    pub(crate) shown: certificate::Certificate,
    pub(crate) finding: CheckFinding,
}

/// A request and the bare handshake must say the same, and both show the certificate.
pub(crate) async fn refused_by(transport: &Transport, origin: &Origin) -> Refused {
    let sent = transport.send(&get(origin), origin).await.reply.unwrap_err();
    let finding = tls_finding(transport, origin).await;
    assert_eq!(finding.outcome, CheckOutcome::Failed(sent.clone()));
    let Fault::Certificate { host, what, shown: Some(shown) } = sent else { panic!("no certificate: {sent:?}") };
    assert_eq!((host.as_str(), detail(&finding, Fact::Fingerprint)), ("localhost", Some(shown.sha256.as_str())));
    Refused { what, shown: *shown, finding }
}

/// Why a server with this certificate of a trusted CA is refused.
pub(crate) async fn refusal_of(params: CertificateParams) -> CertificateFault {
    let authority = authority("Acme Firewall CA");
    let key = KeyPair::generate().unwrap();
    let server = serving(&params.signed_by(&key, &authority.issuer).unwrap(), &key);
    let (transport, _folder) = trusting(&authority.pem);
    refused_by(&transport, &server.origin).await.what
}
