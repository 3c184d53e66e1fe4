//! `rotate`: a second key in the place of the first, in the wizard or unattended; and whether the old one is dead.

use std::io::{self, IsTerminal as _};

use clap::Args;
use serde::Serialize;

use crate::{
    engine::Solo,
    model::{
        catalog::PsaFacts,
        fault::{ExitCode, Fault},
        rotation::OldKey,
        saved::Name,
    },
    store::{Listed, Store},
    wizard::event::{Finish, Job},
    words,
};

use super::{
    Global,
    connections::named,
    open::run_unlocking,
    passphrase::Unlocking,
    place::Place,
    say::{
        self, Form, Trouble, agreed,
        hints::{self, hinted},
    },
    wizard,
};

mod keys;
mod unattended;

/// What was asked for.
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(super) struct Asked {
    /// Which connection
    name: String,
    /// Read the second key from a file, or from standard input with "-", and ask nothing
    #[arg(long, value_name = "FILE|-", conflicts_with = "check")]
    keys: Option<String>,
    /// Switch although a right is lost or can no longer be checked
    #[arg(long, requires = "keys")]
    anyway: bool,
    /// Send the key before the last switch once, to see that it is refused
    #[arg(long)]
    check: bool,
    /// Do not ask before the old key is sent
    #[arg(long, requires = "check")]
    force: bool,
}

const AFTER: &str = "\
The keys are read as you noted them: lines such as \"public key: ...\", JSON, or
an env file. Only the fields that a second key changes are taken; a note with
another company ID or user name is refused. Nothing is switched before the
second key is tested and its rights are compared with the last test.

With --keys: 0 switched, 3 the second key was refused, 4 a right is lost,
8 a right can no longer be checked. Whatever is not 0 changed nothing.
With --check: 0 the old key is dead, 8 it could not be told, 9 it still works.";

/// Does what was asked for. Gives the exit code.
pub(super) async fn run(global: &Global, asked: &Asked) -> Result<u8, Trouble> {
    let place = Place::find(global).await?;
    let name = named(&place.store, &asked.name)?;
    let form = super::form(global);
    if let Some(from) = &asked.keys {
        let anyway = if asked.anyway { unattended::Losses::Accepted } else { unattended::Losses::Refused };
        return super::or_interrupted(unattended::run(place, &name, from, anyway, form, &mut Unlocking::of(global)))
            .await;
    }
    if !asked.check {
        let begin = wizard::Begin::Rotate(name);
        return Box::pin(wizard::run(place, begin, super::asking(global), super::face(global), None)).await;
    }
    if !asked.force {
        ask(&place, &name, super::asking(global))?;
    }
    super::or_interrupted(check(place, &name, form, &mut Unlocking::of(global))).await
}

/// Why a job did not end as it was meant to.
fn failed(finish: Finish) -> Trouble {
    if let Finish::Failed(fault) = finish {
        return fault.into();
    }
    tracing::error!("a job ended as no job of its kind does");
    Trouble::ours(words::say("rotate-job-ended"), words::say("rotate-job-ended-next"))
}

fn facts_of<'a>(place: &'a Place, store: &Store, name: &Name) -> Option<&'a PsaFacts> {
    let psa = store.list().into_iter().find_map(|it| match it {
        Listed::Connection(it) if it.name == *name => Some(it.psa),
        Listed::Connection(_) | Listed::Broken { .. } => None,
    });
    place.catalog.psa(&psa?)
}

/// Asks where sending the old key may lock the account that the new one uses, too.
fn ask(place: &Place, name: &Name, asking: wizard::Asking) -> Result<(), Trouble> {
    let Some(risk) = facts_of(place, &place.store, name).and_then(|it| it.rotate.risk.as_ref()) else { return Ok(()) };
    if asking == wizard::Asking::Forbidden || !io::stdin().is_terminal() {
        return Err(Trouble::usage(
            words::with("rotate-not-asked", &[("name", name.as_str().into())]),
            words::with("rotate-add-force", &[("risk", risk.into())]),
        ));
    }
    let question = format!("{risk}\n{}", words::with("rotate-send-once", &[("name", name.as_str().into())]));
    if agreed(&question, words::say("named-add-force"))? { Ok(()) } else { Err(Fault::Cancelled.into()) }
}

#[derive(Serialize)]
struct Checked<'a> {
    version: u8,
    connection: &'a str,
    old_key: &'static str,
    says: String,
    #[serde(serialize_with = "hints::serialized")]
    remedy: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    menu: Option<&'a str>,
    exit: u8,
}

async fn check(place: Place, name: &Name, form: Form, unlocking: &mut Unlocking) -> Result<u8, Trouble> {
    let catalog = std::sync::Arc::clone(&place.catalog);
    let psa = facts_of(&place, &place.store, name).map(|it| it.id.clone());
    let (setup, _demo) = place.into_setup();
    let finish = run_unlocking(&mut Solo::new(setup), Job::CheckOldKey(name.clone()), unlocking).await?.finish;
    let Finish::CheckedOldKey(old) = finish else { return Err(failed(finish)) };
    // The job would have failed for a PSA that is not known.
    let Some(facts) = psa.and_then(|it| catalog.psa(&it)) else { return Err(Fault::Cancelled.into()) };
    let (old_key, exit, menu) = match &old {
        OldKey::Dead { .. } => ("dead", ExitCode::Fine, None),
        OldKey::Alive => ("alive", ExitCode::OldKeyWorks, Some(facts.menus.keys.as_str())),
        OldKey::Unclear(_) => ("unclear", ExitCode::CouldNotTell, None),
    };
    let (says, remedy) = old.words(facts);
    match form {
        Form::Text => {
            let menu = menu.map(|it| format!(" -> {it}")).unwrap_or_default();
            say::data(&format!("{says}\n{}{menu}\n", hinted(&remedy)));
        }
        Form::Json => {
            let connection = name.as_str();
            say::json(&Checked { version: 1, connection, old_key, says, remedy, menu, exit: exit as u8 });
        }
    }
    Ok(exit as u8)
}
