//! Keys go to the confirmed origin and nowhere else, and are never seen in what comes back.

use base64::{Engine, prelude::BASE64_STANDARD};
use psa_connect::{
    engine::transport::Transport,
    model::{
        fault::Fault,
        origin::{Origin, OriginFault},
        secret::Secret,
    },
    psa::{Answer, Credentials, Request},
};

use crate::hostile::{CANARY, Hostile, get, get_with_headers, get_with_keys, transport};

fn assert_no_canary(answer: &Answer) {
    let told = answer.reply.as_ref().err().map(|fault| format!("{fault}{}", fault.remedy()));
    let texts = format!("{answer:?}{}", told.unwrap_or_default());
    assert!(!texts.contains(CANARY), "{texts}");
}

async fn send(transport: &Transport, request: &Request, confirmed: &Origin) -> Answer {
    let answer = transport.send(request, confirmed).await;
    assert_no_canary(&answer);
    answer
}

#[tokio::test]
async fn another_origin_than_the_confirmed_one_gets_nothing() {
    let transport = transport();
    let (confirmed, other) =
        (Hostile::replying("HTTP/1.1 204 No\r\n\r\n"), Hostile::replying("HTTP/1.1 204 No\r\n\r\n"));
    for request in [get_with_keys(&other.origin), get_with_headers(&other.origin)] {
        let answer = send(&transport, &request, &confirmed.origin).await;
        let fault = Fault::ForeignHost {
            confirmed: confirmed.origin.clone(),
            offered: other.origin.to_string(),
            by: "request",
        };
        assert_eq!(answer.reply, Err(fault));
    }
    assert_eq!((other.n_connections(), confirmed.n_connections()), (0, 0));
}

#[tokio::test]
async fn another_scheme_or_port_of_the_same_host_is_another_origin() {
    let transport = transport();
    let server = Hostile::replying("HTTP/1.1 204 No\r\n\r\n");
    let mut confirmed = vec!["http://127.0.0.1:1".to_owned()];
    confirmed.push(server.origin.to_string().replace("http:", "https:"));
    confirmed.push(server.origin.to_string().replace("127.0.0.1", "localhost"));
    for it in confirmed {
        let answer = send(&transport, &get_with_keys(&server.origin), &it.parse().unwrap()).await;
        assert!(matches!(answer.reply, Err(Fault::ForeignHost { .. })), "{it}: {answer:?}");
    }
    assert_eq!(server.n_connections(), 0);
}

#[tokio::test]
async fn a_target_cannot_move_the_host() {
    let transport = transport();
    let server = Hostile::replying("HTTP/1.1 204 No\r\n\r\n");
    for target in ["@evil.example/", ".evil.example/", "0/x", "", "x"] {
        let request = Request { target: target.into(), ..get_with_keys(&server.origin) };
        let answer = send(&transport, &request, &server.origin).await;
        let is_refused = matches!(answer.reply, Err(Fault::ForeignHost { .. } | Fault::Local { .. }));
        assert!(is_refused, "{target}: {answer:?}");
    }
    assert_eq!(server.n_connections(), 0);
}

