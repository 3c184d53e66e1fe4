//! The way to a server, one layer at a time: its name, the connection, TLS. No byte of HTTP is sent.

use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::{StreamExt, stream::FuturesUnordered};
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::TlsConnector;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::model::{
    fault::{Fault, TlsFault},
    origin::{Origin, Scheme},
    report::{Check, CheckFinding, CheckOutcome},
};

use super::{Transport, blame, trust::name_of};

/// Between the tries of one address and the next (RFC 8305 suggests 250 ms).
const NEXT_ADDRESS: Duration = Duration::from_millis(250);

/// One layer of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The host name.
    Lookup,
    /// The connection.
    Tcp,
    /// Its protection.
    Tls,
}

impl Layer {
    /// All of them, in order. Each needs those before it.
    pub const ALL: [Self; 3] = [Self::Lookup, Self::Tcp, Self::Tls];

    /// The check that it is on screens and in reports.
    pub fn check(self) -> Check {
        match self {
            Self::Lookup => Check::Lookup,
            Self::Tcp => Check::Tcp,
            Self::Tls => Check::Tls,
        }
    }
}

/// The way to one server, as far as it was gone.
#[derive(Debug)]
pub struct Layers<'a> {
    transport: &'a Transport,
    origin: &'a Origin,
    addresses: Vec<SocketAddr>,
    stream: Option<TcpStream>,
}

impl<'a> Layers<'a> {
    /// Starts before the first layer.
    pub fn new(transport: &'a Transport, origin: &'a Origin) -> Self {
        Self { transport, origin, addresses: vec![], stream: None }
    }

    /// Goes one layer further and says how it went.
    pub async fn go(&mut self, layer: Layer) -> CheckFinding {
        let started = Instant::now();
        let outcome = match self.transport.route.proxy_of(self.origin) {
            Some(proxy) => CheckOutcome::Skipped(format!("through the proxy {proxy}")),
            None => match layer {
                Layer::Lookup => self.look_up().await,
                Layer::Tcp => self.connect().await,
                Layer::Tls => self.shake_hands().await,
            }
            .unwrap_or_else(CheckOutcome::Failed),
        };
        CheckFinding { check: layer.check(), outcome, took: started.elapsed(), request: None, details: vec![] }
    }

    async fn look_up(&mut self) -> Result<CheckOutcome, Fault> {
        let unknown = || Fault::UnknownHost { host: self.origin.host().to_owned() };
        let lookup = tokio::net::lookup_host((self.origin.host(), self.origin.port()));
        let found = timeout(self.transport.limits.connect, lookup).await.map_err(|_| unknown())?;
        self.addresses = found.map_err(|_| unknown())?.collect();
        self.addresses.dedup();
        let shown: Vec<_> = self.addresses.iter().map(|it| it.ip().to_string()).collect();
        match shown.as_slice() {
            [] => Err(unknown()),
            [first, second, third, rest @ ..] if !rest.is_empty() => {
                Ok(CheckOutcome::Passed(format!("{first}, {second}, {third} and {} more", rest.len())))
            }
            all => Ok(CheckOutcome::Passed(all.join(", "))),
        }
    }

    /// Tries each address a little after the one before it; the first that answers is taken.
    async fn connect(&mut self) -> Result<CheckOutcome, Fault> {
        let limit = self.transport.limits.connect;
        let late = || Fault::ConnectTimedOut { host: self.origin.host().to_owned(), after: limit };
        let mut wait = Duration::ZERO;
        let mut tries = FuturesUnordered::new();
        for address in self.addresses.iter().copied() {
            tries.push(async move {
                tokio::time::sleep(wait).await;
                TcpStream::connect(address).await.map(|stream| (address, stream))
            });
            wait += NEXT_ADDRESS;
        }
        let first_to_answer = async {
            let mut worst = io::Error::from(io::ErrorKind::HostUnreachable);
            while let Some(tried) = tries.next().await {
                match tried {
                    Ok(connected) => return Ok(connected),
                    Err(error) => worst = error,
                }
            }
            Err(worst)
        };
        let connected = timeout(limit, first_to_answer).await.map_err(|_| late())?;
        let (address, stream) = connected.map_err(|it| blame::io(&it, self.origin))?;
        self.stream = Some(stream);
        Ok(CheckOutcome::Passed(address.to_string()))
    }

    async fn shake_hands(&mut self) -> Result<CheckOutcome, Fault> {
        match self.origin.scheme() {
            Scheme::Http => return Ok(CheckOutcome::Skipped("plain HTTP, on this host only".into())),
            Scheme::Https => {}
        }
        self.transport.can_check(self.origin)?;
        let host = || self.origin.host().to_owned();
        let limit = self.transport.limits.connect;
        let bad_name = |_| Fault::UnknownHost { host: host() };
        let name = ServerName::try_from(host()).map_err(bad_name)?;
        let stream = self.stream.take().ok_or_else(|| Fault::Cut { host: host() })?;
        let connector = TlsConnector::from(Arc::clone(&self.transport.tls));
        let stream = timeout(limit, connector.connect(name, stream))
            .await
            .map_err(|_| Fault::TlsTimedOut { host: host(), after: limit })?
            .map_err(|it| blame::io(&it, self.origin))?;
        let (_, session) = stream.get_ref();
        let version = match session.protocol_version() {
            Some(rustls::ProtocolVersion::TLSv1_2) => "TLS 1.2",
            Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3",
            Some(_) | None => "TLS",
        };
        let leaf = session.peer_certificates().and_then(<[_]>::first);
        let card = leaf.and_then(card).ok_or_else(|| Fault::Tls {
            host: host(),
            what: TlsFault::Handshake { says: "the server showed no certificate that can be read".into() },
        })?;
        Ok(CheckOutcome::Passed(format!("{version}, {card}")))
    }
}

/// What people ask of a certificate: for whom, by whom, how long.
fn card(certificate: &CertificateDer<'_>) -> Option<String> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let now = jiff::Timestamp::now().as_second();
    let days = (certificate.validity().not_after.timestamp() - now) / (24 * 60 * 60);
    let (subject, issuer) = (name_of(certificate.subject()), name_of(certificate.issuer()));
    let subject = if subject.is_empty() { "its host".to_owned() } else { subject };
    let plural = if days == 1 { "day" } else { "days" };
    Some(format!("{subject}, issued by {issuer}, {days} {plural} left"))
}
