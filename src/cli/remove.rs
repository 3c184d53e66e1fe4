//! `remove`: takes a connection and its secret away, after asking.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use crate::{
    engine::Solo,
    model::fault::{ExitCode, Fault},
    wizard::event::{Finish, Job},
};

use super::{
    connections::named,
    place::Place,
    say::{Trouble, talk},
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
            if !asked(name.as_str())? {
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
    let (setup, _demo) = place.into_setup();
    match Solo::new(setup).run(Job::Remove(name.clone())).await.finish {
        Finish::Failed(fault) => Err(fault.into()),
        Finish::Removed(_)
        | Finish::Located
        | Finish::Tested
        | Finish::Previewed
        | Finish::Saved(_)
        | Finish::Wrote(_)
        | Finish::Opened(_)
        | Finish::Stamped(..)
        | Finish::Recorded
        | Finish::TriedStores(_)
        | Finish::Unlocked
        | Finish::Moved(_)
        | Finish::Changed
        | Finish::LastTest(_)
        | Finish::CheckedOldKey(_) => {
            talk(&format!(
                "{} is removed, with its secret. The key still works in the PSA until it is deleted there.",
                name.as_str()
            ));
            Ok(ExitCode::Fine)
        }
    }
}

fn asked(name: &str) -> Result<bool, Trouble> {
    let cannot = |it: io::Error| Trouble::usage(format!("the answer cannot be read: {it}"), "Add --force.");
    let mut err = io::stderr().lock();
    let _ = write!(err, "Remove {name} and its secret? [y/N] ").and_then(|()| err.flush());
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(cannot)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
