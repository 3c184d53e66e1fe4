//! How commands speak: data to stdout, talk to stderr, trouble with what to do next.

use std::{
    io::{self, BufRead as _, Write as _},
    os::fd::AsFd,
    sync::atomic::{AtomicBool, Ordering},
};

use rustix::termios::tcgetwinsize;
use serde::Serialize;

use crate::{
    line::paper::USUAL,
    model::fault::{ExitCode, Fault, Kind},
    store::Store,
    words,
};

pub(super) mod hints;

use hints::{hinted, wrapped};

/// How data is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Why a command could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    what: String,
    remedy: String,
    code: ExitCode,
    /// Which fault of the catalogue it is, if it is one.
    kind: Option<Kind>,
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self { what: fault.to_string(), remedy: fault.remedy(), code: fault.exit_code(), kind: Some(fault.kind()) }
    }
}

impl Trouble {
    /// A command that was used wrongly.
    pub(super) fn usage(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into(), code: ExitCode::Usage, kind: None }
    }

    /// Something on this host that is not the store.
    pub(super) fn ours(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into(), code: ExitCode::Ours, kind: None }
    }

    /// A program to be run that there is not.
    pub(super) fn no_program(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into(), code: ExitCode::NoProgram, kind: None }
    }

    /// A program to be run that cannot be.
    pub(super) fn not_runnable(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into(), code: ExitCode::NotRunnable, kind: None }
    }

    /// Nothing to tell from, or not enough.
    pub(super) fn could_not_tell(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into(), code: ExitCode::CouldNotTell, kind: None }
    }

    /// The same trouble, with the connection that has it.
    pub(super) fn about(&self, name: &str) -> Self {
        Self { what: format!("{name}: {}", self.what), ..self.clone() }
    }

    /// The same trouble, with something else to do next.
    pub(super) fn with_remedy(self, remedy: impl Into<String>) -> Self {
        Self { remedy: remedy.into(), ..self }
    }

    /// What happened, a clause.
    pub(super) fn what(&self) -> &str {
        &self.what
    }

    /// What to do next.
    pub(super) fn remedy(&self) -> &str {
        &self.remedy
    }

    /// The exit code it has.
    pub(super) fn code(&self) -> ExitCode {
        self.code
    }

    /// Tells it and gives the exit code.
    pub(super) fn tell(&self, form: Form) -> u8 {
        match form {
            Form::Text => error(&self.what, &self.remedy),
            Form::Json => {
                let Self { what, remedy, code, kind } = self;
                let fault = kind.map(Kind::key);
                json(&Document { version: 1, error: what, fault, remedy, exit: *code as u8 });
            }
        }
        self.code as u8
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    error: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<&'static str>,
    #[serde(serialize_with = "hints::serialized")]
    remedy: &'a str,
    exit: u8,
}

/// Writes data and says whether all of it was taken. A reader that has gone (`| head`) wants no more, which is no error.
pub(super) fn data(text: &str) -> bool {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => true,
        Err(error) => {
            if error.kind() != io::ErrorKind::BrokenPipe && !LOST.swap(true, Ordering::Relaxed) {
                self::error(
                    &words::with("talk-output-lost", &[("error", error.to_string().into())]),
                    words::say("talk-output-lost-next"),
                );
            }
            false
        }
    }
}

/// Writes data that is a text for people, in lines of the terminal where it goes to one, and says whether all of it was taken.
pub(super) fn page(text: &str) -> bool {
    data(&fitted(text, io::stdout()))
}

/// Data was lost that a reader still wanted.
static LOST: AtomicBool = AtomicBool::new(false);

/// The exit code of a command: what it came to, unless that is fine and some of its data was lost.
pub(super) fn ended(code: u8) -> u8 {
    if code == ExitCode::Fine as u8 && LOST.load(Ordering::Relaxed) { ExitCode::Ours as u8 } else { code }
}

/// Writes one JSON document and says whether all of it was taken.
pub(super) fn json(document: &impl Serialize) -> bool {
    // Our own documents have text keys only, so they can always be written.
    serde_json::to_string_pretty(document).is_ok_and(|text| data(&format!("{text}\n")))
}

/// Writes one JSON document on one line, for a reader of lines, and says whether all of it was taken.
pub(super) fn line(document: &impl Serialize) -> bool {
    serde_json::to_string(document).is_ok_and(|text| data(&format!("{text}\n")))
}

/// Writes talk. The commands in it can be pasted.
pub(super) fn talk(text: &str) {
    write(&hinted(text));
}

fn write(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", fitted(text, io::stderr()));
}

/// The text in lines of the terminal; as it is where it goes elsewhere.
fn fitted(text: &str, to: impl AsFd) -> String {
    columns(to).map_or_else(|| text.to_owned(), |it| wrapped(text, it))
}

/// How many columns the terminal of the data has; `None` where it goes elsewhere.
pub(super) fn room() -> Option<usize> {
    columns(io::stdout())
}

fn columns(of: impl AsFd) -> Option<usize> {
    // Only a terminal has a size; one that does not know it says 0.
    let columns = tcgetwinsize(of).ok().map(|it| usize::from(it.ws_col))?;
    Some(if columns == 0 { USUAL } else { columns })
}

/// Says what was found open to other accounts and is no longer.
pub(super) fn repaired(store: &Store) {
    for it in store.repaired() {
        talk(&words::with("talk-warning", &[("what", it.into())]));
    }
}

/// Writes what went wrong and what to do next.
pub(super) fn error(what: &str, remedy: &str) {
    let error = words::with("talk-error", &[("what", what.into())]);
    let hint = words::with("talk-hint", &[("remedy", hinted(remedy).into())]);
    write(&format!("{error}\n\n{hint}"));
}

/// Asks a question at the terminal; anything but yes is no. `otherwise` is what to do where it cannot be asked.
///
/// Errors: the answer cannot be read.
pub(super) fn agreed(question: &str, otherwise: &str) -> Result<bool, Trouble> {
    let question = fitted(&words::with("talk-yes-no", &[("question", question.into())]), io::stderr());
    let mut err = io::stderr().lock();
    let _ = write!(err, "{question} ").and_then(|()| err.flush());
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.map_err(|it| {
        Trouble::usage(words::with("talk-answer-unreadable", &[("error", it.to_string().into())]), otherwise)
    })?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
