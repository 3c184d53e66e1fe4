//! Companies and contacts.

use serde_json::json;

use super::{ASSOCIATIONS, COMMUNICATIONS, COMPANIES, CONTACTS, Desk, Nested, SITES, day, info, terms, text};
use crate::sandbox::{
    connectwise::{
        tables::Table,
        writer::{Writer, fields},
    },
    tenant::{Life, Standing},
};

/// One company.
pub fn company(desk: &Desk, row: usize, to: &mut Writer<'_>) {
    let it = &desk.tenant().companies[row];
    let (status_id, status) = if it.active { (1, "Active") } else { (2, "Inactive") };
    fields!(to;
        "_info": info(row, it.life),
        "accountNumber": format!("C{:05}", 100 + row),
        "addressLine1": it.address,
        "annualRevenue": 0.0,
        "billToCompany": desk.company(row),
        "billingTerms": terms(),
        "city": it.city,
        "country": country(desk, row),
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
        "site": desk.named(&sites(row), SITES.of(row), MAIN),
        "state": text(&it.state),
        "status": desk.named("company/companies/statuses", status_id, status),
        "taxCode": desk.named("finance/taxCodes", 8, "Tax-Default"),
        "territory": desk.named("system/locations", 38, "Corporate"),
        "timeZoneSetup": desk.named("system/timeZoneSetups", 1, "US Eastern"),
        "types": [kind(desk, row)],
        "unsubscribeFlag": false,
        "website": text(&it.website),
        "zip": it.zip,
    );
}

/// Name of the one site of each company.
const MAIN: &str = "Main";

fn sites(row: usize) -> String {
    format!("company/companies/{}/sites", COMPANIES.of(row))
}

fn country(desk: &Desk, row: usize) -> Nested<'_> {
    let code = desk.tenant().companies[row].country;
    let (id, name) = Table::find("company/countries", "countryCode", code).unwrap_or((1, "United States"));
    desk.identified("company/countries", id, code, name)
}

fn kind(desk: &Desk, row: usize) -> Nested<'_> {
    let (id, name) = match desk.tenant().companies[row].standing {
        Standing::Customer => (1, "Client"),
        Standing::Prospect => (2, "Prospect"),
        Standing::Vendor => (4, "Vendor"),
        Standing::Former => (5, "Former Client"),
    };
    desk.named("company/companies/types", id, name)
}

/// The one site of a company, by the company's row.
pub fn site(desk: &Desk, row: usize, to: &mut Writer<'_>) {
    let it = &desk.tenant().companies[row];
    let state = Table::find("company/states", "identifier", &it.state);
    fields!(to;
        "_info": info(row, it.life),
        "addressLine1": it.address,
        "billSeparateFlag": false,
        "city": it.city,
        "company": desk.company(row),
        "country": country(desk, row),
        "defaultBillingFlag": true,
        "defaultMailingFlag": true,
        "defaultShippingFlag": true,
        "expenseReimbursement": 0.0,
        "id": SITES.of(row),
        "inactiveFlag": false,
        "mobileGuid": format!("5a4d0b0c-0000-4000-b000-{row:012x}"),
        "name": MAIN,
        "phoneNumber": it.phone,
        "primaryAddressFlag": true,
        "stateReference": state.map(|(id, name)| desk.identified("company/states", id, &it.state, name)),
        "taxCode": desk.named("finance/taxCodes", 8, "Tax-Default"),
        "territory": desk.named("system/locations", 38, "Corporate"),
        "timeZone": desk.named("system/timeZoneSetups", 1, "US Eastern"),
        "zip": it.zip,
    );
}

/// The one type that a company is given, by the company's row.
pub fn type_association(desk: &Desk, row: usize, to: &mut Writer<'_>) {
    fields!(to;
        "_info": info(row, desk.tenant().companies[row].life),
        "company": desk.company(row),
        "id": ASSOCIATIONS.of(row),
        "type": kind(desk, row),
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
            "id": COMMUNICATIONS.of(row), "type": desk.named("company/communicationTypes", 1, "Email"), "value": it.email,
            "defaultFlag": true, "domain": domain(&it.email),
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
        "site": desk.named(&sites(it.company), SITES.of(it.company), MAIN),
        "state": text(&company.state),
        "title": it.title,
        "types": json!([]),
        "unsubscribeFlag": false,
        "zip": company.zip,
    );
}

/// The one e-mail address of a contact, by the contact's row.
pub fn communication(desk: &Desk, row: usize, to: &mut Writer<'_>) {
    let it = &desk.tenant().contacts[row];
    fields!(to;
        "_info": info(row, Life::default()),
        "communicationType": "Email",
        "contactId": CONTACTS.of(row),
        "defaultFlag": true,
        "domain": domain(&it.email),
        "id": COMMUNICATIONS.of(row),
        "mobileGuid": format!("5a4d0b0c-0000-4000-c000-{row:012x}"),
        "type": desk.named("company/communicationTypes", 1, "Email"),
        "value": it.email,
    );
}

fn domain(email: &str) -> Option<String> {
    email.split_once('@').map(|(_, domain)| format!("@{domain}"))
}

/// A reference to a contact of a company, if one is known; the first of each company has its row.
pub(super) fn contact_of(desk: &Desk, company: usize) -> Option<Nested<'_>> {
    let it = desk.tenant().contacts.get(company).filter(|it| it.company == company)?;
    let id = CONTACTS.of(company);
    Some(desk.named("company/contacts", id, format!("{} {}", it.first, it.last)))
}
