//! A server on loopback that does what a test tells it, in plain text or over TLS, and remembers every request.
//!
//! Every read and write has a deadline, and the listener ends when the server is dropped.

use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use psa_connect::model::origin::Origin;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The longest that a server waits for the other side. Reached only when a test has failed.
const DEADLINE: Duration = Duration::from_secs(20);

/// How a server is spoken to.
#[derive(Clone)]
pub(crate) enum Road {
    /// As it is.
    Plain,
    /// Inside TLS.
    Tls(Arc<ServerConfig>),
}

/// A connection, whatever protects it.
pub(crate) trait Wire: Read + Write {
    /// The connection itself, below any protection.
    fn socket(&self) -> &TcpStream;

    /// Where it leads to.
    fn origin(&self) -> Origin;
}

impl Wire for TcpStream {
    fn socket(&self) -> &TcpStream {
        self
    }

    fn origin(&self) -> Origin {
        origin("http", self)
    }
}

impl Wire for StreamOwned<ServerConnection, TcpStream> {
    fn socket(&self) -> &TcpStream {
        &self.sock
    }

    fn origin(&self) -> Origin {
        origin("https", &self.sock)
    }
}

fn origin(scheme: &str, socket: &TcpStream) -> Origin {
    format!("{scheme}://{}", socket.local_addr().expect("a connected socket")).parse().expect("an origin on loopback")
}

/// One request, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    /// All of it: the head, and the body of a query.
    pub(crate) bytes: Vec<u8>,
}

/// What becomes of a connection after a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// It takes the next request.
    Keep,
    /// It is closed in an orderly way.
    Close,
    /// It is dropped where it stands.
    Drop,
}

/// What a server saw.
#[derive(Default)]
pub(crate) struct Seen {
    /// Connections that were made to it.
    pub(crate) connections: usize,
    /// Requests, whole.
    pub(crate) asked: Vec<Asked>,
}

/// One server.
pub(crate) struct Server {
    address: SocketAddr,
    scheme: &'static str,
    seen: Arc<Mutex<Seen>>,
    over: Arc<AtomicBool>,
}

impl Server {
    /// Answers each request with `answer`; connections are served side by side.
    pub(crate) fn answering(
        road: Road,
        answer: impl Fn(&Asked, &mut dyn Wire) -> After + Send + Sync + 'static,
    ) -> Self {
        let scheme = match &road {
            Road::Plain => "http",
            Road::Tls(_) => "https",
        };
        Self::listening(scheme, move |socket, seen| match &road {
            Road::Plain => drop(serve(socket, seen, &answer)),
            Road::Tls(config) => {
                let Ok(session) = ServerConnection::new(Arc::clone(config)) else { return };
                if let Some(mut wire) = serve(StreamOwned::new(session, socket), seen, &answer) {
                    wire.conn.send_close_notify();
                    let _ = wire.flush();
                    close(&wire.sock);
                }
            }
        })
    }

    /// Hands each connection to `act` before anything is read from it.
    pub(crate) fn handing(scheme: &'static str, act: impl Fn(TcpStream) + Send + Sync + 'static) -> Self {
        Self::listening(scheme, move |socket, _| act(socket))
    }

    fn listening(scheme: &'static str, act: impl Fn(TcpStream, &Mutex<Seen>) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port on loopback");
        let address = listener.local_addr().expect("its address");
        let (seen, over, act) = (Arc::<Mutex<Seen>>::default(), Arc::new(AtomicBool::new(false)), Arc::new(act));
        let (kept, ended) = (Arc::clone(&seen), Arc::clone(&over));
        thread::spawn(move || {
            for socket in listener.incoming().map_while(Result::ok) {
                if ended.load(Ordering::SeqCst) {
                    break;
                }
                lock(&kept).connections += 1;
                let _ = socket.set_read_timeout(Some(DEADLINE)).and(socket.set_write_timeout(Some(DEADLINE)));
                let _ = socket.set_nodelay(true);
                let (act, kept) = (Arc::clone(&act), Arc::clone(&kept));
                thread::spawn(move || act(socket, &kept));
            }
        });
        Self { address, scheme, seen, over }
    }

    /// Where it answers.
    pub(crate) fn origin(&self) -> Origin {
        format!("{}://{}", self.scheme, self.address).parse().expect("an origin on loopback")
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// What it saw so far.
    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        lock(&self.seen)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Wakes the listener, which looks before it serves.
        let _ = TcpStream::connect(self.address);
    }
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves one connection; gives it back when it is to be closed in an orderly way.
fn serve<W: Wire>(mut wire: W, seen: &Mutex<Seen>, answer: &impl Fn(&Asked, &mut dyn Wire) -> After) -> Option<W> {
    while let Some(asked) = read_request(&mut wire) {
        lock(seen).asked.push(asked.clone());
        match answer(&asked, &mut wire) {
            After::Keep => {}
            After::Close => {
                close(wire.socket());
                return Some(wire);
            }
            After::Drop => return None,
        }
    }
    Some(wire)
}

/// Says that nothing more will come.
fn close(socket: &TcpStream) {
    let _ = socket.shutdown(Shutdown::Write);
}

/// Reads one request; `None` when the other side has gone, or never says what it wants.
pub(crate) fn read_request(wire: &mut (impl Read + ?Sized)) -> Option<Asked> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        read_one(wire, &mut bytes).ok()?;
    }
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let mut first = head.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let length = head.lines().find_map(|it| {
        let (name, value) = it.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    for _ in 0..length.unwrap_or(0) {
        read_one(wire, &mut bytes).ok()?;
    }
    Some(Asked { method, target, bytes })
}

fn read_one(wire: &mut (impl Read + ?Sized), into: &mut Vec<u8>) -> io::Result<()> {
    let mut byte = [0];
    wire.read_exact(&mut byte)?;
    into.extend(byte);
    Ok(())
}

/// Reads until the other side gives up.
pub(crate) fn hold(wire: &mut (impl Read + ?Sized)) {
    let mut bytes = [0; 512];
    while wire.read(&mut bytes).is_ok_and(|it| it > 0) {}
}
