//! Where mirrors are kept, as the setting `database` says it: files, or a PostgreSQL server. Never a password.

use std::{fmt, net::IpAddr, str::FromStr};

use percent_encoding::percent_decode_str;
use serde::Deserialize;

use crate::{
    model::shown::Shown,
    words::{self, Word, word},
};

/// The setting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum DatabaseSetting {
    /// One file a connection, below the directory of the connections.
    #[default]
    Sqlite,
    /// A PostgreSQL server.
    Postgres(PostgresUrl),
}

/// Where a PostgreSQL server is, and as whom its database is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostgresUrl {
    /// How it is reached.
    pub host: PostgresHost,
    /// Its port; of a socket, the number in the socket's name.
    pub port: u16,
    /// The role.
    pub user: String,
    /// The database.
    pub database: String,
    /// Whether TLS is used.
    pub tls: PostgresTls,
}

/// How a PostgreSQL server is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostgresHost {
    /// By a host name or an address, in lower case, without brackets.
    Name(String),
    /// By a Unix socket in this directory.
    Socket(String),
}

/// Whether what goes to the server and back is encrypted, and its certificate checked. There is nothing in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostgresTls {
    /// No TLS: nothing leaves this host.
    Off,
    /// TLS with a certificate that this host trusts and that has the server's name in it.
    VerifyFull,
}

/// Where PostgreSQL listens when nobody says.
const PORT: u16 = 5432;

impl PostgresHost {
    /// Says whether what is sent there stays on this host.
    pub fn is_here(&self) -> bool {
        match self {
            Self::Socket(_) => true,
            Self::Name(name) => name == "localhost" || name.parse::<IpAddr>().is_ok_and(|it| it.is_loopback()),
        }
    }
}

impl fmt::Display for DatabaseSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite => f.write_str("sqlite"),
            Self::Postgres(it) => it.fmt(f),
        }
    }
}

/// As it is shown: without what cannot be drawn, and never with a password.
impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, user, database, tls: _ } = self;
        let [user, database] = [user, database].map(|it| Shown::new(it));
        match host {
            PostgresHost::Name(name) if name.contains(':') => {
                write!(f, "postgres://{user}@[{name}]:{port}/{database}")
            }
            PostgresHost::Name(name) => write!(f, "postgres://{user}@{name}:{port}/{database}"),
            PostgresHost::Socket(folder) => {
                write!(f, "postgres://{user}@/{database}?host={}&port={port}", Shown::new(folder))
            }
        }
    }
}

impl FromStr for DatabaseSetting {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text == "sqlite" {
            return Ok(Self::Sqlite);
        }
        text.parse().map(Self::Postgres)
    }
}

impl TryFrom<String> for DatabaseSetting {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl FromStr for PostgresUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let rest = text.trim();
        let rest = rest.strip_prefix("postgres://").or_else(|| rest.strip_prefix("postgresql://"));
        let rest = rest.ok_or(words::say("database-neither"))?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        // A password may itself have a `/` or an `@` in it: whatever has a `:` before the last `@` is taken for one.
        let (user, rest) = rest.rsplit_once('@').map_or((None, rest), |(user, rest)| (Some(user), rest));
        if user.is_some_and(|it| it.contains(':')) {
            return Err(PASSWORD.say());
        }
        let (place, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (mut host, mut port) = host_and_port(place)?;
        let mut user = user.map(decoded).transpose()?.unwrap_or_default();
        let mut database = decoded(database)?;
        let mut mode = None;
        for (key, value) in
            query.split('&').filter(|it| !it.is_empty()).map(|it| it.split_once('=').unwrap_or((it, "")))
        {
            match key {
                "host" => {
                    host = socket(&decoded(value)?).ok_or(words::say("database-socket"))?;
                }
                "port" => port = Some(port_of(value)?),
                "user" => user = decoded(value)?,
                "dbname" => database = decoded(value)?,
                "sslmode" => mode = Some(value),
                "password" | "passfile" | "sslpassword" => return Err(PASSWORD.say()),
                _ => return Err(words::say("database-option")),
            }
        }
        if user.is_empty() {
            return Err(words::say("database-no-user"));
        }
        if host == PostgresHost::Name(String::new()) {
            return Err(words::say("database-no-host"));
        }
        if database.is_empty() {
            database.clone_from(&user);
        }
        let tls = tls(&host, mode)?;
        Ok(Self { host, port: port.unwrap_or(PORT), user, database, tls })
    }
}

const PASSWORD: Word = word("database-password");

fn tls(host: &PostgresHost, mode: Option<&str>) -> Result<PostgresTls, &'static str> {
    match mode {
        Some("verify-full") if matches!(host, PostgresHost::Socket(_)) => Err(words::say("database-socket-tls")),
        Some("verify-full") => Ok(PostgresTls::VerifyFull),
        None if !host.is_here() => Ok(PostgresTls::VerifyFull),
        None | Some("disable") if host.is_here() => Ok(PostgresTls::Off),
        Some(_) if host.is_here() => Err(words::say("database-sslmode")),
        Some(_) | None => Err(words::say("database-sslmode-weak")),
    }
}

