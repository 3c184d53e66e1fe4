//! `export NAME LIST`: writes a pulled list as a file. Reads the mirror only: no login is opened and nothing is sent.

use std::{
    io::{self, IsTerminal as _},
    task::{Context, Waker},
};

use crate::words;

use clap::ValueEnum;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::{
    cli::{
        Global,
        ago::ago,
        connections::named,
        faces,
        named::read,
        place::Place,
        say::{Form, Trouble, json, talk},
    },
    model::{
        catalog::{Catalog, List},
        fault::{ExitCode, Fault},
        id::PsaId,
        mirror::{Shape, ShapeColumn, Value},
        saved::Name,
        shown::Shown,
    },
    store::{
        HandedFile,
        mirror::{ListSummary, Mirror, Purpose, Summary},
    },
};

use super::{
    csv::{Csv, Formulas},
    jsonl::JsonLines,
    out::Out,
    progress::{Goes, Progress, Seen},
    row::{Halt, Rows},
};

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Comma-separated, for spreadsheets and databases
    Csv,
    /// A line of JSON for each row
    Jsonl,
    /// Apache Parquet, for data tools
    Parquet,
}

impl Format {
    fn key(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
        }
    }
}

/// What is asked for.
pub(super) struct Wanted<'a> {
    pub(super) name: &'a str,
    pub(super) list: &'a str,
    pub(super) format: Format,
    pub(super) columns: Option<&'a [String]>,
    pub(super) formulas: Formulas,
    pub(super) place: Option<&'a HandedFile>,
    /// How what is said about it is written.
    pub(super) form: Form,
    /// What the person is shown things on.
    pub(super) face: faces::Wanted,
}

/// What an export did, for programs.
#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    connection: &'a str,
    list: &'a str,
    format: &'static str,
    file: String,
    columns: Vec<&'a str>,
    rows: u64,
    bytes: u64,
    /// When the last pull began.
    pulled_at: Option<&'a str>,
    /// When the last full pass that came to its end began.
    full_at: Option<&'a str>,
}

/// What an export looks at before it writes anything.
struct Ready {
    name: Name,
    mirror: Box<dyn Mirror>,
    summary: Summary,
    state: ListSummary,
    shape: Shape,
    /// The columns in the shape, in the order in which they are written.
    columns: Vec<usize>,
}

/// Writes the list.
pub(super) async fn run(global: &Global, wanted: &Wanted<'_>) -> Result<ExitCode, Trouble> {
    if wanted.format == Format::Parquet {
        check_parquet(wanted)?;
    }
    let place = Place::find(global).await?;
    let mut ready = prepare(&place, wanted)?;
    if let Some(says) = doubt(&ready.summary, &ready.state) {
        talk(&words::with("export-warning", &[("says", says.into()), ("name", ready.name.as_str().into())]));
    }
    let (rows, bytes) = match wanted.place {
        Some(file) => write(&mut ready, wanted, Out::file(file)?, &mut Ends::listen())?,
        // Nothing is left over, so that a signal may end the program as it always does.
        None => write(&mut ready, wanted, Out::stdout()?, &mut Ends::none())?,
    };
    let Some(file) = wanted.place else {
        let values = [("rows", counted(rows).into()), ("list", wanted.list.into()), ("bytes", bytes.into())];
        talk(&words::with("export-counted", &values));
        return Ok(ExitCode::Fine);
    };
    let file = Shown::new(&file.path().display().to_string()).to_string();
    if wanted.form == Form::Json {
        let is_taken = json(&Document {
            version: 1,
            connection: ready.name.as_str(),
            list: wanted.list,
            format: wanted.format.key(),
            file,
            columns: ready.columns.iter().map(|at| ready.shape.columns[*at].name.as_str()).collect(),
            rows,
            bytes,
            pulled_at: ready.summary.last.as_ref().map(|it| it.began_at.as_str()),
            full_at: ready.state.full_at.as_deref(),
        });
        return Ok(if is_taken { ExitCode::Fine } else { ExitCode::Ours });
    }
    let values = [("n", rows.into()), ("list", wanted.list.into()), ("file", file.into()), ("bytes", bytes.into())];
    talk(&words::with("export-counted-in", &values));
    Ok(ExitCode::Fine)
}

fn counted(rows: u64) -> String {
    words::with("export-rows", &[("n", rows.into())])
}

