//! Whom TLS trusts: the roots of this host and a CA file, with every refusal put into the words of a fault.

use std::{fmt, path::Path, sync::Arc};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, OtherError, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use rustls_platform_verifier::Verifier;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::model::fault::{CertificateFault, Fault};

use super::shown;

/// Why a certificate was refused, as it travels inside a TLS error.
#[derive(Debug)]
pub(super) struct Distrust(pub(super) CertificateFault);

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the certificate {}", self.0)
    }
}

impl std::error::Error for Distrust {}

/// Makes the one TLS configuration: TLS 1.2 and 1.3, ring, the roots of this host and those of `ca_file`.
///
/// Errors: [`Fault::NoTrustRoots`].
pub(super) fn client_config(ca_file: Option<&Path>) -> Result<ClientConfig, Fault> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let no_roots = |says: String| Fault::NoTrustRoots { says: shown(&says) };
    let extra = ca_file.map(read_ca_file).transpose()?.unwrap_or_default();
    let roots = Verifier::new_with_extra_roots(extra, Arc::clone(&provider)).map_err(|it| no_roots(it.to_string()))?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|it| no_roots(it.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Explaining(roots)))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Makes a TLS configuration for a host without any roots: no certificate passes, so only plain HTTP on this host works.
pub(super) fn trusting_nobody() -> ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring has TLS 1.2 and 1.3; every request on this host goes through here")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}

fn read_ca_file(path: &Path) -> Result<Vec<CertificateDer<'static>>, Fault> {
    let file = path.display();
    let no_roots = |says: String| Fault::NoTrustRoots { says: shown(&says) };
    let certificates: Vec<_> = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(|it| no_roots(format!("the CA file {file}: {it}")))?;
    if certificates.is_empty() {
        return Err(no_roots(format!("the CA file {file} has no certificate in it")));
    }
    Ok(certificates)
}

/// Decides as the platform's verifier does, and says why not.
#[derive(Debug)]
struct Explaining(Verifier);

impl ServerCertVerifier for Explaining {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.0.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now).map_err(|error| {
            let rustls::Error::InvalidCertificate(why) = &error else { return error };
            let distrust = Distrust(explain(why, end_entity));
            rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(distrust))))
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// Puts a refusal into the words of a fault.
#[expect(clippy::wildcard_enum_match_arm, reason = "rustls adds more; all others are told as they are")]
pub(super) fn explain(why: &CertificateError, end_entity: &CertificateDer<'_>) -> CertificateFault {
    let parsed = X509Certificate::from_der(end_entity).ok().map(|(_, it)| it);
    let validity = parsed.as_ref().map(|it| it.validity());
    match why {
        CertificateError::UnknownIssuer => CertificateFault::UnknownIssuer {
            issuer: parsed.map_or_else(|| "an unreadable issuer".into(), |it| name_of(it.issuer())),
        },
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateFault::Expired {
            not_after: validity.map_or_else(String::new, |it| day_of(it.not_after.timestamp())),
        },
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => CertificateFault::NotYetValid {
            not_before: validity.map_or_else(String::new, |it| day_of(it.not_before.timestamp())),
        },
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateFault::WrongName { presented: parsed.as_ref().map(names_of).unwrap_or_default() }
        }
        CertificateError::Other(it) if format!("{it:?}").contains("CaUsedAsEndEntity") => CertificateFault::CaAsServer,
        CertificateError::BadSignature => {
            CertificateFault::Bad { says: "its signature is wrong, or its key is too weak".into() }
        }
        CertificateError::Revoked => CertificateFault::Bad { says: "it was revoked".into() },
        other => CertificateFault::Bad { says: shown(&other.to_string()) },
    }
}

/// The part of a name that people know it by: the common name, else the organisation, else all of it.
pub(super) fn name_of(name: &x509_parser::x509::X509Name<'_>) -> String {
    let common = name.iter_common_name().next().or_else(|| name.iter_organization().next());
    shown(&common.and_then(|it| it.as_str().ok()).map_or_else(|| name.to_string(), str::to_owned))
}

/// The DNS names and addresses that a certificate is for.
#[expect(clippy::wildcard_enum_match_arm, reason = "other kinds of name are for no host")]
fn names_of(certificate: &X509Certificate<'_>) -> Vec<String> {
    use x509_parser::extensions::GeneralName;
    let names = certificate.subject_alternative_name().ok().flatten();
    let name = |it: &GeneralName<'_>| match it {
        GeneralName::DNSName(name) => Some(shown(name)),
        GeneralName::IPAddress(bytes) => match **bytes {
            [a, b, c, d] => Some(std::net::Ipv4Addr::new(a, b, c, d).to_string()),
            _ => <[u8; 16]>::try_from(*bytes).ok().map(|it| std::net::Ipv6Addr::from(it).to_string()),
        },
        _ => None,
    };
    names.map(|it| it.value.general_names.iter().filter_map(name).collect()).unwrap_or_default()
}

/// A time as its day, UTC.
fn day_of(unix: i64) -> String {
    let time = jiff::Timestamp::from_second(unix).map(|it| it.to_string()).unwrap_or_default();
    time.chars().take_while(|it| *it != 'T').collect()
}
