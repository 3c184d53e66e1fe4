//! One page of a list, or its count: conditions, then order, then the page with its `Link`.
//!
//! Rows are rendered as late as possible: without conditions and order, only those of the page.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::{Value, json};

use super::{
    conditions::{
        Condition, Unreadable,
        truth::{meets, meets_by_id},
    },
    fields,
    lists::List,
    order::Order,
    paging::{Page, Paging},
    query::Query,
    records::{Desk, Record},
    reply::{self, Refusal},
};
use crate::sandbox::scenario::Level;

/// Answers with one page.
///
/// Errors: parameters that the vendor refuses.
pub fn page(desk: &Desk, list: List, url: &str, query: &Query, headers: &HeaderMap) -> Result<Response, Refusal> {
    let paging = Paging::read(query, headers)?;
    let order = Order::read(query, list.schema())?;
    let mut found = Found::read(desk, list, query)?;
    if let Paging::Forward { after, .. } = paging {
        found.after = Some(after);
    } else if !order.is_by_id() {
        found.sort(&order);
    } else if order.is_descending() {
        found.rows().reverse();
    }
    let wanted = paging.size();
    let (start, total) = match &paging {
        Paging::Numbered { page, size } => ((page - 1).saturating_mul(*size), found.count()),
        Paging::Forward { .. } => (0, found.count()),
    };
    let rows: Vec<usize> = found.slice(start, wanted);
    let last_id = rows.last().map(|row| list.id(desk, *row));
    let records: Vec<Value> = rows
        .into_iter()
        .map(|row| list.record(desk, row))
        .map(|it| Value::Object(query.get("fields").map_or_else(|| it.clone(), |only| fields::only(&it, only))))
        .collect();
    let mut response = reply::json(StatusCode::OK, &Value::Array(records));
    let link = paging.link(url, query, &Page { total, last_id });
    if let Some(link) = link.and_then(|it| HeaderValue::from_str(&it).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// Answers with the count.
///
/// Errors: conditions that the vendor refuses.
pub fn count(desk: &Desk, list: List, query: &Query) -> Result<Response, Refusal> {
    let mut found = Found::read(desk, list, query)?;
    Ok(reply::json(StatusCode::OK, &json!({"count": found.count()})))
}

/// Answers with one record.
///
/// Errors: no such record.
pub fn single(desk: &Desk, list: List, id: &str, query: &Query) -> Result<Response, Refusal> {
    let row = id.parse().ok().and_then(|it| list.row(desk, it)).filter(|_| list.inquire(desk) == Level::All);
    let row = row.ok_or_else(|| Refusal::NoRecord { what: list.schema().to_owned(), id: id.to_owned() })?;
    let record = list.record(desk, row);
    let record = query.get("fields").map_or_else(|| record.clone(), |only| fields::only(&record, only));
    Ok(reply::json(StatusCode::OK, &Value::Object(record)))
}

/// The rows that meet the conditions, worked out when they are needed.
struct Found<'a> {
    desk: &'a Desk,
    list: List,
    conditions: Vec<Condition>,
    after: Option<u64>,
    rows: Option<Vec<usize>>,
}

impl<'a> Found<'a> {
    fn read(desk: &'a Desk, list: List, query: &Query) -> Result<Self, Refusal> {
        let mut conditions = Vec::new();
        let refuse = |Unreadable(message)| Refusal::Condition(message);
        for name in ["conditions", "childconditions"] {
            let Some(text) = query.get(name) else { continue };
            let condition = Condition::parse(text).map_err(refuse)?;
            for field in condition.fields() {
                if !fields::is_documented(list.schema(), field) {
                    return Err(Refusal::Condition(format!("{field} is not a recognized name.")));
                }
            }
            conditions.push(condition);
        }
        // Custom fields have names of the tenant's own; the sandbox has none, so the text only has to read.
        if let Some(text) = query.get("customfieldconditions") {
            Condition::parse(text).map_err(refuse)?;
        }
        // An API member owns no records, so a level of My shows none.
        let rows = (list.inquire(desk) == Level::My).then(Vec::new);
        Ok(Self { desk, list, conditions, after: None, rows })
    }

    fn meets(&self, row: usize) -> bool {
        let Self { desk, list, conditions, after, .. } = self;
        let id = list.id(desk, row);
        if after.is_some_and(|after| id <= after) || !list.shows(desk, row) {
            return false;
        }
        let mut record: Option<Record> = None;
        conditions.iter().all(|condition| {
            meets_by_id(id, condition)
                .unwrap_or_else(|| meets(record.get_or_insert_with(|| list.record(desk, row)), condition))
        })
    }

    fn rows(&mut self) -> &mut Vec<usize> {
        if self.rows.is_none() {
            self.rows = Some((0..self.list.rows(self.desk)).filter(|row| self.meets(*row)).collect());
        }
        self.rows.get_or_insert_default()
    }

    /// How many rows come before the first that is wanted, when that can be told without looking at any.
    fn counted(&self) -> Option<usize> {
        let plain = self.rows.is_none() && self.conditions.is_empty() && self.list.shows_all(self.desk);
        plain.then(|| {
            let all = self.list.rows(self.desk);
            self.after.map_or(0, |after| partition(all, |row| self.list.id(self.desk, row) <= after))
        })
    }

    fn count(&mut self) -> usize {
        match self.counted() {
            Some(skipped) => self.list.rows(self.desk) - skipped,
            None => self.rows().len(),
        }
    }

    fn slice(&mut self, start: usize, length: usize) -> Vec<usize> {
        match self.counted() {
            Some(skipped) => (0..self.list.rows(self.desk)).skip(skipped.saturating_add(start)).take(length).collect(),
            None => self.rows().iter().copied().skip(start).take(length).collect(),
        }
    }

    fn sort(&mut self, order: &Order) {
        let (desk, list) = (self.desk, self.list);
        self.rows().sort_by_cached_key(|row| order.key(&list.record(desk, *row), list.id(desk, *row)));
    }
}

/// The first row for which `before` no longer holds; it holds for none after that.
fn partition(rows: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, rows);
    while low < high {
        let middle = low.midpoint(high);
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_boundary_is_found_by_halving() {
        for boundary in 0..=9 {
            assert_eq!(super::partition(9, |row| row < boundary), boundary);
        }
    }
}
