//! Connections and their last reports by ids, outcomes and numbers. No text of a PSA is among them.

use std::fmt::Write as _;

use crate::{
    model::{
        catalog::Catalog,
        document::{Document, Outcome},
        report::Check,
        saved::Connection,
    },
    store::Store,
};

use super::{Shortened, logged::own_words};

/// One connection in a few lines.
pub(super) fn connection(it: &Connection, names: &Shortened, catalog: &Catalog) -> String {
    let Connection { name, psa, integration, origin, site, pin, plain, secret_fields, store, .. } = it;
    let mut text = format!("{}: {psa}, {}\n", names.of(name.as_str()), known(integration, catalog));
    let site = site.as_ref().map_or("not of the catalogue", |it| it.0.as_str());
    let _ = writeln!(text, "  at {}, site {}", names.origin(&origin.to_string()), own_or_site(site, catalog));
    for (id, value) in plain {
        let _ = writeln!(text, "  {id}: {} characters, {}", value.chars().count(), names.of(value));
    }
    let secrets: Vec<_> = secret_fields.iter().map(ToString::to_string).collect();
    let _ = writeln!(text, "  {} in {}", secrets.join(", "), store.key());
    if pin.is_some() {
        let _ = writeln!(text, "  trusts one certificate that somebody confirmed");
    }
    let _ = writeln!(text, "  saved {}, keys since {}", time(&it.saved_at), time(it.keys_since()));
    let _ = writeln!(text, "  confirmed by hand: {}", it.confirmed.len());
    match &it.last_test {
        Some(last) => {
            let fault = last.fault.as_deref().map(|it| own_words(it, names)).unwrap_or_default();
            let _ = writeln!(text, "  tested {}: {} of {} rights. {fault}", time(&last.at), last.held, last.of);
        }
        None => text.push_str("  never tested\n"),
    }
    text
}

/// The last report of each.
pub(super) fn all(store: &Store, connections: &[Connection], names: &Shortened, catalog: &Catalog) -> String {
    let mut text = String::new();
    for it in connections {
        let _ = writeln!(text, "{}", names.of(it.name.as_str()));
        match store.last_report(&it.name).map(|it| it.map(|it| Document::from_json(&it))) {
            Ok(Some(Ok(report))) => text.push_str(&one(&report, names, catalog)),
            Ok(None) => text.push_str("  none\n"),
            Ok(Some(Err(_))) | Err(_) => text.push_str("  cannot be read\n"),
        }
    }
    text
}

fn one(it: &Document, names: &Shortened, catalog: &Catalog) -> String {
    let mut text = format!("  at {}, exit code {}\n", time(&it.at), it.exit);
    for check in &it.checks {
        let outcome = match check.outcome {
            Outcome::Passed => "passed",
            Outcome::Skipped => "skipped",
            Outcome::Unclear => "unclear",
            Outcome::Failed => "FAILED",
        };
        let fault = check.failed.as_ref().map(|it| own_words(&it.fault, names)).unwrap_or_default();
        let _ = writeln!(text, "  {:<10} {outcome:<8} {:>6} ms  {fault}", check_key(&check.check), check.ms);
    }
    for right in &it.rights {
        let is_known = catalog.psas.iter().any(|psa| psa.functions.iter().any(|it| it.id.0 == right.right));
        let id = if is_known { right.right.as_str() } else { "(...)" };
        let confirmed = if right.confirmed.is_some() { ", confirmed by hand" } else { "" };
        let found = own_words(&right.found, names);
        let _ = writeln!(
            text,
            "  {id}: {} (needed {}, found {found}{confirmed})",
            right.proof.word(),
            own_words(&right.needed, names)
        );
    }
    for count in &it.counts {
        let is_known = catalog.psas.iter().any(|psa| psa.lists.iter().any(|it| it.id.0 == count.list));
        let list = if is_known { count.list.as_str() } else { "(...)" };
        let _ = writeln!(text, "  {list} {} rows", count.rows);
    }
    let _ = writeln!(text, "  rights beyond the need: {}, notes: {}", it.excess.len(), it.notes.len());
    if let Some(refused) = &it.refused {
        let _ = writeln!(text, "  refused {}", time(refused));
    }
    text
}

fn check_key(key: &str) -> &'static str {
    Check::try_from(key).map_or("(...)", Check::key)
}

fn known(integration: &str, catalog: &Catalog) -> String {
    let is_known = Catalog::embedded().integrations.iter().any(|it| it.id == integration)
        || catalog.integrations.iter().any(|it| it.id == integration);
    if is_known { integration.to_owned() } else { "an integration of its own".to_owned() }
}

fn own_or_site(site: &str, catalog: &Catalog) -> String {
    let is_known = catalog.psas.iter().any(|psa| psa.sites.iter().any(|it| it.id.0 == site));
    if is_known { site.to_owned() } else { "not of the catalogue".to_owned() }
}

/// A time, and nothing else.
pub(super) fn time(text: &str) -> &str {
    if is_time(text) { text } else { "(...)" }
}

/// Says whether a text is a time of RFC 3339.
pub(super) fn is_time(text: &str) -> bool {
    text.len() <= 40 && text.parse::<jiff::Timestamp>().is_ok()
}
