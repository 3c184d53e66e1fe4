//! The table: every row on every leg, a bounded number at once.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use psa_connect::model::fault::{Entry, ExitCode};

use crate::{
    legs::{self, Leg},
    row::{Over, Row},
    rows,
    server::Asked,
};

/// Rows that are played at once. Most of them wait.
const AT_ONCE: usize = 8;

/// Kinds that no server, network or certificate can bring about from here, and why.
const OUT_OF_REACH: [(&str, &str); 6] = [
    ("busy", "another process of this host is at it"),
    ("revoked-certificate", "the verifier of this platform reads no revocation lists"),
    ("unexpected", "it stands for what nobody documents; no row may end there"),
    ("maybe-refused", "nobody saw the reply: `stopped` plays it"),
    ("cancelled", "the person stops it"),
    ("bug", "it is a mistake of ours"),
];

/// One row, played.
struct Played {
    wizard: [Leg; 2],
    test: [Leg; 2],
    asked: Vec<Asked>,
}

fn play(row: &Row) -> Played {
    let mut asked = vec![];
    let mut keep = |(leg, came): (Leg, Vec<Asked>)| {
        asked.extend(came);
        leg
    };
    let roads = [Over::Plain, Over::Tls];
    let wizard = roads.map(|it| keep(legs::wizard(row, it)));
    let test = roads.map(|it| keep(legs::command(row, it)));
    Played { wizard, test, asked }
}

fn play_all(rows: &[Row]) -> Vec<Played> {
    let (next, played) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some((at, row)) =
                    Some(next.fetch_add(1, Ordering::SeqCst)).and_then(|at| Some((at, rows.get(at)?)))
                {
                    let one = play(row);
                    played.lock().expect("no worker panicked").insert(at, one);
                }
            });
        }
    });
    played.into_inner().expect("no worker panicked").into_values().collect()
}

fn side(kind: &str) -> &'static str {
    Entry::all().find(|it| it.kind.key() == kind).map_or("?", |it| it.side.key())
}

fn cell(leg: &Leg) -> &'static str {
    match leg {
        Leg::Skipped => "-",
        Leg::Right => "ok",
        Leg::Wrong(_) => "WRONG",
    }
}

/// The wizard's cell stands for both roads.
fn both(legs: &[Leg; 2]) -> &'static str {
    legs.iter().map(cell).max_by_key(|it| ["-", "ok", "WRONG"].iter().position(|cell| cell == it)).unwrap_or("-")
}

fn table(rows: &[Row], played: &[Played]) -> String {
    let mut text = String::new();
    let mut line = |cells: [&str; 7]| {
        let [name, kind, side, exit, wizard, http, tls] = cells;
        let _ = writeln!(text, "{name:<62} {kind:<26} {side:<13} {exit:>4} {wizard:<6} {http:<9} {tls}");
    };
    line(["fault", "kind", "side", "exit", "wizard", "test http", "test tls"]);
    for (row, it) in rows.iter().zip(played) {
        let exit = row.exit.to_string();
        line([row.name, row.kind, side(row.kind), &exit, both(&it.wizard), cell(&it.test[0]), cell(&it.test[1])]);
    }
    text
}

fn wrongs(rows: &[Row], played: &[Played]) -> Vec<String> {
    let mut wrongs = vec![];
    for (row, it) in rows.iter().zip(played) {
        let legs =
            ["wizard http", "wizard tls", "test http", "test tls"].into_iter().zip(it.wizard.iter().chain(&it.test));
        for (name, leg) in legs {
            if let Leg::Wrong(why) = leg {
                wrongs.push(format!("{} ({name}):\n      {why}", row.name));
            }
        }
    }
    wrongs
}

#[test]
fn every_fault_comes_out_by_its_name_whoever_asks_and_however() {
    let began = Instant::now();
    let rows: Vec<Row> = rows::all();
    let played = play_all(&rows);
    println!("\n{}", table(&rows, &played));
    let skipped: BTreeSet<_> =
        rows.iter().filter_map(|it| it.only).map(|(over, why)| format!("{over:?} only: {why}")).collect();
    println!("skipped, because\n  {}\n", skipped.into_iter().collect::<Vec<_>>().join("\n  "));
    let asked: Vec<&Asked> = played.iter().flat_map(|it| &it.asked).collect();
    let n_legs =
        played.iter().flat_map(|it| it.wizard.iter().chain(&it.test)).filter(|it| !matches!(it, Leg::Skipped)).count();
    println!("{} faults, {n_legs} legs, {} requests, {:?}", rows.len(), asked.len(), began.elapsed());
    let wrongs = wrongs(&rows, &played);
    assert!(wrongs.is_empty(), "{} legs went wrong:\n  {}\n", wrongs.len(), wrongs.join("\n  "));
    for it in asked {
        let is_query = it.method == "POST" && it.target.to_ascii_lowercase().contains("/query");
        assert!(it.method == "GET" || is_query, "{} {} may write", it.method, it.target);
        let is_looked_up =
            ["companyinfo", "zoneinformation"].iter().any(|word| it.target.to_ascii_lowercase().contains(word));
        assert!(!(is_looked_up && it.has_credentials()), "credentials went with {}", it.target);
    }
}

#[test]
fn there_are_rows_enough_each_with_a_name_of_its_own() {
    let rows = rows::all();
    let names: BTreeSet<_> = rows.iter().map(|it| it.name).collect();
    assert!(names.len() >= 70, "{} names", names.len());
    assert_eq!(names.len(), rows.len(), "two rows have one name");
}

#[test]
fn every_kind_that_can_come_over_the_network_has_a_row() {
    let shown: BTreeSet<_> = rows::all().iter().map(|it| it.kind).collect();
    // What the secret stores and the files of this host say never comes from a PSA.
    let all = Entry::all().filter(|it| it.exit != ExitCode::Store);
    let all = all.map(|it| it.kind.key()).filter(|it| OUT_OF_REACH.iter().all(|(kind, _)| kind != it));
    let missing: Vec<_> = all.filter(|it| !shown.contains(it)).collect();
    assert!(missing.is_empty(), "no row shows {missing:?}");
}

#[test]
fn no_row_states_another_exit_code_than_the_catalogue() {
    for row in rows::all().iter().filter(|it| it.told == crate::row::Told::Check) {
        let entry = Entry::all().find(|it| it.kind.key() == row.kind);
        let entry = entry.unwrap_or_else(|| panic!("{}: there is no kind {}", row.name, row.kind));
        assert_eq!((row.name, row.exit), (row.name, entry.exit as i32));
    }
}
