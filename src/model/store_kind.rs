//! The kinds of place where a connection's secrets can rest.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

use crate::words;

/// Where secrets rest. Its key is its name in files, in options and in JSON.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Deserialize,
    Serialize,
    EnumIter,
    EnumString,
    IntoStaticStr,
    strum::Display,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum StoreKind {
    /// A file that is encrypted to an identity, which a passphrase protects.
    EncryptedFile,
    /// OpenBao or HashiCorp Vault, KV version 2.
    Vault,
    /// Another program that keeps secrets: pass, gopass, op, bw.
    Command,
    /// A file that this account and root can read.
    File,
    /// The keyring of a desktop session.
    Keyring,
}

impl StoreKind {
    /// Its name in files and options.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// What tells it from the others, in a few words.
    pub fn in_short(self) -> &'static str {
        match self {
            Self::EncryptedFile => words::say("store-short-encrypted-file"),
            Self::Vault => words::say("store-short-vault"),
            Self::Command => words::say("store-short-command"),
            Self::File => words::say("store-short-file"),
            Self::Keyring => words::say("store-short-keyring"),
        }
    }

    /// What is said of secrets that are in it, before the place where they are.
    pub fn holds(self) -> &'static str {
        match self {
            Self::EncryptedFile => words::say("store-holds-encrypted-file"),
            Self::Vault => words::say("store-holds-vault"),
            Self::Command => words::say("store-holds-command"),
            Self::File => words::say("store-holds-file"),
            Self::Keyring => words::say("store-holds-keyring"),
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::EncryptedFile => words::say("store-name-encrypted-file"),
            Self::Vault => words::say("store-name-vault"),
            Self::Command => words::say("store-name-command"),
            Self::File => words::say("store-name-file"),
            Self::Keyring => words::say("store-name-keyring"),
        }
    }
}
