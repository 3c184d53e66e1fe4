//! A listener that nothing may reach. It answers like a PSA would, so that whoever comes goes on talking.

use std::{
    io::Read as _,
    net::{Shutdown, TcpStream},
};

use crate::{
    authority::Authority,
    canary::bytes_of_credentials,
    server::{After, Road, Server},
};

/// One trap.
pub(crate) struct Trap(Server);

impl Trap {
    /// One that speaks plain HTTP.
    pub(crate) fn plain() -> Self {
        Self::on(Road::Plain)
    }

    /// One that speaks TLS, with a certificate that every client here trusts.
    pub(crate) fn protected(authority: &Authority) -> Self {
        Self::on(Road::Tls(authority.serves()))
    }

    fn on(road: Road) -> Self {
        Self(Server::answering(road, |_, wire| {
            let _ = wire.write_all(&crate::tenant::fine("[]"));
            After::Close
        }))
    }

    pub(crate) fn port(&self) -> u16 {
        self.0.port()
    }

    /// How many connections were made to it, whatever came of them. To be asked once: the question itself is one more.
    pub(crate) fn connections(&self) -> usize {
        connections_before_now(&self.0)
    }

    /// Bytes of credentials that it was sent.
    pub(crate) fn leaked(&self) -> usize {
        self.0.seen().asked.iter().map(|it| bytes_of_credentials(&it.bytes)).sum()
    }
}

/// How many connections were made to `server` before this. One more is made and waited for: they are taken in turn.
pub(crate) fn connections_before_now(server: &Server) -> usize {
    let mut last = TcpStream::connect(("127.0.0.1", server.port())).expect("it listens");
    let _ = last.shutdown(Shutdown::Write);
    let _ = last.read_to_end(&mut Vec::new());
    server.seen().connections - 1
}
