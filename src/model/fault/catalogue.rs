//! The catalogue of faults: whose job each is, what it means, what to do next. The words are in `assets/faults.toml`.

use std::sync::LazyLock;

use serde::Deserialize;
use strum::IntoEnumIterator as _;

use super::{ExitCode, Kind};
use crate::{model::catalog::Menu, words};

/// One row of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Which kind of fault.
    pub kind: Kind,
    /// What happened, without particulars: a clause in lower case, no full stop.
    pub title: String,
    /// Whose side it is on.
    pub side: Side,
    /// What it means and what usually causes it, one to three sentences.
    pub cause: String,
    /// What to do next, one or two sentences.
    pub next: String,
    /// Where in the PSA it is mended; each PSA's own file has the path.
    #[serde(default)]
    pub menu: Option<Menu>,
    /// The exit code of a command that ends with it.
    pub exit: ExitCode,
    /// Whether the same request may succeed a little later by itself.
    #[serde(default)]
    pub(super) retry: Retry,
}

/// Whether trying again by itself can help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Retry {
    /// It may pass.
    Helps,
    /// It stays until somebody mends it.
    #[default]
    DoesNotHelp,
}

/// Whose job it is to mend a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Whoever sits here: what was typed, this host, this program.
    Host,
    /// Whoever runs the network between here and the PSA: VPN, firewall, proxy.
    Network,
    /// Whoever runs the PSA's server: its certificate, its TLS.
    Server,
    /// The PSA's administrator: users, keys, roles.
    Administrator,
    /// The vendor of the PSA.
    Vendor,
}

impl Side {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Host, Self::Network, Self::Server, Self::Administrator, Self::Vendor];

    /// The words for it: `the PSA's administrator`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Host => words::say("fault-side-host"),
            Self::Network => words::say("fault-side-network"),
            Self::Server => words::say("fault-side-server"),
            Self::Administrator => words::say("fault-side-administrator"),
            Self::Vendor => words::say("fault-side-vendor"),
        }
    }

    /// Whose job it is then; a host has none, and who reads of it mends it.
    pub fn whose(self) -> Option<&'static str> {
        (self != Self::Host).then(|| self.words())
    }

    /// Its name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Network => "network",
            Self::Server => "server",
            Self::Administrator => "administrator",
            Self::Vendor => "vendor",
        }
    }
}

impl Entry {
    /// Says whether the same request may succeed a little later by itself.
    pub fn retry_helps(&self) -> bool {
        self.retry == Retry::Helps
    }

    /// The whole catalogue, in the order of its kinds.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        Kind::iter().map(Kind::entry)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "fault")]
    faults: Vec<Entry>,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("../../../assets/faults.toml")).expect("a test reads the embedded catalogue");
    file.faults
});

impl Kind {
    /// Its row of the catalogue.
    pub fn entry(self) -> &'static Entry {
        ENTRIES.iter().find(|it| it.kind == self).expect("a test finds a row for every kind")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use strum::IntoEnumIterator as _;

    use super::{ENTRIES, Entry, Kind};

    #[test]
    fn every_kind_has_one_row_in_the_order_of_the_list() {
        let rows: Vec<_> = ENTRIES.iter().map(|it| it.kind).collect();
        assert_eq!(rows, Kind::iter().collect::<Vec<_>>());
        assert_eq!(Entry::all().count(), rows.len());
    }

    #[test]
    fn every_row_says_what_it_means_and_what_to_do_in_whole_sentences() {
        for it in ENTRIES.iter() {
            for text in [&it.cause, &it.next] {
                assert!(text.ends_with('.') && text.len() > 15 && !text.contains("  "), "{:?}: {text}", it.kind);
            }
            assert!(!it.title.ends_with('.') && it.title.len() < 70, "{:?}: {}", it.kind, it.title);
        }
    }

    #[test]
    fn no_two_kinds_are_told_alike() {
        let titles: BTreeSet<_> = ENTRIES.iter().map(|it| &it.title).collect();
        assert_eq!(titles.len(), ENTRIES.len());
    }
}
