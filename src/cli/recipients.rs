//! `recipients`: who can read the encrypted store; lets a colleague read it, or takes that away.

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::{
    engine::Solo,
    model::{
        fault::{ExitCode, Fault},
        secret::Secret,
    },
    wizard::event::Job,
    words,
};

use super::{
    Global,
    open::with_passphrase,
    passphrase::Unlocking,
    place::Place,
    say::{self, Form, Trouble, talk},
};

/// What was asked for.
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(super) struct Asked {
    #[command(subcommand)]
    what: Option<What>,
}

const AFTER: &str = "\
A recipient is the public half of an age identity: age-keygen prints it, and psa-connect
recipients shows your own. Whoever is added can read every saved key with the files of the
store, a copy of them included. Whoever is removed may have kept keys: rotate them.";

#[derive(Debug, Subcommand)]
enum What {
    /// List them, this account's own first
    List,
    /// Encrypt every saved key to this one, too; or confirm one that is in recipients.txt
    Add {
        /// age1…
        recipient: String,
    },
    /// Encrypt every saved key anew, without this one
    Remove {
        /// age1…
        recipient: String,
    },
}

#[derive(Serialize)]
struct Document {
    version: u8,
    recipients: Vec<Recipient>,
}

#[derive(Serialize)]
struct Recipient {
    recipient: String,
    own: bool,
}

/// Lists or changes them.
pub(super) async fn run(global: &Global, asked: &Asked) -> Result<ExitCode, Trouble> {
    let place = Place::find(global).await?;
    match &asked.what {
        None | Some(What::List) => list(&place, super::form(global)),
        Some(What::Add { recipient }) => {
            let job = |passphrase| Job::AddRecipient { passphrase, recipient: recipient.clone() };
            change(global, place, job).await?;
            talk(&words::with("recipients-added", &[("who", recipient.as_str().into())]));
            Ok(ExitCode::Fine)
        }
        Some(What::Remove { recipient }) => {
            let job = |passphrase| Job::RemoveRecipient { passphrase, recipient: recipient.clone() };
            change(global, place, job).await?;
            talk(&words::with("recipients-removed", &[("who", recipient.as_str().into())]));
            Ok(ExitCode::Fine)
        }
    }
}

fn list(place: &Place, form: Form) -> Result<ExitCode, Trouble> {
    let names = place.store.recipients()?;
    let is_empty = names.is_empty();
    let recipients = names.into_iter().enumerate().map(|(idx, recipient)| Recipient { recipient, own: idx == 0 });
    match form {
        Form::Json => {
            say::json(&Document { version: 1, recipients: recipients.collect() });
        }
        Form::Text if is_empty => talk(words::say("recipients-none")),
        Form::Text => {
            let line = |it: Recipient| {
                format!(
                    "{}{}\n",
                    it.recipient,
                    if it.own { format!("  {}", words::say("recipients-own")) } else { String::new() }
                )
            };
            say::data(&recipients.map(line).collect::<String>());
        }
    }
    Ok(ExitCode::Fine)
}

async fn change(global: &Global, place: Place, job: impl Fn(Secret) -> Job) -> Result<(), Trouble> {
    if !place.store.has_passphrase()? {
        return Err(Fault::Local {
            what: words::say("recipients-nothing-encrypted").into(),
            remedy: words::say("recipients-nothing-encrypted-next").into(),
        }
        .into());
    }
    let (setup, _demo) = place.into_setup();
    let mut solo = Solo::new(setup);
    let mut unlocking = Unlocking::of(global);
    let act = async |passphrase| solo.run(job(passphrase)).await.finish.done();
    with_passphrase(
        &format!("{} ", words::with("passphrase-prompt", &[("place", words::say("passphrase-store").into())])),
        words::say("passphrase-store"),
        &mut unlocking,
        act,
    )
    .await
}
