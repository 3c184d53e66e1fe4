//! Turns a transport error into the fault that a person can act on. Nothing of the URL, a header or a body survives it.
//!
//! The order of the questions was measured with reqwest 0.13.5: `is_connect` also means name look-up, TLS and proxy;
//! `is_decode` also means a body that stalled or was cut; an `io::Error` hides what it wraps unless `get_ref` is asked.

use std::{error::Error, io, time::Duration};

use crate::model::{
    fault::{CertificateFault, Fault, ProxyFault, TlsFault},
    origin::Origin,
};

use super::{Limits, peer::Peer, shown, trust::Distrust};

/// How far a request had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// No header line of the reply was in.
    Head,
    /// The body had begun.
    Body,
}

/// Names the fault behind an error of a request to `origin`, which went through `proxy` if one is given.
pub(super) fn reqwest(
    error: reqwest::Error,
    origin: &Origin,
    proxy: Option<String>,
    limits: &Limits,
    stage: Stage,
    took: Duration,
) -> Fault {
    let error = error.without_url();
    let host = || origin.host().to_owned();
    if let Some(fault) = proxy.and_then(|it| proxy_fault(&error, it)) {
        return fault;
    }
    if error.is_dns() {
        return Fault::UnknownHost { host: host() };
    }
    if let Some(fault) = find(&error, tls_error).map(|it| tls_fault(it, origin)) {
        return fault;
    }
    let silent_for = if took >= limits.total { limits.total } else { limits.read };
    match (error.is_connect(), error.is_timeout(), stage) {
        (true, true, _) if mentions(&error, "tcp connect error") => {
            Fault::ConnectTimedOut { host: host(), after: limits.connect }
        }
        (true, true, _) => Fault::TlsTimedOut { host: host(), after: limits.connect },
        (true, false, _) => find(&error, io_kind).map_or_else(
            || Fault::Tls { host: host(), what: TlsFault::Handshake { says: deepest(&error) } },
            |it| connect_fault(it, origin),
        ),
        (false, true, Stage::Head) => Fault::ReplyTimedOut { host: host(), after: silent_for },
        (false, true, Stage::Body) if took >= limits.total => Fault::TookTooLong { host: host(), after: limits.total },
        (false, true, Stage::Body) => Fault::BodyStalled { host: host(), after: limits.read },
        (false, false, Stage::Body) if is_of_the_decoder(&error) => Fault::BadCompression { host: host() },
        (false, false, Stage::Head) => match find(&error, hyper_parse).or_else(|| second_version(&error)) {
            Some(Parse::TooLarge) => Fault::HeadersTooLarge { host: host() },
            Some(Parse::NotHttp) => Fault::NotHttp { host: host() },
            None => Fault::Cut { host: host() },
        },
        (false, false, Stage::Body) => Fault::Truncated { host: host() },
    }
}

/// Says whether the body came whole and its compression is wrong: garbage, or an end in the middle that hyper saw none of.
fn is_of_the_decoder(error: &reqwest::Error) -> bool {
    match find(error, io_kind) {
        Some(io::ErrorKind::InvalidData) => true,
        Some(io::ErrorKind::UnexpectedEof) => find(error, |it| it.downcast_ref::<hyper::Error>()).is_none(),
        Some(_) | None => false,
    }
}

/// Names the fault behind an error of a bare connection or handshake.
pub(super) fn io(error: &io::Error, origin: &Origin) -> Fault {
    if let Some(fault) = find(error, tls_error).map(|it| tls_fault(it, origin)) {
        return fault;
    }
    connect_fault(error.kind(), origin)
}

/// What a server showed in a handshake that failed because of it.
pub(super) fn peer(error: &io::Error) -> Option<(&CertificateFault, &Peer)> {
    let Some(rustls::Error::InvalidCertificate(rustls::CertificateError::Other(it))) = find(error, tls_error) else {
        return None;
    };
    let distrust = it.0.downcast_ref::<Distrust>()?;
    Some((&distrust.what, distrust.peer.as_ref()?))
}

