//! Invoices.

use jiff::ToSpan as _;
use serde_json::json;

use super::{AGREEMENTS, Desk, INVOICES, Record, agreements::agreement_reference, amount, day, info, record};

/// One invoice.
pub fn invoice(desk: &Desk, row: usize) -> Record {
    let it = &desk.tenant().invoices[row];
    let company = &desk.tenant().companies[it.company];
    let paid = !row.is_multiple_of(4);
    let tax = it.total_cents * 7 / 107;
    record(json!({
        "id": INVOICES.of(row),
        "invoiceNumber": it.number,
        "type": if it.agreement.is_some() { "Agreement" } else { "Miscellaneous" },
        "status": {"id": if paid { 4 } else { 1 }, "name": if paid { "Paid" } else { "New" }, "isClosed": paid},
        "company": desk.company(it.company),
        "billToCompany": desk.company(it.company),
        "accountNumber": format!("C{:05}", 100 + it.company),
        "applyToType": if it.agreement.is_some() { "Agreement" } else { "All" },
        "applyToId": it.agreement.map(|it| AGREEMENTS.of(it)),
        "billingSiteAddressLine1": company.address,
        "billingSiteCity": company.city,
        "billingSiteState": super::text(&company.state),
        "billingSiteZip": company.zip,
        "billingSiteCountry": company.country,
        "billingTerms": {"id": 1, "name": "Net 30 days"},
        "addToBatchEmailList": false,
        "date": day(it.date),
        "restrictDownpaymentFlag": false,
        "locationId": 2,
        "location": desk.location(),
        "departmentId": 10,
        "department": desk.named("system/departments", 10, "Professional Services"),
        "taxableFlag": true,
        "taxCode": desk.named("finance/taxCodes", 8, "Tax-Default"),
        "currency": desk.currency(),
        "dueDate": day(it.date.saturating_add(30.days())),
        "serviceTotal": 0.0,
        "expenseTotal": 0.0,
        "productTotal": 0.0,
        "agreementAmount": amount(if it.agreement.is_some() { it.total_cents - tax } else { 0 }),
        "subtotal": amount(it.total_cents - tax),
        "salesTax": amount(tax),
        "total": amount(it.total_cents),
        "payments": amount(if paid { it.total_cents } else { 0 }),
        "credits": 0.0,
        "balance": amount(if paid { 0 } else { it.total_cents }),
        "specialInvoiceFlag": false,
        "agreement": it.agreement.map(|it| agreement_reference(desk, it)),
        "_info": info(row),
    }))
}
