//! `explain`: what a pasted reply, status or error text means and whose job it is to mend it. Sends nothing.

use std::{
    fmt::Write as _,
    fs,
    io::{self, IsTerminal as _, Read},
};

use serde::Serialize;

use crate::{
    engine::{Explained, explain},
    model::{
        catalog::Catalog,
        fault::{Entry, ExitCode},
        id::PsaId,
    },
    tui::view::text::wrap,
    words,
};

use super::say::{self, Form, Trouble, talk};

/// How much of a paste is read. Unit: bytes.
const MOST: u64 = 1_000_000;

/// How wide a text beside its label is, so that all of it fits 100 columns. Unit: characters.
const WIDE: usize = 87;

/// What was asked.
#[derive(clap::Args, Debug)]
pub(super) struct Asked {
    /// The error text, status or reply; a file that holds it; "-" or nothing for standard input
    #[arg(value_name = "TEXT|FILE|-")]
    text: Option<String>,
    /// Which PSA it came from: connectwise or autotask
    #[arg(long, value_name = "PSA")]
    psa: Option<String>,
    /// The HTTP status that came with it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(100..=599))]
    status: Option<u16>,
}

#[derive(Serialize)]
struct Document {
    version: u8,
    explained: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    #[serde(skip_serializing_if = "Option::is_none")]
    psa: Option<String>,
    fault: &'static str,
    title: String,
    why: String,
    side: &'static str,
    cause: String,
    next: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    menu: Option<String>,
    exit: u8,
    retry: bool,
}

/// Explains it: 0 when the references know it, 8 when not.
pub(super) fn run(catalog: &Catalog, asked: &Asked, form: Form) -> Result<ExitCode, Trouble> {
    let psa = asked.psa.as_deref().map(|it| known(catalog, it)).transpose()?;
    let is_typed = io::stdin().is_terminal();
    let text = match asked.text.as_deref() {
        // A status says enough by itself.
        None if asked.status.is_some() && is_typed => String::new(),
        None | Some("-") => {
            if is_typed {
                talk(words::say("explain-paste"));
            }
            whole(io::stdin().lock(), words::say("explain-standard-input"))?
        }
        Some(text) => match fs::File::open(text) {
            Ok(file) => whole(file, text)?,
            Err(_) => text.to_owned(),
        },
    };
    let explained = explain(psa.as_ref(), asked.status, &text);
    let code = if explained.is_empty() { ExitCode::CouldNotTell } else { ExitCode::Fine };
    match form {
        Form::Json => {
            let rows = explained.iter().map(|it| row(catalog, it)).collect();
            say::json(&Document { version: 1, explained: rows });
        }
        Form::Text if explained.is_empty() => {
            let hint = words::with("talk-hint", &[("remedy", words::say("explain-nothing-next").into())]);
            talk(&format!("{}\n\n{hint}", words::say("explain-nothing")));
        }
        Form::Text => {
            let texts: Vec<String> = explained.iter().map(|it| told(catalog, it)).collect();
            say::data(&texts.join("\n"));
        }
    }
    Ok(code)
}

fn known(catalog: &Catalog, psa: &str) -> Result<PsaId, Trouble> {
    catalog.psa(&PsaId::from(psa)).map(|it| it.id.clone()).ok_or_else(|| {
        let known: Vec<_> = catalog.psas.iter().map(|it| it.id.0.as_str()).collect();
        Trouble::usage(
            words::with("explain-no-psa", &[("psa", psa.to_string().into())]),
            words::with("explain-name-one", &[("psas", known.join(", ").into())]),
        )
    })
}

/// Reads all of it, cut where no error text goes on.
fn whole(from: impl Read, name: &str) -> Result<String, Trouble> {
    let mut bytes = vec![];
    from.take(MOST).read_to_end(&mut bytes).map_err(|error| {
        Trouble::usage(
            words::with(
                "explain-unreadable",
                &[("name", name.to_string().into()), ("error", error.to_string().into())],
            ),
            words::say("explain-unreadable-next"),
        )
    })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn menu(catalog: &Catalog, explained: &Explained) -> Option<String> {
    let menu = explained.kind.entry().menu?;
    let facts = catalog.psa(explained.psa.as_ref()?)?;
    Some(facts.menus.of(menu).to_owned())
}

fn row(catalog: &Catalog, explained: &Explained) -> Row {
    let entry = explained.kind.entry();
    Row {
        psa: explained.psa.as_ref().map(ToString::to_string),
        fault: entry.kind.key(),
        title: entry.title.clone(),
        why: explained.why.clone(),
        side: entry.side.key(),
        cause: entry.cause.clone(),
        next: explained.next.clone(),
        menu: menu(catalog, explained),
        exit: entry.exit as u8,
        retry: entry.retry_helps(),
    }
}

fn told(catalog: &Catalog, explained: &Explained) -> String {
    let entry: &Entry = explained.kind.entry();
    let psa = explained.psa.as_ref().and_then(|it| catalog.psa(it)).map(|it| format!("{}: ", it.name));
    let rows = [
        (words::say("explain-label-because"), Some(explained.why.clone())),
        (words::say("explain-label-whose-job"), Some(entry.side.words().to_owned())),
        (words::say("explain-label-means"), Some(entry.cause.clone())),
        (words::say("explain-label-next"), Some(explained.next.clone())),
        (words::say("explain-label-where"), menu(catalog, explained)),
        (
            words::say("explain-label-retry"),
            Some(if entry.retry_helps() {
                words::say("explain-retry-may-help").to_owned()
            } else {
                words::say("explain-retry-does-not-help").to_owned()
            }),
        ),
        (words::say("explain-label-exit-code"), Some((entry.exit as u8).to_string())),
        (words::say("explain-label-name"), Some(entry.kind.key().to_owned())),
    ];
    let mut text = format!("{}{}\n", psa.unwrap_or_default(), entry.title);
    for (label, value) in rows {
        if let Some(value) = value {
            for (at, line) in wrap(&value, WIDE).iter().enumerate() {
                // Writing to a String cannot fail.
                let _ = writeln!(text, "  {:<10} {line}", if at == 0 { label } else { "" });
            }
        }
    }
    text
}
