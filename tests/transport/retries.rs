//! What is sent twice, and what never is.

use std::{io::Write as _, sync::Mutex, time::Duration};

use psa_connect::{engine::transport::Retry, model::fault::Fault};

use crate::hostile::{Hostile, get, get_with_keys, transport};

/// A server whose first reply is `first` and whose later ones are fine.
fn first_then_fine(first: &'static str) -> Hostile {
    Hostile::doing(move |stream, n_request| {
        let fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
        let _ = stream.write_all(if n_request == 1 { first } else { fine }.as_bytes());
    })
}

const BUSY: &str = "HTTP/1.1 429 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const BUSY_FOR_LONG: &str = "HTTP/1.1 429 Busy\r\nRetry-After: 30\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const BUSY_UNTIL: &str = "HTTP/1.1 429 Busy\r\nDate: Wed, 21 Oct 2015 07:28:00 GMT\r\n\
     Retry-After: Wed, 21 Oct 2015 07:28:01 GMT\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const BUSY_UNTIL_NEXT_DAY: &str = "HTTP/1.1 503 Busy\r\nDate: Wed, 21 Oct 2015 07:28:00 GMT\r\n\
     Retry-After: Thu, 22 Oct 2015 07:28:00 GMT\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const BUSY_SOMEHOW: &str = "HTTP/1.1 429 Busy\r\nRetry-After: soon\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const BUSY_SILENTLY: &str = "HTTP/1.1 429 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const GATEWAY: &str = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const REFUSED: &str = "HTTP/1.1 401 No\r\nRetry-After: 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const FORBIDDEN: &str = "HTTP/1.1 403 No\r\nRetry-After: 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const TROUBLE: &str = "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

async fn status_and_requests(first: &'static str, retry: Retry) -> (u16, usize, Option<String>) {
    let server = first_then_fine(first);
    let note = Mutex::default();
    let tell = |it| *note.lock().unwrap() = Some(it);
    let answer = transport().ask(&get_with_keys(&server.origin), &server.origin, retry, &tell).await;
    (answer.reply.unwrap().status, server.n_requests(), note.into_inner().unwrap())
}

#[tokio::test]
async fn a_short_wait_that_the_server_asks_for_is_waited_for_once_and_told() {
    let note = "The PSA asked to wait 1 s; nothing more is sent to it before that is over.".to_owned();
    assert_eq!(status_and_requests(BUSY, Retry::Once).await, (200, 2, Some(note)));
}

#[tokio::test]
async fn a_long_wait_is_left_to_the_person() {
    let note = "The PSA asked to wait 30 s before GET /system/info; that is too long to wait here, so it was not \
                asked again.";
    assert_eq!(status_and_requests(BUSY_FOR_LONG, Retry::Once).await, (429, 1, Some(note.into())));
}

#[tokio::test]
async fn a_wait_until_a_date_is_counted_by_the_servers_own_clock() {
    let note = "The PSA asked to wait 1 s; nothing more is sent to it before that is over.".to_owned();
    assert_eq!(status_and_requests(BUSY_UNTIL, Retry::Once).await, (200, 2, Some(note)));
    let (status, n_requests, note) = status_and_requests(BUSY_UNTIL_NEXT_DAY, Retry::Once).await;
    assert_eq!((status, n_requests), (503, 1));
    assert!(note.is_some_and(|it| it.contains("86400 s") && it.contains("too long")));
}

#[tokio::test]
async fn nonsense_in_place_of_a_wait_is_left_to_the_person() {
    assert_eq!(status_and_requests(BUSY_SOMEHOW, Retry::Once).await, (429, 1, None));
}

#[tokio::test]
async fn limits_without_a_wait_are_asked_once_more_after_the_pause() {
    assert_eq!(status_and_requests(BUSY_SILENTLY, Retry::Once).await, (200, 2, None));
}

#[tokio::test]
async fn a_gateway_in_trouble_is_asked_once_more() {
    assert_eq!(status_and_requests(GATEWAY, Retry::Once).await, (200, 2, None));
}

#[tokio::test]
async fn a_refusal_is_never_repeated() {
    assert_eq!(status_and_requests(REFUSED, Retry::Once).await, (401, 1, None));
    assert_eq!(status_and_requests(FORBIDDEN, Retry::Once).await, (403, 1, None));
    assert_eq!(status_and_requests(TROUBLE, Retry::Once).await, (500, 1, None));
}

#[tokio::test]
async fn a_login_is_never_repeated() {
    assert_eq!(status_and_requests(BUSY, Retry::Never).await, (429, 1, None));
    assert_eq!(status_and_requests(GATEWAY, Retry::Never).await, (502, 1, None));
    let server = first_then_fine("");
    let answer = transport().ask(&get_with_keys(&server.origin), &server.origin, Retry::Never, &|_| {}).await;
    assert_eq!((answer.reply, server.n_requests()), (Err(Fault::Cut { host: server.host() }), 1));
}

#[tokio::test]
async fn a_connection_that_stays_cut_is_tried_twice_and_no_more() {
    let server = Hostile::doing(|_, _| {});
    let answer = transport().ask(&get(&server.origin), &server.origin, Retry::Once, &|_| {}).await;
    assert_eq!((answer.reply, server.n_requests()), (Err(Fault::Cut { host: server.host() }), 2));
}

#[tokio::test]
async fn while_one_request_waits_no_other_reaches_the_same_server() {
    let server = first_then_fine(BUSY);
    let transport = transport();
    let (request, began) = (get_with_keys(&server.origin), std::time::Instant::now());
    let told = tokio::sync::Notify::new();
    let tell_first = |_| told.notify_one();
    let first = transport.ask(&request, &server.origin, Retry::Once, &tell_first);
    let second = async {
        told.notified().await;
        assert_eq!(server.n_requests(), 1);
        let notes = Mutex::new(vec![]);
        let tell = |it| notes.lock().unwrap().push(it);
        // A clone, as another job has one; and what may never be sent twice waits as well.
        let answer = transport.clone().ask(&request, &server.origin, Retry::Never, &tell).await;
        assert!(notes.lock().unwrap().iter().any(|it: &String| it.contains("asked to wait 1 s")));
        (answer.reply.unwrap().status, began.elapsed())
    };
    let (first, (status, took)) = tokio::join!(first, second);
    assert_eq!((first.reply.unwrap().status, status, server.n_requests()), (200, 200, 3));
    assert!(took >= Duration::from_secs(1), "{took:?}");
}
