//! Gathers what rights are proved from, all at once, and stops when the login is turned away.

use std::time::Duration;

use futures_util::{StreamExt, stream::FuturesUnordered};

use crate::{
    model::fault::Fault,
    psa::{Answer, Ask, Evidence},
    words,
};

use super::session::Session;
use super::transport::Retry;

/// Sends `asks` at once and hands each answer to `arrived`, with all the evidence so far and the key that is new.
///
/// After a reply that turned the login away nothing more is sent: what is still open counts as refused.
pub(super) async fn gather(
    session: &Session<'_>,
    asks: &[Ask],
    evidence: &mut Evidence,
    mut arrived: impl FnMut(&Evidence, &str),
) {
    let mut open: FuturesUnordered<_> =
        asks.iter().map(async |ask| (ask, session.ask(&ask.request, Retry::Once).await)).collect();
    let mut was_refused = false;
    while let Some((ask, answer)) = open.next().await {
        was_refused = session.was_turned_away(&answer);
        evidence.insert(ask.key.clone(), answer);
        arrived(evidence, &ask.key);
        if was_refused {
            break;
        }
    }
    drop(open);
    if !was_refused {
        return;
    }
    for ask in asks {
        if !evidence.contains_key(&ask.key) {
            evidence.insert(ask.key.clone(), not_sent(session, ask));
            arrived(evidence, &ask.key);
        }
    }
}

fn not_sent(session: &Session<'_>, ask: &Ask) -> Answer {
    let hints = vec![words::say("engine-turned-away").to_owned()];
    let fault = Fault::BadLogin { host: session.login.origin.host().to_owned(), hints };
    Answer { reply: Err(fault), label: ask.request.label.clone(), took: Duration::ZERO }
}
