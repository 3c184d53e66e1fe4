//! The list of all settings: what each is called, where it can be set, and what it may be.

use crate::words::{Word, word};

/// One setting, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name in a file; `vault.mount` stands in the table `[vault]`.
    pub key: &'static str,
    /// What it may be, completing "expected".
    pub expects: Word,
    /// What it does, one sentence, for docs/settings.md, which is in English.
    pub says: &'static str,
    /// The option that has the last word.
    pub flag: Option<&'static str>,
    /// The variables that come next.
    pub variables: &'static [&'static str],
    /// What it is when nobody sets it.
    pub built_in: &'static str,
    /// Which files it can stand in.
    pub files: Files,
}

/// Which files a setting can stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Files {
    /// The user's and the host's.
    Both,
    /// The user's only.
    User,
    /// None: it says where the user's file is.
    None,
}

/// The variables of a proxy, as other programs have them; the first that is set counts.
pub const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

const STORES: Word = word("setting-expects-store");

const TOP: Row =
    Row { key: "", expects: Word::NONE, says: "", flag: None, variables: &[], built_in: "none", files: Files::Both };

/// Every setting, in the order of the documentation.
pub const ROWS: [Row; 24] = [
    Row {
        key: "config_dir",
        expects: word("setting-expects-directory"),
        says: "Where connections and the user's settings file are kept.",
        flag: Some("--config-dir"),
        variables: &["PSA_CONNECT_CONFIG_DIR"],
        built_in: "~/.config/psa-connect",
        files: Files::None,
    },
    Row {
        key: "default",
        expects: word("setting-expects-name"),
        says: "The connection that is meant when none is named.",
        files: Files::User,
        ..TOP
    },
    Row {
        key: "integration",
        expects: word("setting-expects-integration"),
        says: "The product that will use the connection.",
        flag: Some("--integration"),
        variables: &["PSA_CONNECT_INTEGRATION"],
        ..TOP
    },
    Row {
        key: "store",
        expects: STORES,
        says: "The store that is offered first for a new connection.",
        variables: &["PSA_CONNECT_STORE"],
        ..TOP
    },
    Row {
        key: "allowed_stores",
        expects: word("setting-expects-allowed-stores"),
        says: "The only stores that anything new may be put into; a store must be allowed by both files.",
        built_in: "all",
        ..TOP
    },
    Row {
        key: "proxy",
        expects: word("setting-expects-proxy"),
        says: "The proxy before the PSAs; hosts in NO_PROXY are excepted.",
        variables: &PROXIES,
        ..TOP
    },
    Row {
        key: "ca_file",
        expects: word("setting-expects-path"),
        says: "Certificate authorities to trust besides those of this host, PEM.",
        flag: Some("--ca-file"),
        variables: &["PSA_CONNECT_CA_FILE"],
        ..TOP
    },
    Row {
        key: "timeout",
        expects: word("setting-expects-timeout"),
        says: "How long a reply may be silent.",
        flag: Some("--timeout"),
        variables: &["PSA_CONNECT_TIMEOUT"],
        built_in: "30",
        ..TOP
    },
    Row {
        key: "database",
        expects: word("setting-expects-database"),
        says: "Where mirrors are kept: files beside the connections, or a PostgreSQL server, whose password is in PGPASSWORD or ~/.pgpass.",
        flag: Some("--database"),
        variables: &["PSA_CONNECT_DATABASE"],
        built_in: "sqlite",
        ..TOP
    },
    Row {
        key: "reduced_motion",
        expects: word("setting-expects-true-or-false"),
        says: "Whether nothing on the screen turns while something runs; the seconds go on, in steps of five.",
        variables: &["PSA_CONNECT_REDUCED_MOTION"],
        built_in: "false",
        ..TOP
    },
    Row {
        key: "vault",
        expects: word("setting-expects-table"),
        says: "An OpenBao or HashiCorp Vault server, KV version 2.",
        ..TOP
    },
    Row {
        key: "vault.address",
        expects: word("setting-expects-vault-address"),
        says: "Where it answers.",
        built_in: "BAO_ADDR, else VAULT_ADDR",
        ..TOP
    },
    Row {
        key: "vault.mount",
        expects: word("setting-expects-names"),
        says: "Where the KV engine is mounted.",
        built_in: "secret",
        ..TOP
    },
    Row {
        key: "vault.prefix",
        expects: word("setting-expects-names"),
        says: "What the paths of connections begin with, below the mount.",
        built_in: "psa-connect",
        ..TOP
    },
    Row {
        key: "vault.namespace",
        expects: word("setting-expects-text"),
        says: "The namespace.",
        built_in: "BAO_NAMESPACE, else VAULT_NAMESPACE",
        ..TOP
    },
    Row {
        key: "vault.token_file",
        expects: word("setting-expects-path"),
        says: "A file that holds a token.",
        built_in: "BAO_TOKEN, else VAULT_TOKEN, else ~/.vault-token",
        ..TOP
    },
    Row {
        key: "vault.approle",
        expects: word("setting-expects-table"),
        says: "A login with AppRole in place of a token.",
        ..TOP
    },
    Row {
        key: "vault.approle.mount",
        expects: word("setting-expects-names"),
        says: "Where AppRole is mounted.",
        built_in: "approle",
        ..TOP
    },
    Row { key: "vault.approle.role_id", expects: word("setting-expects-text"), says: "The role's id.", ..TOP },
    Row {
        key: "vault.approle.secret_id_file",
        expects: word("setting-expects-path"),
        says: "A file that holds the secret id.",
        ..TOP
    },
    Row {
        key: "command",
        expects: word("setting-expects-table"),
        says: "Another program that keeps secrets, run without a shell.",
        ..TOP
    },
    Row {
        key: "command.put",
        expects: word("setting-expects-program"),
        says: "Takes one line on its standard input and keeps it; command.get prints it, command.remove removes it.",
        ..TOP
    },
    Row {
        key: "command.get, command.remove",
        expects: word("setting-expects-program"),
        says: "As command.put. {key} and {version} in an argument stand for the connection's key and number.",
        ..TOP
    },
    Row {
        key: "command.timeout_secs",
        expects: word("setting-expects-seconds"),
        says: "How long each may take.",
        built_in: "10",
        ..TOP
    },
];

/// What a setting may be; `None` when there is none of this name.
pub fn expects(key: &str) -> Option<&'static str> {
    ROWS.iter().find(|it| it.files != Files::None && it.key.split(", ").any(|it| it == key)).map(|it| it.expects.say())
}
