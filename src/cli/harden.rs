//! What is done before anything else, so that no file, core or neighbour ever sees a secret.

use rustix::{
    fs::Mode,
    process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit, umask},
};

/// New files are for this account only; no core is written; no other process of this account may look inside.
pub fn first_of_all() {
    umask(Mode::RWXG | Mode::RWXO);
    // Where these are refused the program is no worse than any other, so it goes on.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}
