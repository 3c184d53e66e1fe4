//! One value of one record: what filters compare and what replies carry. It borrows from the tenant where it can.

use std::borrow::Cow;

use jiff::civil::DateTime;
use serde::{Serialize, Serializer, ser::SerializeMap, ser::SerializeSeq};

/// The only user-defined field there is; every entity that can have some has it.
pub(super) const USER_FIELD: &str = "Sync reference";

/// What a field is made of, as the vendor's description of its models has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A 32-bit number.
    Short,
    /// A 64-bit number.
    Long,
    /// Money, hours, per cent.
    Amount,
    /// True or false.
    Flag,
    /// Text.
    Text,
    /// A moment in UTC.
    When,
    /// The list of user-defined fields.
    UserFields,
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    /// Not known, or empty.
    Null,
    /// A whole number.
    Int(i64),
    /// Money, hours, per cent.
    Amount(f64),
    /// True or false.
    Flag(bool),
    /// Text, never empty when made by [`Cell::text`].
    Text(Cow<'a, str>),
    /// A moment in UTC.
    When(DateTime),
    /// The value of [`USER_FIELD`].
    UserFields(Option<String>),
}

impl<'a> Cell<'a> {
    /// A text as the vendor gives it back: an empty one is null.
    pub(super) fn text(text: &'a str) -> Self {
        if text.is_empty() { Self::Null } else { Self::Text(Cow::Borrowed(text)) }
    }

    /// A text made for the occasion.
    pub(super) fn made(text: String) -> Self {
        if text.is_empty() { Self::Null } else { Self::Text(Cow::Owned(text)) }
    }

    /// A whole number of any size.
    pub(super) fn int(number: impl TryInto<i64>) -> Self {
        number.try_into().map_or(Self::Null, Self::Int)
    }

    /// Cents as money.
    #[expect(clippy::cast_precision_loss, reason = "prices stay far below 2^53 cents")]
    pub(super) fn cents(cents: i64) -> Self {
        Self::Amount(cents as f64 / 100.0)
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Int(number) => to.serialize_i64(*number),
            Self::Amount(amount) => to.serialize_f64(*amount),
            Self::Flag(flag) => to.serialize_bool(*flag),
            Self::Text(text) => to.serialize_str(text),
            Self::When(when) => to.collect_str(when),
            Self::UserFields(value) => {
                let mut list = to.serialize_seq(Some(1))?;
                list.serialize_element(&UserField(value.as_deref()))?;
                list.end()
            }
        }
    }
}

/// `{"name":..,"value":..}`.
struct UserField<'a>(Option<&'a str>);

impl Serialize for UserField<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry("name", USER_FIELD)?;
        map.serialize_entry("value", &self.0)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Cell;

    fn json(cell: &Cell<'_>) -> String {
        serde_json::to_string(cell).unwrap()
    }

    #[test]
    fn a_moment_has_milliseconds_and_no_zone() {
        assert_eq!(json(&Cell::When(date(2024, 1, 31).at(15, 4, 5, 307_000_000))), r#""2024-01-31T15:04:05.307""#);
        assert_eq!(json(&Cell::When(date(2024, 1, 31).at(0, 0, 0, 0))), r#""2024-01-31T00:00:00""#);
    }

    #[test]
    fn an_empty_text_is_null() {
        assert_eq!(json(&Cell::text("")), "null");
        assert_eq!(json(&Cell::text("é\u{1b}")), r#""é\u001b""#);
    }

    #[test]
    fn money_is_a_number() {
        assert_eq!(json(&Cell::cents(1250)), "12.5");
    }

    #[test]
    fn user_defined_fields_are_a_list_of_names_and_values() {
        assert_eq!(json(&Cell::UserFields(None)), r#"[{"name":"Sync reference","value":null}]"#);
    }
}