fn connect_fault(kind: io::ErrorKind, origin: &Origin) -> Fault {
    let host = origin.host().to_owned();
    if kind == io::ErrorKind::ConnectionRefused {
        Fault::Refused { host, port: origin.port() }
    } else if matches!(kind, io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable) {
        Fault::Unreachable { host }
    } else if matches!(
        kind,
        io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof
    ) {
        Fault::Cut { host }
    } else {
        Fault::Unreachable { host }
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "rustls has dozens of errors and adds more; all others are told as they are"
)]
fn tls_fault(error: &rustls::Error, origin: &Origin) -> Fault {
    use rustls::{AlertDescription, CertificateError, InvalidMessage, PeerIncompatible};
    let host = origin.host().to_owned();
    let tls = |what| Fault::Tls { host: host.clone(), what };
    match error {
        rustls::Error::InvalidCertificate(CertificateError::Other(it)) => {
            let Some(Distrust { what, peer }) = it.0.downcast_ref::<Distrust>() else {
                let what = CertificateFault::Bad { says: shown(&it.to_string()) };
                return Fault::Certificate { host, what, shown: None };
            };
            let shown = peer.as_ref().map(|it| Box::new(it.certificate.clone()));
            Fault::Certificate { host, what: what.clone(), shown }
        }
        rustls::Error::InvalidCertificate(it) => {
            Fault::Certificate { host, what: CertificateFault::Bad { says: shown(&it.to_string()) }, shown: None }
        }
        // Measured: a server that looks at our versions sends the alert; one of the time of TLS 1.1 answers with a
        // hello of its own version. What else is incompatible has nothing to do with age.
        rustls::Error::AlertReceived(AlertDescription::ProtocolVersion)
        | rustls::Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13) => tls(TlsFault::TooOld),
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => tls(TlsFault::NotTls),
        other => tls(TlsFault::Handshake { says: shown(&other.to_string()) }),
    }
}

/// hyper-util and reqwest keep these errors private, so their texts decide; tests with a real proxy hold them still.
fn proxy_fault(error: &reqwest::Error, proxy: String) -> Option<Fault> {
    let wants_login = [
        "proxy authorization required",
        // SOCKS 5: none of the ways to log in that were offered, or not these values.
        "server does not support user/pass authentication",
        "credentials not accepted",
    ];
    let what = if wants_login.iter().any(|it| mentions(error, it)) {
        ProxyFault::WantsLogin
    } else if mentions(error, "failed to create underlying connection")
        || mentions(error, "io error establishing tunnel")
        || mentions(error, "tcp connect error")
        || error.is_dns()
    {
        ProxyFault::Unreachable
    } else if mentions(error, "tunnel error") || mentions(error, "SOCKS error") {
        ProxyFault::Refuses
    } else if mentions(error, "error connecting to socks proxy") {
        ProxyFault::Unreachable
    } else {
        return None;
    };
    Some(Fault::Proxy { proxy, what })
}

/// Walks from `error` to its causes, through what an `io::Error` wraps, until `wanted` finds something.
fn find<'a, T>(error: &'a (dyn Error + 'static), wanted: impl Fn(&'a (dyn Error + 'static)) -> Option<T>) -> Option<T> {
    let mut link = Some(error);
    while let Some(it) = link {
        if let Some(found) = wanted(it) {
            return Some(found);
        }
        link = cause(it);
    }
    None
}

fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

fn mentions(error: &(dyn Error + 'static), text: &str) -> bool {
    find(error, |it| it.to_string().contains(text).then_some(())).is_some()
}

/// The text of the last cause, which is about a socket or a handshake and never about what was sent.
fn deepest(error: &(dyn Error + 'static)) -> String {
    let mut link = error;
    while let Some(it) = cause(link) {
        link = it;
    }
    shown(&link.to_string())
}

fn tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    error.downcast_ref()
}

/// The kind of an `io::Error` that wraps nothing more telling.
fn io_kind(error: &(dyn Error + 'static)) -> Option<io::ErrorKind> {
    let error = error.downcast_ref::<io::Error>()?;
    let wraps_io = error.get_ref().is_some_and(|it| find(it, |link| link.downcast_ref::<io::Error>()).is_some());
    (!wraps_io).then(|| error.kind())
}

enum Parse {
    NotHttp,
    TooLarge,
}

fn hyper_parse(error: &(dyn Error + 'static)) -> Option<Parse> {
    let error = error.downcast_ref::<hyper::Error>()?;
    if error.is_parse_too_large() { Some(Parse::TooLarge) } else { error.is_parse().then_some(Parse::NotHttp) }
}

/// What HTTP/2 was refused for by us. Its library keeps its errors private, so their texts decide; "detected" is ours.
///
/// Measured with h2 0.4.20: headers over the limit end their stream as a protocol error, unless there are so many frames
/// of them that the connection ends. A head that is malformed ends its stream in the same way and cannot be told apart.
fn second_version(error: &reqwest::Error) -> Option<Parse> {
    if mentions(error, "too_many_continuations") || mentions(error, "stream error detected") {
        return Some(Parse::TooLarge);
    }
    mentions(error, "connection error detected").then_some(Parse::NotHttp)
}
