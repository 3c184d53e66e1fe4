//! What was found open to other accounts and is no longer. Said for as long as the program runs.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use rustix::fs::Mode;

use crate::{model::shown::Shown, words};

/// What it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A directory.
    Directory,
    /// A file.
    File,
}

/// One of each path: whoever opens it again finds it repaired. All stores of this process write here, because the folders
/// that meet such a thing are opened in many places and live for a moment only.
static REPAIRED: Mutex<Vec<(PathBuf, String)>> = Mutex::new(Vec::new());

/// Notes that something had this mode.
pub(super) fn note(what: What, path: &Path, mode: Mode) {
    let shown = Shown::new(&path.display().to_string()).to_string();
    tracing::warn!(path = shown, "was open to other accounts");
    let mode = mode.bits() & 0o7777;
    let values = [("path", shown.into()), ("mode", format!("{mode:04o}").into())];
    let says = match what {
        What::Directory => words::with("store-folder-directory-was-open", &values),
        What::File => words::with("store-folder-file-was-open", &values),
    };
    let mut repaired = REPAIRED.lock().unwrap_or_else(PoisonError::into_inner);
    if !repaired.iter().any(|it| it.1 == says) {
        repaired.push((path.to_owned(), says));
    }
}

/// What was repaired at and below a directory, a sentence each, in the order in which it was met.
pub(in crate::store) fn below(directory: &Path) -> Vec<String> {
    let repaired = REPAIRED.lock().unwrap_or_else(PoisonError::into_inner);
    repaired.iter().filter(|it| it.0.starts_with(directory)).map(|it| it.1.clone()).collect()
}
