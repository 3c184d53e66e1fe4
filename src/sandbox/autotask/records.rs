//! The rows of every entity: how many there are, which id each has, and where in the tenant it comes from.
//!
//! A row is a number. Nothing is rendered here, so that a page of a long list costs what the page costs.

use std::ops::Range;

use super::entity::Source;
use crate::sandbox::tenant::{Agreement, Company, Contact, Invoice, Line, Product, Standing, Tenant};

/// Lists within the tenant that are looked up again and again, made once for a server.
pub(super) struct Index {
    /// Products that are billed again and again.
    services: Vec<usize>,
    /// Lines of such products.
    contract_services: Vec<usize>,
    /// Lines of other products or, in a tenant without any, one at every twenty-fifth agreement.
    charges: Vec<Line>,
    /// Some companies that sell to the MSP.
    vendors: Vec<usize>,
}

impl Index {
    /// Walks the tenant once.
    pub(super) fn new(tenant: &Tenant) -> Self {
        let recurring = |idx: usize| tenant.products.get(idx).is_some_and(|it| it.recurring);
        let (contract_services, once): (Vec<usize>, Vec<usize>) =
            (0..tenant.lines.len()).partition(|it| recurring(tenant.lines[*it].product));
        let mut charges: Vec<Line> = once.into_iter().map(|it| tenant.lines[it].clone()).collect();
        if charges.is_empty() {
            let once = |it: &usize| !recurring(*it) && !tenant.products[*it].life.added;
            let sold: Vec<usize> = (0..tenant.products.len()).filter(once).take(100).collect();
            let agreements = (0..tenant.agreements.len()).step_by(25).zip(sold.into_iter().cycle());
            charges = agreements.map(|(agreement, product)| charge(tenant, agreement, product)).collect();
        }
        Self {
            services: (0..tenant.products.len()).filter(|it| recurring(*it)).collect(),
            contract_services,
            charges,
            vendors: (0..tenant.companies.len())
                .filter(|it| tenant.companies[*it].standing == Standing::Vendor)
                .take(50)
                .collect(),
        }
    }
}

impl Index {
    /// The row of services that a product has, if it recurs.
    pub(super) fn service(&self, product: usize) -> Option<usize> {
        self.services.binary_search(&product).ok()
    }

    /// The row of contract services that a line has, if its product recurs.
    pub(super) fn contract_service(&self, line: usize) -> Option<usize> {
        self.contract_services.binary_search(&line).ok()
    }
}

/// One unit of a product, sold once on the first day of an agreement.
fn charge(tenant: &Tenant, agreement: usize, product: usize) -> Line {
    let from = tenant.agreements[agreement].start;
    let life = tenant.agreements[agreement].life;
    Line { agreement, product, quantity: 1, price_cents: tenant.products[product].price_cents, from, until: None, life }
}

/// The tenant with its index.
#[derive(Clone, Copy)]
pub(super) struct Data<'a> {
    pub(super) tenant: &'a Tenant,
    pub(super) index: &'a Index,
}

/// A service within a bundle, by their rows.
pub(super) struct Bundled {
    pub(super) bundle: usize,
    pub(super) service: usize,
}

impl<'a> Data<'a> {
    /// How many rows there are.
    pub(super) fn len(self, source: Source) -> usize {
        let few = |number: usize, of: usize| number.min(of);
        match source {
            Source::Companies => self.tenant.companies.len(),
            Source::Contacts => self.tenant.contacts.len(),
            Source::Contracts => self.tenant.agreements.len(),
            Source::ContractServices | Source::ContractServiceUnits => self.index.contract_services.len(),
            Source::ContractServiceBundles => {
                if self.len(Source::ServiceBundles) == 0 {
                    0
                } else {
                    self.tenant.agreements.len().div_ceil(25)
                }
            }
            // No product is sold by the tier or has serial numbers, and each says so.
            Source::ContractServiceAdjustments | Source::ProductTiers | Source::InventoryItemSerialNumbers => 0,
            Source::ContractCharges => self.index.charges.len(),
            Source::Services => self.index.services.len(),
            Source::ServiceBundles => few(4, self.index.services.len()),
            Source::ServiceBundleServices => self.len(Source::ServiceBundles) * self.services_in_a_bundle(),
            Source::Products => self.tenant.products.len(),
            Source::ProductVendors => {
                if self.index.vendors.is_empty() {
                    0
                } else {
                    self.tenant.products.len()
                }
            }
            Source::ProductNotes => self.tenant.products.len().div_ceil(50),
            Source::InventoryItems | Source::InventoryProducts => self.tenant.products.len().div_ceil(20),
            Source::InventoryLocations | Source::CompanyCategories => 2,
            Source::CompanyNotes => self.tenant.companies.len().div_ceil(10),
            Source::Invoices | Source::BillingItems => self.tenant.invoices.len(),
            Source::BillingCodes | Source::Resources => 3,
            Source::ContractExclusionSets => 1,
        }
    }

