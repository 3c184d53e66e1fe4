//! A connection's file: TOML that a person can read, version 1, without secrets.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};

use crate::{
    model::{
        certificate::{Certificate, is_fingerprint},
        fault::Fault,
        id::{FieldId, ListId, PsaId, SiteId},
        right::{Confirmation, RightId},
        saved::{Connection, LastTest, Name, Pin},
        shown::Shown,
        store_kind::StoreKind,
    },
    words,
};

use super::{
    secrets::{At, Key, Version},
    trouble::broken_at,
};

/// A connection and the version of its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// The connection.
    pub(super) connection: Connection,
    /// Which version of the secrets belongs to it. The store that has it is the connection's.
    pub(super) secret: At,
}

/// The version of the format that this program writes and the only one it reads.
///
/// A part may be added under the same version when older files read without it, as the pin was. A program that does not
/// know the part then refuses the file, and that is meant: it would trust the server on other grounds than the person did.
const VERSION: u32 = 1;

const HEAD: &str = "# A connection of psa-connect. The keys are not in this file.\n";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    psa: String,
    integration: String,
    origin: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<String>,
    saved_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<PinPart>,
    login: BTreeMap<String, String>,
    secret: SecretPart,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_test: Option<TestPart>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    confirmed: Vec<ConfirmedPart>,
}

/// The one certificate that is trusted without anybody vouching for it, and who said so.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PinPart {
    sha256: String,
    subject: String,
    issuer: String,
    not_before: String,
    not_after: String,
    by: String,
    at: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SecretPart {
    /// Left out by the first versions of this program, which knew no other.
    #[serde(default = "file")]
    store: StoreKind,
    /// Left out when it is the connection's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    fields: Vec<String>,
}

