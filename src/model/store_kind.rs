//! The kinds of place where a connection's secrets can rest.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

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
            Self::EncryptedFile => "a passphrase opens it",
            Self::Vault => "on a server",
            Self::Command => "another program keeps them",
            Self::File => "not encrypted",
            Self::Keyring => "of this desktop session",
        }
    }

    /// What is said of secrets that are in it, before the place where they are.
    pub fn holds(self) -> &'static str {
        match self {
            Self::EncryptedFile => "Its keys, encrypted; the passphrase opens them:",
            Self::Vault => "Its keys, in OpenBao or Vault:",
            Self::Command => "Its keys, with the password manager:",
            Self::File => "Its keys, readable by this account and root:",
            Self::Keyring => "Its keys, in the desktop keyring:",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::EncryptedFile => "Encrypted file",
            Self::Vault => "OpenBao or Vault",
            Self::Command => "Password manager",
            Self::File => "File for unattended jobs",
            Self::Keyring => "Desktop keyring",
        }
    }
}
