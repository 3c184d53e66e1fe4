//! Replies that are cut, slow, too large, compressed to explode, or no HTTP at all.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use psa_connect::{
    model::fault::Fault,
    psa::{Method, Reply, Request},
};

use crate::hostile::{Hostile, get, hold, short, transport};

async fn fault_of(server: &Hostile) -> Fault {
    transport().send(&get(&server.origin), &server.origin).await.reply.unwrap_err()
}

#[tokio::test]
async fn a_plain_reply_comes_back_whole() {
    let server = Hostile::replying("HTTP/1.1 418 I\r\nX-Mood: Calm\r\nContent-Length: 2\r\n\r\nhi");
    let reply = transport().send(&get(&server.origin), &server.origin).await.reply.unwrap();
    let headers = vec![("x-mood".to_owned(), "Calm".to_owned()), ("content-length".to_owned(), "2".to_owned())];
    let received = reply.received;
    assert!(received.is_some_and(|it| it.abs_diff(jiff::Timestamp::now().as_second()) < 60), "{received:?}");
    assert_eq!(reply, Reply { status: 418, headers, body: b"hi".to_vec(), version: "HTTP/1.1".into(), received });
}

#[tokio::test]
async fn a_query_is_posted_as_json() {
    let server = Hostile::replying("HTTP/1.1 204 No\r\n\r\n");
    let request = Request { method: Method::Query("{}".into()), ..get(&server.origin) };
    assert_eq!(transport().send(&request, &server.origin).await.reply.unwrap().status, 204);
}

#[tokio::test]
async fn html_is_a_reply_for_the_provider_to_judge() {
    let server = Hostile::replying("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
    let reply = transport().send(&get(&server.origin), &server.origin).await.reply.unwrap();
    assert_eq!(
        (reply.status, reply.header("content-type"), reply.body.as_slice()),
        (200, Some("text/html"), b"<html>".as_slice())
    );
}

#[tokio::test]
async fn a_body_that_ends_early_was_truncated() {
    let by_length = Hostile::replying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
    assert_eq!(fault_of(&by_length).await, Fault::Truncated { host: by_length.host() });
    let by_chunk = Hostile::replying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{");
    assert_eq!(fault_of(&by_chunk).await, Fault::Truncated { host: by_chunk.host() });
}

#[tokio::test]
async fn a_connection_closed_before_any_reply_was_cut() {
    let server = Hostile::doing(|_, _| {});
    assert_eq!(fault_of(&server).await, Fault::Cut { host: server.host() });
}

#[tokio::test]
async fn what_is_not_http_is_told_as_that() {
    let server = Hostile::replying("SSH-2.0-OpenSSH_9.2\r\n");
    assert_eq!(fault_of(&server).await, Fault::NotHttp { host: server.host() });
}

#[tokio::test]
async fn too_many_header_lines_are_refused() {
    let reply = format!("HTTP/1.1 200 OK\r\n{}\r\n", "X-A: b\r\n".repeat(5000));
    let server = Hostile::replying(reply);
    assert_eq!(fault_of(&server).await, Fault::HeadersTooLarge { host: server.host() });
}

#[tokio::test]
async fn a_header_line_of_a_megabyte_is_refused() {
    let reply = format!("HTTP/1.1 200 OK\r\nX-A: {}\r\n\r\n", "b".repeat(1_000_000));
    let server = Hostile::replying(reply);
    assert_eq!(fault_of(&server).await, Fault::HeadersTooLarge { host: server.host() });
}

#[tokio::test]
async fn a_chunked_body_without_end_is_refused_at_the_limit() {
    let server = Hostile::doing(|stream, _| {
        let chunk = [b"8000\r\n".as_slice(), &vec![b' '; 0x8000], b"\r\n"].concat();
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while stream.write_all(&chunk).is_ok() {}
    });
    assert_eq!(fault_of(&server).await, Fault::TooLarge { host: server.host(), limit: 1_000_000 });
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_by_its_announced_length() {
    let server = Hostile::replying("HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n{");
    assert_eq!(fault_of(&server).await, Fault::TooLarge { host: server.host(), limit: 1_000_000 });
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_by_its_bytes() {
    let mut reply = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    reply.resize(reply.len() + 1_000_001, b' ');
    let server = Hostile::replying(reply);
    assert_eq!(fault_of(&server).await, Fault::TooLarge { host: server.host(), limit: 1_000_000 });
}

#[tokio::test]
async fn a_gzip_bomb_is_refused_at_the_limit() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        packer.write_all(&vec![b' '; 1_000_000]).unwrap();
    }
    let bomb = packer.finish().unwrap();
    assert!(bomb.len() < 1_000_000, "{} bytes would be refused by their number alone", bomb.len());
    let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", bomb.len());
    let server = Hostile::replying([head.into_bytes(), bomb].concat());
    assert_eq!(fault_of(&server).await, Fault::TooLarge { host: server.host(), limit: 1_000_000 });
}

#[tokio::test]
async fn gzip_that_ends_in_the_middle_of_a_whole_body_is_a_fault_of_the_compression() {
    let mut gzip = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    gzip.write_all(&b"{\"version\":\"v2025.1\"}".repeat(200)).unwrap();
    let whole = gzip.finish().unwrap();
    let half = &whole[..whole.len() / 2];
    let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", half.len());
    let server = Hostile::replying([head.as_bytes(), half].concat());
    assert_eq!(fault_of(&server).await, Fault::BadCompression { host: server.host() });
}

#[tokio::test]
async fn broken_gzip_is_a_fault_of_the_compression() {
    let server = Hostile::replying(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\nno gzip no gzip no !",
    );
    assert_eq!(fault_of(&server).await, Fault::BadCompression { host: server.host() });
}

#[tokio::test]
async fn a_server_that_says_nothing_times_out_on_its_reply() {
    let server = Hostile::doing(|stream, _| hold(stream, Duration::from_secs(5), |_| {}));
    assert_eq!(fault_of(&server).await, Fault::ReplyTimedOut { host: server.host(), after: short().read });
}

#[tokio::test]
async fn a_body_that_stalls_times_out() {
    let server = Hostile::doing(|stream, _| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{").unwrap();
        hold(stream, Duration::from_secs(5), |_| {});
    });
    assert_eq!(fault_of(&server).await, Fault::BodyStalled { host: server.host(), after: short().read });
}

#[tokio::test]
async fn a_body_that_drips_ends_at_the_total_limit() {
    let server = Hostile::doing(|stream, _| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n").unwrap();
        hold(stream, Duration::from_millis(50), |stream| {
            let _ = stream.write_all(b" ");
        });
    });
    let began = Instant::now();
    assert_eq!(fault_of(&server).await, Fault::TookTooLong { host: server.host(), after: short().total });
    assert!(began.elapsed() < short().total * 3);
}
