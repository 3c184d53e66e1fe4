//! `list`: what is saved.

use std::fmt::Write as _;

use serde::Serialize;

use crate::{
    model::{
        catalog::Catalog,
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
    ago::{age_of_keys, ago},
    place::Place,
    say::{self, Form, hints, talk},
};

#[derive(Serialize)]
struct Document {
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
    let connections: Vec<_> = connections.into_iter().map(|it| (last_pull(&place.store, &it.name), it)).collect();
    match form {
        Form::Json => {
            say::json(&document(connections, &broken, default));
        }
        Form::Text => {
            if connections.is_empty() && broken.is_empty() {
                talk(words::say("list-nothing-saved"));
            } else {
                say::data(&table(&connections, &place.catalog, default));
            }
            for (name, fault) in &broken {
                say::error(&format!("{name}: {fault}"), &fault.remedy());
            }
        }
    }
    say::repaired(&place.store);
    if broken.is_empty() { ExitCode::Fine } else { ExitCode::Store }
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
    let age = ended_at.as_ref().or(began_at.as_ref()).map(|it| ago(it)).unwrap_or_default();
    let said = match outcome.as_str() {
        "complete" => age,
        "partial" => words::with("list-in-part", &[("age", age.into())]),
        "running" => words::with("list-began", &[("age", age.into())]),
        other => format!("{other} {age}"),
    };
    said.trim_end().to_owned()
}

fn document(
    connections: Vec<(Option<Pulled>, Connection)>,
    broken: &[(String, Fault)],
    default: Option<&Name>,
) -> Document {
    let tested = |it: &LastTest| Tested { at: it.at.clone(), held: it.held, of: it.of, fault: it.fault.clone() };
    let row = |(last_pull, it): (Option<Pulled>, Connection)| Row {
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
        last_test: it.last_test.as_ref().map(tested),
    };
    let fault = |(name, fault): &(String, Fault)| Broken {
        name: name.clone(),
        error: fault.to_string(),
        remedy: fault.remedy(),
    };
    Document {
        version: 1,
        connections: connections.into_iter().map(row).collect(),
        broken: broken.iter().map(fault).collect(),
    }
}

fn table(connections: &[(Option<Pulled>, Connection)], catalog: &Catalog, default: Option<&Name>) -> String {
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
    for (pulled, it) in connections {
        let psa = catalog.psa(&it.psa).map_or_else(|| it.psa.to_string(), |psa| psa.name.clone());
        let integration = catalog.integration(&it.integration).map_or(&it.integration, |it| &it.name);
        let (tested, rights) = match &it.last_test {
            None => (words::say("list-never").into(), "-".into()),
            Some(LastTest { fault: Some(fault), of: 0, at, .. }) => (ago(at), fault.clone()),
            // The rights are those of the last test that came as far as them.
            Some(LastTest { fault: Some(fault), held, of, at, .. }) => (
                ago(at),
                words::with(
                    "list-rights-and-fault",
                    &[("held", held.into()), ("of", of.into()), ("fault", fault.as_str().into())],
                ),
            ),
            Some(LastTest { held, of, at, .. }) => {
                (ago(at), words::with("list-rights", &[("held", held.into()), ("of", of.into())]))
            }
        };
        let name = it.name.as_str();
        let is_default = Some(&it.name) == default;
        let row = [
            if is_default { words::with("list-default", &[("name", name.into())]) } else { name.to_owned() },
            psa,
            integration.clone(),
            it.origin.host().to_owned(),
            it.store.key().to_owned(),
            age_of_keys(it.keys_since()),
            tested,
            rights,
            pulled_ago(pulled.as_ref()),
        ];
        rows.push(row.map(|it| Shown::new(&it).as_str().to_owned()));
    }
    columns(&rows)
}

/// Rows in columns, two spaces apart.
pub(super) fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let widths: Vec<usize> =
        (0..N).map(|at| rows.iter().map(|it| it[at].chars().count()).max().unwrap_or_default()).collect();
    let mut text = String::new();
    for row in rows {
        let cells: Vec<_> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", cells.join("  ").trim_end());
    }
    text
}
