//! The picklists of fields: numbers and what they mean. Labels differ from tenant to tenant; these are usual ones.

use super::entity::Source;

/// Values with their labels; the first is the default.
pub(super) type Picklist = &'static [(i64, &'static str)];

/// The picklist of a field, if it has one.
pub(super) fn picklist(source: Source, field: &str) -> Option<Picklist> {
    Some(match (source, field) {
        (Source::Companies, "companyType") => &[
            (1, "Customer"),
            (2, "Lead"),
            (3, "Prospect"),
            (4, "Dead"),
            (5, "Cancelation"),
            (6, "Vendor"),
            (7, "Partner"),
        ],
        (Source::Companies, "invoiceMethod") => &[(1, "Mail"), (2, "E-mail")],
        (Source::Contracts, "contractType") => &[
            (7, "Recurring Service"),
            (1, "Time & Materials"),
            (3, "Fixed Price"),
            (4, "Block Hours"),
            (6, "Retainer"),
            (8, "Per Ticket"),
        ],
        (Source::Contracts, "status") => &[(1, "Active"), (0, "Inactive")],
        (Source::Contracts, "contractCategory") => &[(1, "Standard")],
        (Source::Contracts, "contractPeriodType")
        | (Source::Services | Source::ServiceBundles | Source::Products, "periodType") => {
            &[(2, "Monthly"), (1, "One-Time"), (3, "Quarterly"), (4, "Semi-Annual"), (5, "Yearly")]
        }
        (Source::ContractCharges, "chargeType") => &[(1, "Operational"), (2, "Capitalized")],
        (Source::ContractCharges, "status") => &[(1, "Need to Order/Fulfill"), (7, "Delivered/Shipped Full")],
        (Source::Products, "billingType") => {
            &[(1, "Immediately without Recurring Billing"), (2, "On Activation with Recurring Billing")]
        }
        (Source::Products, "productCategory") => {
            &[(1, "Hardware"), (2, "Software"), (3, "Cloud"), (4, "Security"), (5, "Backup")]
        }
        (Source::Invoices, "invoiceStatus") => &[(1, "Open"), (2, "Paid")],
        (Source::Invoices, "paymentTerm") => &[(1, "Net 30")],
        (Source::BillingItems, "billingItemType" | "subType") => {
            &[(4, "Recurring Contract Service"), (1, "Labor"), (2, "Charge")]
        }
        (Source::BillingCodes, "useType") => {
            &[(5, "Recurring Contract Service"), (4, "Material Code"), (1, "General Allocation Code")]
        }
        (Source::CompanyNotes, "actionType") => &[(1, "General"), (2, "Phone Call")],
        (Source::Resources, "licenseType") => &[(1, "Professional"), (7, "API User")],
        (Source::Resources, "userType") => &[(1, "Administrator"), (17, "API User (API-only)")],
        _ => return None,
    })
}
