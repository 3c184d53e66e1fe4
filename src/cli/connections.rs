//! Names of saved connections, as commands take them.

use crate::{model::saved::Name, store::Store};

use super::say::Trouble;

/// Checks a name that was given, and names the ones that there are when it cannot be one.
pub(super) fn named(store: &Store, name: &str) -> Result<Name, Trouble> {
    Name::new(name).map_err(|says| {
        let known: Vec<_> = store.list().iter().map(|it| it.name().to_owned()).collect();
        let known =
            if known.is_empty() { "Nothing is saved yet.".into() } else { format!("Saved are: {}.", known.join(", ")) };
        Trouble::usage(
            format!("\"{}\" cannot be a connection's name", crate::model::shown::Shown::new(name)),
            format!("{says} {known}"),
        )
    })
}
