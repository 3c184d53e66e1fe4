//! The facts of each PSA, read from `assets/psa/*.toml`. Only values; the providers in `psa` give them meaning.

use std::{
    ops::{Deref, DerefMut},
    sync::OnceLock,
};

use serde::Deserialize;

use super::{
    address::AddressRules,
    fault::Fault,
    guide::Guide,
    id::{FieldId, ListId, PsaId, SiteId},
    integration::Integration,
    origin::Origin,
    right::RightId,
    rotation::RotateGuide,
};

mod cross;
mod function;
mod list;

pub use cross::{Cross, CrossFrom, CrossTo};
pub use function::{EntityPart, Function, ProofBy};
pub use list::{Changed, Column, ColumnKind, List};

/// Everything the program knows before it asks anybody. It is read when it is first looked into: the first frame needs no more
/// than the [`Catalog::covers`], and all of it takes as long to read as all else before that frame.
#[derive(Clone, Debug, Default)]
pub struct Catalog(OnceLock<Known>);

/// What the catalogue holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// The PSAs, in the order in which they are offered.
    pub psas: Vec<PsaFacts>,
    /// The integrations, in the order in which they are offered.
    pub integrations: Vec<Integration>,
}

/// The asset files of the PSAs. A new PSA adds one line here and one to the providers.
const PSAS: [&str; 2] =
    [include_str!("../../assets/psa/connectwise.toml"), include_str!("../../assets/psa/autotask.toml")];

/// The asset files of the integrations that ship with the program.
const INTEGRATIONS: [&str; 2] =
    [include_str!("../../assets/integrations/sync365.toml"), include_str!("../../assets/integrations/read-only.toml")];

/// What is said of a PSA where one is chosen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Cover {
    /// Its id.
    pub id: PsaId,
    /// Its name in full: `ConnectWise PSA`.
    pub name: String,
    /// One line on what will be needed.
    pub needs: String,
}

impl Deref for Catalog {
    type Target = Known;

    fn deref(&self) -> &Known {
        self.0.get_or_init(Known::embedded)
    }
}

impl DerefMut for Catalog {
    fn deref_mut(&mut self) -> &mut Known {
        self.0.get_or_init(Known::embedded);
        self.0.get_mut().expect("it was just read")
    }
}

impl Known {
    fn embedded() -> Self {
        let psas: Vec<PsaFacts> =
            PSAS.iter().map(|it| toml::from_str(it).expect("a test reads every embedded PSA file")).collect();
        let integrations = INTEGRATIONS
            .iter()
            .map(|it| Integration::parse(it, &psas).expect("a test reads every embedded integration file"))
            .collect();
        Self { psas, integrations }
    }
}

impl Catalog {
    /// What the embedded assets say.
    pub fn embedded() -> Self {
        Self::default()
    }

    /// Knows nothing: for what needs no PSA.
    pub fn empty() -> Self {
        Self(OnceLock::from(Known { psas: vec![], integrations: vec![] }))
    }

    /// The covers of the PSAs, in the order in which they are offered.
    pub fn covers() -> impl Iterator<Item = Cover> {
        // What stands before the first table is a document of its own.
        let head = |it: &'static str| it.split_once("\n[").map_or(it, |it| it.0);
        PSAS.into_iter().map(move |it| toml::from_str(head(it)).expect("a test reads every embedded cover"))
    }

    /// The facts of one PSA.
    pub fn psa(&self, id: &PsaId) -> Option<&PsaFacts> {
        self.psas.iter().find(|it| it.id == *id)
    }

    /// One integration.
    pub fn integration(&self, id: &str) -> Option<&Integration> {
        self.integrations.iter().find(|it| it.id == id)
    }

    /// Lets the host that knows every site of `psa` be this one, where there is such a host.
    pub fn answer_locate_at(&mut self, psa: &PsaId, origin: &Origin) {
        let hosts = self.psas.iter_mut().filter(|it| it.id == *psa).filter_map(|it| it.locate.host.as_mut());
        for host in hosts {
            host.clone_from(origin);
        }
    }

    /// Lets `site` of `psa` be answered at `origin` instead of the vendor's host. Used by the sandbox and by tests.
    pub fn answer_site_at(&mut self, psa: &PsaId, site: &SiteId, origin: &Origin) {
        let sites = self.psas.iter_mut().filter(|it| it.id == *psa).flat_map(|it| &mut it.sites);
        for it in sites.filter(|it| it.id == *site) {
            it.origin = origin.clone();
        }
    }
}

/// One PSA.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PsaFacts {
    /// Its id.
    pub id: PsaId,
    /// Its name in full: `ConnectWise PSA`.
    pub name: String,
    /// One line on what will be needed.
    pub needs: String,
    /// The vendor's words for things.
    pub words: Words,
    /// Where a site can be told from what somebody pasted.
    pub address: AddressRules,
    /// Finding the site without credentials.
    pub locate: Locate,
    /// The sites, in the order in which they are offered.
    #[serde(rename = "site")]
    pub sites: Vec<Site>,
    /// The login's fields, in the order in which they are asked.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
    /// Every function that a right can be about.
    #[serde(rename = "function")]
    pub functions: Vec<Function>,
    /// The lists that an integration may take.
    #[serde(rename = "list")]
    pub lists: Vec<List>,
    /// What rows of one list say about rows of another.
    #[serde(rename = "cross")]
    pub crosses: Vec<Cross>,
    /// Making the API user.
    pub guide: Guide,
    /// Putting a second key in the place of the first.
    pub rotate: RotateGuide,
    /// Where things are mended in the PSA.
    pub menus: Menus,
    /// What the vendor allows in a time.
    pub limits: VendorLimits,
    /// Headers of a reply that help the vendor's support or tell the version, lower case.
    pub headers: Vec<String>,
    /// Where these facts come from.
    pub source: String,
    /// The day they were read, ISO 8601.
    pub read: String,
}

