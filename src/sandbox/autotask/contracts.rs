//! Makes the fields of contracts, their services, bundles, units, charges and exclusion sets.

use jiff::{ToSpan, civil::Date};

use super::cell::Cell;
use super::entity::{Getter, Source};
use super::getters::{day, founding, modified, moment, reference};
use super::records::{Data, id};
use crate::sandbox::tenant::{Agreement, Cycle, Line};

/// Fields of Contracts.
pub(super) fn contract(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::Contracts, row)),
        "billingPreference" | "contractCategory" => |_, _| Cell::Int(1),
        "companyID" => |data, row| Cell::Int(id(Source::Companies, data.agreement(row).company)),
        "contractName" => |data, row| Cell::text(&data.agreement(row).name),
        "contractNumber" => |_, row| Cell::made(format!("C{}", id(Source::Contracts, row))),
        "contractPeriodType" => |data, row| data.agreement(row).cycle.map_or(Cell::Null, |it| Cell::Int(period(it))),
        "contractType" => |data, row| {
            let kind = data.tenant.agreement_types.get(data.agreement(row).kind);
            kind.map_or(Cell::Null, |it| Cell::int(it.contract_type))
        },
        "description" => |data, row| {
            data.tenant.agreement_types.get(data.agreement(row).kind).map_or(Cell::Null, |it| Cell::text(it.name))
        },
        "startDate" => |data, row| day(data.agreement(row).start),
        "endDate" => |data, row| day(end(data.agreement(row))),
        "isCompliant" => |_, _| Cell::Flag(true),
        "isDefaultContract" => |_, _| Cell::Flag(false),
        "lastModifiedDateTime" => |data, row| modified(data.agreement(row).start, 40, row, data.agreement(row).life),
        "status" => |data, row| Cell::Int(i64::from(data.agreement(row).active)),
        "timeReportingRequiresStartAndStopTimes" => |_, _| Cell::Int(0),
        "estimatedCost" | "estimatedHours" | "estimatedRevenue" | "setupFee" | "internalCurrencySetupFee" => {
            |_, _| Cell::Amount(0.0)
        }
        "userDefinedFields" => |_, row| reference('A', id(Source::Contracts, row)),
        _ => return None,
    })
}

/// The last day of a contract. Autotask knows none without, so that one with no end in sight has one far ahead.
fn end(contract: &Agreement) -> Date {
    contract.end.unwrap_or_else(|| contract.start.saturating_add(10.years()).saturating_sub(1.day()))
}

/// 2 monthly, 3 quarterly, 5 yearly.
fn period(cycle: Cycle) -> i64 {
    match cycle {
        Cycle::Monthly => 2,
        Cycle::Quarterly => 3,
        Cycle::Yearly => 5,
    }
}

/// Fields of `ContractServices`.
pub(super) fn service(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::ContractServices, row)),
        "contractID" => |data, row| contract_id(data.contract_service(row)),
        "serviceID" => |data, row| service_id(data, data.contract_service(row)),
        "unitPrice" | "internalCurrencyUnitPrice" | "internalCurrencyAdjustedPrice" => {
            |data, row| Cell::cents(data.contract_service(row).price_cents)
        }
        "unitCost" => |data, row| Cell::cents(data.product(data.contract_service(row).product).cost_cents),
        "invoiceDescription" => |data, row| Cell::text(&data.product(data.contract_service(row).product).description),
        _ => return None,
    })
}

/// Fields of `ContractServiceUnits`: the units of each contract service since its first day.
pub(super) fn unit(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::ContractServiceUnits, row)),
        "contractID" => |data, row| contract_id(data.contract_service(row)),
        "contractServiceID" => |_, row| Cell::Int(id(Source::ContractServices, row)),
        "serviceID" => |data, row| service_id(data, data.contract_service(row)),
        "units" => |data, row| Cell::int(data.contract_service(row).quantity),
        "price" | "internalCurrencyPrice" => |data, row| total(data.contract_service(row)),
        "cost" => |data, row| {
            let line = data.contract_service(row);
            Cell::cents(data.product(line.product).cost_cents * i64::from(line.quantity))
        },
        "startDate" => |data, row| day(data.contract_service(row).from),
        "endDate" => |data, row| data.contract_service(row).until.map_or(Cell::Null, day),
        _ => return None,
    })
}

/// Fields of `ContractServiceBundles`: one at every twenty-fifth contract.
pub(super) fn bundle(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::ContractServiceBundles, row)),
        "contractID" => |_, row| Cell::Int(id(Source::Contracts, row * 25)),
        "serviceBundleID" => |data, row| {
            let bundles = data.len(Source::ServiceBundles).max(1);
            Cell::Int(id(Source::ServiceBundles, row % bundles))
        },
        "adjustedPrice" | "unitPrice" | "internalCurrencyAdjustedPrice" | "internalCurrencyUnitPrice" => {
            |_, _| Cell::Amount(99.0)
        }
        "invoiceDescription" => |_, _| Cell::text("Workplace bundle"),
        _ => return None,
    })
}

/// Fields of `ContractCharges`.
pub(super) fn charge(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::ContractCharges, row)),
        "contractID" => |data, row| contract_id(data.charge(row)),
        "productID" => |data, row| Cell::Int(id(Source::Products, data.charge(row).product)),
        "billingCodeID" => |_, _| Cell::Int(id(Source::BillingCodes, 1)),
        "chargeType" | "status" => |_, _| Cell::Int(1),
        "name" => |data, row| Cell::text(&data.product(data.charge(row).product).identifier),
        "description" => |data, row| Cell::text(&data.product(data.charge(row).product).description),
        "createDate" => |data, row| moment(data.charge(row).from, 0, row),
        "datePurchased" => |data, row| day(data.charge(row).from),
        "creatorResourceID" => |_, _| Cell::Int(id(Source::Resources, 1)),
        "isBillableToCompany" => |_, _| Cell::Flag(true),
        "isBilled" => |_, row| Cell::Flag(row % 4 == 0),
        "unitQuantity" => |data, row| Cell::Amount(f64::from(data.charge(row).quantity)),
        "unitPrice" | "internalCurrencyUnitPrice" => |data, row| Cell::cents(data.charge(row).price_cents),
        "unitCost" => |data, row| Cell::cents(data.product(data.charge(row).product).cost_cents),
        "billableAmount" | "internalCurrencyBillableAmount" => |data, row| total(data.charge(row)),
        "extendedCost" => |data, row| {
            let line = data.charge(row);
            Cell::cents(data.product(line.product).cost_cents * i64::from(line.quantity))
        },
        _ => return None,
    })
}

/// Fields of `ContractExclusionSets`.
pub(super) fn exclusion_set(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::ContractExclusionSets, row)),
        "name" => |_, _| Cell::text("Travel"),
        "description" => |_, _| Cell::made(format!("Since {}", founding())),
        "isActive" => |_, _| Cell::Flag(true),
        _ => return None,
    })
}

fn contract_id<'a>(line: &Line) -> Cell<'a> {
    Cell::Int(id(Source::Contracts, line.agreement))
}

fn service_id<'a>(data: Data<'_>, line: &Line) -> Cell<'a> {
    data.service_of(line.product).map_or(Cell::Null, Cell::Int)
}

fn total<'a>(line: &Line) -> Cell<'a> {
    Cell::cents(line.price_cents * i64::from(line.quantity))
}
