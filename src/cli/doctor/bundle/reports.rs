//! Connections and their last reports by ids, outcomes and numbers. No text of a PSA is among them.

use std::fmt::Write as _;

use crate::{
    model::{
        catalog::Catalog,
        document::{Document, Outcome, RightRow},
        report::Check,
        saved::Connection,
    },
    store::Store,
    words,
};

use super::{
    Shortened,
    logged::{HIDDEN, own_words},
};

/// One connection in a few lines.
pub(super) fn connection(it: &Connection, names: &Shortened, catalog: &Catalog) -> String {
    let Connection { name, psa, integration, origin, site, pin, plain, secret_fields, store, .. } = it;
    let mut text = format!("{}: {psa}, {}\n", names.of(name.as_str()), known(integration, catalog));
    let mut line = |says: String| {
        let _ = writeln!(text, "  {says}");
    };
    let at = ("at", names.origin(&origin.to_string()).into());
    line(words::with(
        "doctor-bundle-at",
        &[at, ("site", own_or_site(site.as_ref().map(|it| it.0.as_str()), catalog).into())],
    ));
    for (id, value) in plain {
        let (n, short) = (value.chars().count(), names.of(value));
        line(words::with(
            "doctor-bundle-field",
            &[("id", id.to_string().into()), ("n", n.into()), ("short", short.into())],
        ));
    }
    let secrets = secret_fields.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    line(words::with("doctor-bundle-secrets", &[("fields", secrets.into()), ("store", store.key().into())]));
    if pin.is_some() {
        line(words::say("doctor-bundle-pin").into());
    }
    let (saved, keys) = (time(&it.saved_at), time(it.keys_since()));
    line(words::with("doctor-bundle-saved", &[("saved", saved.into()), ("keys", keys.into())]));
    line(words::with("doctor-bundle-by-hand", &[("n", it.confirmed.len().to_string().into())]));
    line(match &it.last_test {
        Some(last) => {
            let rights = [
                ("at", time(&last.at).into()),
                ("held", last.held.to_string().into()),
                ("of", last.of.to_string().into()),
                ("fault", last.fault.as_deref().map(|it| own_words(it, names)).unwrap_or_default().into()),
            ];
            words::with("doctor-bundle-tested", &rights)
        }
        None => words::say("doctor-bundle-never-tested").into(),
    });
    text
}

/// The last report of each.
pub(super) fn all(store: &Store, connections: &[Connection], names: &Shortened, catalog: &Catalog) -> String {
    let mut text = String::new();
    for it in connections {
        let _ = writeln!(text, "{}", names.of(it.name.as_str()));
        match store.last_report(&it.name).map(|it| it.map(|it| Document::from_json(&it))) {
            Ok(Some(Ok(report))) => text.push_str(&one(&report, names, catalog)),
            Ok(None) => {
                let _ = writeln!(text, "  {}", words::say("doctor-none"));
            }
            Ok(Some(Err(_))) | Err(_) => {
                let _ = writeln!(text, "  {}", words::say("doctor-bundle-unreadable"));
            }
        }
    }
    text
}

fn one(it: &Document, names: &Shortened, catalog: &Catalog) -> String {
    let (at, exit) = (("at", time(&it.at).into()), ("exit", it.exit.to_string().into()));
    let mut text = format!("  {}\n", words::with("doctor-bundle-report", &[at, exit]));
    for check in &it.checks {
        let outcome = match check.outcome {
            Outcome::Passed => words::say("doctor-bundle-passed"),
            Outcome::Skipped => words::say("test-word-skipped"),
            Outcome::Unclear => words::say("test-word-unclear"),
            Outcome::Failed => words::say("test-word-failed"),
        };
        let fault = check.failed.as_ref().map(|it| own_words(&it.fault, names)).unwrap_or_default();
        let _ = writeln!(text, "  {:<10} {outcome:<8} {:>6} ms  {fault}", check_key(&check.check), check.ms);
    }
    for it in &it.rights {
        let _ = writeln!(text, "  {}", right(it, names, catalog));
    }
    for count in &it.counts {
        let is_known = catalog.psas.iter().any(|psa| psa.lists.iter().any(|it| it.id.0 == count.list));
        let list = if is_known { count.list.as_str() } else { HIDDEN };
        let says = words::with("doctor-bundle-rows", &[("list", list.into()), ("n", count.rows.to_string().into())]);
        let _ = writeln!(text, "  {says}");
    }
    let (excess, notes) = (it.excess.len().to_string(), it.notes.len().to_string());
    let beyond = words::with("doctor-bundle-beyond", &[("excess", excess.into()), ("notes", notes.into())]);
    let _ = writeln!(text, "  {beyond}");
    if let Some(refused) = &it.refused {
        let _ = writeln!(text, "  {}", words::with("doctor-bundle-refused", &[("at", time(refused).into())]));
    }
    text
}

fn right(it: &RightRow, names: &Shortened, catalog: &Catalog) -> String {
    let is_known = catalog.psas.iter().any(|psa| psa.functions.iter().any(|known| known.id.0 == it.right));
    let values = [
        ("id", if is_known { it.right.as_str() } else { HIDDEN }.into()),
        ("proof", it.proof.word().into()),
        ("needed", own_words(&it.needed, names).into()),
        ("found", own_words(&it.found, names).into()),
    ];
    if it.confirmed.is_some() {
        words::with("doctor-bundle-right-by-hand", &values)
    } else {
        words::with("doctor-bundle-right", &values)
    }
}

fn check_key(key: &str) -> &'static str {
    Check::try_from(key).map_or(HIDDEN, Check::key)
}

fn known(integration: &str, catalog: &Catalog) -> String {
    let is_known = Catalog::embedded().integrations.iter().any(|it| it.id == integration)
        || catalog.integrations.iter().any(|it| it.id == integration);
    if is_known { integration.to_owned() } else { words::say("doctor-bundle-own-integration").to_owned() }
}

fn own_or_site<'a>(site: Option<&'a str>, catalog: &Catalog) -> &'a str {
    let is_known = |site: &&str| catalog.psas.iter().any(|psa| psa.sites.iter().any(|it| it.id.0 == *site));
    site.filter(is_known).unwrap_or(words::say("doctor-bundle-own-site"))
}

/// A time, and nothing else.
pub(super) fn time(text: &str) -> &str {
    if is_time(text) { text } else { HIDDEN }
}

/// Says whether a text is a time of RFC 3339.
pub(super) fn is_time(text: &str) -> bool {
    text.len() <= 40 && text.parse::<jiff::Timestamp>().is_ok()
}
