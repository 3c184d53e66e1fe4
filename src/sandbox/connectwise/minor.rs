//! The minor lists: setup tables, short forms of the main lists, and what belongs to one record.

use super::{
    asked::Asked,
    fields,
    lists::List,
    records::{ASSOCIATIONS, COMMUNICATIONS, Desk, SITES, agreements, companies, roles},
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
    /// `/finance/agreements/types/{id}/usages`
    Usages {
        /// Row of the type.
        kind: usize,
    },
    /// `/finance/agreements/types/{id}/usages/list`
    UsagesListed {
        /// Row of the type.
        kind: usize,
    },
    /// The `/info` of a list: fewer fields of its records.
    Info(Whole),
    /// `/system/apiMembers`
    ApiMembers,
    /// `/system/info/members`
    MemberInfos,
}

/// A list that has a short form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whole {
    /// `/finance/agreements/types`
    AgreementTypes,
    /// `/procurement/catalog`
    Catalog,
    /// `/system/securityroles`
    Roles,
}

impl Whole {
    /// The list itself.
    pub(super) fn list(self) -> List {
        match self {
            Self::AgreementTypes => List::AgreementTypes,
            Self::Catalog => List::Catalog,
            Self::Roles => List::Roles,
        }
    }
}

impl Minor {
    /// Name of the records' schema.
    pub(super) fn schema(self) -> &'static str {
        match self {
            Self::Table(table) => table.schema(),
            Self::Sites { .. } => "CompanySite",
            Self::TypeAssociations { .. } => "CompanyCompanyTypeAssociation.CompanyTypeAssociation",
            Self::Communications { .. } => "ContactCommunication",
            Self::Adjustments => "Agreement.Adjustment",
            Self::Usages { .. } | Self::UsagesListed { .. } => "Usage",
            Self::Info(Whole::AgreementTypes) => "AgreementTypeInfo",
            Self::Info(Whole::Catalog) => "CatalogItemInfo",
            Self::Info(Whole::Roles) => "SecurityRoleInfo",
            Self::ApiMembers => "ApiMember",
            Self::MemberInfos => "MemberInfo",
        }
    }

    /// Module and function that guard it.
    ///
    /// The vendor documents none of these. What belongs to a record is guarded as the record is, and a short form as its list,
    /// although a client calls the long form of another list "the more privileged" one: these may be open to more roles.
    pub(super) fn guard(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Table(table) => table.guard(),
            Self::Sites { .. } | Self::TypeAssociations { .. } => Some(("Companies", "Company Maintenance")),
            Self::Communications { .. } => Some(("Companies", "Contacts")),
            Self::Adjustments | Self::Usages { .. } | Self::UsagesListed { .. } => Some(("Finance", "Agreements")),
            Self::Info(whole) => whole.list().guard(),
            Self::ApiMembers | Self::MemberInfos => Some(("System", "Member Maintenance")),
        }
    }

    /// Says whether it holds the MSP's data, and not who the member is and what it may do.
    pub(super) fn holds_data(self) -> bool {
        match self {
            Self::Table(table) => table.holds_data(),
            Self::Info(whole) => whole.list().holds_data(),
            Self::Sites { .. }
            | Self::TypeAssociations { .. }
            | Self::Communications { .. }
            | Self::Adjustments
            | Self::Usages { .. }
            | Self::UsagesListed { .. } => true,
            Self::ApiMembers | Self::MemberInfos => false,
        }
    }

    /// Says whether the vendor documents a `/count`.
    pub(super) fn has_count(self) -> bool {
        !matches!(self, Self::Usages { .. } | Self::UsagesListed { .. })
    }

    /// Says whether the vendor documents a single record by id.
    pub(super) fn has_single(self) -> bool {
        !matches!(self, Self::Usages { .. } | Self::UsagesListed { .. } | Self::MemberInfos)
    }

    /// How many rows there are, hidden ones included.
    pub(super) fn rows(self, desk: &Desk) -> usize {
        match self {
            Self::Table(table) => table.rows(),
            Self::Info(whole) => whole.list().rows(desk),
            Self::UsagesListed { .. } => List::Agreements.rows(desk),
            Self::Adjustments => 0,
            Self::Sites { .. }
            | Self::TypeAssociations { .. }
            | Self::Communications { .. }
            | Self::Usages { .. }
            | Self::ApiMembers
            | Self::MemberInfos => 1,
        }
    }

    /// The id of a row.
    pub(super) fn id(self, desk: &Desk, row: usize) -> u64 {
        match self {
            Self::Table(table) => table.id(row),
            Self::Info(whole) => whole.list().id(desk, row),
            Self::UsagesListed { .. } => List::Agreements.id(desk, row),
            Self::Sites { company } => SITES.of(company),
            Self::TypeAssociations { company } => ASSOCIATIONS.of(company),
            Self::Communications { contact } => COMMUNICATIONS.of(contact),
            Self::ApiMembers | Self::MemberInfos => roles::MEMBERS.of(row),
            // A count of usages has no id of its own.
            Self::Adjustments | Self::Usages { .. } => 1,
        }
    }

    /// Says whether the role may see a row.
    pub(super) fn shows(self, desk: &Desk, row: usize) -> bool {
        match self {
            Self::Info(whole) => whole.list().shows(desk, row),
            Self::Usages { kind } => agreements::used(desk, kind).next().is_some(),
            Self::UsagesListed { kind } => agreements::uses(desk, row, kind),
            Self::Table(_)
            | Self::Sites { .. }
            | Self::TypeAssociations { .. }
            | Self::Communications { .. }
            | Self::Adjustments
            | Self::ApiMembers
            | Self::MemberInfos => true,
        }
    }

    /// Says whether every row is shown, so that a page can be found by counting.
    pub(super) fn shows_all(self, desk: &Desk) -> bool {
        match self {
            Self::Info(whole) => whole.list().shows_all(desk),
            Self::Usages { .. } | Self::UsagesListed { .. } => false,
            Self::Table(_)
            | Self::Sites { .. }
            | Self::TypeAssociations { .. }
            | Self::Communications { .. }
            | Self::Adjustments
            | Self::ApiMembers
            | Self::MemberInfos => true,
        }
    }

    /// Writes what is asked of a row.
    pub(super) fn write(self, desk: &Desk, row: usize, asked: &Asked, to: &mut Vec<u8>) {
        if let Self::Info(whole) = self {
            return whole.list().write(desk, row, &fields::within(self.schema(), asked), to);
        }
        let mut writer = Writer::open(asked, to);
        let to = &mut writer;
        match self {
            Self::Table(table) => to.all(&table.record(desk, row)),
            Self::Sites { company } => companies::site(desk, company, to),
            Self::TypeAssociations { company } => companies::type_association(desk, company, to),
            Self::Communications { contact } => companies::communication(desk, contact, to),
            Self::Usages { kind } => agreements::usages(desk, kind, to),
            Self::UsagesListed { .. } => agreements::usage(desk, row, to),
            Self::ApiMembers => to.all(&roles::api_member(desk)),
            Self::MemberInfos => to.all(&roles::member_info(desk)),
            Self::Adjustments | Self::Info(_) => {}
        }
        writer.close();
    }
}
