//! The settings of this run: options, variables, the user's file and the host's, read and put together.

use std::{env, path::PathBuf};

use crate::{
    model::{
        fault::Fault,
        settings::{
            database::DatabaseSetting,
            file::SettingsFile,
            listed::{PROXIES, expects},
            merged::{Flags, Named, Setting, Settings, Source, Variables, merge},
            proxy::Proxy,
        },
    },
    store::{Store, SystemFile},
    words,
};

use super::{
    Global,
    say::{Trouble, talk},
};

/// What counts, and where connections are.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) settings: Box<Settings>,
    /// The directory that an option or a variable names, or the usual one; `None` when this account has no home.
    pub(super) directory: Setting<Option<PathBuf>>,
}

/// What could be read although something is wrong, and what that is.
#[derive(Debug)]
pub(super) struct Salvaged {
    pub(super) found: Found,
    pub(super) troubles: Vec<Trouble>,
}

/// Reads them. `instead` takes the place of the usual directory.
///
/// Errors: the first file or variable that cannot be used. A restriction that is passed over would be worse than a stop.
pub(super) fn read(global: &Global, instead: Option<PathBuf>) -> Result<Found, Trouble> {
    let Salvaged { found, troubles } = salvage(global, instead);
    match troubles.into_iter().next() {
        Some(trouble) => Err(trouble),
        None => Ok(found),
    }
}

/// As [`read`], for commands that only help: what cannot be used says nothing, and is told.
pub(super) fn salvage(global: &Global, instead: Option<PathBuf>) -> Salvaged {
    let mut troubles: Vec<Trouble> = vec![];
    let mut file = |read: Result<Named, Fault>, path: PathBuf| {
        read.unwrap_or_else(|fault| {
            troubles.push(fault.into());
            Named { path: path.display().to_string(), file: SettingsFile::default() }
        })
    };
    let system = SystemFile::default();
    let of_system = file(system.read(), system.path.clone());
    let directory = directory(global, instead);
    let of_user = directory.value.as_ref().map(|it| Store::at(it.clone()));
    let of_user = of_user.map(|it| file(it.settings(), it.settings_file())).unwrap_or_default();
    let mut variables = variables();
    let of_option = global.database.as_deref().and_then(|it| match it.parse::<DatabaseSetting>() {
        Ok(it) => Some(it),
        Err(why) => {
            // Without the value: a password may be in it.
            let expected = expects("database").unwrap_or_default();
            troubles.push(Trouble::usage(
                words::with("settings-database", &[("why", why.into())]),
                words::with("settings-give", &[("expected", expected.into())]),
            ));
            None
        }
    });
    let settings = loop {
        let Global { integration, ca_file, timeout, .. } = global;
        let flags = Flags {
            integration: integration.clone(),
            ca_file: ca_file.clone(),
            timeout: *timeout,
            database: of_option.clone(),
        };
        match merge(flags, variables.clone(), of_user.clone(), of_system.clone()) {
            Ok(settings) => break settings,
            Err(bad) => {
                troubles.push(Trouble::usage(
                    words::with(
                        "settings-variable-expects",
                        &[("name", bad.name.into()), ("expected", bad.expected.into())],
                    ),
                    words::with("settings-variable-next", &[("name", bad.name.into())]),
                ));
                variables.forget(bad.name);
            }
        }
    };
    Salvaged { found: Found { settings: Box::new(settings), directory }, troubles }
}

/// Tells what is wrong with the settings, for commands that do not need them.
pub(super) fn tell(global: &Global) {
    for it in salvage(global, None).troubles {
        talk(&words::with("talk-warning", &[("what", format!("{}. {}", it.what(), it.remedy()).into())]));
    }
}

fn directory(global: &Global, instead: Option<PathBuf>) -> Setting<Option<PathBuf>> {
    let variable = env::var_os(CONFIG_DIR).filter(|it| !it.is_empty()).map(PathBuf::from);
    let said = [
        (global.config_dir.clone(), Source::Flag),
        (instead, Source::BuiltIn),
        (variable, Source::Environment(CONFIG_DIR)),
        (Store::default_directory(), Source::BuiltIn),
    ];
    let first = said.into_iter().find_map(|(value, from)| value.map(|it| Setting { value: Some(it), from }));
    first.unwrap_or(Setting { value: None, from: Source::BuiltIn })
}

/// Says where connections are, when an option or a variable says so.
pub(super) fn is_directory_named(global: &Global) -> bool {
    directory(global, None).from != Source::BuiltIn
}

const CONFIG_DIR: &str = "PSA_CONNECT_CONFIG_DIR";

fn variables() -> Variables {
    // One that is not UTF-8 cannot be what is expected; it is then a text that nothing takes.
    let text = |name: &str| {
        let value = env::var_os(name).filter(|it| !it.is_empty());
        value.map(|it| it.to_string_lossy().into_owned())
    };
    Variables {
        integration: text("PSA_CONNECT_INTEGRATION"),
        store: text("PSA_CONNECT_STORE"),
        ca_file: env::var_os("PSA_CONNECT_CA_FILE").filter(|it| !it.is_empty()).map(PathBuf::from),
        timeout: text("PSA_CONNECT_TIMEOUT"),
        database: text("PSA_CONNECT_DATABASE"),
        reduced_motion: text("PSA_CONNECT_REDUCED_MOTION"),
        proxy: PROXIES.into_iter().find_map(|name| text(name).map(|it| (name, Proxy::of_environment(&it)))),
    }
}
