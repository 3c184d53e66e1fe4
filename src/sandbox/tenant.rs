//! What a simulated MSP has in its PSA, before either vendor's shape is given to it.
//!
//! Everything is made from a seed, so that the same seed and sizes give the same tenant, record by record.

mod change;
mod life;
mod live;
pub mod made;
mod names;
mod sizes;

use jiff::civil::Date;

pub use self::{
    change::{Change, Edit, Listed},
    life::Life,
    live::{Latest, Live},
    sizes::{Sizes, Unsized},
};

/// One MSP's data. Ids are ascending within each list; ConnectWise and Autotask number them in their own way.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// The MSP's own name, such as `Northwind IT Services`.
    pub name: String,
    /// Customers, prospects, vendors; the first is the MSP itself (Autotask company 0).
    pub companies: Vec<Company>,
    /// People at companies.
    pub contacts: Vec<Contact>,
    /// Agreements (ConnectWise), contracts (Autotask).
    pub agreements: Vec<Agreement>,
    /// Names of agreement types, by [`Agreement::kind`].
    pub agreement_types: Vec<AgreementType>,
    /// The product catalogue; services of Autotask are the recurring ones.
    pub products: Vec<Product>,
    /// Lines of agreements: additions (ConnectWise), contract services (Autotask).
    pub lines: Vec<Line>,
    /// Invoices, few.
    pub invoices: Vec<Invoice>,
    /// How often it was changed since it was made.
    pub changes: u32,
    /// Rows of it were removed.
    pub lacks_rows: bool,
}

/// Where a company stands with the MSP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Buys today.
    Customer,
    /// Does not buy yet.
    Prospect,
    /// Sells to the MSP.
    Vendor,
    /// Bought once.
    Former,
}

/// One company.
#[derive(Clone, Debug)]
pub struct Company {
    /// Short, upper case, mostly unique (a few duplicates differ in case or a suffix).
    pub identifier: String,
    /// As people write it; a few have an umlaut, an emoji, an escape sequence.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// Town.
    pub city: String,
    /// State or province code, may be empty outside the US.
    pub state: String,
    /// Postal code.
    pub zip: String,
    /// Country as ISO 3166 alpha-2.
    pub country: &'static str,
    /// Phone, digits and punctuation.
    pub phone: String,
    /// Web address without scheme, may be empty.
    pub website: String,
    /// Where it stands with the MSP.
    pub standing: Standing,
    /// `false`: set inactive.
    pub active: bool,
    /// Index of the parent company in [`Tenant::companies`].
    pub parent: Option<usize>,
    /// First day it was known.
    pub since: Date,
    /// What became of it.
    pub life: Life,
}

/// One person.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Index into [`Tenant::companies`].
    pub company: usize,
    /// Given name.
    pub first: String,
    /// Family name.
    pub last: String,
    /// E-mail.
    pub email: String,
    /// Job title.
    pub title: &'static str,
    /// `false`: left.
    pub active: bool,
}

/// One kind of agreement.
#[derive(Clone, Debug)]
pub struct AgreementType {
    /// Such as `Managed Services`.
    pub name: &'static str,
    /// Autotask's contractType for it: 1 time and materials, 3 fixed price, 4 block hours, 7 recurring service, ...
    pub contract_type: i32,
}

/// How often an agreement is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cycle {
    /// Each month.
    Monthly,
    /// Each quarter.
    Quarterly,
    /// Each year.
    Yearly,
}

/// One agreement.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Index into [`Tenant::companies`].
    pub company: usize,
    /// Such as `Microsoft 365 - Fabrikam`.
    pub name: String,
    /// Index into [`Tenant::agreement_types`].
    pub kind: usize,
    /// Index of the parent agreement in [`Tenant::agreements`], always smaller than its own.
    pub parent: Option<usize>,
    /// First day.
    pub start: Date,
    /// Last day, if it has one.
    pub end: Option<Date>,
    /// `None`: no billing cycle set, which integrations trip over.
    pub cycle: Option<Cycle>,
    /// `false`: cancelled or expired.
    pub active: bool,
    /// What became of it.
    pub life: Life,
}

/// One product of the catalogue.
#[derive(Clone, Debug)]
pub struct Product {
    /// Such as `M365-BP`, at most 75 characters, mostly unique.
    pub identifier: String,
    /// At most 60 characters.
    pub description: String,
    /// Category name.
    pub category: &'static str,
    /// Maker.
    pub manufacturer: &'static str,
    /// Billed again and again (an Autotask service).
    pub recurring: bool,
    /// Unit price in cents.
    pub price_cents: i64,
    /// Unit cost in cents.
    pub cost_cents: i64,
    /// `false`: no longer sold.
    pub active: bool,
    /// `false`: no product class set (ConnectWise), which integrations trip over.
    pub classed: bool,
    /// What became of it.
    pub life: Life,
}

/// One line of an agreement.
#[derive(Clone, Debug)]
pub struct Line {
    /// Index into [`Tenant::agreements`].
    pub agreement: usize,
    /// Index into [`Tenant::products`].
    pub product: usize,
    /// Units.
    pub quantity: u32,
    /// Price a unit in cents.
    pub price_cents: i64,
    /// First day.
    pub from: Date,
    /// Day it was cancelled.
    pub until: Option<Date>,
    /// What became of it.
    pub life: Life,
}

/// One invoice.
#[derive(Clone, Debug)]
pub struct Invoice {
    /// Index into [`Tenant::companies`].
    pub company: usize,
    /// Index into [`Tenant::agreements`], if it bills one.
    pub agreement: Option<usize>,
    /// Printed number.
    pub number: String,
    /// Day on it.
    pub date: Date,
    /// Total in cents.
    pub total_cents: i64,
}
