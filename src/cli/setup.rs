//! `setup`: a new connection, at a terminal, from answers in a file, or one question after another for programs.

use std::path::PathBuf;

use clap::Args;

use crate::{model::fault::ExitCode, wizard::event::Consent, words};

use super::{
    Global,
    place::Place,
    say::{Form, Trouble},
    wizard::{self, Asking, Begin},
};

mod answered;
pub(super) mod keep;
mod next;
mod play;
mod summary;
mod tell;

use answered::Said;
use keep::KeepAt;
use summary::Summary;
use tell::Teller;

/// What was asked for.
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(super) struct Asked {
    /// What it will be called
    name: Option<String>,
    /// Answers in TOML, or from standard input with "-"; what they leave open is asked for, or named with --no-input
    #[arg(long, value_name = "FILE|-")]
    answers: Option<String>,
    /// Write the answers that were given to a new file, without keys
    #[arg(long, value_name = "FILE", conflicts_with = "next")]
    save_answers: Option<PathBuf>,
    /// Write the answers of this saved connection, and set up nothing
    #[arg(long, value_name = "NAME", requires = "save_answers", conflicts_with_all = ["name", "answers"])]
    like: Option<String>,
    /// For programs: print the next question as JSON; with a state and an answer, go on from there
    #[arg(long, num_args = 0..=2, value_names = ["STATE", "ANSWER"])]
    next: Option<Vec<String>>,
    /// With nobody asked: send the login although just these values were refused: accounts lock
    #[arg(long, requires = "answers", conflicts_with = "next")]
    try_again: bool,
}

impl Asked {
    fn consent(&self) -> Consent {
        if self.try_again { Consent::Given } else { Consent::No }
    }
}

const AFTER: &str = "\
With --no-input or --json nobody is asked: the answers are played to their end,
each step and check is told, and nothing is saved unless all is proved or the
answers say so. A login that was refused is not sent again; --try-again sends it
once more, and is for a person who has read why.

A secret is never an answer, only where it is read: { file = \"PATH\" },
{ env = \"NAME\" }, { command = [\"PROGRAM\"] } or { stdin = true }.

  0 saved    2 an answer is missing or wrong    3 the login was refused
  4 a right is missing    5 not reached    6 limited or locked
  7 the store    8 it could not be told. Whatever is not 0 saved nothing, but
for a pull that failed or was stopped after the save, and for answers that
could not be written then.

docs/unattended.md has the answers, the events and the questions.";

/// Does what was asked for, and tells trouble in the form of the rest. Gives the exit code.
pub(super) async fn run(global: Global, asked: Asked) -> Result<u8, Trouble> {
    let (form, is_protocol) = (super::form(&global), asked.next.is_some());
    match (Box::pin(set_up(global, asked)).await, form) {
        (Err(trouble), _) if is_protocol => Ok(next::trouble(&trouble)),
        // A program reads line by line, and the last one is always the same.
        (Err(trouble), Form::Json) => {
            let summary = Summary::of_trouble(&trouble);
            Teller { form }.done(&summary);
            Ok(summary.exit)
        }
        (done, Form::Json | Form::Text) => done,
    }
}

async fn set_up(mut global: Global, asked: Asked) -> Result<u8, Trouble> {
    let keep = asked.save_answers.as_deref().map(KeepAt::new).transpose()?;
    if let Some((like, keep)) = asked.like.as_ref().zip(keep.as_ref()) {
        return keep::like(&Place::find(&global).await?, like, keep).map(|()| ExitCode::Fine as u8);
    }
    let said = Said::read(asked.answers.as_deref(), asked.name.as_deref(), &mut global)?;
    if let Some(words) = &asked.next {
        return next::run(global, said, words).await;
    }
    let form = super::form(&global);
    let nobody_is_asked = global.no_input || form == Form::Json;
    let wanted = super::face(&global);
    if nobody_is_asked || (!wanted.has_terminal() && asked.answers.is_some()) {
        return play::run(&global, said, form, keep, asked.consent()).await;
    }
    let place = Place::find(&global).await?;
    let begin = if asked.answers.is_some() {
        let answered = answered::Answered::new(said, &place, &global)?;
        Begin::Answered(Box::new(answered.partly()?))
    } else {
        Begin::SetUp(asked.name)
    };
    wizard::run(place, begin, Asking::Allowed, wanted, keep).await
}

/// Says that arguments cannot be read when an answer is among them. Gives the exit code.
pub(super) fn unreadable_arguments() -> u8 {
    next::trouble(&Trouble::usage(
        words::say("setup-unreadable-arguments"),
        words::say("setup-unreadable-arguments-next"),
    ))
}
