//! Secrets in a file that only this account can read: not encrypted, and it says so.

use std::{
    fmt::{self, Write as _},
    path::{Path, PathBuf},
};

use rustix::process::geteuid;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use zeroize::Zeroizing;

use crate::{
    model::{
        fault::Fault,
        id::FieldId,
        saved::{Name, StoreCard, StoreNeeds},
        secret::Secret,
        shown::Shown,
        store_kind::StoreKind,
    },
    words,
};

use super::{
    folder::{self, Folder},
    secrets::{At, Fields, Found, Key, SecretStore, Version},
};

/// Secrets below one store's directory: `secrets/<name>.<version>.toml`.
pub(super) struct SecretFile {
    root: PathBuf,
}

/// Where secrets are, below the store's directory.
pub(super) const SECRETS: &str = "secrets";
const HEAD: &str = "# Keys of psa-connect. Whoever can read this file can use them.\n";

impl SecretFile {
    /// The secrets of the store in `root`.
    pub(super) fn below(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    fn open(&self) -> Result<Option<Folder>, Fault> {
        Folder::open(&self.root)?.map_or(Ok(None), |root| root.open_inside(SECRETS))
    }
}

impl SecretStore for SecretFile {
    fn kind(&self) -> StoreKind {
        StoreKind::File
    }

    fn card(&self) -> StoreCard {
        let protection = words::with("store-secret-protection", &[("uid", geteuid().as_raw().to_string().into())]);
        StoreCard {
            kind: self.kind(),
            place: Shown::new(&self.root.join(SECRETS).display().to_string()).to_string(),
            protection,
            needs: StoreNeeds::Nothing,
            trouble: folder::try_out(&self.root, SECRETS).err().map(|it| it.with_remedy()),
        }
    }

    fn place(&self, at: &At) -> String {
        Shown::new(&self.root.join(SECRETS).join(file_name(at)).display().to_string()).to_string()
    }

    fn put(&self, at: &At, _before: Option<&At>, fields: &Fields) -> Result<Version, Fault> {
        let folder = Folder::make(&self.root)?.make_inside(SECRETS)?;
        folder.remove_leftovers()?;
        folder.write(&file_name(at), to_toml(fields).as_bytes())?;
        folder.settle()?;
        Ok(at.version)
    }

    fn get(&self, at: &At) -> Result<Option<Found>, Fault> {
        let Some(folder) = self.open()? else { return Ok(None) };
        let Some(bytes) = folder.read(&file_name(at))? else { return Ok(None) };
        // The parser's own words are not repeated: they quote the line, and the line is a key.
        let read = std::str::from_utf8(&bytes).ok().and_then(|it| toml::from_str::<Table>(it).ok());
        read.map(|it| Some(Found { version: at.version, fields: it.0 })).ok_or_else(|| Fault::Local {
            what: words::with("store-ledger-not-as-psa-connect", &[("place", self.place(at).into())]),
            remedy: words::say("store-secret-edit-connection-enter-keys").into(),
        })
    }

    fn versions(&self) -> Result<Vec<At>, Fault> {
        self.open()?.map_or(Ok(vec![]), |it| versions(&it))
    }

    fn remove(&self, at: &At) -> Result<(), Fault> {
        self.open()?.map_or(Ok(()), |it| it.remove(&file_name(at)))
    }
}

fn file_name(at: &At) -> String {
    format!("{}.{}.toml", at.key, at.version.0)
}

/// Reads `<key>.<version>.toml`. The version has no dot, so the last one parts the two, whatever the key.
fn parse_file_name(file: &str) -> Option<At> {
    let (key, version) = file.strip_suffix(".toml")?.rsplit_once('.')?;
    let at = At { key: Key::of(&Name::new(key).ok()?), version: Version(version.parse().ok()?) };
    (file_name(&at) == file).then_some(at)
}

fn versions(folder: &Folder) -> Result<Vec<At>, Fault> {
    Ok(folder.names()?.iter().filter_map(|it| parse_file_name(it)).collect())
}

/// Writes TOML into a buffer that is large enough from the start, so that no copy is left by growing.
fn to_toml(secrets: &[(FieldId, Secret)]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(room_for(secrets)));
    text.push_str(HEAD);
    for (id, secret) in secrets {
        push_quoted(&mut text, &id.0);
        text.push_str(" = ");
        push_quoted(&mut text, secret.expose());
        text.push('\n');
    }
    text
}

