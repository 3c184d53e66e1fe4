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

use crate::model::{fault::Fault, id::FieldId, saved::Name, secret::Secret, shown::Shown};

use super::{SecretStore, Version, folder::Folder};

/// Secrets below one store's directory: `secrets/<name>.<version>.toml`.
pub(super) struct SecretFile {
    root: PathBuf,
}

const SECRETS: &str = "secrets";
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
    fn protection(&self) -> String {
        format!(
            "The keys are kept in a file that only this account (uid {}) can read. It is not encrypted: root, and \
             whoever gets a copy of the disk or of a backup, can read it too.",
            geteuid().as_raw()
        )
    }

    fn place(&self, name: &Name, version: Version) -> String {
        Shown::new(&self.root.join(SECRETS).join(file_name(name, version)).display().to_string()).to_string()
    }

    fn put(&self, name: &Name, secrets: &[(FieldId, Secret)]) -> Result<Version, Fault> {
        let folder = Folder::make(&self.root)?.make_inside(SECRETS)?;
        folder.remove_leftovers()?;
        let last = versions(&folder)?.into_iter().filter(|(it, _)| it == name).map(|(_, it)| it.0).max();
        let version = Version(last.unwrap_or_default().saturating_add(1));
        folder.write(&file_name(name, version), to_toml(secrets).as_bytes())?;
        folder.settle()?;
        Ok(version)
    }

    fn get(&self, name: &Name, version: Version) -> Result<Option<Vec<(FieldId, Secret)>>, Fault> {
        let Some(folder) = self.open()? else { return Ok(None) };
        let Some(bytes) = folder.read(&file_name(name, version))? else { return Ok(None) };
        // The parser's own words are not repeated: they quote the line, and the line is a key.
        let read = std::str::from_utf8(&bytes).ok().and_then(|it| toml::from_str::<Fields>(it).ok());
        read.map(|it| Some(it.0)).ok_or_else(|| Fault::Local {
            what: format!("{} is not as psa-connect writes it", self.place(name, version)),
            remedy: format!("Edit {} and enter its keys again, or put the file back from a backup.", name.as_str()),
        })
    }

    fn versions(&self) -> Result<Vec<(Name, Version)>, Fault> {
        self.open()?.map_or(Ok(vec![]), |it| versions(&it))
    }

    fn remove(&self, name: &Name, version: Version) -> Result<(), Fault> {
        self.open()?.map_or(Ok(()), |it| it.remove(&file_name(name, version)))
    }
}

fn file_name(name: &Name, version: Version) -> String {
    format!("{}.{}.toml", name.as_str(), version.0)
}

/// Reads `<name>.<version>.toml`. The version has no dot, so the last one parts the two, whatever the name.
fn parse_file_name(file: &str) -> Option<(Name, Version)> {
    let (name, version) = file.strip_suffix(".toml")?.rsplit_once('.')?;
    let (name, version) = (Name::new(name).ok()?, Version(version.parse().ok()?));
    (file_name(&name, version) == file).then_some((name, version))
}

fn versions(folder: &Folder) -> Result<Vec<(Name, Version)>, Fault> {
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
fn room_for(secrets: &[(FieldId, Secret)]) -> usize {
    let longest_escape = "\\uXXXX".len();
    let size = |(id, secret): &(FieldId, Secret)| (id.0.len() + secret.expose().len()) * longest_escape + 8;
    HEAD.len() + secrets.iter().map(size).sum::<usize>()
}

/// Appends a TOML basic string.
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
struct Fields(Vec<(FieldId, Secret)>);

struct Taken(Secret);

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

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = vec![];
                while let Some((id, Taken(secret))) = map.next_entry::<String, Taken>()? {
                    fields.push((FieldId(id), secret));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fields, parse_file_name, room_for, to_toml};
    use crate::model::{id::FieldId, secret::Secret};
    use proptest::prelude::*;

    fn parsed(file: &str) -> Option<(String, u32)> {
        parse_file_name(file).map(|(name, version)| (name.as_str().to_owned(), version.0))
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
            let read: Fields = toml::from_str(&written).map_err(|_| TestCaseError::fail("not TOML"))?;
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
