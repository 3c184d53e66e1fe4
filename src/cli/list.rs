//! `list`: what is saved.

use std::fmt::Write as _;

use serde::Serialize;

use crate::{
    model::{
        catalog::Catalog,
        document::{Document, TallyRow},
        fault::{ExitCode, Fault},
        saved::{Connection, LastTest, Name},
        shown::Shown,
        store_kind::StoreKind,
    },
    store::{
        Listed, Store,
        mirror::{LastPull, Summary},
    },
    words,
};

use super::{
    ago::{age_of_keys, ago_in_short},
    place::Place,
    say::{self, Form, hints, talk},
};

#[derive(Serialize)]
struct All {
    version: u8,
    connections: Vec<Row>,
    broken: Vec<Broken>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    psa: String,
    integration: String,
    origin: String,
    site: Option<String>,
    saved_at: String,
    store: StoreKind,
    keys_since: String,
    default: bool,
    last_test: Option<Tested>,
    last_pull: Option<Pulled>,
}

#[derive(Serialize)]
struct Tested {
    at: String,
    held: usize,
    of: usize,
    fault: Option<String>,
    /// Rights that the last test that came as far as them found to be missing, or there in part.
    missing: usize,
    partial: usize,
}

#[derive(Serialize)]
struct Pulled {
    began_at: Option<String>,
    ended_at: Option<String>,
    outcome: String,
    rows: u64,
    requests: u64,
    fault: Option<String>,
}

#[derive(Serialize)]
struct Broken {
    name: String,
    error: String,
    #[serde(serialize_with = "hints::serialized")]
    remedy: String,
}

/// Prints the list. A file that cannot be read does not hide the others, but it is the command's exit code.
pub(super) fn run(place: &Place, form: Form) -> ExitCode {
    let mut connections = vec![];
    let mut broken = vec![];
    for it in place.store.list() {
        match it {
            Listed::Connection(connection) => connections.push(*connection),
            Listed::Broken { name, fault } => broken.push((name, fault)),
        }
    }
    let default = place.settings.default.value.as_ref();
    let saved = |it: Connection| Saved {
        pulled: last_pull(&place.store, &it.name),
        tally: last_tally(&place.store, &it.name),
        connection: it,
    };
    let connections: Vec<_> = connections.into_iter().map(saved).collect();
    match form {
        Form::Json => {
            say::json(&document(connections, &broken, default));
        }
        Form::Text => {
            if connections.is_empty() && broken.is_empty() {
                talk(words::say("list-nothing-saved"));
            } else {
                say::data(&table(&connections, &place.catalog, default, say::room()));
            }
            for it in connections.iter().map(|it| &it.connection) {
                if let Some(fault) = it.last_test.as_ref().and_then(|it| it.fault.as_ref()) {
                    let values = [("name", it.name.as_str().into()), ("fault", fault.into())];
                    say::page(&format!("\n{}\n", hints::hinted(&words::with("list-last-test", &values))));
                }
            }
            for (name, fault) in &broken {
                say::error(&format!("{name}: {fault}"), &fault.remedy());
            }
        }
    }
    say::repaired(&place.store);
    if broken.is_empty() { ExitCode::Fine } else { ExitCode::Store }
}

/// A connection and what is known of it besides.
struct Saved {
    connection: Connection,
    pulled: Option<Pulled>,
    tally: TallyRow,
}

/// How the rights stood in the last test that came as far as them; all zero when that is not known.
fn last_tally(store: &Store, name: &Name) -> TallyRow {
    let text = store.last_report(name).ok().flatten();
    let document = text.and_then(|it| Document::from_json(&it).ok());
    document.map(|it| it.with_rights().tally).unwrap_or_default()
}

/// What a mirror says of its last pull; `None` when nothing was ever pulled. One that cannot be read is an outcome, too.
fn last_pull(store: &Store, name: &Name) -> Option<Pulled> {
    match store.mirrored(name) {
        Ok(None | Some(Summary { last: None, .. })) => None,
        Ok(Some(Summary { last: Some(last), lists })) => {
            let LastPull { began_at, ended_at, outcome, fault, requests } = last;
            let rows = lists.iter().map(|it| it.rows).sum();
            Some(Pulled { began_at: Some(began_at), ended_at, outcome, rows, requests, fault })
        }
        Err(fault) => {
            let (outcome, fault) = ("unreadable".to_owned(), Some(fault.to_string()));
            Some(Pulled { began_at: None, ended_at: None, outcome, rows: 0, requests: 0, fault })
        }
    }
}

/// `3 hours ago`, `stopped 3 hours ago`, `never`.
fn pulled_ago(pulled: Option<&Pulled>) -> String {
    let Some(Pulled { began_at, ended_at, outcome, .. }) = pulled else { return words::say("list-never").into() };
    let age = ended_at.as_ref().or(began_at.as_ref()).map(|it| ago_in_short(it)).unwrap_or_default();
    let said = match outcome.as_str() {
        "complete" => age,
        "partial" => words::with("list-in-part", &[("age", age.into())]),
        "running" => words::with("list-began", &[("age", age.into())]),
        other => format!("{other} {age}"),
    };
    said.trim_end().to_owned()
}

