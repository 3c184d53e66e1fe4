//! The support bundle: one text for whoever helps, made from what has a known form. Names are shortened, and no secret is read.

use std::{env, fmt::Write as _, path::Path};

use crate::{
    cli::{EXIT_CODES, log},
    model::{catalog::Catalog, saved::Connection, settings::merged::Settings},
    store::{Listed, Store},
};

use super::{Document, text};

mod logged;
mod reports;
mod shortened;
mod told;

use shortened::Shortened;

const OPENING: &str = "\
psa-connect support bundle. Read it before you send it.

Shortened: names of connections (connection-1), of hosts that are no vendor's (host-1), company IDs and user names
(company-1), e-mail addresses, addresses of hosts, directories and accounts. Left out: keys and everything else that is
secret, what was typed into set-ups, rows of the PSA, and all words of the log and of errors that are not psa-connect's
own: (...) stands for them.
";

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
    let mut text = OPENING.to_owned();
    let mut section = |title: &str, lines: &str| {
        // Writing to a String cannot fail.
        let lines = if lines.trim().is_empty() { "none" } else { lines.trim_end() };
        let _ = write!(text, "\n== {title}\n\n{lines}\n");
    };
    section("What doctor tells", &text::write(&shortened::document(document, &names, catalog)));
    section("Variables", &variables());
    section("Connections", &connections.iter().map(|it| reports::connection(it, &names, catalog)).collect::<String>());
    section("Last reports", &reports::all(store, &connections, &names, catalog));
    section("The end of the log", &log::path().map_or_else(String::new, |it| tail(&it, &names)));
    section("Exit codes", EXIT_CODES);
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
            (is_name && matters).then(|| format!("{name} is set\n"))
        })
        .collect();
    lines.sort();
    lines.concat()
}

/// Unit: lines.
const TAIL: usize = 200;

fn tail(path: &Path, names: &Shortened) -> String {
    let Ok(bytes) = std::fs::read(path) else { return "There is none that can be read.\n".into() };
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(TAIL)..].iter().map(|it| logged::line(it, names) + "\n").collect()
}
