//! Makes the fields of invoices, billing items and billing codes.

use super::cell::Cell;
use super::entity::{Getter, Source};
use super::getters::{day, moment};
use super::records::id;

/// Fields of Invoices.
pub(super) fn invoice(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::Invoices, row)),
        "batchID" => |_, row| Cell::int(row / 10 + 1),
        "companyID" => |data, row| Cell::Int(id(Source::Companies, data.invoice(row).company)),
        "createDateTime" => |data, row| moment(data.invoice(row).date, 0, row),
        "creatorResourceID" => |_, _| Cell::Int(id(Source::Resources, 0)),
        "invoiceDateTime" | "fromDate" | "toDate" | "dueDate" => |data, row| day(data.invoice(row).date),
        "invoiceNumber" => |data, row| Cell::text(&data.invoice(row).number),
        "invoiceTotal" => |data, row| Cell::cents(data.invoice(row).total_cents),
        "isVoided" => |_, _| Cell::Flag(false),
        "paymentTerm" | "invoiceStatus" => |_, _| Cell::Int(1),
        "totalTaxValue" => |_, _| Cell::Amount(0.0),
        _ => return None,
    })
}

/// Fields of `BillingItems`: one to an invoice.
pub(super) fn item(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::BillingItems, row)),
        "billingCodeID" => |_, _| Cell::Int(id(Source::BillingCodes, 0)),
        "billingItemType" | "subType" => |_, _| Cell::Int(4),
        "companyID" => |data, row| Cell::Int(id(Source::Companies, data.invoice(row).company)),
        "contractID" => {
            |data, row| data.invoice(row).agreement.map_or(Cell::Null, |it| Cell::Int(id(Source::Contracts, it)))
        }
        "invoiceID" => |_, row| Cell::Int(id(Source::Invoices, row)),
        "itemName" | "description" => |data, row| {
            data.invoice(row).agreement.map_or(Cell::text("Service"), |it| Cell::text(&data.agreement(it).name))
        },
        "itemDate" => |data, row| day(data.invoice(row).date),
        "postedDate" | "postedOnTime" => |data, row| moment(data.invoice(row).date, 0, row),
        "quantity" => |_, _| Cell::Amount(1.0),
        "nonBillable" => |_, _| Cell::Int(0),
        "rate"
        | "internalCurrencyRate"
        | "extendedPrice"
        | "internalCurrencyExtendedPrice"
        | "totalAmount"
        | "internalCurrencyTotalAmount" => |data, row| Cell::cents(data.invoice(row).total_cents),
        "taxDollars" | "internalCurrencyTaxDollars" => |_, _| Cell::Amount(0.0),
        _ => return None,
    })
}

/// Fields of `BillingCodes`.
pub(super) fn code(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::BillingCodes, row)),
        "billingCodeType" => |_, _| Cell::Int(0),
        "isActive" => |_, _| Cell::Flag(true),
        "isExcludedFromNewContracts" => |_, _| Cell::Flag(false),
        "name" => |_, row| Cell::text(["Recurring service", "Material", "Labour"][row % 3]),
        "useType" => |_, row| Cell::Int([5, 4, 1][row % 3]),
        _ => return None,
    })
}
