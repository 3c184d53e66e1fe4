//! Invoices.

use jiff::ToSpan as _;

use super::{AGREEMENTS, Desk, INVOICES, Nested, agreements::agreement_reference, amount, day, info, terms};
use crate::sandbox::{
    connectwise::writer::{Writer, fields},
    tenant::Life,
};

/// One invoice.
pub fn invoice(desk: &Desk, row: usize, to: &mut Writer<'_>) {
    let it = &desk.tenant().invoices[row];
    let company = &desk.tenant().companies[it.company];
    let paid = !row.is_multiple_of(4);
    let (state, name) = if paid { (4, "Paid") } else { (1, "New") };
    let tax = it.total_cents * 7 / 107;
    fields!(to;
        "_info": info(row, Life::default()),
        "accountNumber": format!("C{:05}", 100 + it.company),
        "addToBatchEmailList": false,
        "agreement": it.agreement.map(|it| agreement_reference(desk, it)),
        "agreementAmount": amount(if it.agreement.is_some() { it.total_cents - tax } else { 0 }),
        "applyToId": it.agreement.map(|it| AGREEMENTS.of(it)),
        "applyToType": if it.agreement.is_some() { "Agreement" } else { "All" },
        "balance": amount(if paid { 0 } else { it.total_cents }),
        "billToCompany": desk.company(it.company),
        "billingSiteAddressLine1": company.address,
        "billingSiteCity": company.city,
        "billingSiteCountry": company.country,
        "billingSiteState": super::text(&company.state),
        "billingSiteZip": company.zip,
        "billingTerms": terms(),
        "company": desk.company(it.company),
        "credits": 0.0,
        "currency": desk.currency(),
        "date": day(it.date),
        "department": desk.named("system/departments", 10, "Professional Services"),
        "departmentId": 10,
        "dueDate": day(it.date.saturating_add(30.days())),
        "expenseTotal": 0.0,
        "id": INVOICES.of(row),
        "invoiceNumber": it.number,
        "location": desk.location(),
        "locationId": 2,
        "payments": amount(if paid { it.total_cents } else { 0 }),
        "productTotal": 0.0,
        "restrictDownpaymentFlag": false,
        "salesTax": amount(tax),
        "serviceTotal": 0.0,
        "specialInvoiceFlag": false,
        "status": Nested { link: None, parts: vec![("id", state.into()), ("isClosed", paid.into()), ("name", name.into())] },
        "subtotal": amount(it.total_cents - tax),
        "taxCode": desk.named("finance/taxCodes", 8, "Tax-Default"),
        "taxableFlag": true,
        "total": amount(it.total_cents),
        "type": if it.agreement.is_some() { "Agreement" } else { "Miscellaneous" },
    );
}
