//! Certificates and handshakes that cannot be trusted.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use crate::{
    certificates::Shown,
    row::{Row, Scene, row},
    tenant::Psa,
};

const NO_CERTIFICATE: &str = "without TLS there is no certificate and no handshake";

pub(crate) fn rows() -> Vec<Row> {
    [shown(), handshakes()].into_iter().flatten().collect()
}

/// Certificates that are looked at.
fn shown() -> Vec<Row> {
    let shows = |name, shown, kind, says| {
        row(name, (Psa::ConnectWise, Scene::Certificate(shown)), (kind, 5), says).tls_only(NO_CERTIFICATE)
    };
    // A fingerprint stands there in groups, so that it can be compared.
    let both =
        ["{host} shows another certificate than the trusted one", "AB:AB:AB:AB:AB:AB:AB:AB AB:AB:AB:AB:AB:AB:AB:AB AB"];
    let unknown = "is signed by an unknown issuer: this host does not trust \"Acme Firewall CA\"";
    vec![
        shows("a certificate of an unknown CA", Shown::UnknownIssuer, "unknown-issuer", unknown),
        shows("an unknown CA that is sent along", Shown::UnknownIssuerInFull, "unknown-issuer", unknown),
        shows(
            "a certificate that has expired",
            Shown::Expired,
            "certificate-expired",
            "the certificate of {host} expired on 2021-02-03",
        ),
        shows(
            "a certificate of the future",
            Shown::NotYetValid,
            "certificate-not-yet-valid",
            "the certificate of {host} is valid only from 2999-01-02",
        ),
        shows(
            "a certificate for another name",
            Shown::WrongName,
            "wrong-name",
            "the certificate of {host} is for another name: psa.acme.example, 10.1.2.3",
        ),
        shows("a certificate with a common name only", Shown::NoName, "wrong-name", "names no host at all"),
        shows(
            "a stock self-signed certificate, given as its own CA",
            Shown::SelfAsItsOwnCa,
            "ca-as-server",
            "is a self-signed CA certificate used as the server's own",
        ),
        shows(
            "a self-signed certificate",
            Shown::SelfSigned,
            "self-signed",
            "the certificate of {host} is self-signed: nobody else vouches for it",
        ),
        shows(
            "a chain without its intermediate",
            Shown::IncompleteChain,
            "incomplete-chain",
            "comes with an incomplete chain: the server does not send that of its issuer, \"Acme Issuing CA 1\"",
        ),
        shows(
            "a certificate whose signature is wrong",
            Shown::BadSignature,
            "weak-certificate",
            "has a wrong signature or a key that is too weak",
        ),
        shows(
            "a certificate signed with an old method",
            Shown::OldMethod,
            "weak-certificate",
            "has a wrong signature or a key that is too weak",
        ),
        shows(
            "a certificate for clients only",
            Shown::ForClients,
            "bad-certificate",
            "the certificate of {host} cannot be used: ",
        ),
        row(
            "another certificate than the pinned one",
            (Psa::ConnectWise, Scene::Pinned(Shown::SelfSigned)),
            ("certificate-changed", 5),
            "the certificate of {host} is not the pinned one: pinned was SHA-256 AB:AB:AB",
        )
        .on_screen(&both)
        .tls_only(NO_CERTIFICATE),
        row(
            "a sound certificate, and not the pinned one",
            (Psa::Autotask, Scene::Pinned(Shown::Sound)),
            ("certificate-changed", 5),
            "the certificate of {host} is not the pinned one: pinned was SHA-256 AB:AB:AB",
        )
        .on_screen(&both)
        .tls_only(NO_CERTIFICATE),
        row(
            "a CA file without a certificate",
            (Psa::ConnectWise, Scene::CaFile("nothing\n")),
            ("no-trust-roots", 5),
            "no certificate authorities can be read: the CA file ",
        ),
    ]
}

/// Handshakes that fail before anything is shown.
fn handshakes() -> Vec<Row> {
    let speaks = |name, act: fn(TcpStream), kind, says| {
        row(name, (Psa::Autotask, Scene::Socket(act)), (kind, 5), says).tls_only(NO_CERTIFICATE)
    };
    vec![
        speaks(
            "TLS 1.1 only, told by an alert",
            |it| say(it, &PROTOCOL_VERSION),
            "tls-too-old",
            "{host} speaks only TLS 1.1 or older",
        ),
        speaks(
            "TLS 1.1 only, told by its hello",
            |it| say(it, &hello_of_tls_1_1()),
            "tls-too-old",
            "{host} speaks only TLS 1.1 or older",
        ),
        speaks(
            "a handshake that the server breaks off",
            |it| say(it, &HANDSHAKE_FAILURE),
            "tls-handshake",
            "TLS with {host} failed: ",
        ),
        speaks(
            "plain HTTP on the port of TLS",
            |it| say(it, b"HTTP/1.1 400 Bad Request\r\n\r\n"),
            "not-tls",
            "{host} does not speak TLS on this port",
        ),
        speaks(
            "another service on the port of TLS",
            |it| say(it, b"220 mail.acme.example ESMTP\r\n"),
            "not-tls",
            "{host} does not speak TLS on this port",
        ),
    ]
}

/// A fatal alert, `protocol_version`, in a record of TLS 1.1.
const PROTOCOL_VERSION: [u8; 7] = [0x15, 3, 2, 0, 2, 2, 70];

/// A fatal alert, `handshake_failure`.
const HANDSHAKE_FAILURE: [u8; 7] = [0x15, 3, 3, 0, 2, 2, 40];

/// A `ServerHello` of TLS 1.1 with a cipher suite of its time, `TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA` (RFC 4346, 7.4.1.3).
pub(crate) fn hello_of_tls_1_1() -> Vec<u8> {
    let body = [vec![3, 2], vec![7; 32], vec![0, 0xc0, 0x14, 0]].concat();
    let length = u8::try_from(body.len()).expect("short");
    [vec![0x16, 3, 2, 0, length + 4, 2, 0, 0, length], body].concat()
}

/// Waits for the client's hello, says this and reads until the client has gone.
pub(crate) fn say(mut socket: TcpStream, bytes: &[u8]) {
    let _ = socket.read(&mut [0; 4096]);
    if socket.write_all(bytes).is_ok() {
        crate::server::hold(&mut socket);
    }
}
