//! One settings file, read from its text. A mistake is named by line, key and what was expected, never by its value.

use std::{ops::Range, path::PathBuf};

use serde::{Deserialize, Deserializer, de::Error as _};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    model::{saved::Name, shown::Shown, store_kind::StoreKind},
    words,
};

use super::{CommandSettings, VaultSettings, database::DatabaseSetting, listed::expects, proxy::ProxyUrl};

/// What a settings file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsFile {
    /// The connection that is meant when none is named.
    #[serde(default, deserialize_with = "name")]
    pub default: Option<Name>,
    /// The product that will use the connection: its id, or a file.
    #[serde(default, deserialize_with = "filled")]
    pub integration: Option<String>,
    /// The store that is offered first.
    pub store: Option<StoreKind>,
    /// The only stores that may be used.
    pub allowed_stores: Option<Vec<StoreKind>>,
    /// The proxy before the PSAs.
    pub proxy: Option<ProxyUrl>,
    /// Certificate authorities to trust besides those of this host.
    pub ca_file: Option<PathBuf>,
    /// How long a reply may be silent. Unit: seconds.
    #[serde(default, deserialize_with = "seconds")]
    pub timeout: Option<u64>,
    /// Where mirrors are kept.
    pub database: Option<DatabaseSetting>,
    /// Whether nothing on the screen turns.
    pub reduced_motion: Option<bool>,
    /// An OpenBao or Vault server.
    pub vault: Option<VaultSettings>,
    /// Another program that keeps secrets.
    pub command: Option<CommandSettings>,
}

/// What is wrong with a settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// The setting, if it is one that can be told.
    pub key: Option<String>,
    /// What should be there.
    pub expected: String,
}

impl Mistake {
    /// Where and what, a clause: `line 3, timeout: expected a whole number of seconds from 1 to 3600`.
    pub fn says(&self) -> String {
        let key = self.key.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
        words::with(
            "settings-fault",
            &[("line", self.line.to_string().into()), ("key", key.into()), ("expected", self.expected.as_str().into())],
        )
    }
}

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The user's.
    User,
    /// The host's, which has no default connection.
    System,
}

impl SettingsFile {
    /// Reads a file.
    ///
    /// Errors: the first mistake in it.
    pub fn parse(text: &str, whose: Whose) -> Result<Self, Mistake> {
        let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let table = DeTable::parse(text).map_err(|it| Mistake {
            line: line(it.span().map_or(text.len(), |it| it.start)),
            key: None,
            expected: words::say("settings-expects-toml").into(),
        })?;
        let file: Self = toml::from_str(text).map_err(|it| {
            let at = it.span().unwrap_or_default();
            let key = key_at(table.get_ref(), &at);
            let missing = it.message().strip_prefix("missing field ").map(|it| it.trim_matches('`').to_owned());
            let known = key.as_deref().and_then(expects);
            let expected = match (missing, known) {
                (Some(missing), _) => words::with("settings-expects-key", &[("missing", missing.into())]),
                (None, Some(known)) => known.to_owned(),
                (None, None) => words::say("settings-no-such-setting").to_owned(),
            };
            Mistake { line: line(at.start), key: key.map(|it| Shown::new(&it).to_string()), expected }
        })?;
        if whose == Whose::System
            && let Some((key, _)) = table.get_ref().iter().find(|(key, _)| key.get_ref() == "default")
        {
            return Err(Mistake {
                line: line(key.span().start),
                key: Some("default".into()),
                expected: words::say("settings-only-account").into(),
            });
        }
        Ok(file)
    }
}

/// The setting that a mistake at `at` is about, as it is shown: `login.company`.
fn key_at(table: &DeTable<'_>, at: &Range<usize>) -> Option<String> {
    let path = path_at(table, at);
    (!path.is_empty()).then(|| path.join("."))
}

