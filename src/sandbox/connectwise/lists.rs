//! Every list of the simulated ConnectWise: its rows, their ids, the right that guards it, and how a row is rendered.

use super::{
    matrix,
    records::{
        self, ADDITIONS, AGREEMENTS, CATALOG, COMPANIES, CONTACTS, Desk, INVOICES, Ids, PRODUCTS, Record, TABLE, TYPES,
        agreements, catalog, companies, invoices, roles,
    },
};
use crate::sandbox::scenario::Level;

/// One list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// `/company/companies`
    Companies,
    /// `/company/contacts`
    Contacts,
    /// `/finance/agreements`
    Agreements,
    /// `/finance/agreements/{id}/additions`
    Additions {
        /// Row of the agreement.
        agreement: usize,
    },
    /// `/finance/agreements/types`
    AgreementTypes,
    /// `/finance/batchSetups`
    BatchSetups,
    /// `/finance/invoices`
    Invoices,
    /// `/procurement/catalog`
    Catalog,
    /// `/procurement/products`
    Products,
    /// `/system/mySecurity`
    MySecurity,
    /// `/system/mySecurity/customizeItems`
    Customized,
    /// `/system/securityroles`
    Roles,
    /// `/system/securityRoles/{id}/settings`
    RoleSettings,
    /// `/system/members`
    Members,
}

