//! `copy`: a saved connection without its secret, as a set-up that waits for its keys.

use jiff::Timestamp;

use crate::{
    model::{
        draft::Draft,
        fault::{ExitCode, Fault},
        saved::Name,
    },
    store::Store,
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
    let new = Name::new(new).map_err(|says| Trouble::usage("that cannot be a connection's name", says))?;
    if place.store.list().iter().any(|it| it.name() == new.as_str()) {
        return Err(taken(format!("a connection named {} is already saved", new.as_str())));
    }
    let drafts = place.store.drafts(&place.catalog, Timestamp::now());
    if drafts.cut.iter().any(|it| it.draft.name.as_ref() == Some(&new)) {
        return Err(taken(format!("a set-up named {} waits to be finished", new.as_str())));
    }
    let connection = read(&place.store, &name)?;
    let facts = place.catalog.psa(&connection.psa).ok_or_else(|| Fault::Local {
        what: format!("this psa-connect does not know the PSA \"{}\"", connection.psa),
        remedy: "Use a version of psa-connect that knows it.".into(),
    })?;
    let held = place.store.hold_draft(&Store::new_draft_id())?;
    held.keep(&Draft::copied(&connection, facts, new.clone()), &now())?;
    talk(&format!("Copied without its keys. Enter them with: psa-connect setup {}", new.as_str()));
    Ok(ExitCode::Fine)
}

fn taken(what: String) -> Trouble {
    Trouble::usage(what, "Choose another name.")
}