impl PsaFacts {
    /// A site by id.
    pub fn site(&self, id: &SiteId) -> Option<&Site> {
        self.sites.iter().find(|it| it.id == *id)
    }

    /// A login field by id.
    pub fn field(&self, id: &FieldId) -> Option<&Field> {
        self.fields.iter().find(|it| it.id == *id)
    }

    /// A function by id.
    pub fn function(&self, id: &RightId) -> Option<&Function> {
        self.functions.iter().find(|it| it.id == *id)
    }

    /// Where in this PSA a fault is mended, as a menu path.
    pub fn menu_of(&self, fault: &Fault) -> Option<&str> {
        fault.entry().menu.map(|it| self.menus.of(it))
    }

    /// A list by id.
    pub fn list(&self, id: &ListId) -> Option<&List> {
        self.lists.iter().find(|it| it.id == *id)
    }
}

/// The vendor's words where the two differ.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// `agreements` or `contracts`.
    pub agreements: String,
    /// `companies` or `accounts`.
    pub companies: String,
    /// `role` or `security level`.
    pub role: String,
    /// `API member` or `API user`.
    pub user: String,
    /// `region` or `zone`.
    pub site: String,
}

impl Words {
    /// A text about any PSA in the words of this one: `{agreements}` and `{companies}` are filled in.
    pub fn fill(&self, text: &str) -> String {
        text.replace("{agreements}", &self.agreements).replace("{companies}", &self.companies)
    }
}

/// Names a place of the PSA where a fault is mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Menu {
    /// The keys or secret of the API user.
    Keys,
    /// The API user.
    User,
    /// Its role or security level.
    Role,
}

/// Menu paths.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Menus {
    /// The keys or secret of the API user.
    pub keys: String,
    /// The API user.
    pub user: String,
    /// Its role or security level.
    pub role: String,
    /// Where this comes from.
    pub source: String,
}

impl Menus {
    /// The path to a place.
    pub fn of(&self, menu: Menu) -> &str {
        match menu {
            Menu::Keys => &self.keys,
            Menu::User => &self.user,
            Menu::Role => &self.role,
        }
    }
}

/// What the vendor allows in a time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VendorLimits {
    /// Requests in a minute after which the vendor slows or refuses; psa-connect stays below.
    #[serde(default)]
    pub per_minute: Option<u32>,
    /// Requests at one entity at the same time that psa-connect sends, below what the vendor refuses.
    #[serde(default)]
    pub per_entity: Option<usize>,
    /// Rows of the largest page of a list.
    pub page: u32,
    /// Seconds that the vendor advises to wait when too many requests are refused without a `Retry-After`.
    #[serde(default)]
    pub wait_secs: Option<u64>,
    /// What is known of accounts that lock after refused logins, one or two sentences.
    pub lockout: String,
    /// Where this comes from.
    pub source: String,
}

/// How the site is found without sending a key.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locate {
    /// The login field that finds it: the company ID, the user name.
    pub by: FieldId,
    /// What is asked, in a sentence.
    pub says: String,
    /// Where the answer is doubtful, and what to do then.
    pub doubt: String,
    /// The host that is asked when one host knows every site (Autotask); otherwise every site is asked.
    #[serde(default)]
    pub host: Option<Origin>,
    /// Where this comes from.
    pub source: String,
}

/// One region or zone.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its id: `na`, `ws2`.
    pub id: SiteId,
    /// The vendor's label.
    pub label: String,
    /// Where its API answers.
    pub origin: Origin,
    /// Other hosts that mean this site: the browser's address, older names.
    #[serde(default)]
    pub also: Vec<String>,
    /// Something to know before choosing it.
    #[serde(default)]
    pub note: Option<String>,
    /// Where this comes from.
    pub source: String,
}

/// One login field.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its id: `company`, `private_key`.
    pub id: FieldId,
    /// Its label, as the vendor prints it.
    pub label: String,
    /// One or two sentences: what it is and where it is found.
    pub help: String,
    /// A made-up value in the right shape.
    pub example: String,
    /// Whether it may be shown.
    pub kind: FieldKind,
    /// What it usually looks like; a departure is a warning, never a refusal.
    pub shape: Shape,
    /// Whether a second key has another value here; the other fields stay as they are.
    #[serde(default)]
    pub rotates: bool,
    /// Names under which a password manager or a vendor form may know it, lower case.
    #[serde(default)]
    pub also: Vec<String>,
    /// Where this comes from.
    pub source: String,
}

/// Whether a field may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// Shown as typed.
    Plain,
    /// Masked, stored in the secret store.
    Secret,
}

/// What a value usually looks like.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase", tag = "is")]
pub enum Shape {
    /// A short name without spaces.
    Word {
        /// Characters at most.
        longest: usize,
    },
    /// Letters and digits of about this length.
    Key {
        /// Usual number of characters.
        usual: usize,
    },
    /// 8-4-4-4-12 hexadecimal digits.
    Guid,
    /// `name@domain`.
    Address,
    /// Printable text of about this length, punctuation included.
    Text {
        /// Usual number of characters.
        usual: usize,
    },
}

#[cfg(test)]
mod tests;
