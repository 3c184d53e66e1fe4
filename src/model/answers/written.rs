//! An answers file for another set-up like this one. Where its secrets are read is for whoever uses it to say.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{Answers, Given, OnDoubt, Site, Source, question::variable};
use crate::model::{
    catalog::{FieldKind, PsaFacts},
    id::FieldId,
    saved::Connection,
    store_kind::StoreKind,
};

const HEAD: &str = "\
# Answers for psa-connect setup --answers FILE. No key is in this file, only where each is read:
#   { file = \"PATH\" }                the first line of a file that only this account can read
#   { env = \"NAME\" }                 a variable of the environment
#   { command = [\"pass\", \"show\", \"x\"] }  the first line that a program prints, without a shell
#   { stdin = true }                 the next line of the standard input
";

const DOUBTS: &str = "\
# What is in doubt: \"stop\" saves nothing, \"save\" saves all the same. What the API never shows stops nothing.
";

impl Answers {
    /// The answers of a connection that is saved. Its secrets are named, with a variable for each.
    pub fn of(connection: &Connection, facts: &PsaFacts) -> Self {
        let plain = |id: &FieldId| {
            let text = connection.plain.iter().find(|it| it.0 == *id).map(|it| it.1.clone());
            text.map(Given::Text)
        };
        let site = connection.site.clone().map_or_else(|| Site::Address(connection.origin.to_string()), Site::Id);
        Self {
            psa: Some(connection.psa.clone()),
            integration: Some(connection.integration.clone()),
            name: Some(connection.name.clone()),
            site: Some(site),
            pin: connection.pin.as_ref().map(|it| it.certificate.sha256.clone()),
            store: Some(connection.store),
            passphrase: Self::passphrase_of(connection.store),
            login: Self::login_of(facts, plain),
            ..Self::default()
        }
    }

    /// Where a host that has no such store yet reads its passphrase, where one protects it.
    pub fn passphrase_of(store: StoreKind) -> Option<Source> {
        (store == StoreKind::EncryptedFile).then(|| Source::File("passphrase".into()))
    }

    /// The file's text.
    pub fn to_toml(&self) -> String {
        let mut text = String::from(HEAD);
        line(&mut text, "version", Some("1".into()));
        line(&mut text, "psa", self.psa.as_ref().map(|it| quoted(&it.0)));
        line(&mut text, "integration", self.integration.as_deref().map(quoted));
        line(&mut text, "name", self.name.as_ref().map(|it| quoted(it.as_str())));
        line(&mut text, "site", self.site.as_ref().map(Site::written));
        line(&mut text, "way", word(self.way.as_ref()));
        line(&mut text, "pin", self.pin.as_deref().map(quoted));
        line(&mut text, "store", self.store.map(|it| quoted(it.key())));
        line(&mut text, "passphrase", self.passphrase.as_ref().map(Source::written));
        line(&mut text, "pull", word(self.pull.as_ref()));
        line(&mut text, "on_existing_name", word(self.on_existing_name.as_ref()));
        text.push_str(DOUBTS);
        let doubts = [
            ("on_missing_rights", self.on_missing_rights),
            ("on_unproven_rights", self.on_unproven_rights),
            ("on_failed_test", self.on_failed_test),
        ];
        for (key, policy) in doubts {
            line(&mut text, key, word(policy.or(Some(OnDoubt::Stop)).as_ref()));
        }
        if !self.login.is_empty() {
            text.push_str("\n[login]\n");
        }
        for (id, given) in &self.login {
            let value = match given {
                Given::Text(value) => quoted(value),
                Given::From(source) => source.written(),
            };
            let _ = writeln!(text, "{} = {value}", key(&id.0));
        }
        text
    }
}

impl Answers {
    /// Each field of a login: plain ones as `plain` has them, secret ones with a variable to read them from.
    pub fn login_of(facts: &PsaFacts, plain: impl Fn(&FieldId) -> Option<Given>) -> BTreeMap<FieldId, Given> {
        let given = |id: &FieldId, kind: FieldKind| match kind {
            FieldKind::Plain => plain(id),
            FieldKind::Secret => Some(Given::From(Source::Env(variable(&id.0)))),
        };
        facts.fields.iter().filter_map(|it| given(&it.id, it.kind).map(|given| (it.id.clone(), given))).collect()
    }
}

impl Site {
    fn written(&self) -> String {
        match self {
            Self::Id(id) => format!("{{ id = {} }}", quoted(&id.0)),
            Self::Address(text) => format!("{{ address = {} }}", quoted(text)),
            Self::LookUp(_) => "{ look_up = true }".into(),
        }
    }
}

impl Source {
    fn written(&self) -> String {
        match self {
            Self::File(path) => format!("{{ file = {} }}", quoted(&path.display().to_string())),
            Self::Env(name) => format!("{{ env = {} }}", quoted(name)),
            Self::Command(words) => {
                let words: Vec<_> = words.iter().map(|it| quoted(it)).collect();
                format!("{{ command = [{}] }}", words.join(", "))
            }
            Self::Stdin(_) => "{ stdin = true }".into(),
        }
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn key(text: &str) -> String {
    let is_bare = !text.is_empty() && text.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-'));
    if is_bare { text.to_owned() } else { quoted(text) }
}

/// One of our own words, as it is read again.
fn line(text: &mut String, key: &str, value: Option<String>) {
    if let Some(value) = value {
        let _ = writeln!(text, "{key} = {value}");
    }
}

fn word(value: Option<&impl serde::Serialize>) -> Option<String> {
    let word = toml::Value::try_from(value?).ok()?;
    Some(word.to_string())
}
