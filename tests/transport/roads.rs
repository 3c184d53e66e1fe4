//! The way to the server: names, connections and what is said of each layer.

use std::{
    net::{TcpListener, TcpStream},
    time::Duration,
};

use psa_connect::{
    engine::transport::{Layer, Layers},
    model::{
        fault::{Fault, TlsFault},
        origin::Origin,
        report::{Check, CheckOutcome, Fact},
    },
};

use crate::hostile::{Hostile, get, hold, short, transport};

/// Goes the layers until one fails and gives each outcome.
pub(crate) async fn layers(
    transport: &psa_connect::engine::transport::Transport,
    origin: &Origin,
) -> Vec<(Check, CheckOutcome)> {
    let mut way = Layers::new(transport, origin);
    let mut outcomes = vec![];
    for layer in Layer::ALL {
        let finding = way.go(layer).await;
        let failed = matches!(finding.outcome, CheckOutcome::Failed(_));
        outcomes.push((finding.check, finding.outcome));
        if failed {
            break;
        }
    }
    outcomes
}

/// Both ways of asking must name the same fault.
async fn faults_of(origin: &Origin) -> [Fault; 2] {
    let transport = transport();
    let sent = transport.send(&get(origin), origin).await.reply.unwrap_err();
    match layers(&transport, origin).await.pop() {
        Some((_, CheckOutcome::Failed(fault))) => [sent, fault],
        other => panic!("no layer failed: {other:?}"),
    }
}

#[tokio::test]
async fn plain_http_on_this_host_passes_without_tls() {
    let server = Hostile::replying("HTTP/1.1 204 No\r\n\r\n");
    let address = format!("127.0.0.1:{}", server.origin.port());
    assert_eq!(
        layers(&transport(), &server.origin).await,
        [
            (Check::Lookup, CheckOutcome::Passed("127.0.0.1, no look-up needed".into())),
            (Check::Route, CheckOutcome::Passed("direct, from 127.0.0.1".into())),
            (Check::Tcp, CheckOutcome::Passed(address)),
            (Check::Tls, CheckOutcome::Skipped("plain HTTP, on this host only".into())),
        ]
    );
}

#[tokio::test]
async fn a_name_that_nobody_knows_is_an_unknown_host() {
    let origin: Origin = "https://psa.invalid".parse().unwrap();
    let fault = Fault::UnknownHost { host: "psa.invalid".into() };
    assert_eq!(faults_of(&origin).await, [fault.clone(), fault]);
}

#[tokio::test]
async fn a_closed_port_refuses() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let origin: Origin = format!("http://127.0.0.1:{port}").parse().unwrap();
    let fault = Fault::Refused { host: "127.0.0.1".into(), port };
    assert_eq!(faults_of(&origin).await, [fault.clone(), fault]);
}

#[tokio::test]
async fn a_port_that_drops_packets_times_out_on_the_connection() {
    // Nobody accepts: once the queue is full, further connections get no answer at all.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let (mut queue, mut unanswered) = (vec![], 0);
    // One connection without an answer may only have been slow; three in a row are a full queue.
    while unanswered < 3 {
        match TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
            Ok(stream) => {
                queue.push(stream);
                unanswered = 0;
            }
            Err(_) => unanswered += 1,
        }
    }
    let origin: Origin = format!("https://{address}").parse().unwrap();
    let fault = Fault::ConnectTimedOut { host: "127.0.0.1".into(), after: short().connect };
    assert_eq!(faults_of(&origin).await, [fault.clone(), fault]);
}

#[tokio::test]
async fn a_server_that_never_answers_the_handshake_times_out_on_tls() {
    let server = Hostile::connected("https", |stream| hold(stream, Duration::from_secs(5), |_| {}));
    let fault = Fault::TlsTimedOut { host: server.host(), after: short().connect };
    assert_eq!(faults_of(&server.origin).await, [fault.clone(), fault]);
}

#[tokio::test]
async fn a_port_with_plain_http_is_not_tls() {
    let server = Hostile::connected("https", |stream| {
        use std::io::{Read as _, Write as _};
        let _ = stream.read(&mut [0; 2048]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let fault = Fault::Tls { host: server.host(), what: TlsFault::NotTls };
    assert_eq!(faults_of(&server.origin).await, [fault.clone(), fault]);
}

#[tokio::test]
async fn an_alert_about_the_version_means_tls_is_too_old() {
    let server = Hostile::connected("https", |stream| {
        use std::io::{Read as _, Write as _};
        let _ = stream.read(&mut [0; 2048]);
        // A fatal protocol_version alert in a TLS 1.0 record.
        let _ = stream.write_all(&[0x15, 3, 1, 0, 2, 2, 70]);
    });
    let fault = Fault::Tls { host: server.host(), what: TlsFault::TooOld };
    assert_eq!(faults_of(&server.origin).await, [fault.clone(), fault]);
}

#[tokio::test]
async fn a_handshake_that_is_closed_was_cut() {
    let server = Hostile::connected("https", |stream| {
        use std::io::Read as _;
        let _ = stream.read(&mut [0; 2048]);
    });
    let fault = Fault::Cut { host: server.host() };
    assert_eq!(faults_of(&server.origin).await, [fault.clone(), fault]);
}

#[tokio::test]
async fn a_server_of_the_time_of_tls_1_1_means_tls_is_too_old() {
    let server = Hostile::connected("https", |stream| {
        use std::io::{Read as _, Write as _};
        let _ = stream.read(&mut [0; 2048]);
        // A ServerHello of version 3.2 (TLS 1.1) that picks TLS_RSA_WITH_AES_128_CBC_SHA, without extensions.
        let hello = [&[2, 0, 0, 38, 3, 2][..], &[7; 32], &[0, 0, 0x2F, 0]].concat();
        let record = [&[0x16, 3, 2, 0, u8::try_from(hello.len()).unwrap()][..], &hello].concat();
        let _ = stream.write_all(&record);
        hold(stream, Duration::from_secs(5), |_| {});
    });
    let fault = Fault::Tls { host: server.host(), what: TlsFault::TooOld };
    assert_eq!(faults_of(&server.origin).await, [fault.clone(), fault]);
}

#[tokio::test]
async fn each_layer_of_the_way_tells_its_facts() {
    let server = Hostile::replying("HTTP/1.1 204 No\r\n\r\n");
    let origin: Origin = server.origin.to_string().replace("127.0.0.1", "localhost").parse().unwrap();
    let transport = transport();
    let mut way = Layers::new(&transport, &origin);
    let mut facts = vec![];
    for layer in Layer::ALL {
        facts.extend(way.go(layer).await.details);
    }
    let value = |fact| facts.iter().find(|it| it.fact == fact).map(|it| it.value.as_str());
    assert!(value(Fact::Addresses).is_some_and(|it| it.split(", ").any(|it| it == "127.0.0.1")), "{facts:?}");
    assert_eq!(value(Fact::Proxy), Some("direct"));
    assert!(value(Fact::OwnAddress).is_some_and(|it| it.split(", ").any(|it| it == "127.0.0.1")), "{facts:?}");
    assert_eq!(value(Fact::PeerAddress), Some(format!("127.0.0.1:{}", origin.port()).as_str()));
    let reads = std::fs::read_to_string("/etc/resolv.conf").is_ok_and(|it| it.starts_with("nameserver"));
    assert!(!reads || value(Fact::Resolver).is_some_and(|it| it.ends_with("(resolv.conf)")), "{facts:?}");
}
