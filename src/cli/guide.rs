//! `guide`: the sheet for whoever administers the PSA.

use crate::{
    model::{
        fault::ExitCode,
        guide::{SheetFormat, sheet},
        id::PsaId,
    },
    words,
};

use super::{
    Global, place,
    say::{Trouble, data},
    settings,
};

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
}

/// Prints it.
pub(super) fn run(global: &Global, psa: &str, format: Format) -> Result<ExitCode, Trouble> {
    settings::tell(global);
    let found = settings::salvage(global, None).found;
    let (catalog, integration) = place::catalog(found.settings.integration.value.as_deref())?;
    let facts = catalog.psa(&PsaId::from(psa)).ok_or_else(|| {
        let known: Vec<_> = catalog.psas.iter().map(|it| it.id.0.as_str()).collect();
        Trouble::usage(
            words::with("explain-no-psa", &[("psa", psa.to_string().into())]),
            words::with("explain-name-one", &[("psas", known.join(", ").into())]),
        )
    })?;
    let integration = match integration {
        Some(id) => catalog.integration(&id),
        None => catalog.integrations.iter().find(|it| it.needs(&facts.id).is_some()),
    };
    let integration = integration.filter(|it| it.needs(&facts.id).is_some()).ok_or_else(|| {
        Trouble::usage(
            words::with("guide-not-for-psa", &[("psa", facts.name.as_str().into())]),
            words::say("guide-name-another"),
        )
    })?;
    let format = match format {
        Format::Text => SheetFormat::Text,
        Format::Markdown => SheetFormat::Markdown,
    };
    data(&sheet(facts, integration, format));
    Ok(ExitCode::Fine)
}
