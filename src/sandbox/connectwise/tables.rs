//! The short, fixed lists: setup tables and lists that are empty, read from `assets/sandbox/connectwise-tables.toml`.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Value, json};

use super::records::{self, Desk, Record};
use crate::sandbox::tenant::Life;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Table(usize);

/// What the file says of one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    /// Such as `company/companies/statuses`, as the vendor spells it.
    path: String,
    schema: String,
    /// Module and function that guard it; none for a table that is open to everyone.
    right: Option<(String, String)>,
    /// By id, upwards.
    rows: Vec<Record>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    table: Vec<Facts>,
}

static TABLES: LazyLock<Vec<Facts>> = LazyLock::new(|| {
    let text = include_str!("../../../assets/sandbox/connectwise-tables.toml");
    toml::from_str::<File>(text).expect("every_table_reads_with_rows_by_id parses the file").table
});

impl Table {
    /// The table at the beginning of a path in lower case, and what follows.
    pub(super) fn at<'a>(words: &'a [&'a str]) -> Option<(Self, &'a [&'a str])> {
        TABLES.iter().enumerate().find_map(|(nth, it)| {
            let mut rest = words.iter();
            let leads = it.path.split('/').all(|part| rest.next().is_some_and(|word| part.eq_ignore_ascii_case(word)));
            leads.then_some((Self(nth), rest.as_slice()))
        })
    }

    /// Id and name of the row of a table that has this text in this field.
    pub(super) fn find(path: &str, field: &str, text: &str) -> Option<(u64, &'static str)> {
        let row = TABLES.iter().find(|it| it.path == path)?.rows.iter().find(|it| it[field] == text)?;
        Some((row["id"].as_u64()?, row["name"].as_str()?))
    }

    fn facts(self) -> &'static Facts {
        &TABLES[self.0]
    }

    /// Name of the records' schema.
    pub(super) fn schema(self) -> &'static str {
        &self.facts().schema
    }

    /// Module and function that guard it.
    pub(super) fn guard(self) -> Option<(&'static str, &'static str)> {
        self.facts().right.as_ref().map(|(module, function)| (module.as_str(), function.as_str()))
    }

    /// Says whether it describes the MSP's business, and not its PSA and who works with it.
    pub(super) fn holds_data(self) -> bool {
        !self.facts().path.starts_with("system/")
    }

    /// How many rows there are.
    pub(super) fn rows(self) -> usize {
        self.facts().rows.len()
    }

    /// The id of a row.
    pub(super) fn id(self, row: usize) -> u64 {
        self.facts().rows[row]["id"].as_u64().unwrap_or_default()
    }

    /// One row; a part that names its list with `at` gets the link to its record.
    pub(super) fn record(self, desk: &Desk, row: usize) -> Record {
        let mut record = self.facts().rows[row].clone();
        for part in record.values_mut().filter_map(Value::as_object_mut) {
            let id = part.get("id").and_then(Value::as_u64).unwrap_or_default();
            if let Some(Value::String(path)) = part.remove("at") {
                part.insert("_info".to_owned(), desk.href(&path, id));
            }
        }
        record.insert("_info".to_owned(), json!(records::info(row, Life::default())));
        record
    }
}

#[cfg(test)]
mod tests {
    use super::{TABLES, Table};
    use crate::sandbox::connectwise::fields::is_documented;

    #[test]
    fn every_table_reads_with_rows_by_id_whose_fields_are_documented() {
        for (nth, facts) in TABLES.iter().enumerate() {
            let ids: Vec<u64> = (0..facts.rows.len()).map(|row| Table(nth).id(row)).collect();
            assert!(ids.is_sorted_by(|one, next| one < next) && !ids.contains(&0), "{}", facts.path);
            assert!(is_documented(&facts.schema, "id"), "{}", facts.path);
            for field in facts.rows.iter().flat_map(serde_json::Map::keys) {
                assert!(is_documented(&facts.schema, field), "{}: {field}", facts.path);
            }
        }
    }

    #[test]
    fn a_table_is_found_at_the_beginning_of_a_path() {
        let words = ["company", "companies", "statuses", "count"];
        assert!(matches!(Table::at(&words), Some((table, ["count"])) if table.schema() == "CompanyStatus"));
        assert_eq!(Table::at(&["company", "companies"]), None);
        assert_eq!(Table::at(&["company", "companies", "250"]), None);
    }
}
