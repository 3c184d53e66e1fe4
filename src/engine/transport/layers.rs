//! The way to a server, one layer at a time: its name, the route, the connection, TLS. No byte of HTTP is sent.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::{StreamExt, stream::FuturesUnordered};
use rustls::pki_types::ServerName;
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::TlsConnector;

use crate::{
    model::{
        fault::{Fault, TlsFault},
        origin::{Origin, Scheme},
        report::{Check, CheckFinding, CheckOutcome, Detail, Fact},
    },
    words,
};

use super::{
    Transport, blame,
    peer::{Peer, chain_after},
    route,
};

/// Between the tries of one address and the next (RFC 8305 suggests 250 ms).
const NEXT_ADDRESS: Duration = Duration::from_millis(250);

/// One layer of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The host name.
    Lookup,
    /// Which way the packets take.
    Route,
    /// The connection.
    Tcp,
    /// Its protection.
    Tls,
}

impl Layer {
    /// All of them, in order. Each needs those before it.
    pub const ALL: [Self; 4] = [Self::Lookup, Self::Route, Self::Tcp, Self::Tls];

    /// The check that it is on screens and in reports.
    pub fn check(self) -> Check {
        match self {
            Self::Lookup => Check::Lookup,
            Self::Route => Check::Route,
            Self::Tcp => Check::Tcp,
            Self::Tls => Check::Tls,
        }
    }
}

/// What one layer showed, beside how it went.
type Found = (CheckOutcome, Vec<Detail>);

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
        let (outcome, details) = match self.transport.proxy_of(self.origin) {
            Some(proxy) => by_proxy(layer, &proxy),
            None => match layer {
                Layer::Lookup => self.look_up().await,
                Layer::Route => self.find_way().await,
                Layer::Tcp => self.connect().await,
                Layer::Tls => self.shake_hands().await,
            },
        };
        CheckFinding { check: layer.check(), outcome, took: started.elapsed(), request: None, details }
    }

    async fn look_up(&mut self) -> Found {
        let unknown = || CheckOutcome::Failed(Fault::UnknownHost { host: self.origin.host().to_owned() });
        if let Some(address) = literal(self.origin.host()) {
            self.addresses = vec![SocketAddr::new(address, self.origin.port())];
            let details = vec![Detail::new(Fact::Addresses, address.to_string())];
            return (
                CheckOutcome::Passed(words::with("way-no-look-up", &[("address", address.to_string().into())])),
                details,
            );
        }
        let resolver = route::resolver().await.map(|it| Detail::new(Fact::Resolver, it));
        let lookup = tokio::net::lookup_host((self.origin.host(), self.origin.port()));
        let Ok(Ok(found)) = timeout(self.transport.limits().connect, lookup).await else {
            return (unknown(), resolver.into_iter().collect());
        };
        self.addresses = found.collect();
        self.addresses.dedup();
        let shown: Vec<_> = self.addresses.iter().map(|it| it.ip().to_string()).collect();
        let outcome = match shown.as_slice() {
            [] => return (unknown(), resolver.into_iter().collect()),
            [first, second, third, rest @ ..] if !rest.is_empty() => CheckOutcome::Passed(words::with(
                "way-addresses-and-more",
                &[
                    ("first", first.as_str().into()),
                    ("second", second.as_str().into()),
                    ("third", third.as_str().into()),
                    ("n", rest.len().to_string().into()),
                ],
            )),
            all => CheckOutcome::Passed(all.join(", ")),
        };
        (outcome, std::iter::once(Detail::new(Fact::Addresses, shown.join(", "))).chain(resolver).collect())
    }

    /// Asks this host which of its addresses it would come from. Nothing is sent.
    async fn find_way(&self) -> Found {
        let mut details = vec![Detail::new(Fact::Proxy, words::say("way-direct"))];
        let own = match route::own_addresses(&self.addresses).await {
            Ok(own) => own,
            Err(it) if matches!(it.kind(), io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable) => {
                let fault = Fault::Unreachable { host: self.origin.host().to_owned() };
                return (CheckOutcome::Failed(fault), details);
            }
            Err(_) => return (CheckOutcome::Unclear(words::say("way-direct-untold").into()), details),
        };
        let shown: Vec<_> = own.iter().map(IpAddr::to_string).collect();
        details.push(Detail::new(Fact::OwnAddress, shown.join(", ")));
        let is_behind_nat = own.iter().any(|it| route::is_private(*it));
        (
            CheckOutcome::Passed(words::with(
                if is_behind_nat { "way-direct-behind-nat" } else { "way-direct-from" },
                &[("addresses", words::all_of(&shown).into())],
            )),
            details,
        )
    }

    /// Tries each address a little after the one before it; the first that answers is taken.
    async fn connect(&mut self) -> Found {
        let limit = self.transport.limits().connect;
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
        let fault = match timeout(limit, first_to_answer).await {
            Ok(Ok((address, stream))) => {
                self.stream = Some(stream);
                let details = vec![Detail::new(Fact::PeerAddress, address.to_string())];
                return (CheckOutcome::Passed(address.to_string()), details);
            }
            Ok(Err(error)) => blame::io(&error, self.origin),
            Err(_) => Fault::ConnectTimedOut { host: self.origin.host().to_owned(), after: limit },
        };
        (CheckOutcome::Failed(fault), vec![])
    }

    async fn shake_hands(&mut self) -> Found {
        match self.origin.scheme() {
            Scheme::Http => return (CheckOutcome::Skipped(words::say("way-plain-http").into()), vec![]),
            Scheme::Https => {}
        }
        let failed = |fault| (CheckOutcome::Failed(fault), vec![]);
        if let Err(fault) = self.transport.ways.can_check(self.origin) {
            return failed(fault);
        }
        let host = || self.origin.host().to_owned();
        let limit = self.transport.limits().connect;
        let Ok(name) = ServerName::try_from(host()) else { return failed(Fault::UnknownHost { host: host() }) };
        let Some(stream) = self.stream.take() else { return failed(Fault::Cut { host: host() }) };
        let connector = TlsConnector::from(Arc::clone(&self.transport.ways.tls));
        let stream = match timeout(limit, connector.connect(name, stream)).await {
            Ok(Ok(it)) => it,
            Ok(Err(error)) => {
                let seen = blame::peer(&error).map(|(what, peer)| peer.details(&chain_after(what)));
                return (CheckOutcome::Failed(blame::io(&error, self.origin)), seen.unwrap_or_default());
            }
            Err(_) => return failed(Fault::TlsTimedOut { host: host(), after: limit }),
        };
        let (_, session) = stream.get_ref();
        let version = match session.protocol_version() {
            Some(rustls::ProtocolVersion::TLSv1_2) => "TLS 1.2",
            Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3",
            Some(_) | None => "TLS",
        };
        let Some(peer) = session.peer_certificates().and_then(Peer::of) else {
            let says = words::say("way-no-certificate").into();
            return failed(Fault::Tls { host: host(), what: TlsFault::Handshake { says } });
        };
        let mut details = vec![Detail::new(Fact::TlsVersion, version)];
        details.extend(peer.details(self.transport.ways.chain_that_passed()));
        details.push(Detail::new(Fact::TrustedBy, self.transport.ways.trusted_by()));
        (CheckOutcome::Passed(format!("{version}, {}", peer.card())), details)
    }
}

