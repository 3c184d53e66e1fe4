//! What a person or a host's administrator sets once: which stores there are and how each is reached.

use std::path::PathBuf;

use crate::words;

use serde::{Deserialize, Deserializer, de::Error as _};

pub mod allowed;
pub mod database;
pub mod file;
pub mod listed;
pub mod merged;
pub mod proxy;

/// How an OpenBao or HashiCorp Vault server is reached and logged in to (KV version 2).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaultSettings {
    /// `https://bao.example.com:8200`; `None` takes `BAO_ADDR`, else `VAULT_ADDR`.
    pub address: Option<String>,
    /// Where the KV engine is mounted.
    #[serde(default = "default_mount", deserialize_with = "path")]
    pub mount: String,
    /// What the connections' paths begin with, below the mount.
    #[serde(default = "default_prefix", deserialize_with = "path")]
    pub prefix: String,
    /// The namespace; `None` takes `BAO_NAMESPACE`, else `VAULT_NAMESPACE`, else none.
    pub namespace: Option<String>,
    /// A file that holds a token; `None` takes `BAO_TOKEN`, else `VAULT_TOKEN`, else `~/.vault-token`.
    pub token_file: Option<PathBuf>,
    /// AppRole in place of a token.
    pub approle: Option<AppRole>,
}

/// The AppRole way to log in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppRole {
    /// Where the auth method is mounted.
    #[serde(default = "default_approle", deserialize_with = "path")]
    pub mount: String,
    /// The role's id, which is no secret.
    pub role_id: String,
    /// A file that holds the secret id.
    pub secret_id_file: PathBuf,
}

/// Another program that keeps secrets. Each command is a program and its arguments, run without a shell; `{key}` and
/// `{version}` in an argument stand for the connection's key and the number of its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandSettings {
    /// Takes one line of JSON on its standard input and keeps it.
    pub put: Vec<String>,
    /// Prints that line.
    pub get: Vec<String>,
    /// Removes it.
    pub remove: Vec<String>,
    /// How long each may take, in seconds.
    #[serde(default = "default_timeout")]
    pub timeout_secs: u64,
}

fn default_mount() -> String {
    "secret".into()
}

fn default_prefix() -> String {
    "psa-connect".into()
}

fn default_approle() -> String {
    "approle".into()
}

fn default_timeout() -> u64 {
    10
}

/// Reads names parted by `/`. Anything that would lead a request to another place of the server is refused.
fn path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_name = |it: &str| {
        !matches!(it, "" | "." | "..")
            && !it.contains(|c: char| c.is_control() || c.is_whitespace() || "?#%\\".contains(c))
    };
    if text.split('/').all(is_name) { Ok(text) } else { Err(D::Error::custom(words::say("setting-expects-names"))) }
}
