//! What went wrong with a PostgreSQL server, in words, with what to do. No value and no password is repeated.

use std::{error::Error as _, io};

use postgres::{Error, error::SqlState};

use crate::{
    model::{fault::Fault, shown::Shown},
    store::mirror::place::of_another,
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
            Trouble::Taken => {
                local(format!("another psa-connect pulls into {place} just now"), "Wait for it, or end it.")
            }
            Trouble::Foreign => local(
                format!("{place} has tables of another program"),
                "Use another database, or have that schema renamed.",
            ),
            Trouble::Later(version) => local(
                format!("{place} was made by a later psa-connect (its version is {version})"),
                "Use that psa-connect, or have the schema dropped and pull again.",
            ),
            Trouble::Encoding(encoding) => local(
                format!("{place} cannot be used: the database keeps text as {}", Shown::new(&encoding)),
                "Use a database whose encoding is UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
            ),
            Trouble::Unreadable(what) => local(
                format!("{place} cannot be read: {}", Shown::new(&what)),
                "Have the schema dropped and pull again; everything in it comes from the PSA.",
            ),
            Trouble::Connect(error) => self.engine(&error, "cannot be reached"),
            Trouble::Engine(error) => self.engine(&error, "cannot be used"),
        }
    }

    fn engine(&self, error: &Error, cannot: &str) -> Fault {
        let At(place) = self;
        let (why, remedy) = by_server(error).or_else(|| on_the_way(error)).unwrap_or_else(|| by_driver(error));
        Fault::Local { what: format!("the mirror {place} {cannot}: {why}"), remedy: remedy.to_owned() }
    }
}

/// What the server says.
fn by_server(error: &Error) -> Option<Said> {
    let says = error.as_db_error()?;
    let code = says.code();
    let known = [
        (SqlState::INVALID_PASSWORD, "the password is wrong", LOGIN),
        (
            SqlState::INVALID_CATALOG_NAME,
            "there is no such database",
            "Have it made: CREATE DATABASE, or name another one.",
        ),
        (
            SqlState::INSUFFICIENT_PRIVILEGE,
            "this role is not allowed to",
            "Have it granted: GRANT CREATE ON DATABASE … TO …; or have the schema made for it: CREATE SCHEMA … AUTHORIZATION …",
        ),
        (
            SqlState::DISK_FULL,
            "the server's disk is full",
            "Have space freed there, then pull again; it goes on where it stopped.",
        ),
        (SqlState::OUT_OF_MEMORY, "the server has no memory left", AGAIN),
        (SqlState::TOO_MANY_CONNECTIONS, "the server has no connection left", "Wait, or have max_connections raised."),
        (SqlState::ADMIN_SHUTDOWN, "the server was shut down, or somebody ended the connection", AGAIN),
        (SqlState::CRASH_SHUTDOWN, "the server crashed", AGAIN),
        (SqlState::CANNOT_CONNECT_NOW, "the server is starting or shutting down", AGAIN),
        (SqlState::LOCK_NOT_AVAILABLE, "another session holds a table locked", "End what holds it, then retry."),
        (
            SqlState::READ_ONLY_SQL_TRANSACTION,
            "the server takes no changes: it is a standby or read-only",
            "Name the primary server.",
        ),
        (SqlState::UNDEFINED_TABLE, "a table of the mirror is missing", "Have the schema dropped and pull again."),
        (SqlState::UNDEFINED_COLUMN, "a column of the mirror is missing", "Have the schema dropped and pull again."),
    ];
    if let Some((_, why, remedy)) = known.into_iter().find(|it| it.0 == *code) {
        return Some((why.to_owned(), remedy));
    }
    Some(match code.code().get(..2) {
        Some("28") => (format!("the login is refused: {}", Shown::new(says.message())), LOGIN),
        // The server's sentence would repeat the value.
        Some("22" | "23") => {
            (format!("it refuses a value ({})", code.code()), "Report this; no page was half written.")
        }
        Some("53") => (format!("the server lacks something: {}", Shown::new(says.message())), AGAIN),
        _ => (format!("{} ({})", Shown::new(says.message()), code.code()), "Ask whoever runs the server."),
    })
}

const LOGIN: &str = "Check user and pg_hba.conf; the password comes from PGPASSWORD or from ~/.pgpass (mode 0600).";
const AGAIN: &str = "Try again when the server is well; what was read so far is kept.";

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
        format!("its certificate does not pass, or TLS fails: {}", Shown::new(&error.to_string())),
        "Name the authority that signed it with --ca-file, and the server by the name in its certificate.",
    )
}

fn by_network(error: &io::Error) -> Said {
    let where_it_is = "Check host and port, and that the server runs.";
    let known = [
        (io::ErrorKind::ConnectionRefused, "nothing answers there", where_it_is),
        (io::ErrorKind::NotFound, "there is no such socket", where_it_is),
        (
            io::ErrorKind::PermissionDenied,
            "this account may not use its socket",
            "Have it allowed, or use host and port.",
        ),
        (io::ErrorKind::TimedOut, "it does not answer", where_it_is),
        (io::ErrorKind::HostUnreachable, "no way leads there", where_it_is),
        (io::ErrorKind::NetworkUnreachable, "no way leads there", where_it_is),
        (io::ErrorKind::ConnectionReset, CUT, AGAIN),
        (io::ErrorKind::ConnectionAborted, CUT, AGAIN),
        (io::ErrorKind::BrokenPipe, CUT, AGAIN),
        (io::ErrorKind::UnexpectedEof, CUT, AGAIN),
    ];
    if let Some((_, why, remedy)) = known.into_iter().find(|it| it.0 == error.kind()) {
        return (why.to_owned(), remedy);
    }
    let says = error.to_string();
    // The standard library has no kind for it.
    if says.contains("lookup address") {
        return ("its host is not known".to_owned(), "Check the host's name.");
    }
    (Shown::new(&says).to_string(), where_it_is)
}

const CUT: &str = "the connection was cut";

/// What the driver itself says.
fn by_driver(error: &Error) -> Said {
    if error.is_closed() {
        return (CUT.to_owned(), AGAIN);
    }
    let source = error.source().map(ToString::to_string).unwrap_or_default();
    match source.as_str() {
        "password missing" => ("it wants a password, and there is none".to_owned(), LOGIN),
        "server does not support TLS" => (
            "it does not speak TLS".to_owned(),
            "Have TLS switched on there; nothing is sent over a network without it.",
        ),
        "" => (Shown::new(&error.to_string()).to_string(), "Ask whoever runs the server."),
        source => (Shown::new(&format!("{error}: {source}")).to_string(), "Ask whoever runs the server."),
    }
}
