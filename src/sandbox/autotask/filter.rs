//! Reads the `filter` of a query and says which rows it lets through.
//!
//! Text compares whatever the case, moments compare as instants. As in a database, null satisfies nothing but `notExist`.

use std::{cmp::Ordering, ops::Range};

use jiff::{Timestamp, civil::DateTime, tz::Offset};
use serde_json::{Map, Value};

use super::cell::{Cell, Kind, USER_FIELD};
use super::entity::Entity;
use super::info::is_queryable;
use super::query::{Refusal, lookup};
use super::records::Data;

/// The most conditions under `or`, and values under `in`, in one query.
const MOST_ALTERNATIVES: usize = 500;

/// A condition on a row.
#[derive(Debug, PartialEq)]
pub(super) enum Test {
    /// Every one of them.
    All(Vec<Test>),
    /// At least one of them.
    Any(Vec<Test>),
    /// One field.
    Field { place: Place, op: Op },
}

/// Where the value stands.
#[derive(Debug, PartialEq)]
pub(super) enum Place {
    /// In the field of this position.
    Field(usize),
    /// In the user-defined field.
    UserField,
}

/// What is asked of a value.
#[derive(Debug, PartialEq)]
pub(super) enum Op {
    Eq(Operand),
    NotEq(Operand),
    Gt(Operand),
    Gte(Operand),
    Lt(Operand),
    Lte(Operand),
    BeginsWith(String),
    EndsWith(String),
    Contains(String),
    Exist,
    NotExist,
    In(Vec<Operand>),
    NotIn(Vec<Operand>),
}

/// What a value is compared with. Texts are in lower case.
#[derive(Debug, PartialEq)]
pub(super) enum Operand {
    Int(i64),
    Amount(f64),
    Flag(bool),
    Text(String),
    When(DateTime),
}

/// Reads the list under `filter`; its conditions must all hold.
///
/// Errors: the text of the first thing that is wrong. Only the texts' meaning is known from the vendor, not the words.
pub(super) fn parse(entity: &Entity, list: &[Value]) -> Result<Test, Refusal> {
    let mut alternatives = 0;
    let tests = list.iter().map(|it| condition(entity, it, &mut alternatives)).collect::<Result<_, _>>()?;
    Ok(Test::All(tests))
}

impl Test {
    /// Says whether a row is let through.
    pub(super) fn lets(&self, entity: &Entity, data: Data<'_>, row: usize) -> bool {
        match self {
            Self::All(tests) => tests.iter().all(|it| it.lets(entity, data, row)),
            Self::Any(tests) => tests.iter().any(|it| it.lets(entity, data, row)),
            Self::Field { place: Place::Field(field), op } => op.holds(&(entity.fields[*field].get)(data, row)),
            Self::Field { place: Place::UserField, op } => {
                let own = entity.fields.iter().find(|it| it.kind == Kind::UserFields);
                match own.map(|it| (it.get)(data, row)) {
                    Some(Cell::UserFields(Some(value))) => op.holds(&Cell::made(value)),
                    _ => op.holds(&Cell::Null),
                }
            }
        }
    }

    /// The ids outside of which nothing can be let through, so that `id > last` does not walk what it has seen.
    pub(super) fn ids(&self, entity: &Entity) -> Range<i64> {
        let whole = 0..i64::MAX;
        match self {
            Self::All(tests) => tests.iter().map(|it| it.ids(entity)).fold(whole, |a, b| {
                let start = a.start.max(b.start);
                start..a.end.min(b.end).max(start)
            }),
            Self::Field { place: Place::Field(field), op } if entity.fields[*field].name == "id" => op.ids(),
            Self::Any(_) | Self::Field { .. } => whole,
        }
    }
}

