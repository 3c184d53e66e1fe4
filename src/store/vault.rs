//! Secrets in an OpenBao or HashiCorp Vault server: the KV engine, version 2.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::json;

use crate::{
    model::{
        fault::{Fault, VaultTrouble},
        origin::Origin,
        saved::{StoreCard, StoreNeeds},
        secret::Secret,
        settings::VaultSettings,
        shown::Shown,
        store_kind::StoreKind,
    },
    words,
};

mod ask;
mod environment;
mod judge;
mod login;
mod sentences;
mod tried;
mod versions;
mod wire;

pub use environment::Environment;
pub use wire::{Carrier, VaultMethod, VaultReply, VaultRequest};

use ask::{Call, Echo};
use sentences::bad_address;
use tried::{Removal, Tried};
use versions::Gone;

use super::secrets::{At, Fields, Found, Key, SecretStore, Version};

/// The secrets below one path of a server's KV engine.
pub struct Vault {
    settings: VaultSettings,
    environment: Environment,
    carrier: Arc<dyn Carrier>,
    token: Mutex<Option<Secret>>,
    /// The newest version that this process has seen of each key, so that saving over what was read is no conflict.
    seen: Mutex<BTreeMap<Key, u32>>,
}

impl Vault {
    /// What the settings leave open is read from the environment of this process.
    pub fn new(settings: VaultSettings, carrier: Arc<dyn Carrier>) -> Self {
        Self::within(settings, Environment::of_process(), carrier)
    }

    /// The same, with an environment of its own.
    pub fn within(settings: VaultSettings, environment: Environment, carrier: Arc<dyn Carrier>) -> Self {
        Self { settings, environment, carrier, token: Mutex::default(), seen: Mutex::default() }
    }

    fn origin(&self) -> Result<Origin, Fault> {
        let address = self.settings.address.as_ref().or(self.environment.address.as_ref());
        let address = address.ok_or_else(|| Fault::Vault {
            trouble: VaultTrouble::Path,
            what: words::say("vault-no-address-openbao-vault").into(),
            remedy: words::say("vault-no-address-openbao-vault-next").into(),
        })?;
        address.parse().map_err(|it| bad_address(address, &it))
    }

    fn namespace(&self) -> Option<&str> {
        self.settings.namespace.as_deref().or(self.environment.namespace.as_deref()).filter(|it| !it.is_empty())
    }

    /// `<mount>/<part>/<prefix>/<name>`; `part` is what the engine keeps there: data, metadata, destroy.
    fn path(&self, part: &str, name: &str) -> String {
        let mount = self.settings.mount.trim_matches('/');
        let prefix = self.settings.prefix.trim_matches('/');
        let between = if prefix.is_empty() { "" } else { "/" };
        format!("{mount}/{part}/{prefix}{between}{name}")
    }
}

impl SecretStore for Vault {
    fn kind(&self) -> StoreKind {
        StoreKind::Vault
    }

    fn card(&self) -> StoreCard {
        let server = self.origin().map_or_else(|_| words::say("vault-server").into(), |it| it.to_string());
        let tried = self.try_out();
        let path = self.path("data", "");
        let mut protection = words::with(
            "vault-protection",
            &[("server", server.as_str().into()), ("path", Shown::new(&path).to_string().into())],
        );
        if let Ok(Tried { expires_in, removal }) = &tried {
            if let Some(seconds) = expires_in {
                protection = {
                    let minutes = (seconds / 60).to_string();
                    format!("{protection} {}", words::with("vault-token-expires", &[("minutes", minutes.into())]))
                };
            }
            if *removal == Removal::Denied {
                protection = format!("{protection} {}", words::say("vault-token-cannot-remove"));
            }
        }
        StoreCard {
            kind: self.kind(),
            place: Shown::new(&format!("{server}/v1/{path}")).to_string(),
            protection,
            needs: StoreNeeds::Nothing,
            trouble: tried.err().map(|it| it.with_remedy()),
        }
    }

    fn place(&self, at: &At) -> String {
        let server = self.origin().map_or_else(|_| words::say("vault-server").into(), |it| it.to_string());
        let path = self.path("data", at.key.as_str());
        let values = [("server", server.into()), ("path", path.into()), ("version", at.version.0.to_string().into())];
        Shown::new(&words::with("vault-place", &values)).to_string()
    }

    fn put(&self, at: &At, before: Option<&At>, fields: &Fields) -> Result<Version, Fault> {
        self.check_mount(None)?;
        let before = before.filter(|it| it.key == at.key);
        self.write(&at.key, before.map_or(0, |it| self.known(it).0), fields)
    }

    fn get(&self, at: &At) -> Result<Option<Found>, Fault> {
        let Some(newest) = self.newest(&at.key)? else {
            // Where something else is mounted, there is nothing either.
            self.check_mount(None)?;
            return Ok(None);
        };
        // Never one that is older than the connection names: its keys were replaced, and may be dead.
        let living = newest.living.filter(|it| it.version >= at.version);
        living.map(Some).ok_or_else(|| self.gone(&at.key, at.version, Gone::Destroyed))
    }

    fn get_exactly(&self, at: &At) -> Result<Option<Found>, Fault> {
        self.exactly(at)
    }

    fn known(&self, at: &At) -> Version {
        at.version.max(Version(self.seen(&at.key)))
    }

    fn versions(&self) -> Result<Vec<At>, Fault> {
        Ok(vec![])
    }

    fn remove(&self, at: &At) -> Result<(), Fault> {
        let which = json!({ "versions": [at.version.0] });
        let target = self.path("destroy", at.key.as_str());
        self.ask(&Call { echo: Echo::Withheld, ..Call::post(&target, Secret::new(which.to_string())) })?;
        Ok(())
    }

    fn forget(&self, last: &At) -> Result<(), Fault> {
        let key = &last.key;
        let target = self.path("metadata", key.as_str());
        self.ask(&Call {
            method: VaultMethod::Delete,
            capability: "delete",
            echo: Echo::Withheld,
            ..Call::get(&target)
        })?;
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
        Ok(())
    }
}
