//! The commands of `docs/schema.md` run as they stand there.

use std::{fs, process::Command};

use crate::{
    host::{Host, has, now, printed},
    mirror::{Reached, pull, rows, shape},
};

/// The blocks of the page that begin with this program.
fn blocks(program: &str) -> Vec<String> {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema.md")).unwrap();
    let blocks = page.split("```sh\n").skip(1).map(|it| it.split("```").next().unwrap().to_owned());
    blocks.filter(|it| it.starts_with(program)).collect()
}

fn cells(cells: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    cells.iter().map(|(name, text)| (*name, (*text).to_owned())).collect()
}

#[test]
fn sqlite_answers_the_questions_of_the_page() {
    if !has("sqlite3") {
        return;
    }
    let host = Host::new();
    let (agreements, additions) = (shape("connectwise", "agreements"), shape("connectwise", "additions"));
    let running = |id, amount| {
        (id, cells(&[("name", "Support"), ("company", "Acme"), ("cancelled", "false"), ("amount", amount)]))
    };
    let first = rows(&agreements, &[running(1, "0.1"), running(2, "0.2")]);
    let below = rows(&additions, &[(5, cells(&[("product", "SEAT"), ("quantity", "3"), ("price", "4.5")]))]);
    let lists = [(agreements, vec![first]), (additions, vec![below])];
    pull(&host.config(), "north", &lists, &now(), Reached::TheEnd);
    let file = host.config().join("mirrors/north.db").display().to_string();
    let mut answers = blocks("sqlite3").into_iter().map(|it| {
        let command = it.replace("~/.config/psa-connect/mirrors/north.db", &file);
        printed(Command::new("/bin/sh").args(["-c", &command]).current_dir(host.home()))
    });
    let words = |it: String| it.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let sums = words(answers.next().unwrap());
    assert_eq!(sums[sums.len() - 3..], ["Acme", "2", "0.3"]);
    let below = answers.next().unwrap().replace('\r', "");
    assert_eq!(below, "company,name,product,quantity,price\nAcme,Support,SEAT,3.0,4.5\n");
    let whole = answers.next().unwrap();
    assert!(whole.contains("additions") && whole.contains("agreements") && whole.contains("complete"), "{whole}");
    assert_eq!((answers.next().as_deref(), answers.next()), (Some(""), None));
    let copied =
        Command::new("sqlite3").args(["copy.db", "SELECT count(*) FROM agreements"]).current_dir(host.home()).output();
    assert_eq!(copied.unwrap().stdout, b"2\n");
}

#[cfg(feature = "postgres")]
#[test]
fn psql_answers_the_questions_of_the_page() {
    use psa_connect::store::mirror::schema;

    let Ok(database) = std::env::var("PSA_CONNECT_TEST_DATABASE") else {
        println!("skipped: PSA_CONNECT_TEST_DATABASE names no server");
        return;
    };
    if !has("psql") {
        return;
    }
    let psql = || {
        let mut command = Command::new("psql");
        command.args([&database, "-v", "ON_ERROR_STOP=1", "-qc"]);
        command
    };
    let make = schema::postgres(&[shape("connectwise", "agreements"), shape("connectwise", "additions")]).join("; ");
    let fill = "INSERT INTO agreements (id, name, company, cancelled, amount, pulled_at, hash) VALUES
        (1, 'Support', 'Acme', false, 0.1, now(), 0), (2, 'Support', 'Acme', false, 0.2, now(), 0);
        INSERT INTO additions (id, product, quantity, price, parent_id, pulled_at, hash)
        VALUES (5, 'SEAT', 3, 4.5, 1, now(), 0);
        INSERT INTO lists (list, table_name, columns, kept) VALUES ('agreements', 'agreements', '', 'columns');
        INSERT INTO pulls (id, began_at, outcome) VALUES (1, now(), 'complete')";
    let drop = "DROP SCHEMA IF EXISTS psa_connect_north CASCADE";
    let all = format!("{drop}; CREATE SCHEMA psa_connect_north; SET search_path = psa_connect_north; {make}; {fill}");
    printed(psql().arg(all));
    let answers: Vec<_> = blocks("psql")
        .into_iter()
        .map(|it| printed(Command::new("/bin/sh").args(["-c", &it]).env("DATABASE", &database)))
        .collect();
    printed(psql().arg(drop));
    let sums: Vec<_> = answers[0].split(['|', '\n']).map(str::trim).collect();
    assert_eq!(sums[4..7], ["Acme", "2", "0.3"], "{}", answers[0]);
    assert_eq!(answers[1], "company,name,product,quantity,price\nAcme,Support,SEAT,3,4.5\n");
    assert!(answers[2].contains("agreements") && answers[2].contains("complete"), "{}", answers[2]);
    assert_eq!(answers.len(), 3);
}
