//! The support bundle: one text for whoever helps, made from what has a known form. Names are shortened, and no secret is read.

use std::{env, fmt::Write as _, path::Path};

use crate::{
    cli::{EXIT_CODES, log, page::Page},
    model::{catalog::Catalog, saved::Connection, settings::merged::Settings},
    store::{Listed, Store},
    words,
};

use super::{Document, text};

mod logged;
mod reports;
mod shortened;
mod told;

use shortened::Shortened;

/// Columns of the opening.
const WIDTH: usize = 119;

/// Variables whose value is of a few known words and helps.
const TOLD: [&str; 8] =
    ["TERM", "LANG", "LC_ALL", "LC_CTYPE", "COLORTERM", "NO_COLOR", "PSA_CONNECT_ASCII", "PSA_CONNECT_ESCAPE_MS"];

/// Beginnings and names of variables that matter. Of all but [`TOLD`] only the name is told.
const MATTER: [&str; 13] = [
    "PSA_CONNECT_",
    "SSH_",
    "TMUX",
    "STY",
    "ACCESSIBLE",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "SSL_CERT_",
    "VAULT_",
    "BAO_",
    "PG",
];

/// Makes it.
pub(super) fn write(document: Document, store: &Store, catalog: &Catalog, settings: &Settings) -> String {
    let connections = saved(store);
    let names = Shortened::new(&connections, settings, catalog, store.directory());
    let mut opening = Page::default();
    opening.line(words::say("doctor-bundle-title"));
    opening.gap();
    opening.hanging("", words::say("doctor-bundle-opening"), WIDTH);
    let mut text = opening.into_text();
    let mut section = |title: &str, lines: &str| {
        // Writing to a String cannot fail.
        let lines = if lines.trim().is_empty() { words::say("doctor-none") } else { lines.trim_end() };
        let _ = write!(text, "\n== {title}\n\n{lines}\n");
    };
    let told = text::write(&shortened::document(document, &names, catalog));
    section(words::say("doctor-bundle-told"), &told);
    section(words::say("doctor-bundle-variables"), &variables());
    let each = connections.iter().map(|it| reports::connection(it, &names, catalog));
    section(words::say("doctor-connections"), &each.collect::<String>());
    section(words::say("doctor-bundle-reports"), &reports::all(store, &connections, &names, catalog));
    let log = log::path().map_or_else(String::new, |it| tail(&it, &names));
    section(words::say("doctor-bundle-log"), &log);
    section(words::say("doctor-bundle-exit-codes"), EXIT_CODES);
    text
}

fn saved(store: &Store) -> Vec<Connection> {
    let listed = store.list().into_iter();
    listed.filter_map(|it| if let Listed::Connection(it) = it { Some(*it) } else { None }).collect()
}

fn variables() -> String {
    let mut lines: Vec<String> = env::vars_os()
        .filter_map(|(name, value)| {
            let name = name.into_string().ok()?;
            if TOLD.contains(&name.as_str()) {
                return Some(format!("{name}={}\n", told::value(&name, &value.to_string_lossy())));
            }
            let is_name = name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
            let matters = MATTER.iter().any(|it| name.to_uppercase().starts_with(it));
            (is_name && matters).then(|| words::with("doctor-variable-set", &[("name", name.into())]) + "\n")
        })
        .collect();
    lines.sort();
    lines.concat()
}

/// Unit: lines.
const TAIL: usize = 200;

fn tail(path: &Path, names: &Shortened) -> String {
    let Ok(bytes) = std::fs::read(path) else { return words::say("doctor-bundle-no-log").into() };
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(TAIL)..].iter().map(|it| logged::line(it, names) + "\n").collect()
}
