//! `export`: writes a pulled list as a file, or fills a template with a login for another product that reads a file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use zeroize::Zeroizing;

use crate::{
    model::{fault::ExitCode, hand_over::Manner, saved::Replace, shown::Shown},
    store::HandedFile,
    words,
};

use super::{
    Global,
    handed::{Handed, Sight, pour},
    or_interrupted,
    say::{Trouble, talk},
};

mod csv;
mod jsonl;
mod lists;
mod out;
#[cfg(feature = "parquet")]
mod parquet;
mod progress;
mod row;
mod template;

use csv::Formulas;
use lists::{Format, Wanted};
use template::Template;

/// What `export` was asked.
#[derive(Args, Debug)]
pub(super) struct Asked {
    /// Which connection
    name: String,
    /// Which list of the mirror, as the catalogue of the PSA calls it: companies, agreements
    #[arg(requires = "format", conflicts_with = "template")]
    list: Option<String>,
    /// How the rows of the list are written
    #[arg(long, requires = "list")]
    format: Option<Format>,
    /// Only these columns of the list, in this order [default: all]
    #[arg(long, value_name = "A,B,C", value_delimiter = ',', requires = "list")]
    columns: Option<Vec<String>>,
    /// Write cells of a CSV file as they are, also those that a spreadsheet would run as a formula
    #[arg(long, requires = "list")]
    raw: bool,
    /// Instead of a list: what is filled in: a text with {{ name }}, {{ psa }}, {{ url }} and fields of the login, such as {{ secret|json }};
    /// the filters are json, shell, toml and powershell
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Where it goes, for this account only [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long, requires = "output")]
    force: bool,
    /// Print it on a terminal, too
    #[arg(long, conflicts_with_all = ["output", "list"])]
    show: bool,
}

/// Writes the list, or fills the template.
pub(super) async fn run(global: &Global, asked: &Asked) -> Result<ExitCode, Trouble> {
    match (&asked.list, asked.format, &asked.template) {
        (Some(list), Some(format), None) => write_list(global, asked, list, format).await,
        (None, None, Some(template)) => Box::pin(or_interrupted(fill(global, asked, template))).await,
        (Some(_) | None, Some(_) | None, Some(_) | None) => {
            Err(Trouble::usage(words::say("export-what"), words::say("export-what-next")))
        }
    }
}

async fn write_list(global: &Global, asked: &Asked, list: &str, format: Format) -> Result<ExitCode, Trouble> {
    if asked.raw && format != Format::Csv {
        return Err(Trouble::usage(words::say("export-raw"), words::say("export-raw-next")));
    }
    let place = place(asked)?;
    let formulas = if asked.raw { Formulas::Kept } else { Formulas::Disarmed };
    let columns = asked.columns.as_deref();
    let form = super::form(global);
    let wanted = Wanted {
        name: &asked.name,
        list,
        format,
        columns,
        formulas,
        place: place.as_ref(),
        form,
        face: super::face(global),
    };
    lists::run(global, &wanted).await
}

/// Where it goes, when that is no standard output.
fn place(asked: &Asked) -> Result<Option<HandedFile>, Trouble> {
    let replace = if asked.force { Replace::Yes } else { Replace::No };
    let place = asked.output.as_ref().map(|it| HandedFile::at(it, replace)).transpose();
    place.map_err(|it| Trouble::usage(it.to_string(), it.remedy()))
}

async fn fill(global: &Global, asked: &Asked, template: &Path) -> Result<ExitCode, Trouble> {
    let place = place(asked)?;
    if place.is_none() {
        let sight = if asked.show { Sight::Allowed } else { Sight::Refused };
        sight.check()?;
    }
    let shown = Shown::new(&template.display().to_string());
    let text = fs::read_to_string(template).map_err(|it| {
        Trouble::usage(
            words::with(
                "export-template-unreadable",
                &[("template", shown.to_string().into()), ("error", it.to_string().into())],
            ),
            words::say("export-template-unreadable-next"),
        )
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
            talk(&words::with(
                "export-written",
                &[("file", Shown::new(&place.path().display().to_string()).to_string().into())],
            ));
        }
        None => pour(filled.as_bytes())?,
    }
    Ok(ExitCode::Fine)
}
