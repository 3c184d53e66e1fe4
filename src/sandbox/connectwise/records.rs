//! ConnectWise's records, each made on demand from the tenant: a list of 500,000 products costs nothing until it is read.

pub mod agreements;
pub mod catalog;
pub mod companies;
pub mod invoices;
mod nested;
pub mod roles;

use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value, json};

pub use self::nested::Nested;
use self::nested::{Link, Scalar};
use super::{
    found::Sought,
    listing::{Made, Which},
};
use crate::sandbox::{
    kept::Kept,
    packed::MOST_KEPT_BYTES,
    scenario::Level,
    server::Shared,
    tenant::{Cycle, Life, Tenant},
};

/// One record, nulls left out.
pub type Record = Map<String, Value>;

/// The ids of one list: ascending, with gaps, as in a tenant that is some years old.
#[derive(Clone, Copy, Debug)]
pub struct Ids {
    first: u64,
    step: u64,
}

/// Ids of companies.
pub const COMPANIES: Ids = Ids { first: 250, step: 3 };
/// Ids of contacts.
pub const CONTACTS: Ids = Ids { first: 1101, step: 2 };
/// Ids of agreements.
pub const AGREEMENTS: Ids = Ids { first: 304, step: 1 };
/// Ids of agreement types.
pub const TYPES: Ids = Ids { first: 11, step: 1 };
/// Ids of additions.
pub const ADDITIONS: Ids = Ids { first: 5003, step: 2 };
/// Ids of the catalogue.
pub const CATALOG: Ids = Ids { first: 41, step: 1 };
/// Ids of products (sold items of the catalogue).
pub const PRODUCTS: Ids = Ids { first: 90_001, step: 3 };
/// Ids of invoices.
pub const INVOICES: Ids = Ids { first: 7007, step: 1 };
/// Ids of the sites of companies, one each.
pub const SITES: Ids = Ids { first: 900, step: 1 };
/// Ids of the types that companies are given, one each.
pub const ASSOCIATIONS: Ids = Ids { first: 2100, step: 1 };
/// Ids of the e-mail addresses of contacts, one each.
pub const COMMUNICATIONS: Ids = Ids { first: 40_000, step: 1 };
/// Ids of small tables: rows from 1.
pub const TABLE: Ids = Ids { first: 1, step: 1 };

impl Ids {
    /// The id of a row.
    pub fn of(self, row: usize) -> u64 {
        self.first + self.step * row as u64
    }

    /// The row with an id, among this many.
    pub fn row(self, id: u64, rows: usize) -> Option<usize> {
        let offset = id.checked_sub(self.first).filter(|it| it % self.step == 0)?;
        usize::try_from(offset / self.step).ok().filter(|it| *it < rows)
    }
}

/// Bytes of rows that were found.
const MOST_FOUND_BYTES: usize = 16 << 20;

/// One listener's view of one state of the tenant, with what it takes to render it.
#[derive(Debug)]
pub struct Desk {
    /// The listener.
    pub shared: Arc<Shared>,
    tenant: Arc<Tenant>,
    here: String,
    lines_of: OnceLock<Vec<Vec<usize>>>,
    /// Rows that were found.
    pub(super) found: Kept<Sought, Arc<Vec<usize>>>,
    /// Pages that were made.
    pub(super) pages: Kept<Which, Made>,
}

impl Desk {
    /// A desk at one listener, for one state of the tenant.
    pub fn new(shared: Arc<Shared>, tenant: Arc<Tenant>) -> Self {
        Self {
            here: shared.here().to_string(),
            shared,
            tenant,
            lines_of: OnceLock::new(),
            found: Kept::new(MOST_FOUND_BYTES),
            pages: Kept::new(MOST_KEPT_BYTES),
        }
    }

    /// The data.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// Says whether the role may see the agreements of this row's type, and whether it is still there.
    pub fn shows_agreement(&self, agreement: usize) -> bool {
        let it = &self.tenant.agreements[agreement];
        let name = self.tenant.agreement_types[it.kind].name;
        let hidden = &self.shared.scenario.connectwise.hidden_agreement_types;
        !it.life.removed && !hidden.iter().any(|it| it == name)
    }

    /// Rows of the lines of one agreement.
    pub fn lines_of(&self, agreement: usize) -> &[usize] {
        &self.lines_of.get_or_init(|| {
            let mut lines = vec![Vec::new(); self.tenant.agreements.len()];
            for (row, line) in self.tenant.lines.iter().enumerate() {
                lines[line.agreement].push(row);
            }
            lines
        })[agreement]
    }

    /// How far the role may look at a function.
    pub fn inquire(&self, module: &str, function: &str) -> Level {
        let rules = &self.shared.scenario.connectwise;
        if rules.admin { Level::All } else { rules.levels(module, function).inquire }
    }

