//! Connects to a server, and makes the session one that behaves the same on every server.

use std::{path::Path, sync::Arc, time::Duration};

use postgres::{Client, Config, NoTls, config::SslMode};
use rustls::{
    ClientConfig,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use rustls_platform_verifier::Verifier;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{
    model::{
        fault::Fault,
        settings::database::{PostgresHost, PostgresTls},
        shown::Shown,
    },
    words,
};

use super::{
    super::{Purpose, place::shown, server::PostgresAt},
    schema::Schema,
    trouble::{At, Trouble},
};

/// How long a server is waited for that does not take the call.
const PATIENCE_OF_CALL: Duration = Duration::from_secs(10);

/// How long a server may be silent that had something sent to it.
const SILENCE: Duration = Duration::from_mins(1);

/// How long a lock is waited for that somebody else holds on a table.
pub(super) const PATIENCE: &str = "SET lock_timeout = '30s'";

/// Connects.
pub(super) fn client(at: &PostgresAt, place: &str) -> Result<Client, Fault> {
    let url = &at.url;
    let mut config = Config::new();
    config
        .user(&url.user)
        .dbname(&url.database)
        .port(url.port)
        .application_name("psa-connect")
        .connect_timeout(PATIENCE_OF_CALL)
        .tcp_user_timeout(SILENCE)
        .keepalives_idle(SILENCE)
        .keepalives_interval(Duration::from_secs(10))
        .keepalives_retries(3);
    match &url.host {
        PostgresHost::Name(name) => config.host(name),
        PostgresHost::Socket(folder) => config.host_path(folder),
    };
    if let Some(password) = at.passwords.of(url)? {
        config.password(password.expose());
    }
    let connected = match url.tls {
        PostgresTls::Off => config.ssl_mode(SslMode::Disable).connect(NoTls),
        PostgresTls::VerifyFull => {
            let tls = MakeRustlsConnect::new(trusting(at.ca_file.as_deref())?);
            config.ssl_mode(SslMode::Require).connect(tls)
        }
    };
    connected.map_err(|it| At(place).trouble(Trouble::Connect(it)))
}

/// TLS 1.2 and 1.3 by ring, with the authorities of this host and those of `ca_file`.
fn trusting(ca_file: Option<&Path>) -> Result<ClientConfig, Fault> {
    let no_roots = |says: String| Fault::NoTrustRoots { says: Shown::new(&says).to_string() };
    let extra = ca_file.map(read_ca_file).transpose().map_err(no_roots)?.unwrap_or_default();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier =
        Verifier::new_with_extra_roots(extra, Arc::clone(&provider)).map_err(|it| no_roots(it.to_string()))?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|it| no_roots(it.to_string()))?;
    Ok(config.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

fn read_ca_file(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let file = shown(path);
    let certificates: Vec<_> = CertificateDer::pem_file_iter(path).and_then(Iterator::collect).map_err(|it| {
        words::with("mirror-postgres-ca-file", &[("file", file.as_str().into()), ("error", it.to_string().into())])
    })?;
    if certificates.is_empty() {
        Err(words::with("mirror-postgres-ca-file-has-no", &[("file", file.as_str().into())]))
    } else {
        Ok(certificates)
    }
}

/// Sets what a server, a database or a role may have set otherwise.
pub(super) fn settle(db: &mut Client, schema: &Schema, purpose: Purpose) -> Result<(), Trouble> {
    // `pg_temp` last: else it is looked into first.
    let mut sql = format!("SET search_path TO {}, pg_temp; {PATIENCE}; ", schema.quoted());
    sql.push_str(
        "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET standard_conforming_strings = on; \
         SET synchronous_commit = on; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; \
         SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; \
         SELECT set_config('idle_session_timeout', '0', false) \
         WHERE current_setting('idle_session_timeout', true) IS NOT NULL",
    );
    if purpose == Purpose::Read {
        sql.push_str("; SET default_transaction_read_only = on");
    }
    db.batch_execute(&sql)?;
    let encoding: String = db.query_one("SHOW server_encoding", &[])?.try_get(0)?;
    if encoding == "UTF8" { Ok(()) } else { Err(Trouble::Encoding(encoding)) }
}
