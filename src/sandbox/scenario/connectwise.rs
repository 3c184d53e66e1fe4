//! What a scenario says of ConnectWise: the security role of the API member and what it hides.

use std::collections::BTreeMap;

use serde::Deserialize;

/// How far one level of a function reaches, as the API spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Level {
    /// Nothing.
    None,
    /// The member's own records.
    My,
    /// Every record.
    All,
}

impl Level {
    /// The vendor's spelling.
    pub fn spelled(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::My => "My",
            Self::All => "All",
        }
    }
}

/// The four levels of one function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    /// May add.
    pub add: Level,
    /// May edit.
    pub edit: Level,
    /// May delete.
    pub delete: Level,
    /// May look.
    pub inquire: Level,
}

/// What differs from the base role, for one function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LevelsChange {
    add: Option<Level>,
    edit: Option<Level>,
    delete: Option<Level>,
    inquire: Option<Level>,
}

/// The role that a scenario starts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BaseRole {
    /// Exactly what Sync 365 asks for.
    #[default]
    Sync365,
    /// Inquire All on every function, nothing else.
    Inquire,
    /// All four levels on every function.
    Everything,
}

/// One entry of the customised functions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Customized {
    /// Such as `SystemTableSetup`.
    pub identifier: String,
    /// Such as `Agreements / Agreement Type`.
    pub item: String,
}

/// Everything a scenario says of ConnectWise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ConnectWiseRules {
    /// Id of the site in the catalogue.
    pub site: String,
    /// Name of the role.
    pub role: String,
    /// The role is the administrator's.
    pub admin: bool,
    /// What the role starts from.
    pub base: BaseRole,
    /// Functions whose levels differ from the base, by name.
    pub levels: BTreeMap<String, LevelsChange>,
    /// What the role may reach of the functions that are customised.
    pub customized: Vec<Customized>,
    /// Names of the agreement types whose agreements are silently left out.
    pub hidden_agreement_types: Vec<String>,
    /// The member is an API member; an ordinary member's keys are refused with 401.
    pub api_member: bool,
    /// Status of a reply to a call without a known `clientId`: 401 or 400.
    pub client_id_status: u16,
    /// `companyinfo` says whether the tenant is in the cloud as text; `/system/info` says it as a truth, as documented.
    pub is_cloud_as_text: bool,
}

impl Default for ConnectWiseRules {
    fn default() -> Self {
        let table = |item: &str| Customized { identifier: "SystemTableSetup".to_owned(), item: item.to_owned() };
        Self {
            site: "eu".to_owned(),
            role: "Sync 365".to_owned(),
            admin: false,
            base: BaseRole::Sync365,
            levels: BTreeMap::new(),
            customized: vec![table("Agreements / Agreement Type"), table("Agreements / Batch")],
            hidden_agreement_types: Vec::new(),
            api_member: true,
            client_id_status: 401,
            is_cloud_as_text: false,
        }
    }
}

impl ConnectWiseRules {
    /// The levels that the role has on one function.
    pub fn levels(&self, module: &str, function: &str) -> Levels {
        let mut levels = match self.base {
            BaseRole::Sync365 => sync365(module, function),
            BaseRole::Inquire => levels("i"),
            BaseRole::Everything => levels("aedi"),
        };
        if let Some(change) = self.levels.get(function) {
            levels.add = change.add.unwrap_or(levels.add);
            levels.edit = change.edit.unwrap_or(levels.edit);
            levels.delete = change.delete.unwrap_or(levels.delete);
            levels.inquire = change.inquire.unwrap_or(levels.inquire);
        }
        levels
    }
}

/// What Sync 365 asks for: the vendor's article of 9 August 2023, restated in the reference of this project.
fn sync365(module: &str, function: &str) -> Levels {
    levels(match (module, function) {
        ("Companies", "Contacts") | ("Finance", "Agreements") => "aei",
        ("Companies", "Company Maintenance")
        | ("Finance", "Agreement Invoicing" | "Invoicing")
        | ("Procurement", "Product Catalog" | "Products") => "i",
        ("System", "Table Setup") => "ei",
        ("Service Desk", "Service Tickets") => "ai",
        _ => "",
    })
}

/// Levels from their first letters: `a`dd, `e`dit, `d`elete, `i`nquire; the named ones are All.
fn levels(letters: &str) -> Levels {
    let of = |letter| if letters.contains(letter) { Level::All } else { Level::None };
    Levels { add: of('a'), edit: of('e'), delete: of('d'), inquire: of('i') }
}
