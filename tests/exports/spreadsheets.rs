//! CSV: what other programs read of it, and what a spreadsheet does not run.

use std::process::Command;

use crate::{
    host::{has, printed},
    nasty::{AGREEMENTS, COLUMNS, host},
};

fn export(more: &[&str]) -> (crate::host::Host, crate::host::Ran) {
    let host = host();
    let arguments = ["export", "north", "agreements", "--format", "csv", "--columns", COLUMNS];
    let ran = host.run(&arguments.into_iter().chain(more.iter().copied()).collect::<Vec<_>>());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    (host, ran)
}

#[test]
fn the_rows_are_those_of_the_mirror_cell_by_cell() {
    let (_, ran) = export(&["--raw"]);
    let mut reader = csv::Reader::from_reader(ran.out.as_slice());
    let head: Vec<_> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(head.join(","), COLUMNS);
    let read: Vec<Vec<_>> = reader.records().map(|it| it.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(read, AGREEMENTS.map(|it| it.map(str::to_owned).to_vec()));
    assert_eq!(ran.err, format!("9 rows of agreements, {} bytes.\n", ran.out.len()));
    let first = "id,name,company_id,cancelled,starts,amount,changed_at\n1,plain,7,true,2026-01-31,12.5,2026-01-31T15:04:05.307Z\n";
    assert!(ran.text().starts_with(first), "{}", ran.text());
}

#[test]
fn python_reads_the_same_rows() {
    if !has("python3") {
        return;
    }
    let (host, _) = export(&["--raw", "-o", "rows.csv"]);
    let script = "import csv, json, sys\n\
                  print(json.dumps(list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))))";
    let text = printed(Command::new("python3").args(["-c", script]).arg(host.home().join("rows.csv")));
    let read: Vec<Vec<String>> = serde_json::from_str(&text).unwrap();
    assert_eq!(read[0].join(","), COLUMNS);
    assert_eq!(read[1..], AGREEMENTS.map(|it| it.map(str::to_owned).to_vec()));
}

#[test]
fn sqlite_imports_the_same_rows() {
    if !has("sqlite3") {
        return;
    }
    let (host, _) = export(&["--raw", "-o", "rows.csv"]);
    let mut sqlite = Command::new("sqlite3");
    sqlite.args([":memory:", "-cmd", ".import --csv rows.csv rows", "-cmd", ".mode json"]);
    let text = printed(sqlite.arg("SELECT * FROM rows ORDER BY CAST(id AS INTEGER)").current_dir(host.home()));
    let read: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(&text).unwrap();
    let names: Vec<&str> = COLUMNS.split(',').collect();
    let read: Vec<Vec<_>> =
        read.iter().map(|row| names.iter().map(|it| row[*it].as_str().unwrap().to_owned()).collect()).collect();
    // The shell ends each line of a cell with a line feed alone.
    let wanted = AGREEMENTS.map(|it| it.map(|it| it.replace("\r\n", "\n")).to_vec());
    let read: Vec<Vec<_>> =
        read.into_iter().map(|row| row.into_iter().map(|it| it.replace("\r\n", "\n")).collect()).collect();
    assert_eq!(read, wanted);
}

#[test]
fn text_that_a_spreadsheet_would_run_begins_with_an_apostrophe_and_numbers_stay_numbers() {
    let (_, ran) = export(&[]);
    let mut reader = csv::Reader::from_reader(ran.out.as_slice());
    let read: Vec<Vec<_>> = reader.records().map(|it| it.unwrap().iter().map(str::to_owned).collect()).collect();
    let mut wanted = AGREEMENTS.map(|it| it.map(str::to_owned).to_vec()).to_vec();
    wanted[4][1].insert(0, '\'');
    wanted[5][1].insert(0, '\'');
    assert_eq!(read, wanted);
    assert_eq!((read[1][5].as_str(), read[4][5].as_str()), ("-12.5", "-0.000000000000000001"));
}
