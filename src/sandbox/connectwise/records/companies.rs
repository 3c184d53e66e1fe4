//! Companies and contacts.

use serde_json::{Value, json};

use super::{COMPANIES, CONTACTS, Desk, Record, day, info, record, text};
use crate::sandbox::tenant::Standing;

/// One company.
pub fn company(desk: &Desk, row: usize) -> Record {
    let it = &desk.tenant().companies[row];
    let (status_id, status) = if it.active { (1, "Active") } else { (2, "Inactive") };
    let (type_id, kind) = match it.standing {
        Standing::Customer => (1, "Client"),
        Standing::Prospect => (2, "Prospect"),
        Standing::Vendor => (4, "Vendor"),
        Standing::Former => (5, "Former Client"),
    };
    let (country_id, country) = match it.country {
        "CA" => (3, "Canada"),
        "GB" => (6, "United Kingdom"),
        "AU" => (2, "Australia"),
        "DE" => (8, "Germany"),
        "ZA" => (12, "South Africa"),
        _ => (1, "United States"),
    };
    record(json!({
        "id": COMPANIES.of(row),
        "identifier": it.identifier,
        "name": it.name,
        "status": desk.named("company/companies/statuses", status_id, status),
        "addressLine1": it.address,
        "city": it.city,
        "state": text(&it.state),
        "zip": it.zip,
        "country": desk.identified("company/countries", country_id, it.country, country),
        "phoneNumber": it.phone,
        "website": text(&it.website),
        "territory": desk.named("system/locations", 38, "Corporate"),
        "market": desk.named("company/marketDescriptions", 3 + row as u64 % 4, MARKETS[row % 4]),
        "accountNumber": format!("C{:05}", 100 + row),
        "dateAcquired": day(it.since),
        "parentCompany": it.parent.map(|it| desk.company(it)),
        "annualRevenue": 0.0,
        "numberOfEmployees": 3 + row * 7 % 240,
        "timeZoneSetup": desk.named("system/timeZoneSetups", 1, "US Eastern"),
        "leadFlag": it.standing == Standing::Prospect,
        "unsubscribeFlag": false,
        "taxCode": desk.named("finance/taxCodes", 8, "Tax-Default"),
        "billingTerms": {"id": 1, "name": "Net 30 days"},
        "billToCompany": desk.company(row),
        "invoiceDeliveryMethod": {"id": 1, "name": "Email"},
        "deletedFlag": false,
        "mobileGuid": format!("5a4d0b0c-0000-4000-9000-{row:012x}"),
        "currency": desk.currency(),
        "isVendorFlag": it.standing == Standing::Vendor,
        "types": [desk.named("company/companies/types", type_id, kind)],
        "site": desk.named(&format!("company/companies/{}/sites", COMPANIES.of(row)), 900 + row as u64, "Main"),
        "_info": info(row),
    }))
}

const MARKETS: [&str; 4] = ["Professional Services", "Manufacturing", "Health Care", "Retail"];

/// One contact.
pub fn contact(desk: &Desk, row: usize) -> Record {
    let it = &desk.tenant().contacts[row];
    let company = &desk.tenant().companies[it.company];
    record(json!({
        "id": CONTACTS.of(row),
        "firstName": it.first,
        "lastName": it.last,
        "company": desk.company(it.company),
        "site": desk.named(&format!("company/companies/{}/sites", COMPANIES.of(it.company)), 900 + it.company as u64, "Main"),
        "addressLine1": company.address,
        "city": company.city,
        "state": text(&company.state),
        "zip": company.zip,
        "inactiveFlag": !it.active,
        "title": it.title,
        "marriedFlag": false,
        "childrenFlag": false,
        "portalSecurityLevel": 6,
        "disablePortalLoginFlag": true,
        "unsubscribeFlag": false,
        "mobileGuid": format!("5a4d0b0c-0000-4000-a000-{row:012x}"),
        "defaultPhoneType": "Direct",
        "defaultPhoneNbr": company.phone,
        "defaultBillingFlag": false,
        "defaultFlag": row < desk.tenant().companies.len(),
        "companyLocation": desk.location(),
        "communicationItems": [{
            "id": 40_000 + row, "type": desk.named("company/communicationTypes", 1, "Email"), "value": it.email,
            "defaultFlag": true, "domain": it.email.split_once('@').map(|(_, domain)| format!("@{domain}")),
            "communicationType": "Email",
        }],
        "types": [],
        "ignoreDuplicates": false,
        "_info": info(row),
    }))
}

/// A reference to a contact of a company, if one is known; the first of each company has its row.
pub(super) fn contact_of(desk: &Desk, company: usize) -> Value {
    match desk.tenant().contacts.get(company) {
        Some(it) if it.company == company => {
            desk.named("company/contacts", CONTACTS.of(company), &format!("{} {}", it.first, it.last))
        }
        _ => Value::Null,
    }
}
