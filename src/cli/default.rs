//! `default`: the connection that is meant when none is named.

use serde::Serialize;

use crate::{
    model::{fault::ExitCode, saved::Name},
    words,
};

use super::{
    connections::named,
    place::Place,
    say::{self, Form, Trouble, talk},
};

/// What was asked for.
#[derive(clap::Args, Debug)]
pub(super) struct Asked {
    /// Which connection it will be; without one, the default is shown
    name: Option<String>,
    /// Have none any more
    #[arg(long, conflicts_with = "name")]
    clear: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    default: Option<&'a str>,
}

/// Sets it, clears it or shows it.
pub(super) fn run(place: &Place, asked: &Asked, form: Form) -> Result<ExitCode, Trouble> {
    let file = place.store.settings_file();
    if let Some(name) = &asked.name {
        let name = named(&place.store, name)?;
        place.store.set_default(Some(&name))?;
        talk(&words::with(
            "default-set",
            &[("name", name.as_str().into()), ("file", file.display().to_string().into())],
        ));
        return Ok(told(Some(&name), form, Shown::No));
    }
    if asked.clear {
        place.store.set_default(None)?;
        talk(words::say("default-none-any-more"));
        return Ok(told(None, form, Shown::No));
    }
    let default = place.settings.default.value.as_ref();
    match default {
        None => talk(words::say("default-none")),
        Some(it) if !place.store.list().iter().any(|listed| listed.name() == it.as_str()) => {
            talk(&words::with("default-not-saved", &[("name", it.as_str().into())]));
        }
        Some(_) => {}
    }
    Ok(told(default, form, Shown::Yes))
}

/// Whether the name is what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Yes,
    No,
}

fn told(default: Option<&Name>, form: Form, shown: Shown) -> ExitCode {
    let default = default.map(Name::as_str);
    match (form, shown, default) {
        (Form::Json, _, default) => {
            say::json(&Document { version: 1, default });
        }
        (Form::Text, Shown::Yes, Some(name)) => {
            say::data(&format!("{name}\n"));
        }
        (Form::Text, Shown::Yes, None) | (Form::Text, Shown::No, _) => {}
    }
    ExitCode::Fine
}
