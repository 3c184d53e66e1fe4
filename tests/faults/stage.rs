//! Sets the scene of a row: the server that misbehaves, the port that is dead, the proxy in between.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    os::fd::OwnedFd,
    sync::Arc,
    time::Duration,
};

use psa_connect::model::origin::Origin;
use rcgen::{CertificateParams, KeyPair};
use rustix::net::{AddressFamily, SocketType, bind, listen, socket, sockopt::set_socket_linger};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::{
    authority::{Authority, showing},
    certificates::{SOUND, TRUSTED},
    row::{Does, Gatekeeper, Over, Row, Scene},
    server::{After, Asked, Road, Server, Wire, hold, read_request},
    tenant::{At, Psa, fine, zone},
};

/// The password of every proxy. It may turn up nowhere.
pub(crate) const PROXY_PASSWORD: &str = "canary-proxy-31aa";

/// Between two blanks of a reply that drips.
const DRIP: Duration = Duration::from_millis(50);

/// A scene that is set; it is struck when dropped.
pub(crate) struct Stage {
    /// Where the PSA is said to be.
    pub(crate) origin: Origin,
    /// What the client is given to trust, PEM.
    pub(crate) ca_file: String,
    /// What the environment of the client has.
    pub(crate) environment: Vec<(&'static str, String)>,
    proxy: String,
    server: Option<Server>,
    _kept: Kept,
}

/// What must stay open for as long as the scene stands.
enum Kept {
    Nothing,
    Port { _bound: OwnedFd },
    Queue { _listener: TcpListener, _waiting: Vec<TcpStream> },
}

impl Stage {
    /// Sets the scene of `row` for one leg.
    pub(crate) fn set(row: &Row, over: Over) -> Self {
        let road = match over {
            Over::Plain => Road::Plain,
            Over::Tls => Road::Tls(Arc::clone(&SOUND)),
        };
        match &row.scene {
            Scene::Request(at, does) => Self::of(misbehaving(row.psa, road, vec![(*at, does.clone())])),
            Scene::Requests(all) => Self::of(misbehaving(row.psa, road, all.clone())),
            Scene::Certificate(shown) | Scene::Pinned(shown) => {
                let showing = shown.make();
                let server = misbehaving(row.psa, Road::Tls(showing.config), vec![]);
                Self { ca_file: showing.ca_file, ..Self::of(server) }
            }
            Scene::CaFile(text) => Self { ca_file: (*text).to_owned(), ..Self::of(misbehaving(row.psa, road, vec![])) },
            Scene::Socket(act) => Self::of(Server::handing(scheme(over), *act)),
            Scene::Closed => {
                let (bound, port) = bound_and_deaf();
                let origin = format!("{}://127.0.0.1:{port}", scheme(over)).parse().expect("an origin");
                Self { _kept: Kept::Port { _bound: bound }, ..Self::at(origin) }
            }
            Scene::Full => {
                let (kept, address) = full();
                let origin = format!("{}://{address}", scheme(over)).parse().expect("an origin");
                Self { _kept: kept, ..Self::at(origin) }
            }
            Scene::Away(origin) => Self::at(origin.parse().expect("an origin")),
            Scene::Proxy(gatekeeper) => Self::behind(*gatekeeper),
        }
    }

    fn at(origin: Origin) -> Self {
        let (ca_file, environment, proxy) = (TRUSTED.certificate.pem(), vec![], String::new());
        Self { origin, ca_file, environment, proxy, server: None, _kept: Kept::Nothing }
    }

    fn of(server: Server) -> Self {
        let origin = server.origin();
        Self { server: Some(server), ..Self::at(origin) }
    }

    fn behind(gatekeeper: Gatekeeper) -> Self {
        let here = Self::at("https://psa.example".parse().expect("an origin"));
        let socks = matches!(gatekeeper, Gatekeeper::RefusesSocks | Gatekeeper::NoSocks);
        let (server, kept, proxy) = match gatekeeper {
            Gatekeeper::Gone => {
                let (bound, port) = bound_and_deaf();
                (None, Kept::Port { _bound: bound }, format!("127.0.0.1:{port}"))
            }
            Gatekeeper::Unknown => (None, Kept::Nothing, "proxy.invalid:3128".into()),
            Gatekeeper::Answers(_) | Gatekeeper::Inspects | Gatekeeper::RefusesSocks | Gatekeeper::NoSocks => {
                let server = Server::handing("http", move |socket| keep_gate(gatekeeper, socket));
                let proxy = format!("127.0.0.1:{}", server.port());
                (Some(server), Kept::Nothing, proxy)
            }
        };
        let scheme = if socks { "socks5h" } else { "http" };
        let url = format!("{scheme}://user:{PROXY_PASSWORD}@{proxy}");
        Self { environment: vec![("HTTPS_PROXY", url)], proxy, server, _kept: kept, ..here }
    }

    /// The sentence of the row, as it must come out here.
    pub(crate) fn sentence(&self, says: &str) -> String {
        says.replace("{host}", self.origin.host())
            .replace("{port}", &self.origin.port().to_string())
            .replace("{proxy}", &self.proxy)
            .replace("{scheme}", self.origin.to_string().split(':').next().unwrap_or_default())
    }

