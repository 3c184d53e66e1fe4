//! What went wrong with a SQLite file, in words, with what to do.

use rusqlite::ErrorCode;

use crate::{
    model::{fault::Fault, shown::Shown},
    store::mirror::place::of_another,
    words,
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
        let anew = words::say("mirror-sqlite-anew");
        match trouble {
            Trouble::Taker(fault) => fault,
            Trouble::OfAnother(held, source) => of_another(place, &held, &source),
            Trouble::Foreign => local(
                words::with("mirror-sqlite-database-another-program", &[("place", place.to_string().into())]),
                words::say("mirror-sqlite-database-another-program-next"),
            ),
            Trouble::Later(version) => local(
                words::with(
                    "mirror-postgres-was-made-later-psa",
                    &[("place", place.to_string().into()), ("version", version.to_string().into())],
                ),
                words::say("mirror-sqlite-use-psa-connect-move"),
            ),
            Trouble::NotDurable => local(
                words::with("mirror-sqlite-cannot-written-safely-where", &[("place", place.to_string().into())]),
                words::say("mirror-sqlite-cannot-written-safely-where-next"),
            ),
            Trouble::Damaged(says) => local(
                words::with(
                    "mirror-sqlite-damaged",
                    &[("place", place.to_string().into()), ("says", Shown::new(&says).to_string().into())],
                ),
                anew,
            ),
            Trouble::Unreadable(what) => local(
                words::with(
                    "mirror-postgres-cannot-read",
                    &[("place", place.to_string().into()), ("what", Shown::new(&what).to_string().into())],
                ),
                anew,
            ),
            Trouble::Engine(error) => self.engine(&error),
        }
    }

    fn engine(&self, error: &rusqlite::Error) -> Fault {
        let At(place) = self;
        let (why, remedy) = match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => {
                (words::say("mirror-sqlite-disk-full").to_owned(), words::say("mirror-sqlite-disk-full-next"))
            }
            Some(ErrorCode::ReadOnly) => {
                (words::say("mirror-sqlite-cannot-written").to_owned(), words::say("mirror-sqlite-cannot-written-next"))
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
                words::say("mirror-sqlite-another-program-holds-locked").to_owned(),
                words::say("mirror-sqlite-another-program-holds-locked-next"),
            ),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                (words::say("mirror-sqlite-damaged-no-database").to_owned(), words::say("mirror-sqlite-anew"))
            }
            Some(ErrorCode::SystemIoFailure) => (
                words::say("mirror-sqlite-disk-reports-error").to_owned(),
                words::say("mirror-sqlite-disk-reports-error-next"),
            ),
            Some(_) | None if error.to_string().contains("no such column") => {
                (words::say("mirror-older").to_owned(), words::say("mirror-sqlite-older-next"))
            }
            Some(_) | None => {
                (Shown::new(&error.to_string()).to_string(), words::say("mirror-sqlite-check-file-directory"))
            }
        };
        Fault::Local {
            what: words::with(
                "mirror-sqlite-cannot",
                &[("place", place.to_string().into()), ("why", why.as_str().into())],
            ),
            remedy: remedy.to_owned(),
        }
    }
}