#[tokio::test]
async fn no_redirect_is_followed_whatever_its_code_and_shape() {
    let transport = transport();
    let second = Hostile::replying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let port = second.origin.port();
    let places = [
        (format!("http://127.0.0.1:{port}/?k={CANARY}"), second.origin.to_string()),
        (format!("http://{CANARY}:{CANARY}@127.0.0.1:{port}/"), format!("127.0.0.1:{port}")),
        (format!("//127.0.0.1:{port}/x"), format!("127.0.0.1:{port}")),
        (format!("/login?k={CANARY}"), "its own /login".to_owned()),
    ];
    for (location, to) in places {
        for code in [300, 301, 302, 303, 307, 308] {
            let reply =
                format!("HTTP/1.1 {code} Go\r\nLocation: {location}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            let first = Hostile::replying(reply);
            for request in [get_with_keys(&first.origin), get_with_headers(&first.origin)] {
                let answer = send(&transport, &request, &first.origin).await;
                assert_eq!(answer.reply, Err(Fault::Redirected { host: first.host(), to: to.clone() }));
            }
            assert_eq!(first.n_requests(), 2);
        }
    }
    assert_eq!((second.n_connections(), second.n_bytes()), (0, 0));
}

#[tokio::test]
async fn a_key_with_a_line_break_is_not_sent_and_not_repeated() {
    let server = Hostile::replying("HTTP/1.1 204 No\r\n\r\n");
    let secret = Secret::new(format!("{CANARY}\r\nX-More: 1"));
    let request = Request { credentials: Credentials::Headers(vec![("secret", secret)]), ..get(&server.origin) };
    let answer = send(&transport(), &request, &server.origin).await;
    let what = "the value for secret has a line break or control character in it".to_owned();
    let remedy = "Go back to the login and enter it again.".to_owned();
    assert_eq!(answer.reply, Err(Fault::Local { what, remedy }));
    assert_eq!(server.n_connections(), 0);
}

#[tokio::test]
async fn no_fault_repeats_what_was_sent() {
    let replies = [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{",
        "HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n{",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        "nonsense\r\n\r\n",
        "",
    ];
    let transport = transport();
    for reply in replies {
        let server = Hostile::replying(reply);
        for request in [get_with_keys(&server.origin), get_with_headers(&server.origin)] {
            let request = Request { target: format!("/info?key={CANARY}"), ..request };
            assert!(send(&transport, &request, &server.origin).await.reply.is_err(), "{reply}");
        }
    }
}

#[test]
fn plain_http_off_this_host_cannot_even_be_named() {
    assert_eq!("http://psa.example.com".parse::<Origin>(), Err(OriginFault::PlainHttp));
}

#[tokio::test]
async fn a_refusal_that_repeats_the_keys_is_told_without_them() {
    let body = format!("{{\"errors\":[\"unknown key {CANARY}\"]}}");
    let reply = format!("HTTP/1.1 500 No\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let server = Hostile::replying(reply);
    for request in [get_with_keys(&server.origin), get_with_headers(&server.origin)] {
        let answer = transport().send(&request, &server.origin).await;
        let body = String::from_utf8(answer.reply.unwrap().body).unwrap();
        assert!(body.contains("(redacted)") && !body.contains(CANARY), "{body}");
    }
}

#[tokio::test]
async fn a_key_is_in_no_reply_whatever_its_status_and_form() {
    let password = "pw&/\"secret";
    let user = format!("acme+{CANARY}");
    let pair = BASE64_STANDARD.encode(format!("{user}:{password}"));
    let json = r#"{"errors":["pw\u0026\/\"secret"]}"#;
    let parts = format!("{{\"errors\":[\"no such key {CANARY}\"]}}");
    let basic = format!("{{\"errors\":[\"Basic {pair}\"]}}");
    for status in [200, 401, 403, 500] {
        for body in [json, parts.as_str(), basic.as_str()] {
            let length = body.len();
            let server = Hostile::replying(format!(
                "HTTP/1.1 {status} X\r\nX-Auth: Basic {pair}\r\nX-Key: {CANARY}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
            ));
            let (user, password) = (Secret::new(user.as_str()), Secret::new(password));
            let credentials = Credentials::Basic { user, password, headers: vec![] };
            let request = Request { credentials, ..get(&server.origin) };
            let reply = transport().send(&request, &server.origin).await.reply.unwrap();
            let read: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
            let said = read["errors"][0].as_str().unwrap();
            assert!(said.ends_with("(redacted)") || said.ends_with("(redacted)=="), "{status}: {said}");
            let headers = format!("{:?}", reply.headers);
            assert!(!headers.contains(CANARY) && !headers.contains(pair.trim_end_matches('=')), "{headers}");
        }
    }
}
