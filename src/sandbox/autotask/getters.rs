//! Finds what makes a field, once, by name. A field that nothing makes is null, as the vendor leaves unknown ones.

use jiff::{
    ToSpan,
    civil::{Date, DateTime, date},
};

use super::cell::Cell;
use super::entity::{Getter, Source};
use super::{billing, catalogue, companies, contracts};
use crate::sandbox::tenant::{Life, made::TODAY};

/// What makes the field `name` of rows made from `source`.
pub(super) fn getter(source: Source, name: &str) -> Getter {
    let made = match source {
        Source::Companies => companies::company(name),
        Source::Contacts => companies::contact(name),
        Source::CompanyNotes => companies::note(name),
        Source::CompanyCategories => companies::category(name),
        Source::Resources => companies::resource(name),
        Source::Contracts => contracts::contract(name),
        Source::ContractServices => contracts::service(name),
        Source::ContractServiceUnits => contracts::unit(name),
        Source::ContractServiceBundles => contracts::bundle(name),
        Source::ContractCharges => contracts::charge(name),
        Source::ContractExclusionSets => contracts::exclusion_set(name),
        // There are no rows to make.
        Source::ContractServiceAdjustments | Source::ProductTiers | Source::InventoryItemSerialNumbers => None,
        Source::Services => catalogue::service(name),
        Source::ServiceBundles => catalogue::bundle(name),
        Source::Products => catalogue::product(name),
        Source::ServiceBundleServices => catalogue::bundled(name),
        Source::ProductNotes => catalogue::note(name),
        Source::ProductVendors => catalogue::sold_by(name),
        Source::InventoryItems => catalogue::inventory_item(name),
        Source::InventoryProducts => catalogue::inventory_product(name),
        Source::InventoryLocations => catalogue::location(name),
        Source::Invoices => billing::invoice(name),
        Source::BillingItems => billing::item(name),
        Source::BillingCodes => billing::code(name),
    };
    made.unwrap_or(|_, _| Cell::Null)
}

/// A day at midnight.
pub(super) fn day<'a>(day: Date) -> Cell<'a> {
    Cell::When(day.at(0, 0, 0, 0))
}

/// A moment some days after `since`, the same one each time for a row.
pub(super) fn moment<'a>(since: Date, days: i64, row: usize) -> Cell<'a> {
    let mixed = u64::try_from(row).unwrap_or(0).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
    let part = |of: u64, below: u64| i64::try_from(of % below).unwrap_or(0);
    let at = DateTime::from(since)
        .checked_add(days.days().hours(8 + part(mixed, 10)))
        .and_then(|it| it.checked_add(part(mixed / 10, 3_600_000).milliseconds()));
    at.map_or(Cell::Null, Cell::When)
}

/// When a row was last changed: some days after `since`, yet before the sandbox's today unless somebody changed it.
pub(super) fn modified<'a>(since: Date, days: i64, row: usize, life: Life) -> Cell<'a> {
    let last = since.saturating_add(days.days()).min(TODAY.saturating_sub(1.day()));
    life.changed_at().map_or_else(|| moment(last, 0, row), Cell::When)
}

/// The first day of things whose own is not known.
pub(super) fn founding() -> Date {
    date(2021, 3, 1)
}

/// The value of the user-defined field: every third row has one.
pub(super) fn reference<'a>(prefix: char, id: i64) -> Cell<'a> {
    Cell::UserFields((id % 3 == 0).then(|| format!("{prefix}-{id}")))
}
