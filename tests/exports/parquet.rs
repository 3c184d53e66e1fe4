//! Parquet: what its own reader and, where there is one, pyarrow make of it.

use std::{fs::File, process::Command};

use parquet::{
    basic::Compression,
    file::reader::{FileReader as _, SerializedFileReader},
    record::Field,
};

use crate::{
    host::{Host, has, printed},
    nasty::{AGREEMENTS, COLUMNS, FORTY, host},
};

fn export(host: &Host) -> SerializedFileReader<File> {
    let arguments = ["export", "north", "agreements", "--format", "parquet", "--columns", COLUMNS, "-o", "rows"];
    let ran = host.run(&arguments);
    assert_eq!((ran.code, ran.out.len()), (Some(0), 0), "{ran:?}");
    SerializedFileReader::new(File::open(host.home().join("rows")).unwrap()).unwrap()
}

/// An amount as the mirror writes it: without zeros that say nothing.
fn amount(bytes: &[u8]) -> String {
    let number = i128::from_be_bytes(bytes.try_into().unwrap());
    let (sign, digits) = (if number < 0 { "-" } else { "" }, format!("{:019}", number.unsigned_abs()));
    let (units, decimals) = digits.split_at(digits.len() - 18);
    let text = format!("{sign}{units}.{decimals}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn text(field: &Field) -> String {
    if let Field::Decimal(it) = field {
        assert_eq!((it.precision(), it.scale()), (38, 18));
        return amount(it.data());
    }
    if let Field::Date(it) = field {
        let days = jiff::Span::new().days(i64::from(*it));
        return jiff::civil::date(1970, 1, 1).checked_add(days).unwrap().to_string();
    }
    if let Field::TimestampMicros(it) = field {
        return jiff::Timestamp::from_microsecond(*it).unwrap().to_string();
    }
    if let Field::Str(it) = field {
        return it.clone();
    }
    // Whole numbers and flags are printed as they are; of another kind no text would be the right one.
    if *field == Field::Null { String::new() } else { field.to_string() }
}

#[test]
fn its_own_reader_gets_the_rows_of_the_mirror() {
    let host = host();
    let reader = export(&host);
    let read = reader.get_row_iter(None).unwrap().map(|row| {
        let row = row.unwrap();
        let columns: Vec<_> = row.get_column_iter().map(|it| it.0.as_str()).collect();
        assert_eq!(columns.join(","), COLUMNS);
        row.get_column_iter().map(|it| text(it.1)).collect::<Vec<_>>()
    });
    assert_eq!(read.collect::<Vec<_>>(), AGREEMENTS.map(|it| it.map(str::to_owned).to_vec()));
    let groups = reader.metadata().row_groups();
    assert!(groups.iter().all(|it| it.columns().iter().all(|it| it.compression() == Compression::SNAPPY)));
}

#[test]
fn the_types_are_those_that_the_page_says() {
    let host = host();
    let mut schema = Vec::new();
    parquet::schema::printer::print_schema(&mut schema, export(&host).metadata().file_metadata().schema());
    let wanted = "message rows {\n  \
        OPTIONAL INT64 id;\n  \
        OPTIONAL BYTE_ARRAY name (STRING);\n  \
        OPTIONAL INT64 company_id;\n  \
        OPTIONAL BOOLEAN cancelled;\n  \
        OPTIONAL INT32 starts (DATE);\n  \
        OPTIONAL FIXED_LEN_BYTE_ARRAY (16) amount (DECIMAL(38,18));\n  \
        OPTIONAL INT64 changed_at (TIMESTAMP(MICROS,true));\n}\n";
    assert_eq!(String::from_utf8(schema).unwrap(), wanted);
}

#[test]
fn pyarrow_gets_the_rows_of_the_mirror() {
    let host = host();
    export(&host);
    if !has("python3") || !Command::new("python3").args(["-c", "import pyarrow"]).output().unwrap().status.success() {
        println!("skipped: pyarrow is not on this host");
        return;
    }
    let script = "import json, sys, pyarrow.parquet as p\n\
        t = p.read_table(sys.argv[1])\n\
        print(json.dumps([str(it.type) for it in t.schema]))\n\
        print(json.dumps([[None if it is None else str(it) for it in row.values()] for row in t.to_pylist()]))";
    let text = printed(Command::new("python3").args(["-c", script]).arg(host.home().join("rows")));
    let (types, rows) = text.trim_end().split_once('\n').unwrap();
    let types: Vec<String> = serde_json::from_str(types).unwrap();
    let wanted = ["int64", "string", "int64", "bool", "date32[day]", "decimal128(38, 18)", "timestamp[us, tz=UTC]"];
    assert_eq!(types, wanted);
    let rows: Vec<Vec<Option<String>>> = serde_json::from_str(rows).unwrap();
    let names: Vec<_> = rows.iter().map(|it| it[1].clone().unwrap_or_default()).collect();
    assert_eq!(names, AGREEMENTS.map(|it| it[1].to_owned()));
    assert_eq!(rows[2][5].as_deref(), Some("9007199254740993.250000000000000000"));
    assert_eq!(rows[0][6].as_deref(), Some("2026-01-31 15:04:05.307000+00:00"));
}

#[test]
fn duckdb_adds_money_up_without_losing_a_digit() {
    let host = host();
    export(&host);
    if !has("python3") || !Command::new("python3").args(["-c", "import duckdb"]).output().unwrap().status.success() {
        println!("skipped: duckdb is not on this host");
        return;
    }
    let script = "import duckdb\n\
        rows = \"from read_parquet('rows')\"\n\
        print(*[it[1] for it in duckdb.sql('describe select * ' + rows).fetchall()], sep=', ')\n\
        print(*duckdb.sql('select sum(amount) ' + rows + ' where id in (2, 3, 5)').fetchall()[0])\n\
        print(*duckdb.sql('select starts ' + rows + ' where id = 2').fetchall()[0])";
    let text = printed(Command::new("python3").args(["-c", script]).current_dir(host.home()));
    let wanted = "BIGINT, VARCHAR, BIGINT, BOOLEAN, DATE, DECIMAL(38,18), TIMESTAMP WITH TIME ZONE\n\
                  9007199254740980.749999999999999999\n1969-12-31\n";
    assert_eq!(text, wanted);
}

#[test]
fn an_amount_that_does_not_fit_is_named_and_the_file_that_was_there_stays() {
    let host = host();
    std::fs::write(host.home().join("rows"), "mine").unwrap();
    let ran = host.run(&["export", "north", "products", "--format", "parquet", "-o", "rows", "--force"]);
    assert_eq!(ran.code, Some(7), "{ran:?}");
    assert!(ran.err.contains("price in row 1 of products is not an amount of 20 digits"), "{ran:?}");
    assert_eq!(std::fs::read_to_string(host.home().join("rows")).unwrap(), "mine");
    assert_eq!(host.files(), ["rows"]);
    for format in ["csv", "jsonl"] {
        let ran = host.run(&["export", "north", "products", "--format", format]);
        assert!(ran.code == Some(0) && ran.text().contains(FORTY), "{ran:?}");
    }
}
