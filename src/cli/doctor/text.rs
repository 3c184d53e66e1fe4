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
    let Versions { psa_connect, system, kernel, features } = versions;
    let broken = connections.iter().filter(|it| it.broken.is_some()).count();
    let wrong = troubles.len() + broken + stores.iter().filter(|it| !it.usable).count();
    let verdict = words::with("doctor-verdict", &[("n", wrong.into())]);
    let mut text =
        format!("{verdict}\n\npsa-connect {psa_connect} on {system}, kernel {kernel}, with {}\n", features.join(", "));
    let sections = [
        ("Settings", settings_table(settings)),
        ("Terminal", terminal::lines(terminal)),
        ("Network", network_lines(network)),
        ("Directory", directory_lines(directory)),
        ("Stores", stores.iter().map(store_lines).collect()),
        ("Connections", connections_table(connections)),
        ("Not finished", left_lines(left)),
        ("Logs", log_lines(logs)),
        ("Wrong", troubles.iter().map(wrong_lines).collect()),
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

fn settings_table(rows: &[Row]) -> String {
    let mut table = vec![["SETTING", "VALUE", "FROM"].map(str::to_owned)];
    table.extend(rows.iter().map(|it| [it.setting.to_owned(), it.value.clone(), it.from.clone()]));
    columns(&table)
}

fn network_lines(it: &network::Section) -> String {
    let network::Section { proxy, authorities, hosts } = it;
    let mut text = match proxy {
        Some(proxy) => format!("proxy        {proxy}\n"),
        None => "proxy        none\n".to_owned(),
    };
    if let Some(network::Trusted { host, ca_file }) = authorities {
        let file = ca_file.map(|it| format!(", {it} in the CA file")).unwrap_or_default();
        let _ = writeln!(text, "authorities  {host} of this host{file}");
    }
    match hosts {
        None => text.push_str("The PSAs were not asked; --network goes the way to them without a login.\n"),
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
        (Some(mode), Some(owner)) => format!("{path} has mode {mode} and belongs to uid {owner}.\n"),
        (None, _) | (_, None) => format!("{path} is not there yet; the first save makes it.\n"),
    };
    for repaired in repaired {
        let _ = writeln!(text, "{repaired}");
    }
    text
}

fn store_lines(it: &Card) -> String {
    let Card { store, place, protection, usable: _, trouble } = it;
    match trouble {
        None => format!("ok      {} ({store}): {place}\n        {protection}\n", store.label()),
        Some(trouble) => format!("FAILED  {} ({store}): {place}\n        {trouble}\n", store.label()),
    }
}

fn connections_table(connections: &[Saved]) -> String {
    let fine = connections.iter().filter(|it| it.broken.is_none());
    let mut table = vec![["NAME", "SECRET IN", "KEYS", "TESTED"].map(str::to_owned)];
    table.extend(fine.map(|it| {
        [
            it.name.clone(),
            it.store.map(|it| it.key().to_owned()).unwrap_or_default(),
            it.keys_since.as_deref().map(age_of_keys).unwrap_or_default(),
            it.last_test.as_deref().map_or_else(|| "never".to_owned(), ago),
        ]
    }));
    let mut text = if table.len() > 1 { columns(&table) } else { String::new() };
    for it in connections {
        if let Some(Wrong { error, remedy }) = &it.broken {
            let _ = writeln!(text, "FAILED  {}: {error}\n        {remedy}", it.name);
        }
    }
    if text.is_empty() { "Nothing is saved yet.\n".into() } else { text }
}

fn left_lines(it: &Left) -> String {
    let Left { drafts, unreadable_drafts, leftovers } = it;
    let mut text = format!("{} (psa-connect drafts)\n", words::with("doctor-cut-off", &[("n", (*drafts).into())]));
    if *unreadable_drafts > 0 {
        let _ = writeln!(text, "{unreadable_drafts} more that cannot be read");
    }
    let _ = writeln!(text, "{leftovers} leftovers of saves that were cut off; the next save removes them");
    text
}

fn log_lines(it: &Logs) -> String {
    let log = it.log.as_deref().unwrap_or(words::say("doctor-no-log"));
    format!("log         {log}\nhand-overs  {}\n", it.hand_overs)
}

fn wrong_lines(it: &Wrong) -> String {
    format!("{}\n  {}\n", it.error, it.remedy)
}
