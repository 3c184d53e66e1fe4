//! The product catalogue, and the products: items of it that were sold.

use serde_json::json;

use super::{CATALOG, Desk, PRODUCTS, Record, agreements::agreement_reference, amount, info, record};
use crate::sandbox::tenant::{Cycle, Product};

/// One line in so many is also a sold product.
const SOLD: usize = 3;

/// How many products were sold.
pub fn sold(desk: &Desk) -> usize {
    desk.tenant().lines.len().div_ceil(SOLD)
}

/// The line behind a sold product.
pub fn line_of(row: usize) -> usize {
    row * SOLD
}

fn class(product: &Product) -> Option<&'static str> {
    product.classed.then_some(match (product.recurring, product.category) {
        (true, _) => "Agreement",
        (false, "Labor") => "Service",
        (false, _) => "NonInventory",
    })
}

fn category(name: &str) -> u64 {
    match name {
        "Cloud" => 21,
        "Security" => 22,
        "Managed Services" => 23,
        "Backup" => 24,
        "Hardware" => 25,
        _ => 26,
    }
}

/// One item of the catalogue.
pub fn item(desk: &Desk, row: usize) -> Record {
    let it = &desk.tenant().products[row];
    let group = category(it.category);
    record(json!({
        "id": CATALOG.of(row),
        "identifier": it.identifier,
        "description": it.description,
        "inactiveFlag": !it.active,
        "subcategory": desk.named("procurement/subcategories", group + 100, it.category),
        "type": desk.named("procurement/types", if it.recurring { 4 } else { 1 }, if it.recurring { "Agreement" } else { "Product" }),
        "productClass": class(it),
        "serializedFlag": false,
        "serializedCostFlag": false,
        "phaseProductFlag": false,
        "unitOfMeasure": desk.named("procurement/unitOfMeasures", 1, "Each"),
        "minStockLevel": 0,
        "price": amount(it.price_cents),
        "cost": amount(it.cost_cents),
        "taxableFlag": true,
        "dropShipFlag": false,
        "specialOrderFlag": false,
        "customerDescription": it.description,
        "manufacturer": desk.named("procurement/manufacturers", group + 200, it.manufacturer),
        "manufacturerPartNumber": it.identifier,
        "recurringFlag": it.recurring,
        "recurringRevenue": it.recurring.then(|| amount(it.price_cents)),
        "recurringCost": it.recurring.then(|| amount(it.cost_cents)),
        "recurringOneTimeFlag": it.recurring.then_some(false),
        "recurringBillCycle": it.recurring.then(|| desk.cycle(Cycle::Monthly)),
        "recurringCycleType": it.recurring.then_some("CalendarYear"),
        "calculatedPriceFlag": false,
        "calculatedCostFlag": false,
        "category": desk.named("procurement/categories", group, it.category),
        "calculatedPrice": 0.0,
        "calculatedCost": 0.0,
        "billableOption": "Billable",
        "markupPercentage": 0.0,
        "markupFlag": false,
        "autoUpdateUnitCostFlag": false,
        "autoUpdateUnitPriceFlag": false,
        "_info": info(row),
    }))
}

/// One sold product.
pub fn product(desk: &Desk, row: usize) -> Record {
    let line = &desk.tenant().lines[line_of(row)];
    let it = &desk.tenant().products[line.product];
    let quantity = i64::from(line.quantity);
    let company = desk.tenant().agreements[line.agreement].company;
    record(json!({
        "id": PRODUCTS.of(row),
        "catalogItem": desk.identified("procurement/catalog", CATALOG.of(line.product), &it.identifier, &it.description),
        "description": it.description,
        "sequenceNumber": 1.0,
        "quantity": f64::from(line.quantity),
        "unitOfMeasure": desk.named("procurement/unitOfMeasures", 1, "Each"),
        "price": amount(line.price_cents),
        "cost": amount(it.cost_cents),
        "extPrice": amount(line.price_cents * quantity),
        "extCost": amount(it.cost_cents * quantity),
        "discount": 0.0,
        "margin": amount((line.price_cents - it.cost_cents) * quantity),
        "agreementAmount": 0.0,
        "priceMethod": "PricePerUnit",
        "billableOption": "Billable",
        "agreement": agreement_reference(desk, line.agreement),
        "locationId": 2,
        "location": desk.location(),
        "businessUnitId": 10,
        "taxableFlag": true,
        "dropshipFlag": false,
        "specialOrderFlag": false,
        "phaseProductFlag": false,
        "cancelledFlag": line.until.is_some(),
        "customerDescription": it.description,
        "productSuppliedFlag": false,
        "calculatedPriceFlag": false,
        "calculatedCostFlag": false,
        "purchaseDate": super::day(line.from),
        "listPrice": amount(it.price_cents),
        "company": desk.company(company),
        "productClass": class(it),
        "needToPurchaseFlag": false,
        "minimumStockFlag": false,
        "poApprovedFlag": true,
        "uom": "Each",
        "_info": info(row),
    }))
}