fn check_parquet(wanted: &Wanted<'_>) -> Result<(), Trouble> {
    if !cfg!(feature = "parquet") {
        return Err(Trouble::usage(words::say("export-no-parquet"), words::say("export-no-parquet-next")));
    }
    if wanted.place.is_none() && io::stdout().is_terminal() {
        return Err(Trouble::usage(
            words::say("export-parquet-to-terminal"),
            words::say("export-parquet-to-terminal-next"),
        ));
    }
    Ok(())
}

fn prepare(place: &Place, wanted: &Wanted<'_>) -> Result<Ready, Trouble> {
    let name = named(&place.store, wanted.name)?;
    let connection = read(&place.store, &name)?;
    let psa = connection.psa;
    let shape = Shape::of(list(&place.catalog, &psa, wanted.list)?);
    let columns = match wanted.columns {
        Some(asked) => columns(&shape, asked)?,
        None => (0..shape.columns.len()).collect(),
    };
    let needs = place.catalog.integration(&connection.integration).and_then(|it| it.needs(&psa));
    // What the integration does not take is pulled only when it is named.
    let is_taken = needs.is_some_and(|it| it.lists.contains(&shape.list));
    let named = if is_taken { String::new() } else { format!(" --list {}", shape.list) };
    let values = [("name", name.as_str().into()), ("named", named.into())];
    let never = |what: String| Trouble::usage(what, words::with("export-pull-first", &values));
    let before = |what: String| Trouble::usage(what, words::with("export-pull-again", &values));
    let Some(mut mirror) = place.store.mirror(&name, Purpose::Read)? else {
        return Err(never(words::with("export-nothing-pulled", &[("name", name.as_str().into())])));
    };
    let summary = mirror.summary()?;
    let Some(state) = summary.lists.iter().find(|it| it.list == shape.list).cloned() else {
        let values = [("list", wanted.list.into()), ("name", name.as_str().into())];
        return Err(never(words::with("export-list-never-pulled", &values)));
    };
    let asked = columns.iter().map(|at| shape.columns[*at].name.as_str());
    let missing: Vec<&str> = asked.filter(|it| !state.columns.iter().any(|there| there == it)).collect();
    if !missing.is_empty() {
        let values = [("list", wanted.list.into()), ("columns", missing.join(", ").into())];
        return Err(before(words::with("export-pulled-before", &values)));
    }
    Ok(Ready { name, mirror, summary, state, shape, columns })
}

fn list<'a>(catalog: &'a Catalog, psa: &PsaId, asked: &str) -> Result<&'a List, Trouble> {
    let facts = catalog.psa(psa).ok_or_else(|| Fault::Local {
        what: words::with("export-unknown-psa", &[("psa", psa.to_string().into())]),
        remedy: words::say("export-unknown-psa-next").into(),
    })?;
    facts.lists.iter().find(|it| it.id.0 == asked).ok_or_else(|| {
        let known: Vec<&str> = facts.lists.iter().map(|it| it.id.0.as_str()).collect();
        Trouble::usage(
            words::with(
                "export-no-list",
                &[("psa", facts.name.as_str().into()), ("list", Shown::new(asked).to_string().into())],
            ),
            words::with("export-there-are", &[("names", known.join(", ").into())]),
        )
    })
}

fn columns(shape: &Shape, asked: &[String]) -> Result<Vec<usize>, Trouble> {
    let known = || {
        let known: Vec<&str> = shape.columns.iter().map(|it| it.name.as_str()).collect();
        words::with("export-there-are", &[("names", known.join(", ").into())])
    };
    let mut columns = vec![];
    for it in asked {
        let it = it.trim();
        let at = shape.column(it).ok_or_else(|| {
            Trouble::usage(
                words::with(
                    "export-no-column",
                    &[("list", shape.list.to_string().into()), ("column", Shown::new(it).to_string().into())],
                ),
                known(),
            )
        })?;
        if columns.contains(&at) {
            return Err(Trouble::usage(
                words::with("export-column-twice", &[("column", it.to_string().into())]),
                words::say("export-column-twice-next"),
            ));
        }
        columns.push(at);
    }
    Ok(columns)
}