fn document(connections: Vec<Saved>, broken: &[(String, Fault)], default: Option<&Name>) -> All {
    let tested = |it: &LastTest, tally: &TallyRow| Tested {
        at: it.at.clone(),
        held: it.held,
        of: it.of,
        fault: it.fault.clone(),
        missing: tally.missing,
        partial: tally.partial,
    };
    let row = |Saved { connection: it, pulled: last_pull, tally }: Saved| Row {
        last_pull,
        name: it.name.as_str().to_owned(),
        psa: it.psa.to_string(),
        integration: it.integration.clone(),
        origin: it.origin.to_string(),
        site: it.site.as_ref().map(ToString::to_string),
        saved_at: it.saved_at.clone(),
        store: it.store,
        keys_since: it.keys_since().to_owned(),
        default: Some(&it.name) == default,
        last_test: it.last_test.as_ref().map(|it| tested(it, &tally)),
    };
    let fault = |(name, fault): &(String, Fault)| Broken {
        name: name.clone(),
        error: fault.to_string(),
        remedy: fault.remedy(),
    };
    All {
        version: 1,
        connections: connections.into_iter().map(row).collect(),
        broken: broken.iter().map(fault).collect(),
    }
}

/// Columns that are left out where a terminal has no room for all, the least useful first: the integration, the store, the
/// keys, the host, the pull, the PSA.
const LEFT_OUT: [usize; 6] = [2, 4, 5, 3, 8, 1];

/// The table, in so many columns of a terminal if it is for one.
fn table(connections: &[Saved], catalog: &Catalog, default: Option<&Name>, room: Option<usize>) -> String {
    let mut rows = vec![
        [
            words::say("list-head-name"),
            words::say("list-head-psa"),
            words::say("list-head-for"),
            words::say("list-head-host"),
            words::say("list-head-secret-in"),
            words::say("list-head-keys"),
            words::say("list-head-tested"),
            words::say("list-head-rights"),
            words::say("list-head-pulled"),
        ]
        .map(str::to_owned),
    ];
    for Saved { connection: it, pulled, tally } in connections {
        let psa = catalog.psa(&it.psa).map_or_else(|| it.psa.to_string(), |psa| psa.name.clone());
        let integration = catalog.integration(&it.integration).map_or(&it.integration, |it| &it.name);
        let name = it.name.as_str();
        let is_default = Some(&it.name) == default;
        let row = [
            if is_default { words::with("list-default", &[("name", name.into())]) } else { name.to_owned() },
            psa,
            integration.clone(),
            it.origin.host().to_owned(),
            it.store.key().to_owned(),
            age_of_keys(it.keys_since()),
            it.last_test.as_ref().map_or_else(|| words::say("list-never").to_owned(), |it| ago_in_short(&it.at)),
            it.last_test.as_ref().map_or_else(|| "-".to_owned(), |it| rights(it, *tally)),
            pulled_ago(pulled.as_ref()),
        ];
        rows.push(row.map(|it| Shown::new(&it).as_str().to_owned()));
    }
    let without = |out: &[usize]| {
        let kept =
            |row: &[String; 9]| (0..row.len()).filter(|it| !out.contains(it)).map(|it| row[it].clone()).collect();
        columns(&rows.iter().map(kept).collect::<Vec<Vec<String>>>())
    };
    let fits = |text: &str| room.is_none_or(|room| text.lines().all(|it| it.chars().count() <= room));
    let mut tables = (0..=LEFT_OUT.len()).map(|n| without(&LEFT_OUT[..n]));
    tables.clone().find(|it| fits(it)).or_else(|| tables.next_back()).unwrap_or_default()
}

/// `9 of 14`, `7 of 14, 2 missing`, `failed`. The rights are those of the last test that came as far as them.
fn rights(LastTest { held, of, fault, .. }: &LastTest, tally: TallyRow) -> String {
    let mut parts = vec![];
    if *of > 0 {
        parts.push(words::with("list-rights", &[("held", (*held).into()), ("of", (*of).into())]));
    }
    for (n, word) in [(tally.missing, words::say("proof-missing")), (tally.partial, words::say("proof-partial"))] {
        if n > 0 {
            parts.push(format!("{n} {word}"));
        }
    }
    if fault.is_some() {
        parts.push(words::say("list-failed").to_owned());
    }
    parts.join(", ")
}

/// Rows in columns, two spaces apart.
pub(super) fn columns(rows: &[impl AsRef<[String]>]) -> String {
    let n_columns = rows.first().map(|it| it.as_ref().len()).unwrap_or_default();
    let widths: Vec<usize> = (0..n_columns)
        .map(|at| rows.iter().map(|it| it.as_ref()[at].chars().count()).max().unwrap_or_default())
        .collect();
    let mut text = String::new();
    for row in rows {
        let cells: Vec<_> = row.as_ref().iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", cells.join("  ").trim_end());
    }
    text
}
