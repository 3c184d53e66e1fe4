//! Changes of what a server says of itself and of the login, and of where the saved connection leads.

use strum::IntoEnumIterator as _;

use super::{Change, ChangeKind};
use crate::{
    model::{document::Document, report::Fact},
    words,
};

/// Changes of the saved connection.
///
/// The sandbox takes any free port at each start, so the port of a server on this host is no change.
pub(super) fn connection(before: &Document, after: &Document, found: &mut Vec<Change>) {
    if of_any_port(&before.origin) != of_any_port(&after.origin) {
        found.push(changed(
            ChangeKind::Connection,
            "origin",
            words::say("change-fact-address"),
            &before.origin,
            &after.origin,
        ));
    }
    if before.integration != after.integration {
        let names = (&before.integration_name, &after.integration_name);
        found.push(changed(
            ChangeKind::Connection,
            "integration",
            words::say("change-fact-integration"),
            names.0,
            names.1,
        ));
    }
    let pin = |it: &Document| {
        it.pin.as_ref().map_or_else(|| words::say("change-fact-none").to_owned(), |it| it.sha256.clone())
    };
    if pin(before) != pin(after) {
        found.push(changed(ChangeKind::Connection, "pin", words::say("change-fact-pin"), &pin(before), &pin(after)));
    }
}

/// Changes of every fact that is worth telling; those of the certificate are one.
pub(super) fn all(before: &Document, after: &Document, found: &mut Vec<Change>) {
    let mut certificate = vec![];
    let mut who = false;
    for fact in Fact::iter().filter(|it| it.is_tracked()) {
        let Some((was, now)) = both(before, after, fact) else { continue };
        if of_any_port(&was) == of_any_port(&now) {
            continue;
        }
        if is_of_certificate(fact) {
            certificate.push((fact, was, now));
        } else {
            who |= matches!(fact, Fact::Company | Fact::User | Fact::Role);
            found.push(changed(ChangeKind::Fact, fact.key(), fact.label(), &was, &now));
        }
    }
    if let [(first, was, now), ..] = certificate.as_slice() {
        let parts: Vec<_> = certificate
            .iter()
            .map(|(fact, was, now)| {
                words::with(
                    "change-fact-was",
                    &[("fact", fact.label().into()), ("now", now.into()), ("was", was.into())],
                )
            })
            .collect();
        let says = words::with("change-fact-certificate", &[("parts", parts.join(", ").into())]);
        let change = Change::new(ChangeKind::Certificate, first.key(), says);
        found.push(change.between(was.as_str(), now.as_str()));
    }
    // The identity is told in one text, too, where the parts of it are not known.
    if let (Some(was), Some(now), false) = (&before.with_rights().identity, &after.identity, who)
        && was != now
    {
        found.push(changed(ChangeKind::Fact, "identity", words::say("change-fact-login"), was, now));
    }
}

fn changed(kind: ChangeKind, about: &str, label: &str, was: &str, now: &str) -> Change {
    Change::new(
        kind,
        about,
        words::with("change-fact-now-was", &[("label", label.into()), ("now", now.into()), ("was", was.into())]),
    )
    .between(was, now)
}

/// The value in both, if both can tell. Of some facts, not to be seen means that there is none.
fn both(before: &Document, after: &Document, fact: Fact) -> Option<(String, String)> {
    let kept = before.earlier.as_deref();
    let was = before.fact(fact).or_else(|| kept.and_then(|it| it.fact(fact)));
    match (was, after.fact(fact)) {
        (Some(was), Some(now)) => Some((was.to_owned(), now.to_owned())),
        (Some(was), None) if means_none(before, after, fact) => {
            Some((was.to_owned(), words::say("change-fact-none").to_owned()))
        }
        (None, Some(now)) if means_none(after, before, fact) => {
            Some((words::say("change-fact-none").to_owned(), now.to_owned()))
        }
        (Some(_) | None, Some(_) | None) => None,
    }
}

/// Says whether the check that shows `fact` in `shown` went well in `other`, which does not show it.
fn means_none(shown: &Document, other: &Document, fact: Fact) -> bool {
    let by = shown.checks.iter().find(|it| it.details.contains_key(fact.key()));
    let same = by.and_then(|it| other.check(&it.check));
    matches!(fact, Fact::Proxy | Fact::Inspector) && same.is_some_and(|it| it.failed.is_none())
}

fn is_of_certificate(fact: Fact) -> bool {
    matches!(fact, Fact::Subject | Fact::Issuer | Fact::Expiry | Fact::Fingerprint | Fact::TrustedBy)
}

/// A text in which no address of this host has a port.
fn of_any_port(text: &str) -> String {
    const HERE: [&str; 3] = ["127.0.0.1:", "localhost:", "[::1]:"];
    let mut rest = text;
    let mut out = String::with_capacity(text.len());
    while let Some((at, here)) = HERE.iter().filter_map(|it| Some((rest.find(it)?, *it))).min() {
        let end = at + here.len();
        out.push_str(&rest[..end]);
        rest = rest[end..].trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out + rest
}
