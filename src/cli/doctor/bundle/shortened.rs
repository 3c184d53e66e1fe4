//! Names that may say who somebody is, and what stands for them. They are known by where they stand, not by how they look.

use std::{env, path::Path};

use crate::{
    cli::doctor::{
        Card, Directory, Document, Logs, Saved, Wrong, network,
        rows::{Row, Value},
    },
    model::{
        catalog::Catalog,
        origin::Origin,
        saved::Connection,
        settings::{database::DatabaseSetting, merged::Settings},
    },
    words,
};

use super::{
    logged::{HIDDEN, own_words},
    reports::time,
    told,
};

/// What stands for names, with a number behind it.
pub(super) const KINDS: [&str; 6] = ["connection", "host", "company", "mail", "account", "directory"];

/// The names of this host and what stands for them, the longest first.
pub(super) struct Shortened {
    names: Vec<(String, String)>,
    domains: Vec<String>,
}

impl Shortened {
    /// Gathers them from everything that has a known form.
    pub(super) fn new(connections: &[Connection], settings: &Settings, catalog: &Catalog, directory: &Path) -> Self {
        let domains = catalog.psas.iter().flat_map(|it| it.address.domains.clone()).collect();
        let mut it = Self { names: vec![], domains };
        for connection in connections {
            it.add(connection.name.as_str(), "connection");
            it.add_host(connection.origin.host());
            for (_, value) in &connection.plain {
                it.add(value, "company");
            }
        }
        let url = |text: &str| text.rsplit_once("://").map_or(text, |(_, rest)| rest).to_owned();
        if let Some(proxy) = &settings.proxy.value {
            it.add_url(&url(proxy.shown()));
        }
        if let Some(address) = settings.vault.value.as_ref().and_then(|it| it.address.as_deref()) {
            it.add_url(&url(address));
        }
        if let DatabaseSetting::Postgres(address) = &settings.database.value {
            it.add_url(&url(&address.to_string()));
        }
        it.add(&directory.display().to_string(), "directory");
        for variable in ["HOME", "TMPDIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"] {
            it.add(&env::var(variable).unwrap_or_default(), "directory");
        }
        for variable in ["USER", "LOGNAME", "SUDO_USER"] {
            it.add(&env::var(variable).unwrap_or_default(), "account");
        }
        it.add(&rustix::system::uname().nodename().to_string_lossy(), "host");
        it.names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        it
    }

    fn add_url(&mut self, rest: &str) {
        let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        self.add_host(authority.rsplit_once(':').map_or(authority, |(host, _)| host));
    }

    /// The vendor's own hosts say which cloud it is, and nothing else.
    fn add_host(&mut self, host: &str) {
        let is_vendor = self.domains.iter().any(|it| host == it || host.ends_with(&format!(".{it}")));
        let is_loopback = format!("https://{host}").parse::<Origin>().is_ok_and(|it| it.is_loopback());
        if !is_vendor && !is_loopback {
            self.add(host, "host");
        }
    }

    fn add(&mut self, name: &str, kind: &str) {
        // One letter is everywhere, and says nothing.
        if name.chars().count() < 2 || self.names.iter().any(|(it, _)| it == name) {
            return;
        }
        let number = self.names.iter().filter(|(_, it)| it.starts_with(kind)).count() + 1;
        self.names.push((name.to_owned(), format!("{kind}-{number}")));
    }

    /// What stands for exactly this name.
    pub(super) fn of(&self, name: &str) -> String {
        self.names.iter().find(|(it, _)| it == name).map_or_else(|| HIDDEN.to_owned(), |(_, it)| it.clone())
    }

