//! `drafts`: the set-ups that were cut off.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    model::{
        catalog::Catalog,
        draft::{Draft, KeptDraft, Reached},
        fault::{ExitCode, Fault},
    },
    wizard::resume::{about, stands},
    words,
};

use super::{
    ago::ago,
    place::Place,
    say::{self, Form, Trouble, hints, talk},
};

#[derive(Serialize)]
struct Document {
    version: u8,
    drafts: Vec<Row>,
    broken: Vec<Broken>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    at: String,
    step: Reached,
    name: Option<String>,
    psa: String,
    integration: Option<String>,
    origin: Option<String>,
}

#[derive(Serialize)]
struct Broken {
    error: String,
    #[serde(serialize_with = "hints::serialized")]
    remedy: String,
}

#[derive(Serialize)]
struct Cleared {
    version: u8,
    cleared: usize,
}

/// Prints the list. A draft that cannot be read does not hide the others, but it is the command's exit code.
pub(super) fn list(place: &Place, form: Form) -> ExitCode {
    let found = place.store.drafts(&place.catalog, Timestamp::now());
    match form {
        Form::Json => {
            let broken = |it: &Fault| Broken { error: it.to_string(), remedy: it.remedy() };
            say::json(&Document {
                version: 1,
                drafts: found.cut.iter().map(row).collect(),
                broken: found.unreadable.iter().map(broken).collect(),
            });
        }
        Form::Text => {
            if found.cut.is_empty() && found.unreadable.is_empty() {
                talk(words::say("drafts-none"));
            } else {
                say::data(&table(&found.cut, &place.catalog));
            }
            for fault in &found.unreadable {
                say::error(&fault.to_string(), &fault.remedy());
            }
        }
    }
    if found.unreadable.is_empty() { ExitCode::Fine } else { ExitCode::Store }
}

/// Removes all of them; what another session is at work on stays.
pub(super) fn clear(place: &Place, form: Form) -> Result<ExitCode, Trouble> {
    let cleared = place.store.clear_drafts()?;
    match form {
        Form::Json => {
            say::json(&Cleared { version: 1, cleared });
        }
        Form::Text => match cleared {
            0 => talk(words::say("drafts-none")),
            n => talk(&words::with("drafts-removed", &[("n", n.into())])),
        },
    }
    Ok(ExitCode::Fine)
}

fn row(it: &KeptDraft) -> Row {
    let Draft { step, name, psa, integration, site, .. } = &it.draft;
    Row {
        id: it.id.as_str().to_owned(),
        at: it.at.clone(),
        step: *step,
        name: name.as_ref().map(|it| it.as_str().to_owned()),
        psa: psa.0.clone(),
        integration: integration.clone(),
        origin: site.as_ref().map(|it| it.origin.to_string()),
    }
}

fn table(drafts: &[KeptDraft], catalog: &Catalog) -> String {
    let mut rows = vec![
        [words::say("drafts-head-age"), words::say("drafts-head-at"), words::say("drafts-head-what")]
            .map(str::to_owned),
    ];
    rows.extend(drafts.iter().map(|it| [ago(&it.at), stands(&it.draft), about(catalog, &it.draft)]));
    let width = |at: usize| rows.iter().map(|it| it[at].chars().count()).max().unwrap_or_default();
    let (age, step) = (width(0), width(1));
    let mut text = String::new();
    for [at, stands, about] in &rows {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{at:<age$}  {stands:<step$}  {about}");
    }
    text
}
