//! ConnectWise's records, each made on demand from the tenant: a list of 500,000 products costs nothing until it is read.

pub mod agreements;
pub mod catalog;
pub mod companies;
pub mod invoices;
pub mod roles;

use serde_json::{Map, Value, json};

use crate::{
    model::origin::Origin,
    sandbox::{
        scenario::Level,
        server::Shared,
        tenant::{Cycle, Tenant},
    },
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

/// One listener's view of the tenant, with what it takes to render it.
#[derive(Debug)]
pub struct Desk {
    /// The listener.
    pub shared: std::sync::Arc<Shared>,
    lines_of: std::sync::OnceLock<Vec<Vec<usize>>>,
}

impl Desk {
    /// A desk at one listener.
    pub fn new(shared: std::sync::Arc<Shared>) -> Self {
        Self { shared, lines_of: std::sync::OnceLock::new() }
    }

    /// The data.
    pub fn tenant(&self) -> &Tenant {
        &self.shared.tenant
    }

    fn here(&self) -> &Origin {
        self.shared.here()
    }

    /// Says whether the role may see the agreements of this row's type.
    pub fn shows_agreement(&self, agreement: usize) -> bool {
        let kind = self.tenant().agreements[agreement].kind;
        let name = self.tenant().agreement_types[kind].name;
        !self.shared.scenario.connectwise.hidden_agreement_types.iter().any(|it| it == name)
    }

    /// Rows of the lines of one agreement.
    pub fn lines_of(&self, agreement: usize) -> &[usize] {
        &self.lines_of.get_or_init(|| {
            let mut lines = vec![Vec::new(); self.tenant().agreements.len()];
            for (row, line) in self.tenant().lines.iter().enumerate() {
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
    fn named(&self, path: &str, id: u64, name: &str) -> Value {
        json!({"id": id, "name": name, "_info": self.link(path, id)})
    }

    /// A reference that is known by its identifier too: `{id, identifier, name, _info}`.
    fn identified(&self, path: &str, id: u64, identifier: &str, name: &str) -> Value {
        json!({"id": id, "identifier": identifier, "name": name, "_info": self.link(path, id)})
    }

    fn link(&self, path: &str, id: u64) -> Value {
        // The vendor names the field after its list: company_href, type_href, ...
        let list = path.rsplit('/').next().unwrap_or(path);
        let list = match (list.strip_suffix("ies"), list.strip_suffix("uses")) {
            (Some(stem), _) => format!("{stem}y"),
            (None, Some(stem)) => format!("{stem}us"),
            (None, None) => list.strip_suffix('s').unwrap_or(list).to_owned(),
        };
        json!({format!("{list}_href"): format!("{}/v4_6_release/apis/3.0/{path}/{id}", self.here())})
    }

    fn company(&self, row: usize) -> Value {
        let company = &self.tenant().companies[row];
        self.identified("company/companies", COMPANIES.of(row), &company.identifier, &company.name)
    }

    fn location(&self) -> Value {
        self.named("system/locations", 2, "Main Office")
    }

    fn department(&self) -> Value {
        self.identified("system/departments", 10, "Services", "Professional Services")
    }

    fn cycle(&self, cycle: Cycle) -> Value {
        let (id, name) = match cycle {
            Cycle::Monthly => (2, "Monthly"),
            Cycle::Quarterly => (3, "Quarterly"),
            Cycle::Yearly => (5, "Annually"),
        };
        self.named("finance/billingCycles", id, name)
    }

    fn currency(&self) -> Value {
        json!({
            "id": 7, "symbol": "$", "currencyCode": "USD", "decimalSeparator": ".", "numberOfDecimals": 2,
            "thousandsSeparator": ",", "negativeParenthesesFlag": false, "displaySymbolFlag": false,
            "currencyIdentifier": "Base", "displayIdFlag": false, "rightAlign": false, "name": "US Dollars",
            "_info": self.link("finance/currencies", 7),
        })
    }
}

/// A JSON object without its nulls.
fn record(value: Value) -> Record {
    let Value::Object(mut record) = value else { return Record::new() };
    record.retain(|_, value| !value.is_null());
    record
}

/// `null` for an empty text, which the vendor leaves out.
fn text(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { Value::from(text) }
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

/// When and by whom a record was last changed; spread over the working hours of some days.
fn info(row: usize) -> Value {
    let (day, hour, minute, second) = (row % 18 + 1, row % 9 + 8, row * 7 % 60, row * 13 % 60);
    json!({
        "lastUpdated": format!("2026-11-{day:02}T{hour:02}:{minute:02}:{second:02}Z"),
        "updatedBy": if row.is_multiple_of(3) { "S365" } else { "kmeyer" },
    })
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
