//! Replies as bytes.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};

use crate::row::Does;

/// A whole reply with these header lines, each ended by CRLF.
pub(crate) fn reply(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Does {
    let body = body.as_ref();
    let mut bytes =
        format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len())
            .into_bytes();
    bytes.extend(body);
    Does::Reply(bytes)
}

/// A JSON reply.
pub(crate) fn json(status: u16, body: &str) -> Does {
    reply(status, "Content-Type: application/json; charset=utf-8\r\n", body)
}

/// A ConnectWise error.
pub(crate) fn error(status: u16, code: &str, message: &str) -> Does {
    json(status, &format!(r#"{{"code":"{code}","message":"{message}"}}"#))
}

/// Autotask errors.
pub(crate) fn errors(status: u16, text: &str) -> Does {
    json(status, &format!(r#"{{"errors":["{text}"]}}"#))
}

/// A web page.
pub(crate) fn page(status: u16, body: &str) -> Does {
    reply(status, "Content-Type: text/html\r\n", format!("<!DOCTYPE html><html><body>{body}</body></html>"))
}

/// A plain text.
pub(crate) fn text(status: u16, body: &str) -> Does {
    reply(status, "Content-Type: text/plain\r\n", body)
}

/// The head of a reply that promises `length` bytes of JSON.
pub(crate) fn promising(length: usize) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n").into()
}

/// The head of a chunked reply.
pub(crate) const CHUNKED: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

/// Half a megabyte of blanks a time, `megabytes` in all, packed with gzip.
pub(crate) fn bomb(megabytes: usize) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    let blanks = vec![b' '; 500_000];
    for _ in 0..megabytes * 2 {
        packer.write_all(&blanks).expect("memory");
    }
    packer.finish().expect("memory")
}
