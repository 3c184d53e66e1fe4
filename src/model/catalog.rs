//! The facts of each PSA, read from `assets/psa/*.toml`. Only values; the providers in `psa` give them meaning.

use serde::Deserialize;

use super::{
    address::AddressRules,
    guide::Guide,
    id::{FieldId, ListId, PsaId, SiteId},
    integration::Integration,
    origin::Origin,
    right::{Action, RightId},
};

/// Everything the program knows before it asks anybody.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalog {
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

impl Catalog {
    /// Reads the embedded assets.
    pub fn embedded() -> Self {
        let psas: Vec<PsaFacts> =
            PSAS.iter().map(|it| toml::from_str(it).expect("a test reads every embedded PSA file")).collect();
        let integrations = INTEGRATIONS
            .iter()
            .map(|it| Integration::parse(it, &psas).expect("a test reads every embedded integration file"))
            .collect();
        Self { psas, integrations }
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
    /// Making the API user.
    pub guide: Guide,
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
    /// `role` or `security level`.
    pub role: String,
    /// `API member` or `API user`.
    pub user: String,
    /// `region` or `zone`.
    pub site: String,
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

/// One function of the PSA that a right can be about.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// Its id: `finance.agreements`. A right of an integration names it.
    pub id: RightId,
    /// The module or area, as the vendor prints it.
    pub module: String,
    /// The function, as the vendor prints it.
    pub name: String,
    /// Where it is set, as a menu path.
    pub menu: String,
    /// How it is proved.
    pub proof: ProofBy,
    /// What is uncertain about the proof.
    #[serde(default)]
    pub doubt: Option<String>,
    /// Where this comes from.
    pub source: String,
}

/// How a right is proved without writing anything.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase", tag = "by")]
pub enum ProofBy {
    /// A row of the caller's own role (ConnectWise `mySecurity`), with a GET as second evidence.
    Role {
        /// Other names of the function, in any case.
        #[serde(default)]
        also: Vec<String>,
        /// A list that answers 403 without the right; path and query below the API base.
        #[serde(default)]
        probe: Option<String>,
    },
    /// An entry of the caller's customised items (ConnectWise `customizeItems`).
    Item {
        /// The group it is in: `SystemTableSetup`.
        group: String,
        /// Words that the entry has, in any case and spacing.
        also: Vec<String>,
    },
    /// What the entities say of this user (Autotask `entityInformation`).
    Entity {
        /// Each part must hold.
        parts: Vec<EntityPart>,
        /// The part is only a stand-in: at best it makes the right likely, so it is reported as unproven.
        #[serde(default)]
        proxy: Option<String>,
    },
    /// Any answer to an authenticated request.
    Login,
    /// No request shows it.
    Nothing {
        /// Why, as a clause.
        because: String,
    },
}

impl ProofBy {
    /// Says whether a look-up that went well tells whether the right is there.
    pub fn can_be_shown(&self) -> bool {
        match self {
            // ConnectWise does not say whether its list of items holds what is allowed or what is not.
            Self::Nothing { .. } | Self::Item { .. } | Self::Entity { proxy: Some(_), .. } => false,
            Self::Role { .. } | Self::Entity { proxy: None, .. } | Self::Login => true,
        }
    }
}

/// One entity's answer that a right depends on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntityPart {
    /// The entity's path: `Contracts`, `Companies/0/Contacts`.
    pub entity: String,
    /// What this user must be able to do to it; of a right that names its needs, only those of them.
    pub actions: Vec<Action>,
    /// A second entity that answers for it where the first cannot: `InventoryProducts`.
    #[serde(default)]
    pub or: Option<String>,
    /// Whether `Restricted` is enough.
    #[serde(default)]
    pub restricted_is_enough: bool,
}

/// One list that an integration may take.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Its id: `companies`, `agreements`, `products`, `additions`.
    pub id: ListId,
    /// Its name on screens, in the vendor's words, as a plural.
    pub name: String,
    /// The path or entity below the API base. `{parent}` stands for the id of a row of `parent`.
    pub path: String,
    /// The list whose rows this one hangs below, when it has no list of its own.
    #[serde(default)]
    pub parent: Option<ListId>,
    /// The right without which it is empty or refused.
    #[serde(default)]
    pub right: Option<RightId>,
    /// The columns, the first of which is the id.
    #[serde(rename = "column")]
    pub columns: Vec<Column>,
    /// Where this comes from.
    pub source: String,
}

/// One column of a list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its id, used by warnings: `status`.
    pub id: String,
    /// Its heading.
    pub label: String,
    /// Where it is in a record: `status/name`. Below an array (`types/name`) it is in each entry.
    pub field: String,
    /// How it reads.
    #[serde(default)]
    pub kind: ColumnKind,
    /// What codes mean, as `code = "word"` (Autotask pick lists with fixed values).
    #[serde(default)]
    pub codes: std::collections::BTreeMap<String, String>,
    /// Shown in the preview; others are only read for warnings.
    #[serde(default = "shown")]
    pub shown: bool,
}

fn shown() -> bool {
    true
}

/// How a column reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnKind {
    /// Text.
    #[default]
    Text,
    /// A whole number, right aligned.
    Id,
    /// Money, right aligned, two decimals.
    Money,
    /// A number, right aligned.
    Number,
    /// A day.
    Date,
    /// Yes or no.
    Flag,
}

#[cfg(test)]
mod tests;
