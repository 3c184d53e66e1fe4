//! The rows that a query finds: by the arithmetic of ids where that is enough, else by looking at each row once.

use std::{ops::Range, sync::Arc};

use super::{
    asked::Asked,
    conditions::{
        Condition, Unreadable,
        span::Span,
        truth::{meets, meets_by_id},
    },
    fields,
    lists::List,
    order::Order,
    query::Query,
    records::{Desk, Record},
    reply::Refusal,
};
use crate::sandbox::scenario::Level;

/// Rows in the order that was asked for.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// All of these, upwards.
    Upwards(Range<usize>),
    /// All of these, downwards.
    Downwards(Range<usize>),
    /// These, from a place on.
    Listed(Arc<Vec<usize>>, usize),
}

/// What decides which rows are found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Sought {
    list: List,
    conditions: [Option<String>; 2],
    order: Option<String>,
}

impl Found {
    /// Finds the rows that a query asks for.
    ///
    /// Errors: conditions or an order that the vendor refuses.
    pub(super) fn read(desk: &Desk, list: List, query: &Query) -> Result<Self, Refusal> {
        let order = Order::read(query, list.schema())?;
        let mut conditions = Vec::new();
        for name in ["conditions", "childconditions"] {
            let Some(text) = query.get(name) else { continue };
            let mut condition = Condition::parse(text).map_err(refused)?;
            for field in condition.fields_mut() {
                let known = fields::path(list.schema(), field).map(str::to_owned);
                *field = known.ok_or_else(|| Refusal::Condition(format!("{field} is not a recognized name.")))?;
            }
            conditions.push(condition);
        }
        // Custom fields have names of the tenant's own; the sandbox has none, so the text only has to read.
        if let Some(text) = query.get("customfieldconditions") {
            Condition::parse(text).map_err(refused)?;
        }
        // An API member owns no records, so a level of My shows none.
        if list.inquire(desk) == Level::My {
            return Ok(Self::Upwards(0..0));
        }
        let span = conditions.iter().map(Span::of).fold(Span::EVERY, Span::and);
        let all = list.rows(desk);
        let first = partition(all, |row| list.id(desk, row) < span.first);
        let within = first..partition(all, |row| list.id(desk, row) < span.end).max(first);
        if span.exact && order.is_by_id() && list.shows_all(desk) {
            return Ok(if order.is_descending() { Self::Downwards(within) } else { Self::Upwards(within) });
        }
        let given = |name| query.get(name).map(str::to_owned);
        let sought =
            Sought { list, conditions: [given("conditions"), given("childconditions")], order: given("orderby") };
        if let Some(rows) = desk.found.get(&sought) {
            return Ok(Self::Listed(rows, 0));
        }
        let rows = Arc::new(look(desk, list, within, &conditions, &order));
        desk.found.put(sought, Arc::clone(&rows), size_of::<usize>() * rows.len() + 200);
        Ok(Self::Listed(rows, 0))
    }

    /// Leaves out ids up to this one; ids go upwards when nothing else was asked for.
    pub(super) fn after(self, desk: &Desk, list: List, id: u64) -> Self {
        match self {
            Self::Upwards(rows) => {
                let start = partition(list.rows(desk), |row| list.id(desk, row) <= id).clamp(rows.start, rows.end);
                Self::Upwards(start..rows.end)
            }
            Self::Downwards(rows) => Self::Downwards(rows),
            Self::Listed(rows, _) => {
                let start = rows.partition_point(|row| list.id(desk, *row) <= id);
                Self::Listed(rows, start)
            }
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Upwards(rows) | Self::Downwards(rows) => rows.len(),
            Self::Listed(rows, start) => rows.len() - start,
        }
    }

    /// So many of them, after some.
    pub(super) fn slice(&self, skipped: usize, length: usize) -> Vec<usize> {
        match self {
            Self::Upwards(rows) => rows.clone().skip(skipped).take(length).collect(),
            Self::Downwards(rows) => rows.clone().rev().skip(skipped).take(length).collect(),
            Self::Listed(rows, start) => rows[*start..].iter().copied().skip(skipped).take(length).collect(),
        }
    }
}

fn refused(Unreadable(message): Unreadable) -> Refusal {
    Refusal::Condition(message)
}

/// Looks at each row within these; only the fields that decide are made.
fn look(desk: &Desk, list: List, within: Range<usize>, conditions: &[Condition], order: &Order) -> Vec<usize> {
    let asked = Asked::of(conditions.iter().flat_map(Condition::fields));
    let meets = |row: &usize| {
        let mut record: Option<Record> = None;
        list.shows(desk, *row)
            && conditions.iter().all(|condition| {
                meets_by_id(list.id(desk, *row), condition)
                    .unwrap_or_else(|| meets(record.get_or_insert_with(|| list.record(desk, *row, &asked)), condition))
            })
    };
    let mut rows: Vec<usize> = within.filter(meets).collect();
    if !order.is_by_id() {
        let asked = Asked::of(order.fields());
        rows.sort_by_cached_key(|row| order.key(&list.record(desk, *row, &asked), list.id(desk, *row)));
    } else if order.is_descending() {
        rows.reverse();
    }
    rows
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
    use super::Found;

    #[test]
    fn the_boundary_is_found_by_halving() {
        for boundary in 0..=9 {
            assert_eq!(super::partition(9, |row| row < boundary), boundary);
        }
    }

    #[test]
    fn a_slice_goes_the_way_that_was_asked_for() {
        assert_eq!(Found::Upwards(3..9).slice(2, 3), [5, 6, 7]);
        assert_eq!(Found::Downwards(3..9).slice(2, 9), [6, 5, 4, 3]);
        let listed = Found::Listed(std::sync::Arc::new(vec![4, 8, 9, 11]), 1);
        assert_eq!((listed.count(), listed.slice(1, 5)), (3, vec![9, 11]));
    }
}
