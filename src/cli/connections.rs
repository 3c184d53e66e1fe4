//! Names of saved connections, as commands take them.

use crate::{
    model::{saved::Name, shown::Shown},
    store::Store,
    words,
};

use super::{
    place::Place,
    say::{Trouble, talk},
};

/// The connection that a command is about: the one that is named, else the default, which is then said.
///
/// Errors: [`Trouble`] when there is none of that name, or when none is named and no default is set.
pub(super) fn chosen(place: &Place, name: Option<&str>) -> Result<Name, Trouble> {
    if let Some(name) = name {
        return named(&place.store, name);
    }
    let Some(default) = &place.settings.default.value else {
        return Err(Trouble::usage(words::say("connection-none-named"), words::say("connection-none-named-next")));
    };
    let is_listed = place.store.list().iter().any(|it| it.name() == default.as_str());
    let name = named(&place.store, default.as_str())
        .map_err(|it| if is_listed { it } else { it.with_remedy(words::say("connection-is-default")) })?;
    talk(&words::with("connection-using-default", &[("name", name.as_str().into())]));
    Ok(name)
}

/// Checks a name that was given, and names the ones that there are when there is no such connection.
pub(super) fn named(store: &Store, name: &str) -> Result<Name, Trouble> {
    let listed = store.list();
    let known = || {
        let known: Vec<_> = listed.iter().map(|it| it.name().to_owned()).collect();
        if known.is_empty() {
            words::say("connection-nothing-saved").into()
        } else {
            words::with("connection-saved-are", &[("names", known.join(", ").into())])
        }
    };
    let checked = Name::new(name).map_err(|says| {
        Trouble::usage(
            words::with("connection-bad-name", &[("name", Shown::new(name).to_string().into())]),
            format!("{says} {}", known()),
        )
    })?;
    let is_listed = listed.iter().any(|it| it.name() == checked.as_str());
    // A store that cannot be read is listed as one broken entry, and says so itself when it is asked.
    let is_readable = listed.is_empty() || listed.iter().any(|it| Name::new(it.name()).is_ok());
    if !is_listed && is_readable {
        return Err(Trouble::usage(words::with("connection-not-saved", &[("name", checked.as_str().into())]), known()));
    }
    Ok(checked)
}
