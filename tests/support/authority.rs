//! A certificate authority for tests, and servers that show what it signed.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};

/// An authority that can sign.
pub(crate) struct Authority {
    /// Its own certificate.
    pub(crate) certificate: Certificate,
    /// What signs.
    pub(crate) issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    /// A root of this name.
    pub(crate) fn root(name: &str) -> Self {
        let key = KeyPair::generate().expect("a key");
        let params = authority_named(name);
        let certificate = params.self_signed(&key).expect("a root");
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    /// A server with a sound certificate of this authority for 127.0.0.1.
    pub(crate) fn serves(&self) -> Arc<ServerConfig> {
        let key = KeyPair::generate().expect("a key");
        let leaf = leaf().signed_by(&key, &self.issuer).expect("a leaf");
        showing(vec![leaf.der().clone()], &key)
    }
}

/// What an authority's certificate says.
pub(crate) fn authority_named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(vec![]).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name = named(name);
    params
}

/// What a sound certificate of a server on loopback says.
pub(crate) fn leaf() -> CertificateParams {
    let mut params = CertificateParams::new(vec!["127.0.0.1".into(), "localhost".into()]).expect("names");
    params.distinguished_name = named("psa.acme.example");
    params
}

/// A name that people know it by.
pub(crate) fn named(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}

/// A server that shows `chain`, the first of which is for `key`.
pub(crate) fn showing(chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> Arc<ServerConfig> {
    let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).expect("its own PEM");
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring has them")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a certificate and its key");
    Arc::new(config)
}
