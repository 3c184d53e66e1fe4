//! The `orderBy` parameter: `name desc,id`.

use std::cmp::{Ordering, Reverse};

use serde_json::Value;

use super::{conditions::truth::values_at, fields, query::Query, records::Record, reply::Refusal};

/// An order, by id when nothing was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order(Vec<(String, Direction)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

impl Order {
    /// Reads the parameter.
    ///
    /// Errors: a field that the schema has not, a word that is no direction.
    pub fn read(query: &Query, schema: &str) -> Result<Self, Refusal> {
        let mut order = Vec::new();
        for part in query.get("orderby").unwrap_or_default().split(',').filter(|it| !it.trim().is_empty()) {
            let mut words = part.split_whitespace();
            let field = words.next().unwrap_or_default();
            let direction = match words.next().map(str::to_ascii_lowercase).as_deref() {
                None | Some("asc") => Direction::Up,
                Some("desc") => Direction::Down,
                Some(word) => return Err(Refusal::Condition(format!("{word} is not a recognized direction."))),
            };
            let Some(field) = fields::path(schema, field) else {
                return Err(Refusal::Condition(format!("{field} is not a recognized name.")));
            };
            order.push((field.to_owned(), direction));
        }
        Ok(Self(order))
    }

    /// Says whether only the id decides, so that no record has to be rendered.
    pub fn is_by_id(&self) -> bool {
        self.0.first().is_none_or(|(field, _)| field.eq_ignore_ascii_case("id"))
    }

    /// Says whether the first field goes down.
    pub fn is_descending(&self) -> bool {
        self.0.first().is_some_and(|(_, direction)| *direction == Direction::Down)
    }

    /// Every field that decides.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(field, _)| field.as_str())
    }

    /// What a record is sorted by; the id decides last.
    pub fn key(&self, record: &Record, id: u64) -> (Vec<Key>, u64) {
        let key = |(field, direction): &(String, Direction)| {
            let value = Sorted::of(values_at(record, field).first().copied());
            match direction {
                Direction::Up => Key::Up(value),
                Direction::Down => Key::Down(Reverse(value)),
            }
        };
        (self.0.iter().map(key).collect(), id)
    }
}

/// A value in the direction it is sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// The smallest first.
    Up(Sorted),
    /// The largest first.
    Down(Reverse<Sorted>),
}

/// A value that can be sorted; null comes first, as in the vendor's database.
#[derive(Clone, Debug, PartialEq)]
pub enum Sorted {
    /// Not there, or nothing that has an order.
    Null,
    /// `False` before `True`.
    Truth(bool),
    /// By size.
    Number(f64),
    /// Without regard to case.
    Text(String),
}

impl Sorted {
    fn of(value: Option<&Value>) -> Self {
        match value {
            Some(Value::Bool(truth)) => Self::Truth(*truth),
            Some(Value::Number(number)) => Self::Number(number.as_f64().unwrap_or_default()),
            Some(Value::String(text)) => Self::Text(text.to_lowercase()),
            None | Some(Value::Null | Value::Array(_) | Value::Object(_)) => Self::Null,
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Truth(_) => 1,
            Self::Number(_) => 2,
            Self::Text(_) => 3,
        }
    }
}

impl Eq for Sorted {}

impl PartialOrd for Sorted {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Sorted {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Truth(this), Self::Truth(that)) => this.cmp(that),
            (Self::Number(this), Self::Number(that)) => this.total_cmp(that),
            (Self::Text(this), Self::Text(that)) => this.cmp(that),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}
