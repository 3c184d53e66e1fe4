//! `test`: every layer and every right of saved connections again, in the form that was asked for.

use std::{
    slice,
    time::{Duration, Instant},
};

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use crate::{
    engine::{Outcome, Solo},
    model::{
        document::Document,
        fault::{ExitCode, Fault},
        saved::{Connection, Name, Replace},
        shown::Shown,
    },
    store::{Listed, Store},
    wizard::event::{Consent, Finish, Job, Opened},
    words,
};

use super::{
    Global,
    ago::now,
    connections::chosen,
    open::open,
    passphrase::Unlocking,
    place::Place,
    say::{self, Form, Trouble, talk},
};

mod json;
mod nagios;
mod prometheus;
mod since;
pub(super) mod text;

/// What was asked for.
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(super) struct Asked {
    /// Which connection [default: the one that psa-connect default shows]
    #[arg(conflicts_with = "all")]
    name: Option<String>,
    /// Test all saved connections, one after another; the exit code is the worst, and 8 when none is saved
    #[arg(long)]
    all: bool,
    /// Print only what changed since --since-last was last asked; tests in between change nothing about that
    #[arg(long)]
    since_last: bool,
    /// How it is written [default: text; json with --json]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Send the login although just these values were refused: accounts lock
    #[arg(long, conflicts_with = "all")]
    try_again: bool,
}

const AFTER: &str = "\
With --format nagios the exit code is the plugin's own:
  0 OK        nothing to do; what the API cannot show is told below
  1 WARNING   limited, moved, optional rights missing, a certificate with less
              than 14 days
  2 CRITICAL  the login refused or locked, a right missing, rows hidden,
              the PSA not reached
  3 UNKNOWN   it could not be told, or psa-connect could not test at all

A test sends the login once. One that was refused is not sent again until it is
saved anew; --try-again does, and is for a person who has read why.";

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// One line for Nagios, Icinga and the like, and what is wrong below it
    Nagios,
    /// For the textfile collector of the Prometheus node exporter
    Prometheus,
}

impl Asked {
    /// Whether trouble is told as JSON, too.
    pub(super) fn wants_json(&self) -> bool {
        self.format == Some(Format::Json)
    }
}

/// One connection that was tested.
struct Tested {
    document: Document,
    /// The test that it is compared with, if there is one.
    before: Option<Document>,
    took: Duration,
}

/// One connection that could not be.
struct Untested {
    name: String,
    trouble: Trouble,
}

/// Tests, prints what was found, and keeps that with each connection. Gives the exit code.
pub(super) async fn run(global: &Global, asked: &Asked) -> Result<u8, Trouble> {
    let format = match (asked.format, super::form(global)) {
        (None | Some(Format::Json), Form::Json) => Format::Json,
        (None, Form::Text) => Format::Text,
        (Some(format), Form::Text) => format,
        (Some(Format::Text | Format::Nagios | Format::Prometheus), Form::Json) => {
            return Err(Trouble::usage(words::say("report-two-forms"), words::say("report-two-forms-next")));
        }
    };
    let ran = match (format, asked.since_last) {
        (Format::Nagios | Format::Prometheus, true) => {
            Err(Trouble::usage(words::say("test-since-last"), words::say("test-since-last-next")))
        }
        (Format::Text | Format::Json | Format::Nagios | Format::Prometheus, _) => tests(global, asked, format).await,
    };
    match ran {
        Err(trouble) if format == Format::Nagios => Ok(nagios::cannot(&trouble)),
        // An empty file would say nothing, and what replaces the last metrics with it would end every alert.
        Err(trouble) if format == Format::Prometheus => {
            say::data(&prometheus::cannot(asked.name.as_deref(), &trouble));
            Err(trouble)
        }
        ran => ran,
    }
}

async fn tests(global: &Global, asked: &Asked, format: Format) -> Result<u8, Trouble> {
    let place = Place::find(global).await?;
    let mut unlocking = Unlocking::of(global);
    let consent = if asked.try_again { Consent::Given } else { Consent::No };
    if asked.all {
        return all(place, unlocking, format, asked.since_last).await;
    }
    let name = chosen(&place, asked.name.as_deref())?;
    let (setup, _demo) = place.into_setup();
    let mut engine = Solo::new(setup);
    let tested = one(&mut engine, &mut unlocking, &name, consent, asked.since_last).await;
    say::repaired(engine.engine().store());
    let tested = tested?;
    let exit = tested.document.exit;
    let taken = match (format, asked.since_last) {
        (Format::Text, false) => say::data(&text::report(&tested.document, tested.before.is_some())),
        (Format::Text, true) => since::tell_one(&tested),
        (Format::Json, false) => say::json(&tested.document),
        (Format::Json, true) => say::json(&since::document(&tested)),
        (Format::Nagios, _) => return Ok(nagios::tell(&[tested], &[])),
        (Format::Prometheus, _) => say::data(&prometheus::metrics(slice::from_ref(&tested), &[])),
    };
    if asked.since_last && taken {
        told(engine.engine().store(), &tested.document);
    }
    Ok(exit)
}

