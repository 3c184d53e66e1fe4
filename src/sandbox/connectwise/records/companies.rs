//! Companies and contacts.

use serde_json::json;

use super::{COMPANIES, CONTACTS, Desk, Nested, day, info, terms, text};
use crate::sandbox::{
    connectwise::writer::{Writer, fields},
    tenant::{Life, Standing},
};

/// One company.
pub fn company(desk: &Desk, row: usize, to: &mut Writer<'_>) {
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
    fields!(to;
        "_info": info(row, it.life),
        "accountNumber": format!("C{:05}", 100 + row),
        "addressLine1": it.address,
        "annualRevenue": 0.0,
        "billToCompany": desk.company(row),
        "billingTerms": terms(),
        "city": it.city,
        "country": desk.identified("company/countries", country_id, it.country, country),
        "currency": desk.currency(),
        "dateAcquired": day(it.since),
        "deletedFlag": false,
        "id": COMPANIES.of(row),
        "identifier": it.identifier,
        "invoiceDeliveryMethod": Nested { link: None, parts: vec![("id", 1.into()), ("name", "Email".into())] },
        "isVendorFlag": it.standing == Standing::Vendor,
        "leadFlag": it.standing == Standing::Prospect,
        "market": desk.named("company/marketDescriptions", 3 + row as u64 % 4, MARKETS[row % 4]),
        "mobileGuid": format!("5a4d0b0c-0000-4000-9000-{row:012x}"),
        "name": it.name,
        "numberOfEmployees": 3 + row * 7 % 240,
        "parentCompany": it.parent.map(|it| desk.company(it)),
        "phoneNumber": it.phone,
        "site": desk.named(&format!("company/companies/{}/sites", COMPANIES.of(row)), 900 + row as u64, "Main"),
        "state": text(&it.state),
        "status": desk.named("company/companies/statuses", status_id, status),
        "taxCode": desk.named("finance/taxCodes", 8, "Tax-Default"),
        "territory": desk.named("system/locations", 38, "Corporate"),
        "timeZoneSetup": desk.named("system/timeZoneSetups", 1, "US Eastern"),
        "types": [desk.named("company/companies/types", type_id, kind)],
        "unsubscribeFlag": false,
        "website": text(&it.website),
        "zip": it.zip,
    );
}

const MARKETS: [&str; 4] = ["Professional Services", "Manufacturing", "Health Care", "Retail"];

/// One contact.
pub fn contact(desk: &Desk, row: usize, to: &mut Writer<'_>) {
    let it = &desk.tenant().contacts[row];
    let company = &desk.tenant().companies[it.company];
    fields!(to;
        "_info": info(row, Life::default()),
        "addressLine1": company.address,
        "childrenFlag": false,
        "city": company.city,
        "communicationItems": json!([{
            "id": 40_000 + row, "type": desk.named("company/communicationTypes", 1, "Email"), "value": it.email,
            "defaultFlag": true, "domain": it.email.split_once('@').map(|(_, domain)| format!("@{domain}")),
            "communicationType": "Email",
        }]),
        "company": desk.company(it.company),
        "companyLocation": desk.location(),
        "defaultBillingFlag": false,
        // The first of each company has its row.
        "defaultFlag": it.company == row,
        "defaultPhoneNbr": company.phone,
        "defaultPhoneType": "Direct",
        "disablePortalLoginFlag": true,
        "firstName": it.first,
        "id": CONTACTS.of(row),
        "ignoreDuplicates": false,
        "inactiveFlag": !it.active,
        "lastName": it.last,
        "marriedFlag": false,
        "mobileGuid": format!("5a4d0b0c-0000-4000-a000-{row:012x}"),
        "portalSecurityLevel": 6,
        "site": desk.named(&format!("company/companies/{}/sites", COMPANIES.of(it.company)), 900 + it.company as u64, "Main"),
        "state": text(&company.state),
        "title": it.title,
        "types": json!([]),
        "unsubscribeFlag": false,
        "zip": company.zip,
    );
}

/// A reference to a contact of a company, if one is known; the first of each company has its row.
pub(super) fn contact_of(desk: &Desk, company: usize) -> Option<Nested<'_>> {
    let it = desk.tenant().contacts.get(company).filter(|it| it.company == company)?;
    let id = CONTACTS.of(company);
    Some(desk.named("company/contacts", id, format!("{} {}", it.first, it.last)))
}
