//! Agreements, their types, their additions and the overnight batch.

use jiff::ToSpan as _;

use super::{
    ADDITIONS, AGREEMENTS, CATALOG, Desk, Nested, TABLE, TYPES, amount, companies::contact_of, day, info, terms,
};
use crate::sandbox::{
    connectwise::writer::{Writer, fields},
    tenant::{Life, made::TODAY},
};

/// A reference to an agreement.
pub(super) fn agreement_reference(desk: &Desk, row: usize) -> Nested<'_> {
    let it = &desk.tenant().agreements[row];
    let kind = desk.tenant().agreement_types[it.kind].name;
    let id = AGREEMENTS.of(row);
    Nested {
        link: desk.link("finance/agreements", id),
        parts: vec![
            ("chargeFirmFlag", false.into()),
            ("id", id.into()),
            ("name", it.name.as_str().into()),
            ("type", kind.into()),
        ],
    }
}

fn type_reference(desk: &Desk, kind: usize) -> Nested<'_> {
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
pub fn agreement(desk: &Desk, row: usize, to: &mut Writer<'_>) {
    let it = &desk.tenant().agreements[row];
    let status = status(desk, row);
    let cancelled = status == "Cancelled";
    fields!(to;
        "_info": info(row, it.life),
        "agreementStatus": status,
        "allowOverruns": true,
        "applicationCycle": "CalendarMonth",
        "applicationLimit": 0.0,
        "applicationUnits": "Amount",
        "applicationUnlimitedFlag": false,
        "autoInvoiceFlag": false,
        "billAmount": 0.0,
        "billExpenses": "NoDefault",
        "billOneTimeFlag": false,
        "billProducts": "Billable",
        "billStartDate": day(it.start),
        "billTime": "NoCharge",
        "billToCompany": desk.company(it.company),
        "billableExpenseInvoice": false,
        "billableProductInvoice": true,
        "billableTimeInvoice": false,
        "billingCycle": it.cycle.map(|cycle| desk.cycle(cycle)),
        "billingTerms": terms(),
        "bottomComment": false,
        "cancelledFlag": cancelled,
        "carryOverUnused": false,
        "chargeToFirm": false,
        "compHourlyRate": 0.0,
        "compLimitAmount": 0.0,
        "company": desk.company(it.company),
        "companyLocation": desk.location(),
        "contact": contact_of(desk, it.company),
        "coverAgreementExpense": false,
        "coverAgreementProduct": true,
        "coverAgreementTime": true,
        "coverSalesTax": false,
        "currency": desk.currency(),
        "dateCancelled": cancelled.then(|| day(it.start.saturating_add(15.days()).min(TODAY))),
        "department": desk.department(),
        "employeeCompNotExceed": "Billing",
        "employeeCompRate": "Hourly",
        "endDate": it.end.map(day),
        "expireWhenZero": false,
        "expiredDays": 0,
        "id": AGREEMENTS.of(row),
        "invoiceProratedAdditionsFlag": true,
        "invoicingCycle": "CalendarYear",
        "limit": 0,
        "location": desk.location(),
        "name": it.name,
        "noEndingDateFlag": it.end.is_none(),
        "oneTimeFlag": false,
        "parentAgreement": it.parent.map(|parent| agreement_reference(desk, parent)),
        "periodType": "Current",
        "prorateFlag": true,
        "reasonCancelled": cancelled.then_some("Replaced by a newer agreement"),
        "restrictDepartmentFlag": false,
        "restrictDownPayment": false,
        "restrictLocationFlag": false,
        "startDate": day(it.start),
        "taxCode": desk.named("finance/taxCodes", 8, "Tax-Default"),
        "taxable": true,
        "topComment": false,
        "type": type_reference(desk, it.kind),
    );
}