/// Tests every connection; what cannot be tested is named and stops nothing.
async fn all(place: Place, mut unlocking: Unlocking, format: Format, since_last: bool) -> Result<u8, Trouble> {
    let listed = place.store.list();
    let nothing = listed.is_empty().then(|| nothing_saved(&place.store));
    if let (Some(nothing), Format::Text | Format::Nagios | Format::Prometheus) = (&nothing, format) {
        return Err(nothing.clone());
    }
    let (setup, _demo) = place.into_setup();
    let mut engine = Solo::new(setup);
    let (mut tested, mut untested) = (vec![], vec![]);
    for it in listed {
        let name = it.name().to_owned();
        let ran = match it {
            Listed::Connection(connection) => {
                one(&mut engine, &mut unlocking, &connection.name, Consent::No, since_last).await
            }
            Listed::Broken { fault, .. } => Err(fault.into()),
        };
        match ran {
            Ok(it) => {
                // People see each as it comes; programs read the whole.
                if format == Format::Text {
                    if since_last {
                        if say::data(&since::one_of_all(&it)) {
                            told(engine.engine().store(), &it.document);
                        }
                    } else {
                        say::data(&format!("{}\n", text::report(&it.document, it.before.is_some())));
                    }
                }
                tested.push(it);
            }
            Err(trouble) => {
                if format == Format::Text {
                    trouble.about(&name).tell(Form::Text);
                }
                untested.push(Untested { name, trouble });
            }
        }
    }
    say::repaired(engine.engine().store());
    let exits = tested.iter().map(|it| it.document.exit_code()).chain(untested.iter().map(|it| it.trouble.code()));
    let exit = exits.fold(nothing.map_or(ExitCode::Fine, |it| it.code()), ExitCode::or_worse);
    match format {
        Format::Text => {}
        Format::Json if since_last => {
            if say::json(&json::all(tested.iter().map(since::document).collect(), &untested, exit)) {
                for it in &tested {
                    told(engine.engine().store(), &it.document);
                }
            }
        }
        Format::Json => {
            say::json(&json::all(tested.iter().map(|it| &it.document).collect(), &untested, exit));
        }
        Format::Nagios => return Ok(nagios::tell(&tested, &untested)),
        Format::Prometheus => {
            say::data(&prometheus::metrics(&tested, &untested));
        }
    }
    Ok(exit as u8)
}

/// A schedule that tests nothing must not look as if all were well.
fn nothing_saved(store: &Store) -> Trouble {
    let directory = Shown::new(&store.directory().display().to_string()).to_string();
    let what = words::with("test-nothing-saved", &[("directory", directory.into())]);
    Trouble::could_not_tell(what, words::say("test-nothing-saved-next"))
}

/// Tests one connection and keeps what was found with it.
///
/// It is compared with the last test, or with the one that was last told of when `since_last` is asked.
async fn one(
    engine: &mut Solo,
    unlocking: &mut Unlocking,
    name: &Name,
    consent: Consent,
    since_last: bool,
) -> Result<Tested, Trouble> {
    let began = Instant::now();
    let Opened { connection, login } = open(engine, name, unlocking).await?;
    let store = engine.engine().store();
    let last = read(store.last_report(name), name, words::say("test-the-last"));
    let consent = match (consent, refused_since(&connection, last.as_ref())) {
        (Consent::No, Some(at)) => Consent::RefusedAt(at),
        (consent, _) => consent,
    };
    let told = if since_last { read(store.baseline(name), name, words::say("test-last-told")) } else { None };
    let before = told.or(last);
    let job = Job::Test { integration: connection.integration.clone(), login, consent };
    let catalog = std::sync::Arc::clone(engine.engine().catalog());
    let known = catalog.psa(&connection.psa).zip(catalog.integration(&connection.integration));
    let (facts, integration) = known.filter(|it| it.1.needs(&it.0.id).is_some()).ok_or_else(|| {
        Trouble::usage(
            words::with(
                "rotate-integration-unknown",
                &[("integration", connection.integration.as_str().into()), ("name", name.as_str().into())],
            ),
            words::say("rotate-integration-unknown-next"),
        )
    })?;
    let Outcome { report, finish, .. } = engine.run(job).await;
    if let Finish::Failed(fault) = finish {
        return Err(fault.into());
    }
    let document = Document::of(&connection, facts, integration, &report, &now()).after(before.clone());
    let took = began.elapsed();
    let record = Job::Record { name: name.clone(), report: Box::new(report) };
    if let Finish::Failed(fault) = engine.run(record).await.finish {
        talk(&words::with("test-not-kept", &[("fault", fault.to_string().into()), ("remedy", fault.remedy().into())]));
    }
    Ok(Tested { document, before, took })
}

/// When the connection was refused, when nobody saved it since. A person decides about each attempt, never a schedule.
fn refused_since(connection: &Connection, before: Option<&Document>) -> Option<i64> {
    let refused: Timestamp = before?.refused.as_ref()?.parse().ok()?;
    // Within one second it cannot be told which came first; the memory of the last hour holds the same values back.
    let is_saved_since = connection.saved_at.parse::<Timestamp>().is_ok_and(|it| it >= refused);
    (!is_saved_since).then(|| refused.as_second())
}

/// What an earlier test found. One that cannot be read is named, and counts as none.
fn read(kept: Result<Option<String>, Fault>, name: &Name, which: &str) -> Option<Document> {
    let kept = kept.map_err(|it| it.to_string());
    match kept.and_then(|it| it.map(|it| Document::from_json(&it)).transpose()) {
        Ok(document) => document,
        Err(why) => {
            talk(&words::with(
                "test-passed-over",
                &[("which", which.into()), ("name", name.as_str().into()), ("why", why.into())],
            ));
            None
        }
    }
}

/// What was told is what the next `--since-last` starts from.
fn told(store: &Store, document: &Document) {
    let Ok(name) = Name::new(&document.connection) else { return };
    if let Err(fault) = store.keep_baseline(&name, &document.to_json(), Replace::Yes) {
        talk(&words::with(
            "test-told-not-kept",
            &[("fault", fault.to_string().into()), ("remedy", fault.remedy().into())],
        ));
    }
}
