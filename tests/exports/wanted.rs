//! What may be asked for, and what is said of what may not.

use std::{fs, os::unix::fs::PermissionsExt as _};

use serde_json::json;

use crate::{
    host::{Host, now},
    mirror::{Reached, pull, rows, shape},
    nasty::host,
};

#[test]
fn what_cannot_be_meant_is_refused_with_what_there_is() {
    let host = host();
    let wrong: [(&[&str], &str); 13] = [
        (&["export", "north"], "Name a list and a format"),
        (&["export", "north", "agreements"], "--format"),
        (&["export", "north", "--format", "csv"], "LIST"),
        (&["export", "north", "agreements", "--format", "xlsx"], "csv, jsonl, parquet"),
        (&["export", "north", "agreements", "--template", "t"], "cannot be used with"),
        (&["export", "north", "agreements", "--format", "csv", "--template", "t"], "cannot be used with"),
        (&["export", "north", "agreements", "--format", "jsonl", "--raw"], "--raw is about CSV"),
        (&["export", "north", "--template", "t", "--columns", "a"], "LIST"),
        (&["export", "north", "agreements", "--format", "csv", "--show"], "cannot be used with"),
        (&["export", "north", "tickets", "--format", "csv"], "There are: companies, contacts, agreements"),
        (&["export", "acme", "agreements", "--format", "csv"], "There are: companies, contracts"),
        (&["export", "north", "agreements", "--format", "csv", "--columns", "id,raw"], "There are: id, name, company"),
        (&["export", "north", "agreements", "--format", "csv", "--columns", "type-id,type_id"], "named twice"),
    ];
    for (arguments, says) in wrong {
        let ran = host.run(arguments);
        assert_eq!((ran.code, ran.out.len()), (Some(2), 0), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(says), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn what_was_never_pulled_says_how_to_pull_it() {
    let host = host();
    for (name, list) in [("acme", "companies"), ("north", "companies")] {
        let ran = host.run(&["export", name, list, "--format", "csv", "-o", "rows"]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(
            ran.err.contains(&format!(
                "hint: Pull it first: psa-connect --config-dir {} pull {name}\n",
                host.config().display()
            )),
            "{ran:?}"
        );
        assert_eq!(host.files(), [""; 0]);
    }
}

#[test]
fn what_an_earlier_version_pulled_is_said_to_lack_what_it_lacks() {
    let host = Host::new();
    let mut shape = shape("autotask", "companies");
    let all: Vec<String> = shape.columns.iter().map(|it| it.name.clone()).collect();
    shape.columns.truncate(2);
    let page = rows(&shape, &[(1, vec![])]);
    pull(&host.config(), "acme", &[(shape, vec![page])], &now(), Reached::TheEnd);
    let ran = host.run(&["export", "acme", "companies", "--format", "csv"]);
    assert_eq!((ran.code, ran.text()), (Some(2), ""), "{ran:?}");
    let lacks = format!("an earlier psa-connect pulled companies, without {}\n", all[2..].join(", "));
    assert!(ran.err.split_whitespace().collect::<Vec<_>>().join(" ").contains(lacks.trim_end()), "{ran:?}");
    assert!(ran.err.contains("hint: Pull it again, which adds them: ") && ran.err.ends_with(" pull acme\n"), "{ran:?}");
    let ran = host.run(&["export", "acme", "companies", "--format", "csv", "--columns", &all[..2].join(",")]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn rows_that_are_old_or_not_all_are_said_to_be() {
    let host = Host::new();
    let shape = shape("autotask", "companies");
    let page = rows(&shape, &[(1, vec![("name", "x".to_owned())])]);
    let lists = [(shape, vec![page])];
    let arguments = ["export", "acme", "companies", "--format", "csv", "--columns", "id,name"];
    for (at, reached, says) in [
        ("2026-01-01T00:00:00Z", Reached::TheMiddle, "companies was never read to its end; rows are missing."),
        ("2026-01-01T00:00:00Z", Reached::TheEnd, "The last pull was "),
        (now().as_str(), Reached::TheEnd, ""),
    ] {
        pull(&host.config(), "acme", &lists, at, reached);
        let ran = host.run(&arguments);
        assert_eq!((ran.code, ran.text()), (Some(0), "id,name\n1,x\n"), "{ran:?}");
        assert_eq!(ran.err.contains(" pull acme\n"), !says.is_empty(), "{ran:?}");
        assert!(ran.err.contains(says) && ran.err.ends_with("1 row of companies, 12 bytes.\n"), "{ran:?}");
    }
}

#[test]
fn a_program_gets_a_document_about_the_file() {
    let host = host();
    let ran =
        host.run(&["--json", "export", "north", "agreements", "--format", "csv", "--columns", "id", "-o", "rows"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    let mut document: serde_json::Value = serde_json::from_str(ran.text()).unwrap();
    let (pulled, full) = (document["pulled_at"].take(), document["full_at"].take());
    assert!(pulled.is_string() && pulled == full, "{ran:?}");
    let file = host.home().canonicalize().unwrap().join("rows");
    let wanted = json!({
        "version": 1, "connection": "north", "list": "agreements", "format": "csv", "file": file, "columns": ["id"],
        "rows": 9, "bytes": 21, "pulled_at": null, "full_at": null,
    });
    assert_eq!(document, wanted);
    assert_eq!(fs::read_to_string(&file).unwrap(), "id\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o600);
}

#[test]
fn nothing_is_noted_as_handed_over_and_no_key_is_read() {
    let host = host();
    let before = fs::read_dir(host.config()).unwrap().count();
    let ran = host.run(&["export", "north", "agreements", "--format", "jsonl"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!host.config().join("hand-overs.log").exists());
    assert_eq!(fs::read_dir(host.config()).unwrap().count(), before);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_so() {
    let host = host();
    let ran = host.run(&["export", "north", "agreements", "--format", "parquet", "-o", "rows"]);
    assert_eq!((ran.code, host.files()), (Some(2), vec![]), "{ran:?}");
    assert!(ran.err.contains("built without Parquet") && ran.err.contains("--format csv or jsonl"), "{ran:?}");
}
