//! What went wrong with a PostgreSQL server, in words, with what to do. No value and no password is repeated.

use std::{error::Error as _, io};

use postgres::{Error, error::SqlState};

use crate::{
    model::{fault::Fault, shown::Shown},
    store::mirror::place::of_another,
    words::{self, Word},
};

/// What went wrong.
pub(super) enum Trouble {
    /// The server could not be called.
    Connect(Error),
    /// The server or the driver says so.
    Engine(Error),
    /// Another process pulls.
    Taken,
    /// The schema is another program's.
    Foreign,
    /// A later version of this program made it.
    Later(u32),
    /// The database cannot keep every text; its encoding.
    Encoding(String),
    /// It holds something that this program never writes.
    Unreadable(String),
    /// It holds the rows of another tenant than the second one.
    OfAnother(String, String),
    /// Whoever takes the rows could not.
    Taker(Fault),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

/// The place, as it is shown.
pub(super) struct At<'a>(pub(super) &'a str);

type Said = (String, &'static str);

impl At<'_> {
    /// Says it.
    pub(super) fn trouble(&self, trouble: Trouble) -> Fault {
        let At(place) = self;
        let local = |what: String, remedy: &str| Fault::Local { what, remedy: remedy.to_owned() };
        match trouble {
            Trouble::Taker(fault) => fault,
            Trouble::OfAnother(held, source) => of_another(place, &held, &source),
            Trouble::Taken => Fault::Busy {
                what: words::with("mirror-postgres-busy", &[("place", place.to_string().into())]),
                remedy: words::say("mirror-postgres-busy-next").into(),
            },
            Trouble::Foreign => local(
                words::with("mirror-postgres-has-tables-another-program", &[("place", place.to_string().into())]),
                words::say("mirror-postgres-has-tables-another-program-next"),
            ),
            Trouble::Later(version) => local(
                words::with(
                    "mirror-postgres-was-made-later-psa",
                    &[("place", place.to_string().into()), ("version", version.to_string().into())],
                ),
                words::say("mirror-postgres-was-made-later-psa-next"),
            ),
            Trouble::Encoding(encoding) => local(
                words::with(
                    "mirror-postgres-cannot-used-database-keeps",
                    &[("place", place.to_string().into()), ("encoding", Shown::new(&encoding).to_string().into())],
                ),
                words::say("mirror-postgres-cannot-used-database-keeps-next"),
            ),
            Trouble::Unreadable(what) => local(
                words::with(
                    "mirror-postgres-cannot-read",
                    &[("place", place.to_string().into()), ("what", Shown::new(&what).to_string().into())],
                ),
                words::say("mirror-postgres-cannot-read-next"),
            ),
            Trouble::Connect(error) => self.engine(&error, words::say("mirror-postgres-cannot-reached")),
            Trouble::Engine(error) => self.engine(&error, words::say("mirror-postgres-cannot-used")),
        }
    }

    fn engine(&self, error: &Error, cannot: &str) -> Fault {
        let At(place) = self;
        let (why, remedy) = by_server(error).or_else(|| on_the_way(error)).unwrap_or_else(|| by_driver(error));
        Fault::Local {
            what: words::with(
                "mirror-postgres-cannot",
                &[
                    ("place", place.to_string().into()),
                    ("cannot", cannot.to_string().into()),
                    ("why", why.as_str().into()),
                ],
            ),
            remedy: remedy.to_owned(),
        }
    }
}

/// What the server says.
fn by_server(error: &Error) -> Option<Said> {
    let says = error.as_db_error()?;
    let code = says.code();
    let known = [
        (SqlState::INVALID_PASSWORD, words::say("mirror-postgres-password-wrong"), LOGIN.say()),
        (
            SqlState::INVALID_CATALOG_NAME,
            words::say("mirror-postgres-no-such-database"),
            words::say("mirror-postgres-no-such-database-next"),
        ),
        (
            SqlState::INSUFFICIENT_PRIVILEGE,
            words::say("mirror-postgres-role-not-allowed"),
            words::say("mirror-postgres-role-not-allowed-next"),
        ),
        (
            SqlState::DISK_FULL,
            words::say("mirror-postgres-servers-disk-full"),
            words::say("mirror-postgres-servers-disk-full-next"),
        ),
        (SqlState::OUT_OF_MEMORY, words::say("mirror-postgres-server-has-no-memory"), AGAIN.say()),
        (
            SqlState::TOO_MANY_CONNECTIONS,
            words::say("mirror-postgres-server-has-no-connection"),
            words::say("mirror-postgres-server-has-no-connection-next"),
        ),
        (SqlState::ADMIN_SHUTDOWN, words::say("mirror-postgres-server-was-shut-down"), AGAIN.say()),
        (SqlState::CRASH_SHUTDOWN, words::say("mirror-postgres-server-crashed"), AGAIN.say()),
        (SqlState::CANNOT_CONNECT_NOW, words::say("mirror-postgres-server-starting-shutting-down"), AGAIN.say()),
        (
            SqlState::LOCK_NOT_AVAILABLE,
            words::say("mirror-postgres-another-session-holds-table"),
            words::say("mirror-postgres-another-session-holds-table-next"),
        ),
        (
            SqlState::READ_ONLY_SQL_TRANSACTION,
            words::say("mirror-postgres-server-takes-no-changes"),
            words::say("mirror-postgres-server-takes-no-changes-next"),
        ),
        (
            SqlState::UNDEFINED_TABLE,
            words::say("mirror-postgres-table-mirror-missing"),
            words::say("mirror-postgres-table-mirror-missing-next"),
        ),
        (SqlState::UNDEFINED_COLUMN, words::say("mirror-older"), words::say("mirror-postgres-older-next")),
    ];
    if let Some((_, why, remedy)) = known.into_iter().find(|it| it.0 == *code) {
        return Some((why.to_owned(), remedy));
    }
    Some(match code.code().get(..2) {
        Some("28") => (
            words::with("mirror-postgres-login-refused", &[("says", Shown::new(says.message()).to_string().into())]),
            LOGIN.say(),
        ),
        // The server's sentence would repeat the value.
        Some("22" | "23") => (
            words::with("mirror-postgres-refuses-value", &[("code", code.code().to_string().into())]),
            words::say("mirror-postgres-refuses-value-next"),
        ),
        Some("53") => (
            words::with(
                "mirror-postgres-server-lacks-something",
                &[("says", Shown::new(says.message()).to_string().into())],
            ),
            AGAIN.say(),
        ),
        _ => (
            format!("{} ({})", Shown::new(says.message()), code.code()),
            words::say("mirror-postgres-server-lacks-something-next"),
        ),
    })
}