fn file() -> StoreKind {
    StoreKind::File
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TestPart {
    at: String,
    held: usize,
    of: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    count: Vec<CountPart>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CountPart {
    list: String,
    rows: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfirmedPart {
    right: String,
    by: String,
    at: String,
}

/// Only the version, so that a newer format is called newer and not broken.
#[derive(Deserialize)]
struct Format {
    version: u32,
}

impl Kept {
    /// The file's text.
    pub(super) fn to_toml(&self) -> Result<String, Fault> {
        // Where the two are the same the key is left out, as the first versions of this program did.
        let key = Some(self.secret.key.as_str()).filter(|it| *it != self.connection.name.as_str());
        self.written(key)
    }

    /// The file's text with the key of its secrets, so that it means the same under another name.
    pub(super) fn to_toml_with_key(&self) -> Result<String, Fault> {
        self.written(Some(self.secret.key.as_str()))
    }

    fn written(&self, key: Option<&str>) -> Result<String, Fault> {
        let it = &self.connection;
        let file = File {
            version: VERSION,
            psa: it.psa.0.clone(),
            integration: it.integration.clone(),
            origin: it.origin.to_string(),
            site: it.site.as_ref().map(|it| it.0.clone()),
            saved_at: it.saved_at.clone(),
            pin: it.pin.as_ref().map(PinPart::of),
            login: it.plain.iter().map(|(id, text)| (id.0.clone(), text.clone())).collect(),
            secret: SecretPart {
                store: it.store,
                key: key.map(str::to_owned),
                version: self.secret.version.0,
                since: it.keys_since.clone(),
                fields: it.secret_fields.iter().map(|it| it.0.clone()).collect(),
            },
            last_test: it.last_test.as_ref().map(TestPart::of),
            confirmed: it.confirmed.iter().map(ConfirmedPart::of).collect(),
        };
        toml::to_string(&file).map(|it| format!("{HEAD}{it}")).map_err(|_| Fault::Local {
            what: words::with("store-connection-cannot-put-into-file", &[("name", it.name.as_str().into())]),
            remedy: words::say("store-connection-cannot-put-into-file-next").into(),
        })
    }

    /// Reads the file's text. `directory` is only for naming the file in a fault.
    ///
    /// Errors: [`Fault::Local`] with the line. What stands there is not repeated: it may be a key in the wrong file.
    pub(super) fn from_toml(name: &Name, bytes: &[u8], directory: &Path) -> Result<Self, Fault> {
        let path = Shown::new(&directory.join(super::file_name(name)).display().to_string()).to_string();
        let broken = |line: Option<usize>, text: &str| Fault::Local {
            what: broken_at(&path, line, text),
            remedy: words::say("store-connection-mend").into(),
        };
        let text = std::str::from_utf8(bytes).map_err(|_| broken(None, words::say("store-connection-not-text")))?;
        let unreadable = |it: &toml::de::Error| {
            let line = it.span().map(|it| text[..it.start.min(text.len())].matches('\n').count() + 1);
            broken(line, words::say("store-connection-not-as-psa-connect"))
        };
        let format: Format = toml::from_str(text).map_err(|it| unreadable(&it))?;
        if format.version != VERSION {
            return Err(Fault::Local {
                what: words::with(
                    "store-connection-has-version-program-reads",
                    &[
                        ("path", path.as_str().into()),
                        ("found", format.version.to_string().into()),
                        ("version", VERSION.to_string().into()),
                    ],
                ),
                remedy: words::say("store-connection-has-version-program-reads-next").into(),
            });
        }
        let file: File = toml::from_str(text).map_err(|it| unreadable(&it))?;
        let origin =
            file.origin.parse().map_err(|_| broken(None, words::say("store-connection-has-origin-no-address")))?;
        let pin = file.pin.map(PinPart::into_model);
        if pin.as_ref().is_some_and(|it| !is_fingerprint(&it.certificate.sha256)) {
            return Err(broken(None, words::say("store-connection-has-pin-whose-sha256")));
        }
        let key = file.secret.key.as_deref().map_or_else(|| Ok(name.clone()), Name::new);
        let key = key.map_err(|_| broken(None, words::say("store-connection-has-key-secret-none")))?;
        Ok(Self {
            secret: At { key: Key::of(&key), version: Version(file.secret.version) },
            connection: Connection {
                name: name.clone(),
                psa: PsaId(file.psa),
                integration: file.integration,
                origin,
                site: file.site.map(SiteId),
                pin,
                plain: file.login.into_iter().map(|(id, text)| (FieldId(id), text)).collect(),
                secret_fields: file.secret.fields.into_iter().map(FieldId).collect(),
                store: file.secret.store,
                keys_since: file.secret.since.map(|it| Shown::new(&it).to_string()),
                confirmed: file.confirmed.into_iter().map(ConfirmedPart::into_model).collect(),
                saved_at: file.saved_at,
                last_test: file.last_test.map(TestPart::into_model),
            },
        })
    }
}

impl PinPart {
    fn of(it: &Pin) -> Self {
        let Certificate { sha256, subject, issuer, not_before, not_after } = it.certificate.clone();
        let Confirmation { by, at } = it.confirmed.clone();
        Self { sha256, subject, issuer, not_before, not_after, by, at }
    }

    fn into_model(self) -> Pin {
        let safe = |it: &str| Shown::new(it).to_string();
        Pin {
            certificate: Certificate {
                sha256: self.sha256,
                subject: safe(&self.subject),
                issuer: safe(&self.issuer),
                not_before: safe(&self.not_before),
                not_after: safe(&self.not_after),
            },
            confirmed: Confirmation { by: safe(&self.by), at: safe(&self.at) },
        }
    }
}

impl TestPart {
    fn of(it: &LastTest) -> Self {
        // TOML numbers are signed; no list has more rows than that.
        let largest = u64::try_from(i64::MAX).unwrap_or_default();
        let count = it.counts.iter().map(|(list, rows)| CountPart { list: list.0.clone(), rows: (*rows).min(largest) });
        Self { at: it.at.clone(), held: it.held, of: it.of, fault: it.fault.clone(), count: count.collect() }
    }

    fn into_model(self) -> LastTest {
        let counts = self.count.into_iter().map(|it| (ListId(it.list), it.rows)).collect();
        LastTest { at: self.at, held: self.held, of: self.of, fault: self.fault, counts }
    }
}

impl ConfirmedPart {
    fn of((right, by): &(RightId, Confirmation)) -> Self {
        Self { right: right.0.clone(), by: by.by.clone(), at: by.at.clone() }
    }

    fn into_model(self) -> (RightId, Confirmation) {
        (RightId(self.right), Confirmation { by: self.by, at: self.at })
    }
}