    /// A reference that is known by its name: `{id, name, _info}`.
    fn named<'a>(&'a self, path: &'a str, id: u64, name: impl Into<Scalar<'a>>) -> Nested<'a> {
        Nested { link: self.link(path, id), parts: vec![("id", id.into()), ("name", name.into())] }
    }

    /// A reference that is known by its identifier too: `{id, identifier, name, _info}`.
    fn identified<'a>(&'a self, path: &'a str, id: u64, identifier: &'a str, name: &'a str) -> Nested<'a> {
        let parts = vec![("id", id.into()), ("identifier", identifier.into()), ("name", name.into())];
        Nested { link: self.link(path, id), parts }
    }

    #[expect(clippy::unnecessary_wraps, reason = "an object within a record may have no link")]
    fn link<'a>(&'a self, path: &'a str, id: u64) -> Option<Link<'a>> {
        Some(Link { here: &self.here, path, id })
    }

    /// The link to a record, as it stands in `_info`.
    pub(super) fn href(&self, path: &str, id: u64) -> Value {
        json!(self.link(path, id))
    }

    fn company(&self, row: usize) -> Nested<'_> {
        let company = &self.tenant().companies[row];
        self.identified("company/companies", COMPANIES.of(row), &company.identifier, &company.name)
    }

    fn location(&self) -> Nested<'_> {
        self.named("system/locations", 2, "Main Office")
    }

    fn department(&self) -> Nested<'_> {
        self.identified("system/departments", 10, "Services", "Professional Services")
    }

    fn cycle(&self, cycle: Cycle) -> Nested<'_> {
        let (id, name) = match cycle {
            Cycle::Monthly => (2, "Monthly"),
            Cycle::Quarterly => (3, "Quarterly"),
            Cycle::Yearly => (5, "Annually"),
        };
        self.named("finance/billingCycles", id, name)
    }

    fn currency(&self) -> Nested<'_> {
        Nested {
            link: self.link("finance/currencies", 7),
            parts: vec![
                ("currencyCode", "USD".into()),
                ("currencyIdentifier", "Base".into()),
                ("decimalSeparator", ".".into()),
                ("displayIdFlag", false.into()),
                ("displaySymbolFlag", false.into()),
                ("id", 7.into()),
                ("name", "US Dollars".into()),
                ("negativeParenthesesFlag", false.into()),
                ("numberOfDecimals", 2.into()),
                ("rightAlign", false.into()),
                ("symbol", "$".into()),
                ("thousandsSeparator", ",".into()),
            ],
        }
    }
}

/// The usual terms, which have no link.
fn terms() -> Nested<'static> {
    Nested { link: None, parts: vec![("id", 1.into()), ("name", "Net 30 days".into())] }
}

/// A JSON object without its nulls.
fn record(value: Value) -> Record {
    let Value::Object(mut record) = value else { return Record::new() };
    record.retain(|_, value| !value.is_null());
    record
}

/// Nothing for an empty text, which the vendor leaves out.
fn text(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The start of a day as the vendor writes it.
fn day(date: jiff::civil::Date) -> String {
    format!("{date}T00:00:00Z")
}

/// Cents as an amount.
#[expect(clippy::cast_precision_loss, reason = "no amount of the sandbox comes near 2^53 cents")]
fn amount(cents: i64) -> f64 {
    cents as f64 / 100.0
}

/// When and by whom a record was last changed; as made, spread over the working hours of some days.
pub(super) fn info(row: usize, life: Life) -> Nested<'static> {
    let (day, hour, minute, second) = (row % 18 + 1, row % 9 + 8, row * 7 % 60, row * 13 % 60);
    let at = life
        .changed_at()
        .map_or_else(|| format!("2026-11-{day:02}T{hour:02}:{minute:02}:{second:02}Z"), |it| format!("{it}Z"));
    let by = if row.is_multiple_of(3) { "S365" } else { "kmeyer" };
    Nested { link: None, parts: vec![("lastUpdated", at.into()), ("updatedBy", by.into())] }
}

#[cfg(test)]
mod tests {
    use super::{Ids, record};

    #[test]
    fn ids_and_rows_are_each_others_inverse() {
        let ids = Ids { first: 250, step: 3 };
        assert_eq!((0..5).map(|row| ids.row(ids.of(row), 5)).collect::<Vec<_>>(), (0..5).map(Some).collect::<Vec<_>>());
        assert_eq!([ids.row(249, 5), ids.row(251, 5), ids.row(265, 5), ids.row(u64::MAX, 5)], [None; 4]);
    }

    #[test]
    fn nulls_are_left_out() {
        assert_eq!(record(serde_json::json!({"a": null, "b": 1})).keys().collect::<Vec<_>>(), ["b"]);
    }
}