    /// A text with all names in it shortened, and addresses that look like mail or like one of a host.
    pub(super) fn shorten(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, short) in &self.names {
            text = replaced(&text, name, short);
        }
        let words = text.split(' ').map(|word| {
            let core = word.trim_matches(|c: char| !c.is_alphanumeric());
            if core.contains('@') {
                return word.replace(core, "mail-1");
            }
            let is_address = core.parse::<std::net::IpAddr>().is_ok_and(|it| !it.is_loopback());
            if is_address { word.replace(core, "host-0") } else { word.to_owned() }
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// Says whether a word is a host of a vendor, or an address of one.
    pub(super) fn is_vendors(&self, word: &str) -> bool {
        let host = word.strip_prefix("https://").unwrap_or(word).trim_end_matches(['.', ',', ':', ';']);
        let names_one =
            |domain: &String| host.strip_suffix(domain.as_str()).is_some_and(|it| it.is_empty() || it.ends_with('.'));
        // A name has few letters; more of them may be somebody's.
        host.len() <= 40 && self.domains.iter().any(names_one)
    }

    /// Where the PSA answers, when that is the vendor's; what stands for the host otherwise.
    pub(super) fn origin(&self, origin: &str) -> String {
        self.shorten(origin)
    }
}

/// Replaces a name where it is no part of a longer word, whatever its case.
fn replaced(text: &str, name: &str, short: &str) -> String {
    let (lower, name) = (text.to_ascii_lowercase(), name.to_ascii_lowercase());
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in lower.match_indices(&name) {
        let end = at + name.len();
        if at < done || is_word(lower[..at].chars().next_back()) || is_word(lower[end..].chars().next()) {
            continue;
        }
        result.push_str(&text[done..at]);
        result.push_str(short);
        done = end;
    }
    result + &text[done..]
}

/// What doctor tells, with nothing in it that is not of a known form.
pub(super) fn document(document: Document, names: &Shortened, catalog: &Catalog) -> Document {
    let own = |text: &str| own_words(text, names);
    let wrong = |it: Wrong| Wrong { error: own(&it.error), remedy: own(&it.remedy) };
    let path = |text: &str| place(text, names);
    let Document { settings, terminal, network, directory, stores, connections, logs, troubles, .. } = document;
    // How a store protects is known from which it is.
    let card = |it: Card| Card {
        place: path(&it.place),
        trouble: it.trouble.as_deref().map(own),
        protection: String::new(),
        ..it
    };
    let saved = |it: Saved| Saved {
        name: names.of(&it.name),
        keys_since: it.keys_since.map(|it| time(&it).to_owned()),
        last_test: it.last_test.map(|it| time(&it).to_owned()),
        last_fault: it.last_fault.as_deref().map(own),
        broken: it.broken.map(wrong),
        ..it
    };
    let check =
        |it: network::Check| network::Check { detail: own(&it.detail), remedy: it.remedy.as_deref().map(own), ..it };
    let host = |it: network::Host| network::Host {
        origin: names.origin(&it.origin),
        connections: it.connections.iter().map(|it| names.of(it)).collect(),
        checks: it.checks.into_iter().map(check).collect(),
    };
    Document {
        settings: settings.into_iter().map(|it| setting(it, names, catalog)).collect(),
        terminal: told::terminal(terminal),
        network: network::Section {
            proxy: network.proxy.as_deref().map(|it| names.shorten(it)),
            hosts: network.hosts.map(|it| it.into_iter().map(host).collect()),
            ..network
        },
        directory: Directory {
            path: path(&directory.path),
            repaired: directory.repaired.iter().map(|it| own(it)).collect(),
            ..directory
        },
        stores: stores.into_iter().map(card).collect(),
        connections: connections.into_iter().map(saved).collect(),
        logs: Logs { log: logs.log.as_deref().map(path), hand_overs: path(&logs.hand_overs) },
        troubles: troubles.into_iter().map(wrong).collect(),
        version: document.version,
        versions: document.versions,
        left: document.left,
        exit: document.exit,
    }
}

/// A path by the directory that is known and how much follows it.
fn place(path: &str, names: &Shortened) -> String {
    let short = names.shorten(path);
    let mut parts = short.split('/').filter(|it| !it.is_empty());
    let first = parts.next().unwrap_or_default().to_owned();
    let known = |it: &&str| super::logged::is_known(it);
    let rest: Vec<&str> = parts.map(|it| if known(&it) { it } else { HIDDEN }).collect();
    let first = if super::logged::is_known(&first) { first } else { HIDDEN.into() };
    [&[first.as_str()], rest.as_slice()].concat().join("/")
}

fn setting(it: Row, names: &Shortened, catalog: &Catalog) -> Row {
    let Row { setting, value, from } = it;
    let short = |value: &str| match setting {
        "default" => names.of(value),
        "integration" if catalog.integrations.iter().any(|it| it.id == value) => value.to_owned(),
        "store" | "allowed_stores" | "timeout" | "reduced_motion" => own_words(value, names),
        "proxy" => names.shorten(value),
        "database" if value.starts_with("sqlite") => "sqlite".into(),
        "database" => "PostgreSQL".into(),
        "config_dir" | "ca_file" => place(value, names),
        _ => words::say("doctor-bundle-set").into(),
    };
    let value = match value {
        Value::None => Value::None,
        Value::All => Value::All,
        Value::Is(it) => Value::Is(short(&it)),
    };
    // Who said it is a word or the name of a variable of ours.
    Row { setting, value, from }
}