/// From this age on a mirror is said to be old.
const OLD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What to know of the rows before they are used: that they are not all, or old.
fn doubt(summary: &Summary, state: &ListSummary) -> Option<String> {
    if state.full_at.is_none() {
        return Some(words::with("export-not-to-its-end", &[("list", state.list.to_string().into())]));
    }
    let began = &summary.last.as_ref()?.began_at;
    let age = Timestamp::now().duration_since(began.parse().ok()?);
    (age > OLD).then(|| words::with("export-last-pull", &[("ago", ago(began).into())]))
}

fn write(ready: &mut Ready, wanted: &Wanted<'_>, mut out: Out<'_>, ends: &mut Ends) -> Result<(u64, u64), Trouble> {
    let goes = if wanted.place.is_some() { Goes::ToFile } else { Goes::ToStdout };
    let mut progress = Progress::of(wanted.list, ready.state.rows, Seen::here(goes, wanted.form, wanted.face));
    let own: Vec<ShapeColumn> = ready.columns.iter().map(|at| ready.shape.columns[*at].clone()).collect();
    let written = (|| {
        let halted = |halt, id| fault(halt, id, &own, wanted.list);
        let mut rows = begin(wanted, &mut out, &own).map_err(|it| halted(it, None))?;
        // The id comes along, to name the row that cannot be written.
        let asked: Vec<usize> = [0].into_iter().chain(ready.columns.iter().copied()).collect();
        ready.mirror.rows(&ready.shape, &asked, &mut |cells: &[Value<'_>]| {
            rows.row(&cells[1..])
                .map_err(|it| halted(it, if let Value::Whole(id) = cells[0] { Some(id) } else { None }))?;
            if progress.step() && ends.has_come() {
                return Err(Fault::Cancelled);
            }
            Ok(())
        })?;
        rows.end().map_err(|it| halted(it, None))
    })();
    let rows = progress.rows();
    drop(progress);
    if let Err(fault) = written {
        if out.is_unread() {
            return Ok((rows, out.bytes()));
        }
        return Err(out.fault().unwrap_or(fault).into());
    }
    let bytes = out.bytes();
    out.keep()?;
    Ok((rows, bytes))
}

fn begin<'a>(wanted: &Wanted<'_>, out: &'a mut Out<'_>, columns: &[ShapeColumn]) -> Result<Box<dyn Rows + 'a>, Halt> {
    Ok(match wanted.format {
        Format::Csv => Box::new(Csv::begin(out, columns, wanted.formulas)?),
        Format::Jsonl => Box::new(JsonLines::begin(out, columns)),
        #[cfg(feature = "parquet")]
        Format::Parquet => Box::new(super::parquet::Parquet::begin(out, columns)?),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => return Err(Halt::Out),
    })
}

/// Why a row could not be written. What the way out says counts more.
fn fault(halt: Halt, id: Option<i64>, columns: &[ShapeColumn], list: &str) -> Fault {
    match halt {
        Halt::Out => Fault::Local {
            what: words::say("export-cannot-be-written").into(),
            remedy: words::say("export-cannot-be-written-next").into(),
        },
        Halt::Misfit { column, needs } => {
            let name = &columns[column].name;
            let row = id.map_or_else(
                || words::with("export-a-row", &[("list", list.to_string().into())]),
                |id| words::with("export-the-row", &[("id", id.to_string().into()), ("list", list.to_string().into())]),
            );
            Fault::Local {
                what: words::with(
                    "export-misfit",
                    &[("name", name.into()), ("row", row.into()), ("needs", needs.into())],
                ),
                remedy: words::with("export-misfit-next", &[("name", name.into())]),
            }
        }
        #[cfg(feature = "parquet")]
        Halt::Format(says) => Fault::Local {
            what: words::with("export-parquet-failed", &[("says", Shown::new(&says).to_string().into())]),
            remedy: words::say("export-parquet-failed-next").into(),
        },
    }
}

/// Ctrl-C and requests to end, looked for between rows: what was begun is taken away before the program ends.
struct Ends(Vec<Signal>);

impl Ends {
    fn listen() -> Self {
        let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
        // One that cannot be listened for ends the program as it always does.
        Self(kinds.into_iter().filter_map(|it| signal(it).ok()).collect())
    }

    fn none() -> Self {
        Self(vec![])
    }

    fn has_come(&mut self) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        self.0.iter_mut().any(|it| it.poll_recv(&mut context).is_ready())
    }
}
