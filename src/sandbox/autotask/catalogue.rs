//! Makes the fields of products, services, bundles, product notes and the inventory.

use super::cell::Cell;
use super::entity::{Getter, Source};
use super::getters::{founding, modified, moment, reference};
use super::records::id;
use crate::sandbox::tenant::Product;

/// Fields of Products.
pub(super) fn product(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::Products, row)),
        "billingType" | "chargeBillingCodeID" | "priceCostMethod" => |_, _| Cell::Int(1),
        "productBillingCodeID" => |_, _| Cell::Int(id(Source::BillingCodes, 1)),
        "createdByResourceID" => |_, _| Cell::Int(id(Source::Resources, 0)),
        "createdTime" => |_, row| created(row),
        "defaultVendorID" => |data, row| data.vendor(row).map_or(Cell::Null, Cell::Int),
        "description" => |data, row| Cell::text(&data.product(row).description),
        "doesNotRequireProcurement" => |data, row| Cell::Flag(data.product(row).recurring),
        "isActive" => |data, row| Cell::Flag(data.product(row).active),
        "isEligibleForRma" | "isSerialized" => |_, _| Cell::Flag(false),
        "manufacturerName" => |data, row| Cell::text(data.product(row).manufacturer),
        "manufacturerProductName" | "sku" => |data, row| Cell::text(&data.product(row).identifier),
        "markupRate" => |data, row| markup(data.product(row)),
        "msrp" | "unitPrice" => |data, row| Cell::cents(data.product(row).price_cents),
        "name" => |data, row| Cell::text(&data.product(row).identifier),
        "periodType" => |data, row| if data.product(row).recurring { Cell::Int(2) } else { Cell::Int(1) },
        "productCategory" => |data, row| Cell::int(data.product(row).category.len() % 5 + 1),
        "unitCost" => |data, row| Cell::cents(data.product(row).cost_cents),
        "userDefinedFields" => |_, row| reference('I', id(Source::Products, row)),
        _ => return None,
    })
}

/// Fields of Services: products that are billed again and again.
pub(super) fn service(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::Services, row)),
        "billingCodeID" => |_, _| Cell::Int(id(Source::BillingCodes, 0)),
        "createDate" => |_, row| created(row),
        "lastModifiedDate" => |data, row| modified(founding(), 400, row, data.service(row).life),
        "creatorResourceID" | "updateResourceID" => |_, _| Cell::Int(id(Source::Resources, 0)),
        "description" | "invoiceDescription" => |data, row| Cell::text(&data.service(row).description),
        "isActive" => |data, row| Cell::Flag(data.service(row).active),
        "markupRate" => |data, row| markup(data.service(row)),
        "name" | "sku" => |data, row| Cell::text(&data.service(row).identifier),
        "periodType" => |_, _| Cell::Int(2),
        "unitCost" => |data, row| Cell::cents(data.service(row).cost_cents),
        "unitPrice" => |data, row| Cell::cents(data.service(row).price_cents),
        "vendorCompanyID" => |data, row| data.vendor(row).map_or(Cell::Null, Cell::Int),
        "manufacturerServiceProvider" => |data, row| Cell::text(data.service(row).manufacturer),
        "userDefinedFields" => |_, row| reference('S', id(Source::Services, row)),
        _ => return None,
    })
}

/// Fields of `ServiceBundles`.
pub(super) fn bundle(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::ServiceBundles, row)),
        "billingCodeID" => |_, _| Cell::Int(id(Source::BillingCodes, 0)),
        "createDate" | "lastModifiedDate" => |_, row| created(row),
        "creatorResourceID" | "updateResourceID" => |_, _| Cell::Int(id(Source::Resources, 0)),
        "name" => |_, row| Cell::made(format!("Workplace bundle {}", row + 1)),
        "description" | "invoiceDescription" => |_, _| Cell::text("Workplace bundle"),
        "isActive" => |_, _| Cell::Flag(true),
        "percentageDiscount" | "unitDiscount" => |_, _| Cell::Amount(0.0),
        "periodType" => |_, _| Cell::Int(2),
        "unitCost" => |_, _| Cell::Amount(61.5),
        "unitPrice" => |_, _| Cell::Amount(99.0),
        "userDefinedFields" => |_, row| reference('B', id(Source::ServiceBundles, row)),
        _ => return None,
    })
}

