//! A server that does exactly what it is told, on loopback, and remembers every byte that it was sent.

use std::{
    io::{ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::Duration,
};

use psa_connect::{
    engine::transport::{Limits, Network, Transport},
    model::{origin::Origin, secret::Secret},
    psa::{Credentials, Method, Request},
};

/// What stands for a secret; it may turn up nowhere.
pub(crate) const CANARY: &str = "canary-5f1d";

/// One server.
pub(crate) struct Hostile {
    pub(crate) origin: Origin,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    connections: usize,
    requests: usize,
    bytes: usize,
}

impl Hostile {
    /// Serves `reply` to every request, closing the connection after it.
    pub(crate) fn replying(reply: impl Into<Vec<u8>>) -> Self {
        let reply = reply.into();
        Self::doing(move |stream, _| {
            let _ = stream.write_all(&reply);
        })
    }

    /// Calls `act` with the connection and the number of the request, once its head is in.
    pub(crate) fn doing(act: impl Fn(&mut TcpStream, usize) + Send + 'static) -> Self {
        Self::raw("http", move |stream, seen| {
            if read_head(stream, seen) {
                let n_request = seen.lock().unwrap().requests;
                act(stream, n_request);
            }
        })
    }

    /// Calls `act` with each connection, before anything is read.
    pub(crate) fn connected(scheme: &str, act: impl Fn(&mut TcpStream) + Send + 'static) -> Self {
        Self::raw(scheme, move |stream, _| act(stream))
    }

    fn raw(scheme: &str, act: impl Fn(&mut TcpStream, &Mutex<Seen>) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("{scheme}://{}", listener.local_addr().unwrap()).parse().unwrap();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let kept = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                kept.lock().unwrap().connections += 1;
                act(&mut stream, &kept);
            }
        });
        Self { origin, seen }
    }

    /// Gives it another name.
    pub(crate) fn at(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    pub(crate) fn n_connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    pub(crate) fn n_requests(&self) -> usize {
        self.seen.lock().unwrap().requests
    }

    pub(crate) fn n_bytes(&self) -> usize {
        self.seen.lock().unwrap().bytes
    }

    pub(crate) fn host(&self) -> String {
        self.origin.host().to_owned()
    }
}

fn read_head(stream: &mut TcpStream, seen: &Mutex<Seen>) -> bool {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            Ok(_) | Err(_) => return false,
        }
    }
    let mut seen = seen.lock().unwrap();
    seen.requests += 1;
    seen.bytes += head.len();
    true
}

/// Holds the connection until the other side gives up; calls `each` every `pause`.
pub(crate) fn hold(stream: &mut TcpStream, pause: Duration, mut each: impl FnMut(&mut TcpStream)) {
    stream.set_read_timeout(Some(pause)).unwrap();
    let mut byte = [0; 512];
    loop {
        match stream.read(&mut byte) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => each(stream),
            Err(_) => return,
        }
    }
}

/// Limits that a test can wait for.
pub(crate) fn short() -> Limits {
    Limits {
        connect: Duration::from_millis(300),
        read: Duration::from_millis(500),
        total: Duration::from_millis(1200),
        body: 1_000_000,
        pause: Duration::ZERO,
        patience: Duration::from_secs(1),
        ..Limits::default()
    }
}

pub(crate) fn transport() -> Transport {
    Transport::new(&Network { ca_file: None, proxy: None, limits: short() }).unwrap()
}

/// A GET without credentials.
pub(crate) fn get(origin: &Origin) -> Request {
    Request {
        method: Method::Get,
        origin: origin.clone(),
        target: "/system/info?a=1".into(),
        headers: vec![],
        credentials: Credentials::None,
        label: "GET /system/info".into(),
        bucket: String::new(),
    }
}

/// A GET with the canary in every place where a secret may be.
pub(crate) fn get_with_keys(origin: &Origin) -> Request {
    let secret = || Secret::new(CANARY);
    let credentials = Credentials::Basic { user: secret(), password: secret(), headers: vec![("clientid", secret())] };
    Request { credentials, ..get(origin) }
}

/// A GET with the vendor's own headers.
pub(crate) fn get_with_headers(origin: &Origin) -> Request {
    let secret = || Secret::new(CANARY);
    let credentials = Credentials::Headers(vec![
        ("username", Secret::new("api@acme.example")),
        ("secret", secret()),
        ("apiintegrationcode", secret()),
    ]);
    Request { credentials, ..get(origin) }
}
