//! `copy`: a saved connection without its secret, as a set-up that waits for its keys.

use jiff::Timestamp;

use crate::{
    model::{
        draft::Draft,
        fault::{ExitCode, Fault},
        saved::Name,
    },
    store::Store,
    words,
};

use super::{
    ago::now,
    connections::named,
    named::read,
    place::Place,
    say::{Trouble, talk},
};

/// Copies it.
pub(super) fn run(place: &Place, name: &str, new: &str) -> Result<ExitCode, Trouble> {
    let name = named(&place.store, name)?;
    let new = Name::new(new).map_err(|says| Trouble::usage(words::say("connection-bad-name-as-asked"), says))?;
    if place.store.list().iter().any(|it| it.name() == new.as_str()) {
        return Err(taken(words::with("copy-taken", &[("name", new.as_str().into())])));
    }
    let drafts = place.store.drafts(&place.catalog, Timestamp::now());
    if drafts.cut.iter().any(|it| it.draft.name.as_ref() == Some(&new)) {
        return Err(taken(words::with("copy-set-up-waits", &[("name", new.as_str().into())])));
    }
    let connection = read(&place.store, &name)?;
    let facts = place.catalog.psa(&connection.psa).ok_or_else(|| Fault::Local {
        what: words::with("copy-unknown-psa", &[("psa", connection.psa.to_string().into())]),
        remedy: words::say("copy-unknown-psa-next").into(),
    })?;
    let held = place.store.hold_draft(&Store::new_draft_id())?;
    held.keep(&Draft::copied(&connection, facts, new.clone()), &now())?;
    talk(&words::with("copy-done", &[("name", new.as_str().into())]));
    Ok(ExitCode::Fine)
}

fn taken(what: String) -> Trouble {
    Trouble::usage(what, words::say("copy-other-name"))
}
