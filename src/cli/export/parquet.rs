//! Rows as a Parquet file: columns that may be missing, in groups that are small enough to be held in memory.
//!
//! Money is `DECIMAL(38, 18)`: one type for every list and every pull, and exact or refused.

use std::{io::Write, sync::Arc};

use ::parquet::{
    basic::Compression,
    column::writer::ColumnWriterImpl,
    data_type::{
        BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, Int32Type,
        Int64Type,
    },
    errors::ParquetError,
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::parser::parse_message_type,
};
use jiff::{Timestamp, civil::Date};

use crate::{
    model::{
        catalog::ColumnKind,
        mirror::{ShapeColumn, Value, reading::decimal},
    },
    words,
};

use super::row::{Halt, Rows};

/// Rows of a group at most.
const GROUP_ROWS: usize = 20_000;

/// Text of a group at most, after which it ends. Unit: bytes.
const GROUP_TEXT: usize = 16 * 1024 * 1024;

/// Digits of an amount of money, and those behind its point.
const DIGITS: usize = 38;
const SCALE: usize = 18;

/// Rows on their way.
pub(super) struct Parquet<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: Vec<Column>,
    rows: usize,
    text: usize,
}

/// A column of the group that is being gathered: for each row whether it has a value, and the values.
struct Column {
    levels: Vec<i16>,
    cells: Cells,
}

enum Cells {
    Whole(Vec<i64>),
    Flag(Vec<bool>),
    Text(Vec<ByteArray>),
    Money(Vec<FixedLenByteArray>),
    Number(Vec<f64>),
    Date(Vec<i32>),
    Moment(Vec<i64>),
}

impl<W: Write + Send> Parquet<W> {
    /// Writes the mark that a file begins with.
    pub(super) fn begin(out: W, columns: &[ShapeColumn]) -> Result<Self, Halt> {
        let fields: Vec<String> = columns.iter().map(|it| format!("OPTIONAL {};", field(it))).collect();
        let schema = parse_message_type(&format!("message rows {{ {} }}", fields.join(" ")))?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
        let properties = properties.set_created_by(concat!("psa-connect ", env!("CARGO_PKG_VERSION")).to_owned());
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties.build()))?;
        let columns = columns.iter().map(|it| Column { levels: vec![], cells: Cells::of(it.kind) }).collect();
        Ok(Self { writer, columns, rows: 0, text: 0 })
    }

    fn write_group(&mut self) -> Result<(), Halt> {
        let mut group = self.writer.next_row_group()?;
        let mut columns = self.columns.iter_mut();
        while let (Some(mut writer), Some(Column { levels, cells })) = (group.next_column()?, columns.next()) {
            match cells {
                Cells::Whole(it) | Cells::Moment(it) => pour(writer.typed::<Int64Type>(), it, levels)?,
                Cells::Flag(it) => pour(writer.typed::<BoolType>(), it, levels)?,
                Cells::Text(it) => pour(writer.typed::<ByteArrayType>(), it, levels)?,
                Cells::Money(it) => pour(writer.typed::<FixedLenByteArrayType>(), it, levels)?,
                Cells::Number(it) => pour(writer.typed::<DoubleType>(), it, levels)?,
                Cells::Date(it) => pour(writer.typed::<Int32Type>(), it, levels)?,
            }
            writer.close()?;
        }
        group.close()?;
        (self.rows, self.text) = (0, 0);
        Ok(())
    }
}

impl<W: Write + Send> Rows for Parquet<W> {
    fn row(&mut self, cells: &[Value<'_>]) -> Result<(), Halt> {
        for (at, (cell, column)) in cells.iter().zip(&mut self.columns).enumerate() {
            let is_there = *cell != Value::Null;
            if is_there {
                column.cells.push(*cell).map_err(|needs| Halt::Misfit { column: at, needs })?;
            }
            column.levels.push(i16::from(is_there));
            if let Value::Text(text) = cell {
                self.text += text.len();
            }
        }
        self.rows += 1;
        if self.rows >= GROUP_ROWS || self.text >= GROUP_TEXT { self.write_group() } else { Ok(()) }
    }

    fn end(&mut self) -> Result<(), Halt> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.writer.finish()?;
        Ok(self.writer.inner_mut().flush()?)
    }
}

impl From<ParquetError> for Halt {
    fn from(error: ParquetError) -> Self {
        Self::Format(error.to_string())
    }
}

fn pour<T: DataType>(
    writer: &mut ColumnWriterImpl<'_, T>,
    values: &mut Vec<T::T>,
    levels: &mut Vec<i16>,
) -> Result<(), Halt> {
    writer.write_batch(values, Some(levels), None)?;
    values.clear();
    levels.clear();
    Ok(())
}

