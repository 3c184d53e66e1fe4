//! Goes through the rows of a ConnectWise list that the API member may see, for a digest. Nothing is answered here.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::{
    asked::Asked,
    lists::List,
    records::{ADDITIONS, AGREEMENTS, CATALOG, COMPANIES, Desk, agreements},
    route,
    writer::Writer,
};
use crate::sandbox::{backstage::Lines, scenario::Level, server::Shared, tenant::Listed};

/// Path and id of a row of the tenant.
pub(in crate::sandbox) fn id(list: Listed, row: usize) -> (&'static str, u64) {
    match list {
        Listed::Companies => ("/company/companies", COMPANIES.of(row)),
        Listed::Agreements => ("/finance/agreements", AGREEMENTS.of(row)),
        Listed::Products => ("/procurement/catalog", CATALOG.of(row)),
        Listed::Lines => ("/finance/agreements/additions", ADDITIONS.of(row)),
    }
}

/// Takes each row's values at these paths; `None` when there is no such list.
pub(in crate::sandbox) fn digest(shared: &Arc<Shared>, path: &str, fields: &[&str], lines: &mut Lines) -> Option<()> {
    let desk = Desk::new(Arc::clone(shared), shared.tenant.now());
    let asked = Asked::of(fields.iter().copied());
    let path = path.trim_matches('/').to_ascii_lowercase();
    let mut text = Vec::new();
    if path == "finance/agreements/additions" {
        let tenant = desk.tenant();
        let there = |row: &usize| {
            let line = &tenant.lines[*row];
            List::Agreements.inquire(&desk) == Level::All && !line.life.removed && desk.shows_agreement(line.agreement)
        };
        for row in (0..tenant.lines.len()).filter(there) {
            text.clear();
            let mut to = Writer::open(&asked, &mut text);
            agreements::addition(&desk, row, &mut to);
            to.close();
            lines.take(&line(&text, fields));
        }
        return Some(());
    }
    let words: Vec<&str> = path.split('/').collect();
    let (list, []) = route::list(&desk, &words).ok()? else { return None };
    if list.inquire(&desk) == Level::All {
        for row in (0..list.rows(&desk)).filter(|row| list.shows(&desk, *row)) {
            text.clear();
            list.write(&desk, row, &asked, &mut text);
            lines.take(&line(&text, fields));
        }
    }
    Some(())
}

/// A JSON array of the values at these paths of a record.
fn line(record: &[u8], fields: &[&str]) -> Vec<u8> {
    let record: Map<String, Value> = serde_json::from_slice(record).unwrap_or_default();
    let record = Value::Object(record);
    let values: Vec<Value> = fields.iter().map(|it| at(&record, it)).collect();
    Value::Array(values).to_string().into_bytes()
}

/// The value at a path such as `types/name`; through an array, an array of what is there in each member.
fn at(value: &Value, path: &str) -> Value {
    let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
    match value {
        Value::Array(members) => members.iter().map(|it| at(it, path)).collect(),
        Value::Object(parts) => {
            let part = parts.iter().find(|(name, _)| name.eq_ignore_ascii_case(first)).map(|(_, value)| value);
            match (part, rest) {
                (None, _) => Value::Null,
                (Some(part), None) => part.clone(),
                (Some(part), Some(rest)) => at(part, rest),
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_line_has_a_value_for_each_path() {
        let record = br#"{"id":7,"status":{"name":"Active"},"types":[{"name":"Client"},{"id":2}],"price":0.0}"#;
        let line = super::line(record, &["id", "Status/Name", "types/name", "types/id", "city", "id/x", "price"]);
        assert_eq!(String::from_utf8(line).unwrap(), r#"[7,"Active",["Client",null],[null,2],null,null,0.0]"#);
    }
}
