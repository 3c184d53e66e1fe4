//! What `doctor` tells, for people: a section each.

use std::fmt::Write as _;

use crate::words;

use crate::cli::{
    ago::{age_of_keys, ago},
    list::columns,
};

use super::{Card, Directory, Document, Left, Logs, Row, Saved, Versions, Wrong, network};

mod terminal;

/// Puts all sections one below the other.
pub(super) fn write(document: &Document) -> String {
    let Document {
        versions,
        settings,
        terminal,
        network,
        directory,
        stores,
        connections,
        left,
        logs,
        troubles,
        version: _,
        exit: _,
    } = document;
    let connected = connections.iter().filter(|it| it.broken.is_some() || it.last_fault.is_some()).count();
    let wrong = troubles.len() + connected + network.failed() + stores.iter().filter(|it| !it.usable).count();
    let verdict = words::with("doctor-verdict", &[("n", wrong.into())]);
    let mut text = format!("{verdict}\n\n{}\n", build(versions));
    let sections = [
        (words::say("doctor-settings"), settings_table(settings)),
        (words::say("doctor-terminal"), terminal::lines(terminal)),
        (words::say("doctor-network"), network_lines(network)),
        (words::say("doctor-directory"), directory_lines(directory)),
        (words::say("doctor-stores"), stores.iter().map(store_lines).collect()),
        (words::say("doctor-connections"), connections_table(connections)),
        (words::say("doctor-left"), left_lines(left)),
        (words::say("doctor-logs"), log_lines(logs)),
        (words::say("doctor-wrong"), troubles.iter().map(wrong_lines).collect()),
    ];
    for (title, lines) in sections.iter().filter(|it| !it.1.is_empty()) {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n{title}\n");
        for line in lines.lines() {
            let _ = writeln!(text, "{}", format!("  {line}").trim_end());
        }
    }
    text
}

fn build(it: &Versions) -> String {
    let Versions { psa_connect, system, kernel, features } = it;
    words::with(
        "doctor-build",
        &[
            ("version", (*psa_connect).into()),
            ("system", system.into()),
            ("kernel", kernel.into()),
            ("features", features.join(", ").into()),
        ],
    )
}

/// What a line is about, in so many columns, and what is said of it.
fn row(about: &str, columns: usize, says: &str) -> String {
    format!("{about:<columns$}  {says}\n")
}

fn settings_table(rows: &[Row]) -> String {
    // A path may be long: nothing stands behind it.
    let heads = [words::say("doctor-head-setting"), words::say("doctor-head-from"), words::say("doctor-head-value")];
    let mut table = vec![heads.map(str::to_owned)];
    table.extend(rows.iter().map(|it| [it.setting.to_owned(), it.from.says(), it.value.says().to_owned()]));
    columns(&table)
}

fn network_lines(it: &network::Section) -> String {
    let network::Section { proxy, authorities, hosts } = it;
    let proxy = proxy.as_deref().unwrap_or(words::say("doctor-none"));
    let mut text = row(words::say("doctor-row-proxy"), 11, proxy);
    if let Some(network::Trusted { host, ca_file }) = authorities {
        let host = ("host", host.to_string().into());
        let says = match ca_file {
            Some(n) => words::with("doctor-authorities-and-file", &[host, ("file", n.to_string().into())]),
            None => words::with("doctor-authorities", &[host]),
        };
        text.push_str(&row(words::say("doctor-row-authorities"), 11, &says));
    }
    match hosts {
        None => {
            let _ = writeln!(text, "{}", words::say("doctor-not-asked"));
        }
        Some(hosts) => {
            for network::Host { origin, connections, checks } in hosts {
                let of = if connections.is_empty() { String::new() } else { format!(" ({})", connections.join(", ")) };
                let _ = writeln!(text, "{origin}{of}");
                for check in checks {
                    let _ = writeln!(text, "  {}", check.says());
                }
            }
        }
    }
    text
}

fn directory_lines(it: &Directory) -> String {
    let Directory { path, mode, owner, repaired } = it;
    let mut text = match (mode, owner) {
        (Some(mode), Some(owner)) => words::with(
            "doctor-directory-is",
            &[("path", path.into()), ("mode", mode.into()), ("owner", owner.to_string().into())],
        ),
        (None, _) | (_, None) => words::with("doctor-directory-not-yet", &[("path", path.into())]),
    };
    text.push('\n');
    for repaired in repaired {
        let _ = writeln!(text, "{repaired}");
    }
    text
}

fn store_lines(it: &Card) -> String {
    let Card { store, place, protection, usable: _, trouble } = it;
    let (word, says) = match trouble {
        None => (words::say("test-word-ok"), protection),
        Some(trouble) => (words::say("test-word-failed"), trouble),
    };
    format!("{word:<6}  {} ({store}): {place}\n        {says}\n", store.label())
}

fn connections_table(connections: &[Saved]) -> String {
    let fine = connections.iter().filter(|it| it.broken.is_none());
    let heads = [
        words::say("list-head-name"),
        words::say("list-head-secret-in"),
        words::say("list-head-keys"),
        words::say("list-head-tested"),
    ];
    let mut table = vec![heads.map(str::to_owned)];
    table.extend(fine.map(|it| {
        [
            it.name.clone(),
            it.store.map(|it| it.key().to_owned()).unwrap_or_default(),
            it.keys_since.as_deref().map(age_of_keys).unwrap_or_default(),
            it.last_test.as_deref().map_or_else(|| words::say("list-never").to_owned(), ago),
        ]
    }));
    let mut text = if table.len() > 1 { columns(&table) } else { String::new() };
    for it in connections {
        if let Some(Wrong { error, remedy }) = &it.broken {
            let _ = writeln!(text, "{:<6}  {}: {error}\n        {remedy}", words::say("test-word-failed"), it.name);
        }
        if let Some(fault) = &it.last_fault {
            let values = [("name", it.name.as_str().into()), ("fault", fault.into())];
            let _ = writeln!(text, "{:<6}  {}", words::say("test-word-failed"), words::with("list-last-test", &values));
        }
    }
    if text.is_empty() { format!("{}\n", words::say("connection-nothing-saved")) } else { text }
}

fn left_lines(it: &Left) -> String {
    let Left { drafts, unreadable_drafts, leftovers } = it;
    let mut lines =
        vec![words::with("doctor-cut-off", &[("n", (*drafts).into()), ("drafts", "psa-connect drafts".into())])];
    if *unreadable_drafts > 0 {
        lines.push(words::with("doctor-unreadable-drafts", &[("n", (*unreadable_drafts).into())]));
    }
    lines.push(words::with("doctor-leftovers", &[("n", (*leftovers).into())]));
    lines.join("\n") + "\n"
}

fn log_lines(it: &Logs) -> String {
    let log = it.log.as_deref().unwrap_or(words::say("doctor-no-log"));
    row(words::say("doctor-row-log"), 10, log) + &row(words::say("doctor-row-hand-overs"), 10, &it.hand_overs)
}

fn wrong_lines(it: &Wrong) -> String {
    format!("{}\n  {}\n", it.error, it.remedy)
}
