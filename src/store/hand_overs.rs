//! The log of hand-overs, `hand-overs.log` in the store's directory: a line of JSON for each, on the disk before the login
//! leaves. From a megabyte on it begins anew, and the one before is kept as `hand-overs.log.1`.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{
    model::{
        fault::Fault,
        hand_over::{HandOver, Manner},
        saved::Name,
        shown::Shown,
    },
    words,
};

use super::{folder::Folder, lock::Lock};

mod caller;

const LOG: &str = "hand-overs.log";
const BEFORE: &str = "hand-overs.log.1";
/// Unit: bytes.
const FULL: u64 = 1_000_000;
const VERSION: u8 = 1;

/// The log of one store.
pub struct HandOvers {
    directory: PathBuf,
}

/// What the log says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remembered {
    /// The lines that can be read, oldest first.
    pub lines: Vec<HandOver>,
    /// How many cannot.
    pub broken: usize,
}

#[derive(Serialize, Deserialize)]
struct Line {
    version: u8,
    at: String,
    uid: u32,
    user: String,
    parent: i32,
    parent_program: String,
    tty: Option<String>,
    what: String,
    connection: String,
    program: Option<String>,
}

impl HandOvers {
    /// The log of the store in `directory`.
    pub fn of(directory: &Path) -> Self {
        Self { directory: directory.to_owned() }
    }

    /// Where the log is, or will be.
    pub fn path(&self) -> PathBuf {
        self.directory.join(LOG)
    }

    /// Remembers that a login is about to leave: who runs this program now, and with what it leaves.
    ///
    /// Errors: [`Fault::Local`] when that cannot be written. The login must not leave then.
    pub fn note(&self, manner: Manner, connection: &Name, program: Option<&Path>) -> Result<(), Fault> {
        let noted = caller::now(manner, connection, program);
        let line = Line {
            version: VERSION,
            at: noted.at,
            uid: noted.uid,
            user: noted.user,
            parent: noted.parent,
            parent_program: noted.parent_program,
            tty: noted.tty,
            what: noted.manner.key().to_owned(),
            connection: noted.connection,
            program: noted.program,
        };
        let line = serde_json::to_string(&line).map_err(|it| Fault::Local {
            what: words::with("store-hand-over-no-line", &[("error", it.to_string().into())]),
            remedy: words::say("store-hand-over-no-line-next").into(),
        })?;
        self.append(&line).map_err(|fault| Fault::Local {
            what: words::with("store-hand-over-cannot-be-noted", &[("fault", fault.to_string().into())]),
            remedy: fault.remedy(),
        })
    }

    /// What was noted, of one connection or of all.
    ///
    /// Errors: [`Fault::Local`] when it cannot be read. A single line that cannot is only counted.
    pub fn read(&self, of: Option<&Name>) -> Result<Remembered, Fault> {
        let mut remembered = Remembered::default();
        let Some(root) = Folder::open(&self.directory)? else { return Ok(remembered) };
        for file in [BEFORE, LOG] {
            let Some(bytes) = root.read(file)? else { continue };
            for line in String::from_utf8_lossy(&bytes).lines().filter(|it| !it.is_empty()) {
                match parsed(line) {
                    Some(it) if of.is_none_or(|of| it.connection == of.as_str()) => remembered.lines.push(it),
                    Some(_) => {}
                    None => remembered.broken += 1,
                }
            }
        }
        Ok(remembered)
    }

    fn append(&self, line: &str) -> Result<(), Fault> {
        let root = Folder::make(&self.directory)?;
        let _lock = Lock::take(&root)?;
        root.append(LOG, line, FULL, BEFORE)
    }
}

fn parsed(line: &str) -> Option<HandOver> {
    let line: Line = serde_json::from_str(line).ok()?;
    let safe = |it: &str| Shown::new(it).to_string();
    Some(HandOver {
        at: safe(&line.at),
        uid: line.uid,
        user: safe(&line.user),
        parent: line.parent,
        parent_program: safe(&line.parent_program),
        tty: line.tty.as_deref().map(safe),
        manner: Manner::ALL.into_iter().find(|it| it.key() == line.what)?,
        connection: safe(&line.connection),
        program: line.program.as_deref().map(safe),
    })
}
