//! What a scenario says of Autotask: the security level of the API user, its zone and its quirks.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What a user may do with one entity in one way, as `userAccessFor*` spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Access {
    /// Nothing.
    None,
    /// Every row.
    All,
    /// Some rows.
    Restricted,
}

/// What a user may do with one entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityAccess {
    /// May query.
    pub query: Access,
    /// May create.
    pub create: Access,
    /// May update.
    pub update: Access,
    /// May delete.
    pub delete: Access,
}

/// What differs from the base level, for one entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccessChange {
    query: Option<Access>,
    create: Option<Access>,
    update: Option<Access>,
    delete: Option<Access>,
}

/// The security level that a scenario starts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BaseLevel {
    /// Query, create and update everything; delete nothing.
    #[default]
    ApiUser,
    /// Query everything, nothing else.
    Query,
    /// All four on everything.
    Everything,
}

/// How `userAccessFor*` is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccessForm {
    /// As `"All"`.
    #[default]
    Text,
    /// As 0 (None), 1 (All), 2 (Restricted).
    Number,
}

/// Where the zone lookup sends a user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zone {
    /// To the home listener.
    #[default]
    Home,
    /// To the other listener, which answers for the tenant now; the home listener refuses with 401.
    Moved,
}

/// How the zone lookup writes its `url`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ZoneUrl {
    /// As documented, one slash at the end.
    #[default]
    Documented,
    /// Two slashes before the path.
    DoubleSlash,
    /// No slash at the end.
    NoSlash,
}

/// Everything a scenario says of Autotask.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of a scenario file, by its own name")]
pub struct AutotaskRules {
    /// Id of the site in the catalogue.
    pub site: String,
    /// What the security level starts from.
    pub base: BaseLevel,
    /// Entities whose access differs from the base, by name such as `Contracts`.
    pub access: BTreeMap<String, AccessChange>,
    /// How access is written.
    pub access_form: AccessForm,
    /// Refused logins before the user is locked; 0 means never.
    pub lock_after: u32,
    /// The user is an API-only user; others are refused with an empty 401.
    pub api_only: bool,
    /// That the second secret is sent stands for that it was generated: from then on the first is refused.
    pub generates_when_sent: bool,
    /// Where the zone lookup sends the user.
    pub zone: Zone,
    /// How it writes the address.
    pub zone_url: ZoneUrl,
    /// `/EntityInformation` (all entities at once) exists; otherwise 404.
    pub entity_information_all: bool,
    /// Status of a reply to a call that a right is missing for: 500 or 403.
    pub permission_status: u16,
    /// Of every 100 rows of an entity, how many are silently left out, by entity.
    pub hidden_percent: BTreeMap<String, u32>,
    /// `versioninformation` also lists V2.0, where the zone lookup is a 404.
    pub advertises_v2: bool,
    /// Costs are null in every row.
    pub hides_costs: bool,
}

impl Default for AutotaskRules {
    fn default() -> Self {
        Self {
            site: "ws2".to_owned(),
            base: BaseLevel::ApiUser,
            access: BTreeMap::new(),
            access_form: AccessForm::Text,
            lock_after: 0,
            api_only: true,
            generates_when_sent: false,
            zone: Zone::Home,
            zone_url: ZoneUrl::Documented,
            entity_information_all: true,
            permission_status: 500,
            hidden_percent: BTreeMap::new(),
            advertises_v2: false,
            hides_costs: false,
        }
    }
}

impl AutotaskRules {
    /// The access that the user has to one entity; `entity` in the vendor's plural spelling, any case.
    pub fn access(&self, entity: &str) -> EntityAccess {
        let all = |allowed| if allowed { Access::All } else { Access::None };
        let (write, delete) = match self.base {
            BaseLevel::ApiUser => (all(true), all(false)),
            BaseLevel::Query => (all(false), all(false)),
            BaseLevel::Everything => (all(true), all(true)),
        };
        let change = self.access.iter().find(|(it, _)| it.eq_ignore_ascii_case(entity));
        let change = change.map(|(_, change)| *change).unwrap_or_default();
        EntityAccess {
            query: change.query.unwrap_or(Access::All),
            create: change.create.unwrap_or(write),
            update: change.update.unwrap_or(write),
            delete: change.delete.unwrap_or(delete),
        }
    }

    /// Says whether the row at `position` (from 0) of an entity's rows is left out, always the same rows.
    pub fn hides(&self, entity: &str, position: usize) -> bool {
        let hidden = self.hidden_percent.iter().find(|(it, _)| it.eq_ignore_ascii_case(entity));
        hidden.is_some_and(|(_, percent)| position.wrapping_mul(37) % 100 < *percent as usize)
    }
}
