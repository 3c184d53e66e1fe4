//! Secrets in another program that keeps them: pass, gopass, op, or a script around one.

use std::{env, ffi::OsStr, path::Path, time::Duration};

use crate::{
    model::{
        fault::Fault,
        saved::{StoreCard, StoreNeeds},
        secret::Secret,
        settings::CommandSettings,
        shown::Shown,
        store_kind::StoreKind,
    },
    words,
};

pub(in crate::store) mod asked;
mod ended;
mod program;
mod run;

use program::Line;
use run::{Ended, Input, Output, Run};

use super::{
    elsewhere::{Elsewhere, Holder, Left, NotKept},
    secrets::{At, Fields},
};

/// Secrets in another program.
pub type CommandHook = Elsewhere<Commands>;

/// The three commands of a store, each with its program found.
pub struct Commands {
    put: Line,
    get: Line,
    remove: Line,
    within: Duration,
}

/// Unit: seconds. Nobody waits longer for a save.
const LONGEST_SECS: u64 = 3600;

impl CommandHook {
    /// The programs are looked up now, in this process's `PATH`, and not again.
    pub fn new(settings: CommandSettings, directory: &Path) -> Self {
        Self::found_in(settings, &env::var_os("PATH").unwrap_or_default(), directory)
    }

    /// The same, with a `PATH` of its own.
    pub fn found_in(settings: CommandSettings, path: &OsStr, directory: &Path) -> Self {
        let here = env::current_dir().ok();
        let line = |what, argv| Line::find(what, argv, path, here.as_deref());
        let commands = Commands {
            put: line("put", settings.put),
            get: line("get", settings.get),
            remove: line("remove", settings.remove),
            within: Duration::from_secs(settings.timeout_secs.clamp(1, LONGEST_SECS)),
        };
        Self::of(commands, directory)
    }
}

impl Commands {
    fn lines(&self) -> [&Line; 3] {
        [&self.put, &self.get, &self.remove]
    }

    /// Errors: [`Fault::Local`] when any of the three cannot be used. A store is used whole or not at all.
    fn check(&self) -> Result<(), Fault> {
        self.lines().into_iter().try_for_each(Line::check)
    }

    fn run(&self, line: &Line, at: &At, input: Input<'_>, output: Output) -> Result<Run, Ended> {
        self.check().map_err(Ended::NotStarted)?;
        let program = line.program().map_err(Ended::NotStarted)?;
        run::run(program, &line.arguments(at), input, output, self.within)
    }

    /// The programs, each once.
    fn programs(&self) -> String {
        let mut programs: Vec<String> = self.lines().map(Line::shown).to_vec();
        programs.dedup();
        programs.join(", ")
    }
}

impl Holder for Commands {
    fn kind(&self) -> StoreKind {
        StoreKind::Command
    }

    fn card(&self) -> StoreCard {
        let programs = self.programs();
        StoreCard {
            kind: self.kind(),
            place: self.get.template(),
            protection: words::with("command-protection", &[("programs", programs.as_str().into())]),
            needs: StoreNeeds::Nothing,
            trouble: self.check().err().map(|it| it.with_remedy()),
        }
    }

    fn place(&self, at: &At) -> String {
        let words = std::iter::once(self.get.shown()).chain(self.get.arguments(at));
        Shown::new(&words.collect::<Vec<_>>().join(" ")).to_string()
    }

    fn put(&self, at: &At, line: &Secret, unsaid: &Fields) -> Result<(), NotKept> {
        let run = self.run(&self.put, at, Input::Line(line), Output::Ignored);
        run.and_then(|it| ended::fine(&it, &self.put, at, unsaid)).map(|_| ()).map_err(|ended| NotKept {
            left: if matches!(ended, Ended::NotStarted(_)) { Left::Nothing } else { Left::Perhaps },
            fault: ended::fault(ended, &self.put, self.within),
        })
    }

    fn get(&self, at: &At) -> Result<Option<Secret>, Fault> {
        let run = self.run(&self.get, at, Input::Nothing, Output::Taken);
        match run.and_then(|it| ended::fine(&it, &self.get, at, &[])) {
            Ok(text) => Ok(text),
            Err(Ended::NotThere) => Ok(None),
            Err(it) => Err(ended::fault(it, &self.get, self.within)),
        }
    }

    fn remove(&self, at: &At) -> Result<(), Fault> {
        let run = self.run(&self.remove, at, Input::Nothing, Output::Ignored);
        match run.and_then(|it| ended::fine(&it, &self.remove, at, &[])) {
            Ok(_) | Err(Ended::NotThere) => Ok(()),
            Err(it) => Err(ended::fault(it, &self.remove, self.within)),
        }
    }
}