impl List {
    /// Name of the records' schema in the vendor's document.
    pub fn schema(self) -> &'static str {
        match self {
            Self::Companies => "Company",
            Self::Contacts => "Contact",
            Self::Agreements => "Agreement",
            Self::Additions { .. } => "Addition",
            Self::AgreementTypes => "AgreementType",
            Self::BatchSetups => "AgreementBatchSetup",
            Self::Invoices => "Invoice",
            Self::Catalog => "CatalogItem",
            Self::Products => "ProductItem",
            Self::MySecurity => "MySecurity",
            Self::Customized => "MySecurityCustomizeItem",
            Self::Roles => "SecurityRole",
            Self::RoleSettings => "SecurityRoleSetting",
            Self::Members => "Member",
        }
    }

    /// Module and function that guard the list; setup tables and one's own rights are open to everyone.
    fn guard(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Companies => Some(("Companies", "Company Maintenance")),
            Self::Contacts => Some(("Companies", "Contacts")),
            Self::Agreements | Self::Additions { .. } => Some(("Finance", "Agreements")),
            Self::Invoices => Some(("Finance", "Invoicing")),
            Self::Catalog => Some(("Procurement", "Product Catalog")),
            Self::Products => Some(("Procurement", "Products")),
            Self::Roles | Self::RoleSettings => Some(("System", "Security")),
            Self::Members => Some(("System", "Member Maintenance")),
            Self::AgreementTypes | Self::BatchSetups | Self::MySecurity | Self::Customized => None,
        }
    }

    /// How far the role may look at the list.
    pub fn inquire(self, desk: &Desk) -> Level {
        self.guard().map_or(Level::All, |(module, function)| desk.inquire(module, function))
    }

    /// Says whether the vendor documents a `/count`.
    pub fn has_count(self) -> bool {
        !matches!(self, Self::MySecurity | Self::Customized)
    }

    /// Says whether the vendor documents a single record by id.
    pub fn has_single(self) -> bool {
        !matches!(self, Self::MySecurity | Self::Customized)
    }

    /// How many rows there are, hidden ones included.
    pub fn rows(self, desk: &Desk) -> usize {
        let tenant = desk.tenant();
        match self {
            Self::Companies => tenant.companies.len(),
            Self::Contacts => tenant.contacts.len(),
            Self::Agreements => tenant.agreements.len(),
            Self::Additions { agreement } => desk.lines_of(agreement).len(),
            Self::AgreementTypes => tenant.agreement_types.len(),
            Self::Invoices => tenant.invoices.len(),
            Self::Catalog => tenant.products.len(),
            Self::Products => catalog::sold(desk),
            Self::MySecurity | Self::RoleSettings => matrix::functions().count(),
            Self::Customized => desk.shared.scenario.connectwise.customized.len(),
            Self::Roles => roles::ROLES.len(),
            Self::BatchSetups | Self::Members => 1,
        }
    }

    /// The ids of a list whose rows are numbered; the others are short and searched.
    fn ids(self) -> Option<Ids> {
        match self {
            Self::Companies => Some(COMPANIES),
            Self::Contacts => Some(CONTACTS),
            Self::Agreements => Some(AGREEMENTS),
            Self::AgreementTypes => Some(TYPES),
            Self::Invoices => Some(INVOICES),
            Self::Catalog => Some(CATALOG),
            Self::Products => Some(PRODUCTS),
            Self::BatchSetups | Self::Customized => Some(TABLE),
            Self::MySecurity | Self::RoleSettings => Some(roles::SETTINGS),
            Self::Members => Some(roles::MEMBERS),
            Self::Additions { .. } | Self::Roles => None,
        }
    }

    /// The id of a row; ids ascend with rows.
    pub fn id(self, desk: &Desk, row: usize) -> u64 {
        match (self, self.ids()) {
            (_, Some(ids)) => ids.of(row),
            (Self::Additions { agreement }, None) => ADDITIONS.of(desk.lines_of(agreement)[row]),
            (_, None) => roles::ROLES[row],
        }
    }

    /// The row with an id, if the role may see it.
    pub fn row(self, desk: &Desk, id: u64) -> Option<usize> {
        let rows = self.rows(desk);
        let row = match self.ids() {
            Some(ids) => ids.row(id, rows),
            None => (0..rows).find(|row| self.id(desk, *row) == id),
        };
        row.filter(|row| self.shows(desk, *row))
    }

    /// Says whether the role may see a row: agreements of hidden types are left out with what belongs to them.
    pub fn shows(self, desk: &Desk, row: usize) -> bool {
        match self {
            Self::Agreements => desk.shows_agreement(row),
            Self::Products => desk.shows_agreement(desk.tenant().lines[catalog::line_of(row)].agreement),
            Self::Companies
            | Self::Contacts
            | Self::Additions { .. }
            | Self::AgreementTypes
            | Self::BatchSetups
            | Self::Invoices
            | Self::Catalog
            | Self::MySecurity
            | Self::Customized
            | Self::Roles
            | Self::RoleSettings
            | Self::Members => true,
        }
    }

    /// Says whether every row is shown, so that a page can be found by counting.
    pub fn shows_all(self, desk: &Desk) -> bool {
        let hides = !desk.shared.scenario.connectwise.hidden_agreement_types.is_empty();
        !(hides && matches!(self, Self::Agreements | Self::Products))
    }

    /// Renders a row.
    pub fn record(self, desk: &Desk, row: usize) -> Record {
        match self {
            Self::Companies => companies::company(desk, row),
            Self::Contacts => companies::contact(desk, row),
            Self::Agreements => agreements::agreement(desk, row),
            Self::Additions { agreement } => agreements::addition(desk, desk.lines_of(agreement)[row]),
            Self::AgreementTypes => agreements::agreement_type(desk, row),
            Self::BatchSetups => agreements::batch_setup(row),
            Self::Invoices => invoices::invoice(desk, row),
            Self::Catalog => catalog::item(desk, row),
            Self::Products => catalog::product(desk, row),
            Self::MySecurity => roles::my_security(desk, row),
            Self::Customized => roles::customized(desk, row),
            Self::Roles => roles::role(desk, row),
            Self::RoleSettings => roles::setting(desk, row),
            Self::Members => roles::listed_member(desk),
        }
    }

    /// The row of an agreement that the role may see.
    pub fn agreement(desk: &Desk, id: u64) -> Option<usize> {
        records::AGREEMENTS.row(id, desk.tenant().agreements.len()).filter(|row| desk.shows_agreement(*row))
    }
}