/// The names that lead to what a mistake at `at` is about: the innermost whose key or value is there; empty without one.
pub(in crate::model) fn path_at(table: &DeTable<'_>, at: &Range<usize>) -> Vec<String> {
    let covers = |it: &Range<usize>| it.start <= at.start && at.start < it.end.max(it.start + 1);
    for (key, value) in table {
        let mut path = inner(value).map(|it| path_at(it, at)).unwrap_or_default();
        if !path.is_empty() || covers(&key.span()) || covers(&value.span()) {
            path.insert(0, key.get_ref().to_string());
            return path;
        }
    }
    vec![]
}

fn inner<'a, 'i>(value: &'a Spanned<DeValue<'i>>) -> Option<&'a DeTable<'i>> {
    value.get_ref().as_table()
}

fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Name>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Name::new(&text).map(Some).map_err(D::Error::custom)
}

fn filled<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() { Err(D::Error::custom("empty")) } else { Ok(Some(text)) }
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let secs = u64::deserialize(deserializer)?;
    if super::merged::TIMEOUTS.contains(&secs) {
        Ok(Some(secs))
    } else {
        Err(D::Error::custom(words::say("settings-out-of-range")))
    }
}

#[cfg(test)]
mod tests {
    use super::{SettingsFile, Whose};

    fn says(text: &str) -> String {
        SettingsFile::parse(text, Whose::User).unwrap_err().says()
    }

    #[test]
    fn a_mistake_is_named_by_line_key_and_what_was_expected() {
        let stores = "encrypted-file, vault, command, file or keyring";
        for (text, is) in [
            ("store = \"canary\"\n", format!("line 1, store: expected {stores}")),
            ("# a\nstore = 7\n", format!("line 2, store: expected {stores}")),
            (
                "allowed_stores = [\"file\",\n \"canary\"]\n",
                "line 2, allowed_stores: expected a list of encrypted-file, vault, command, file and keyring".into(),
            ),
            ("timeout = 0\n", "line 1, timeout: expected a whole number of seconds from 1 to 3600".into()),
            ("timeout = \"canary\"\n", "line 1, timeout: expected a whole number of seconds from 1 to 3600".into()),
            ("default = \"Canary Name\"\n", "line 1, default: expected a connection's name".into()),
            (
                "\n\ntokn = \"canary\"\n",
                "line 3, tokn: expected a setting of docs/settings.md; there is none of this name".into(),
            ),
            ("[vault]\nmount = 7\n", "line 2, vault.mount: expected names parted by /".into()),
            ("[vault]\nprefix = \"../../sys\"\n", "line 2, vault.prefix: expected names parted by /".into()),
            ("[vault]\nmount = \"kv?list=true\"\n", "line 2, vault.mount: expected names parted by /".into()),
            (
                "[vault]\nmont = \"canary\"\n",
                "line 2, vault.mont: expected a setting of docs/settings.md; there is none of this name".into(),
            ),
            (
                "[vault.approle]\nrole_id = \"canary\"\n",
                "line 1, vault.approle: expected secret_id_file in this table".into(),
            ),
            ("a = \"canary\n", "line 1: expected TOML: key = value, or a [table]".into()),
            ("canary\n", "line 1: expected TOML: key = value, or a [table]".into()),
        ] {
            assert_eq!(says(text), is, "{text}");
        }
        let proxy = says("proxy = \"http://me:canary@proxy.example\"\n");
        assert!(proxy.starts_with("line 1, proxy: expected http://") && !proxy.contains("canary"), "{proxy}");
        let database = says("database = \"postgres://me:canary@db.example/data\"\n");
        assert!(
            database.starts_with("line 1, database: expected sqlite") && !database.contains("canary"),
            "{database}"
        );
    }

    #[test]
    fn only_an_account_has_a_default_connection() {
        let text = "timeout = 9\ndefault = \"acme\"\n";
        assert!(SettingsFile::parse(text, Whose::User).is_ok());
        let mistake = SettingsFile::parse(text, Whose::System).unwrap_err();
        assert_eq!(mistake.says(), "line 2, default: expected it in the file of an account only");
    }
}
