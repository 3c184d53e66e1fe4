//! What went wrong with a SQLite file, in words, with what to do.

use rusqlite::ErrorCode;

use crate::{
    model::{fault::Fault, shown::Shown},
    store::mirror::place::of_another,
};

/// What went wrong.
pub(super) enum Trouble {
    /// The engine says so.
    Engine(rusqlite::Error),
    /// The file is another program's.
    Foreign,
    /// A later version of this program made it.
    Later(i32),
    /// It cannot be kept whole where it is.
    NotDurable,
    /// It is damaged; what the check says.
    Damaged(String),
    /// It holds something that this program never writes.
    Unreadable(String),
    /// It holds the rows of another tenant than the second one.
    OfAnother(String, String),
    /// Whoever takes the rows could not.
    Taker(Fault),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

/// The file, as it is shown.
pub(super) struct At<'a>(pub(super) &'a str);

impl At<'_> {
    /// Why it cannot be opened.
    pub(super) fn opened(&self, error: rusqlite::Error) -> Fault {
        self.trouble(Trouble::Engine(error))
    }

    /// Says it.
    pub(super) fn trouble(&self, trouble: Trouble) -> Fault {
        let At(place) = self;
        let local = |what: String, remedy: &str| Fault::Local { what, remedy: remedy.to_owned() };
        let anew = "Move the file away and pull again; everything in it comes from the PSA.";
        match trouble {
            Trouble::Taker(fault) => fault,
            Trouble::OfAnother(held, source) => of_another(place, &held, &source),
            Trouble::Foreign => local(
                format!("{place} is a database of another program"),
                "Move it away, or use another directory with --config-dir.",
            ),
            Trouble::Later(version) => local(
                format!("{place} was made by a later psa-connect (its version is {version})"),
                "Use that psa-connect, or move the file away and pull again.",
            ),
            Trouble::NotDurable => local(
                format!("{place} cannot be written safely where it is"),
                "Use a directory on a local disk with --config-dir.",
            ),
            Trouble::Damaged(says) => local(format!("{place} is damaged: {}", Shown::new(&says)), anew),
            Trouble::Unreadable(what) => local(format!("{place} cannot be read: {}", Shown::new(&what)), anew),
            Trouble::Engine(error) => self.engine(&error),
        }
    }

    fn engine(&self, error: &rusqlite::Error) -> Fault {
        let At(place) = self;
        let (why, remedy) = match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => {
                ("the disk is full".to_owned(), "Free some space there, then pull again; it goes on where it stopped.")
            }
            Some(ErrorCode::ReadOnly) => {
                ("it cannot be written".to_owned(), "Check whose the file and its directory are.")
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
                "another program holds it locked".to_owned(),
                "End what has the database open for writing, then retry.",
            ),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => (
                "it is damaged or no database".to_owned(),
                "Move the file away and pull again; everything in it comes from the PSA.",
            ),
            Some(ErrorCode::SystemIoFailure) => {
                ("the disk reports an error".to_owned(), "Have the disk checked, then pull again.")
            }
            Some(_) | None => (Shown::new(&error.to_string()).to_string(), "Check the file and its directory."),
        };
        Fault::Local { what: format!("the mirror {place} cannot be used: {why}"), remedy: remedy.to_owned() }
    }
}
