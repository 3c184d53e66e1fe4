//! The JSON of several tests at once.

use serde::Serialize;

use crate::{cli::say::hints, model::fault::ExitCode};

use super::Untested;

#[derive(Serialize)]
pub(super) struct All<T> {
    version: u8,
    connections: Vec<T>,
    broken: Vec<Broken>,
    exit: u8,
}

#[derive(Serialize)]
struct Broken {
    name: String,
    error: String,
    #[serde(serialize_with = "hints::serialized")]
    remedy: String,
    exit: u8,
}

/// The document of all of them.
pub(super) fn all<T>(connections: Vec<T>, untested: &[Untested], exit: ExitCode) -> All<T> {
    let broken = |Untested { name, trouble }: &Untested| Broken {
        name: name.clone(),
        error: trouble.what().to_owned(),
        remedy: trouble.remedy().to_owned(),
        exit: trouble.code() as u8,
    };
    All { version: 1, connections, broken: untested.iter().map(broken).collect(), exit: exit as u8 }
}
