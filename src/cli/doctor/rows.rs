//! Every setting with its value and who said it, for people and programs. Nothing here may be a secret.

use std::path::Path;

use serde::{Serialize, Serializer};

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
    words,
};

/// One setting.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) setting: &'static str,
    pub(super) value: Value,
    pub(super) from: From,
}

/// Its value, safe to show.
pub(super) enum Value {
    /// Nobody said one.
    None,
    /// All that there are.
    All,
    Is(String),
}

/// Who said it.
pub(super) struct From(Vec<Source>);

impl Value {
    pub(super) fn says(&self) -> &str {
        match self {
            Self::None => words::say("doctor-none"),
            Self::All => words::say("doctor-all"),
            Self::Is(it) => it,
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match self {
            Self::None => "none",
            Self::All => "all",
            Self::Is(it) => it,
        })
    }
}

impl From {
    pub(super) fn says(&self) -> String {
        let name = |it: &Source| match it {
            Source::Flag => words::say("doctor-from-option"),
            Source::Environment(name) => name,
            Source::User => words::say("doctor-from-user"),
            Source::System => words::say("doctor-from-system"),
            Source::BuiltIn => words::say("doctor-from-nobody"),
        };
        words::all_of(&self.0.iter().map(name).collect::<Vec<_>>())
    }
}

impl Serialize for From {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let all: Vec<_> = self.0.iter().map(Source::to_string).collect();
        to.serialize_str(&all.join(" and "))
    }
}

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
        Row {
            setting: "timeout",
            value: Value::Is(words::with("age-span-seconds", &[("n", timeout.value.to_string().into())])),
            from: From(vec![timeout.from]),
        },
        mirrors(database, found.directory.value.as_deref()),
        Row {
            setting: "reduced_motion",
            value: Value::Is(reduced_motion.value.to_string()),
            from: From(vec![reduced_motion.from]),
        },
        row("vault", vault, at),
        row("command", command, program),
    ]
}

fn row<T>(setting: &'static str, it: &Setting<Option<T>>, shown: impl Fn(&T) -> String) -> Row {
    let value = it.value.as_ref().map_or(Value::None, |it| Value::Is(Shown::new(&shown(it)).to_string()));
    Row { setting, value, from: From(vec![it.from]) }
}

/// Where the mirrors are. An address has no password in it.
fn mirrors(database: &Setting<DatabaseSetting>, directory: Option<&Path>) -> Row {
    let value = match (&database.value, directory) {
        (DatabaseSetting::Sqlite, Some(it)) => format!("sqlite, {}", Shown::new(&path(&it.join(MIRRORS)))),
        (DatabaseSetting::Sqlite, None) => "sqlite".to_owned(),
        (DatabaseSetting::Postgres(it), _) => it.to_string(),
    };
    Row { setting: "database", value: Value::Is(value), from: From(vec![database.from]) }
}

fn path(path: &Path) -> String {
    path.display().to_string()
}

/// Where the server is; how it is logged in to is nobody's business here.
fn at(vault: &VaultSettings) -> String {
    let address = vault.address.as_deref().unwrap_or(words::say("doctor-address-elsewhere"));
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
    let from = allowed.restrictions.iter().map(|it| it.by).collect();
    let (value, from) = match (allowed.restrictions.is_empty(), left.is_empty()) {
        (true, _) => (Value::All, vec![Source::BuiltIn]),
        (false, true) => (Value::Is(words::say("doctor-none-allowed").into()), from),
        (false, false) => (Value::Is(keys(&left)), from),
    };
    Row { setting: "allowed_stores", value, from: From(from) }
}
