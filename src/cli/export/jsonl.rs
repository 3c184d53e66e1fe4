//! Rows as JSON lines: one object a row, numbers with exactly the digits that are kept, `null` for what is missing.

use std::io::Write;

use crate::{
    model::{
        catalog::ColumnKind,
        mirror::{ShapeColumn, Value, reading::decimal},
    },
    words,
};

use super::row::{Halt, Rows};

/// Rows on their way.
pub(super) struct JsonLines<W: Write> {
    out: W,
    /// What stands in front of each cell: `{"id":`, `,"name":`.
    keys: Vec<String>,
    kinds: Vec<ColumnKind>,
    line: Vec<u8>,
}

impl<W: Write> JsonLines<W> {
    /// Nothing is written before the first row.
    pub(super) fn begin(out: W, columns: &[ShapeColumn]) -> Self {
        let lead = |at| if at == 0 { '{' } else { ',' };
        let key = |(at, it): (usize, &ShapeColumn)| format!("{}{}:", lead(at), serde_json::Value::from(&*it.name));
        let keys = columns.iter().enumerate().map(key).collect();
        Self { out, keys, kinds: columns.iter().map(|it| it.kind).collect(), line: vec![] }
    }
}

impl<W: Write> Rows for JsonLines<W> {
    fn row(&mut self, cells: &[Value<'_>]) -> Result<(), Halt> {
        self.line.clear();
        for (column, (cell, key)) in cells.iter().zip(&self.keys).enumerate() {
            self.line.extend_from_slice(key.as_bytes());
            match (cell, self.kinds[column]) {
                (Value::Null, _) => self.line.extend_from_slice(b"null"),
                (Value::Whole(number), _) => self.line.extend_from_slice(number.to_string().as_bytes()),
                (Value::Flag(flag), _) => self.line.extend_from_slice(if *flag { b"true" } else { b"false" }),
                (Value::Text(text), ColumnKind::Money | ColumnKind::Number | ColumnKind::Id) => {
                    let digits =
                        decimal(text).ok_or(Halt::Misfit { column, needs: words::say("export-needs-number") })?;
                    self.line.extend_from_slice(digits.as_bytes());
                }
                (Value::Text(text), _) => serde_json::to_writer(&mut self.line, text).map_err(|_| Halt::Out)?,
            }
        }
        self.line.extend_from_slice(b"}\n");
        Ok(self.out.write_all(&self.line)?)
    }

    fn end(&mut self) -> Result<(), Halt> {
        Ok(self.out.flush()?)
    }
}
