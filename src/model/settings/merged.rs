//! What counts when several say something: options before the environment, the user's file before the host's.

use std::{fmt, ops::RangeInclusive, path::PathBuf};

use crate::model::{saved::Name, store_kind::StoreKind};

use super::{
    CommandSettings, VaultSettings,
    allowed::{Allowed, Restriction},
    database::DatabaseSetting,
    file::SettingsFile,
    listed::expects,
    proxy::Proxy,
};

/// How long a reply may be silent, when nobody says. Unit: seconds.
pub const TIMEOUT: u64 = 30;

/// What it may be. Unit: seconds.
pub const TIMEOUTS: RangeInclusive<u64> = 1..=3600;

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An option of the command.
    Flag,
    /// This variable.
    Environment(&'static str),
    /// The user's settings file.
    User,
    /// The host's settings file.
    System,
    /// Nobody.
    BuiltIn,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag => "option",
            Self::Environment(name) => name,
            Self::User => "user",
            Self::System => "system",
            Self::BuiltIn => "built in",
        })
    }
}

/// A value and who said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Who said it.
    pub from: Source,
}

/// What the options of a command say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--integration`.
    pub integration: Option<String>,
    /// `--ca-file`.
    pub ca_file: Option<PathBuf>,
    /// `--timeout`, checked.
    pub timeout: Option<u64>,
    /// `--database`.
    pub database: Option<DatabaseSetting>,
}

/// What the variables say, as they are. An empty one says nothing and is `None` here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables {
    /// `PSA_CONNECT_INTEGRATION`.
    pub integration: Option<String>,
    /// `PSA_CONNECT_STORE`.
    pub store: Option<String>,
    /// `PSA_CONNECT_CA_FILE`.
    pub ca_file: Option<PathBuf>,
    /// `PSA_CONNECT_TIMEOUT`.
    pub timeout: Option<String>,
    /// `PSA_CONNECT_DATABASE`.
    pub database: Option<String>,
    /// `PSA_CONNECT_REDUCED_MOTION`.
    pub reduced_motion: Option<String>,
    /// The name of the first variable that names a proxy, and that proxy.
    pub proxy: Option<(&'static str, Proxy)>,
}

impl Variables {
    /// Takes back what this variable says.
    pub fn forget(&mut self, name: &str) {
        match name {
            "PSA_CONNECT_STORE" => self.store = None,
            "PSA_CONNECT_TIMEOUT" => self.timeout = None,
            "PSA_CONNECT_DATABASE" => self.database = None,
            "PSA_CONNECT_REDUCED_MOTION" => self.reduced_motion = None,
            // The others are texts of any kind, and are never refused.
            _ => {}
        }
    }
}

/// A settings file and what it is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Its path, safe to show.
    pub path: String,
    /// What it says.
    pub file: SettingsFile,
}

/// All settings, each with who said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The connection that is meant when none is named.
    pub default: Setting<Option<Name>>,
    /// The product.
    pub integration: Setting<Option<String>>,
    /// The store that is offered first.
    pub store: Setting<Option<StoreKind>>,
    /// The stores that may be used.
    pub allowed_stores: Allowed,
    /// The proxy.
    pub proxy: Setting<Option<Proxy>>,
    /// Certificate authorities to trust besides those of this host.
    pub ca_file: Setting<Option<PathBuf>>,
    /// How long a reply may be silent. Unit: seconds.
    pub timeout: Setting<u64>,
    /// Where mirrors are kept.
    pub database: Setting<DatabaseSetting>,
    /// Whether nothing on the screen turns.
    pub reduced_motion: Setting<bool>,
    /// An OpenBao or Vault server.
    pub vault: Setting<Option<VaultSettings>>,
    /// Another program that keeps secrets.
    pub command: Setting<Option<CommandSettings>>,
}

/// A variable that says something it cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadVariable {
    /// Its name.
    pub name: &'static str,
    /// What should be in it.
    pub expected: &'static str,
}

