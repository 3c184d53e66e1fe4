//! Every setting with its value and who said it, for people and programs. Nothing here may be a secret.

use std::path::Path;

use crate::{
    cli::settings::Found,
    model::{
        settings::{
            CommandSettings, VaultSettings,
            allowed::{Allowed, keys},
            database::DatabaseSetting,
            merged::{Setting, Settings, Source},
            proxy::Proxy,
        },
        shown::Shown,
    },
    store::mirror::MIRRORS,
};

use super::Row;

/// The rows, in the order of the documentation.
pub(super) fn of(found: &Found) -> Vec<Row> {
    let Settings {
        default,
        integration,
        store,
        allowed_stores,
        proxy,
        ca_file,
        timeout,
        database,
        reduced_motion,
        vault,
        command,
    } = found.settings.as_ref();
    vec![
        row("config_dir", &found.directory, |it| path(it)),
        row("default", default, |it| it.as_str().to_owned()),
        row("integration", integration, String::clone),
        row("store", store, |it| it.key().to_owned()),
        allowed(allowed_stores),
        row("proxy", proxy, |it: &Proxy| it.shown().to_owned()),
        row("ca_file", ca_file, |it| path(it)),
        Row { setting: "timeout", value: format!("{} s", timeout.value), from: timeout.from.to_string() },
        mirrors(database, found.directory.value.as_deref()),
        Row {
            setting: "reduced_motion",
            value: reduced_motion.value.to_string(),
            from: reduced_motion.from.to_string(),
        },
        row("vault", vault, at),
        row("command", command, program),
    ]
}

fn row<T>(setting: &'static str, it: &Setting<Option<T>>, shown: impl Fn(&T) -> String) -> Row {
    let value = it.value.as_ref().map_or_else(|| "none".to_owned(), |it| Shown::new(&shown(it)).to_string());
    Row { setting, value, from: it.from.to_string() }
}

/// Where the mirrors are. An address has no password in it.
fn mirrors(database: &Setting<DatabaseSetting>, directory: Option<&Path>) -> Row {
    let value = match (&database.value, directory) {
        (DatabaseSetting::Sqlite, Some(it)) => format!("sqlite, {}", Shown::new(&path(&it.join(MIRRORS)))),
        (DatabaseSetting::Sqlite, None) => "sqlite".to_owned(),
        (DatabaseSetting::Postgres(it), _) => it.to_string(),
    };
    Row { setting: "database", value, from: database.from.to_string() }
}

fn path(path: &Path) -> String {
    path.display().to_string()
}

/// Where the server is; how it is logged in to is nobody's business here.
fn at(vault: &VaultSettings) -> String {
    let address = vault.address.as_deref().unwrap_or("the address of BAO_ADDR or VAULT_ADDR");
    // An address may have been given a password in the wrong place.
    let host = address.rsplit_once('@').map_or(address, |(_, host)| host);
    format!("{host}, {}/{}", vault.mount, vault.prefix)
}

/// The program only: what a person puts into arguments may be a secret.
fn program(command: &CommandSettings) -> String {
    command.put.first().cloned().unwrap_or_default()
}

fn allowed(allowed: &Allowed) -> Row {
    let left = allowed.kinds();
    let from = allowed.restrictions.iter().map(|it| it.by.to_string()).collect::<Vec<_>>().join(" and ");
    let (value, from) = match (allowed.restrictions.is_empty(), left.is_empty()) {
        (true, _) => ("all".to_owned(), Source::BuiltIn.to_string()),
        (false, true) => ("none is allowed by all settings".to_owned(), from),
        (false, false) => (keys(&left), from),
    };
    Row { setting: "allowed_stores", value, from }
}
