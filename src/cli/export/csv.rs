//! Rows as CSV: a head with the names of the columns, lines that end with a line feed, nothing for what is missing.
//!
//! Text that a spreadsheet would run as a formula begins with an apostrophe, unless the cells are wanted as they are.

use std::io::Write;

use ::csv::{Terminator, Writer, WriterBuilder};

use crate::model::{
    catalog::ColumnKind,
    mirror::{ShapeColumn, Value},
};

use super::row::{Halt, Rows};

/// What becomes of text that looks like a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Formulas {
    /// It gets an apostrophe in front.
    Disarmed,
    /// It stays as it is.
    Kept,
}

/// Begins a formula in a spreadsheet: these, their full-width forms, and what is skipped in front of them.
/// Source: OWASP, "CSV Injection".
const BEGINS_A_FORMULA: [char; 11] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Rows on their way.
pub(super) struct Csv<W: Write> {
    writer: Writer<W>,
    is_text: Vec<bool>,
    formulas: Formulas,
}

impl<W: Write> Csv<W> {
    /// Writes the head.
    pub(super) fn begin(out: W, columns: &[ShapeColumn], formulas: Formulas) -> Result<Self, Halt> {
        let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(out);
        writer.write_record(columns.iter().map(|it| it.name.as_str())).map_err(|_| Halt::Out)?;
        let is_text = columns.iter().map(|it| it.kind == ColumnKind::Text).collect();
        Ok(Self { writer, is_text, formulas })
    }
}

impl<W: Write> Rows for Csv<W> {
    fn row(&mut self, cells: &[Value<'_>]) -> Result<(), Halt> {
        for (cell, is_text) in cells.iter().zip(&self.is_text) {
            let written = match cell {
                Value::Null => self.writer.write_field(""),
                Value::Whole(number) => self.writer.write_field(number.to_string()),
                Value::Flag(true) => self.writer.write_field("true"),
                Value::Flag(false) => self.writer.write_field("false"),
                Value::Text(text)
                    if *is_text && self.formulas == Formulas::Disarmed && text.starts_with(BEGINS_A_FORMULA) =>
                {
                    self.writer.write_field(format!("'{text}"))
                }
                Value::Text(text) => self.writer.write_field(text),
            };
            written.map_err(|_| Halt::Out)?;
        }
        // Ends the line.
        self.writer.write_record(None::<&[u8]>).map_err(|_| Halt::Out)
    }

    fn end(&mut self) -> Result<(), Halt> {
        Ok(self.writer.flush()?)
    }
}