/// One addition, by the row of its line.
pub fn addition(desk: &Desk, row: usize, to: &mut Writer<'_>) {
    let it = &desk.tenant().lines[row];
    let product = &desk.tenant().products[it.product];
    let quantity = i64::from(it.quantity);
    fields!(to;
        "_info": info(row, it.life),
        "agreementId": AGREEMENTS.of(it.agreement),
        "agreementStatus": status(desk, it.agreement),
        "billCustomer": "Billable",
        "billedQuantity": f64::from(it.quantity),
        "cancelledDate": it.until.map(day),
        "description": product.description,
        "effectiveDate": day(it.from),
        "extCost": amount(product.cost_cents * quantity),
        "extPrice": amount(it.price_cents * quantity),
        "extendedProrateCost": 0.0,
        "extendedProratePrice": 0.0,
        "id": ADDITIONS.of(row),
        "invoiceDescription": product.description,
        "lessIncluded": 0.0,
        "margin": amount((it.price_cents - product.cost_cents) * quantity),
        "product": Nested {
            link: desk.link("procurement/catalog", CATALOG.of(it.product)),
            parts: vec![
                ("id", CATALOG.of(it.product).into()),
                ("identifier", product.identifier.as_str().into()),
                ("serializedFlag", false.into()),
            ],
        },
        "prorateCost": 0.0,
        "prorateCurrentPeriodFlag": false,
        "proratePrice": 0.0,
        "purchaseItemFlag": false,
        "quantity": f64::from(it.quantity),
        "sequenceNumber": 0.0,
        "specialOrderFlag": false,
        "taxableFlag": true,
        "unitCost": amount(product.cost_cents),
        "unitPrice": amount(it.price_cents),
        "uom": "Each",
    );
}

/// One agreement type.
pub fn agreement_type(desk: &Desk, row: usize, to: &mut Writer<'_>) {
    fields!(to;
        "_info": info(row, Life::default()),
        "applicationCycle": "CalendarMonth",
        "applicationLimit": 0.0,
        "applicationUnits": "Amount",
        "applicationUnlimitedFlag": false,
        "autoInvoiceFlag": false,
        "billExpenses": "NoDefault",
        "billProducts": "Billable",
        "billTime": "NoCharge",
        "coverAgreementExpenseFlag": false,
        "coverAgreementProductFlag": true,
        "coverAgreementTimeFlag": true,
        "defaultFlag": row == 0,
        "department": desk.department(),
        "employeeCompNotExceed": "Billing",
        "employeeCompRate": "Hourly",
        "id": TYPES.of(row),
        "inactiveFlag": false,
        "invoicingCycle": "CalendarYear",
        "location": desk.location(),
        "name": desk.tenant().agreement_types[row].name,
        "oneTimeFlag": false,
        "prePaymentFlag": false,
        "prorateFlag": true,
        "restrictDepartmentFlag": false,
        "restrictLocationFlag": false,
        "taxableFlag": true,
    );
}

/// Says whether an agreement is of this type, and the role may see it.
pub fn uses(desk: &Desk, row: usize, kind: usize) -> bool {
    desk.tenant().agreements[row].kind == kind && desk.shows_agreement(row)
}

/// Rows of the agreements of a type that the role may see.
pub fn used(desk: &Desk, kind: usize) -> impl Iterator<Item = usize> {
    (0..desk.tenant().agreements.len()).filter(move |row| uses(desk, *row, kind))
}

/// How often a type is used; what the vendor's other fields (`typeKey`, `hyperlink`, ...) hold was not captured.
pub fn usages(desk: &Desk, kind: usize, to: &mut Writer<'_>) {
    fields!(to;
        "count": used(desk, kind).count(),
        "type": "Agreement",
    );
}

/// One agreement as a use of its type.
pub fn usage(desk: &Desk, row: usize, to: &mut Writer<'_>) {
    fields!(to;
        "description": desk.tenant().agreements[row].name,
        "id": AGREEMENTS.of(row),
        "type": "Agreement",
    );
}

/// The one row of the overnight batch's setup.
pub fn batch_setup(row: usize, to: &mut Writer<'_>) {
    fields!(to;
        "_info": info(row, Life::default()),
        "daysInAdvance": 10,
        "id": TABLE.of(row),
        "nextRunDate": "2026-11-21T07:00:00Z",
    );
}
