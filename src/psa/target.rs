//! Makes the path and query of a request: what people typed is percent-encoded, what the catalogue says is kept.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::catalog::List;

/// Everything but the unreserved characters of RFC 3986.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// As [`VALUE`], but `/` and `,` stay, which list the fields of a record.
const FIELDS: &AsciiSet = &VALUE.remove(b'/').remove(b',');

/// Encodes one value for a path segment or a query. A segment of dots only is encoded too, so that it cannot climb.
pub(super) fn value(text: &str) -> String {
    if text.bytes().all(|it| it == b'.') {
        return text.replace('.', "%2E");
    }
    utf8_percent_encode(text, VALUE).to_string()
}

/// Encodes a list of fields for a query.
pub(super) fn fields(text: &str) -> String {
    utf8_percent_encode(text, FIELDS).to_string()
}

/// The places of a list's columns, each once, in order.
pub(super) fn places(list: &List, depth: Depth) -> Vec<&str> {
    let mut places: Vec<&str> = Vec::new();
    for column in &list.columns {
        let place = match depth {
            Depth::Whole => column.field.as_str(),
            Depth::Top => column.field.split('/').next().unwrap_or_default(),
        };
        if !place.is_empty() && !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// How much of a column's place is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// `status/name`.
    Whole,
    /// `status`.
    Top,
}