impl Transport {
    /// What the handshake behind the last reply that came from `origin` through a proxy showed: who really answers there,
    /// and how long the certificate is good. `None` without a proxy.
    pub fn tls_through_proxy(&self, origin: &Origin) -> Option<CheckFinding> {
        let proxy = self.proxy_of(origin)?;
        let peer = self.ways.roots.as_ref()?.passed(origin.host())?;
        let mut details = peer.details(self.ways.chain_that_passed());
        details.push(Detail::new(Fact::TrustedBy, self.ways.trusted_by()));
        let outcome = CheckOutcome::Passed(words::with(
            "way-through-proxy-tls",
            &[("proxy", proxy.into()), ("certificate", peer.card().into())],
        ));
        Some(CheckFinding { check: Check::Tls, outcome, took: Duration::ZERO, request: None, details })
    }
}

/// Through a proxy only the proxy sees these layers.
fn by_proxy(layer: Layer, proxy: &str) -> Found {
    match layer {
        Layer::Route => {
            let says = words::with("way-through-proxy-seen", &[("proxy", proxy.into())]);
            (CheckOutcome::Passed(says), vec![Detail::new(Fact::Proxy, proxy)])
        }
        // What TLS is like shows with the first reply that comes through.
        Layer::Lookup | Layer::Tcp | Layer::Tls => {
            let way = words::with("way-through-proxy", &[("proxy", proxy.into())]);
            (CheckOutcome::Skipped(way), vec![])
        }
    }
}

/// The address that a host is written as, if it is one.
fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}
