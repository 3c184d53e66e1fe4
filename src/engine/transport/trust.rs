//! Whom TLS trusts: the roots of this host and a CA file, or exactly one pinned certificate. There is no third way.

use std::{
    collections::BTreeMap,
    fmt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::CryptoProvider,
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use rustls_platform_verifier::Verifier;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::{
    model::{
        certificate::Certificate,
        fault::{CertificateFault, Fault},
    },
    words,
};

use super::{
    chain::explain,
    peer::{Peer, day_of, fingerprint},
    shown,
};

/// Why a certificate was refused and what was shown, as it travels inside a TLS error.
#[derive(Debug)]
pub(super) struct Distrust {
    /// Why.
    pub(super) what: CertificateFault,
    /// What the server showed, where it can be read.
    pub(super) peer: Option<Peer>,
}

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words::with("way-distrusted", &[("what", self.what.to_string().into())]))
    }
}

impl std::error::Error for Distrust {}

impl Distrust {
    fn into_error(self) -> Error {
        Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(self))))
    }
}

/// Makes the one TLS configuration: TLS 1.2 and 1.3, ring, the roots of this host and those of `ca_file`.
///
/// Gives beside it what decides for it.
///
/// Errors: [`Fault::NoTrustRoots`].
pub(super) fn by_roots(ca_file: Option<&Path>) -> Result<(ClientConfig, Roots), Fault> {
    let no_roots = |says: String| Fault::NoTrustRoots { says: shown(&says) };
    let extra = ca_file.map(read_ca_file).transpose()?.unwrap_or_default();
    let roots = Verifier::new_with_extra_roots(extra, provider()).map_err(|it| no_roots(it.to_string()))?;
    let roots: Roots = Arc::new(Explaining { verifier: roots, passed: Mutex::default() });
    Ok((verified_by(Arc::<Explaining>::clone(&roots)), roots))
}

/// How many authorities there are, of this host and of the CA file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authorities {
    /// Of this host.
    pub host: usize,
    /// Of the file, when one is set.
    pub file: Option<usize>,
}

impl Authorities {
    /// Reads them.
    ///
    /// Errors: [`Fault::NoTrustRoots`] when the CA file cannot be read.
    pub fn count(ca_file: Option<&Path>) -> Result<Self, Fault> {
        let file = ca_file.map(read_ca_file).transpose()?.map(|it| it.len());
        Ok(Self { host: rustls_native_certs::load_native_certs().certs.len(), file })
    }
}

/// Makes a TLS configuration that trusts this one certificate and no other, whoever vouches for it. Of another it tells
/// what `roots` say.
pub(super) fn by_pin(pin: &Certificate, roots: Option<&Roots>) -> ClientConfig {
    verified_by(Arc::new(Pinned { sha256: pin.sha256.clone(), roots: roots.cloned(), provider: provider() }))
}

/// Makes a TLS configuration for a host without any roots: no certificate passes, so only plain HTTP on this host works.
pub(super) fn by_nobody() -> ClientConfig {
    configuring().with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth()
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn configuring() -> rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier> {
    ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .expect("ring has TLS 1.2 and 1.3; every request goes through here")
}

fn verified_by(verifier: Arc<dyn ServerCertVerifier>) -> ClientConfig {
    let mut config = configuring().dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config
}

fn read_ca_file(path: &Path) -> Result<Vec<CertificateDer<'static>>, Fault> {
    let file = path.display();
    let no_roots = |says: String| Fault::NoTrustRoots { says: shown(&says) };
    let certificates: Vec<_> = CertificateDer::pem_file_iter(path).and_then(Iterator::collect).map_err(|it| {
        no_roots(words::with("way-ca-file", &[("file", file.to_string().into()), ("error", it.to_string().into())]))
    })?;
    if certificates.is_empty() {
        return Err(no_roots(words::with("way-ca-file-empty", &[("file", file.to_string().into())])));
    }
    Ok(certificates)
}