const LOGIN: Word = words::word("mirror-postgres-check-login");
const AGAIN: Word = words::word("mirror-postgres-again");

/// What the network, the socket or TLS says.
fn on_the_way(error: &Error) -> Option<Said> {
    let mut source = error.source();
    while let Some(it) = source {
        if let Some(it) = it.downcast_ref::<io::Error>() {
            if let Some(it) = it.get_ref().and_then(|it| it.downcast_ref::<rustls::Error>()) {
                return Some(by_tls(it));
            }
            return Some(by_network(it));
        }
        if let Some(it) = it.downcast_ref::<rustls::Error>() {
            return Some(by_tls(it));
        }
        source = it.source();
    }
    None
}

fn by_tls(error: &rustls::Error) -> Said {
    (
        words::with(
            "mirror-postgres-certificate-does-not-pass",
            &[("error", Shown::new(&error.to_string()).to_string().into())],
        ),
        words::say("mirror-postgres-certificate-does-not-pass-next"),
    )
}

fn by_network(error: &io::Error) -> Said {
    let where_it_is = words::say("mirror-postgres-check-host-port-server");
    let known = [
        (io::ErrorKind::ConnectionRefused, words::say("mirror-postgres-nothing-answers"), where_it_is),
        (io::ErrorKind::NotFound, words::say("mirror-postgres-no-such-socket"), where_it_is),
        (
            io::ErrorKind::PermissionDenied,
            words::say("mirror-postgres-account-may-not-use"),
            words::say("mirror-postgres-account-may-not-use-next"),
        ),
        (io::ErrorKind::TimedOut, words::say("mirror-postgres-does-not-answer"), where_it_is),
        (io::ErrorKind::HostUnreachable, words::say("mirror-postgres-no-way-leads"), where_it_is),
        (io::ErrorKind::NetworkUnreachable, words::say("mirror-postgres-no-way-leads"), where_it_is),
        (io::ErrorKind::ConnectionReset, CUT.say(), AGAIN.say()),
        (io::ErrorKind::ConnectionAborted, CUT.say(), AGAIN.say()),
        (io::ErrorKind::BrokenPipe, CUT.say(), AGAIN.say()),
        (io::ErrorKind::UnexpectedEof, CUT.say(), AGAIN.say()),
    ];
    if let Some((_, why, remedy)) = known.into_iter().find(|it| it.0 == error.kind()) {
        return (why.to_owned(), remedy);
    }
    let says = error.to_string();
    // The standard library has no kind for it.
    if says.contains("lookup address") {
        return (
            words::say("mirror-postgres-host-not-known").to_owned(),
            words::say("mirror-postgres-host-not-known-next"),
        );
    }
    (Shown::new(&says).to_string(), where_it_is)
}

const CUT: Word = words::word("mirror-postgres-connection-was-cut");

/// What the driver itself says.
fn by_driver(error: &Error) -> Said {
    if error.is_closed() {
        return (CUT.say().to_owned(), AGAIN.say());
    }
    let source = error.source().map(ToString::to_string).unwrap_or_default();
    match source.as_str() {
        "password missing" => (words::say("mirror-postgres-wants-password-none").to_owned(), LOGIN.say()),
        "server does not support TLS" => (
            words::say("mirror-postgres-does-not-speak-tls").to_owned(),
            words::say("mirror-postgres-does-not-speak-tls-next"),
        ),
        "" => (Shown::new(&error.to_string()).to_string(), words::say("mirror-postgres-server-lacks-something-next")),
        source => (
            Shown::new(&format!("{error}: {source}")).to_string(),
            words::say("mirror-postgres-server-lacks-something-next"),
        ),
    }
}
