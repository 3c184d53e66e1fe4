//! Functions that a right can be about, and how each is proved.

use serde::Deserialize;

use crate::model::{
    report::Confidence,
    right::{Action, RightId},
};

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
    /// How sure the proof is when it succeeds.
    #[serde(default)]
    pub confidence: Confidence,
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
