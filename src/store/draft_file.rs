//! A draft's file: TOML that a person can read, version 1, without secrets.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use serde::{Deserialize, Serialize};

use crate::{
    model::{
        catalog::Catalog,
        certificate::{Certificate, is_fingerprint},
        draft::{Draft, DraftId, DraftSite, KeptDraft, PlainFields, Reached, SiteBy},
        fault::Fault,
        guide::Way,
        id::{FieldId, PsaId, SiteId},
        saved::Name,
        shown::Shown,
        store_kind::StoreKind,
    },
    words,
};

use super::{shown, trouble::broken_at};

/// The version of the format that this program writes and the only one it reads.
const VERSION: u32 = 1;

const HEAD: &str = "# A set-up of psa-connect that is not finished. The keys are not in this file.\n";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    at: String,
    step: Reached,
    psa: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    integration: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edits: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<StoreKind>,
    way: WayPart,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    ticked: BTreeSet<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<SitePart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<PinPart>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    login: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SitePart {
    origin: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<String>,
    by: SiteBy,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PinPart {
    sha256: String,
    subject: String,
    issuer: String,
    not_before: String,
    not_after: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WayPart {
    Simple,
    LeastPrivilege,
}

/// Only the version, so that a newer format is called newer and not broken.
#[derive(Deserialize)]
struct Format {
    version: u32,
}

/// The file's text. `at` is when it is kept, RFC 3339.
pub(super) fn to_toml(draft: &Draft, at: &str) -> Result<String, Fault> {
    let file = File {
        version: VERSION,
        at: at.to_owned(),
        step: draft.step,
        psa: draft.psa.0.clone(),
        integration: draft.integration.clone(),
        name: draft.name.as_ref().map(|it| it.as_str().to_owned()),
        edits: draft.edits.as_ref().map(|it| it.as_str().to_owned()),
        store: draft.store,
        way: match draft.way {
            Way::Simple => WayPart::Simple,
            Way::LeastPrivilege => WayPart::LeastPrivilege,
        },
        ticked: draft.ticked.clone(),
        site: draft.site.as_ref().map(SitePart::of),
        pin: draft.pin.clone().map(PinPart::of),
        login: draft.plain.iter().map(|(id, text)| (id.0.clone(), text.to_owned())).collect(),
    };
    toml::to_string(&file).map(|it| format!("{HEAD}{it}")).map_err(|_| Fault::Local {
        what: words::say("store-draft-set-up-cannot-put").into(),
        remedy: words::say("store-connection-cannot-put-into-file-next").into(),
    })
}

/// Reads the file's text. `path` is only for naming the file in a fault.
///
/// Fields that the catalogue does not call plain are dropped, whatever somebody wrote into the file.
///
/// Errors: [`Fault::Local`] with the line. What stands there is not repeated.
pub(super) fn from_toml(id: &DraftId, bytes: &[u8], catalog: &Catalog, path: &Path) -> Result<KeptDraft, Fault> {
    let path = shown(path);
    let broken = |line: Option<usize>, text: &str| Fault::Local {
        what: broken_at(&path, line, text),
        remedy: words::say("store-draft-nothing-else-depends-remove").into(),
    };
    let text = std::str::from_utf8(bytes).map_err(|_| broken(None, words::say("store-connection-not-text")))?;
    let unreadable = |it: &toml::de::Error| {
        let line = it.span().map(|it| text[..it.start.min(text.len())].matches('\n').count() + 1);
        broken(line, words::say("store-connection-not-as-psa-connect"))
    };
    let format: Format = toml::from_str(text).map_err(|it| unreadable(&it))?;
    if format.version != VERSION {
        let says = words::with(
            "store-draft-has-version-program-reads",
            &[("found", format.version.to_string().into()), ("version", VERSION.to_string().into())],
        );
        return Err(broken(None, &says));
    }
    let file: File = toml::from_str(text).map_err(|it| unreadable(&it))?;
    if file.at.parse::<jiff::Timestamp>().is_err() {
        return Err(broken(None, words::say("store-draft-has-time-none")));
    }
    let name = |it: Option<String>| it.map(|it| Name::new(&it)).transpose();
    let named = |_| broken(None, words::say("store-draft-has-name-none"));
    let site = file.site.map(SitePart::into_model).transpose();
    let site = site.map_err(|()| broken(None, words::say("store-connection-has-origin-no-address")))?;
    if file.pin.as_ref().is_some_and(|it| !is_fingerprint(&it.sha256)) {
        return Err(broken(None, words::say("store-connection-has-pin-whose-sha256")));
    }
    let psa = PsaId(file.psa);
    let read = file.login.into_iter().map(|(id, text)| (FieldId(id), Shown::new(&text).to_string()));
    let plain = catalog.psa(&psa).map(|it| PlainFields::checked(it, read)).unwrap_or_default();
    let draft = Draft {
        psa,
        integration: file.integration,
        site,
        pin: file.pin.map(PinPart::into_model),
        way: match file.way {
            WayPart::Simple => Way::Simple,
            WayPart::LeastPrivilege => Way::LeastPrivilege,
        },
        ticked: file.ticked,
        plain,
        name: name(file.name).map_err(named)?,
        store: file.store,
        step: file.step,
        edits: name(file.edits).map_err(named)?,
    };
    Ok(KeptDraft { id: id.clone(), at: file.at, draft })
}

impl SitePart {
    fn of(it: &DraftSite) -> Self {
        Self { origin: it.origin.to_string(), site: it.site.as_ref().map(|it| it.0.clone()), by: it.by }
    }

    fn into_model(self) -> Result<DraftSite, ()> {
        let origin = self.origin.parse().map_err(|_| ())?;
        Ok(DraftSite { origin, site: self.site.map(SiteId), by: self.by })
    }
}

impl PinPart {
    fn of(it: Certificate) -> Self {
        let Certificate { sha256, subject, issuer, not_before, not_after } = it;
        Self { sha256, subject, issuer, not_before, not_after }
    }

    fn into_model(self) -> Certificate {
        let safe = |it: &str| Shown::new(it).to_string();
        Certificate {
            sha256: self.sha256,
            subject: safe(&self.subject),
            issuer: safe(&self.issuer),
            not_before: safe(&self.not_before),
            not_after: safe(&self.not_after),
        }
    }
}
