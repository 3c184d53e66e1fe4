//! The fields of a login as they are encrypted: `{"version":1,"fields":{"company_id":"…"}}`.

use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap as _};
use zeroize::Zeroizing;

use crate::store::{secret_file::Table, secrets::Fields};

/// The form that is written. A later one has a higher number.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    fields: Exposed<'a>,
}

/// Shows the fields to the one writer that encrypts what it gets.
struct Exposed<'a>(&'a Fields);

impl Serialize for Exposed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (id, secret) in self.0 {
            map.serialize_entry(&id.0, secret.expose())?;
        }
        map.end()
    }
}

#[derive(Deserialize)]
struct Read {
    version: u32,
    fields: Table,
}

/// Writes JSON into a buffer that is large enough from the start, so that no copy is left by growing.
pub(super) fn to_json(fields: &Fields) -> Zeroizing<Vec<u8>> {
    let mut json = Zeroizing::new(Vec::with_capacity(room_for(fields)));
    let written = Written { version: VERSION, fields: Exposed(fields) };
    serde_json::to_writer(&mut *json, &written).expect("texts can always be written, and a buffer takes them");
    json
}

/// Bytes that are enough, if every character has to be escaped.
fn room_for(fields: &Fields) -> usize {
    let longest_escape = "\\uXXXX".len();
    fields.iter().map(|(id, it)| (id.0.len() + it.expose().len()) * longest_escape + 8).sum::<usize>() + 64
}

/// Reads what [`to_json`] wrote; `None` when it is of another form.
pub(super) fn from_json(json: &[u8]) -> Option<Fields> {
    let read: Read = serde_json::from_slice(json).ok()?;
    (read.version == VERSION).then_some(read.fields.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{from_json, room_for, to_json};
    use crate::model::{id::FieldId, secret::Secret};

    #[test]
    fn a_later_form_is_not_taken_for_this_one() {
        assert!(from_json(br#"{"version":1,"fields":{"a":"b"}}"#).is_some());
        assert!(from_json(br#"{"version":2,"fields":{"a":"b"}}"#).is_none());
    }

    proptest! {
        #[test]
        fn every_secret_comes_back_as_it_was_from_a_buffer_that_never_grew(id in "[a-z_]{1,12}", text in any::<String>()) {
            let fields = vec![(FieldId(id), Secret::new(text))];
            let json = to_json(&fields);
            prop_assert_eq!(json.capacity(), room_for(&fields));
            prop_assert!(from_json(&json) == Some(fields));
        }
    }
}
