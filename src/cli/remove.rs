//! `remove`: takes a connection and its secret away, after asking.

use std::io::{self, IsTerminal as _};

use crate::{
    engine::Solo,
    model::fault::{ExitCode, Fault},
    wizard::event::Job,
    words,
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
            if !agreed(
                &words::with("remove-question", &[("name", name.as_str().into())]),
                words::say("named-add-force"),
            )? {
                return Err(Fault::Cancelled.into());
            }
        }
        Consent::Ask | Consent::CannotAsk if is_there => {
            return Err(Trouble::usage(
                words::with("remove-not-asked", &[("name", name.as_str().into())]),
                words::say("named-add-force"),
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
        talk(&words::with("remove-was-default", &[("name", name.as_str().into())]));
    }
    talk(&words::with("remove-done", &[("name", name.as_str().into())]));
    Ok(ExitCode::Fine)
}
