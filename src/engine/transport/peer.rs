//! What a server showed of itself in its TLS handshake: its certificate and what came along with it.

use rustls::pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::{
    model::{
        certificate::Certificate,
        fault::CertificateFault,
        report::{Detail, Fact},
    },
    words,
};

use super::{inspectors, shown};

const DAY: i64 = 24 * 60 * 60;

/// The certificates that a server sent, in words. Safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Peer {
    /// Its own.
    pub(super) certificate: Certificate,
    /// How many it sent.
    pub(super) sent: usize,
    /// The product that looks into TLS, when an issuer is named after one.
    pub(super) inspector: Option<&'static str>,
    /// When its own ends, Unix seconds.
    not_after: i64,
}

impl Peer {
    /// Reads what came, the server's own first; `None` when that cannot be read.
    pub(super) fn of(chain: &[CertificateDer<'_>]) -> Option<Self> {
        let own = chain.first()?;
        let (_, leaf) = X509Certificate::from_der(own).ok()?;
        let mut issuers =
            chain.iter().filter_map(|it| Some(X509Certificate::from_der(it).ok()?.1.issuer().to_string()));
        let (from, to) = (leaf.validity().not_before.timestamp(), leaf.validity().not_after.timestamp());
        Some(Self {
            certificate: Certificate {
                sha256: fingerprint(own),
                subject: name_of(leaf.subject()),
                issuer: name_of(leaf.issuer()),
                not_before: day_of(from),
                not_after: day_of(to),
            },
            sent: chain.len(),
            inspector: issuers.find_map(|it| inspectors::named_in(&it)),
            not_after: to,
        })
    }

    /// One line: for whom, by whom, how long.
    pub(super) fn card(&self) -> String {
        let days = self.days_left();
        let Certificate { subject, issuer, .. } = &self.certificate;
        let subject = if subject.is_empty() { words::say("way-certificate-of-its-host") } else { subject };
        // A number below nothing is no singular, and this one is not grouped.
        let certificate = words::with(
            "way-certificate",
            &[
                ("subject", subject.into()),
                ("issuer", issuer.as_str().into()),
                ("n", days.max(0).into()),
                ("days", days.to_string().into()),
            ],
        );
        match self.inspector {
            Some(it) => words::with(
                "way-certificate-inspected",
                &[("certificate", certificate.into()), ("inspector", it.into())],
            ),
            None => certificate,
        }
    }

    /// All of it, one by one. `chain` says what the certificates that came are worth.
    pub(super) fn details(&self, chain: &str) -> Vec<Detail> {
        let it = &self.certificate;
        let plural = if self.sent == 1 { "certificate" } else { "certificates" };
        let mut details = vec![
            Detail::new(Fact::Subject, &it.subject),
            Detail::new(Fact::Issuer, &it.issuer),
            Detail::new(Fact::Expiry, &it.not_after),
            Detail::new(Fact::DaysLeft, self.days_left().to_string()),
            Detail::new(Fact::Chain, format!("{} {plural}, {chain}", self.sent)),
            Detail::new(Fact::Fingerprint, &it.sha256),
        ];
        if let Some(product) = self.inspector {
            details.push(Detail::new(Fact::Inspector, words::with("way-inspector", &[("inspector", product.into())])));
        }
        details
    }

    fn days_left(&self) -> i64 {
        (self.not_after - jiff::Timestamp::now().as_second()).div_euclid(DAY)
    }
}

/// What the certificates that came are worth after this refusal.
pub(super) fn chain_after(what: &CertificateFault) -> String {
    match what {
        CertificateFault::UnknownIssuer { .. } => words::say("way-chain-unknown").into(),
        CertificateFault::IncompleteChain { issuer } => {
            words::with("way-chain-incomplete", &[("issuer", issuer.as_str().into())])
        }
        CertificateFault::SelfSigned => words::say("way-chain-self-signed").into(),
        CertificateFault::CaAsServer => words::say("way-chain-ca").into(),
        CertificateFault::Changed { .. } => words::say("way-chain-pinned").into(),
        CertificateFault::Expired { .. }
        | CertificateFault::NotYetValid { .. }
        | CertificateFault::WrongName { .. }
        | CertificateFault::Weak
        | CertificateFault::Revoked
        | CertificateFault::Bad { .. } => words::say("way-chain-refused").into(),
    }
}

/// SHA-256 of a certificate as people compare it: `AB:CD:…`.
pub(super) fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, certificate);
    digest.as_ref().iter().map(|it| format!("{it:02X}")).collect::<Vec<_>>().join(":")
}

/// The part of a name that people know it by: the common name, else the organisation, else all of it.
pub(super) fn name_of(name: &x509_parser::x509::X509Name<'_>) -> String {
    let common = name.iter_common_name().next().or_else(|| name.iter_organization().next());
    shown(&common.and_then(|it| it.as_str().ok()).map_or_else(|| name.to_string(), str::to_owned))
}

/// A time as its day, UTC.
pub(super) fn day_of(unix: i64) -> String {
    let time = jiff::Timestamp::from_second(unix).map(|it| it.to_string()).unwrap_or_default();
    time.chars().take_while(|it| *it != 'T').collect()
}
