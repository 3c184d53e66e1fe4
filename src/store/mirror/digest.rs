//! The hash of a row's content: rows with the same hash are not written again.

use ring::digest::{SHA256, digest};

use crate::model::mirror::{Rows, Value};

/// The first 64 bits of the SHA-256 over the cells of a row and, where it is kept, the record.
pub(super) fn of(rows: &Rows, row: usize) -> i64 {
    // In one piece: hashing it cell by cell takes twice as long.
    let mut content = Vec::with_capacity(USUAL);
    let mut put = |tag: u8, bytes: &[u8]| {
        content.push(tag);
        content.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        content.extend_from_slice(bytes);
    };
    for cell in rows.cells(row) {
        match cell {
            Value::Null => put(0, &[]),
            Value::Whole(number) => put(1, &number.to_le_bytes()),
            Value::Flag(flag) => put(2, &[u8::from(flag)]),
            Value::Text(it) => put(3, it.as_bytes()),
        }
    }
    if let Some(raw) = rows.raw(row) {
        put(4, raw.as_bytes());
    }
    let mut first = [0; 8];
    first.copy_from_slice(&digest(&SHA256, &content).as_ref()[..8]);
    i64::from_le_bytes(first)
}

/// Room for the columns of a row. Unit: bytes.
const USUAL: usize = 512;

#[cfg(test)]
mod tests {
    use super::{Value, of};
    use crate::model::mirror::RowsBuilder;

    #[test]
    fn the_same_letters_in_other_cells_are_another_row() {
        let hash = |cells: [Value<'_>; 2]| {
            let mut rows = RowsBuilder::of(2);
            rows.begin();
            cells.into_iter().enumerate().for_each(|(at, it)| rows.set(at, it));
            rows.end(1);
            of(&rows.done(), 0)
        };
        let all = [
            [Value::Text("ab"), Value::Text("c")],
            [Value::Text("a"), Value::Text("bc")],
            [Value::Text("abc"), Value::Null],
            [Value::Whole(1), Value::Null],
            [Value::Flag(true), Value::Null],
        ]
        .map(hash);
        let distinct: std::collections::BTreeSet<_> = all.into_iter().collect();
        assert_eq!(distinct.len(), all.len());
        // It is kept in files: another version of this program must find the same.
        assert_eq!(hash([Value::Whole(1), Value::Null]), KNOWN);
    }

    /// Worked out apart from this program, from the description of the hash.
    const KNOWN: i64 = 8_807_434_610_993_998_117;
}