    /// Every request that came.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.server.iter().flat_map(|it| it.seen().asked.clone()).collect()
    }
}

fn scheme(over: Over) -> &'static str {
    match over {
        Over::Plain => "http",
        Over::Tls => "https",
    }
}

/// A PSA in order, but for what it does at some requests.
fn misbehaving(psa: Psa, road: Road, wrong: Vec<(At, Does)>) -> Server {
    Server::answering(road, move |asked, wire| {
        let origin = wire.origin();
        if let Some((_, does)) = wrong.iter().find(|(at, _)| *at == psa.at(asked)) {
            return does.act(wire, &origin);
        }
        let sent = wire.write_all(&fine(&psa.answer(asked, &origin))).and_then(|()| wire.flush());
        if sent.is_ok() { After::Keep } else { After::Drop }
    })
}

impl Does {
    fn act(&self, wire: &mut dyn Wire, origin: &Origin) -> After {
        let mut send = |bytes: &[u8]| wire.write_all(bytes).and_then(|()| wire.flush());
        match self {
            Self::Reply(bytes) => {
                let _ = send(bytes);
                After::Close
            }
            Self::Keep(bytes) => {
                let _ = send(bytes);
                After::Keep
            }
            Self::Flood { head, piece, times } => {
                if send(head).is_ok() {
                    let _ = (0..*times).try_for_each(|_| send(piece));
                }
                After::Drop
            }
            Self::OtherZone => {
                let elsewhere = format!("{}9/ATServicesRest/", origin.to_string().trim_end_matches(char::is_numeric));
                let _ = send(&fine(&zone(&elsewhere)));
                After::Keep
            }
            Self::HangUp(bytes) => {
                let _ = send(bytes);
                After::Drop
            }
            Self::Reset(bytes) => {
                let _ = send(bytes);
                let _ = set_socket_linger(wire.socket(), Some(Duration::ZERO));
                After::Drop
            }
            Self::Stall(bytes) => {
                let _ = send(bytes);
                hold(&mut wire.socket());
                After::Drop
            }
            Self::Drip(bytes) => {
                let _ = send(bytes);
                let _ = wire.socket().set_read_timeout(Some(DRIP));
                // Goes on for as long as the other side neither speaks nor leaves.
                while wire.socket().peek(&mut [0]).is_err_and(|it| is_silence(it.kind())) {
                    if wire.write_all(b" ").and_then(|()| wire.flush()).is_err() {
                        break;
                    }
                }
                After::Drop
            }
        }
    }
}

fn is_silence(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// A port that is taken, so that nobody else gets it, and on which nothing listens.
fn bound_and_deaf() -> (OwnedFd, u16) {
    let socket = socket(AddressFamily::INET, SocketType::STREAM, None).expect("a socket");
    bind(&socket, &SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).expect("a port on loopback");
    let address = SocketAddr::try_from(rustix::net::getsockname(&socket).expect("its address")).expect("an IP address");
    (socket, address.port())
}

/// A listener whose queue is full: further connections get no answer at all.
fn full() -> (Kept, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port on loopback");
    listen(&listener, 0).expect("a shorter queue");
    let address = listener.local_addr().expect("its address");
    let (mut waiting, mut unanswered) = (vec![], 0);
    // One connection without an answer may only have been slow; three in a row are a full queue.
    while unanswered < 3 {
        match TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
            Ok(stream) => {
                waiting.push(stream);
                unanswered = 0;
            }
            Err(_) => unanswered += 1,
        }
    }
    (Kept::Queue { _listener: listener, _waiting: waiting }, address)
}

fn keep_gate(gatekeeper: Gatekeeper, mut socket: TcpStream) {
    match gatekeeper {
        Gatekeeper::Gone | Gatekeeper::Unknown => {}
        Gatekeeper::Answers(head) => {
            if read_request(&mut socket).is_some() {
                let _ = socket.write_all(head.as_bytes());
            }
        }
        Gatekeeper::Inspects => {
            if read_request(&mut socket).is_some() && socket.write_all(b"HTTP/1.1 200 OK\r\n\r\n").is_ok() {
                let session = ServerConnection::new(inspecting()).expect("a session");
                hold(&mut StreamOwned::new(session, socket));
            }
        }
        Gatekeeper::RefusesSocks => {
            // RFC 1928: no login is needed; then reply 2, not allowed by the ruleset.
            let greeted = socket.read(&mut [0; 64]).is_ok() && socket.write_all(&[5, 0]).is_ok();
            if greeted && socket.read(&mut [0; 512]).is_ok() {
                let _ = socket.write_all(&[5, 2, 0, 1, 0, 0, 0, 0, 0, 0]);
            }
        }
        Gatekeeper::NoSocks => {
            let _ = socket.read(&mut [0; 64]);
            let _ = socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    }
}

/// What an inspecting firewall shows in place of the PSA.
fn inspecting() -> Arc<ServerConfig> {
    let firewall = Authority::root("Acme Inspecting CA");
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["psa.example".into()]).expect("a name");
    showing(vec![params.signed_by(&key, &firewall.issuer).expect("a leaf").der().clone()], &key)
}