/// Puts a refusal into the words of a fault, beside what was shown.
fn distrust(error: Error, chain: &[&CertificateDer<'_>]) -> Error {
    let Error::InvalidCertificate(why) = &error else { return error };
    let owned: Vec<_> = chain.iter().map(|it| (*it).clone()).collect();
    Distrust { what: explain(why, chain), peer: Peer::of(&owned) }.into_error()
}

/// The authorities of this host, asked for their word.
pub(super) type Roots = Arc<Explaining>;

/// What a refusal of ours says is wrong with the certificate.
fn flaw_of(error: &Error) -> CertificateFault {
    let ours = if let Error::InvalidCertificate(CertificateError::Other(it)) = error {
        it.0.downcast_ref::<Distrust>()
    } else {
        None
    };
    ours.map_or_else(|| CertificateFault::Bad { says: shown(&error.to_string()) }, |it| it.what.clone())
}

/// Decides as the platform's verifier does, and says why not.
#[derive(Debug)]
pub(super) struct Explaining {
    verifier: Verifier,
    /// By host: what passed last.
    passed: Mutex<BTreeMap<String, Peer>>,
}

impl Explaining {
    /// What `host` showed last that passed, here or as a pinned certificate. Through a proxy nothing else tells.
    pub(super) fn passed(&self, host: &str) -> Option<Peer> {
        self.passed.lock().unwrap_or_else(PoisonError::into_inner).get(host).cloned()
    }

    fn note(&self, host: &ServerName<'_>, own: &CertificateDer<'_>, others: &[CertificateDer<'_>]) {
        let chain: Vec<_> = std::iter::once(own).chain(others).cloned().collect();
        if let Some(peer) = Peer::of(&chain) {
            self.passed.lock().unwrap_or_else(PoisonError::into_inner).insert(host.to_str().into_owned(), peer);
        }
    }
}

impl ServerCertVerifier for Explaining {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let judged = self.verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        if judged.is_ok() {
            self.note(server_name, end_entity, intermediates);
        }
        judged.map_err(|error| {
            let chain: Vec<_> = std::iter::once(end_entity).chain(intermediates).collect();
            distrust(error, &chain)
        })
    }

    // A server's own key that is too weak shows only here: no CA checks with it.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls12_signature(message, cert, dss).map_err(|it| distrust(it, &[cert]))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls13_signature(message, cert, dss).map_err(|it| distrust(it, &[cert]))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}

/// Trusts exactly one certificate. Who signed it and for which name are not asked; its dates and its key are.
#[derive(Debug)]
struct Pinned {
    sha256: String,
    /// Whoever would decide without the pin; nobody on a host without roots.
    roots: Option<Roots>,
    provider: Arc<CryptoProvider>,
}

impl Pinned {
    /// Why this certificate is not the one, or not today.
    fn objection(
        &self,
        end_entity: &CertificateDer<'_>,
        now: UnixTime,
        by_roots: impl FnOnce(&Explaining) -> Result<ServerCertVerified, Error>,
    ) -> Option<CertificateFault> {
        let presented = fingerprint(end_entity);
        if !presented.eq_ignore_ascii_case(&self.sha256) {
            let judged = match &self.roots {
                Some(roots) => by_roots(roots),
                None => Err(distrust(Error::InvalidCertificate(CertificateError::UnknownIssuer), &[end_entity])),
            };
            let flaw = judged.err().map(|it| Box::new(flaw_of(&it)));
            return Some(CertificateFault::Changed { pinned: self.sha256.clone(), presented, flaw });
        }
        let Ok((_, leaf)) = X509Certificate::from_der(end_entity) else {
            return Some(CertificateFault::Bad { says: words::say("way-certificate-unreadable").into() });
        };
        let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        let (from, to) = (leaf.validity().not_before.timestamp(), leaf.validity().not_after.timestamp());
        if now > to {
            Some(CertificateFault::Expired { not_after: day_of(to) })
        } else {
            (now < from).then(|| CertificateFault::NotYetValid { not_before: day_of(from) })
        }
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let by_roots =
            |it: &Explaining| it.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        let Some(what) = self.objection(end_entity, now, by_roots) else {
            if let Some(roots) = &self.roots {
                roots.note(server_name, end_entity, intermediates);
            }
            return Ok(ServerCertVerified::assertion());
        };
        let chain: Vec<_> = std::iter::once(end_entity).chain(intermediates).cloned().collect();
        Err(Distrust { what, peer: Peer::of(&chain) }.into_error())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, dss, known).map_err(|it| distrust(it, &[cert]))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, dss, known).map_err(|it| distrust(it, &[cert]))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
