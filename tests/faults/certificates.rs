//! The certificates that servers show, each wrong for a reason of its own.

use std::sync::{Arc, LazyLock};

use psa_connect::model::certificate::Certificate;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, date_time_ymd,
};
use rustls::{ServerConfig, pki_types::CertificateDer};

use crate::authority::{Authority, authority_named, leaf, named, showing};

/// What a server shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Signed by the authority that everybody here trusts.
    Sound,
    /// Signed by an authority that nobody here knows.
    UnknownIssuer,
    /// The same, with that authority sent along.
    UnknownIssuerInFull,
    Expired,
    NotYetValid,
    WrongName,
    /// A common name and no other.
    NoName,
    /// Vouches for itself, and the CA file has it.
    SelfAsItsOwnCa,
    /// Vouches for itself, and nobody else does.
    SelfSigned,
    /// Signed by an intermediate that is not sent.
    IncompleteChain,
    /// One byte of its signature is another.
    BadSignature,
    /// Signed with a method that no verifier takes.
    OldMethod,
    /// For clients only.
    ForClients,
}

/// A server's TLS, and the CA file that a client is given.
pub(crate) struct Showing {
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) ca_file: String,
}

/// The authority that every client trusts.
pub(crate) static TRUSTED: LazyLock<Authority> = LazyLock::new(|| Authority::root("Acme Trusted CA"));

/// A server in order, by the trusted authority.
pub(crate) static SOUND: LazyLock<Arc<ServerConfig>> = LazyLock::new(|| TRUSTED.serves());

impl Shown {
    /// Makes it.
    pub(crate) fn make(self) -> Showing {
        let key = KeyPair::generate().expect("a key");
        let ca_file = TRUSTED.certificate.pem();
        let by = |params: CertificateParams, issuer: &Issuer<'_, KeyPair>| {
            params.signed_by(&key, issuer).expect("a leaf").der().clone()
        };
        let trusted =
            |params| Showing { config: showing(vec![by(params, &TRUSTED.issuer)], &key), ca_file: ca_file.clone() };
        match self {
            Self::UnknownIssuer => {
                let firewall = Authority::root("Acme Firewall CA");
                Showing { config: showing(vec![by(leaf(), &firewall.issuer)], &key), ca_file }
            }
            Self::UnknownIssuerInFull => {
                let firewall = Authority::root("Acme Firewall CA");
                let chain = vec![by(leaf(), &firewall.issuer), firewall.certificate.der().clone()];
                Showing { config: showing(chain, &key), ca_file }
            }
            Self::Sound => trusted(leaf()),
            Self::Expired => trusted(dated((2020, 1, 1), (2021, 2, 3))),
            Self::NotYetValid => trusted(dated((2999, 1, 2), (3000, 1, 1))),
            Self::WrongName => {
                let names = vec!["psa.acme.example".to_owned(), "10.1.2.3".to_owned()];
                let mut params = CertificateParams::new(names).expect("names");
                params.distinguished_name = named("psa.acme.example");
                trusted(params)
            }
            Self::NoName => {
                let mut params = CertificateParams::new(vec![]).expect("no names");
                params.distinguished_name = named("127.0.0.1");
                trusted(params)
            }
            Self::SelfAsItsOwnCa => {
                let mut params = leaf();
                params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
                let own = params.self_signed(&key).expect("itself");
                Showing { config: showing(vec![own.der().clone()], &key), ca_file: own.pem() }
            }
            Self::SelfSigned => {
                let own = leaf().self_signed(&key).expect("itself");
                Showing { config: showing(vec![own.der().clone()], &key), ca_file }
            }
            Self::IncompleteChain => {
                let middle = KeyPair::generate().expect("a key");
                let params = authority_named("Acme Issuing CA 1");
                params.signed_by(&middle, &TRUSTED.issuer).expect("an intermediate");
                let mut own = leaf();
                own.custom_extensions.push(issued_at(b"http://ca.acme.example/issuing.cer"));
                Showing { config: showing(vec![by(own, &Issuer::new(params, middle))], &key), ca_file }
            }
            Self::BadSignature => {
                Showing { config: showing(vec![forged(&by(leaf(), &TRUSTED.issuer))], &key), ca_file }
            }
            Self::OldMethod => Showing { config: showing(vec![aged(&by(leaf(), &TRUSTED.issuer))], &key), ca_file },
            Self::ForClients => {
                let mut params = leaf();
                params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
                trusted(params)
            }
        }
    }
}

/// The certificate that a connection trusts when its server shows another.
pub(crate) fn elses_certificate() -> Certificate {
    Certificate {
        sha256: ["AB"; 32].join(":"),
        subject: "psa.acme.example".into(),
        issuer: "psa.acme.example".into(),
        not_before: "2026-01-01".into(),
        not_after: "2036-01-01".into(),
    }
}

fn dated(from: (i32, u8, u8), to: (i32, u8, u8)) -> CertificateParams {
    let mut params = leaf();
    params.not_before = date_time_ymd(from.0, from.1, from.2);
    params.not_after = date_time_ymd(to.0, to.1, to.2);
    params
}

/// Says where the issuer's certificate can be fetched (Authority Information Access, RFC 5280, 4.2.2.1).
fn issued_at(url: &[u8]) -> CustomExtension {
    let element =
        |tag: u8, content: Vec<u8>| [vec![tag, u8::try_from(content.len()).expect("short")], content].concat();
    let ca_issuers = element(0x06, vec![0x2b, 6, 1, 5, 5, 7, 48, 2]);
    let access = element(0x30, [ca_issuers, element(0x86, url.to_vec())].concat());
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], element(0x30, access))
}

/// The same certificate, with the last byte of its signature turned.
fn forged(sound: &CertificateDer<'_>) -> CertificateDer<'static> {
    let mut bytes = sound.to_vec();
    *bytes.last_mut().expect("a signature") ^= 1;
    bytes.into()
}

/// The same certificate, with ECDSA over SHA-224 named as the method of its signature in both places.
fn aged(sound: &CertificateDer<'_>) -> CertificateDer<'static> {
    let (method, older) = ([0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2], [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 1]);
    let mut bytes = sound.to_vec();
    let places: Vec<_> = (0..bytes.len() - method.len()).filter(|at| bytes[*at..].starts_with(&method)).collect();
    assert_eq!(places.len(), 2, "the method stands inside what is signed and beside it");
    for at in places {
        bytes[at..at + older.len()].copy_from_slice(&older);
    }
    bytes.into()
}
