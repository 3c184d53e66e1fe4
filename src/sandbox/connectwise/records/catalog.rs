//! The product catalogue, and the products: items of it that were sold.

use super::{CATALOG, Desk, Nested, PRODUCTS, agreements::agreement_reference, amount, info};
use crate::sandbox::{
    connectwise::{
        tables::Table,
        writer::{Writer, fields},
    },
    tenant::{Cycle, Product},
};

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

fn manufacturer<'a>(desk: &'a Desk, name: &'a str) -> Option<Nested<'a>> {
    let (id, name) = Table::find("procurement/manufacturers", "name", name)?;
    Some(desk.named("procurement/manufacturers", id, name))
}

/// One item of the catalogue.
pub fn item(desk: &Desk, row: usize, to: &mut Writer<'_>) {
    let it = &desk.tenant().products[row];
    let group = category(it.category);
    fields!(to;
        "_info": info(row, it.life),
        "autoUpdateUnitCostFlag": false,
        "autoUpdateUnitPriceFlag": false,
        "billableOption": "Billable",
        "calculatedCost": 0.0,
        "calculatedCostFlag": false,
        "calculatedPrice": 0.0,
        "calculatedPriceFlag": false,
        "category": desk.named("procurement/categories", group, it.category),
        "cost": amount(it.cost_cents),
        "customerDescription": it.description,
        "description": it.description,
        "dropShipFlag": false,
        "id": CATALOG.of(row),
        "identifier": it.identifier,
        "inactiveFlag": !it.active,
        "manufacturer": manufacturer(desk, it.manufacturer),
        "manufacturerPartNumber": it.identifier,
        "markupFlag": false,
        "markupPercentage": 0.0,
        "minStockLevel": 0,
        "phaseProductFlag": false,
        "price": amount(it.price_cents),
        "productClass": class(it),
        "recurringBillCycle": it.recurring.then(|| desk.cycle(Cycle::Monthly)),
        "recurringCost": it.recurring.then(|| amount(it.cost_cents)),
        "recurringCycleType": it.recurring.then_some("CalendarYear"),
        "recurringFlag": it.recurring,
        "recurringOneTimeFlag": it.recurring.then_some(false),
        "recurringRevenue": it.recurring.then(|| amount(it.price_cents)),
        "serializedCostFlag": false,
        "serializedFlag": false,
        "specialOrderFlag": false,
        "subcategory": desk.named("procurement/subcategories", group + 100, it.category),
        "taxableFlag": true,
        "type": desk.named("procurement/types", if it.recurring { 4 } else { 1 }, if it.recurring { "Agreement" } else { "Product" }),
        "unitOfMeasure": desk.named("procurement/unitOfMeasures", 1, "Each"),
    );
}

/// One sold product.
pub fn product(desk: &Desk, row: usize, to: &mut Writer<'_>) {
    let line = &desk.tenant().lines[line_of(row)];
    let it = &desk.tenant().products[line.product];
    let quantity = i64::from(line.quantity);
    let company = desk.tenant().agreements[line.agreement].company;
    fields!(to;
        "_info": info(row, line.life),
        "agreement": agreement_reference(desk, line.agreement),
        "agreementAmount": 0.0,
        "billableOption": "Billable",
        "businessUnitId": 10,
        "calculatedCostFlag": false,
        "calculatedPriceFlag": false,
        "cancelledFlag": line.until.is_some(),
        "catalogItem": desk.identified("procurement/catalog", CATALOG.of(line.product), &it.identifier, &it.description),
        "company": desk.company(company),
        "cost": amount(it.cost_cents),
        "customerDescription": it.description,
        "description": it.description,
        "discount": 0.0,
        "dropshipFlag": false,
        "extCost": amount(it.cost_cents * quantity),
        "extPrice": amount(line.price_cents * quantity),
        "id": PRODUCTS.of(row),
        "listPrice": amount(it.price_cents),
        "location": desk.location(),
        "locationId": 2,
        "margin": amount((line.price_cents - it.cost_cents) * quantity),
        "minimumStockFlag": false,
        "needToPurchaseFlag": false,
        "phaseProductFlag": false,
        "poApprovedFlag": true,
        "price": amount(line.price_cents),
        "priceMethod": "PricePerUnit",
        "productClass": class(it),
        "productSuppliedFlag": false,
        "purchaseDate": super::day(line.from),
        "quantity": f64::from(line.quantity),
        "sequenceNumber": 1.0,
        "specialOrderFlag": false,
        "taxableFlag": true,
        "unitOfMeasure": desk.named("procurement/unitOfMeasures", 1, "Each"),
        "uom": "Each",
    );
}
