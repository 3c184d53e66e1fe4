//! What is sent a second time, and how long is waited before it.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};

use crate::{
    psa::{Answer, headers::retry_after},
    words,
};

use super::pace::Heeded;

/// Whether a request may be sent a second time by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Never: it spends a login attempt.
    Never,
    /// Once, when waiting may help.
    Once,
}

/// Takes a sentence that the person should know at once.
pub type Tell<'a> = &'a (dyn Fn(String) + Sync);

/// How a PSA is treated that wants to be left alone for a while.
pub(super) struct Manners<'a> {
    /// Before what is sent a second time where nobody says how long to wait.
    pub(super) pause: Duration,
    /// What the vendor advises to wait after too many requests.
    pub(super) advised: Option<Duration>,
    /// Holds back everything that goes to the PSA, and says whether it is that patient.
    pub(super) heed: &'a (dyn Fn(Duration) -> Heeded + Sync),
    /// Takes what the person should know before the wait begins.
    pub(super) tell: Tell<'a>,
}

impl Manners<'_> {
    /// Sends, and sends once more where that is allowed and may help: after the pause with jitter, or when the wait that
    /// holds back everything else is over.
    pub(super) async fn ask<F>(&self, retry: Retry, send: impl Fn() -> F) -> Answer
    where
        F: Future<Output = Answer>,
    {
        let mut took = Duration::ZERO;
        let try_it = || async {
            let answer = send().await;
            if may_help(&answer) { Err(answer) } else { Ok(answer) }
        };
        let times = match retry {
            Retry::Never => 0,
            Retry::Once => 1,
        };
        let backoff = ExponentialBuilder::new().with_min_delay(self.pause).with_jitter().with_max_times(times);
        let tried = try_it
            .retry(backoff)
            .adjust(|answer: &Answer, pause| {
                let Some(wait) = self.wait_of(answer) else { return pause };
                let values = [("secs", wait.as_secs().to_string().into()), ("request", answer.label.as_str().into())];
                let says = match (self.heed)(wait) {
                    Heeded::Waits => {
                        return pause.map(|_| {
                            (self.tell)(waits(wait));
                            // Sending waits by itself, as long as the PSA wants by then.
                            Duration::ZERO
                        });
                    }
                    Heeded::TooLong => words::with("way-wait-too-long", &values),
                    Heeded::TooOften => words::with("way-waits-too-many", &values),
                };
                if times > 0 {
                    (self.tell)(says);
                }
                None
            })
            .notify(|answer: &Answer, _| took += answer.took)
            .await;
        let answer = tried.unwrap_or_else(|it| it);
        Answer { took: answer.took + took, ..answer }
    }

    /// How long the PSA wants to be left alone, or how long its vendor advises to leave it alone.
    fn wait_of(&self, answer: &Answer) -> Option<Duration> {
        let limited = answer.reply.as_ref().is_ok_and(|it| it.status == 429);
        asked_wait(answer).or(self.advised.filter(|_| limited))
    }
}

/// What is said of a wait before it begins and in the report after it.
pub(super) fn waits(wait: Duration) -> String {
    words::with("way-asked-to-wait", &[("secs", wait.as_secs().to_string().into())])
}

/// Says whether a status puts the request off, so that nothing was answered.
pub(super) fn is_put_off(status: u16) -> bool {
    matches!(status, 429 | 502..=504)
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
    use std::{cell::Cell, sync::Mutex, time::Duration};

    use tokio::time::Instant;

    use super::{
        super::{Limits, pace::Budgets},
        Answer, Manners, Retry,
    };
    use crate::{model::origin::Origin, psa::Reply};

    /// How long is waited before the second of two answers with this status and header, if there is a second, and what is
    /// told.
    async fn told(retry: Retry, status: u16, retry_after: Option<&str>) -> (Option<Duration>, Vec<String>) {
        let headers = retry_after.map(|it| ("retry-after".to_owned(), it.to_owned())).into_iter().collect();
        let reply = Reply { status, headers, body: vec![], version: "HTTP/1.1".into(), received: None };
        let (sent, began) = (Cell::new(0), Instant::now());
        let (budgets, told, to) = (Budgets::default(), Mutex::new(vec![]), Origin::https("psa.example").unwrap());
        let Limits { pause, patience, .. } = Limits::default();
        let manners = Manners {
            pause,
            advised: Some(Duration::from_secs(30)),
            heed: &|wait| budgets.hold(&to, wait, patience),
            tell: &|it| told.lock().unwrap().push(it),
        };
        let answer = manners
            .ask(retry, async || {
                budgets.wait(&to).await;
                sent.set(sent.get() + 1);
                let took = Duration::from_millis(7);
                Answer { reply: Ok(reply.clone()), label: "GET /x".into(), took }
            })
            .await;
        assert_eq!(answer.took, Duration::from_millis(7) * sent.get());
        ((sent.get() == 2).then(|| began.elapsed()), told.into_inner().unwrap())
    }

    async fn waited(status: u16, retry_after: Option<&str>) -> Option<Duration> {
        told(Retry::Once, status, retry_after).await.0
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_is_a_second_and_up_to_one_more_by_chance() {
        let mut pauses = vec![];
        for status in [502, 503, 504, 502] {
            pauses.push(waited(status, None).await.unwrap());
        }
        let (least, most) = (Duration::from_secs(1), Duration::from_millis(2001));
        assert!(pauses.iter().all(|it| (least..=most).contains(it)), "{pauses:?}");
        pauses.dedup();
        assert!(pauses.len() > 1, "no chance in it: {pauses:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_server_asks_for_is_waited_for_up_to_the_patience() {
        let seconds = async |status, asked| waited(status, asked).await.map(|it| it.as_secs());
        assert_eq!(seconds(429, Some("10")).await, Some(10));
        assert_eq!(seconds(429, Some("30")).await, Some(30));
        assert_eq!(seconds(503, Some("35")).await, Some(35));
        assert_eq!(seconds(429, Some("36")).await, None);
        assert_eq!(seconds(503, Some("soon")).await, None);
        // A gateway does not know when what is behind it comes back.
        assert!(waited(502, Some("3600")).await.is_some_and(|it| it <= Duration::from_millis(2001)));
    }

    #[tokio::test(start_paused = true)]
    async fn too_many_requests_without_a_wait_are_let_rest_as_long_as_the_vendor_advises() {
        assert_eq!(waited(429, None).await.map(|it| it.as_secs()), Some(30));
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_is_told_once_and_one_that_is_too_long_as_well() {
        let (_, notes) = told(Retry::Once, 429, Some("30")).await;
        assert_eq!(notes, ["The PSA asked to wait 30 s; nothing more is sent to it before that is over."]);
        let (_, notes) = told(Retry::Once, 429, Some("90")).await;
        assert!(matches!(notes.as_slice(), [one] if one.contains("90 s") && one.contains("too long")), "{notes:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_may_be_sent_once_only_is_not_sent_again_after_any_wait() {
        for wait in [None, Some("0"), Some("2")] {
            assert_eq!(told(Retry::Never, 429, wait).await, (None, vec![]), "{wait:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_else_is_sent_twice() {
        for status in [200, 302, 400, 401, 403, 404, 408, 500] {
            assert_eq!(waited(status, Some("0")).await, None, "{status}");
        }
    }
}
