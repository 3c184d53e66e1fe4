//! What the full screen needs to know of this terminal: from options, variables, settings, and what was chosen before.

use std::env;

use directories::ProjectDirs;

use crate::{
    model::settings::merged::Settings,
    store::LooksFile,
    tui::{
        Outfit,
        backend::dialect::Dialect,
        clipboard::Road,
        looks::{Chosen, Glyphs, Looks, Motion},
    },
};

use super::Global;

/// Which signs an option asks for.
pub(super) fn option(global: &Global) -> Option<Glyphs> {
    global.ascii.then_some(Glyphs::Ascii)
}

/// Puts it together.
pub(super) fn of(option: Option<Glyphs>, settings: &Settings) -> Outfit {
    let term = env::var("TERM").unwrap_or_default();
    let file = file();
    let kept = file.as_ref().and_then(|it| it.of(&term)).map(Glyphs::from);
    let looks = Looks::of(|it| env::var(it).ok(), Chosen { option, kept });
    let motion = if settings.reduced_motion.value { Motion::Still } else { looks.motion };
    let dialect = Dialect::of_term(&term);
    let keep_looks = Box::new(move |looks: Looks| {
        if let Some(file) = &file {
            file.keep(&term, looks.glyphs.into());
        }
    });
    Outfit { looks: Looks { motion, ..looks }, keep_looks, dialect, road: Road::of(|it| env::var(it).ok()) }
}

/// Where the looks are kept: beside the log.
fn file() -> Option<LooksFile> {
    let dirs = ProjectDirs::from("", "", "psa-connect")?;
    dirs.state_dir().map(|it| LooksFile { path: it.join("looks.toml") })
}