/// Puts them together.
///
/// Errors: the variable that cannot be understood, if nobody before it has said something.
pub fn merge(flags: Flags, variables: Variables, user: Named, system: Named) -> Result<Settings, BadVariable> {
    let allowed_stores = allowed(&user, &system);
    let (user, system) = (user.file, system.file);
    let store = variables.store.map(|it| it.parse::<StoreKind>().map_err(|_| bad("PSA_CONNECT_STORE", "store")));
    let timeout = variables.timeout.filter(|_| flags.timeout.is_none()).map(|it| {
        let secs = it.trim().parse().ok().filter(|it| TIMEOUTS.contains(it));
        secs.ok_or_else(|| bad("PSA_CONNECT_TIMEOUT", "timeout"))
    });
    let timeout = first(flags.timeout, timeout.transpose()?, "PSA_CONNECT_TIMEOUT", user.timeout, system.timeout);
    let database = variables.database.filter(|_| flags.database.is_none());
    let database = database.map(|it| it.parse().map_err(|_| bad("PSA_CONNECT_DATABASE", "database"))).transpose()?;
    let database = first(flags.database, database, "PSA_CONNECT_DATABASE", user.database, system.database);
    let reduced_motion = variables.reduced_motion.map(|it| match it.trim().to_lowercase().as_str() {
        "1" | "true" | "yes" => Ok(true),
        "0" | "false" | "no" => Ok(false),
        _ => Err(bad("PSA_CONNECT_REDUCED_MOTION", "reduced_motion")),
    });
    let reduced_motion = first(
        None,
        reduced_motion.transpose()?,
        "PSA_CONNECT_REDUCED_MOTION",
        user.reduced_motion,
        system.reduced_motion,
    );
    let proxy = match variables.proxy {
        Some((name, proxy)) => Setting { value: Some(proxy), from: Source::Environment(name) },
        None => first(None, None, "", user.proxy.map(Proxy::Set), system.proxy.map(Proxy::Set)),
    };
    Ok(Settings {
        default: first(None, None, "", user.default, None),
        integration: first(
            flags.integration,
            variables.integration,
            "PSA_CONNECT_INTEGRATION",
            user.integration,
            system.integration,
        ),
        store: first(None, store.transpose()?, "PSA_CONNECT_STORE", user.store, system.store),
        allowed_stores,
        proxy,
        ca_file: first(flags.ca_file, variables.ca_file, "PSA_CONNECT_CA_FILE", user.ca_file, system.ca_file),
        timeout: Setting { value: timeout.value.unwrap_or(TIMEOUT), from: timeout.from },
        database: Setting { value: database.value.unwrap_or_default(), from: database.from },
        reduced_motion: Setting { value: reduced_motion.value.unwrap_or_default(), from: reduced_motion.from },
        vault: first(None, None, "", user.vault, system.vault),
        command: first(None, None, "", user.command, system.command),
    })
}

/// Every restriction counts: none takes the place of another.
fn allowed(user: &Named, system: &Named) -> Allowed {
    let of = |by, it: &Named| {
        let stores = it.file.allowed_stores.clone()?;
        Some(Restriction { by, file: it.path.clone(), stores })
    };
    Allowed { restrictions: [of(Source::System, system), of(Source::User, user)].into_iter().flatten().collect() }
}

fn bad(name: &'static str, key: &'static str) -> BadVariable {
    BadVariable { name, expected: expects(key).unwrap_or_default() }
}

fn first<T>(
    flag: Option<T>,
    variable: Option<T>,
    name: &'static str,
    user: Option<T>,
    system: Option<T>,
) -> Setting<Option<T>> {
    let said =
        [(flag, Source::Flag), (variable, Source::Environment(name)), (user, Source::User), (system, Source::System)];
    let first = said.into_iter().find_map(|(value, from)| value.map(|it| Setting { value: Some(it), from }));
    first.unwrap_or(Setting { value: None, from: Source::BuiltIn })
}

#[cfg(test)]
mod tests;
