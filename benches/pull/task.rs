//! What the programs beside `pull` are told: whom to ask for what, and where to keep it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::server::Psa;

/// One run of a program beside `pull`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Task {
    pub(crate) psa: Psa,
    /// The lists, by the ids that the catalogue has for them.
    pub(crate) lists: Vec<String>,
    /// A PEM file.
    pub(crate) ca: PathBuf,
    /// The database, which is not there yet.
    pub(crate) db: PathBuf,
}

impl Task {
    /// Reads a task.
    pub(crate) fn read(path: &str) -> Self {
        let text = std::fs::read(path).expect("a task");
        serde_json::from_slice(&text).expect("a task")
    }

    /// Writes it for another process.
    pub(crate) fn write(&self, path: &Path) {
        std::fs::write(path, serde_json::to_vec(self).expect("plain values")).expect("a file");
    }
}
