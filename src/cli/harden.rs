//! What is done before anything else, so that no file, core or neighbour ever sees a secret.

use std::sync::OnceLock;

use rustix::{
    fs::Mode,
    process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit, umask},
};

/// What new files were allowed when this program was started.
static UMASK_BEFORE: OnceLock<Mode> = OnceLock::new();

/// New files are for this account only; no core is written; no other process of this account may look inside.
pub fn first_of_all() {
    // Whoever calls this a second time does not forget what the first call found.
    let _ = UMASK_BEFORE.set(umask(Mode::RWXG | Mode::RWXO));
    // Where these are refused the program is no worse than any other, so it goes on.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// Gives back what was changed for this program only, for the program that takes its place.
///
/// The limit of no core stays on purpose: the environment of that program holds the keys. Whether a neighbour may look
/// inside is decided anew by the kernel for each program.
pub(super) fn give_back() {
    if let Some(before) = UMASK_BEFORE.get() {
        umask(*before);
    }
}
