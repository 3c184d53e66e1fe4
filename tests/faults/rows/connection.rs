//! The way to the server and back: names, ports, silence, hang-ups.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use crate::{
    replies::{CHUNKED, promising},
    row::{Does, Row, Scene, autotask, connectwise, row},
    server::hold,
    tenant::{At, Psa},
};

const OFF_THIS_HOST: &str = "plain HTTP is for this host only";
const INSIDE_TLS: &str = "the fault is one of the handshake";

pub(crate) fn rows() -> Vec<Row> {
    [way(), silence(), hang_ups()].into_iter().flatten().collect()
}

/// The way there.
fn way() -> Vec<Row> {
    let way = |scene| (Psa::ConnectWise, scene);
    vec![
        row(
            "a host name that nobody knows",
            way(Scene::Away("https://psa.invalid")),
            ("unknown-host", 5),
            "the name psa.invalid cannot be looked up",
        )
        .tls_only(OFF_THIS_HOST),
        row(
            "a net without a route (broadcast: the kernel refuses it, no packet leaves)",
            way(Scene::Away("https://255.255.255.255")),
            ("unreachable", 5),
            "255.255.255.255 cannot be reached from this host",
        )
        .tls_only(OFF_THIS_HOST),
        row(
            "a port on which nothing listens",
            way(Scene::Closed),
            ("refused-connection", 5),
            "{host} refuses connections on port {port}",
        ),
        row(
            "a firewall that drops packets",
            way(Scene::Full),
            ("connect-timeout", 5),
            "no connection to {host} within 0.3 s",
        )
        .waits(),
        row(
            "connected, and then no handshake",
            way(Scene::Socket(|mut it| hold(&mut it))),
            ("tls-timeout", 5),
            "{host} took the connection but sent no TLS within 0.3 s",
        )
        .tls_only(INSIDE_TLS)
        .waits(),
        row(
            "a handshake that is hung up on",
            way(Scene::Socket(hang_up)),
            ("cut", 5),
            "{host} closed the connection without a reply",
        )
        .tls_only(INSIDE_TLS),
    ]
}

/// Servers that keep somebody waiting.
fn silence() -> Vec<Row> {
    vec![
        row(
            "no reply to companyinfo",
            connectwise(At::Site, Does::Stall(vec![])),
            ("reply-timeout", 5),
            "{host} sent no reply within 1 s",
        )
        .waits(),
        row(
            "no reply to the zone look-up",
            autotask(At::Site, Does::Stall(vec![])),
            ("reply-timeout", 5),
            "{host} sent no reply within 1 s",
        )
        .waits(),
        row(
            "no reply to the login",
            connectwise(At::Login, Does::Stall(vec![])),
            ("reply-timeout", 5),
            "{host} sent no reply within 1 s",
        )
        .waits(),
        row(
            "no reply about the rights",
            super::connectwise::about_rights(Does::Stall(vec![])),
            ("reply-timeout", 8),
            "sent no reply within 1 s",
        )
        .waits()
        .by_right(),
        row(
            "a body that stops half way",
            connectwise(At::Site, Does::Stall([promising(100), b"{\"CompanyName\":".to_vec()].concat())),
            ("body-stalled", 5),
            "the reply of {host} stopped in the middle for 1 s",
        )
        .waits(),
        row(
            "a body that comes a byte at a time",
            connectwise(At::Site, Does::Drip(promising(100_000))),
            ("took-too-long", 5),
            "the reply of {host} did not end within 2 s",
        )
        .waits(),
    ]
}

/// Servers that hang up.
fn hang_ups() -> Vec<Row> {
    let cut = ("cut", 5);
    let truncated = ("truncated", 5);
    let gone = "{host} closed the connection without a reply";
    let half = "{host} closed the connection in the middle of its reply";
    vec![
        row("hung up before the reply to companyinfo", connectwise(At::Site, Does::HangUp(vec![])), cut, gone),
        row("hung up before the reply to the login", autotask(At::Login, Does::HangUp(vec![])), cut, gone),
        row("reset before the reply", connectwise(At::Site, Does::Reset(vec![])), cut, gone),
        row(
            "hung up in the middle of the header lines",
            connectwise(At::Site, Does::HangUp(b"HTTP/1.1 200 OK\r\nContent-Ty".to_vec())),
            cut,
            gone,
        ),
        row(
            "a body shorter than its length",
            connectwise(At::Site, Does::HangUp([promising(100), b"{".to_vec()].concat())),
            truncated,
            half,
        ),
        row(
            "a body without its last chunk",
            autotask(At::Site, Does::HangUp([CHUNKED, b"ff\r\n{"].concat())),
            truncated,
            half,
        ),
        row(
            "reset in the middle of the body",
            connectwise(At::Login, Does::Reset([promising(100), b"{".to_vec()].concat())),
            truncated,
            half,
        ),
    ]
}

/// Takes the first bytes of the handshake and closes.
fn hang_up(mut socket: TcpStream) {
    let _ = socket.read(&mut [0; 4096]);
    let _ = socket.flush();
}
