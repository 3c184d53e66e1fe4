//! Why the certificates that a server sent are refused, told apart by what they say of themselves.

use rustls::{CertificateError, pki_types::CertificateDer};
use x509_parser::{
    extensions::{GeneralName, ParsedExtension},
    oid_registry::OID_PKIX_ACCESS_DESCRIPTOR_CA_ISSUERS,
    prelude::{FromDer, X509Certificate},
};

use crate::{model::fault::CertificateFault, words};

use super::{
    peer::{day_of, name_of},
    shown,
};

/// What the name of a CA says when another CA stands above it.
const NAMES_OF_INTERMEDIATES: [&str; 6] = ["intermediate", "issuing", "sub ca", "sub-ca", "subca", "subordinate"];

/// Puts a refusal into the words of a fault.
///
/// Measured with rustls 0.23.46 and its webpki: dates, use and CA-as-server come before the question who signed it, and
/// that before the name. So an expired self-signed certificate is told as expired, and one of an unknown issuer for
/// another name as of an unknown issuer. SHA-1 and keys that are too weak come as a wrong or an unsupported signature.
#[expect(
    clippy::wildcard_enum_match_arm,
    deprecated,
    reason = "rustls adds more, and still names the old ones; all others are told as they are"
)]
pub(super) fn explain(why: &CertificateError, chain: &[&CertificateDer<'_>]) -> CertificateFault {
    let chain: Vec<_> = chain.iter().filter_map(|it| Some(X509Certificate::from_der(it).ok()?.1)).collect();
    let leaf = chain.first();
    let validity = leaf.map(|it| it.validity());
    match why {
        CertificateError::UnknownIssuer => unknown_issuer(&chain),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateFault::Expired {
            not_after: expired(&chain, why)
                .or(validity.map(|it| it.not_after.timestamp()))
                .map_or_else(String::new, day_of),
        },
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => CertificateFault::NotYetValid {
            not_before: validity.map_or_else(String::new, |it| day_of(it.not_before.timestamp())),
        },
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateFault::WrongName { presented: leaf.map(names_of).unwrap_or_default() }
        }
        // Of these two only the text can be asked: webpki and the verifier of the platform keep their types private.
        CertificateError::Other(it) if format!("{it:?}").contains("CaUsedAsEndEntity") => CertificateFault::CaAsServer,
        CertificateError::Other(it) if format!("{it:?}").contains("EkuError") => not_for_servers(),
        CertificateError::BadSignature
        | CertificateError::UnsupportedSignatureAlgorithm
        | CertificateError::UnsupportedSignatureAlgorithmContext { .. }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => CertificateFault::Weak,
        CertificateError::Revoked => CertificateFault::Revoked,
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => not_for_servers(),
        other => CertificateFault::Bad { says: shown(&other.to_string()) },
    }
}

fn not_for_servers() -> CertificateFault {
    CertificateFault::Bad { says: words::say("way-not-for-servers").into() }
}

/// The end that the verifier found over, which may be that of an intermediate.
#[expect(clippy::wildcard_enum_match_arm, reason = "only one of them names the end")]
fn expired(chain: &[X509Certificate<'_>], why: &CertificateError) -> Option<i64> {
    match why {
        CertificateError::ExpiredContext { not_after, .. } => i64::try_from(not_after.as_secs()).ok(),
        _ => chain.first().map(|it| it.validity().not_after.timestamp()),
    }
}

/// Tells a certificate that vouches for itself, a chain with a hole and a CA that is not trusted from each other.
fn unknown_issuer(chain: &[X509Certificate<'_>]) -> CertificateFault {
    let Some(leaf) = chain.first() else {
        return CertificateFault::UnknownIssuer {
            issuer: words::say("way-unreadable-issuer").into(),
            sent: chain.len(),
        };
    };
    if is_self_issued(leaf) && leaf.verify_signature(None).is_ok() {
        return CertificateFault::SelfSigned;
    }
    let top = top_of(chain, leaf);
    let issuer = name_of(top.issuer());
    let has_another_above = names_its_issuers_address(top) || is_name_of_an_intermediate(&issuer);
    if !is_self_issued(top) && has_another_above {
        return CertificateFault::IncompleteChain { issuer };
    }
    CertificateFault::UnknownIssuer { issuer, sent: chain.len() }
}

/// Climbs from the leaf to the last certificate whose issuer was not sent.
fn top_of<'c, 'd>(chain: &'c [X509Certificate<'d>], leaf: &'c X509Certificate<'d>) -> &'c X509Certificate<'d> {
    let mut top = leaf;
    // No longer than the chain, so that two that vouch for each other end it too.
    for _ in chain {
        let above = chain.iter().find(|it| it.subject() == top.issuer());
        match above.filter(|_| !is_self_issued(top)) {
            Some(it) => top = it,
            None => break,
        }
    }
    top
}

fn is_self_issued(certificate: &X509Certificate<'_>) -> bool {
    certificate.issuer() == certificate.subject()
}

/// Whether it says where its issuer's certificate can be fetched, as every certificate of a public intermediate does.
///
/// Web addresses only: a Windows CA without any other above it names its directory (ldap) too.
#[expect(clippy::wildcard_enum_match_arm, reason = "other extensions and names hold no such address")]
fn names_its_issuers_address(certificate: &X509Certificate<'_>) -> bool {
    let is_address = |it: &GeneralName<'_>| match it {
        GeneralName::URI(it) => it.starts_with("http"),
        _ => false,
    };
    certificate.extensions().iter().any(|it| match it.parsed_extension() {
        ParsedExtension::AuthorityInfoAccess(access) => access
            .iter()
            .any(|it| it.access_method == OID_PKIX_ACCESS_DESCRIPTOR_CA_ISSUERS && is_address(&it.access_location)),
        _ => false,
    })
}

fn is_name_of_an_intermediate(issuer: &str) -> bool {
    let issuer = issuer.to_lowercase();
    NAMES_OF_INTERMEDIATES.iter().any(|it| issuer.contains(it))
}

/// The DNS names and addresses that a certificate is for.
#[expect(clippy::wildcard_enum_match_arm, reason = "other kinds of name are for no host")]
fn names_of(certificate: &X509Certificate<'_>) -> Vec<String> {
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
