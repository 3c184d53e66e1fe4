//! Makes the fields of companies, contacts, company notes, categories and resources.

use super::cell::Cell;
use super::entity::{Getter, Source};
use super::getters::{day, founding, modified, moment, reference};
use super::records::id;
use crate::sandbox::tenant::{Life, Standing};

/// Fields of Companies.
pub(super) fn company(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::Companies, row)),
        "address1" | "billingAddress1" => |data, row| Cell::text(&data.company(row).address),
        "billToAddressToUse" | "classification" | "invoiceMethod" | "invoiceTemplateID" | "currencyID" => {
            |_, _| Cell::Int(1)
        }
        "city" | "billToCity" => |data, row| Cell::text(&data.company(row).city),
        "state" | "billToState" => |data, row| Cell::text(&data.company(row).state),
        "postalCode" | "billToZipCode" => |data, row| Cell::text(&data.company(row).zip),
        "countryID" | "billToCountryID" => |data, row| country(data.company(row).country),
        "companyCategoryID" => |_, _| Cell::Int(id(Source::CompanyCategories, 0)),
        "companyName" => |data, row| Cell::text(&data.company(row).name),
        "companyNumber" => |data, row| Cell::text(&data.company(row).identifier),
        "companyType" => |data, row| Cell::Int(company_type(data.company(row).standing)),
        "createDate" => |data, row| moment(data.company(row).since, 0, row),
        "createdByResourceID" | "ownerResourceID" => |_, _| Cell::Int(id(Source::Resources, 0)),
        "invoiceNonContractItemsToParentCompany"
        | "isClientPortalActive"
        | "isEnabledForComanaged"
        | "isSample"
        | "isTaskFireActive"
        | "isTaxExempt" => |_, _| Cell::Flag(false),
        "isActive" => |data, row| Cell::Flag(data.company(row).active),
        "lastActivityDate" => |data, row| moment(data.company(row).since, 200, row),
        "lastTrackedModifiedDateTime" => {
            |data, row| modified(data.company(row).since, 220, row, data.company(row).life)
        }
        "parentCompanyID" => {
            |data, row| data.company(row).parent.map_or(Cell::Null, |it| Cell::Int(id(Source::Companies, it)))
        }
        "phone" => |data, row| Cell::text(&data.company(row).phone),
        "webAddress" => |data, row| Cell::text(&data.company(row).website),
        "userDefinedFields" => |_, row| reference('C', id(Source::Companies, row)),
        _ => return None,
    })
}

/// 1 customer, 3 prospect, 5 cancelation, 6 vendor.
fn company_type(standing: Standing) -> i64 {
    match standing {
        Standing::Customer => 1,
        Standing::Prospect => 3,
        Standing::Former => 5,
        Standing::Vendor => 6,
    }
}

/// A number for a country; the vendor's own numbers are its own (237 is the only one seen in public).
fn country<'a>(code: &str) -> Cell<'a> {
    match code.as_bytes() {
        b"US" => Cell::Int(237),
        [first, second] => Cell::Int(i64::from(*first) * 100 + i64::from(*second)),
        _ => Cell::Null,
    }
}

/// Fields of Contacts.
pub(super) fn contact(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::Contacts, row)),
        "companyID" => |data, row| Cell::Int(id(Source::Companies, data.contact(row).company)),
        "firstName" => |data, row| Cell::text(&data.contact(row).first),
        "lastName" => |data, row| Cell::text(&data.contact(row).last),
        "emailAddress" => |data, row| Cell::text(&data.contact(row).email),
        "title" => |data, row| Cell::text(data.contact(row).title),
        "isActive" => |data, row| Cell::Int(i64::from(data.contact(row).active)),
        "addressLine" => |data, row| Cell::text(&data.company(data.contact(row).company).address),
        "city" => |data, row| Cell::text(&data.company(data.contact(row).company).city),
        "state" => |data, row| Cell::text(&data.company(data.contact(row).company).state),
        "zipCode" => |data, row| Cell::text(&data.company(data.contact(row).company).zip),
        "countryID" => |data, row| country(data.company(data.contact(row).company).country),
        "phone" => |data, row| Cell::text(&data.company(data.contact(row).company).phone),
        "createDate" => |data, row| moment(data.company(data.contact(row).company).since, 3, row),
        "lastActivityDate" | "lastModifiedDate" => {
            |data, row| modified(data.company(data.contact(row).company).since, 90, row, Life::default())
        }
        "primaryContact" => {
            |data, row| Cell::Flag(row == 0 || data.contact(row - 1).company != data.contact(row).company)
        }
        "receivesEmailNotifications" => |_, _| Cell::Flag(true),
        "isOptedOutFromBulkEmail" | "billingContact" | "solicitationOptOut" | "surveyOptOut" => {
            |_, _| Cell::Flag(false)
        }
        "userDefinedFields" => |_, row| reference('P', id(Source::Contacts, row)),
        _ => return None,
    })
}

/// Fields of `CompanyNotes`: one note at every tenth company.
pub(super) fn note(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::CompanyNotes, row)),
        "actionType" => |_, _| Cell::Int(1),
        "assignedResourceID" => |_, _| Cell::Int(id(Source::Resources, 0)),
        "companyID" => |_, row| Cell::Int(id(Source::Companies, row * 10)),
        "createDateTime" | "startDateTime" => |data, row| moment(data.company(row * 10).since, 10, row),
        "endDateTime" | "completedDateTime" | "lastModifiedDate" => {
            |data, row| moment(data.company(row * 10).since, 11, row)
        }
        "name" => |_, _| Cell::text("Yearly review"),
        "note" => |data, row| Cell::made(format!("Met {} about next year.", data.company(row * 10).name)),
        _ => return None,
    })
}

/// Fields of `CompanyCategories`.
pub(super) fn category(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::CompanyCategories, row)),
        "displayColorRGB" => |_, _| Cell::Int(16_777_215),
        "isActive" => |_, _| Cell::Flag(true),
        "isApiOnly" => |_, row| Cell::Flag(row == 1),
        "isGlobalDefault" => |_, row| Cell::Flag(row == 0),
        "name" | "nickname" => |_, row| Cell::text(if row == 0 { "Standard" } else { "API" }),
        _ => return None,
    })
}

/// Fields of Resources. Whether an API-only user appears in this list is unknown; here it does not.
pub(super) fn resource(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::Resources, row)),
        "dateFormat" => |_, _| Cell::text("MM/dd/yyyy"),
        "timeFormat" => |_, _| Cell::text("hh:mm a"),
        "numberFormat" => |_, _| Cell::text("X,XXX.XX"),
        "email" => |_, row| Cell::made(format!("{}@msp.example", person(row).0.to_lowercase())),
        "userName" => |_, row| Cell::made(person(row).0.to_lowercase()),
        "firstName" => |_, row| Cell::text(person(row).0),
        "lastName" => |_, row| Cell::text(person(row).1),
        "hireDate" => |_, _| day(founding()),
        "isActive" => |_, row| Cell::Flag(row != 2),
        "licenseType" | "payrollType" | "userType" => |_, _| Cell::Int(1),
        "resourceType" => |_, _| Cell::text("Employee"),
        "title" => |_, row| Cell::text(if row == 0 { "Administrator" } else { "Technician" }),
        _ => return None,
    })
}

fn person(row: usize) -> (&'static str, &'static str) {
    match row {
        0 => ("Ada", "Winter"),
        1 => ("Noor", "Haddad"),
        _ => ("Tom", "Berg"),
    }
}
