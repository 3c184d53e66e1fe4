//! Names of saved connections, as commands take them.

use crate::{
    model::{saved::Name, shown::Shown},
    store::Store,
};

use super::say::Trouble;

/// Checks a name that was given, and names the ones that there are when there is no such connection.
pub(super) fn named(store: &Store, name: &str) -> Result<Name, Trouble> {
    let listed = store.list();
    let known = || {
        let known: Vec<_> = listed.iter().map(|it| it.name().to_owned()).collect();
        if known.is_empty() { "Nothing is saved yet.".into() } else { format!("Saved are: {}.", known.join(", ")) }
    };
    let checked = Name::new(name).map_err(|says| {
        Trouble::usage(format!("\"{}\" cannot be a connection's name", Shown::new(name)), format!("{says} {}", known()))
    })?;
    let is_listed = listed.iter().any(|it| it.name() == checked.as_str());
    // A store that cannot be read is listed as one broken entry, and says so itself when it is asked.
    let is_readable = listed.is_empty() || listed.iter().any(|it| Name::new(it.name()).is_ok());
    if !is_listed && is_readable {
        return Err(Trouble::usage(format!("no connection named {} is saved", checked.as_str()), known()));
    }
    Ok(checked)
}
