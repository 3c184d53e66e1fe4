//! HTTP/2, frame by frame: the version is told, and headers without end are refused.

use std::io::{Read as _, Write as _};

use psa_connect::{engine::transport::Transport, model::fault::Fault};
use rcgen::KeyPair;

use crate::{
    hostile::{Hostile, get},
    tls::{authority, serving_by, trusting, usual},
};

const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const CONTINUATION: u8 = 9;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
/// `:status: 200` in HPACK.
const FINE: u8 = 0x88;

fn frame(kind: u8, flags: u8, stream: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags, 0, 0, 0, stream], content].concat()
}

/// Answers the first request with these frames, whatever it was.
fn answering(frames: Vec<Vec<u8>>) -> (Transport, tempfile::TempDir, Hostile) {
    let authority = authority("Acme Root");
    let key = KeyPair::generate().unwrap();
    let own = usual().signed_by(&key, &authority.issuer).unwrap();
    let server = serving_by(vec![own.der().clone()], &key, &[b"h2"], move |stream| {
        // The preface and the client's first frames, its request among them.
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(&frame(SETTINGS, 0, 0, &[]));
        let _ = stream.read(&mut [0; 4096]);
        for it in &frames {
            if stream.write_all(it).is_err() {
                break;
            }
        }
        let _ = stream.flush();
        let _ = std::io::copy(stream, &mut std::io::sink());
    });
    let (transport, folder) = trusting(&authority.pem);
    (transport, folder, server)
}

#[tokio::test]
async fn the_second_version_is_named_as_people_name_it() {
    let (transport, _folder, server) = answering(vec![frame(HEADERS, END_STREAM | END_HEADERS, 1, &[FINE])]);
    let reply = transport.send(&get(&server.origin), &server.origin).await.reply.unwrap();
    assert_eq!((reply.status, reply.version.as_str()), (200, "HTTP/2"));
}

/// Sends this block of headers in frames of 16 KB.
async fn refused_for(block: &[u8]) -> Fault {
    let mut pieces = block.chunks(16_384);
    let mut frames = vec![frame(HEADERS, END_STREAM, 1, pieces.next().unwrap())];
    frames.extend(pieces.map(|it| frame(CONTINUATION, 0, 1, it)));
    frames.push(frame(CONTINUATION, END_HEADERS, 1, &[]));
    let (transport, _folder, server) = answering(frames);
    transport.send(&get(&server.origin), &server.origin).await.reply.unwrap_err()
}

#[tokio::test]
async fn one_header_of_a_megabyte_is_refused() {
    // A literal name of three letters, then a literal value of 1,000,000 bytes (RFC 7541, 5.1 and 6.2.2).
    let block = [&[FINE, 0, 3][..], b"x-a", &[0x7F, 0xC1, 0x83, 0x3D], &vec![b'b'; 1_000_000]].concat();
    assert_eq!(refused_for(&block).await, Fault::HeadersTooLarge { host: "localhost".into() });
}

#[tokio::test]
async fn headers_over_the_limit_are_refused_however_many_there_are() {
    let line = [&[0, 3][..], b"x-a", &[0x7F, 0xE9, 0x06], &[b'b'; 1000]].concat();
    for lines in [66, 100, 500] {
        let block = [&[FINE][..], &line.repeat(lines)].concat();
        assert_eq!(refused_for(&block).await, Fault::HeadersTooLarge { host: "localhost".into() }, "{lines}");
    }
}