/// Bytes that are enough for the file, if every character has to be escaped.
pub(super) fn room_for(secrets: &[(FieldId, Secret)]) -> usize {
    let longest_escape = "\\uXXXX".len();
    let size = |(id, secret): &(FieldId, Secret)| (id.0.len() + secret.expose().len()) * longest_escape + 8;
    HEAD.len() + secrets.iter().map(size).sum::<usize>()
}

/// Appends the fields as one line of JSON. A buffer with [`room_for`] them does not grow.
pub(super) fn to_json(text: &mut String, secrets: &[(FieldId, Secret)]) {
    text.push('{');
    for (idx, (id, secret)) in secrets.iter().enumerate() {
        if idx > 0 {
            text.push(',');
        }
        push_quoted(text, &id.0);
        text.push(':');
        push_quoted(text, secret.expose());
    }
    text.push('}');
}

/// Appends a TOML basic string, which is a string of JSON too.
fn push_quoted(text: &mut String, value: &str) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            c if c.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(text, "\\u{:04X}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

/// The fields of a secret file, each text taken straight into a [`Secret`].
pub(super) struct Table(pub(super) Fields);

/// A text that goes straight into a [`Secret`].
pub(super) struct Taken(pub(super) Secret);

impl<'de> Deserialize<'de> for Taken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Take;
        impl Visitor<'_> for Take {
            type Value = Taken;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E>(self, text: &str) -> Result<Taken, E> {
                Ok(Taken(Secret::new(text)))
            }

            fn visit_string<E>(self, text: String) -> Result<Taken, E> {
                Ok(Taken(Secret::new(text)))
            }
        }
        deserializer.deserialize_string(Take)
    }
}

impl<'de> Deserialize<'de> for Table {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Table;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Table, A::Error> {
                let mut fields = vec![];
                while let Some((id, Taken(secret))) = map.next_entry::<String, Taken>()? {
                    fields.push((FieldId(id), secret));
                }
                Ok(Table(fields))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

#[cfg(test)]
mod tests {
    use super::{Table, parse_file_name, room_for, to_toml};
    use crate::model::{id::FieldId, secret::Secret};
    use proptest::prelude::*;

    fn parsed(file: &str) -> Option<(String, u32)> {
        parse_file_name(file).map(|it| (it.key.as_str().to_owned(), it.version.0))
    }

    #[test]
    fn a_name_with_dots_and_digits_is_told_from_the_version() {
        assert_eq!(parsed("acme.3.toml"), Some(("acme".into(), 3)));
        assert_eq!(parsed("acme.1.2.toml"), Some(("acme.1".into(), 2)));
        assert_eq!(parsed("acme.toml"), None);
        assert_eq!(parsed("acme.03.toml"), None);
        assert_eq!(parsed("../acme.3.toml"), None);
    }

    proptest! {
        #[test]
        fn every_secret_comes_back_as_it_was(id in "[a-z_]{1,12}", text in any::<String>()) {
            let secrets = vec![(FieldId(id), Secret::new(text))];
            let written = to_toml(&secrets);
            let read: Table = toml::from_str(&written).map_err(|_| TestCaseError::fail("not TOML"))?;
            prop_assert!(read.0 == secrets);
        }

        #[test]
        fn the_buffer_never_grows(text in any::<String>()) {
            let secrets = vec![(FieldId::from("key"), Secret::new(text))];
            let written = to_toml(&secrets);
            prop_assert_eq!(written.capacity(), room_for(&secrets));
        }
    }
}
