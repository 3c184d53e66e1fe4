//! One certificate is pinned: that one passes whoever signed it, and no other does, whoever vouches for it.

use psa_connect::{
    engine::transport::Transport,
    model::{
        certificate::Certificate as Card,
        fault::CertificateFault,
        report::{CheckOutcome, Fact},
    },
};
use rcgen::{BasicConstraints, Certificate, CertificateParams, IsCa, KeyPair, date_time_ymd};

use crate::{
    hostile::{Hostile, get},
    tls::{authority, detail, named, refused_by, serving, tls_finding, trusting, usual},
};

/// A certificate of its own making, and the server that shows it.
fn own(params: &CertificateParams) -> (Certificate, Hostile) {
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let server = serving(&certificate, &key);
    (certificate, server)
}

fn distrusting() -> (Transport, tempfile::TempDir) {
    trusting(&authority("Acme Root").pem)
}

/// What a server shows, as a refusal tells it.
async fn shown_by(transport: &Transport, server: &Hostile) -> Card {
    refused_by(transport, &server.origin).await.shown
}

async fn status(transport: &Transport, server: &Hostile) -> u16 {
    transport.send(&get(&server.origin), &server.origin).await.reply.unwrap().status
}

#[tokio::test]
async fn the_certificate_that_was_shown_passes_once_it_is_pinned() {
    let (transport, _folder) = distrusting();
    let mut as_ca = usual();
    as_ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let mut nameless = CertificateParams::new(vec![]).unwrap();
    nameless.distinguished_name = named("psa");
    for params in [usual(), as_ca, nameless] {
        let (_, server) = own(&params);
        let pin = shown_by(&transport, &server).await;
        let pinned = transport.pinned(&pin);
        assert_eq!(status(&pinned, &server).await, 204);
        let found = tls_finding(&pinned, &server.origin).await;
        assert!(matches!(found.outcome, CheckOutcome::Passed(_)), "{found:?}");
        assert_eq!(detail(&found, Fact::TrustedBy), Some("the pinned certificate"));
        assert_eq!(detail(&found, Fact::Fingerprint), Some(pin.sha256.as_str()));
    }
}

#[tokio::test]
async fn the_pin_is_no_pin_for_the_transport_that_it_came_from() {
    let (transport, _folder) = distrusting();
    let (_, server) = own(&usual());
    let pin = shown_by(&transport, &server).await;
    assert_eq!(status(&transport.pinned(&pin), &server).await, 204);
    assert_eq!(shown_by(&transport, &server).await, pin);
}

#[tokio::test]
async fn another_certificate_stops_with_both_fingerprints() {
    let (transport, _folder) = distrusting();
    let (_, old) = own(&usual());
    let (_, new) = own(&usual());
    let pin = shown_by(&transport, &old).await;
    let refused = refused_by(&transport.pinned(&pin), &new.origin).await;
    let changed = CertificateFault::Changed {
        pinned: pin.sha256.clone(),
        presented: refused.shown.sha256.clone(),
        flaw: Some(Box::new(CertificateFault::SelfSigned)),
    };
    assert_ne!(pin.sha256, refused.shown.sha256);
    assert_eq!(refused.what, changed);
}

#[tokio::test]
async fn another_certificate_stops_even_when_a_trusted_ca_vouches_for_it() {
    let authority = authority("Acme Root");
    let key = KeyPair::generate().unwrap();
    let vouched = serving(&usual().signed_by(&key, &authority.issuer).unwrap(), &key);
    let (transport, _folder) = trusting(&authority.pem);
    assert_eq!(status(&transport, &vouched).await, 204);
    let (_, old) = own(&usual());
    let pin = shown_by(&transport, &old).await;
    let what = refused_by(&transport.pinned(&pin), &vouched.origin).await.what;
    assert!(matches!(what, CertificateFault::Changed { flaw: None, .. }), "{what:?}");
}

#[tokio::test]
async fn what_is_wrong_with_the_new_certificate_is_told_and_one_that_is_over_or_for_another_name_cannot_be_pinned() {
    let authority = authority("Acme Root");
    let (transport, _folder) = trusting(&authority.pem);
    let (_, old) = own(&usual());
    let pin = shown_by(&transport, &old).await;
    let (mut over, mut other) = (usual(), usual());
    (over.not_before, over.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 2, 3));
    other.subject_alt_names = CertificateParams::new(vec!["other.example".into()]).unwrap().subject_alt_names;
    let expired = CertificateFault::Expired { not_after: "2021-02-03".into() };
    let elsewhere = CertificateFault::WrongName { presented: vec!["other.example".into()] };
    for (params, flaw) in [(over, expired), (other, elsewhere)] {
        let key = KeyPair::generate().unwrap();
        let new = serving(&params.signed_by(&key, &authority.issuer).unwrap(), &key);
        let what = refused_by(&transport.pinned(&pin), &new.origin).await.what;
        assert!(!what.can_be_pinned(), "{what:?}");
        let CertificateFault::Changed { flaw: found, .. } = what else { panic!("{what:?}") };
        assert_eq!(found, Some(Box::new(flaw)));
    }
}

#[tokio::test]
async fn a_pinned_certificate_that_is_over_is_expired_and_one_of_the_future_not_yet_valid() {
    let (transport, _folder) = distrusting();
    let mut over = usual();
    (over.not_before, over.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 2, 3));
    let (_, server) = own(&over);
    let pin = shown_by(&transport, &server).await;
    let what = refused_by(&transport.pinned(&pin), &server.origin).await.what;
    assert_eq!(what, CertificateFault::Expired { not_after: "2021-02-03".into() });
    let mut early = usual();
    (early.not_before, early.not_after) = (date_time_ymd(2999, 1, 2), date_time_ymd(3000, 1, 1));
    let (_, server) = own(&early);
    let pin = shown_by(&transport, &server).await;
    let what = refused_by(&transport.pinned(&pin), &server.origin).await.what;
    assert_eq!(what, CertificateFault::NotYetValid { not_before: "2999-01-02".into() });
}

#[tokio::test]
async fn a_server_that_has_the_certificate_and_not_its_key_is_refused() {
    let (transport, _folder) = distrusting();
    let (certificate, real) = own(&usual());
    let pin = shown_by(&transport, &real).await;
    let thief = crate::tls::serving_with_any_key(vec![certificate.der().clone()], &KeyPair::generate().unwrap());
    let what = refused_by(&transport.pinned(&pin), &thief.origin).await.what;
    assert_eq!(what, CertificateFault::Weak);
}

#[tokio::test]
async fn a_pinned_transport_counts_with_the_one_that_it_came_from() {
    let (transport, _folder) = distrusting();
    let (_, server) = own(&usual());
    let pin = shown_by(&transport, &server).await;
    let pinned = transport.pinned(&pin);
    assert_eq!(status(&pinned, &server).await, 204);
    assert_eq!((transport.sent(&server.origin), pinned.sent(&server.origin)), (2, 2));
}
