//! What is sent a second time, and how long is waited before it.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};

use crate::psa::{Answer, headers::retry_after};

use super::Limits;

/// Whether a request may be sent a second time by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Never: it spends a login attempt.
    Never,
    /// Once, when waiting may help.
    Once,
}

/// An answer, and what was done to get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The answer.
    pub answer: Answer,
    /// What the person should know about it, a sentence: that the PSA asked to wait.
    pub note: Option<String>,
}

/// Sends, and sends once more when waiting may help: after the pause with jitter, or after what the server asked for.
pub(super) async fn once_more<F>(limits: &Limits, send: impl Fn() -> F) -> Asked
where
    F: Future<Output = Answer>,
{
    let mut took = Duration::ZERO;
    let mut note = None;
    let try_it = || async {
        let answer = send().await;
        if may_help(&answer) { Err(answer) } else { Ok(answer) }
    };
    let backoff = ExponentialBuilder::new().with_min_delay(limits.pause).with_jitter().with_max_times(1);
    let tried = try_it
        .retry(backoff)
        .adjust(|answer: &Answer, pause| match asked_wait(answer) {
            Some(wait) if wait > limits.patience => None,
            Some(wait) => pause.map(|_| wait),
            None => pause,
        })
        .notify(|answer: &Answer, _| {
            took += answer.took;
            note = asked_wait(answer).map(|wait| waited(wait, &answer.label));
        })
        .await;
    let answer = tried.unwrap_or_else(|it| it);
    if note.is_none() {
        note = asked_wait(&answer).filter(|it| *it > limits.patience).map(|wait| too_long(wait, &answer.label));
    }
    Asked { answer: Answer { took: answer.took + took, ..answer }, note }
}

fn waited(wait: Duration, label: &str) -> String {
    format!("The PSA asked to wait {} s before {label}; that was done once.", wait.as_secs())
}

fn too_long(wait: Duration, label: &str) -> String {
    let wait = wait.as_secs();
    format!("The PSA asked to wait {wait} s before {label}; that is too long to wait here, so it was not asked again.")
}

/// Says whether the same request may succeed a little later. A refusal never may, whatever it says of waiting.
fn may_help(answer: &Answer) -> bool {
    match &answer.reply {
        Err(fault) => fault.retry_helps(),
        Ok(reply) => match reply.status {
            429 | 503 => reply.header("retry-after").is_none() || retry_after(reply).is_some(),
            status => matches!(status, 502 | 504),
        },
    }
}

/// How long the server asks to wait, where it is its own to say: a gateway in front of it does not know.
fn asked_wait(answer: &Answer) -> Option<Duration> {
    let reply = answer.reply.as_ref().ok().filter(|it| matches!(it.status, 429 | 503))?;
    retry_after(reply)
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, time::Duration};

    use tokio::time::Instant;

    use super::{Answer, Limits, once_more};
    use crate::psa::Reply;

    /// How long is waited before the second of two answers with this status and header, if there is a second.
    async fn waited(status: u16, retry_after: Option<&str>) -> Option<Duration> {
        let headers = retry_after.map(|it| ("retry-after".to_owned(), it.to_owned())).into_iter().collect();
        let reply = Reply { status, headers, body: vec![], version: "HTTP/1.1".into(), received: None };
        let (sent, began) = (Cell::new(0), Instant::now());
        let asked = once_more(&Limits::default(), || {
            sent.set(sent.get() + 1);
            let took = Duration::from_millis(7);
            std::future::ready(Answer { reply: Ok(reply.clone()), label: "GET /x".into(), took })
        })
        .await;
        assert_eq!(asked.answer.took, Duration::from_millis(7) * sent.get());
        (sent.get() == 2).then(|| began.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_is_a_second_and_up_to_one_more_by_chance() {
        let mut pauses = vec![];
        for status in [429, 502, 503, 504] {
            pauses.push(waited(status, None).await.unwrap());
        }
        let (least, most) = (Duration::from_secs(1), Duration::from_millis(2001));
        assert!(pauses.iter().all(|it| (least..=most).contains(it)), "{pauses:?}");
        pauses.dedup();
        assert!(pauses.len() > 1, "no chance in it: {pauses:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_server_asks_for_is_waited_for_up_to_the_patience() {
        let seconds = |it| Some(Duration::from_secs(it));
        let ten = waited(429, Some("10")).await.map(|it| Duration::from_secs(it.as_secs()));
        assert_eq!(ten, seconds(10));
        assert_eq!(waited(429, Some("11")).await, None);
        assert_eq!(waited(503, Some("soon")).await, None);
        // A gateway does not know when what is behind it comes back.
        assert!(waited(502, Some("3600")).await.is_some_and(|it| it <= Duration::from_millis(2001)));
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_else_is_sent_twice() {
        for status in [200, 302, 400, 401, 403, 404, 408, 500] {
            assert_eq!(waited(status, Some("0")).await, None, "{status}");
        }
    }
}