impl Op {
    /// The ids outside of which it cannot hold, when it is asked of the id.
    fn ids(&self) -> Range<i64> {
        let from = |it: i64| it..i64::MAX;
        let below = |it: i64| 0..it.max(0);
        match self {
            Self::Eq(Operand::Int(id)) => *id..id.saturating_add(1),
            Self::Gt(Operand::Int(id)) => from(id.saturating_add(1)),
            Self::Gte(Operand::Int(id)) => from(*id),
            Self::Lt(Operand::Int(id)) => below(*id),
            Self::Lte(Operand::Int(id)) => below(id.saturating_add(1)),
            Self::Eq(_)
            | Self::NotEq(_)
            | Self::Gt(_)
            | Self::Gte(_)
            | Self::Lt(_)
            | Self::Lte(_)
            | Self::BeginsWith(_)
            | Self::EndsWith(_)
            | Self::Contains(_)
            | Self::Exist
            | Self::NotExist
            | Self::In(_)
            | Self::NotIn(_) => from(0),
        }
    }

    fn holds(&self, cell: &Cell<'_>) -> bool {
        let is = |operand, wanted: fn(Ordering) -> bool| compare(cell, operand).is_some_and(wanted);
        let text = |wanted: &dyn Fn(&str) -> bool| {
            if let Cell::Text(text) = cell { wanted(&text.to_lowercase()) } else { false }
        };
        match self {
            Self::Eq(operand) => is(operand, Ordering::is_eq),
            Self::NotEq(operand) => is(operand, Ordering::is_ne),
            Self::Gt(operand) => is(operand, Ordering::is_gt),
            Self::Gte(operand) => is(operand, Ordering::is_ge),
            Self::Lt(operand) => is(operand, Ordering::is_lt),
            Self::Lte(operand) => is(operand, Ordering::is_le),
            Self::BeginsWith(part) => text(&|it| it.starts_with(part)),
            Self::EndsWith(part) => text(&|it| it.ends_with(part)),
            Self::Contains(part) => text(&|it| it.contains(part)),
            Self::Exist => *cell != Cell::Null,
            Self::NotExist => *cell == Cell::Null,
            Self::In(operands) => operands.iter().any(|it| is(it, Ordering::is_eq)),
            Self::NotIn(operands) => *cell != Cell::Null && !operands.iter().any(|it| is(it, Ordering::is_eq)),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a number beyond 2^53 is compared with a fraction by nobody")]
fn compare(cell: &Cell<'_>, operand: &Operand) -> Option<Ordering> {
    match (cell, operand) {
        (Cell::Int(a), Operand::Int(b)) => Some(a.cmp(b)),
        (Cell::Int(a), Operand::Amount(b)) => (*a as f64).partial_cmp(b),
        (Cell::Amount(a), Operand::Amount(b)) => a.partial_cmp(b),
        (Cell::Amount(a), Operand::Int(b)) => a.partial_cmp(&(*b as f64)),
        (Cell::Flag(a), Operand::Flag(b)) => Some(a.cmp(b)),
        (Cell::Text(a), Operand::Text(b)) => Some(a.to_lowercase().as_str().cmp(b)),
        (Cell::When(a), Operand::When(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

fn condition(entity: &Entity, value: &Value, alternatives: &mut usize) -> Result<Test, Refusal> {
    let Value::Object(map) = value else { return Err(Refusal("A filter must be an object.".into())) };
    let op = lookup(map, "op").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    if op == "and" || op == "or" {
        let items = lookup(map, "items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if items.is_empty() {
            return Err(Refusal(format!("The filter group '{op}' has no items.")));
        }
        if op == "or" {
            *alternatives += items.len();
            few_enough(*alternatives)?;
        }
        let tests = items.iter().map(|it| condition(entity, it, alternatives)).collect::<Result<_, _>>()?;
        return Ok(if op == "or" { Test::Any(tests) } else { Test::All(tests) });
    }
    let name = lookup(map, "field").and_then(Value::as_str).unwrap_or_default();
    let (place, kind) = if lookup(map, "udf").and_then(Value::as_bool).unwrap_or_default() {
        let known = entity.has_user_fields() && name.eq_ignore_ascii_case(USER_FIELD);
        known.then_some((Place::UserField, Kind::Text))
    } else {
        let field = entity.field(name).filter(|it| may_stand(entity, *it));
        field.map(|it| (Place::Field(it), entity.fields[it].kind))
    }
    .ok_or_else(|| Refusal(format!("Unable to find {name} in the {} Entity.", entity.legacy)))?;
    let op = operation(&op, name, kind, map)?;
    if let Op::In(values) | Op::NotIn(values) = &op {
        few_enough(values.len())?;
    }
    Ok(Test::Field { place, op })
}

fn may_stand(entity: &Entity, field: usize) -> bool {
    let field = &entity.fields[field];
    field.kind != Kind::UserFields && is_queryable(entity.source, field.name)
}

fn few_enough(alternatives: usize) -> Result<(), Refusal> {
    if alternatives > MOST_ALTERNATIVES {
        return Err(Refusal(format!("The query has {alternatives} OR conditions; {MOST_ALTERNATIVES} are allowed.")));
    }
    Ok(())
}

fn operation(op: &str, name: &str, kind: Kind, map: &Map<String, Value>) -> Result<Op, Refusal> {
    let value = lookup(map, "value").unwrap_or(&Value::Null);
    let one = || operand(value, name, kind);
    let text = || match value {
        Value::String(text) => Ok(text.to_lowercase()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err(unfit(value, name)),
    };
    let many = || match value {
        Value::Array(values) => values.iter().map(|it| operand(it, name, kind)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            Err(unfit(value, name))
        }
    };
    Ok(match op {
        "eq" => Op::Eq(one()?),
        "noteq" => Op::NotEq(one()?),
        "gt" => Op::Gt(one()?),
        "gte" => Op::Gte(one()?),
        "lt" => Op::Lt(one()?),
        "lte" => Op::Lte(one()?),
        "beginswith" => Op::BeginsWith(text()?),
        "endswith" => Op::EndsWith(text()?),
        "contains" => Op::Contains(text()?),
        "exist" => Op::Exist,
        "notexist" => Op::NotExist,
        "in" => Op::In(many()?),
        "notin" => Op::NotIn(many()?),
        _ => return Err(Refusal(format!("The filter operator '{op}' is not supported."))),
    })
}

fn operand(value: &Value, name: &str, kind: Kind) -> Result<Operand, Refusal> {
    let found = match (kind, value) {
        (Kind::Short | Kind::Long | Kind::Amount, Value::Number(number)) => {
            number.as_i64().map(Operand::Int).or_else(|| number.as_f64().map(Operand::Amount))
        }
        (Kind::Short | Kind::Long | Kind::Amount, Value::String(text)) => {
            let text = text.trim();
            text.parse().map(Operand::Int).or_else(|_| text.parse().map(Operand::Amount)).ok()
        }
        (Kind::Flag, Value::Bool(flag)) => Some(Operand::Flag(*flag)),
        (Kind::Flag, Value::String(text)) => text.to_ascii_lowercase().parse().map(Operand::Flag).ok(),
        (Kind::Text, Value::String(text)) => Some(Operand::Text(text.to_lowercase())),
        (Kind::Text, Value::Number(number)) => Some(Operand::Text(number.to_string())),
        (Kind::When, Value::String(text)) => instant(text).map(Operand::When),
        _ => None,
    };
    found.ok_or_else(|| unfit(value, name))
}

/// A moment with a zone or, without one, in UTC.
fn instant(text: &str) -> Option<DateTime> {
    let zoned = text.parse::<Timestamp>().map(|it| Offset::UTC.to_datetime(it));
    zoned.or_else(|_| text.parse::<DateTime>()).ok()
}

fn unfit(value: &Value, name: &str) -> Refusal {
    Refusal(format!("The value {value} cannot be compared with {name}."))
}

#[cfg(test)]
mod tests;
