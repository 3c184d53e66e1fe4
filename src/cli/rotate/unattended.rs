//! A rotation without a person: the second key is read, tested and compared, and takes the place of the first if nothing is lost.

use std::sync::Arc;

use serde::Serialize;

use crate::{
    engine::Solo,
    model::{
        document::Document,
        fault::ExitCode,
        login::Login,
        report::Report,
        rotation::{self, Compared},
        saved::{Connection, Name, Replace, ToSave},
    },
    wizard::event::{Consent, Finish, Job},
    words,
};

use super::{
    super::{
        ago::now,
        open::open,
        passphrase::Unlocking,
        place::Place,
        say::{self, Form, Trouble, hints, talk},
    },
    failed, keys,
};

/// What happens when rights are lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Losses {
    /// Nothing is switched.
    Refused,
    /// It is switched all the same; somebody said so.
    Accepted,
}

/// What came of it, for programs.
#[derive(Serialize)]
struct Rotated<'a> {
    version: u8,
    connection: &'a str,
    switched: bool,
    says: &'a str,
    #[serde(serialize_with = "hints::serialized")]
    remedy: &'a str,
    lost: &'a [String],
    unclear: &'a [String],
    identity: &'a [String],
    /// The test of the second key.
    test: &'a Document,
    exit: u8,
}

/// Rotates.
pub(super) async fn run(
    place: Place,
    name: &Name,
    from: &str,
    losses: Losses,
    form: Form,
    unlocking: &mut Unlocking,
) -> Result<u8, Trouble> {
    let catalog = Arc::clone(&place.catalog);
    let note = keys::read(from)?;
    let (setup, _demo) = place.into_setup();
    let mut engine = Solo::new(setup);
    let opened = open(&mut engine, name, unlocking).await?;
    let connection = &opened.connection;
    let known = catalog.psa(&connection.psa).zip(catalog.integration(&connection.integration));
    let (facts, product) = known.filter(|it| it.1.needs(&it.0.id).is_some()).ok_or_else(|| {
        Trouble::usage(
            words::with(
                "rotate-integration-unknown",
                &[("integration", connection.integration.as_str().into()), ("name", name.as_str().into())],
            ),
            words::say("rotate-integration-unknown-next"),
        )
    })?;
    let login = keys::second(facts, &opened, &note)?;
    drop(note);
    let before = before(&mut engine, name).await;
    let job = Job::Test { integration: connection.integration.clone(), login: login.clone(), consent: Consent::No };
    let tested = engine.run(job).await;
    if let Finish::Failed(fault) = tested.finish {
        return Err(fault.into());
    }
    let mut report = tested.report;
    if let Some(before) = &before {
        rotation::keep_words(&mut report, connection, before);
    }
    let document = Document::of(connection, facts, product, &report, &now());
    let compared = compared(before.as_ref(), &document);
    let stops = stop(&report, &compared).filter(|it| !(losses == Losses::Accepted && may_be_accepted(*it)));
    if stops.is_none() {
        switch(&mut engine, connection, login, report).await?;
    }
    let says = match stops {
        None => words::with("rotate-uses-second", &[("name", name.as_str().into())]),
        Some(ExitCode::RightMissing) => words::say("rotate-unswitched-lost").to_owned(),
        Some(_) if document.failed().is_none() => words::say("rotate-unswitched-unclear").to_owned(),
        Some(_) => words::with("rotate-unswitched", &[("why", document.verdict.as_str().into())]),
    };
    let remedy = match stops {
        None => {
            words::with("rotate-delete-old", &[("psa", facts.name.as_str().into()), ("name", name.as_str().into())])
        }
        Some(ExitCode::RightMissing | ExitCode::CouldNotTell) if document.failed().is_none() => {
            words::say("rotate-have-it-set").to_owned()
        }
        Some(_) => document.failed().map_or_else(String::new, |(_, failed)| failed.remedy.clone()),
    };
    let exit = stops.unwrap_or(ExitCode::Fine) as u8;
    match form {
        Form::Text => {
            let lines: Vec<_> = [&says].into_iter().chain(compared.lines()).map(String::as_str).collect();
            say::data(&format!("{}\n", lines.join("\n  ")));
            talk(&remedy);
        }
        Form::Json => {
            let Compared { lost, unclear, identity } = &compared;
            let (connection, switched) = (name.as_str(), stops.is_none());
            let (says, remedy, test) = (&*says, &*remedy, &document);
            let version = 1;
            say::json(&Rotated { version, connection, switched, says, remedy, lost, unclear, identity, test, exit });
        }
    }
    Ok(exit)
}

/// The last test that is kept, when it came to the rights. One that cannot be read is named, and counts as none.
async fn before(engine: &mut Solo, name: &Name) -> Option<Document> {
    let finish = engine.run(Job::LastTest(name.clone())).await.finish;
    if let Finish::LastTest(last) = finish {
        return last.map(|it| *it).filter(|it| !it.with_rights().rights.is_empty());
    }
    talk(&words::with("rotate-passed-over", &[("why", failed(finish).what().into())]));
    None
}

/// Without a test before, what is needed is all there is to hold the second key against.
fn compared(before: Option<&Document>, after: &Document) -> Compared {
    match before {
        Some(before) => rotation::compare(before, after),
        None => rotation::short_of_the_need(after),
    }
}

/// Why nothing is switched, if so.
fn stop(report: &Report, compared: &Compared) -> Option<ExitCode> {
    match report.fault() {
        Some(fault) => Some(fault.exit_code()),
        None if !compared.lost.is_empty() => Some(ExitCode::RightMissing),
        None if !compared.unclear.is_empty() => Some(ExitCode::CouldNotTell),
        None => None,
    }
}

/// A key that does not work never takes the place of one that may.
fn may_be_accepted(stop: ExitCode) -> bool {
    matches!(stop, ExitCode::RightMissing | ExitCode::CouldNotTell)
}

async fn switch(engine: &mut Solo, connection: &Connection, login: Login, report: Report) -> Result<(), Trouble> {
    let to_save = ToSave {
        name: connection.name.clone(),
        integration: connection.integration.clone(),
        login,
        report: Some(report),
        counts: connection.last_test.as_ref().map(|it| it.counts.clone()).unwrap_or_default(),
        replace: Replace::Yes,
        store: connection.store,
        passphrase: None,
        keys_since: None,
    };
    let finish = engine.run(Job::Save(Box::new(to_save))).await.finish;
    if let Finish::Saved(_) = finish { Ok(()) } else { Err(failed(finish)) }
}
