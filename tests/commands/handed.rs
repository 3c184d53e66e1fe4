//! A saved login in the hands of other programs: what they get, what they do not, and who is noted to have it.

use std::process::Command;

use psa_connect::{model::catalog::Catalog, sandbox::Served};

use crate::situation::{Host, right};

mod credentials;
mod exec;
mod exported;
mod noted;
mod page;
mod process;

/// Values that every way of quoting has to carry unharmed.
pub(crate) const SECRET: &str = "canary'it\"s $HOME `x` \\n #\u{e4}\u{2019};%{{x}}";
pub(crate) const TRACKING: &str = "canary-Track-77b0";
pub(crate) const USER: &str = "s365@acme.example";
pub(crate) const AT_URL: &str = "https://webservices2.autotask.net/atservicesrest/v1.0";

/// A host with `acme`, an Autotask PSA connection, and `north`, a ConnectWise PSA one.
pub(crate) fn host() -> Host {
    let host = Host::new();
    let login = |fields: &[(&str, &str)]| fields.iter().map(|(id, it)| ((*id).into(), (*it).into())).collect();
    let catalog = Catalog::embedded();
    let origin = |psa: &str, site: &str| {
        let facts = catalog.psas.iter().find(|it| it.id.0 == psa).expect("a PSA that ships");
        facts.sites.iter().find(|it| it.id.0 == site).expect("a site that ships").origin.clone()
    };
    let served = |psa: &'static str, site: &str, fields: &[(&str, &str)]| Served {
        psa,
        home: origin(psa, site),
        home_site: site.into(),
        elsewhere: origin(psa, site),
        login: login(fields),
        second: login(fields),
    };
    let at = served("autotask", "ws2", &[("user_name", USER), ("secret", SECRET), ("tracking_id", TRACKING)]);
    host.save("acme", &at, right);
    let fields = [
        ("company", "north"),
        ("public_key", "canary-Public-5f1d"),
        ("private_key", "canary-Private-9c27"),
        ("client_id", "canary-c-7a2d-4c68-9e10-5d4b3a291807"),
    ];
    host.save("north", &served("connectwise", "na", &fields), right);
    host
}

/// The lines of the log.
pub(crate) fn log(host: &Host) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(host.config().join("hand-overs.log")).unwrap_or_default();
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    text.lines().map(|it| serde_json::from_str(it).unwrap_or_else(|error| panic!("{error}: {it}"))).collect()
}

/// The binary started by a shell that first runs `first`.
pub(crate) fn after(host: &Host, first: &str, arguments: &[&str]) -> Command {
    let inner = host.command(arguments);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &format!("{first}; exec \"$0\" \"$@\"")]).arg(inner.get_program()).args(inner.get_args());
    command.env_clear().envs(inner.get_envs().filter_map(|(key, value)| Some((key, value?))));
    command
}
