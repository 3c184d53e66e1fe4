//! `export`: fills a template with a login and writes the file that another product reads.

use std::{fs, path::PathBuf};

use clap::Args;
use zeroize::Zeroizing;

use crate::{
    model::{fault::ExitCode, hand_over::Manner, saved::Replace, shown::Shown},
    store::HandedFile,
};

use super::{
    Global,
    handed::{Handed, Sight, pour},
    say::{Trouble, talk},
};

mod template;

use template::Template;

/// What `export` was asked.
#[derive(Args, Debug)]
pub(super) struct Asked {
    /// Which connection
    name: String,
    /// What is filled in: a text with {{ name }}, {{ psa }}, {{ url }} and fields of the login, such as {{ secret|json }};
    /// the filters are json, shell, toml and powershell
    #[arg(long, value_name = "FILE")]
    template: PathBuf,
    /// Where it goes, for this account only [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long, requires = "output")]
    force: bool,
    /// Print it on a terminal, too
    #[arg(long, conflicts_with = "output")]
    show: bool,
}

/// Fills the template.
pub(super) async fn run(global: &Global, asked: &Asked) -> Result<ExitCode, Trouble> {
    let replace = if asked.force { Replace::Yes } else { Replace::No };
    let place = asked.output.as_ref().map(|it| HandedFile::at(it, replace)).transpose();
    let place = place.map_err(|it| Trouble::usage(it.to_string(), it.remedy()))?;
    if place.is_none() {
        let sight = if asked.show { Sight::Allowed } else { Sight::Refused };
        sight.check()?;
    }
    let shown = Shown::new(&asked.template.display().to_string());
    let text = fs::read_to_string(&asked.template).map_err(|it| {
        Trouble::usage(format!("the template {shown} cannot be read: {it}"), "Name a text file with --template.")
    })?;
    let template = Template { file: shown.as_str(), text: &text };
    // A mistake that can be seen without a login is said before there is one.
    template.check()?;
    let handed = Handed::open(global, Some(&asked.name)).await?;
    let fields = handed.fields.iter().map(|(id, value)| (id.0.as_str(), value.expose()));
    let facts = [("name", handed.name.as_str()), ("psa", handed.psa.0.as_str()), ("url", handed.url.as_str())];
    let filled = Zeroizing::new(template.filled(&facts, &fields.collect::<Vec<_>>())?);
    handed.note(Manner::Export, place.as_ref().map(HandedFile::path))?;
    match place {
        Some(place) => {
            place.write(filled.as_bytes())?;
            talk(&format!("{} is written, for this account only.", Shown::new(&place.path().display().to_string())));
        }
        None => pour(filled.as_bytes())?,
    }
    Ok(ExitCode::Fine)
}