    /// The rows whose ids lie within `ids`.
    pub(super) fn rows_within(self, source: Source, ids: Range<i64>) -> Range<usize> {
        let len = self.len(source);
        let first = |id: i64| -> usize {
            if id <= 0 {
                return 0;
            }
            let above_base = usize::try_from(id.saturating_sub(base(source))).unwrap_or(0);
            // Company 0 is row 0, and the ids after it start far above.
            let row = if source == Source::Companies { above_base.max(1) } else { above_base };
            row.min(len)
        };
        let start = first(ids.start);
        start..first(ids.end).max(start)
    }

    /// Says whether a row is still there; what belongs to a removed row goes with it.
    pub(super) fn has(self, source: Source, row: usize) -> bool {
        if !self.tenant.lacks_rows {
            return true;
        }
        let life = match source {
            Source::Companies => self.company(row).life,
            Source::CompanyNotes => self.company(row * 10).life,
            Source::Contracts => self.agreement(row).life,
            Source::ContractServiceBundles => self.agreement(row * 25).life,
            Source::ContractServices | Source::ContractServiceUnits => self.contract_service(row).life,
            Source::ContractCharges => self.charge(row).life,
            Source::Services => self.service(row).life,
            Source::ServiceBundleServices => self.service(self.bundled(row).service).life,
            Source::Products | Source::ProductVendors => self.product(row).life,
            Source::ProductNotes => self.product(row * 50).life,
            Source::InventoryItems | Source::InventoryProducts => self.product(row * 20).life,
            Source::Contacts
            | Source::ContractServiceAdjustments
            | Source::ServiceBundles
            | Source::ProductTiers
            | Source::InventoryItemSerialNumbers
            | Source::InventoryLocations
            | Source::Invoices
            | Source::BillingItems
            | Source::BillingCodes
            | Source::Resources
            | Source::CompanyCategories
            | Source::ContractExclusionSets => return true,
        };
        !life.removed
    }

    /// The company a row index stands for.
    pub(super) fn company(self, row: usize) -> &'a Company {
        &self.tenant.companies[row]
    }

    pub(super) fn contact(self, row: usize) -> &'a Contact {
        &self.tenant.contacts[row]
    }

    pub(super) fn agreement(self, row: usize) -> &'a Agreement {
        &self.tenant.agreements[row]
    }

    pub(super) fn product(self, row: usize) -> &'a Product {
        &self.tenant.products[row]
    }

    pub(super) fn invoice(self, row: usize) -> &'a Invoice {
        &self.tenant.invoices[row]
    }

    /// The product behind a row of services.
    pub(super) fn service(self, row: usize) -> &'a Product {
        self.product(self.index.services[row])
    }

    /// The bundle and the service that a row puts together.
    pub(super) fn bundled(self, row: usize) -> Bundled {
        let size = self.services_in_a_bundle().max(1);
        let bundle = row / size;
        Bundled { bundle, service: (bundle + row % size) % self.index.services.len().max(1) }
    }

    fn services_in_a_bundle(self) -> usize {
        self.index.services.len().min(2)
    }

    /// The line behind a row of contract services.
    pub(super) fn contract_service(self, row: usize) -> &'a Line {
        &self.tenant.lines[self.index.contract_services[row]]
    }

    /// The line behind a row of contract charges.
    pub(super) fn charge(self, row: usize) -> &'a Line {
        &self.index.charges[row]
    }

    /// The id of the service made from a product, if the product recurs.
    pub(super) fn service_of(self, product: usize) -> Option<i64> {
        self.index.service(product).map(|row| id(Source::Services, row))
    }

    /// A vendor for a row, the same one each time.
    pub(super) fn vendor(self, row: usize) -> Option<i64> {
        let vendors = &self.index.vendors;
        (!vendors.is_empty()).then(|| id(Source::Companies, vendors[row % vendors.len()]))
    }
}

/// The id of a row. Rows are in the order of their ids.
pub(super) fn id(source: Source, row: usize) -> i64 {
    if source == Source::Companies && row == 0 { 0 } else { base(source) + i64::try_from(row).unwrap_or(i64::MAX / 2) }
}

/// The id that row 0 has or, for companies, would have.
fn base(source: Source) -> i64 {
    match source {
        Source::Companies => 173,
        Source::Contacts => 30_682_885,
        Source::Contracts => 29_680_123,
        Source::ContractServices => 501,
        Source::ContractServiceUnits => 2_001,
        Source::ContractCharges => 7_001,
        Source::Invoices => 12_001,
        Source::BillingItems => 48_001,
        Source::BillingCodes => 29_682_801,
        Source::Resources => 29_682_885,
        Source::CompanyCategories => 100,
        Source::ContractServiceBundles
        | Source::ContractServiceAdjustments
        | Source::Services
        | Source::ServiceBundles
        | Source::Products
        | Source::ProductNotes
        | Source::InventoryItems
        | Source::InventoryProducts
        | Source::InventoryLocations
        | Source::CompanyNotes
        | Source::ContractExclusionSets
        | Source::ServiceBundleServices
        | Source::ProductTiers
        | Source::ProductVendors
        | Source::InventoryItemSerialNumbers => 1,
    }
}