/// Fields of `ServiceBundleServices`.
pub(super) fn bundled(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::ServiceBundleServices, row)),
        "serviceBundleID" => |data, row| Cell::Int(id(Source::ServiceBundles, data.bundled(row).bundle)),
        "serviceID" => |data, row| Cell::Int(id(Source::Services, data.bundled(row).service)),
        _ => return None,
    })
}

/// Fields of `ProductVendors`: each product has the one it is bought from.
pub(super) fn sold_by(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::ProductVendors, row)),
        "isActive" | "isDefault" => |_, _| Cell::Flag(true),
        "productID" => |_, row| Cell::Int(id(Source::Products, row)),
        "vendorCost" => |data, row| Cell::cents(data.product(row).cost_cents),
        "vendorID" => |data, row| data.vendor(row).map_or(Cell::Null, Cell::Int),
        "vendorPartNumber" => |data, row| Cell::text(&data.product(row).identifier),
        _ => return None,
    })
}

/// Fields of `ProductNotes`: one at every fiftieth product.
pub(super) fn note(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::ProductNotes, row)),
        "createDateTime" | "lastActivityDate" => |_, row| created(row),
        "creatorResourceID" => |_, _| Cell::Int(id(Source::Resources, 1)),
        "description" => |data, row| Cell::made(format!("Ask {} for terms.", data.product(row * 50).manufacturer)),
        "productID" => |_, row| Cell::Int(id(Source::Products, row * 50)),
        "title" => |_, _| Cell::text("Buying"),
        _ => return None,
    })
}

/// Fields of `InventoryItems`: every twentieth product is stocked.
pub(super) fn inventory_item(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::InventoryItems, row)),
        "bin" => |_, row| Cell::made(format!("A{}", row % 40 + 1)),
        "inventoryLocationID" => |_, row| Cell::Int(id(Source::InventoryLocations, row % 2)),
        "productID" => |_, row| Cell::Int(id(Source::Products, row * 20)),
        "quantityMaximum" => |_, _| Cell::Int(20),
        "quantityMinimum" => |_, _| Cell::Int(2),
        "quantityOnHand" => |_, row| Cell::int(row % 17),
        "backOrderQuantity" | "quantityOnOrder" | "quantityPicked" | "quantityReserved" => |_, _| Cell::Int(0),
        _ => return None,
    })
}

/// Fields of `InventoryProducts`: the same stock in the newer model.
pub(super) fn inventory_product(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::InventoryProducts, row)),
        "availableUnits" | "onHandUnits" => |_, row| Cell::int(row % 17),
        "createDateTime" => |_, row| created(row),
        "createdByResourceID" => |_, _| Cell::Int(id(Source::Resources, 1)),
        "backOrderQuantity" | "pickedUnits" | "reservedUnits" | "unitsOnOrder" => |_, _| Cell::Int(0),
        _ => return inventory_item(name),
    })
}

/// Fields of `InventoryLocations`.
pub(super) fn location(name: &str) -> Option<Getter> {
    Some(match name {
        "id" => |_, row| Cell::Int(id(Source::InventoryLocations, row)),
        "isActive" => |_, _| Cell::Flag(true),
        "isDefault" => |_, row| Cell::Flag(row == 0),
        "locationName" => |_, row| Cell::text(if row == 0 { "Main store" } else { "Van" }),
        "resourceID" => |_, row| if row == 0 { Cell::Null } else { Cell::Int(id(Source::Resources, 1)) },
        _ => return None,
    })
}

/// When a thing of the catalogue was made: a few each day.
fn created<'a>(row: usize) -> Cell<'a> {
    moment(founding(), i64::try_from(row / 40).unwrap_or(0) % 1_500, row)
}

/// Per cent on top of the cost.
#[expect(clippy::cast_precision_loss, reason = "prices stay far below 2^53 cents")]
fn markup<'a>(product: &Product) -> Cell<'a> {
    if product.cost_cents == 0 {
        return Cell::Null;
    }
    let per_cent = (product.price_cents - product.cost_cents) as f64 * 100.0 / product.cost_cents as f64;
    Cell::Amount((per_cent * 100.0).round() / 100.0)
}
