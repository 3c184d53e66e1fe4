//! `remove`: takes a connection and its secret away, after asking.

use std::io::{self, IsTerminal as _};

use crate::{
    engine::Solo,
    model::fault::{ExitCode, Fault},
    wizard::event::Job,
};

use super::{
    connections::named,
    place::Place,
    say::{Trouble, agreed, talk},
};

/// Whether the person agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Consent {
    /// They said so with the command.
    Given,
    /// They are asked.
    Ask,
    /// They may not be asked.
    CannotAsk,
}

/// Removes it.
pub(super) async fn run(place: Place, name: &str, consent: Consent) -> Result<ExitCode, Trouble> {
    let name = named(&place.store, name)?;
    let is_there = place.store.list().iter().any(|it| it.name() == name.as_str());
    match consent {
        Consent::Ask if is_there && io::stdin().is_terminal() => {
            if !agreed(&format!("Remove {}, its secret and what was pulled?", name.as_str()), "Add --force.")? {
                return Err(Fault::Cancelled.into());
            }
        }
        Consent::Ask | Consent::CannotAsk if is_there => {
            return Err(Trouble::usage(
                format!("{} is not removed without being asked for twice", name.as_str()),
                "Add --force.",
            ));
        }
        // The store says that there is nothing of this name.
        Consent::Given | Consent::Ask | Consent::CannotAsk => {}
    }
    let is_default = place.settings.default.value.as_ref() == Some(&name);
    let (setup, _demo) = place.into_setup();
    let mut solo = Solo::new(setup);
    solo.run(Job::Remove(name.clone())).await.finish.done()?;
    if is_default {
        solo.engine().store().set_default(None)?;
        talk(&format!("{} was the default connection; there is none any more.", name.as_str()));
    }
    talk(&format!(
        "{} is removed, with its secret and what was pulled into a file here. The key still works in the PSA until it is deleted there.",
        name.as_str()
    ));
    Ok(ExitCode::Fine)
}
