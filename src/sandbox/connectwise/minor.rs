//! The minor lists: setup tables, and what belongs to one record.

use super::{
    records::{ASSOCIATIONS, COMMUNICATIONS, Desk, Ids, SITES, companies},
    tables::Table,
    writer::Writer,
};

/// One minor list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Minor {
    /// A short, fixed list.
    Table(Table),
    /// `/company/companies/{id}/sites`
    Sites {
        /// Row of the company.
        company: usize,
    },
    /// `/company/companies/{id}/typeAssociations`
    TypeAssociations {
        /// Row of the company.
        company: usize,
    },
    /// `/company/contacts/{id}/communications`
    Communications {
        /// Row of the contact.
        contact: usize,
    },
    /// `/finance/agreements/{id}/adjustments`, of which there are none.
    Adjustments,
}

impl Minor {
    pub(super) fn schema(self) -> &'static str {
        match self {
            Self::Table(table) => table.schema(),
            Self::Sites { .. } => "CompanySite",
            Self::TypeAssociations { .. } => "CompanyCompanyTypeAssociation.CompanyTypeAssociation",
            Self::Communications { .. } => "ContactCommunication",
            Self::Adjustments => "Agreement.Adjustment",
        }
    }

    /// Module and function that guard it. The vendor documents none of these; what belongs to a record is guarded as the record is.
    pub(super) fn guard(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Table(table) => table.guard(),
            Self::Sites { .. } | Self::TypeAssociations { .. } => Some(("Companies", "Company Maintenance")),
            Self::Communications { .. } => Some(("Companies", "Contacts")),
            Self::Adjustments => Some(("Finance", "Agreements")),
        }
    }

    pub(super) fn holds_data(self) -> bool {
        match self {
            Self::Table(table) => table.holds_data(),
            Self::Sites { .. } | Self::TypeAssociations { .. } | Self::Communications { .. } | Self::Adjustments => {
                true
            }
        }
    }

    pub(super) fn rows(self) -> usize {
        match self {
            Self::Table(table) => table.rows(),
            Self::Sites { .. } | Self::TypeAssociations { .. } | Self::Communications { .. } => 1,
            Self::Adjustments => 0,
        }
    }

    pub(super) fn id(self, row: usize) -> u64 {
        let one = |ids: Ids, of: usize| ids.of(of + row);
        match self {
            Self::Table(table) => table.id(row),
            Self::Sites { company } => one(SITES, company),
            Self::TypeAssociations { company } => one(ASSOCIATIONS, company),
            Self::Communications { contact } => one(COMMUNICATIONS, contact),
            Self::Adjustments => 0,
        }
    }

    pub(super) fn write(self, desk: &Desk, row: usize, to: &mut Writer<'_>) {
        match self {
            Self::Table(table) => to.all(&table.record(desk, row)),
            Self::Sites { company } => companies::site(desk, company, to),
            Self::TypeAssociations { company } => companies::type_association(desk, company, to),
            Self::Communications { contact } => companies::communication(desk, contact, to),
            Self::Adjustments => {}
        }
    }
}
