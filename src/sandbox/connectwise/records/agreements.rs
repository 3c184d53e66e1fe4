//! Agreements, their types, their additions and the overnight batch.

use jiff::ToSpan as _;
use serde_json::{Value, json};

use super::{
    ADDITIONS, AGREEMENTS, CATALOG, Desk, Record, TABLE, TYPES, amount, companies::contact_of, day, info, record,
};
use crate::sandbox::tenant::made::TODAY;

/// A reference to an agreement.
pub(super) fn agreement_reference(desk: &Desk, row: usize) -> Value {
    let it = &desk.tenant().agreements[row];
    let kind = desk.tenant().agreement_types[it.kind].name;
    let id = AGREEMENTS.of(row);
    json!({
        "id": id, "name": it.name, "type": kind, "chargeFirmFlag": false,
        "_info": desk.link("finance/agreements", id),
    })
}

fn type_reference(desk: &Desk, kind: usize) -> Value {
    desk.named("finance/agreements/types", TYPES.of(kind), desk.tenant().agreement_types[kind].name)
}

fn status(desk: &Desk, row: usize) -> &'static str {
    let it = &desk.tenant().agreements[row];
    match it.end {
        Some(end) if end < TODAY => "Expired",
        _ if it.active => "Active",
        _ => "Cancelled",
    }
}

/// One agreement.
pub fn agreement(desk: &Desk, row: usize) -> Record {
    let it = &desk.tenant().agreements[row];
    let status = status(desk, row);
    let cancelled = status == "Cancelled";
    let mut agreement = record(json!({
        "id": AGREEMENTS.of(row),
        "name": it.name,
        "type": type_reference(desk, it.kind),
        "company": desk.company(it.company),
        "contact": contact_of(desk, it.company),
        "parentAgreement": it.parent.map(|parent| agreement_reference(desk, parent)),
        "location": desk.location(),
        "department": desk.department(),
        "restrictLocationFlag": false,
        "restrictDepartmentFlag": false,
        "startDate": day(it.start),
        "endDate": it.end.map(day),
        "noEndingDateFlag": it.end.is_none(),
        "cancelledFlag": cancelled,
        "dateCancelled": cancelled.then(|| day(it.start.saturating_add(15.days()).min(TODAY))),
        "reasonCancelled": cancelled.then_some("Replaced by a newer agreement"),
        "applicationUnits": "Amount",
        "applicationLimit": 0.0,
        "applicationCycle": "CalendarMonth",
        "applicationUnlimitedFlag": false,
        "oneTimeFlag": false,
        "coverAgreementTime": true,
        "coverAgreementProduct": true,
        "coverAgreementExpense": false,
        "coverSalesTax": false,
        "carryOverUnused": false,
        "allowOverruns": true,
        "expiredDays": 0,
        "limit": 0,
        "expireWhenZero": false,
        "chargeToFirm": false,
    }));
    agreement.extend(billing(desk, row));
    agreement
}

/// How an agreement is billed.
fn billing(desk: &Desk, row: usize) -> Record {
    let it = &desk.tenant().agreements[row];
    record(json!({
        "employeeCompRate": "Hourly",
        "employeeCompNotExceed": "Billing",
        "compHourlyRate": 0.0,
        "compLimitAmount": 0.0,
        "billingCycle": it.cycle.map(|cycle| desk.cycle(cycle)),
        "billOneTimeFlag": false,
        "billingTerms": {"id": 1, "name": "Net 30 days"},
        "invoicingCycle": "CalendarYear",
        "billToCompany": desk.company(it.company),
        "billAmount": 0.0,
        "taxable": true,
        "billStartDate": day(it.start),
        "taxCode": desk.named("finance/taxCodes", 8, "Tax-Default"),
        "restrictDownPayment": false,
        "prorateFlag": true,
        "invoiceProratedAdditionsFlag": true,
        "topComment": false,
        "bottomComment": false,
        "billTime": "NoCharge",
        "billExpenses": "NoDefault",
        "billProducts": "Billable",
        "billableTimeInvoice": false,
        "billableExpenseInvoice": false,
        "billableProductInvoice": true,
        "currency": desk.currency(),
        "periodType": "Current",
        "autoInvoiceFlag": false,
        "companyLocation": desk.location(),
        "agreementStatus": status(desk, row),
        "_info": info(row),
    }))
}

/// One addition, by the row of its line.
pub fn addition(desk: &Desk, row: usize) -> Record {
    let it = &desk.tenant().lines[row];
    let product = &desk.tenant().products[it.product];
    let quantity = i64::from(it.quantity);
    record(json!({
        "id": ADDITIONS.of(row),
        "product": {
            "id": CATALOG.of(it.product), "identifier": product.identifier, "serializedFlag": false,
            "_info": desk.link("procurement/catalog", CATALOG.of(it.product)),
        },
        "quantity": f64::from(it.quantity),
        "lessIncluded": 0.0,
        "unitPrice": amount(it.price_cents),
        "unitCost": amount(product.cost_cents),
        "billCustomer": "Billable",
        "effectiveDate": day(it.from),
        "cancelledDate": it.until.map(day),
        "taxableFlag": true,
        "invoiceDescription": product.description,
        "purchaseItemFlag": false,
        "specialOrderFlag": false,
        "agreementId": AGREEMENTS.of(it.agreement),
        "description": product.description,
        "billedQuantity": f64::from(it.quantity),
        "uom": "Each",
        "extPrice": amount(it.price_cents * quantity),
        "extCost": amount(product.cost_cents * quantity),
        "sequenceNumber": 0.0,
        "margin": amount((it.price_cents - product.cost_cents) * quantity),
        "prorateCost": 0.0,
        "proratePrice": 0.0,
        "extendedProrateCost": 0.0,
        "extendedProratePrice": 0.0,
        "prorateCurrentPeriodFlag": false,
        "agreementStatus": status(desk, it.agreement),
        "_info": info(row),
    }))
}

/// One agreement type.
pub fn agreement_type(desk: &Desk, row: usize) -> Record {
    record(json!({
        "id": TYPES.of(row),
        "name": desk.tenant().agreement_types[row].name,
        "defaultFlag": row == 0,
        "inactiveFlag": false,
        "prePaymentFlag": false,
        "location": desk.location(),
        "department": desk.department(),
        "restrictLocationFlag": false,
        "restrictDepartmentFlag": false,
        "applicationUnits": "Amount",
        "applicationLimit": 0.0,
        "applicationCycle": "CalendarMonth",
        "applicationUnlimitedFlag": false,
        "oneTimeFlag": false,
        "coverAgreementTimeFlag": true,
        "coverAgreementProductFlag": true,
        "coverAgreementExpenseFlag": false,
        "employeeCompRate": "Hourly",
        "employeeCompNotExceed": "Billing",
        "invoicingCycle": "CalendarYear",
        "taxableFlag": true,
        "billTime": "NoCharge",
        "billExpenses": "NoDefault",
        "billProducts": "Billable",
        "prorateFlag": true,
        "autoInvoiceFlag": false,
        "_info": info(row),
    }))
}

/// The one row of the overnight batch's setup.
pub fn batch_setup(row: usize) -> Record {
    record(json!({
        "id": TABLE.of(row), "nextRunDate": "2026-11-21T07:00:00Z", "daysInAdvance": 10, "_info": info(row),
    }))
}