fn host_and_port(text: &str) -> Result<(PostgresHost, Option<u16>), &'static str> {
    if text.contains(',') {
        return Err(words::say("database-hosts"));
    }
    let (host, port) = if let Some(rest) = text.strip_prefix('[') {
        let (host, rest) = rest.split_once(']').ok_or(HOST.say())?;
        let address = host.parse::<IpAddr>().map_err(|_| HOST.say())?;
        (address.to_string(), rest.strip_prefix(':').or_else(|| (!rest.is_empty()).then_some(rest)))
    } else {
        let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
        (decoded(host)?, port)
    };
    let port = port.map(port_of).transpose()?;
    if let Some(it) = socket(&host) {
        return Ok((it, port));
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    if host.len() > 253 || !host.chars().all(fits) {
        return Err(HOST.say());
    }
    Ok((PostgresHost::Name(host.to_ascii_lowercase()), port))
}

const HOST: Word = word("database-host");

fn socket(text: &str) -> Option<PostgresHost> {
    text.starts_with('/').then(|| PostgresHost::Socket(text.to_owned()))
}

fn port_of(text: &str) -> Result<u16, &'static str> {
    text.parse().ok().filter(|it| *it != 0).ok_or(words::say("database-port"))
}

fn decoded(text: &str) -> Result<String, &'static str> {
    let it = percent_decode_str(text).decode_utf8().map_err(|_| words::say("database-utf8"))?;
    // PostgreSQL ends every name there.
    if it.contains('\0') { Err(words::say("database-nul")) } else { Ok(it.into_owned()) }
}

#[cfg(test)]
mod tests {
    use super::{DatabaseSetting, PostgresHost, PostgresTls, PostgresUrl};

    fn url(host: PostgresHost, port: u16, tls: PostgresTls) -> PostgresUrl {
        PostgresUrl { host, port, user: "me".into(), database: "data".into(), tls }
    }

    fn name(it: &str) -> PostgresHost {
        PostgresHost::Name(it.into())
    }

    #[test]
    fn an_address_is_read_whole_and_shown_as_it_is() {
        let run = PostgresHost::Socket("/run/pg".into());
        for (text, is, shown) in [
            (
                "postgres://me@DB.example/data",
                url(name("db.example"), 5432, PostgresTls::VerifyFull),
                "postgres://me@db.example:5432/data",
            ),
            (
                "postgresql://me@db.example:6000/data?sslmode=verify-full",
                url(name("db.example"), 6000, PostgresTls::VerifyFull),
                "postgres://me@db.example:6000/data",
            ),
            ("postgres://me@[::1]/data", url(name("::1"), 5432, PostgresTls::Off), "postgres://me@[::1]:5432/data"),
            (
                "postgres://me@localhost/data?sslmode=verify-full",
                url(name("localhost"), 5432, PostgresTls::VerifyFull),
                "postgres://me@localhost:5432/data",
            ),
            (
                "postgres://me@%2Frun%2Fpg:7/data",
                url(run.clone(), 7, PostgresTls::Off),
                "postgres://me@/data?host=/run/pg&port=7",
            ),
            (
                "postgres:///data?host=/run/pg&user=me&port=7",
                url(run, 7, PostgresTls::Off),
                "postgres://me@/data?host=/run/pg&port=7",
            ),
        ] {
            assert_eq!(text.parse(), Ok(DatabaseSetting::Postgres(is.clone())), "{text}");
            assert_eq!(is.to_string(), shown);
        }
        assert_eq!("sqlite".parse(), Ok(DatabaseSetting::Sqlite));
        let own: PostgresUrl = "postgres://me@localhost".parse().unwrap();
        assert_eq!(own.database, "me");
    }

    #[test]
    fn a_password_is_refused_wherever_it_is_and_never_repeated() {
        for text in [
            "postgres://me:canary@db.example/data",
            "postgres://me:ca/na@ry@db.example/data",
            "postgres://me:@db.example/data",
            "postgres://me@db.example/data?password=canary",
            "postgres://me@db.example/data?passfile=canary",
        ] {
            let refused = text.parse::<DatabaseSetting>().unwrap_err();
            assert!(refused.starts_with("it has a password in it") && !refused.contains("canary"), "{text}: {refused}");
        }
    }

    #[test]
    fn what_is_weaker_than_a_checked_certificate_is_refused_off_this_host() {
        for mode in ["disable", "allow", "prefer", "require", "verify-ca", ""] {
            let text = format!("postgres://me@db.example/data?sslmode={mode}");
            let refused = text.parse::<DatabaseSetting>().unwrap_err();
            assert!(refused.starts_with("its sslmode is weaker"), "{refused}");
        }
        for text in [
            "mysql://me@db.example/data",
            "postgres://db.example/data",
            "postgres://me@/data",
            "postgres://me@a.example,b.example/data",
            "postgres://me@db.example:0/data",
            "postgres://me@db.example/data?options=-csearch_path",
            "postgres://me@/data?host=/run&sslmode=verify-full",
            "postgres://me@localhost/data?sslmode=require",
            "postgres://me@local host/data",
            "",
        ] {
            assert!(text.parse::<DatabaseSetting>().is_err(), "{text}");
        }
    }
}
