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