/// A column in the language of Parquet's schemas.
fn field(column: &ShapeColumn) -> String {
    let name = &column.name;
    match column.kind {
        ColumnKind::Id => format!("INT64 {name}"),
        ColumnKind::Flag => format!("BOOLEAN {name}"),
        ColumnKind::Text => format!("BYTE_ARRAY {name} (STRING)"),
        ColumnKind::Money => format!("FIXED_LEN_BYTE_ARRAY (16) {name} (DECIMAL({DIGITS},{SCALE}))"),
        ColumnKind::Number => format!("DOUBLE {name}"),
        ColumnKind::Date => format!("INT32 {name} (DATE)"),
        ColumnKind::Moment => format!("INT64 {name} (TIMESTAMP(MICROS,true))"),
    }
}

impl Cells {
    fn of(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Id => Self::Whole(vec![]),
            ColumnKind::Flag => Self::Flag(vec![]),
            ColumnKind::Text => Self::Text(vec![]),
            ColumnKind::Money => Self::Money(vec![]),
            ColumnKind::Number => Self::Number(vec![]),
            ColumnKind::Date => Self::Date(vec![]),
            ColumnKind::Moment => Self::Moment(vec![]),
        }
    }

    /// Takes a value that is there. Errors: what it would have to be.
    fn push(&mut self, value: Value<'_>) -> Result<(), &'static str> {
        let own;
        // Numbers come as numbers or as their digits.
        let text = match value {
            Value::Text(text) => text,
            Value::Whole(number) => {
                own = number.to_string();
                &own
            }
            Value::Null => "",
            Value::Flag(flag) => {
                let Self::Flag(to) = self else { return Err(words::say("export-needs-other")) };
                to.push(flag);
                return Ok(());
            }
        };
        match self {
            Self::Whole(to) => to.push(text.parse().map_err(|_| words::say("export-needs-whole-number"))?),
            Self::Flag(_) => return Err(words::say("export-needs-flag")),
            Self::Text(to) => to.push(ByteArray::from(text)),
            Self::Money(to) => to.push(money(text).ok_or(words::say("export-needs-amount"))?),
            Self::Number(to) => {
                let number = text.parse::<f64>().ok().filter(|it| it.is_finite());
                to.push(number.ok_or(words::say("export-needs-number"))?);
            }
            Self::Date(to) => to.push(days(text).ok_or(words::say("export-needs-day"))?),
            Self::Moment(to) => {
                to.push(text.parse::<Timestamp>().map_err(|_| words::say("export-needs-moment"))?.as_microsecond());
            }
        }
        Ok(())
    }
}

/// An amount as its digits without the point, in two's complement, the highest byte first.
fn money(text: &str) -> Option<FixedLenByteArray> {
    let text = decimal(text)?;
    let (sign, digits) = text.strip_prefix('-').map_or((1, &*text), |it| (-1, it));
    let (units, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    if decimals.len() > SCALE || units.len() > DIGITS - SCALE {
        return None;
    }
    let number: i128 = format!("{units}{decimals:0<SCALE$}").parse().ok()?;
    Some(FixedLenByteArray::from((sign * number).to_be_bytes().to_vec()))
}

/// Days since 1 January 1970.
fn days(text: &str) -> Option<i32> {
    let day: Date = text.parse().ok()?;
    let since = day.since(Date::constant(1970, 1, 1)).ok()?;
    Some(since.get_days())
}

#[cfg(test)]
mod tests {
    use super::{days, money};

    fn read(text: &str) -> Option<i128> {
        money(text).map(|it| i128::from_be_bytes(it.data().try_into().unwrap()))
    }

    #[test]
    fn an_amount_keeps_every_digit_or_is_refused() {
        let unit = 10_i128.pow(18);
        assert_eq!(read("12.5"), Some(12 * unit + unit / 2));
        assert_eq!(read("-0.000000000000000001"), Some(-1));
        assert_eq!(read("99999999999999999999.999999999999999999"), Some(10_i128.pow(38) - 1));
        assert_eq!(read("0"), Some(0));
        let refused = ["100000000000000000000", "0.0000000000000000001", "free", ""];
        assert_eq!(refused.map(read), [None; 4]);
    }

    #[test]
    fn a_day_is_counted_from_1970() {
        assert_eq!(["1970-01-01", "2026-01-31", "1969-12-31"].map(days), [Some(0), Some(20_484), Some(-1)]);
        assert_eq!(["2026-02-30", "soon"].map(days), [None, None]);
    }
}
