//! Every list of the simulated ConnectWise: its rows, their ids, the right that guards it, and how a row is rendered.

use super::{
    asked::Asked,
    matrix,
    minor::{Minor, Whole},
    records::{
        ADDITIONS, AGREEMENTS, CATALOG, COMPANIES, CONTACTS, Desk, INVOICES, Ids, PRODUCTS, Record, TABLE, TYPES,
        agreements, catalog, companies, invoices, roles,
    },
    writer::Writer,
};
use crate::sandbox::scenario::Level;

/// One list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// A setup table, or what belongs to one record.
    Minor(Minor),
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
            Self::Minor(minor) => minor.schema(),
        }
    }

    /// Module and function that guard the list; setup tables and one's own rights are open to everyone.
    pub(super) fn guard(self) -> Option<(&'static str, &'static str)> {
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
            Self::Minor(minor) => minor.guard(),
        }
    }

    /// Says whether it holds the MSP's data, and not who the member is and what it may do.
    pub fn holds_data(self) -> bool {
        match self {
            Self::Companies
            | Self::Contacts
            | Self::Agreements
            | Self::Additions { .. }
            | Self::AgreementTypes
            | Self::BatchSetups
            | Self::Invoices
            | Self::Catalog
            | Self::Products => true,
            Self::MySecurity | Self::Customized | Self::Roles | Self::RoleSettings | Self::Members => false,
            Self::Minor(minor) => minor.holds_data(),
        }
    }

    /// How far the role may look at the list.
    pub fn inquire(self, desk: &Desk) -> Level {
        self.guard().map_or(Level::All, |(module, function)| desk.inquire(module, function))
    }

    /// Says whether the vendor documents a `/count`.
    pub fn has_count(self) -> bool {
        if let Self::Minor(minor) = self {
            return minor.has_count();
        }
        !matches!(self, Self::MySecurity | Self::Customized)
    }

    /// Says whether the vendor documents a single record by id.
    pub fn has_single(self) -> bool {
        if let Self::Minor(minor) = self {
            return minor.has_single();
        }
        !matches!(self, Self::MySecurity | Self::Customized)
    }

    /// Its short form, if the vendor documents one.
    pub(super) fn info(self) -> Option<Self> {
        let whole = [Whole::AgreementTypes, Whole::Catalog, Whole::Roles].into_iter().find(|it| it.list() == self)?;
        Some(Self::Minor(Minor::Info(whole)))
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
            Self::Minor(minor) => minor.rows(desk),
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
            Self::Minor(Minor::Info(whole)) => whole.list().ids(),
            Self::Additions { .. } | Self::Roles | Self::Minor(_) => None,
        }
    }

    /// The id of a row; ids ascend with rows.
    pub fn id(self, desk: &Desk, row: usize) -> u64 {
        match (self, self.ids()) {
            (_, Some(ids)) => ids.of(row),
            (Self::Additions { agreement }, None) => ADDITIONS.of(desk.lines_of(agreement)[row]),
            (Self::Minor(minor), None) => minor.id(desk, row),
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

    /// Says whether a row is there and the role may see it: hidden types are left out with what belongs to them.
    pub fn shows(self, desk: &Desk, row: usize) -> bool {
        let tenant = desk.tenant();
        let line = |row: usize| !tenant.lines[row].life.removed && desk.shows_agreement(tenant.lines[row].agreement);
        match self {
            Self::Companies => !tenant.companies[row].life.removed,
            Self::Agreements => desk.shows_agreement(row),
            Self::Additions { agreement } => line(desk.lines_of(agreement)[row]),
            Self::Products => line(catalog::line_of(row)),
            Self::Catalog => !tenant.products[row].life.removed,
            Self::Contacts
            | Self::AgreementTypes
            | Self::BatchSetups
            | Self::Invoices
            | Self::MySecurity
            | Self::Customized
            | Self::Roles
            | Self::RoleSettings
            | Self::Members => true,
            Self::Minor(minor) => minor.shows(desk, row),
        }
    }

    /// Says whether every row is shown, so that a page can be found by counting.
    pub fn shows_all(self, desk: &Desk) -> bool {
        if let Self::Minor(minor) = self {
            return minor.shows_all(desk);
        }
        let hides = !desk.shared.scenario.connectwise.hidden_agreement_types.is_empty();
        let changes = matches!(
            self,
            Self::Companies | Self::Agreements | Self::Additions { .. } | Self::Products | Self::Catalog
        );
        let hidden = hides && matches!(self, Self::Agreements | Self::Products);
        let lacking = changes && desk.tenant().lacks_rows;
        !(hidden || lacking)
    }

    /// Writes what is asked of a row.
    pub fn write(self, desk: &Desk, row: usize, asked: &Asked, to: &mut Vec<u8>) {
        if let Self::Minor(minor) = self {
            return minor.write(desk, row, asked, to);
        }
        let mut writer = Writer::open(asked, to);
        let to = &mut writer;
        match self {
            Self::Companies => companies::company(desk, row, to),
            Self::Contacts => companies::contact(desk, row, to),
            Self::Agreements => agreements::agreement(desk, row, to),
            Self::Additions { agreement } => agreements::addition(desk, desk.lines_of(agreement)[row], to),
            Self::AgreementTypes => agreements::agreement_type(desk, row, to),
            Self::BatchSetups => agreements::batch_setup(row, to),
            Self::Invoices => invoices::invoice(desk, row, to),
            Self::Catalog => catalog::item(desk, row, to),
            Self::Products => catalog::product(desk, row, to),
            Self::MySecurity => to.all(&roles::my_security(desk, row)),
            Self::Customized => to.all(&roles::customized(desk, row)),
            Self::Roles => to.all(&roles::role(desk, row)),
            Self::RoleSettings => to.all(&roles::setting(desk, row)),
            Self::Members => to.all(&roles::listed_member(desk)),
            Self::Minor(_) => {}
        }
        writer.close();
    }

    /// What is asked of a row, as values to compare.
    pub fn record(self, desk: &Desk, row: usize, asked: &Asked) -> Record {
        let mut text = Vec::new();
        self.write(desk, row, asked, &mut text);
        serde_json::from_slice(&text).expect("what was written a line ago is an object")
    }
}
