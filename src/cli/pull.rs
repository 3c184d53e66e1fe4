//! `pull`: the lists of a connection into its mirror, with progress while it runs and a table at its end.

use std::time::Duration;

use clap::Args;

use crate::{
    engine::Solo,
    model::{
        fault::ExitCode,
        id::ListId,
        mirror::{Kept, Pulled, Read, Scope},
        shown::Shown,
    },
    wizard::event::{Consent, Job, Opened, Progress, ToPull},
    words,
};

use super::{
    Global,
    connections::chosen,
    open::open,
    or_interrupted,
    passphrase::Unlocking,
    place::Place,
    say::{self, Form, Trouble},
};

pub(super) mod json;
mod progress;
mod text;

use progress::Teller;

/// What was asked for.
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(super) struct Asked {
    /// Which connection [default: the one that psa-connect default shows]
    name: Option<String>,
    /// Read every row, also where the PSA could say what changed; goes on with a full pass that was stopped
    #[arg(long)]
    full: bool,
    /// Keep each record as the PSA sent it, beside its columns; ten times the bytes. Without it no record is kept
    #[arg(long)]
    whole: bool,
    /// Only these lists, and those that they hang below
    #[arg(long = "list", value_name = "LIST", value_delimiter = ',')]
    lists: Vec<String>,
    /// Rows a page, fewer than the PSA's largest page: for slow lines and slow PSAs
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u32).range(1..))]
    page: Option<u32>,
    /// Send the login although just these values were refused: accounts lock
    #[arg(long)]
    try_again: bool,
}

const AFTER: &str = "\
What was read stays, whatever stops a pull: the next one goes on from there.

Rows that the PSA no longer has stay in the mirror, marked as gone; a full pass
finds them. One is made when the last is older than a week, or with --full.

docs/schema.md says where the mirror is and what is in it. sqlite3 and psql are
the tools to ask it with.";

/// How long a pull that is stopped may take to note it.
const PATIENCE: Duration = Duration::from_secs(3);

/// Pulls one connection. Gives the exit code.
pub(super) async fn run(global: &Global, asked: &Asked) -> Result<ExitCode, Trouble> {
    let place = Place::find(global).await?;
    let mut unlocking = Unlocking::of(global);
    let name = chosen(&place, asked.name.as_deref())?;
    let (setup, _demo) = place.into_setup();
    let mut solo = Solo::new(setup);
    let opened = or_interrupted(open(&mut solo, &name, &mut unlocking)).await;
    say::repaired(solo.engine().store());
    let Opened { connection, login } = opened?;
    if let Some(facts) = solo.engine().catalog().psa(&connection.psa) {
        let is_known = |it: &&String| facts.list(&ListId(it.trim().to_owned())).is_some();
        if let Some(unknown) = asked.lists.iter().find(|it| !is_known(it)) {
            let known: Vec<&str> = facts.lists.iter().map(|it| it.id.0.as_str()).collect();
            let what = words::with(
                "pull-no-list",
                &[("psa", facts.name.as_str().into()), ("list", Shown::new(unknown).to_string().into())],
            );
            return Err(Trouble::usage(what, words::with("pull-name-some", &[("names", known.join(", ").into())])));
        }
    }
    let lists: Vec<ListId> = asked.lists.iter().map(|it| ListId(it.trim().to_owned())).collect();
    let job = Job::Pull(Box::new(ToPull {
        name: name.clone(),
        integration: connection.integration.clone(),
        login,
        consent: if asked.try_again { Consent::Given } else { Consent::No },
        scope: if asked.full { Scope::Full } else { Scope::Changes },
        kept: if asked.whole { Kept::Whole } else { Kept::Columns },
        lists: Some(lists).filter(|it| !it.is_empty()),
        page: asked.page,
    }));
    let catalog = std::sync::Arc::clone(solo.engine().catalog());
    let facts = catalog.psa(&connection.psa);
    let mut teller = Teller::of(super::form(global), super::face(global), name.as_str(), facts);
    let unended = solo.engine().unended();
    let mut tell = |news: &Progress| {
        if let Progress::Pulling(news) = news {
            teller.tell(news);
        }
    };
    let ran = or_interrupted(async { Ok(solo.run_telling(job, &mut tell).await) }).await;
    teller.end();
    let outcome = match ran {
        Ok(outcome) => outcome,
        Err(stopped) => {
            // With the engine goes the pull; its writer then notes that it was stopped.
            drop(solo);
            unended.noted(PATIENCE).await;
            let name = name.as_str();
            return Err(stopped.with_remedy(words::with("pull-go-on-with", &[("name", name.into())])));
        }
    };
    for note in &outcome.report.notes {
        say::talk(&words::with("talk-note", &[("note", note.as_str().into())]));
    }
    let pulled = outcome.finish.pulled().map_err(|fault| {
        let remedy = words::with("pull-failed-next", &[("remedy", fault.remedy().into())]);
        Trouble::from(fault).with_remedy(remedy)
    })?;
    let exit = exit_of(&pulled);
    match super::form(global) {
        Form::Text => say::data(&text::table(name.as_str(), &pulled)),
        Form::Json => say::data(&json::done(name.as_str(), &pulled, exit)),
    };
    Ok(exit)
}

/// The worst of what lists came to; one that the integration can do without spoils nothing.
fn exit_of(pulled: &Pulled) -> ExitCode {
    let faults = pulled.lists.iter().filter_map(|it| match &it.read {
        Read::Not(fault) => Some((it.is_needed, fault.exit_code())),
        Read::Whole | Read::Counted(_) => None,
    });
    let counts = |(is_needed, exit): &(bool, ExitCode)| *is_needed || *exit != ExitCode::RightMissing;
    faults.filter(counts).fold(ExitCode::Fine, |worst, (_, exit)| worst.or_worse(exit))
}
